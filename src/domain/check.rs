//! What became of a claimed quotation: confirmed, corrected or refused.

use serde::Serialize;

use super::answer::{Freshness, QuotedStatement};

/// Words that somebody is claimed to have said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claim {
    /// The claimed words. An omission may be marked by "…", "..." or "[…]".
    pub words: String,
    /// Whose they are claimed to be, by any spelling of the name; anybody's where nobody is named.
    pub speaker: Option<String>,
}

/// What the check of a claim came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// What was checked.
    pub claim: Claim,
    /// For whom the claimed speaker was taken.
    pub speaker: Option<ClaimedSpeaker>,
    /// What was found.
    pub finding: Finding,
    /// Words at the claim's end that were not looked at, since it is longer than a claim may be. A claim that has any is
    /// never called exact.
    pub unchecked: usize,
    /// What was searched, and until when.
    pub searched: Freshness,
}

/// The speaker that a claim names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimedSpeaker {
    /// As the claim writes it.
    pub written: String,
    /// Everybody it may mean, as shown; the name as written where the roster knows nobody by it.
    pub meant: Vec<String>,
    /// Whether the record has any words of them.
    pub known: bool,
}

/// The kinds of outcome.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// All words of the claim, in order, with nothing between them that the claim doesn't mark as left out. Case,
    /// punctuation, quotation marks, ellipses, spaces and the spelling of names make no difference.
    Exact(Comparison),
    /// Some words differ.
    Near(Comparison),
    /// The claim's words are put together from several statements, in the order of the claim's parts.
    Composite(Vec<Part>),
    /// Exactly these words, but not by whom the claim names.
    OtherSpeaker(Comparison),
    /// No statement is close enough.
    NotFound {
        /// Where an article says the same in its own words: not a quotation.
        reported: Option<Comparison>,
    },
}

impl Finding {
    /// The name under which it is printed.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Exact(_) => "exact",
            Self::Near(_) => "near",
            Self::Composite(_) => "composite",
            Self::OtherSpeaker(_) => "other_speaker",
            Self::NotFound { .. } => "not_found",
        }
    }
}

/// A claim beside what was really said.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The statement, with its source.
    pub quoted: Box<QuotedStatement>,
    /// Whether the claim begins and ends where the statement does and leaves nothing out.
    pub whole: bool,
    /// Whether the statement is by whom the claim names; true where it names nobody.
    pub speaker_fits: bool,
    /// The claim and the words from the first to the last that it has of the statement, word by word.
    pub difference: Vec<Stretch>,
}

/// A part of a claim that stands word for word in one statement, or in none.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// As the claim has it.
    pub claimed: String,
    /// Where it was said; `None` for words of the claim that stand in none of the statements.
    pub comparison: Option<Comparison>,
}

/// A run of words in which claim and statement are alike or differ in one way. `said` is always stored bytes: a stretch
/// of one piece of the statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Stretch {
    /// The same words.
    Kept {
        /// As stored.
        said: String,
    },
    /// Said, and missing in the claim.
    Dropped {
        /// As stored.
        said: String,
    },
    /// Said, and left out where the claim marks an omission.
    Omitted {
        /// As stored.
        said: String,
    },
    /// In the claim, and not said there.
    Added {
        /// As claimed.
        claimed: String,
    },
    /// Other words in the same place.
    Changed {
        /// As stored.
        said: String,
        /// As claimed.
        claimed: String,
    },
    /// Between two pieces of the statement: the article has something else there, usually who said it.
    Gap,
}
