//! What nobody but those who run the bot may do on Matrix.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use verbatim::domain::Standing;

use super::bot::Bot;
use super::fake::{ADA, Fake, message, sync};
use crate::strangers::{administration, audited, files, open, tables, typed};

/// In the room, at power level 0.
const TOM: &str = "@tom:test.local";

/// Who runs the bot, at power level 0 too.
const INES: &str = "@ines:test.local";

/// The record but for what the bot notes of each message that comes in, and the files but for the SDK's own and the log.
async fn state(bot: &Bot) -> BTreeMap<String, String> {
    let pool = open(&bot.house).await;
    let mut state = tables(&pool).await;
    state.extend(files(&bot.house.data()));
    state.extend(files(&bot.house.config_dir()));
    let matrix = bot.house.data().join("matrix").display().to_string();
    state.retain(|name, _| {
        let is_of_messages = name.starts_with("matrix_");
        !is_of_messages && !name.starts_with(&matrix) && !name.ends_with("bot.log")
    });
    state
}

fn answer(fake: &Fake, question: &str) -> Option<String> {
    let taken = fake.taken();
    let answer = taken
        .iter()
        .find(|sent| sent.body["m.relates_to"]["event_id"] == question);
    answer.and_then(|sent| sent.body["body"].as_str().map(str::to_owned))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_of_those_who_run_the_bot_is_refused_to_others_noted_and_changes_nothing() {
    let fake = Fake::start();
    fake.next_sync(sync(&[], false));
    let settings = format!("buttons = false\nowners = [\"{INES}\"]");
    let mut bot = Bot::at(&fake.url(), 6, &settings);
    bot.start();
    fake.wait("the bot to look around", |fake| fake.synced() > 1);
    // A question makes whatever the first answer makes.
    let text = |text: &str| json!({"msgtype": "m.text", "body": text});
    fake.next_sync(sync(&[message(TOM, "$first", text("!help"))], false));
    fake.wait("help", |fake| answer(fake, "$first").is_some());
    let before = state(&bot).await;

    let mut asked: Vec<(Value, String, String)> = Vec::new();
    for (who, standing) in [(TOM, Standing::Member), (ADA, Standing::Moderator)] {
        for command in administration() {
            if command.needs <= standing {
                continue;
            }
            let path = command.path();
            let options = typed(command);
            let mut ways = vec![text(&format!("!{path} 1{options}"))];
            if command.takes_file() {
                ways.push(json!({
                    "msgtype": "m.file", "body": format!("!{path}"), "filename": "harbour.txt",
                    "url": "mxc://test.local/harbour", "info": {"size": 10},
                }));
            }
            for content in ways {
                let id = format!("$asked-{}", asked.len());
                asked.push((message(who, &id, content), who.to_owned(), path.clone()));
            }
        }
    }
    assert!(asked.len() >= 2 * 20, "{}", asked.len());
    // What one sync brings is limited.
    for few in asked.chunks(40) {
        let events: Vec<Value> = few.iter().map(|(event, ..)| event.clone()).collect();
        fake.next_sync(sync(&events, false));
    }
    for (event, who, path) in &asked {
        let id = event["event_id"].as_str().expect("an id");
        fake.wait(path, |fake| answer(fake, id).is_some());
        let told = answer(&fake, id).expect("an answer");
        assert!(
            told.contains("is only for those who run this bot"),
            "{who}: {path}: {told}"
        );
    }
    assert_eq!(fake.media(), Vec::<String>::new(), "no file was fetched");
    assert_eq!(before, state(&bot).await);
    let pool = open(&bot.house).await;
    let noted = audited(&pool).await;
    let refused: Vec<(String, String, String)> = asked
        .iter()
        .map(|(_, who, path)| (who.clone(), path.clone(), "refused".to_owned()))
        .collect();
    assert_eq!(noted, refused);

    // Whoever runs the bot is not refused, and the file is asked for.
    let file = asked
        .iter()
        .find(|(event, ..)| event["content"]["msgtype"] == "m.file");
    let file = file.expect("a file").0["content"].clone();
    let events = [
        message(INES, "$status", text("!admin status")),
        message(INES, "$file", file),
    ];
    fake.next_sync(sync(&events, false));
    fake.wait("the answers", |fake| answer(fake, "$file").is_some());
    let status = answer(&fake, "$status").expect("an answer");
    assert!(status.contains("statements"), "{status}");
    let file = answer(&fake, "$file").expect("an answer");
    assert!(file.contains("has no such file"), "{file}");
    assert_eq!(fake.media().len(), 1);
}
