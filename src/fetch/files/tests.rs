use std::fs;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::domain::{Precision, When};

const FRONT: &str = "---\nid: harbour-1\ntitle: \"The harbour opens\"\nurl: https://example.org/harbour\noutlet: Vale Post\npublished: 2025-03-04T10:00:00+01:00\nmodified: 2025-03-05\nlanguage: en-GB\nauthors: [Ada Vale, Tom Marsh]\nspeaker: Ada Vale\n---\n\n\n";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn read_one(name: &str, content: &[u8]) -> Result<Item, ItemFailure> {
    let mut items = read_bytes(name, None, content);
    assert_eq!(items.len(), 1, "{items:?}");
    items.remove(0)
}

fn reason(result: Result<Item, ItemFailure>) -> String {
    let failure = result.unwrap_err();
    format!("{}: {}", failure.place, failure.reason)
}

fn text_of(item: &Item) -> &str {
    match &item.body {
        Body::Text(text) | Body::Markdown(text) | Body::Html(text) => text,
    }
}

#[test]
fn the_sample_corpus_reads_without_failure() {
    let items: Vec<Item> = read_path(Path::new("corpus")).map(Result::unwrap).collect();
    assert_eq!(items.len(), 36);
    let carried = items
        .iter()
        .filter(|item| !matches!(item.body, Body::Html(_)));
    for item in carried {
        assert!(
            item.id.is_some() && item.url.is_some() && item.published.is_some(),
            "{item:?}"
        );
        assert!(!text_of(item).starts_with(char::is_whitespace));
    }
}

#[test]
fn front_matter_is_kept_apart_from_the_text_that_is_kept_to_the_byte() {
    let item = read_one(
        "a.md",
        format!("{FRONT}First  line. \r\n\nSecond.\n").as_bytes(),
    )
    .unwrap();
    assert_eq!(
        item.body,
        Body::Markdown("First  line. \r\n\nSecond.\n".to_owned())
    );
    assert_eq!(item.id.unwrap().0, "harbour-1");
    assert_eq!(item.title.as_deref(), Some("The harbour opens"));
    assert_eq!(item.outlet.as_deref(), Some("Vale Post"));
    assert_eq!(
        item.published,
        Some(When::minute_ahead(
            "2025-03-04T09:00:00Z".parse().unwrap(),
            60
        ))
    );
    assert_eq!(item.modified.unwrap().precision, Precision::Day);
    assert_eq!(item.language.code(), "en");
    assert_eq!(item.authors, ["Ada Vale", "Tom Marsh"]);
    assert_eq!(item.sole_speaker.as_deref(), Some("Ada Vale"));
}

#[test]
fn line_ends_of_other_systems_are_line_ends() {
    let text = "\u{feff}---\r\nid: a\r\ntitle: \"The harbour opens\"\r\n---\r\n\r\nFirst.\r\n";
    let item = read_one("a.txt", text.as_bytes()).unwrap();
    assert_eq!(item.title.as_deref(), Some("The harbour opens"));
    assert_eq!(item.body, Body::Text("First.\r\n".to_owned()));
    let lines = "{\"text\": \"one\"}\r\n\r\n{\"text\": \"two\"}\r\n";
    assert_eq!(read_bytes("a.jsonl", None, lines.as_bytes()).len(), 2);
}

#[test]
fn numbers_dates_and_nulls_in_front_matter_are_taken_as_written() {
    let text = "---\nid: 007\ntitle: 1984\npublished: 2025-03-04\noutlet:\nurl: ~\nauthor: Ada Vale\nlayout: {a: [1]}\n---\nText.";
    let item = read_one("a.txt", text.as_bytes()).unwrap();
    assert_eq!(item.id.unwrap().0, "007");
    assert_eq!(item.title.as_deref(), Some("1984"));
    assert_eq!(item.outlet, None);
    assert_eq!(item.url, None);
    assert_eq!(item.authors, ["Ada Vale"]);
    assert_eq!(item.body, Body::Text("Text.".to_owned()));
}

#[test]
fn front_matter_may_say_date_and_lang() {
    let item = read_one(
        "a.md",
        "---\ndate: 2025-03-04\nlang: uk\n---\nText.".as_bytes(),
    )
    .unwrap();
    assert_eq!(item.published.unwrap().date().to_string(), "2025-03-04");
    assert_eq!(item.language.code(), "uk");
}

#[test]
fn a_text_may_begin_with_a_rule() {
    for text in [
        "---\nThe harbour is open.\n---\nMore.",
        "---\n",
        "--- and more",
        "---\nkey: value\nno end",
    ] {
        let item = read_one("a.txt", text.as_bytes()).unwrap();
        assert_eq!(item.body, Body::Text(text.to_owned()));
    }
}

#[test]
fn broken_front_matter_is_refused_with_its_line() {
    let cases = [
        (
            "---\nid: a\npublished: 04/03/2025\n---\nText.",
            "a.md:3: published \"04/03/2025\" is not a date: write 2025",
        ),
        (
            "---\nid: a\ndate: 04/03/2025\n---\nText.",
            "a.md:3: published \"04/03/2025\" is not a date: write 2025",
        ),
        (
            "---\nid: a\ntitle: \"open\n---\nText.",
            "the front matter can't be read",
        ),
        (
            "---\ntitle: [a, b]\n---\nText.",
            "a.md:2: the front matter can't be read",
        ),
        (
            "---\nid: a\nurl: example\n---\nText.",
            "a.md:3: url \"example\" is not a whole address",
        ),
        (
            "---\nurl: javascript:alert(1)\n---\nText.",
            "is not a whole address",
        ),
        ("---\nid: a\n---\n \n\n", "a.md: has no text"),
    ];
    for (text, expected) in cases {
        let message = reason(read_one("a.md", text.as_bytes()));
        assert!(message.contains(expected), "{message}");
        assert!(message.len() < 400, "{message}");
    }
}

#[test]
fn yaml_that_multiplies_itself_is_refused_quickly() {
    let mut text = "---\na: &a [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (from, to) in ('a'..'k').zip('b'..'l') {
        let refs = vec![format!("*{from}"); 10].join(",");
        text.push_str(&format!("{to}: &{to} [{refs}]\n"));
    }
    text.push_str("---\nText.");
    let start = std::time::Instant::now();
    let _ = read_bytes("a.md", None, text.as_bytes());
    assert!(start.elapsed() < std::time::Duration::from_secs(5));
}

#[test]
fn json_comes_as_an_article_a_list_or_an_object_of_articles() {
    let article = r#"{"id": 17, "text": "The harbour is open.", "author": {"name": "Ada Vale"}, "more": [1]}"#;
    for text in [
        article.to_owned(),
        format!("[\n{article}\n]"),
        format!("{{\"articles\": [{article}]}}"),
    ] {
        for name in ["a.json", "a.jsonl", "unnamed"] {
            if name == "a.jsonl" && text.contains('\n') {
                continue;
            }
            let item = read_one(name, text.as_bytes()).unwrap();
            assert_eq!(item.id.as_ref().unwrap().0, "17");
            assert_eq!(item.authors, ["Ada Vale"]);
            assert_eq!(item.body, Body::Text("The harbour is open.".to_owned()));
        }
    }
}

#[test]
fn the_exact_text_is_preferred_to_marked_up_forms() {
    let both = r#"{"html": "<p>a</p>", "text": "a"}"#;
    assert_eq!(
        read_one("a.json", both.as_bytes()).unwrap().body,
        Body::Text("a".to_owned())
    );
    let html = r#"{"html": "<p>a</p>", "text": " "}"#;
    assert_eq!(
        read_one("a.json", html.as_bytes()).unwrap().body,
        Body::Html("<p>a</p>".to_owned())
    );
    let markdown = r#"{"markdown": "*a*"}"#;
    assert_eq!(
        read_one("a.json", markdown.as_bytes()).unwrap().body,
        Body::Markdown("*a*".to_owned())
    );
}

#[test]
fn a_bad_line_or_article_does_not_stop_the_rest() {
    let lines =
        "{\"text\": \"one\"}\n\n{\"text\": \n{\"title\": \"no text\"}\n[3]\n{\"text\": \"two\"}";
    let items = read_bytes("a.jsonl", None, lines.as_bytes());
    let messages: Vec<String> = items
        .into_iter()
        .map(|item| {
            item.map_or_else(
                |failure| format!("{}: {}", failure.place, failure.reason),
                |item| text_of(&item).to_owned(),
            )
        })
        .collect();
    assert_eq!(messages.first().unwrap(), "one");
    assert!(
        messages[1].starts_with("a.jsonl:3: the line is not JSON (column "),
        "{}",
        messages[1]
    );
    assert_eq!(
        messages[2],
        "a.jsonl:4: has no text: give it as text, markdown or html"
    );
    assert_eq!(messages[3], "a.jsonl:5, article 1: is not an object");
    assert_eq!(messages[4], "two");

    let list = r#"[{"text": "one"}, {"text": 5}, "x", {"text": "two", "published": 1763640000}]"#;
    let items = read_bytes("a.json", None, list.as_bytes());
    assert!(items[0].is_ok());
    assert_eq!(
        reason(items[1].clone()),
        "a.json, article 2: text is not a string"
    );
    assert_eq!(
        reason(items[2].clone()),
        "a.json, article 3: is not an object"
    );
    assert_eq!(
        reason(items[3].clone()),
        "a.json, article 4: published is not a string"
    );
}

#[test]
fn a_line_that_is_too_long_is_passed_over() {
    let mut lines = format!("{{\"text\": \"{}\"}}\n", "x".repeat(MAX_BYTES)).into_bytes();
    lines.extend_from_slice(b"{\"text\": \"short\"}\n");
    let items = read_bytes("a.jsonl", None, &lines);
    assert_eq!(
        reason(items[0].clone()),
        "a.jsonl:1: the line is longer than 10 MiB"
    );
    assert_eq!(text_of(items[1].as_ref().unwrap()), "short");
    assert_eq!(items.len(), 2);
}

#[test]
fn what_is_too_long_says_how_to_give_it_instead() {
    let long = vec![b' '; MAX_BYTES + 1];
    assert_eq!(
        reason(read_one("a.txt", &long)),
        "a.txt: is longer than 10 MiB"
    );
    assert!(reason(read_one("a.json", &long)).contains("JSON Lines"));
}

#[test]
fn every_declared_encoding_is_read() {
    let page = "<html><head><meta charset=\"windows-1251\"></head><p>Гавань відкрита</p>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(page);
    assert_eq!(text_of(&read_one("a.html", &bytes).unwrap()), page);
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("<p>Гавань</p>");
    let items = read_bytes("a", Some("text/html; charset=\"Windows-1251\""), &bytes);
    assert_eq!(text_of(items[0].as_ref().unwrap()), "<p>Гавань</p>");

    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain("Гавань".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(text_of(&read_one("a.txt", &utf16).unwrap()), "Гавань");
    assert_eq!(
        text_of(&read_one("a.txt", "\u{feff}Гавань".as_bytes()).unwrap()),
        "Гавань"
    );
    assert_eq!(
        text_of(&read_one("a.jsonl", "\u{feff}{\"text\": \"Гавань\"}".as_bytes()).unwrap()),
        "Гавань"
    );
}

#[test]
fn a_text_in_an_unknown_encoding_is_refused_with_its_place() {
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("one\ntwo Гавань");
    assert_eq!(
        reason(read_one("a.txt", &bytes)),
        "a.txt:2: byte 9 is not UTF-8: save the file as UTF-8"
    );
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("<p>Гавань");
    assert!(reason(read_one("a.html", &bytes)).contains("declares no charset"));
    assert!(
        reason(read_one("a.jsonl", b"{\"text\": \"\xff\"}"))
            .starts_with("a.jsonl:1: the line is not UTF-8 at its byte 11")
    );
    let page = [b"<meta charset=utf-8>".as_slice(), &bytes, &bytes].concat();
    assert!(reason(read_one("a.html", &page)).contains("says that it is UTF-8, but it is not"));
}

#[test]
fn a_page_with_a_stray_broken_byte_is_read_as_browsers_do() {
    let page = [b"<meta charset=utf-8>".as_slice(), b"<p>open\xff</p>"].concat();
    assert!(text_of(&read_one("a.html", &page).unwrap()).contains("open\u{fffd}"));
}

#[test]
fn what_is_no_text_is_refused_by_what_it_is() {
    for (content, expected) in [
        (b"%PDF-1.7 x".as_slice(), "is a PDF"),
        (b"PK\x03\x04rest", "is an archive"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"abc\0def", "binary"),
        (
            b"<?xml version=\"1.0\"?><rss version=\"2.0\"/>",
            "a feed is read from its address",
        ),
        (b"", "has no text"),
    ] {
        let message = reason(read_one("unnamed", content));
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn a_form_that_neither_name_nor_type_tells_is_told_by_its_beginning() {
    assert!(matches!(
        read_one("a", b"<!DOCTYPE html><p>x").unwrap().body,
        Body::Html(_)
    ));
    assert!(matches!(
        read_one("a", b"<?xml version='1.0'?>\n<html><p>x</html>")
            .unwrap()
            .body,
        Body::Html(_)
    ));
    assert!(matches!(
        read_one("a", b"Just words.").unwrap().body,
        Body::Text(_)
    ));
    assert!(matches!(
        read_one("a", b"[sic] was added.").unwrap().body,
        Body::Text(_)
    ));
    assert_eq!(
        read_bytes("a", None, b"{\"text\":\"1\"}\n{\"text\":\"2\"}\n").len(),
        2
    );
    let as_text = read_bytes("notes.md", Some("text/plain"), b"# x")
        .remove(0)
        .unwrap();
    assert!(matches!(as_text.body, Body::Markdown(_)));
}

#[test]
fn a_folder_is_read_in_order_without_hidden_files_and_readmes() {
    let folder = folder(&[
        ("b.txt", b"b"),
        ("a/z.txt", b"a/z"),
        ("a/README", b"no"),
        ("README.md", b"no"),
        (".hidden/x.txt", b"no"),
        (".x.txt", b"no"),
        ("c.jsonl", b"{\"text\":\"c1\"}\n{\"text\":\"c2\"}\n"),
        ("d.png", b"\x89PNG\0"),
    ]);
    let items: Vec<_> = read_path(folder.path()).collect();
    let texts: Vec<&str> = items.iter().flatten().map(text_of).collect();
    assert_eq!(texts, ["a/z", "b", "c1", "c2"]);
    let failures: Vec<_> = items.into_iter().filter_map(Result::err).collect();
    assert_eq!(failures.len(), 1);
    assert!(failures[0].place.ends_with("d.png") && failures[0].reason == "is an image");
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    let folder = folder(&[("a/x.txt", b"x")]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("nowhere"), folder.path().join("gone")).unwrap();
    let items: Vec<_> = read_path(folder.path()).collect();
    assert_eq!(items.iter().filter(|item| item.is_ok()).count(), 1);
    assert!(reason(items[1].clone()).contains("gone: can't be read"));
    assert_eq!(items.len(), 2);
}

#[test]
fn a_missing_file_says_so() {
    let items: Vec<_> = read_path(Path::new("no/such/file.txt")).collect();
    assert_eq!(items.len(), 1);
    assert!(reason(items[0].clone()).starts_with("no/such/file.txt: can't be read: No such file"));
}

#[test]
fn json_lines_are_read_no_further_than_asked() {
    struct Endless(u64);
    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0 += 1;
            let line = format!("{{\"id\": \"{}\", \"text\": \"x\"}}\n", self.0);
            let length = line.len().min(buffer.len());
            buffer[..length].copy_from_slice(&line.as_bytes()[..length]);
            Ok(length)
        }
    }
    let first: Vec<String> = read_stream("standard input", Endless(0))
        .take(3)
        .map(|item| item.unwrap().id.unwrap().0)
        .collect();
    assert_eq!(first, ["1", "2", "3"]);
}

#[test]
fn a_stream_may_hold_any_form() {
    let read = |content: &'static [u8]| -> Vec<_> { read_stream("-", content).collect() };
    assert!(matches!(
        read(b"<html><p>x")[0].as_ref().unwrap().body,
        Body::Html(_)
    ));
    assert_eq!(read(FRONT.as_bytes()).len(), 1);
    assert_eq!(
        read(b"[\n{\"text\": \"a\"},\n{\"text\": \"b\"}\n]").len(),
        2
    );
    assert_eq!(read(b"{\n\"text\": \"a\"\n}").len(), 1);
    assert!(reason(read(b"")[0].clone()).contains("has no text"));
}

fn any_name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a"])
}

fn any_type() -> impl Strategy<Value = Option<&'static str>> {
    prop::sample::select(vec![
        None,
        Some("text/html; charset=utf-16"),
        Some("text/plain;charset=koi8-r"),
        Some("application/json"),
        Some(";;=;charset"),
    ])
}

proptest! {
    #[test]
    fn any_bytes_give_items_or_reasons(
        name in any_name(), content_type in any_type(), bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        for item in read_bytes(name, content_type, &bytes) {
            match item {
                Ok(item) => prop_assert!(!text_of(&item).trim().is_empty()),
                Err(failure) => prop_assert!(failure.place.starts_with(name) && !failure.reason.is_empty()),
            }
        }
    }

    #[test]
    fn any_front_matter_gives_items_or_reasons(front in "[a-z:\\[\\]{}&*!|>\"'# \n-]{0,80}", text in "\\PC{1,40}") {
        let _ = read_bytes("a.md", None, format!("---\n{front}\n---\n{text}").as_bytes());
    }

    #[test]
    fn a_text_without_front_matter_is_kept_to_the_byte(text in "[^-\u{feff}\\s<\0][^\0]{0,200}") {
        let item = read_bytes("a.txt", None, text.as_bytes()).remove(0).unwrap();
        prop_assert_eq!(item.body, Body::Text(text));
    }
}
