//! Counting what fits, by the postings and fast fields alone.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use tantivy::DocId;
use tantivy::query::{EnableScoring, Occur};

use crate::domain::{Query, StatementId};
use crate::ports::{Counts, VoiceCount};

use super::best::Gate;
use super::documents::REPORTED;
use super::lookup::{Lookup, MOST_ASKED, combine, keep_rarest};

/// Carriers that are looked at: what is mentioned more often is "more than". It bounds memory and time.
const MOST_COUNTED: usize = 200_000;

/// A statement, however many articles carry it.
struct Counted {
    /// By the earliest carrier: the day said, then when it was published.
    when: (i64, i64),
    id: StatementId,
    voice: u64,
    is_quotation: bool,
}

impl Lookup<'_> {
    /// How many statements fit the query, and whose they are.
    pub(super) fn count(&self, query: &Query) -> tantivy::Result<Counts> {
        let statistics = self.of_statements();
        let mut concepts = self.weigh(&query.concepts, self.fields.words, &statistics)?;
        keep_rarest(&mut concepts, MOST_ASKED);
        let mut clauses = self.sure_filters(query);
        for phrase in &query.phrases {
            clauses.push((Occur::Must, self.phrase(&phrase.forms)));
        }
        clauses.extend(self.mentioned(query, &concepts));
        if clauses.iter().all(|(occur, _)| *occur != Occur::Must) {
            clauses.push(self.any_statement());
        }
        let searcher = &self.opened.searcher;
        let weight = combine(clauses).weight(EnableScoring::disabled_from_searcher(searcher))?;
        let mut statements: HashMap<u64, Counted> = HashMap::new();
        let mut articles: HashSet<(usize, DocId)> = HashSet::new();
        let mut outlets: HashSet<u64> = HashSet::new();
        let mut left = MOST_COUNTED;
        let mut is_cut = false;
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            let columns = &self.opened.columns[segment];
            let gate = Gate::new(self.opened, segment, query.kinds, query.said);
            weight.for_each_no_score(reader, &mut |docs| {
                for &doc in docs {
                    if !gate.lets_pass(doc) {
                        continue;
                    }
                    if left == 0 {
                        is_cut = true;
                        return;
                    }
                    left -= 1;
                    let place = columns.place.first(doc).unwrap_or_default();
                    let article = doc.saturating_sub(u32::try_from(place).unwrap_or_default());
                    articles.insert((segment, article));
                    outlets.extend(columns.publisher.first(doc).filter(|number| *number != 0));
                    let counted = Counted {
                        when: (
                            columns.said.first(doc).unwrap_or_default(),
                            columns.published.first(doc).unwrap_or_default(),
                        ),
                        id: StatementId(columns.statement.first(doc).unwrap_or_default()),
                        voice: columns.voice.first(doc).unwrap_or_default(),
                        is_quotation: columns.kind.first(doc) != Some(REPORTED),
                    };
                    match statements.entry(columns.fingerprint.first(doc).unwrap_or_default()) {
                        Entry::Vacant(entry) => {
                            entry.insert(counted);
                        }
                        Entry::Occupied(mut entry) => entry.get_mut().join(counted),
                    }
                }
            })?;
        }
        let quotations = statements.values().filter(|said| said.is_quotation).count();
        let first = statements.values().min_by_key(|said| (said.when, said.id));
        let latest = statements.values().max_by_key(|said| (said.when, said.id));
        Ok(Counts {
            quotations,
            reported: statements.len() - quotations,
            articles: articles.len(),
            outlets: outlets.len(),
            first: first.map(|said| said.id),
            latest: latest.map(|said| said.id),
            voices: voices(statements.values()),
            is_cut,
        })
    }
}

impl Counted {
    /// Adds another carrier of the same words.
    fn join(&mut self, other: Self) {
        let is_quotation = self.is_quotation || other.is_quotation;
        if (other.when, other.id) < (self.when, self.id) {
            *self = other;
        }
        self.is_quotation = is_quotation;
    }
}

/// Everybody with the number of their statements: who has most first, of equals who spoke last.
fn voices<'c>(statements: impl Iterator<Item = &'c Counted>) -> Vec<VoiceCount> {
    let mut voices: HashMap<u64, (usize, &Counted)> = HashMap::new();
    for said in statements {
        let (count, latest) = voices.entry(said.voice).or_insert((0, said));
        *count += 1;
        if (said.when, said.id) > (latest.when, latest.id) {
            *latest = said;
        }
    }
    let mut voices: Vec<_> = voices.into_iter().collect();
    voices.sort_unstable_by_key(|(_, (count, latest))| {
        std::cmp::Reverse((*count, latest.when, latest.id))
    });
    voices
        .into_iter()
        .map(|(_, (statements, latest))| VoiceCount {
            latest: latest.id,
            statements,
        })
        .collect()
}
