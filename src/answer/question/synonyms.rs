//! Words that mean nearly the same, as the operator lists them.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use thiserror::Error;

use crate::domain::Form;
use crate::text::{LANGUAGES, analyser};

/// Why a synonym file can't be used. The message says where to look and what to change.
#[derive(Debug, Error)]
pub enum SynonymsError {
    /// Not the TOML that synonyms are written in; the message holds the line and the key.
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    /// A language whose words can't be stemmed.
    #[error("{0:?} is no language of synonyms: use one of {languages}", languages = LANGUAGES.join(", "))]
    Language(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "concept")]
    concepts: Vec<BTreeMap<String, Vec<String>>>,
}

/// Words of the longest set phrase that is looked up.
pub(super) const LONGEST_PHRASE: usize = 3;

/// The synonyms of the operator's file.
#[derive(Debug, Default)]
pub struct Synonyms {
    /// The forms of each concept, with the languages they are of.
    concepts: Vec<Vec<(Vec<String>, Vec<String>)>>,
    /// Concepts by the terms of each form.
    by_form: FxHashMap<Vec<String>, Vec<usize>>,
}

impl Synonyms {
    /// Reads the text of a `synonyms.toml`.
    ///
    /// # Errors
    /// [`SynonymsError`] where the text is no such file or names a language that has no analyser.
    pub fn read(text: &str) -> Result<Self, SynonymsError> {
        let file: File = toml::from_str(text)?;
        let mut synonyms = Self::default();
        for concept in &file.concepts {
            let index = synonyms.concepts.len();
            let mut forms: Vec<(Vec<String>, Vec<String>)> = Vec::new();
            for (language, phrases) in concept {
                if !LANGUAGES.contains(&language.as_str()) {
                    return Err(SynonymsError::Language(language.clone()));
                }
                for phrase in phrases {
                    let terms = analyser(language).terms(phrase);
                    let terms: Vec<String> = terms.into_iter().map(|term| term.text).collect();
                    if terms.is_empty() {
                        continue;
                    }
                    match forms.iter_mut().find(|(known, _)| *known == terms) {
                        Some((_, languages)) => languages.push(language.clone()),
                        None => forms.push((terms, vec![language.clone()])),
                    }
                }
            }
            for (form, _) in &forms {
                let concepts = synonyms.by_form.entry(form.clone()).or_default();
                if !concepts.contains(&index) {
                    concepts.push(index);
                }
            }
            synonyms.concepts.push(forms);
        }
        Ok(synonyms)
    }

    /// Whether these terms are a form of some concept.
    pub(super) fn knows(&self, terms: &[String]) -> bool {
        self.by_form.contains_key(terms)
    }

    /// Every other form of the concepts that have these terms as one: a `synonym` where it is of one of the question's
    /// languages too, else a `translation`.
    pub(super) fn of(
        &self,
        terms: &[String],
        languages: &[&str],
        synonym: f32,
        translation: f32,
    ) -> Vec<Form> {
        let mut forms: Vec<Form> = Vec::new();
        for &concept in self.by_form.get(terms).into_iter().flatten() {
            for (form, of) in &self.concepts[concept] {
                if form != terms && !forms.iter().any(|known| &known.terms == form) {
                    let same = of.iter().any(|of| languages.contains(&of.as_str()));
                    forms.push(Form {
                        terms: form.clone(),
                        weight: if same { synonym } else { translation },
                    });
                }
            }
        }
        forms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_synonyms_that_we_publish_can_be_used() {
        let synonyms = Synonyms::read(include_str!("../../../config/synonyms.toml")).unwrap();
        let forms = synonyms.of(&["поступк".to_owned()], &["uk"], 0.2, 0.5);
        let english = forms.iter().find(|form| form.terms == ["concess"]);
        assert!(english.is_some_and(|form| form.weight == 0.5), "{forms:?}");
    }

    #[test]
    fn a_language_without_an_analyser_is_refused_by_name() {
        let error = Synonyms::read("[[concept]]\nxx = [\"a\"]\n").unwrap_err();
        assert!(error.to_string().contains("\"xx\""), "{error}");
    }
}
