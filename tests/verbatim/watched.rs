//! From a feed on the web to a message: what a running program does with what is published while it runs.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;
use verbatim::alerts::{AlertSettings, Deliveries};
use verbatim::app::App;
use verbatim::domain::{
    Delivery, Language, NewSubscription, Person, Platform, Source, SourceId, SourceKind,
    SystemClock, Wanted, WhoseWords,
};
use verbatim::ingest::{Watch, WatchSettings};
use verbatim::ports::{Record, SourceListener, SourceNews, Subscriptions};

use crate::feeds::{Site, configured};
use crate::harness::House;
use crate::town::{FakePlatform, place, word};

#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

#[async_trait]
impl SourceListener for Heard {
    async fn told(&self, source: &Source, news: &SourceNews) {
        let told = match news {
            SourceNews::Read { .. } => return,
            SourceNews::Failing { reason, .. } => format!("{} fails: {reason}", source.id),
            SourceNews::Recovered { .. } => format!("{} recovered", source.id),
        };
        self.0.lock().unwrap().push(told);
    }
}

/// Without a word of when it was said.
pub fn page(speaker: &str, words: &str) -> String {
    format!(
        "<html lang=\"en\"><head><title>{speaker} on the harbour</title></head><body><article><h1>{speaker} on the harbour</h1>\
         <p>The harbour of Nowhere was the subject of a long press conference, which was held in the open.</p>\
         <p>“{words},” {speaker} told reporters. It was the first time that the harbour was spoken of.</p>\
         <p>The ships were still waiting outside when the press conference came to its end late in the evening.</p>\
         </article></body></html>"
    )
}

pub fn feed(site: &Site, paths: &[&str]) -> String {
    let now = jiff::fmt::rfc2822::to_string(
        &jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC),
    )
    .unwrap();
    let items: String = paths
        .iter()
        .map(|path| {
            format!(
                "<item><title>On the harbour</title><link>{}{path}</link><pubDate>{now}</pubDate></item>",
                site.address
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Example</title>{items}</channel></rss>"
    )
}

fn source(site: &Site, id: &str) -> Source {
    Source {
        id: SourceId(id.to_owned()),
        kind: SourceKind::Feed {
            url: format!("{}/{id}", site.address).parse().unwrap(),
        },
        outlet: Some("The Example".to_owned()),
        language: Language::new("en"),
        every: Duration::from_secs(1),
        enabled: true,
    }
}

async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    let begun = Instant::now();
    while !is_so().await {
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "not within 30 s: {what}"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_feed_publishes_and_edits_is_told_and_another_that_fails_stops_nothing() {
    let (house, site) = (House::new(), Site::open());
    let config = configured(&house, &site);
    let app = App::new(config.into(), Some(house.data())).unwrap();
    let (record, standing) = (
        app.record().await.unwrap(),
        app.subscribers().await.unwrap(),
    );
    let rss = "application/rss+xml";
    let old = page("Ada Vale", "The harbour was never closed to anybody");
    site.put("/old", 200, "text/html", old);
    site.put("/feed", 200, rss, feed(&site, &["/old"]));
    site.put("/broken", 503, "text/plain", String::new());

    record
        .add_subscription(&NewSubscription {
            owner: Person {
                platform: Platform::Discord,
                id: "ada".to_owned(),
            },
            conversation: place("quay"),
            community: None,
            is_private: false,
            created: jiff::Timestamp::now(),
            written: "harbour".to_owned(),
            wanted: Wanted {
                condition: word("harbour"),
                words: WhoseWords::Speakers,
                first_use: false,
            },
            delivery: Delivery::AtOnce,
            zone: "UTC".to_owned(),
            quiet: None,
            language: Language::unknown(),
        })
        .await
        .unwrap();
    standing.follow(&*record).await.unwrap();

    let heard = Arc::new(Heard::default());
    let sources = Arc::new(vec![source(&site, "feed"), source(&site, "broken")]);
    let (_changes, sources) = tokio::sync::watch::channel(sources);
    let watch = Watch {
        ingest: app.ingest().await.unwrap(),
        sources,
        listeners: vec![heard.clone()],
        settings: WatchSettings {
            failing_after: 1,
            look_again: vec![SignedDuration::from_secs(2)],
            ..WatchSettings::default()
        },
    };
    let platform = Arc::new(FakePlatform::default());
    let deliveries = Arc::new(Deliveries {
        outbox: record.clone(),
        subscriptions: record.clone(),
        record: record.clone(),
        messengers: vec![platform.clone()],
        clock: Arc::new(SystemClock),
        settings: AlertSettings::default(),
    });
    let shutdown = CancellationToken::new();
    let watching = tokio::spawn(watch.run(shutdown.clone()));
    let delivering = tokio::spawn(deliveries.run(shutdown.clone()));

    until("the first look is taken in", async || {
        record.freshness().await.unwrap().articles == 1
    })
    .await;
    let new = page(
        "Tom Marsh",
        "The harbour will be open until the last ship is in",
    );
    site.put("/new", 200, "text/html", new);
    site.put("/feed", 200, rss, feed(&site, &["/new", "/old"]));
    until("the article is taken in", async || {
        record.freshness().await.unwrap().articles == 2
    })
    .await;
    let taken_in = Instant::now();
    until("the alert arrives", async || {
        !platform.read("quay").is_empty()
    })
    .await;
    assert!(taken_in.elapsed() < Duration::from_secs(5));
    assert_eq!(
        platform.read("quay"),
        ["The harbour will be open until the last ship is in,"]
    );

    // The feed says nothing of the edit.
    let edited = page(
        "Tom Marsh",
        "The harbour will be shut until the last ship is in",
    );
    site.put("/new", 200, "text/html", edited);
    until("the edit arrives", async || {
        platform.read("quay").len() == 2
    })
    .await;
    assert_eq!(
        platform.read("quay")[1],
        "The harbour will be open until the last ship is in, -> \
         The harbour will be shut until the last ship is in,"
    );
    let heard = heard.0.lock().unwrap().clone();
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert!(heard[0].starts_with("broken fails: "), "{heard:?}");

    shutdown.cancel();
    let ended = tokio::time::timeout(Duration::from_secs(10), async {
        watching.await.unwrap();
        delivering.await.unwrap();
    });
    ended.await.expect("both end when told");
}
