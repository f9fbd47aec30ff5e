//! All subscriptions against one statement, without looking at each.
//!
//! What subscriptions ask for is taken apart into *atoms*: this speaker, that side, a word, a phrase. Of a statement it
//! is found first which atoms it has, each atom once however many subscriptions ask for it (`atoms.rs`). Every
//! subscription is listed under atoms of which it needs at least one: those that statements have least often. Only the
//! subscriptions that are listed under what the statement has are then verified, and since the atoms are decided already,
//! that is a few looks into a table of bits (`program.rs`).

mod atoms;
mod program;

use std::collections::HashMap;

use crate::domain::{Subscription, SubscriptionId, Wanted, WhoseWords};

use super::Matchable;
use atoms::{Atom, Atoms};
use program::Program;

/// An index of subscriptions in memory. What is put in or removed counts from the next statement on.
#[derive(Default)]
pub struct Matcher {
    atoms: Atoms,
    /// By the atom's number, the places of the subscriptions that need it or another that they are listed under too.
    listed: Vec<Vec<u32>>,
    /// Those that need no atom at all: they only say what is not wanted.
    unlisted: Vec<u32>,
    kept: Vec<Option<Kept>>,
    free: Vec<u32>,
    places: HashMap<SubscriptionId, u32>,
}

/// A subscription, as little of it as matching needs.
struct Kept {
    id: SubscriptionId,
    words: WhoseWords,
    program: Program,
}

impl Matcher {
    /// An empty matcher that knows from a sample of statements how often they have what: subscriptions that are put in
    /// then are listed under what is rare. Any sample gives the same matches; a fitting one gives them faster.
    pub fn new<'s>(sample: impl IntoIterator<Item = &'s Matchable>) -> Self {
        let mut atoms = Atoms::default();
        for statement in sample {
            atoms.learn(statement);
        }
        Self {
            atoms,
            ..Self::default()
        }
    }

    /// How many subscriptions there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Puts a subscription in the place of the one with its id.
    pub fn put(&mut self, subscription: &Subscription) {
        self.insert(subscription.id, &subscription.given.wanted);
    }

    /// Puts what is wanted in the place of whatever has this id.
    pub fn insert(&mut self, id: SubscriptionId, wanted: &Wanted) {
        self.remove(id);
        let program = Program::new(&wanted.condition, &mut self.atoms);
        self.listed.resize_with(self.atoms.len(), Vec::new);
        let place = self.free.pop().unwrap_or_else(|| {
            self.kept.push(None);
            u32::try_from(self.kept.len() - 1).unwrap_or(u32::MAX)
        });
        match self.cover(&program) {
            Some(cover) => {
                for atom in cover {
                    self.listed[atom.place()].push(place);
                }
            }
            None => self.unlisted.push(place),
        }
        self.kept[place as usize] = Some(Kept {
            id,
            words: wanted.words,
            program,
        });
        self.places.insert(id, place);
    }

    /// Removes a subscription. Whether there was one of this id.
    pub fn remove(&mut self, id: SubscriptionId) -> bool {
        let Some(place) = self.places.remove(&id) else {
            return false;
        };
        let Some(kept) = self.kept[place as usize].take() else {
            return false;
        };
        // Under which of its atoms it is listed was decided by what was listed then: it is looked for under each.
        let mut found = false;
        for atom in kept.program.atoms() {
            found |= forget(&mut self.listed[atom.place()], place);
        }
        if !found {
            forget(&mut self.unlisted, place);
        }
        for atom in kept.program.atoms() {
            if self.atoms.release(atom) {
                self.listed[atom.place()] = Vec::new();
            }
        }
        self.free.push(place);
        true
    }

    /// The subscriptions that the statement fits, by their ids in ascending order.
    pub fn matches(&self, statement: &Matchable) -> Vec<SubscriptionId> {
        let found = self.atoms.of(statement);
        let listed = found.atoms().flat_map(|atom| &self.listed[atom.place()]);
        let mut fitting: Vec<SubscriptionId> = listed
            .chain(&self.unlisted)
            .filter_map(|&place| self.kept[place as usize].as_ref())
            .filter(|kept| kept.words.covers(statement.kind) && kept.program.holds(&found))
            .map(|kept| kept.id)
            .collect();
        fitting.sort_unstable();
        fitting.dedup();
        fitting
    }

    /// Atoms of which every statement that fits has at least one, so that few other statements have one; `None` where a
    /// statement may fit without any.
    fn cover(&self, program: &Program) -> Option<Vec<Atom>> {
        program.cover(&|atom| {
            let listed = self.listed[atom.place()].len() as u64;
            // What is equally rare is told apart by how many are listed there already.
            (self.atoms.seen(atom) << 32) + listed + 1
        })
    }

    /// An estimate of the memory that it takes, in bytes: what its tables hold and the reserve of those that grow.
    pub fn size(&self) -> usize {
        let lists: usize = self.listed.iter().map(|list| list.capacity() * 4).sum();
        let programs: usize = self
            .kept
            .iter()
            .flatten()
            .map(|kept| kept.program.size())
            .sum();
        self.atoms.size()
            + lists
            + programs
            + self.listed.capacity() * size_of::<Vec<u32>>()
            + self.kept.capacity() * size_of::<Option<Kept>>()
            + self.places.capacity() * (size_of::<(SubscriptionId, u32)>() + 1)
    }
}

/// Takes a place out of a list. Whether it was there.
fn forget(list: &mut Vec<u32>, place: u32) -> bool {
    let Some(at) = list.iter().position(|&listed| listed == place) else {
        return false;
    };
    list.swap_remove(at);
    true
}
