//! What conversations are owed because of an article that was stored. Pure: it knows the article, what the record knew of
//! its words, and the subscriptions.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::delivery::due;
use super::settings::AlertSettings;
use super::wording::{Text, Wording};
use crate::domain::backoff::{earlier, later};
use crate::domain::{
    Arrival, Article, Conversation, Document, Precision, RevisionId, SaidOn, Statement,
    StatementId, Subscription, SubscriptionId, When,
};
use crate::ports::{Arrived, ArrivedStatement, IndexedStatement, Matching, Owed, Reason};

/// Changed statements before and behind the place of one that is gone, among which its new wording is looked for: enough
/// for any edit, and few enough that an article of ten thousand takes no time that counts.
const AROUND: usize = 10;

/// A subscription that a statement fits, and what of it fits, in a line.
pub type Fit = (Arc<Subscription>, String);

/// Knows all subscriptions.
pub trait Subscribed: Send + Sync {
    /// For each of these statements of an article the subscriptions that it fits.
    fn find(
        &self,
        article: &Article,
        document: &Document,
        statements: &[&Statement],
    ) -> Vec<Vec<Fit>>;

    /// Whether any of them is to first uses.
    fn has_first_uses(&self) -> bool;
}

/// Finds what is owed because of an article.
pub struct Owing {
    subscribed: Arc<dyn Subscribed>,
    settings: AlertSettings,
}

impl Owing {
    /// To these subscribers, by these settings.
    pub fn new(subscribed: Arc<dyn Subscribed>, settings: AlertSettings) -> Self {
        Self {
            subscribed,
            settings,
        }
    }
}

impl Matching for Owing {
    fn owed(&self, arrived: &Arrived<'_>) -> Vec<Owed> {
        let mut owed = edits(arrived);
        owed.extend(self.alerts(arrived));
        owed.extend(self.carried(arrived));
        owed
    }
}

impl Owing {
    fn alerts(&self, arrived: &Arrived<'_>) -> Vec<Owed> {
        let is_news: HashMap<u32, bool> = self.news(arrived).collect();
        let all = self.subscribed.has_first_uses();
        let wanted: Vec<&ArrivedStatement> = arrived
            .statements
            .iter()
            .filter(|arrived| {
                is_news
                    .get(&arrived.statement.utterance)
                    .is_some_and(|news| *news || all)
            })
            .collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        let statements: Vec<&Statement> = wanted.iter().map(|arrived| arrived.statement).collect();
        let found = self
            .subscribed
            .find(arrived.article, arrived.document, &statements);
        let mut utterances: BTreeMap<u32, Vec<(&ArrivedStatement, Vec<Fit>)>> = BTreeMap::new();
        for (wanted, fits) in wanted.into_iter().zip(found) {
            let pieces = utterances.entry(wanted.statement.utterance).or_default();
            pieces.push((wanted, fits));
        }
        utterances
            .into_iter()
            .flat_map(|(utterance, pieces)| {
                if is_news.get(&utterance).copied().unwrap_or_default() {
                    let mut owed = self.alert(arrived, &pieces);
                    owed.extend(used(&pieces, |subscription| {
                        !subscription.is_active(arrived.seen)
                    }));
                    owed
                } else {
                    used(&pieces, |_| true)
                }
            })
            .collect()
    }

    /// Utterances with words that are new in the article, and whether they are news.
    fn news(&self, arrived: &Arrived<'_>) -> impl Iterator<Item = (u32, bool)> {
        let cutoff = self.cutoff(arrived);
        let edited = Edited::of(arrived);
        let mut news: HashMap<u32, bool> = HashMap::new();
        for statement in arrived.statements.iter().filter(|one| one.is_new) {
            let is_news = cutoff
                .as_ref()
                .is_some_and(|cutoff| is_after(arrived, statement, cutoff))
                && !edited.is_edit(statement);
            *news.entry(statement.statement.utterance).or_default() |= is_news;
        }
        news.into_iter()
    }

    /// Before when things are no news; `None` where nothing is.
    fn cutoff(&self, arrived: &Arrived<'_>) -> Option<Cutoff> {
        match arrived.arrival {
            Arrival::Backfill => None,
            Arrival::Again => {
                let age = earlier(arrived.seen, self.settings.age);
                Some(Cutoff {
                    published: age,
                    said: age,
                })
            }
            // A clock that was set back leaves looks in the future.
            Arrival::Followed { since, looked, .. } => {
                let age = earlier((*looked).min(arrived.seen), self.settings.age);
                Some(Cutoff {
                    published: age.max((*since).min(arrived.seen)),
                    said: age,
                })
            }
        }
    }

    /// One alert a conversation, for whatever of its subscriptions fit whichever piece.
    fn alert(&self, arrived: &Arrived<'_>, pieces: &[(&ArrivedStatement, Vec<Fit>)]) -> Vec<Owed> {
        struct To<'a> {
            lead: &'a ArrivedStatement<'a>,
            reasons: BTreeMap<SubscriptionId, (Reason, Option<String>)>,
            due: Timestamp,
        }
        let mut to: BTreeMap<&Conversation, To> = BTreeMap::new();
        for (piece, fits) in pieces {
            for (subscription, why) in fits {
                let Some(reason) = reason(arrived.seen, piece, subscription, why) else {
                    continue;
                };
                let at = due::due(&subscription.given, arrived.seen);
                let known = to
                    .entry(&subscription.given.conversation)
                    .or_insert_with(|| To {
                        lead: piece,
                        reasons: BTreeMap::new(),
                        due: at,
                    });
                known.due = known.due.min(at);
                known.reasons.entry(subscription.id).or_insert(reason);
            }
        }
        let late = self.is_late(arrived);
        to.into_iter()
            .map(|(conversation, to)| {
                let others = pieces
                    .iter()
                    .map(|(piece, _)| *piece)
                    .filter(|piece| piece.id != to.lead.id);
                Owed::Alert {
                    conversation: conversation.clone(),
                    pieces: std::iter::once(to.lead)
                        .chain(others)
                        .map(|piece| (piece.id, piece.fingerprint))
                        .collect(),
                    reasons: to.reasons.into_values().collect(),
                    late,
                    due: to.due,
                }
            })
            .collect()
    }

    /// Whether an outage delayed the article: its source was read much later than it should have been, and nothing says
    /// that the article came only just now.
    fn is_late(&self, arrived: &Arrived<'_>) -> bool {
        let Arrival::Followed { due, .. } = arrived.arrival else {
            return false;
        };
        let bound = earlier(arrived.seen, self.settings.outage);
        let is_recent = arrived
            .article
            .published
            .is_some_and(|when| when.precision == Precision::Minute && when.at > bound);
        *due < bound && !is_recent
    }

    /// Messages that show words which one more article carries now.
    fn carried(&self, arrived: &Arrived<'_>) -> Vec<Owed> {
        let oldest = earlier(arrived.seen, self.settings.age);
        arrived
            .statements
            .iter()
            .filter(|one| one.is_new && one.earlier.is_some_and(|earlier| earlier >= oldest))
            .map(|one| one.fingerprint)
            .collect::<HashSet<_>>()
            .into_iter()
            .map(|fingerprint| Owed::Carried {
                fingerprint,
                due: later(arrived.seen, self.settings.gather_carriers),
            })
            .collect()
    }
}

/// Why a subscription is told of a piece; `None` where it isn't.
fn reason(
    now: Timestamp,
    piece: &ArrivedStatement,
    subscription: &Subscription,
    why: &str,
) -> Option<(Reason, Option<String>)> {
    if !subscription.is_active(now) {
        return None;
    }
    let first_use_of = if subscription.given.wanted.first_use {
        // Nobody's words are nobody's first.
        Some(speaker(piece.statement)?)
    } else {
        None
    };
    let reason = Reason {
        subscription: subscription.id,
        why: why.to_owned(),
    };
    Some((reason, first_use_of))
}

/// What tells a speaker from others, for first uses: who is in the roster, else the name.
pub fn speaker(statement: &Statement) -> Option<String> {
    let attribution = &statement.attribution;
    match &attribution.speaker_id {
        Some(id) => Some(format!("={}", id.0)),
        None => Some(crate::text::fold(attribution.speaker.as_deref()?)),
    }
}

/// Uses that nobody is told of make later ones no first uses.
fn used(
    pieces: &[(&ArrivedStatement, Vec<Fit>)],
    is_untold: impl Fn(&Subscription) -> bool,
) -> Vec<Owed> {
    let mut used = Vec::new();
    for (piece, fits) in pieces {
        for (subscription, _) in fits {
            if subscription.given.wanted.first_use
                && is_untold(subscription)
                && let Some(speaker) = speaker(piece.statement)
            {
                used.push(Owed::Used {
                    subscription: subscription.id,
                    speaker,
                });
            }
        }
    }
    used
}

/// Before when things are no news.
struct Cutoff {
    /// Before when an article was published: what a source had when it was first looked at is none either.
    published: Timestamp,
    /// Before when words were said: those of yesterday are news in what a source publishes today, however short it has
    /// been followed.
    said: Timestamp,
}

/// Whether a statement is not older than `cutoff`, as far as its article, other carriers and the text tell. A new state of
/// an article that was there already has its new words from after that.
fn is_after(arrived: &Arrived<'_>, statement: &ArrivedStatement, cutoff: &Cutoff) -> bool {
    let published = match arrived.before {
        None => arrived.article.published.map(end_of),
        Some(_) => None,
    };
    let said = statement
        .statement
        .said_on
        .filter(|said| said.stated)
        .map(said_until);
    let mut carried = [published, statement.earlier].into_iter().flatten();
    carried.all(|end| end >= cutoff.published) && said.is_none_or(|end| end >= cutoff.said)
}

/// The end of the minute or the day, as far as it is known: until then it may have been published.
fn end_of(when: When) -> Timestamp {
    let seconds = match when.precision {
        Precision::Minute => 60,
        _ => 24 * 60 * 60,
    };
    later(when.at, Duration::from_secs(seconds))
}

/// The end of the day, week, month or year, anywhere on earth.
fn said_until(said: SaidOn) -> Timestamp {
    let span = match said.precision {
        Precision::Minute | Precision::Day => jiff::Span::new().days(1),
        Precision::Week => jiff::Span::new().weeks(1),
        Precision::Month => jiff::Span::new().months(1),
        Precision::Year => jiff::Span::new().years(1),
    };
    said.date
        .checked_add(span)
        .ok()
        .and_then(|end| end.to_zoned_datetime(TimeZone::UTC).ok())
        .map_or(Timestamp::MAX, |end| {
            later(end.timestamp(), Duration::from_secs(12 * 60 * 60))
        })
}

/// The statements of the state before that are gone, by place.
struct Edited {
    gone: Vec<(f64, Wording)>,
    length: f64,
}

impl Edited {
    fn of(arrived: &Arrived<'_>) -> Self {
        let now: HashSet<i64> = arrived
            .statements
            .iter()
            .map(|one| one.fingerprint)
            .collect();
        let before = arrived.before.unwrap_or_default();
        let length = before
            .iter()
            .map(|one| one.statement.range.end)
            .max()
            .unwrap_or_default() as f64;
        let mut gone: Vec<(f64, Wording)> = before
            .iter()
            .filter(|one| !now.contains(&one.fingerprint))
            .map(|one| {
                let place = one.statement.range.start as f64 / length.max(1.0);
                (place, Wording::of(&one.statement.text))
            })
            .collect();
        gone.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self {
            gone,
            length: arrived.document.text.len() as f64,
        }
    }

    /// Whether these words are others' in place of some that are gone: no new statement.
    fn is_edit(&self, statement: &ArrivedStatement) -> bool {
        if self.gone.is_empty() {
            return false;
        }
        let place = statement.statement.range.start as f64 / self.length.max(1.0);
        let wording = Wording::of(&statement.statement.text);
        around(&self.gone, |(gone, _)| *gone < place)
            .iter()
            .any(|(_, gone)| gone.is_edited_to(&wording).is_some())
    }
}

/// The neighbours of the place before which `is_before` holds.
fn around<T>(all: &[T], is_before: impl Fn(&T) -> bool) -> &[T] {
    let at = all.partition_point(is_before);
    &all[at.saturating_sub(AROUND)..all.len().min(at + AROUND)]
}

/// Whether the new state is hardly an edit but a page that could not be read as before: nothing of what was said is left,
/// nor most of the text. Who says of an outlet that it took back all its quotations had better be sure.
fn is_unreadable(arrived: &Arrived<'_>, now: &HashSet<i64>) -> bool {
    let before = arrived.before.unwrap_or_default();
    let length = before.iter().map(|one| one.statement.range.end).max();
    !before.iter().any(|one| now.contains(&one.fingerprint))
        && length.is_some_and(|length| arrived.document.text.len() < length / 2)
}

/// What conversations were told of the article and is not said there any more, with what stands in its place.
fn edits(arrived: &Arrived<'_>) -> Vec<Owed> {
    let now: HashSet<i64> = arrived
        .statements
        .iter()
        .map(|one| one.fingerprint)
        .collect();
    if arrived.told.is_empty() || is_unreadable(arrived, &now) {
        return Vec::new();
    }
    let text = Text::of(&arrived.document.text);
    let length = arrived
        .told
        .iter()
        .map(|(_, told)| told.statement.range.end)
        .max()
        .unwrap_or_default() as f64;
    let mut fresh: Vec<(f64, &ArrivedStatement, Wording)> = arrived
        .statements
        .iter()
        .filter(|one| one.is_new)
        .map(|one| {
            let place =
                one.statement.range.start as f64 / arrived.document.text.len().max(1) as f64;
            (place, one, Wording::of(&one.statement.text))
        })
        .collect();
    fresh.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Pieces of one utterance are told together.
    let mut utterances: BTreeMap<(RevisionId, u32), Vec<&IndexedStatement>> = BTreeMap::new();
    for (revision, told) in arrived.told {
        let is_gone =
            !now.contains(&told.fingerprint) && !text.has(&Wording::of(&told.statement.text));
        if is_gone {
            let pieces = utterances.entry((*revision, told.statement.utterance));
            pieces.or_default().push(told);
        }
    }
    utterances
        .into_values()
        .map(|gone| {
            let found = gone
                .iter()
                .find_map(|gone| in_place_of(gone, length, &fresh));
            Owed::Edited {
                before: gone.iter().map(|gone| gone.id).collect(),
                now: found.map_or_else(Vec::new, |found| utterance_of(found, arrived.statements)),
                due: arrived.seen,
            }
        })
        .collect()
}

/// The most alike of the new statements near the place of one that is gone.
fn in_place_of<'a>(
    gone: &IndexedStatement,
    length: f64,
    fresh: &[(f64, &'a ArrivedStatement<'a>, Wording)],
) -> Option<&'a ArrivedStatement<'a>> {
    let place = gone.statement.range.start as f64 / length.max(1.0);
    let wording = Wording::of(&gone.statement.text);
    around(fresh, |(fresh, ..)| *fresh < place)
        .iter()
        .filter_map(|(_, found, now)| Some((wording.is_edited_to(now)?, *found)))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, found)| found)
}

/// The pieces of a statement's utterance, itself first.
fn utterance_of(
    lead: &ArrivedStatement,
    statements: &[ArrivedStatement],
) -> Vec<(StatementId, i64)> {
    let others = statements
        .iter()
        .filter(|one| one.statement.utterance == lead.statement.utterance && one.id != lead.id);
    std::iter::once(lead)
        .chain(others)
        .map(|one| (one.id, one.fingerprint))
        .collect()
}
