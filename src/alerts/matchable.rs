//! A statement as subscriptions see it.

use std::collections::BTreeSet;

use crate::domain::{Article, Language, Roster, SideId, SpeakerId, Statement, StatementKind};
use crate::text::{Analyser, analyser_of, fold, name_terms, words};

/// Bytes of a paragraph before and behind a statement that count as what stands around it: more than any paragraph has
/// that somebody wrote, and little enough for a thousand statements in one.
const AROUND: usize = 4_000;

/// A statement, analysed.
#[derive(Clone)]
pub struct Matchable {
    pub(super) kind: StatementKind,
    pub(super) language: Language,
    pub(super) speakers: Vec<SpeakerId>,
    /// The words of the speaker's name, as names are compared.
    pub(super) name: BTreeSet<String>,
    /// The speaker's side and every side that groups it.
    pub(super) sides: Vec<SideId>,
    /// Folded.
    pub(super) outlet: Option<String>,
    pub(super) analyser: &'static Analyser,
    /// The statement's own terms by their places, counted from its first word; `None` where a stop word stands.
    pub(super) own: Vec<Option<String>>,
    /// The terms of the statement and the paragraph around it.
    pub(super) around: BTreeSet<String>,
    /// Its words, folded but not stemmed.
    pub(super) forms: BTreeSet<String>,
}

impl Matchable {
    /// Statements of an article whose text is `text`, in their order.
    pub fn of_article<'s>(
        article: &Article,
        text: &str,
        statements: impl IntoIterator<Item = &'s Statement>,
        roster: &Roster,
    ) -> Vec<Self> {
        let analyser = analyser_of(article.language.code(), text);
        statements
            .into_iter()
            .map(|statement| Self::new(article, text, statement, analyser, roster))
            .collect()
    }

    fn new(
        article: &Article,
        text: &str,
        statement: &Statement,
        analyser: &'static Analyser,
        roster: &Roster,
    ) -> Self {
        let attribution = &statement.attribution;
        let speakers = roster.all_of(attribution);
        let mut sides: Vec<SideId> = Vec::new();
        for side in speakers.iter().filter_map(|speaker| speaker.side.as_ref()) {
            let groups = roster.sides().iter().map(|group| &group.id);
            let of = groups.filter(|group| roster.belongs(side, group));
            for id in of.chain([side]) {
                if !sides.contains(id) {
                    sides.push(id.clone());
                }
            }
        }
        let unlisted = attribution
            .speaker_id
            .iter()
            .filter(|_| speakers.is_empty());
        let speakers = speakers.iter().map(|speaker| &speaker.id).chain(unlisted);
        let mut made = Self {
            kind: statement.kind,
            language: article.language.clone(),
            speakers: speakers.cloned().collect(),
            name: attribution
                .speaker
                .as_deref()
                .map_or_else(BTreeSet::new, |name| name_terms(name).collect()),
            sides,
            outlet: article.outlet.as_deref().map(fold),
            analyser,
            own: Vec::new(),
            around: BTreeSet::new(),
            forms: BTreeSet::new(),
        };
        made.read(text, statement);
        made
    }

    fn read(&mut self, text: &str, statement: &Statement) {
        let (own, paragraph) = (&statement.range, &statement.paragraph);
        let from = paragraph.start.max(own.start.saturating_sub(AROUND));
        let to = paragraph.end.min(own.end.saturating_add(AROUND));
        let (from, to) = (text.floor_char_boundary(from), text.ceil_char_boundary(to));
        for word in words(text.get(from..to).unwrap_or_default()) {
            let term = self.term(word.text);
            if own.contains(&(from + word.start)) {
                self.own.push(term.clone());
            }
            self.around.extend(term);
            self.forms.insert(self.analyser.normal(word.text));
        }
    }

    /// The term of a word in the statement's language; none of a stop word.
    pub(super) fn term(&self, word: &str) -> Option<String> {
        term(self.analyser, word)
    }

    /// Whether this word, in any of its forms, is in the statement or the paragraph around it.
    pub(super) fn has_word(&self, word: &str) -> bool {
        self.term(word)
            .is_some_and(|term| self.around.contains(&term))
    }

    /// Whether a word there begins so.
    pub(super) fn has_prefix(&self, prefix: &str) -> bool {
        let prefix = folded_prefix(prefix);
        !prefix.is_empty()
            && self
                .forms
                .range(prefix.clone()..)
                .next()
                .is_some_and(|form| form.starts_with(&prefix))
    }

    /// Whether these words stand together in the statement.
    pub(super) fn has_phrase(&self, phrase: &str) -> bool {
        let wanted = phrase_terms(self.analyser, phrase);
        !wanted.is_empty()
            && self
                .own
                .windows(wanted.len())
                .any(|stretch| stands(&wanted, stretch))
    }

    /// Whether the speaker's name has all these words.
    pub(super) fn is_named(&self, name: &str) -> bool {
        let mut terms = name_terms(name).peekable();
        terms.peek().is_some() && terms.all(|term| self.name.contains(&term))
    }
}

/// Whether every term of a phrase is at its place. Where the phrase has a stop word, anything may stand, as it may where
/// phrases are searched for.
fn stands(wanted: &[Option<String>], stretch: &[Option<String>]) -> bool {
    wanted
        .iter()
        .zip(stretch)
        .all(|(wanted, found)| wanted.is_none() || wanted == found)
}

/// The term of a word in a language; none of a stop word, and none of what is no word.
pub(super) fn term(analyser: &Analyser, word: &str) -> Option<String> {
    if analyser.is_stop_word(word) {
        return None;
    }
    analyser.term(word)
}

/// A phrase's terms by their places, from the first that is no stop word to the last.
pub(super) fn phrase_terms(analyser: &Analyser, phrase: &str) -> Vec<Option<String>> {
    let mut terms: Vec<Option<String>> = words(phrase)
        .map(|word| term(analyser, word.text))
        .skip_while(Option::is_none)
        .collect();
    while terms.last().is_some_and(Option::is_none) {
        terms.pop();
    }
    terms
}

/// A prefix as forms are compared with it.
pub(super) fn folded_prefix(prefix: &str) -> String {
    let mut folded = fold(prefix);
    folded.retain(|c| c != '\'');
    folded
}
