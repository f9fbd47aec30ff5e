//! What a page says about itself: address, outlet, title, authors, dates, language.
//!
//! Sources in order of trust: JSON-LD, Open Graph, other meta tags, microdata and RDFa, `rel=author`, `<time>`, the
//! address, the text. Each field takes the first source that has it; the title also asks which heading the page shows.

mod authors;
mod dates;
mod linked;
mod title;

pub(in crate::extract) use dates::in_address as day_in_address;

use std::collections::HashMap;

use crate::domain::{Language, Precision, When};

use super::super::address;
use super::content::Content;
use super::dom::{Dom, Id, is_block, squeeze};
use linked::unescape;
pub(super) use title::fold;

/// What a page says about itself.
#[derive(Debug, Default)]
pub(super) struct About {
    pub url: Option<String>,
    pub outlet: Option<String>,
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<When>,
    pub modified: Option<When>,
    pub language: Language,
    /// The article's text, where JSON-LD carries it.
    pub body: Option<String>,
    /// What the page says of itself in a sentence or two: often the article's first paragraph, word for word.
    pub description: Option<String>,
}

/// The head's meta tags: lower-case name or property to contents, in order.
struct Metas<'a>(HashMap<String, Vec<&'a str>>);

impl<'a> Metas<'a> {
    fn new(dom: &Dom<'a>) -> Self {
        let mut all: HashMap<String, Vec<&'a str>> = HashMap::new();
        for id in dom.named("meta") {
            let Some(node) = dom.nodes.get(id) else {
                continue;
            };
            let Some(content) = node
                .attr("content")
                .map(str::trim)
                .filter(|text| !text.is_empty())
            else {
                continue;
            };
            for key in ["property", "name", "http-equiv"] {
                if let Some(names) = node.attr(key) {
                    for name in names.split_whitespace() {
                        all.entry(name.to_ascii_lowercase())
                            .or_default()
                            .push(content);
                    }
                }
            }
        }
        Self(all)
    }

    fn all(&self, names: &[&str]) -> impl Iterator<Item = &'a str> {
        names
            .iter()
            .filter_map(|name| self.0.get(*name))
            .flatten()
            .copied()
            .collect::<Vec<_>>()
            .into_iter()
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        self.all(names).map(text).find(|text| !text.is_empty())
    }
}

/// A value's text: entities that were escaped twice are read, white space squeezed.
fn text(value: &str) -> String {
    squeeze(&unescape(value))
}

/// Reads what a page says about itself. `base` is the address that it came from, if known.
pub(super) fn read(dom: &Dom, content: &Content, base: Option<&str>) -> About {
    let metas = Metas::new(dom);
    let linked = linked::read(
        dom.named("script")
            .filter(|id| {
                dom.nodes
                    .get(*id)
                    .and_then(|node| node.attr("type"))
                    .is_some_and(|kind| {
                        kind.trim()
                            .to_ascii_lowercase()
                            .starts_with("application/ld+json")
                    })
            })
            .filter_map(|id| dom.nodes.get(id + 1).and_then(|node| node.text())),
    );
    let url = url(dom, &metas, &linked, base);
    let site = metas.first(&["og:site_name"]);
    let outlet = site
        .clone()
        .or_else(|| linked.publisher.clone())
        .or_else(|| {
            metas.first(&[
                "application-name",
                "citation_journal_title",
                "dc.publisher",
                "dcterms.publisher",
            ])
        })
        .filter(|name| name.chars().count() <= 80)
        .or_else(|| base.or(url.as_deref()).and_then(address::host));
    let sites: Vec<String> = [
        site,
        linked.publisher.clone(),
        metas.first(&["application-name"]),
    ]
    .into_iter()
    .flatten()
    .chain(base.or(url.as_deref()).and_then(address::host))
    .collect();
    let title = title::read(dom, &metas, linked.headline.as_deref(), &sites);
    let heading = title
        .as_deref()
        .and_then(|title| title::heading(dom, title));
    let language = language(dom, &metas, linked.language.as_deref());
    let month_first = dom
        .named("html")
        .filter_map(|id| dom.nodes.get(id)?.attr("lang"))
        .chain(metas.all(&["og:locale"]))
        .any(|tag| tag.to_ascii_lowercase().replace('_', "-") == "en-us");
    let near = around(dom, content, heading);
    let by_address = base
        .and_then(dates::in_address)
        .or_else(|| url.as_deref().and_then(dates::in_address));
    let published = linked
        .published
        .or_else(|| meta_date(&metas, &PUBLISHED))
        .or_else(|| item_date(dom, &["datepublished", "datecreated"]))
        .or_else(|| time_element(dom, content, heading))
        .or(by_address)
        .or_else(|| text_date(dom, near.clone(), month_first, |line| !says_updated(line)));
    let modified = linked
        .modified
        .or_else(|| meta_date(&metas, &MODIFIED))
        .or_else(|| item_date(dom, &["datemodified"]))
        .or_else(|| text_date(dom, near.clone(), month_first, says_updated));
    let published = published
        .map(|when| by_shown_clock(when, dom, near, month_first))
        .map(|when| by_own_calendar(when, by_address));
    About {
        authors: authors::read(dom, content, &metas, linked.authors, heading, &sites),
        description: metas.first(&["og:description", "description", "twitter:description"]),
        body: linked.body,
        published,
        modified,
        url,
        outlet,
        title,
        language,
    }
}

/// A moment by the clock that the page shows it by near its headline, where its data gives it in UTC: "3/5/2022 22:41" for
/// 02:41 of the next day.
fn by_shown_clock(
    published: When,
    dom: &Dom,
    around: std::ops::Range<Id>,
    month_first: bool,
) -> When {
    if published.precision != Precision::Minute || published.ahead != 0 {
        return published;
    }
    let shown = lines_above(dom, around).find_map(|line| {
        let shown = dates::time_in_text(&line, month_first)?;
        dates::by_clock(published.at, shown)
    });
    shown.unwrap_or(published)
}

/// The day in the address is the site's own and is never rewritten. Where it is another than the given moment's day in
/// UTC (late in the evening, west of Greenwich), or earlier (the page's data was made anew when the site moved), it holds.
fn by_own_calendar(published: When, by_address: Option<When>) -> When {
    match by_address {
        Some(day)
            if day.date() < published.date()
                || published
                    .date()
                    .tomorrow()
                    .is_ok_and(|next| next == day.date()) =>
        {
            day
        }
        _ => published,
    }
}

const PUBLISHED: [&str; 27] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "og:pubdate",
    "rnews:datepublished",
    "article:published",
    "published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.published",
    "dc.date",
    "dcterms.date",
    "dc.created",
    "dcterms.created",
    "dc.date.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "date",
    "originalpublicationdate",
    "article_date_original",
];

const MODIFIED: [&str; 10] = [
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "article:modified",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "revised",
];

fn meta_date(metas: &Metas, names: &[&str]) -> Option<When> {
    metas.all(names).find_map(dates::machine)
}

/// Microdata and RDFa: `itemprop` or `property`, the value in an attribute or in the text.
fn item_date(dom: &Dom, names: &[&str]) -> Option<When> {
    dom.nodes.iter().enumerate().find_map(|(id, node)| {
        let named = [node.attr("itemprop"), node.attr("property")]
            .into_iter()
            .flatten()
            .any(|value| {
                value.split_whitespace().any(|word| {
                    let word = word.to_ascii_lowercase();
                    names
                        .iter()
                        .any(|name| word == *name || word.strip_prefix("schema:") == Some(name))
                })
            });
        if !named {
            return None;
        }
        ["content", "datetime"]
            .iter()
            .find_map(|key| node.attr(key).and_then(dates::machine))
            .or_else(|| dates::in_text(&dom.text_of(id), false))
    })
}

/// The first `<time>` near the headline or in the article; else one that calls itself the publication's.
fn time_element(dom: &Dom, content: &Content, heading: Option<Id>) -> Option<When> {
    let value = |id: Id| {
        let node = dom.nodes.get(id)?;
        node.attr("datetime")
            .and_then(dates::machine)
            .or_else(|| dates::in_text(&dom.text_of(id), false))
    };
    let called = |id: Id| {
        let names = dom.called(id);
        dom.nodes
            .get(id)
            .is_some_and(|node| node.attr("pubdate").is_some())
            || names.contains("publish")
            || (!names.contains("updated")
                && (names.contains("entry-date") || names.contains("post-date")))
    };
    let around = around(dom, content, heading);
    let near = |id: &Id| around.contains(id) && !authors::in_comment(dom, *id);
    dom.named("time")
        .filter(near)
        .find(|id| called(*id))
        .and_then(value)
        .or_else(|| dom.named("time").filter(near).find_map(value))
        .or_else(|| dom.named("time").find(|id| called(*id)).and_then(value))
}

/// Nodes from the headline on in which a byline or a date is looked for.
const MAX_AROUND: usize = 20_000;

/// From a little before the headline to the end of the article: where its byline stands.
fn around(dom: &Dom, content: &Content, heading: Option<Id>) -> std::ops::Range<Id> {
    let first = content.roots.first().copied().unwrap_or(0);
    let end = content
        .roots
        .last()
        .map_or(0, |root| dom.subtree(*root).end);
    // The box that holds both the headline and the article also holds what stands between.
    let start = heading
        .map_or(first, |heading| heading.min(first))
        .saturating_sub(60);
    let after = end
        .saturating_add(80)
        .min(start.saturating_add(MAX_AROUND))
        .min(dom.nodes.len());
    start..after.max(start)
}

/// A date in the words near the headline: in an element that is named for it, else in a short line above the article's
/// first paragraphs. Only lines that `wanted` accepts are read.
fn text_date(
    dom: &Dom,
    around: std::ops::Range<Id>,
    month_first: bool,
    wanted: impl Fn(&str) -> bool,
) -> Option<When> {
    let named = around
        .clone()
        .filter(|id| is_named_for_dates(dom, *id) && dom.subtree(*id).len() <= 40)
        .filter(|id| !authors::in_comment(dom, *id))
        .map(|id| dom.text_of(id))
        .filter(|text| text.chars().count() <= 200 && wanted(text))
        .find_map(|text| dates::in_text(&text, month_first));
    named.or_else(|| {
        lines_above(dom, around)
            .filter(|text| wanted(text))
            .find_map(|text| dates::in_text(&text, month_first))
    })
}

/// The short lines above an article's first paragraphs.
fn lines_above(dom: &Dom, around: std::ops::Range<Id>) -> impl Iterator<Item = String> {
    around
        .take(MAX_BEFORE_PROSE)
        .filter(|id| !in_script(dom, *id) && !authors::in_comment(dom, *id))
        .filter_map(|id| dom.nodes.get(id)?.text())
        .map(squeeze)
        .filter(|text| (6..=120).contains(&text.chars().count()))
}

/// Whether a line gives the date of a change: it begins with a word for it.
fn says_updated(line: &str) -> bool {
    const WORDS: [&str; 14] = [
        "updated",
        "last updated",
        "last modified",
        "modified",
        "aktualisiert",
        "zuletzt aktualisiert",
        "mis à jour",
        "mise à jour",
        "actualizado",
        "aktualizacja",
        "zaktualizowano",
        "оновлено",
        "обновлено",
        "aggiornato",
    ];
    let line = fold(line);
    WORDS.iter().any(|word| line.starts_with(word))
}

/// Nodes from the headline on in which a line without a name may be the article's date.
const MAX_BEFORE_PROSE: usize = 300;

fn is_named_for_dates(dom: &Dom, id: Id) -> bool {
    const WORDS: [&str; 9] = [
        "date", "time", "publish", "posted", "datum", "fecha", "byline", "meta", "stamp",
    ];
    let names = dom.called(id);
    !names.is_empty() && WORDS.iter().any(|word| names.contains(word))
}

fn in_script(dom: &Dom, id: Id) -> bool {
    dom.nodes
        .get(id)
        .and_then(|node| dom.nodes.get(node.parent))
        .is_some_and(|node| {
            matches!(
                node.name(),
                "script" | "style" | "noscript" | "title" | "template"
            )
        })
}

fn url(dom: &Dom, metas: &Metas, linked: &linked::Linked, base: Option<&str>) -> Option<String> {
    let canonical = dom
        .named("link")
        .filter_map(|id| dom.nodes.get(id))
        .filter(|node| {
            node.attr("rel").is_some_and(|rel| {
                rel.split_whitespace()
                    .any(|word| word.eq_ignore_ascii_case("canonical"))
            })
        })
        .filter_map(|node| node.attr("href"));
    let found = canonical
        .chain(metas.all(&["og:url"]))
        .chain(linked.url.as_deref())
        .filter_map(|address| address::resolve(address, base))
        .find(|address| {
            base.is_none_or(|base| address::same_site(address, base)) && !is_front(address, base)
        });
    found.or_else(|| base.and_then(address::canonical))
}

/// Whether an address is a site's front page while the page came from further inside: a common slip.
fn is_front(address: &str, base: Option<&str>) -> bool {
    let path =
        |address: &str| url::Url::parse(address).map(|url| url.path().trim_matches('/').to_owned());
    match base.map(path) {
        Some(Ok(base)) => !base.is_empty() && path(address).is_ok_and(|path| path.is_empty()),
        _ => false,
    }
}

fn language(dom: &Dom, metas: &Metas, linked: Option<&str>) -> Language {
    let html = dom
        .named("html")
        .filter_map(|id| dom.nodes.get(id))
        .find_map(|node| {
            node.attr("lang")
                .or_else(|| node.attr("xml:lang"))
                .filter(|tag| !tag.trim().is_empty())
        });
    html.into_iter()
        .chain(metas.all(&["og:locale"]))
        .chain(linked)
        .chain(metas.all(&["content-language", "dc.language", "dcterms.language"]))
        .map(Language::new)
        .find(|language| !language.is_unknown())
        .unwrap_or_default()
}

/// Whether a text spells out a date.
pub(super) fn has_date(text: &str) -> bool {
    dates::in_text(text, false).is_some()
}

/// The lines of a subtree: its text cut at block elements.
fn lines(dom: &Dom, id: Id) -> Vec<String> {
    let mut out = Vec::new();
    let mut line = String::new();
    for at in dom.subtree(id) {
        let Some(node) = dom.nodes.get(at) else { break };
        if let Some(text) = node.text() {
            line.push_str(text);
        } else if is_block(node.name()) || node.name() == "br" {
            out.push(std::mem::take(&mut line));
        }
    }
    out.push(line);
    out.iter()
        .map(|line| squeeze(line))
        .filter(|line| !line.is_empty())
        .collect()
}
