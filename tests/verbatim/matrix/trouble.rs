//! What the bot does when the homeserver is in trouble, or makes it.

use std::time::Duration;

use serde_json::json;

use super::bot::Bot;
use super::fake::{ADA, Fake, said, sync};

/// The bot in its room, past its first look at it.
fn settled() -> (Fake, Bot) {
    let fake = Fake::start();
    fake.next_sync(sync(&[], false));
    let mut bot = Bot::at(&fake.url(), 6, "buttons = false");
    bot.start();
    fake.wait("the bot to look around", |fake| fake.synced() > 1);
    (fake, bot)
}

fn question(id: &str) -> serde_json::Value {
    said(id, "!ask \"harbour will open on day 3 and\"")
}

#[test]
fn told_to_wait_the_bot_waits_as_long_and_sends_the_same_once() {
    let (fake, _bot) = settled();
    fake.refuse((
        429,
        json!({"errcode": "M_LIMIT_EXCEEDED", "error": "slowly", "retry_after_ms": 1500}),
    ));
    fake.next_sync(sync(&[question("$one")], false));
    fake.wait("an answer", |fake| fake.taken().len() == 1);
    let tries = fake.tries();
    assert_eq!(tries.len(), 2);
    assert_eq!(tries[0].transaction, tries[1].transaction);
    let waited = tries[1].at - tries[0].at;
    assert!(waited >= Duration::from_millis(1450), "{waited:?}");
    assert!(tries[1].body["body"].to_string().contains("on day 3"));
}

#[test]
fn a_homeserver_that_fails_is_asked_again_until_it_takes_the_answer() {
    let (fake, _bot) = settled();
    for status in [500, 502, 503, 504] {
        fake.refuse((status, json!("<html>try later</html>")));
    }
    fake.next_sync((502, json!("<html>bad gateway</html>")));
    fake.next_sync((
        500,
        json!({"errcode": "M_UNKNOWN", "error": "Internal server error"}),
    ));
    // What came in between is in the history: the failed syncs may have swallowed it.
    fake.history(
        "",
        json!({"start": "x", "chunk": [question("$one"), said("$zero", "hello")]}),
    );
    fake.next_sync(sync(&[], false));
    fake.wait("both answers", |fake| fake.taken().len() == 2);
    let taken = fake.taken();
    assert!(taken[1].body["body"].to_string().contains("on day 3"));
    let tries = fake.tries();
    assert_eq!(tries.len(), 6, "{tries:#?}");
}

#[test]
fn a_question_that_a_limited_timeline_left_out_is_answered_and_what_was_answered_is_not_again() {
    let (fake, _bot) = settled();
    fake.next_sync(sync(&[question("$one")], false));
    fake.wait("an answer", |fake| fake.taken().len() == 1);
    // Two pages lie between; the second reaches to what is known.
    let chatter: Vec<_> = (0..3)
        .map(|n| said(&format!("$chatter-{n}"), "chatter"))
        .collect();
    let notice = |id: &str| {
        json!({
            "type": "m.room.message", "event_id": id, "sender": ADA, "origin_server_ts": 1_u64,
            "content": {"msgtype": "m.notice", "body": "!ask \"harbour will open on day 1 and\""},
        })
    };
    fake.history(
        "before",
        json!({"start": "before", "end": "earlier", "chunk": [chatter[0], notice("$notice")]}),
    );
    let missed = said("$missed", "!ask \"harbour will open on day 2 and\"");
    let known = said("$older", "!ask \"harbour will open on day 5 and\"");
    fake.history(
        "earlier",
        json!({"start": "earlier", "end": "first", "chunk": [missed, question("$one"), known]}),
    );
    fake.next_sync(sync(
        &[said("$last", "!ask \"harbour will open on day 4 and\"")],
        true,
    ));
    // In a direct room, the chatter is said to us too.
    fake.wait("what was left out", |fake| fake.taken().len() >= 4);
    std::thread::sleep(Duration::from_secs(1));
    let bodies: Vec<String> = fake
        .taken()
        .iter()
        .map(|sent| sent.body["body"].to_string())
        .collect();
    let count = |day: u8| {
        let words = format!("will open on day {day} and");
        bodies.iter().filter(|body| body.contains(&words)).count()
    };
    assert_eq!([count(3), count(2), count(4)], [1, 1, 1], "{bodies:#?}");
    assert_eq!(
        count(5),
        0,
        "what lies before the known place is not asked again"
    );
    assert_eq!(count(1), 0, "a notice is never answered");
}

#[test]
fn malformed_events_are_passed_over() {
    let (fake, _bot) = settled();
    let long = "a".repeat(60_000);
    let events = [
        json!({}),
        json!({"type": "m.room.message"}),
        json!({"type": 7, "event_id": 8, "sender": 9, "content": 10}),
        json!({"type": "m.room.message", "event_id": "$bad-1", "sender": "nobody", "content": {}}),
        json!({"type": "m.room.message", "event_id": "$bad-2", "sender": ADA, "origin_server_ts": "soon",
                   "content": {"msgtype": "m.text", "body": "!ask x"}}),
        json!({"type": "m.room.message", "event_id": "$bad-3", "sender": ADA, "origin_server_ts": 5,
                   "content": {"msgtype": "m.text", "body": {"not": "text"}}}),
        json!({"type": "m.room.encrypted", "event_id": "$bad-4", "sender": ADA, "origin_server_ts": 5,
                   "content": {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "?"}}),
        json!({"type": "m.reaction", "event_id": "$bad-5", "sender": ADA, "origin_server_ts": 5,
                   "content": {"m.relates_to": {"rel_type": "m.annotation", "event_id": 5}}}),
        json!({"type": "m.room.redaction", "event_id": "$bad-6", "sender": ADA, "origin_server_ts": 5,
                   "redacts": ["$x"], "content": null}),
        json!({"type": "m.room.member", "event_id": "$bad-7", "sender": ADA, "state_key": "@odd:test.local",
                   "origin_server_ts": 5, "content": {"membership": 3}}),
        said("$long", &format!("!ask {long}")),
        question("$good"),
    ];
    fake.next_sync(sync(&events, false));
    // The SDK gives such a sync up as a whole; the history has what was in it.
    let newest_first: Vec<_> = events.iter().rev().collect();
    fake.history("", json!({"start": "x", "chunk": newest_first}));
    fake.wait("an answer", |fake| !fake.taken().is_empty());
    assert!(
        fake.taken()[0].body["body"]
            .to_string()
            .contains("on day 3")
    );
    fake.next_sync(sync(
        &[said("$later", "!ask \"harbour will open on day 4 and\"")],
        false,
    ));
    fake.wait("the next answer", |fake| {
        fake.taken()
            .iter()
            .any(|sent| sent.body["body"].to_string().contains("on day 4"))
    });
}

#[test]
fn softly_logged_out_the_bot_logs_in_again_on_the_same_device() {
    let (fake, _bot) = settled();
    fake.next_sync((
        401,
        json!({"errcode": "M_UNKNOWN_TOKEN", "error": "expired", "soft_logout": true}),
    ));
    fake.wait("a second login", |fake| fake.logins().len() == 2);
    let logins = fake.logins();
    assert_eq!(logins[0]["device_id"], logins[1]["device_id"]);
    assert!(logins[0]["device_id"].is_string());
    fake.next_sync(sync(&[], false));
    let before = fake.synced();
    fake.wait("the bot to look around", |fake| fake.synced() > before + 1);
    fake.next_sync(sync(&[question("$one")], false));
    fake.wait("an answer", |fake| fake.taken().len() == 1);
}

#[test]
fn logged_out_for_good_the_bot_ends_and_says_the_way_out() {
    let (fake, mut bot) = settled();
    fake.next_sync((
        401,
        json!({"errcode": "M_UNKNOWN_TOKEN", "error": "gone", "soft_logout": false}),
    ));
    // To start again as it is would not help.
    assert_eq!(bot.wait_for_end(), Some(78));
    let told = bot.told();
    assert!(told.contains("VERBATIM_MATRIX_PASSWORD"), "{told}");
    assert!(!told.contains("open sesame"), "the password is in the log");
    assert!(!told.contains("token-1"), "the token is in the log");
}
