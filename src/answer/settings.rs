//! What can be tuned.

use serde::Deserialize;

/// How questions are understood and answers chosen.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ranking {
    /// How many hits an answer has unless the question says.
    pub limit: usize,
    /// At most so many, whatever is asked for.
    pub most: usize,
    /// What a synonym counts beside the question's own word: it means nearly the same, not the same, and the own word is
    /// there to be found too.
    pub synonym: f32,
    /// What a translation counts: a text in another language has no other way to say it.
    pub translation: f32,
    /// How much of what was looked for the best statement must have around it, by rarity, to be shown as an answer. Below,
    /// the answer is "nothing found".
    pub floor: f32,
    /// The same where somebody is asked about and these are their words: a share of the topic is enough, since they may
    /// have said it in other words, or in another language.
    pub speaker_floor: f32,
    /// Which share of what was looked for, names included, one passage must have to be shown as an answer.
    pub passage_floor: f32,
}

impl Default for Ranking {
    fn default() -> Self {
        Self {
            limit: 5,
            most: 1000,
            synonym: 0.4,
            translation: 0.8,
            floor: 0.45,
            speaker_floor: 0.2,
            passage_floor: 0.6,
        }
    }
}
