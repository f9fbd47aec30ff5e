## Dates

day = { $day } { $month } { $year }
month = { $month } { $year }
said-on-day = Dit le { $date }
said-in-week = Dit dans la semaine du { $date }
said-in-month = Dit en { $date }
said-in-year = Dit en { $date }
published-on-day = Publié le { $date }
published-in-week = Publié dans la semaine du { $date }
published-in-month = Publié en { $date }
published-in-year = Publié en { $date }
published-at = Publié
no-date = Sans date
month-of-1 = janvier
month-of-2 = février
month-of-3 = mars
month-of-4 = avril
month-of-5 = mai
month-of-6 = juin
month-of-7 = juillet
month-of-8 = août
month-of-9 = septembre
month-of-10 = octobre
month-of-11 = novembre
month-of-12 = décembre
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre

## Sources

unattributed = Non attribué
reported-speech = discours rapporté : les mots de l'article
reporting = Compte rendu, dans les mots de l'article
no-address = sans adresse
to-the-article = vers l'article
also-carried = Aussi repris par { $outlets }
also-carried-by-more = Aussi repris par { $outlets } et { $more } autres
the-paragraph = Le paragraphe autour :

## Answers

nothing-found = Rien trouvé.
name-whom = Dites de qui il s'agit, à quel sujet, ou des mots entre guillemets.
page-of = Page { $page } sur { $pages }
searched = Cherché dans { $statements } { $statements ->
        [one] déclaration
       *[other] déclarations
    }, { $articles } { $articles ->
        [one] article
       *[other] articles
    }, { $outlets } { $outlets ->
        [one] média
       *[other] médias
    }.
statements =
    { $statements ->
        [one] { $statements } déclaration
       *[other] { $statements } déclarations
    }
counted = Citations : { $quotations } ; en discours rapporté : { $reported } ; articles : { $articles } ; médias : { $outlets }
counted-cut = Citations : plus de { $quotations } ; en discours rapporté : { $reported } ; articles : { $articles } ; médias : { $outlets }
examples = Exemples :
outlets = Médias :
and-more = et { $more } de plus
newest = Le plus récent : { $date }.
nothing-to-search = Il n'y a encore rien à chercher.

## Quote check

exact = Exact.
exact-whole = Ce sont les mots, tous.
exact-part = Ces mots ont été dits, comme partie de ce qui suit :
exact-left-out = Ces mots ont été dits, avec des mots omis entre eux :
near = Pas exact.
near-differs = Quelque chose de semblable a été dit, en d'autres mots.
near-unchecked = Les mots vérifiés ont été dits.
legend-said = dit, absent de la citation
legend-claimed = dans la citation, pas dit
what-was-said = Ce qui a été dit :
other-speaker = Une autre personne.
other-speaker-told = Ces mots sont de quelqu'un d'autre :
composite = Assemblé.
composite-told = La citation réunit des mots de plusieurs déclarations :
not-found = Introuvable.
not-found-told = Aucune déclaration ici ne contient ces mots.
only-reported = Un article le dit avec ses propres mots :
not-by = Rien ici ne montre que { $speaker } l'ait dit.
nothing-of-theirs = Il n'y a pas de mots de { $speaker } ici.
unchecked = Les { $words } derniers mots n'ont pas été vérifiés : donnez-les à part.

## Lineage and timeline

carried-by-none = Personne ne le reprend.
carried = Repris par, le plus ancien d'abord :
wording = Version { $number }, à côté de la première :
statements-in-weeks = { $statements } { $statements ->
        [one] déclaration
       *[other] déclarations
    } en { $weeks } { $weeks ->
        [one] semaine
       *[other] semaines
    }.
first = D'abord
latest = En dernier

## Abonnements

subscribed = Abonné, sous le numéro { $id } :
subscription-edited = L’abonnement { $id } est désormais :
already-subscribed = C’est déjà abonné, sous le numéro { $id } :
would-have-sent = Sur les { $articles } articles des { $days } derniers jours, il aurait envoyé { $alerts ->
        [one] une alerte
       *[other] { $alerts } alertes
    }.
nothing-to-try-on = Il n'y a aucun article des { $days } derniers jours pour l'essayer.
would-have-sent-nothing = Sur les { $articles } articles des { $days } derniers jours, il n’aurait rien envoyé. Demande-t-il trop ?
newest-articles-only = Il y a d’autres articles ; seuls les { $articles } plus récents comptent.
too-broad = C’est beaucoup : ajoutez un nom ou une expression, ou recevez un résumé avec every:day.
no-subscriptions = Il n’y a aucun abonnement ici.
subscriptions-here = Abonnements ici :
subscriptions-elsewhere = Les vôtres ailleurs :
paused = en pause
muted-until = muet jusqu’au
subscription-paused = L’abonnement { $id } est en pause.
subscription-resumed = L’abonnement { $id } envoie à nouveau.
subscription-muted = L’abonnement { $id } est muet jusqu’au
subscription-removed = L’abonnement { $id } est supprimé.
it-fits = convient :
it-fails = manque :
explain-sent = Cela a été envoyé ici.
explain-waits = Cela attend d’être envoyé ici.
explain-not-sent = Cela devait être envoyé ici et ne l’a pas été.
explain-not-owed = Rien n’en était à envoyer ici.

## Notices

late = en retard, après une panne
edited = Modifié après publication
vanished = Disparu de l'article après publication
digest-hourly = Récapitulatif de l'heure, { $date }
digest-daily = Récapitulatif du jour, { $date }
digest-weekly = Récapitulatif de la semaine, { $date }
gaps = Des sources n'ont pas pu être lues pendant un moment
gap = { $source } : du { $from } au { $until }
gaps-meanwhile = Ce qui a été publié entre-temps arrive en retard ; ce que leurs flux ne listent plus manque.
alerts-paused = Les alertes vers { $place } sont suspendues
alerts-paused-in-thread = Les alertes vers { $place }, fil { $thread }, sont suspendues
alerts-paused-till = Cela concerne { $subscriptions ->
        [one] votre abonnement
       *[other] vos { $subscriptions } abonnements
    } à cet endroit. Quand je pourrai de nouveau y écrire, reprenez avec : subscriptions resume. Ce qui attend est conservé.
source-fails = La source { $source } ne peut pas être lue
source-fails-since = Depuis le { $since }, { $failures } fois de suite.
source-recovered = La source { $source } peut de nouveau être lue
source-failed-from = Elle n'a pas pu être lue du { $from } au { $until }.

## Refusals

not-allowed = { $command } est réservé à ceux qui gèrent ce bot ou cette communauté.
not-yours = Seul celui qui a demandé peut tourner ces pages. Demandez vous-même et vous aurez les vôtres.
gone = Cette réponse n'est plus gardée. Demandez à nouveau.
no-more = C'est tout. Demandez avec d'autres mots, ou sur d'autres jours, pour trouver plus.
too-fast = C'était beaucoup d'un coup. Réessayez dans { $seconds } s.
may-not-speak = Je n’ai pas le droit d’écrire dans { $room }, où vous m’avez interrogé : mon niveau y est trop bas. Qui gère le salon peut le changer ; redemandez ensuite.
not-at-hand = Les émojis se comparent avec la personne qui me gère : elle m’arrête et lance « verbatim matrix verify » ; recommencez alors.
unreadable = Je ne peux pas lire ce message : ses clés ne me sont pas parvenues. Si elles arrivent, je répondrai ; sinon, renvoyez-le.
fault = Quelque chose a échoué ici, c'est noté. Réessayez dans une minute.

## Administration

work-busy = { $work } est en cours. Attendez la fin, ou arrêtez avec : admin cancel
work-broken = Interrompu par une faute de notre part, qui est notée.
work-cancelling = { $work } est en cours d'arrêt.
work-none = Rien n'est en cours.
reindex-begun = L'index est reconstruit. Les réponses continuent.
reindex-cancelled = Arrêté. L'index en usage reste.
reindex-progress = { $done } articles indexés sur { $total }.
reindex-done = { $statements } déclarations de { $articles } articles indexées en { $seconds } s.
reindex-failed = L'index n'a pu être construit ; celui en usage reste. Le journal dit pourquoi.
ingest-begun = En cours de lecture.
ingest-cancelled = Arrêté. Ce qui a été lu reste.
ingest-progress = { $articles } articles, { $statements } déclarations pour l'instant.
ingest-done = { $new } articles nouveaux, { $changed } modifiés, { $unchanged } inchangés ; { $statements } déclarations.
ingest-failed = Échec de la lecture. Le journal dit pourquoi.
ingest-refused = { $place } : { $reason }
sources-listed = { $sources } sources
source-paused = { $id } : en pause · { $address }
source-disabled = { $id } : désactivée dans sources.toml · { $address }
source-folder = { $id } : un dossier · { $address }
source-failing = { $id } : { $failures } échecs de suite : { $error } · { $address }
source-new = { $id } : pas encore consultée · { $address }
source-well = { $id } : lue le { $fetched } · { $address }
source-added = { $id } est désormais suivie : { $address }
source-now-paused = { $id } est en pause.
source-was-paused = { $id } était déjà en pause.
source-now-resumed = { $id } est de nouveau consultée.
source-was-not-paused = { $id } n'était pas en pause.
source-removed = { $id } n'est plus suivie. Ce qui en est venu reste.
test-folder = Le dossier est là.
test-no-folder = Ce dossier n'existe pas.
test-brought = Réponse : { $articles } articles, { $refused } illisibles. Rien n'a été gardé.
test-failed = Illisible : { $reason }
speaker-added = { $name } est connu ; { $statements } déclarations lui reviennent.
speaker-alias = { $name } a un nom de plus ; { $statements } déclarations ajoutées.
speaker-merged = C'est désormais { $name }, avec { $statements } déclarations de plus.
speaker-renamed = Le nom est désormais { $name }, sous { $statements } déclarations.
speaker-when = Valable aussitôt pour ce qui est stocké et à venir. Les nouveaux noms dans les questions sont compris au prochain démarrage.
statement-removed = La déclaration { $id } n'est plus trouvée. Pour la rétablir : admin reinstate statement { $id }
statement-reinstated = La déclaration { $id } est de nouveau trouvée. Qu'elle avait été retirée est indiqué avec elle.
statement-corrected = Déclaration { $id } : l'auteur était { $before }, c'est { $after }. C'est indiqué avec elle.
article-removed = L'article { $id } n'est plus trouvé. Pour le rétablir : admin reinstate article { $id }
article-reinstated = L'article { $id } est de nouveau trouvé. Qu'il avait été retiré est indiqué avec ses déclarations.
article-corrected = L'article { $id } est corrigé. C'est indiqué avec ses déclarations.
correction-made = { $field } : { $before } → { $after }
found = { $statements } déclarations
found-statement = { $id } · { $speaker } : “{ $words }” · { $article }
status-version = Verbatim { $version }, { $moment }
status-index = Index : { $statements } déclarations de { $articles } articles, génération { $generation }, { $behind } changements de retard
status-updated = Dernier article reçu le { $moment }
status-sources = Sources : { $asked } consultées, { $failing } en échec, { $paused } en pause
status-failing = En échec : { $sources }
status-oldest = La plus ancienne lecture : { $id }, { $moment }
status-queue = En attente, { $queue } : { $waiting }
status-work = En cours : { $work }
stats-counts = { $statements } déclarations dans { $articles } articles
stats-outlets = { $outlets } médias : { $names }
stats-people = { $people } personnes connues, { $changes } changements faits ici
stats-newest = L'article le plus récent est du { $moment }
backup-begun = Le fonds est en cours de copie.
backup-cancelled = Arrêté. Il n'y a pas de copie.
backup-progress = Vérification de la copie : { $done } textes sur { $total }.
backup-done = { $name } : { $statements } déclarations dans { $articles } articles, { $mebibytes } Mio, relues et comparées.
backup-unsound = { $name } est écrit, mais le fonds est abîmé : { $damaged } déclarations ne peuvent être citées. Gardez les copies anciennes, et lancez verbatim doctor.
backup-failed = La copie a échoué. Le journal dit pourquoi.
log-level = Journal : { $level }
log-level-set = Journal jusqu'au prochain démarrage : { $level }
audit = Les { $uses } derniers usages
audited = { $moment } · { $person } · { $place } · { $command } · { $outcome } · { $details }
corrected-speaker = Corrigé le { $date } : attribué auparavant à { $before }. { $note }
corrected-outlet = Corrigé le { $date } : publié par { $after }, et non { $before }. { $note }
corrected-published = Corrigé le { $date } : publié le { $after }, et non le { $before }. { $note }
corrected-removed = Retiré le { $date }. { $note }
corrected-reinstated = Rétabli le { $date }. { $note }

## Help

help = Demandez avec vos mots : les paroles de qui, sur quoi, depuis quand. Commandes :
command-ask = Trouver ce qui a été dit : mots exacts, qui, quand, où
command-latest = Les mots les plus récents de quelqu'un, sur un sujet ou sur tout
command-check = Vérifier une citation : confirmée, corrigée ou refusée
command-lineage = Qui a publié d'abord, qui ensuite, comment les mots ont changé
command-timeline = Ce que quelqu'un a dit semaine par semaine
command-sources = Ce qui est indexé, et à quel point c'est récent
command-subscribe = Être averti de chaque nouvelle déclaration qui convient : personnes, camps, médias, mots, "expressions"
command-subscriptions = Les abonnements d’ici
command-subscriptions-list = Les abonnements d’ici
command-subscriptions-edit = Donner un autre texte à un abonnement
command-subscriptions-pause = Ne rien en envoyer jusqu’à sa reprise
command-subscriptions-resume = Envoyer à nouveau ce qui convient
command-subscriptions-mute = Ne rien en envoyer pendant quelques heures
command-subscriptions-remove = L’oublier
command-explain = Pourquoi une déclaration (son numéro ou le lien de son article) est envoyée ici ou non
command-admin = Piloter le bot : sources, personnes, corrections, index, copies
command-admin-status = L'état de tout
command-admin-stats = Combien il y a
command-admin-audit = Qui a fait quoi ici
command-admin-reindex = Reconstruire l'index ; les réponses continuent
command-admin-ingest = Lire des articles d'une adresse ou d'un fichier joint
command-admin-backup = Copier le fonds
command-admin-cancel = Arrêter le travail en cours
command-admin-log = Le niveau du journal, ou le changer
command-admin-sources = D'où viennent les articles
command-admin-sources-list = Chaque source et son état
command-admin-sources-add = Suivre aussi un flux ou une page
command-admin-sources-pause = Ne plus consulter une source jusqu'à reprise
command-admin-sources-resume = Consulter de nouveau une source
command-admin-sources-remove = Retirer une source ajoutée ici
command-admin-sources-test = Lire une fois, et dire ce qui vient
command-admin-speakers = Les personnes connues
command-admin-speakers-add = Une personne de plus
command-admin-speakers-alias = Un nom de plus d'une personne
command-admin-speakers-merge = Deux qui sont une seule personne
command-admin-speakers-rename = Un autre nom affiché
command-admin-find = Des déclarations avec leurs numéros
command-admin-remove = Ce qui ne doit plus être trouvé
command-admin-remove-statement = Rendre une déclaration introuvable
command-admin-remove-article = Rendre un article introuvable
command-admin-reinstate = Ce qui peut être trouvé de nouveau
command-admin-reinstate-statement = Rendre trouvable une déclaration retirée
command-admin-reinstate-article = Rendre trouvable un article retiré
command-admin-correct = Ce qui a été mal lu
command-admin-correct-statement = Dire de qui est une déclaration
command-admin-correct-article = Dire où ou quand un article a paru
command-help = Ce qu'on peut demander

## Names of commands and their options, where a platform shows them in this language

name-ask = demander
name-latest = dernier
name-check = vérifier
name-lineage = origine
name-timeline = chronologie
name-sources = sources
name-help = aide
name-subscribe = abonner
name-subscriptions = abonnements
name-explain = expliquer
name-admin = gestion
name-subscriptions-list = liste
name-subscriptions-edit = modifier
name-subscriptions-pause = suspendre
name-subscriptions-resume = reprendre
name-subscriptions-mute = taire
name-subscriptions-remove = supprimer
name-check-message = Vérifier la citation
option-question = question
option-claim = citation
option-words = mots
option-topic = sujet
option-speaker = qui
option-outlet = média
option-since = depuis
option-until = jusque
option-limit = nombre
option-what = quoi
option-number = numéro
option-hours = heures
option-statement = déclaration
option-file = fichier
option-what-told = Personnes, camps, médias, mots, "expressions", NOT ce que non
option-number-told = Le numéro de l’abonnement
option-hours-told = Pour combien d’heures
option-statement-told = Le numéro d’une déclaration ou le lien de son article
option-file-told = Un fichier d'articles : .html, .md, .txt, .json ou .jsonl, 10 Mio au plus
option-question-told = Ce que vous voulez savoir, avec vos mots
option-claim-told = La citation telle que vous l’avez
option-words-told = Des mots de la déclaration
option-topic-told = À quel sujet
option-speaker-told = Les mots de qui
option-outlet-told = Seulement comme ce média les a rapportés
option-since-told = Pas avant ce jour : 2025-11-20, hier
option-until-told = Pas après ce jour
option-limit-told = Au plus autant, de 1 à 100

## Buttons and messages

button-context = Contexte { $number }
button-follow = Suivre
unknown-button = Ce bouton vient d’une autre version de moi. Posez de nouveau la question pour en avoir de nouveaux.
no-words = Ce message ne contient pas de mots à vérifier.
