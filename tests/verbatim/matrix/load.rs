//! Many rooms at once. Not run by itself: `cargo nextest run --run-ignored only -E 'test(matrix::load)' --success-output
//! immediate`, best with `--release`.

use std::time::{Duration, Instant};

use serde_json::json;

use super::bot::{Bot, USER};
use super::person::Person;
use super::synapse::{Synapse, is_skipped, number};

fn quantile(sorted: &[Duration], share: f64) -> Duration {
    let place = ((sorted.len() - 1) as f64 * share).round() as usize;
    sorted[place]
}

#[test]
#[ignore = "takes a minute of a whole machine"]
fn fifty_rooms_with_twenty_questions_a_second_lose_none() {
    if is_skipped() {
        return;
    }
    let rooms = number("VERBATIM_MATRIX_ROOMS", 50);
    let a_second = number("VERBATIM_MATRIX_RATE", 20);
    let seconds = number("VERBATIM_MATRIX_SECONDS", 30);
    let synapse = Synapse::start();
    // Signs to press would be three messages more for each answer: the rate of messages, not of questions, would be
    // measured.
    let mut bot = Bot::new(&synapse, 60, "buttons = false");
    bot.start();
    let mut ada = Person::new(&synapse, "ada");
    let rooms: Vec<String> = (0..rooms)
        .map(|_| {
            let room = ada.create(true, &[USER]);
            ada.wait_for_members(&room, 2);
            let first = ada.say(&room, "!help");
            ada.answer(&first);
            room
        })
        .collect();

    let pace = Duration::from_secs(1) / u32::try_from(a_second).expect("a rate");
    let begun = Instant::now();
    let mut asked = Vec::new();
    for number in 0..a_second * seconds {
        let day = number % 60;
        let text = format!("!ask \"harbour will open on day {day} and\"");
        let content = json!({"msgtype": "m.text", "body": text});
        let room = &rooms[number % rooms.len()];
        let at = Instant::now();
        asked.push((
            at,
            ada.begin("send", json!({"room": room, "content": content})),
        ));
        let next = begun + pace * u32::try_from(number + 1).expect("a number");
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
    }
    let mut bare = Vec::new();
    let mut answered = Vec::new();
    for (at, request) in asked {
        let (sent, id) = ada.finish_at(request);
        bare.push(sent - at);
        let id = id.as_str().expect("an id").to_owned();
        let answer = ada.answer(&id);
        assert!(answer.decrypted);
        answered.push(answer.at - at);
    }
    bare.sort_unstable();
    answered.sort_unstable();
    // What one message takes when nothing else goes on.
    let mut idle: Vec<Duration> = (0..20)
        .map(|_| {
            let at = Instant::now();
            let content = json!({"msgtype": "m.notice", "body": "bare"});
            let request = ada.begin("send", json!({"room": rooms[0], "content": content}));
            ada.finish_at(request).0 - at
        })
        .collect();
    idle.sort_unstable();
    let ratio =
        |share| quantile(&answered, share).as_secs_f64() / quantile(&bare, share).as_secs_f64();
    println!(
        "{} questions in {} rooms, {a_second} a second: all answered.\nAnswer: median {:?}, 95 % {:?}, longest {:?}. One \
         message, in the same time: median {:?}, 95 % {:?}; ratio {:.1} and {:.1}. One message, when idle: median {:?}.",
        answered.len(),
        rooms.len(),
        quantile(&answered, 0.5),
        quantile(&answered, 0.95),
        quantile(&answered, 1.0),
        quantile(&bare, 0.5),
        quantile(&bare, 0.95),
        ratio(0.5),
        ratio(0.95),
        quantile(&idle, 0.5),
    );
}
