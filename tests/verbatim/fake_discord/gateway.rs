//! The gateway: sessions, sequence numbers, resuming.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use super::{APPLICATION, BOT, FakeDiscord, Shared, TOKEN};

/// What a test tells a connection to do.
#[derive(Debug, Clone)]
pub enum Order {
    /// End without a word.
    Drop,
    /// Say this.
    Say(Value),
    /// End with this code.
    Close(u16),
    /// There is something to dispatch.
    Look,
    /// Answer no heartbeat any more.
    Deaf,
}

#[derive(Debug, Default)]
struct Session {
    shard: u64,
    intents: u64,
    /// Dispatched so far; the first has number 1.
    events: Vec<(&'static str, Value)>,
    socket: Option<UnboundedSender<Order>>,
    /// It can't be resumed.
    forgotten: bool,
}

#[derive(Debug, Default)]
pub struct Sessions {
    /// Where the gateway is.
    pub url: String,
    by_id: HashMap<String, Session>,
    pub identified: Vec<Value>,
    pub resumed: usize,
    pub heartbeats: usize,
    /// The session of each shard that events go to.
    current: HashMap<u64, String>,
}

impl Sessions {
    pub fn connected(&self) -> usize {
        self.by_id
            .values()
            .filter(|session| {
                session
                    .socket
                    .as_ref()
                    .is_some_and(|socket| !socket.is_closed())
            })
            .count()
    }

    pub fn intents(&self) -> u64 {
        self.current
            .get(&0)
            .and_then(|id| self.by_id.get(id))
            .map_or(0, |session| session.intents)
    }

    /// Puts an event in the log of the first shard's session, from where it is sent now or when it is resumed.
    pub fn dispatch(&mut self, kind: &'static str, event: Value) {
        let Some(session) = self.current.get(&0).and_then(|id| self.by_id.get_mut(id)) else {
            panic!("nobody has identified");
        };
        session.events.push((kind, event));
        if let Some(socket) = &session.socket {
            let _ = socket.send(Order::Look);
        }
    }

    fn order(&self, order: &Order) {
        for session in self.by_id.values() {
            if let Some(socket) = &session.socket {
                let _ = socket.send(order.clone());
            }
        }
    }
}

impl FakeDiscord {
    /// Tells every connection to do something.
    pub fn order(&self, order: Order) {
        self.state().sessions.order(&order);
    }

    /// Forgets every session, so that none can be resumed.
    pub fn forget_sessions(&self) {
        for session in self.state().sessions.by_id.values_mut() {
            session.forgotten = true;
        }
    }
}

pub async fn serve<S>(stream: WebSocketStream<S>, shared: Arc<Shared>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (mut write, mut read) = stream.split();
    let (orders, mut ordered): (_, UnboundedReceiver<Order>) = unbounded_channel();
    let heartbeat = shared.state.lock().heartbeat;
    let hello = json!({"op": 10, "d": {"heartbeat_interval": heartbeat}});
    if write.send(Message::Text(hello.to_string())).await.is_err() {
        return;
    }
    let mut session: Option<String> = None;
    let mut sent = 0;
    let mut deaf = false;
    loop {
        let mut say: Vec<Value> = Vec::new();
        tokio::select! {
            order = ordered.recv() => match order {
                None | Some(Order::Drop) => break,
                Some(Order::Say(value)) => say.push(value),
                Some(Order::Close(code)) => {
                    let frame = CloseFrame { code: code.into(), reason: "".into() };
                    let _ = write.send(Message::Close(Some(frame))).await;
                    break;
                }
                Some(Order::Look) => {}
                Some(Order::Deaf) => deaf = true,
            },
            message = read.next() => {
                let Some(Ok(message)) = message else { break };
                match message {
                    Message::Text(text) => {
                        let value: Value = serde_json::from_str(&text).expect("the bot sends JSON");
                        match value["op"].as_u64() {
                            Some(1) => {
                                shared.state.lock().sessions.heartbeats += 1;
                                if !deaf {
                                    say.push(json!({"op": 11}));
                                }
                            }
                            Some(2) => {
                                // Discord takes it with the word before it and without.
                                let token = value["d"]["token"].as_str().unwrap_or_default();
                                if token.trim_start_matches("Bot ") != TOKEN {
                                    let frame = CloseFrame { code: 4004.into(), reason: "".into() };
                                    let _ = write.send(Message::Close(Some(frame))).await;
                                    tokio::time::sleep(Duration::from_millis(200)).await;
                                    break;
                                }
                                session = Some(identify(&shared, &value["d"], orders.clone()));
                                sent = 0;
                            }
                            Some(6) => match resume(&shared, &value["d"], orders.clone()) {
                                Some((id, seq)) => {
                                    session = Some(id);
                                    sent = seq;
                                }
                                None => say.push(json!({"op": 9, "d": false})),
                            },
                            other => panic!("opcode {other:?} of a bot"),
                        }
                    }
                    Message::Close(_) => {
                        let _ = write.close().await;
                        break;
                    }
                    _ => {}
                }
            }
        }
        if let Some(id) = &session {
            let state = shared.state.lock();
            if let Some(session) = state.sessions.by_id.get(id) {
                for (kind, event) in session.events.iter().skip(sent) {
                    sent += 1;
                    say.push(json!({"op": 0, "t": kind, "s": sent, "d": event}));
                }
            }
        }
        for value in say {
            if write.send(Message::Text(value.to_string())).await.is_err() {
                return;
            }
        }
        shared.changed.notify_waiters();
    }
    shared.changed.notify_waiters();
}

fn identify(shared: &Shared, said: &Value, orders: UnboundedSender<Order>) -> String {
    let mut state = shared.state.lock();
    let id = format!("session-{}", state.number());
    let shard = said["shard"][0].as_u64().unwrap_or(0);
    let ready = json!({
        "v": 10,
        "user": {"id": BOT.to_string(), "username": "Verbatim", "discriminator": "0001", "global_name": null,
                 "avatar": null, "bot": true, "mfa_enabled": false, "verified": true, "email": null, "flags": 0},
        "guilds": [{"id": super::GUILD.to_string(), "unavailable": true}],
        "session_id": id,
        "resume_gateway_url": "ws://127.0.0.1:9",
        "session_type": "normal",
        "shard": said["shard"],
        "application": {"id": APPLICATION.to_string(), "flags": 0},
    });
    let sessions = &mut state.sessions;
    sessions.identified.push(said.clone());
    sessions.by_id.insert(
        id.clone(),
        Session {
            shard,
            intents: said["intents"].as_u64().unwrap_or(0),
            events: vec![("READY", ready)],
            socket: Some(orders),
            forgotten: false,
        },
    );
    sessions.current.insert(shard, id.clone());
    id
}

fn resume(
    shared: &Shared,
    said: &Value,
    orders: UnboundedSender<Order>,
) -> Option<(String, usize)> {
    let mut state = shared.state.lock();
    let id = said["session_id"].as_str()?.to_owned();
    let seq = usize::try_from(said["seq"].as_u64()?).ok()?;
    let session = state.sessions.by_id.get_mut(&id)?;
    if session.forgotten {
        return None;
    }
    session.socket = Some(orders);
    session.events.push(("RESUMED", json!({"_trace": []})));
    let shard = session.shard;
    state.sessions.resumed += 1;
    state.sessions.current.insert(shard, id.clone());
    Some((id, seq))
}
