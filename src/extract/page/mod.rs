//! Pages: the main text of an HTML document and what it says about itself.

use crate::domain::{Language, When};

/// A first reading by the library alone.
pub(super) fn read(html: &str) -> (String, Option<String>, Vec<String>, Option<When>, Language) {
    let Ok(found) = trafilatura::extract(
        html,
        &trafilatura::Options::default().with_exclude_comments(true),
    ) else {
        return Default::default();
    };
    let mut text = String::new();
    let (mut rest, mut in_tag) = (String::new(), false);
    for c in found
        .content_html
        .replace("</p>", "\n")
        .replace("<br/>", "\n")
        .chars()
    {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            c if !in_tag => rest.push(c),
            _ => {}
        }
    }
    let rest = rest
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
    for line in rest.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(line);
    }
    let meta = found.metadata;
    (
        text,
        Some(meta.title).filter(|title| !title.is_empty()),
        Some(meta.author)
            .filter(|author| !author.is_empty())
            .into_iter()
            .collect(),
        meta.date
            .and_then(|day| day.to_string().parse().ok())
            .map(When::day),
        Language::new(&meta.language),
    )
}
