//! By whom: names found in the page's data or its byline, cleaned of what is no name.

use std::sync::LazyLock;

use regex::Regex;

use super::super::content::Content;
use super::super::dom::{Dom, Id};
use super::super::pattern;
use super::title::fold;
use super::{Metas, around, lines, text};

/// Meta tags that name authors.
const METAS: [&str; 14] = [
    "author",
    "article:author",
    "og:author",
    "article:author_name",
    "dc.creator",
    "dc.creator.author",
    "dcterms.creator",
    "dc.contributor",
    "parsely-author",
    "sailthru.author",
    "citation_author",
    "byl",
    "authors",
    "cxenseparse:author",
];

/// What stands before an author's name.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^\W*(?:(?:posted|published|created)(?:\s+on)?\s[^|]{6,40}\d\s+)?(?:(?:post author|view all posts|see all posts|all posts|more|a note|written|posted|reported|story|words|text|article|created|",
        r"published|submitted|edited|reviewed|updated|medically reviewed|erstellt|geschrieben|veröffentlicht|verfasst|publié|",
        r"écrit|publicado|escrito|napisane|opublikowane)\s+)*",
        r"(?:by|from|von|par|por|przez|av|door|автор(?:ка|и)?|text(?:\s+von)?|autor(?:in|en|es|ka|a)?|author(?:s)?|",
        r"auteur(?:s)?|rédaction|redaktion|interview|opinion|analysis)\b\s*:?\s*",
    ))
});

/// Marks that part two names.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s*(?:;|\||•|·|/\s|\n)\s*"));

/// Words that part two names.
static AND: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i),?\s+(?:and|und|et|y|i|e|та|і|и|&|og|och|en|with|mit)\s+"));

/// What follows a name and is none: a date, a role after a comma or dash, an address, an account.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\s*(?:",
        r"[|•·(\[<].*|",
        r"\s[-–—]\s.*|",
        r"\S+@\S+.*|",
        r"https?://.*|",
        r"\bpublished\b.*|\bposted\b.*|\bupdated\b.*|",
        r"\s(?:on|am|le|el|at|um|vom)\s+\w*\s*\d.*|",
        r"\s(?:am|on|at|um|le|el|in)|",
        r",?\s*(?:staff(?: writer| reporter)?|senior \w+|(?:news|sports?|political|chief|foreign|associate|managing|deputy|executive|science|health)\s+(?:\w+\s+)?(?:editor|writer|reporter|correspondent)|",
        r"editor(?:-in-chief)?|reporter|correspondent|contributor|contributing \w+|columnist|journalist(?:in)?|redakteur(?:in)?|redacteur|freelance\w*|md|phd|ph\.d\.|dr\.)\b.*|",
        r"\s\d{1,2}[./:]\s?\w+.*|",
        r"@\w+.*",
        r")$"
    ))
});

/// Finds the authors. `given` are those that JSON-LD names.
pub(super) fn read(
    dom: &Dom,
    content: &Content,
    metas: &Metas,
    given: Vec<String>,
    heading: Option<Id>,
    sites: &[String],
) -> Vec<String> {
    let sites: Vec<String> = sites.iter().map(|site| fold(site)).collect();
    let told = cleaned(given.iter().map(String::as_str), &sites);
    if !told.is_empty() && !told.iter().all(|name| sites.contains(&fold(name))) {
        return told;
    }
    let tagged = cleaned(metas.all(&METAS), &sites);
    // A single word is often an account's name; the page may show the person's.
    let is_full = |name: &String| name.contains(' ');
    if tagged.iter().any(is_full) && !tagged.iter().all(|name| sites.contains(&fold(name))) {
        return tagged;
    }
    let shown = byline(dom, content, heading, &sites);
    if !tagged.is_empty() && !shown.iter().all(is_full) {
        return tagged;
    }
    [shown, told, tagged]
        .into_iter()
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

/// The authors that the page shows: in an element that says so, near the headline or below the article.
fn byline(dom: &Dom, content: &Content, heading: Option<Id>, sites: &[String]) -> Vec<String> {
    let around = around(dom, content, heading);
    let tests: [&dyn Fn(Id) -> bool; 4] = [
        &|id| {
            has_word(
                dom,
                id,
                &["itemprop", "property"],
                &["author", "schema:author", "creator"],
            )
        },
        &|id| has_word(dom, id, &["rel"], &["author"]),
        &|id| {
            class_contains(
                dom,
                id,
                &[
                    "author-name",
                    "author_name",
                    "authorname",
                    "byline-name",
                    "byline__name",
                    "author__name",
                    "fn n",
                    "p-author",
                ],
            ) || class_has_word(dom, id, &["author", "byline", "autor", "authors", "auteur"])
        },
        &|id| {
            class_contains(
                dom,
                id,
                &[
                    "byline",
                    "author",
                    "autor",
                    "writer",
                    "posted-by",
                    "submitted",
                ],
            )
        },
    ];
    for test in tests {
        let mut names = Vec::new();
        let mut end = 0;
        let mut last = usize::MAX;
        for id in around.clone() {
            // A byline is one place; what calls itself an author far from it is somebody else's.
            if id > last {
                break;
            }
            if id < end || !test(id) || in_comment(dom, id) {
                continue;
            }
            end = dom.subtree(id).end;
            if dom.subtree(id).len() > 60 {
                end = id;
                continue;
            }
            let Some(node) = dom.nodes.get(id) else {
                continue;
            };
            let inner = dom.subtree(id).skip(1).find(|id| {
                has_word(dom, *id, &["itemprop", "property"], &["name"])
                    || has_word(dom, *id, &["rel"], &["author"])
            });
            let found = match (node.attr("content"), inner) {
                (Some(content), _) => cleaned(std::iter::once(content), sites),
                (None, Some(inner)) => cleaned(std::iter::once(dom.text_of(inner).as_str()), sites),
                (None, None) => first_name(&lines(dom, id), sites),
            };
            if !found.is_empty() {
                last = id.saturating_add(40);
            }
            for name in found {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            if names.len() >= 8 {
                break;
            }
            if !names.is_empty() && (dom.subtree(id).len() > 20) {
                break;
            }
        }
        if !names.is_empty() {
            return names;
        }
    }
    spoken(dom, around, sites)
}

/// "By Ada Vale" in a short line near the headline.
fn spoken(dom: &Dom, around: std::ops::Range<Id>, sites: &[String]) -> Vec<String> {
    around
        .filter_map(|id| {
            let node = dom.nodes.get(id)?;
            let shown = node.text()?;
            if shown.len() > 160
                || dom
                    .nodes
                    .get(node.parent)
                    .is_some_and(|node| matches!(node.name(), "script" | "style"))
            {
                return None;
            }
            let mut shown = text(shown);
            let end = BEFORE.find(&shown).filter(|_| !shown.ends_with('.'))?.end();
            if end >= shown.len() {
                // The name is in the element that follows: By <a>Ada Vale</a>.
                shown.push(' ');
                shown.push_str(
                    &dom.nodes
                        .get(id + 1)
                        .filter(|_| dom.subtree(id + 1).len() <= 6)
                        .map(|_| dom.text_of(id + 1))?,
                );
            }
            let names = cleaned(std::iter::once(shown.as_str()), sites);
            let rest = names.first()?;
            (rest.split(' ').count() >= 2 && rest.chars().next().is_some_and(char::is_uppercase))
                .then_some(names)
        })
        .next()
        .unwrap_or_default()
}

/// The first line of a byline that holds a name.
fn first_name(lines: &[String], sites: &[String]) -> Vec<String> {
    lines
        .iter()
        .map(|line| cleaned(std::iter::once(line.as_str()), sites))
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

fn has_word(dom: &Dom, id: Id, keys: &[&str], words: &[&str]) -> bool {
    dom.nodes.get(id).is_some_and(|node| {
        keys.iter().filter_map(|key| node.attr(key)).any(|value| {
            value
                .split_whitespace()
                .any(|word| words.iter().any(|wanted| word.eq_ignore_ascii_case(wanted)))
        })
    })
}

fn class_has_word(dom: &Dom, id: Id, words: &[&str]) -> bool {
    dom.called(id)
        .split_whitespace()
        .any(|word| words.contains(&word))
}

fn class_contains(dom: &Dom, id: Id, parts: &[&str]) -> bool {
    let names = dom.called(id);
    !names.is_empty() && parts.iter().any(|part| names.contains(part))
}

pub(super) fn in_comment(dom: &Dom, id: Id) -> bool {
    std::iter::once(id)
        .chain(dom.ancestors(id))
        .take(12)
        .filter(|id| {
            dom.nodes
                .get(*id)
                .is_some_and(|node| !matches!(node.name(), "html" | "body" | "main" | "article"))
        })
        .any(|id| {
            class_has_word(dom, id, &["comment", "comments", "commentlist"])
                || class_contains(dom, id, &["comment-", "related-"])
        })
}

/// Names out of values, in order, each once.
fn cleaned<'a>(values: impl Iterator<Item = &'a str>, sites: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for value in values.take(40) {
        let value = text(value);
        for part in by_conjunction(without_lead_in(&value))
            .into_iter()
            .flat_map(by_comma)
        {
            if let Some(name) = name(part)
                && !out.iter().any(|known| fold(known) == fold(&name))
            {
                out.push(name);
            }
        }
    }
    // The outlet is an author only where it is the only one.
    if out.iter().any(|name| !sites.contains(&fold(name))) {
        out.retain(|name| !sites.contains(&fold(name)));
    }
    out
}

/// Parts at marks, and at "and" where full names stand on both sides: "Staff and News Services" is one.
fn by_conjunction(value: &str) -> Vec<&str> {
    BETWEEN
        .split(value)
        .flat_map(|part| {
            let names: Vec<&str> = AND.split(part).collect();
            let full = |name: &&str| {
                let mut words = name.split_whitespace();
                let first = words.next().and_then(|word| word.chars().next());
                first.is_some_and(|c| c.is_uppercase()) && words.next().is_some()
            };
            if names.iter().all(full) {
                names
            } else {
                vec![part]
            }
        })
        .collect()
}

/// "Ada Vale, Tom Marsh" are two; "Ada Vale, Kyiv" and "Ada Vale, chief editor" are one.
fn by_comma(part: &str) -> Vec<&str> {
    let pieces: Vec<&str> = part
        .split(',')
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect();
    let is_name = |piece: &&str| -> bool {
        let words: Vec<&str> = piece.split_whitespace().collect();
        (2..=4).contains(&words.len())
            && words
                .iter()
                .all(|word| word.chars().next().is_some_and(char::is_uppercase) || word.len() <= 3)
    };
    if pieces.len() > 1 && pieces.iter().all(is_name) {
        pieces
    } else if pieces.len() > 1 && pieces.first().is_some_and(|first| first.contains(' ')) {
        pieces.into_iter().take_while(is_name).collect::<Vec<_>>()
    } else {
        vec![part]
    }
}

/// Takes off "By", "Von", "Posted by" and the like.
fn without_lead_in(value: &str) -> &str {
    BEFORE
        .find(value)
        .and_then(|found| value.get(found.end()..))
        .unwrap_or(value)
}

/// A name without what surrounds it; nothing where it is no name.
fn name(part: &str) -> Option<String> {
    let part = without_lead_in(part.trim());
    if part.contains("://") || part.starts_with("www.") || part.starts_with('/') {
        return None;
    }
    let part = AFTER
        .find(part)
        .filter(|found| found.start() > 0)
        .and_then(|found| part.get(..found.start()))
        .unwrap_or(part);
    let part = part
        .trim_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    ',' | ';' | ':' | '-' | '–' | '—' | '|' | '"' | '“' | '”' | '*'
                )
        })
        .trim();
    let part = part.strip_prefix('@').unwrap_or(part);
    let words = part.split_whitespace().count();
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    let folded = fold(part);
    let is_none = matches!(
        folded.as_str(),
        "no author"
            | "no byline"
            | "admin"
            | "administrator"
            | "author"
            | "autor"
            | "editor"
            | "none"
            | "null"
            | "undefined"
            | "unknown"
            | "guest"
            | "webmaster"
            | "user"
            | "by"
            | "von"
            | "web"
            | "about"
            | "share"
            | "follow"
            | "contact"
            | "read more"
            | "see all posts"
            | "view all posts"
            | "comments"
            | "no comments"
            | "staff"
            | "root"
    );
    // A sentence is no name: most words of one begin with a capital, where its script has any.
    let small = part
        .split_whitespace()
        .filter(|word| word.chars().next().is_some_and(char::is_lowercase))
        .count();
    let counts = part.chars().next().is_some_and(|c| c.is_ascii_digit()) && words > 1;
    ((1..=8).contains(&words)
        && !counts
        && (small * 2 <= words || words == 1)
        && letters >= 2
        && part.chars().count() <= 70
        && !part.contains('@')
        && !is_none)
        .then(|| part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(value: &str) -> Vec<String> {
        cleaned(std::iter::once(value), &["the paper".to_owned()])
    }

    #[test]
    fn a_byline_is_cleaned_of_what_is_no_name() {
        for line in [
            "By Ada Vale",
            "Von Ada Vale",
            "Written by: Ada Vale",
            "Ada Vale | The Paper",
            "Ada Vale (@adavale)",
            "Ada Vale, staff writer",
            "By Ada Vale on 20 November 2025",
            "Ada Vale - 20.11.2025",
            "Автор: Ada Vale",
            "Ada Vale ada@paper.example",
        ] {
            assert_eq!(clean(line), ["Ada Vale"], "{line}");
        }
    }

    #[test]
    fn several_names_are_parted() {
        for line in [
            "Ada Vale and Tom Marsh",
            "Ada Vale und Tom Marsh",
            "By Ada Vale, Tom Marsh",
            "Ada Vale; Tom Marsh",
            "Ada Vale et Tom Marsh",
        ] {
            assert_eq!(clean(line), ["Ada Vale", "Tom Marsh"], "{line}");
        }
    }

    #[test]
    fn organisations_are_authors_and_addresses_are_none() {
        assert_eq!(clean("Example News Agency"), ["Example News Agency"]);
        assert_eq!(clean("The Paper"), ["The Paper"]);
        assert!(clean("https://paper.example/authors/ada").is_empty());
        assert!(clean("admin").is_empty());
    }
}
