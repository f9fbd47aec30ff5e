//! The paragraph of an article that answers best.

use std::collections::HashSet;
use std::ops::Range;

use crate::domain::{Concept, Document, Form, Tells};
use crate::text::analyser_of;

/// Paragraphs that are looked at: an article has fewer, and what has more is no article.
const MOST_PARAGRAPHS: usize = 2000;

/// The best paragraph of a document, and which share of the concepts it has, or of the topics among them if that is less:
/// the one with most of them, the earlier of equals. Without any, the first. The range holds no white space at its ends.
pub(super) fn best(document: &Document, concepts: &[Concept]) -> Option<(Range<usize>, f32)> {
    let analyser = analyser_of(document.language.code(), &document.text);
    let mut best: Option<(f32, f32, Range<usize>)> = None;
    for range in paragraphs(&document.text).take(MOST_PARAGRAPHS) {
        let text = document.text.get(range.clone())?;
        let terms: HashSet<String> = analyser
            .terms(text)
            .into_iter()
            .map(|term| term.text)
            .collect();
        let (mut score, mut found, mut topics) = (0.0, 0, 0);
        for concept in concepts {
            let there = |form: &&Form| form.terms.iter().all(|term| terms.contains(term));
            let weights = concept.forms.iter().filter(there).map(|form| form.weight);
            if let Some(weight) = weights.reduce(f32::max) {
                score += weight;
                found += 1;
                topics += usize::from(concept.tells == Tells::Topic);
            }
        }
        if best.as_ref().is_none_or(|(most, ..)| score > *most) {
            let of = |found: usize, all: usize| found as f32 / all.max(1) as f32;
            let all_topics = concepts
                .iter()
                .filter(|concept| concept.tells == Tells::Topic)
                .count();
            let share = of(found, concepts.len());
            let share = if all_topics == 0 {
                share
            } else {
                share.min(of(topics, all_topics))
            };
            best = Some((score, share, range));
        }
    }
    best.map(|(_, share, range)| (range, share))
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
    use crate::domain::Language;

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
    fn a_name_alone_is_no_share_of_the_topic() {
        let document = Document {
            text: "Tom Marsh opened the fair.".to_owned(),
            language: Language::new("en"),
            ..Document::default()
        };
        let name = Concept {
            tells: Tells::Name,
            ..concept("marsh")
        };
        let share = |concepts: &[Concept]| best(&document, concepts).map(|(_, share)| share);
        assert_eq!(share(&[name.clone(), concept("volcano")]), Some(0.0));
        assert_eq!(share(&[name.clone(), concept("fair")]), Some(1.0));
        assert_eq!(share(&[name]), Some(1.0));
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
