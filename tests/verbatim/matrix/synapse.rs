//! A real homeserver on this machine, that talks to nobody else.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// What people's clients and the homeserver are, of PyPI.
const PACKAGES: [&str; 2] = ["matrix-synapse==1.163.2", "matrix-nio[e2e]==0.25.2"];

pub const SECRET: &str = "of this test";
pub const PASSWORD: &str = "open sesame";

/// Whether the tests against a homeserver are left out; then they say so.
pub fn is_skipped() -> bool {
    let skipped = std::env::var_os("VERBATIM_SKIP_SYNAPSE").is_some_and(|value| value != "0");
    if skipped {
        eprintln!(
            "SKIPPED: VERBATIM_SKIP_SYNAPSE is set, so nothing was tested against a homeserver"
        );
    }
    skipped
}

/// A number that the environment may set otherwise, for a longer run.
pub fn number(name: &str, usual: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|value| value.parse().ok())
        .unwrap_or(usual)
}

/// The Python of a virtual environment with the homeserver and the clients, made where there is none. Several processes
/// may want it at once: the first makes it, the others wait.
pub fn python() -> PathBuf {
    let folder = std::env::var_os("VERBATIM_SYNAPSE_DIR").map_or_else(
        || Path::new(env!("CARGO_TARGET_TMPDIR")).join("synapse"),
        PathBuf::from,
    );
    std::fs::create_dir_all(&folder).expect("a folder for the homeserver");
    let lock = File::create(folder.join("lock")).expect("a lock");
    lock.lock().expect("the lock is got");
    let python = folder.join("bin/python");
    let complete = folder.join("complete");
    let wanted = PACKAGES.join("\n");
    if std::fs::read_to_string(&complete).is_ok_and(|made| made == wanted) {
        return python;
    }
    let folder_name = folder.to_str().expect("a path of letters");
    run("python3", &["-m", "venv", folder_name]);
    let python_name = python.to_str().expect("a path of letters");
    let mut install = vec!["-m", "pip", "install", "--quiet"];
    install.extend(PACKAGES);
    run(python_name, &install);
    std::fs::write(&complete, wanted).expect("a file");
    python
}

fn run(program: &str, arguments: &[&str]) {
    let ran = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| {
            panic!("{program}: {error}. These tests need Python 3; VERBATIM_SKIP_SYNAPSE=1 leaves them out")
        });
    assert!(
        ran.status.success(),
        "{program} {arguments:?}: {}\nVERBATIM_SKIP_SYNAPSE=1 leaves these tests out",
        String::from_utf8_lossy(&ran.stderr)
    );
}

/// A homeserver with a folder of its own.
pub struct Synapse {
    folder: TempDir,
    python: PathBuf,
    port: u16,
    running: Option<Child>,
}

impl Synapse {
    pub fn start() -> Self {
        Self::start_with(&serde_json::json!({}))
    }

    /// One that is configured otherwise in these points.
    pub fn start_with(settings: &serde_json::Value) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a free port")
            .port();
        let mut synapse = Self {
            folder,
            python: python(),
            port,
            running: None,
        };
        synapse.configure(settings);
        synapse.run();
        synapse
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn python(&self) -> &Path {
        &self.python
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn configure(&self, settings: &serde_json::Value) {
        let place = |name: &str| self.folder.path().join(name).display().to_string();
        let unlimited = serde_json::json!({"per_second": 100_000, "burst_count": 100_000});
        let log = serde_json::json!({
            "version": 1,
            "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
            "handlers": {"file": {"class": "logging.FileHandler", "filename": place("log"), "formatter": "plain"}},
            "root": {"level": "WARNING", "handlers": ["file"]},
        });
        std::fs::write(self.folder.path().join("log.json"), log.to_string()).expect("a file");
        let mut config = serde_json::json!({
            "server_name": "test.local",
            "report_stats": false,
            "pid_file": place("pid"),
            "listeners": [{
                "type": "http", "port": self.port, "bind_addresses": ["127.0.0.1"], "tls": false,
                "resources": [{"names": ["client", "media"]}],
            }],
            "database": {"name": "sqlite3", "args": {"database": place("homeserver.db")}},
            "registration_shared_secret": SECRET,
            "macaroon_secret_key": SECRET,
            "form_secret": SECRET,
            "signing_key_path": place("signing.key"),
            "media_store_path": place("media"),
            "log_config": place("log.json"),
            "trusted_key_servers": [],
            "federation_domain_whitelist": [],
            "presence": {"enabled": false},
            "user_directory": {"enabled": false, "search_all_users": false},
            "allow_public_rooms_over_federation": false,
            "url_preview_enabled": false,
            "rc_message": unlimited, "rc_registration": unlimited, "rc_joins": {"local": unlimited, "remote": unlimited},
            "rc_joins_per_room": unlimited,
            "rc_admin_redaction": unlimited, "rc_room_creation": unlimited, "rc_key_requests": unlimited,
            "rc_login": {"address": unlimited, "account": unlimited, "failed_attempts": unlimited},
            "rc_invites": {"per_room": unlimited, "per_user": unlimited, "per_issuer": unlimited},
            "rc_presence": {"per_user": unlimited}, "rc_delayed_event_mgmt": unlimited, "rc_reports": unlimited,
            "rc_media_create": unlimited,
        });
        for (name, value) in settings.as_object().into_iter().flatten() {
            config[name] = value.clone();
        }
        std::fs::write(
            self.folder.path().join("homeserver.json"),
            config.to_string(),
        )
        .expect("a file");
    }

    /// Starts the homeserver and waits until it answers.
    pub fn run(&mut self) {
        let output = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.path().join("output"))
            .expect("a file");
        let errors = output.try_clone().expect("a file");
        let child = Command::new(&self.python)
            .args(["-m", "synapse.app.homeserver", "-c"])
            .arg(self.folder.path().join("homeserver.json"))
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .spawn()
            .expect("the homeserver starts");
        self.running = Some(child);
        let begun = Instant::now();
        while !self.is_healthy() {
            assert!(
                begun.elapsed() < Duration::from_secs(90),
                "the homeserver does not start: {}",
                std::fs::read_to_string(self.folder.path().join("output")).unwrap_or_default()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn is_healthy(&self) -> bool {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else {
            return false;
        };
        let asked = stream
            .write_all(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let mut answer = String::new();
        asked.is_ok()
            && stream.read_to_string(&mut answer).is_ok()
            && answer.contains("200")
            && answer.ends_with("OK")
    }

    /// The number of its process, 0 while it does not run.
    pub fn process(&self) -> u32 {
        self.running.as_ref().map_or(0, Child::id)
    }

    /// Kills the homeserver as a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.running.take() {
            child.kill().expect("it can be killed");
            child.wait().expect("it ends");
        }
    }
}

impl Drop for Synapse {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            let tail: Vec<&str> = log.lines().rev().take(20).collect();
            eprintln!(
                "the homeserver's log, the newest first:\n{}",
                tail.join("\n")
            );
        }
    }
}
