//! Words and letters: cutting text in words, folding, stems, transliteration, edit distance.
//!
//! Pure functions of strings, shared by whatever reads text; knows no other module of this crate.

mod distance;
mod fingerprint;
mod fold;
mod link;
mod words;

pub use distance::{distance, within};
pub use fingerprint::fingerprint;
pub use fold::{fold, latin};
pub use link::passage_link;
pub use words::{Word, words};
