//! The search index, on tantivy: derived from the record, and disposable.
//!
//! Its folder holds generations, each a tantivy index of its own, and a file `CURRENT` that names the one in use.
//! Reading takes no lock; whoever writes holds a lock on the file `WRITER`, which ends with its process.

mod analysis;
mod bm25;
mod count;
mod documents;
mod generation;
mod lookup;
mod opened;
mod schema;
mod settings;
mod statistics;
mod tantivy_index;
mod union;

pub use settings::{IndexSettings, Weights};
pub use tantivy_index::{TantivyIndex, discard};

use std::fmt::Display;
use std::path::Path;

use crate::ports::SearchError;

/// An error of the index in `place`.
fn failure(place: &Path, reason: impl Display) -> SearchError {
    SearchError {
        place: place.display().to_string(),
        reason: reason.to_string(),
    }
}
