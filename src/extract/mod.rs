//! Pure: text in, statements out.
//!
//! A text passes through small stages, each in a file of its own: it is cut in tokens, paragraphs and sentences;
//! quoted stretches are found by their marks; whoever is named outside of them is found and linked with the cue that
//! takes him for its subject; a linear model decides which stretches are statements and who of those named said each;
//! mentions are resolved to people; the day is read from the words around. Posts, blocks, releases and reported speech
//! have stages of their own. What belongs to a language comes from its lexicon.

pub mod address;
mod attribution;
mod blocks;
mod coreference;
mod dateline;
mod dates;
mod features;
mod furniture;
mod markdown;
mod mentions;
mod model;
mod page;
mod parties;
mod posts;
mod quotes;
mod reading;
mod reported;
mod statements;
#[cfg(test)]
mod tests;
mod tokens;
pub mod training;
mod vocabulary;

pub use model::{Choice, ModelError, Training, train};
pub use reading::{Reading, read_item};
pub use statements::{Extractor, Settings, Weights};
