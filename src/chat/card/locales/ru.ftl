## Dates

day = { $day } { $month } { $year }
month = { $month } { $year }
said-on-day = Сказано { $date }
said-in-week = Сказано на неделе с { $date }
said-in-month = Сказано: { $date }
said-in-year = Сказано в { $date } году
published-on-day = Опубликовано { $date }
published-in-week = Опубликовано на неделе с { $date }
published-in-month = Опубликовано: { $date }
published-in-year = Опубликовано в { $date } году
published-at = Опубликовано
no-date = Дата не указана
month-of-1 = января
month-of-2 = февраля
month-of-3 = марта
month-of-4 = апреля
month-of-5 = мая
month-of-6 = июня
month-of-7 = июля
month-of-8 = августа
month-of-9 = сентября
month-of-10 = октября
month-of-11 = ноября
month-of-12 = декабря
month-1 = январь
month-2 = февраль
month-3 = март
month-4 = апрель
month-5 = май
month-6 = июнь
month-7 = июль
month-8 = август
month-9 = сентябрь
month-10 = октябрь
month-11 = ноябрь
month-12 = декабрь

## Sources

unattributed = Автор не назван
reported-speech = косвенная речь: слова статьи
reporting = Изложение словами самой статьи
no-address = без адреса
to-the-article = к статье
also-carried = Также в: { $outlets }
also-carried-by-more = Также в: { $outlets } и ещё { $more }
the-paragraph = Абзац вокруг:

## Answers

nothing-found = Ничего не найдено.
name-whom = Назовите, кого вы имеете в виду, о чём, или слова в кавычках.
page-of = Страница { $page } из { $pages }
searched = Искали в { $statements } { $statements ->
        [one] высказывании
       *[other] высказываниях
    }, { $articles } { $articles ->
        [one] статье
       *[other] статьях
    }, { $outlets } { $outlets ->
        [one] издании
       *[other] изданиях
    }.
statements =
    { $statements ->
        [one] { $statements } высказывание
        [few] { $statements } высказывания
       *[many] { $statements } высказываний
    }
counted = Цитат: { $quotations }; косвенной речью: { $reported }; статей: { $articles }; изданий: { $outlets }
counted-cut = Цитат: более { $quotations }; косвенной речью: { $reported }; статей: { $articles }; изданий: { $outlets }
examples = Примеры:
outlets = Издания:
and-more = и ещё { $more }
newest = Самая новая: { $date }.
nothing-to-search = Пока негде искать.

## Quote check

exact = Точно.
exact-whole = Это именно те слова, все.
exact-part = Эти слова были сказаны, как часть приведённого:
exact-left-out = Эти слова были сказаны, но между ними кое-что пропущено:
near = Не точно.
near-differs = Было сказано похожее, другими словами.
near-unchecked = Проверенные слова были сказаны.
legend-said = сказано, нет в цитате
legend-claimed = есть в цитате, не сказано
what-was-said = Что было сказано:
other-speaker = Другой человек.
other-speaker-told = Эти слова принадлежат другому человеку:
composite = Составлено.
composite-told = Цитата соединяет слова нескольких высказываний:
not-found = Не найдено.
not-found-told = Ни одно высказывание здесь не содержит этих слов.
only-reported = Статья говорит это своими словами:
not-by = Ничто здесь не показывает, что это сказал(а) { $speaker }.
nothing-of-theirs = Здесь нет слов { $speaker }.
unchecked = Последние слова ({ $words }) не проверены: дайте их отдельно.

## Lineage and timeline

carried-by-none = Никто этого не публиковал.
carried = Кто публиковал, с самого раннего:
wording = Вариант { $number } рядом с первым:
statements-in-weeks = { $statements } { $statements ->
        [one] высказывание
        [few] высказывания
       *[many] высказываний
    } за { $weeks } { $weeks ->
        [one] неделю
        [few] недели
       *[many] недель
    }.
first = Впервые
latest = В последний раз

## Подписки

subscribed = Подписка оформлена, номер { $id }:
subscription-edited = Подписка { $id } теперь такая:
already-subscribed = На это подписка уже есть, номер { $id }:
would-have-sent = Из статей за последние { $days } дней (их { $articles }) она прислала бы { $alerts ->
        [one] { $alerts } оповещение
        [few] { $alerts } оповещения
       *[other] { $alerts } оповещений
    }.
would-have-sent-nothing = Из статей за последние { $days } дней (их { $articles }) она не прислала бы ничего. Не слишком ли много условий?
newest-articles-only = Статей больше; учтены только новейшие { $articles }.
too-broad = Это много: добавьте имя или выражение либо получайте сводку с every:day.
no-subscriptions = Здесь нет подписок.
subscriptions-here = Подписки здесь:
subscriptions-elsewhere = Ваши в других местах:
paused = приостановлена
muted-until = молчит до
subscription-paused = Подписка { $id } приостановлена.
subscription-resumed = Подписка { $id } снова присылает.
subscription-muted = Подписка { $id } молчит до
subscription-removed = Подписка { $id } удалена.
it-fits = подходит:
it-fails = не подходит:
explain-sent = Это сюда прислано.
explain-waits = Это ждёт отправки сюда.
explain-not-sent = Это должны были сюда прислать, но не прислали.
explain-not-owed = Ничего из этого не должны были сюда присылать.

## Notices

late = с опозданием, после сбоя
edited = Изменено после публикации
vanished = Исчезло из статьи после публикации

## Refusals

not-allowed = { $command } — только для тех, кто управляет этим ботом или сообществом.
not-yours = Листать эти страницы может только тот, кто спросил. Спросите сами и получите свои.
gone = Этот ответ больше не хранится. Спросите ещё раз.
no-more = Это всё. Спросите другими словами или о других днях, чтобы найти больше.
too-fast = Слишком много запросов сразу. Попробуйте через { $seconds } с.
fault = Здесь что-то сломалось, это записано. Попробуйте через минуту.

## Help

help = Спрашивайте своими словами: чьи слова, о чём, с какого времени. Команды:
command-ask = Найти, что было сказано: точные слова, кто, когда, где
command-latest = Новейшие слова человека, на тему или о чём угодно
command-check = Проверить цитату: подтверждена, исправлена или отклонена
command-lineage = Кто опубликовал первым, кто потом, как менялись слова
command-timeline = Что человек говорил неделя за неделей
command-sources = Что проиндексировано и насколько оно свежее
command-subscribe = Узнавать о каждом новом подходящем заявлении: люди, стороны, издания, слова, "выражения"
command-subscriptions = На что здесь подписаны
command-subscriptions-list = На что здесь подписаны
command-subscriptions-edit = Дать подписке другой текст
command-subscriptions-pause = Ничего из неё не присылать, пока её не возобновят
command-subscriptions-resume = Снова присылать то, что подходит
command-subscriptions-mute = Несколько часов ничего из неё не присылать
command-subscriptions-remove = Забыть её
command-explain = Почему заявление (его номер или ссылка на статью) сюда присылают или нет
command-help = О чём можно спросить

## Names of commands and their options, where a platform shows them in this language

name-ask = спросить
name-latest = последнее
name-check = проверить
name-lineage = происхождение
name-timeline = хронология
name-sources = источники
name-help = помощь
name-subscribe = подписаться
name-subscriptions = подписки
name-explain = объяснить
name-admin = управление
name-subscriptions-list = список
name-subscriptions-edit = изменить
name-subscriptions-pause = приостановить
name-subscriptions-resume = возобновить
name-subscriptions-mute = заглушить
name-subscriptions-remove = удалить
name-check-message = Проверить цитату
option-question = вопрос
option-claim = цитата
option-words = слова
option-topic = тема
option-speaker = автор
option-outlet = издание
option-since = с
option-until = до
option-limit = количество
option-what = что
option-number = номер
option-hours = часы
option-statement = высказывание
option-what-told = Люди, стороны, издания, слова, "фразы", NOT чего не нужно
option-number-told = Номер подписки
option-hours-told = На сколько часов
option-statement-told = Номер высказывания или ссылка на статью
option-question-told = Что вы хотите знать, своими словами
option-claim-told = Цитата, как она у вас есть
option-words-told = Слова высказывания
option-topic-told = О чём
option-speaker-told = Чьи слова
option-outlet-told = Только из этого издания
option-since-told = Не раньше этого дня: 2025-11-20, вчера
option-until-told = Не позже этого дня
option-limit-told = Не больше стольких, от 1 до 100

## Buttons and messages

button-context = Контекст { $number }
button-follow = Следить
unknown-button = Эта кнопка от другой моей версии. Спросите снова, и получите новые.
no-words = В том сообщении нет слов, которые можно проверить.
