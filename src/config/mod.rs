//! The operator's files: each section reads and validates itself.

mod sources;
mod speakers;

pub use sources::{SourcesError, read_sources};
pub use speakers::{SpeakersError, read_speakers};
