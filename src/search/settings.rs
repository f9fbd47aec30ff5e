//! What can be tuned.

use serde::Deserialize;

/// How the index is written and searched.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct IndexSettings {
    /// Memory for each thread that writes, in MiB, at least 15. More means fewer, larger segments at first.
    pub writer_memory: usize,
    /// Threads that write a new generation. Following changes takes one.
    pub rebuild_threads: usize,
    /// How matches are weighed.
    pub weights: Weights,
}

impl Default for IndexSettings {
    fn default() -> Self {
        Self {
            writer_memory: 64,
            rebuild_threads: 2,
            weights: Weights::default(),
        }
    }
}

/// How the second look at the best candidates weighs what it sees.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Weights {
    /// How many candidates get a second look, at least; more where many hits are wanted. More find a few answers that
    /// the cheap pass ranks low (nDCG@10 of questions over news articles: .484 for 35, .501 for 100), and cost most of
    /// what a question costs beyond a bare search.
    pub candidates: usize,
    /// A match in the statement's own words, beside the same match anywhere in or around it. What somebody said answers
    /// better than what stands next to it.
    pub own_words: f32,
    /// Two of the question's words side by side in the statement, beside the rarer of the two found apart.
    pub adjacent: f32,
    /// A match anywhere in the article, beside the same match in or around the statement: what a question leaves to be
    /// understood, the article often says elsewhere.
    pub article: f32,
    /// How much more an article counts that has everything that is looked for than one that has nearly nothing of it:
    /// many words once say more than one word often.
    pub covered: f32,
    /// The power that a word's rarity is raised to where articles are searched: above 1, rare words count more, beside
    /// frequent ones, than by BM25. A long question has many words that say little.
    pub rare: f32,
    /// How much more a statement counts whose speaker bears a name that the question seems to ask about.
    pub preferred: f32,
    /// What indirect speech counts beside a quotation of the same score: an exact quotation is what is asked for.
    pub reported: f32,
    /// What a statement of a single telling word counts: torn out of a sentence, it answers little.
    pub fragment: f32,
    /// How much more a statement of the newest day counts than a very old one: enough to order equals, no more.
    pub recency: f32,
    /// Days after which half of that is gone.
    pub recency_half_life: f32,
    /// Where nobody's words in particular are asked for: a statement by somebody else comes before the third in a row by
    /// one speaker if it has this share of its score. Above 1, none does.
    pub variety: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            candidates: 30,
            own_words: 0.5,
            adjacent: 0.3,
            article: 1.0,
            covered: 0.5,
            rare: 1.1,
            preferred: 0.2,
            reported: 0.5,
            fragment: 0.6,
            recency: 0.03,
            recency_half_life: 60.0,
            variety: 0.9,
        }
    }
}
