//! The operator's files: each section reads and validates itself.

mod lexicon;
mod speakers;

pub use lexicon::{LexiconError, read_lexicon};
pub use speakers::{SpeakersError, read_speakers};
