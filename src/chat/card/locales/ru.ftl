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
nothing-to-try-on = За последние { $days } дн. нет статей, чтобы это испытать.
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
digest-hourly = Подборка за час, { $date }
digest-daily = Подборка за день, { $date }
digest-weekly = Подборка за неделю, { $date }
gaps = Некоторое время не удавалось прочитать источники
gap = { $source }: с { $from } до { $until }
gaps-meanwhile = Опубликованное за это время приходит с опозданием; того, чего уже нет в их лентах, не хватает.
alerts-paused = Уведомления в { $place } приостановлены
alerts-paused-in-thread = Уведомления в { $place }, ветка { $thread }, приостановлены
alerts-paused-till = Это касается { $subscriptions ->
        [one] { $subscriptions } вашей подписки
       *[other] { $subscriptions } ваших подписок
    } там. Когда я снова смогу туда писать, продолжите командой subscriptions resume. То, что ждёт, сохраняется.
source-fails = Источник { $source } не читается
source-fails-since = С { $since }, неудачных попыток подряд: { $failures }.
source-recovered = Источник { $source } снова читается
source-failed-from = Он не читался с { $from } до { $until }.

## Refusals

not-allowed = { $command } — только для тех, кто управляет этим ботом или сообществом.
not-yours = Листать эти страницы может только тот, кто спросил. Спросите сами и получите свои.
gone = Этот ответ больше не хранится. Спросите ещё раз.
no-more = Это всё. Спросите другими словами или о других днях, чтобы найти больше.
too-fast = Слишком много запросов сразу. Попробуйте через { $seconds } с.
may-not-speak = Я не могу писать в { $room }, где вы меня спросили: мой уровень прав там слишком мал. Это может изменить тот, кто управляет комнатой; тогда спросите ещё раз.
not-at-hand = Эмодзи сравнивает тот, кто мной управляет: он останавливает меня и запускает «verbatim matrix verify»; тогда начните ещё раз.
unreadable = Я не могу прочитать это сообщение: его ключи до меня не дошли. Если они придут, я отвечу; иначе отправьте его ещё раз.
fault = Здесь что-то сломалось, это записано. Попробуйте через минуту.

## Administration

work-busy = { $work } ещё идёт. Дождитесь конца или отмените: admin cancel
work-broken = Работа прервана из-за нашей ошибки, она записана.
work-cancelling = { $work } отменяется.
work-none = Отменять нечего.
reindex-begun = Индекс строится заново. Ответы продолжаются.
reindex-cancelled = Отменено. Прежний индекс остаётся.
reindex-progress = Проиндексировано статей: { $done } из { $total }.
reindex-done = Высказываний: { $statements }, статей: { $articles }; проиндексировано за { $seconds } с.
reindex-failed = Не удалось построить индекс; прежний остаётся. Причина в журнале.
ingest-begun = Принимается.
ingest-cancelled = Отменено. Принятое остаётся.
ingest-progress = Пока статей: { $articles }, высказываний: { $statements }.
ingest-done = Статей новых: { $new }, изменённых: { $changed }, неизменных: { $unchanged }; высказываний: { $statements }.
ingest-failed = Не удалось принять. Причина в журнале.
ingest-refused = { $place }: { $reason }
sources-listed = Источников: { $sources }
source-paused = { $id }: приостановлен · { $address }
source-disabled = { $id }: выключен в sources.toml · { $address }
source-folder = { $id }: папка · { $address }
source-failing = { $id }: ошибок подряд { $failures }: { $error } · { $address }
source-new = { $id }: ещё не опрошен · { $address }
source-well = { $id }: получено { $fetched } · { $address }
source-added = За { $id } теперь следим: { $address }
source-now-paused = { $id } приостановлен.
source-was-paused = { $id } уже был приостановлен.
source-now-resumed = { $id } снова опрашивается.
source-was-not-paused = { $id } не был приостановлен.
source-removed = За { $id } больше не следим. Полученное остаётся.
test-folder = Папка на месте.
test-no-folder = Такой папки нет.
test-brought = Отвечает: статей { $articles }, нечитаемых { $refused }. Ничего не сохранено.
test-failed = Не читается: { $reason }
speaker-added = { $name } теперь в списке; высказываний: { $statements }.
speaker-alias = У { $name } ещё одно имя; добавлено высказываний: { $statements }.
speaker-merged = Теперь это { $name }; добавлено высказываний: { $statements }.
speaker-renamed = Теперь имя { $name }, высказываний: { $statements }.
speaker-when = В хранилище это действует сразу и впредь. Новые имена в вопросах понимаем после следующего запуска.
statement-removed = Высказывание { $id } больше не находится. Чтобы вернуть: admin reinstate statement { $id }
statement-reinstated = Высказывание { $id } снова находится. Рядом показано, что оно было удалено.
statement-corrected = Высказывание { $id }: автором был { $before }, теперь { $after }. Это показано рядом.
article-removed = Статья { $id } больше не находится. Чтобы вернуть: admin reinstate article { $id }
article-reinstated = Статья { $id } снова находится. Рядом с высказываниями показано, что она была удалена.
article-corrected = Статья { $id } исправлена. Это показано рядом с высказываниями.
correction-made = { $field }: { $before } → { $after }
found = Высказываний: { $statements }
found-statement = { $id } · { $speaker }: “{ $words }” · { $article }
status-version = Verbatim { $version }, { $moment }
status-index = Индекс: высказываний { $statements }, статей { $articles }, поколение { $generation }, отставание от записей { $behind }
status-updated = Последняя статья: { $moment }
status-sources = Источники: опрашиваются { $asked }, с ошибками { $failing }, приостановлено { $paused }
status-failing = С ошибками: { $sources }
status-oldest = Дольше всех не обновлялся: { $id }, { $moment }
status-queue = В очереди, { $queue }: { $waiting }
status-work = Идёт: { $work }
stats-counts = Высказываний: { $statements }, статей: { $articles }
stats-outlets = Изданий: { $outlets }: { $names }
stats-people = Известных людей: { $people }, изменений здесь: { $changes }
stats-newest = Новейшая статья: { $moment }
backup-begun = Записи копируются.
backup-cancelled = Отменено. Копии нет.
backup-progress = Проверка копии: { $done } из { $total }.
backup-done = { $name }: высказываний { $statements }, статей { $articles }, { $mebibytes } МиБ, перечитано и сверено.
backup-unsound = { $name } записано, но записи повреждены: нельзя цитировать высказываний: { $damaged }. Сохраните старые копии и запустите verbatim doctor.
backup-failed = Не удалось скопировать. Причина в журнале.
log-level = Журнал: { $level }
log-level-set = Журнал до следующего запуска: { $level }
audit = Последних действий: { $uses }
audited = { $moment } · { $person } · { $place } · { $command } · { $outcome } · { $details }
corrected-speaker = Исправлено { $date }: прежде приписано — { $before }. { $note }
corrected-outlet = Исправлено { $date }: издание { $after }, а не { $before }. { $note }
corrected-published = Исправлено { $date }: опубликовано { $after }, а не { $before }. { $note }
corrected-removed = Удалено { $date }. { $note }
corrected-reinstated = Возвращено { $date }. { $note }

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
command-admin = Управлять ботом: источники, люди, исправления, индекс, копии
command-admin-status = Состояние всего
command-admin-stats = Сколько всего есть
command-admin-audit = Кто что делал
command-admin-reindex = Построить индекс заново; ответы продолжаются
command-admin-ingest = Принять статьи с адреса или из приложенного файла
command-admin-backup = Скопировать записи
command-admin-cancel = Отменить текущую работу
command-admin-log = Уровень журнала или его смена
command-admin-sources = Откуда берутся статьи
command-admin-sources-list = Все источники и их состояние
command-admin-sources-add = Следить ещё за лентой или страницей
command-admin-sources-pause = Не опрашивать источник до возобновления
command-admin-sources-resume = Снова опрашивать источник
command-admin-sources-remove = Убрать добавленный здесь источник
command-admin-sources-test = Получить один раз и показать результат
command-admin-speakers = Известные люди
command-admin-speakers-add = Добавить человека
command-admin-speakers-alias = Ещё одно имя человека
command-admin-speakers-merge = Двое, которые — один человек
command-admin-speakers-rename = Другое показываемое имя
command-admin-find = Высказывания с номерами
command-admin-remove = Что больше не должно находиться
command-admin-remove-statement = Убрать высказывание из поиска
command-admin-remove-article = Убрать статью из поиска
command-admin-reinstate = Что снова должно находиться
command-admin-reinstate-statement = Вернуть высказывание в поиск
command-admin-reinstate-article = Вернуть статью в поиск
command-admin-correct = Что принято неверно
command-admin-correct-statement = Указать автора высказывания
command-admin-correct-article = Указать, где или когда вышла статья
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
option-file = файл
option-what-told = Люди, стороны, издания, слова, "фразы", NOT чего не нужно
option-number-told = Номер подписки
option-hours-told = На сколько часов
option-statement-told = Номер высказывания или ссылка на статью
option-file-told = Файл со статьями: .html, .md, .txt, .json или .jsonl, не больше 10 МиБ
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
