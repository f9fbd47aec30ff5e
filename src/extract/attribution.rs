//! Who said a quoted stretch: candidates compared by the linear model, in the order of the text, so that a stretch can
//! go on with the speaker of the one before.

use super::features::{
    Circumstances, Outline, Setting, Side, candidate_features, sentence_around, setting,
    statement_features,
};
use super::mentions::{Mention, MentionKind, OUTSIDE, Relation, is_verb};
use super::model::Model;
use super::quotes::{Span, Style};
use super::tokens::Kind;
use super::vocabulary::{
    CONJUNCTION, CUE, GROUP, HE, IMPERSONAL, INSIDE, JUDGING, NAMING, OPENING, SAYING, SHE, SOURCE,
    Vocabulary,
};

/// What was decided on a stretch.
#[derive(Debug, Clone, Copy, Default)]
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
/// How many mentions are looked at on either side.
const NEAR: usize = 40;

/// The mentions that may have said a stretch, in the order of the text.
pub fn candidates(outline: &Outline<'_>, span: &Span, previous: Option<usize>) -> Vec<usize> {
    let mentions = &outline.mentions;
    let at = mentions.partition_point(|m| m.tokens.start < span.outer.start);
    let may_speak = |m: &Mention| match m.kind {
        MentionKind::Thing | MentionKind::It | MentionKind::Relative => {
            m.relation != Relation::None
        }
        _ => true,
    };
    let mut found = Vec::with_capacity(BEFORE + BEFORE_PARAGRAPH + AFTER + 2);
    let here = (0..at)
        .rev()
        .take(NEAR)
        .take_while(|&i| mentions[i].paragraph == span.paragraph)
        .filter(|&i| may_speak(&mentions[i]));
    found.extend(here.take(BEFORE));
    let above = mentions[..at].partition_point(|m| m.paragraph < span.paragraph);
    let earlier = (0..above)
        .rev()
        .take(NEAR)
        .take_while(|&i| mentions[i].paragraph + BACK >= span.paragraph)
        .filter(|&i| {
            let m = &mentions[i];
            (m.relation != Relation::None || !m.governed) && may_speak(m)
        });
    found.extend(earlier.take(BEFORE_PARAGRAPH));
    found.reverse();
    let behind = at + mentions[at..].partition_point(|m| m.tokens.start < span.outer.end);
    let after = (behind..mentions.len())
        .take(NEAR)
        .take_while(|&i| mentions[i].paragraph == span.paragraph)
        .filter(|&i| may_speak(&mentions[i]));
    found.extend(after.take(AFTER));
    // Behind what ends a paragraph, the next may name who said it.
    if span.outer.end == outline.cut.paragraphs[span.paragraph].tokens.end {
        let below = (behind..mentions.len())
            .take(3)
            .take_while(|&i| mentions[i].paragraph == span.paragraph + 1)
            .find(|&i| mentions[i].relation != Relation::None);
        found.extend(below);
    }
    if let Some(previous) = previous
        && let Err(place) = found.binary_search(&previous)
    {
        found.insert(place, previous);
    }
    found
}

/// By what mentions that name the same one are alike, as far as their writing tells: the last word of a name, the head
/// of a description, the pronoun.
fn name_key(outline: &Outline<'_>, mention: &Mention) -> (MentionKind, u64) {
    let tokens = if mention.name.is_empty() {
        &mention.tokens
    } else {
        &mention.name
    };
    let last = tokens.end.checked_sub(1);
    (
        mention.kind,
        last.map_or(0, |last| outline.cut.tokens[last].key),
    )
}

/// Compares the candidates of a stretch.
pub struct Comparison {
    /// How the stretch lies.
    pub setting: Setting,
    /// The candidates, and what else each is judged by.
    pub candidates: Vec<(usize, Circumstances)>,
}

/// Leaves out candidates who, by the form of the stretch's sentence, did not say it.
fn leave_out(outline: &Outline<'_>, span: &Span, previous: Option<usize>, found: &mut Vec<usize>) {
    let mentions = &outline.mentions;
    let here = outline.cut.sentence_of[span.outer.start];
    let there = outline.cut.sentence_of[span.outer.end.saturating_sub(1).max(span.outer.start)];
    let in_sentence = |m: &Mention| {
        let sentence = outline.cut.sentence_of[m.tokens.start];
        m.relation != Relation::None && (here..=there).contains(&sentence)
    };
    // Where the sentence itself has the subject of a cue, those of other paragraphs who have none stay out.
    if found.iter().any(|&c| in_sentence(&mentions[c])) {
        found.retain(|&c| {
            let mention = &mentions[c];
            mention.paragraph == span.paragraph
                || mention.relation != Relation::None
                || previous == Some(c)
        });
    }
    // "Vale called it “…”, but Penn said it was “…”"
    if let Some(clause) = own_clause(outline, span) {
        found.retain(|&c| {
            let mention = &mentions[c];
            mention.tokens.start >= clause || !in_sentence(mention)
        });
    }
    // "“…”, said Vale, according to the agency"
    let told = found.iter().filter_map(|&c| {
        let mention = &mentions[c];
        let says = mention
            .cue
            .is_some_and(|cue| outline.cut.tokens[cue].is(SAYING));
        let subject = matches!(mention.relation, Relation::Subject | Relation::Inverted);
        let behind = mention.tokens.start >= span.outer.end;
        (says && subject && behind && in_sentence(mention)).then_some(mention.tokens.end)
    });
    if let Some(end) = told.min() {
        found.retain(|&c| {
            let source = &mentions[c];
            let passes_on = source.relation == Relation::Source && source.tokens.start >= end;
            !(passes_on && in_sentence(source))
        });
    }
    // "Vale called Penn's statement “…”"
    let judged = found.iter().filter_map(|&c| {
        let mention = &mentions[c];
        let cue = mention.cue.filter(|&cue| cue < span.outer.start)?;
        let judges = mention.relation == Relation::Subject && outline.cut.tokens[cue].is(JUDGING);
        (judges && in_sentence(mention)).then_some(cue)
    });
    if let Some(verb) = judged.max() {
        found.retain(|&c| {
            let owner = &mentions[c];
            let object = verb..span.outer.start;
            !(owner.relation == Relation::Owner && object.contains(&owner.tokens.start))
        });
    }
}

/// Gathers what a stretch's candidates are judged by.
pub fn compare(outline: &Outline<'_>, index: usize, previous: Option<usize>) -> Comparison {
    let span = &outline.spans[index];
    let mentions = &outline.mentions;
    let mut found = candidates(outline, span, previous);
    leave_out(outline, span, previous, &mut found);
    let first_behind = |token: usize| mentions.partition_point(|m| m.tokens.start < token);
    let (start, end) = (span.outer.start, span.outer.end);
    let before = Side::before(outline, start, first_behind(start));
    let behind = Side::behind(outline, end, first_behind(end));
    let previous_key = previous.map(|p| name_key(outline, &mentions[p]));
    let circumstances = |c: usize| {
        let side = if mentions[c].tokens.start < end {
            &before
        } else {
            &behind
        };
        Circumstances {
            path: side.path(outline, c),
            previous_speaker: previous == Some(c),
            previous_entity: previous_key == Some(name_key(outline, &mentions[c])),
        }
    };
    Comparison {
        setting: setting(outline, index),
        candidates: found.into_iter().map(|c| (c, circumstances(c))).collect(),
    }
}

/// Where the clause begins, as a token, whose verb of saying announces a stretch to its end and whose subject is behind
/// what joins it to another clause of the sentence.
fn own_clause(outline: &Outline<'_>, span: &Span) -> Option<usize> {
    let (tokens, start) = (&outline.cut.tokens, span.outer.start);
    let sentence = outline.cut.sentence_of[start];
    let first = start.saturating_sub(CLAUSE);
    let cue = (first..start)
        .rev()
        .take_while(|&at| outline.inside[at] == OUTSIDE && tokens[at].kind != Kind::Stop)
        .find(|&at| tokens[at].is(CUE) && is_verb(&outline.cut, at))
        .filter(|&at| tokens[at].is(SAYING | JUDGING))?;
    let behind = outline.mentions.partition_point(|m| m.tokens.start < cue);
    let near = || outline.mentions[..behind].iter().rev().take(APPOSED);
    let subjects = near().take_while(|m| outline.cut.sentence_of[m.tokens.start] == sentence);
    let mut subjects =
        subjects.filter(|m| m.cue == Some(cue) && m.relation != Relation::SubjectFar);
    let nearest = subjects.next().filter(|m| {
        let is_somebody = match m.kind {
            MentionKind::Name | MentionKind::Description => true,
            MentionKind::Group => tokens[m.head].is(GROUP),
            _ => false,
        };
        m.relation == Relation::Subject && is_somebody
    })?;
    let subject = subjects.last().unwrap_or(nearest).tokens.start;
    // "Norland's Ada Vale"
    let mut owner = near().filter(|m| m.owns && m.tokens.end + 1 == subject);
    let subject = owner.next().map_or(subject, |owner| owner.tokens.start);
    let joins = subject.checked_sub(1)?;
    // "asked “…?” Vale replied that “…”", "“…”; Vale said “…”"
    let behind_quoted = outline.inside[joins] != OUTSIDE;
    let parted = tokens[joins].kind == Kind::Semicolon;
    let joined = tokens[joins].is(CONJUNCTION | OPENING);
    (behind_quoted || parted || joined).then_some(subject)
}

/// Farther before a stretch, in tokens, no verb announces it.
const CLAUSE: usize = 12;

/// Decides on every stretch of a text.
pub fn attribute(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    statement: &Model,
    speaker: &Model,
    least: f32,
) -> Vec<Decision> {
    let mut decisions = Vec::with_capacity(outline.spans.len());
    let mut previous = None;
    for index in 0..outline.spans.len() {
        let span = &outline.spans[index];
        let comparison = compare(outline, index, previous);
        let likely = statement.probability(|features| {
            statement_features(&comparison.setting, span.style, features);
        });
        let is_statement =
            certain(outline, index, &comparison.setting, &decisions).unwrap_or(likely);
        let scores: Vec<f32> = comparison
            .candidates
            .iter()
            .map(|(candidate, circumstances)| {
                let mention = &outline.mentions[*candidate];
                let setting = &comparison.setting;
                speaker.score(|features| {
                    candidate_features(outline, span, setting, mention, circumstances, features);
                })
            })
            .collect();
        let mut decision = choose(outline, &comparison.candidates, &scores, is_statement);
        if vocabulary.knows_cues && !vocabulary.fitted {
            decision = unfitted(outline, vocabulary, span, previous, decision);
        }
        let earlier = |&speaker: &usize| outline.mentions[speaker].tokens.start < span.outer.start;
        if decision.speaker.as_ref().is_some_and(earlier) && is_nobodys(outline, span) {
            (decision.speaker, decision.confidence) = (None, 0.0);
        }
        let before = decisions.last();
        let before =
            before.filter(|before| span.continues || span.follows && before.statement >= least);
        if let Some(before) = before.copied() {
            if span.continues && is_said_here(outline, span, &decision, &before) {
                let runs_on = outline.spans[..=index].iter().rev();
                let runs_on = runs_on.take_while(|span| span.continues).count();
                for earlier in decisions.iter_mut().rev().take(runs_on) {
                    earlier.speaker = decision.speaker;
                    earlier.confidence = decision.confidence;
                }
            } else {
                decision.speaker = before.speaker;
                decision.confidence = before.confidence;
            }
        }
        if heads_article(outline, span, decision.speaker) {
            (decision.speaker, decision.confidence) = (None, 0.0);
        }
        if decision.statement >= least {
            previous = decision.speaker;
        }
        decisions.push(decision);
    }
    decisions
}

/// Whether a verb that nobody is the subject of tells a stretch: "“…”, heißt es in dem Papier".
fn is_nobodys(outline: &Outline<'_>, span: &Span) -> bool {
    let end = outline.cut.paragraphs[span.paragraph].tokens.end;
    let mut behind = outline.cut.tokens[span.outer.end..end].iter();
    let verb = behind.find(|t| !matches!(t.kind, Kind::Comma | Kind::Dash));
    verb.is_some_and(|t| t.is(IMPERSONAL))
}

/// Whether a quotation over several paragraphs has its cue in this one, more surely than in those before.
fn is_said_here(outline: &Outline<'_>, span: &Span, here: &Decision, before: &Decision) -> bool {
    let told = |decision: &Decision| {
        decision.speaker.is_some_and(|speaker| {
            let mention = &outline.mentions[speaker];
            mention.paragraph == span.paragraph && mention.cue.is_some()
        })
    };
    told(here) && here.confidence > before.confidence
}

/// A decision in a language whose cues are known, but that the weights were not fitted to: there, somebody who is only
/// named near a stretch did not say it, and a verb may have no subject that is named.
fn unfitted(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    span: &Span,
    previous: Option<usize>,
    mut decision: Decision,
) -> Decision {
    if said_by_left_out(outline, span) {
        let speaker = vocabulary
            .pro_drop
            .then(|| left_out(outline, span, previous));
        decision.speaker = speaker.flatten();
        decision.confidence = LEFT_OUT;
    }
    if !is_told(outline, span, decision.speaker, previous) {
        decision.speaker = None;
    }
    if decision.speaker.is_none() {
        decision.confidence = 0.0;
    }
    decision
}

/// Farther from a stretch, in tokens, a cue of its sentence tells nothing of it.
const REACH: usize = 200;

/// How sure it is who a verb's left out subject is.
const LEFT_OUT: f32 = 0.7;

/// Whether a verb of saying without a subject stands right behind a stretch: "«…», dijo a la radio".
fn said_by_left_out(outline: &Outline<'_>, span: &Span) -> bool {
    let tokens = &outline.cut.tokens;
    let end = outline.cut.paragraphs[span.paragraph].tokens.end;
    let parts = |at: &usize| matches!(tokens[*at].kind, Kind::Comma | Kind::Dash);
    let Some(cue) = (span.outer.end..end).find(|at| !parts(at)) else {
        return false;
    };
    let behind = outline.mentions.partition_point(|m| m.tokens.start <= cue);
    let near = behind.saturating_sub(NEAR)..outline.mentions.len().min(behind + NEAR);
    // "…, повідомляє «Маяк»": a newspaper tells it.
    let by_paper = tokens.get(cue + 1).is_some_and(|t| t.kind == Kind::Mark);
    // "«…», dijo a la radio el ministro"
    let sentence = |at: usize| outline.cut.sentence_of[at];
    let may_be_subject = |m: &Mention| {
        m.cue == Some(cue)
            || m.tokens.start > cue && sentence(m.tokens.start) == sentence(cue) && is_person(m)
    };
    tokens[cue].is(SAYING)
        && !by_paper
        && !tokens[cue].is(HE | SHE)
        && outline.inside[cue] == OUTSIDE
        && is_verb(&outline.cut, cue)
        && !outline.mentions[near].iter().any(may_be_subject)
}

/// Whether a mention can be a subject who speaks.
fn is_person(mention: &Mention) -> bool {
    !mention.governed
        && !matches!(
            mention.kind,
            MentionKind::Thing | MentionKind::It | MentionKind::Relative
        )
}

/// Whom a verb behind a stretch means that leaves its subject out: whom the paragraph is about before it, or whoever
/// spoke last.
fn left_out(outline: &Outline<'_>, span: &Span, previous: Option<usize>) -> Option<usize> {
    let near = |m: &Mention| m.paragraph + BACK >= span.paragraph;
    let before = outline
        .mentions
        .partition_point(|m| m.tokens.start < span.outer.start);
    let back = || {
        (0..before)
            .rev()
            .take(NEAR)
            .map(|at| (at, &outline.mentions[at]))
    };
    let sentence = |m: &Mention| outline.cut.sentence_of[m.tokens.start];
    // Whom the sentence before it is about, which mostly begins with him.
    let mut here = back()
        .take_while(|(_, m)| m.paragraph == span.paragraph)
        .filter(|(_, m)| is_person(m));
    let theme = here.next().map(|(at, last)| {
        let same = here.take_while(|(_, m)| sentence(m) == sentence(last));
        same.last().map_or(at, |(at, _)| at)
    });
    let speaks = || {
        let near = back().take_while(|(_, m)| near(m));
        let mut subjects = near.filter(|(_, m)| m.relation != Relation::None && is_person(m));
        subjects.next().map(|(at, _)| at)
    };
    let previous = previous.filter(|&at| near(&outline.mentions[at]));
    theme.max(previous).or_else(speaks)
}

/// Whether the text tells who said a stretch by more than naming somebody near it: by a cue in its sentence or one that
/// the speaker is the subject of, by a colon, or as it goes on with whoever spoke before.
fn is_told(
    outline: &Outline<'_>,
    span: &Span,
    speaker: Option<usize>,
    previous: Option<usize>,
) -> bool {
    let Some(speaker) = speaker else {
        return true;
    };
    let mention = &outline.mentions[speaker];
    let key = |at: usize| name_key(outline, &outline.mentions[at]);
    let goes_on = previous.is_some_and(|previous| key(previous) == key(speaker));
    let cue = || {
        let sentence = sentence_around(outline, span);
        let start = sentence.start.max(span.outer.start.saturating_sub(REACH));
        let end = sentence.end.min(span.outer.end + REACH);
        (start..span.outer.start)
            .chain(span.outer.end..end)
            .any(|at| {
                outline.inside[at] == OUTSIDE
                    && outline.cut.tokens[at].is(CUE | SOURCE)
                    && is_verb(&outline.cut, at)
            })
    };
    let colon = span
        .outer
        .start
        .checked_sub(1)
        .is_some_and(|before| outline.cut.tokens[before].kind == Kind::Colon);
    mention.relation != Relation::None || goes_on || colon || cue()
}

/// Whether a stretch is all that an article begins with, and whoever may have said it comes below: what is taken from
/// the text for a heading need not be said by the first who is named there.
fn heads_article(outline: &Outline<'_>, span: &Span, speaker: Option<usize>) -> bool {
    let below = speaker.is_some_and(|speaker| outline.mentions[speaker].paragraph > 0);
    span.paragraph == 0 && span.outer == outline.cut.paragraphs[0].tokens && below
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
    if span.continues || span.follows {
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
    if by_own_words(outline, span) {
        return Some(1.0);
    }
    let titled = setting.titled || is_named(outline, span);
    (titled && setting.naming && matches!(setting.ending, 0 | 5)).then_some(0.0)
}

/// Whether a single capitalised word stands right behind what says that it is a name: "the newspaper “Coast”".
fn is_named(outline: &Outline<'_>, span: &Span) -> bool {
    let tokens = &outline.cut.tokens;
    let before = span.outer.start.checked_sub(1);
    let named = before.is_some_and(|at| tokens[at].is(NAMING) && outline.inside[at] == OUTSIDE);
    named && matches!(&tokens[span.inner.clone()], [word] if word.is_word() && word.upper)
}

/// Shorter, in tokens, quoted words may be a name even where somebody's own words are announced.
const OWN_WORDS: usize = 3;

/// Whether a phrase that is both pronoun and cue ("по его словам", "dit-il") stands right before a stretch.
fn by_own_words(outline: &Outline<'_>, span: &Span) -> bool {
    let tokens = &outline.cut.tokens;
    let start = outline.cut.paragraphs[span.paragraph].tokens.start;
    let mut before = (start..span.outer.start).rev();
    let announces = before
        .find(|&at| tokens[at].kind != Kind::Comma && !tokens[at].is(INSIDE))
        .is_some_and(|at| tokens[at].is(HE | SHE) && tokens[at].is(SAYING));
    announces && span.inner.len() >= OWN_WORDS
}

/// As many candidates an apposition is farther on at most.
const APPOSED: usize = 3;

/// The candidate whose name gathers the most of the softmax.
fn choose(
    outline: &Outline<'_>,
    candidates: &[(usize, Circumstances)],
    scores: &[f32],
    statement: f32,
) -> Decision {
    let best = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = scores.iter().map(|s| (s - best).exp()).sum();
    let share = |index: usize| (scores[index] - best).exp() / sum;
    let mut keys: Vec<_> = candidates
        .iter()
        .map(|(c, _)| name_key(outline, &outline.mentions[*c]))
        .collect();
    // "The mayor of the town, Ada Vale,": two mentions of one person.
    let mention = |index: usize| &outline.mentions[candidates[index].0];
    for index in 1..candidates.len() {
        let second = mention(index);
        let apposed = |&first: &usize| {
            let apposition = &mention(first).apposition;
            !apposition.is_empty() && apposition.start == second.tokens.start
        };
        let Some(first) = (index.saturating_sub(APPOSED)..index).rev().find(apposed) else {
            continue;
        };
        match (mention(first).kind, second.kind) {
            (MentionKind::Name, MentionKind::Description) => keys[index] = keys[first],
            (MentionKind::Description, MentionKind::Name) => keys[first] = keys[index],
            _ => {}
        }
    }
    let shares: Vec<f32> = (0..candidates.len()).map(share).collect();
    let gathered: Vec<f32> = keys
        .iter()
        .map(|key| {
            let alike = keys.iter().zip(&shares).filter(|(other, _)| *other == key);
            alike.map(|(_, share)| share).sum::<f32>().min(1.0)
        })
        .collect();
    let chosen = (0..candidates.len()).max_by(|&a, &b| {
        let key = |i: usize| (gathered[i], scores[i]);
        key(a)
            .partial_cmp(&key(b))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    Decision {
        statement,
        speaker: chosen.map(|index| candidates[index].0),
        confidence: chosen.map_or(0.0, |index| gathered[index]),
    }
}
