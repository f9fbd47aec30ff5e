//! Just enough of HTML for titles, lengths and bounds. Main texts are not found here.

use std::borrow::Cow;
use std::collections::HashMap;

use scraper::Html;

/// A headline with more marks and letters than this is none, and parsing is not linear in depth.
const MAX_TITLE: usize = 2000;

/// Elements open at once, beyond which a page is refused: people write pages a few dozen deep, and parsers take quadratic
/// time over those that are made to nest.
const MAX_NESTING: usize = 5000;

/// Elements that never hold anything, or that the next of their kind closes.
const NOT_NESTING: [&str; 28] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th",
    "thead", "tr", "track", "wbr",
];

/// Elements before each of which a parser looks for an open paragraph, all the way up: this many of them in a page, open
/// or closed, are a book's. Bounded apart from the nesting, which can be hidden from a count of tags.
const MAX_BLOCKS: usize = 50_000;

const BLOCKS: [&str; 23] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "header",
    "main",
    "menu",
    "nav",
    "ol",
    "pre",
    "section",
    "summary",
    "table",
    "ul",
];

/// Refuses pages that nest beyond all reason, before a parser sees them.
///
/// # Errors
/// A sentence to follow the page's name.
pub(super) fn check_nesting(html: &str) -> Result<(), String> {
    let mut open: HashMap<&str, usize> = HashMap::new();
    let (mut depth, mut blocks) = (0_usize, 0_usize);
    for tag in html.split('<').skip(1) {
        let (closes, tag) = tag
            .strip_prefix('/')
            .map_or((false, tag), |tag| (true, tag));
        let name = tag
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic())
            || NOT_NESTING
                .iter()
                .any(|other| name.eq_ignore_ascii_case(other))
        {
            continue;
        }
        blocks += usize::from(BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block)));
        let count = open.entry(name).or_default();
        if !closes {
            *count += 1;
            depth += 1;
        } else if *count > 0 {
            *count -= 1;
            depth -= 1;
        }
        if depth > MAX_NESTING {
            return Err(format!(
                "has more than {MAX_NESTING} elements open at once: no page that is meant to be read"
            ));
        }
        if blocks > 2 * MAX_BLOCKS {
            return Err(format!(
                "has more than {MAX_BLOCKS} blocks: save the part that you want as a file"
            ));
        }
    }
    Ok(())
}

/// A title without its tags, entities and line ends; `None` if nothing is left.
pub(super) fn title(written: &str) -> Option<String> {
    let written: String = written.chars().take(MAX_TITLE).collect();
    let text = if written.contains(['<', '&']) {
        Cow::Owned(
            Html::parse_fragment(&written)
                .root_element()
                .text()
                .collect::<String>(),
        )
    } else {
        Cow::Borrowed(&*written)
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The text between tags, entities left as they are, in time linear in the length.
pub(super) fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let hidden = ["script", "style"].iter().find(|name| is_tag(tag, name));
        let end = match hidden {
            _ if tag.starts_with("!--") => "-->",
            Some(&"script") => "</script",
            Some(_) => "</style",
            None => ">",
        };
        // What is never closed is no text any more.
        rest = tag.split_once(end).map_or("", |(_, rest)| rest);
        if hidden.is_some() {
            rest = rest.split_once('>').map_or("", |(_, rest)| rest);
        }
        text.push(' ');
    }
    text.push_str(rest);
    text
}

fn is_tag(after_bracket: &str, name: &str) -> bool {
    after_bracket
        .get(..name.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_only_nest_are_refused() {
        assert!(check_nesting(&"<div>".repeat(MAX_NESTING + 1)).is_err());
        assert!(check_nesting(&"<div></x>".repeat(MAX_NESTING + 1)).is_err());
        assert!(
            check_nesting(&"<div><p>text<br><img src=a></div>".repeat(MAX_NESTING + 1)).is_ok()
        );
        assert!(check_nesting(&"a < b <= c </ ".repeat(MAX_NESTING + 1)).is_ok());
    }

    #[test]
    fn titles_are_freed_of_marks() {
        assert_eq!(
            title("Harbour &amp; quay: <b>open</b>\n today").as_deref(),
            Some("Harbour & quay: open today")
        );
        assert_eq!(title("It&#8217;s 5 < 6").as_deref(), Some("It’s 5 < 6"));
        assert_eq!(title(" <br> \n"), None);
    }

    #[test]
    fn tags_comments_and_programs_are_no_text() {
        let html = "<p>One</p><!-- <p>no</p> --><script>if (a<b) no()</script ><style>no</style>two<br/>three <a title='x'>four</a";
        let words: Vec<String> = without_tags(html)
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        assert_eq!(words, ["One", "two", "three", "four"]);
    }
}
