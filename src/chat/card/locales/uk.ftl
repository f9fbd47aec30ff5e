## Dates

day = { $day } { $month } { $year }
month = { $month } { $year }
said-on-day = Сказано { $date }
said-in-week = Сказано на тижні від { $date }
said-in-month = Сказано: { $date }
said-in-year = Сказано у { $date } році
published-on-day = Опубліковано { $date }
published-in-week = Опубліковано на тижні від { $date }
published-in-month = Опубліковано: { $date }
published-in-year = Опубліковано у { $date } році
published-at = Опубліковано
no-date = Дату не вказано
month-of-1 = січня
month-of-2 = лютого
month-of-3 = березня
month-of-4 = квітня
month-of-5 = травня
month-of-6 = червня
month-of-7 = липня
month-of-8 = серпня
month-of-9 = вересня
month-of-10 = жовтня
month-of-11 = листопада
month-of-12 = грудня
month-1 = січень
month-2 = лютий
month-3 = березень
month-4 = квітень
month-5 = травень
month-6 = червень
month-7 = липень
month-8 = серпень
month-9 = вересень
month-10 = жовтень
month-11 = листопад
month-12 = грудень

## Sources

unattributed = Автора не названо
reported-speech = непряма мова: слова статті
reporting = Виклад словами самої статті
no-address = без адреси
to-the-article = до статті
also-carried = Також у: { $outlets }
also-carried-by-more = Також у: { $outlets } та ще { $more }
the-paragraph = Абзац навколо:

## Answers

nothing-found = Нічого не знайдено.
name-whom = Назвіть, кого ви маєте на увазі, про що, або слова в лапках.
page-of = Сторінка { $page } з { $pages }
searched = Шукали у { $statements } { $statements ->
        [one] висловлюванні
       *[other] висловлюваннях
    }, { $articles } { $articles ->
        [one] статті
       *[other] статтях
    }, { $outlets } { $outlets ->
        [one] виданні
       *[other] виданнях
    }.
statements =
    { $statements ->
        [one] { $statements } висловлювання
        [few] { $statements } висловлювання
       *[many] { $statements } висловлювань
    }
counted = Цитат: { $quotations }; непрямою мовою: { $reported }; статей: { $articles }; видань: { $outlets }
counted-cut = Цитат: понад { $quotations }; непрямою мовою: { $reported }; статей: { $articles }; видань: { $outlets }
examples = Приклади:
outlets = Видання:
and-more = та ще { $more }
newest = Найновіша: { $date }.
nothing-to-search = Поки що немає де шукати.

## Quote check

exact = Точно.
exact-whole = Це саме ті слова, усі.
exact-part = Ці слова було сказано, як частину наведеного:
exact-left-out = Ці слова було сказано, але між ними дещо пропущено:
near = Не точно.
near-differs = Було сказано подібне, іншими словами.
near-unchecked = Перевірені слова було сказано.
legend-said = сказано, немає в цитаті
legend-claimed = є в цитаті, не сказано
what-was-said = Що було сказано:
other-speaker = Інший мовець.
other-speaker-told = Ці слова належать іншій людині:
composite = Складено.
composite-told = Цитата поєднує слова кількох висловлювань:
not-found = Не знайдено.
not-found-told = Жодне висловлювання тут не має цих слів.
only-reported = Стаття каже це своїми словами:
not-by = Ніщо тут не показує, що це сказав(ла) { $speaker }.
nothing-of-theirs = Тут немає слів { $speaker }.
unchecked = Останні слова ({ $words }) не перевірено: подайте їх окремо.

## Lineage and timeline

carried-by-none = Ніхто цього не публікував.
carried = Хто публікував, від найранішого:
wording = Варіант { $number } поруч із першим:
statements-in-weeks = { $statements } { $statements ->
        [one] висловлювання
        [few] висловлювання
       *[many] висловлювань
    } за { $weeks } { $weeks ->
        [one] тиждень
        [few] тижні
       *[many] тижнів
    }.
first = Уперше
latest = Востаннє

## Підписки

subscribed = Підписано, номер { $id }:
subscription-edited = Підписка { $id } тепер така:
already-subscribed = На це вже підписано, номер { $id }:
would-have-sent = Зі статей за останні { $days } днів (їх { $articles }) вона надіслала б { $alerts ->
        [one] { $alerts } сповіщення
        [few] { $alerts } сповіщення
       *[other] { $alerts } сповіщень
    }.
would-have-sent-nothing = Зі статей за останні { $days } днів (їх { $articles }) вона не надіслала б нічого. Чи не забагато вимог?
newest-articles-only = Статей більше; враховано лише найновіші { $articles }.
too-broad = Це багато: додайте ім’я чи вислів або отримуйте зведення з every:day.
no-subscriptions = Тут немає підписок.
subscriptions-here = Підписки тут:
subscriptions-elsewhere = Ваші в інших місцях:
paused = призупинено
muted-until = без звуку до
subscription-paused = Підписку { $id } призупинено.
subscription-resumed = Підписка { $id } знову надсилає.
subscription-muted = Підписка { $id } мовчить до
subscription-removed = Підписку { $id } видалено.
it-fits = підходить:
it-fails = не підходить:
explain-sent = Це сюди надіслано.
explain-waits = Це чекає на надсилання сюди.
explain-not-sent = Це мали сюди надіслати, але не надіслали.
explain-not-owed = Нічого з цього не мали сюди надсилати.

## Notices

late = із запізненням, після збою
edited = Змінено після публікації
vanished = Зникло зі статті після публікації

## Refusals

not-allowed = { $command } — лише для тих, хто керує цим ботом або спільнотою.
not-yours = Гортати ці сторінки може лише той, хто питав. Запитайте самі й отримаєте власні.
gone = Ця відповідь уже не зберігається. Запитайте ще раз.
no-more = Це все. Запитайте іншими словами або про інші дні, щоб знайти більше.
too-fast = Забагато запитів одразу. Спробуйте за { $seconds } с.
fault = Тут щось зламалося, це занотовано. Спробуйте за хвилину.

## Help

help = Питайте своїми словами: чиї слова, про що, відколи. Команди:
command-ask = Знайти, що було сказано: точні слова, хто, коли, де
command-latest = Найновіші слова людини, на тему чи про будь-що
command-check = Перевірити цитату: підтверджено, виправлено чи відхилено
command-lineage = Хто опублікував першим, хто потім, як змінювалися слова
command-timeline = Що людина казала тиждень за тижнем
command-sources = Що проіндексовано й наскільки воно свіже
command-subscribe = Дізнаватися про кожну нову заяву, що підходить: люди, сторони, видання, слова, "вислови"
command-subscriptions = На що тут підписано
command-subscriptions-list = На що тут підписано
command-subscriptions-edit = Дати підписці інший текст
command-subscriptions-pause = Нічого з неї не надсилати, доки її не відновлять
command-subscriptions-resume = Знову надсилати те, що підходить
command-subscriptions-mute = Кілька годин нічого з неї не надсилати
command-subscriptions-remove = Забути її
command-explain = Чому заяву (її номер або посилання на статтю) сюди надсилають чи ні
command-help = Про що можна питати

## Names of commands and their options, where a platform shows them in this language

name-ask = запитати
name-latest = останнє
name-check = перевірити
name-lineage = походження
name-timeline = хронологія
name-sources = джерела
name-help = допомога
name-subscribe = підписатися
name-subscriptions = підписки
name-explain = пояснити
name-admin = керування
name-subscriptions-list = список
name-subscriptions-edit = змінити
name-subscriptions-pause = призупинити
name-subscriptions-resume = відновити
name-subscriptions-mute = вимкнути
name-subscriptions-remove = вилучити
name-check-message = Перевірити цитату
option-question = запитання
option-claim = цитата
option-words = слова
option-topic = тема
option-speaker = мовець
option-outlet = видання
option-since = від
option-until = до
option-limit = кількість
option-what = що
option-number = номер
option-hours = години
option-statement = висловлювання
option-what-told = Люди, сторони, видання, слова, "фрази", NOT чого не треба
option-number-told = Номер підписки
option-hours-told = На скільки годин
option-statement-told = Номер висловлювання або посилання на статтю
option-question-told = Що ви хочете знати, своїми словами
option-claim-told = Цитата, як ви її маєте
option-words-told = Слова висловлювання
option-topic-told = Про що
option-speaker-told = Чиї слова
option-outlet-told = Лише з цього видання
option-since-told = Не раніше цього дня: 2025-11-20, вчора
option-until-told = Не пізніше цього дня
option-limit-told = Не більше стількох, від 1 до 100

## Buttons and messages

button-context = Контекст { $number }
button-follow = Стежити
unknown-button = Ця кнопка від іншої моєї версії. Запитайте знову, і матимете нові.
no-words = У тому повідомленні немає слів, які можна перевірити.
