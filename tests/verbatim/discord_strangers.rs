//! What nobody but those who run the bot may do on Discord, and texts that try to be more than text there: the real
//! program on a fake Discord.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use verbatim::commands::{Command, CommandName, TABLE};
use verbatim::domain::Standing;

use crate::discord::{house, plain, running, text};
use crate::fake_discord::{Asked, BOT, FakeDiscord, Said};
use crate::harness::House;

/// What Discord calls Manage Server.
const MANAGES: u64 = 1 << 5;

async fn open(house: &House) -> SqlitePool {
    let file = house.data().join("verbatim.db");
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    SqlitePool::connect_with(options).await.expect("the record")
}

/// A digest of every table's rows, but for those that note uses.
async fn tables(pool: &SqlitePool) -> BTreeMap<String, String> {
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('audit', 'sequence') ORDER BY name",
    )
    .fetch_all(pool)
    .await
    .expect("names");
    let mut digests = BTreeMap::new();
    for name in names {
        let columns: Vec<String> =
            sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA table_info({name})")))
                .fetch_all(pool)
                .await
                .expect("columns")
                .iter()
                .map(|row| format!("quote({})", row.get::<String, _>("name")))
                .collect();
        let select = format!(
            "SELECT {} AS line FROM {name} ORDER BY line",
            columns.join(" || ',' || ")
        );
        let rows: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(select))
            .fetch_all(pool)
            .await
            .expect("rows");
        digests.insert(name, format!("{:x?}", Sha256::digest(rows.join("\n"))));
    }
    digests
}

/// A digest of every file below a folder, but for the record's, which changes with each note.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut digests = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            digests.extend(files(&path));
        } else if !name.contains("verbatim.db") {
            let content = std::fs::read(&path).expect("a file");
            digests.insert(name, format!("{:x?}", Sha256::digest(content)));
        }
    }
    digests
}

/// Every command without parts below these, as Discord has them registered: its words and its options.
fn registered(commands: &[Value], before: &str) -> Vec<(String, Vec<Value>)> {
    commands
        .iter()
        .filter(|command| command["type"] != json!(3) || !before.is_empty())
        .flat_map(|command| {
            let words = format!("{before}{}", command["name"].as_str().expect("a name"));
            let options = command["options"].as_array().cloned().unwrap_or_default();
            let is_group = options
                .iter()
                .any(|option| option["type"] == json!(1) || option["type"] == json!(2));
            if is_group {
                registered(&options, &format!("{words} "))
            } else {
                vec![(words, options)]
            }
        })
        .collect()
}

/// Everything of the table that is given, and not a name for others.
fn given(commands: &'static [Command]) -> Vec<&'static Command> {
    commands
        .iter()
        .flat_map(|command| {
            if command.parts.is_empty() {
                vec![command]
            } else {
                given(command.parts)
            }
        })
        .collect()
}

/// Something that makes sense for an option.
fn value(option: &str) -> &'static str {
    match option {
        "address" => "https://example.org/feed.xml",
        "id" => "harbour-1",
        "number" | "which" => "1",
        "kind" => "feed",
        "language" => "en",
        "every" => "10m",
        "published" => "2025-11-19",
        "level" => "debug",
        _ => "Ada Vale",
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_of_those_who_run_the_bot_is_refused_to_others_noted_and_changes_nothing() {
    let house = house();
    let limits = "owners = [77]\n[limits]\nperson_a_minute = 100000\ncommunity_a_minute = 100000";
    let (fake, _bot) = running(&house, limits).await;
    fake.wait("the commands", |state| (state.puts == 1).then_some(()))
        .await;
    let there = registered(&fake.state().commands.clone(), "");
    let admin: Vec<&(String, Vec<Value>)> = there
        .iter()
        .filter(|(words, _)| words.starts_with("admin "))
        .collect();
    let table = given(TABLE);
    let of_table: Vec<&&Command> = table
        .iter()
        .filter(|command| matches!(command.name, CommandName::Admin(_)))
        .collect();
    assert_eq!(admin.len(), of_table.len());
    let strangers = [
        ("a member", Standing::Member, Asked::default()),
        (
            "somebody in private",
            Standing::Member,
            Asked {
                by: 1_002,
                guild: false,
                ..Asked::default()
            },
        ),
        (
            "whoever manages the server",
            Standing::Moderator,
            Asked {
                by: 1_003,
                permissions: MANAGES,
                ..Asked::default()
            },
        ),
    ];
    let pool = open(&house).await;
    // A question makes whatever the first answer makes.
    fake.reply(&fake.command(&Asked::default(), "help", &[]))
        .await;
    let before = (
        tables(&pool).await,
        files(&house.data()),
        files(&house.config_dir()),
    );
    let mut refused = Vec::new();
    for (who, standing, asked) in &strangers {
        for (words, options) in &admin {
            let command = of_table
                .iter()
                .find(|command| command.path() == *words)
                .unwrap_or_else(|| panic!("{words} is not in the table"));
            if command.needs <= *standing {
                continue;
            }
            let filled: Vec<(&str, &str)> = options
                .iter()
                .filter(|option| option["type"] == json!(3))
                .map(|option| option["name"].as_str().expect("a name"))
                .map(|name| (name, value(name)))
                .collect();
            let (body, privately) = fake.reply(&fake.words(asked, words, &filled)).await;
            let told = plain(text(&body));
            assert!(
                told.contains("is only for those who run this bot"),
                "{who}: {words}: {body}"
            );
            assert!(privately, "{who}: {words}");
            refused.push((asked.by.to_string(), words.clone()));
            // By a mention too, where no form checks what is given.
            let options: String = command
                .options
                .iter()
                .map(|option| {
                    format!(
                        " --{} {}",
                        option.word,
                        value(option.word).replace(' ', "-")
                    )
                })
                .collect();
            let line = format!("<@{BOT}> /{words} 1{options}");
            if asked.guild && *standing == Standing::Member {
                let said = fake.say(&Said {
                    by: asked.by,
                    ..Said::in_channel(&line)
                });
                let told = answer_to(&fake, said).await;
                assert!(
                    told.contains("is only for those who run this bot"),
                    "{who}: {line}: {told}"
                );
                refused.push((asked.by.to_string(), words.clone()));
            }
        }
    }
    assert!(refused.len() >= 3 * 20, "{}", refused.len());
    let after = (
        tables(&pool).await,
        files(&house.data()),
        files(&house.config_dir()),
    );
    assert_eq!(before, after);
    let noted: Vec<(String, String, String)> =
        sqlx::query_as("SELECT person, command, outcome FROM audit ORDER BY id")
            .fetch_all(&pool)
            .await
            .expect("the audit log");
    let mut noted: Vec<(String, String)> = noted
        .into_iter()
        .inspect(|(_, command, outcome)| assert_eq!(outcome, "refused", "{command}"))
        .map(|(person, command, _)| (person, command))
        .collect();
    noted.sort();
    refused.sort();
    assert_eq!(noted, refused);
    fake.judge();
}

async fn answer_to(fake: &FakeDiscord, said: u64) -> String {
    fake.wait("an answer", |state| {
        state
            .messages
            .values()
            .find(|message| message["message_reference"]["message_id"] == json!(said.to_string()))
            .map(|message| plain(text(message)))
    })
    .await
}
