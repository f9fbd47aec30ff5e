//! The real program on a fake Discord: whole conversations.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use verbatim::chat::discord::{DiscordMessenger, DiscordSettings};
use verbatim::domain::{Conversation, Language, Notice, Platform, Roster};
use verbatim::ports::{Administration, Messenger, SendError};

use crate::fake_discord::{
    Asked, BOT, CHANNEL, DIRECT, FakeDiscord, Fault, Order, PATIENCE, Said, TOKEN,
};
use crate::harness::{House, articles};

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
    (
        "Ada Vale",
        "Foreign Minister",
        "The harbour of Nowhere will open to every ship, and nobody will be asked for a flag.",
    ),
    (
        "Ada Vale",
        "Foreign Minister",
        "Our harbour pilots have waited for three winters and they are ready tonight.",
    ),
    (
        "Tom Marsh",
        "Governor",
        "No harbour opens without the consent of the islands, not this year and not the next.",
    ),
    (
        "Ines Okoro",
        "Mayor",
        "We counted forty ships before the harbour wall and fed every crew among them.",
    ),
    (
        "Ada Vale",
        "Foreign Minister",
        "Whoever closes a harbour closes a school, a market and a hospital behind it.",
    ),
    (
        "Tom Marsh",
        "Governor",
        "The islands have never sold their harbour and they will not begin with it now.",
    ),
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
                // The first is known to the minute.
                "published": format!("2025-11-{:02}{}", 10 + number, if number == 0 { "T09:30:00Z" } else { "" }),
                "language": "en",
                "text": format!("{office} {speaker} spoke to the press.\n\n\"{words}\" {surname} said.\n\nIt rained."),
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
    start_with(house, fake, way, settings, "")
}

/// The same with these sources.
pub fn start_with(
    house: &House,
    fake: &FakeDiscord,
    way: Way,
    settings: &str,
    sources: &str,
) -> Bot {
    let address = match way {
        Way::Proxy => format!("api_url = \"{}\"\n", fake.address()),
        Way::Direct => String::new(),
    };
    let config = house.config(&[
        ("verbatim.toml", format!("[discord]\n{address}{settings}\n")),
        ("sources.toml", sources.to_owned()),
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
        .env(
            "VERBATIM_LOG",
            std::env::var("VERBATIM_LOG").unwrap_or_else(|_| "info".to_owned()),
        )
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

/// What sends notices, in this process, to a fake that is taken for discord.com.
pub fn messenger(fake: &FakeDiscord) -> Arc<DiscordMessenger> {
    let certificate = serenity_http::Certificate::from_pem(fake.certificate.as_bytes());
    let client = serenity_http::Client::builder()
        .use_rustls_tls()
        .add_root_certificate(certificate.expect("a certificate"))
        .proxy(serenity_http::Proxy::https(fake.address()).expect("a proxy"))
        .build()
        .expect("a client");
    let roster = Arc::new(Roster::new(Vec::new(), Vec::new()));
    let settings = DiscordSettings::default();
    Arc::new(DiscordMessenger::new(&settings, TOKEN, client, roster))
}

/// The text of a body's embed.
pub fn text(body: &Value) -> &str {
    body["embeds"][0]["description"]
        .as_str()
        .unwrap_or_default()
}

/// What a reader sees of Markdown in which everything is escaped.
pub fn plain(text: &str) -> String {
    text.replace('\\', "")
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
    found
        .unwrap_or_else(|| panic!("no {label} in {all:?}"))
        .1
        .clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slash_command_is_acknowledged_at_once_and_answered() {
    let house = house();
    let (fake, mut bot) = running(&house, "").await;
    let asked = fake.command(
        &Asked::default(),
        "ask",
        &[("question", "what did Vale say about the harbour")],
    );
    let (body, privately) = fake.reply(&asked).await;
    assert!(text(&body).contains("> “"), "{body}");
    assert!(text(&body).contains("Ada Vale"), "{body}");
    assert!(!privately);
    let made = fake.requests(&format!("POST /interactions/{}", asked.id));
    assert_eq!(made[0].body, json!({"type": 5}));
    assert_eq!(bot.stop().await, Some(0), "{}", bot.log());
    fake.judge();
}

/// A harbour question that has more than one page.
async fn paged(fake: &FakeDiscord, asked: &Asked) -> (Value, u64) {
    let interaction = fake.command(asked, "ask", &[("question", "harbour")]);
    let (body, _) = fake.reply(&interaction).await;
    let message = fake.state().interactions[&interaction.token].shown;
    (body, message.expect("a message shows the reply"))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_of_the_table_is_registered_once_in_five_languages() {
    let house = house();
    let (fake, mut bot) = running(&house, "").await;
    fake.wait("the commands", |state| (state.puts == 1).then_some(()))
        .await;
    let commands = fake.state().commands.clone();
    for command in verbatim::commands::TABLE {
        let made = commands
            .iter()
            .find(|made| made["name"] == json!(command.word));
        let made = made.unwrap_or_else(|| panic!("{} is not registered", command.word));
        for locale in ["uk", "ru", "de", "fr"] {
            assert!(
                made["name_localizations"][locale].is_string(),
                "{locale}: {made}"
            );
        }
    }
    assert!(
        commands
            .iter()
            .any(|made| made["type"] == json!(3) && made["name"] == json!("Check quote"))
    );
    let ask = commands
        .iter()
        .find(|made| made["name"] == json!("ask"))
        .expect("ask");
    assert_eq!(ask["options"][0]["name"], json!("question"));
    assert_eq!(ask["options"][0]["required"], json!(true));
    assert_eq!(ask["options"][1]["autocomplete"], json!(true));
    bot.stop().await;
    // Nothing changed: nothing is registered.
    let mut bot = start(&house, &fake, Way::Proxy, "");
    fake.wait("the second look", |state| {
        let looks = state
            .requests
            .iter()
            .filter(|request| request.method == "GET" && request.path.ends_with("/commands"));
        (looks.count() == 2).then_some(())
    })
    .await;
    fake.connected().await;
    assert_eq!(fake.state().puts, 1);
    bot.stop().await;
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_are_registered_in_the_development_server_alone() {
    let house = house();
    let (fake, _bot) = running(&house, "guilds = [42]").await;
    fake.wait("the commands", |state| (state.puts == 1).then_some(()))
        .await;
    let put = fake.requests("PUT /applications/");
    assert!(
        put[0].path.ends_with("/guilds/42/commands"),
        "{}",
        put[0].path
    );
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_is_answered() {
    let house = house();
    let (fake, _bot) = running(&house, "").await;
    let given = Asked::default();
    let reply = async |word: &str, options: &[(&str, &str)]| {
        let interaction = fake.command(&given, word, options);
        let (body, privately) = fake.reply(&interaction).await;
        let mut kept = body.clone();
        kept["privately"] = json!(privately);
        kept
    };
    let settings = {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("snapshots/discord");
        settings.set_prepend_module_to_snapshot(false);
        settings
    };
    let ask = reply(
        "ask",
        &[
            ("question", "harbour"),
            ("speaker", "Ada Vale"),
            ("since", "2025-11-01"),
            ("limit", "2"),
        ],
    )
    .await;
    let nothing = reply("ask", &[("question", "what did Vale say about submarines")]).await;
    let latest = reply("latest", &[("speaker", "Tom Marsh"), ("topic", "harbour")]).await;
    let exact = reply(
        "check",
        &[(
            "claim",
            "No harbour opens without the consent of the islands",
        )],
    )
    .await;
    let near = reply("check", &[("claim", "No harbour opens without the consent of the mainland, not this year and not the next"), ("speaker", "Tom Marsh")]).await;
    let not_found = reply(
        "check",
        &[(
            "claim",
            "The moon is a harbour for tired sailors of every kind",
        )],
    )
    .await;
    let lineage = reply(
        "lineage",
        &[("words", "Our harbour pilots have waited for three winters")],
    )
    .await;
    let timeline = reply("timeline", &[("speaker", "Ada Vale"), ("topic", "harbour")]).await;
    let sources = reply("sources", &[]).await;
    let help = reply("help", &[]).await;
    assert!(text(&nothing).contains("Nothing found"), "{nothing}");
    assert!(text(&latest).contains("Tom Marsh"), "{latest}");
    assert!(text(&exact).contains("**Exact"), "{exact}");
    assert!(text(&near).contains("~~islands,~~ **mainland,**"), "{near}");
    assert!(text(&near).contains("~~said, not in the claim~~"), "{near}");
    assert!(text(&not_found).contains("**Not found"), "{not_found}");
    assert_eq!(
        timeline["embeds"][0]["image"]["url"],
        json!("attachment://timeline.png")
    );
    assert!(
        text(&timeline).contains("Published <t:1762767000:f>"),
        "{timeline}"
    );
    for private in [&sources, &help] {
        assert_eq!(private["privately"], json!(true));
    }
    assert!(text(&ask).contains("Nowhere \\*Daily\\*"), "{ask}");
    assert!(
        text(&ask).contains("](https://example.org/harbour_%28talks%29/"),
        "{ask}"
    );
    settings.bind(|| {
        for (name, body) in [
            ("ask", &ask),
            ("nothing_found", &nothing),
            ("latest", &latest),
            ("check_exact", &exact),
            ("check_near", &near),
            ("check_not_found", &not_found),
            ("lineage", &lineage),
            ("timeline", &timeline),
            ("sources", &sources),
            ("help", &help),
        ] {
            insta::assert_json_snapshot!(name, body);
        }
    });
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_frame_of_a_reply_is_in_the_readers_language() {
    let house = house();
    let (fake, _bot) = running(&house, "").await;
    for (locale, told) in [
        ("uk", "Нічого"),
        ("ru", "Ничего"),
        ("de", "Nichts"),
        ("fr", "Rien"),
        ("pt-BR", "Nothing"),
    ] {
        let asked = Asked {
            locale,
            ..Asked::default()
        };
        let interaction = fake.command(
            &asked,
            "ask",
            &[("question", "what did Vale say about submarines")],
        );
        let (body, _) = fake.reply(&interaction).await;
        assert!(text(&body).contains(told), "{locale}: {body}");
    }
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn speakers_and_outlets_are_suggested_while_they_are_typed() {
    let house = house();
    let (fake, _bot) = running(&house, "").await;
    let given = Asked::default();
    let names = async |word: &str, option: &str, typed: &str| {
        let (body, _) = fake.reply(&fake.type_in(&given, word, option, typed)).await;
        let choices = body["choices"].as_array().cloned().expect("choices");
        choices
            .iter()
            .map(|choice| choice["name"].as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names("ask", "speaker", "ada v").await, ["Ada Vale"]);
    assert!(
        names("latest", "speaker", "kall")
            .await
            .contains(&"Kaja Kallas".to_owned())
    );
    assert!(
        names("timeline", "speaker", "каллас")
            .await
            .contains(&"Kaja Kallas".to_owned())
    );
    assert_eq!(names("ask", "outlet", "nowh").await, ["Nowhere *Daily*"]);
    assert_eq!(names("ask", "speaker", "").await.len(), 25);
    assert!(names("ask", "speaker", "zzzz").await.is_empty());
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_turned_by_the_asker_or_a_moderator_and_survive_a_restart() {
    let house = house();
    let (fake, mut bot) = running(&house, "").await;
    let asker = Asked::default();
    let (first, message) = paged(&fake, &asker).await;
    assert!(
        first["embeds"][0]["footer"]["text"]
            .as_str()
            .is_some_and(|text| text.starts_with("Page 1 of 2")),
        "{first}"
    );
    let next = button(&first, "▶");
    bot.stop().await;

    let _bot = start(&house, &fake, Way::Proxy, "");
    fake.connected().await;
    // Another user is refused, and the message stays.
    let other = Asked {
        by: 2_002,
        ..Asked::default()
    };
    let (refused, privately) = fake.reply(&fake.press(&other, message, &next)).await;
    assert!(text(&refused).contains("Only whoever asked"), "{refused}");
    assert!(privately);
    assert_eq!(
        fake.state().messages[&message]["embeds"][0]["description"],
        first["embeds"][0]["description"]
    );
    // The asker turns it, in place.
    let pressed = fake.press(&asker, message, &next);
    let (second, _) = fake.reply(&pressed).await;
    assert_ne!(text(&second), text(&first));
    assert_eq!(
        fake.state().interactions[&pressed.token].shown,
        Some(message)
    );
    assert!(
        second["embeds"][0]["footer"]["text"]
            .as_str()
            .is_some_and(|text| text.starts_with("Page 2 of 2"))
    );
    // So does whoever may manage the server.
    let moderator = Asked {
        by: 3_003,
        permissions: 1 << 5,
        ..Asked::default()
    };
    let (back, _) = fake
        .reply(&fake.press(&moderator, message, &button(&second, "◀")))
        .await;
    assert_eq!(text(&back), text(&first));
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_is_followed_in_one_press() {
    let house = house();
    let (fake, _bot) = running(&house, "").await;
    let (first, message) = paged(&fake, &Asked::default()).await;
    let follow = button(&first, "Follow");
    // In a server, that is for those who run it.
    let (refused, privately) = fake
        .reply(&fake.press(&Asked::default(), message, &follow))
        .await;
    assert!(
        text(&refused).contains("only for those who run"),
        "{refused}"
    );
    assert!(privately);
    let moderator = Asked {
        by: 3_003,
        permissions: 1 << 5,
        ..Asked::default()
    };
    let (followed, privately) = fake.reply(&fake.press(&moderator, message, &follow)).await;
    assert!(text(&followed).contains("harbour"), "{followed}");
    assert!(privately);
    let (listed, _) = fake
        .reply(&fake.command(&moderator, "subscribe", &[("what", "vale NOT grain")]))
        .await;
    assert!(text(&listed).contains("vale NOT grain"), "{listed}");
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_context_of_a_hit_is_shown_to_whoever_presses() {
    let house = house();
    let (fake, _bot) = running(&house, "").await;
    let (first, message) = paged(&fake, &Asked::default()).await;
    let other = Asked {
        by: 2_002,
        ..Asked::default()
    };
    let (context, privately) = fake
        .reply(&fake.press(&other, message, &button(&first, "Context 1")))
        .await;
    assert!(privately);
    assert!(text(&context).contains("said."), "{context}");
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_and_forms_and_commands_of_other_versions_are_answered() {
    let house = house();
    let (fake, _bot) = running(&house, "").await;
    let (_, message) = paged(&fake, &Asked::default()).await;
    for id in ["0:page:1:1", "anything", "1:page:x:1"] {
        let (body, privately) = fake
            .reply(&fake.press(&Asked::default(), message, id))
            .await;
        assert!(text(&body).contains("another version"), "{body}");
        assert!(privately);
    }
    // A turn that nobody knows.
    let (body, privately) = fake
        .reply(&fake.press(&Asked::default(), message, "1:context:999999:0"))
        .await;
    assert!(text(&body).contains("not kept any more"), "{body}");
    assert!(privately);
    let (body, privately) = fake
        .reply(&fake.command(&Asked::default(), "vanished", &[]))
        .await;
    assert!(text(&body).contains("there is no command"), "{body}");
    assert!(privately);
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_are_told_to_the_asker_alone() {
    let house = house();
    let (fake, _bot) = running(&house, "").await;
    let given = Asked::default();
    for (options, told) in [
        (
            vec![("question", "harbour"), ("limit", "many")],
            "from 1 to 100",
        ),
        (
            vec![("question", "harbour"), ("since", "the day of the whale")],
            "whale",
        ),
        (vec![("question", "   ")], "needs a question"),
        (
            vec![("question", "harbour"), ("outlet", "The Missing Post")],
            "Missing Post",
        ),
    ] {
        let (body, privately) = fake.reply(&fake.command(&given, "ask", &options)).await;
        assert!(text(&body).contains(told), "{told}: {body}");
        assert!(privately, "{told}");
    }
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_too_fast_is_told_to_wait() {
    let house = house();
    let (fake, _bot) = running(&house, "\n[limits]\nperson_a_minute = 2").await;
    let mut told = Vec::new();
    for _ in 0..3 {
        told.push(
            fake.reply(&fake.command(&Asked::default(), "help", &[]))
                .await,
        );
    }
    assert!(text(&told[2].0).contains("Try again in"), "{}", told[2].0);
    assert!(told[2].1);
    // Somebody else is not kept from asking.
    let other = Asked {
        by: 2_002,
        ..Asked::default()
    };
    let (body, _) = fake.reply(&fake.command(&other, "help", &[])).await;
    assert!(!text(&body).contains("Try again in"));
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_checked_from_its_menu() {
    let house = house();
    let (fake, _bot) = running(&house, "").await;
    let claim = fake.say(&Said::in_channel(
        "Our harbour pilots have waited for four winters and they are ready tonight.",
    ));
    let (body, _) = fake
        .reply(&fake.check_message(&Asked::default(), claim))
        .await;
    assert!(text(&body).contains("~~three~~ **four**"), "{body}");
    let empty = fake.say(&Said::in_channel(""));
    let (body, privately) = fake
        .reply(&fake.check_message(&Asked::default(), empty))
        .await;
    assert!(text(&body).contains("no words"), "{body}");
    assert!(privately);
    fake.judge();
}

/// Waits for the answer to a message.
async fn answer(fake: &FakeDiscord, channel: u64, to: u64) -> Value {
    fake.wait("an answer", |state| {
        state.requests.iter().find_map(|request| {
            let answers = request.path == format!("/channels/{channel}/messages")
                && request.status < 300
                && request.body["message_reference"]["message_id"] == json!(to.to_string());
            answers.then(|| request.body.clone())
        })
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mention_and_a_direct_message_ask_and_other_talk_is_left_alone() {
    let house = house();
    let (fake, _bot) = running(&house, "").await;
    let mention = format!("<@{BOT}> what did Vale say about the harbour?");
    // Nobody speaks to us here.
    fake.say(&Said::in_channel("what did Vale say about the harbour?"));
    fake.say(&Said {
        by_bot: true,
        ..Said::in_channel(&mention)
    });
    fake.say(&Said {
        by: BOT,
        by_bot: true,
        ..Said::directly("harbour")
    });
    let asked = fake.say(&Said::in_channel(&mention));
    let body = answer(&fake, CHANNEL, asked).await;
    assert!(text(&body).contains("Ada Vale"), "{body}");
    assert_eq!(body["nonce"], json!(asked.to_string()));
    assert_eq!(body["enforce_nonce"], json!(true));
    let asked = fake.say(&Said::directly("what did Marsh say about the islands?"));
    assert!(text(&answer(&fake, DIRECT, asked).await).contains("Tom Marsh"));
    // Alone with us, what follows needs no reply.
    let asked = fake.say(&Said::directly("and Vale?"));
    let body = answer(&fake, DIRECT, asked).await;
    assert!(text(&body).contains("islands"), "{body}");
    // A bare mention is helped.
    let asked = fake.say(&Said::in_channel(&format!("<@{BOT}>")));
    assert!(text(&answer(&fake, CHANNEL, asked).await).contains("Ask in your own words"));
    // A mistake is told.
    let asked = fake.say(&Said::in_channel(&format!("<@{BOT}> /aks harbour")));
    assert!(text(&answer(&fake, CHANNEL, asked).await).contains("there is no command"));
    assert_eq!(fake.requests("POST /channels/").len(), 5);
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn replies_and_threads_follow_up() {
    let house = house();
    let (fake, _bot) = running(&house, "message_content = true").await;
    let (_, shown) = paged(&fake, &Asked::default()).await;
    let reply = fake.say(&Said {
        replies_to: Some(shown),
        ..Said::in_channel("and Marsh?")
    });
    assert!(text(&answer(&fake, CHANNEL, reply).await).contains("Tom Marsh"));
    // A thread that was started from the answer has its number.
    fake.state().channels.insert(shown, (11, Some(CHANNEL)));
    let said = fake.say(&Said {
        channel: shown,
        ..Said::in_channel("what did Okoro say of ships?")
    });
    assert!(text(&answer(&fake, shown, said).await).contains("Ines Okoro"));
    // In a thread that holds an answer, talk is to us; in one that holds none it isn't.
    let said = fake.say(&Said {
        channel: shown,
        ..Said::in_channel("and what did Vale say of pilots?")
    });
    assert!(text(&answer(&fake, shown, said).await).contains("Ada Vale"));
    let elsewhere = 700_000_000_000_000_009;
    fake.state().channels.insert(elsewhere, (11, Some(CHANNEL)));
    fake.say(&Said {
        channel: elsewhere,
        ..Said::in_channel("what did Vale say of pilots?")
    });
    fake.say(&Said::in_channel("what did Vale say of pilots?"));
    let last = fake.say(&Said::directly("harbour"));
    answer(&fake, DIRECT, last).await;
    assert!(fake.state().said_by_bot(elsewhere).is_empty());
    assert_eq!(
        fake.requests(&format!("POST /channels/{CHANNEL}/messages"))
            .len(),
        1
    );
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_privileged_intent_is_asked_for_unless_the_operator_says_so() {
    let house = house();
    let (fake, _bot) = running(&house, "").await;
    let intents = fake.state().sessions.identified[0]["intents"].as_u64();
    assert_eq!(intents, Some((1 << 9) | (1 << 12)));
    let shard = fake.state().sessions.identified[0]["shard"].clone();
    assert_eq!(shard, json!([0, 1]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_runs_the_shards_that_it_is_told_to() {
    let house = house();
    let fake = FakeDiscord::start().await;
    let _bot = start(&house, &fake, Way::Proxy, "shards = \"2-3/4\"");
    fake.wait("two shards", |state| {
        (state.sessions.identified.len() == 2).then_some(())
    })
    .await;
    let shards: Vec<Value> = fake
        .state()
        .sessions
        .identified
        .iter()
        .map(|said| said["shard"].clone())
        .collect();
    assert_eq!(shards, [json!([2, 4]), json!([3, 4])]);
    // The first shard's process registers the commands.
    assert_eq!(fake.state().puts, 0);
    assert!(fake.requests("GET /applications/").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_breaks_is_resumed_and_nothing_is_lost_or_answered_twice() {
    let house = house();
    let (fake, _bot) = running(&house, "").await;
    for order in [
        Order::Drop,
        Order::Say(json!({"op": 7, "d": null})),
        Order::Close(4000),
        Order::Say(json!({"op": 9, "d": true})),
    ] {
        let before = fake.state().sessions.resumed;
        fake.order(order.clone());
        // Said while nobody listens.
        let asked = fake.say(&Said::directly("harbour"));
        fake.wait(&format!("a resumption after {order:?}"), |state| {
            (state.sessions.resumed > before).then_some(())
        })
        .await;
        answer(&fake, DIRECT, asked).await;
    }
    // What Discord sends again is not answered again.
    let said = fake.requests("POST /channels/").len();
    let event = {
        let state = fake.state();
        let last = state
            .messages
            .iter()
            .filter(|(_, message)| message["content"] == json!("harbour"))
            .max_by_key(|(id, _)| **id);
        last.expect("a message").1.clone()
    };
    fake.state().sessions.dispatch("MESSAGE_CREATE", event);
    let asked = fake.say(&Said::directly("pilots"));
    answer(&fake, DIRECT, asked).await;
    assert_eq!(fake.requests("POST /channels/").len(), said + 1);
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_session_is_begun_anew() {
    let house = house();
    let (fake, _bot) = running(&house, "").await;
    fake.forget_sessions();
    fake.order(Order::Drop);
    fake.wait("a second session", |state| {
        (state.sessions.identified.len() >= 2).then_some(())
    })
    .await;
    fake.connected().await;
    let asked = fake.say(&Said::directly("harbour"));
    answer(&fake, DIRECT, asked).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_has_gone_deaf_is_begun_anew() {
    let house = house();
    let fake = FakeDiscord::start().await;
    fake.state().heartbeat = 400;
    let _bot = start(&house, &fake, Way::Proxy, "");
    fake.connected().await;
    fake.wait("heartbeats", |state| {
        (state.sessions.heartbeats >= 2).then_some(())
    })
    .await;
    fake.order(Order::Deaf);
    fake.wait("a second session", |state| {
        (state.sessions.identified.len() >= 2).then_some(())
    })
    .await;
    let asked = fake.say(&Said::directly("harbour"));
    answer(&fake, DIRECT, asked).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn failures_of_discord_are_met_with_another_try() {
    let house = house();
    let (fake, _bot) = running(&house, "").await;
    // An acknowledgement that fails, one that is lost on the way back, replies likewise.
    for fault in [Fault::Status(503), Fault::Lost(502), Fault::Cut] {
        fake.fail("POST /interactions/", fault.clone());
        fake.fail("PATCH /webhooks/", fault.clone());
        let asked = fake.command(&Asked::default(), "ask", &[("question", "harbour")]);
        assert!(text(&fake.reply(&asked).await.0).contains('“'), "{fault:?}");
        fake.fail("POST /channels/", fault.clone());
        let before = fake.state().said_by_bot(DIRECT).len();
        let said = fake.say(&Said::directly("harbour"));
        answer(&fake, DIRECT, said).await;
        assert_eq!(
            fake.state().said_by_bot(DIRECT).len(),
            before + 1,
            "{fault:?}"
        );
    }
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn start_waits_for_a_discord_that_is_down() {
    let house = house();
    let fake = FakeDiscord::start().await;
    for _ in 0..2 {
        fake.fail("GET /gateway", Fault::Status(503));
    }
    let _bot = start(&house, &fake, Way::Proxy, "");
    fake.connected().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_refused_ends_it_with_the_way_out_and_is_never_logged() {
    let house = house();
    let fake = FakeDiscord::start().await;
    fake.fail("GET /gateway/bot", Fault::Status(401));
    let mut bot = start(&house, &fake, Way::Proxy, "");
    assert_eq!(bot.ended(PATIENCE).await, Some(1));
    assert!(bot.log().contains("DISCORD_TOKEN"), "{}", bot.log());
    assert!(!bot.log().contains(TOKEN), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_answered_while_an_owner_has_the_index_built_anew() {
    let house = house();
    let many = house.file("many.jsonl", &articles(0..400));
    house.succeed(&["ingest", many.to_str().expect("a path of letters")]);
    let owner = Asked {
        by: 77,
        ..Asked::default()
    };
    let limits = "owners = [77]\n[limits]\nperson_a_minute = 1000";
    let (fake, _bot) = running(&house, limits).await;
    // Whoever does not run the bot is refused, and nothing is done.
    let (refused, _) = fake
        .reply(&fake.part(&Asked::default(), "admin", "reindex"))
        .await;
    assert!(
        text(&refused).contains("only for those who run"),
        "{refused}"
    );
    let reindex = fake.part(&owner, "admin", "reindex");
    let asked: Vec<_> = (0..20)
        .map(|_| fake.command(&Asked::default(), "ask", &[("question", "harbour pilots")]))
        .collect();
    for question in &asked {
        let (body, _) = fake.reply(question).await;
        assert!(text(&body).contains("harbour"), "{body}");
    }
    fake.wait("the end of the work", |state| {
        state
            .requests
            .iter()
            .any(|request| {
                request.path.contains(&reindex.token)
                    && request.body.to_string().contains("indexed in")
            })
            .then_some(())
    })
    .await;
    let slowest = fake.state().waits.iter().copied().fold(0.0, f64::max);
    assert!(slowest < 3_000.0, "{slowest} ms");
    let (listed, _) = fake
        .reply(&fake.part(&owner, "subscriptions", "list"))
        .await;
    assert!(!text(&listed).is_empty(), "{listed}");
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_run_says_what_is_missing() {
    let house = house();
    let mut command = house.command(&["run", "--only", "discord"]);
    let out = command
        .env_remove("DISCORD_TOKEN")
        .output()
        .expect("it runs");
    // A service manager doesn't start it again for nothing.
    assert_eq!(out.status.code(), Some(78));
    assert!(String::from_utf8_lossy(&out.stderr).contains(".env.example"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_begun_is_finished_before_the_end() {
    let house = house();
    let (fake, mut bot) = running(&house, "").await;
    fake.fail("PATCH /webhooks/", Fault::Status(500));
    fake.fail("PATCH /webhooks/", Fault::Status(500));
    let asked = fake.command(&Asked::default(), "ask", &[("question", "harbour")]);
    fake.wait("an acknowledgement", |state| {
        state.interactions[&asked.token].acknowledged
    })
    .await;
    bot.terminate();
    assert!(text(&fake.reply(&asked).await.0).contains('“'));
    assert_eq!(bot.ended(PATIENCE).await, Some(0), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_proxy_discord_itself_is_asked_and_its_limits_are_observed() {
    let house = house();
    let fake = FakeDiscord::start().await;
    fake.state().limits.enforced = true;
    let _bot = start(&house, &fake, Way::Direct, "");
    fake.connected().await;
    // More than five in five seconds.
    let asked: Vec<u64> = (1..8)
        .map(|by| {
            fake.say(&Said {
                by,
                ..Said::directly("harbour")
            })
        })
        .collect();
    for asked in asked {
        answer(&fake, DIRECT, asked).await;
    }
    assert_eq!(fake.state().limits.refused, 0);
    // What is refused all the same is sent again when Discord says.
    fake.state().limits.enforced = false;
    fake.fail("POST /interactions/", Fault::TooMany(0.3));
    fake.fail("PATCH /webhooks/", Fault::TooMany(0.5));
    let asked = fake.command(&Asked::default(), "ask", &[("question", "harbour")]);
    assert!(text(&fake.reply(&asked).await.0).contains('“'));
    let edits = fake.requests("PATCH /webhooks/");
    assert!(edits[1].at.duration_since(edits[0].at) >= Duration::from_millis(500));
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_sent_once_and_failures_are_told_apart() {
    let fake = FakeDiscord::start().await;
    let messenger = messenger(&fake);
    let to = |place: u64| Conversation {
        platform: Platform::Discord,
        place: place.to_string(),
        thread: None,
    };
    let notice = |line: &str| Notice::Told {
        title: "News".to_owned(),
        lines: vec![line.to_owned()],
    };
    let first = messenger
        .send(
            &to(CHANNEL),
            &notice("@everyone *one*"),
            &Language::unknown(),
            "key-1",
        )
        .await;
    let again = messenger
        .send(
            &to(CHANNEL),
            &notice("@everyone *one*"),
            &Language::unknown(),
            "key-1",
        )
        .await;
    assert_eq!(first, again);
    assert_eq!(fake.state().said_by_bot(CHANNEL).len(), 1);
    let sent = fake.requests(&format!("POST /channels/{CHANNEL}/messages"));
    assert_eq!(text(&sent[0].body), "\\@everyone \\*one\\*");
    let id = first.expect("it is sent");
    assert_eq!(
        messenger
            .edit(&to(CHANNEL), &id, &notice("two"), &Language::unknown())
            .await,
        Ok(())
    );
    assert_eq!(
        fake.state().said_by_bot(CHANNEL)[0]["embeds"][0]["description"],
        json!("two")
    );

    let closed = [
        to(404),
        Conversation {
            place: "no number".to_owned(),
            ..to(1)
        },
    ];
    for place in closed {
        let sent = messenger
            .send(&place, &notice("x"), &Language::unknown(), "key-2")
            .await;
        assert!(matches!(sent, Err(SendError::Closed { .. })), "{sent:?}");
    }
    // A channel that the bot may not write to.
    fake.state().channels.insert(99, (99, None));
    let sent = messenger
        .send(&to(99), &notice("x"), &Language::unknown(), "key-3")
        .await;
    assert!(matches!(sent, Err(SendError::Closed { .. })), "{sent:?}");
    for fault in [Fault::Status(503), Fault::Cut] {
        fake.fail("POST /channels/", fault);
        let sent = messenger
            .send(&to(CHANNEL), &notice("x"), &Language::unknown(), "key-4")
            .await;
        assert!(matches!(sent, Err(SendError::Later { .. })), "{sent:?}");
    }
    fake.fail("POST /channels/", Fault::Status(400));
    let sent = messenger
        .send(&to(CHANNEL), &notice("x"), &Language::unknown(), "key-5")
        .await;
    assert!(matches!(sent, Err(SendError::Refused { .. })), "{sent:?}");
    let gone = verbatim::domain::MessageId("7".to_owned());
    let edited = messenger
        .edit(&to(CHANNEL), &gone, &notice("x"), &Language::unknown())
        .await;
    assert!(
        matches!(edited, Err(SendError::Refused { .. })),
        "{edited:?}"
    );
    fake.judge();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_an_owner_attaches_is_taken_in_and_a_strangers_is_not_even_fetched() {
    const OWNER: u64 = 1_900;
    let house = house();
    let fake = FakeDiscord::start().await;
    let settings = format!(
        "cdn_url = \"{}\"\nowners = [{OWNER}]\n[fetch]\nallow_hosts = [\"127.0.0.1\"]",
        fake.address()
    );
    let _bot = start(&house, &fake, Way::Proxy, &settings);
    fake.connected().await;
    let content = articles(40..43).into_bytes();
    let size = content.len();
    fake.state()
        .files
        .insert("/attachments/1/2/more.jsonl".to_owned(), content);
    let there = format!("{}/attachments/1/2/more.jsonl?ex=1&hm=2", fake.address());
    let owner = Asked {
        by: OWNER,
        ..Asked::default()
    };

    let given = fake.with_file(
        &Asked::default(),
        "admin ingest",
        ("more.jsonl", &there, size),
    );
    let (body, privately) = fake.reply(&given).await;
    assert!(
        text(&body).contains("only for those who run") && privately,
        "{body}"
    );
    assert!(fake.requests("GET /attachments").is_empty());

    for (name, url, size, expected) in [
        (
            "more.jsonl",
            "http://127.0.0.1:9/more.jsonl",
            size,
            "does not lie at",
        ),
        (
            "more.jsonl",
            there.as_str(),
            11 << 20,
            "more than 10485760 bytes",
        ),
        ("more", there.as_str(), size, "no ending"),
    ] {
        let given = fake.with_file(&owner, "admin ingest", (name, url, size));
        let (body, _) = fake.reply(&given).await;
        assert!(plain(text(&body)).contains(expected), "{body}");
    }
    assert!(fake.requests("GET /attachments").is_empty());

    let given = fake.with_file(&owner, "admin ingest", ("more.jsonl", &there, size));
    fake.reply(&given).await;
    fake.wait("the end of the work", |state| {
        let shown = state.interactions[&given.token].shown?;
        text(&state.messages[&shown])
            .contains("3 new")
            .then_some(())
    })
    .await;
    let asked = fake.command(
        &Asked::default(),
        "ask",
        &[("question", "\"day 41 and not a day later\"")],
    );
    let (body, _) = fake.reply(&asked).await;
    assert!(text(&body).contains("day 41 and not a day later"), "{body}");

    // A message has a link of its own, and its reply tells how the work ends.
    let said = Said {
        by: OWNER,
        ..Said::in_channel("")
    };
    let mention = format!("<@{BOT}> /admin ingest");
    let said = fake.say_with_file(
        &Said {
            text: &mention,
            ..said
        },
        ("more.jsonl", &there, size),
    );
    fake.wait("the end of the message's work", |state| {
        let said = state.said_by_bot(CHANNEL);
        said.iter()
            .any(|message| text(message).contains("3 unchanged"))
            .then_some(())
    })
    .await;
    let record = house.record().await;
    let audited = record.list_audited(20).await.expect("it is read");
    let refused = audited.last().expect("a use");
    assert_eq!(
        (refused.command.as_str(), refused.outcome.as_str()),
        ("admin ingest", "refused")
    );
    let link = format!("/{CHANNEL}/{said}");
    assert!(audited[0].details.contains(&link), "{:?}", audited[0]);
    fake.judge();
}
