//! From a subscription that somebody makes on Discord to what they are told there: the real program, a feed on this
//! machine and a fake Discord.

use std::time::{Duration, Instant};

use serde_json::Value;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use verbatim::ports::Record;

use crate::discord::{Bot, Way, plain, start_with, text};
use crate::fake_discord::{Asked, CHANNEL, DIRECT, FakeDiscord};
use crate::feeds::Site;
use crate::harness::House;

/// Other channels of the server.
const DIGESTED: u64 = 700_000_000_000_000_101;
const GONE: u64 = 700_000_000_000_000_102;
const CLOSED: u64 = 700_000_000_000_000_103;
/// What Discord calls Manage Server.
const MANAGES: u64 = 1 << 5;

/// Without a word of when it was said.
fn page(speaker: &str, words: &str) -> String {
    format!(
        "<html lang=\"en\"><head><title>{speaker} on the harbour</title></head><body><article><h1>{speaker} on the harbour</h1>\
         <p>The harbour of Nowhere was the subject of a long press conference, which was held in the open.</p>\
         <p>“{words},” {speaker} told reporters. It was the first time that the harbour was spoken of.</p>\
         <p>The ships were still waiting outside when the press conference came to its end late in the evening.</p>\
         </article></body></html>"
    )
}

fn feed(site: &Site, paths: &[&str]) -> String {
    let now = jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC);
    let now = jiff::fmt::rfc2822::to_string(&now).expect("a day of our time");
    let outlet = if paths[0].starts_with("/post") {
        "The Example"
    } else {
        "Nowhere Echo"
    };
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
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>{outlet}</title>{items}</channel></rss>"
    )
}

fn publish(site: &Site, feed_path: &str, path: &str, page: String, all: &[&str]) {
    site.put(path, 200, "text/html", page);
    site.put(feed_path, 200, "application/rss+xml", feed(site, all));
}

/// Two outlets with a feed each on one site, followed by the program, which has had its first look at both.
async fn following(house: &House, site: &Site, fake: &FakeDiscord) -> Bot {
    for (path, words) in [
        ("/post/old", "The harbour was never closed to anybody"),
        (
            "/echo/old",
            "Nobody has ever asked for the key of the harbour",
        ),
    ] {
        let (feed_path, _) = path.rsplit_once('/').expect("a folder");
        publish(site, feed_path, path, page("Ada Vale", words), &[path]);
    }
    let sources: String = [("post", "The Example"), ("echo", "Nowhere Echo")]
        .iter()
        .map(|(id, outlet)| {
            format!(
                "[[source]]\nid = \"{id}\"\nkind = \"feed\"\nurl = \"{}/{id}\"\noutlet = \"{outlet}\"\n\
                 language = \"en\"\nevery = \"1m\"\nenabled = true\n",
                site.address
            )
        })
        .collect();
    let looks: Vec<String> = (1..60).map(|look| format!("\"{}s\"", 2 * look)).collect();
    let settings = format!(
        "owners = [77]\n[fetch]\nallow_hosts = [\"127.0.0.1\"]\ngap = \"0s\"\n\
         [watch]\nlook_again = [{}]\n[alerts]\npoll = \"1s\"\ngather_carriers = \"1s\"\n\
         [limits]\nperson_a_minute = 1000",
        looks.join(", ")
    );
    let bot = start_with(house, fake, Way::Proxy, &settings, &sources);
    fake.connected().await;
    let record = house.record().await;
    let begun = Instant::now();
    while record.freshness().await.expect("it is read").articles < 2 {
        assert!(begun.elapsed() < Duration::from_secs(30), "no first look");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    bot
}

/// Lets the program ask a source now: its minute passes, and an owner has the sources looked at anew.
async fn ask_source(house: &House, fake: &FakeDiscord, id: &str) {
    let file = house.data().join("verbatim.db");
    let pool = SqlitePool::connect_with(SqliteConnectOptions::new().filename(file))
        .await
        .expect("the record");
    sqlx::query("UPDATE source SET next_ms = 0")
        .execute(&pool)
        .await
        .expect("it is changed");
    let owner = Asked {
        by: 77,
        guild: false,
        ..Asked::default()
    };
    for part in ["pause", "resume"] {
        let words = format!("admin sources {part}");
        fake.reply(&fake.words(&owner, &words, &[("name", id)]))
            .await;
    }
}

fn moderator(channel: u64) -> Asked {
    Asked {
        by: 1_500,
        permissions: MANAGES,
        channel,
        ..Asked::default()
    }
}

async fn subscribe(fake: &FakeDiscord, asked: &Asked, what: &str) -> String {
    let given = fake.command(asked, "subscribe", &[("what", what)]);
    let (body, _) = fake.reply(&given).await;
    let told = plain(text(&body));
    assert!(told.contains("Subscribed, as number"), "{body}");
    told
}

/// Waits until a channel has so many notices: messages that answer nobody and no command.
async fn notices(fake: &FakeDiscord, channel: u64, count: usize) -> Vec<Value> {
    let what = format!("notice {count} in {channel}");
    fake.wait(&what, |state| {
        let sent: Vec<u64> = state
            .requests
            .iter()
            .filter(|request| {
                request.method == "POST"
                    && request.status == 200
                    && request.path == format!("/channels/{channel}/messages")
            })
            .map(|_| 0)
            .collect();
        let said = state.said_by_bot(channel);
        let nonces: Vec<Value> = said
            .into_iter()
            .filter(|message| {
                let id: u64 = message["id"]
                    .as_str()
                    .and_then(|id| id.parse().ok())
                    .unwrap_or_default();
                state.nonces.values().any(|sent| *sent == id)
            })
            .collect();
        (sent.len() >= count && nonces.len() >= count).then_some(nonces)
    })
    .await
}

fn title(message: &Value) -> String {
    plain(message["embeds"][0]["title"].as_str().unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_and_edited_is_told_where_somebody_subscribed() {
    let (house, site, fake) = (House::new(), Site::open(), FakeDiscord::start().await);
    fake.state().channels.insert(DIGESTED, (0, None));
    let _bot = following(&house, &site, &fake).await;

    let told = subscribe(&fake, &moderator(CHANNEL), "harbour").await;
    // What it would have sent of the articles that are there, with a sample.
    assert!(told.contains("it would have sent 2 alerts"), "{told}");
    assert!(
        told.contains("The harbour was never closed to anybody"),
        "{told}"
    );
    let directly = Asked {
        guild: false,
        ..Asked::default()
    };
    subscribe(&fake, &directly, "marsh harbour").await;
    subscribe(&fake, &moderator(DIGESTED), "harbour every:day").await;

    let new = page(
        "Tom Marsh",
        "The harbour will be open until the last ship is in",
    );
    publish(
        &site,
        "/post",
        "/post/new",
        new,
        &["/post/new", "/post/old"],
    );
    ask_source(&house, &fake, "post").await;
    let alerts = notices(&fake, CHANNEL, 1).await;
    let fetched = site.first_given("/post/new").expect("it was fetched");
    let sent = fake.requests(&format!("POST /channels/{CHANNEL}/messages"));
    let after = sent[0].at.duration_since(fetched);
    println!("the alert came {} ms after the fetch", after.as_millis());
    assert!(after < Duration::from_secs(5), "{after:?}");
    let alert = text(&alerts[0]);
    assert!(
        plain(alert).contains("> “The harbour will be open until the last ship is in,”"),
        "{alert}"
    );
    assert!(
        plain(alert).contains("Tom Marsh") && plain(alert).contains("The Example"),
        "{alert}"
    );
    assert!(
        alert.contains(&format!("({}/post/new", site.address)),
        "{alert}"
    );
    assert_eq!(title(&alerts[0]), "harbour", "the reason");
    let direct = notices(&fake, DIRECT, 1).await;
    assert!(
        plain(text(&direct[0])).contains("open until the last ship"),
        "{direct:?}"
    );
    assert!(
        title(&direct[0]).to_lowercase().contains("marsh"),
        "{direct:?}"
    );

    // Another outlet carries the same words: the message that is there says so, and no other comes.
    let same = page(
        "Tom Marsh",
        "The harbour will be open until the last ship is in",
    );
    publish(
        &site,
        "/echo",
        "/echo/new",
        same,
        &["/echo/new", "/echo/old"],
    );
    ask_source(&house, &fake, "echo").await;
    fake.wait("the other carrier", |state| {
        let said = state.said_by_bot(CHANNEL);
        said.iter()
            .any(|message| {
                plain(text(message)).contains("Also carried by")
                    && plain(text(message)).contains("Nowhere Echo")
            })
            .then_some(())
    })
    .await;
    assert_eq!(notices(&fake, CHANNEL, 1).await.len(), 1);

    // The feed says nothing of the edit.
    let edited = page(
        "Tom Marsh",
        "The harbour will be shut until the last ship is in",
    );
    site.put("/post/new", 200, "text/html", edited);
    for channel in [CHANNEL, DIRECT] {
        let told = notices(&fake, channel, 2).await;
        assert_eq!(title(&told[1]), "Edited after publication", "{told:?}");
        let shown = text(&told[1]);
        assert!(
            shown.contains("~~open~~") && shown.contains("**shut**"),
            "{shown}"
        );
        assert!(
            shown.contains(&format!("({}/post/new", site.address)),
            "{shown}"
        );
        assert_eq!(told.len(), 2, "{told:?}");
    }

    // A day passes: for the program it is the time at which it wrote what waits.
    assert!(
        fake.state().said_by_bot(DIGESTED).len() <= 1,
        "nothing but the reply"
    );
    let file = house.data().join("verbatim.db");
    let pool = SqlitePool::connect_with(SqliteConnectOptions::new().filename(file))
        .await
        .expect("the record");
    for change in [
        "UPDATE outbox SET created_ms = created_ms - 86400000, due_ms = 0 WHERE outcome IS NULL",
        "UPDATE conversation SET next_ms = 0 WHERE next_ms IS NOT NULL",
    ] {
        sqlx::query(change)
            .execute(&pool)
            .await
            .expect("it is changed");
    }
    let digest = notices(&fake, DIGESTED, 1).await;
    assert!(
        title(&digest[0]).starts_with("Daily digest, "),
        "{digest:?}"
    );
    assert!(
        plain(text(&digest[0])).contains("The harbour will be shut until the last ship is in"),
        "as it is by now: {digest:?}"
    );
    assert_eq!(notices(&fake, CHANNEL, 2).await.len(), 2);
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_channel_is_gone_or_closed_nothing_is_sent_any_more_and_its_owner_is_told_once() {
    let (house, site, fake) = (House::new(), Site::open(), FakeDiscord::start().await);
    for channel in [GONE, CLOSED] {
        fake.state().channels.insert(channel, (0, None));
    }
    let _bot = following(&house, &site, &fake).await;
    for channel in [CHANNEL, CLOSED] {
        subscribe(&fake, &moderator(channel), "harbour").await;
    }
    let in_german = Asked {
        locale: "de",
        ..moderator(GONE)
    };
    let given = fake.command(&in_german, "subscribe", &[("what", "harbour")]);
    fake.reply(&given).await;
    fake.state().channels.remove(&GONE);
    fake.state().channels.insert(CLOSED, (99, None));

    let new = page(
        "Tom Marsh",
        "The harbour will be open until the last ship is in",
    );
    publish(
        &site,
        "/post",
        "/post/new",
        new,
        &["/post/new", "/post/old"],
    );
    ask_source(&house, &fake, "post").await;
    let owner = fake
        .wait("the owner's channel", |state| {
            state.directs.get("1500").copied()
        })
        .await;
    let told = notices(&fake, owner, 2).await;
    let told: Vec<String> = told
        .iter()
        .map(|one| format!("{} {}", title(one), plain(text(one))))
        .collect();
    assert!(
        told.iter().any(|told| told.contains(&GONE.to_string())),
        "{told:?}"
    );
    assert!(
        told.iter().any(|told| told.contains(&CLOSED.to_string())),
        "{told:?}"
    );
    // Each in the language in which they subscribed.
    assert!(
        told.iter().any(
            |told| told.contains(&format!("Meldungen an {GONE} sind unterbrochen"))
                && told.contains("Das betrifft Ihr Abonnement dort.")
        ),
        "{told:?}"
    );
    assert!(
        told.iter()
            .any(|told| told.contains(&format!("Alerts to {CLOSED} are paused"))),
        "{told:?}"
    );
    notices(&fake, CHANNEL, 1).await;

    // What is published next is told to whoever can still be told, and nobody tries the others.
    let tries = |channel: u64| {
        fake.requests(&format!("POST /channels/{channel}/messages"))
            .len()
    };
    let before = (tries(GONE), tries(CLOSED));
    let newer = page(
        "Ada Vale",
        "No harbour of ours was ever sold to anybody at all",
    );
    publish(
        &site,
        "/post",
        "/post/newer",
        newer,
        &["/post/newer", "/post/new", "/post/old"],
    );
    ask_source(&house, &fake, "post").await;
    notices(&fake, CHANNEL, 2).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!((tries(GONE), tries(CLOSED)), before);
    assert_eq!(notices(&fake, owner, 2).await.len(), 2, "each is told once");
    let listed = fake.words(
        &Asked {
            guild: false,
            ..moderator(CHANNEL)
        },
        "subscriptions list",
        &[],
    );
    let (body, _) = fake.reply(&listed).await;
    let listed = plain(text(&body));
    assert_eq!(listed.matches("paused").count(), 2, "{listed}");

    // Once it is open again, whoever resumes the subscription hears what waited.
    fake.state().channels.insert(CLOSED, (0, None));
    let resumed = fake.words(
        &moderator(CLOSED),
        "subscriptions resume",
        &[("number", "2")],
    );
    let (body, _) = fake.reply(&resumed).await;
    assert!(plain(text(&body)).contains("sends again"), "{body}");
    let told = notices(&fake, CLOSED, 1).await;
    assert!(
        plain(text(&told[0])).contains("open until the last ship"),
        "{told:?}"
    );
    fake.judge();
}

/// The share `part` of values, as the nearest rank has it.
fn quantile(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = ((sorted.len() as f64 * part).ceil() as usize).saturating_sub(1);
    sorted[at.min(sorted.len() - 1)]
}

#[tokio::test(flavor = "multi_thread")]
async fn no_question_fails_while_the_index_is_built_anew() {
    let (_, meanwhile) = questions_during_rebuilds(500, 1).await;
    assert!(!meanwhile.is_empty(), "nothing was asked meanwhile");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement: run it alone, on a machine that does nothing else"]
async fn no_question_waits_twice_as_long_as_usual_while_the_index_is_built_anew() {
    let (usual, meanwhile) = questions_during_rebuilds(4_000, 4).await;
    assert!(
        meanwhile.len() >= 60,
        "{} questions are too few to tell",
        meanwhile.len()
    );
    let told = |values: &[f64]| {
        let of = |part| quantile(values, part);
        format!(
            "median {:.1}, 95th percentile {:.1}, longest {:.1} ms",
            of(0.5),
            of(0.95),
            of(1.0)
        )
    };
    println!(
        "{} questions each; usually: {}; during a rebuild: {}",
        usual.len(),
        told(&usual),
        told(&meanwhile)
    );
    for part in [0.5, 0.95] {
        let (usual, meanwhile) = (quantile(&usual, part), quantile(&meanwhile, part));
        assert!(
            meanwhile <= 2.0 * usual,
            "at {part}: {meanwhile:.1} ms during a rebuild, usually {usual:.1} ms"
        );
    }
}

/// How many milliseconds questions waited, usually and while an owner had so many articles indexed anew, as often as there
/// are rounds. Between rebuilds it is measured what is usual: what else the machine does comes to both alike. Every question
/// is answered rightly.
async fn questions_during_rebuilds(articles: usize, rounds: usize) -> (Vec<f64>, Vec<f64>) {
    const OWNER: u64 = 77;
    let house = House::new();
    let many = house.file("many.jsonl", &crate::harness::articles(0..articles));
    house.succeed(&["ingest", many.to_str().expect("a path of letters")]);
    let limits = "owners = [77]\n[limits]\nperson_a_minute = 100000\ncommunity_a_minute = 100000";
    let (fake, _bot) = crate::discord::running(&house, limits).await;
    let owner = Asked {
        by: OWNER,
        ..Asked::default()
    };
    // Milliseconds from a question to its answer.
    let ask = async |number: usize| {
        let question = format!(
            "\"will open on day {} and not a day later\"",
            number % articles
        );
        let begun = Instant::now();
        let given = fake.command(&Asked::default(), "ask", &[("question", &question)]);
        let (body, _) = fake.reply(&given).await;
        let waited = begun.elapsed().as_secs_f64() * 1_000.0;
        assert!(
            plain(text(&body)).contains(&format!("will open on day {}", number % articles)),
            "{body}"
        );
        waited
    };
    let pause = async || tokio::time::sleep(Duration::from_millis(25)).await;
    for number in 0..50 {
        ask(number).await;
    }
    let (mut usual, mut meanwhile, mut number) = (Vec::new(), Vec::new(), 0);
    for _ in 0..rounds {
        let reindex = fake.part(&owner, "admin", "reindex");
        let has_ended = || {
            let state = fake.state();
            let of_it =
                |request: &&crate::fake_discord::Request| request.path.contains(&reindex.token);
            let bodies = state.requests.iter().filter(of_it);
            bodies
                .map(|request| request.body.to_string())
                .any(|body| body.contains("indexed in"))
        };
        fake.reply(&reindex).await;
        let begun = meanwhile.len();
        loop {
            let waited = ask(number).await;
            number += 1;
            // The work ends before it is told.
            if has_ended() {
                break;
            }
            meanwhile.push(waited);
            pause().await;
        }
        for _ in begun..meanwhile.len() {
            usual.push(ask(number).await);
            number += 1;
            pause().await;
        }
    }
    fake.judge();
    (usual, meanwhile)
}
