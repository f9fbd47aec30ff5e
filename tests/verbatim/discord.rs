//! The real program on a fake Discord: whole conversations.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::fake_discord::{Asked, BOT, CHANNEL, DIRECT, FakeDiscord, Fault, Order, PATIENCE, Said, TOKEN};
use crate::harness::House;

/// The program as it runs.
pub struct Bot {
    child: Child,
    log: std::path::PathBuf,
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking()
            && let Ok(log) = std::fs::read_to_string(&self.log)
        {
            eprintln!("the program's log:\n{log}");
        }
    }
}

impl Bot {
    /// Whether it ended by itself within the time, and how.
    pub async fn ended(&mut self, within: Duration) -> Option<i32> {
        let end = Instant::now() + within;
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status.code();
            }
            if Instant::now() > end {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Asks it to end, as a service manager does.
    pub async fn stop(&mut self) -> Option<i32> {
        self.terminate();
        self.ended(PATIENCE).await
    }

    pub fn terminate(&self) {
        let _ = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

/// How the program reaches Discord.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By `api_url`, through a proxy that counts requests.
    Proxy,
    /// As it comes: discord.com, over TLS, with our own limiter.
    Direct,
}

/// A statement of each of a few fictional people.
const ARTICLES: &[(&str, &str, &str)] = &[
    ("Ada Vale", "Foreign Minister", "The harbour of Nowhere will open to every ship, and nobody will be asked for a flag."),
    ("Ada Vale", "Foreign Minister", "Our harbour pilots have waited for three winters and they are ready tonight."),
    ("Tom Marsh", "Governor", "No harbour opens without the consent of the islands, not this year and not the next."),
    ("Ines Okoro", "Mayor", "We counted forty ships before the harbour wall and fed every crew among them."),
    ("Ada Vale", "Foreign Minister", "Whoever closes a harbour closes a school, a market and a hospital behind it."),
    ("Tom Marsh", "Governor", "The islands have never sold their harbour and they will not begin with it now."),
];

/// A house with those articles taken in.
pub fn house() -> House {
    let house = House::new();
    let lines: String = ARTICLES
        .iter()
        .enumerate()
        .map(|(number, (speaker, office, words))| {
            let surname = speaker.split(' ').next_back().unwrap_or(speaker);
            let article = json!({
                "id": format!("harbour-{number}"),
                "title": format!("Harbour talks, day {number}"),
                "url": format!("https://example.org/harbour_(talks)/{number}"),
                "outlet": if number % 2 == 0 { "The Example" } else { "Nowhere *Daily*" },
                "published": format!("2025-11-{:02}", 10 + number),
                "language": "en",
                "text": format!("{office} {speaker} spoke to the press on Thursday.\n\n\"{words}\" {surname} said.\n\nIt rained."),
            });
            format!("{article}\n")
        })
        .collect();
    let file = house.file("harbour.jsonl", &lines);
    house.succeed(&["ingest", file.to_str().expect("a path of letters")]);
    house
}

/// Starts the program on that fake; `settings` are lines of `[discord]`, or further sections.
pub fn start(house: &House, fake: &FakeDiscord, way: Way, settings: &str) -> Bot {
    let address = match way {
        Way::Proxy => format!("api_url = \"{}\"\n", fake.address()),
        Way::Direct => String::new(),
    };
    let config = house.config(&[
        ("verbatim.toml", format!("[discord]\n{address}{settings}\n")),
        ("sources.toml", String::new()),
    ]);
    let mut command = house.command(&["--config", &config, "run", "--only", "discord"]);
    command.env("DISCORD_TOKEN", TOKEN);
    if way == Way::Direct {
        let certificate = house.file("discord.pem", &fake.certificate);
        command
            .env("SSL_CERT_FILE", certificate)
            .env("HTTPS_PROXY", fake.address());
    }
    let log = house.file("bot.log", "");
    let file = std::fs::File::create(&log).expect("a file");
    let child = command
        .env("VERBATIM_LOG", std::env::var("VERBATIM_LOG").unwrap_or_else(|_| "info".to_owned()))
        .stdout(Stdio::null())
        .stderr(file)
        .spawn()
        .expect("the program starts");
    Bot { child, log }
}

/// Starts it, and waits until it is connected.
pub async fn running(house: &House, settings: &str) -> (FakeDiscord, Bot) {
    let fake = FakeDiscord::start().await;
    let bot = start(house, &fake, Way::Proxy, settings);
    fake.connected().await;
    (fake, bot)
}

/// The text of a body's embed.
fn text(body: &Value) -> &str {
    body["embeds"][0]["description"].as_str().unwrap_or_default()
}

/// The ids of a body's buttons, by their labels.
fn buttons(body: &Value) -> Vec<(String, String)> {
    let rows = body["components"].as_array().into_iter().flatten();
    rows.flat_map(|row| row["components"].as_array().into_iter().flatten())
        .map(|button| {
            let told = |key: &str| button[key].as_str().unwrap_or_default().to_owned();
            (told("label"), told("custom_id"))
        })
        .collect()
}

fn button(body: &Value, label: &str) -> String {
    let all = buttons(body);
    let found = all.iter().find(|(told, _)| told == label);
    found.unwrap_or_else(|| panic!("no {label} in {all:?}")).1.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slash_command_is_acknowledged_at_once_and_answered() {
    let house = house();
    let (fake, mut bot) = running(&house, "").await;
    let asked = fake.command(&Asked::default(), "ask", &[("question", "what did Vale say about the harbour")]);
    let (body, privately) = fake.reply(&asked).await;
    assert!(text(&body).contains("> “"), "{body}");
    assert!(text(&body).contains("Ada Vale"), "{body}");
    assert!(!privately);
    let made = fake.requests(&format!("POST /interactions/{}", asked.id));
    assert_eq!(made[0].body, json!({"type": 5}));
    assert_eq!(bot.stop().await, Some(0), "{}", bot.log());
    fake.judge();
}
