use std::io::Write;
use std::sync::Mutex;
use std::time::Instant;

use jiff::Timestamp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::domain::{Body, FixedClock, Item};

const NOW: Timestamp = Timestamp::constant(1_763_600_000, 0);
const NO_ROBOTS: &str = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// A web server that answers with whatever bytes a test wants, and remembers what it was asked.
struct Server {
    root: Url,
    asked: Arc<Mutex<Vec<String>>>,
}

/// What to do with a request.
enum Reply {
    Send(Vec<u8>),
    Hang,
}

impl Server {
    /// `answer` is given the path and the whole head of each request, except for robots.txt, of which there is none.
    async fn start(answer: impl Fn(&str, &str) -> Reply + Send + Sync + 'static) -> Self {
        Self::with_robots(NO_ROBOTS.as_bytes().to_vec(), answer).await
    }

    async fn with_robots(
        robots: Vec<u8>,
        answer: impl Fn(&str, &str) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let root = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (answer, log) = (Arc::new(answer), Arc::clone(&asked));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (answer, robots, log) = (Arc::clone(&answer), robots.clone(), Arc::clone(&log));
                tokio::spawn(async move {
                    serve(stream, |path, head| {
                        log.lock().unwrap().push(head.to_owned());
                        if path == "/robots.txt" {
                            Reply::Send(robots.clone())
                        } else {
                            answer(path, head)
                        }
                    })
                    .await;
                });
            }
        });
        Self { root, asked }
    }

    fn url(&self, path: &str) -> Url {
        self.root.join(path).unwrap()
    }

    fn asked_for(&self, path: &str) -> Vec<String> {
        let start = format!("GET {path} ");
        self.asked
            .lock()
            .unwrap()
            .iter()
            .filter(|head| head.starts_with(&start))
            .cloned()
            .collect()
    }
}

async fn serve(mut stream: TcpStream, answer: impl Fn(&str, &str) -> Reply) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    let path = head.split(' ').nth(1).unwrap().to_owned();
    match answer(&path, &head) {
        Reply::Send(bytes) => {
            // The client may hang up on what is too long.
            let _ = stream.write_all(&bytes).await;
        }
        Reply::Hang => tokio::time::sleep(Duration::from_secs(60)).await,
    }
}

fn reply(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n",
        body.len()
    );
    Reply::Send([head.as_bytes(), body].concat())
}

fn page(body: impl AsRef<[u8]>) -> Reply {
    reply("200 OK", "content-type: text/html; charset=utf-8\r\n", body)
}

fn settings() -> Settings {
    Settings {
        allow_hosts: vec!["127.0.0.1".to_owned()],
        gap: Duration::ZERO,
        timeout: Duration::from_secs(5),
        ..Settings::default()
    }
}

fn fetcher(settings: Settings) -> HttpFetcher {
    HttpFetcher::new(settings, Arc::new(FixedClock(NOW))).unwrap()
}

async fn fetch(url: &Url) -> Result<Fetched, FetchError> {
    fetcher(settings()).fetch(url, &Validators::default()).await
}

async fn fetch_items(url: &Url) -> Vec<Item> {
    match fetch(url).await.unwrap() {
        Fetched::Articles { items, .. } => items.into_iter().map(Result::unwrap).collect(),
        other => panic!("{other:?}"),
    }
}

fn final_reason(result: Result<Fetched, FetchError>) -> String {
    match result.unwrap_err() {
        FetchError::Final { reason } => reason,
        other => panic!("{other:?}"),
    }
}

fn passing(result: Result<Fetched, FetchError>) -> (String, Option<Timestamp>) {
    match result.unwrap_err() {
        FetchError::Passing { reason, after } => (reason, after),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_page_is_one_article_with_its_address() {
    let server = Server::start(|_, _| page("<!doctype html><p>The harbour is open.")).await;
    let url = server.url("news/1?a=b#top");
    let items = fetch_items(&url).await;
    assert_eq!(items.len(), 1);
    assert_eq!(
        items[0].url.as_deref(),
        Some(server.url("news/1?a=b").as_str())
    );
    assert!(matches!(&items[0].body, Body::Html(html) if html.contains("harbour")));
    let head = server.asked_for("/news/1?a=b").remove(0).to_lowercase();
    assert!(head.contains("user-agent: verbatim/"), "{head}");
    assert!(head.contains("accept-encoding: gzip"), "{head}");
}

#[tokio::test]
async fn a_page_in_windows_1251_is_decoded_by_its_own_word_or_the_servers() {
    let server = Server::start(|path, _| {
        let (by_page, _, _) =
            encoding_rs::WINDOWS_1251.encode("<meta charset=windows-1251><p>Гавань відкрита");
        let (by_server, _, _) = encoding_rs::WINDOWS_1251.encode("<p>Гавань відкрита");
        match path {
            "/page" => reply("200 OK", "content-type: text/html\r\n", by_page),
            _ => reply(
                "200 OK",
                "content-type: text/html; charset=windows-1251\r\n",
                by_server,
            ),
        }
    })
    .await;
    for path in ["page", "server"] {
        let items = fetch_items(&server.url(path)).await;
        assert!(
            matches!(&items[0].body, Body::Html(html) if html.contains("<p>Гавань відкрита")),
            "{items:?}"
        );
    }
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let server = Server::start(|_, head| {
        let validators = "etag: \"v1\"\r\nlast-modified: Thu, 20 Nov 2025 10:00:00 GMT\r\ncache-control: max-age=600\r\n";
        if head.to_lowercase().contains("if-none-match: \"v1\"\r\n") {
            return reply("304 Not Modified", "cache-control: max-age=700\r\n", "");
        }
        reply("200 OK", &format!("content-type: text/html\r\n{validators}"), "<p>x")
    })
    .await;
    let fetcher = fetcher(settings());
    let Ok(Fetched::Articles { revisit, .. }) =
        fetcher.fetch(&server.root, &Validators::default()).await
    else {
        panic!("not fetched");
    };
    assert_eq!(revisit.validators.etag.as_deref(), Some("\"v1\""));
    assert_eq!(revisit.keep_for, Some(Duration::from_secs(600)));
    let again = fetcher
        .fetch(&server.root, &revisit.validators)
        .await
        .unwrap();
    let kept = Revisit {
        keep_for: Some(Duration::from_secs(700)),
        ..revisit
    };
    assert_eq!(again, Fetched::Unchanged(kept));
    let head = server.asked_for("/").remove(1).to_lowercase();
    assert!(
        head.contains("if-modified-since: thu, 20 nov 2025 10:00:00 gmt"),
        "{head}"
    );
}

#[tokio::test]
async fn a_server_that_asks_for_patience_gets_it() {
    let server = Server::start(|path, _| match path {
        "/seconds" => reply("429 Too Many Requests", "retry-after: 120\r\n", ""),
        _ => reply(
            "503 Service Unavailable",
            "retry-after: Fri, 21 Nov 2025 10:00:00 GMT\r\n",
            "",
        ),
    })
    .await;
    let (reason, after) = passing(fetch(&server.url("seconds")).await);
    assert!(reason.contains("asks for patience (429"), "{reason}");
    assert_eq!(after, Some("2025-11-20T00:55:20Z".parse().unwrap()));
    let (_, after) = passing(fetch(&server.url("date")).await);
    assert_eq!(after, Some("2025-11-21T10:00:00Z".parse().unwrap()));
}

#[tokio::test]
async fn failures_say_whether_asking_again_may_help() {
    let server = Server::start(|path, _| match path {
        "/404" => reply("404 Not Found", "", ""),
        "/403" => reply("403 Forbidden", "", ""),
        "/304" => reply("304 Not Modified", "", ""),
        "/cut" => Reply::Send(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n<p>x".to_vec()),
        "/gzip" => reply(
            "200 OK",
            "content-type: text/html\r\ncontent-encoding: gzip\r\n",
            "no gzip",
        ),
        _ => reply("500 Internal Server Error", "", ""),
    })
    .await;
    assert!(final_reason(fetch(&server.url("404")).await).contains("check the address"));
    assert!(final_reason(fetch(&server.url("403")).await).contains("refused to programs"));
    for path in ["304", "cut", "500", "gzip"] {
        let (reason, after) = passing(fetch(&server.url(path)).await);
        assert!(reason.starts_with(server.url(path).as_str()), "{reason}");
        assert_eq!(after, None);
    }
    let closed = Url::parse("http://127.0.0.1:9/").unwrap();
    let unreachable = fetcher(Settings {
        respect_robots: false,
        ..settings()
    });
    let (reason, _) = passing(unreachable.fetch(&closed, &Validators::default()).await);
    assert!(
        reason.contains("can't be reached: Connection refused"),
        "{reason}"
    );
}

#[tokio::test]
async fn redirects_are_followed_and_the_last_address_is_the_articles() {
    let server = Server::start(|path, _| match path {
        "/old" => reply("301 Moved Permanently", "location: /older/../new\r\n", ""),
        "/new" => page("<p>Here."),
        "/nowhere" => reply("302 Found", "", ""),
        _ => reply("302 Found", "location: /again\r\n", ""),
    })
    .await;
    let items = fetch_items(&server.url("old")).await;
    assert_eq!(items[0].url.as_deref(), Some(server.url("new").as_str()));
    assert!(final_reason(fetch(&server.url("nowhere")).await).contains("redirects to nowhere"));
    assert!(final_reason(fetch(&server.url("again")).await).contains("more than 5 times"));
    assert_eq!(server.asked_for("/again").len(), 6);
}

#[tokio::test]
async fn a_redirect_to_a_private_address_is_refused() {
    let server = Server::start(|path, head| {
        let port = head
            .lines()
            .find_map(|line| line.split("127.0.0.1:").nth(1))
            .unwrap_or_default()
            .to_owned();
        let target = match path {
            "/metadata" => "http://169.254.169.254/latest".to_owned(),
            "/name" => format!("http://localhost:{port}/secret"),
            "/file" => "file:///etc/passwd".to_owned(),
            "/short" => format!("http://127.1:{port}/short-allowed"),
            "/short-allowed" => return page("<p>x"),
            _ => "http://[::ffff:10.0.0.1]/".to_owned(),
        };
        reply("302 Found", &format!("location: {target}\r\n"), "")
    })
    .await;
    for (path, expected) in [
        ("metadata", "its address 169.254.169.254 is link-local"),
        ("name", "\"localhost\" to fetch.allow_hosts"),
        ("file", "http://"),
        ("mapped", "in IPv6 notation"),
    ] {
        let reason = final_reason(fetch(&server.url(path)).await);
        assert!(reason.contains(expected), "{reason}");
    }
    assert!(server.asked_for("/secret").is_empty());
    // Another spelling of the allowed address is the allowed address.
    assert_eq!(fetch_items(&server.url("short")).await.len(), 1);
}

#[tokio::test]
async fn without_leave_nothing_on_this_machine_is_asked() {
    let server = Server::start(|_, _| page("<p>x")).await;
    let fetcher = fetcher(Settings {
        allow_hosts: Vec::new(),
        ..settings()
    });
    let reason = final_reason(fetcher.fetch(&server.root, &Validators::default()).await);
    assert!(
        reason.contains("127.0.0.1 is loopback") && reason.contains("fetch.allow_hosts"),
        "{reason}"
    );
    let named = Url::parse(&server.root.as_str().replace("127.0.0.1", "localhost")).unwrap();
    let reason = final_reason(fetcher.fetch(&named, &Validators::default()).await);
    assert!(
        reason.contains("\"localhost\" to fetch.allow_hosts"),
        "{reason}"
    );
    assert!(server.asked.lock().unwrap().is_empty());
}

fn gzip_of_zeros(mebibytes: usize) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..mebibytes {
        encoder.write_all(&[0; 1024 * 1024]).unwrap();
    }
    encoder.finish().unwrap()
}

#[tokio::test]
async fn what_is_too_long_is_refused_compressed_or_not() {
    let bomb = gzip_of_zeros(64);
    assert!(bomb.len() < 100_000);
    let server = Server::start(move |path, _| match path {
        "/plain" => page(vec![b'x'; 3000]),
        "/fits" => page("<p>".to_owned() + "x".repeat(1021).as_str()),
        _ => reply(
            "200 OK",
            "content-type: text/html\r\ncontent-encoding: gzip\r\n",
            &bomb,
        ),
    })
    .await;
    let fetcher = fetcher(Settings {
        max_bytes: 1024,
        ..settings()
    });
    for path in ["plain", "bomb"] {
        let reason = final_reason(
            fetcher
                .fetch(&server.url(path), &Validators::default())
                .await,
        );
        assert!(
            reason.contains("longer than 1024 bytes") && reason.contains("fetch.max_bytes"),
            "{reason}"
        );
    }
    assert!(
        fetcher
            .fetch(&server.url("fits"), &Validators::default())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_compressed_page_is_decompressed() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(b"<p>The harbour is open.").unwrap();
    let body = encoder.finish().unwrap();
    let server = Server::start(move |_, _| {
        reply(
            "200 OK",
            "content-type: text/html\r\ncontent-encoding: gzip\r\n",
            &body,
        )
    })
    .await;
    let items = fetch_items(&server.root).await;
    assert_eq!(
        items[0].body,
        Body::Html("<p>The harbour is open.".to_owned())
    );
}

#[tokio::test]
async fn a_slow_server_is_not_waited_for() {
    let server = Server::start(|path, _| match path {
        "/hang" => Reply::Hang,
        _ => reply("302 Found", "location: /hang\r\n", ""),
    })
    .await;
    let fetcher = fetcher(Settings {
        timeout: Duration::from_millis(200),
        ..settings()
    });
    for path in ["hang", "redirect"] {
        let started = Instant::now();
        let (reason, _) = passing(
            fetcher
                .fetch(&server.url(path), &Validators::default())
                .await,
        );
        assert!(reason.contains("no complete answer in time"), "{reason}");
        assert!(started.elapsed() < Duration::from_secs(3));
    }
}

fn robots(text: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
        text.len()
    )
    .into_bytes()
}

#[tokio::test]
async fn what_robots_txt_forbids_is_not_asked_for() {
    let server =
        Server::with_robots(
            robots("User-agent: *\nDisallow: /closed\n"),
            |path, _| match path {
                "/way-in" => reply("302 Found", "location: /closed/2\r\n", ""),
                _ => page("<p>x"),
            },
        )
        .await;
    let fetcher = fetcher(settings());
    for path in ["closed/1", "way-in"] {
        let reason = final_reason(
            fetcher
                .fetch(&server.url(path), &Validators::default())
                .await,
        );
        assert!(
            reason.contains("robots.txt") && reason.contains("fetch.respect_robots"),
            "{reason}"
        );
    }
    assert!(server.asked_for("/closed/1").is_empty() && server.asked_for("/closed/2").is_empty());
    assert!(
        fetcher
            .fetch(&server.url("open"), &Validators::default())
            .await
            .is_ok()
    );
    assert_eq!(server.asked_for("/robots.txt").len(), 1);
    let bold = self::fetcher(Settings {
        respect_robots: false,
        ..settings()
    });
    assert!(
        bold.fetch(&server.url("closed/1"), &Validators::default())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_site_whose_robots_txt_fails_is_left_alone_for_a_while() {
    let failing = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 3600\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let server = Server::with_robots(failing.to_vec(), |_, _| page("<p>x")).await;
    let fetcher = fetcher(settings());
    for _ in 0..2 {
        let (reason, after) = passing(
            fetcher
                .fetch(&server.url("a"), &Validators::default())
                .await,
        );
        assert!(reason.contains("robots.txt"), "{reason}");
        assert_eq!(after, Some("2025-11-20T01:53:20Z".parse().unwrap()));
    }
    assert_eq!(server.asked_for("/robots.txt").len(), 1);
    assert!(server.asked_for("/a").is_empty());
}

#[tokio::test]
async fn a_robots_txt_that_redirects_in_circles_forbids_nothing() {
    let circle = b"HTTP/1.1 302 Found\r\nlocation: /robots.txt\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let server = Server::with_robots(circle.to_vec(), |_, _| page("<p>x")).await;
    assert!(fetch(&server.url("a")).await.is_ok());
}

#[tokio::test]
async fn several_requests_keep_the_gap_or_the_longer_crawl_delay() {
    let server = Server::with_robots(robots("User-agent: *\nCrawl-delay: 0.4\n"), |_, _| {
        page("<p>x")
    })
    .await;
    let fetcher = Arc::new(fetcher(Settings {
        gap: Duration::from_millis(50),
        ..settings()
    }));
    let started = Instant::now();
    let tasks: Vec<_> = (0..3)
        .map(|number| {
            let (fetcher, url) = (Arc::clone(&fetcher), server.url(&number.to_string()));
            tokio::spawn(async move { fetcher.fetch(&url, &Validators::default()).await })
        })
        .collect();
    for task in tasks {
        assert!(task.await.unwrap().is_ok());
    }
    assert!(
        started.elapsed() >= Duration::from_millis(800),
        "{:?}",
        started.elapsed()
    );
    assert_eq!(server.asked_for("/robots.txt").len(), 1);
}

#[tokio::test]
async fn feeds_of_every_kind_are_feeds_whatever_their_server_calls_them() {
    let server = Server::start(|path, _| {
        let (kind, body) = match path {
            "/rss" => ("text/html", "<?xml version='1.0'?><rss version='2.0'><channel><title>Vale Post</title><ttl>20</ttl><item><title>A</title><link>/1</link></item></channel></rss>"),
            "/atom" => ("application/atom+xml", "<feed xmlns='http://www.w3.org/2005/Atom'><title>Vale Post</title><id>f</id><updated>2025-11-20T00:00:00Z</updated><entry><id>1</id><title>A</title><updated>2025-11-20T00:00:00Z</updated><link href='/1'/></entry></feed>"),
            _ => ("application/json", r#"{"version": "https://jsonfeed.org/version/1", "title": "Vale Post", "items": [{"id": "1", "url": "/1", "title": "A"}]}"#),
        };
        reply("200 OK", &format!("content-type: {kind}\r\ncache-control: max-age=60\r\n"), body)
    })
    .await;
    for path in ["rss", "atom", "json"] {
        let Fetched::Feed { entries, revisit } = fetch(&server.url(path)).await.unwrap() else {
            panic!("{path} is no feed");
        };
        let entry = entries.into_iter().next().unwrap().unwrap();
        assert_eq!(
            entry.item.url.as_deref(),
            Some(server.url("1").as_str()),
            "{path}"
        );
        assert_eq!(entry.item.outlet.as_deref(), Some("Vale Post"));
        let keep = if path == "rss" { 1200 } else { 60 };
        assert_eq!(revisit.keep_for, Some(Duration::from_secs(keep)));
    }
}

#[tokio::test]
async fn a_broken_feed_may_be_mended() {
    let server =
        Server::start(|_, _| reply("200 OK", "", "<rss version='2.0'><channel><item>")).await;
    let (reason, _) = passing(fetch(&server.root).await);
    assert!(reason.contains("the feed can't be read"), "{reason}");
}

#[tokio::test]
async fn documents_are_read_by_their_type_or_name() {
    let server = Server::start(|path, _| match path {
        "/list" => reply(
            "200 OK",
            "content-type: application/json\r\n",
            r#"[{"text": "a"}, {"text": "b"}]"#,
        ),
        "/lines.jsonl" => reply(
            "200 OK",
            "content-type: text/plain\r\n",
            "{\"text\": \"a\", \"url\": \"https://example.org/a\"}\n",
        ),
        "/notes.md" => reply(
            "200 OK",
            "content-type: text/plain; charset=utf-8\r\n",
            "---\ntitle: T\n---\n# x",
        ),
        _ => reply("200 OK", "content-type: application/pdf\r\n", "%PDF-1.7"),
    })
    .await;
    let items = fetch_items(&server.url("list")).await;
    assert_eq!(items.len(), 2);
    assert!(items.iter().all(|item| item.url.is_none()));
    assert_eq!(
        fetch_items(&server.url("lines.jsonl")).await[0]
            .url
            .as_deref(),
        Some("https://example.org/a")
    );
    let notes = fetch_items(&server.url("notes.md")).await.remove(0);
    assert_eq!(
        (notes.title.as_deref(), notes.body),
        (Some("T"), Body::Markdown("# x".to_owned()))
    );
    let Ok(Fetched::Articles { items, .. }) = fetch(&server.url("paper")).await else {
        panic!("not fetched");
    };
    let failure = items[0].clone().unwrap_err();
    assert_eq!(failure.place, server.url("paper").as_str());
    assert!(failure.reason.contains("is a PDF"), "{}", failure.reason);
}

#[tokio::test]
async fn a_listing_page_gives_the_articles_it_leads_to() {
    let server = Server::start(|path, _| match path {
        "/list" => page("<a href='/news/harbour-of-vale-opens'>The harbour of Vale opens</a><a href='/about'>About</a>"),
        "/feed" => reply("200 OK", "", "<rss version='2.0'><channel></channel></rss>"),
        _ => reply("200 OK", "content-type: text/plain\r\n", "words"),
    })
    .await;
    let fetcher = fetcher(settings());
    let list = async |path: &str| {
        fetcher
            .list(&server.url(path), &Validators::default())
            .await
    };
    let Ok(Listed::Links { links, .. }) = list("list").await else {
        panic!("not listed");
    };
    assert_eq!(links, [server.url("news/harbour-of-vale-opens")]);
    assert!(
        list("feed")
            .await
            .unwrap_err()
            .to_string()
            .contains("kind = \"feed\"")
    );
    assert!(
        list("words")
            .await
            .unwrap_err()
            .to_string()
            .contains("not a listing page")
    );
}

#[tokio::test]
async fn credentials_are_sent_but_not_shown() {
    let server = Server::start(|path, _| match path {
        "/feed" => page("<p>x"),
        "/rss" => reply(
            "200 OK",
            "",
            "<rss version='2.0'><channel><item><link>/1</link></item><item></item></channel></rss>",
        ),
        _ => reply("404 Not Found", "", ""),
    })
    .await;
    let with = |path: &str| {
        let mut url = server.url(path);
        url.set_username("ada").unwrap();
        url.set_password(Some("secret")).unwrap();
        url
    };
    assert_eq!(
        fetch_items(&with("feed")).await[0].url.as_deref(),
        Some(server.url("feed").as_str())
    );
    assert!(
        server.asked_for("/feed")[0]
            .to_lowercase()
            .contains("authorization: basic")
    );
    assert!(!final_reason(fetch(&with("gone")).await).contains("secret"));
    let Ok(Fetched::Feed { entries, .. }) = fetch(&with("rss")).await else {
        panic!("not fetched");
    };
    assert!(!format!("{entries:?}").contains("secret"));
    assert!(
        !server.asked_for("/robots.txt")[0]
            .to_lowercase()
            .contains("authorization")
    );
}

/// A proxy would resolve names for us, past the guard. The environment can only be set for another process.
#[test]
fn a_proxy_of_the_environment_is_not_used() {
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    for name in [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "all_proxy",
    ] {
        again.env(name, "http://127.0.0.1:9");
    }
    let test = "fetch::http::tests::a_page_is_one_article_with_its_address";
    let output = again.args(["--exact", test]).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && printed.contains("1 passed"),
        "{printed}"
    );
}
