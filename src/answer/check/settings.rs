//! What can be tuned, with reasons.

use serde::Deserialize;

/// How claims are checked.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CheckSettings {
    /// Words of a claim that are looked at: some 10,000 characters, more than any chat lets a person type. The work grows
    /// with the words, so there has to be an end.
    pub most_words: usize,
    /// Words of a statement that are looked at: longer ones are speeches that were taken for one statement.
    pub most_said: usize,
    /// Different words of a claim whose frequency is asked for, evenly spread over it. Each costs a look into the index's
    /// dictionary, and the rarest of so many are rare.
    pub asked_for: usize,
    /// The rarest words of a claim, by which statements are looked for. They tell statements apart; the common ones cost
    /// the most and tell the least.
    pub rarest: usize,
    /// Neighbouring terms that are looked for as a phrase. Four in a row hardly stand in statements by chance, and more
    /// would miss those in which a later one was changed.
    pub phrase: usize,
    /// Statements that one look into the index brings.
    pub candidates: usize,
    /// Of these, how many are compared word by word: those that share most with the claim.
    pub compared: usize,
    /// The share of a claim's words that have to stand in a statement, in order, to call it near: 0 to 1, a stop word
    /// counting `stop_word`. Half of the words of two statements on one matter are the same by chance.
    pub near: f32,
    /// What a stop word counts beside another word: it is kept or changed like any other, but proves little.
    pub stop_word: f32,
    /// Days between two carriers of one statement in other words: weeklies and translations come late; after that it is
    /// said again.
    pub days_apart: i32,
    /// Words that a part of a composite has at the least. Three in a row are in any two statements by the same speaker.
    pub shortest_part: usize,
    /// Words of a part that needs no two words beside stop words: so long a turn of phrase is nobody's by chance.
    pub longest_turn: usize,
    /// Parts that are looked for in a claim.
    pub most_parts: usize,
    /// The share of a claim's words that its parts have to cover together to call it composite.
    pub composite: f32,
    /// Cells of a table of words by words that is filled without first looking for fixed points. It bounds the time and
    /// memory of one comparison: 250,000 are about a millisecond.
    pub cells: usize,
}

impl Default for CheckSettings {
    fn default() -> Self {
        Self {
            most_words: 2_000,
            most_said: 5_000,
            asked_for: 256,
            rarest: 12,
            phrase: 4,
            candidates: 12,
            compared: 8,
            near: 0.6,
            stop_word: 0.3,
            days_apart: 4,
            shortest_part: 4,
            longest_turn: 6,
            most_parts: 6,
            composite: 0.8,
            cells: 250_000,
        }
    }
}
