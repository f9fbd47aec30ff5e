//! Questions that ask for several people's words beside each other: "Vale vs Marsh on ferries", "compare Vale and Marsh".

use std::ops::Range;

use jiff::civil::Date;

use crate::domain::DateRange;
use crate::ports::{SearchError, SearchIndex};

use super::lexicon::{Cue, Part};
use super::names::{Entity, Mention};
use super::tokens::Tokens;
use super::{Side, Understanding, Who};

/// How many are compared at most: more don't fit beside each other.
const MOST_COMPARED: usize = 4;

/// Words between "compare" and the first name: "compare the positions of Vale and Marsh".
const BEFORE_NAMES: usize = 4;

/// Words of a name outside the roster.
const LONGEST_NAME: usize = 3;

/// A name of somebody who is compared: the words, and whom the roster takes them for, if anybody.
struct Name {
    words: Range<usize>,
    entities: Vec<Entity>,
}

/// Who is compared.
pub(super) struct Compared {
    /// All words that say so, the names included.
    words: Range<usize>,
    names: Vec<Name>,
}

impl Understanding {
    /// Who is compared; `None` where it is not asked so, or only one of them is known. Their words are taken.
    pub(super) fn compared(
        &self,
        tokens: &mut Tokens<'_>,
        index: &dyn SearchIndex,
    ) -> Result<Option<Compared>, SearchError> {
        let mentions = self.names.mentions(tokens);
        for at in 0..tokens.len() {
            let begins = if let Some(length) = tokens.phrase(at, Cue::Compare) {
                let first = at + length;
                mentions
                    .iter()
                    .find(|mention| (first..=first + BEFORE_NAMES).contains(&mention.words.start))
                    .map(|mention| mention.words.start)
                    .or(Some(first))
            } else if tokens.phrase(at, Cue::Versus).is_some() {
                self.begin_of_name(tokens, &mentions, index, at)?
            } else {
                None
            };
            let Some(begins) = begins else { continue };
            let names = self.joined(tokens, &mentions, index, begins)?;
            if let [_, .., last] = names.as_slice() {
                let words = at.min(begins)..last.words.end;
                tokens.take(words.clone());
                return Ok(Some(Compared { words, names }));
            }
        }
        Ok(None)
    }

    /// The compared as speakers, each shown back.
    pub(super) fn sides(
        &self,
        tokens: &Tokens<'_>,
        compared: Compared,
        said: DateRange,
        today: Date,
        who: &mut Who,
    ) -> Vec<Side> {
        let mut sides = Vec::new();
        who.asked.push(compared.words);
        for Name { words, entities } in compared.names {
            let written = tokens.written(words);
            let mut one = Who::default();
            if !self.speak(&entities, written, said, today, &mut one) {
                one.add_named(written, written);
            }
            let shown = one.recognised.first().map(|part| part.meaning.clone());
            who.recognised.append(&mut one.recognised);
            sides.push(Side {
                who: shown.unwrap_or_else(|| written.to_owned()),
                speakers: one.speakers,
            });
        }
        sides
    }

    /// Names from `begins` on that stand beside each other.
    fn joined(
        &self,
        tokens: &Tokens<'_>,
        mentions: &[Mention],
        index: &dyn SearchIndex,
        begins: usize,
    ) -> Result<Vec<Name>, SearchError> {
        let mut compared: Vec<Name> = Vec::new();
        let mut next = Some(begins);
        while let Some(at) = next
            && compared.len() < MOST_COMPARED
            && let Some(name) = self.name_at(tokens, mentions, index, at)?
        {
            let end = name.words.end;
            compared.push(name);
            let joint = tokens
                .phrase(end, Cue::Versus)
                .or_else(|| tokens.is(end, Part::And).then_some(1))
                .or_else(|| (compared.len() == 1 && tokens.is(end, Part::About)).then_some(1));
            next = joint.map(|length| {
                let at = end + length;
                at + usize::from(tokens.is(at, Part::Article))
            });
        }
        Ok(compared)
    }

    /// The name that begins at a word.
    fn name_at(
        &self,
        tokens: &Tokens<'_>,
        mentions: &[Mention],
        index: &dyn SearchIndex,
        at: usize,
    ) -> Result<Option<Name>, SearchError> {
        let known = mentions.iter().find(|mention| mention.words.start == at);
        if let Some(Mention { words, entities }) = known.cloned() {
            return Ok(Some(Name { words, entities }));
        }
        for length in (1..=LONGEST_NAME).rev() {
            let words = at..at + length;
            if self.is_outsider(tokens, index, &words)? {
                return Ok(Some(Name {
                    words,
                    entities: Vec::new(),
                }));
            }
        }
        let mistyped = tokens
            .free(at..at + 1)
            .then(|| self.names.mistyped(tokens, at))
            .flatten();
        Ok(mistyped.map(|Mention { words, entities }| Name { words, entities }))
    }

    /// Where the name begins that ends before a word.
    fn begin_of_name(
        &self,
        tokens: &Tokens<'_>,
        mentions: &[Mention],
        index: &dyn SearchIndex,
        end: usize,
    ) -> Result<Option<usize>, SearchError> {
        let known = mentions.iter().find(|mention| mention.words.end == end);
        if let Some(mention) = known {
            return Ok(Some(mention.words.start));
        }
        for length in (1..=LONGEST_NAME.min(end)).rev() {
            let words = end - length..end;
            if self.is_outsider(tokens, index, &words)? {
                return Ok(Some(words.start));
            }
        }
        let last = end.checked_sub(1);
        Ok(last.filter(|&at| tokens.free(at..end) && self.names.mistyped(tokens, at).is_some()))
    }

    fn is_outsider(
        &self,
        tokens: &Tokens<'_>,
        index: &dyn SearchIndex,
        words: &Range<usize>,
    ) -> Result<bool, SearchError> {
        let telling = words.clone().all(|at| !tokens.ends_name(at));
        Ok(tokens.free(words.clone())
            && telling
            && index.knows_speaker(tokens.written(words.clone()))?)
    }

    /// The people who are spoken of where it is known already who speaks.
    pub(super) fn topics(&self, tokens: &mut Tokens<'_>, who: &mut Who) {
        for mention in self.names.mentions(tokens) {
            let written = tokens.written(mention.words.clone());
            if let Some(topic) = self.topic(&mention, written) {
                who.topics.push(topic);
                tokens.take(mention.words);
            }
        }
    }

    /// Takes the words that name whoever an option names already: they say nothing of the topic.
    pub(super) fn take_names(&self, option: &str, tokens: &mut Tokens<'_>) -> Vec<Range<usize>> {
        let mut taken = Vec::new();
        let wanted = self.names.find(option);
        for mention in self.names.mentions(tokens) {
            let same = |entity: &Entity| wanted.contains(entity);
            if !wanted.is_empty() && mention.entities.iter().all(same) {
                tokens.take(mention.words.clone());
                taken.push(mention.words);
            }
        }
        let name = super::names::key(option);
        let length = name.split(' ').count();
        for at in 0..tokens.len() {
            let words = at..at + length;
            if tokens.free(words.clone())
                && super::names::key(tokens.written(words.clone())) == name
            {
                tokens.take(words.clone());
                taken.push(words);
            }
        }
        taken
    }
}
