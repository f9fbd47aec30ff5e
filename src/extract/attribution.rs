//! Who said a quoted stretch: candidates compared by the linear model, in the order of the text, so that a stretch can
//! go on with the speaker of the one before.

use super::features::{
    Circumstances, Outline, Setting, candidate_features, setting, statement_features,
};
use super::mentions::{Mention, MentionKind, Relation};
use super::model::{Features, Model};
use super::quotes::{Span, Style};

/// What was decided on a stretch.
#[derive(Debug, Clone, Default)]
pub struct Decision {
    /// How likely the stretch is a statement at all, 0 to 1.
    pub statement: f32,
    /// The mention that said it, if any could have.
    pub speaker: Option<usize>,
    /// How likely that is, 0 to 1.
    pub confidence: f32,
}

const BEFORE: usize = 8;
const BEFORE_PARAGRAPH: usize = 6;
const AFTER: usize = 6;
const BACK: usize = 2;

/// The mentions that may have said a stretch.
pub fn candidates(outline: &Outline<'_>, span: &Span, previous: Option<usize>) -> Vec<usize> {
    let mentions = &outline.mentions;
    let at = mentions.partition_point(|m| m.tokens.start < span.outer.start);
    let may_speak = |index: &usize| {
        let m = &mentions[*index];
        match m.kind {
            MentionKind::Thing | MentionKind::It | MentionKind::Relative => {
                m.relation != Relation::None
            }
            _ => true,
        }
    };
    let here = (0..at)
        .rev()
        .take(40)
        .take_while(|&i| mentions[i].paragraph == span.paragraph)
        .filter(may_speak)
        .take(BEFORE);
    let earlier = (0..at)
        .rev()
        .skip_while(|&i| mentions[i].paragraph == span.paragraph)
        .take(40)
        .take_while(|&i| mentions[i].paragraph + BACK >= span.paragraph)
        .filter(may_speak)
        .take(BEFORE_PARAGRAPH);
    let after = (at..mentions.len())
        .filter(|&i| mentions[i].tokens.start >= span.outer.end)
        .take(40)
        .take_while(|&i| mentions[i].paragraph == span.paragraph)
        .filter(may_speak)
        .take(AFTER);
    let ends_paragraph = span.outer.end == outline.cut.paragraphs[span.paragraph].tokens.end;
    let below = (at..mentions.len())
        .skip_while(|&i| mentions[i].tokens.start < span.outer.end)
        .take(3)
        .take_while(|&i| ends_paragraph && mentions[i].paragraph == span.paragraph + 1)
        .filter(|&i| mentions[i].relation != Relation::None)
        .take(1);
    let mut found: Vec<usize> = here.chain(earlier).chain(after).chain(below).collect();
    if let Some(previous) = previous
        && !found.contains(&previous)
    {
        found.push(previous);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether two mentions are written so that they name the same one: the same last word of a name, the same words of a
/// description, the same pronoun.
pub fn same_name(outline: &Outline<'_>, a: &Mention, b: &Mention) -> bool {
    if a.kind != b.kind {
        return false;
    }
    let last = |m: &Mention| {
        let tokens = if m.name.is_empty() {
            &m.tokens
        } else {
            &m.name
        };
        outline.cut.word(tokens.end.saturating_sub(1))
    };
    last(a).eq_ignore_ascii_case(last(b))
}

/// Compares the candidates of a stretch.
pub struct Comparison {
    /// How the stretch lies.
    pub setting: Setting,
    /// The candidates.
    pub candidates: Vec<usize>,
    /// What each is judged by.
    pub circumstances: Vec<Circumstances>,
}

/// Gathers what a stretch's candidates are judged by.
pub fn compare(outline: &Outline<'_>, index: usize, previous: Option<usize>) -> Comparison {
    let span = &outline.spans[index];
    let setting = setting(outline, index);
    let candidates = candidates(outline, span, previous);
    let here = outline.cut.sentence_of[span.outer.start];
    let there = outline.cut.sentence_of[span.outer.end.saturating_sub(1).max(span.outer.start)];
    let in_sentence = |m: &Mention| {
        let sentence = outline.cut.sentence_of[m.tokens.start];
        m.relation != Relation::None && (here..=there).contains(&sentence)
    };
    let mentions = &outline.mentions;
    let subjects = candidates
        .iter()
        .filter(|&&c| in_sentence(&mentions[c]))
        .count()
        .min(3) as u8;
    let nearest_before = candidates
        .iter()
        .rev()
        .find(|&&c| mentions[c].tokens.start < span.outer.start && in_sentence(&mentions[c]));
    let nearest_after = candidates
        .iter()
        .find(|&&c| mentions[c].tokens.start >= span.outer.end && in_sentence(&mentions[c]));
    let circumstances = candidates
        .iter()
        .map(|c| Circumstances {
            previous_speaker: previous == Some(*c),
            previous_entity: previous
                .is_some_and(|p| same_name(outline, &mentions[p], &mentions[*c])),
            nearest_subject: Some(c) == nearest_before || Some(c) == nearest_after,
            subjects,
        })
        .collect();
    Comparison {
        setting,
        candidates,
        circumstances,
    }
}

/// Decides on every stretch of a text.
pub fn attribute(
    outline: &Outline<'_>,
    statement: &Model,
    speaker: &Model,
    least: f32,
) -> Vec<Decision> {
    let mut decisions = Vec::with_capacity(outline.spans.len());
    let mut previous = None;
    let mut features = Features::default();
    for index in 0..outline.spans.len() {
        let span = &outline.spans[index];
        let comparison = compare(outline, index, previous);
        features.clear();
        statement_features(&comparison.setting, span.style, &mut features);
        let likely = 1.0 / (1.0 + (-statement.score(&features)).exp());
        let is_statement =
            certain(outline, index, &comparison.setting, &decisions).unwrap_or(likely);
        let scores: Vec<f32> = comparison
            .candidates
            .iter()
            .zip(&comparison.circumstances)
            .map(|(&candidate, circumstances)| {
                features.clear();
                let mention = &outline.mentions[candidate];
                candidate_features(
                    outline,
                    span,
                    &comparison.setting,
                    mention,
                    circumstances,
                    &mut features,
                );
                speaker.score(&features)
            })
            .collect();
        let mut decision = choose(outline, &comparison.candidates, &scores, is_statement);
        if let Some(before) = decisions.last().filter(|_| span.continues) {
            decision.speaker = before.speaker;
            decision.confidence = before.confidence;
        }
        if decision.statement >= least {
            previous = decision.speaker;
        }
        decisions.push(decision);
    }
    decisions
}

/// What form alone decides: a quotation that runs on over paragraphs is one or none, speech behind a dash with a cue is
/// a statement, and a title that a word announces as one ("a book called") is none.
fn certain(
    outline: &Outline<'_>,
    index: usize,
    setting: &Setting,
    before: &[Decision],
) -> Option<f32> {
    let span = &outline.spans[index];
    if span.continues {
        return before.last().map(|last| last.statement);
    }
    if outline
        .spans
        .get(index + 1)
        .is_some_and(|next| next.continues)
    {
        return Some(1.0);
    }
    let subject = setting.subject_before != 0 || setting.subject_after != 0;
    if span.style == Style::Dash && subject {
        return Some(1.0);
    }
    (setting.titled && setting.naming && matches!(setting.ending, 0 | 5)).then_some(0.0)
}

/// The candidate whose name gathers the most of the softmax.
fn choose(outline: &Outline<'_>, candidates: &[usize], scores: &[f32], statement: f32) -> Decision {
    let best = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = scores.iter().map(|s| (s - best).exp()).sum();
    let share = |index: usize| (scores[index] - best).exp() / sum;
    let gathered = |index: usize| -> f32 {
        let mention = &outline.mentions[candidates[index]];
        (0..candidates.len())
            .filter(|&other| same_name(outline, mention, &outline.mentions[candidates[other]]))
            .map(share)
            .sum()
    };
    let chosen = (0..candidates.len()).max_by(|&a, &b| {
        let key = |i: usize| (gathered(i), scores[i]);
        key(a)
            .partial_cmp(&key(b))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    Decision {
        statement,
        speaker: chosen.map(|index| candidates[index]),
        confidence: chosen.map_or(0.0, gathered),
    }
}
