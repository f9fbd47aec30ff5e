//! Comparing emoji with the bot: the operator at its terminal, the other side at a client that shares no code with it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};

use serde_json::json;

use super::bot::{Bot, USER};
use super::person::{PATIENCE, Person};
use super::synapse::{Synapse, is_skipped};

/// `verbatim matrix verify` while it runs.
struct Terminal {
    child: Child,
    input: ChildStdin,
    pieces: Receiver<String>,
    shown: String,
}

impl Terminal {
    fn open(bot: &Bot) -> Self {
        let log = std::fs::File::create(bot.house.data().join("verify.log")).expect("a file");
        let mut child = bot
            .command(&["matrix", "verify"])
            .stdin(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the program starts");
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        let (tell, pieces) = channel();
        std::thread::spawn(move || {
            // A question ends without a line's end.
            while let Ok(bytes) = output.fill_buf()
                && !bytes.is_empty()
            {
                let (piece, length) = (String::from_utf8_lossy(bytes).into_owned(), bytes.len());
                output.consume(length);
                if tell.send(piece).is_err() {
                    return;
                }
            }
        });
        Self {
            input: child.stdin.take().expect("its input"),
            child,
            pieces,
            shown: String::new(),
        }
    }

    fn wait_for(&mut self, words: &str) {
        while !self.shown.contains(words) {
            let piece = self.pieces.recv_timeout(PATIENCE);
            let piece = piece.unwrap_or_else(|_| panic!("no {words:?} in: {}", self.shown));
            self.shown.push_str(&piece);
        }
    }

    /// The emoji that it shows, without their names.
    fn emoji(&mut self) -> Vec<String> {
        self.wait_for("[y/n]");
        let lines = self.shown.lines().filter(|line| line.starts_with("    "));
        let symbols = lines.filter_map(|line| line.split_whitespace().next());
        symbols.map(str::to_owned).collect()
    }

    fn answer(&mut self, answer: &str) {
        writeln!(self.input, "{answer}").expect("it listens");
    }

    /// Waits for its end: the exit code, and everything that it showed.
    fn end(mut self) -> (Option<i32>, String) {
        while let Ok(piece) = self.pieces.recv_timeout(PATIENCE) {
            self.shown.push_str(&piece);
        }
        let code = self.child.wait().expect("it ends").code();
        (code, std::mem::take(&mut self.shown))
    }
}

#[test]
fn an_owner_compares_emoji_with_the_bot_and_either_side_can_find_that_they_differ() {
    if is_skipped() {
        return;
    }
    let synapse = Synapse::start();
    let mut bot = Bot::new(&synapse, 1, "owners = [\"@ada:test.local\"]");
    let mut ada = Person::new(&synapse, "ada");
    let mut tom = Person::new(&synapse, "tom");
    bot.start();
    for person in [&mut ada, &mut tom] {
        let room = person.create(true, &[USER]);
        person.wait_for_members(&room, 2);
        let asked = person.say(&room, "!help");
        person.answer(&asked);
    }
    bot.stop();
    let begin = |person: &mut Person| {
        let begun = person.call("begin_verification", json!({"user": USER}));
        begun.as_str().expect("a transaction").to_owned()
    };
    let emoji = |person: &mut Person, transaction: &str| -> Vec<String> {
        let shown = person.call("emoji", json!({"transaction": transaction}));
        let shown = shown.as_array().expect("emoji").iter();
        shown
            .map(|emoji| emoji[0].as_str().expect("a symbol").to_owned())
            .collect()
    };

    // The same on both sides. A stranger who begins before is not listened to.
    let mut terminal = Terminal::open(&bot);
    terminal.wait_for("Waiting");
    begin(&mut tom);
    let transaction = begin(&mut ada);
    let theirs = emoji(&mut ada, &transaction);
    assert_eq!(theirs.len(), 7);
    assert_eq!(terminal.emoji(), theirs);
    terminal.answer("y");
    let verified = ada.call("confirm", json!({"transaction": transaction}));
    assert_eq!(verified.as_array().map(Vec::len), Some(1), "{verified}");
    let (code, shown) = terminal.end();
    assert_eq!(code, Some(0), "{shown}");
    assert!(
        shown.contains(&format!(
            "Verified with {}, device {}",
            ada.user, ada.device
        )),
        "{shown}"
    );

    // The operator sees something else.
    let mut terminal = Terminal::open(&bot);
    terminal.wait_for("Waiting");
    let transaction = begin(&mut ada);
    emoji(&mut ada, &transaction);
    terminal.emoji();
    terminal.answer("n");
    assert_eq!(ada.cancellation(&transaction), "m.mismatched_sas");
    let (code, shown) = terminal.end();
    assert_eq!(code, Some(1), "{shown}");
    assert!(shown.contains("Not verified: "), "{shown}");

    // The other side does, while the operator still looks.
    for reject in [true, false] {
        let mut terminal = Terminal::open(&bot);
        terminal.wait_for("Waiting");
        let transaction = begin(&mut ada);
        emoji(&mut ada, &transaction);
        terminal.emoji();
        ada.call(
            "deny",
            json!({"transaction": transaction, "reject": reject}),
        );
        let (code, shown) = terminal.end();
        assert_eq!(code, Some(1), "{shown}");
        assert!(shown.contains("Not verified: "), "{shown}");
    }
}

#[test]
fn while_the_bot_answers_a_verification_is_declined_and_says_how_it_is_done() {
    if is_skipped() {
        return;
    }
    let synapse = Synapse::start();
    let mut bot = Bot::new(&synapse, 1, "");
    bot.start();
    let mut ada = Person::new(&synapse, "ada");
    let room = ada.create(true, &[USER]);
    ada.wait_for_members(&room, 2);
    let asked = ada.say(&room, "!help");
    ada.answer(&asked);
    let request = json!({
        "msgtype": "m.key.verification.request", "body": "Compare emoji?", "to": USER, "from_device": ada.device,
        "methods": ["m.sas.v1"],
    });
    let request = ada.send(&room, request);
    let told = ada.answer(&request);
    assert!(
        told.body().contains("verbatim matrix verify"),
        "{}",
        told.body()
    );
    ada.see("that it is over", |sight| {
        sight.sender() == USER
            && sight.kind() == "m.key.verification.cancel"
            && sight.relates()["event_id"] == request
    });
    let begun = ada.call("begin_verification", json!({"user": USER}));
    let begun = begun.as_str().expect("a transaction");
    assert_eq!(ada.cancellation(begun), "m.user");
    // That nothing was set up is said once, and not by each sync.
    let told = bot.told();
    assert_eq!(told.matches("kept nowhere but here").count(), 1, "{told}");
    assert!(!told.contains("no backup key"), "{told}");
}
