//! What nobody but those who run the bot may do, whatever the platform: everything that a test of that compares.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use verbatim::commands::{Command, CommandName, TABLE};

use crate::harness::House;

pub async fn open(house: &House) -> SqlitePool {
    let file = house.data().join("verbatim.db");
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    SqlitePool::connect_with(options).await.expect("the record")
}

/// A digest of every table's rows, but for those that note uses.
pub async fn tables(pool: &SqlitePool) -> BTreeMap<String, String> {
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

/// Every option of a command with a value, as it is typed.
pub fn typed(command: &Command) -> String {
    let options = command.options.iter().map(|option| {
        let value = value(option.word).replace(' ', "-");
        format!(" --{} {value}", option.word)
    });
    options.collect()
}

/// A digest of every file below a folder, but for the record's, which changes with each note.
pub fn files(folder: &Path) -> BTreeMap<String, String> {
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

/// Every command of those who run the bot.
pub fn administration() -> Vec<&'static Command> {
    let mut all = given(TABLE);
    all.retain(|command| matches!(command.name, CommandName::Admin(_)));
    all
}

/// Who used which command with what outcome, as the audit log has it.
pub async fn audited(pool: &SqlitePool) -> Vec<(String, String, String)> {
    sqlx::query_as("SELECT person, command, outcome FROM audit ORDER BY id")
        .fetch_all(pool)
        .await
        .expect("the audit log")
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
pub fn value(option: &str) -> &'static str {
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
