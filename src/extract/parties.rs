//! Several who speak as one: "Ada Vale and Jan Weir said in a joint statement". Naming one of them would be naming the
//! wrong speaker.

use std::ops::Range;

use super::features::Outline;
use super::mentions::{Mention, MentionKind, Relation};
use super::tokens::{Kind, Token};
use super::vocabulary::*;

/// The mentions that are one subject with a speaker's, in order: that one alone where nobody is joined to it.
pub fn party(outline: &Outline<'_>, speaker: usize) -> Range<usize> {
    let alone = speaker..speaker + 1;
    let mention = &outline.mentions[speaker];
    if !names(mention) || mention.governed {
        return alone;
    }
    match mention.relation {
        Relation::Subject | Relation::SubjectFar | Relation::Prefix => before(outline, speaker),
        Relation::Inverted | Relation::Source => behind(outline, speaker),
        _ => alone,
    }
}

/// Whether a mention tells who somebody is, so that it can stand beside others.
fn names(mention: &Mention) -> bool {
    matches!(
        mention.kind,
        MentionKind::Name | MentionKind::Description | MentionKind::Group
    ) && mention.apposition.is_empty()
        && !mention.owns
}

/// Whoever is joined before a speaker: "Norland, Sudland and Westmark said".
fn before(outline: &Outline<'_>, speaker: usize) -> Range<usize> {
    let mentions = &outline.mentions;
    let cue = mentions[speaker].cue;
    let mut first = speaker;
    while let Some(next) = first.checked_sub(1).filter(|&next| {
        let other = &mentions[next];
        let own = other.cue.is_none() || other.cue == cue;
        names(other) && !other.governed && own && joins(outline, next, first == speaker)
    }) {
        first = next;
    }
    // "Vale met Weir and Penn said": what stands behind a verb is its object.
    let start = mentions[first].tokens.start;
    let begins = outline.cut.begins_sentence(start)
        || outline.cut.tokens[start - 1].is(THAT)
        || !outline.cut.tokens[start - 1].is_word();
    match begins {
        true => first..speaker + 1,
        false => speaker..speaker + 1,
    }
}

/// Whoever is joined behind one: "said Vale and Weir".
fn behind(outline: &Outline<'_>, speaker: usize) -> Range<usize> {
    let mentions = &outline.mentions;
    let cue = mentions[speaker].cue;
    let mut end = speaker + 1;
    let mut last = false;
    while !last
        && mentions.get(end).is_some_and(|other| {
            let own = other.cue.is_none() || other.cue == cue;
            names(other) && own
        })
    {
        last = joins(outline, end - 1, true);
        if !last && !joins(outline, end - 1, false) {
            break;
        }
        end += 1;
    }
    match last {
        true => speaker..end,
        false => speaker..speaker + 1,
    }
}

/// Whether a mention is joined to the one behind it: the `last` two of several by "and", the others by a comma.
fn joins(outline: &Outline<'_>, mention: usize, last: bool) -> bool {
    let [one, other] = &outline.mentions[mention..mention + 2] else {
        return false;
    };
    let between = outline.cut.tokens.get(one.phrase.end..other.tokens.start);
    let and = |token: &Token| token.is(CONJUNCTION);
    let comma = |token: &Token| token.kind == Kind::Comma;
    one.paragraph == other.paragraph
        && match between {
            Some([only]) if last => and(only),
            Some([first, second]) if last => comma(first) && and(second),
            Some([only]) => comma(only),
            _ => false,
        }
}
