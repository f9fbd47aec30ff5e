//! Rooms with as many people as federation brings.

use std::time::Duration;

use super::bot::Bot;
use super::fake::{Fake, crowded, said};

const QUESTIONS: usize = 20;

/// KiB of memory that a process has in use, and the most that it had.
fn memory(process: u32) -> (u64, u64) {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("Linux");
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let number = line.and_then(|line| line.split_whitespace().next());
        number
            .and_then(|number| number.parse().ok())
            .expect("a number")
    };
    (of("VmRSS:"), of("VmHWM:"))
}

/// A bot that answered questions in a room with a crowd.
fn answered(crowd: usize) -> (Fake, Bot) {
    let fake = Fake::start();
    fake.next_sync(crowded(&[], crowd));
    let mut bot = Bot::at(&fake.url(), 6, "buttons = false");
    bot.start();
    fake.wait("the bot to look around", |fake| fake.synced() > 1);
    for number in 0..QUESTIONS {
        let asked = said(
            &format!("$asked-{number}"),
            "!ask \"harbour will open on day 3 and\"",
        );
        fake.next_sync(crowded(&[asked], crowd));
        fake.wait("an answer", |fake| fake.taken().len() > number);
    }
    (fake, bot)
}

#[test]
fn in_a_room_of_twenty_thousand_nobody_is_loaded_but_who_speaks() {
    let (fake, _bot) = answered(20_000);
    assert_eq!(fake.listed(), 0);
}

#[test]
#[ignore = "a measurement"]
fn how_much_memory_a_crowd_takes() {
    for crowd in [20, 20_000] {
        let (_fake, bot) = answered(crowd);
        std::thread::sleep(Duration::from_secs(2));
        let (now, most) = memory(bot.process());
        println!(
            "a room of {crowd}: {} MiB in use, {} MiB at most",
            now / 1024,
            most / 1024
        );
    }
}
