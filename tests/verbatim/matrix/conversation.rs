//! What people do with the bot.

use std::time::Duration;

use serde_json::{Value, json};

use super::bot::{Bot, USER};
use super::person::{Person, Sight};
use super::synapse::{Synapse, is_skipped};

/// Long enough for an answer, had there been one.
const SILENCE: Duration = Duration::from_secs(3);

fn is_bots(sight: &Sight) -> bool {
    sight.sender() == USER
}

fn new_body(sight: &Sight) -> &str {
    sight.content()["m.new_content"]["body"]
        .as_str()
        .unwrap_or_default()
}

/// The edit of a message that fits.
fn edit_of(person: &Person, message: &str, fits: impl Fn(&str) -> bool) -> Sight {
    person.see("an edit", |sight| {
        is_bots(sight) && sight.replaces() == Some(message) && fits(new_body(sight))
    })
}

fn edit(of: &str, text: &str) -> Value {
    json!({
        "msgtype": "m.text",
        "body": format!("* {text}"),
        "m.new_content": {"msgtype": "m.text", "body": text},
        "m.relates_to": {"rel_type": "m.replace", "event_id": of},
    })
}

fn in_thread(root: &str, text: &str) -> Value {
    json!({
        "msgtype": "m.text",
        "body": text,
        "m.relates_to": {
            "rel_type": "m.thread", "event_id": root, "is_falling_back": true, "m.in_reply_to": {"event_id": root},
        },
    })
}

#[test]
fn in_an_encrypted_room_one_asks_pages_looks_around_edits_and_takes_back() {
    if is_skipped() {
        return;
    }
    let synapse = Synapse::start();
    let mut bot = Bot::new(&synapse, 12, "");
    bot.start();
    let mut ada = Person::new(&synapse, "ada");
    let room = ada.create(true, &[USER]);
    ada.wait_for_members(&room, 2);

    // Plain words: nobody else is in the room. They may be said before the bot has come in.
    let question = ada.say(&room, "what did Ada Vale say about the harbour");
    let answer = ada.answer(&question);
    assert!(answer.decrypted, "{:?}", answer.event);
    assert!(
        answer.body().contains("harbour will open on day"),
        "{}",
        answer.body()
    );
    assert!(
        answer.body().contains("https://example.org/briefings/"),
        "{}",
        answer.body()
    );
    let html = answer.content()["formatted_body"].as_str().expect("HTML");
    assert!(
        html.contains("<blockquote>“The harbour will open"),
        "{html}"
    );
    assert!(html.contains("<strong>Ada Vale</strong>"), "{html}");
    assert_eq!(answer.content()["m.mentions"], json!({}));
    for sign in ["▶", "🔍"] {
        ada.see("a sign to press", |sight| {
            is_bots(sight)
                && sight.kind() == "m.reaction"
                && sight.relates()["event_id"] == answer.id()
                && sight.relates()["key"]
                    .as_str()
                    .is_some_and(|key| key.contains(sign))
        });
    }

    ada.react(&room, answer.id(), "▶️");
    let second = edit_of(&ada, answer.id(), |body| body.contains("Page 2 of"));
    assert!(second.decrypted);
    // Without the selector that asks for a picture, it is the same sign.
    ada.react(&room, answer.id(), "◀");
    edit_of(&ada, answer.id(), |body| body.contains("Page 1 of"));

    ada.react(&room, answer.id(), "🔍");
    let around = ada.see("the paragraph around", |sight| {
        is_bots(sight)
            && sight.thread() == Some(&question)
            && sight.body().contains("The paragraph around")
    });
    assert!(around.decrypted);

    ada.send(&room, in_thread(&question, "more"));
    ada.see("the next page as a message", |sight| {
        is_bots(sight)
            && sight.thread() == Some(&question)
            && sight.replaces().is_none()
            && sight.body().contains("Page 2 of")
    });

    ada.send(
        &room,
        edit(&question, "who said \"will open on day 7 and\""),
    );
    edit_of(&ada, answer.id(), |body| {
        body.contains("will open on day 7")
    });

    ada.redact(&room, &question);
    ada.see("the answer taken back", |sight| {
        is_bots(sight)
            && sight.kind() == "m.room.redaction"
            && sight.event["redacts"] == answer.id()
            || sight.content()["redacts"] == answer.id()
    });

    let timeline = ada.say(&room, "!timeline \"Ada Vale\" harbour");
    let picture = ada.see("a picture", |sight| {
        is_bots(sight)
            && sight.thread() == Some(&timeline)
            && sight.content()["msgtype"] == "m.image"
    });
    assert!(picture.decrypted);
    let file = picture.content()["file"].clone();
    assert!(
        file.is_object(),
        "a picture in an encrypted room is encrypted: {}",
        picture.content()
    );
    let fetched = ada.call("fetch", json!({"file": file}));
    assert_eq!(fetched["head"], "89504e470d0a1a0a", "it is a PNG");
}

#[test]
fn in_a_group_only_what_is_said_to_the_bot_is_answered() {
    if is_skipped() {
        return;
    }
    let synapse = Synapse::start();
    let mut bot = Bot::new(&synapse, 12, "owners = [\"@ines:test.local\"]");
    bot.start();
    let mut ada = Person::new(&synapse, "ada");
    let mut tom = Person::new(&synapse, "tom");
    let mut ines = Person::new(&synapse, "ines");
    let room = ada.create(true, &[USER, &tom.user, &ines.user]);
    tom.see("the invitation", |sight| sight.room == room);
    tom.call("join", json!({"room": room}));
    ines.see("the invitation", |sight| sight.room == room);
    ines.call("join", json!({"room": room}));
    for person in [&mut ada, &mut tom, &mut ines] {
        person.wait_for_members(&room, 4);
    }
    // Whoever asked before the bot came in is answered; now it is there.
    let first = tom.say(&room, "!ask who spoke of the harbour");
    let answer = tom.answer(&first);
    assert!(answer.decrypted);
    assert_eq!(
        answer.content()["m.mentions"],
        json!({"user_ids": [tom.user]})
    );

    // None of these is for us.
    tom.say(&room, "who spoke of the harbour?");
    tom.say(&room, "!weather harbour");
    tom.send(
        &room,
        json!({"msgtype": "m.notice", "body": "!ask who spoke of the harbour"}),
    );
    tom.send(&room, in_thread(&first, "I did not know that"));
    // These are.
    let mention = ada.send(
        &room,
        json!({
            "msgtype": "m.text", "body": "verbatim: \"harbour will open on day 4 and\"",
            "m.mentions": {"user_ids": [USER]},
        }),
    );
    assert!(ada.answer(&mention).body().contains("on day 4"));
    let reply = ines.send(
        &room,
        json!({
            "msgtype": "m.text", "body": "\"harbour will open on day 5 and\"",
            "m.relates_to": {"m.in_reply_to": {"event_id": answer.id()}},
        }),
    );
    assert!(ines.answer(&reply).body().contains("on day 5"));
    let wrong = tom.say(&room, "!ask");
    assert!(tom.answer(&wrong).body().contains("needs a question"));

    // Another person may not turn the pages, who runs the bot may.
    let answered = ines.see("the first answer", |sight| sight.id() == answer.id());
    ines.react(&room, answered.id(), "▶️");
    edit_of(&tom, answer.id(), |body| body.contains("Page 2 of"));

    std::thread::sleep(SILENCE);
    let answers = tom
        .sights()
        .iter()
        .filter(|sight| {
            is_bots(sight) && sight.content()["msgtype"] == "m.notice" && sight.replaces().is_none()
        })
        .count();
    assert_eq!(answers, 4, "only what was said to us was answered");
}

#[test]
fn the_bot_goes_where_it_may_and_nowhere_else() {
    if is_skipped() {
        return;
    }
    let synapse = Synapse::start();
    let mut bot = Bot::new(&synapse, 6, "");
    // Only Ada may invite.
    bot.set(
        "inviters = [\"test.local\"]",
        "inviters = [\"@ada:test.local\"]",
    );
    bot.start();
    let mut ada = Person::new(&synapse, "ada");
    let mut tom = Person::new(&synapse, "tom");

    let foreign = tom.create(false, &[USER]);
    tom.see("the invitation declined", |sight| {
        sight.room == foreign
            && sight.kind() == "m.room.member"
            && sight.event["state_key"] == USER
            && sight.content()["membership"] == "leave"
    });

    let room = ada.create(true, &[USER]);
    ada.wait_for_members(&room, 2);
    let question = ada.say(&room, "!ask \"harbour will open on day 2 and\"");
    assert!(ada.answer(&question).body().contains("on day 2"));

    // The room is upgraded, and the bot invited as clients do.
    let upgraded = ada.raw(
        "POST",
        &format!("/rooms/{room}/upgrade"),
        json!({"new_version": "12"}),
    );
    let successor = upgraded["replacement_room"]
        .as_str()
        .expect("a room")
        .to_owned();
    ada.raw(
        "POST",
        &format!("/rooms/{successor}/invite"),
        json!({"user_id": USER}),
    );
    ada.see("the bot in the new room", |sight| {
        sight.room == successor
            && sight.event["state_key"] == USER
            && sight.content()["membership"] == "join"
    });
    ada.wait_for_members(&successor, 2);
    let question = ada.say(&successor, "!ask \"harbour will open on day 3 and\"");
    let answer = ada.answer(&question);
    assert_eq!(answer.room, successor);
    assert!(answer.decrypted);

    // Where nobody else is, there is nothing to stay for.
    ada.raw("POST", &format!("/rooms/{successor}/leave"), json!({}));
    let left = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(200));
        bot.told().contains("leaving a room that nobody else is in")
    });
    assert!(left, "{}", bot.told());
}

#[test]
fn what_cant_be_read_is_told_once_a_thread_and_answered_when_its_keys_come() {
    if is_skipped() {
        return;
    }
    let synapse = Synapse::start();
    let mut bot = Bot::new(&synapse, 6, "");
    bot.start();
    let mut ada = Person::new(&synapse, "ada");
    let room = ada.create(true, &[USER]);
    ada.wait_for_members(&room, 2);
    let first = ada.say(&room, "!help");
    ada.answer(&first);

    let content = json!({"msgtype": "m.text", "body": "!ask \"harbour will open on day 4 and\""});
    let kept_back = ada.call("withhold", json!({"room": room, "content": content}));
    let kept_back = kept_back.as_str().expect("an id").to_owned();
    let notice = ada.see("the notice", |sight| {
        is_bots(sight) && sight.thread() == Some(&kept_back) && sight.body().contains("can’t read")
    });
    assert!(notice.decrypted);
    // A start in between changes nothing.
    bot.kill();
    bot.start();
    ada.call("hand_over", json!({"room": room}));
    let answer = ada.see("the answer", |sight| {
        is_bots(sight) && sight.thread() == Some(&kept_back) && sight.body().contains("on day 4")
    });
    assert!(answer.decrypted);
    let notices = ada
        .sights()
        .iter()
        .filter(|sight| sight.body().contains("can’t read"))
        .count();
    assert_eq!(notices, 1);
}
