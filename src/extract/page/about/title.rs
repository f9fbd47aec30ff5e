//! The headline: what the page's data calls it, checked against the heading that it shows.

use super::super::dom::{Dom, Id};
use super::{Metas, text};

/// What parts a title from the site's name.
const SEPARATORS: [&str; 11] = [
    " | ", " - ", " – ", " — ", " » ", " « ", " :: ", " • ", " · ", " / ", " ~ ",
];

/// A heading of the page.
struct Heading {
    text: String,
    folded: String,
    /// 0 for an element that says it is the headline, else h1 to h3.
    level: usize,
}

/// Finds the headline. `sites` are the names that the site is known by.
pub(super) fn read(
    dom: &Dom,
    metas: &Metas,
    headline: Option<&str>,
    sites: &[String],
) -> Option<String> {
    let mut sites: Vec<String> = sites.iter().map(|site| fold(site)).collect();
    let headings = headings(dom, &mut sites);
    let tag = dom
        .named("title")
        .find(|id| {
            dom.ancestors(*id)
                .all(|id| dom.nodes.get(id).is_none_or(|node| node.name() != "svg"))
        })
        .map(|id| text(&dom.text_of(id)))
        .filter(|title| !title.is_empty());
    let given: Vec<String> = [
        headline.map(text),
        metas.first(&["og:title"]),
        metas.first(&[
            "twitter:title",
            "parsely-title",
            "sailthru.title",
            "citation_title",
            "dc.title",
            "dcterms.title",
            "title",
        ]),
    ]
    .into_iter()
    .flatten()
    .filter(|title| !title.is_empty() && !sites.contains(&fold(title)))
    .collect();
    let named: Vec<String> = given.iter().chain(&tag).cloned().collect();

    if let Some(shown) = agreeing(&headings, &named) {
        return Some(without_kicker(&shown.text, &given));
    }
    if let Some(title) = given.first() {
        return Some(without_site(title, &sites));
    }
    let cleaned = tag.as_deref().map(|title| without_site(title, &sites));
    let says_nothing = cleaned
        .as_deref()
        .is_none_or(|title| sites.contains(&fold(title)));
    if says_nothing {
        return headings
            .iter()
            .min_by_key(|heading| heading.level)
            .map(|heading| heading.text.clone())
            .or(cleaned)
            .or(tag);
    }
    cleaned
}

/// The element that shows this headline, the first of its kind.
pub(super) fn heading(dom: &Dom, title: &str) -> Option<Id> {
    let title = fold(title);
    if title.is_empty() {
        return None;
    }
    ["h1", "h2", "h3"].iter().find_map(|name| {
        dom.named(name).find(|id| {
            let shown = fold(&dom.text_of(*id));
            shown == title || (!shown.is_empty() && shown.ends_with(&title))
        })
    })
}

/// The page's headings outside of navigation. A heading that only links to the front page names the site.
fn headings(dom: &Dom, sites: &mut Vec<String>) -> Vec<Heading> {
    let mut out = Vec::new();
    for (id, node) in dom.nodes.iter().enumerate() {
        let level = match node.name() {
            "h1" => 1,
            "h2" => 2,
            "h3" => 3,
            _ if node
                .attr("itemprop")
                .is_some_and(|value| value.eq_ignore_ascii_case("headline"))
                && node.name() != "meta" =>
            {
                0
            }
            _ => continue,
        };
        let shown = text(&dom.text_of(id));
        if shown.is_empty() || shown.chars().count() > 300 || out.len() > 200 {
            continue;
        }
        let folded = fold(&shown);
        let home = dom.subtree(id).chain(dom.ancestors(id).take(1)).any(|id| {
            dom.nodes
                .get(id)
                .is_some_and(|node| node.name() == "a" && node.attr("href").is_some_and(is_home))
        });
        if home {
            sites.push(folded);
            continue;
        }
        let in_navigation = dom.ancestors(id).any(|id| {
            dom.nodes
                .get(id)
                .is_some_and(|node| matches!(node.name(), "nav" | "aside" | "footer"))
        });
        if !in_navigation && !folded.is_empty() {
            out.push(Heading {
                text: shown,
                folded,
                level,
            });
        }
    }
    out
}

fn is_home(address: &str) -> bool {
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => address,
    };
    matches!(
        path.trim_matches('/'),
        "" | "#" | "index.html" | "index.php" | "."
    )
}

/// The heading that says what the page's data says, h1 before h2 before h3, the surest first.
fn agreeing<'a>(headings: &'a [Heading], named: &[String]) -> Option<&'a Heading> {
    let named: Vec<String> = named.iter().map(|name| fold(name)).collect();
    headings
        .iter()
        .filter_map(|heading| {
            let best = named
                .iter()
                .filter_map(|name| agreement(&heading.folded, name))
                .max_by(f64::total_cmp)?;
            Some((best - heading.level as f64 * 0.02, heading))
        })
        .fold(
            None,
            |best: Option<(f64, &Heading)>, (score, heading)| match best {
                Some((found, _)) if found >= score => best,
                _ => Some((score, heading)),
            },
        )
        .map(|(_, heading)| heading)
}

/// How well a heading and a title agree, from 0 to 1; nothing where they don't.
fn agreement(heading: &str, title: &str) -> Option<f64> {
    if heading == title {
        return Some(1.0);
    }
    let (shown, named): (Vec<&str>, Vec<&str>) =
        (heading.split(' ').collect(), title.split(' ').collect());
    if title.contains(heading) && (shown.len() >= 2 || named.len() <= 4) {
        // Without the site's name, which a title repeats: the more of it the heading covers, the better.
        return Some(0.5 + 0.45 * shown.len() as f64 / named.len() as f64);
    }
    if heading.contains(title) && named.len() >= 3 {
        return Some(0.5 + 0.45 * named.len() as f64 / shown.len() as f64);
    }
    let words: std::collections::HashSet<&str> = named.iter().copied().collect();
    let common = shown.iter().filter(|word| words.contains(**word)).count();
    let share = common as f64 / shown.len().max(named.len()) as f64;
    (common >= 3 && share >= 0.6).then_some(share * 0.9)
}

/// A heading without the section's name before it, where the page's data gives the headline alone.
fn without_kicker(shown: &str, given: &[String]) -> String {
    let folded = fold(shown);
    given
        .iter()
        .find(|title| {
            let title = fold(title);
            title.split(' ').count() >= 3 && folded.len() > title.len() && folded.ends_with(&title)
        })
        .cloned()
        .unwrap_or_else(|| shown.to_owned())
}

/// A title without the site's name at its start or end.
fn without_site(title: &str, sites: &[String]) -> String {
    let mut title = title.trim();
    for _ in 0..3 {
        let cut = SEPARATORS
            .iter()
            .filter_map(|separator| {
                let (before, after) = title.rsplit_once(separator)?;
                names_site(after, sites).then_some(before)
            })
            .next()
            .or_else(|| {
                SEPARATORS
                    .iter()
                    .filter_map(|separator| {
                        let (before, after) = title.split_once(separator)?;
                        names_site(before, sites).then_some(after)
                    })
                    .next()
            });
        match cut.map(str::trim).filter(|rest| !rest.is_empty()) {
            Some(rest) => title = rest,
            None => break,
        }
    }
    // A bar parts nothing but a site's name from a title.
    if let Some((before, after)) = title.rsplit_once(" | ")
        && before.split_whitespace().count() >= 3
        && after.split_whitespace().count() <= 4
    {
        title = before.trim();
    }
    title.to_owned()
}

/// Whether a title's piece names the site: one of its names, or its host's.
fn names_site(piece: &str, sites: &[String]) -> bool {
    let piece = fold(piece);
    if piece.is_empty() {
        return true;
    }
    let joined: String = piece.split(' ').collect();
    sites.iter().any(|site| {
        let site_joined: String = site.split(' ').collect();
        *site == piece
            || joined == site_joined
            || (site.len() >= 4
                && piece.starts_with(site.as_str())
                && piece.len() <= site.len() + 24)
            || (joined.len() >= 4 && site_joined.starts_with(&joined))
    })
}

/// Words in lower case, parted by one space, without marks.
pub(in super::super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if c != '\u{ad}' && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_loses_the_sites_name_at_either_end() {
        let sites = vec!["the paper".to_owned(), "paper example".to_owned()];
        for title in [
            "Talks go on | The Paper",
            "The Paper - Talks go on",
            "Talks go on – The Paper",
            "Talks go on » The Paper",
        ] {
            assert_eq!(without_site(title, &sites), "Talks go on", "{title}");
        }
        assert_eq!(
            without_site("Talks - and no end", &sites),
            "Talks - and no end"
        );
        assert_eq!(without_site("The Paper", &sites), "The Paper");
    }
}
