//! From an item as it arrived to an article and the document that statements are read from.

use crate::domain::{Body, Document, Item, Language, When};

use super::{address, markdown, page};

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
    let page = match &item.body {
        Body::Text(text) => page::Page {
            text: text.clone(),
            ..page::Page::default()
        },
        Body::Markdown(source) => {
            let read = markdown::read(source);
            page::Page {
                title: read.title,
                text: read.text,
                marks: read.marks,
                ..page::Page::default()
            }
        }
        Body::Html(html) => page::read(html, item.url.as_deref()),
    };
    let url = page
        .url
        .or_else(|| item.url.as_deref().and_then(address::canonical));
    let title = item.title.clone().or(page.title);
    let outlet = item
        .outlet
        .clone()
        .or(page.outlet)
        .or_else(|| url.as_deref().and_then(address::host));
    let language = [item.language.clone(), page.language]
        .into_iter()
        .find(|language| !language.is_unknown())
        .unwrap_or_else(|| recognise(&page.text));
    let published = item.published.or(page.published);
    Reading {
        url,
        outlet: outlet.clone(),
        title: title.clone(),
        authors: if item.authors.is_empty() {
            page.authors
        } else {
            item.authors.clone()
        },
        published,
        modified: item.modified.or(page.modified),
        language: language.clone(),
        document: Document {
            title,
            text: page.text,
            marks: page.marks,
            language,
            published,
            outlet,
            sole_speaker: item.sole_speaker.clone(),
        },
    }
}

/// Bytes of a text by which its language is told; more make it slower, not surer.
const SAMPLE: usize = 4096;

/// The language of a text by its letters' triples; unknown where that is not sure.
fn recognise(text: &str) -> Language {
    let sample = text.get(..text.floor_char_boundary(SAMPLE)).unwrap_or(text);
    match whatlang::detect(sample) {
        Some(found) if found.is_reliable() => Language::new(two_letters(found.lang())),
        _ => Language::unknown(),
    }
}

/// The two-letter code of a language that has one, else its three-letter code.
fn two_letters(lang: whatlang::Lang) -> &'static str {
    use whatlang::Lang::*;
    match lang {
        Eng => "en",
        Ukr => "uk",
        Rus => "ru",
        Deu => "de",
        Fra => "fr",
        Spa => "es",
        Pol => "pl",
        Ita => "it",
        Por => "pt",
        Nld => "nl",
        Ces => "cs",
        Slk => "sk",
        Ron => "ro",
        Hun => "hu",
        Bul => "bg",
        Srp => "sr",
        Hrv => "hr",
        Slv => "sl",
        Lit => "lt",
        Lav => "lv",
        Est => "et",
        Fin => "fi",
        Swe => "sv",
        Dan => "da",
        Nob => "no",
        Tur => "tr",
        Ell => "el",
        Bel => "be",
        Mkd => "mk",
        Kat => "ka",
        Hye => "hy",
        Aze => "az",
        Heb => "he",
        Ara => "ar",
        Pes => "fa",
        Hin => "hi",
        Ben => "bn",
        Urd => "ur",
        Cmn => "zh",
        Jpn => "ja",
        Kor => "ko",
        Vie => "vi",
        Tha => "th",
        Ind => "id",
        Cat => "ca",
        Lat => "la",
        Epo => "eo",
        other => other.code(),
    }
}
