//! The REST API, on one port with the gateway and with a way to it for a bot that asks discord.com through a proxy.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::TokioIo;
use rand::Rng;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::{APPLICATION, BOT, Fault, GUILD, Request, Shared, State, TOKEN, gateway};

/// A certificate for discord.com, as PEM, and what serves it.
pub fn certificate() -> (String, TlsAcceptor) {
    let made =
        rcgen::generate_simple_self_signed(vec!["discord.com".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("protocol versions")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .expect("a certificate and its key");
    (made.cert.pem(), TlsAcceptor::from(Arc::new(config)))
}

pub async fn listen(listener: TcpListener, shared: Arc<Shared>, tls: TlsAcceptor) {
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        tokio::spawn(greet(stream, Arc::clone(&shared), tls.clone()));
    }
}

/// What a connection is for shows in its first bytes.
async fn greet(mut stream: TcpStream, shared: Arc<Shared>, tls: TlsAcceptor) {
    let mut first = [0; 1024];
    let Ok(read) = stream.peek(&mut first).await else {
        return;
    };
    let begins = String::from_utf8_lossy(&first[..read]).into_owned();
    if begins.starts_with("CONNECT discord.com:443") {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            match stream.read_u8().await {
                Ok(byte) => head.push(byte),
                Err(_) => return,
            }
        }
        if stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.is_err() {
            return;
        }
        if let Ok(stream) = tls.accept(stream).await {
            serve(stream, shared).await;
        }
    } else if begins.to_lowercase().contains("upgrade: websocket") {
        if let Ok(stream) = tokio_tungstenite::accept_async(stream).await {
            gateway::serve(stream, shared).await;
        }
    } else {
        serve(stream, shared).await;
    }
}

async fn serve<S>(stream: S, shared: Arc<Shared>)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request| answer(request, Arc::clone(&shared)));
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// A connection that ends without an answer.
#[derive(Debug)]
struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("cut")
    }
}

impl std::error::Error for Cut {}

async fn answer(
    request: hyper::Request<Incoming>,
    shared: Arc<Shared>,
) -> Result<Response<Full<Bytes>>, Cut> {
    let method = request.method().to_string();
    let path = request
        .uri()
        .path()
        .trim_start_matches("/api/v10")
        .to_owned();
    let authorised = request
        .headers()
        .get("authorization")
        .is_some_and(|token| token.as_bytes() == format!("Bot {TOKEN}").as_bytes());
    let boundary = request
        .headers()
        .get("content-type")
        .and_then(|kind| kind.to_str().ok())
        .and_then(|kind| multer::parse_boundary(kind).ok());
    let bytes = match request.into_body().collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => return Err(Cut),
    };
    let (body, files) = read(bytes, boundary).await;
    let at = Instant::now();

    let mut state = shared.state.lock();
    if let Some(file) = state.files.get(&path).cloned() {
        state.requests.push(Request {
            method,
            path,
            body: Value::Null,
            status: 200,
            at,
        });
        return Ok(Response::new(Full::new(Bytes::from(file))));
    }
    let fault = fault(&mut state, &method, &path);
    let limited = limit(&mut state, &method, &path, at);
    let (status, told, headers) = match (fault, limited) {
        (Some(Fault::Cut), _) => {
            drop(state);
            shared.changed.notify_waiters();
            return Err(Cut);
        }
        (Some(Fault::Status(status)), _) => (status, error(0, "a fault"), Vec::new()),
        (Some(Fault::TooMany(after)), _) => (
            429,
            too_many(after),
            vec![("retry-after", after.to_string())],
        ),
        (None | Some(Fault::Lost(_)), Err(after)) => {
            state.limits.refused += 1;
            let headers = vec![("retry-after", after.to_string())];
            (429, too_many(after), headers)
        }
        (fault, Ok(headers)) => {
            let (status, told) = if authorised {
                deal(&mut state, &method, &path, &body, &files, at)
            } else {
                (401, error(0, "401: Unauthorized"))
            };
            shared
                .oracle
                .request(&mut state, &method, &path, &body, &files);
            match fault {
                Some(Fault::Lost(lost)) => (lost, error(0, "a fault"), headers),
                _ => (status, told, headers),
            }
        }
    };
    if state.keep_requests {
        state.requests.push(Request {
            method: method.clone(),
            path: path.clone(),
            body,
            status,
            at,
        });
    }
    if status < 300 {
        shared.oracle.response(&mut state, &method, &path, &told);
    }
    drop(state);
    shared.changed.notify_waiters();
    let mut response = Response::builder().status(StatusCode::from_u16(status).expect("a status"));
    for (name, value) in headers {
        response = response.header(name, value);
    }
    let body = if status == 204 {
        String::new()
    } else {
        told.to_string()
    };
    Ok(response
        .header("content-type", "application/json")
        .body(Full::new(Bytes::from(body)))
        .expect("a response"))
}

async fn read(bytes: Bytes, boundary: Option<String>) -> (Value, Vec<(String, usize)>) {
    let Some(boundary) = boundary else {
        return (
            serde_json::from_slice(&bytes).unwrap_or(Value::Null),
            Vec::new(),
        );
    };
    let stream = futures::stream::iter([Ok::<_, Infallible>(bytes)]);
    let mut parts = multer::Multipart::new(stream, boundary);
    let (mut body, mut files) = (Value::Null, Vec::new());
    while let Ok(Some(part)) = parts.next_field().await {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.expect("a whole part");
        if name == "payload_json" {
            body = serde_json::from_slice(&bytes).expect("JSON");
        } else {
            files.push((name, bytes.len()));
        }
    }
    (body, files)
}

fn error(code: u64, message: &str) -> Value {
    json!({"code": code, "message": message})
}

fn too_many(after: f64) -> Value {
    json!({"message": "You are being rate limited.", "retry_after": after, "global": false})
}

fn fault(state: &mut State, method: &str, path: &str) -> Option<Fault> {
    let request = format!("{method} {path}");
    if let Some(at) = state
        .faults
        .iter()
        .position(|(begins, _)| request.starts_with(begins))
    {
        return Some(state.faults.remove(at).1);
    }
    let chaos = state.chaos.as_mut()?;
    if !chaos.random.random_bool(chaos.share) {
        return None;
    }
    Some(match chaos.random.random_range(0..4) {
        0 => Fault::Status(500 + chaos.random.random_range(0..4)),
        1 => Fault::Lost(502),
        2 => Fault::TooMany(f64::from(chaos.random.random_range(1..10)) / 20.0),
        _ => Fault::Cut,
    })
}

/// Discord's limits as they are known: 50 requests a second over all routes but those of interactions, and five messages
/// in five seconds to a channel. The headers to send, or how long to wait.
fn limit(
    state: &mut State,
    method: &str,
    path: &str,
    now: Instant,
) -> Result<Vec<(&'static str, String)>, f64> {
    const WINDOW: Duration = Duration::from_secs(5);
    if !state.limits.enforced
        || path.starts_with("/interactions/")
        || path.starts_with("/webhooks/")
    {
        return Ok(Vec::new());
    }
    let limits = &mut state.limits;
    while limits
        .arrivals
        .front()
        .is_some_and(|at| now.duration_since(*at) >= Duration::from_secs(1))
    {
        limits.arrivals.pop_front();
    }
    if limits.arrivals.len() >= 50 {
        return Err(1.0);
    }
    limits.arrivals.push_back(now);
    let Some(channel) = channel_of(path).filter(|_| method == "POST") else {
        return Ok(Vec::new());
    };
    let sent = limits.channels.entry(channel).or_default();
    // A window begins with its first message.
    if sent
        .front()
        .is_some_and(|first| now.duration_since(*first) >= WINDOW)
    {
        sent.clear();
    }
    let reset = |sent: &std::collections::VecDeque<Instant>| {
        let begun = sent.front().copied().unwrap_or(now);
        (WINDOW - now.duration_since(begun)).as_secs_f64()
    };
    if sent.len() >= 5 {
        return Err(reset(sent));
    }
    sent.push_back(now);
    Ok(vec![
        ("x-ratelimit-limit", "5".to_owned()),
        ("x-ratelimit-remaining", (5 - sent.len()).to_string()),
        ("x-ratelimit-reset-after", format!("{:.3}", reset(sent))),
        ("x-ratelimit-bucket", format!("messages-{channel}")),
    ])
}

fn channel_of(path: &str) -> Option<u64> {
    path.strip_prefix("/channels/")?
        .split('/')
        .next()?
        .parse()
        .ok()
}

fn deal(
    state: &mut State,
    method: &str,
    path: &str,
    body: &Value,
    files: &[(String, usize)],
    at: Instant,
) -> (u16, Value) {
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match (method, parts.as_slice()) {
        ("GET", ["gateway"]) => (200, json!({"url": gateway_of(state)})),
        ("GET", ["gateway", "bot"]) => (
            200,
            json!({"url": gateway_of(state), "shards": state.advised_shards, "session_start_limit":
                {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}}),
        ),
        ("GET", ["oauth2", "applications", "@me"]) => (
            200,
            json!({"id": APPLICATION.to_string(), "name": "Verbatim", "icon": null, "description": "", "type": null,
                   "verify_key": "0".repeat(64), "flags": 0, "flags_new": "0", "eligible_oauth2_scopes": [], "bot_public": true, "bot_require_code_grant": false,
                   "redirect_uris": [], "interactions_endpoint_url": null, "role_connections_verification_url": null,
                   "owner": {"id": "5", "username": "owner", "avatar": null, "discriminator": "0", "public_flags": 0,
                             "flags": 0, "global_name": null, "primary_guild": null},
                   "approximate_guild_count": 1, "approximate_user_install_count": 0,
                   "approximate_user_authorization_count": 0, "explicit_content_filter": 0, "team": null}),
        ),
        ("GET", ["users", "@me"]) => (
            200,
            json!({"id": BOT.to_string(), "username": "Verbatim", "discriminator": "0001", "global_name": null,
                   "avatar": null, "bot": true, "public_flags": 0, "flags": 0, "mfa_enabled": false,
                   "locale": "en-US", "primary_guild": null}),
        ),
        ("GET", ["applications", _, "commands"] | ["applications", _, "guilds", _, "commands"]) => {
            (200, json!(state.commands))
        }
        ("PUT", ["applications", _, "commands"] | ["applications", _, "guilds", _, "commands"]) => {
            state.puts += 1;
            state.commands = body.as_array().cloned().unwrap_or_default();
            for number in 0..state.commands.len() {
                let id = state.number();
                // What Discord adds.
                let command = &mut state.commands[number];
                command["id"] = json!(id.to_string());
                command["application_id"] = json!(APPLICATION.to_string());
                command["version"] = json!(id.to_string());
                command["default_member_permissions"] = Value::Null;
                command["nsfw"] = json!(false);
                if command["type"] == json!(3) {
                    command["description"] = json!("");
                }
            }
            (200, json!(state.commands))
        }
        ("GET", ["channels", id]) => channel(state, id),
        ("POST", ["users", "@me", "channels"]) => direct(state, body),
        ("POST", ["channels", id, "messages"]) => post(state, id, body, files),
        ("PATCH", ["channels", _, "messages", id]) => {
            let id = id.parse().unwrap_or(0);
            match state.messages.get_mut(&id) {
                Some(message) => (200, change(message, body, files)),
                None => (404, error(10_008, "Unknown Message")),
            }
        }
        ("POST", ["interactions", id, token, "callback"]) => {
            acknowledge(state, id, token, body, at)
        }
        ("POST", ["webhooks", _, token]) => follow(state, token, body, files),
        ("PATCH", ["webhooks", _, token, "messages", "@original"]) => {
            original(state, token, body, files)
        }
        ("DELETE", ["webhooks", _, token, "messages", "@original"]) => {
            match state.interactions.get_mut(*token) {
                Some(dealt) if dealt.acknowledged.is_some() && !dealt.deleted => {
                    dealt.deleted = true;
                    (204, Value::Null)
                }
                _ => (404, error(10_008, "Unknown Message")),
            }
        }
        _ => (404, error(0, "404: Not Found")),
    }
}

fn gateway_of(state: &State) -> String {
    state.sessions.url.clone()
}

fn channel(state: &State, id: &str) -> (u16, Value) {
    let number: u64 = id.parse().unwrap_or(0);
    let Some((kind, parent)) = state.channels.get(&number) else {
        return (404, error(10_003, "Unknown Channel"));
    };
    (
        200,
        json!({"id": id, "type": kind, "parent_id": parent.map(|id| id.to_string()), "guild_id": GUILD.to_string()}),
    )
}

/// The channel of messages with one person: the same whenever it is asked for.
fn direct(state: &mut State, body: &Value) -> (u16, Value) {
    let Some(person) = body["recipient_id"].as_str() else {
        return (400, error(50_035, "Invalid Form Body"));
    };
    let channel = match state.directs.get(person) {
        Some(channel) => *channel,
        None => {
            let channel = state.number();
            state.directs.insert(person.to_owned(), channel);
            state.channels.insert(channel, (1, None));
            channel
        }
    };
    (
        200,
        json!({"id": channel.to_string(), "type": 1, "flags": 0, "last_message_id": null,
               "recipients": [{"id": person, "username": "somebody", "discriminator": "0", "global_name": null,
                               "avatar": null, "public_flags": 0, "flags": 0, "primary_guild": null}]}),
    )
}

fn post(state: &mut State, id: &str, body: &Value, files: &[(String, usize)]) -> (u16, Value) {
    let channel: u64 = id.parse().unwrap_or(0);
    if !state.channels.contains_key(&channel) {
        return (404, error(10_003, "Unknown Channel"));
    }
    if state.channels[&channel].0 == 99 {
        return (403, error(50_013, "Missing Permissions"));
    }
    let nonce = body["nonce"].as_str().unwrap_or_default().to_owned();
    if body["enforce_nonce"] == json!(true)
        && let Some(sent) = state.nonces.get(&(channel, nonce.clone())).copied()
    {
        state.repeated += 1;
        return (200, state.messages[&sent].clone());
    }
    let message = new_message(state, channel, body, files);
    let number = message["id"]
        .as_str()
        .and_then(|id| id.parse().ok())
        .unwrap_or(0);
    state.nonces.insert((channel, nonce), number);
    (200, message)
}

fn new_message(state: &mut State, channel: u64, body: &Value, files: &[(String, usize)]) -> Value {
    let id = state.number();
    let mut message = json!({
        "id": id.to_string(),
        "channel_id": channel.to_string(),
        "type": if body["message_reference"].is_object() { 19 } else { 0 },
        "content": "",
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "timestamp": "2025-11-25T10:00:00.000000+00:00",
        "edited_timestamp": null,
        "flags": 0,
        "components": [],
        "author": {"id": BOT.to_string(), "username": "Verbatim", "discriminator": "0001", "global_name": null,
                   "avatar": null, "bot": true, "public_flags": 0, "flags": 0, "primary_guild": null},
        "pinned": false,
        "mention_everyone": false,
        "tts": false,
    });
    if let Some(to) = body["message_reference"]["message_id"].as_str() {
        message["message_reference"] =
            json!({"type": 0, "channel_id": channel.to_string(), "message_id": to});
    }
    change(&mut message, body, files);
    state.messages.insert(id, message.clone());
    message
}

/// Puts the body's parts in a message, as Discord shows them.
fn change(message: &mut Value, body: &Value, files: &[(String, usize)]) -> Value {
    if let Some(embeds) = body["embeds"].as_array() {
        message["embeds"] = json!(embeds);
        for embed in message["embeds"].as_array_mut().into_iter().flatten() {
            embed["type"] = json!("rich");
        }
    }
    if let Some(rows) = body["components"].as_array() {
        message["components"] = json!(rows);
        let mut number = 0;
        for row in message["components"].as_array_mut().into_iter().flatten() {
            number += 1;
            row["id"] = json!(number);
            for button in row["components"].as_array_mut().into_iter().flatten() {
                number += 1;
                button["id"] = json!(number);
            }
        }
    }
    if let Some(flags) = body["flags"].as_u64() {
        message["flags"] = json!(flags);
    }
    let attached: Vec<Value> = files
        .iter()
        .enumerate()
        .map(|(number, (_, size))| {
            json!({"id": (800 + number).to_string(), "filename": body["attachments"][number]["filename"],
                   "size": size, "url": "https://cdn.example.org/a.png", "proxy_url": "https://cdn.example.org/a.png"})
        })
        .collect();
    if !attached.is_empty() {
        message["attachments"] = json!(attached);
    }
    message.clone()
}

fn acknowledge(
    state: &mut State,
    id: &str,
    token: &str,
    body: &Value,
    at: Instant,
) -> (u16, Value) {
    let Some(dealt) = state.interactions.get_mut(token) else {
        return (404, error(10_062, "Unknown interaction"));
    };
    if !token.ends_with(id) {
        return (404, error(10_062, "Unknown interaction"));
    }
    if dealt.acknowledged.is_some() {
        return (
            400,
            error(40_060, "Interaction has already been acknowledged."),
        );
    }
    let waited = dealt
        .begun
        .map_or(Duration::MAX, |begun| at.duration_since(begun));
    if waited > Duration::from_secs(3) {
        return (404, error(10_062, "Unknown interaction"));
    }
    let kind = body["type"].as_u64().unwrap_or(0);
    dealt.acknowledged = Some((at, kind));
    dealt.privately = body["data"]["flags"].as_u64() == Some(64);
    dealt.shown = match kind {
        6 => dealt.on,
        _ => None,
    };
    state.waits.push(waited.as_secs_f64() * 1_000.0);
    (204, Value::Null)
}

fn original(
    state: &mut State,
    token: &str,
    body: &Value,
    files: &[(String, usize)],
) -> (u16, Value) {
    let Some(dealt) = state.interactions.get(token).cloned() else {
        return (404, error(50_027, "Invalid Webhook Token"));
    };
    if dealt.acknowledged.is_none() || dealt.deleted {
        return (404, error(10_015, "Unknown Webhook"));
    }
    if let Some(id) = dealt.shown
        && let Some(message) = state.messages.get_mut(&id)
    {
        return (200, change(message, body, files));
    }
    let message = new_message(state, super::CHANNEL, body, files);
    let number = message["id"].as_str().and_then(|id| id.parse().ok());
    if let Some(dealt) = state.interactions.get_mut(token) {
        dealt.shown = number;
    }
    (200, message)
}

fn follow(state: &mut State, token: &str, body: &Value, files: &[(String, usize)]) -> (u16, Value) {
    let Some(dealt) = state.interactions.get(token).cloned() else {
        return (404, error(50_027, "Invalid Webhook Token"));
    };
    let Some((_, kind)) = dealt.acknowledged else {
        return (404, error(10_015, "Unknown Webhook"));
    };
    // The first message behind a deferral takes its place, and is as private as that.
    assert!(
        kind != 5 || dealt.deleted || dealt.shown.is_some(),
        "a second reply beside the first"
    );
    (200, new_message(state, super::CHANNEL, body, files))
}
