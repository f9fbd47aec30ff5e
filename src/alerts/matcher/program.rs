//! A condition over atoms, in as few bytes as may be: there are millions of them.

use crate::domain::Condition;

use super::atoms::{Atom, Atoms, Found};

/// A condition in prefix notation: a code, and behind `All`, `Any` and `Not` as many codes as it says that belong to it.
pub(super) struct Program(Box<[u32]>);

/// What a code says, in its two highest bits; the lower ones are the atom's number or the length of what follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Atom,
    All,
    Any,
    Not,
}

const SHIFT: u32 = 30;
const LOW: u32 = (1 << SHIFT) - 1;

fn read(code: u32) -> (Says, usize) {
    let says = match code >> SHIFT {
        0 => Says::Atom,
        1 => Says::All,
        2 => Says::Any,
        _ => Says::Not,
    };
    (says, (code & LOW) as usize)
}

impl Program {
    /// Takes the condition apart, each of its atoms acquired once for every time that it stands there.
    pub(super) fn new(condition: &Condition, atoms: &mut Atoms) -> Self {
        let mut codes = Vec::new();
        write(condition, atoms, &mut codes);
        Self(codes.into_boxed_slice())
    }

    /// Every atom, as often as it stands there.
    pub(super) fn atoms(&self) -> impl Iterator<Item = Atom> + '_ {
        self.0.iter().filter_map(|&code| match read(code) {
            (Says::Atom, _) => Some(Atom(code)),
            _ => None,
        })
    }

    /// Whether a statement that has these atoms fits.
    pub(super) fn holds(&self, found: &Found) -> bool {
        let mut parts = Parts(&self.0);
        parts.all(|part| part.holds(found))
    }

    /// Of each way in which the condition can hold at least one atom, chosen so that the costs are least in sum; `None`
    /// where it can hold without any.
    pub(super) fn cover(&self, cost: &dyn Fn(Atom) -> u64) -> Option<Vec<Atom>> {
        let mut parts = Parts(&self.0);
        parts.next()?.cover(cost).map(|(_, atoms)| atoms)
    }

    /// Bytes on the heap.
    pub(super) fn size(&self) -> usize {
        size_of_val(&*self.0)
    }
}

fn write(condition: &Condition, atoms: &mut Atoms, codes: &mut Vec<u32>) {
    let (says, parts) = match condition {
        Condition::All(parts) => (Says::All, parts.as_slice()),
        Condition::Any(parts) => (Says::Any, parts.as_slice()),
        Condition::Not(part) => (Says::Not, std::slice::from_ref(&**part)),
        leaf => return codes.push(atoms.acquire(leaf).0),
    };
    let begin = codes.len();
    codes.push(0);
    for part in parts {
        write(part, atoms, codes);
    }
    let length = u32::try_from(codes.len() - begin - 1).unwrap_or(LOW);
    codes[begin] = ((says as u32) << SHIFT) | (length & LOW);
}

/// One code with what belongs to it.
struct Part<'p> {
    code: u32,
    within: &'p [u32],
}

/// Parts that stand behind each other.
struct Parts<'p>(&'p [u32]);

impl<'p> Iterator for Parts<'p> {
    type Item = Part<'p>;

    fn next(&mut self) -> Option<Part<'p>> {
        let (&code, rest) = self.0.split_first()?;
        let length = match read(code) {
            (Says::Atom, _) => 0,
            (_, length) => length,
        };
        let (within, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(Part { code, within })
    }
}

impl Part<'_> {
    fn holds(&self, found: &Found) -> bool {
        let mut parts = Parts(self.within);
        match read(self.code).0 {
            Says::Atom => found.has(Atom(self.code)),
            Says::All => parts.all(|part| part.holds(found)),
            Says::Any => parts.any(|part| part.holds(found)),
            Says::Not => !parts.all(|part| part.holds(found)),
        }
    }

    fn cover(&self, cost: &dyn Fn(Atom) -> u64) -> Option<(u64, Vec<Atom>)> {
        let mut parts = Parts(self.within);
        match read(self.code).0 {
            Says::Atom => {
                let atom = Atom(self.code);
                Some((cost(atom), vec![atom]))
            }
            Says::All => parts
                .filter_map(|part| part.cover(cost))
                .min_by_key(|(cost, _)| *cost),
            Says::Any => parts.try_fold((0, Vec::new()), |(sum, mut atoms), part| {
                let (more, of_part) = part.cover(cost)?;
                atoms.extend(of_part);
                Some((sum + more, atoms))
            }),
            Says::Not => None,
        }
    }
}
