//! Texts that try to be more than text, through the whole program: in articles, questions, claims and subscriptions.

use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use crate::admin::{assert_inert, hostile};
use crate::discord::{running, text};
use crate::fake_discord::{Asked, CHANNEL, Said};
use crate::harness::House;

/// Articles with hostile texts, and as many questions, claims and subscriptions.
const TRIES: usize = 36;

/// What Discord calls Manage Server.
const MANAGES: u64 = 1 << 5;

/// What Discord would take for markup: what is behind a backslash, code, and links' addresses left out.
fn bare(shown: &str) -> String {
    let mut bare = String::new();
    let mut rest = shown;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..],
            '`' => rest = rest.split_once('`').expect("code ends").1,
            ']' => {
                let (address, after) = rest[1..].split_once(')').expect("a link ends");
                assert!(address.starts_with("https://"), "{address} in {shown}");
                rest = after;
            }
            _ => bare.push(c),
        }
    }
    bare
}

/// Nothing in a message calls anybody, is markup of its own, hides or turns.
fn assert_harmless(body: &Value, from: &str) {
    assert_eq!(
        body["allowed_mentions"]["parse"],
        json!([]),
        "{from:?}: {body}"
    );
    assert_eq!(
        body["content"].as_str().unwrap_or_default(),
        "",
        "{from:?}: {body}"
    );
    for key in ["title", "description"] {
        let shown = body["embeds"][0][key].as_str().unwrap_or_default();
        for line in shown.lines() {
            let line = line.chars().take(3_000).collect::<String>();
            assert_inert(&line, from);
        }
        let bare = bare(shown);
        assert!(
            !bare.contains(['@', '#', '|', '_', '(', ')']),
            "{from:?} is shown as {shown}"
        );
        for (at, _) in bare.match_indices('<') {
            assert!(
                bare[at..].starts_with("<t:"),
                "{from:?} is shown as {shown}"
            );
        }
    }
    let footer = body["embeds"][0]["footer"]["text"].as_str();
    assert_inert(footer.unwrap_or_default(), from);
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_texts_are_shown_as_text_on_discord() {
    let mut rng = StdRng::seed_from_u64(20_251_125);
    let texts: Vec<String> = (0..TRIES).map(|_| hostile(&mut rng)).collect();
    let house = House::new();
    let lines: String = texts
        .iter()
        .enumerate()
        .map(|(number, hostile)| {
            let within = hostile.replace(['\n', '\r'], " ");
            let article = json!({
                "id": format!("harbour-{number}-{within}"),
                "title": format!("On the harbour {within}"),
                "url": format!("https://example.org/{number}/{within}"),
                "outlet": format!("Nowhere Daily {within}"),
                "authors": [within],
                "published": "2025-11-20",
                "language": "en",
                "text": format!(
                    "Foreign Minister Ada Vale spoke to the press {within} on Thursday.\n\n\
                     “The harbour number {number} will open {within} to every ship,” Vale said.\n\n\
                     “Ships {within} are welcome in harbour {number},” said Tom {within} Marsh, the governor."
                ),
            });
            format!("{article}\n")
        })
        .collect();
    let file = house.file("hostile.jsonl", &lines);
    house.succeed(&["ingest", file.to_str().expect("a path of letters")]);
    let settings = "owners = [77]\n[limits]\nperson_a_minute = 100000\ncommunity_a_minute = 100000\n\
                    subscriptions_a_person = 1000";
    let (fake, _bot) = running(&house, settings).await;
    let moderator = Asked {
        permissions: MANAGES,
        ..Asked::default()
    };
    let owner = Asked {
        by: 77,
        guild: false,
        ..Asked::default()
    };
    let mut quoted = 0;
    for (number, hostile) in texts.iter().enumerate() {
        let question = format!("harbour number {number} {hostile}");
        let mut given = vec![
            fake.command(&moderator, "ask", &[("question", &question)]),
            fake.command(
                &moderator,
                "ask",
                &[("question", "harbour number"), ("outlet", hostile)],
            ),
            fake.command(&moderator, "check", &[("claim", &question)]),
            fake.command(&moderator, "lineage", &[("words", &question)]),
            fake.command(
                &moderator,
                "subscribe",
                &[("what", &format!("harbour \"{hostile}\""))],
            ),
            fake.command(&moderator, "explain", &[("statement", hostile)]),
            fake.words(&owner, "admin find", &[("words", &question)]),
            fake.words(&owner, "admin sources pause", &[("name", hostile)]),
        ];
        if number % 6 == 0 {
            given.push(fake.command(&moderator, "sources", &[]));
            given.push(fake.words(&moderator, "subscriptions list", &[]));
            given.push(fake.words(&owner, "admin audit", &[]));
        }
        for one in &given {
            let (body, _) = fake.reply(one).await;
            assert_harmless(&body, hostile);
            quoted += usize::from(text(&body).contains('“'));
        }
        let said = fake.say(&Said::directly(&question));
        let told = fake
            .wait("an answer", |state| {
                let of = json!(said.to_string());
                let mut messages = state.messages.values();
                messages
                    .find(|message| message["message_reference"]["message_id"] == of)
                    .cloned()
            })
            .await;
        for key in ["title", "description"] {
            let shown = told["embeds"][0][key].as_str().unwrap_or_default();
            assert!(
                !bare(shown).contains('@'),
                "{hostile:?} is shown as {shown}"
            );
        }
    }
    assert!(quoted > TRIES, "{quoted} replies quote something");
    // Every body that was sent, to whatever address, calls nobody.
    let sent = fake.requests("POST /channels/");
    assert!(!sent.is_empty());
    for request in &sent {
        assert_harmless(&request.body, "a message");
    }
    assert!(!fake.state().said_by_bot(CHANNEL).is_empty());
    fake.judge();
}
