//! Pages: the main text of an HTML document and what it says about itself.

mod blocks;
mod content;
mod dom;

use crate::domain::{Language, Mark, When};

/// A first reading by the library alone.
pub(super) fn read(
    html: &str,
) -> (
    String,
    Vec<Mark>,
    Option<String>,
    Vec<String>,
    Option<When>,
    Language,
) {
    let parsed = dom::parse(html);
    let dom = dom::Dom::new(&parsed);
    let content = content::find(&dom);
    let (text, marks) = blocks::read(&dom, &content, None);
    (text, marks, None, vec![], None, Language::unknown())
}
