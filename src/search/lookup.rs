//! Searching: a cheap pass for candidates over one field, then a second look at the best.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::sync::Arc;

use rustc_hash::FxHashSet;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EnableScoring, Occur, PhraseQuery,
    Query as TantivyQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Term};

use crate::domain::{
    ArticleId, Concept, DateRange, Kinds, Order, Query, StatementId, Tells, WantedSpeaker,
};
use crate::ports::{ArticleHit, Candidates, StatementHit};
use crate::text::{fold, name_terms};

use super::best::{Best, Candidate, Gate, Wanted};
use super::bm25::Taken;
use super::documents::REPORTED;
use super::joint;
use super::opened::Opened;
use super::schema::{Fields, STATEMENT};
use super::settings::Weights;
use super::statistics::Statistics;
use super::union::{Peaks, Reading, Union};

/// No question has more concepts than are looked at; further ones are left out.
const MOST_CONCEPTS: usize = 64;

/// Statements are short: of a long question's concepts, so many of the rarest decide which fit.
pub(super) const MOST_ASKED: usize = 24;

/// The same for articles, where a long question may be a text of its own.
const MOST_SEARCHED: usize = 48;

/// Forms of all concepts together that are looked at.
const MOST_FORMS: usize = 160;

/// How many articles get a second look for each that is wanted.
const LOOKED_AT_PER_HIT: usize = 2;

/// A statement of a single term, stop words not counted, says next to nothing by itself.
const TELLING_TERMS: u32 = 2;

/// Statements that tell whether what was looked for is there: what only a later one has answers nobody.
const TELLING_STATEMENTS: usize = 3;

/// Terms by which one statement of a day comes before another: longer ones say no more for it.
const LONG_ENOUGH: u32 = 12;

/// Share of the best statement's score that one needs to be shown by its day.
const MOSTLY: f32 = 0.7;

/// Statements of one speaker that may follow each other where others' are nearly as good.
const IN_A_ROW: usize = 2;

/// Scores that are nearer to each other are equal.
const EQUAL: f32 = 0.001;

/// One state of the index, and how to look things up in it.
pub(super) struct Lookup<'a> {
    pub(super) opened: &'a Arc<Opened>,
    pub(super) fields: &'a Fields,
    pub(super) weights: &'a Weights,
}

/// A concept with what the index knows of its terms.
pub(super) struct Weighed<'q> {
    forms: Vec<WeighedForm<'q>>,
    /// How telling the concept is: the rarity of all its forms together.
    rarity: f32,
    tells: Tells,
}

struct WeighedForm<'q> {
    terms: Vec<&'q str>,
    weight: f32,
}

impl Weighed<'_> {
    /// Counts the concept by this power of its rarity.
    fn favour(&mut self, power: f32) {
        let factor = self.rarity.powf(power - 1.0);
        self.rarity *= factor;
        for form in &mut self.forms {
            form.weight *= factor;
        }
    }
}

impl Lookup<'_> {
    /// The best candidates for a query.
    pub(super) fn candidates(&self, query: &Query) -> tantivy::Result<Candidates> {
        let mut candidates = Candidates::default();
        if query.limit == 0 {
            return Ok(candidates);
        }
        if query.kinds.quotation || query.kinds.reported {
            candidates = self.statements(query)?;
        }
        if query.kinds.passage {
            candidates.articles = self.articles(query)?;
        }
        Ok(candidates)
    }

    /// Whether a speaker bears all these words as their name.
    pub(super) fn knows_speaker(&self, name: &str) -> tantivy::Result<bool> {
        // Most words that are asked for are in no name.
        for term in name_terms(name) {
            let term = Term::from_field_text(self.fields.name, &term);
            if self.opened.searcher.doc_freq(&term)? == 0 {
                return Ok(false);
            }
        }
        let Some(query) = self.named(name) else {
            return Ok(false);
        };
        let any = Wanted {
            most: 1,
            kinds: Kinds::ALL,
            said: DateRange::default(),
        };
        let found = self.best_of(query.as_ref(), &self.of_statements(), any)?;
        Ok(!found.is_empty())
    }

    /// How many statements' speakers bear this word.
    pub(super) fn bearing(&self, word: &str) -> tantivy::Result<u64> {
        let Some(term) = name_terms(word).next() else {
            return Ok(0);
        };
        let term = Term::from_field_text(self.fields.name, &term);
        self.opened.searcher.doc_freq(&term)
    }

    /// Whether an outlet has that name.
    pub(super) fn knows_outlet(&self, name: &str) -> tantivy::Result<bool> {
        let term = Term::from_field_text(self.fields.outlet, &fold(name));
        Ok(self.opened.searcher.doc_freq(&term)? > 0)
    }

    /// In how many statements a term occurs.
    pub(super) fn frequency(&self, term: &str) -> tantivy::Result<u64> {
        let term = Term::from_field_text(self.fields.all, term);
        self.opened.searcher.doc_freq(&term)
    }

    /// In how many articles each term occurs.
    pub(super) fn in_articles(&self, terms: &[String]) -> tantivy::Result<Vec<u64>> {
        terms
            .iter()
            .map(|term| {
                let term = Term::from_field_text(self.fields.text, term);
                self.opened.searcher.doc_freq(&term)
            })
            .collect()
    }

    pub(super) fn of_statements(&self) -> Statistics<'_> {
        Statistics::new(&self.opened.searcher, &self.opened.statements)
    }

    fn of_articles(&self) -> Statistics<'_> {
        Statistics::new(&self.opened.searcher, &self.opened.articles)
    }

    fn document(&self, kind: &str) -> Term {
        Term::from_field_text(self.fields.document, kind)
    }

    fn statements(&self, query: &Query) -> tantivy::Result<Candidates> {
        let statistics = self.of_statements();
        let mut concepts = self.weigh(&query.concepts, self.fields.all, &statistics)?;
        keep_rarest(&mut concepts, MOST_ASKED);
        if !concepts.is_empty() && concepts.iter().all(|concept| concept.forms.is_empty()) {
            return Ok(Candidates::default());
        }
        let asked = concepts.is_empty() && query.phrases.is_empty();
        if asked || query.order != Order::Relevance {
            return self.by_date(query, &concepts, &statistics);
        }
        let filters = if query.mentions {
            self.sure_filters(query)
        } else {
            self.filters(query)
        };
        let mut different = self.ranked(query, &concepts, filters, &statistics)?;
        if query.everybody {
            different = self.everybody_once(different);
        } else if query.speakers.is_empty() && query.preferred.is_empty() {
            self.vary(&mut different, query.limit);
        }
        let considered = different.len();
        let best: Vec<Candidate> = different.into_iter().take(query.limit).collect();
        let coverage = self.covered(&best, &concepts, &statistics)?;
        let hits = best
            .into_iter()
            .map(|candidate| StatementHit {
                id: self.statement_id(candidate),
                score: candidate.score,
            })
            .collect();
        Ok(Candidates {
            statements: hits,
            considered,
            coverage,
            ..Candidates::default()
        })
    }

    /// The best statements, each set of the same words once.
    fn ranked(
        &self,
        query: &Query,
        concepts: &[Weighed<'_>],
        filters: Clauses,
        statistics: &Statistics<'_>,
    ) -> tantivy::Result<Vec<Candidate>> {
        let mut clauses = filters;
        for phrase in &query.phrases {
            clauses.push((Occur::Must, self.phrase(&phrase.forms)));
        }
        if query.mentions {
            clauses.extend(self.mentioned(query, concepts));
        }
        // More are asked for than are shown: half as many again are enough to look at.
        let wanted = Wanted {
            most: (query.limit + query.limit / 2).max(self.weights.candidates),
            kinds: query.kinds,
            said: query.said,
        };
        // Where a phrase is there, the words beside it only order what has it.
        let occur = if query.phrases.is_empty() {
            Occur::Must
        } else {
            Occur::Should
        };
        let terms = (occur, self.fields.all, terms_of(concepts));
        let first = self.best_having(clauses, terms, statistics, wanted)?;
        Ok(self.different(self.look_again(first, query, concepts, statistics)?))
    }

    /// The newest or oldest statements that have every concept; then, in the same order, the best of those that have
    /// most of what was looked for.
    fn by_date(
        &self,
        query: &Query,
        concepts: &[Weighed<'_>],
        statistics: &Statistics<'_>,
    ) -> tantivy::Result<Candidates> {
        let mut clauses = self.sure_filters(query);
        for phrase in &query.phrases {
            clauses.push((Occur::Must, self.phrase(&phrase.forms)));
        }
        for concept in needed(query, concepts) {
            clauses.push((Occur::Must, self.having(concept, self.fields.all)));
        }
        if clauses.iter().all(|(occur, _)| *occur != Occur::Must) {
            if query.said.is_open() && query.order == Order::Relevance {
                return Ok(Candidates::default());
            }
            clauses.push(self.any_statement());
        }
        let found = self.by_day(combine(clauses).as_ref(), statistics, query)?;
        let mut found = self.different(found);
        if found.len() < query.limit && !concepts.is_empty() {
            let near = self.ranked(query, concepts, self.sure_filters(query), statistics)?;
            let enough = near.first().map_or(0.0, |best| MOSTLY * best.score);
            let mut near: Vec<Candidate> = near
                .into_iter()
                .filter(|candidate| candidate.score >= enough)
                .collect();
            near.sort_by_key(|candidate| Reverse(self.day_key(*candidate, query.order)));
            found.extend(near);
            found = self.different(found);
        }
        let considered = found.len();
        found.truncate(query.limit);
        let coverage = self.covered(&found, concepts, statistics)?;
        let count = found.len() as f32;
        let hits = found
            .into_iter()
            .enumerate()
            .map(|(rank, candidate)| StatementHit {
                id: self.statement_id(candidate),
                score: 1.0 - rank as f32 / count,
            })
            .collect();
        Ok(Candidates {
            statements: hits,
            considered,
            coverage,
            ..Candidates::default()
        })
    }

    /// Greater for what comes first in an order by day.
    fn day_key(&self, candidate: Candidate, order: Order) -> i64 {
        let said = &self.opened.columns[candidate.segment].said;
        let day = said.first(candidate.doc).unwrap_or_default();
        if order == Order::First { -day } else { day }
    }

    fn articles(&self, query: &Query) -> tantivy::Result<Vec<ArticleHit>> {
        let statistics = self.of_articles();
        let mut concepts = self.weigh(&query.concepts, self.fields.text, &statistics)?;
        keep_rarest(&mut concepts, MOST_SEARCHED);
        for concept in &mut concepts {
            concept.favour(self.weights.rare);
        }
        if concepts.iter().all(|concept| concept.forms.is_empty()) {
            return Ok(Vec::new());
        }
        let wanted = Wanted {
            most: (LOOKED_AT_PER_HIT * query.limit).max(self.weights.candidates),
            kinds: Kinds::ALL,
            said: query.said,
        };
        let terms = (Occur::Must, self.fields.text, terms_of(&concepts));
        let clauses = self.outlets(&query.outlets);
        let best = self.best_having(clauses, terms, &statistics, wanted)?;
        let coverage = self.coverage(&best, &concepts, self.fields.text, &statistics)?;
        let mut best: Vec<(Candidate, f32)> = best.into_iter().zip(coverage).collect();
        for (candidate, coverage) in &mut best {
            candidate.score *= 1.0 + self.weights.covered * *coverage;
        }
        // Of articles that say the same, the first that said it. Equal texts' scores part in their last bits, by the order in
        // which a segment has them added up.
        best.sort_by_cached_key(|(candidate, _)| {
            let better = Reverse((candidate.score / EQUAL).round() as i64);
            let published = &self.opened.columns[candidate.segment].published;
            let sooner = published.first(candidate.doc);
            (better, sooner, Reverse(*candidate))
        });
        best.truncate(query.limit);
        best.into_iter()
            .map(|(candidate, _)| {
                Ok(ArticleHit {
                    id: self.article_id(candidate)?,
                    score: candidate.score,
                })
            })
            .collect()
    }

    // ---- what is asked of tantivy ----

    pub(super) fn weigh<'q>(
        &self,
        concepts: &'q [Concept],
        field: Field,
        statistics: &Statistics<'_>,
    ) -> tantivy::Result<Vec<Weighed<'q>>> {
        let mut forms_left = MOST_FORMS;
        let mut weighed = Vec::new();
        for concept in concepts.iter().take(MOST_CONCEPTS) {
            let mut frequency = 0;
            let mut forms = Vec::new();
            for form in concept.forms.iter().take(forms_left) {
                let mut all = u64::MAX;
                for term in &form.terms {
                    let term = Term::from_field_text(field, term);
                    all = all.min(statistics.frequency(&term)?);
                }
                // A form that is nowhere is left out: most stems of languages that the question may be in are.
                if form.terms.is_empty() || all == 0 {
                    continue;
                }
                frequency += all;
                forms.push(WeighedForm {
                    terms: form.terms.iter().map(String::as_str).collect(),
                    weight: form.weight,
                });
            }
            forms_left -= forms.len();
            // A concept that is nowhere stays: what has all the rest lacks it.
            if !concept.forms.iter().all(|form| form.terms.is_empty()) {
                weighed.push(Weighed {
                    forms,
                    tells: concept.tells,
                    rarity: statistics.rarity(frequency.min(statistics.documents())),
                });
            }
        }
        Ok(weighed)
    }

    /// Whatever has a form of the concept, each of its terms.
    fn having(&self, concept: &Weighed<'_>, field: Field) -> Box<dyn TantivyQuery> {
        let form = |form: &WeighedForm<'_>| {
            let terms = form.terms.iter();
            combine(
                terms
                    .map(|term| (Occur::Must, exact(field, term)))
                    .collect(),
            )
        };
        one_of(concept.forms.iter().map(form).collect())
    }

    /// That a statement's own words have whatever must be there.
    pub(super) fn mentioned(&self, query: &Query, concepts: &[Weighed<'_>]) -> Clauses {
        needed(query, concepts)
            .map(|concept| (Occur::Must, self.having(concept, self.fields.words)))
            .collect()
    }

    pub(super) fn any_statement(&self) -> (Occur, Box<dyn TantivyQuery>) {
        let all = TermQuery::new(self.document(STATEMENT), IndexRecordOption::Basic);
        (Occur::Must, Box::new(all))
    }

    pub(super) fn phrase(&self, forms: &[Vec<(u32, String)>]) -> Box<dyn TantivyQuery> {
        let field = self.fields.words;
        let any = forms
            .iter()
            .filter_map(|form| {
                let query: Box<dyn TantivyQuery> = match form.as_slice() {
                    [] => return None,
                    [(_, only)] => Box::new(TermQuery::new(
                        Term::from_field_text(field, only),
                        IndexRecordOption::WithFreqs,
                    )),
                    several => Box::new(PhraseQuery::new_with_offset(
                        several
                            .iter()
                            .map(|(offset, term)| {
                                (*offset as usize, Term::from_field_text(field, term))
                            })
                            .collect(),
                    )),
                };
                Some((Occur::Should, query))
            })
            .collect();
        Box::new(BooleanQuery::new(any))
    }

    /// What every statement has to fulfil that postings decide.
    fn filters(&self, query: &Query) -> Clauses {
        let mut clauses = self.outlets(&query.outlets);
        if !query.speakers.is_empty() {
            clauses.push((Occur::Must, one_of(self.voices(&query.speakers))));
        }
        if !query.not_by.is_empty() {
            clauses.push((Occur::MustNot, one_of(self.voices(&query.not_by))));
        }
        clauses
    }

    /// The same, and that a likely speaker spoke: where not the score decides, nothing else keeps others' words behind
    /// theirs.
    pub(super) fn sure_filters(&self, query: &Query) -> Clauses {
        let mut filters = self.filters(query);
        let likely: Vec<_> = query
            .preferred
            .iter()
            .filter_map(|name| self.named(name))
            .collect();
        if !likely.is_empty() {
            filters.push((Occur::Must, one_of(likely)));
        }
        filters
    }

    fn voices(&self, speakers: &[WantedSpeaker]) -> Vec<Box<dyn TantivyQuery>> {
        let voice = |speaker: &WantedSpeaker| match speaker {
            WantedSpeaker::Roster(id) => Some(exact(self.fields.speaker, &id.0)),
            WantedSpeaker::Named(name) => self.named(name),
        };
        speakers.iter().filter_map(voice).collect()
    }

    fn outlets(&self, outlets: &[String]) -> Clauses {
        if outlets.is_empty() {
            return Vec::new();
        }
        let any = outlets
            .iter()
            .map(|outlet| exact(self.fields.outlet, &fold(outlet)))
            .collect();
        vec![(Occur::Must, one_of(any))]
    }

    fn named(&self, name: &str) -> Option<Box<dyn TantivyQuery>> {
        let all: Vec<Box<dyn TantivyQuery>> = name_terms(name)
            .map(|term| exact(self.fields.name, &term))
            .collect();
        (!all.is_empty()).then(|| combine(all.into_iter().map(|q| (Occur::Must, q)).collect()))
    }

    // ---- the cheap pass ----

    /// The best documents that fulfil all clauses and have some of the terms. `Occur` says whether they must.
    fn best_having(
        &self,
        mut clauses: Clauses,
        (occur, field, terms): (Occur, Field, Vec<(&str, f32)>),
        statistics: &Statistics<'_>,
        wanted: Wanted,
    ) -> tantivy::Result<Vec<Candidate>> {
        if clauses.is_empty() {
            return self.best_of_any(&terms, field, statistics, wanted);
        }
        if !terms.is_empty() {
            clauses.push((occur, any_of(&terms, field)));
        }
        self.best_of(combine(clauses).as_ref(), statistics, wanted)
    }

    /// The best documents of a query.
    fn best_of(
        &self,
        query: &dyn TantivyQuery,
        statistics: &Statistics<'_>,
        wanted: Wanted,
    ) -> tantivy::Result<Vec<Candidate>> {
        let searcher = &self.opened.searcher;
        let scoring = EnableScoring::enabled_from_statistics_provider(statistics, searcher);
        let weight = query.weight(scoring)?;
        let mut best = Best::new(wanted.most);
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            let gate = Gate::new(self.opened, segment, wanted.kinds, wanted.said);
            // What has to be beaten carries over, so that later segments are skipped through the faster.
            weight.for_each_pruning(best.threshold(), reader, &mut |doc, score| {
                if gate.lets_pass(doc) {
                    best.push(Candidate {
                        score,
                        segment,
                        doc,
                    });
                }
                best.threshold()
            })?;
        }
        Ok(best.into_sorted())
    }

    /// The best documents that have any of the terms, each with what it counts.
    fn best_of_any(
        &self,
        terms: &[(&str, f32)],
        field: Field,
        statistics: &Statistics<'_>,
        wanted: Wanted,
    ) -> tantivy::Result<Vec<Candidate>> {
        let readers = self.opened.searcher.segment_readers();
        let mut unions = Vec::with_capacity(readers.len());
        for (segment, reader) in readers.iter().enumerate() {
            let taken = Taken {
                by_length: statistics.by_length(field)?,
                lengths: reader.get_fieldnorms_reader(field)?,
            };
            let readings = self.readings(segment, terms, field, statistics, &taken)?;
            unions.push(Union::new(readings, taken));
        }
        Ok(joint::best(Arc::clone(self.opened), unions, wanted))
    }

    /// The terms as one segment has them.
    fn readings(
        &self,
        segment: usize,
        terms: &[(&str, f32)],
        field: Field,
        statistics: &Statistics<'_>,
        taken: &Taken,
    ) -> tantivy::Result<Vec<Reading>> {
        let reader = self.opened.segment(segment);
        let (inverted, alive) = (reader.inverted_index(field)?, reader.alive_bitset());
        let mut readings = Vec::with_capacity(terms.len());
        for (term, weight) in terms {
            let term = Term::from_field_text(field, term);
            let Some(info) = statistics.in_segment(segment, &term)? else {
                continue;
            };
            let option = IndexRecordOption::WithFreqs;
            let postings = inverted.read_block_postings_from_terminfo(&info, option)?;
            let rarity = weight * statistics.rarity(statistics.frequency(&term)?);
            let read_through = || Peaks::read(postings.clone(), taken, alive);
            let peaks = self.opened.peaks(segment, &term, &info, read_through);
            readings.push(Reading::new(postings, rarity, peaks));
        }
        Ok(readings)
    }

    /// The newest or oldest documents of a query.
    fn by_day(
        &self,
        query: &dyn TantivyQuery,
        statistics: &Statistics<'_>,
        wanted: &Query,
    ) -> tantivy::Result<Vec<Candidate>> {
        let oldest_first = wanted.order == Order::First;
        let searcher = &self.opened.searcher;
        let scoring = EnableScoring::enabled_from_statistics_provider(statistics, searcher);
        let weight = query.weight(scoring)?;
        let mut best: BinaryHeap<Dated> = BinaryHeap::new();
        let most = wanted.limit.max(self.weights.candidates);
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            let columns = &self.opened.columns[segment];
            let gate = Gate::new(self.opened, segment, wanted.kinds, wanted.said);
            let said = &columns.said;
            let lengths = reader.get_fieldnorms_reader(self.fields.words)?;
            weight.for_each_no_score(reader, &mut |docs| {
                for &doc in docs {
                    if !gate.lets_pass(doc) {
                        continue;
                    }
                    let day = said.first(doc).unwrap_or_default();
                    let day = if oldest_first { -day } else { day };
                    let length = lengths.fieldnorm(doc).min(LONG_ENOUGH);
                    let entry = Reverse(((day, length), Reverse((segment, doc))));
                    if best.len() < most {
                        best.push(entry);
                    } else if let Some(mut least) = best.peek_mut()
                        && entry < *least
                    {
                        *least = entry;
                    }
                }
            })?;
        }
        Ok(best
            .into_sorted_vec()
            .into_iter()
            .map(|Reverse((_, Reverse((segment, doc))))| Candidate {
                score: 0.0,
                segment,
                doc,
            })
            .collect())
    }

    // ---- the second look ----

    /// Scores the candidates again, by their own words, their kind and their day.
    fn look_again(
        &self,
        mut candidates: Vec<Candidate>,
        query: &Query,
        concepts: &[Weighed<'_>],
        statistics: &Statistics<'_>,
    ) -> tantivy::Result<Vec<Candidate>> {
        candidates.sort_unstable_by_key(|candidate| (candidate.segment, candidate.doc));
        let newest = self.newest(&candidates);
        for group in candidates.chunk_by_mut(|a, b| a.segment == b.segment) {
            let (segment, columns) = (group[0].segment, &self.opened.columns[group[0].segment]);
            let reader = self.opened.segment(segment);
            let own = self.own_words(segment, group, concepts, statistics)?;
            let around = self.article_words(segment, group, concepts)?;
            let preferred = self.preferred(segment, group, &query.preferred, statistics)?;
            let lengths = reader.get_fieldnorms_reader(self.fields.words)?;
            for (index, candidate) in group.iter_mut().enumerate() {
                let mut score = candidate.score
                    + self.weights.own_words * own[index]
                    + self.weights.article * around[index];
                if preferred[index] {
                    score *= 1.0 + self.weights.preferred;
                }
                if columns.kind.first(candidate.doc) == Some(REPORTED) {
                    score *= self.weights.reported;
                }
                if lengths.fieldnorm(candidate.doc) < TELLING_TERMS {
                    score *= self.weights.fragment;
                }
                let age = (newest - columns.said.first(candidate.doc).unwrap_or(newest)) as f32;
                let fresh = (-age / self.weights.recency_half_life).exp2();
                candidate.score = score * (1.0 + self.weights.recency * fresh);
            }
        }
        candidates.sort_unstable_by(|a, b| b.cmp(a));
        Ok(candidates)
    }

    /// What each candidate's own words score, adjacent ones more.
    fn own_words(
        &self,
        segment: usize,
        group: &[Candidate],
        concepts: &[Weighed<'_>],
        statistics: &Statistics<'_>,
    ) -> tantivy::Result<Vec<f32>> {
        let field = self.fields.words;
        let option = IndexRecordOption::WithFreqsAndPositions;
        let taken = Taken {
            by_length: statistics.by_length(field)?,
            lengths: self.opened.segment(segment).get_fieldnorms_reader(field)?,
        };
        let mut scores = vec![0.0; group.len()];
        // Where the concept before this one stands, for each candidate.
        let mut before: Vec<Vec<u32>> = vec![Vec::new(); group.len()];
        let mut before_rarity = 0.0f32;
        for concept in concepts {
            let mut best = vec![0.0f32; group.len()];
            let mut places: Vec<Vec<u32>> = vec![Vec::new(); group.len()];
            for form in &concept.forms {
                let Some(mut readings) =
                    self.read(statistics, segment, field, &form.terms, option)?
                else {
                    continue;
                };
                for (index, candidate) in group.iter().enumerate() {
                    let found = frequency(&mut readings, candidate.doc);
                    if found == 0 {
                        continue;
                    }
                    let score = form.weight * taken.saturated(candidate.doc, found);
                    if score > best[index] {
                        best[index] = score;
                        places[index].clear();
                        if let Some(last) = readings.last_mut() {
                            last.append_positions_with_offset(0, &mut places[index]);
                        }
                    }
                }
            }
            let adjacent = self.weights.adjacent * before_rarity.min(concept.rarity);
            for (index, score) in scores.iter_mut().enumerate() {
                *score += concept.rarity * best[index];
                if side_by_side(&before[index], &places[index]) {
                    *score += adjacent;
                }
            }
            before = places;
            before_rarity = concept.rarity;
        }
        Ok(scores)
    }

    /// What each candidate's article scores.
    fn article_words(
        &self,
        segment: usize,
        group: &[Candidate],
        concepts: &[Weighed<'_>],
    ) -> tantivy::Result<Vec<f32>> {
        let mut scores = vec![0.0; group.len()];
        if self.weights.article == 0.0 {
            return Ok(scores);
        }
        let field = self.fields.text;
        let statistics = self.of_articles();
        let taken = Taken {
            by_length: statistics.by_length(field)?,
            lengths: self.opened.segment(segment).get_fieldnorms_reader(field)?,
        };
        let place = &self.opened.columns[segment].place;
        let articles: Vec<DocId> = group
            .iter()
            .map(|candidate| {
                let back = place.first(candidate.doc).unwrap_or_default();
                candidate
                    .doc
                    .saturating_sub(u32::try_from(back).unwrap_or_default())
            })
            .collect();
        for concept in concepts {
            let mut best = vec![0.0f32; group.len()];
            for form in &concept.forms {
                let option = IndexRecordOption::WithFreqs;
                let Some(mut readings) =
                    self.read(&statistics, segment, field, &form.terms, option)?
                else {
                    continue;
                };
                for (best, &article) in best.iter_mut().zip(&articles) {
                    let found = frequency(&mut readings, article);
                    if found > 0 {
                        *best = best.max(form.weight * taken.saturated(article, found));
                    }
                }
            }
            for (score, best) in scores.iter_mut().zip(best) {
                *score += concept.rarity * best;
            }
        }
        Ok(scores)
    }

    /// Which candidates' speakers bear one of the names.
    fn preferred(
        &self,
        segment: usize,
        group: &[Candidate],
        names: &[String],
        statistics: &Statistics<'_>,
    ) -> tantivy::Result<Vec<bool>> {
        let mut preferred = vec![false; group.len()];
        let field = self.fields.name;
        for name in names {
            let terms: Vec<String> = name_terms(name).collect();
            let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
            let option = IndexRecordOption::Basic;
            let Some(mut readings) = self.read(statistics, segment, field, &terms, option)? else {
                continue;
            };
            for (preferred, candidate) in preferred.iter_mut().zip(group) {
                *preferred |= frequency(&mut readings, candidate.doc) > 0;
            }
        }
        Ok(preferred)
    }

    fn newest(&self, candidates: &[Candidate]) -> i64 {
        let days = candidates.iter().filter_map(|candidate| {
            let said = &self.opened.columns[candidate.segment].said;
            said.first(candidate.doc)
        });
        days.max().unwrap_or_default()
    }

    /// One candidate for each set of the same words: the first.
    fn different(&self, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
        let mut seen = FxHashSet::default();
        candidates.retain(|candidate| {
            let fingerprints = &self.opened.columns[candidate.segment].fingerprint;
            seen.insert(fingerprints.first(candidate.doc))
        });
        candidates
    }

    /// Brings somebody else's statement forward, if it is nearly as good, where one speaker would come a third time in a
    /// row.
    fn vary(&self, candidates: &mut [Candidate], wanted: usize) {
        let voice = |candidate: &Candidate| {
            let voices = &self.opened.columns[candidate.segment].voice;
            voices.first(candidate.doc).filter(|voice| *voice != 0)
        };
        for at in IN_A_ROW..candidates.len().min(wanted) {
            let Some(own) = voice(&candidates[at]) else {
                continue;
            };
            let is_own = |candidate: &Candidate| voice(candidate) == Some(own);
            if !candidates[at - IN_A_ROW..at].iter().all(is_own) {
                continue;
            }
            let enough = self.weights.variety * candidates[at].score;
            let other = candidates[at..]
                .iter()
                .take_while(|candidate| candidate.score >= enough)
                .position(|candidate| !is_own(candidate));
            if let Some(other) = other {
                candidates[at..=at + other].rotate_right(1);
            }
        }
    }

    /// The same candidates, the best of each speaker first. Whose words are nobody's count as different people's.
    fn everybody_once(&self, candidates: Vec<Candidate>) -> Vec<Candidate> {
        let mut heard = HashSet::new();
        let (mut first, again): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|candidate| {
            let voices = &self.opened.columns[candidate.segment].voice;
            let voice = voices.first(candidate.doc).filter(|voice| *voice != 0);
            voice.is_none_or(|voice| heard.insert(voice))
        });
        first.extend(again);
        first
    }

    /// How much of the concepts one of the first statements has.
    fn covered(
        &self,
        statements: &[Candidate],
        concepts: &[Weighed<'_>],
        statistics: &Statistics<'_>,
    ) -> tantivy::Result<f32> {
        let first = &statements[..statements.len().min(TELLING_STATEMENTS)];
        let coverage = self.coverage(first, concepts, self.fields.all, statistics)?;
        Ok(coverage.into_iter().fold(0.0, f32::max))
    }

    /// How much of the concepts each document has, by rarity.
    fn coverage(
        &self,
        documents: &[Candidate],
        concepts: &[Weighed<'_>],
        field: Field,
        statistics: &Statistics<'_>,
    ) -> tantivy::Result<Vec<f32>> {
        let is_topic = |concept: &&Weighed<'_>| concept.tells == Tells::Topic;
        let topics = concepts.iter().any(|concept| is_topic(&concept));
        let concepts: Vec<&Weighed<'_>> = concepts
            .iter()
            .filter(|concept| !topics || is_topic(concept))
            .collect();
        let total: f32 = concepts.iter().map(|concept| concept.rarity).sum();
        if total <= 0.0 {
            return Ok(vec![1.0; documents.len()]);
        }
        let mut order: Vec<usize> = (0..documents.len()).collect();
        order.sort_unstable_by_key(|&index| (documents[index].segment, documents[index].doc));
        let mut covered = vec![0.0f32; documents.len()];
        for group in order.chunk_by(|&a, &b| documents[a].segment == documents[b].segment) {
            let segment = documents[group[0]].segment;
            for concept in &concepts {
                let mut best = vec![0.0f32; group.len()];
                for form in &concept.forms {
                    let option = IndexRecordOption::Basic;
                    let Some(mut readings) =
                        self.read(statistics, segment, field, &form.terms, option)?
                    else {
                        continue;
                    };
                    for (best, &index) in best.iter_mut().zip(group) {
                        if frequency(&mut readings, documents[index].doc) > 0 {
                            // However it is said, it is there.
                            *best = 1.0;
                        }
                    }
                }
                for (best, &index) in best.iter().zip(group) {
                    covered[index] += best * concept.rarity / total;
                }
            }
        }
        Ok(covered)
    }

    /// The postings of all terms in a segment, if each occurs at all.
    fn read(
        &self,
        statistics: &Statistics<'_>,
        segment: usize,
        field: Field,
        terms: &[&str],
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<Vec<SegmentPostings>>> {
        let inverted = self.opened.segment(segment).inverted_index(field)?;
        let mut readings = Vec::with_capacity(terms.len());
        for term in terms {
            let term = Term::from_field_text(field, term);
            match statistics.in_segment(segment, &term)? {
                Some(info) => readings.push(inverted.read_postings_from_terminfo(&info, option)?),
                None => return Ok(None),
            }
        }
        Ok(Some(readings))
    }

    fn statement_id(&self, candidate: Candidate) -> StatementId {
        let ids = &self.opened.columns[candidate.segment].statement;
        StatementId(ids.first(candidate.doc).unwrap_or_default())
    }

    fn article_id(&self, candidate: Candidate) -> tantivy::Result<ArticleId> {
        let reader = self.opened.segment(candidate.segment);
        let ids = reader.fast_fields().str("article")?;
        let mut id = String::new();
        if let Some(ids) = ids
            && let Some(ord) = ids.term_ords(candidate.doc).next()
        {
            ids.ord_to_str(ord, &mut id)?;
        }
        Ok(ArticleId(id))
    }
}

/// A document by its day, or by the day's opposite; of one day, the one that says more is better, then the one indexed
/// first.
type Dated = Reverse<((i64, u32), Reverse<(usize, DocId)>)>;

pub(super) type Clauses = Vec<(Occur, Box<dyn TantivyQuery>)>;

/// All clauses as one query; a single one needs nothing around it.
pub(super) fn combine(mut clauses: Clauses) -> Box<dyn TantivyQuery> {
    match clauses.len() {
        0 => Box::new(AllQuery),
        1 => clauses.remove(0).1,
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}

/// The terms of all concepts' forms, and what each counts.
fn terms_of<'q>(concepts: &[Weighed<'q>]) -> Vec<(&'q str, f32)> {
    let mut weights: Vec<(&str, f32)> = Vec::new();
    for form in concepts.iter().flat_map(|concept| &concept.forms) {
        for term in &form.terms {
            let weight = form.weight / form.terms.len() as f32;
            match weights.iter_mut().find(|(known, _)| known == term) {
                Some((_, known)) => *known = known.max(weight),
                None => weights.push((term, weight)),
            }
        }
    }
    weights
}

/// Whatever has any of the terms, scored by those it has.
fn any_of(terms: &[(&str, f32)], field: Field) -> Box<dyn TantivyQuery> {
    let clause = |(term, weight): &(&str, f32)| {
        let term = Term::from_field_text(field, term);
        let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
        let query: Box<dyn TantivyQuery> = Box::new(BoostQuery::new(Box::new(query), *weight));
        (Occur::Should, query)
    };
    Box::new(BooleanQuery::new(terms.iter().map(clause).collect()))
}

/// Whatever any of the queries finds, without a score.
fn one_of(any: Vec<Box<dyn TantivyQuery>>) -> Box<dyn TantivyQuery> {
    let any = any
        .into_iter()
        .map(|query| (Occur::Should, query))
        .collect();
    Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::new(any)), 0.0))
}

fn exact(field: Field, term: &str) -> Box<dyn TantivyQuery> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, term),
        IndexRecordOption::Basic,
    ))
}

/// The concepts that a statement must have where not the score decides: how something is said says little, and a likely
/// speaker's name is not in their own words.
fn needed<'c, 'q>(
    query: &Query,
    concepts: &'c [Weighed<'q>],
) -> impl Iterator<Item = &'c Weighed<'q>> + use<'c, 'q> {
    let prefers = !query.preferred.is_empty();
    concepts.iter().filter(move |concept| match concept.tells {
        Tells::Topic => true,
        Tells::Name => !prefers,
        Tells::Manner => false,
    })
}

/// Keeps the most telling concepts, in order.
pub(super) fn keep_rarest(concepts: &mut Vec<Weighed<'_>>, most: usize) {
    if concepts.len() <= most {
        return;
    }
    let mut rarities: Vec<f32> = concepts.iter().map(|concept| concept.rarity).collect();
    rarities.sort_unstable_by(|a, b| b.total_cmp(a));
    let least = rarities[most - 1];
    concepts.retain(|concept| concept.rarity >= least);
    concepts.truncate(most);
}

/// How often all terms are in a document: the count of the rarest. Documents are asked for in order.
fn frequency(readings: &mut [SegmentPostings], doc: DocId) -> u32 {
    let mut least = u32::MAX;
    for postings in readings.iter_mut() {
        if postings.doc() < doc {
            postings.seek(doc);
        }
        if postings.doc() != doc {
            return 0;
        }
        least = least.min(postings.term_freq());
    }
    if readings.is_empty() { 0 } else { least }
}

/// Whether one of `after` follows one of `before` at once. Both ascend.
fn side_by_side(before: &[u32], after: &[u32]) -> bool {
    before
        .iter()
        .any(|place| after.binary_search(&(place + 1)).is_ok())
}
