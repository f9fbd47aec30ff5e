//! The articles that a listing page leads to.

use std::collections::HashSet;

use scraper::{ElementRef, Html, Selector};
use url::{Position, Url};

use super::markup;

/// Of a page, so many links are taken, in its order: the newest stand first on a listing.
pub const MAX_LINKS: usize = 100;

/// So many links are looked at.
const MAX_SEEN: usize = 5000;
/// So much of a page.
const MAX_HTML: usize = 2 * 1024 * 1024;
/// Headlines are longer than labels.
const HEADLINE_WORDS: usize = 4;
/// As much of a link's text as tells a headline from a label.
const MAX_TEXT: usize = 400;

/// Endings of what is no page.
const NOT_PAGES: [&str; 14] = [
    ".pdf", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".mp3", ".mp4", ".zip", ".docx",
    ".xml", ".rss", ".ics",
];

/// Picks the links of a listing page (`base` is its address) that lead to articles of the same site: those that are
/// written like a headline, or stand with one, and whose address names a single thing. In the page's order, each once,
/// without fragments, at most [`MAX_LINKS`].
pub fn links(html: &str, base: &Url) -> Vec<Url> {
    let html = start(html);
    if markup::check_nesting(html).is_err() {
        return Vec::new();
    }
    let document = Html::parse_document(html);
    let anchors = anchors(&document, base);
    // A picture and a headline often carry the same address: the headline speaks for both.
    let headlined: HashSet<&Url> = anchors
        .iter()
        .filter(|anchor| anchor.words >= HEADLINE_WORDS)
        .map(|anchor| &anchor.url)
        .collect();
    let mut seen = HashSet::new();
    anchors
        .iter()
        .map(|anchor| &anchor.url)
        .filter(|url| headlined.contains(url) && seen.insert(*url))
        .take(MAX_LINKS)
        .cloned()
        .collect()
}

struct Anchor {
    url: Url,
    words: usize,
}

fn anchors(document: &Html, base: &Url) -> Vec<Anchor> {
    let (Ok(selector), Ok(base_selector)) =
        (Selector::parse("a[href]"), Selector::parse("base[href]"))
    else {
        return Vec::new();
    };
    let declared = document
        .select(&base_selector)
        .next()
        .and_then(|element| element.attr("href"));
    let root = declared
        .and_then(|href| base.join(href).ok())
        .unwrap_or_else(|| base.clone());
    document
        .select(&selector)
        .take(MAX_SEEN)
        .filter(|anchor| !stands_around(*anchor))
        .filter_map(|anchor| {
            let mut url = root.join(anchor.attr("href")?.trim()).ok()?;
            url.set_fragment(None);
            let is_wanted =
                is_same_site(&url, base) && names_one_thing(&url) && !is_same_page(&url, base);
            is_wanted.then(|| Anchor {
                url,
                words: words(anchor),
            })
        })
        .collect()
}

/// Whether a link stands in a part that leads around the site. An article's own header is no such part.
fn stands_around(anchor: ElementRef<'_>) -> bool {
    let is_within = |names: &[&str]| {
        let mut parents = anchor
            .ancestors()
            .filter_map(|node| node.value().as_element());
        parents.any(|parent| {
            names.contains(&parent.name())
                || parent
                    .attr("role")
                    .is_some_and(|role| names.contains(&role))
        })
    };
    is_within(&["nav", "aside", "navigation"])
        || (is_within(&["header", "footer", "banner", "contentinfo"])
            && !is_within(&["article", "main"]))
}

fn words(anchor: ElementRef<'_>) -> usize {
    let mut left = MAX_TEXT;
    let text: String = anchor
        .text()
        .take_while(|piece| {
            let goes_on = left > 0;
            left = left.saturating_sub(piece.len());
            goes_on
        })
        .collect();
    let count = |text: &str| {
        text.split_whitespace()
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .count()
    };
    count(&text).max(anchor.attr("title").map_or(0, count))
}

fn is_same_site(url: &Url, base: &Url) -> bool {
    let site = |url: &Url| {
        url.host_str()
            .map(|host| host.trim_start_matches("www.").to_owned())
    };
    matches!(url.scheme(), "http" | "https") && site(url) == site(base)
}

/// The listing itself, or another page of it: only a script ("news.php?id=7") tells articles by the query.
fn is_same_page(url: &Url, base: &Url) -> bool {
    let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
    let is_script = path(url)
        .rsplit('/')
        .next()
        .is_some_and(|last| last.contains('.'));
    path(url) == path(base) && (!is_script || url.query() == base.query())
}

/// An article's address has a number, a date or some words of its headline in it; a section's is a word or two.
fn names_one_thing(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    let last = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let slug_words = last
        .split(['-', '_', '+'])
        .filter(|word| !word.is_empty())
        .count();
    let has_number = url[Position::BeforePath..Position::AfterQuery]
        .split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() >= 4);
    let is_page = !NOT_PAGES.iter().any(|ending| last.ends_with(ending));
    is_page && (slug_words >= 4 || has_number)
}

/// The start of the page, on a character's border.
fn start(html: &str) -> &str {
    html.get(..html.floor_char_boundary(MAX_HTML))
        .unwrap_or(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(html: &str) -> Vec<String> {
        let base = Url::parse("https://www.example.org/news/").unwrap();
        links(html, &base).into_iter().map(String::from).collect()
    }

    #[test]
    fn headlines_are_told_from_the_links_around_them() {
        let html = r##"<html><body>
            <header><a href="/about-us-and-how-we-work">About us and how we work</a></header>
            <nav><ul><li><a href="/2025/all-our-news-by-topic">All of our news by topic</a></nav>
            <main>
              <article><header><a href="/news/harbour-of-vale-opens-monday"><img src=x></a>
                <h2><a href="/news/harbour-of-vale-opens-monday#top">Harbour of Vale opens on Monday</a></h2></header></article>
              <article><a href="https://example.org/events/78520">Marsh speaks to the council again</a>
                <a href="/topics/ports">Ports</a> <a href="/news/2025/11/20/x.pdf">The plan as a PDF file</a></article>
              <a href="https://elsewhere.example/2025/a-b-c-d">A story from somewhere else entirely</a>
              <a href="?page=2024">Go on to the next page</a>
              <a href="javascript:void(20255)">Open all of the comments</a>
              <aside><a href="/news/most-read-of-all-2025">Most read of all this week</a></aside>
            </main><footer><a href="/privacy-and-cookies-2025-policy">Our privacy and cookie policy</a></footer>"##;
        assert_eq!(
            found(html),
            [
                "https://www.example.org/news/harbour-of-vale-opens-monday",
                "https://example.org/events/78520"
            ]
        );
    }

    #[test]
    fn links_are_resolved_against_the_declared_base() {
        let html = "<base href='/en/'><a href='harbour-of-vale-opens'>Harbour of Vale opens</a>";
        assert_eq!(
            found(html),
            ["https://www.example.org/en/harbour-of-vale-opens"]
        );
    }

    #[test]
    fn very_long_and_very_deep_pages_are_bounded() {
        let html: String = (0..20_000)
            .map(|number| format!("<a href='/n/{number}00000'>One more of the headlines</a>"))
            .collect();
        assert_eq!(found(&html).len(), MAX_LINKS);
        assert!(found(&"<div>".repeat(100_000)).is_empty());
        assert!(found(&"é".repeat(MAX_HTML)).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_page_gives_links_of_its_site(html in "(<a href='[/a-z0-9:.?#%-]{0,20}'>[a-z ]{0,30}(</a>)?|<[a-z]{1,6}>|\\PC{0,10}){0,10}") {
            let _ = found(&html);
        }
    }
}
