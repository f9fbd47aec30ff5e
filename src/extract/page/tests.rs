//! Pages as they come, and as nobody would write them.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{Page, read};
use crate::domain::{MarkKind, Precision};

/// A page with this head and this in its article element, long enough to be one.
fn page(head: &str, article: &str) -> Page {
    read(
        &format!(
            "<!doctype html><html lang=en><head>{head}</head><body>
             <header><nav><a href=/>Home</a> <a href=/news>News</a></nav></header>
             <main><article>{article}<p>{FILLER}</p></article></main>
             <footer><p>Imprint and contact of the paper, as on each of its pages.</p></footer></body></html>"
        ),
        Some("https://paper.example/news/talks"),
    )
}

/// Prose without a quotation, so that an article is long enough to be taken for one.
const FILLER: &str = "The delegations met again in the morning and sat until late in the evening. Nobody left the \
    building before the paper on the table had been read twice, and the staff had to bring more chairs for the \
    advisers who had come by the night train. The next round is planned for the week after.";

fn marked(page: &Page) -> Vec<(&str, MarkKind)> {
    page.marks
        .iter()
        .map(|mark| (&page.text[mark.range.clone()], mark.kind.clone()))
        .collect()
}

#[test]
fn the_article_is_read_and_what_surrounds_it_is_not() {
    let page = page(
        "<title>Talks go on | The Paper</title>",
        "<h1>Talks go on</h1><p>First <b>par</b>agraph.</p><p>Second&nbsp;one.</p>
         <div class=related><p>Read about another matter altogether</p></div>
         <ul class=share-buttons><li><a href=#>Share</a></li></ul>",
    );
    assert_eq!(page.title.as_deref(), Some("Talks go on"));
    assert_eq!(
        page.text,
        format!("First paragraph.\n\nSecond one.\n\n{FILLER}")
    );
    assert!(page.marks.is_empty());
}

#[test]
fn lines_that_repeat_the_articles_data_are_no_text_of_it() {
    let page = page(
        "<meta name=author content=\"Ada Vale\">",
        "<h1>Talks go on</h1><p>World / Talks go on</p><p>By Ada Vale</p><p>20 November 2025, 10:05</p>
         <p>On 20 November 2025 they met.</p>",
    );
    assert_eq!(
        page.text,
        format!("On 20 November 2025 they met.\n\n{FILLER}")
    );
}

#[test]
fn a_paragraph_that_ends_like_a_short_title_stays() {
    let page = page(
        "<title>Talks</title>",
        "<h1>Talks</h1><p>Nobody left the talks</p>",
    );
    assert!(page.text.starts_with("Nobody left the talks"));
}

#[test]
fn calls_to_subscribe_and_pointers_elsewhere_are_no_text() {
    let page = page(
        "<title>Talks go on</title>",
        "<p>They met.</p><p>Subscribe to our newsletter for more.</p><p>Read also: <a href=/b>Another matter altogether</a></p>
         <p>Підписуйтесь на наш канал.</p><h2>More on this</h2><h2>The hall</h2>",
    );
    assert_eq!(page.text, format!("They met.\n\nThe hall\n\n{FILLER}"));
}

#[test]
fn an_embedded_post_keeps_its_words_and_names_its_author() {
    let page = page(
        "",
        "<p>She answered.</p>
         <blockquote class=\"twitter-tweet\"><p lang=en dir=ltr>We go on.<br><br>Nobody goes home.</p>&mdash; Ada Vale (@adavale)
         <a href=\"https://x.example/1\">November 20, 2025</a></blockquote> <script async src=w.js></script>",
    );
    assert_eq!(
        marked(&page),
        [(
            "We go on.\n\nNobody goes home.",
            MarkKind::Post {
                author: "Ada Vale (@adavale) November 20, 2025".to_owned()
            }
        )]
    );
    assert!(page.text.contains(
        "Nobody goes home.\n\n— Ada Vale (@adavale) November 20, 2025\n\nThe delegations"
    ));
}

#[test]
fn posts_of_other_networks_are_posts() {
    for (embed, author) in [
        (
            "<blockquote class=bluesky-embed><p>We go on.</p>&mdash; Ada Vale (<a href=#>@ada.example</a>) <a href=#>20 November 2025</a></blockquote>",
            "Ada Vale (@ada.example) 20 November 2025",
        ),
        (
            "<div class=embed><blockquote><p>We go on.<br>— Ada Vale (@adavale) November 20, 2025</p></blockquote></div>",
            "Ada Vale (@adavale) November 20, 2025",
        ),
        (
            "<blockquote class=mastodon-embed><p>We go on.</p></blockquote>",
            "",
        ),
    ] {
        assert_eq!(
            marked(&page("", embed)),
            [(
                "We go on.",
                MarkKind::Post {
                    author: author.to_owned()
                }
            )],
            "{embed}"
        );
    }
}

#[test]
fn an_embed_without_words_is_no_post() {
    for embed in [
        "<blockquote class=mastodon-embed><a href=#><div>Post by @ada@social.example</div><div>View on Mastodon</div></a></blockquote>",
        "<blockquote class=instagram-media><p><a href=#>A post shared by Ada Vale</a> (@adavale) on <time>Apr 27, 2025</time></p></blockquote>",
    ] {
        assert!(marked(&page("", embed)).is_empty(), "{embed}");
    }
}

#[test]
fn a_quotations_attribution_stands_in_the_text_after_it() {
    for quote in [
        "<blockquote><p>We go on.</p><footer>— <cite>Ada Vale</cite></footer></blockquote>",
        "<blockquote><p>We go on.</p><cite>— Ada Vale</cite></blockquote>",
        "<blockquote><p>We go on.</p><p>— Ada Vale</p></blockquote>",
        "<figure><blockquote><p>We go on.</p></blockquote><figcaption>— Ada Vale</figcaption></figure>",
    ] {
        let page = page("", quote);
        assert_eq!(
            marked(&page),
            [("We go on.", MarkKind::Blockquote)],
            "{quote}"
        );
        assert!(
            page.text.starts_with("We go on.\n\n— Ada Vale\n\n"),
            "{quote}: {}",
            page.text
        );
    }
}

#[test]
fn a_pull_quotes_speaker_stands_in_the_text_after_it() {
    for quote in [
        "<figure class=element-pullquote><blockquote>We go on.</blockquote><footer><cite>Ada Vale</cite></footer></figure>",
        "<aside class=pull-quote><p>We go on.</p><footer>Ada Vale</footer></aside>",
        "<figure class=wp-block-pullquote><blockquote><p>We go on.</p><cite>Ada Vale</cite></blockquote></figure>",
    ] {
        let page = page("", &format!("<p>They met.</p>{quote}"));
        assert_eq!(
            marked(&page),
            [("We go on.", MarkKind::PullQuote)],
            "{quote}"
        );
        assert!(
            page.text
                .starts_with("They met.\n\nWe go on.\n\nAda Vale\n\n"),
            "{quote}: {}",
            page.text
        );
    }
}

#[test]
fn a_works_name_within_a_quotation_is_no_attribution() {
    let page = page(
        "",
        "<blockquote><p>I read <cite>The Paper</cite> each day.</p></blockquote>",
    );
    assert_eq!(
        marked(&page),
        [("I read The Paper each day.", MarkKind::Blockquote)]
    );
}

#[test]
fn a_page_that_indents_all_of_its_text_quotes_nothing() {
    let rounds = |range: std::ops::Range<u8>| -> String {
        range
            .map(|i| format!("<p>Round {i}. {FILLER}</p>"))
            .collect()
    };
    let indented = read(&format!("<blockquote>{}</blockquote>", rounds(0..8)), None);
    assert!(indented.text.starts_with("Round 0.") && indented.marks.is_empty());
    let statement = read(
        &format!("{}<blockquote>{}</blockquote>", rounds(0..1), rounds(1..8)),
        None,
    );
    assert!(marked(&statement)[0].0.starts_with("Round 1."));
}

#[test]
fn paragraphs_beside_the_articles_box_belong_to_it() {
    let rounds: String = (1..8)
        .map(|i| format!("<p>Round {i}. {FILLER}</p>"))
        .collect();
    let html = format!(
        "<div><div><a href=/>Home</a> <a href=/b>World</a> <a href=/c>Sport</a></div>
         <div><p>Round 0. {FILLER}</p><div>{rounds}</div></div></div>"
    );
    let text = read(&html, None).text;
    assert!(
        text.starts_with("Round 0.") && text.contains("Round 7."),
        "{text}"
    );
}

#[test]
fn headings_lists_and_pull_quotes_are_marked() {
    let page = page(
        "<title>Talks go on</title>",
        "<h2>The points</h2><ol><li>No war.</li><li>No haste.</li></ol><aside class=pullquote><p>No haste.</p></aside>",
    );
    assert_eq!(
        marked(&page),
        [
            ("The points", MarkKind::Heading),
            ("No war.", MarkKind::ListItem),
            ("No haste.", MarkKind::ListItem),
            ("No haste.", MarkKind::PullQuote),
        ]
    );
}

#[test]
fn the_corpus_page_shows_its_post_with_its_author_line() {
    let html = include_str!("../../../corpus/2025-11-21-tusk-nothing-about-us.html");
    let page = read(html, None);
    assert_eq!(
        page.title.as_deref(),
        Some("Tusk: Poles decide about Poland, Ukrainians about Ukraine")
    );
    assert_eq!(page.outlet.as_deref(), Some("European Pravda"));
    assert_eq!(page.published.unwrap().date().to_string(), "2025-11-22");
    assert_eq!(
        page.url.as_deref(),
        Some("https://www.eurointegration.com.ua/news/2025/11/22/7225474/")
    );
    assert_eq!(page.language.code(), "en");
    let [(words, MarkKind::Post { author })] = &marked(&page)[..] else {
        panic!("{:?}", marked(&page));
    };
    assert_eq!(author, "Donald Tusk (@donaldtusk) November 21, 2025");
    assert!(words.starts_with("All the decisions concerning Poland"));
    assert!(words.ends_with("Nothing about Ukraine without Ukraine."));
    assert!(!page.text.contains("A briefing. The words"));
}

#[test]
fn json_ld_outranks_meta_tags_and_these_the_page() {
    let ld = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Talks go on",
        "author":[{"@type":"Person","name":"Ada Vale"}],"datePublished":"2025-11-20T08:05:00Z",
        "dateModified":"2025-11-21T09:00:00Z","publisher":{"name":"The Paper"}}</script>"#;
    let meta = r#"<meta property="article:published_time" content="2025-11-18"><meta name=author content="Tom Marsh">
        <meta property="og:site_name" content="The Paper"><meta property="article:modified_time" content="2025-11-19">"#;
    let shown = "<h1>Talks go on</h1><p class=byline>By Nell Roe</p><time datetime=2025-11-17>17 November</time>";
    let all = page(&format!("{ld}{meta}"), shown);
    assert_eq!(all.authors, ["Ada Vale"]);
    assert_eq!(
        all.published.unwrap().at.to_string(),
        "2025-11-20T08:05:00Z"
    );
    assert_eq!(all.modified.unwrap().date().to_string(), "2025-11-21");
    assert_eq!(all.outlet.as_deref(), Some("The Paper"));
    let tags = page(meta, shown);
    assert_eq!(tags.authors, ["Tom Marsh"]);
    assert_eq!(tags.published.unwrap().date().to_string(), "2025-11-18");
    assert_eq!(tags.modified.unwrap().date().to_string(), "2025-11-19");
    let bare = page("", shown);
    assert_eq!(bare.authors, ["Nell Roe"]);
    assert_eq!(bare.published.unwrap().date().to_string(), "2025-11-17");
    assert_eq!(bare.published.unwrap().precision, Precision::Day);
    assert_eq!(bare.outlet.as_deref(), Some("paper.example"));
}

#[test]
fn a_date_in_words_is_found_near_the_headline() {
    for line in [
        "Published on 20 November 2025",
        "Veröffentlicht am 20. November 2025",
        "Опубліковано 20 листопада 2025",
    ] {
        let page = page("", &format!("<h1>Talks go on</h1><p>{line}</p>"));
        assert_eq!(
            page.published
                .map(|when| when.date().to_string())
                .as_deref(),
            Some("2025-11-20"),
            "{line}"
        );
    }
}

#[test]
fn a_written_date_of_a_change_is_not_the_publications() {
    let page = page(
        "",
        "<h1>Talks go on</h1><p>Updated 21 November 2025, 9:10</p><p>Published 20 November 2025</p>",
    );
    assert_eq!(page.published.unwrap().date().to_string(), "2025-11-20");
    assert_eq!(page.modified.unwrap().date().to_string(), "2025-11-21");
}

#[test]
fn the_addresses_day_is_the_sites_own() {
    let html = r#"<meta property="article:published_time" content="2025-11-21T03:30:00Z"><p>Late in the evening.</p>"#;
    let page = read(html, Some("https://paper.example/2025/11/20/talks"));
    assert_eq!(page.published.unwrap().date().to_string(), "2025-11-20");
}

#[test]
fn the_canonical_address_is_kept_only_where_it_can_be() {
    let url = |link: &str| page(&format!("<link rel=canonical href=\"{link}\">"), "").url;
    let kept = Some("https://paper.example/news/talks".to_owned());
    assert_eq!(
        url("https://www.paper.example/a?utm_source=x&id=7").as_deref(),
        Some("https://www.paper.example/a?id=7")
    );
    assert_eq!(url("/b/c").as_deref(), Some("https://paper.example/b/c"));
    for not in [
        "https://elsewhere.example/a",
        "javascript:alert(1)",
        "/",
        "",
    ] {
        assert_eq!(url(not), kept, "{not}");
    }
}

#[test]
fn a_title_loses_what_names_the_site() {
    let head = |title: &str| {
        page(
            &format!("<title>{title}</title><meta property=og:site_name content=\"The Paper\">"),
            "",
        )
        .title
    };
    assert_eq!(
        head("Talks go on in the hall | The Paper").as_deref(),
        Some("Talks go on in the hall")
    );
    assert_eq!(
        head("The Paper – Talks go on in the hall").as_deref(),
        Some("Talks go on in the hall")
    );
}

#[test]
fn a_lead_above_the_article_is_its_first_paragraph() {
    let lead =
        "The two delegations have agreed to meet again in a week, and to bring their own maps.";
    let html = format!(
        "<head><meta name=description content=\"{lead}\"></head><body><h1>Talks</h1><div class=intro>{lead}</div>
         <article><p>{FILLER}</p></article></body>"
    );
    assert_eq!(read(&html, None).text, format!("{lead}\n\n{FILLER}"));
}

#[test]
fn a_page_filled_in_by_scripts_is_read_from_its_data() {
    let html = format!(
        "<script type=\"application/ld+json\">{{\"@type\":\"Article\",\"articleBody\":\"{FILLER}\\n\\nSecond.\"}}</script><div id=app></div>"
    );
    assert_eq!(read(&html, None).text, format!("{FILLER}\n\nSecond."));
}

/// The page's text keeps what is promised of any page's.
fn is_sound(page: &Page) -> Result<(), TestCaseError> {
    prop_assert!(!page.text.contains("\n\n\n"), "{:?}", page.text);
    prop_assert_eq!(page.text.trim(), &page.text);
    for paragraph in page.text.split("\n\n") {
        prop_assert_eq!(paragraph.trim(), paragraph);
    }
    let mut last = 0;
    for mark in &page.marks {
        prop_assert!(
            page.text
                .get(mark.range.clone())
                .is_some_and(|words| !words.is_empty())
        );
        prop_assert!(mark.range.start >= last);
        last = mark.range.start;
    }
    Ok(())
}

/// Markup of the kinds that matter here, in any order and never balanced on purpose.
fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<p>"),
        Just("</p>"),
        Just("<br>"),
        Just("<br><br>"),
        Just("<blockquote class=twitter-tweet>"),
        Just("<blockquote>"),
        Just("</blockquote>"),
        Just("&mdash; Ada Vale (@ada) May 5, 2025"),
        Just("<cite>"),
        Just("</cite>"),
        Just("<footer>"),
        Just("</footer>"),
        Just("<article>"),
        Just("</article>"),
        Just("<div class=content>"),
        Just("</div>"),
        Just("<ul><li>"),
        Just("</li></ul>"),
        Just("<h2>"),
        Just("</h2>"),
        Just("<q>"),
        Just("</q>"),
        Just("<pre>"),
        Just("</pre>"),
        Just("<a href=/x>"),
        Just("</a>"),
        Just("<table><td>"),
        Just("</table>"),
        Just("<template>"),
        Just("<svg><p>"),
        Just("<time datetime=2025>"),
        Just("<figure>"),
        Just("<aside class=pullquote>"),
        Just("\n\n"),
        Just(" "),
        Just("\u{a0}"),
        Just("Слово"),
        Just("word."),
        Just("\u{200b}"),
        Just("é"),
        Just("<script type='application/ld+json'>{\"@type\":\"Article\"}"),
        Just("</script>"),
        Just("<!--"),
        Just("-->"),
        Just("<meta name=author content='By , and'>"),
        Just("<title>"),
        Just("\0"),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_characters_are_read(html in any::<String>()) {
        is_sound(&read(&html, Some(&html)))?;
    }

    #[test]
    fn any_markup_is_read(html in markup()) {
        is_sound(&read(&html, None))?;
    }

    #[test]
    fn any_json_ld_is_read(json in "[\\[\\]{}\":,a-z@ \\\\\n/*]{0,80}") {
        is_sound(&read(&format!("<script type='application/ld+json'>{json}</script><p>x"), None))?;
    }
}

#[test]
fn huge_and_crooked_pages_take_bounded_time() {
    let n = 50_000;
    let megabytes = 2 << 20;
    let cases: Vec<(&str, String)> = vec![
        ("nested divs", "<div>".repeat(n) + "deep"),
        (
            "nested named divs",
            "<div class=content>".repeat(n) + "deep",
        ),
        ("nested inline", "<b>".repeat(n) + "deep"),
        (
            "nested formatting of many kinds",
            (0..n).map(|i| format!("<font size={i}><p>")).collect(),
        ),
        (
            "nested quotations",
            "<blockquote class=related>".repeat(n) + "deep",
        ),
        ("nested lists", "<ul><li>".repeat(n) + "deep"),
        ("nested tables", "<table><tr><td>".repeat(n) + "deep"),
        ("nested headings", "<h1><div>".repeat(n) + "deep"),
        ("unclosed links", "<a href=/x>a ".repeat(n)),
        ("misnested", "<b><p></b><i></p>".repeat(n)),
        (
            "cites",
            "<blockquote>".to_owned() + "<cite></cite>".repeat(n).as_str(),
        ),
        (
            "attributes",
            "<p ".to_owned()
                + (0..400_000)
                    .map(|i| format!("a{i} "))
                    .collect::<String>()
                    .as_str()
                + ">x",
        ),
        (
            "values",
            "<p ".to_owned()
                + (0..200_000)
                    .map(|i| format!("a{i}=\"1\""))
                    .collect::<String>()
                    .as_str()
                + ">x",
        ),
        ("open angle brackets", "<".repeat(megabytes)),
        ("open tags", "<a".repeat(megabytes / 2)),
        ("comments", "<!--".repeat(megabytes / 4)),
        ("entities", "&amp;".repeat(megabytes / 5)),
        ("one word", "a".repeat(megabytes)),
        (
            "paragraphs",
            "<p>Some words that stand here.".repeat(megabytes / 30),
        ),
        ("bylines", "<p class=byline>By x</p>".repeat(megabytes / 24)),
        ("dates", "<p class=date>1/1/</p>".repeat(megabytes / 22)),
        (
            "json",
            format!(
                "<script type=application/ld+json>{}</script>",
                "[{\"a\":".repeat(1_000_000)
            ),
        ),
        (
            "json comments",
            format!(
                "<script type=application/ld+json>{}</script>",
                "/*".repeat(1_000_000)
            ),
        ),
        (
            "separators",
            format!("<title>{}</title>", "a - ".repeat(500_000)),
        ),
    ];
    for (name, html) in cases {
        let start = Instant::now();
        let page = read(&html, None);
        let took = start.elapsed();
        assert!(
            took < Duration::from_secs(30),
            "{name}: {took:?} for {} bytes",
            html.len()
        );
        assert!(page.text.len() <= html.len() * 2, "{name}");
    }
}
