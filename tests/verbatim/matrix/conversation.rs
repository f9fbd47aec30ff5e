//! What people do with the bot, in an encrypted room.

use serde_json::json;

use super::bot::{Bot, USER};
use super::person::Person;
use super::synapse::{Synapse, is_skipped};

#[test]
fn a_question_in_an_encrypted_room_is_answered_in_a_thread_on_it() {
    if is_skipped() {
        return;
    }
    let synapse = Synapse::start();
    let mut bot = Bot::new(&synapse, 12, "");
    bot.start();
    let mut ada = Person::new(&synapse, "ada");
    let room = ada.create(true, &[USER]);
    ada.wait_for_members(&room, 2);
    let question = ada.say(&room, "!ask \"harbour will open on day 3 and\"");
    let answer = ada.answer(&question);
    assert!(answer.decrypted, "{:?}", answer.event);
    assert!(
        answer.body().contains("will open on day 3"),
        "{}",
        answer.body()
    );
    let html = answer.content()["formatted_body"].as_str().expect("HTML");
    assert!(html.contains("<blockquote>"), "{html}");
    assert_eq!(answer.content()["m.mentions"], json!({}));
}
