//! The bot's account: set up once, and what an operator is told who has set it up wrongly.

use super::bot::Bot;
use super::fake::Fake;
use super::synapse::{Synapse, is_skipped};
use crate::harness::Ran;

fn run(bot: &Bot, arguments: &[&str]) -> Ran {
    bot.command(arguments)
        .output()
        .expect("the program starts")
        .into()
}

#[test]
fn setting_up_signs_the_device_and_shows_the_recovery_key_once() {
    if is_skipped() {
        return;
    }
    let synapse = Synapse::start();
    let bot = Bot::new(&synapse, 1, "");
    let first = run(&bot, &["matrix", "setup"]);
    assert_eq!(first.code, Some(0), "{}{}", first.out, first.err);
    assert!(
        first.out.contains("is signed by the account's identity"),
        "{}",
        first.out
    );
    assert!(first.out.contains("Recovery key"), "{}", first.out);
    // The session is kept: nothing is asked for any more.
    let again = bot
        .command(&["matrix", "setup"])
        .env_remove("VERBATIM_MATRIX_PASSWORD")
        .output()
        .expect("the program starts");
    let again = Ran::from(again);
    assert_eq!(again.code, Some(0), "{}{}", again.out, again.err);
    assert!(
        again.out.contains("is signed by the account's identity"),
        "{}",
        again.out
    );
    assert!(!again.out.contains("Recovery key"), "{}", again.out);
}

#[test]
fn what_is_missing_is_named_with_the_way_out() {
    let fake = Fake::start();
    let bot = Bot::at(&fake.url(), 1, "");
    let without = |name: &str| {
        let ran = bot
            .command(&["run", "--only", "matrix"])
            .env_remove(name)
            .output()
            .expect("the program starts");
        Ran::from(ran)
    };
    let told = without("VERBATIM_MATRIX_STORE_KEY");
    assert_eq!(told.code, Some(1));
    assert!(told.err.contains("openssl rand -base64 32"), "{}", told.err);
    let told = without("VERBATIM_MATRIX_PASSWORD");
    assert_eq!(told.code, Some(1));
    assert!(
        told.err.contains("VERBATIM_MATRIX_PASSWORD"),
        "{}",
        told.err
    );

    bot.set("inviters = [\"test.local\"]", "inviters = [\"@ada\"]");
    let told = run(&bot, &["run", "--only", "matrix"]);
    assert!(told.err.contains("inviters has \"@ada\""), "{}", told.err);
    bot.set("user = \"verbatim\"", "user = \"\"");
    let told = run(&bot, &["run", "--only", "matrix"]);
    assert!(
        told.err.contains("needs both homeserver and user"),
        "{}",
        told.err
    );
}
