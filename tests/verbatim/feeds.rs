//! A source on the web, asked again and again: nothing is missed, and nothing is asked for twice without need.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use crate::harness::House;

/// Status, media type and body.
type Page = (u16, &'static str, String);

/// A site on this machine: a path's status, media type and body. It speaks of the feed's state by an ETag.
#[derive(Clone)]
pub struct Site {
    pub address: String,
    pages: Arc<Mutex<HashMap<String, Page>>>,
    asked: Arc<Mutex<Vec<String>>>,
    /// When a path was given out whole for the first time.
    given: Arc<Mutex<HashMap<String, Instant>>>,
}

impl Site {
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let site = Self {
            address: format!("http://{}", listener.local_addr().expect("its address")),
            pages: Arc::default(),
            asked: Arc::default(),
            given: Arc::default(),
        };
        let serving = site.clone();
        std::thread::spawn(move || {
            // Whoever asked may be killed before it is heard.
            for stream in listener.incoming().flatten() {
                serving.answer(stream);
            }
        });
        site
    }

    pub fn put(&self, path: &str, status: u16, media_type: &'static str, body: String) {
        let mut pages = self.pages.lock().expect("no panic before");
        pages.insert(path.to_owned(), (status, media_type, body));
    }

    /// Whether a path was asked for.
    #[cfg(feature = "matrix")]
    pub fn was_asked_for(&self, path: &str) -> bool {
        let asked = self.asked.lock().expect("no panic before");
        asked.iter().any(|line| line.contains(path))
    }

    /// Every path asked for since the last call, with how it was answered.
    fn asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.asked.lock().expect("no panic before"));
        asked.retain(|line| !line.contains("robots.txt"));
        asked.sort();
        asked
    }

    /// When a path was given out whole for the first time.
    #[cfg(feature = "discord")]
    pub fn first_given(&self, path: &str) -> Option<Instant> {
        self.given
            .lock()
            .expect("no panic before")
            .get(path)
            .copied()
    }

    fn answer(&self, mut stream: std::net::TcpStream) {
        let mut lines = BufReader::new(stream.try_clone().expect("a socket")).lines();
        let first = lines.next().and_then(Result::ok).unwrap_or_default();
        let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut known = None;
        for line in lines
            .map_while(Result::ok)
            .take_while(|line| !line.is_empty())
        {
            if let Some((name, value)) = line.split_once(": ")
                && name.eq_ignore_ascii_case("if-none-match")
            {
                known = Some(value.to_owned());
            }
        }
        let page = self
            .pages
            .lock()
            .expect("no panic before")
            .get(&path)
            .cloned();
        let (mut status, media_type, mut body) = page.unwrap_or((404, "text/plain", String::new()));
        let mut hasher = DefaultHasher::new();
        body.hash(&mut hasher);
        let tag = format!("\"{:x}\"", hasher.finish());
        if known.as_deref() == Some(&tag) {
            (status, body) = (304, String::new());
        }
        self.asked
            .lock()
            .expect("no panic before")
            .push(format!("{status} {path}"));
        if status == 200 {
            let mut given = self.given.lock().expect("no panic before");
            given.entry(path).or_insert_with(Instant::now);
        }
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status} X\r\nContent-Type: {media_type}\r\nETag: {tag}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        // The client may have gone.
        let _ = stream.write_all((head + body.as_str()).as_bytes());
    }
}

fn page(speaker: &str, words: &str) -> String {
    format!(
        "<html lang=\"en\"><head><title>{speaker} on the harbour</title></head><body><article><h1>{speaker} on the harbour</h1>\
         <p>The harbour of Nowhere was the subject of a long press conference on Thursday, which was held in the open.</p>\
         <p>“{words},” {speaker} told reporters on Thursday. It was the first time that the harbour was spoken of.</p>\
         <p>The ships were still waiting outside when the press conference came to its end late in the evening.</p>\
         </article></body></html>"
    )
}

fn feed(site: &Site, entries: &[&str]) -> String {
    let items: String = entries
        .iter()
        .map(|path| {
            format!(
                "<item><title>On the harbour</title><link>{}{path}</link><pubDate>Thu, 20 Nov 2025 10:00:00 GMT</pubDate></item>",
                site.address
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Example</title>{items}</channel></rss>"
    )
}

pub fn configured(house: &House, site: &Site) -> String {
    house.config(&[
        (
            "sources.toml",
            format!(
                "[[source]]\nid = \"example\"\nkind = \"feed\"\nurl = \"{}/feed\"\noutlet = \"The Example\"\nlanguage = \"en\"\nevery = \"10m\"\nenabled = true\n",
                site.address
            ),
        ),
        (
            "verbatim.toml",
            "[fetch]\nallow_hosts = [\"127.0.0.1\"]\ngap = \"0s\"\n".to_owned(),
        ),
    ])
}

#[test]
fn a_feed_is_followed_and_what_failed_is_asked_for_again() {
    let (house, site) = (House::new(), Site::open());
    let config = configured(&house, &site);
    let ingest = || house.succeed(&["--config", &config, "ingest"]);
    site.put(
        "/a",
        200,
        "text/html",
        page("Ada Vale", "The harbour will stay open all winter"),
    );
    site.put("/b", 503, "text/plain", String::new());
    site.put(
        "/feed",
        200,
        "application/rss+xml",
        feed(&site, &["/a", "/b"]),
    );

    let told = ingest();
    assert!(
        told.starts_with("1 new, 0 changed, 0 unchanged, 1 failed"),
        "{told}"
    );
    assert!(told.contains("503"), "{told}");
    assert_eq!(site.asked(), ["200 /a", "200 /feed", "503 /b"]);

    site.put(
        "/b",
        200,
        "text/html",
        page("Tom Marsh", "No ship was ever turned away from here"),
    );
    let told = ingest();
    assert!(
        told.starts_with("1 new, 0 changed, 0 unchanged, 0 failed"),
        "{told}"
    );
    assert_eq!(site.asked(), ["200 /b", "200 /feed"]);

    ingest();
    assert_eq!(site.asked(), ["304 /feed"]);
    let found = house.succeed(&[
        "--config",
        &config,
        "ask",
        "what did Tom Marsh say about ships",
    ]);
    assert!(
        found.contains("No ship was ever turned away from here"),
        "{found}"
    );
}

#[test]
fn an_address_of_this_machine_is_refused_unless_it_is_allowed() {
    let (house, site) = (House::new(), Site::open());
    site.put(
        "/a",
        200,
        "text/html",
        page("Ada Vale", "The harbour will stay open all winter"),
    );
    let ran = house.run(&["ingest", &format!("{}/a", site.address)]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("allow_hosts"), "{}", ran.out);
    assert!(site.asked().is_empty());
}
