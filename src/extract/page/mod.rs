//! Pages: the main text of an HTML document and what it says about itself.

mod about;
mod blocks;
mod content;
mod dom;

use crate::domain::{Language, Mark, When};

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

/// Reads a page. `base` is the address that it came from, if known.
pub(super) fn read(html: &str, base: Option<&str>) -> Page {
    let parsed = dom::parse(html);
    let dom = dom::Dom::new(&parsed);
    let content = content::find(&dom);
    let about = about::read(&dom, &content, base);
    let (text, marks) = blocks::read(&dom, &content, about.title.as_deref(), about.description.as_deref());
    Page {
        url: about.url,
        outlet: about.outlet,
        title: about.title,
        authors: about.authors,
        published: about.published,
        modified: about.modified,
        language: about.language,
        text,
        marks,
    }
}
