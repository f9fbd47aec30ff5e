//! Feeds: RSS 0.9x, 1 and 2, Atom, JSON Feed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use std::time::Duration;

use encoding_rs::Encoding;
use feed_rs::model::{Entry, Feed, Link, Person};
use feed_rs::parser::Builder;
use jiff::Timestamp;
use regex::Regex;
use url::Url;

use super::markup;
use crate::domain::{ArticleId, Body, Item, Language, Precision, When};
use crate::ports::{FeedEntry, ItemFailure};

/// Of a longer feed, only the newest entries are taken.
pub const MAX_ENTRIES: usize = 500;

/// Characters from which the content of an entry is taken for the whole article: a short news item.
const WHOLE_CONTENT: usize = 600;
/// Characters from which a description is. It is meant for a summary, but many feeds put the article there.
const WHOLE_DESCRIPTION: usize = 1500;

/// How a text ends that goes on elsewhere.
static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    let more = "continue reading|read more|read on|read the full|full story|keep reading|weiterlesen|mehr lesen|lire la suite|en savoir plus|leer más|читати далі|докладніше|детальніше|читать далее|подробнее";
    Regex::new(&format!(
        r"(?i)(…|\.\.\.|&hellip;|&#8230;|{more})[^\p{{L}}\p{{N}}]{{0,20}}$"
    ))
    .expect("a constant pattern")
});

/// The elements whose content feed-rs takes apart as people.
static AUTHORS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?s)<(author|dc:creator)[ >].*?</(author|dc:creator)>")
        .expect("a constant pattern")
});

/// What a feed holds.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadFeed {
    /// Its entries in the feed's order; what could not be read, or was left out, is a failure.
    pub entries: Vec<Result<FeedEntry, ItemFailure>>,
    /// How long the feed itself asks to be kept (RSS's ttl).
    pub ttl: Option<Duration>,
}

/// Whether bytes begin as a feed does.
pub fn is_feed(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096)).unwrap_or_default());
    let start = start.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('{') {
        return start.contains("https://jsonfeed.org/version/")
            || start.contains("https:\\/\\/jsonfeed.org\\/version\\/");
    }
    matches!(root(start), Some("rss" | "feed" | "rdf:RDF" | "RDF"))
}

/// The name of the root element, after declarations and comments.
fn root(mut xml: &str) -> Option<&str> {
    loop {
        xml = xml.trim_start().strip_prefix('<')?;
        let end = match xml {
            _ if xml.starts_with("!--") => "-->",
            _ if xml.starts_with(['?', '!']) => ">",
            _ => {
                return xml
                    .split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
                    .next();
            }
        };
        xml = xml.split_once(end)?.1;
    }
}

/// Reads a feed. `charset` is what the server says of its encoding, `address` where it was found: relative links are
/// resolved against it, and failures name it.
///
/// # Errors
/// A sentence, if it is no feed that can be read.
pub fn read(bytes: &[u8], charset: Option<&str>, address: &Url) -> Result<ReadFeed, String> {
    let bytes = transcoded(bytes, charset);
    let (feed, broken) = match parse(&bytes, address) {
        Ok(feed) => (feed, Vec::new()),
        Err(reason) => {
            rescue(&bytes, address).ok_or(format!("the feed can't be read: {reason}"))?
        }
    };
    let total = feed.entries.len();
    let context = Context::of(&feed, address);
    let mut entries: Vec<_> = newest(feed.entries)
        .into_iter()
        .map(|(number, entry)| context.read(entry, number))
        .collect();
    entries.extend(broken.into_iter().map(Err));
    if total > MAX_ENTRIES {
        entries.push(Err(ItemFailure {
            place: address.to_string(),
            reason: format!(
                "{} older entries were left out: of a feed, the newest {MAX_ENTRIES} are read",
                total - MAX_ENTRIES
            ),
        }));
    }
    let ttl = feed
        .ttl
        .map(|minutes| Duration::from_secs(u64::from(minutes) * 60));
    Ok(ReadFeed { entries, ttl })
}

/// In XML the declaration tells the encoding; what only the server tells has to be done before.
fn transcoded<'a>(bytes: &'a [u8], charset: Option<&str>) -> std::borrow::Cow<'a, [u8]> {
    let head = bytes.get(..bytes.len().min(200)).unwrap_or_default();
    let declares = String::from_utf8_lossy(head).contains("encoding=");
    let by_server = charset.and_then(|label| Encoding::for_label(label.as_bytes()));
    let encoding = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or(by_server.filter(|_| !declares));
    match encoding {
        Some(encoding) if encoding != encoding_rs::UTF_8 => {
            encoding.decode(bytes).0.into_owned().into_bytes().into()
        }
        _ => bytes.into(),
    }
}

fn parse(bytes: &[u8], address: &Url) -> Result<Feed, String> {
    // feed-rs cuts authors ("«ada@example.org»") within characters, and then panics.
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        Builder::new()
            .base_uri(Some(address))
            // An id that is made up anew at every reading names nothing.
            .id_generator(|_, _, _| String::new())
            .build()
            .parse(bytes)
    }));
    match parsed {
        Ok(Ok(feed)) => Ok(feed),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("one of its entries can't be taken apart".to_owned()),
    }
}

/// Reads a feed entry by entry, where one that is broken kept the others from being read.
fn rescue(bytes: &[u8], address: &Url) -> Option<(Feed, Vec<ItemFailure>)> {
    const MAX_HEAD: usize = 16 * 1024;
    let text = String::from_utf8_lossy(bytes);
    let (start, end, closing) = match root(text.trim_start_matches('\u{feff}'))? {
        "rss" => ("<item", "</item>", "</channel></rss>"),
        "feed" => ("<entry", "</entry>", "</feed>"),
        _ => return None,
    };
    let head_length = text.find(start).filter(|&length| length <= MAX_HEAD)?;
    let (head, body) = text.split_at_checked(head_length)?;
    let alone = |entry: &str| parse(format!("{head}{entry}{closing}").as_bytes(), address);
    let mut feed = alone("").ok()?;
    let mut broken = Vec::new();
    for (index, entry) in body.split_inclusive(end).take(MAX_ENTRIES).enumerate() {
        if !entry.ends_with(end) {
            continue;
        }
        match alone(entry).or_else(|_| alone(&AUTHORS.replace_all(entry, ""))) {
            Ok(read) => feed.entries.extend(read.entries),
            Err(reason) => broken.push(failure(
                address,
                index + 1,
                &format!("can't be read: {reason}"),
            )),
        }
    }
    (!feed.entries.is_empty()).then_some((feed, broken))
}

fn failure(address: &Url, number: usize, reason: &str) -> ItemFailure {
    ItemFailure {
        place: format!("{address}, entry {number}"),
        reason: reason.to_owned(),
    }
}

/// The newest entries in the feed's order, each with its number in the feed.
fn newest(entries: Vec<Entry>) -> Vec<(usize, Entry)> {
    let mut numbered: Vec<(usize, Entry)> = (1..).zip(entries).collect();
    if numbered.len() > MAX_ENTRIES {
        // The sort is stable: of entries without dates, the first stay.
        numbered.sort_by_key(|(_, entry)| std::cmp::Reverse(entry.published.or(entry.updated)));
        numbered.truncate(MAX_ENTRIES);
        numbered.sort_by_key(|(number, _)| *number);
    }
    numbered
}

/// What an entry takes from its feed.
struct Context<'a> {
    address: &'a Url,
    outlet: Option<String>,
    language: Language,
}

impl<'a> Context<'a> {
    fn of(feed: &Feed, address: &'a Url) -> Self {
        Self {
            address,
            outlet: feed
                .title
                .as_ref()
                .and_then(|title| markup::title(&title.content)),
            language: feed
                .language
                .as_deref()
                .map_or_else(Language::unknown, Language::new),
        }
    }

    fn read(&self, entry: Entry, number: usize) -> Result<FeedEntry, ItemFailure> {
        let url = self.link(&entry);
        let (body, complete) = body(&entry);
        if let Body::Html(html) = &body {
            markup::check_nesting(html).map_err(|reason| failure(self.address, number, &reason))?;
        }
        if url.is_none() && !complete {
            return Err(failure(
                self.address,
                number,
                "has neither a link nor the whole text",
            ));
        }
        let published = entry.published.and_then(|at| when(at.timestamp_millis()));
        let modified = entry.updated.and_then(|at| when(at.timestamp_millis()));
        let language = entry.language.as_deref().map(Language::new);
        let item = Item {
            place: format!("{}, entry {number}", self.address),
            id: article_id(&entry, url.as_ref()),
            url: url.map(String::from),
            outlet: self.outlet.clone(),
            title: entry.title.and_then(|title| markup::title(&title.content)),
            authors: entry.authors.iter().filter_map(author).collect(),
            published,
            // RSS has no such date, and the library repeats the other.
            modified: modified.filter(|_| modified != published),
            language: language
                .filter(|language| !language.is_unknown())
                .unwrap_or_else(|| self.language.clone()),
            sole_speaker: None,
            body,
        };
        Ok(FeedEntry { item, complete })
    }

    /// The address of the entry's page: its link, else an id that is one.
    fn link(&self, entry: &Entry) -> Option<Url> {
        entry
            .links
            .iter()
            .filter(|link| leads_to_page(link))
            .find_map(|link| self.resolve(&link.href))
            .or_else(|| Url::parse(&entry.id).ok().filter(is_web))
    }

    fn resolve(&self, href: &str) -> Option<Url> {
        self.address.join(href.trim()).ok().filter(is_web)
    }
}

fn leads_to_page(link: &Link) -> bool {
    let is_alternate = matches!(link.rel.as_deref(), None | Some("alternate"));
    let is_media = link.media_type.as_deref().is_some_and(|kind| {
        ["audio/", "video/", "image/"]
            .iter()
            .any(|media| kind.starts_with(media))
    });
    is_alternate && link.target.is_none() && !is_media && !link.href.trim().is_empty()
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// An entry with a page is named by that page's address, like the same article from elsewhere.
fn article_id(entry: &Entry, url: Option<&Url>) -> Option<ArticleId> {
    (url.is_none() && !entry.id.is_empty()).then(|| ArticleId(entry.id.clone()))
}

fn author(person: &Person) -> Option<String> {
    let name = person.name.as_deref()?;
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>'));
    markup::title(name).filter(|name| !name.contains('@'))
}

/// Midnight to the second is a day without a time: whoever publishes at midnight won't mind.
fn when(millis: i64) -> Option<When> {
    let at = Timestamp::from_millisecond(millis).ok()?;
    let precision = if millis % 86_400_000 == 0 {
        Precision::Day
    } else {
        Precision::Minute
    };
    // Feeds mostly write by UTC; where one doesn't, its reader here no longer knows.
    Some(When {
        precision,
        ..When::minute(at)
    })
}

/// What the feed carries of the article, and whether that is all of it.
fn body(entry: &Entry) -> (Body, bool) {
    let content = entry.content.as_ref().and_then(|content| {
        let text = content
            .body
            .as_deref()
            .filter(|text| !text.trim().is_empty())?;
        Some((text, content.content_type.to_string(), WHOLE_CONTENT))
    });
    let summary = entry.summary.as_ref().map(|summary| {
        (
            summary.content.as_str(),
            summary.content_type.to_string(),
            WHOLE_DESCRIPTION,
        )
    });
    let Some((text, kind, whole)) = content.or(summary) else {
        return (Body::Html(String::new()), false);
    };
    if kind.contains("html") {
        (
            Body::Html(text.to_owned()),
            is_whole(&markup::without_tags(text), whole),
        )
    } else {
        (Body::Text(text.to_owned()), is_whole(text, whole))
    }
}

fn is_whole(text: &str, length: usize) -> bool {
    let text = text.trim();
    let is_long = text
        .split_whitespace()
        .map(|word| word.chars().count() + 1)
        .sum::<usize>()
        >= length;
    let tail_start = text
        .char_indices()
        .rev()
        .nth(80)
        .map_or(0, |(start, _)| start);
    let tail = text.get(tail_start..).unwrap_or(text);
    is_long && !GOES_ON.is_match(tail)
}

#[cfg(test)]
mod tests;
