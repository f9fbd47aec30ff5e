## Dates

day = { $day } { $month } { $year }
month = { $month } { $year }
said-on-day = Said on { $date }
said-in-week = Said in the week of { $date }
said-in-month = Said in { $date }
said-in-year = Said in { $date }
published-on-day = Published on { $date }
published-in-week = Published in the week of { $date }
published-in-month = Published in { $date }
published-in-year = Published in { $date }
published-at = Published
no-date = No date given
month-of-1 = January
month-of-2 = February
month-of-3 = March
month-of-4 = April
month-of-5 = May
month-of-6 = June
month-of-7 = July
month-of-8 = August
month-of-9 = September
month-of-10 = October
month-of-11 = November
month-of-12 = December
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## Sources

unattributed = Unattributed
reported-speech = reported speech: the article's words
reporting = Reporting, in the article's own words
no-address = no address
to-the-article = to the article
also-carried = Also carried by { $outlets }
also-carried-by-more = Also carried by { $outlets } and { $more } more
the-paragraph = The paragraph around:

## Answers

nothing-found = Nothing found.
name-whom = Name whom you mean, what about, or words in quotation marks.
page-of = Page { $page } of { $pages }
searched = Searched: { $statements } { $statements ->
        [one] statement
       *[other] statements
    } in { $articles } { $articles ->
        [one] article
       *[other] articles
    } of { $outlets } { $outlets ->
        [one] outlet
       *[other] outlets
    }.
statements =
    { $statements ->
        [one] { $statements } statement
       *[other] { $statements } statements
    }
counted = Quotations: { $quotations }; in reported speech: { $reported }; articles: { $articles }; outlets: { $outlets }
counted-cut = Quotations: more than { $quotations }; in reported speech: { $reported }; articles: { $articles }; outlets: { $outlets }
examples = Examples:
outlets = Outlets:
and-more = and { $more } more
newest = The newest is of { $date }.
nothing-to-search = There is nothing to search yet.

## Quote check

exact = Exact.
exact-whole = These are the words, all of them.
exact-part = These words were said, as a part of what stands here:
exact-left-out = These words were said, with words in between left out:
near = Not exact.
near-differs = Something like it was said, in other words.
near-unchecked = The words that were checked were said.
legend-said = said, not in the claim
legend-claimed = in the claim, not said
what-was-said = What was said:
other-speaker = Another speaker.
other-speaker-told = These words are somebody else's:
composite = Put together.
composite-told = The claim joins words of several statements:
not-found = Not found.
not-found-told = No statement here has these words.
only-reported = An article says so in its own words:
not-by = Nothing here shows that { $speaker } said it.
nothing-of-theirs = There are no words of { $speaker } here.
unchecked = The last { $words } words were not checked: give them on their own.

## Lineage and timeline

carried-by-none = Nothing carries it.
carried = Carried, the earliest first:
wording = Wording { $number }, beside the first:
statements-in-weeks = { $statements } { $statements ->
        [one] statement
       *[other] statements
    } in { $weeks } { $weeks ->
        [one] week
       *[other] weeks
    }.
first = First
latest = Latest

## Subscriptions

subscribed = Subscribed, as number { $id }:
subscription-edited = Subscription { $id } is now:
already-subscribed = This is subscribed to already, as number { $id }:
would-have-sent = Of the { $articles } articles of the last { $days } days it would have sent { $alerts ->
        [one] one alert
       *[other] { $alerts } alerts
    }.
nothing-to-try-on = There is no article of the last { $days } days to try it on.
would-have-sent-nothing = Of the { $articles } articles of the last { $days } days it would have sent nothing. Does it ask for too much?
newest-articles-only = There are more articles; only the newest { $articles } count.
too-broad = That is a lot: add a name or a phrase, or have it as a digest with every:day.
no-subscriptions = Nothing is subscribed to here.
subscriptions-here = Subscriptions here:
subscriptions-elsewhere = Yours elsewhere:
paused = paused
muted-until = muted until
subscription-paused = Subscription { $id } is paused.
subscription-resumed = Subscription { $id } sends again.
subscription-muted = Subscription { $id } is muted until
subscription-removed = Subscription { $id } is removed.
it-fits = fits:
it-fails = fails:
explain-sent = It was sent here.
explain-waits = It waits to be sent here.
explain-not-sent = It was to be sent here, and was not.
explain-not-owed = Nothing of it was to be sent here.

## Notices

late = late, after an outage
edited = Edited after publication
vanished = Gone from the article after publication
digest-hourly = Hourly digest, { $date }
digest-daily = Daily digest, { $date }
digest-weekly = Weekly digest, { $date }
gaps = Sources could not be read for a while
gap = { $source }: { $from } to { $until }
gaps-meanwhile = What was published meanwhile is sent late; what their feeds do not list any more is missing.
alerts-paused = Alerts to { $place } are paused
alerts-paused-in-thread = Alerts to { $place }, thread { $thread }, are paused
alerts-paused-till = This concerns { $subscriptions ->
        [one] your subscription
       *[other] your { $subscriptions } subscriptions
    } there. Once I may write there again, it goes on with: subscriptions resume. What waits until then is kept.
source-fails = The source { $source } fails
source-fails-since = Since { $since }, { $failures } times in a row.
source-recovered = The source { $source } can be read again
source-failed-from = It failed from { $from } to { $until }.

## Refusals

not-allowed = { $command } is only for those who run this bot or this community.
not-yours = Only whoever asked can turn these pages. Ask yourself, and you get pages of your own.
gone = This answer is not kept any more. Ask again.
no-more = That was all. Ask in other words, or about other days, to find more.
too-fast = That was a lot at once. Try again in { $seconds } s.
may-not-speak = I may not write in { $room }, where you asked me: my power level there is too low. Somebody who runs the room can change that; then ask again.
not-at-hand = Emoji are compared with whoever runs me: they stop me and start “verbatim matrix verify”; then begin again.
unreadable = I can’t read this message: its keys have not reached me. If they come, I answer; else send it again.
fault = Something failed here, and it is noted. Try again in a minute.

## Administration

work-busy = { $work } goes on. Wait for its end, or give it up with: admin cancel
work-broken = It broke off by a fault of ours, which is noted.
work-cancelling = { $work } is being given up.
work-none = Nothing goes on that could be given up.
reindex-begun = The index is being built anew. Answers go on.
reindex-cancelled = Given up. The index in use stays.
reindex-progress = { $done } of { $total } articles indexed.
reindex-done = { $statements } statements of { $articles } articles indexed in { $seconds } s.
reindex-failed = The index could not be built; the one in use stays. The log says why.
ingest-begun = Being taken in.
ingest-cancelled = Given up. What was taken in until then stays.
ingest-progress = { $articles } articles, { $statements } statements so far.
ingest-done = { $new } new, { $changed } changed, { $unchanged } unchanged articles; { $statements } statements found.
ingest-failed = It could not be taken in. The log says why.
ingest-refused = { $place }: { $reason }
sources-listed = { $sources } sources
source-paused = { $id }: paused · { $address }
source-disabled = { $id }: switched off in sources.toml · { $address }
source-folder = { $id }: a folder · { $address }
source-failing = { $id }: failed { $failures } times in a row: { $error } · { $address }
source-new = { $id }: not asked yet · { $address }
source-well = { $id }: last fetched { $fetched } · { $address }
source-added = { $id } is watched from now on: { $address }
source-now-paused = { $id } is paused.
source-was-paused = { $id } was paused already.
source-now-resumed = { $id } is asked again.
source-was-not-paused = { $id } was not paused.
source-removed = { $id } is not watched any more. What came from it stays.
test-folder = The folder is there.
test-no-folder = There is no such folder.
test-brought = It answers: { $articles } articles, { $refused } that can't be read. Nothing was kept.
test-failed = It can't be read: { $reason }
speaker-added = { $name } is known now; { $statements } statements are theirs.
speaker-alias = { $name } has one more name; { $statements } statements are theirs now.
speaker-merged = They are { $name } now, with { $statements } more statements.
speaker-renamed = { $name } is the name now, under { $statements } statements.
speaker-when = What is stored has it at once, and so has what comes. New names in questions are understood from the next start on.
statement-removed = Statement { $id } is not found any more. To bring it back: admin reinstate statement { $id }
statement-reinstated = Statement { $id } is found again. That it was removed is shown with it.
statement-corrected = Statement { $id }: the speaker was { $before } and is { $after }. That is shown with it.
article-removed = Article { $id } is not found any more. To bring it back: admin reinstate article { $id }
article-reinstated = Article { $id } is found again. That it was removed is shown with its statements.
article-corrected = Article { $id } is corrected. That is shown with its statements.
correction-made = { $field }: { $before } → { $after }
found = { $statements } statements
found-statement = { $id } · { $speaker }: “{ $words }” · { $article }
status-version = Verbatim { $version }, { $moment }
status-index = Index: { $statements } statements of { $articles } articles, generation { $generation }, { $behind } changes behind the record
status-updated = An article was last taken in { $moment }
status-sources = Sources: { $asked } asked, { $failing } failing, { $paused } paused
status-failing = Failing: { $sources }
status-oldest = Longest not fetched: { $id }, { $moment }
status-queue = Waiting, { $queue }: { $waiting }
status-work = Going on: { $work }
stats-counts = { $statements } statements in { $articles } articles
stats-outlets = { $outlets } outlets: { $names }
stats-people = { $people } people are known, { $changes } changes made here
stats-newest = The newest article is of { $moment }
backup-begun = The record is being copied.
backup-cancelled = Given up. There is no copy.
backup-progress = Examining the copy: { $done } of { $total } texts.
backup-done = { $name }: { $statements } statements in { $articles } articles, { $mebibytes } MiB, read again and compared.
backup-unsound = { $name } is written, but the record is not sound: { $damaged } statements can't be quoted. Keep older copies, and run verbatim doctor.
backup-failed = The record could not be copied. The log says why.
log-level = Logged: { $level }
log-level-set = Logged until the next start: { $level }
audit = The last { $uses } uses
audited = { $moment } · { $person } · { $place } · { $command } · { $outcome } · { $details }
corrected-speaker = Corrected on { $date }: attributed to { $before } before. { $note }
corrected-outlet = Corrected on { $date }: published by { $after }, not { $before }. { $note }
corrected-published = Corrected on { $date }: published on { $after }, not { $before }. { $note }
corrected-removed = Removed on { $date }. { $note }
corrected-reinstated = Reinstated on { $date }. { $note }

## Help

help = Ask in your own words: whose words, about what, since when. Commands:
command-ask = Find what was said: exact words, who, when, where
command-latest = The newest words of somebody, on a topic or on anything
command-check = Check a claimed quotation: confirmed, corrected or refused
command-lineage = Who carried a statement first, who after, how it changed
command-timeline = What somebody said week by week
command-sources = What is indexed, and how fresh it is
command-subscribe = Hear of each new statement that fits: people, sides, outlets, words, "phrases"
command-subscriptions = What is subscribed to here
command-subscriptions-list = What is subscribed to here
command-subscriptions-edit = Put another text in a subscription's place
command-subscriptions-pause = Send nothing of it until it is resumed
command-subscriptions-resume = Send what fits again
command-subscriptions-mute = Send nothing of it for some hours
command-subscriptions-remove = Forget it
command-explain = Why a statement, by its number or its article's link, is sent here or not
command-admin = Steer the bot: sources, people, corrections, index, copies
command-admin-status = How everything is
command-admin-stats = How much there is
command-admin-audit = Who did what here last
command-admin-reindex = Build the index anew; answers go on
command-admin-ingest = Take articles in from an address or an attached file
command-admin-backup = Copy the record
command-admin-cancel = Give up the work that goes on
command-admin-log = How much is logged, or to log so much
command-admin-sources = Where articles come from
command-admin-sources-list = Every source with how it is
command-admin-sources-add = Watch a feed or page too
command-admin-sources-pause = Ask a source no more until it is resumed
command-admin-sources-resume = Ask a source again
command-admin-sources-remove = Remove a source that was added here
command-admin-sources-test = Fetch once, and say what comes
command-admin-speakers = The people that are known
command-admin-speakers-add = One more person
command-admin-speakers-alias = One more name of a person
command-admin-speakers-merge = Two people who are one
command-admin-speakers-rename = Another name as shown
command-admin-find = Statements with their numbers
command-admin-remove = What may not be found any more
command-admin-remove-statement = Make a statement unfindable
command-admin-remove-article = Make an article unfindable
command-admin-reinstate = What may be found again
command-admin-reinstate-statement = Make a removed statement findable again
command-admin-reinstate-article = Make a removed article findable again
command-admin-correct = What was wrongly taken in
command-admin-correct-statement = Say who said a statement
command-admin-correct-article = Say where or when an article was published
command-help = What can be asked for

## Names of commands and their options, where a platform shows them in this language

name-ask = ask
name-latest = latest
name-check = check
name-lineage = lineage
name-timeline = timeline
name-sources = sources
name-help = help
name-subscribe = subscribe
name-subscriptions = subscriptions
name-explain = explain
name-admin = admin
name-subscriptions-list = list
name-subscriptions-edit = edit
name-subscriptions-pause = pause
name-subscriptions-resume = resume
name-subscriptions-mute = mute
name-subscriptions-remove = remove
name-check-message = Check quote
option-question = question
option-claim = claim
option-words = words
option-topic = topic
option-speaker = speaker
option-outlet = outlet
option-since = since
option-until = until
option-limit = limit
option-what = what
option-number = number
option-hours = hours
option-statement = statement
option-file = file
option-what-told = People, sides, outlets, words, "phrases", NOT what you don't want
option-number-told = The number of the subscription
option-hours-told = For how many hours
option-statement-told = A statement's number, or its article's link
option-file-told = A file with articles: .html, .md, .txt, .json or .jsonl, at most 10 MiB
option-question-told = What you want to know, in your own words
option-claim-told = The quotation, as you have it
option-words-told = Words of the statement
option-topic-told = About what
option-speaker-told = Whose words
option-outlet-told = Only as this outlet carried them
option-since-told = Not before this day: 2025-11-20, yesterday, last week
option-until-told = Not after this day
option-limit-told = At most so many hits, 1 to 100

## Buttons and messages

button-context = Context { $number }
button-follow = Follow
unknown-button = This button is of another version of me. Ask again, and you get new ones.
no-words = There are no words in that message to check.
