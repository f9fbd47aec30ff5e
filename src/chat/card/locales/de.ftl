## Dates

day = { $day }. { $month } { $year }
month = { $month } { $year }
said-on-day = Gesagt am { $date }
said-in-week = Gesagt in der Woche vom { $date }
said-in-month = Gesagt im { $date }
said-in-year = Gesagt { $date }
published-on-day = Veröffentlicht am { $date }
published-in-week = Veröffentlicht in der Woche vom { $date }
published-in-month = Veröffentlicht im { $date }
published-in-year = Veröffentlicht { $date }
published-at = Veröffentlicht
no-date = Ohne Datum
month-of-1 = Januar
month-of-2 = Februar
month-of-3 = März
month-of-4 = April
month-of-5 = Mai
month-of-6 = Juni
month-of-7 = Juli
month-of-8 = August
month-of-9 = September
month-of-10 = Oktober
month-of-11 = November
month-of-12 = Dezember
month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember

## Sources

unattributed = Ohne Zuordnung
reported-speech = indirekte Rede: Worte des Artikels
reporting = Bericht, in den Worten des Artikels
no-address = ohne Adresse
to-the-article = zum Artikel
also-carried = Auch bei { $outlets }
also-carried-by-more = Auch bei { $outlets } und { $more } weiteren
the-paragraph = Der Absatz ringsum:

## Answers

nothing-found = Nichts gefunden.
name-whom = Nennen Sie, wen Sie meinen, worüber, oder Worte in Anführungszeichen.
page-of = Seite { $page } von { $pages }
searched = Durchsucht: { $statements } { $statements ->
        [one] Aussage
       *[other] Aussagen
    } in { $articles } { $articles ->
        [one] Artikel
       *[other] Artikeln
    } aus { $outlets } { $outlets ->
        [one] Medium
       *[other] Medien
    }.
statements =
    { $statements ->
        [one] { $statements } Aussage
       *[other] { $statements } Aussagen
    }
counted = Zitate: { $quotations }; in indirekter Rede: { $reported }; Artikel: { $articles }; Medien: { $outlets }
counted-cut = Zitate: mehr als { $quotations }; in indirekter Rede: { $reported }; Artikel: { $articles }; Medien: { $outlets }
examples = Beispiele:
outlets = Medien:
and-more = und { $more } weitere
newest = Der neueste: { $date }.
nothing-to-search = Es gibt noch nichts zu durchsuchen.

## Quote check

exact = Wörtlich.
exact-whole = Das sind die Worte, alle.
exact-part = Diese Worte wurden gesagt, als Teil des Folgenden:
exact-left-out = Diese Worte wurden gesagt, dazwischen ist etwas ausgelassen:
near = Nicht wörtlich.
near-differs = Ähnliches wurde gesagt, mit anderen Worten.
near-unchecked = Die geprüften Worte wurden gesagt.
legend-said = gesagt, nicht im Zitat
legend-claimed = im Zitat, nicht gesagt
what-was-said = Was gesagt wurde:
other-speaker = Jemand anders.
other-speaker-told = Diese Worte sind von jemand anderem:
composite = Zusammengesetzt.
composite-told = Das Zitat fügt Worte mehrerer Aussagen zusammen:
not-found = Nicht gefunden.
not-found-told = Keine Aussage hier hat diese Worte.
only-reported = Ein Artikel sagt es mit eigenen Worten:
not-by = Nichts hier zeigt, dass { $speaker } es gesagt hat.
nothing-of-theirs = Hier gibt es keine Worte von { $speaker }.
unchecked = Die letzten { $words } Wörter wurden nicht geprüft: geben Sie sie einzeln.

## Lineage and timeline

carried-by-none = Niemand bringt es.
carried = Gebracht von, der früheste zuerst:
wording = Fassung { $number }, neben der ersten:
statements-in-weeks = { $statements } { $statements ->
        [one] Aussage
       *[other] Aussagen
    } in { $weeks } { $weeks ->
        [one] Woche
       *[other] Wochen
    }.
first = Zuerst
latest = Zuletzt

## Abonnements

subscribed = Abonniert, unter der Nummer { $id }:
subscription-edited = Abonnement { $id } lautet jetzt:
already-subscribed = Das ist schon abonniert, unter der Nummer { $id }:
would-have-sent = Aus den { $articles } Artikeln der letzten { $days } Tage hätte es { $alerts ->
        [one] eine Meldung
       *[other] { $alerts } Meldungen
    } gesendet.
nothing-to-try-on = Aus den letzten { $days } Tagen gibt es keinen Artikel, um es zu versuchen.
would-have-sent-nothing = Aus den { $articles } Artikeln der letzten { $days } Tage hätte es nichts gesendet. Verlangt es zu viel?
newest-articles-only = Es gibt mehr Artikel; nur die neuesten { $articles } zählen.
too-broad = Das ist viel: einen Namen oder eine Wendung hinzufügen, oder mit every:day gesammelt senden lassen.
no-subscriptions = Hier ist nichts abonniert.
subscriptions-here = Abonnements hier:
subscriptions-elsewhere = Eigene an anderen Orten:
paused = angehalten
muted-until = stumm bis
subscription-paused = Abonnement { $id } ist angehalten.
subscription-resumed = Abonnement { $id } sendet wieder.
subscription-muted = Abonnement { $id } ist stumm bis
subscription-removed = Abonnement { $id } ist gelöscht.
it-fits = passt:
it-fails = fehlt:
explain-sent = Es wurde hierher gesendet.
explain-waits = Es wartet darauf, hierher gesendet zu werden.
explain-not-sent = Es sollte hierher gesendet werden und wurde es nicht.
explain-not-owed = Nichts davon war hierher zu senden.

## Notices

late = verspätet, nach einem Ausfall
edited = Nach der Veröffentlichung geändert
vanished = Nach der Veröffentlichung aus dem Artikel verschwunden
digest-hourly = Stündliche Zusammenstellung, { $date }
digest-daily = Tägliche Zusammenstellung, { $date }
digest-weekly = Wöchentliche Zusammenstellung, { $date }
gaps = Quellen konnten eine Zeit lang nicht gelesen werden
gap = { $source }: { $from } bis { $until }
gaps-meanwhile = Was inzwischen erschienen ist, kommt verspätet; was ihre Feeds nicht mehr aufführen, fehlt.
alerts-paused = Meldungen an { $place } sind unterbrochen
alerts-paused-in-thread = Meldungen an { $place }, Thread { $thread }, sind unterbrochen
alerts-paused-till = Das betrifft { $subscriptions ->
        [one] Ihr Abonnement
       *[other] Ihre { $subscriptions } Abonnements
    } dort. Sobald ich dort wieder schreiben darf, geht es weiter mit: subscriptions resume. Was bis dahin wartet, bleibt erhalten.
source-fails = Die Quelle { $source } lässt sich nicht lesen
source-fails-since = Seit { $since }, { $failures }-mal hintereinander.
source-recovered = Die Quelle { $source } lässt sich wieder lesen
source-failed-from = Sie ließ sich von { $from } bis { $until } nicht lesen.

## Refusals

not-allowed = { $command } ist nur für die, die diesen Bot oder diese Community leiten.
not-yours = Nur wer gefragt hat, kann hier blättern. Fragen Sie selbst, dann bekommen Sie eigene Seiten.
gone = Diese Antwort ist nicht mehr gespeichert. Fragen Sie noch einmal.
no-more = Das war alles. Fragen Sie mit anderen Worten oder nach anderen Tagen, um mehr zu finden.
too-fast = Das war viel auf einmal. Versuchen Sie es in { $seconds } s noch einmal.
may-not-speak = In { $room }, wo Sie mich gefragt haben, darf ich nicht schreiben: Mein Berechtigungslevel ist dort zu niedrig. Wer den Raum leitet, kann das ändern; dann bitte noch einmal fragen.
not-at-hand = Emojis vergleicht, wer mich betreibt: Dafür hält man mich an und startet „verbatim matrix verify“; dann bitte noch einmal beginnen.
unreadable = Ich kann diese Nachricht nicht lesen: Ihre Schlüssel sind nicht angekommen. Kommen sie noch, antworte ich; sonst bitte noch einmal senden.
fault = Hier ist etwas fehlgeschlagen, es ist vermerkt. Versuchen Sie es in einer Minute noch einmal.

## Administration

work-busy = { $work } läuft noch. Warte das Ende ab, oder brich ab mit: admin cancel
work-broken = Es brach durch einen Fehler bei uns ab, der notiert ist.
work-cancelling = { $work } wird abgebrochen.
work-none = Es läuft nichts, das abgebrochen werden könnte.
reindex-begun = Der Index wird neu gebaut. Antworten gehen weiter.
reindex-cancelled = Abgebrochen. Der bisherige Index bleibt.
reindex-progress = { $done } von { $total } Artikeln indiziert.
reindex-done = { $statements } Aussagen aus { $articles } Artikeln in { $seconds } s indiziert.
reindex-failed = Der Index konnte nicht gebaut werden; der bisherige bleibt. Das Log sagt, warum.
ingest-begun = Wird aufgenommen.
ingest-cancelled = Abgebrochen. Was schon aufgenommen ist, bleibt.
ingest-progress = Bisher { $articles } Artikel, { $statements } Aussagen.
ingest-done = { $new } neue, { $changed } geänderte, { $unchanged } unveränderte Artikel; { $statements } Aussagen gefunden.
ingest-failed = Es konnte nicht aufgenommen werden. Das Log sagt, warum.
ingest-refused = { $place }: { $reason }
sources-listed = { $sources } Quellen
source-paused = { $id }: angehalten · { $address }
source-disabled = { $id }: in sources.toml ausgeschaltet · { $address }
source-folder = { $id }: ein Ordner · { $address }
source-failing = { $id }: { $failures }-mal in Folge gescheitert: { $error } · { $address }
source-new = { $id }: noch nicht gefragt · { $address }
source-well = { $id }: zuletzt geholt { $fetched } · { $address }
source-added = { $id } wird ab jetzt beobachtet: { $address }
source-now-paused = { $id } ist angehalten.
source-was-paused = { $id } war schon angehalten.
source-now-resumed = { $id } wird wieder gefragt.
source-was-not-paused = { $id } war nicht angehalten.
source-removed = { $id } wird nicht mehr beobachtet. Was von dort kam, bleibt.
test-folder = Der Ordner ist da.
test-no-folder = Den Ordner gibt es nicht.
test-brought = Sie antwortet: { $articles } Artikel, { $refused } unlesbare. Nichts wurde behalten.
test-failed = Nicht lesbar: { $reason }
speaker-added = { $name } ist jetzt bekannt; { $statements } Aussagen sind von dort.
speaker-alias = { $name } hat einen weiteren Namen; { $statements } Aussagen kamen dazu.
speaker-merged = Das ist jetzt { $name }, mit { $statements } weiteren Aussagen.
speaker-renamed = { $name } ist jetzt der Name, unter { $statements } Aussagen.
speaker-when = Für Gespeichertes und Kommendes gilt es sofort. Neue Namen in Fragen werden ab dem nächsten Start verstanden.
statement-removed = Aussage { $id } wird nicht mehr gefunden. Zurück kommt sie mit: admin reinstate statement { $id }
statement-reinstated = Aussage { $id } wird wieder gefunden. Dass sie entfernt war, wird dabei gezeigt.
statement-corrected = Aussage { $id }: von { $before }, jetzt von { $after }. Das wird dabei gezeigt.
article-removed = Artikel { $id } wird nicht mehr gefunden. Zurück kommt er mit: admin reinstate article { $id }
article-reinstated = Artikel { $id } wird wieder gefunden. Dass er entfernt war, wird bei seinen Aussagen gezeigt.
article-corrected = Artikel { $id } ist berichtigt. Das wird bei seinen Aussagen gezeigt.
correction-made = { $field }: { $before } → { $after }
found = { $statements } Aussagen
found-statement = { $id } · { $speaker }: “{ $words }” · { $article }
status-version = Verbatim { $version }, { $moment }
status-index = Index: { $statements } Aussagen aus { $articles } Artikeln, Generation { $generation }, { $behind } Änderungen zurück
status-updated = Zuletzt kam ein Artikel { $moment }
status-sources = Quellen: { $asked } gefragt, { $failing } gestört, { $paused } angehalten
status-failing = Gestört: { $sources }
status-oldest = Am längsten nicht geholt: { $id }, { $moment }
status-queue = Wartend, { $queue }: { $waiting }
status-work = Läuft: { $work }
stats-counts = { $statements } Aussagen in { $articles } Artikeln
stats-outlets = { $outlets } Medien: { $names }
stats-people = { $people } Personen bekannt, { $changes } Änderungen von hier
stats-newest = Der neueste Artikel ist vom { $moment }
backup-begun = Der Bestand wird kopiert.
backup-cancelled = Abgebrochen. Es gibt keine Kopie.
backup-progress = Die Kopie wird geprüft: { $done } von { $total } Texten.
backup-done = { $name }: { $statements } Aussagen in { $articles } Artikeln, { $mebibytes } MiB, nachgelesen und verglichen.
backup-unsound = { $name } ist geschrieben, aber der Bestand ist beschädigt: { $damaged } Aussagen sind nicht zitierbar. Ältere Kopien behalten, und verbatim doctor starten.
backup-failed = Der Bestand konnte nicht kopiert werden. Das Log sagt, warum.
log-level = Log: { $level }
log-level-set = Log bis zum nächsten Start: { $level }
audit = Die letzten { $uses } Verwendungen
audited = { $moment } · { $person } · { $place } · { $command } · { $outcome } · { $details }
corrected-speaker = Berichtigt am { $date }: zuvor zugeschrieben: { $before }. { $note }
corrected-outlet = Berichtigt am { $date }: erschienen bei { $after }, nicht { $before }. { $note }
corrected-published = Berichtigt am { $date }: erschienen am { $after }, nicht { $before }. { $note }
corrected-removed = Entfernt am { $date }. { $note }
corrected-reinstated = Wiederhergestellt am { $date }. { $note }

## Help

help = Fragen Sie in eigenen Worten: wessen Worte, worüber, seit wann. Befehle:
command-ask = Finden, was gesagt wurde: genaue Worte, wer, wann, wo
command-latest = Die neuesten Worte von jemandem, zu einem Thema oder zu allem
command-check = Ein Zitat prüfen: bestätigt, berichtigt oder verworfen
command-lineage = Wer eine Aussage zuerst brachte, wer danach, wie sie sich änderte
command-timeline = Was jemand Woche für Woche sagte
command-sources = Was durchsucht wird und wie frisch es ist
command-subscribe = Von jeder neuen passenden Aussage hören: Personen, Seiten, Medien, Wörter, "Wendungen"
command-subscriptions = Was hier abonniert ist
command-subscriptions-list = Was hier abonniert ist
command-subscriptions-edit = Einem Abonnement einen anderen Text geben
command-subscriptions-pause = Nichts davon senden, bis es fortgesetzt wird
command-subscriptions-resume = Passendes wieder senden
command-subscriptions-mute = Einige Stunden lang nichts davon senden
command-subscriptions-remove = Es löschen
command-explain = Warum eine Aussage (ihre Nummer oder der Link ihres Artikels) hier gesendet wird oder nicht
command-admin = Den Bot steuern: Quellen, Personen, Berichtigungen, Index, Kopien
command-admin-status = Wie alles steht
command-admin-stats = Wie viel da ist
command-admin-audit = Wer hier zuletzt was tat
command-admin-reindex = Den Index neu bauen; Antworten gehen weiter
command-admin-ingest = Artikel von einer Adresse oder aus einer Datei aufnehmen
command-admin-backup = Den Bestand kopieren
command-admin-cancel = Laufende Arbeit abbrechen
command-admin-log = Wie viel geloggt wird, oder so viel loggen
command-admin-sources = Woher Artikel kommen
command-admin-sources-list = Jede Quelle und wie es um sie steht
command-admin-sources-add = Noch einen Feed oder eine Seite beobachten
command-admin-sources-pause = Eine Quelle nicht mehr fragen, bis sie fortgesetzt wird
command-admin-sources-resume = Eine Quelle wieder fragen
command-admin-sources-remove = Eine hier hinzugefügte Quelle entfernen
command-admin-sources-test = Einmal holen, und sagen, was kommt
command-admin-speakers = Die bekannten Personen
command-admin-speakers-add = Eine weitere Person
command-admin-speakers-alias = Ein weiterer Name einer Person
command-admin-speakers-merge = Zwei, die eine Person sind
command-admin-speakers-rename = Ein anderer angezeigter Name
command-admin-find = Aussagen mit ihren Nummern
command-admin-remove = Was nicht mehr gefunden werden soll
command-admin-remove-statement = Eine Aussage unauffindbar machen
command-admin-remove-article = Einen Artikel unauffindbar machen
command-admin-reinstate = Was wieder gefunden werden soll
command-admin-reinstate-statement = Eine entfernte Aussage wieder auffindbar machen
command-admin-reinstate-article = Einen entfernten Artikel wieder auffindbar machen
command-admin-correct = Was falsch aufgenommen wurde
command-admin-correct-statement = Sagen, von wem eine Aussage ist
command-admin-correct-article = Sagen, wo oder wann ein Artikel erschien
command-help = Was man fragen kann

## Names of commands and their options, where a platform shows them in this language

name-ask = fragen
name-latest = neuestes
name-check = prüfen
name-lineage = herkunft
name-timeline = zeitverlauf
name-sources = quellen
name-help = hilfe
name-subscribe = abonnieren
name-subscriptions = abos
name-explain = erklären
name-admin = verwaltung
name-subscriptions-list = liste
name-subscriptions-edit = ändern
name-subscriptions-pause = anhalten
name-subscriptions-resume = fortsetzen
name-subscriptions-mute = stummschalten
name-subscriptions-remove = entfernen
name-check-message = Zitat prüfen
option-question = frage
option-claim = zitat
option-words = worte
option-topic = thema
option-speaker = wer
option-outlet = medium
option-since = seit
option-until = bis
option-limit = anzahl
option-what = was
option-number = nummer
option-hours = stunden
option-statement = aussage
option-file = datei
option-what-told = Personen, Seiten, Medien, Worte, "Wendungen", NOT was nicht
option-number-told = Die Nummer des Abos
option-hours-told = Für wie viele Stunden
option-statement-told = Die Nummer einer Aussage oder der Link ihres Artikels
option-file-told = Eine Datei mit Artikeln: .html, .md, .txt, .json oder .jsonl, höchstens 10 MiB
option-question-told = Was du wissen willst, in deinen Worten
option-claim-told = Das Zitat, wie du es hast
option-words-told = Worte der Aussage
option-topic-told = Worüber
option-speaker-told = Wessen Worte
option-outlet-told = Nur wie dieses Medium sie brachte
option-since-told = Nicht vor diesem Tag: 2025-11-20, gestern
option-until-told = Nicht nach diesem Tag
option-limit-told = Höchstens so viele, 1 bis 100

## Buttons and messages

button-context = Kontext { $number }
button-follow = Folgen
unknown-button = Dieser Knopf ist von einer anderen Version von mir. Frag noch einmal, dann gibt es neue.
no-words = In dieser Nachricht stehen keine Worte, die sich prüfen lassen.
