//! Words and letters: cutting text in words, folding, stems, transliteration, edit distance.
//!
//! Pure functions of strings, shared by whatever reads text; knows no other module of this crate.

mod analyse;
mod distance;
mod fingerprint;
mod fold;
mod link;
mod shown;
mod stem;
mod words;

pub use analyse::{
    Analyser, LANGUAGES, Term, analyser, analyser_of, languages_of, name_terms, normal_word,
    sure_language,
};
pub use distance::{distance, within};
pub use fingerprint::{fingerprint, sameness};
pub use fold::{fold, latin};
pub use link::passage_link;
pub use shown::{shown, shown_within};
pub use words::{Word, words};
