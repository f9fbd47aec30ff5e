//! A homeserver that does what a real one can't be made to do: refuse, fail, leave out, talk nonsense. It knows one
//! unencrypted room with one person.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use serde_json::{Value, json};

use super::bot::USER;

pub const ROOM: &str = "!room:test.local";
pub const ADA: &str = "@ada:test.local";

/// A status and a body.
pub type Reply = (u16, Value);

/// Something that the bot sent into the room.
#[derive(Debug, Clone)]
pub struct Sent {
    pub at: Instant,
    pub kind: String,
    pub transaction: String,
    pub body: Value,
    pub status: u16,
}

#[derive(Default)]
struct State {
    /// What the next syncs answer.
    syncs: VecDeque<Reply>,
    synced: usize,
    /// What the next messages are answered with, before they are taken.
    refusals: VecDeque<Reply>,
    sent: Vec<Sent>,
    /// Paths of media that were asked for.
    media: Vec<String>,
    /// How often all members were asked for.
    listed: usize,
    logins: Vec<Value>,
    /// Pages of history by the token that they are asked for with, empty for the newest.
    history: HashMap<String, Value>,
    /// The room's events that a sync has told, the newest first.
    told: Vec<Value>,
    taken: HashMap<String, usize>,
    events: HashMap<String, Value>,
}

impl State {
    /// Every event can be asked for.
    fn know(&mut self, events: &Value) {
        for event in events.as_array().into_iter().flatten() {
            if let Some(id) = event["event_id"].as_str() {
                let mut event = event.clone();
                event["room_id"] = json!(ROOM);
                self.events.insert(id.to_owned(), event);
            }
        }
    }
}

/// The homeserver.
pub struct Fake {
    port: u16,
    state: Arc<Mutex<State>>,
}

impl Fake {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::new(Mutex::new(State::default()));
        let serving = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&serving);
                std::thread::spawn(move || serve(stream, &state));
            }
        });
        Self { port, state }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What the next sync answers.
    pub fn next_sync(&self, reply: Reply) {
        let mut state = self.lock();
        state.know(&reply.1["rooms"]["join"][ROOM]["timeline"]["events"]);
        state.syncs.push_back(reply);
    }

    /// What the next message is answered with instead of being taken.
    pub fn refuse(&self, reply: Reply) {
        self.lock().refusals.push_back(reply);
    }

    pub fn history(&self, from: &str, page: Value) {
        let mut state = self.lock();
        state.know(&page["chunk"]);
        state.history.insert(from.to_owned(), page);
    }

    /// Every try to send a message, whether it was taken or not.
    pub fn tries(&self) -> Vec<Sent> {
        let state = self.lock();
        state
            .sent
            .iter()
            .filter(|sent| sent.kind == "m.room.message")
            .cloned()
            .collect()
    }

    pub fn taken(&self) -> Vec<Sent> {
        let tries = self.tries();
        tries
            .into_iter()
            .filter(|sent| sent.status == 200)
            .collect()
    }

    pub fn logins(&self) -> Vec<Value> {
        self.lock().logins.clone()
    }

    /// How often all members were asked for.
    pub fn listed(&self) -> usize {
        self.lock().listed
    }

    /// Paths of media that were asked for.
    pub fn media(&self) -> Vec<String> {
        self.lock().media.clone()
    }

    pub fn synced(&self) -> usize {
        self.lock().synced
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("a lock")
    }

    /// Waits for something.
    pub fn wait(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !holds(self) {
            assert!(
                begun.elapsed() < super::person::PATIENCE,
                "waited in vain for {what}; sent: {:#?}",
                self.lock().sent
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

pub fn now() -> u128 {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .expect("a clock")
        .as_millis()
}

/// A place in the sync, another each time: the SDK passes over what comes with the place that it knows already.
fn place() -> String {
    static PLACES: AtomicU64 = AtomicU64::new(0);
    format!("s{}-{}", now(), PLACES.fetch_add(1, Ordering::Relaxed))
}

/// An event of Ada's.
pub fn said(id: &str, text: &str) -> Value {
    message(ADA, id, json!({"msgtype": "m.text", "body": text}))
}

/// A message of anybody's.
pub fn message(sender: &str, id: &str, content: Value) -> Value {
    json!({
        "type": "m.room.message", "event_id": id, "sender": sender, "origin_server_ts": now() as u64,
        "content": content,
    })
}

fn state_event(kind: &str, key: &str, sender: &str, content: &Value) -> Value {
    json!({
        "type": kind, "state_key": key, "event_id": format!("$state-{kind}-{}", key.len()), "sender": sender,
        "origin_server_ts": 1_700_000_000_000_u64, "content": content,
    })
}

/// A sync that tells of the room.
pub fn sync(events: &[Value], limited: bool) -> Reply {
    let state = [
        state_event("m.room.create", "", ADA, &json!({"room_version": "11"})),
        state_event("m.room.member", ADA, ADA, &json!({"membership": "join"})),
        state_event("m.room.member", USER, USER, &json!({"membership": "join"})),
        state_event(
            "m.room.power_levels",
            "",
            ADA,
            &json!({"users": {ADA: 100}}),
        ),
    ];
    (
        200,
        json!({
            "next_batch": place(),
            "device_one_time_keys_count": {"signed_curve25519": 50},
            "rooms": {"join": {ROOM: {
                "summary": {"m.heroes": [ADA], "m.joined_member_count": 2, "m.invited_member_count": 0},
                "state": {"events": state},
                "timeline": {"limited": limited, "prev_batch": "before", "events": events},
            }}},
        }),
    )
}

/// A sync that tells of the room with a crowd in it, of which only those who speak are named.
pub fn crowded(events: &[Value], crowd: usize) -> Reply {
    let (status, mut told) = sync(events, false);
    let summary = &mut told["rooms"]["join"][ROOM]["summary"];
    summary["m.joined_member_count"] = json!(crowd + 2);
    (status, told)
}

fn serve(mut stream: TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
    let mut line = String::new();
    if reader.read_line(&mut line).is_err() {
        return;
    }
    let mut parts = line.split(' ').map(str::to_owned);
    let (Some(method), Some(target)) = (parts.next(), parts.next()) else {
        return;
    };
    let mut length = 0;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header).is_err() || header.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    if reader.read_exact(&mut body).is_err() {
        return;
    }
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let (status, reply) = answer(&method, &target, body, state);
    // A proxy's page of its own is no JSON.
    let (kind, text) = match reply {
        Value::String(page) => ("text/html", page),
        json => ("application/json", json.to_string()),
    };
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        text.len()
    );
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(text.as_bytes());
}

fn answer(method: &str, target: &str, body: Value, state: &Mutex<State>) -> Reply {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let path = path
        .trim_start_matches("/_matrix/client")
        .replace("%3A", ":")
        .replace("%21", "!")
        .replace("%24", "$");
    let place: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    match (method, place.as_slice()) {
        ("GET", ["versions"]) => (200, json!({"versions": ["v1.1", "v1.4", "v1.11"]})),
        ("POST", [_, "login"]) => {
            let mut state = state.lock().expect("a lock");
            let device = body["device_id"].clone();
            state.logins.push(body);
            let token = format!("token-{}", state.logins.len());
            (
                200,
                json!({"user_id": USER, "device_id": device, "access_token": token}),
            )
        }
        ("GET", [_, "sync"]) => next_sync(state),
        ("GET", [_, "rooms", ROOM, "members"]) => {
            state.lock().expect("a lock").listed += 1;
            (200, json!({"chunk": []}))
        }
        ("GET", [_, "media", "download", ..]) => {
            state.lock().expect("a lock").media.push(path.clone());
            (
                404,
                json!({"errcode": "M_NOT_FOUND", "error": "no such file"}),
            )
        }
        ("GET", [_, "rooms", ROOM, "messages"]) => {
            let from = query
                .split('&')
                .find_map(|pair| pair.strip_prefix("from="))
                .unwrap_or_default();
            let state = state.lock().expect("a lock");
            let newest = json!({"start": "x", "chunk": state.told});
            let nothing = json!({"start": "x", "chunk": []});
            let there = if from.is_empty() { newest } else { nothing };
            (200, state.history.get(from).cloned().unwrap_or(there))
        }
        ("GET", [_, "rooms", ROOM, "event", id]) => {
            let state = state.lock().expect("a lock");
            let nothing = (
                404,
                json!({"errcode": "M_NOT_FOUND", "error": "no such event"}),
            );
            state
                .events
                .get(*id)
                .map_or(nothing, |event| (200, event.clone()))
        }
        ("PUT", [_, "rooms", ROOM, "send", kind, transaction]) => {
            take((*kind).to_owned(), (*transaction).to_owned(), body, state)
        }
        ("POST", [_, "keys", "upload"]) => (
            200,
            json!({"one_time_key_counts": {"signed_curve25519": 50}}),
        ),
        ("POST", [_, "keys", "query"]) => (200, json!({"device_keys": {}})),
        ("GET", [_, "capabilities"]) => (200, json!({"capabilities": {}})),
        ("GET", _) => (404, json!({"errcode": "M_NOT_FOUND", "error": "not here"})),
        _ => (200, json!({})),
    }
}

fn next_sync(state: &Mutex<State>) -> Reply {
    state.lock().expect("a lock").synced += 1;
    for _ in 0..50 {
        let mut state = state.lock().expect("a lock");
        if let Some(reply) = state.syncs.pop_front() {
            let events = &reply.1["rooms"]["join"][ROOM]["timeline"]["events"];
            for event in events.as_array().into_iter().flatten() {
                state.told.insert(0, event.clone());
            }
            return reply;
        }
        drop(state);
        std::thread::sleep(Duration::from_millis(20));
    }
    (200, json!({"next_batch": place()}))
}

fn take(kind: String, transaction: String, body: Value, state: &Mutex<State>) -> Reply {
    let mut state = state.lock().expect("a lock");
    let refusal = match kind.as_str() {
        "m.room.message" => state.refusals.pop_front(),
        _ => None,
    };
    let count = state.taken.len();
    let reply = refusal.unwrap_or_else(|| {
        let number = *state.taken.entry(transaction.clone()).or_insert(count);
        (200, json!({"event_id": format!("$ours-{number}")}))
    });
    state.sent.push(Sent {
        at: Instant::now(),
        kind,
        transaction,
        body,
        status: reply.0,
    });
    reply
}
