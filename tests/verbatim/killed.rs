//! Killed at any point, each owed alert arrives once and in its order.
//!
//! What is killed is the program as it runs: it asks a feed, fetches what is new there, and alerts conversations on
//! Discord and on Matrix. `VERBATIM_KILLS=100 VERBATIM_STATEMENTS=500 VERBATIM_CONVERSATIONS=200` in the environment make
//! it the long run.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use verbatim::domain::{
    Condition, Conversation, Delivery, Language, NewSubscription, Person, Platform, Wanted,
    WhoseWords,
};
use verbatim::ports::{Outbox, Record, Subscriptions};
use verbatim::storage::SqliteRecord;

use crate::discord::plain;
use crate::fake_discord::{Chaos, FakeDiscord, TOKEN};
use crate::fake_matrix::FakeMatrix;
use crate::feeds::Site;
use crate::harness::House;

/// What statements are about, one each, and conversations subscribe to.
const TOPICS: [&str; 20] = [
    "anchor", "beacon", "cargo", "dinghy", "ensign", "ferry", "galley", "hatch", "island", "jetty",
    "keel", "lantern", "mast", "net", "oar", "pilot", "quay", "rudder", "sail", "tiller",
];

/// Which topics one conversation follows, of as many as there are.
const FOLLOWED: usize = 2;

/// Entries that the feed shows: the newest.
const FEED: usize = 1_000;

/// In all, everything that was published has to be there this long after the last kill.
const PATIENCE: Duration = Duration::from_secs(180);

fn number(name: &str, default: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|value| value.parse().ok())
        .unwrap_or(default)
}

fn channel(number: usize) -> u64 {
    710_000_000_000_000_000 + number as u64
}

/// Every other one is on Matrix.
fn conversation(number: usize) -> Conversation {
    let (platform, place) = if number.is_multiple_of(2) {
        (Platform::Discord, channel(number).to_string())
    } else {
        (Platform::Matrix, format!("!room-{number}:test.local"))
    };
    Conversation {
        platform,
        place,
        thread: None,
    }
}

/// The topics that a conversation follows.
fn followed(number: usize) -> [usize; FOLLOWED] {
    let first = number / 2 % TOPICS.len();
    [first, (first + 7) % TOPICS.len()]
}

fn words(number: usize) -> String {
    let topic = TOPICS[number % TOPICS.len()];
    format!("Ship number {number} was seen from the coast of Nowhere, and its {topic} was gone")
}

/// The number in the words of a message.
fn number_in(message: &str) -> Option<usize> {
    let (_, rest) = message.split_once("Ship number ")?;
    rest.split(' ').next()?.parse().ok()
}

fn page(number: usize) -> String {
    format!(
        "<html lang=\"en\"><head><title>Report {number} from the coast</title></head><body><article>\
         <h1>Report {number} from the coast</h1>\
         <p>The press was told of what had been seen from the coast, and it was told in the open and at some length.</p>\
         <p>“{},” Ada Vale told reporters. It was the first time that this was spoken of in public.</p>\
         <p>It rained for the whole day, and the press went home when it had become quite dark outside.</p>\
         </article></body></html>",
        words(number)
    )
}

/// The feed when so many are published, the newest first, as feeds have it.
fn feed(site: &Site, published: &[Timestamp]) -> String {
    let items: String = published
        .iter()
        .enumerate()
        .rev()
        .take(FEED)
        .map(|(number, at)| {
            let at = jiff::fmt::rfc2822::to_string(&at.to_zoned_datetime(jiff::tz::TimeZone::UTC))
                .expect("a day of our time");
            format!(
                "<item><title>Report {number} from the coast</title><link>{}/{number}</link><pubDate>{at}</pubDate></item>",
                site.address
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Example</title>{items}</channel></rss>"
    )
}

fn publish(site: &Site, published: &mut Vec<Timestamp>) {
    let number = published.len();
    published.push(Timestamp::now());
    site.put(&format!("/{number}"), 200, "text/html", page(number));
    site.put("/feed", 200, "application/rss+xml", feed(site, published));
}

async fn subscribe(record: &SqliteRecord, conversations: usize) {
    for number in 0..conversations {
        for topic in followed(number) {
            let to = conversation(number);
            let subscription = NewSubscription {
                owner: Person {
                    platform: to.platform,
                    id: "1001".to_owned(),
                },
                conversation: to,
                community: None,
                is_private: false,
                created: Timestamp::now(),
                written: TOPICS[topic].to_owned(),
                wanted: Wanted {
                    condition: Condition::Word(TOPICS[topic].to_owned()),
                    words: WhoseWords::Speakers,
                    first_use: false,
                },
                delivery: Delivery::AtOnce,
                zone: "UTC".to_owned(),
                quiet: None,
                language: Language::unknown(),
            };
            record
                .add_subscription(&subscription)
                .await
                .expect("it is stored");
        }
    }
}

/// The program with everything that it is configured with.
struct Program {
    house: House,
    config: String,
}

impl Program {
    fn new(site: &Site, discord: &FakeDiscord, matrix: &FakeMatrix) -> Self {
        let house = House::new();
        let settings = format!(
            "[fetch]\nallow_hosts = [\"127.0.0.1\"]\ngap = \"0s\"\n\
             [watch]\nlook_again = []\n\
             [alerts]\npoll = \"1s\"\n\
             [discord]\napi_url = \"{}\"\n\
             [matrix]\nhomeserver = \"{}\"\nuser = \"verbatim\"\n",
            discord.address(),
            matrix.url()
        );
        let source = format!(
            "[[source]]\nid = \"coast\"\nkind = \"feed\"\nurl = \"{}/feed\"\noutlet = \"The Example\"\n\
             language = \"en\"\nevery = \"1m\"\nenabled = true\n",
            site.address
        );
        let config = house.config(&[("verbatim.toml", settings), ("sources.toml", source)]);
        Self { house, config }
    }

    fn start(&self) -> Child {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.log())
            .expect("a file");
        self.house
            .command(&["--config", &self.config, "run"])
            .env("DISCORD_TOKEN", TOKEN)
            .env("VERBATIM_MATRIX_PASSWORD", "open sesame")
            // 32 bytes, so that no start has to make a key of a passphrase.
            .env(
                "VERBATIM_MATRIX_STORE_KEY",
                "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
            )
            .env("VERBATIM_LOG", "warn,verbatim=info")
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the program starts")
    }

    fn log(&self) -> std::path::PathBuf {
        self.house.file("log/.keep", "").with_file_name("bot.log")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let told = std::fs::read_to_string(self.log()).unwrap_or_default();
            let tail: Vec<&str> = told.lines().rev().take(60).collect();
            eprintln!("the program's log, the newest first:\n{}", tail.join("\n"));
        }
    }
}

/// Lets the next start ask the feed: its minute has passed.
async fn make_due(pool: &SqlitePool) {
    sqlx::query("UPDATE source SET next_ms = 0")
        .execute(pool)
        .await
        .expect("it is changed");
}

/// Ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The numbers of the statements that a conversation was told, in the order in which it sees them.
fn told(discord: &FakeDiscord, matrix: &FakeMatrix, number: usize) -> Vec<usize> {
    let to = conversation(number);
    match to.platform {
        Platform::Discord => discord
            .state()
            .said_by_bot(channel(number))
            .iter()
            .map(|message| {
                let text = message["embeds"][0]["description"]
                    .as_str()
                    .unwrap_or_default();
                number_in(&plain(text)).unwrap_or_else(|| panic!("{message}"))
            })
            .collect(),
        _ => matrix
            .state
            .lock()
            .messages
            .get(&to.place)
            .into_iter()
            .flatten()
            .map(|message| {
                let text = message["body"].as_str().unwrap_or_default();
                number_in(text).unwrap_or_else(|| panic!("{message}"))
            })
            .collect(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_owed_alert_arrives_once_and_in_order_whenever_the_program_is_killed() {
    let kills = number("VERBATIM_KILLS", 6);
    let statements = number("VERBATIM_STATEMENTS", 60);
    let conversations = number("VERBATIM_CONVERSATIONS", 200);
    let seed = number("VERBATIM_SEED", 20_251_120) as u64;
    let mut random = StdRng::seed_from_u64(seed);
    let begun = Instant::now();

    let (site, discord) = (Site::open(), FakeDiscord::start().await);
    discord.state().keep_requests = false;
    let mut rooms = Vec::new();
    for number in 0..conversations {
        let to = conversation(number);
        match to.platform {
            Platform::Discord => {
                discord.state().channels.insert(channel(number), (0, None));
            }
            _ => rooms.push(to.place),
        }
    }
    let matrix = FakeMatrix::start(rooms).await;
    let program = Program::new(&site, &discord, &matrix);
    let record = program.house.record().await;
    subscribe(&record, conversations).await;
    let file = program.house.data().join("verbatim.db");
    let pool = SqlitePool::connect_with(SqliteConnectOptions::new().filename(file))
        .await
        .expect("the record");

    // What stands in the feed at the first look is its archive, and nobody is told of it.
    let mut published = Vec::new();
    publish(&site, &mut published);
    let first = Running(program.start());
    until(PATIENCE, "the first look", async || {
        record.freshness().await.expect("it is read").articles == 1
            && discord.state().sessions.connected() > 0
            && matrix.state.lock().synced > 1
    })
    .await;
    drop(first);
    let ready = begun.elapsed();

    discord.state().chaos = Some(Chaos {
        random: StdRng::seed_from_u64(seed + 1),
        share: 0.01,
    });
    matrix.state.lock().chaos = Some((StdRng::seed_from_u64(seed + 2), 0.01));
    // Statements come for as long as the program is killed, at their own pace.
    let killed = Arc::new(AtomicUsize::new(0));
    let publishing = {
        let (site, killed) = (site.clone(), Arc::clone(&killed));
        let mut random = StdRng::seed_from_u64(seed + 3);
        tokio::task::spawn_blocking(move || {
            while published.len() <= statements {
                publish(&site, &mut published);
                // So many that the last comes with the last kill.
                let due = (killed.load(Ordering::Relaxed) + 1) * statements / kills.max(1);
                let pause = if published.len() < due { 60 } else { 400 };
                std::thread::sleep(Duration::from_millis(random.random_range(0..pause)));
            }
        })
    };
    for _ in 0..kills {
        make_due(&pool).await;
        let mut running = Running(program.start());
        let life = Duration::from_millis(random.random_range(100..4_000));
        tokio::time::sleep(life).await;
        let ended = running.0.try_wait().expect("its state");
        assert!(ended.is_none(), "it ended by itself: {ended:?}");
        drop(running);
        killed.fetch_add(1, Ordering::Relaxed);
    }
    publishing.await.expect("everything was published");
    let after_kills = begun.elapsed();

    make_due(&pool).await;
    let _last = Running(program.start());
    until(PATIENCE, "everything to be taken in", async || {
        record.freshness().await.expect("it is read").articles == statements as u64 + 1
    })
    .await;
    until(PATIENCE, "everything to be sent", async || {
        let waiting = record.count_waiting(Timestamp::now()).await;
        let waiting = waiting.expect("it is read");
        waiting.due + waiting.held == 0
    })
    .await;

    let mut alerts = 0;
    let mut by_statement: BTreeMap<usize, usize> = BTreeMap::new();
    for number in 0..conversations {
        let expected: Vec<usize> = (1..=statements)
            .filter(|statement| followed(number).contains(&(statement % TOPICS.len())))
            .collect();
        let told = told(&discord, &matrix, number);
        assert_eq!(told, expected, "{:?}", conversation(number));
        alerts += told.len();
        for statement in told {
            *by_statement.entry(statement).or_default() += 1;
        }
    }
    assert_eq!(by_statement.len(), statements, "somebody was told of each");
    discord.judge();
    println!(
        "{kills} kills, {statements} statements, {conversations} conversations: {alerts} alerts once and in order, {} sends \
         repeated on Discord and {} on Matrix; {:.0} s ({:.0} s until the first kill, {:.0} s after the last)",
        discord.state().repeated,
        matrix.state.lock().repeated,
        begun.elapsed().as_secs_f64(),
        ready.as_secs_f64(),
        (begun.elapsed() - after_kills).as_secs_f64(),
    );
}

async fn until(patience: Duration, what: &str, is_so: impl AsyncFn() -> bool) {
    let begun = Instant::now();
    while !is_so().await {
        assert!(begun.elapsed() < patience, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
