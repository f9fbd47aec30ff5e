//! Several who speak as one: "Ada Vale and Jan Weir said in a joint statement". Naming one of them would be naming the
//! wrong speaker.

use std::ops::Range;

use super::features::Outline;
use super::mentions::{LISTED, Link, Mention, MentionKind, Relation, link};
use super::vocabulary::{ANY_ROLE, ANY_TITLE, DETERMINER, OPENING, THAT};

/// The mentions that are one subject with a speaker's, in order: that one alone where nobody is joined to it.
pub fn party(outline: &Outline<'_>, speaker: usize) -> Range<usize> {
    let alone = speaker..speaker + 1;
    let mention = &outline.mentions[speaker];
    // "according to Vale and Weir": a source is governed by what makes it one.
    if !names(mention) || is_object(outline, speaker) && mention.relation != Relation::Source {
        return alone;
    }
    match mention.relation {
        Relation::Subject | Relation::SubjectFar | Relation::Prefix => {
            beside(outline, before(outline, speaker))
        }
        Relation::Inverted | Relation::Source => behind(outline, speaker),
        _ => alone,
    }
}

/// The same as it is written: with both offices of one who has two.
pub fn written(outline: &Outline<'_>, speaker: usize) -> Range<usize> {
    let party = party(outline, speaker);
    let two = speaker.checked_sub(1).filter(|&before| {
        let (one, other) = (&outline.mentions[before], &outline.mentions[speaker]);
        party.len() == 1
            && link(&outline.cut, one, other) == Some(Link::And)
            && is_one(outline, one, other)
    });
    two.map_or(party, |before| before..speaker + 1)
}

/// Whether a mention tells who somebody is, and nothing more, so that others can stand beside it.
fn names(mention: &Mention) -> bool {
    is_somebody(mention) && mention.apposition.is_empty()
}

/// Whether a preposition governs a mention; one that opens a clause does not: "As Vale and Weir said".
fn is_object(outline: &Outline<'_>, index: usize) -> bool {
    let mention = &outline.mentions[index];
    let before = index.checked_sub(1).map(|before| &outline.mentions[before]);
    let first = before.filter(|before| link(&outline.cut, before, mention).is_some());
    let start = first.unwrap_or(mention).tokens.start.checked_sub(1);
    mention.governed && !start.is_some_and(|before| outline.cut.tokens[before].is(OPENING))
}

/// Whether two mentions that "and" joins are one person of two offices: only the first has an article, as in "the senator
/// and candidate Tom Marsh".
fn is_one(outline: &Outline<'_>, one: &Mention, other: &Mention) -> bool {
    let tokens = &outline.cut.tokens;
    let determined = |m: &Mention| tokens[m.tokens.start].is(DETERMINER);
    // "the leader and President Marsh" are two.
    let mut called = tokens[other.tokens.clone()].iter().take_while(|t| !t.upper);
    let office =
        other.kind == MentionKind::Description || called.any(|t| t.is(ANY_ROLE | ANY_TITLE));
    one.kind == MentionKind::Description && determined(one) && !determined(other) && office
}

fn is_somebody(mention: &Mention) -> bool {
    let tells = matches!(
        mention.kind,
        MentionKind::Name | MentionKind::Description | MentionKind::Group
    );
    tells && !mention.owns
}

/// Whether a mention may be joined to one of this cue: it has no other of its own.
fn shares(mention: &Mention, cue: Option<usize>) -> bool {
    mention.cue.is_none() || mention.cue == cue
}

/// Whoever is joined before a speaker: "Norland, Sudland and Westmark said".
fn before(outline: &Outline<'_>, speaker: usize) -> Range<usize> {
    let mentions = &outline.mentions;
    let mut first = speaker;
    let mut wanted = Link::And;
    while let Some(next) = first.checked_sub(1).filter(|_| speaker - first < LISTED) {
        let other = &mentions[next];
        let joined = link(&outline.cut, other, &mentions[first]) == Some(wanted);
        if joined && first == speaker && is_one(outline, other, &mentions[speaker]) {
            let own = &mentions[speaker];
            let named = !own.name.is_empty() && own.name.end == own.tokens.end;
            let who = if named { speaker } else { next };
            return who..who + 1;
        }
        if !joined
            || is_object(outline, next)
            || !names(other)
            || !shares(other, mentions[speaker].cue)
        {
            break;
        }
        first = next;
        wanted = Link::Comma;
    }
    // "Vale met Weir and Penn said": what stands behind a verb is its object.
    let start = mentions[first].tokens.start;
    let begins = outline.cut.begins_sentence(start)
        || outline.cut.tokens[start - 1].is(THAT | OPENING)
        || !outline.cut.tokens[start - 1].is_word();
    match begins {
        true => first..speaker + 1,
        false => speaker..speaker + 1,
    }
}

/// The same with whoever is joined behind them before their verb: "Vale and Weir of the guild said".
fn beside(outline: &Outline<'_>, party: Range<usize>) -> Range<usize> {
    let mentions = &outline.mentions;
    let last = &mentions[party.end - 1];
    let next = mentions.get(party.end).filter(|next| {
        link(&outline.cut, last, next) == Some(Link::And)
            && names(next)
            && !next.governed
            && next.cue == last.cue
            && next.relation == Relation::SubjectFar
    });
    party.start..party.end + usize::from(next.is_some())
}

/// Whoever is joined behind one: "said Vale and Weir".
fn behind(outline: &Outline<'_>, speaker: usize) -> Range<usize> {
    let mentions = &outline.mentions;
    let cue = mentions[speaker].cue;
    for end in speaker + 1..mentions.len().min(speaker + 1 + LISTED) {
        let other = &mentions[end];
        match link(&outline.cut, &mentions[end - 1], other).filter(|_| shares(other, cue)) {
            Some(Link::Comma) if names(other) => {}
            // Behind the last may stand what is told of them, or the clause: "according to Vale and Weir, the pier is shut".
            Some(Link::And) if is_somebody(other) => return speaker..end + 1,
            _ => break,
        }
    }
    speaker..speaker + 1
}
