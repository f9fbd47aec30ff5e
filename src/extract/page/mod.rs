//! Pages: the main text of an HTML document and what it says about itself.
//!
//! A page is parsed once ([`dom`]); one flat list of nodes serves the search for the article ([`content`]), its text and
//! marks ([`text`]) and its data ([`about`]). Extraction libraries give text without the places of its quotations, posts
//! and headings, and walk copies of the tree again and again; on measured news pages this finds more of the text, in
//! half the time, by the rules that they have taught.

mod about;
mod content;
mod dom;
mod text;

use crate::domain::{Language, Mark, When};

pub(super) use about::day_in_address;

#[cfg(test)]
mod tests;

/// Bytes of a text that is too short for an article.
const SHORT: usize = 250;

/// A page as read.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub url: Option<String>,
    pub outlet: Option<String>,
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<When>,
    pub modified: Option<When>,
    /// As the page declares it; unknown where it does not.
    pub language: Language,
    /// Paragraphs parted by exactly one blank line.
    pub text: String,
    pub marks: Vec<Mark>,
}

/// Compiles a pattern that is written in the code.
#[expect(
    clippy::expect_used,
    reason = "a constant, and every page read compiles it"
)]
fn pattern(pattern: &str) -> regex::Regex {
    regex::Regex::new(pattern).expect("a valid pattern")
}

/// Reads a page. `base` is the address that it came from, if known.
pub(super) fn read(html: &str, base: Option<&str>) -> Page {
    let parsed = dom::parse(html);
    let dom = dom::Dom::new(&parsed);
    let content = content::find(&dom);
    let about = about::read(&dom, &content, base);
    let (mut words, mut marks) = text::read(&dom, &content, &about);
    // A page that its scripts fill in often carries the article in its data.
    if let Some(body) = about
        .body
        .as_deref()
        .filter(|body| words.len() < SHORT && body.len() > 2 * words.len())
    {
        let parsed = dom::parse(&body.replace("\r\n", "\n").replace('\n', "<br><br>"));
        let dom = dom::Dom::new(&parsed);
        (words, marks) = text::read(&dom, &content::whole(&dom), &about);
    }
    Page {
        url: about.url,
        outlet: about.outlet,
        title: about.title,
        authors: about.authors,
        published: about.published,
        modified: about.modified,
        language: about.language,
        text: words,
        marks,
    }
}
