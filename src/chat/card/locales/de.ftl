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

## Refusals

not-allowed = { $command } ist nur für die, die diesen Bot oder diese Community leiten.
not-yours = Nur wer gefragt hat, kann hier blättern. Fragen Sie selbst, dann bekommen Sie eigene Seiten.
gone = Diese Antwort ist nicht mehr gespeichert. Fragen Sie noch einmal.
no-more = Das war alles. Fragen Sie mit anderen Worten oder nach anderen Tagen, um mehr zu finden.
too-fast = Das war viel auf einmal. Versuchen Sie es in { $seconds } s noch einmal.
fault = Hier ist etwas fehlgeschlagen, es ist vermerkt. Versuchen Sie es in einer Minute noch einmal.

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
option-what-told = Personen, Seiten, Medien, Worte, "Wendungen", NOT was nicht
option-number-told = Die Nummer des Abos
option-hours-told = Für wie viele Stunden
option-statement-told = Die Nummer einer Aussage oder der Link ihres Artikels
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
