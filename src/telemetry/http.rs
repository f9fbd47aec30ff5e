//! `/metrics`, `/healthz` and `/readyz`, for whoever watches the machine. Nothing that a person said is shown there.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::vitals::{ListenError, Vitals};

/// Connections at one time: a few watchers, and whoever else can reach the address.
const CONNECTIONS: usize = 32;

/// For a connection's request and its answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often what was measured is sorted.
const TIDY: Duration = Duration::from_secs(10);

/// The text format of Prometheus.
const METRICS: &str = "text/plain; version=0.0.4; charset=utf-8";

const TEXT: &str = "text/plain; charset=utf-8";

/// An address that is listened on.
#[derive(Debug)]
pub struct Listening {
    socket: TcpListener,
}

/// Listens on an address.
///
/// # Errors
/// [`ListenError::Address`] where that can't be.
pub async fn listen(address: SocketAddr) -> Result<Listening, ListenError> {
    let failed = |reason| ListenError::Address { address, reason };
    let socket = TcpListener::bind(address).await.map_err(failed)?;
    // Port 0 lets the system choose: whoever reads the log learns which.
    let address = socket.local_addr().map_err(failed)?;
    tracing::info!(%address, "metrics and health are served");
    Ok(Listening { socket })
}

impl Listening {
    /// Answers until `shutdown`.
    pub async fn serve(self, vitals: Arc<Vitals>, shutdown: CancellationToken) {
        let room = Arc::new(Semaphore::new(CONNECTIONS));
        let mut tidy = tokio::time::interval(TIDY);
        loop {
            let connected = tokio::select! {
                () = shutdown.cancelled() => return,
                _ = tidy.tick() => { vitals.tidy(); continue; }
                connected = self.socket.accept() => connected,
            };
            let stream = match connected {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Too many open files, most likely: others have to close theirs first.
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            // Beyond that, a connection is closed at once.
            if let Ok(place) = Arc::clone(&room).try_acquire_owned() {
                let vitals = Arc::clone(&vitals);
                tokio::spawn(async move {
                    let _place = place;
                    answer(stream, &vitals).await;
                });
            }
        }
    }
}

async fn answer(stream: TcpStream, vitals: &Arc<Vitals>) {
    let service = service_fn(|request: Request<Incoming>| {
        let vitals = Arc::clone(vitals);
        async move { Ok::<_, Infallible>(respond(&request, &vitals).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .keep_alive(false)
        .max_buf_size(16 << 10)
        .serve_connection(TokioIo::new(stream), service);
    match tokio::time::timeout(PATIENCE, connection).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "a connection broke off"),
        Err(_) => tracing::debug!("a connection took too long"),
    }
}

async fn respond(request: &Request<Incoming>, vitals: &Vitals) -> Response<Full<Bytes>> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut refused = response(
            StatusCode::METHOD_NOT_ALLOWED,
            TEXT,
            "only GET\n".to_owned(),
        );
        refused
            .headers_mut()
            .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return refused;
    }
    match request.uri().path() {
        "/healthz" => response(StatusCode::OK, TEXT, "ok\n".to_owned()),
        "/readyz" => match vitals.unready().await {
            None => response(StatusCode::OK, TEXT, "ready\n".to_owned()),
            Some(reason) => response(StatusCode::SERVICE_UNAVAILABLE, TEXT, format!("{reason}\n")),
        },
        "/metrics" => match vitals.render().await {
            Ok(measured) => response(StatusCode::OK, METRICS, measured),
            Err(error) => {
                tracing::error!(%error, "nothing could be measured");
                let told = "the record can't be read\n".to_owned();
                response(StatusCode::INTERNAL_SERVER_ERROR, TEXT, told)
            }
        },
        _ => {
            let told = "there are /metrics, /healthz and /readyz\n".to_owned();
            response(StatusCode::NOT_FOUND, TEXT, told)
        }
    }
}

fn response(status: StatusCode, kind: &'static str, body: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
