//! The stages in a row.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use parking_lot::Mutex;
use serde::Deserialize;

use crate::domain::{
    Attribution, Document, Language, Lexicon, MarkKind, Precision, Roster, SaidOn, SpeakerId,
    Statement, StatementKind,
};

use super::attribution::{Decision, attribute};
use super::coreference::{Names, Resolved, resolve};
use super::dates::{published_day, stated_day};
use super::features::Outline;
use super::mentions::{
    Mention, MentionKind, OUTSIDE, Relation, in_headline, is_verb, mentions, relate,
};
use super::model::{Model, ModelError};
use super::parties::{party, written};
use super::posts::{Post, clamp, is_narrative, overlapping, posts};
use super::quotes::{Span, Style, spans};
use super::reported::{Clause, clauses, is_quoted, is_same, likeliest};
use super::tokens::{self, Kind, Tokens, emptied};
use super::vocabulary::*;

/// Weights fitted by `cargo run --example train`; that command writes these files.
const STATEMENT_WEIGHTS: &str = include_str!("weights/statement.tsv");
const CLAUSE_WEIGHTS: &str = include_str!("weights/clause.tsv");
const SPEAKER_WEIGHTS: &str = include_str!("weights/speaker.tsv");

/// Utterances of reported speech are numbered from here on, each by its cue; those of quotations come before.
const FIRST_REPORTED: u32 = 1 << 31;

/// How sure extraction must be. See ARCHITECTURE.md for what each threshold gains and loses.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Quoted words count as a statement from this probability on, 0 to 1.
    pub statement: f32,
    /// A speaker is named from this probability on, 0 to 1; below it, the statement is unattributed.
    pub speaker: f32,
    /// A clause counts as reported speech from this probability on, 0 to 1; above 1, none does.
    pub reported: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            statement: 0.5,
            speaker: 0.3,
            reported: 0.5,
        }
    }
}

/// What the models weigh their features by.
#[derive(Debug, Clone)]
pub struct Weights {
    statement: Model,
    clause: Model,
    speaker: Model,
}

impl Weights {
    /// Reads the three files that `cargo run --example train` writes.
    ///
    /// # Errors
    /// [`ModelError`] with the first line that is no weight.
    pub fn read(statement: &str, clause: &str, speaker: &str) -> Result<Self, ModelError> {
        Ok(Self {
            statement: Model::read(statement)?,
            clause: Model::read(clause)?,
            speaker: Model::read(speaker)?,
        })
    }
}

impl Default for Weights {
    /// Those that come with the program.
    fn default() -> Self {
        // The files are ours and a test reads them; a broken one would leave every weight at nothing.
        let read = |text| Model::read(text).unwrap_or_default();
        Self {
            statement: read(STATEMENT_WEIGHTS),
            clause: read(CLAUSE_WEIGHTS),
            speaker: read(SPEAKER_WEIGHTS),
        }
    }
}

/// A vocabulary and the rooms that articles read with it left.
#[derive(Debug, Default)]
struct Ready {
    vocabulary: Vocabulary,
    rooms: Mutex<Vec<Room>>,
}

/// Room for what is found in an article. What one article leaves serves the next, so that a long one does not ask the
/// system for fresh memory at every stage.
#[derive(Debug, Default)]
pub(super) struct Room {
    tokens: tokens::Room,
    inside: Vec<u32>,
    mention_of: Vec<u32>,
    mentions: Vec<Mention>,
}

/// The room of a longer text, in bytes, is given back to the system.
const LONGEST_KEPT: usize = 1 << 20;

/// Finds the statements of articles. Made once, used from any thread.
#[derive(Debug)]
pub struct Extractor {
    vocabularies: HashMap<Language, Ready>,
    generic: Ready,
    names: Names,
    weights: Weights,
    settings: Settings,
}

impl Extractor {
    /// Takes the languages it is to know, and everybody it is to know by name.
    pub fn new(lexicons: Vec<Lexicon>, roster: Arc<Roster>) -> Self {
        Self::with_settings(lexicons, roster, Settings::default())
    }

    /// The same, with thresholds of one's own.
    pub fn with_settings(lexicons: Vec<Lexicon>, roster: Arc<Roster>, settings: Settings) -> Self {
        Self {
            vocabularies: lexicons
                .iter()
                .map(|lexicon| (lexicon.language.clone(), Ready::new(lexicon)))
                .collect(),
            generic: Ready::default(),
            names: Names::new(&roster),
            weights: Weights::default(),
            settings,
        }
    }

    /// The same, with weights of one's own.
    #[must_use]
    pub fn weighing(self, weights: Weights) -> Self {
        Self { weights, ..self }
    }

    fn ready(&self, language: &Language) -> &Ready {
        self.vocabularies.get(language).unwrap_or(&self.generic)
    }

    /// The vocabulary for a text: its language's, or one that knows marks only.
    pub(super) fn vocabulary(&self, language: &Language) -> &Vocabulary {
        &self.ready(language).vocabulary
    }

    /// The statements of an article, in order of position. A statement's words are exactly the text at its range.
    pub fn statements(&self, document: &Document) -> Vec<Statement> {
        let Ready { vocabulary, rooms } = self.ready(&document.language);
        let mut found = if let Some(speaker) = &document.sole_speaker {
            self.release(document, vocabulary, speaker)
        } else {
            let mut room = rooms.lock().pop().unwrap_or_default();
            let found = self.reading(document, vocabulary, &mut room);
            if document.text.len() <= LONGEST_KEPT {
                rooms.lock().push(room);
            }
            found
        };
        found.sort_by_key(|statement| (statement.range.start, statement.range.end));
        number(&mut found);
        found
    }

    /// A text that is one speaker's own words: each paragraph is a statement.
    fn release(
        &self,
        document: &Document,
        vocabulary: &Vocabulary,
        speaker: &str,
    ) -> Vec<Statement> {
        let cut = Tokens::new(&document.text, vocabulary);
        let known = self.names.find(speaker, "");
        let headings = headings(&cut, document);
        let paragraphs = cut
            .paragraphs
            .iter()
            .zip(headings)
            .filter(|(_, heading)| !heading);
        paragraphs
            .filter_map(|(paragraph, _)| {
                let text = document.text.get(paragraph.range.clone())?;
                Some(Statement {
                    range: paragraph.range.clone(),
                    text: text.to_owned(),
                    kind: StatementKind::Release,
                    attribution: Attribution {
                        speaker: Some(
                            known
                                .as_ref()
                                .map_or_else(|| speaker.to_owned(), |k| k.0.clone()),
                        ),
                        speaker_id: known.as_ref().map(|k| k.1.clone()),
                        as_written: Some(speaker.to_owned()),
                        cue: None,
                        confidence: 1.0,
                    },
                    said_on: published_day(document.published.as_ref()),
                    paragraph: paragraph.range.clone(),
                    utterance: 0,
                })
            })
            .collect()
    }

    fn reading(
        &self,
        document: &Document,
        vocabulary: &Vocabulary,
        room: &mut Room,
    ) -> Vec<Statement> {
        let mut outline = outline(document, vocabulary, room);
        let on = document.published.as_ref().map(|when| when.date());
        let headings = headings(&outline.cut, document);
        let posts = posts(&outline, document, vocabulary, |paragraph| {
            headings[paragraph]
                || is_narrative(&outline, paragraph)
                || holds_span(&outline, paragraph)
        });
        let mut closed = headings;
        for paragraph in lifted(&outline.cut, document) {
            closed[paragraph] = true;
        }
        for &paragraph in posts.iter().flat_map(|post| &post.paragraphs) {
            closed[paragraph] = true;
        }
        let turns = turns(&outline, &closed);
        for turn in &turns {
            closed[turn.paragraph] = true;
        }
        let marked = marked_blocks(&outline, document, &closed);
        let pairs = outline.spans.windows(2);
        let told = pairs.filter(|pair| is_told(&outline.cut, &pair[0], &pair[1]));
        let told: Vec<usize> = told.map(|pair| pair[1].outer.start).collect();
        drop_spans(&mut outline, |cut, span| {
            closed[span.paragraph]
                || marked[span.paragraph]
                || told.binary_search(&span.outer.start).is_ok()
                || is_told_to(cut, vocabulary, span)
                || is_name(cut, vocabulary, span)
        });
        add_blocks(&mut outline, &marked);
        let decisions = attribute(
            &outline,
            vocabulary,
            &self.weights.statement,
            &self.weights.speaker,
            self.settings.statement,
        );
        let resolved = resolve(&outline, vocabulary, &self.names, on);
        let reader = Reader {
            extractor: self,
            document,
            outline: &outline,
            resolved: &resolved,
        };
        let mut found: Vec<Statement> = Vec::with_capacity(decisions.len() * 2);
        for (post, utterance) in posts.iter().zip(1 << 30..) {
            found.extend(reader.post(post, utterance));
        }
        let mut utterance = 0;
        let mut quoted: Option<usize> = None;
        for (index, decision) in decisions.iter().enumerate() {
            let block = marked[outline.spans[index].paragraph];
            if !block && decision.statement < self.settings.statement {
                continue;
            }
            if outline.spans[index].continues
                && quoted.is_some_and(|last| last + 1 == index)
                && let Some(statement) = found.last_mut()
            {
                reader.extend(statement, index);
                quoted = Some(index);
                continue;
            }
            if !reader.goes_on(index, &decisions) {
                utterance += 1;
            }
            let statement = reader.quotation(index, decision, block, utterance);
            quoted = statement.is_some().then_some(index);
            found.extend(statement);
        }
        for statement in &mut found {
            if let Some(text) = document.text.get(statement.range.clone())
                && text.len() != statement.text.len()
            {
                statement.text = text.to_owned();
            }
        }
        for (turn, utterance) in turns.into_iter().zip(3 << 29..) {
            let range = outline.cut.bytes(&turn.tokens);
            found.extend(reader.statement(
                range,
                StatementKind::Block,
                turn.paragraph,
                Some(turn.mention),
                1.0,
                utterance,
            ));
        }
        let mut reported = 0..0;
        // Whether a clause, uncut, is told by something else.
        let is_told = |clause: &Clause| {
            let counts = |span: usize| {
                decisions
                    .get(span)
                    .is_some_and(|d| d.statement >= self.settings.statement)
            };
            closed[clause.paragraph] || is_quoted(&outline, clause, counts)
        };
        let clauses = clauses(&outline, vocabulary);
        for ways in clauses.chunk_by(is_same) {
            if ways.iter().take(1).any(is_told) {
                continue;
            }
            let likeliest = likeliest(&outline, vocabulary, &self.weights.clause, ways);
            let Some((clause, likely)) =
                likeliest.filter(|(_, likely)| *likely >= self.settings.reported)
            else {
                continue;
            };
            // What is reported within what is reported is there already.
            let within = reported.start <= clause.tokens.start && clause.tokens.end <= reported.end;
            if !within {
                reported = clause.tokens.clone();
                found.append(&mut reader.reported(clause, likely, &found));
            }
        }
        leave(outline, room);
        found
    }
}

impl Ready {
    fn new(lexicon: &Lexicon) -> Self {
        Self {
            vocabulary: Vocabulary::new(lexicon),
            rooms: Mutex::default(),
        }
    }
}

/// Cuts a text up and finds its quoted stretches and mentions.
pub(super) fn outline<'a>(
    document: &'a Document,
    vocabulary: &Vocabulary,
    room: &mut Room,
) -> Outline<'a> {
    let cut = Tokens::in_room(&document.text, vocabulary, &mut room.tokens);
    let spans = spans(&cut, vocabulary);
    let mut inside = emptied(&mut room.inside);
    inside.resize(cut.tokens.len(), OUTSIDE);
    for (number, span) in (0..).zip(&spans) {
        inside[span.outer.clone()].fill(number);
    }
    let mut mentions = mentions(&cut, vocabulary, &inside, emptied(&mut room.mentions));
    relate(&cut, &inside, vocabulary, &mut mentions);
    let mut mention_of = emptied(&mut room.mention_of);
    mention_of.resize(cut.tokens.len(), OUTSIDE);
    for (number, mention) in (0..).zip(&mentions) {
        mention_of[mention.tokens.clone()].fill(number);
    }
    Outline {
        cut,
        spans,
        inside,
        mentions,
        mention_of,
    }
}

/// Leaves an outline's room to a later article's.
fn leave(outline: Outline<'_>, room: &mut Room) {
    outline.cut.leave(&mut room.tokens);
    room.inside = outline.inside;
    room.mention_of = outline.mention_of;
    room.mentions = outline.mentions;
}

fn drop_spans(outline: &mut Outline<'_>, drop: impl Fn(&Tokens<'_>, &Span) -> bool) {
    let Outline { cut, spans, .. } = &mut *outline;
    spans.retain(|span| !drop(cut, span));
    renumber(outline);
}

/// Words that a newspaper's name has at most.
const LONGEST_OUTLET: usize = 3;

/// Whether a stretch is so few words at most, a capital first, and nothing else.
fn is_short(cut: &Tokens<'_>, span: &Span, longest: usize) -> bool {
    let words = &cut.tokens[span.inner.clone()];
    (1..=longest).contains(&words.len())
        && words[0].upper
        && words.iter().all(|word| word.is_word())
}

/// "she told “Harbour Post”: “…”": a name in capitals behind which a colon introduces the quotation is whom it was told; so
/// is one right behind a verb of saying in languages of cases, or who tells it: "розповів «Маяку», що …", "пише «Маяк»".
fn is_told_to(cut: &Tokens<'_>, vocabulary: &Vocabulary, span: &Span) -> bool {
    let capitals = || cut.tokens[span.inner.clone()].iter().all(|word| word.upper);
    let is_name = is_short(cut, span, LONGEST_OUTLET) && capitals();
    let behind = &cut.tokens[span.outer.end..];
    let introduces =
        matches!(behind, [colon, mark, ..] if colon.kind == Kind::Colon && mark.kind == Kind::Mark);
    let before = span.outer.start.checked_sub(1);
    let is_governed =
        || vocabulary.has_cases() && before.is_some_and(|before| cut.tokens[before].is(SAYING));
    is_name && (introduces || is_governed())
}

/// Words that a name in quotation marks has at most.
const LONGEST_NAME: usize = 4;

/// A name that only is written in quotation marks: that of what the word before it is ("ракета «Грім»", "у програмі «Прямий
/// ефір»"), or the outlet that a source is told by at a sentence's end ("…, повідомляє «Нова доба»").
fn is_name(cut: &Tokens<'_>, vocabulary: &Vocabulary, span: &Span) -> bool {
    let start = cut.paragraphs[span.paragraph].tokens.start;
    let [before @ .., last] = &cut.tokens[start..span.outer.start] else {
        return false;
    };
    // "у програмі «Прямий ефір»": a noun behind a preposition is no verb, whatever its ending.
    let governed = before.last().is_some_and(|t| t.is(PREPOSITION));
    let verb = match governed {
        true => 0,
        false => CUE | CUE_NOUN | VERB_ENDING,
    };
    let tells = verb | SOURCE | PRONOUN | CITED;
    let is_kind = last.is_word() && !last.is(tells);
    let passed_on = last.is(SAYING) && before.last().is_some_and(|t| t.kind == Kind::Comma);
    vocabulary.has_cases() && is_short(cut, span, LONGEST_NAME) && (is_kind || passed_on)
}

/// "“…”, sagte Vale dem „Nordkurier“": the outlet that was told it, behind the verb of saying of what is quoted before.
fn is_told(cut: &Tokens<'_>, before: &Span, span: &Span) -> bool {
    let between = cut.tokens.get(before.outer.end..span.outer.start);
    let [between @ .., last] = between.unwrap_or_default() else {
        return false;
    };
    let one_sentence = cut.sentence_of[before.outer.end - 1] == cut.sentence_of[span.outer.start];
    let tells = between.iter().any(|t| t.is(SAYING)) && !between.iter().any(|t| t.is(JUDGING));
    let told = last.is(DETERMINER | ORGANISATION) || last.kind == Kind::Dash;
    let is_short = is_short(cut, span, LONGEST_OUTLET) && span.inner.len() < before.inner.len();
    is_short && one_sentence && tells && told
}

fn renumber(outline: &mut Outline<'_>) {
    outline.inside.fill(OUTSIDE);
    for (number, span) in (0..).zip(&outline.spans) {
        outline.inside[span.outer.clone()].fill(number);
    }
}

/// Adds marked paragraphs as stretches, so that the model says whose they are.
fn add_blocks(outline: &mut Outline<'_>, blocks: &[bool]) {
    for paragraph in (0..blocks.len()).filter(|&p| blocks[p]) {
        let tokens = outline.cut.paragraphs[paragraph].tokens.clone();
        let mut inner = tokens.clone();
        let mark = |index: usize| outline.cut.tokens[index].kind == Kind::Mark;
        if inner.len() > 2 && mark(inner.start) && mark(inner.end - 1) {
            inner = inner.start + 1..inner.end - 1;
        }
        outline.spans.push(Span {
            inner,
            outer: tokens,
            paragraph,
            style: Style::Double,
            closed: true,
            continues: false,
            follows: follows(outline, paragraph) || paragraph > 0 && blocks[paragraph - 1],
        });
    }
    outline.spans.sort_by_key(|span| span.outer.start);
    renumber(outline);
}

/// Whether the sentence before a paragraph quotes somebody.
fn follows(outline: &Outline<'_>, paragraph: usize) -> bool {
    let Some(above) = paragraph.checked_sub(1) else {
        return false;
    };
    let last = outline.cut.paragraphs[above].sentences.clone().last();
    last.is_some_and(|sentence| {
        let tokens = outline.cut.sentences[sentence].clone();
        outline.inside[tokens].iter().any(|&span| span != OUTSIDE)
    })
}

fn holds_span(outline: &Outline<'_>, paragraph: usize) -> bool {
    let at = outline
        .spans
        .partition_point(|span| span.paragraph < paragraph);
    outline
        .spans
        .get(at)
        .is_some_and(|span| span.paragraph == paragraph)
}

/// For each paragraph, whether the page marks it as a heading.
fn headings(cut: &Tokens<'_>, document: &Document) -> Vec<bool> {
    let mut headings = vec![false; cut.paragraphs.len()];
    for mark in document
        .marks
        .iter()
        .filter(|mark| mark.kind == MarkKind::Heading)
    {
        overlapping(&cut.paragraphs, &mark.range)
            .into_iter()
            .for_each(|p| headings[p] = true);
    }
    headings
}

/// As many paragraphs of pull quotes are looked up in the text at most.
const PULL_QUOTES: usize = 20;

/// The paragraphs of pull quotes whose words stand elsewhere in the article, where they count.
fn lifted(cut: &Tokens<'_>, document: &Document) -> Vec<usize> {
    let pulled = document
        .marks
        .iter()
        .filter(|mark| mark.kind == MarkKind::PullQuote);
    pulled
        .flat_map(|mark| overlapping(&cut.paragraphs, &mark.range))
        .take(PULL_QUOTES)
        .filter(|&paragraph| {
            let range = cut.paragraphs[paragraph].range.clone();
            let marks = |c: char| !c.is_alphanumeric();
            let words = cut.text.get(range.clone()).unwrap_or_default();
            let words = words.trim_matches(marks);
            let before = cut.text.get(..range.start).unwrap_or_default();
            let after = cut.text.get(range.end..).unwrap_or_default();
            words.is_empty() || before.contains(words) || after.contains(words)
        })
        .collect()
}

/// The paragraphs that are somebody's words set apart: those the page marks as block quotations, and those that the
/// text introduces ("adding:") or goes on with.
fn marked_blocks(outline: &Outline<'_>, document: &Document, closed: &[bool]) -> Vec<bool> {
    let cut = &outline.cut;
    let mut blocks = vec![false; cut.paragraphs.len()];
    for mark in document
        .marks
        .iter()
        .filter(|mark| mark.kind == MarkKind::Blockquote)
    {
        for paragraph in overlapping(&cut.paragraphs, &mark.range) {
            let clamped = clamp(&cut.paragraphs[paragraph].range, &mark.range);
            blocks[paragraph] = clamped == cut.paragraphs[paragraph].range && !closed[paragraph];
        }
    }
    for paragraph in 1..cut.paragraphs.len() {
        if blocks[paragraph] || closed[paragraph] || holds_span(outline, paragraph) {
            continue;
        }
        let introduced = introduces(outline, paragraph - 1);
        let goes_on = !blocks[paragraph - 1]
            && holds_span(outline, paragraph - 1)
            && speaks_as_we(outline, paragraph)
            && ends_with_attribution(outline, paragraph - 1);
        let sentence = cut.tokens[cut.paragraphs[paragraph].tokens.clone()]
            .last()
            .is_some_and(|t| t.kind == Kind::Stop);
        if (introduced || goes_on) && sentence && !is_narrative(outline, paragraph) {
            blocks[paragraph] = true;
        }
    }
    blocks
}

/// What somebody says in a talk that is written down with the speaker's name before each turn ("Vale: We are ready.").
struct Turn {
    paragraph: usize,
    /// The tokens behind the colon.
    tokens: Range<usize>,
    /// Who is named before it.
    mention: usize,
}

/// The turns of a talk. One such paragraph alone may be a heading; it takes turns of two.
fn turns(outline: &Outline<'_>, closed: &[bool]) -> Vec<Turn> {
    let cut = &outline.cut;
    let turn = |(index, mention): (usize, &Mention)| {
        let colon = mention
            .cue
            .filter(|_| mention.relation == Relation::Prefix)?;
        let tokens = colon + 1..cut.paragraphs[mention.paragraph].tokens.end;
        let person = matches!(mention.kind, MentionKind::Name | MentionKind::Description);
        // "Vale: “…”" is a quotation; what else is in quotation marks, the speaker quotes.
        let bare = outline.inside.get(colon + 1) == Some(&OUTSIDE)
            && !closed[mention.paragraph]
            && !in_headline(cut, colon + 1);
        // "Vale: Pier is ‘Lost’" heads an article in its own words.
        let heads = mention.paragraph == 0 && holds_span(outline, 0);
        (person && bare && !heads && tokens.len() >= TURN_WORDS).then_some(Turn {
            paragraph: mention.paragraph,
            tokens,
            mention: index,
        })
    };
    let found: Vec<Turn> = outline
        .mentions
        .iter()
        .enumerate()
        .filter_map(turn)
        .collect();
    let name = |turn: &Turn| {
        let tokens = &outline.mentions[turn.mention].tokens;
        cut.word(tokens.end.saturating_sub(1))
    };
    let is_personal = |turn: &&Turn| {
        cut.tokens[turn.tokens.clone()]
            .iter()
            .any(|t| t.is(FIRST | SECOND))
    };
    let personal = found.iter().filter(is_personal).count();
    let others = |turn: &Turn| name(turn) != name(&found[0]);
    let two = personal * 2 >= found.len() && found.iter().any(others);
    // "Q: …" opens a question without telling whose.
    let is_named = |turn: &Turn| {
        let mention = &outline.mentions[turn.mention];
        let first = &cut.tokens[mention.tokens.start];
        mention.tokens.len() > 1 || first.end - first.start > 1 && !first.is(CUE_NOUN)
    };
    let mut found = if two { found } else { Vec::new() };
    found.retain(is_named);
    found
}

/// Shorter, in tokens, what stands behind a name and a colon is no turn of a talk.
const TURN_WORDS: usize = 4;

/// Whether a paragraph ends in a colon behind a cue that is near its end.
fn introduces(outline: &Outline<'_>, paragraph: usize) -> bool {
    let place = outline.cut.paragraphs[paragraph].tokens.clone();
    let tokens = &outline.cut.tokens;
    let Some(last) = place.clone().last() else {
        return false;
    };
    tokens[last].kind == Kind::Colon
        && (place.start.max(last.saturating_sub(12))..last).any(|index| {
            outline.inside[index] == OUTSIDE && tokens[index].is(SAYING | PARTICIPLE | CUE_NOUN)
        })
}

/// Whether a paragraph is written in the first person plural, by a full sentence.
fn speaks_as_we(outline: &Outline<'_>, paragraph: usize) -> bool {
    let tokens = &outline.cut.tokens[outline.cut.paragraphs[paragraph].tokens.clone()];
    let first = tokens.iter().any(|t| t.is(FIRST));
    first && tokens.len() >= 6
}

/// Whether a paragraph's last sentence quotes somebody, so that what stands below it bare may go on with it.
fn ends_with_attribution(outline: &Outline<'_>, paragraph: usize) -> bool {
    let place = &outline.cut.paragraphs[paragraph];
    let Some(sentence) = place
        .sentences
        .clone()
        .last()
        .map(|s| outline.cut.sentences[s].clone())
    else {
        return false;
    };
    let first = outline
        .mentions
        .partition_point(|m| m.tokens.start < sentence.start);
    let attributed = outline.mentions[first..]
        .iter()
        .take_while(|m| m.tokens.start < sentence.end)
        .any(|m| m.relation != Relation::None);
    let participle = || {
        outline.cut.tokens[sentence.clone()]
            .iter()
            .any(|t| t.is(PARTICIPLE))
    };
    follows(outline, paragraph + 1) && (attributed || participle())
}

/// Numbers utterances from 0 in order of position.
fn number(statements: &mut [Statement]) {
    let mut numbers: HashMap<u32, u32> = HashMap::new();
    for statement in statements {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        statement.utterance = *numbers.entry(statement.utterance).or_insert(next);
    }
}

/// Farther from the words, in tokens, a cue belongs to others.
const CUE_REACH: usize = 60;

/// One article being read.
struct Reader<'a> {
    extractor: &'a Extractor,
    document: &'a Document,
    outline: &'a Outline<'a>,
    resolved: &'a Resolved,
}

impl Reader<'_> {
    /// Whether a stretch goes on with the utterance of the one before: a paragraph's quotation whose mark stayed open,
    /// a sentence split around its cue, or pieces of one sentence.
    fn goes_on(&self, index: usize, decisions: &[Decision]) -> bool {
        let Some(before) = index.checked_sub(1) else {
            return false;
        };
        let (here, last) = (&self.outline.spans[index], &self.outline.spans[before]);
        if decisions[before].statement < self.extractor.settings.statement {
            return false;
        }
        let sentences = &self.outline.cut.sentence_of;
        let one_sentence = sentences[last.outer.end - 1] == sentences[here.outer.start];
        let one_speaker = match (decisions[before].speaker, decisions[index].speaker) {
            (Some(a), Some(b)) => self.named(a) == self.named(b),
            _ => false,
        };
        let introduced = here.paragraph == last.paragraph + 1
            && introduces(self.outline, last.paragraph)
            && here.outer == self.outline.cut.paragraphs[here.paragraph].tokens;
        (one_sentence || introduced) && one_speaker
    }

    /// Whose words they are, where somebody is named: a pronoun that nobody is found for names nobody, and several who speak
    /// as one are nobody of the roster.
    fn named(&self, mention: usize) -> Option<(String, Option<SpeakerId>)> {
        let party = party(self.outline, mention);
        if party.len() == 1 {
            return self.named_alone(party.start);
        }
        let mut all = String::new();
        for member in party.clone() {
            if member > party.start {
                let [before, own] = [member - 1, member].map(|m| &self.outline.mentions[m]);
                let before = self.outline.cut.bytes(&before.phrase);
                let own = self.outline.cut.bytes(&own.tokens);
                all.push_str(self.document.text.get(before.end..own.start)?);
            }
            all.push_str(&self.named_alone(member)?.0);
        }
        Some((all, None))
    }

    fn named_alone(&self, mention: usize) -> Option<(String, Option<SpeakerId>)> {
        let pronoun = matches!(
            self.outline.mentions[mention].kind,
            MentionKind::Pronoun | MentionKind::They | MentionKind::It | MentionKind::Relative
        );
        let names = &self.extractor.names;
        let known = self.resolved.speaker(&self.outline.cut, names, mention);
        known.or_else(|| (!pronoun).then(|| (self.written(mention..mention + 1), None)))
    }

    fn as_written(&self, mention: usize) -> String {
        self.written(written(self.outline, mention))
    }

    /// Mentions with what belongs to them, and all of a phrase that the last begins ("за його словами").
    fn written(&self, mentions: Range<usize>) -> String {
        let mentions = &self.outline.mentions[mentions];
        let start = mentions.first().map_or(0, |first| first.phrase.start);
        let end = mentions.last().map_or(0, |last| last.phrase.end);
        self.outline
            .cut
            .slice(&(start..self.phrase_end(end)))
            .to_owned()
    }

    /// The end of a phrase of the lexicon that goes on here, if any does.
    fn phrase_end(&self, mut end: usize) -> usize {
        while self
            .outline
            .cut
            .tokens
            .get(end)
            .is_some_and(|t| t.is(INSIDE))
        {
            end += 1;
        }
        end
    }

    fn quotation(
        &self,
        index: usize,
        decision: &Decision,
        block: bool,
        utterance: u32,
    ) -> Option<Statement> {
        let span = &self.outline.spans[index];
        let range = self.outline.cut.bytes(&span.inner);
        let kind = if block {
            StatementKind::Block
        } else {
            StatementKind::Quotation
        };
        let named = decision
            .speaker
            .filter(|_| decision.confidence >= self.extractor.settings.speaker);
        self.statement(
            range,
            kind,
            span.paragraph,
            named,
            decision.confidence,
            utterance,
        )
    }

    /// Lets a quotation run on into the next paragraph's stretch. Its words are taken once it is whole.
    fn extend(&self, statement: &mut Statement, index: usize) {
        let span = &self.outline.spans[index];
        let paragraph = self.outline.cut.paragraphs[span.paragraph].range.end;
        statement.range.end = self.outline.cut.bytes(&span.inner).end;
        statement.paragraph.end = statement.paragraph.end.max(paragraph);
    }

    /// A clause as statements: what stands on both sides of a cue is one utterance. What stands before it is told once,
    /// and may be in `told` already.
    fn reported(&self, clause: &Clause, likely: f32, told: &[Statement]) -> Vec<Statement> {
        let cue = u32::try_from(clause.cue).unwrap_or(u32::MAX);
        let utterance = FIRST_REPORTED.saturating_add(cue);
        let begun = told.last().is_some_and(|last| last.utterance == utterance);
        let opening = Some(&clause.opening).filter(|opening| !opening.is_empty() && !begun);
        let pieces = opening.into_iter().chain([&clause.tokens]);
        let said = |tokens: &Range<usize>| {
            let range = self.outline.cut.bytes(tokens);
            let mut statement = self.statement(
                range,
                StatementKind::Reported,
                clause.paragraph,
                Some(clause.mention),
                likely,
                utterance,
            )?;
            statement.attribution.cue = Some(self.cue_words(clause.cue));
            // What nobody is named for is the article's own.
            statement.attribution.speaker.is_some().then_some(statement)
        };
        pieces.filter_map(said).collect()
    }

    fn statement(
        &self,
        range: Range<usize>,
        kind: StatementKind,
        paragraph: usize,
        speaker: Option<usize>,
        confidence: f32,
        utterance: u32,
    ) -> Option<Statement> {
        let text = self
            .document
            .text
            .get(range.clone())
            .filter(|text| !text.is_empty())?;
        let cue = speaker.and_then(|mention| self.cue(mention, &range));
        let (name, id) = speaker
            .and_then(|mention| self.named(mention))
            .map_or((None, None), |(name, id)| (Some(name), id));
        let near = cue.or(speaker.map(|m| self.outline.mentions[m].tokens.start));
        let stated = near.and_then(|near| {
            let sentence = *self.outline.cut.sentence_of.get(near)? as usize;
            let sentence = self.outline.cut.sentences.get(sentence)?.clone();
            stated_day(
                self.outline,
                sentence,
                near,
                &range,
                self.document.published.as_ref(),
            )
        });
        Some(Statement {
            text: text.to_owned(),
            kind,
            attribution: Attribution {
                speaker: name,
                speaker_id: id,
                as_written: speaker.map(|mention| self.as_written(mention)),
                cue: cue.map(|cue| self.cue_words(cue)),
                confidence,
            },
            said_on: stated.or_else(|| published_day(self.document.published.as_ref())),
            paragraph: enclosing(&self.outline.cut.paragraphs[paragraph].range, &range),
            range,
            utterance,
        })
    }

    /// The cue that ties words to a mention: of those between the two the nearest to the words, else the one whose
    /// subject the mention is.
    fn cue(&self, mention: usize, range: &Range<usize>) -> Option<usize> {
        let tokens = &self.outline.cut.tokens;
        let mention = &self.outline.mentions[mention];
        let start = tokens.partition_point(|t| (t.start as usize) < range.start);
        let end = tokens.partition_point(|t| (t.end as usize) <= range.end);
        let is_cue = |&index: &usize| {
            self.outline.inside[index] == OUTSIDE
                && tokens[index].is(CUE | SOURCE)
                && is_verb(&self.outline.cut, index)
        };
        let between = if mention.tokens.end <= start {
            let from = mention.tokens.end.max(start.saturating_sub(CUE_REACH));
            (from..start).rev().find(is_cue)
        } else {
            (end..mention.tokens.start.min(end + CUE_REACH)).find(is_cue)
        };
        between.or(mention.cue)
    }

    /// The cue as written, with the later words of a phrase.
    fn cue_words(&self, cue: usize) -> String {
        self.outline
            .cut
            .slice(&(cue..self.phrase_end(cue + 1)))
            .to_owned()
    }

    fn post(&self, post: &Post, utterance: u32) -> Vec<Statement> {
        let known = self
            .extractor
            .names
            .find(&post.author.name, &post.author.handle);
        let said_on = post.author.date.map_or_else(
            || published_day(self.document.published.as_ref()),
            |date| {
                Some(SaidOn {
                    date,
                    precision: Precision::Day,
                    stated: true,
                })
            },
        );
        let written = if post.author.handle.is_empty() {
            post.author.name.clone()
        } else {
            format!("{} (@{})", post.author.name, post.author.handle)
        };
        post.lines
            .iter()
            .filter_map(|range| {
                let text = self.document.text.get(range.clone())?;
                let paragraphs = &self.outline.cut.paragraphs;
                let at = paragraphs.partition_point(|p| p.range.end <= range.start);
                Some(Statement {
                    text: text.to_owned(),
                    kind: StatementKind::Post,
                    attribution: Attribution {
                        speaker: Some(
                            known
                                .as_ref()
                                .map_or_else(|| post.author.name.clone(), |k| k.0.clone()),
                        ),
                        speaker_id: known.as_ref().map(|k| k.1.clone()),
                        as_written: Some(written.clone()),
                        cue: None,
                        confidence: 1.0,
                    },
                    said_on,
                    paragraph: enclosing(&paragraphs.get(at)?.range, range),
                    range: range.clone(),
                    utterance,
                })
            })
            .collect()
    }
}

fn enclosing(paragraph: &Range<usize>, range: &Range<usize>) -> Range<usize> {
    paragraph.start.min(range.start)..paragraph.end.max(range.end)
}
