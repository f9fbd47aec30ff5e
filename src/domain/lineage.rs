//! Where a statement's words came from, and what became of them on the way.

use super::answer::{Carrier, QuotedStatement};
use super::check::Stretch;

/// All that carry a statement, in its own words or in others.
#[derive(Debug, Clone, PartialEq)]
pub struct Lineage {
    /// Every wording of it, the one that was carried first before the others.
    pub wordings: Vec<Wording>,
    /// Every article that carries one of them, the earliest first.
    pub carriages: Vec<Carriage>,
}

/// One wording of a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Wording {
    /// The words, with all articles that carry exactly these.
    pub quoted: Box<QuotedStatement>,
    /// How it differs from the first wording: what is "claimed" there is how this one has it. Nothing but kept words for
    /// the first itself.
    pub difference: Vec<Stretch>,
}

/// An article that carries a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Carriage {
    /// The article.
    pub carrier: Carrier,
    /// In which of [`Lineage::wordings`].
    pub wording: usize,
}
