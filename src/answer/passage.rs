//! The paragraph of an article that answers best.

use std::collections::HashSet;
use std::ops::Range;

use crate::domain::{Concept, Document};
use crate::text::analyser;

/// Paragraphs that are looked at: an article has fewer, and what has more is no article.
const MOST_PARAGRAPHS: usize = 2000;

/// The best paragraph of a document: the one with most of the concepts, the earlier of equals. Without any, the first.
/// The range holds no white space at its ends.
pub(super) fn best(document: &Document, concepts: &[Concept]) -> Option<Range<usize>> {
    let analyser = analyser(document.language.code());
    let mut best: Option<(f32, Range<usize>)> = None;
    for range in paragraphs(&document.text).take(MOST_PARAGRAPHS) {
        let text = document.text.get(range.clone())?;
        let terms: HashSet<String> = analyser
            .terms(text)
            .into_iter()
            .map(|term| term.text)
            .collect();
        let score = concepts
            .iter()
            .map(|concept| {
                concept
                    .forms
                    .iter()
                    .filter(|form| form.terms.iter().all(|term| terms.contains(term)))
                    .map(|form| form.weight)
                    .fold(0.0, f32::max)
            })
            .sum();
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, range));
        }
    }
    best.map(|(_, range)| range)
}

/// Lines that hold something, without the white space around.
fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let at = start;
        start += line.len();
        let trimmed = line.trim();
        let lead = line.len() - line.trim_start().len();
        (!trimmed.is_empty()).then(|| at + lead..at + lead + trimmed.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Form, Language};

    fn concept(term: &str) -> Concept {
        Concept {
            written: term.to_owned(),
            is_name: false,
            forms: vec![Form {
                terms: vec![term.to_owned()],
                weight: 1.0,
            }],
        }
    }

    #[test]
    fn the_paragraph_with_most_of_the_words_is_the_best() {
        let document = Document {
            text: "Tom Marsh opened the fair.\n\n  The bridge is closed for repairs.\nRain fell."
                .to_owned(),
            language: Language::new("en"),
            ..Document::default()
        };
        let range = best(&document, &[concept("bridg"), concept("repair")]).unwrap();
        assert_eq!(&document.text[range], "The bridge is closed for repairs.");
        let range = best(&document, &[concept("volcano")]).unwrap();
        assert_eq!(&document.text[range], "Tom Marsh opened the fair.");
    }

    #[test]
    fn a_text_of_white_space_has_no_passage() {
        let document = Document {
            text: " \n\t\n".to_owned(),
            ..Document::default()
        };
        assert_eq!(best(&document, &[]), None);
    }
}
