//! Discord in bad weather and under load: a seeded storm of failures in every run, and measurements by hand.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;
use verbatim::domain::{Conversation, Language, Notice, Platform};
use verbatim::ports::Messenger;

use crate::discord::{Way, house, messenger, start};
use crate::fake_discord::{Asked, CHANNEL, Chaos, DIRECT, FakeDiscord, Order, Said};

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .ok()
        .map_or(otherwise, |text| text.parse().expect("a number"))
}

/// For `VERBATIM_STORM_SECONDS` (10 by default) sockets are cut and requests fail at random, by the seed
/// `VERBATIM_STORM_SEED`: every question is answered once, whether it was a message or a command.
#[tokio::test(flavor = "multi_thread")]
async fn in_a_storm_of_failures_every_question_is_answered_once() {
    let seconds = number("VERBATIM_STORM_SECONDS", 10);
    let seed = number("VERBATIM_STORM_SEED", 20_251_120);
    let mut random = StdRng::seed_from_u64(seed);
    let house = house();
    let fake = FakeDiscord::start().await;
    let limits = "\n[limits]\nperson_a_minute = 100000\ncommunity_a_minute = 100000";
    let _bot = start(&house, &fake, Way::Direct, limits);
    fake.connected().await;
    fake.state().chaos = Some(Chaos {
        random: StdRng::seed_from_u64(seed + 1),
        share: 0.15,
    });
    let end = Instant::now() + Duration::from_secs(seconds);
    let (mut said, mut given) = (Vec::new(), Vec::new());
    let mut cut = Instant::now() + Duration::from_millis(700);
    while Instant::now() < end {
        if random.random_bool(0.5) {
            let by = random.random_range(1..1_000);
            said.push(fake.say(&Said {
                by,
                ..Said::directly("what did Vale say about the harbour?")
            }));
        } else {
            let by = random.random_range(1..1_000);
            let asked = Asked {
                by,
                ..Asked::default()
            };
            given.push(fake.command(&asked, "ask", &[("question", "harbour")]));
        }
        if Instant::now() > cut {
            let orders = [
                Order::Drop,
                Order::Close(4000),
                Order::Say(json!({"op": 7, "d": null})),
            ];
            fake.order(orders[random.random_range(0..orders.len())].clone());
            cut = Instant::now() + Duration::from_millis(random.random_range(300..2_500));
        }
        tokio::time::sleep(Duration::from_millis(random.random_range(20..150))).await;
    }
    fake.state().chaos = None;
    let everything = said.len();
    fake.wait("every message's answer", |state| {
        (state.said_by_bot(DIRECT).len() >= everything).then_some(())
    })
    .await;
    // Time for what would be too much.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let state = fake.state();
    let mut answers: HashMap<String, usize> = HashMap::new();
    for message in state.said_by_bot(DIRECT) {
        let to = message["message_reference"]["message_id"]
            .as_str()
            .unwrap_or_default();
        *answers.entry(to.to_owned()).or_default() += 1;
    }
    for message in &said {
        assert_eq!(
            answers.get(&message.to_string()),
            Some(&1),
            "seed {seed}: message {message}"
        );
    }
    // A command whose begin Discord couldn't hand over, or of which no acknowledgement came through in three seconds, is
    // lost to whoever gave it, who is told so by Discord; every other is answered once.
    let mut lost = 0;
    for asked in &given {
        let dealt = &state.interactions[&asked.token];
        if dealt.acknowledged.is_none() {
            lost += 1;
            continue;
        }
        assert!(
            dealt.shown.is_some() || dealt.deleted,
            "seed {seed}: command {}",
            asked.id
        );
    }
    let resumed = state.sessions.resumed;
    drop(state);
    eprintln!(
        "storm: {seconds} s, seed {seed}: {everything} messages, {} commands, {resumed} resumptions, {lost} commands \
         acknowledged too late",
        given.len()
    );
    assert!(
        lost * 50 <= given.len(),
        "{lost} of {} commands were lost",
        given.len()
    );
    assert!(resumed > 0);
    fake.judge();
}

/// 200 interactions a second for `VERBATIM_LOAD_SECONDS` (30 by default), then how much memory a hundred thousand take.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement: needs a calm machine and a release build"]
async fn two_hundred_interactions_a_second_are_acknowledged_in_time() {
    let seconds = number("VERBATIM_LOAD_SECONDS", 30);
    let house = house();
    let fake = FakeDiscord::start().await;
    let limits = "\n[limits]\nperson_a_minute = 1000000\ncommunity_a_minute = 1000000";
    let bot = start(&house, &fake, Way::Proxy, limits);
    fake.connected().await;
    fake.state().keep_requests = false;
    let begun = Instant::now();
    let rate = number("VERBATIM_LOAD_RATE", 200);
    let total = seconds * rate;
    let mut tokens = Vec::new();
    for number in 0..total {
        let due = begun + Duration::from_micros(number * 1_000_000 / rate);
        tokio::time::sleep_until(due.into()).await;
        let asked = Asked {
            by: 1 + number % 500,
            ..Asked::default()
        };
        tokens.push(
            fake.command(&asked, "ask", &[("question", "harbour pilots")])
                .token,
        );
    }
    let given = Instant::now();
    fake.wait("every acknowledgement", |state| {
        (state.waits.len() as u64 >= total).then_some(())
    })
    .await;
    let mut waits = fake.state().waits.clone();
    waits.sort_by(f64::total_cmp);
    let at = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize];
    eprintln!(
        "load: {total} interactions in {seconds} s: acknowledged {}, median {:.1} ms, p99 {:.1} ms, max {:.1} ms",
        waits.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
    assert_eq!(waits.len() as u64, total);
    // Looked for now and then only: the fake has enough to do.
    let all_replied = || {
        let state = fake.state();
        tokens
            .iter()
            .all(|token| state.interactions[token].shown.is_some())
    };
    while !all_replied() {
        assert!(
            given.elapsed() < Duration::from_secs(300),
            "replies are lost"
        );
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    eprintln!(
        "load: the last reply came {:.1} s after the last command",
        given.elapsed().as_secs_f64()
    );
    assert!(at(0.99) < 300.0);
    assert!(at(1.0) < 3_000.0);

    // Memory: of 100,000 interactions, after the first tenth and at the end.
    let rounds = number("VERBATIM_LOAD_MEMORY", 100_000);
    let memory = |id: u32| -> u64 {
        let status =
            std::fs::read_to_string(format!("/proc/{id}/status")).expect("the process runs");
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .expect("its memory");
        line.split_whitespace()
            .nth(1)
            .and_then(|kilobytes| kilobytes.parse().ok())
            .expect("a number")
    };
    let mut seen = Vec::new();
    let mut done = 0;
    while done < rounds {
        let tokens: Vec<String> = (0..500)
            .map(|number| {
                let asked = Asked {
                    by: 1 + number,
                    ..Asked::default()
                };
                fake.command(&asked, "help", &[]).token
            })
            .collect();
        fake.wait("replies", |state| {
            let replied = tokens
                .iter()
                .filter(|token| state.interactions[*token].shown.is_some());
            (replied.count() == tokens.len()).then_some(())
        })
        .await;
        done += 500;
        // The fake remembers nothing that it doesn't have to.
        let mut state = fake.state();
        state.interactions.clear();
        state.messages.clear();
        state.waits.clear();
        drop(state);
        if done % (rounds / 10).max(500) == 0 {
            seen.push(memory(bot.id()));
        }
    }
    eprintln!("memory in KiB, at each tenth of {rounds} interactions: {seen:?}");
    let (first, last) = (seen[0], seen[seen.len() - 1]);
    assert!(
        last < first + first / 5,
        "memory grew from {first} to {last} KiB"
    );
}

/// 2,000 alerts to 500 channels under Discord's limits: as fast as those allow, and nothing refused.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement: takes the 40 seconds that the limits demand"]
async fn alerts_go_out_as_fast_as_the_limits_allow() {
    const ALERTS: usize = 2_000;
    const CHANNELS: u64 = 500;
    let fake = FakeDiscord::start().await;
    {
        let mut state = fake.state();
        state.limits.enforced = true;
        state.keep_requests = false;
        for channel in 0..CHANNELS {
            state.channels.insert(CHANNEL + 1_000 + channel, (0, None));
        }
    }
    let messenger = messenger(&fake);
    let begun = Instant::now();
    let sent = (0..ALERTS).map(|number| {
        let messenger = Arc::clone(&messenger);
        async move {
            let to = Conversation {
                platform: Platform::Discord,
                place: (CHANNEL + 1_000 + number as u64 % CHANNELS).to_string(),
                thread: None,
            };
            let notice = Notice::Told {
                title: "A new statement".to_owned(),
                lines: vec![format!("Number {number}")],
            };
            messenger
                .send(
                    &to,
                    &notice,
                    &Language::unknown(),
                    &format!("alert-{number}"),
                )
                .await
        }
    });
    for sent in futures::future::join_all(sent).await {
        sent.expect("it is sent");
    }
    let took = begun.elapsed().as_secs_f64();
    let refused = fake.state().limits.refused;
    // 50 requests a second, all channels together, is the limit that counts here.
    let share = ALERTS as f64 / 50.0 / took;
    eprintln!(
        "alerts: {ALERTS} in {took:.1} s: {:.1} % of what the limits allow, {refused} refused",
        share * 100.0
    );
    assert_eq!(refused, 0);
    assert!(share >= 0.95);
    fake.judge();
}
