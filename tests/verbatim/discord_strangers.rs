//! What nobody but those who run the bot may do on Discord, and texts that try to be more than text there: the real
//! program on a fake Discord.

use serde_json::{Value, json};
use verbatim::domain::Standing;

use crate::discord::{house, plain, running, text};
use crate::fake_discord::{Asked, BOT, FakeDiscord, Said};
use crate::strangers::{administration, audited, files, open, tables, typed, value};

/// What Discord calls Manage Server.
const MANAGES: u64 = 1 << 5;

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
    let of_table = administration();
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
            let options = typed(command);
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
    let mut noted: Vec<(String, String)> = audited(&pool)
        .await
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
