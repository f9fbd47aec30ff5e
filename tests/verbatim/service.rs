//! The program as a service: what it says of itself, and how it starts and ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Child;
use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::harness::{House, Ran, articles};

/// How long anything may take before a test gives up on it.
const PATIENCE: Duration = Duration::from_secs(30);

/// A source that the guard of addresses refuses, so that nothing leaves the machine.
const NOWHERE: &str =
    "[[source]]\nid = \"nowhere\"\nkind = \"feed\"\nurl = \"http://127.0.0.1:9/rss\"\n";

/// A running service, ended with the test.
struct Service {
    child: Child,
    address: String,
    /// Log lines up to the address.
    log: Vec<serde_json::Value>,
    rest: BufReader<std::process::ChildStderr>,
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn settings(extra: &str) -> String {
    format!("[telemetry]\nlisten = \"127.0.0.1:0\"\nlog = \"info\"\nlog_format = \"json\"\n{extra}")
}

fn start(house: &House) -> Service {
    let config = house.config(&[
        ("verbatim.toml", settings("")),
        ("sources.toml", NOWHERE.to_owned()),
    ]);
    let mut child = house
        .command(&["--config", &config, "run"])
        .env_remove("VERBATIM_LOG")
        .spawn()
        .expect("the program starts");
    let mut rest = BufReader::new(child.stderr.take().expect("standard error"));
    let mut log = Vec::new();
    let address = loop {
        let mut line = String::new();
        assert!(
            rest.read_line(&mut line).expect("a line") > 0,
            "it ended: {log:?}"
        );
        let line: serde_json::Value = match serde_json::from_str(&line) {
            Ok(line) => line,
            // What is taken in first is told in plain words.
            Err(_) => continue,
        };
        log.push(line.clone());
        if let Some(address) = line["address"].as_str() {
            break address.to_owned();
        }
    };
    Service {
        child,
        address,
        log,
        rest,
    }
}

impl Service {
    fn send(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    }

    fn get(&self, path: &str) -> String {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"))
    }

    fn signal(&self, name: &str) {
        let sent = std::process::Command::new("kill")
            .args([&format!("-{name}"), &self.child.id().to_string()])
            .status()
            .expect("kill is there");
        assert!(sent.success());
    }

    fn ended(&mut self) -> Option<i32> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().expect("it can be asked") {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it does not end");
    }
}

fn house() -> House {
    let house = House::new();
    let lines = house.file("articles.jsonl", &articles(0..5));
    house.succeed(&["ingest", lines.to_str().expect("letters")]);
    house
}

#[test]
fn a_service_tells_how_it_is_and_ends_when_it_is_told() {
    let house = house();
    let mut service = start(&house);
    assert!(service.get("/healthz").starts_with("HTTP/1.1 200"));
    let ready = service.get("/readyz");
    assert!(
        ready.starts_with("HTTP/1.1 200") && ready.ends_with("ready\n"),
        "{ready}"
    );
    let metrics = service.get("/metrics");
    for expected in [
        "content-type: text/plain; version=0.0.4",
        "# TYPE verbatim_index_statements gauge",
        "verbatim_index_articles 5",
        "verbatim_record_articles 5",
        "verbatim_index_changes_behind 0",
        "verbatim_index_generation 1",
        "verbatim_source_failures{source=\"nowhere\"} ",
        "verbatim_queue_entries{queue=\"due\"} 0",
        "process_resident_memory_bytes ",
        concat!(
            "verbatim_info{version=\"",
            env!("CARGO_PKG_VERSION"),
            "\"} 1"
        ),
    ] {
        assert!(metrics.contains(expected), "{expected} is not in {metrics}");
    }
    service.signal("TERM");
    assert_eq!(service.ended(), Some(0));
    let mut rest = String::new();
    service.rest.read_to_string(&mut rest).expect("text");
    assert!(rest.lines().any(|line| line.contains("stopping")), "{rest}");
    for line in rest.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("a JSON object a line");
        assert!(
            line["timestamp"].is_string() && line["level"].is_string(),
            "{line}"
        );
    }
    assert!(service.log.iter().all(|line| line["message"].is_string()));
}

#[test]
fn what_is_no_question_to_it_is_answered_with_its_status() {
    let service = start(&house());
    assert!(service.get("/").starts_with("HTTP/1.1 404"));
    assert!(service.get("/../verbatim.db").starts_with("HTTP/1.1 404"));
    let posted = service.send("POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    assert!(posted.starts_with("HTTP/1.1 405"), "{posted}");
    assert!(
        service
            .send("\u{1}\u{2}nonsense\r\n\r\n")
            .starts_with("HTTP/1.1 400")
    );
    let long = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(100_000));
    let mut stream = TcpStream::connect(&service.address).expect("it listens");
    // It may hang up before it has read all of that.
    let _ = stream.write_all(long.as_bytes());
    drop(stream);
    // Connections that say nothing keep nobody else out for good.
    let silent: Vec<TcpStream> = (0..200)
        .map(|_| TcpStream::connect(&service.address).expect("it listens"))
        .collect();
    drop(silent);
    let begun = Instant::now();
    loop {
        let mut stream = TcpStream::connect(&service.address).expect("it listens");
        let _ = stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        if answer.starts_with("HTTP/1.1 200") {
            break;
        }
        assert!(begun.elapsed() < PATIENCE, "nobody is let in any more");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[tokio::test]
async fn a_record_that_can_not_be_read_is_not_ready() {
    let house = house();
    let service = start(&house);
    assert!(service.get("/readyz").starts_with("HTTP/1.1 200"));
    let file = SqliteConnectOptions::new().filename(house.data().join("verbatim.db"));
    let pool = SqlitePool::connect_with(file).await.expect("it opens");
    let dropped = sqlx::query("DROP TABLE sequence").execute(&pool).await;
    dropped.expect("the table goes");
    pool.close().await;
    let answer = service.get("/readyz");
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(!answer.contains("verbatim.db"), "{answer}");
    assert!(service.get("/healthz").starts_with("HTTP/1.1 200"));
}

#[test]
fn the_service_manager_is_told_when_it_is_ready_and_when_it_stops() {
    let house = house();
    let folder = house.data();
    let path = folder.join("notify");
    let socket = std::os::unix::net::UnixDatagram::bind(&path).expect("a socket");
    socket.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    let config = house.config(&[
        ("verbatim.toml", settings("")),
        ("sources.toml", NOWHERE.to_owned()),
    ]);
    let mut child = house
        .command(&["--config", &config, "run"])
        .env("NOTIFY_SOCKET", &path)
        .spawn()
        .expect("the program starts");
    let mut told = [0; 64];
    let mut next = || {
        let length = socket.recv(&mut told).expect("a message");
        String::from_utf8_lossy(&told[..length]).into_owned()
    };
    assert_eq!(next(), "READY=1");
    let sent = std::process::Command::new("kill")
        .arg(child.id().to_string())
        .status();
    assert!(sent.expect("kill is there").success());
    assert_eq!(next(), "STOPPING=1");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn what_starting_again_would_not_help_has_a_code_of_its_own() {
    let house = house();
    let nowhere = house.run(&["run"]);
    assert_eq!(nowhere.code, Some(78), "{}", nowhere.err);
    assert!(nowhere.err.contains(".env.example"), "{}", nowhere.err);
    for (wrong, expected) in [
        ("[telemetry]\nlisten = \"nowhere\"\n", "127.0.0.1:9464"),
        ("[telemetry]\nlog = \"loud\"\n", "loud"),
        ("[telemetry]\nlog_format = \"xml\"\n", "xml"),
        ("[telemetry]\ncolour = 1\n", "colour"),
    ] {
        let config = house.config(&[("verbatim.toml", wrong.to_owned())]);
        let ran = house.run(&["--config", &config, "run"]);
        assert_eq!(ran.code, Some(78), "{wrong}: {}", ran.err);
        assert!(ran.err.contains(expected), "{wrong}: {}", ran.err);
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address");
    let text = format!("[telemetry]\nlisten = \"{address}\"\n");
    let config = house.config(&[("verbatim.toml", text)]);
    let ran = house.run(&["--config", &config, "run"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains(&address.to_string()), "{}", ran.err);
    let output = house
        .command(&["ask", "grain"])
        .env("VERBATIM_LOG", "loud")
        .output();
    let ran = Ran::from(output.expect("the program starts"));
    assert!(
        ran.err.contains("VERBATIM_LOG") && ran.err.contains("loud"),
        "{}",
        ran.err
    );
}
