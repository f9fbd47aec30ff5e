//! Who is named in a question.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::domain::{Roster, Side, Speaker};
use crate::text::{distance, languages_of, name_terms, words};

use super::lexicon::Part;
use super::tokens::{Tokens, apart};

/// Words of the longest name that is looked for.
const LONGEST_NAME: usize = 6;

/// Whom or what a name means: indices in the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entity {
    Person(usize),
    /// Whoever holds that office on the day: person and role.
    Office(usize, usize),
    Side(usize),
}

/// Every name of the roster, as questions are compared with it.
pub(super) struct Names {
    pub(super) roster: Arc<Roster>,
    by_name: FxHashMap<String, Vec<Entity>>,
    /// Single words by which one person is called, for names that are mistyped.
    surnames: Vec<Surname>,
}

/// A single word by which one person is called.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Surname {
    name: String,
    person: usize,
    length: usize,
    letters: u64,
}

/// Which letters a word has, a bit each as far as they go: each typing error changes at most two of the bits.
fn letters(word: &str) -> u64 {
    word.chars()
        .fold(0, |letters, c| letters | 1 << (u32::from(c) % 64))
}

/// What is known of a name in the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) words: Range<usize>,
    pub(super) entities: Vec<Entity>,
}

impl Names {
    pub(super) fn new(roster: Arc<Roster>) -> Self {
        let mut by_name: FxHashMap<String, Vec<Entity>> = FxHashMap::default();
        let mut surnames = Vec::new();
        let mut put = |name: &str, entity: Entity| {
            let key = key(name);
            if let (Entity::Person(index), false) = (entity, key.contains(' ')) {
                surnames.push(Surname {
                    length: key.chars().count(),
                    letters: letters(&key),
                    person: index,
                    name: key.clone(),
                });
            }
            let entities = by_name.entry(key).or_default();
            if !entities.contains(&entity) {
                entities.push(entity);
            }
        };
        for (index, speaker) in roster.speakers().iter().enumerate() {
            for name in speaker.all_names() {
                put(name, Entity::Person(index));
            }
            // As the words of a question are read, behind "@".
            for handle in &speaker.handles {
                put(
                    &apart(handle.trim_start_matches('@')),
                    Entity::Person(index),
                );
            }
            for (role, office) in speaker.roles.iter().enumerate() {
                for title in office.as_written.iter().chain([&office.title]) {
                    put(title, Entity::Office(index, role));
                }
            }
        }
        for (index, side) in roster.sides().iter().enumerate() {
            for name in side.aliases.iter().chain([&side.name]) {
                put(name, Entity::Side(index));
            }
        }
        by_name.remove("");
        surnames.retain(|surname| surname.length >= SHORTEST_TYPO);
        surnames.sort_unstable();
        surnames.dedup();
        Self {
            roster,
            by_name,
            surnames,
        }
    }

    pub(super) fn person(&self, index: usize) -> Option<&Speaker> {
        self.roster.speakers().get(index)
    }

    pub(super) fn side(&self, index: usize) -> Option<&Side> {
        self.roster.sides().get(index)
    }

    /// Whom a text means that is a name and nothing else.
    pub(super) fn find(&self, name: &str) -> &[Entity] {
        self.by_name.get(&key(name)).map_or(&[], Vec::as_slice)
    }

    /// The languages that a question may be in. People's names tell nothing of it: nobody asks in German for having
    /// named von der Leyen.
    pub(super) fn languages(&self, text: &str) -> Vec<&'static str> {
        let tokens = Tokens::new(text, &[]);
        let is_person = |entity: &Entity| matches!(entity, Entity::Person(_));
        let mut without = String::with_capacity(text.len());
        let mut from = 0;
        for mention in self.mentions(&tokens) {
            let named = &tokens.tokens[mention.words];
            if let ([first, ..], [.., last]) = (named, named)
                && mention.entities.iter().any(is_person)
            {
                without.push_str(text.get(from..first.start).unwrap_or_default());
                from = last.end;
            }
        }
        without.push_str(text.get(from..).unwrap_or_default());
        let other_letters = |text: &str| text.chars().any(|c| c.is_alphabetic() && c > '\u{24f}');
        if other_letters(text) || words(&without).next().is_none() {
            return languages_of(text);
        }
        languages_of(&without)
    }

    /// Every name in the question, the longest where several begin at one word.
    pub(super) fn mentions(&self, tokens: &Tokens<'_>) -> Vec<Mention> {
        let mut mentions = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            match self.mention_at(tokens, at) {
                // "the Kremlin" is a name, and yet not what "the Kremlin spokesman" begins with.
                Some(mention)
                    if mention.words.len() > 1
                        && tokens.is(at, Part::Article)
                        && self
                            .mention_at(tokens, at + 1)
                            .is_some_and(|next| next.words.end > mention.words.end) =>
                {
                    at += 1;
                }
                Some(mention) => {
                    at = mention.words.end;
                    mentions.push(mention);
                }
                None => at += 1,
            }
        }
        mentions
    }

    fn mention_at(&self, tokens: &Tokens<'_>, at: usize) -> Option<Mention> {
        (1..=LONGEST_NAME).rev().find_map(|length| {
            let words = at..at + length;
            if !tokens.free(words.clone()) {
                return None;
            }
            let parts: Vec<&str> = tokens.tokens[words.clone()]
                .iter()
                .map(|token| token.name.as_str())
                .collect();
            let name = parts.join(" ");
            // A German genitive: "Selenskyjs".
            let entities = self.by_name.get(&name).or_else(|| {
                self.by_name
                    .get(name.strip_suffix('s').filter(|n| n.len() > 3)?)
            })?;
            Some(Mention {
                words,
                entities: entities.clone(),
            })
        })
    }

    /// The person whose name the word at `index` comes near, if exactly one's does and it stands where a name may.
    pub(super) fn mistyped(&self, tokens: &Tokens<'_>, index: usize) -> Option<Mention> {
        let typed = &tokens.tokens.get(index)?.name;
        let errors = allowed_errors(typed)?;
        let mut nearest: Option<(usize, usize)> = None;
        let mut several = false;
        let (length, has) = (typed.chars().count(), letters(typed));
        for Surname {
            name,
            person,
            length: long,
            letters,
        } in &self.surnames
        {
            let others = (has ^ letters).count_ones() as usize;
            if length.abs_diff(*long) > errors || others > 2 * errors {
                continue;
            }
            let found = distance(typed, name);
            if found > errors {
                continue;
            }
            match nearest {
                Some((best, other)) if found == best && other != *person => several = true,
                Some((best, _)) if found >= best => {}
                _ => {
                    nearest = Some((found, *person));
                    several = false;
                }
            }
        }
        let (_, person) = nearest.filter(|_| !several)?;
        Some(Mention {
            words: index..index + 1,
            entities: vec![Entity::Person(person)],
        })
    }

    /// The names in the roster nearest to one that isn't in it, the nearest first.
    pub(super) fn nearest(&self, name: &str, most: usize) -> Vec<String> {
        let wanted = key(name);
        let wanted: String = wanted.chars().take(60).collect();
        let mut near: Vec<(usize, &str)> = self
            .roster
            .speakers()
            .iter()
            .filter_map(|speaker| {
                let near = speaker
                    .all_names()
                    .map(|name| distance(&wanted, &key(name)))
                    .min()?;
                Some((near, speaker.name.as_str()))
            })
            .collect();
        near.sort();
        near.into_iter()
            .take(most)
            .map(|(_, name)| name.to_owned())
            .collect()
    }

    /// Whether a role is held on some day of a range, or on `today` where none is given.
    pub(super) fn holds(
        &self,
        person: usize,
        role: usize,
        said: crate::domain::DateRange,
        today: Date,
    ) -> bool {
        let Some(role) = self
            .person(person)
            .and_then(|person| person.roles.get(role))
        else {
            return false;
        };
        let day = said.until.or(said.since).unwrap_or(today);
        role.covers(day)
    }
}

/// Shorter words are taken as they are: too many words of three or four letters are one letter apart.
const SHORTEST_TYPO: usize = 5;

/// How many typing errors a word of that length may hold, if any.
fn allowed_errors(typed: &str) -> Option<usize> {
    match typed.chars().count() {
        0..SHORTEST_TYPO => None,
        SHORTEST_TYPO..8 => Some(1),
        8..30 => Some(2),
        _ => None,
    }
}

/// A name as it is compared.
pub(super) fn key(name: &str) -> String {
    name_terms(name).collect::<Vec<_>>().join(" ")
}

/// How a name stands in the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is asked what they said.
    Speaker,
    /// It is asked what is said of them.
    Topic,
    /// The words around don't tell.
    Open,
}

/// Words within which a verb of saying follows who says it.
pub(super) const FAR_VERB: usize = 3;

/// How the words around a name tell whether its bearer speaks or is spoken of.
pub(super) fn standing(tokens: &Tokens<'_>, words: &Range<usize>) -> Standing {
    let before = tokens.before(words.start);
    let is_before = |part| before.is_some_and(|at| tokens.is(at, part));
    if is_before(Part::By) {
        // "concessions from Russia": what comes from a side is spoken of, unless nothing else is.
        let content = before.is_some_and(|at| (0..at).any(|at| is_content(tokens, at)));
        return if content {
            Standing::Topic
        } else {
            Standing::Speaker
        };
    }
    // "the opinion of Vale's plan" is nobody's.
    let owns = words
        .clone()
        .last()
        .is_some_and(|last| tokens.is_owner(last))
        && words.end < tokens.len()
        && is_content(tokens, words.end);
    if is_before(Part::About) && owns {
        return Standing::Topic;
    }
    if is_before(Part::About) {
        // "what about Merz", "the opinion of Merz"
        return match before.and_then(|at| tokens.before(at)) {
            Some(at) if at == 0 && tokens.passed_over(at) => Standing::Speaker,
            Some(at) if tokens.is(at, Part::Filler) && is_of(tokens, before) => Standing::Speaker,
            _ => Standing::Topic,
        };
    }
    // "did Vale say", "сказала Вейл", "Vale said", "Vale on ferries": that a name is a subject alone doesn't make its
    // bearer the one whose words are asked for ("will Vale ever open the harbour").
    let subject = is_before(Part::Subject);
    let says = (words.end..words.end + FAR_VERB).any(|at| tokens.is(at, Part::Speech));
    let speaks = (subject && (says || is_before(Part::Speech)))
        || tokens.is(words.end, Part::Speech)
        || (before.is_none() && tokens.is(words.end, Part::About));
    if speaks {
        Standing::Speaker
    } else {
        Standing::Open
    }
}

fn is_of(tokens: &Tokens<'_>, index: Option<usize>) -> bool {
    index
        .and_then(|index| tokens.tokens.get(index))
        .is_some_and(|token| matches!(token.word.as_str(), "of" | "von" | "de" | "du"))
}

fn is_content(tokens: &Tokens<'_>, index: usize) -> bool {
    let parts = [
        Part::Filler,
        Part::Subject,
        Part::Article,
        Part::By,
        Part::About,
        Part::Latest,
        Part::First,
        Part::Who,
        Part::When,
    ];
    !tokens.tokens[index].taken && !parts.into_iter().any(|part| tokens.is(index, part))
}
