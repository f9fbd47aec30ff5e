//! Killed at any point, each owed alert arrives once and in its order.
//!
//! The process that is killed stores statements and delivers alerts, as the program does; the platforms, which know a
//! repeated send by its key, are here and live on. `VERBATIM_KILLS=100 VERBATIM_STATEMENTS=500 VERBATIM_CONVERSATIONS=200`
//! in the environment make it the long run.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt};
use tokio_util::sync::CancellationToken;
use verbatim::alerts::{AlertSettings, Deliveries, Owing, Subscribers};
use verbatim::domain::{
    Arrival, Clock, Condition, Conversation, Delivery, MessageId, NewSubscription, Notice, Person,
    Platform, SourceId, SpeakerId, SystemClock, Wanted, When, WhoseWords,
};
use verbatim::ports::{Messenger, Outbox, Record, SendError, Subscriptions};
use verbatim::storage::SqliteRecord;

use crate::sample;
use crate::town::told;

const SPEAKERS: usize = 10;

fn number(name: &str, default: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|value| value.parse().ok())
        .unwrap_or(default)
}

fn conversation(number: usize) -> Conversation {
    Conversation {
        platform: if number.is_multiple_of(2) {
            Platform::Discord
        } else {
            Platform::Matrix
        },
        place: format!("place-{number}"),
        thread: None,
    }
}

fn words(number: usize) -> String {
    format!("Ship number {number} has been seen from the harbour of Nowhere")
}

/// What both platforms have: by conversation, the messages in the order in which they came.
#[derive(Default)]
struct Platforms {
    keys: HashSet<(String, String)>,
    messages: HashMap<String, Vec<String>>,
    repeated: usize,
}

/// Takes messages over the loopback interface: `place, key, words`, parted by tabs, answered with the message's id. Now
/// and then it is overloaded, and now and then the answer is lost.
fn serve(listener: TcpListener, platforms: Arc<Mutex<Platforms>>) {
    for (number, stream) in listener.incoming().enumerate() {
        let Ok(stream) = stream else { continue };
        let platforms = Arc::clone(&platforms);
        std::thread::spawn(move || answer(stream, &platforms, number as u64));
    }
}

fn answer(mut stream: TcpStream, platforms: &Mutex<Platforms>, seed: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    let mut line = String::new();
    let reader = stream.try_clone().expect("a socket");
    // Whoever was killed while writing sends half a line.
    if BufReader::new(reader).read_line(&mut line).is_err() || !line.ends_with('\n') {
        return;
    }
    if random.random_bool(0.01) {
        let _ = stream.write_all(b"later\n");
        return;
    }
    let mut parts = line.trim_end().splitn(3, '\t');
    let (place, key, words) = (
        parts.next().expect("a place").to_owned(),
        parts.next().expect("a key").to_owned(),
        parts.next().expect("words").to_owned(),
    );
    {
        let mut platforms = platforms.lock().expect("no panic before");
        if platforms.keys.insert((place.clone(), key.clone())) {
            platforms.messages.entry(place).or_default().push(words);
        } else {
            platforms.repeated += 1;
        }
    }
    if random.random_bool(0.01) {
        return;
    }
    std::thread::sleep(Duration::from_millis(random.random_range(0..4)));
    let _ = stream.write_all(format!("{key}\n").as_bytes());
}

/// A platform as the process that is killed reaches it.
struct Loopback {
    platform: Platform,
    address: String,
}

#[async_trait]
impl Messenger for Loopback {
    fn platform(&self) -> Platform {
        self.platform
    }

    async fn send(
        &self,
        to: &Conversation,
        notice: &Notice,
        key: &str,
    ) -> Result<MessageId, SendError> {
        let later = |reason: String| SendError::Later {
            after: None,
            reason,
        };
        let sending = async {
            let mut stream = tokio::net::TcpStream::connect(&self.address).await?;
            let line = format!("{}\t{key}\t{}\n", to.place, told(notice));
            stream.write_all(line.as_bytes()).await?;
            let mut answer = String::new();
            tokio::io::BufReader::new(stream)
                .read_line(&mut answer)
                .await?;
            std::io::Result::Ok(answer)
        };
        let answer: String = sending
            .await
            .map_err(|error: std::io::Error| later(error.to_string()))?;
        match answer.trim_end() {
            "" => Err(later("no answer".to_owned())),
            "later" => Err(later("overloaded".to_owned())),
            id => Ok(MessageId(id.to_owned())),
        }
    }

    async fn edit(&self, _: &Conversation, _: &MessageId, _: &Notice) -> Result<(), SendError> {
        Ok(())
    }
}

async fn open(folder: &Path) -> Arc<SqliteRecord> {
    Arc::new(
        SqliteRecord::open(&folder.join("verbatim.db"))
            .await
            .expect("the record opens"),
    )
}

async fn subscribe(record: &SqliteRecord, conversations: usize) {
    for number in 0..conversations {
        record
            .add_subscription(&NewSubscription {
                owner: Person {
                    platform: conversation(number).platform,
                    id: "ada".to_owned(),
                },
                conversation: conversation(number),
                community: None,
                is_private: false,
                created: Timestamp::UNIX_EPOCH,
                written: "ships".to_owned(),
                wanted: Wanted {
                    condition: Condition::Speaker(SpeakerId(format!("s{}", number % SPEAKERS))),
                    words: WhoseWords::Speakers,
                    first_use: false,
                },
                delivery: Delivery::AtOnce,
                zone: "UTC".to_owned(),
                quiet: None,
            })
            .await
            .expect("it is stored");
    }
}

/// What is killed: stores what is not stored yet, at the given pace, and delivers; ends when all is delivered.
async fn store_and_deliver(folder: &Path, address: &str, statements: usize, pace: Duration) {
    let record = open(folder).await;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let standing = Arc::new(Subscribers::new(Arc::default(), &[]));
    standing.follow(&*record).await.expect("it is read");
    let settings = AlertSettings::default();
    let owing = Owing::new(standing, settings.clone());
    let messengers = [Platform::Discord, Platform::Matrix].map(|platform| {
        Arc::new(Loopback {
            platform,
            address: address.to_owned(),
        }) as Arc<dyn Messenger>
    });
    let deliveries = Arc::new(Deliveries {
        outbox: record.clone(),
        subscriptions: record.clone(),
        record: record.clone(),
        messengers: messengers.into(),
        clock: clock.clone(),
        settings,
    });
    tokio::spawn(deliveries.run(CancellationToken::new()));
    let stored = record.freshness().await.expect("it is read").articles as usize;
    for number in stored..statements {
        let line = format!(
            "Speaker=s{}: [{}], was the report.",
            number % SPEAKERS,
            words(number)
        );
        let now = clock.now();
        let mut incoming = sample::article(
            &format!("a{number}"),
            "en",
            date(2025, 11, 20),
            "Ships",
            &[&line],
        );
        incoming.article.published = Some(When::minute(now));
        let arrival = Arrival::Followed {
            source: SourceId("post".to_owned()),
            since: now - SignedDuration::from_hours(100),
            looked: now - SignedDuration::from_mins(1),
            due: now,
            is_page: true,
        };
        record
            .take_in(vec![(incoming, arrival)], &owing, now)
            .await
            .expect("it is stored");
        tokio::time::sleep(pace).await;
    }
    loop {
        let waiting = record.count_waiting(clock.now()).await.expect("it is read");
        if waiting.due + waiting.held == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Not a test of its own: what the test below starts and kills.
#[test]
#[ignore = "started by another test, in a process of its own"]
fn a_process_that_is_killed() {
    let Ok(folder) = std::env::var("VERBATIM_KILLED_FOLDER") else {
        return;
    };
    let address = std::env::var("VERBATIM_KILLED_ADDRESS").expect("an address");
    let statements = number("VERBATIM_KILLED_STATEMENTS", 0);
    let pace = Duration::from_micros(number("VERBATIM_KILLED_PACE", 0) as u64);
    tokio::runtime::Runtime::new()
        .expect("threads")
        .block_on(store_and_deliver(
            Path::new(&folder),
            &address,
            statements,
            pace,
        ));
}

fn start(folder: &Path, address: &str, statements: usize, pace: Duration) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "--ignored", "killed::a_process_that_is_killed"])
        .env("VERBATIM_KILLED_FOLDER", folder)
        .env("VERBATIM_KILLED_ADDRESS", address)
        .env("VERBATIM_KILLED_STATEMENTS", statements.to_string())
        .env("VERBATIM_KILLED_PACE", pace.as_micros().to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("it starts")
}

#[tokio::test]
async fn each_owed_alert_arrives_once_and_in_order_whenever_the_process_is_killed() {
    let kills = number("VERBATIM_KILLS", 8);
    let statements = number("VERBATIM_STATEMENTS", 60);
    let conversations = number("VERBATIM_CONVERSATIONS", 20);
    let folder = tempfile::tempdir().expect("a temporary folder");
    subscribe(&*open(folder.path()).await, conversations).await;

    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address").to_string();
    let platforms = Arc::new(Mutex::new(Platforms::default()));
    let serving = Arc::clone(&platforms);
    std::thread::spawn(move || serve(listener, serving));

    let mut random = StdRng::seed_from_u64(20_251_120);
    // So slowly that all of them arrive while the process is being killed.
    let life = Duration::from_millis(600);
    let pace = life.mul_f64(kills as f64 / statements as f64);
    for kill in 0..kills {
        let mut child = start(folder.path(), &address, statements, pace);
        tokio::time::sleep(life.mul_f64(random.random_range(0.1..2.0))).await;
        assert!(
            child.try_wait().expect("its state").is_none(),
            "it ended before kill {kill}"
        );
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
    }
    let mut last = start(folder.path(), &address, statements, Duration::ZERO);
    let ended = last.wait().expect("it ends");
    assert!(ended.success());

    let platforms = platforms.lock().expect("no panic before");
    for number in 0..conversations {
        let expected: Vec<String> = (0..statements)
            .filter(|statement| statement % SPEAKERS == number % SPEAKERS)
            .map(words)
            .collect();
        let place = conversation(number).place;
        let got = platforms.messages.get(&place).cloned().unwrap_or_default();
        assert_eq!(got, expected, "{place}");
    }
    println!(
        "{kills} kills, {} messages, {} sends repeated with their key",
        platforms.keys.len(),
        platforms.repeated
    );
}
