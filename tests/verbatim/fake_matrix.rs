//! A small homeserver on loopback with as many unencrypted rooms as a test wants, all of which the bot is in. It takes a
//! transaction once, as homeservers do, and is overloaded or loses its answer where a test says so.
//!
//! Synapse is what the tests of Matrix itself run against. Here a hundred rooms are sent thousands of messages while the
//! bot is killed again and again, and the homeserver has to fail at random too: overloaded, or with its answer lost after
//! the message was taken. A real one can't be told to.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use rand::Rng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use tokio::net::TcpListener;

pub const USER: &str = "@verbatim:test.local";
const ADA: &str = "@ada:test.local";

#[derive(Default)]
pub struct State {
    rooms: Vec<String>,
    /// What was sent, by room, in the order in which it came.
    pub messages: HashMap<String, Vec<Value>>,
    /// The event that a transaction of a device came to.
    transactions: HashMap<(String, String, String), String>,
    /// Devices by their token.
    devices: HashMap<String, String>,
    /// Sends that were known by their transaction.
    pub repeated: usize,
    /// Failures at random, and of how many requests.
    pub chaos: Option<(StdRng, f64)>,
    pub synced: usize,
}

/// The homeserver.
pub struct FakeMatrix {
    address: SocketAddr,
    pub state: Arc<Mutex<State>>,
}

/// What becomes of a request.
enum Fate {
    Answered,
    Overloaded,
    Lost,
}

impl FakeMatrix {
    pub async fn start(rooms: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State {
            rooms,
            ..State::default()
        }));
        let serving = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = stream.set_nodelay(true);
                let state = Arc::clone(&serving);
                tokio::spawn(async move {
                    let service = service_fn(move |request| serve(request, Arc::clone(&state)));
                    // Whoever is killed says no goodbye.
                    let _ = hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
        });
        Self { address, state }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

async fn serve(
    request: Request<Incoming>,
    state: Arc<Mutex<State>>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let method = request.method().to_string();
    let path = request
        .uri()
        .path()
        .trim_start_matches("/_matrix/client")
        .replace("%3A", ":")
        .replace("%21", "!");
    let is_first = request
        .uri()
        .query()
        .is_none_or(|query| !query.contains("since="));
    let token = request
        .headers()
        .get("authorization")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .unwrap_or_default()
        .to_owned();
    let body = match request.into_body().collect().await {
        Ok(body) => serde_json::from_slice(&body.to_bytes()).unwrap_or(Value::Null),
        Err(_) => Value::Null,
    };
    if path.ends_with("/sync") {
        let waits = {
            let mut state = state.lock();
            state.synced += 1;
            !is_first
        };
        if waits {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        let reply = if is_first {
            first_sync(&state.lock().rooms)
        } else {
            json!({"next_batch": "s2", "device_one_time_keys_count": {"signed_curve25519": 50}})
        };
        return Ok(told(200, &reply));
    }
    let (status, reply) = answer(&mut state.lock(), &method, &path, &token, &body);
    Ok(told(status, &reply))
}

fn told(status: u16, body: &Value) -> Response<Full<Bytes>> {
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(Full::new(Bytes::from(body.to_string())))
        .expect("a response")
}

fn answer(state: &mut State, method: &str, path: &str, token: &str, body: &Value) -> (u16, Value) {
    let place: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    match (method, place.as_slice()) {
        ("GET", ["versions"]) => (200, json!({"versions": ["v1.1", "v1.4", "v1.11"]})),
        ("POST", [_, "login"]) => {
            let device = body["device_id"].as_str().unwrap_or("D").to_owned();
            let token = format!("token-{}", state.devices.len());
            state.devices.insert(token.clone(), device.clone());
            (
                200,
                json!({"user_id": USER, "device_id": device, "access_token": token}),
            )
        }
        ("GET", [_, "account", "whoami"]) => (
            200,
            json!({"user_id": USER, "device_id": state.devices.get(token)}),
        ),
        ("GET", [_, "rooms", _, "messages"]) => (200, json!({"start": "x", "chunk": []})),
        ("PUT", [_, "rooms", room, "send", _, transaction]) => {
            send(state, room, transaction, token, body)
        }
        ("POST", [_, "user", _, "filter"]) => (200, json!({"filter_id": "1"})),
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

fn send(
    state: &mut State,
    room: &str,
    transaction: &str,
    token: &str,
    body: &Value,
) -> (u16, Value) {
    let Some(device) = state.devices.get(token).cloned() else {
        return (
            401,
            json!({"errcode": "M_UNKNOWN_TOKEN", "error": "nobody's token"}),
        );
    };
    if !state.rooms.iter().any(|known| known == room) {
        return (403, json!({"errcode": "M_FORBIDDEN", "error": "not in it"}));
    }
    let fate = match &mut state.chaos {
        Some((random, share)) => match random.random_range(0.0..1.0) {
            chance if chance >= *share => Fate::Answered,
            chance if chance < *share / 2.0 => Fate::Overloaded,
            _ => Fate::Lost,
        },
        None => Fate::Answered,
    };
    if matches!(fate, Fate::Overloaded) {
        let told =
            json!({"errcode": "M_LIMIT_EXCEEDED", "error": "too fast", "retry_after_ms": 100});
        return (429, told);
    }
    let key = (device, room.to_owned(), transaction.to_owned());
    let event = match state.transactions.get(&key) {
        Some(event) => {
            state.repeated += 1;
            event.clone()
        }
        None => {
            let event = format!("$event-{}", state.transactions.len());
            state.transactions.insert(key, event.clone());
            let messages = state.messages.entry(room.to_owned()).or_default();
            messages.push(body.clone());
            event
        }
    };
    match fate {
        Fate::Lost => (502, json!({"errcode": "M_UNKNOWN", "error": "bad gateway"})),
        _ => (200, json!({"event_id": event})),
    }
}

fn first_sync(rooms: &[String]) -> Value {
    let state = |kind: &str, key: &str, sender: &str, content: &Value| {
        json!({"type": kind, "state_key": key, "event_id": format!("$state-{kind}-{}", key.len()), "sender": sender,
               "origin_server_ts": 1_700_000_000_000_u64, "content": content})
    };
    let joined: serde_json::Map<String, Value> = rooms
        .iter()
        .map(|room| {
            let events = [
                state("m.room.create", "", ADA, &json!({"room_version": "11"})),
                state("m.room.member", ADA, ADA, &json!({"membership": "join"})),
                state("m.room.member", USER, USER, &json!({"membership": "join"})),
                state("m.room.power_levels", "", ADA, &json!({"users": {ADA: 100}})),
            ];
            let told = json!({
                "summary": {"m.heroes": [ADA], "m.joined_member_count": 2, "m.invited_member_count": 0},
                "state": {"events": events},
                "timeline": {"limited": false, "prev_batch": "before", "events": []},
            });
            (room.clone(), told)
        })
        .collect();
    json!({
        "next_batch": "s1",
        "device_one_time_keys_count": {"signed_curve25519": 50},
        "rooms": {"join": joined},
    })
}
