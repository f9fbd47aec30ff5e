//! Reported speech: what the article says, in its own words, that somebody said. The clause behind a cue ("said that
//! …"), the sentence before one ("…, Vale said"), and what a source stands for ("according to Vale, …").

use std::ops::Range;

use super::features::{Outline, bucket, fine_symbol};
use super::mentions::{
    LINKS, Mention, MentionKind, OUTSIDE, Relation, begins_clause, is_joined, is_verb,
};
use super::model::{Features, Model, seen};
use super::tokens::{Kind, Token};
use super::vocabulary::*;

/// How the clause lies to its cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Shape {
    /// Behind the cue.
    Behind,
    /// Before it, in one sentence.
    Before,
    /// Behind a source.
    BehindSource,
    /// Before a source.
    BeforeSource,
}

/// A clause that may be reported speech.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What of it stands before the cue, if the cue only interrupts it: "The bridge, the ministry said, will open".
    pub opening: Range<usize>,
    /// Whoever said it.
    pub mention: usize,
    /// By which cue.
    pub cue: usize,
    /// How it lies.
    pub shape: Shape,
    /// Its paragraph.
    pub paragraph: usize,
}

/// Fewer words are no clause.
const SHORTEST: usize = 3;
/// As many words behind a verb of saying may be a clause whose verb is in no list.
const CLAUSE_WORDS: usize = 5;
/// More tokens are no clause either: a text without full stops.
const LONGEST: usize = 150;
/// How many mentions are asked whether the sentence is about them.
const THEMES: usize = 12;
/// How near behind a cue a quotation is likely what it governs, in tokens.
const QUOTE_NEAR: usize = 12;
/// Words behind a fronted clause's cue at most ("Vale said at a meeting in Riverton on Monday.").
const TAIL: usize = 14;

/// All clauses that may be reported speech, in order of their cues.
pub fn clauses(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Vec<Clause> {
    let mut found = Vec::new();
    let mut first = 0;
    for (paragraph, place) in outline.cut.paragraphs.iter().enumerate() {
        for sentence in place.sentences.clone() {
            let mut tokens = outline.cut.sentences[sentence].clone();
            while outline
                .mentions
                .get(first)
                .is_some_and(|m| m.tokens.start < tokens.start)
            {
                first += 1;
            }
            let mut last = first;
            while outline
                .mentions
                .get(last)
                .is_some_and(|m| m.tokens.start < tokens.end)
            {
                last += 1;
            }
            // "Vale said it was “late. But not too late.”": what a quotation begins in ends with it.
            let open = tokens.end.checked_sub(1).map(|last| outline.inside[last]);
            let span = open.and_then(|span| outline.spans.get(span as usize));
            if let Some(span) = span.filter(|span| span.outer.start > tokens.start) {
                tokens.end = tokens.end.max(span.outer.end.min(place.tokens.end));
            }
            in_sentence(
                outline,
                vocabulary,
                paragraph,
                tokens,
                first..last,
                &mut found,
            );
            first = last;
        }
    }
    found
}

fn in_sentence(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    paragraph: usize,
    sentence: Range<usize>,
    mentions: Range<usize>,
    found: &mut Vec<Clause>,
) {
    let tokens = &outline.cut.tokens;
    let mut heads: Vec<Clause> = Vec::new();
    let mut push = |range: Range<usize>, mention: usize, cue: usize, shape: Shape| {
        let interrupts = matches!(shape, Shape::Behind | Shape::BehindSource);
        let opening = if interrupts {
            opening(outline, vocabulary, &sentence, mention, cue, range.start)
        } else {
            0..0
        };
        let clause = Clause {
            tokens: tidy(outline, range),
            opening,
            mention,
            cue,
            shape,
            paragraph,
        };
        if is_sound(outline, vocabulary, &clause) {
            heads.push(clause);
        }
    };
    // Who spoke last in the sentence, and by which verb.
    let mut subject: Option<usize> = None;
    let mut last: Option<usize> = None;
    let mut by_cue: Vec<(usize, usize)> = mentions
        .clone()
        .filter_map(|m| outline.mentions[m].cue.map(|cue| (cue, m)))
        .filter(|(cue, _)| sentence.contains(cue))
        .filter(|&(cue, m)| {
            outline.mentions[m].relation != Relation::Inverted
                || begins_clause(&outline.cut, &outline.inside, &sentence, cue)
                || vocabulary.verb_second && is_second(outline, &sentence, cue)
        })
        .collect();
    // One subject for each cue: nearest by grammar, then the one that no preposition governs, then the last.
    let rank = |cue: usize, m: usize| {
        let mention = &outline.mentions[m];
        let near = match mention.relation {
            Relation::Subject => 4 - 2 * u8::from(mention.governed),
            Relation::SubjectApposition => 4 - 3 * u8::from(mention.governed),
            Relation::SubjectFar => 3 - 2 * u8::from(mention.governed),
            _ => 4,
        };
        // "Vale met Marsh and said": whom the sentence begins with goes on.
        let first = mention.relation == Relation::SubjectFar && is_joined(&outline.cut, cue);
        (near, if first { usize::MAX - m } else { m })
    };
    by_cue.sort_unstable_by_key(|&(cue, m)| (cue, std::cmp::Reverse(rank(cue, m))));
    by_cue.dedup_by_key(|(cue, _)| *cue);
    let mut next = 0;
    for cue in sentence.clone() {
        let token = &tokens[cue];
        if !token.is(CUE | SOURCE | AFTER_SOURCE) || outline.inside[cue] != OUTSIDE {
            continue;
        }
        while next < by_cue.len() && by_cue[next].0 < cue {
            next += 1;
        }
        let own = by_cue
            .get(next)
            .filter(|(at, _)| *at == cue)
            .map(|(_, m)| *m)
            // "Vale said it was early but added": she did, not it.
            .filter(|&m| {
                let mention = &outline.mentions[m];
                let nobody = matches!(mention.kind, MentionKind::It | MentionKind::Thing);
                // "Vale thanked Marsh and said": nor did Marsh.
                let object = last.is_some_and(|verb| mention.tokens.start > verb)
                    && is_joined(&outline.cut, cue);
                let far = (nobody || object) && mention.relation == Relation::SubjectFar;
                !(far && subject.is_some() && goes_on(outline, &sentence, cue))
            })
            // "Vale spoke in Riverton, vowing", "criticized his plan and said": nor what a verb or a preposition governs.
            .filter(|&m| {
                let mention = &outline.mentions[m];
                let joins =
                    token.is(PARTICIPLE) && is_parted(outline, cue) || is_joined(&outline.cut, cue);
                let far = matches!(
                    mention.relation,
                    Relation::SubjectFar | Relation::SubjectApposition
                );
                !(far
                    && joins
                    && is_governed(outline, m)
                    && theme(outline, mentions.clone(), cue).is_some())
            });
        if let Some(mention) = own
            && token.is(SOURCE | AFTER_SOURCE)
        {
            if let Some((range, shape)) = of_source(outline, vocabulary, &sentence, mention, cue) {
                push(range, mention, cue, shape);
            }
            continue;
        }
        // "по его словам" opens the clause that it attributes, or stands inside it.
        let own_words = token.is(SAYING) && token.is(HE | SHE);
        if own_words && cue == sentence.start && outline.mention_of[cue] != OUTSIDE {
            let inner = tokens[cue + 1..sentence.end].iter();
            let rest = cue + 1 + inner.take_while(|t| t.is(INSIDE)).count();
            let mention = outline.mention_of[cue] as usize;
            push(rest..sentence.end, mention, cue, Shape::BehindSource);
        }
        if !token.is(CUE) || own_words || !is_verb(&outline.cut, cue) || is_denied(outline, cue) {
            continue;
        }
        // "… used the raid to justify the strikes, saying", "… called the plan sound, and said": who has no subject of
        // his own beside the cue is whom the sentence is about.
        let theme = || theme(outline, mentions.clone(), cue);
        let goes_on = || goes_on(outline, &sentence, cue);
        let Some(mention) = own.or_else(|| subject.or_else(theme).filter(|_| goes_on())) else {
            continue;
        };
        let m = &outline.mentions[mention];
        if own.is_some() {
            // "Vale said the plan calls for more and added": she did, not the plan.
            if subject.is_none() || m.kind != MentionKind::Thing {
                subject = own;
            }
            last = Some(cue);
        }
        // "No official has said"
        if tokens[m.tokens.start].is(NEGATION) {
            continue;
        }
        // Where the verb comes second, nobody stands between a fronted clause and it: "Der Lotse, Tom Marsh, sagte".
        let may_front =
            own.is_some() && (!vocabulary.verb_second || m.relation == Relation::Inverted);
        if let Some(comma) = echoed(outline, vocabulary, &sentence, m, cue) {
            push(sentence.start..comma, mention, cue, Shape::Before);
            continue;
        }
        match fronted(outline, &sentence, mention, cue, may_front) {
            Some(comma) => {
                let ends = before_office(outline, mention, comma);
                push(sentence.start..ends, mention, cue, Shape::Before);
                // "In some ways, Vale noted, it might help": the clause goes on behind.
                let end = with_cue(m, cue).end;
                let parted = end + SHORTEST < sentence.end && tokens[end].kind == Kind::Comma;
                // "Asked about it, Vale said there was no plan": what stands before is none.
                let tail = end..sentence.end;
                let whole = m.relation != Relation::Inverted
                    && !tail
                        .clone()
                        .any(|at| tokens[at].is(THAT) && is_relative(outline, at))
                    && tokens[tail].iter().any(|t| t.is(AUXILIARY | VERB_ENDING));
                if parted {
                    push(end..sentence.end, mention, cue, Shape::Behind);
                } else if whole {
                    let start = behind(outline, &sentence, cue);
                    push(start..sentence.end, mention, cue, Shape::Behind);
                }
            }
            // "Am Montag sagte Vale, sie habe …"
            None if m.relation == Relation::Inverted && own.is_some() => {
                let start = behind_subject(outline, &sentence, mention, cue);
                if let Some(start) = start.filter(|_| vocabulary.verb_second) {
                    push(start..sentence.end, mention, cue, Shape::Behind);
                }
            }
            None => push(
                behind(outline, &sentence, cue)..sentence.end,
                mention,
                cue,
                Shape::Behind,
            ),
        }
    }
    // A clause ends where the next cue's of the same sentence begins to speak of its own.
    for index in 1..heads.len() {
        let (head, next) = (&heads[index - 1], &heads[index]);
        let shape = |clause: &Clause| clause.shape == Shape::Behind;
        if shape(head) && shape(next) && head.tokens.contains(&next.cue) {
            let end = if head.mention == next.mention {
                again(outline, head.tokens.start, next.cue)
            } else {
                another_begins(outline, head, next.mention)
            };
            let head = &mut heads[index - 1];
            head.tokens.end = end.unwrap_or(head.tokens.end);
        }
    }
    for head in heads.iter_mut().filter(|head| head.shape == Shape::Behind) {
        head.tokens.end = main_verb(outline, head).unwrap_or(head.tokens.end);
        head.tokens.end = main_clause(outline, &sentence, head).unwrap_or(head.tokens.end);
        head.tokens.end = semicolon(outline, head).unwrap_or(head.tokens.end);
        head.tokens.end = introduction(outline, head).unwrap_or(head.tokens.end);
    }
    // "Marsh said it was proof, according to Vale": what Marsh said ends before whoever told of it.
    let sources: Vec<usize> = heads
        .iter()
        .filter(|head| matches!(head.shape, Shape::Before | Shape::BeforeSource))
        .map(|head| head.cue.min(outline.mentions[head.mention].tokens.start))
        .collect();
    for source in sources {
        for head in &mut heads {
            if head.shape == Shape::Behind && head.tokens.contains(&source) {
                head.tokens.end = coordination(outline, head.tokens.start, source);
            }
        }
    }
    for head in &heads {
        let from = found.len();
        for start in beginnings(outline, &sentence, head) {
            for end in endings(outline, head, start) {
                let clause = Clause {
                    tokens: tidy(outline, start..end),
                    ..head.clone()
                };
                let new = || found[from..].iter().all(|c| c.tokens != clause.tokens);
                if is_sound(outline, vocabulary, &clause) && new() {
                    found.push(clause);
                }
            }
        }
    }
}

/// Whom a sentence is about, of its mentions before a cue.
fn theme(outline: &Outline<'_>, mentions: Range<usize>, cue: usize) -> Option<usize> {
    mentions.take(THEMES).find(|&m| {
        let mention = &outline.mentions[m];
        !mention.governed
            && !mention.owns
            && mention.tokens.end <= cue
            && !matches!(mention.kind, MentionKind::Thing | MentionKind::It)
    })
}

/// Whether a preposition or a verb right before a mention governs it.
fn is_governed(outline: &Outline<'_>, mention: usize) -> bool {
    let m = &outline.mentions[mention];
    let verb = m.tokens.start.checked_sub(1).is_some_and(|at| {
        let token = &outline.cut.tokens[at];
        token.is(VERB_ENDING) || is_cue_verb(outline, at)
    });
    m.governed || verb
}

/// Tokens that tell when or where something was said, at most.
const CIRCUMSTANCE: usize = 5;

/// Whether words behind a cue tell no more than when or where, if anything.
fn is_circumstance(behind: &[Token]) -> bool {
    let when = PREPOSITION | WEEKDAY | TODAY | YESTERDAY | LAST_WEEK | ADVERB;
    let first = behind.first();
    behind.len() <= CIRCUMSTANCE && first.is_none_or(|t| !t.is_word() || t.is(when))
}

/// The comma before a last clause that tells who said the sentence: "…, as Vale said.", "…, wie Vale am Montag sagte."
fn echoed(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    sentence: &Range<usize>,
    speaker: &Mention,
    cue: usize,
) -> Option<usize> {
    let tokens = &outline.cut.tokens;
    let as_ = speaker.tokens.start.checked_sub(1)?;
    let comma = as_
        .checked_sub(1)
        .filter(|&comma| comma > sentence.start + SHORTEST)?;
    let last = is_circumstance(tokens.get(cue + 1..sentence.end).unwrap_or_default());
    let echoes = vocabulary.echoes(tokens[as_].key) && is_comma(outline, comma);
    (echoes && last && tokens[cue].is(SAYING)).then_some(comma)
}

/// Where a clause before this comma ends whose speaker has an office before the name: "…, the governor, Ada Vale, said".
fn before_office(outline: &Outline<'_>, speaker: usize, comma: usize) -> usize {
    let named = &outline.mentions[speaker].tokens;
    let office = speaker
        .checked_sub(1)
        .map(|before| &outline.mentions[before]);
    let office = office.filter(|m| {
        let apposed = m.apposition.start == named.start && m.tokens.end == comma;
        apposed && m.kind == MentionKind::Description && is_parted(outline, m.tokens.start)
    });
    office.map_or(comma, |m| m.tokens.start - 1)
}

/// Whether a verb stands here that is nobody's name.
fn is_main_verb(outline: &Outline<'_>, at: usize) -> bool {
    let token = &outline.cut.tokens[at];
    let ends_so = token.is(VERB_ENDING) && outline.mention_of[at] == OUTSIDE;
    !token.is(PARTICIPLE) && (ends_so || acts(outline, at))
}

/// The comma at which a clause ends within one that a word before its speaker subordinates, and the main clause follows:
/// "After Vale said the pier was closed, the ferries turned back".
fn main_clause(outline: &Outline<'_>, sentence: &Range<usize>, clause: &Clause) -> Option<usize> {
    let speaker = &outline.mentions[clause.mention].tokens;
    let opening = &outline.cut.tokens[sentence.start];
    if !opening.is(OPENING) || speaker.start != sentence.start + 1 {
        return None;
    }
    let mut commas = clause.tokens.clone().skip(SHORTEST);
    commas.find(|&at| {
        let mut before = clause.tokens.start..at;
        is_comma(outline, at) && before.any(|at| is_main_verb(outline, at))
    })
}

/// The semicolon at which a clause ends behind which somebody says something else.
fn semicolon(outline: &Outline<'_>, clause: &Clause) -> Option<usize> {
    let tokens = &outline.cut.tokens;
    let mut at = clause.tokens.clone();
    let found = at.find(|&at| tokens[at].kind == Kind::Semicolon && outline.inside[at] == OUTSIDE);
    found.filter(|&at| {
        let mut behind = tokens[at..clause.tokens.end].iter();
        behind.any(|t| t.is(SAYING))
    })
}

/// The comma at which a clause within a clause about its speaker ends, and the sentence's own verb follows: "Vale, who said
/// the pier was closed, resigned".
fn main_verb(outline: &Outline<'_>, clause: &Clause) -> Option<usize> {
    let speaker = &outline.mentions[clause.mention];
    if speaker.kind != MentionKind::Relative || !is_parted(outline, speaker.tokens.start) {
        return None;
    }
    let is_verb = |at: usize| is_main_verb(outline, at);
    let commas = clause.tokens.clone().skip(SHORTEST);
    commas
        .filter(|&at| is_comma(outline, at) && at + 1 < clause.tokens.end)
        .find(|&at| is_verb(at + 1) && (clause.tokens.start..at).any(is_verb))
}

/// The colon at which a clause ends that introduces quoted words: "said it was clear: “It is over.”"
fn introduction(outline: &Outline<'_>, clause: &Clause) -> Option<usize> {
    let introduces = |&at: &usize| {
        let opens = outline
            .inside
            .get(at + 1)
            .is_some_and(|&span| span != OUTSIDE);
        outline.cut.tokens[at].kind == Kind::Colon && outline.inside[at] == OUTSIDE && opens
    };
    clause.tokens.clone().find(introduces)
}

/// The clause that a source stands for, and how it lies to it; none where the source only interrupts one.
fn of_source(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    sentence: &Range<usize>,
    mention: usize,
    cue: usize,
) -> Option<(Range<usize>, Shape)> {
    let tokens = &outline.cut.tokens;
    let m = &outline.mentions[mention];
    let Range { start, end } = with_cue(m, cue);
    if start <= sentence.start + 2 {
        let begins = source_end(outline, m, end..sentence.end);
        return Some((begins..sentence.end, Shape::BehindSource));
    }
    let before = sentence.start..start;
    let words = || tokens[before.clone()].iter();
    // "Marsh hinted that, according to Vale, …": what stands before is Marsh's clause.
    let opens = words()
        .rev()
        .find(|t| t.is_word())
        .is_some_and(|t| t.is(THAT));
    let verbal = words().any(|t| t.is(AUXILIARY | CUE | VERB_ENDING));
    // "…, according to Vale, a pilot."
    let described = tokens
        .get(m.apposition.start)
        .is_some_and(|t| !m.apposition.is_empty() && t.is(DETERMINER | POSSESSIVE | ANY_ROLE));
    let rest = if described { m.apposition.end } else { end };
    let parted = rest + SHORTEST < sentence.end && tokens[rest].kind == Kind::Comma;
    let next = tokens.get(rest + 1).filter(|_| parted);
    // "The plan, according to Vale, has three parts": its verb stands behind; where the verb comes second, all may.
    let goes_on = next.is_some_and(|t| {
        let verb = || t.is(AUXILIARY | CUE | VERB_ENDING) && !t.is(PARTICIPLE);
        !t.is(RELATIVE) && (!verbal || vocabulary.verb_second || verb())
    });
    let word = tokens
        .get(rest.max(m.phrase.end))
        .is_some_and(Token::is_word);
    // "Der Hafen wurde laut Vale geräumt": where the verb comes second, a source stands between without commas.
    if vocabulary.verb_second && rest < sentence.end && word {
        let interrupted = !opening(outline, vocabulary, sentence, mention, cue, rest).is_empty();
        return interrupted.then_some((rest..sentence.end, Shape::BehindSource));
    }
    // "The guild agreed, according to Vale, ending the strike."
    if !goes_on || words().any(|t| t.is(AUXILIARY | VERB_ENDING)) {
        return (!opens).then_some((before, Shape::BeforeSource));
    }
    // "But the next day, according to Vale, the guild made demands.", "The plan, according to Vale, has three parts."
    let subject = !described && !verbal && outline.mention_of[rest + 1] != OUTSIDE;
    let interrupted = !opening(outline, vocabulary, sentence, mention, cue, rest).is_empty();
    (subject || interrupted).then_some((rest..sentence.end, Shape::BehindSource))
}

/// What of a clause stands before the cue that interrupts it between two commas, `rest` being where it goes on: "The
/// bridge, the ministry said, will open". Empty where the cue begins it, and where another says what stands before.
fn opening(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    sentence: &Range<usize>,
    mention: usize,
    cue: usize,
    rest: usize,
) -> Range<usize> {
    let tokens = &outline.cut.tokens;
    let m = &outline.mentions[mention];
    let Range { start, end } = with_cue(m, cue);
    // The comma behind the cue, or behind what is told of the speaker, may belong to the rest.
    let comma = rest - usize::from(is_parted(outline, rest));
    let when = tokens.get(end..comma).unwrap_or_default();
    let closed = (comma == m.apposition.end || comma >= end && is_circumstance(when))
        && tokens.get(comma).is_some_and(|t| t.kind == Kind::Comma);
    let opened = start > sentence.start && is_comma(outline, start - 1);
    // What a law or a plan is followed by is none of what they say; what stands before "zufolge" is a source.
    let source = tokens[cue].is(AFTER_SOURCE)
        || tokens[cue].is(SOURCE) && !tokens[cue].is(PARTICIPLE) && m.kind != MentionKind::Thing;
    let within = vocabulary.verb_second
        && source
        && start > sentence.start + 1
        && tokens.get(rest).is_some_and(Token::is_word);
    // "The mayor, Ada Vale, said, …": whoever the sentence begins with speaks.
    let first = mention_at(outline, sentence.start);
    let speaks = first.is_some_and(|first| first.cue == Some(cue));
    // "Der Lotse im Hafen, Tom Marsh, sagte": where the verb comes second, who interrupts stands behind it.
    let apposed = vocabulary.verb_second && tokens[cue].is(SAYING) && m.tokens.start < cue;
    // A text without full stops would be read through at each cue.
    let far = start - sentence.start > LONGEST;
    if !(closed && opened || within) || speaks || apposed || far {
        return 0..0;
    }
    let parts = |&at: &usize| matches!(tokens[at].kind, Kind::Colon | Kind::Semicolon);
    let from = (sentence.start..start).rev().find(parts);
    let before = tidy(outline, from.map_or(sentence.start, |at| at + 1)..start);
    // "Das Schiff soll laut Vale": the verb that comes second is there already.
    let alone = mention_at(outline, before.start).is_some_and(|m| m.tokens.end >= before.end);
    if within && alone {
        return 0..0;
    }
    let own = |at: usize| outline.inside[at] == OUTSIDE && !is_cue_verb(outline, at);
    let links = |at: usize| tokens[at].is(CONJUNCTION | ADVERB) || !tokens[at].is_word();
    if before.clone().all(own) && !before.clone().all(links) {
        before
    } else {
        0..0
    }
}

/// Whether a verb of saying stands here.
fn is_cue_verb(outline: &Outline<'_>, at: usize) -> bool {
    outline.cut.tokens[at].is(CUE) && is_verb(&outline.cut, at)
}

/// A source or a speaker and its cue, whichever stands first.
fn with_cue(mention: &Mention, cue: usize) -> Range<usize> {
    mention.tokens.start.min(cue)..mention.tokens.end.max(cue + 1)
}

/// Whether a comma stands here, outside all quotation marks.
fn is_comma(outline: &Outline<'_>, at: usize) -> bool {
    outline.cut.tokens[at].kind == Kind::Comma && outline.inside[at] == OUTSIDE
}

/// Whether a comma parts what begins here from what stands before it.
fn is_parted(outline: &Outline<'_>, at: usize) -> bool {
    let before = at.checked_sub(1);
    before.is_some_and(|before| outline.cut.tokens[before].kind == Kind::Comma)
}

/// Where what is told of a source ends, `rest` being the sentence behind it: "According to Vale, head of the guild, …",
/// "According to a pilot who saw it, …".
fn source_end(outline: &Outline<'_>, source: &Mention, rest: Range<usize>) -> usize {
    let tokens = &outline.cut.tokens;
    let is_comma = |at: &usize| is_comma(outline, *at);
    let Some(word) = rest.clone().find(|at| !is_comma(at)) else {
        return rest.start;
    };
    if tokens[word].is(RELATIVE | POSSESSIVE_MARK) {
        return (word..rest.end).find(is_comma).unwrap_or(rest.start);
    }
    let told = &source.apposition;
    let inner = tokens.get(told.clone()).unwrap_or_default();
    let is_noun = inner
        .first()
        .is_some_and(|t| !t.is(PREPOSITION | ADVERB | WEEKDAY | PRONOUN))
        && !inner.iter().any(|t| t.is(AUXILIARY | CUE));
    let goes_on = |at: usize| tokens[at].is(RELATIVE | AUXILIARY | CUE | VERB_ENDING);
    let parted = told.end + SHORTEST < rest.end && is_comma(&told.end) && !goes_on(told.end + 1);
    if is_noun && parted && told.start == word {
        told.end
    } else {
        rest.start
    }
}

/// Whether a range can be a clause that is reported as said: it has a verb, and is no question left open.
fn is_sound(outline: &Outline<'_>, vocabulary: &Vocabulary, clause: &Clause) -> bool {
    if clause.tokens.len() > LONGEST {
        return false;
    }
    let cue = &outline.cut.tokens[clause.cue];
    let inner = &outline.cut.tokens[clause.tokens.clone()];
    let all = outline.cut.tokens[clause.opening.clone()]
        .iter()
        .chain(inner);
    let words = all.filter(|t| t.is_word()).count();
    let opened = inner.first().is_some_and(|t| t.is(THAT));
    // "said what it would cost", "worüber gesprochen wurde": a question that the text leaves open.
    let open = inner
        .first()
        .is_some_and(|t| t.is(INTERROGATIVE) && !t.is(THAT))
        && !asks(outline, clause);
    // "Auf die Frage, ob es spät sei, sagte Vale"
    let asked = clause.shape == Shape::Before
        && inner.first().is_some_and(|t| t.is(PREPOSITION))
        && inner.windows(2).any(|pair| {
            pair[0].kind == Kind::Comma && pair[1].is(INTERROGATIVE) && !pair[1].is(RELATIVE)
        });
    // "laughed and simply said": another verb of saying, not what was said.
    let mut verb = inner.iter().skip_while(|t| t.is(CONJUNCTION | ADVERB));
    let joined = inner.first().is_some_and(|t| t.is(CONJUNCTION))
        && verb.next().is_some_and(|t| t.is(SAYING));
    // "declined to comment, but her aide said"
    let parted = clause.shape == Shape::Behind
        && inner
            .first()
            .is_some_and(|t| t.is(CONJUNCTION) && !t.is(THAT))
        && clause.tokens.start == clause.cue + 2
        && outline.cut.tokens[clause.cue + 1].kind == Kind::Comma
        // "The pier was closed, Vale said, but the ferry ran."
        && (clause.opening.is_empty() || !has_subject(outline, clause.tokens.start + 1));
    // "Vale, who refused to comment, said it was late": the subject's own verb, behind what tells of the subject.
    let resumes = clause.shape == Shape::Behind
        && is_parted(outline, clause.tokens.start)
        && inner.first().is_some_and(|t| t.is(SAYING | PARTICIPLE))
        && is_verb(&outline.cut, clause.tokens.start);
    // "Officials, speaking to the Herald, said Vale would resign": who stands behind the verb is another's subject.
    let subject = &outline.mentions[clause.mention];
    let another = clause.shape == Shape::Before
        && subject.tokens.start == clause.cue + 1
        && has_auxiliary(outline, subject);
    // "told the crowd, her voice breaking": nobody says whom they tell.
    let listener = clause.shape == Shape::Behind
        && cue.is(TELLING)
        && clause.tokens.start == clause.cue + 1
        && told(outline, &clause.tokens, clause.cue) > clause.tokens.start;
    let credit = is_credit(outline, clause);
    // "a répondu aux rumeurs", "responded to a request": what the verb is about.
    let about = clause.shape == Shape::Behind
        && inner
            .first()
            .is_some_and(|t| t.is(PREPOSITION) && !t.is(THAT))
        && (!vocabulary.fitted || is_object(outline, clause) || is_indirect(outline, clause));
    let verbal =
        !vocabulary.has_verb_endings() || inner.iter().any(|t| t.is(AUXILIARY | CUE | VERB_ENDING));
    // What a verb of judging governs is a clause behind "that", or with a subject and an auxiliary of its own.
    let says = cue.is(SAYING | SOURCE | AFTER_SOURCE) || cue.is(PARTICIPLE) && !cue.is(JUDGING);
    // "the poll found" is no speech, "the letter said that", "…, the letter said." and "according to the poll" are.
    let last = outline.cut.tokens.get(clause.cue + 1);
    let closes = clause.shape == Shape::Before
        && subject.tokens.end == clause.cue
        && last.is_none_or(|t| t.kind == Kind::Stop);
    let thing = subject.kind == MentionKind::Thing
        && !cue.is(SOURCE | AFTER_SOURCE)
        && !((opened || closes) && cue.is(SAYING));
    !open
        && !asked
        && !joined
        && !parted
        && !resumes
        && !listener
        && !another
        && !about
        && !credit
        && !thing
        && words >= SHORTEST
        && (says || opened || !vocabulary.verb_second && is_held(outline, clause))
        && (verbal || says && (opened || words >= CLAUSE_WORDS))
}

/// Whether a clause is a question that somebody is told to have asked: "asked Vale whether it was late".
fn asks(outline: &Outline<'_>, clause: &Clause) -> bool {
    let tokens = &outline.cut.tokens;
    // "was asked", "when asked"
    let before = clause.cue.checked_sub(1).map(|before| &tokens[before]);
    let passive = before.is_some_and(|t| t.is(AUXILIARY | OPENING | INTERROGATIVE));
    let first = tokens.get(clause.tokens.start);
    let opened = first.is_some_and(|t| t.is(INTERROGATIVE | OPENING));
    clause.shape == Shape::Behind && tokens[clause.cue].is(ASKING) && opened && !passive
}

/// Whether what begins at `start` stands behind a cue within another: "responded by saying", "wrote on Friday to say".
fn is_by_saying(outline: &Outline<'_>, cue: usize, start: usize) -> bool {
    let within = outline.cut.tokens.get(start.saturating_sub(2)..start);
    start > cue + 2
        && matches!(within, Some([by, saying]) if by.is(PREPOSITION) && !by.is(THAT) && saying.is(CUE))
}

/// Whether what a verb of judging governs is a clause without a word that opens one: "believes he can", "hopes it's over".
fn is_held(outline: &Outline<'_>, clause: &Clause) -> bool {
    let start = clause.tokens.start;
    let subject = mention_at(outline, start);
    clause.shape == Shape::Behind
        && start == clause.cue + 1
        && (subject.is_some_and(|m| has_auxiliary(outline, m)) || is_contracted(outline, start))
}

/// Whether what begins here may be a clause's subject.
fn has_subject(outline: &Outline<'_>, at: usize) -> bool {
    let token = outline.cut.tokens.get(at);
    token.is_some_and(|t| t.is(DETERMINER | POSSESSIVE | PRONOUN))
        || mention_at(outline, at).is_some()
}

/// Whether an auxiliary stands right behind a mention.
fn has_auxiliary(outline: &Outline<'_>, mention: &Mention) -> bool {
    let verb = outline.cut.tokens.get(mention.tokens.end);
    verb.is_some_and(|t| t.is(AUXILIARY) && !t.is(POSSESSIVE_MARK))
}

/// Whether a clause that another told of tells who said something, and not what: "Про це заявив Марш, передає «Маяк»",
/// "Vale said, according to Marsh, that".
fn is_credit(outline: &Outline<'_>, clause: &Clause) -> bool {
    let inner = &outline.cut.tokens[clause.tokens.clone()];
    let this = matches!(inner, [preposition, this, ..]
        if preposition.is(PREPOSITION) && this.is(IT | DETERMINER | ADVERB));
    let says = inner.iter().position(|t| t.is(SAYING));
    // Nobody's words stand behind the verb, and right before it who said them.
    let subject = match clause.tokens.end {
        0 | 1 => None,
        end => outline.mentions.get(outline.mention_of[end - 2] as usize),
    };
    let whole = says.is_some_and(|at| at + 1 == inner.len())
        && subject.is_some_and(|m| m.cue == Some(clause.tokens.end - 1));
    clause.shape != Shape::Behind
        && says.is_some()
        && (this || whole)
        && !inner.iter().any(|t| t.is(THAT))
}

/// Whether a clause begins with whom or what its cue is said to or about: "responded to those claims", "reacted to the news".
fn is_indirect(outline: &Outline<'_>, clause: &Clause) -> bool {
    let first = clause.tokens.start;
    let next = outline.cut.tokens.get(first + 1);
    first == clause.cue + 1 && next.is_some_and(|t| t.is(DETERMINER | POSSESSIVE))
}

/// Whether what stands behind the preposition that a clause begins with is a noun phrase, and no verb follows.
fn is_object(outline: &Outline<'_>, clause: &Clause) -> bool {
    let second = clause.tokens.start + 1;
    let tokens = &outline.cut.tokens;
    let noun = tokens.get(second).is_some_and(|t| {
        t.is(DETERMINER | POSSESSIVE) || t.upper || outline.mention_of[second] != OUTSIDE
    });
    let verb = |at: usize| tokens[at].is(VERB_ENDING) || acts(outline, at);
    noun && !(second..clause.tokens.end).any(verb)
}

/// Whether a word is an auxiliary, or a cue that is a verb here.
fn acts(outline: &Outline<'_>, at: usize) -> bool {
    outline.cut.tokens[at].is(AUXILIARY) || is_cue_verb(outline, at)
}

/// Whether two clauses are ways to cut one.
pub fn is_same(a: &Clause, b: &Clause) -> bool {
    a.cue == b.cue && a.shape == b.shape
}

/// The likeliest of several ways to cut a clause, and how likely it is that this one, give or take a few words, is what is
/// reported as said.
pub fn likeliest<'c>(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    model: &Model,
    ways: &'c [Clause],
) -> Option<(&'c Clause, f32)> {
    let score = |clause| {
        model
            .score(|features| clause_features(outline, clause, features))
            .exp()
    };
    let scores: Vec<f32> = ways.iter().map(score).collect();
    let sure: Vec<f32> = ways
        .iter()
        .map(|clause| certain(outline, vocabulary, clause))
        .collect();
    let better = |&a: &usize, &b: &usize| {
        let order = sure[a].total_cmp(&sure[b]);
        // Of equals, the first.
        order.then(scores[a].total_cmp(&scores[b])).then(b.cmp(&a))
    };
    let best = (0..ways.len()).max_by(better)?;
    let near = ways.iter().zip(&scores);
    let near = near.filter(|(way, _)| is_near(&way.tokens, &ways[best].tokens));
    let near: f32 = near.map(|(_, score)| score).sum();
    let all: f32 = scores.iter().sum();
    Some((&ways[best], (near / (1.0 + all)).max(sure[best])))
}

/// Whether two ranges share four fifths of the longer one.
fn is_near(a: &Range<usize>, b: &Range<usize>) -> bool {
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    shared * 5 >= a.len().max(b.len()) * 4
}

/// As many places where a clause may end before its sentence does are tried.
const ENDINGS: usize = 3;

/// Commas that may end what is told of a source before its clause begins.
const SOURCE_COMMAS: usize = 2;

/// Commas behind which a clause before its cue may begin.
const FRONTED_COMMAS: usize = 3;

/// Where a clause behind its cue may begin: where it seems to, right behind the cue, behind whom it was told to, or behind
/// what is told of its source.
fn beginnings(
    outline: &Outline<'_>,
    sentence: &Range<usize>,
    head: &Clause,
) -> impl Iterator<Item = usize> {
    let behind = (head.shape == Shape::Behind).then_some(head.cue + 1);
    // "said on Monday in Riverton, it was": what a comma parts from the cue begins behind it.
    let parted = is_parted(outline, head.tokens.start);
    // "asked Vale whether it was late", "responded by saying it was late": what stands between is no part of it.
    let led = asks(outline, head) || is_by_saying(outline, head.cue, head.tokens.start);
    let behind = behind.filter(|&at| at < head.tokens.start && !parted && !led);
    let told = behind.map(|_| told(outline, sentence, head.cue));
    let told = told.filter(|&at| Some(at) != behind);
    // "told the Herald she was late": whom a verb of telling is followed by is told, and is no part of the clause.
    let tells = outline.cut.tokens[head.cue].is(TELLING) && told.is_some();
    let behind = behind.filter(|_| !tells);
    let told = told.filter(|&at| at < head.tokens.start);
    // "According to an official familiar with it, …"
    let source = (head.shape == Shape::BehindSource).then_some(head.tokens.clone());
    let commas = source
        .unwrap_or_default()
        .filter(|&at| is_comma(outline, at));
    // "За словами Вейл, порт відкрили, човни прийшли": nothing but a comma parts it from its source.
    let direct = outline.mentions[head.mention].tokens.end + 1;
    let role = outline.cut.tokens.get(direct);
    let role = role.is_none_or(|t| t.is(ANY_ROLE | ANY_TITLE | RELATIVE | PREPOSITION));
    let direct = (head.shape == Shape::BehindSource
        && direct < head.tokens.start
        && !role
        && is_parted(outline, direct))
    .then_some(direct);
    // "Though it rained, the pier opened, Vale said."
    let fronted = matches!(head.shape, Shape::Before | Shape::BeforeSource);
    let fronted = fronted.then_some(head.tokens.clone());
    let parts = fronted
        .unwrap_or_default()
        .rev()
        .filter(|&at| is_comma(outline, at));
    std::iter::once(head.tokens.start)
        .chain(behind)
        .chain(told)
        .chain(direct)
        .chain(commas.map(|at| at + 1).take(SOURCE_COMMAS))
        .chain(parts.map(|at| at + 1).take(FRONTED_COMMAS))
}

/// Where the clause behind a cue may end: with its sentence, or where another may follow, at punctuation or before "and"
/// and a verb.
fn endings(outline: &Outline<'_>, head: &Clause, start: usize) -> impl Iterator<Item = usize> {
    let tokens = &outline.cut.tokens;
    let end = head.tokens.end;
    let behind = matches!(head.shape, Shape::Behind | Shape::BehindSource);
    let follows = move |&at: &usize| {
        let parts = matches!(tokens[at].kind, Kind::Comma | Kind::Dash | Kind::Semicolon);
        let goes_on = || {
            let mut next = tokens[at + 1..end].iter().filter(|t| !t.is(ADVERB));
            tokens[at].is(CONJUNCTION)
                && next
                    .next()
                    .is_some_and(|t| t.is(CUE | AUXILIARY | VERB_ENDING))
        };
        outline.inside[at] == OUTSIDE && (parts || goes_on())
    };
    let inner = (start + SHORTEST..end.max(start + SHORTEST)).filter(follows);
    std::iter::once(end).chain(inner.take(if behind { ENDINGS } else { 0 }))
}

/// Where a clause ends before the verb that its speaker goes on with ("said … and added").
fn coordination(outline: &Outline<'_>, start: usize, cue: usize) -> usize {
    let tokens = &outline.cut.tokens;
    let mut end = cue;
    while end > start
        && (tokens[end - 1].is(CONJUNCTION | ADVERB | AUXILIARY)
            || tokens[end - 1].kind == Kind::Comma)
    {
        end -= 1;
    }
    end
}

/// Where a clause ends before its speaker speaks again ("said … and added", "said …, adding"); nowhere if a cue is but a
/// word of the clause ("said there was nothing to explain").
fn again(outline: &Outline<'_>, start: usize, cue: usize) -> Option<usize> {
    let end = coordination(outline, start, cue);
    let mut links = outline.cut.tokens[end..cue].iter();
    links
        .any(|t| t.is(CONJUNCTION) || t.kind == Kind::Comma)
        .then_some(end)
}

/// Farther before a cue, in tokens, nothing denies the clause that it stands in: keeps the search linear.
const DENIED: usize = 60;

/// Whether what a cue governs was not said: "did not say", "stopped short of saying", "denied that".
fn is_denied(outline: &Outline<'_>, cue: usize) -> bool {
    if outline.cut.tokens[cue].is(DENYING) {
        return true;
    }
    let tokens = &outline.cut.tokens;
    let before = || tokens[..cue].iter().rev();
    let mut links = before().take(LINKS);
    // "refused to say", "denied saying"
    let verb = links.find(|t| !t.is(ADVERB | AUXILIARY | PREPOSITION) || t.is(NEGATION));
    if verb.is_some_and(|t| t.is(DENYING)) {
        return true;
    }
    // "denied that she had told ministers"
    let start = outline.cut.sentence(cue).map_or(cue, |s| s.start);
    let clause = tokens[start..cue].iter().rev().take(DENIED);
    let clause = clause.take_while(|t| !matches!(t.kind, Kind::Comma | Kind::Semicolon));
    let mut verbs = clause.skip_while(|t| !t.is(THAT)).skip(1);
    if verbs.next().is_some_and(|t| t.is(DENYING)) {
        return true;
    }
    let mut links = before()
        .take(LINKS)
        .take_while(|t| t.is(NEGATION | ADVERB | AUXILIARY | INSIDE));
    links.any(|t| t.is(NEGATION))
}

/// Whether "that" tells of the noun before it: "in remarks that dimmed hopes".
fn is_relative(outline: &Outline<'_>, that: usize) -> bool {
    let tokens = &outline.cut.tokens;
    let noun = that.checked_sub(1).is_some_and(|before| {
        let before = &tokens[before];
        let other = CUE | FUNCTION | TODAY | YESTERDAY | LAST_WEEK | LAST_MONTH | LAST_YEAR;
        before.is_word() && !before.upper && (before.flags & other == 0 || before.is(CUE_NOUN))
    });
    let verb = tokens.get(that + 1).is_some_and(|next| {
        next.is_word() && !next.upper && next.is(VERB_ENDING | AUXILIARY) && !next.is(DETERMINER)
    });
    noun && verb
}

/// Whether a cue goes on with the subject of a verb before it: "…, adding", "… and said", "… to say".
fn goes_on(outline: &Outline<'_>, sentence: &Range<usize>, cue: usize) -> bool {
    let tokens = &outline.cut.tokens;
    if tokens[cue].is(PARTICIPLE) {
        return true;
    }
    let links = |t: &Token| t.is(ADVERB | AUXILIARY | NEGATION) && !t.is(CONJUNCTION);
    let before = tokens[sentence.start..cue].iter().rev().find(|t| !links(t));
    before.is_some_and(|t| t.is(CONJUNCTION | PREPOSITION) || t.kind == Kind::Comma)
}

/// Where a clause ends before another speaks in the same sentence: "…, but Marsh said".
fn another_begins(outline: &Outline<'_>, clause: &Clause, mention: usize) -> Option<usize> {
    let tokens = &outline.cut.tokens;
    let start = outline.mentions[mention].tokens.start;
    let end = coordination(outline, clause.tokens.start, start);
    let parted = tokens.get(end).filter(|_| end < start)?;
    (parted.kind == Kind::Comma).then_some(end)
}

/// The comma that ends a clause fronted to its cue: "…, Vale said on Monday."
fn fronted(
    outline: &Outline<'_>,
    sentence: &Range<usize>,
    mention: usize,
    cue: usize,
    own: bool,
) -> Option<usize> {
    let tokens = &outline.cut.tokens;
    if !own {
        return None;
    }
    let m = &outline.mentions[mention];
    let Range { start, end: after } = with_cue(m, cue);
    // "…, a estimé Vale"
    let before = tokens[sentence.start.min(start)..start].iter().rev();
    let verb = before
        .take_while(|t| start == cue && t.is(AUXILIARY))
        .count();
    let start = start - verb;
    let comma = start
        .checked_sub(1)
        .filter(|&c| c > sentence.start + SHORTEST && tokens[c].kind == Kind::Comma)?;
    // "Vale, speaking beside the mayor, Clara Holt, said": whom the sentence begins with says it.
    let first = outline.mention_of[sentence.start];
    let first = (first != OUTSIDE).then(|| &outline.mentions[first as usize]);
    let says_it = |first: &Mention| {
        first.cue == Some(cue)
            && first.relation == Relation::SubjectApposition
            && first.tokens.end <= comma
    };
    if first.is_some_and(says_it) {
        return None;
    }
    let tail = after..sentence.end;
    let clause_follows = tail
        .clone()
        .any(|at| tokens[at].is(THAT) && !is_relative(outline, at));
    // "Asked about it, Vale said he never would": nobody is told.
    let object = match tokens[cue].is(TELLING | ASKING) {
        true => told(outline, sentence, cue),
        false => cue + 1,
    };
    let next = tokens.get(object).filter(|_| object < sentence.end);
    // Behind the cue come only circumstances, no clause of its own.
    let circumstance = m.relation == Relation::Inverted
        || next.is_none_or(|t| {
            !t.is_word() && t.kind != Kind::Colon
                || t.is(PREPOSITION
                    | WEEKDAY
                    | TODAY
                    | YESTERDAY
                    | ADVERB
                    | LAST_WEEK
                    | INSIDE
                    | CONJUNCTION
                    | PARTICIPLE)
        })
        || tail.len() <= 3;
    let short = tail.len() <= TAIL
        || m.relation == Relation::Inverted
        || next.is_some_and(|t| t.kind == Kind::Comma);
    (circumstance && !clause_follows && short).then_some(comma)
}

/// The token behind a cue and, if anybody is, whom it was told to.
fn told(outline: &Outline<'_>, sentence: &Range<usize>, cue: usize) -> usize {
    let next = cue + 1;
    if next >= sentence.end {
        return next;
    }
    match mention_at(outline, next) {
        Some(object) => object.tokens.end.min(sentence.end),
        None => next + usize::from(tells_us(outline, cue)),
    }
}

/// Whether a verb of telling has who writes or who reads for its object: "told me he would".
fn tells_us(outline: &Outline<'_>, cue: usize) -> bool {
    let tokens = &outline.cut.tokens;
    tokens[cue].is(TELLING) && tokens.get(cue + 1).is_some_and(|t| t.is(FIRST | SECOND))
}

/// Whoever is named from a token on.
fn mention_at<'o>(outline: &'o Outline<'_>, at: usize) -> Option<&'o Mention> {
    let mention = outline.mentions.get(*outline.mention_of.get(at)? as usize);
    mention.filter(|mention| mention.tokens.start == at)
}

/// The end of a circumstance that begins with a preposition here ("at a meeting in Riverton"), where somebody or
/// something that can be a clause's subject follows it.
fn circumstance(outline: &Outline<'_>, start: usize, limit: usize) -> Option<usize> {
    let tokens = &outline.cut.tokens;
    let object = *outline.mention_of.get(start + 1)?;
    if !tokens[start].is(PREPOSITION) || object == OUTSIDE {
        return None;
    }
    let end = outline.mentions[object as usize].tokens.end;
    let next = tokens.get(end).filter(|_| end < limit)?;
    let subject = next.is(PRONOUN | FIRST | WEEKDAY | TODAY | YESTERDAY | PREPOSITION);
    (subject || next.kind == Kind::Comma).then_some(end)
}

/// Whether nothing but one phrase stands before a verb in its sentence: "Am Montag sagte Vale".
fn is_second(outline: &Outline<'_>, sentence: &Range<usize>, cue: usize) -> bool {
    let parts = |at: usize| {
        let token = &outline.cut.tokens[at];
        token.is(AUXILIARY | CUE | CONJUNCTION) || is_comma(outline, at)
    };
    cue - sentence.start <= BEFORE_SECOND && !(sentence.start..cue).any(parts)
}

/// Tokens of the phrase before a verb that comes second, at most.
const BEFORE_SECOND: usize = 12;

/// Where the clause behind a cue and the subject behind that begins: at "that", or else behind the next comma.
fn behind_subject(
    outline: &Outline<'_>,
    sentence: &Range<usize>,
    subject: usize,
    cue: usize,
) -> Option<usize> {
    let subject = &outline.mentions[subject];
    let end = subject.tokens.end.max(subject.phrase.end);
    let that = behind(outline, sentence, cue);
    if that >= end && outline.cut.tokens[that.min(sentence.end - 1)].is(THAT) {
        return Some(that);
    }
    let near = end..sentence.end.min(end + BEHIND_SUBJECT);
    let mut commas = near.filter(|&at| is_comma(outline, at));
    commas.next().map(|comma| comma + 1)
}

/// Tokens between a subject behind its verb and what they say, at most: "sagte Vale am Montag in Riverton, sie".
const BEHIND_SUBJECT: usize = 8;

/// A clause between commas that tells where something was said: "said at the pier, where boats land, that".
fn aside(outline: &Outline<'_>, sentence: &Range<usize>, cue: usize) -> Range<usize> {
    let tokens = &outline.cut.tokens;
    let opens = |at: &usize| {
        let next = tokens.get(at + 1);
        is_comma(outline, *at) && next.is_some_and(|t| t.is(RELATIVE | INTERROGATIVE))
    };
    let near = cue + 1..sentence.end.min(cue + 1 + BEFORE_ASIDE);
    let Some(start) = near.clone().find(opens) else {
        return cue..cue;
    };
    let within = start + 1..sentence.end.min(start + 1 + ASIDE);
    let end = within.clone().find(|&at| is_comma(outline, at));
    end.map_or(cue..cue, |end| start..end + 1)
}

/// Tokens between a cue and a clause that tells where something was said, and in that clause, at most.
const BEFORE_ASIDE: usize = 8;
const ASIDE: usize = 16;

/// Whether a word is a pronoun and its auxiliary: "he's".
fn is_contracted(outline: &Outline<'_>, at: usize) -> bool {
    outline.cut.tokens[at].is(AUXILIARY) && outline.cut.word(at).contains(['\'', '’'])
}

/// Where the clause behind a cue begins: at "that" if it comes soon, else behind whom it was told to and when.
fn behind(outline: &Outline<'_>, sentence: &Range<usize>, cue: usize) -> usize {
    let tokens = &outline.cut.tokens;
    let aside = aside(outline, sentence, cue);
    let limit = sentence.end.min(cue + 12 + aside.len());
    // What may stand before "that": whom it was told to, when and where; no verb, which would be the clause's own.
    let verb = |i: usize| {
        tokens[i].is(AUXILIARY | CUE | RELATIVE) && !tokens[i].is(THAT | CUE_NOUN | ADVERB)
    };
    // "said that, and left", but "said that, in the end, it was late"
    let lone = |i: usize| {
        let next = |at: usize| tokens.get(i + at);
        next(1).is_some_and(|t| t.kind == Kind::Comma)
            && !next(2).is_some_and(|t| t.is(PREPOSITION))
    };
    let asks = tokens[cue].is(ASKING);
    // "said in that case that it was late"
    let points = |i: usize| {
        let noun = tokens.get(i + 1);
        let noun = noun.is_some_and(|t| t.is_word() && !t.upper && t.flags & (FUNCTION | CUE) == 0);
        noun && tokens[i - 1].is(PREPOSITION) && !tokens[i - 1].is(CUE | ADVERB)
    };
    let opens = |i: usize| {
        tokens[i].is(THAT) && !lone(i) && !points(i)
            || asks && tokens[i].is(INTERROGATIVE | OPENING)
    };
    let opened = (cue + 1..limit)
        .filter(|i| !aside.contains(i))
        .take_while(|&i| {
            outline.inside[i] == OUTSIDE
                && !matches!(tokens[i].kind, Kind::Stop | Kind::Semicolon)
                && (!verb(i) || opens(i))
        })
        .find(|&i| opens(i))
        .filter(|&that| !is_relative(outline, that));
    if let Some(opened) = opened {
        return opened;
    }
    let mut start = cue + 1;
    while start < limit {
        let token = &tokens[start];
        let skips = token.is(INSIDE)
            || token.is(ADVERB | WEEKDAY | TODAY | YESTERDAY | LAST_WEEK | LAST_MONTH)
                && !token.is(CONJUNCTION | RELATIVE)
                // "there was", "now is"
                && !tokens.get(start + 1).is_some_and(|t| t.is(AUXILIARY))
            || matches!(token.kind, Kind::Comma | Kind::Colon)
            || token.is(PREPOSITION)
                && tokens
                    .get(start + 1)
                    .is_some_and(|t| t.is(WEEKDAY | MONTH | TODAY));
        if skips {
            start += 1;
            continue;
        }
        if is_by_saying(outline, cue, start + 2) {
            return behind(outline, sentence, start + 1);
        }
        if let Some(end) = circumstance(outline, start, limit) {
            start = end;
            continue;
        }
        if start == cue + 1 && tells_us(outline, cue) {
            start += 1;
            continue;
        }
        // "told reporters he would": whom it was told to is followed by another's name or pronoun.
        let object = outline.mention_of[start];
        if start == cue + 1 && object != OUTSIDE {
            let object = &outline.mentions[object as usize];
            let next = object.tokens.end;
            let subject = |&m: &u32| {
                m != OUTSIDE && outline.mentions[m as usize].kind != MentionKind::Relative
            };
            let clause = next < sentence.end
                && (outline.mention_of.get(next).is_some_and(subject)
                    || tokens[next].is(DETERMINER | POSSESSIVE | PRONOUN | FIRST | WEEKDAY)
                    || is_contracted(outline, next));
            if clause
                && object.tokens.start == start
                && matches!(
                    object.kind,
                    MentionKind::Group
                        | MentionKind::Name
                        | MentionKind::Pronoun
                        | MentionKind::They
                        | MentionKind::Description
                )
            {
                start = next;
                continue;
            }
        }
        break;
    }
    start.min(sentence.end)
}

/// A range of tokens without punctuation and marks at its edges.
fn tidy(outline: &Outline<'_>, mut range: Range<usize>) -> Range<usize> {
    let edge = |index: usize| {
        let token = &outline.cut.tokens[index];
        matches!(
            token.kind,
            Kind::Comma | Kind::Stop | Kind::Colon | Kind::Semicolon | Kind::Dash
        ) || token.kind == Kind::Mark && outline.inside[index] == OUTSIDE
    };
    // "gab jedoch an, es gehe ihm gut": what ends the verb.
    if let [particle, comma, ..] = &outline.cut.tokens[range.clone()]
        && particle.is(PREPOSITION | AUXILIARY | CUE)
        && comma.kind == Kind::Comma
    {
        range.start += 2;
    }
    while !range.is_empty() && edge(range.start) {
        range.start += 1;
    }
    while !range.is_empty() && edge(range.end - 1) {
        range.end -= 1;
    }
    if range.is_empty() {
        range.start..range.start
    } else {
        range
    }
}

/// Whether half of a clause or more is quoted: then the quotations tell it. `counts` says which stretches do.
pub fn is_quoted(outline: &Outline<'_>, clause: &Clause, counts: impl Fn(usize) -> bool) -> bool {
    let words = || {
        let tokens = &outline.cut.tokens;
        clause.tokens.clone().filter(|&at| tokens[at].is_word())
    };
    let quoted = words().filter(|&at| {
        let span = outline.inside[at];
        span != OUTSIDE && counts(span as usize)
    });
    quoted.count() * 2 >= words().count()
}

/// How sure form alone makes of a clause: enough to count, less than the weights may.
const FORM: f32 = 0.7;

/// Tokens that may be told of a source before its clause at most, for form alone to tell it.
const TOLD_OF: usize = 8;

/// How sure form alone makes of a clause, 0 where it doesn't: "said that", "according to Vale, …" and "…, said Vale" in
/// languages that the weights don't know, and what only reported speech is told in ("sei").
fn certain(outline: &Outline<'_>, vocabulary: &Vocabulary, clause: &Clause) -> f32 {
    let tokens = &outline.cut.tokens;
    let inner = &tokens[clause.tokens.clone()];
    let cue = &tokens[clause.cue];
    let says = cue.is(SAYING);
    let opened = inner.first().is_some_and(|t| t.is(THAT)) && says;
    let parted = is_parted(outline, clause.tokens.start);
    let mention = &outline.mentions[clause.mention];
    let named = &mention.tokens;
    let source = match clause.shape {
        // Where no comma parts the two, "according to Vale" may end anywhere before the next one.
        Shape::BehindSource => {
            let told = named.end.min(clause.tokens.start)..clause.tokens.start;
            // "According to Vale, head of the guild, the pier opened", but "…, the pier opened, the boats came".
            let mut commas = told.clone().filter(|&at| is_comma(outline, at));
            let (first, second) = (commas.next(), commas.next());
            let described = first.and_then(|at| tokens.get(at + 1)).is_some_and(|t| {
                t.is(DETERMINER | POSSESSIVE | ANY_ROLE | ANY_TITLE | RELATIVE | PREPOSITION)
            });
            let own = second.is_none() || described;
            parted && own && told.len() <= TOLD_OF && !told.clone().any(|at| acts(outline, at))
        }
        Shape::BeforeSource => is_parted(outline, clause.cue.min(named.start)),
        // "The bridge, the ministry said, will open"
        Shape::Behind => {
            let verb = inner.first().is_some_and(|t| t.is(AUXILIARY));
            says && verb && !clause.opening.is_empty() || asks(outline, clause)
        }
        Shape::Before => false,
    };
    // "…, said Vale"
    let end = tokens.get(clause.tokens.end);
    let fronted = clause.shape == Shape::Before
        && says
        && mention.cue == Some(clause.cue)
        && end.is_some_and(|t| t.kind == Kind::Comma)
        // "À son arrivée, jeudi" has none; "à" is written like "a" there.
        && inner.iter().any(|t| t.is(AUXILIARY | CUE) && !t.is(PREPOSITION));
    let told = source
        || !vocabulary.fitted && (opened || fronted)
        || says && !vocabulary.verb_second && vocabulary.fitted && is_own(outline, clause);
    let reporting = says && (parted || opened || clause.shape == Shape::Before);
    let cited = cue.is(CITED) && clause.tokens.start == clause.cue + 1 + inside(tokens, clause.cue);
    if told || cited || reporting && inner.iter().any(|t| t.is(REPORTING)) {
        FORM
    } else {
        0.0
    }
}

/// Whether the clause behind its speaker's cue begins with its own subject and verb: "said the pier was closed", "told
/// reporters she would".
fn is_own(outline: &Outline<'_>, clause: &Clause) -> bool {
    let tokens = &outline.cut.tokens;
    let start = clause.tokens.start;
    let speaker = &outline.mentions[clause.mention];
    let subject = mention_at(outline, start).filter(|m| m.tokens.end <= clause.tokens.end);
    let acts = |at: usize| tokens.get(at).is_some_and(|t| t.is(AUXILIARY));
    let spoken = subject.is_some_and(|m| {
        let pronoun = matches!(m.kind, MentionKind::Pronoun | MentionKind::They);
        acts(m.tokens.end) || acts(m.phrase.end) || pronoun && m.tokens.end == start + 1
    });
    clause.shape == Shape::Behind
        && speaker.cue == Some(clause.cue)
        && speaker.relation == Relation::Subject
        && !is_parted(outline, start)
        && (spoken || is_contracted(outline, start) || is_plain_subject(outline, start))
}

/// Words between a determiner and the auxiliary behind its noun at most, for the noun to be its subject.
const SUBJECT: usize = 3;

/// Whether a noun phrase and its auxiliary begin here: "the old pier was".
fn is_plain_subject(outline: &Outline<'_>, start: usize) -> bool {
    let tokens = &outline.cut.tokens;
    let plain = |at: usize| {
        let other = THAT | RELATIVE | PREPOSITION | CONJUNCTION;
        tokens[at].is_word() && !tokens[at].is(other) && !acts(outline, at)
    };
    let end = tokens.len().min(start + SUBJECT + 2);
    let verb = (start + 1..end).find(|&at| tokens[at].is(AUXILIARY));
    let noun = verb.map(|verb| start + 1..verb);
    tokens[start].is(DETERMINER | POSSESSIVE)
        && noun.is_some_and(|mut noun| !noun.is_empty() && noun.all(plain))
}

/// Further words of the phrase that begins at a token.
fn inside(tokens: &[Token], phrase: usize) -> usize {
    let rest = tokens[phrase + 1..].iter();
    rest.take_while(|t| t.is(INSIDE)).count()
}

/// The features by which a clause is told to be reported speech or not.
pub fn clause_features(outline: &Outline<'_>, clause: &Clause, features: &mut impl Features) {
    let tokens = &outline.cut.tokens;
    let mention = &outline.mentions[clause.mention];
    let shape = clause.shape as u8;
    let flags = tokens[clause.cue].flags;
    let cue = match () {
        () if flags & SAYING != 0 && flags & JUDGING != 0 => 4,
        () if flags & SAYING != 0 => 1,
        () if flags & PARTICIPLE != 0 => 2,
        () if flags & JUDGING != 0 => 3,
        () => 0,
    };
    let kind = mention.kind as u8;
    let relation = mention.relation as u8;
    let own = u8::from(mention.cue == Some(clause.cue));
    let at = |index: usize| {
        tokens
            .get(index)
            .map_or(0, |t| match outline.mention_of[index] {
                OUTSIDE => fine_symbol(t),
                m => 40 + outline.mentions[m as usize].kind as u8,
            })
    };
    let first = at(clause.tokens.start);
    let second = if clause.tokens.len() > 1 {
        at(clause.tokens.start + 1)
    } else {
        0
    };
    let after_cue = at(clause.cue + 1);
    let before_cue = clause.cue.checked_sub(1).map_or(0, at);
    let inner = &tokens[clause.tokens.clone()];
    let words = bucket(inner.iter().filter(|t| t.is_word()).count());
    let verbal = u8::from(inner.iter().any(|t| t.is(AUXILIARY | CUE)));
    let head = &tokens[mention.tokens.end - 1];
    let paragraph = outline.cut.paragraphs[clause.paragraph].tokens.end;
    let behind = |index: usize| if index < paragraph { at(index) } else { 0 };
    let end = clause.tokens.end;
    let (stop, next) = (behind(end), behind(end + 1));
    let gap = bucket(clause.tokens.start.saturating_sub(clause.cue + 1));
    let sort = match () {
        () if head.is(ANY_ROLE) => 1,
        () if head.is(GROUP) => 2,
        () if head.is(ORGANISATION) => 3,
        () if head.is(CUE_NOUN) => 4,
        () => 0,
    };
    seen!(features, "bias", []);
    seen!(features, "shape", [shape, cue]);
    seen!(features, "shape_first", [shape, cue, first]);
    seen!(features, "shape_first_second", [shape, cue, first, second]);
    seen!(features, "shape_words", [shape, cue, words, verbal]);
    seen!(features, "shape_verbal", [shape, cue, verbal, first]);
    seen!(features, "subject", [kind, sort, relation, own]);
    seen!(features, "subject_shape", [kind, sort, shape, cue]);
    seen!(features, "after_cue", [shape, cue, after_cue]);
    seen!(features, "before_after", [cue, before_cue, after_cue]);
    seen!(features, "own", [own, shape, cue, first]);
    let quoted = outline.inside[clause.tokens.clone()]
        .iter()
        .any(|&span| span != OUTSIDE);
    seen!(features, "quoted", [u8::from(quoted), shape, cue]);
    let listed = inner.iter().any(|t| t.is(AUXILIARY | CUE | VERB_ENDING));
    seen!(features, "listed", [u8::from(listed), shape, words, first]);
    seen!(features, "end", [shape, stop, next]);
    seen!(features, "end_words", [shape, stop, words]);
    seen!(features, "gap", [shape, gap, first, after_cue]);
    // "reacted to a paper that would": behind a noun, "that" may be the noun's.
    let lead_in = clause.tokens.start.checked_sub(1).map_or(0, at);
    seen!(features, "lead_in", [shape, gap, lead_in, first]);
    seen!(
        features,
        "end_listed",
        [shape, stop, next, u8::from(listed)]
    );
    // "At the pier, Vale said, “…”": what is said stands behind, quoted.
    let quote = (clause.cue.max(end)..paragraph)
        .take(QUOTE_NEAR)
        .any(|index| outline.inside[index] != OUTSIDE);
    seen!(features, "quote_behind", [shape, u8::from(quote), first]);
    // "While Vale said …, Marsh left": what opens the subject's clause tells where it ends.
    let opener = mention.tokens.start.checked_sub(1).map_or(0, at);
    seen!(features, "end_opener", [shape, stop, next, opener]);
    // What the sentence goes on with behind the clause, and with which words: "but", "which", "after" begin different things.
    let sentence = outline.cut.sentence(clause.cue).map_or(end, |s| s.end);
    let rest = tokens.get(end..sentence).unwrap_or_default();
    let left = bucket(rest.iter().filter(|t| t.is_word()).count());
    let acts = u8::from(rest.iter().any(|t| t.is(AUXILIARY | CUE | VERB_ENDING)));
    let mut link = (end..sentence).filter(|&index| tokens[index].is_word());
    let link = link.next();
    let [c, d] = link.map_or([0; 2], |index| word_hash(outline.cut.word(index)));
    let second = link.map_or(0, |index| behind(index + 1));
    let last = end.checked_sub(1).map_or(0, at);
    seen!(features, "rest", [shape, stop, left, acts]);
    seen!(features, "rest_next", [shape, stop, next, acts]);
    seen!(features, "link", [shape, u8::from(stop == next), c, d]);
    seen!(features, "link_next", [shape, c, d, second]);
    seen!(features, "last", [shape, last, stop, next]);
    let [e, f] = word_hash(outline.cut.word(clause.tokens.start));
    seen!(features, "first_word", [shape, cue, e, f]);
    seen!(features, "lead_first_word", [shape, lead_in, e, f]);
    // The cue itself, by a hash: verbs of one list differ in what they govern.
    let [a, b] = word_hash(outline.cut.word(clause.cue));
    let that = u8::from(tokens[clause.tokens.start].is(THAT));
    seen!(features, "cue_word", [a, b]);
    seen!(features, "cue_word_shape", [a, b, shape, that]);
    seen!(features, "cue_word_first", [a, b, first]);
    seen!(features, "cue_word_gap", [a, b, gap, first]);
}

/// Two bytes that tell words apart, mostly.
fn word_hash(word: &str) -> [u8; 2] {
    let mixed = word_key(word);
    [mixed as u8, (mixed >> 8) as u8]
}
