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
nothing-to-try-on = За останні { $days } дн. немає статей, щоб це спробувати.
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
digest-hourly = Добірка за годину, { $date }
digest-daily = Добірка за день, { $date }
digest-weekly = Добірка за тиждень, { $date }
gaps = Деякий час не вдавалося прочитати джерела
gap = { $source }: з { $from } до { $until }
gaps-meanwhile = Опубліковане тим часом надходить із запізненням; того, чого вже немає в їхніх стрічках, бракує.
alerts-paused = Сповіщення до { $place } призупинено
alerts-paused-in-thread = Сповіщення до { $place }, гілка { $thread }, призупинено
alerts-paused-till = Це стосується { $subscriptions ->
        [one] { $subscriptions } вашої підписки
       *[other] { $subscriptions } ваших підписок
    } там. Коли я знову зможу туди писати, продовжте командою subscriptions resume. Те, що чекає, зберігається.
source-fails = Джерело { $source } не читається
source-fails-since = Із { $since }, невдалих спроб поспіль: { $failures }.
source-recovered = Джерело { $source } знову читається
source-failed-from = Воно не читалося з { $from } до { $until }.

## Refusals

not-allowed = { $command } — лише для тих, хто керує цим ботом або спільнотою.
not-yours = Гортати ці сторінки може лише той, хто питав. Запитайте самі й отримаєте власні.
gone = Ця відповідь уже не зберігається. Запитайте ще раз.
no-more = Це все. Запитайте іншими словами або про інші дні, щоб знайти більше.
too-fast = Забагато запитів одразу. Спробуйте за { $seconds } с.
may-not-speak = Я не можу писати в { $room }, де ви мене запитали: мій рівень прав там замалий. Це може змінити той, хто керує кімнатою; тоді запитайте ще раз.
not-at-hand = Емодзі порівнює той, хто мною керує: він зупиняє мене і запускає «verbatim matrix verify»; тоді почніть ще раз.
unreadable = Я не можу прочитати це повідомлення: його ключі до мене не дійшли. Якщо вони надійдуть, я відповім; інакше надішліть його ще раз.
fault = Тут щось зламалося, це занотовано. Спробуйте за хвилину.

## Administration

work-busy = { $work } ще триває. Зачекайте на завершення або скасуйте: admin cancel
work-broken = Роботу перервано через нашу помилку, її записано.
work-cancelling = { $work } скасовується.
work-none = Немає чого скасовувати.
reindex-begun = Індекс будується заново. Відповіді тривають.
reindex-cancelled = Скасовано. Чинний індекс залишається.
reindex-progress = Проіндексовано статей: { $done } з { $total }.
reindex-done = Висловів: { $statements }, статей: { $articles }; проіндексовано за { $seconds } с.
reindex-failed = Не вдалося побудувати індекс; чинний залишається. Причина в журналі.
ingest-begun = Приймається.
ingest-cancelled = Скасовано. Прийняте залишається.
ingest-progress = Поки що статей: { $articles }, висловів: { $statements }.
ingest-done = Статей нових: { $new }, змінених: { $changed }, незмінених: { $unchanged }; висловів: { $statements }.
ingest-failed = Не вдалося прийняти. Причина в журналі.
ingest-refused = { $place }: { $reason }
sources-listed = Джерел: { $sources }
source-paused = { $id }: призупинено · { $address }
source-disabled = { $id }: вимкнено в sources.toml · { $address }
source-folder = { $id }: тека · { $address }
source-failing = { $id }: помилок поспіль { $failures }: { $error } · { $address }
source-new = { $id }: ще не опитано · { $address }
source-well = { $id }: отримано { $fetched } · { $address }
source-added = За { $id } тепер стежимо: { $address }
source-now-paused = { $id } призупинено.
source-was-paused = { $id } вже було призупинено.
source-now-resumed = { $id } знову опитується.
source-was-not-paused = { $id } не було призупинено.
source-removed = За { $id } більше не стежимо. Отримане залишається.
test-folder = Тека на місці.
test-no-folder = Такої теки немає.
test-brought = Відповідає: статей { $articles }, нечитних { $refused }. Нічого не збережено.
test-failed = Не читається: { $reason }
speaker-added = { $name } тепер у списку; висловів: { $statements }.
speaker-alias = { $name } має ще одне ім'я; додано висловів: { $statements }.
speaker-merged = Тепер це { $name }; додано висловів: { $statements }.
speaker-renamed = Тепер ім'я { $name }, висловів: { $statements }.
speaker-when = У сховищі це діє одразу й надалі. Нові імена в запитаннях розуміємо після наступного запуску.
statement-removed = Вислів { $id } більше не знаходиться. Щоб повернути: admin reinstate statement { $id }
statement-reinstated = Вислів { $id } знову знаходиться. Поруч показано, що його було вилучено.
statement-corrected = Вислів { $id }: автором був { $before }, тепер { $after }. Це показано поруч.
article-removed = Стаття { $id } більше не знаходиться. Щоб повернути: admin reinstate article { $id }
article-reinstated = Стаття { $id } знову знаходиться. Поруч із висловами показано, що її було вилучено.
article-corrected = Статтю { $id } виправлено. Це показано поруч із висловами.
correction-made = { $field }: { $before } → { $after }
found = Висловів: { $statements }
found-statement = { $id } · { $speaker }: “{ $words }” · { $article }
status-version = Verbatim { $version }, { $moment }
status-index = Індекс: висловів { $statements }, статей { $articles }, покоління { $generation }, відставання від записів { $behind }
status-updated = Остання стаття: { $moment }
status-sources = Джерела: опитуються { $asked }, з помилками { $failing }, призупинено { $paused }
status-failing = З помилками: { $sources }
status-oldest = Найдовше не оновлювалось: { $id }, { $moment }
status-queue = У черзі, { $queue }: { $waiting }
status-work = Триває: { $work }
stats-counts = Висловів: { $statements }, статей: { $articles }
stats-outlets = Видань: { $outlets }: { $names }
stats-people = Відомих людей: { $people }, змін тут: { $changes }
stats-newest = Найновіша стаття: { $moment }
backup-begun = Записи копіюються.
backup-cancelled = Скасовано. Копії немає.
backup-progress = Перевірка копії: { $done } з { $total }.
backup-done = { $name }: висловів { $statements }, статей { $articles }, { $mebibytes } МіБ, перечитано й звірено.
backup-unsound = { $name } записано, але записи пошкоджено: не можна цитувати висловів: { $damaged }. Збережіть старі копії й запустіть verbatim doctor.
backup-failed = Не вдалося скопіювати. Причина в журналі.
log-level = Журнал: { $level }
log-level-set = Журнал до наступного запуску: { $level }
audit = Останніх дій: { $uses }
audited = { $moment } · { $person } · { $place } · { $command } · { $outcome } · { $details }
corrected-speaker = Виправлено { $date }: раніше приписано — { $before }. { $note }
corrected-outlet = Виправлено { $date }: видання { $after }, а не { $before }. { $note }
corrected-published = Виправлено { $date }: опубліковано { $after }, а не { $before }. { $note }
corrected-removed = Вилучено { $date }. { $note }
corrected-reinstated = Повернуто { $date }. { $note }

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
command-admin = Керувати ботом: джерела, люди, виправлення, індекс, копії
command-admin-status = Стан усього
command-admin-stats = Скільки всього є
command-admin-audit = Хто що робив
command-admin-reindex = Побудувати індекс заново; відповіді тривають
command-admin-ingest = Прийняти статті з адреси або доданого файлу
command-admin-backup = Скопіювати записи
command-admin-cancel = Скасувати поточну роботу
command-admin-log = Рівень журналу або його зміна
command-admin-sources = Звідки беруться статті
command-admin-sources-list = Усі джерела та їхній стан
command-admin-sources-add = Стежити ще за стрічкою чи сторінкою
command-admin-sources-pause = Не опитувати джерело до відновлення
command-admin-sources-resume = Знову опитувати джерело
command-admin-sources-remove = Прибрати додане тут джерело
command-admin-sources-test = Отримати один раз і показати результат
command-admin-speakers = Відомі люди
command-admin-speakers-add = Додати людину
command-admin-speakers-alias = Ще одне ім'я людини
command-admin-speakers-merge = Двоє, що є однією людиною
command-admin-speakers-rename = Інше показуване ім'я
command-admin-find = Вислови з номерами
command-admin-remove = Що більше не має знаходитися
command-admin-remove-statement = Прибрати вислів із пошуку
command-admin-remove-article = Прибрати статтю з пошуку
command-admin-reinstate = Що знову має знаходитися
command-admin-reinstate-statement = Повернути вислів до пошуку
command-admin-reinstate-article = Повернути статтю до пошуку
command-admin-correct = Що прийнято неправильно
command-admin-correct-statement = Вказати автора вислову
command-admin-correct-article = Вказати, де або коли вийшла стаття
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
option-file = файл
option-what-told = Люди, сторони, видання, слова, "фрази", NOT чого не треба
option-number-told = Номер підписки
option-hours-told = На скільки годин
option-statement-told = Номер висловлювання або посилання на статтю
option-file-told = Файл зі статтями: .html, .md, .txt, .json або .jsonl, не більше 10 МіБ
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
