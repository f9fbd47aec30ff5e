//! What subscriptions ask for, each thing once, and how a statement's are found.

use std::collections::HashMap;

use crate::domain::{Condition, Language, SideId, SpeakerId};
use crate::text::{Analyser, LANGUAGES, analyser, fold, name_terms, normal_word, words};

use super::super::Matchable;
use super::super::matchable::{folded_prefix, phrase_terms, term};

/// An atom's number. Numbers of atoms that nobody asks for any more are given again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Atom(pub(super) u32);

impl Atom {
    pub(super) fn place(self) -> usize {
        self.0 as usize
    }
}

/// A term of whatever language, by number.
type TermId = u32;

/// No term: a stop word, or a word that no subscription has.
const NO_TERM: TermId = TermId::MAX;

/// Languages in which a word has the same term: a bit for each of [`LANGUAGES`], and one more for all others.
type Tongues = u16;

/// The bit of an analyser's language.
fn tongue(analyser: &Analyser) -> Tongues {
    let place = LANGUAGES
        .iter()
        .position(|&code| code == analyser.language());
    1 << place.unwrap_or(LANGUAGES.len())
}

fn analysers() -> impl Iterator<Item = &'static Analyser> {
    LANGUAGES.into_iter().chain([""]).map(analyser)
}

/// What an atom stands for, in the form in which equal ones are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Meaning {
    Speaker(SpeakerId),
    Named(NameTerms),
    Side(SideId),
    Outlet(Box<str>),
    Language(Language),
    Word(Box<str>),
    Prefix(Box<str>),
    Phrase(Box<str>),
}

impl Meaning {
    /// The meaning of a condition that is none of others.
    fn new(leaf: &Condition) -> Self {
        match leaf {
            Condition::Speaker(id) => Self::Speaker(id.clone()),
            Condition::Named(name) => {
                let mut terms: Vec<String> = name_terms(name).collect();
                terms.sort_unstable();
                terms.dedup();
                Self::Named(terms.into())
            }
            Condition::Side(id) => Self::Side(id.clone()),
            Condition::Outlet(name) => Self::Outlet(fold(name).into()),
            Condition::Language(language) => Self::Language(language.clone()),
            // Analysis goes by the word as this gives it, in every language.
            Condition::Word(word) => Self::Word(normal_word(word).into()),
            Condition::Prefix(prefix) => Self::Prefix(folded_prefix(prefix).into()),
            Condition::Phrase(phrase) => {
                let normal: Vec<String> =
                    words(phrase).map(|word| normal_word(word.text)).collect();
                Self::Phrase(normal.join(" ").into())
            }
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {
                unreachable!("conditions of others are taken apart before")
            }
        }
    }
}

/// What is known of one term.
#[derive(Default)]
struct Entry {
    /// How many statements of the sample have it.
    seen: u32,
    /// The words whose term it is, in these languages.
    words: Vec<(Tongues, Atom)>,
    /// The phrases that are recognised by it.
    phrases: Vec<Phrase>,
}

/// A phrase, as some languages have it.
struct Phrase {
    tongues: Tongues,
    atom: Atom,
    /// How many words before the term that it is recognised by it begins.
    before: u32,
    /// [`NO_TERM`] where anything may stand.
    terms: Box<[TermId]>,
}

/// What is known of one atom.
struct Kept {
    meaning: Meaning,
    /// How often subscriptions have it.
    uses: u32,
    /// How many statements of the sample have it, at a guess.
    seen: u32,
    /// The terms that it is entered under.
    terms: Box<[TermId]>,
}

/// The words of a name, sorted.
type NameTerms = Box<[String]>;

/// Every atom.
#[derive(Default)]
pub(super) struct Atoms {
    kept: Vec<Option<Kept>>,
    free: Vec<Atom>,
    by_meaning: HashMap<Meaning, Atom>,
    /// Terms stay when nobody asks for them any more: they are few, and likely to be asked for again.
    terms: HashMap<Box<str>, TermId>,
    entries: Vec<Entry>,
    /// By the last of their words in alphabetical order.
    names: HashMap<String, Vec<(Atom, NameTerms)>>,
    prefixes: HashMap<Box<str>, Atom>,
    /// How many statements of the sample are by this speaker, of this side and so on.
    seen: HashMap<Meaning, u32>,
    sample: u32,
}

/// The atoms that a statement has.
pub(super) struct Found {
    bits: Vec<u64>,
    list: Vec<Atom>,
}

impl Found {
    fn put(&mut self, atom: Atom) {
        let (word, bit) = (atom.place() / 64, 1 << (atom.place() % 64));
        if self.bits[word] & bit == 0 {
            self.bits[word] |= bit;
            self.list.push(atom);
        }
    }

    pub(super) fn has(&self, atom: Atom) -> bool {
        self.bits
            .get(atom.place() / 64)
            .is_some_and(|word| word & (1 << (atom.place() % 64)) != 0)
    }

    /// Each once.
    pub(super) fn atoms(&self) -> impl Iterator<Item = Atom> + '_ {
        self.list.iter().copied()
    }
}

impl Atoms {
    /// Numbers that were ever given.
    pub(super) fn len(&self) -> usize {
        self.kept.len()
    }

    /// Counts what a statement of the sample has.
    pub(super) fn learn(&mut self, statement: &Matchable) {
        self.sample = self.sample.saturating_add(1);
        for term in &statement.around {
            let id = self.term_id(term);
            self.entries[id as usize].seen += 1;
        }
        for fact in facts(statement) {
            *self.seen.entry(fact).or_default() += 1;
        }
    }

    /// How many statements of the sample have the atom, at a guess.
    pub(super) fn seen(&self, atom: Atom) -> u64 {
        let kept = self.kept.get(atom.place()).and_then(Option::as_ref);
        kept.map_or(0, |kept| u64::from(kept.seen))
    }

    /// The atom of a condition that is none of others, used once more.
    pub(super) fn acquire(&mut self, leaf: &Condition) -> Atom {
        let meaning = Meaning::new(leaf);
        if let Some(&atom) = self.by_meaning.get(&meaning) {
            if let Some(kept) = &mut self.kept[atom.place()] {
                kept.uses += 1;
            }
            return atom;
        }
        let atom = self.free.pop().unwrap_or_else(|| {
            self.kept.push(None);
            Atom(u32::try_from(self.kept.len() - 1).unwrap_or(u32::MAX))
        });
        let (seen, terms) = match leaf {
            Condition::Word(word) => self.enter_word(atom, word),
            Condition::Phrase(phrase) => self.enter_phrase(atom, phrase),
            _ => (self.enter(atom, &meaning), Vec::new()),
        };
        self.by_meaning.insert(meaning.clone(), atom);
        self.kept[atom.place()] = Some(Kept {
            meaning,
            uses: 1,
            seen,
            terms: terms.into(),
        });
        atom
    }

    /// Gives a use of the atom back. Whether it was the last.
    pub(super) fn release(&mut self, atom: Atom) -> bool {
        let Some(place) = self.kept.get_mut(atom.place()) else {
            return false;
        };
        match place {
            Some(kept) if kept.uses > 1 => {
                kept.uses -= 1;
                return false;
            }
            Some(_) => {}
            None => return false,
        }
        let Some(kept) = place.take() else {
            return false;
        };
        for term in kept.terms {
            let entry = &mut self.entries[term as usize];
            entry.words.retain(|(_, other)| *other != atom);
            entry.phrases.retain(|phrase| phrase.atom != atom);
        }
        match &kept.meaning {
            Meaning::Prefix(prefix) => {
                self.prefixes.remove(prefix);
            }
            Meaning::Named(terms) => {
                if let Some(names) = terms.last().and_then(|last| self.names.get_mut(last)) {
                    names.retain(|(other, _)| *other != atom);
                }
            }
            _ => {}
        }
        self.by_meaning.remove(&kept.meaning);
        self.free.push(atom);
        true
    }

    fn term_id(&mut self, term: &str) -> TermId {
        if let Some(&id) = self.terms.get(term) {
            return id;
        }
        let id = TermId::try_from(self.entries.len()).unwrap_or(NO_TERM);
        self.entries.push(Entry::default());
        self.terms.insert(term.into(), id);
        id
    }

    fn enter_word(&mut self, atom: Atom, word: &str) -> (u32, Vec<TermId>) {
        let mut entered: Vec<TermId> = Vec::new();
        for analyser in analysers() {
            let Some(term) = term(analyser, word) else {
                continue;
            };
            let id = self.term_id(&term);
            let words = &mut self.entries[id as usize].words;
            match words.iter_mut().find(|(_, other)| *other == atom) {
                Some((tongues, _)) => *tongues |= tongue(analyser),
                None => {
                    words.push((tongue(analyser), atom));
                    entered.push(id);
                }
            }
        }
        let seen = entered.iter().map(|&id| self.entries[id as usize].seen);
        (seen.sum(), entered)
    }

    fn enter_phrase(&mut self, atom: Atom, phrase: &str) -> (u32, Vec<TermId>) {
        let mut forms: Vec<(Tongues, Box<[TermId]>)> = Vec::new();
        for analyser in analysers() {
            let terms: Box<[TermId]> = phrase_terms(analyser, phrase)
                .into_iter()
                .map(|term| term.map_or(NO_TERM, |term| self.term_id(&term)))
                .collect();
            match forms.iter_mut().find(|(_, other)| *other == terms) {
                Some((tongues, _)) => *tongues |= tongue(analyser),
                None => forms.push((tongue(analyser), terms)),
            }
        }
        let mut entered = Vec::new();
        let mut most = 0;
        for (tongues, terms) in forms {
            let rarest = (0_u32..)
                .zip(&terms)
                .filter(|&(_, &term)| term != NO_TERM)
                .map(|(before, &term)| {
                    let entry = &self.entries[term as usize];
                    (entry.seen, entry.phrases.len(), before, term)
                })
                .min();
            let Some((seen, _, before, term)) = rarest else {
                continue;
            };
            most = most.max(seen);
            entered.push(term);
            self.entries[term as usize].phrases.push(Phrase {
                tongues,
                atom,
                before,
                terms,
            });
        }
        // Of the statements with a word few have the others beside it.
        (most / 16, entered)
    }

    /// Enters what is no word; how many statements of the sample have it.
    fn enter(&mut self, atom: Atom, meaning: &Meaning) -> u32 {
        match meaning {
            Meaning::Prefix(prefix) => {
                if !prefix.is_empty() {
                    self.prefixes.insert(prefix.clone(), atom);
                }
                // Of which words it is the beginning isn't looked up: it is taken for one in a hundred statements.
                self.sample / 100
            }
            Meaning::Named(terms) => {
                if let Some(last) = terms.last() {
                    let names = self.names.entry(last.clone()).or_default();
                    names.push((atom, terms.clone()));
                }
                let seen = |term: &String| {
                    let one = Meaning::Named([term.clone()].into());
                    self.seen.get(&one).copied().unwrap_or(0)
                };
                terms.iter().map(seen).min().unwrap_or(0)
            }
            fact => self.seen.get(fact).copied().unwrap_or(0),
        }
    }

    /// What a statement has.
    pub(super) fn of(&self, statement: &Matchable) -> Found {
        let mut found = Found {
            bits: vec![0; self.kept.len().div_ceil(64)],
            list: Vec::new(),
        };
        let tongue = tongue(statement.analyser);
        for fact in facts(statement) {
            if let Some(&atom) = self.by_meaning.get(&fact) {
                found.put(atom);
            }
        }
        for term in &statement.name {
            for (atom, terms) in self.names.get(term).into_iter().flatten() {
                if terms.iter().all(|term| statement.name.contains(term)) {
                    found.put(*atom);
                }
            }
        }
        for term in &statement.around {
            let Some(&id) = self.terms.get(term.as_str()) else {
                continue;
            };
            for (tongues, atom) in &self.entries[id as usize].words {
                if tongues & tongue != 0 {
                    found.put(*atom);
                }
            }
        }
        self.phrases_of(statement, tongue, &mut found);
        if !self.prefixes.is_empty() {
            self.prefixes_of(statement, &mut found);
        }
        found
    }

    fn phrases_of(&self, statement: &Matchable, tongue: Tongues, found: &mut Found) {
        let own: Vec<TermId> = statement
            .own
            .iter()
            .map(|term| {
                let id = term.as_deref().and_then(|term| self.terms.get(term));
                id.copied().unwrap_or(NO_TERM)
            })
            .collect();
        for (at, &id) in own.iter().enumerate() {
            let Some(entry) = self.entries.get(id as usize) else {
                continue;
            };
            for phrase in &entry.phrases {
                if phrase.tongues & tongue != 0
                    && !found.has(phrase.atom)
                    && let Some(begin) = at.checked_sub(phrase.before as usize)
                    && let Some(stretch) = own.get(begin..begin + phrase.terms.len())
                    && std::iter::zip(&phrase.terms, stretch)
                        .all(|(wanted, found)| *wanted == NO_TERM || wanted == found)
                {
                    found.put(phrase.atom);
                }
            }
        }
    }

    fn prefixes_of(&self, statement: &Matchable, found: &mut Found) {
        for form in &statement.forms {
            let ends = form.char_indices().map(|(at, c)| at + c.len_utf8());
            for end in ends {
                if let Some(&atom) = self.prefixes.get(&form[..end]) {
                    found.put(atom);
                }
            }
        }
    }

    /// See [`Matcher::size`](super::Matcher::size).
    pub(super) fn size(&self) -> usize {
        let kept = self.kept.iter().flatten();
        let of_atoms: usize = kept
            .map(|kept| size_of_val(&*kept.terms) + 2 * kept.meaning.size())
            .sum();
        let of_terms: usize = self
            .entries
            .iter()
            .map(|entry| {
                let phrases = entry.phrases.iter();
                let terms: usize = phrases.map(|phrase| size_of_val(&*phrase.terms)).sum();
                terms
                    + entry.words.capacity() * size_of::<(Tongues, Atom)>()
                    + entry.phrases.capacity() * size_of::<Phrase>()
            })
            .sum();
        let of_keys: usize = self.terms.keys().map(|term| term.len()).sum();
        of_atoms
            + of_terms
            + of_keys
            + self.kept.capacity() * size_of::<Option<Kept>>()
            + self.entries.capacity() * size_of::<Entry>()
            + self.by_meaning.capacity() * (size_of::<(Meaning, Atom)>() + 1)
            + self.terms.capacity() * (size_of::<(Box<str>, TermId)>() + 1)
    }
}

impl Meaning {
    /// Bytes on the heap.
    fn size(&self) -> usize {
        match self {
            Self::Speaker(id) => id.0.len(),
            Self::Side(id) => id.0.len(),
            Self::Named(terms) => terms.iter().map(|term| term.len() + 24).sum(),
            Self::Language(language) => language.code().len(),
            Self::Outlet(text) | Self::Word(text) | Self::Prefix(text) | Self::Phrase(text) => {
                text.len()
            }
        }
    }
}

/// What a statement is, beside its words.
fn facts(statement: &Matchable) -> impl Iterator<Item = Meaning> + '_ {
    let speakers = statement.speakers.iter().cloned().map(Meaning::Speaker);
    let sides = statement.sides.iter().cloned().map(Meaning::Side);
    let outlet = statement
        .outlet
        .iter()
        .map(|outlet| Meaning::Outlet(outlet.as_str().into()));
    let names = statement
        .name
        .iter()
        .map(|term| Meaning::Named([term.clone()].into()));
    speakers
        .chain(sides)
        .chain(outlet)
        .chain([Meaning::Language(statement.language.clone())])
        .chain(names)
}
