//! A question as it is asked.

use serde::{Deserialize, Serialize};

use super::answer::Recognised;
use super::query::{Kinds, Order, WantedSpeaker};

/// A question as it is asked, with what its options say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What is asked.
    pub text: String,
    /// Only this speaker: a name, a role or a side, in any spelling.
    pub speaker: Option<String>,
    /// Only this outlet.
    pub outlet: Option<String>,
    /// Nothing said before: a date as people write them.
    pub since: Option<String>,
    /// Nothing said after.
    pub until: Option<String>,
    /// What may be found.
    pub kinds: Kinds,
    /// In which order, where the text doesn't say.
    #[serde(default)]
    pub order: Order,
    /// At most so many hits.
    pub limit: usize,
    /// Nothing of these: who has been heard already.
    #[serde(default)]
    pub not_by: Vec<WantedSpeaker>,
    /// What of this was taken over from the question before, to be shown back.
    #[serde(default)]
    pub kept: Vec<Recognised>,
}

impl Question {
    /// A question without options, for so many hits.
    pub fn new(text: impl Into<String>, limit: usize) -> Self {
        Self {
            text: text.into(),
            speaker: None,
            outlet: None,
            since: None,
            until: None,
            kinds: Kinds::ALL,
            order: Order::default(),
            limit,
            not_by: Vec::new(),
            kept: Vec::new(),
        }
    }
}
