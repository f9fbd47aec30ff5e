//! People on Matrix, each a process of its own.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::synapse::{PASSWORD, SECRET, Synapse};
use crate::harness::project;

/// How long anything may take that a person waits for.
pub const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Default)]
struct Heard {
    lines: Vec<(Instant, Value)>,
    is_over: bool,
}

/// Somebody with a client.
pub struct Person {
    child: Child,
    input: ChildStdin,
    heard: Arc<(Mutex<Heard>, Condvar)>,
    asked: u64,
    pub user: String,
    pub token: String,
    pub device: String,
}

/// An event as a person saw it.
#[derive(Debug, Clone)]
pub struct Sight {
    pub at: Instant,
    pub room: String,
    pub decrypted: bool,
    pub event: Value,
}

impl Sight {
    pub fn id(&self) -> &str {
        self.event["event_id"].as_str().unwrap_or_default()
    }

    pub fn sender(&self) -> &str {
        self.event["sender"].as_str().unwrap_or_default()
    }

    pub fn kind(&self) -> &str {
        self.event["type"].as_str().unwrap_or_default()
    }

    pub fn content(&self) -> &Value {
        &self.event["content"]
    }

    pub fn body(&self) -> &str {
        self.content()["body"].as_str().unwrap_or_default()
    }

    pub fn relates(&self) -> &Value {
        &self.content()["m.relates_to"]
    }

    /// The first event of the thread that it is in.
    pub fn thread(&self) -> Option<&str> {
        (self.relates()["rel_type"] == "m.thread")
            .then(|| self.relates()["event_id"].as_str())
            .flatten()
    }

    /// The event that it takes the place of.
    pub fn replaces(&self) -> Option<&str> {
        (self.relates()["rel_type"] == "m.replace")
            .then(|| self.relates()["event_id"].as_str())
            .flatten()
    }
}

fn command(synapse: &Synapse, name: &str, store: &str) -> Command {
    let mut command = Command::new(synapse.python());
    command
        .arg(project().join("tests/verbatim/matrix/person.py"))
        .args([&synapse.url(), name, PASSWORD, SECRET, store])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command
}

/// Makes an account.
pub fn register(synapse: &Synapse, name: &str) {
    let made = command(synapse, name, "-").output().expect("Python runs");
    assert!(made.status.success(), "{name} can't be registered");
}

impl Person {
    /// Makes an account and logs in.
    pub fn new(synapse: &Synapse, name: &str) -> Self {
        let store = synapse.folder().join(name).display().to_string();
        let log =
            std::fs::File::create(synapse.folder().join(format!("{name}.log"))).expect("a file");
        let mut child = command(synapse, name, &store)
            .stderr(log)
            .spawn()
            .expect("Python runs");
        let input = child.stdin.take().expect("its input");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let heard = Arc::new((Mutex::new(Heard::default()), Condvar::new()));
        let hearing = Arc::clone(&heard);
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let said = serde_json::from_str(&line).unwrap_or(Value::String(line));
                let mut heard = hearing.0.lock().expect("a lock");
                heard.lines.push((Instant::now(), said));
                drop(heard);
                hearing.1.notify_all();
            }
            hearing.0.lock().expect("a lock").is_over = true;
            hearing.1.notify_all();
        });
        let mut person = Self {
            child,
            input,
            heard,
            asked: 0,
            user: String::new(),
            token: String::new(),
            device: String::new(),
        };
        let ready = person.wait_for_line(PATIENCE, |line| line.get("ready").is_some());
        let (_, ready) = ready.unwrap_or_else(|| {
            let log = synapse.folder().join(format!("{name}.log"));
            panic!(
                "{name}: {}",
                std::fs::read_to_string(log).unwrap_or_default()
            )
        });
        let told = |what: &str| ready[what].as_str().expect("a login").to_owned();
        (person.user, person.token, person.device) = (told("user"), told("token"), told("device"));
        person
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    fn wait_for_line(
        &self,
        patience: Duration,
        fits: impl Fn(&Value) -> bool,
    ) -> Option<(Instant, Value)> {
        let until = Instant::now() + patience;
        let mut heard = self.heard.0.lock().expect("a lock");
        let mut looked_at = 0;
        loop {
            if let Some(line) = heard.lines[looked_at..].iter().find(|(_, line)| fits(line)) {
                return Some(line.clone());
            }
            looked_at = heard.lines.len();
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || heard.is_over {
                return None;
            }
            heard = self.heard.1.wait_timeout(heard, left).expect("a lock").0;
        }
    }

    /// Asks the client for something without waiting; the number of the request.
    pub fn begin(&mut self, what: &str, mut given: Value) -> u64 {
        self.asked += 1;
        given["do"] = json!(what);
        given["id"] = json!(self.asked);
        writeln!(self.input, "{given}").expect("it listens");
        self.asked
    }

    pub fn finish(&self, number: u64) -> Value {
        self.finish_at(number).1
    }

    /// The same, with the moment when the answer came.
    pub fn finish_at(&self, number: u64) -> (Instant, Value) {
        let (at, answer) = self
            .wait_for_line(PATIENCE, |line| line["id"] == number)
            .unwrap_or_else(|| panic!("{}: no answer to request {number}", self.user));
        assert!(answer.get("error").is_none(), "{}: {answer}", self.user);
        (at, answer["ok"].clone())
    }

    pub fn call(&mut self, what: &str, given: Value) -> Value {
        let number = self.begin(what, given);
        self.finish(number)
    }

    fn text(&mut self, what: &str, given: Value) -> String {
        self.call(what, given).as_str().expect("an id").to_owned()
    }

    pub fn create(&mut self, encrypted: bool, invite: &[&str]) -> String {
        self.text("create", json!({"encrypted": encrypted, "invite": invite}))
    }

    pub fn wait_for_members(&mut self, room: &str, count: usize) {
        self.call("wait_for_members", json!({"room": room, "count": count}));
    }

    pub fn say(&mut self, room: &str, text: &str) -> String {
        self.send(room, json!({"msgtype": "m.text", "body": text}))
    }

    pub fn send(&mut self, room: &str, content: Value) -> String {
        self.text("send", json!({"room": room, "content": content}))
    }

    pub fn react(&mut self, room: &str, to: &str, key: &str) -> String {
        let relation = json!({"rel_type": "m.annotation", "event_id": to, "key": key});
        let content = json!({"m.relates_to": relation});
        let sent = self.raw(
            "PUT",
            &format!("/rooms/{room}/send/m.reaction/{}{}", self.asked, key.len()),
            content,
        );
        sent["event_id"].as_str().expect("an id").to_owned()
    }

    pub fn redact(&mut self, room: &str, event: &str) {
        let path = format!("/rooms/{room}/redact/{event}/redact{}", self.asked);
        self.raw("PUT", &path, json!({}));
    }

    /// Why the other side gave a verification up.
    pub fn cancellation(&self, transaction: &str) -> String {
        let line = self.wait_for_line(PATIENCE, |line| line["cancelled"] == transaction);
        let (_, line) = line.expect("a cancellation");
        line["code"].as_str().expect("a code").to_owned()
    }

    /// A bare request, which has to succeed.
    pub fn raw(&mut self, method: &str, path: &str, body: Value) -> Value {
        let answer = self.call("raw", json!({"method": method, "path": path, "body": body}));
        assert_eq!(answer["status"], 200, "{method} {path}: {answer}");
        answer["body"].clone()
    }

    /// Everything seen so far.
    pub fn sights(&self) -> Vec<Sight> {
        let heard = self.heard.0.lock().expect("a lock");
        heard.lines.iter().filter_map(sight).collect()
    }

    pub fn find(&self, patience: Duration, fits: impl Fn(&Sight) -> bool) -> Option<Sight> {
        let now = Instant::now();
        self.wait_for_line(patience, |line| {
            sight(&(now, line.clone())).is_some_and(|sight| fits(&sight))
        })
        .and_then(|line| sight(&line))
    }

    /// The first event that fits, waited for.
    pub fn see(&self, what: &str, fits: impl Fn(&Sight) -> bool) -> Sight {
        self.find(PATIENCE, fits).unwrap_or_else(|| {
            let all: Vec<String> = self
                .sights()
                .iter()
                .map(|sight| format!("{} {} {}", sight.sender(), sight.kind(), sight.content()))
                .collect();
            panic!(
                "{} waited in vain for {what}. Seen:\n{}",
                self.user,
                all.join("\n")
            )
        })
    }

    /// The bot's answer to a question.
    pub fn answer(&self, question: &str) -> Sight {
        self.see("an answer", |sight| {
            sight.sender().starts_with("@verbatim:")
                && sight.thread() == Some(question)
                && sight.content()["msgtype"] == "m.notice"
        })
    }
}

fn sight((at, line): &(Instant, Value)) -> Option<Sight> {
    Some(Sight {
        at: *at,
        event: line.get("event")?.clone(),
        room: line["room"].as_str()?.to_owned(),
        decrypted: line["decrypted"] == true,
    })
}

impl Drop for Person {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
