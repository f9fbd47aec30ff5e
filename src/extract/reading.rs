//! From an item as it arrived to an article and the document that statements are read from.

use crate::domain::{Body, Document, Item, Language, When};

use super::page;

/// What is known of an article once it has been read: its fields for the record and its document.
///
/// What the carrier says ([`Item`]) outranks what the page says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Canonical address, without tracking parameters.
    pub url: Option<String>,
    /// Publisher, as shown.
    pub outlet: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// By whom.
    pub authors: Vec<String>,
    /// When it says that it was published.
    pub published: Option<When>,
    /// When it says that it was last changed.
    pub modified: Option<When>,
    /// Language of the text; "und" where nobody says and none is recognised.
    pub language: Language,
    /// The text and what its source marks in it.
    pub document: Document,
}

/// Reads an item: pure, total (every input has a reading, be it an empty one) and linear in the size of its body.
pub fn read_item(item: &Item) -> Reading {
    let (text, marks, title, authors, published, language) = match &item.body {
        Body::Text(text) | Body::Markdown(text) => (
            text.clone(),
            vec![],
            None,
            Vec::new(),
            None,
            Language::unknown(),
        ),
        Body::Html(html) => page::read(html),
    };
    let title = item.title.clone().or(title);
    let language = if item.language.is_unknown() {
        language
    } else {
        item.language.clone()
    };
    let published = item.published.or(published);
    Reading {
        url: item.url.clone(),
        outlet: item.outlet.clone(),
        title: title.clone(),
        authors: if item.authors.is_empty() {
            authors
        } else {
            item.authors.clone()
        },
        published,
        modified: item.modified,
        language: language.clone(),
        document: Document {
            title,
            text,
            marks,
            language,
            published,
            outlet: item.outlet.clone(),
            sole_speaker: item.sole_speaker.clone(),
        },
    }
}
