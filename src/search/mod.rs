//! The search index, on tantivy: derived from the record, and disposable.
//!
//! Its folder holds generations, each a tantivy index of its own, and a file `CURRENT` that names the one in use.
//! Reading takes no lock; whoever writes holds a lock on the file `WRITER`, which ends with its process.

mod analysis;
mod best;
mod bm25;
mod count;
mod documents;
mod generation;
mod joint;
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
use std::thread;

use thread_priority::ThreadPriority;

use crate::ports::SearchError;

/// An error of the index in `place`.
fn failure(place: &Path, reason: impl Display) -> SearchError {
    SearchError {
        place: place.display().to_string(),
        reason: reason.to_string(),
    }
}

/// Makes something whose threads give way to everybody who asks: a thread has the priority of the one that begins it,
/// and whoever waits for an answer is not to wait for a rebuild.
fn behind_questions<T: Send>(make: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let made = scope.spawn(|| {
            if let Err(error) = ThreadPriority::Min.set_for_current() {
                tracing::debug!(?error, "a rebuild can't be put behind questions");
            }
            make()
        });
        made.join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
