//! Many rooms at once. Not run by itself: `cargo nextest run --run-ignored only -E 'test(matrix::load)' --success-output
//! immediate`, best with `--release`.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::bot::{Bot, USER};
use super::person::Person;
use super::synapse::{Synapse, is_skipped, number};

/// How long after the last question the last answer may come.
const PATIENCE: Duration = Duration::from_secs(120);

fn quantile(sorted: &[Duration], share: f64) -> Duration {
    let place = ((sorted.len() - 1) as f64 * share).round() as usize;
    sorted[place]
}

/// Seconds of a processor that a process has had, where that can be told.
fn worked(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    // A tick is a hundredth of a second on every Linux.
    ticks
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

fn bare(room: &str) -> Value {
    json!({"room": room, "content": {"msgtype": "m.notice", "body": "bare"}})
}

/// What messages take that nobody answers, one at a time, the shortest first.
fn send_bare(ada: &mut Person, rooms: &[String], count: usize) -> Vec<Duration> {
    let mut took: Vec<Duration> = (0..count)
        .map(|number| {
            let at = Instant::now();
            let request = ada.begin("send", bare(&rooms[number % rooms.len()]));
            ada.finish_at(request).0 - at
        })
        .collect();
    took.sort_unstable();
    took
}

/// When the answers to questions came, waited for.
fn answers(ada: &Person, questions: &[String]) -> HashMap<String, Instant> {
    let begun = Instant::now();
    loop {
        let mut answered = HashMap::new();
        for sight in ada.sights() {
            if sight.sender() == USER
                && sight.content()["msgtype"] == "m.notice"
                && let Some(question) = sight.thread()
            {
                assert!(sight.decrypted, "an answer can't be read");
                let before = answered.insert(question.to_owned(), sight.at);
                assert!(before.is_none(), "{question} was answered twice");
            }
        }
        let missing = questions
            .iter()
            .filter(|id| !answered.contains_key(*id))
            .count();
        if missing == 0 {
            return answered;
        }
        assert!(
            begun.elapsed() < PATIENCE,
            "{missing} of {} questions were not answered",
            questions.len()
        );
        std::thread::sleep(Duration::from_secs(1));
    }
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

    // What one message takes when nothing else goes on, and how many a second there can be at most.
    let idle = send_bare(&mut ada, &rooms, 40);
    let at = Instant::now();
    let burst: Vec<u64> = (0..200)
        .map(|number| ada.begin("send", bare(&rooms[number % rooms.len()])))
        .collect();
    for request in burst {
        ada.finish(request);
    }
    let most = 200.0 / at.elapsed().as_secs_f64();

    // The bot has read all of these when it answers what came last.
    for room in &rooms {
        let last = ada.say(room, "!help");
        ada.answer(&last);
    }

    let processes = [synapse.process(), bot.process(), ada.process()];
    let before = processes.map(worked);
    let pace = Duration::from_secs(1) / u32::try_from(a_second).expect("a rate");
    let begun = Instant::now();
    let mut asked = Vec::new();
    for number in 0..a_second * seconds {
        let text = format!("!ask \"harbour will open on day {} and\"", number % 60);
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
    let (mut bare, mut ids) = (Vec::new(), Vec::new());
    for (at, request) in &asked {
        let (sent, id) = ada.finish_at(*request);
        bare.push(sent - *at);
        ids.push(id.as_str().expect("an id").to_owned());
    }
    let came = answers(&ada, &ids);
    let took = begun.elapsed().as_secs_f64();
    let shares: Vec<String> = processes
        .into_iter()
        .zip(before)
        .map(|(process, before)| format!("{:.2}", (worked(process) - before) / took))
        .collect();
    let mut answered: Vec<Duration> = asked
        .iter()
        .zip(&ids)
        .map(|((at, _), id)| came[id] - *at)
        .collect();
    bare.sort_unstable();
    answered.sort_unstable();
    let ratio = |share, to: Duration| quantile(&answered, share).as_secs_f64() / to.as_secs_f64();
    println!(
        "{} questions in {} rooms, {a_second} a second: each answered once, {took:.1} s in all.\nAnswer: median {:?}, \
         95 % {:?}, longest {:?}.\nOne message in the same time: median {:?}, 95 % {:?}; ratio {:.1} and {:.1}.\nOne \
         message when idle: median {:?}; ratio {:.1} and {:.1}. At most {most:.0} messages a second.\nProcessors in use: \
         homeserver {}, bot {}, who asks {}.",
        answered.len(),
        rooms.len(),
        quantile(&answered, 0.5),
        quantile(&answered, 0.95),
        quantile(&answered, 1.0),
        quantile(&bare, 0.5),
        quantile(&bare, 0.95),
        ratio(0.5, quantile(&bare, 0.5)),
        ratio(0.95, quantile(&bare, 0.95)),
        quantile(&idle, 0.5),
        ratio(0.5, quantile(&idle, 0.5)),
        ratio(0.95, quantile(&idle, 0.5)),
        shares[0],
        shares[1],
        shares[2],
    );
}
