use proptest::prelude::*;

use super::*;

fn address() -> Url {
    Url::parse("https://example.org/feeds/main.xml").unwrap()
}

fn read_all(feed: &str) -> Vec<Result<FeedEntry, ItemFailure>> {
    assert!(is_feed(feed.as_bytes()), "{feed}");
    read(feed.as_bytes(), None, &address()).unwrap().entries
}

fn read_one(feed: &str) -> FeedEntry {
    let mut entries = read_all(feed);
    assert_eq!(entries.len(), 1, "{entries:?}");
    entries.remove(0).unwrap()
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<!-- made by hand -->\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Vale Post &amp;amp; Courier</title><link>https://example.org/</link><language>en-gb</language><ttl>15</ttl>{items}</channel></rss>"
    )
}

fn long_text() -> String {
    "<p>The harbour of Vale opens on Monday, Tom Marsh said.</p>".repeat(20)
}

#[test]
fn an_rss_item_with_its_content_is_a_whole_article() {
    let entry = read_one(&rss(&format!(
        "<item><title>Harbour &amp;#8211; open</title><link> /news/1 </link><dc:creator>Ada Vale</dc:creator><pubDate>Thu, 20 Nov 2025 18:30:00 +0200</pubDate><description>Short.</description><content:encoded><![CDATA[{}]]></content:encoded></item>",
        long_text()
    )));
    let item = entry.item;
    assert!(entry.complete);
    assert_eq!(item.body, Body::Html(long_text()));
    assert_eq!(item.url.as_deref(), Some("https://example.org/news/1"));
    assert_eq!(item.title.as_deref(), Some("Harbour – open"));
    assert_eq!(item.outlet.as_deref(), Some("Vale Post & Courier"));
    assert_eq!(item.authors, ["Ada Vale"]);
    assert_eq!(
        item.published,
        Some(When::minute("2025-11-20T16:30:00Z".parse().unwrap()))
    );
    assert_eq!(item.modified, None);
    assert_eq!(item.language.code(), "en");
    assert_eq!(item.id, None);
}

#[test]
fn a_summary_is_not_a_whole_article() {
    let entry = read_one(&rss(
        "<item><title>A</title><link>https://example.org/1</link><description>The harbour opens.</description></item>",
    ));
    assert!(!entry.complete);
    let cut = long_text() + "<p>More on <a href='/1'>Continue reading…</a></p>";
    let entry = read_one(&rss(&format!(
        "<item><link>https://example.org/1</link><content:encoded><![CDATA[{cut}]]></content:encoded></item>"
    )));
    assert!(!entry.complete);
    let nothing = read_one(&rss(
        "<item><title>A</title><link>https://example.org/1</link></item>",
    ));
    assert_eq!(
        (nothing.item.body, nothing.complete),
        (Body::Html(String::new()), false)
    );
}

#[test]
fn a_description_that_is_as_long_as_an_article_is_one() {
    let long = long_text().repeat(2);
    let entry = read_one(&rss(&format!(
        "<item><link>https://example.org/1</link><description><![CDATA[{long}]]></description></item>"
    )));
    assert!(entry.complete);
}

#[test]
fn an_id_that_is_an_address_stands_in_for_a_missing_link() {
    let entry = read_one(&rss(
        "<item><guid isPermaLink=\"true\">https://example.org/5</guid><title>A</title></item>",
    ));
    assert_eq!(entry.item.url.as_deref(), Some("https://example.org/5"));
    let whole = format!(
        "<item><guid>vale-5</guid><content:encoded><![CDATA[{}]]></content:encoded></item>",
        long_text()
    );
    assert_eq!(read_one(&rss(&whole)).item.id.unwrap().0, "vale-5");
    let no_id = format!(
        "<item><content:encoded><![CDATA[{}]]></content:encoded></item>",
        long_text()
    );
    assert_eq!(read_one(&rss(&no_id)).item.id, None);
}

#[test]
fn an_entry_that_leads_nowhere_is_a_failure_and_the_rest_are_read() {
    let entries = read_all(&rss(
        "<item><title>A</title></item><item><link>javascript:alert(1)</link></item><item><link>/2</link></item>",
    ));
    let failure = entries[0].clone().unwrap_err();
    assert_eq!(failure.place, "https://example.org/feeds/main.xml, entry 1");
    assert_eq!(failure.reason, "has neither a link nor the whole text");
    assert!(entries[1].is_err());
    assert!(entries[2].is_ok());
}

#[test]
fn an_atom_entry_is_read_with_its_dates_and_its_text() {
    let entry = read_one(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"uk\"><title>Вальська пошта</title><id>x</id><updated>2025-11-21T00:00:00Z</updated>
        <entry><id>tag:example.org,2025:1</id><title type=\"html\">Гавань &lt;b&gt;відкрита&lt;/b&gt;</title>
        <link rel=\"enclosure\" type=\"audio/mpeg\" href=\"/a.mp3\"/><link rel=\"self\" href=\"/self\"/><link href=\"../news/7\"/>
        <author><name>Ада Вале</name></author><published>2025-11-20T00:00:00Z</published><updated>2025-11-21T10:00:00Z</updated>
        <content type=\"text\">Коротко.</content></entry></feed>",
    );
    let item = entry.item;
    assert_eq!(item.url.as_deref(), Some("https://example.org/news/7"));
    assert_eq!(item.title.as_deref(), Some("Гавань відкрита"));
    assert_eq!(item.published.unwrap().precision, Precision::Day);
    assert_eq!(
        item.modified,
        Some(When::minute("2025-11-21T10:00:00Z".parse().unwrap()))
    );
    assert_eq!(item.authors, ["Ада Вале"]);
    assert_eq!(item.language.code(), "uk");
    assert_eq!(item.body, Body::Text("Коротко.".to_owned()));
    assert!(!entry.complete);
}

#[test]
fn a_json_feed_is_read() {
    let text = "The harbour opens. ".repeat(50);
    let feed = serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "Vale Post", "language": "en",
        "items": [{"id": "1", "url": "https://example.org/1", "title": "Open", "content_text": text,
                   "date_published": "2025-11-20T18:30:00+02:00", "authors": [{"name": "Tom Marsh"}]}]
    });
    let entry = read_one(&feed.to_string());
    assert!(entry.complete);
    assert_eq!(entry.item.body, Body::Text(text.trim().to_owned()));
    assert_eq!(entry.item.authors, ["Tom Marsh"]);
    assert_eq!(entry.item.outlet.as_deref(), Some("Vale Post"));
}

#[test]
fn an_rdf_feed_is_read() {
    let entry = read_one(
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">
        <channel rdf:about=\"https://example.org/\"><title>Vale Post</title><link>https://example.org/</link><description>x</description></channel>
        <item rdf:about=\"https://example.org/3\"><title>Open</title><link>https://example.org/3</link><dc:date>2025-11-20T18:30:00Z</dc:date></item></rdf:RDF>",
    );
    assert_eq!(entry.item.url.as_deref(), Some("https://example.org/3"));
    assert!(entry.item.published.is_some());
}

#[test]
fn an_author_that_the_library_stumbles_over_costs_no_entry() {
    let entries = read_all(&rss(
        "<item><link>/1</link><author>«ada@example.org»</author></item><item><link>/2</link><author>tom@example.org (Tom Marsh)</author></item>",
    ));
    let entries: Vec<FeedEntry> = entries.into_iter().map(Result::unwrap).collect();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[1].item.authors, ["Tom Marsh"]);
}

#[test]
fn one_broken_entry_does_not_stop_the_rest() {
    let entries = read_all(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Vale Post</title>
        <entry><title type=\"odd/type\">One</b></title><link href=\"/1\"/></entry><entry><title>Two</title><link href=\"/2\"/></entry></feed>",
    );
    let urls: Vec<_> = entries
        .iter()
        .flatten()
        .map(|entry| entry.item.url.clone().unwrap())
        .collect();
    assert_eq!(urls, ["https://example.org/2"]);
    assert_eq!(
        entries
            .iter()
            .filter_map(|entry| entry.as_ref().err())
            .count(),
        1
    );
}

#[test]
fn of_a_very_long_feed_the_newest_are_read_and_the_rest_is_counted() {
    let items: String = (0..10_000)
        .map(|number| format!("<item><link>/{number}</link><pubDate>Thu, 20 Nov 2025 {:02}:{:02}:00 +0000</pubDate></item>", number % 24, number % 60))
        .collect();
    let entries = read_all(&rss(&items));
    assert_eq!(entries.len(), MAX_ENTRIES + 1);
    let failure = entries.last().unwrap().clone().unwrap_err();
    assert_eq!(
        failure.reason,
        "9500 older entries were left out: of a feed, the newest 500 are read"
    );
    assert!(
        entries
            .iter()
            .flatten()
            .all(|entry| *entry.item.published.unwrap().at.to_string() >= *"2025-11-20T22")
    );
}

#[test]
fn a_feed_in_another_encoding_is_read_by_its_own_word_or_the_servers() {
    let item = "<item><title>Гавань</title><link>/1</link></item>";
    let declared = rss(item).replace(
        "version=\"1.0\"?>",
        "version=\"1.0\" encoding=\"windows-1251\"?>",
    );
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&declared);
    let (undeclared, _, _) = encoding_rs::WINDOWS_1251.encode(item);
    let by_server = [
        rss("<!>").split("<!>").next().unwrap().as_bytes(),
        &undeclared,
        b"</channel></rss>",
    ]
    .concat();
    for (bytes, charset) in [
        (bytes.into_owned(), None),
        (by_server, Some("windows-1251")),
    ] {
        let entries = read(&bytes, charset, &address()).unwrap().entries;
        assert_eq!(
            entries[0].as_ref().unwrap().item.title.as_deref(),
            Some("Гавань")
        );
    }
}

#[test]
fn the_feeds_own_patience_is_told() {
    assert_eq!(
        read(rss("").as_bytes(), None, &address()).unwrap().ttl,
        Some(Duration::from_secs(900))
    );
}

#[test]
fn pages_are_no_feeds() {
    for text in [
        "<!DOCTYPE html><html></html>",
        "<html><body><rss>",
        "{\"text\": \"a\"}",
        "",
        "<",
        "<?xml",
        "<svg/>",
    ] {
        assert!(!is_feed(text.as_bytes()), "{text}");
    }
}

#[test]
fn what_is_broken_all_through_says_so() {
    let message = read(b"<rss version=\"2.0\"><channel><item>", None, &address()).unwrap_err();
    assert!(message.starts_with("the feed can't be read: "), "{message}");
}

proptest! {
    #[test]
    fn any_bytes_are_a_feed_or_a_reason(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes, Some("utf-16"), &address());
    }

    #[test]
    fn any_item_is_read_or_refused(inner in "(<(title|link|author|pubDate|guid|content:encoded|description)>|</(title|link|author|pubDate|guid)>|[a-z«»@.& \n]{0,8}|é|&amp;){0,12}") {
        let _ = read(rss(&format!("<item>{inner}</item>")).as_bytes(), None, &address());
    }
}
