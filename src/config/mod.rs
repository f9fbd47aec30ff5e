//! The operator's files: each section reads and validates itself.

mod speakers;

pub use speakers::{SpeakersError, read_speakers};
