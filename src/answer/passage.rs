//! The paragraph of an article that answers best.

use std::collections::HashSet;
use std::ops::Range;

use crate::domain::{Concept, Document, Form};
use crate::text::analyser;

/// Paragraphs that are looked at: an article has fewer, and what has more is no article.
const MOST_PARAGRAPHS: usize = 2000;

/// The best paragraph of a document, and which share of the concepts it has: the one with most of them, the earlier of
/// equals. Without any, the first. The range holds no white space at its ends.
pub(super) fn best(document: &Document, concepts: &[Concept]) -> Option<(Range<usize>, f32)> {
    let analyser = analyser(document.language.code());
    let mut best: Option<(f32, usize, Range<usize>)> = None;
    for range in paragraphs(&document.text).take(MOST_PARAGRAPHS) {
        let text = document.text.get(range.clone())?;
        let terms: HashSet<String> = analyser
            .terms(text)
            .into_iter()
            .map(|term| term.text)
            .collect();
        let weights: Vec<f32> = concepts
            .iter()
            .filter_map(|concept| {
                let found = |form: &&Form| form.terms.iter().all(|term| terms.contains(term));
                let weights = concept.forms.iter().filter(found).map(|form| form.weight);
                weights.reduce(f32::max)
            })
            .collect();
        let score = weights.iter().sum();
        if best.as_ref().is_none_or(|(most, ..)| score > *most) {
            best = Some((score, weights.len(), range));
        }
    }
    best.map(|(_, found, range)| (range, found as f32 / concepts.len().max(1) as f32))
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
    use crate::domain::{Language, Tells};

    fn concept(term: &str) -> Concept {
        Concept {
            written: term.to_owned(),
            tells: Tells::Topic,
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
        let wanted = [concept("bridg"), concept("volcano")];
        let (range, share) = best(&document, &wanted).unwrap();
        assert_eq!(&document.text[range], "The bridge is closed for repairs.");
        assert_eq!(share, 0.5);
        let (range, share) = best(&document, &wanted[1..]).unwrap();
        assert_eq!(&document.text[range], "Tom Marsh opened the fair.");
        assert_eq!(share, 0.0);
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
