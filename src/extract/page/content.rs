//! Which part of a page is the article.
//!
//! Three steps: leave out what is never text of an article (scripts, menus, forms, hidden elements) or calls itself
//! something else (class and id names, after the rules that Trafilatura and Mozilla's Readability share); find the
//! element that holds the article, by what it is called or by where the paragraphs are; leave out, inside of it, blocks
//! that are mostly links.

use std::sync::LazyLock;

use regex::Regex;

use super::dom::{Dom, Id, Kind};
use super::pattern;

/// The part of the page that is the article.
#[derive(Debug)]
pub(super) struct Content {
    /// The elements that hold it, in document order, none within another.
    pub roots: Vec<Id>,
    /// For each node of the page, whether its subtree is left out.
    pub dropped: Vec<bool>,
}

/// Fewer characters than this are not taken for an article where there is more to be had.
const SHORT: usize = 250;

/// Names that an element's class or id gives to what surrounds an article.
static SURROUNDS: LazyLock<Regex> = LazyLock::new(|| {
    any_of(&[
        "footer",
        "related",
        "viral",
        r"(?:^|[\s_-])shar(?:e|ing)",
        "social",
        "sociable",
        "syndication",
        r"(?:^|\s)jp-",
        "newsletter",
        "subnav",
        "cookie",
        r"(?:^|[\s_-])tags?(?:$|[\s_-])",
        "taglist",
        "sidebar",
        "banner",
        r"(?:nav|tool|info|action|ad|top|bottom|status|progress)[_-]?bar",
        r"(?:^|[\s_-])meta",
        r"meta(?:$|[\s_-])",
        "menu",
        r"(?:^|[\s_-])nav",
        "navigation",
        "bread-?crumb",
        r"(?:^|[\s_-])author",
        "author(?:box|info|bio|s?$)",
        "button",
        r"(?:^|[\s_-])btn",
        "byline",
        r"(?:^|[\s_-])rating",
        "widget",
        "attachment",
        "timestamp",
        r"user-?(?:info|profile)",
        r"(?:^|[\s_-])ads?(?:$|[\s_-])",
        "advert",
        "sponsor",
        r"(?:^|[\s_-])promo",
        "outbrain",
        "taboola",
        "criteo",
        r"(?:^|[\s_-])options",
        "consent",
        "modal",
        "permission",
        r"(?:^|\s)next-",
        "-stories",
        r"most-?(?:popular|read)",
        "trending",
        "factbox",
        "message-container",
        "slide(?:r|show)",
        "carousel",
        "overlay",
        "paid-?content",
        "paywall",
        "obfuscated",
        "blurred",
        "teaser",
        "caption",
        "subscribe",
        "subscription",
        r"(?:^|[\s_-])(?:login|signin|signup)",
        "recommend",
        r"(?:more-from|more-on|see-also|also-read)",
        "read-?more",
        "pagination",
        r"(?:^|[\s_-])pager",
        "copyright",
        "popup",
        "skip-?(?:link|to)",
        r"(?:^|[\s_-])toc(?:$|[\s_-])",
    ])
});

/// Names of readers' comments.
static COMMENTS: LazyLock<Regex> = LazyLock::new(|| {
    any_of(&[
        r"(?:^|[\s_-])comments?(?:$|[\s_-])",
        r"(?:^|\s)comment",
        "commentlist",
        "disqus",
        r"(?:^|\s)(?:reply|respond)(?:$|[\s_-])",
        "-reply-",
        "akismet",
        "suggest-links",
    ])
});

/// Names of what is hidden, or not for print.
static HIDDEN: LazyLock<Regex> = LazyLock::new(|| {
    any_of(&[
        r"(?:^|[\s_-])hide(?:-|$)",
        r"(?:^|\s)(?:is-)?hidden(?:$|\s)",
        "no-?print",
        "hide-print",
        "screen-reader",
        r"(?:^|[\s_-])sr-only",
        "visually-?hidden",
        "notloaded",
    ])
});

/// Names of an embedded post or a quotation, which is content wherever it stands.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    any_of(&[
        "pull-?quote",
        "twitter-tweet",
        "mastodon",
        "bluesky",
        "block-?quote",
    ])
});

/// What an article's own element is called, the surest names first.
static NAMED: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    [
        any_of(&[
            r"(?:^|\s)(?:post|entry)(?:$|\s)",
            r"post[_-]?(?:text|body|entry|content|inner)",
            r"article[_-]{0,2}(?:text|body|content|container)",
            "entry-content",
            r"(?:^|[\s_-])page-content",
            "text-content",
            "body-text",
            r"(?:^|[\s_-])art-content",
        ]),
        any_of(&[
            "post-?bodycopy",
            "story-?content",
            "story-?body",
            r"(?:^|\s)postarea(?:$|\s)",
            "art-postcontent",
            "theme-content",
            "blog-content",
            "section-content",
            "single-(?:content|post)",
            "main-column",
            "wpb_text_column",
            r"(?:^|\s)primary",
            r"(?:^|\s)article",
            r"(?:^|\s)(?:text|cell|story)(?:$|\s)",
            "field-(?:name-)?body",
            "fulltext",
        ]),
        any_of(&[
            r"content[_-]{0,2}(?:main|body)",
            "main-?content",
            "page-?content",
            r"(?:^|\s)content(?:$|\s)",
        ]),
    ]
});

fn any_of(alternatives: &[&str]) -> Regex {
    pattern(&alternatives.join("|"))
}

/// Running sums over the page, by which any subtree's characters are known at once.
struct Sums {
    text: Vec<usize>,
    linked: Vec<usize>,
}

impl Sums {
    fn new(dom: &Dom, dropped: &[bool]) -> Self {
        let mut text = Vec::with_capacity(dom.nodes.len() + 1);
        let mut linked = Vec::with_capacity(dom.nodes.len() + 1);
        let (mut all, mut in_links) = (0, 0);
        let (mut skip_to, mut link_to) = (0, 0);
        for (id, node) in dom.nodes.iter().enumerate() {
            text.push(all);
            linked.push(in_links);
            if dropped.get(id).copied().unwrap_or_default() {
                skip_to = skip_to.max(node.end);
            }
            if id < skip_to {
                continue;
            }
            if node.name() == "a" {
                link_to = link_to.max(node.end);
            }
            let length = dom.weight(id);
            all += length;
            if id < link_to {
                in_links += length;
            }
        }
        text.push(all);
        linked.push(in_links);
        Self { text, linked }
    }

    fn text(&self, dom: &Dom, id: Id) -> usize {
        between(&self.text, dom.subtree(id))
    }

    fn linked(&self, dom: &Dom, id: Id) -> usize {
        between(&self.linked, dom.subtree(id))
    }
}

fn between(sums: &[usize], range: std::ops::Range<Id>) -> usize {
    let at = |id: Id| sums.get(id).copied().unwrap_or_default();
    at(range.end).saturating_sub(at(range.start))
}

/// Finds the article.
pub(super) fn find(dom: &Dom) -> Content {
    let mut dropped = never_text(dom);
    let whole = Sums::new(dom, &dropped);
    let body = dom.named("body").next().unwrap_or(0);
    drop_named(dom, &COMMENTS, &whole, body, &mut dropped);
    let sums = Sums::new(dom, &dropped);
    let mut visible = dropped.clone();
    drop_named(dom, &HIDDEN, &sums, body, &mut visible);
    drop_hidden(dom, &mut visible);
    // Where most is hidden, it is the page that shows its parts one at a time.
    if Sums::new(dom, &visible).text(dom, body) * 4 > sums.text(dom, body) {
        dropped = visible;
    }
    let sums = Sums::new(dom, &dropped);
    let page = sums.text(dom, body);

    let mut best: Option<(usize, Content)> = None;
    for roots in candidates(dom, &sums) {
        let content = within(dom, &sums, &roots, &dropped);
        let length = kept(dom, &content);
        if length >= SHORT {
            best = Some((length, content));
            break;
        }
        if best.as_ref().is_none_or(|(found, _)| length > *found) {
            best = Some((length, content));
        }
    }
    let found = best.as_ref().map_or(0, |(length, _)| *length);
    if found < SHORT || (found < 3000 && found * 5 < page) {
        let scored = by_paragraphs(dom, &sums, &dropped).unwrap_or(body);
        let content = within(dom, &sums, &[scored], &dropped);
        let length = kept(dom, &content);
        if length > found + found / 2 || found == 0 {
            return content;
        }
    }
    match best {
        Some((_, content)) => content,
        None => within(dom, &sums, &[body], &dropped),
    }
}

/// All of a page's text, for one that is nothing but an article.
pub(super) fn whole(dom: &Dom) -> Content {
    Content {
        roots: vec![dom.named("body").next().unwrap_or(0)],
        dropped: never_text(dom),
    }
}

/// Drops what is no text: scripts, controls, media, navigation.
fn never_text(dom: &Dom) -> Vec<bool> {
    let mut dropped = vec![false; dom.nodes.len()];
    for (id, node) in dom.nodes.iter().enumerate() {
        let Kind::Element(name, element) = node.kind else {
            continue;
        };
        let drop = matches!(
            name,
            "script"
                | "style"
                | "title"
                | "noscript"
                | "template"
                | "head"
                | "nav"
                | "menu"
                | "iframe"
                | "object"
                | "embed"
                | "applet"
                | "audio"
                | "video"
                | "canvas"
                | "map"
                | "picture"
                | "svg"
                | "math"
                | "button"
                | "datalist"
                | "dialog"
                | "frame"
                | "frameset"
                | "input"
                | "select"
                | "textarea"
                | "output"
                | "progress"
                | "meter"
                | "label"
                | "legend"
                | "optgroup"
                | "option"
                | "rp"
                | "rt"
                | "source"
                | "track"
                | "img"
        ) || matches!(
            element.attr("role"),
            Some(
                "navigation"
                    | "search"
                    | "banner"
                    | "contentinfo"
                    | "dialog"
                    | "menu"
                    | "menubar"
                    | "toolbar"
                    | "tablist"
            )
        );
        if drop && let Some(flag) = dropped.get_mut(id) {
            *flag = name != "body" && name != "html";
        }
    }
    dropped
}

/// Drops what the page hides from its readers.
fn drop_hidden(dom: &Dom, dropped: &mut [bool]) {
    for (node, flag) in dom.nodes.iter().zip(dropped) {
        let hidden = node.attr("hidden").is_some()
            || node.attr("aria-hidden") == Some("true")
            || node.attr("style").is_some_and(hides);
        if hidden && !matches!(node.name(), "html" | "body") {
            *flag = true;
        }
    }
}

fn hides(style: &str) -> bool {
    style
        .split(';')
        .filter_map(|rule| rule.split_once(':'))
        .any(|(property, value)| {
            let (property, value) = (property.trim(), value.trim());
            (property.eq_ignore_ascii_case("display") && value.eq_ignore_ascii_case("none"))
                || (property.eq_ignore_ascii_case("visibility")
                    && value.eq_ignore_ascii_case("hidden"))
        })
}

/// Drops elements below `root` by their names, except where that would take half of its text.
fn drop_named(dom: &Dom, pattern: &Regex, sums: &Sums, root: Id, dropped: &mut [bool]) {
    let whole = sums.text(dom, root);
    let range = dom.subtree(root);
    let mut at = range.start + 1;
    while let Some(node) = dom.nodes.get(at).filter(|_| at < range.end) {
        let is_dropped = dropped.get(at).copied().unwrap_or_default();
        let name = dom.called(at);
        let matches = !is_dropped
            && !name.is_empty()
            && !matches!(
                node.name(),
                "body"
                    | "html"
                    | "main"
                    | "article"
                    | "blockquote"
                    | "a"
                    | "em"
                    | "strong"
                    | "b"
                    | "i"
            )
            && pattern.is_match(name);
        if matches {
            let length = sums.text(dom, at);
            let holds_quote = QUOTED.is_match(name) || quotes(dom, at);
            if !holds_quote
                && length * 2 <= whole
                && let Some(flag) = dropped.get_mut(at)
            {
                *flag = true;
            }
        }
        at = if dropped.get(at).copied().unwrap_or_default() {
            node.end
        } else {
            at + 1
        };
    }
}

/// Whether a footer or caption stands in or under a quotation: it says whose words these are.
fn attributes(dom: &Dom, id: Id) -> bool {
    dom.ancestors(id).take(4).any(|id| {
        QUOTED.is_match(dom.called(id))
            || dom.nodes.get(id).is_some_and(|node| {
                node.name() == "blockquote" || (node.name() == "figure" && quotes(dom, id))
            })
    })
}

/// Whether a quotation or an embedded post is in this subtree, as far as its first thousand nodes show.
fn quotes(dom: &Dom, id: Id) -> bool {
    dom.subtree(id).take(1000).any(|id| {
        dom.nodes
            .get(id)
            .is_some_and(|node| node.name() == "blockquote")
    })
}

/// The elements that may hold the article, the likeliest first.
fn candidates(dom: &Dom, sums: &Sums) -> Vec<Vec<Id>> {
    let holds = |id: &Id| {
        dom.nodes.get(*id).is_some_and(|node| {
            matches!(node.name(), "article" | "div" | "main" | "section" | "td")
        })
    };
    // The longest, and what stands beside it under the same name: an article in several parts.
    let parts = |test: &dyn Fn(Id) -> bool, scattered: bool| -> Option<Vec<Id>> {
        let matching: Vec<Id> = (0..dom.nodes.len())
            .filter(|id| holds(id) && test(*id))
            .collect();
        let longest = *matching
            .iter()
            .filter(|id| sums.text(dom, **id) > 0)
            .max_by_key(|id| (sums.text(dom, **id), std::cmp::Reverse(**id)))?;
        let parent = |id: Id| dom.nodes.get(id).map(|node| node.parent);
        let mut end = 0;
        Some(
            matching
                .into_iter()
                .filter(|&id| {
                    let beside = id == longest
                        || (!dom.subtree(longest).contains(&id)
                            && !dom.subtree(id).contains(&longest)
                            && id >= end
                            && (scattered || parent(id) == parent(longest))
                            && sums.linked(dom, id) * 3 < sums.text(dom, id));
                    if beside {
                        end = dom.subtree(id).end;
                    }
                    beside
                })
                .collect(),
        )
    };
    let name = |id: Id| dom.called(id);
    let attr = |id: Id, key: &str| dom.nodes.get(id).and_then(|node| node.attr(key));
    let element = |id: Id| dom.nodes.get(id).map_or("", |node| node.name());
    let [first, second, third] = &*NAMED;
    let tests: [(&dyn Fn(Id) -> bool, bool); 6] = [
        (
            &|id| {
                attr(id, "itemprop").is_some_and(|value| value.eq_ignore_ascii_case("articleBody"))
            },
            true,
        ),
        (&|id| first.is_match(name(id)), false),
        (&|id| element(id) == "article", false),
        (
            &|id| second.is_match(name(id)) || attr(id, "role") == Some("article"),
            false,
        ),
        (&|id| third.is_match(name(id)), false),
        (
            &|id| {
                element(id) == "main"
                    || attr(id, "role") == Some("main")
                    || name(id).starts_with("main")
            },
            false,
        ),
    ];
    tests
        .iter()
        .filter_map(|(test, scattered)| parts(test, *scattered))
        .collect()
}

/// The element around which the paragraphs stand, as Readability scores it: a paragraph speaks for its parent, and half
/// as much for its grandparent.
fn by_paragraphs(dom: &Dom, sums: &Sums, dropped: &[bool]) -> Option<Id> {
    // A quotation or a list is part of an article, never the whole.
    let holds_articles = |id: &Id| {
        dom.nodes.get(*id).is_some_and(|node| {
            !matches!(
                node.name(),
                "blockquote" | "figure" | "ul" | "ol" | "li" | "dl" | "dd"
            )
        })
    };
    let mut scores = vec![0f64; dom.nodes.len()];
    let mut prose = vec![0; dom.nodes.len() + 1];
    let mut at = 0;
    while let Some(node) = dom.nodes.get(at) {
        if dropped.get(at).copied().unwrap_or_default() {
            at = node.end;
            continue;
        }
        if matches!(node.name(), "p" | "pre" | "blockquote" | "td") {
            let length = sums.text(dom, at);
            let linked = sums.linked(dom, at);
            if node.name() == "p"
                && linked * 3 < length
                && let Some(sum) = prose.get_mut(at + 1)
            {
                *sum = length;
            }
            if length >= 25 {
                let score = (1.0 + (length as f64 / 100.0).min(3.0))
                    * (1.0 - linked as f64 / length as f64);
                for (level, ancestor) in
                    dom.ancestors(at).filter(holds_articles).take(3).enumerate()
                {
                    if let Some(sum) = scores.get_mut(ancestor) {
                        *sum += score / [1.0, 2.0, 6.0][level.min(2)];
                    }
                }
            }
        }
        at += 1;
    }
    let mut all = 0;
    for sum in &mut prose {
        all += *sum;
        *sum = all;
    }
    let mut best = scores
        .iter()
        .enumerate()
        .filter(|(_, score)| **score > 0.0)
        .max_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(id, _)| id)?;
    // An article built of several boxes: what is around the best holds much more prose and few links, or little else
    // than prose.
    let unlinked = |id: Id| sums.text(dom, id).saturating_sub(sums.linked(dom, id));
    for ancestor in dom.ancestors(best).collect::<Vec<_>>() {
        let linked = sums.linked(dom, ancestor);
        let more = sums.text(dom, ancestor) - sums.text(dom, best);
        let more_prose =
            between(&prose, dom.subtree(ancestor)) - between(&prose, dom.subtree(best));
        let much =
            unlinked(ancestor) * 10 > unlinked(best) * 14 && linked * 4 < sums.text(dom, ancestor);
        if much || (more_prose >= 80 && more_prose * 10 >= more * 6) {
            best = ancestor;
        }
    }
    Some(best)
}

/// The content of these roots: what surrounds the article by name, and blocks of links, left out.
fn within(dom: &Dom, sums: &Sums, roots: &[Id], dropped: &[bool]) -> Content {
    let mut dropped = dropped.to_vec();
    for &root in roots {
        for id in dom.subtree(root).skip(1) {
            let small = |limit| sums.text(dom, id) * limit <= sums.text(dom, root);
            let drop = match dom.nodes.get(id).map_or("", |node| node.name()) {
                "aside" => !QUOTED.is_match(dom.called(id)) && small(2),
                "footer" | "figcaption" => small(2) && !attributes(dom, id),
                "form" | "fieldset" => small(2),
                _ => false,
            };
            if drop && let Some(flag) = dropped.get_mut(id) {
                *flag = true;
            }
        }
        drop_named(dom, &SURROUNDS, sums, root, &mut dropped);
        for _ in 0..2 {
            let sums = Sums::new(dom, &dropped);
            drop_links(dom, &sums, root, &mut dropped);
        }
    }
    Content {
        roots: roots.to_vec(),
        dropped,
    }
}

/// Drops blocks that are mostly links: lists of other articles, rows of topics.
fn drop_links(dom: &Dom, sums: &Sums, root: Id, dropped: &mut [bool]) {
    let range = dom.subtree(root);
    let mut at = range.start + 1;
    while let Some(node) = dom.nodes.get(at).filter(|_| at < range.end) {
        if dropped.get(at).copied().unwrap_or_default() {
            at = node.end;
            continue;
        }
        let length = sums.text(dom, at);
        let linked = sums.linked(dom, at);
        let dense = length > 0
            && match node.name() {
                "ul" | "ol" | "dl" | "table" => linked * 10 > length * 6,
                "div" | "section" | "header" => {
                    (linked * 10 > length * 8 && length < 1000) || linked * 10 > length * 9
                }
                "blockquote" => linked * 10 > length * 9,
                "p" | "h2" | "h3" | "h4" | "h5" | "h6" => linked * 10 > length * 8 && length < 200,
                _ => false,
            };
        let dense = dense && !(node.name() == "p" && spells_address(dom, at));
        if dense && let Some(flag) = dropped.get_mut(at) {
            *flag = true;
            at = node.end;
        } else {
            at += 1;
        }
    }
}

/// Whether a paragraph's link shows where it leads: an address is given, not another article.
fn spells_address(dom: &Dom, id: Id) -> bool {
    dom.subtree(id).any(|id| {
        dom.nodes
            .get(id)
            .and_then(|node| node.text())
            .is_some_and(|text| text.contains("://") || text.contains("www.") || text.contains('@'))
    })
}

/// Characters that the content keeps.
fn kept(dom: &Dom, content: &Content) -> usize {
    let sums = Sums::new(dom, &content.dropped);
    content.roots.iter().map(|&root| sums.text(dom, root)).sum()
}
