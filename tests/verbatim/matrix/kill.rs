//! Killed at any moment, the bot answers every question once.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;

use super::bot::{Bot, USER};
use super::person::{Person, Sight};
use super::synapse::{Synapse, is_skipped, number};

fn is_answer(sight: &Sight) -> bool {
    sight.sender() == USER && sight.content()["msgtype"] == "m.notice" && sight.replaces().is_none()
}

/// Answers that a person saw, by question.
fn answers(person: &Person) -> HashMap<String, Vec<Sight>> {
    let mut by_question: HashMap<String, Vec<Sight>> = HashMap::new();
    for sight in person.sights().into_iter().filter(is_answer) {
        if let Some(question) = sight.thread() {
            by_question
                .entry(question.to_owned())
                .or_default()
                .push(sight);
        }
    }
    by_question
}

#[test]
fn every_question_is_answered_once_however_often_the_bot_and_the_homeserver_are_killed() {
    if is_skipped() {
        return;
    }
    let kills = number("VERBATIM_MATRIX_KILLS", 5);
    let questions = number("VERBATIM_MATRIX_QUESTIONS", 20);
    let seed = number("VERBATIM_MATRIX_SEED", 20_251_122);
    let mut random = StdRng::seed_from_u64(seed as u64);

    let mut synapse = Synapse::start();
    let mut bot = Bot::new(&synapse, 60, "");
    bot.start();
    let mut ada = Person::new(&synapse, "ada");
    let rooms: Vec<String> = (0..3).map(|_| ada.create(true, &[USER])).collect();
    for room in &rooms {
        ada.wait_for_members(room, 2);
    }
    // Were the bot killed before it saw itself join, the questions would be older than it is there.
    for room in &rooms {
        let first = ada.say(room, "!help");
        ada.answer(&first);
    }

    let mut asked: HashMap<String, (String, usize)> = HashMap::new();
    let (mut killed, mut stopped) = (0, 0);
    let mut until = Instant::now();
    while asked.len() < questions || killed < kills {
        if killed < kills && Instant::now() >= until {
            bot.kill();
            killed += 1;
            if killed % 15 == 3 {
                synapse.kill();
                synapse.run();
                stopped += 1;
            }
            // Something is asked while nobody listens, now and then more than one sync brings.
            if random.random_bool(0.3) && asked.len() < questions {
                let number = asked.len();
                let room = &rooms[number % 3];
                asked.insert(ask(&mut ada, room, number), (room.clone(), number));
                if random.random_bool(0.3) {
                    for _ in 0..60 {
                        ada.send(room, json!({"msgtype": "m.notice", "body": "chatter"}));
                    }
                }
            }
            bot.start();
            until = Instant::now() + Duration::from_millis(random.random_range(50..3_000));
        }
        if asked.len() < questions {
            let number = asked.len();
            let room = &rooms[number % 3];
            asked.insert(ask(&mut ada, room, number), (room.clone(), number));
        }
        // Questions last as long as the kills do.
        let pace = if killed * questions < asked.len() * kills {
            700
        } else {
            30
        };
        std::thread::sleep(Duration::from_millis(random.random_range(0..pace)));
    }

    let waiting = Instant::now();
    while answers(&ada)
        .keys()
        .filter(|question| asked.contains_key(*question))
        .count()
        < questions
    {
        assert!(
            waiting.elapsed() < Duration::from_secs(120),
            "{} of {questions} questions were answered",
            answers(&ada).len()
        );
        std::thread::sleep(Duration::from_millis(200));
    }
    // A second answer would come now.
    std::thread::sleep(Duration::from_secs(3));
    let answers = answers(&ada);
    for (question, (room, number)) in &asked {
        let given = &answers[question];
        assert_eq!(
            given.len(),
            1,
            "question {number} was answered {} times",
            given.len()
        );
        assert!(given[0].decrypted, "the answer to {number} can't be read");
        let expected = format!("will open on day {number} and");
        assert!(
            given[0].body().contains(&expected),
            "{number}: {}",
            given[0].body()
        );
        let path = format!("/rooms/{room}/relations/{question}/m.thread");
        let related = ada.call(
            "raw",
            json!({"method": "GET", "path": path, "version": "v1"}),
        );
        let count = related["body"]["chunk"].as_array().map(Vec::len);
        assert_eq!(count, Some(1), "{number}: {related}");
    }
    println!(
        "{questions} questions, {killed} kills of the bot, {stopped} of the homeserver: each answered once"
    );
}

fn ask(ada: &mut Person, room: &str, number: usize) -> String {
    ada.say(
        room,
        &format!("!ask \"harbour will open on day {number} and\""),
    )
}
