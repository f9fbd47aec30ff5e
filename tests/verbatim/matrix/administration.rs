//! Those who run the bot steer it from a room.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::json;
use sha2::{Digest, Sha256};
use verbatim::ports::Administration as _;

use super::bot::{Bot, USER};
use super::person::{Person, Sight};
use super::synapse::{Synapse, is_skipped};
use crate::harness::articles;

const OWNER: &str = "owners = [\"@ines:test.local\"]\nbuttons = false";

/// A room with a person who asks and one who runs the bot.
struct Group {
    _synapse: Synapse,
    bot: Bot,
    ada: Person,
    ines: Person,
    room: String,
}

fn group(count: usize) -> Group {
    let synapse = Synapse::start();
    let mut bot = Bot::new(&synapse, count, OWNER);
    bot.start();
    let mut ada = Person::new(&synapse, "ada");
    let mut ines = Person::new(&synapse, "ines");
    let room = ada.create(true, &[USER, &ines.user]);
    ines.see("the invitation", |sight| sight.room == room);
    ines.call("join", json!({"room": room}));
    for person in [&mut ada, &mut ines] {
        person.wait_for_members(&room, 3);
    }
    let asked = ada.say(&room, "!help");
    ada.answer(&asked);
    Group {
        _synapse: synapse,
        bot,
        ada,
        ines,
        room,
    }
}

/// What a message of the bot's says now, after each change.
fn edits(person: &Person, message: &str) -> Vec<String> {
    let sights = person.sights();
    let of_it = |sight: &&Sight| sight.sender() == USER && sight.replaces() == Some(message);
    sights
        .iter()
        .filter(of_it)
        .map(|sight| {
            assert!(sight.decrypted, "{:?}", sight.event);
            let body = &sight.content()["m.new_content"]["body"];
            body.as_str().unwrap_or_default().to_owned()
        })
        .collect()
}

/// Waits until a message of the bot's says something.
fn wait_for_edit(person: &Person, message: &str, words: &str) -> String {
    person.see(words, |sight| {
        let body = sight.content()["m.new_content"]["body"].as_str();
        sight.replaces() == Some(message) && body.is_some_and(|body| body.contains(words))
    });
    edits(person, message).pop().expect("an edit")
}

#[test]
fn no_question_fails_while_the_index_is_built_anew_and_one_message_tells_how_that_goes() {
    if is_skipped() {
        return;
    }
    let (_, meanwhile) = questions_during_rebuilds(500, 1);
    assert!(!meanwhile.is_empty(), "nothing was asked meanwhile");
}

#[test]
#[ignore = "a measurement: run it alone, on a machine that does nothing else"]
fn how_long_questions_wait_while_the_index_is_built_anew() {
    if is_skipped() {
        return;
    }
    let (usual, meanwhile) = questions_during_rebuilds(4_000, 4);
    let told = |mut waits: Vec<Duration>| {
        waits.sort_unstable();
        let of = |part: f64| {
            let at = ((waits.len() as f64 * part).ceil() as usize).max(1) - 1;
            waits[at.min(waits.len() - 1)].as_secs_f64() * 1_000.0
        };
        format!(
            "{} questions: median {:.0}, 95th percentile {:.0}, longest {:.0} ms",
            waits.len(),
            of(0.5),
            of(0.95),
            of(1.0)
        )
    };
    println!("usually: {}", told(usual));
    println!("during a rebuild: {}", told(meanwhile));
}

/// How long questions waited, usually and while the index was built anew, as often as there are rounds. Each is answered
/// rightly.
fn questions_during_rebuilds(articles: usize, rounds: usize) -> (Vec<Duration>, Vec<Duration>) {
    let Group {
        _synapse,
        bot: _bot,
        mut ada,
        mut ines,
        room,
    } = group(articles);
    let mut number = 0;
    let mut ask = |ada: &mut Person| {
        let day = number % articles;
        number += 1;
        let question = ada.say(&room, &format!("!ask \"will open on day {day} and not\""));
        let asked = Instant::now();
        let answer = ada.answer(&question);
        let words = format!("will open on day {day} and not a day later");
        assert!(
            answer.decrypted && answer.body().contains(&words),
            "{}",
            answer.body()
        );
        answer.at.saturating_duration_since(asked)
    };
    let (mut usual, mut meanwhile) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        usual.push(ask(&mut ada));
        let reindex = ines.say(&room, "!admin reindex");
        let told = ines.answer(&reindex);
        assert!(
            told.decrypted && told.body().contains("built anew"),
            "{}",
            told.body()
        );
        let begun = meanwhile.len();
        loop {
            meanwhile.push(ask(&mut ada));
            if edits(&ines, told.id())
                .iter()
                .any(|body| body.contains("indexed in"))
            {
                break;
            }
        }
        let last = edits(&ines, told.id()).pop().expect("an edit");
        let counts = format!("statements of {articles} articles indexed in");
        assert!(last.contains(&counts), "{last}");
        let in_thread = ines.sights();
        let in_thread = in_thread.iter().filter(|sight| {
            sight.thread() == Some(&reindex) && sight.sender() == USER && sight.replaces().is_none()
        });
        assert_eq!(in_thread.count(), 1, "one message tells all");
        for _ in begun..meanwhile.len() {
            usual.push(ask(&mut ada));
        }
    }
    (usual, meanwhile)
}

fn digest(content: &str) -> String {
    let mut told = String::new();
    for byte in Sha256::digest(content) {
        let _ = write!(told, "{byte:02x}");
    }
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_taken_in_that_are_sent_with_the_command_or_replied_to_with_it() {
    if is_skipped() {
        return;
    }
    let Group {
        _synapse,
        bot,
        mut ada,
        mut ines,
        room,
    } = group(6);

    // With the command as its caption, encrypted as clients do it in an encrypted room.
    let content = articles(20..22);
    let upload = |text: &str, name: &str, encrypted: bool| json!({"text": text, "name": name, "encrypted": encrypted});
    let mut file = ines.call("upload", upload(&content, "harbour.jsonl", true));
    assert!(file["file"]["key"].is_object(), "{file}");
    file["body"] = json!("!admin ingest");
    let attached = ines.send(&room, file);
    let told = ines.answer(&attached);
    let last = wait_for_edit(&ines, told.id(), "2 new");
    assert!(last.contains("0 changed"), "{last}");
    let question = ada.say(&room, "!ask \"will open on day 21 and not\"");
    let answer = ada.answer(&question);
    assert!(
        answer.body().contains("will open on day 21"),
        "{}",
        answer.body()
    );

    // Somebody else's file, which is replied to. By itself it is nothing to the bot.
    let replied_to = articles(30..33);
    let file = ada.call("upload", upload(&replied_to, "more.jsonl", false));
    let sent = ada.send(&room, file);
    let reply = |text: &str, to: &str| json!({"msgtype": "m.text", "body": text, "m.relates_to": {"m.in_reply_to": {"event_id": to}}});
    let refused = ada.send(&room, reply("!admin ingest", &sent));
    let told = ada.answer(&refused);
    assert!(
        told.body().contains("is only for those who run this bot"),
        "{}",
        told.body()
    );
    let command = ines.send(&room, reply("!admin ingest", &sent));
    let told = ines.answer(&command);
    wait_for_edit(&ines, told.id(), "3 new");
    let of_file = ada.sights();
    let of_file = of_file.iter().filter(|sight| sight.thread() == Some(&sent));
    assert_eq!(of_file.count(), 0);

    // Who attached what and where is kept.
    let record = bot.house.record().await;
    for (content, name, event) in [
        (&content, "harbour.jsonl", &attached),
        (&replied_to, "more.jsonl", &sent),
    ] {
        let kept = record.list_attached(&digest(content)).await;
        let kept = kept.expect("it is read");
        let [(_, person, file)] = kept.as_slice() else {
            panic!("{kept:?}");
        };
        assert_eq!(person, "matrix @ines:test.local");
        assert_eq!(
            (file.name.as_str(), file.size),
            (name, content.len() as u64)
        );
        let link = file.link.as_deref().expect("a link");
        assert!(
            link.starts_with("https://matrix.to/#/")
                && link.contains(event.trim_start_matches('$')),
            "{link}"
        );
    }

    // However small a file is said to be, only so much of it is read.
    let (line, times) = ("a line of a file that is too long\n", 330_000);
    let mut given = upload(line, "long.txt", true);
    (given["times"], given["size"]) = (json!(times), json!(7));
    let mut file = ines.call("upload", given);
    file["body"] = json!("!admin ingest");
    let command = ines.send(&room, file);
    let told = ines.answer(&command);
    assert!(
        told.body().contains("more than 10485760 bytes"),
        "{}",
        told.body()
    );
    // What was changed under way is not taken in.
    let mut file = ines.call("upload", upload("another text", "other.txt", true));
    file["body"] = json!("!admin ingest");
    file["file"]["hashes"]["sha256"] = json!("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU");
    let command = ines.send(&room, file);
    let told = ines.answer(&command);
    assert!(
        told.body().contains("can't be decrypted"),
        "{}",
        told.body()
    );
    // A command that takes none.
    let mut file = ines.call("upload", upload("a text", "text.txt", true));
    file["body"] = json!("!sources");
    let command = ines.send(&room, file);
    let told = ines.answer(&command);
    assert!(told.body().contains("file"), "{}", told.body());
    for refused in [&line.repeat(times), "another text", "a text"] {
        let kept = record.list_attached(&digest(refused)).await;
        assert!(kept.expect("it is read").is_empty());
    }
}
