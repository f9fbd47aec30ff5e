//! What can be seen of a quoted stretch and of those who may have said it, as features of the linear model. None
//! depends on a language: words count only by what the lexicon says they can be.

use std::ops::Range;

use super::mentions::{Mention, MentionKind, OUTSIDE, Relation, is_verb};
use super::model::{Features, seen};
use super::quotes::{Span, Style};
use super::tokens::{Kind, Token, Tokens};
use super::vocabulary::*;

/// A text with everything found in it so far.
pub struct Outline<'a> {
    /// The text cut up.
    pub cut: Tokens<'a>,
    /// Its quoted stretches.
    pub spans: Vec<Span>,
    /// For each token the stretch that holds it, or [`OUTSIDE`].
    pub inside: Vec<u32>,
    /// Whoever is named outside of them.
    pub mentions: Vec<Mention>,
    /// For each token the mention that it begins or goes on with, or [`OUTSIDE`].
    pub mention_of: Vec<u32>,
}

// Symbols of a path: what stands between a stretch and a mention.
const COMMA: u8 = 1;
const STOP: u8 = 2;
const COLON: u8 = 3;
const BREAK: u8 = 4;
const BRACKET: u8 = 5;
const SAY: u8 = 6;
const SAYS_ALONE: u8 = 7;
const JUDGE: u8 = 8;
const FROM: u8 = 9;
const GIVEN_IN: u8 = 10;
const OPENS_CLAUSE: u8 = 11;
const WHO: u8 = 12;
const SOMEBODY: u8 = 13;
const SHE_OR_HE: u8 = 14;
const QUOTED: u8 = 15;
const WORDS: u8 = 16;
const LINK: u8 = 17;
const NAMES: u8 = 18;
const PARAGRAPH: u8 = 19;
const NOTHING: u8 = 20;

#[inline]
fn symbol(token: &Token) -> u8 {
    match token.kind {
        Kind::Comma => COMMA,
        Kind::Stop => STOP,
        Kind::Colon => COLON,
        Kind::Semicolon | Kind::Dash => BREAK,
        Kind::Open | Kind::Close => BRACKET,
        Kind::Mark | Kind::Other => WORDS,
        Kind::Number => WORDS,
        Kind::Word if token.is(SOURCE | AFTER_SOURCE) => FROM,
        Kind::Word if token.is(SAYING) => SAY,
        Kind::Word if token.is(PARTICIPLE) => SAYS_ALONE,
        Kind::Word if token.is(NAMING) => NAMES,
        Kind::Word if token.is(JUDGING) => JUDGE,
        Kind::Word if token.is(CUE_NOUN) => GIVEN_IN,
        Kind::Word if token.is(THAT) => OPENS_CLAUSE,
        Kind::Word if token.is(RELATIVE) => WHO,
        Kind::Word if token.is(CONJUNCTION) => LINK,
        Kind::Word => WORDS,
    }
}

/// The most symbols of a path, and the most tokens walked for them.
const PATH: usize = 2;
const WALK: usize = 60;
/// More mentions between a stretch and another are many.
const MANY: usize = 4;

/// What stands between a stretch and a mention.
#[derive(Debug, Clone, Copy, Default)]
pub struct Path {
    /// The symbols nearest to the stretch, runs of plain words as one; [`NOTHING`] where there are fewer.
    symbols: [u8; PATH],
    /// How many others are named between.
    mentions: u8,
}

/// One side of a stretch: the symbols nearest to it, each with its token.
pub struct Side {
    symbols: [(u8, usize); PATH],
    length: usize,
    /// The first mention behind the stretch, or the one behind the last before it.
    mention: usize,
}

impl Side {
    /// What stands before the token at `from`, where `mention` is the first that begins there or later.
    pub fn before(outline: &Outline<'_>, from: usize, mention: usize) -> Self {
        Self::new(mention).walk(outline, (0..from).rev(), |index| {
            index + 1 < from && outline.cut.tokens[index + 1].first
        })
    }

    /// What stands from the token at `from` on, where `mention` is the first that begins there or later.
    pub fn behind(outline: &Outline<'_>, from: usize, mention: usize) -> Self {
        let tokens = from..outline.cut.tokens.len();
        Self::new(mention).walk(outline, tokens, |index| {
            index > from && outline.cut.tokens[index].first
        })
    }

    fn new(mention: usize) -> Self {
        Self {
            symbols: [(NOTHING, 0); PATH],
            length: 0,
            mention,
        }
    }

    fn walk(
        mut self,
        outline: &Outline<'_>,
        tokens: impl Iterator<Item = usize>,
        crosses: impl Fn(usize) -> bool,
    ) -> Self {
        let mut previous = (OUTSIDE, OUTSIDE);
        for index in tokens.take(WALK) {
            if crosses(index) {
                self.push(PARAGRAPH, index);
            }
            let state = (outline.inside[index], outline.mention_of[index]);
            if state.0 != OUTSIDE {
                if previous.0 != state.0 {
                    self.push(QUOTED, index);
                }
            } else if state.1 != OUTSIDE {
                if previous.1 != state.1 {
                    self.push(named(outline.mentions[state.1 as usize].kind), index);
                }
            } else {
                self.push(symbol(&outline.cut.tokens[index]), index);
            }
            if self.length == PATH {
                break;
            }
            previous = state;
        }
        self
    }

    fn push(&mut self, symbol: u8, index: usize) {
        let after_words = self.length > 0 && self.symbols[self.length - 1].0 == WORDS;
        if self.length < PATH && !(symbol == WORDS && after_words) {
            self.symbols[self.length] = (symbol, index);
            self.length += 1;
        }
    }

    /// The path to a mention on this side.
    pub fn path(&self, outline: &Outline<'_>, mention: usize) -> Path {
        let target = &outline.mentions[mention].tokens;
        let before = mention < self.mention;
        let between = if before {
            mention + 1..self.mention
        } else {
            self.mention..mention
        };
        let nearer = |index: usize| {
            if before {
                index >= target.end
            } else {
                index < target.start
            }
        };
        let named = outline.mentions[between]
            .iter()
            .take(WALK)
            .filter(|m| !matches!(m.kind, MentionKind::It | MentionKind::Thing));
        Path {
            symbols: self.symbols.map(
                |(symbol, index)| {
                    if nearer(index) { symbol } else { NOTHING }
                },
            ),
            mentions: named.take(MANY).count() as u8,
        }
    }
}

/// The symbol of a mention on a path.
fn named(kind: MentionKind) -> u8 {
    match kind {
        MentionKind::Pronoun | MentionKind::They => SHE_OR_HE,
        MentionKind::It | MentionKind::Thing => WORDS,
        MentionKind::Relative => WHO,
        _ => SOMEBODY,
    }
}

/// Counts by their order of size.
pub fn bucket(count: usize) -> u8 {
    match count {
        0..=2 => count as u8,
        3..=4 => 3,
        5..=7 => 4,
        8..=12 => 5,
        13..=20 => 6,
        21..=40 => 7,
        _ => 8,
    }
}

/// How a stretch lies in its text.
#[derive(Debug, Clone)]
pub struct Setting {
    /// How its words end: 0 bare, 1 comma, 2 full stop, 3 question or exclamation, 4 otherwise.
    pub ending: u8,
    /// What stands before its mark: a symbol, or [`PARAGRAPH`] at the paragraph's start.
    pub before: u8,
    /// What stands behind its mark.
    pub after: u8,
    /// Whether it begins with a capital.
    pub capital: u8,
    /// How many words it has.
    pub words: usize,
    /// Whether it fills its paragraph.
    pub alone: bool,
    /// How it lies to the stretch before: 0 none, 1 same sentence, 2 same paragraph, 3 last paragraph, 4 farther; and
    /// for 2, whether only space or an attribution is between.
    pub previous: u8,
    /// Whether any subject of a cue is in its sentence before it, and which cue: 0 none, 1 saying, 2 judging, 3 other.
    pub subject_before: u8,
    /// The same behind it.
    pub subject_after: u8,
    /// Whether first or second person is inside.
    pub personal: bool,
    /// Whether an auxiliary or other verb-like word is inside.
    pub verbal: bool,
    /// Whether every longer word inside is capitalised.
    pub titled: bool,
    /// What names or titles near before it.
    pub naming: bool,
    /// What leads from the nearest cue before it in the sentence to it: the cue's symbol, or 0, and up to two symbols.
    pub lead: [u8; 4],
}

/// The tokens of the sentence or sentences that hold a stretch, within its paragraph.
pub fn sentence_around(outline: &Outline<'_>, span: &Span) -> Range<usize> {
    let of = |index: usize| outline.cut.sentence_of.get(index).copied().unwrap_or(0) as usize;
    let first = &outline.cut.sentences[of(span.outer.start)];
    let last = &outline.cut.sentences[of(span.outer.end.saturating_sub(1).max(span.outer.start))];
    first.start..last.end.max(span.outer.end)
}

/// Sees how a stretch lies.
pub fn setting(outline: &Outline<'_>, index: usize) -> Setting {
    let cut = &outline.cut;
    let span = &outline.spans[index];
    let paragraph = &cut.paragraphs[span.paragraph];
    let inner = &cut.tokens[span.inner.clone()];
    let last = inner.last();
    let after_mark = cut
        .tokens
        .get(span.outer.end)
        .filter(|_| span.outer.end < paragraph.tokens.end);
    let ending = match last.map(|t| t.kind) {
        Some(Kind::Comma) => 1,
        Some(Kind::Stop) => match last.and_then(|t| cut.text.get(t.range())) {
            Some(stop) if stop.contains(['?', '!']) => 3,
            _ => 2,
        },
        Some(Kind::Word | Kind::Number) => match after_mark.map(|t| (t.kind, t.spaced)) {
            // The language, or the house, puts the punctuation behind the mark.
            Some((Kind::Comma, false)) => 1,
            Some((Kind::Stop, false)) => 5,
            // "…” – said Vale"
            Some((Kind::Dash, _))
                if cue_near(outline, span.outer.end + 1..paragraph.tokens.end) =>
            {
                1
            }
            _ => 0,
        },
        _ => 4,
    };
    let before = if span.outer.start == paragraph.tokens.start {
        PARAGRAPH
    } else {
        let at = span.outer.start - 1;
        if outline.inside[at] != OUTSIDE {
            QUOTED
        } else {
            outline_symbol(outline, at)
        }
    };
    let after = match after_mark {
        None => PARAGRAPH,
        Some(_) => outline_symbol(outline, span.outer.end),
    };
    let words = || {
        inner
            .iter()
            .filter(|t| matches!(t.kind, Kind::Word | Kind::Number) && !t.is(POSSESSIVE_MARK))
    };
    let titled = words().filter(|t| t.upper).take(2).count() > 1
        && words().enumerate().all(|(at, t)| {
            t.upper
                || t.kind == Kind::Number
                || at > 0 && t.is(DETERMINER | PREPOSITION | CONJUNCTION | PARTICLE | AUXILIARY)
        });
    let capital = match words().next() {
        Some(t) if t.upper => 1,
        Some(_) => 0,
        None => 2,
    };
    let previous = match index.checked_sub(1).map(|p| &outline.spans[p]) {
        None => 0,
        Some(p) if p.paragraph == span.paragraph => {
            let same = cut.sentence_of[p.outer.end - 1] == cut.sentence_of[span.outer.start];
            if same { 1 } else { 2 }
        }
        Some(p) if p.paragraph + 1 == span.paragraph => {
            let ends_it = p.outer.end == cut.paragraphs[p.paragraph].tokens.end;
            if !p.closed {
                6
            } else if ends_it {
                3
            } else {
                5
            }
        }
        Some(_) => 4,
    };
    let around = sentence_around(outline, span);
    let naming = (span
        .outer
        .start
        .saturating_sub(4)
        .max(paragraph.tokens.start)..span.outer.start)
        .any(|i| outline.inside[i] == OUTSIDE && cut.tokens[i].is(NAMING));
    let subject = |range: Range<usize>| {
        let first = outline
            .mentions
            .partition_point(|m| m.tokens.start < range.start);
        outline.mentions[first..]
            .iter()
            .take_while(|m| m.tokens.start < range.end)
            .take(12)
            .filter(|m| m.relation != Relation::None)
            .map(|m| {
                let cue = m.cue.map_or(0, |c| cut.tokens[c].flags);
                if cue & (SAYING | SOURCE | AFTER_SOURCE) != 0 {
                    1
                } else if cue & (JUDGING | PARTICIPLE) != 0 {
                    2
                } else {
                    3
                }
            })
            .min()
            .unwrap_or(0)
    };
    Setting {
        ending,
        before,
        after,
        capital,
        words: words().count(),
        alone: span.outer.start == paragraph.tokens.start
            && span.outer.end + 1 >= paragraph.tokens.end,
        previous,
        subject_before: subject(around.start..span.outer.start),
        subject_after: subject(span.outer.end..around.end),
        personal: inner.iter().any(|t| t.is(FIRST | SECOND)),
        verbal: inner.iter().any(|t| t.is(AUXILIARY | CUE | VERB_ENDING)),
        titled,
        naming,
        lead: lead(
            outline,
            around.start.max(paragraph.tokens.start)..span.outer.start,
        ),
    }
}

fn cue_near(outline: &Outline<'_>, after: Range<usize>) -> bool {
    after.take(4).any(|i| outline.cut.tokens[i].is(SAYING))
}

/// The nearest cue in some tokens before a stretch, how far it is, and what stands right before the stretch.
fn lead(outline: &Outline<'_>, before: Range<usize>) -> [u8; 4] {
    let mut found = [0; 4];
    let tokens = &outline.cut.tokens;
    let near = before.clone().rev().take(30);
    let cue = near.clone().find(|&i| {
        outline.inside[i] == OUTSIDE
            && tokens[i].is(CUE | SOURCE | NAMING)
            && is_verb(&outline.cut, i)
    });
    if let Some(cue) = cue {
        found[0] = symbol(&tokens[cue]);
        found[1] = bucket(before.end - cue - 1);
    }
    for (slot, index) in found[2..].iter_mut().zip(near) {
        *slot = if outline.inside[index] != OUTSIDE {
            QUOTED
        } else {
            fine_symbol(&tokens[index])
        };
    }
    found
}

/// A symbol that tells small words apart.
pub fn fine_symbol(token: &Token) -> u8 {
    match symbol(token) {
        WORDS if token.is(DETERMINER) => 30,
        WORDS if token.is(POSSESSIVE | POSSESSIVE_MARK) => 31,
        WORDS if token.is(PREPOSITION) => 32,
        WORDS if token.is(AUXILIARY) => 33,
        WORDS if token.is(PRONOUN | FIRST) => 34,
        WORDS if token.is(ADVERB | NEGATION) => 35,
        WORDS if token.upper => 36,
        WORDS if token.is(VERB_ENDING) => 37,
        other => other,
    }
}

fn outline_symbol(outline: &Outline<'_>, at: usize) -> u8 {
    let mention = outline.mention_of[at];
    if mention == OUTSIDE {
        let token = &outline.cut.tokens[at];
        if token.is(DETERMINER | POSSESSIVE) {
            NOTHING
        } else {
            symbol(token)
        }
    } else {
        named(outline.mentions[mention as usize].kind)
    }
}

/// The features by which a stretch is told to be a statement or not.
pub fn statement_features(setting: &Setting, style: Style, features: &mut impl Features) {
    let words = bucket(setting.words);
    let s = setting;
    let subject = s.subject_before * 4 + s.subject_after;
    let flag = u8::from;
    seen!(features, "bias", []);
    seen!(features, "words", [words]);
    seen!(features, "words_ending", [words, s.ending]);
    seen!(
        features,
        "words_capital_ending",
        [words, s.capital, s.ending]
    );
    seen!(features, "before_after", [s.before, s.after]);
    seen!(features, "before_ending", [s.before, s.ending]);
    seen!(features, "after_ending", [s.after, s.ending]);
    seen!(features, "before_words", [s.before, words]);
    seen!(features, "subject", [subject]);
    seen!(features, "subject_words", [subject, words]);
    seen!(
        features,
        "subject_before_ending",
        [subject, s.before, s.ending]
    );
    seen!(features, "alone", [flag(s.alone), s.ending, s.capital]);
    seen!(features, "previous", [s.previous, s.capital, s.ending]);
    seen!(features, "previous_before", [s.previous, s.before]);
    seen!(features, "personal", [flag(s.personal), words]);
    seen!(features, "verbal", [flag(s.verbal), words]);
    seen!(features, "titled", [flag(s.titled), s.before]);
    seen!(
        features,
        "titled_words",
        [flag(s.titled), flag(s.verbal), words]
    );
    seen!(features, "naming", [flag(s.naming), s.ending, s.capital]);
    seen!(features, "lead", [s.lead[0], s.lead[1]]);
    seen!(features, "lead_near", [s.lead[2], s.lead[3]]);
    seen!(features, "lead_words", [s.lead[0], s.lead[2], words]);
    seen!(
        features,
        "lead_ending",
        [s.lead[0], s.lead[2], s.ending, s.capital]
    );
    seen!(features, "style", [style as u8, words, s.ending]);
}

/// A candidate seen from a stretch.
pub struct View {
    after: bool,
    /// 0 same sentence, 1 same paragraph next to it, 2 same paragraph, 3 next paragraph, 4 farther.
    distance: u8,
}

fn view(outline: &Outline<'_>, span: &Span, mention: &Mention) -> View {
    let cut = &outline.cut;
    let after = mention.tokens.start >= span.outer.end;
    let edge = if after {
        span.outer.end - 1
    } else {
        span.outer.start
    };
    let here = cut.sentence_of[edge];
    let there = cut.sentence_of[mention.tokens.start];
    let distance = if mention.paragraph == span.paragraph {
        match here.abs_diff(there) {
            0 => 0,
            1 => 1,
            _ => 2,
        }
    } else if mention.paragraph.abs_diff(span.paragraph) == 1 {
        3
    } else {
        4
    };
    View { after, distance }
}

/// What else is known when a candidate is judged.
pub struct Circumstances {
    /// What stands between it and the stretch.
    pub path: Path,
    /// Whether this mention was taken to have said the stretch before.
    pub previous_speaker: bool,
    /// Whether it names the same one as that mention.
    pub previous_entity: bool,
}

/// Farther before a stretch, in tokens, a cue governs something else.
const GOVERNS: usize = 12;

/// The features by which candidates are compared.
pub fn candidate_features(
    outline: &Outline<'_>,
    span: &Span,
    setting: &Setting,
    mention: &Mention,
    circumstances: &Circumstances,
    features: &mut impl Features,
) {
    let View { after, distance } = view(outline, span, mention);
    let side = u8::from(after);
    let kind = mention.kind as u8;
    let relation = mention.relation as u8;
    let flag = u8::from;
    let related = flag(relation != 0);
    let governed = flag(mention.governed);
    let place = side * 8 + distance;
    // The words between its cue and the stretch.
    let gap = mention.cue.map_or(9, |cue| {
        bucket(if cue >= span.outer.end {
            cue - span.outer.end
        } else {
            span.outer.start.saturating_sub(cue + 1)
        })
    });
    // Whether its cue is the one nearest before the stretch, in a clause of its own.
    let governs = mention.cue.is_some_and(|cue| {
        cue < span.outer.start
            && span.outer.start - cue <= GOVERNS
            && (cue + 1..span.outer.start).all(|at| {
                outline.inside[at] == OUTSIDE
                    && !outline.cut.tokens[at].is(CUE)
                    && outline.cut.tokens[at].kind != Kind::Stop
            })
    });
    let paragraph = &outline.cut.paragraphs[mention.paragraph].tokens;
    let beside = |at: Option<usize>| match at.filter(|at| paragraph.contains(at)) {
        None => PARAGRAPH,
        Some(at) if outline.inside[at] != OUTSIDE => QUOTED,
        Some(at) => symbol(&outline.cut.tokens[at]),
    };
    let before = beside(mention.tokens.start.checked_sub(1));
    let behind = beside(Some(mention.tokens.end));
    let c = circumstances;
    let previous = flag(c.previous_speaker) * 2 + flag(c.previous_entity);
    let [nearest, next] = c.path.symbols;
    let s = setting;
    seen!(features, "place_kind", [place, kind]);
    seen!(
        features,
        "governs",
        [flag(governs), relation, s.ending, previous]
    );
    seen!(
        features,
        "place_relation_ending",
        [place, relation, s.ending]
    );
    seen!(features, "place_gap", [place, relation, gap]);
    seen!(
        features,
        "place_mentions",
        [place, c.path.mentions, related]
    );
    seen!(features, "relation_kind_place", [relation, kind, place]);
    seen!(features, "governed", [governed, flag(mention.owns), place]);
    seen!(
        features,
        "relation_governed",
        [relation, governed, kind, side]
    );
    seen!(features, "around_place", [before, behind, place]);
    seen!(
        features,
        "after_ending_place",
        [s.after, s.ending, place, related]
    );
    seen!(
        features,
        "before_ending_place",
        [s.before, s.ending, place, related]
    );
    seen!(features, "previous", [previous, s.previous]);
    seen!(
        features,
        "previous_alone",
        [previous, s.previous, flag(s.alone), s.capital, s.ending]
    );
    seen!(
        features,
        "previous_related",
        [previous, s.previous, related, place]
    );
    let subjects = s.subject_before.min(1) * 2 + s.subject_after.min(1);
    seen!(
        features,
        "previous_subjects",
        [previous, s.previous, subjects, s.before]
    );
    seen!(features, "path", [place, nearest, next]);
}
