//! A small Discord on loopback: its REST API over HTTP, its gateway over WebSocket. It behaves as Discord does towards a
//! bot: it takes away what a bot may not read, answers nonces once, forgets interactions that nobody acknowledges, counts
//! requests where a test wants it to, and fails where a test says so. Whatever the bot sends is judged by `oracle`.

mod events;
mod gateway;
pub mod oracle;
mod rest;

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;

pub use events::{Asked, Said};
pub use gateway::Order;

/// The bot's own numbers.
pub const APPLICATION: u64 = 900_000_000_000_000_001;
pub const BOT: u64 = 900_000_000_000_000_002;
/// A server and a channel in it.
pub const GUILD: u64 = 700_000_000_000_000_001;
pub const CHANNEL: u64 = 700_000_000_000_000_002;
/// A direct message's channel.
pub const DIRECT: u64 = 700_000_000_000_000_003;
pub const TOKEN: &str = "plainly.no.token";

/// The longest that anything is waited for.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A request that the bot made.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    /// Without `/api/v10`.
    pub path: String,
    pub body: Value,
    pub status: u16,
    pub at: Instant,
}

/// What happens to a request that it is made for.
#[derive(Debug, Clone)]
pub enum Fault {
    /// It fails, and nothing was done.
    Status(u16),
    /// It was done, and its answer is an error.
    Lost(u16),
    /// Too many: to be asked again after so many seconds.
    TooMany(f64),
    /// The connection ends without an answer.
    Cut,
}

/// An interaction as Discord knows it.
#[derive(Debug, Clone, Default)]
pub struct Dealt {
    pub begun: Option<Instant>,
    pub acknowledged: Option<(Instant, u64)>,
    pub privately: bool,
    /// The message that shows the reply, if there is one.
    pub shown: Option<u64>,
    /// The message that the button is on.
    pub on: Option<u64>,
    pub deleted: bool,
}

/// Rate limits, where they are enforced.
#[derive(Debug, Default)]
pub struct Limits {
    pub enforced: bool,
    arrivals: VecDeque<Instant>,
    channels: HashMap<u64, VecDeque<Instant>>,
    pub refused: usize,
}

#[derive(Default)]
pub struct State {
    pub requests: Vec<Request>,
    pub keep_requests: bool,
    pub commands: Vec<Value>,
    pub puts: usize,
    /// Every message, ours and theirs, by its number.
    pub messages: HashMap<u64, Value>,
    pub nonces: HashMap<(u64, String), u64>,
    /// Messages that were known by their nonce.
    pub repeated: usize,
    /// By token.
    pub interactions: HashMap<String, Dealt>,
    /// Kinds of channels and their parents.
    pub channels: HashMap<u64, (u8, Option<u64>)>,
    /// The channel of messages with a person.
    pub directs: HashMap<String, u64>,
    pub faults: Vec<(String, Fault)>,
    pub chaos: Option<Chaos>,
    pub limits: Limits,
    pub sessions: gateway::Sessions,
    pub advised_shards: u32,
    /// Milliseconds between heartbeats.
    pub heartbeat: u64,
    next: u64,
    /// Attached files, by their path below the address.
    pub files: HashMap<String, Vec<u8>>,
    /// What the oracle found wrong.
    pub wrong: Vec<String>,
    /// Milliseconds from an interaction to its acknowledgement.
    pub waits: Vec<f64>,
}

/// Failures at random, of which a seed tells the course.
#[derive(Debug)]
pub struct Chaos {
    pub random: rand::rngs::StdRng,
    pub share: f64,
}

pub struct Shared {
    pub state: Mutex<State>,
    pub changed: Notify,
    pub address: SocketAddr,
    pub oracle: oracle::Oracle,
}

/// The fake.
#[derive(Clone)]
pub struct FakeDiscord {
    pub shared: Arc<Shared>,
    /// The certificate of the machine in the middle, for a bot that asks discord.com.
    pub certificate: Arc<String>,
}

impl FakeDiscord {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                keep_requests: true,
                advised_shards: 1,
                heartbeat: 41_250,
                next: 1_000_000_000_000_000_000,
                channels: HashMap::from([(CHANNEL, (0, None)), (DIRECT, (1, None))]),
                ..State::default()
            }),
            changed: Notify::new(),
            address,
            oracle: oracle::Oracle::new(),
        });
        shared.state.lock().sessions.url = format!("ws://{address}");
        let (certificate, tls) = rest::certificate();
        tokio::spawn(rest::listen(listener, Arc::clone(&shared), tls));
        Self {
            shared,
            certificate: Arc::new(certificate),
        }
    }

    pub fn address(&self) -> String {
        format!("http://{}", self.shared.address)
    }

    pub fn state(&self) -> parking_lot::MutexGuard<'_, State> {
        self.shared.state.lock()
    }

    /// Waits until `found` finds something.
    pub async fn wait<T>(&self, what: &str, mut found: impl FnMut(&mut State) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            let changed = self.shared.changed.notified();
            if let Some(found) = found(&mut self.state()) {
                return found;
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let state = self.state();
                let requests: Vec<String> = state
                    .requests
                    .iter()
                    .map(|request| {
                        format!(
                            "{} {} {} {}",
                            request.method, request.path, request.status, request.body
                        )
                    })
                    .collect();
                panic!(
                    "waited in vain for {what}; requests:\n{}",
                    requests.join("\n")
                );
            }
            let _ = tokio::time::timeout(left.min(Duration::from_millis(200)), changed).await;
        }
    }

    pub async fn connected(&self) {
        self.wait("a connection", |state| {
            (state.sessions.connected() > 0).then_some(())
        })
        .await;
    }

    /// What happens to the next request whose method and path begin so.
    pub fn fail(&self, request: &str, fault: Fault) {
        self.state().faults.push((request.to_owned(), fault));
    }

    /// The requests so far whose method and path begin so.
    pub fn requests(&self, begins: &str) -> Vec<Request> {
        let state = self.state();
        let fits =
            |request: &&Request| format!("{} {}", request.method, request.path).starts_with(begins);
        state.requests.iter().filter(fits).cloned().collect()
    }

    /// Panics where the oracle found anything wrong.
    pub fn judge(&self) {
        let state = self.state();
        assert!(state.wrong.is_empty(), "{}", state.wrong.join("\n"));
    }
}

impl State {
    pub fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Messages of the bot in a channel, the oldest first.
    pub fn said_by_bot(&self, channel: u64) -> Vec<Value> {
        let mut said: Vec<(u64, Value)> = self
            .messages
            .iter()
            .filter(|(_, message)| {
                message["channel_id"] == json!(channel.to_string())
                    && message["author"]["id"] == json!(BOT.to_string())
            })
            .map(|(id, message)| (*id, message.clone()))
            .collect();
        said.sort_by_key(|(id, _)| *id);
        said.into_iter().map(|(_, message)| message).collect()
    }
}
