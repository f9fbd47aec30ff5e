//! The real program as the bot.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::person::{PATIENCE, register};
use super::synapse::{PASSWORD, Synapse};
use crate::harness::{House, articles};

/// 32 bytes, so that no start has to make a key of a passphrase.
pub const STORE_KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

pub const USER: &str = "@verbatim:test.local";

/// The bot, with a house of its own.
pub struct Bot {
    pub house: House,
    config: String,
    running: Option<Child>,
}

impl Bot {
    /// Registers the bot, takes in so many articles, and leaves it stopped.
    pub fn new(synapse: &Synapse, count: usize, settings: &str) -> Self {
        register(synapse, "verbatim");
        Self::at(&synapse.url(), count, settings)
    }

    /// The same, on a homeserver that needs no registration.
    pub fn at(url: &str, count: usize, settings: &str) -> Self {
        let house = House::new();
        let toml = format!(
            "[limits]\nperson_a_minute = 100000\ncommunity_a_minute = 100000\n\n[matrix]\nhomeserver = \"{url}\"\n\
             user = \"verbatim\"\ninviters = [\"test.local\"]\n{settings}\n",
        );
        // Nothing is fetched from outside.
        let config = house.config(&[("verbatim.toml", toml), ("sources.toml", String::new())]);
        let lines = house.file("articles.jsonl", &articles(0..count));
        house.succeed(&["ingest", lines.to_str().expect("a path of letters")]);
        Self {
            house,
            config,
            running: None,
        }
    }

    /// Puts other words into its configuration.
    pub fn set(&self, from: &str, to: &str) {
        let place = Path::new(&self.config).join("verbatim.toml");
        let before = std::fs::read_to_string(&place).expect("the configuration");
        assert!(before.contains(from), "{before}");
        std::fs::write(&place, before.replace(from, to)).expect("a file");
    }

    /// Puts a file of its configuration in the place of the project's.
    pub fn write(&self, name: &str, content: &str) {
        std::fs::write(Path::new(&self.config).join(name), content).expect("a file");
    }

    pub fn log(&self) -> PathBuf {
        self.house.data().join("bot.log")
    }

    pub fn told(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }

    pub fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut all = vec!["--config", &self.config];
        all.extend(arguments);
        let log = std::env::var("VERBATIM_MATRIX_LOG").ok();
        let mut command = self.house.command(&all);
        command
            .env("VERBATIM_MATRIX_PASSWORD", PASSWORD)
            .env("VERBATIM_MATRIX_STORE_KEY", STORE_KEY)
            .env(
                "VERBATIM_LOG",
                log.as_deref().unwrap_or("warn,verbatim=info"),
            );
        command
    }

    pub fn start(&mut self) {
        self.start_without("VERBATIM_NOTHING");
    }

    /// Starts it without one of the variables of its environment.
    pub fn start_without(&mut self, variable: &str) {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.log())
            .expect("a file");
        let child = self
            .command(&["run", "--only", "matrix"])
            .env_remove(variable)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the bot starts");
        self.running = Some(child);
    }

    /// The number of its process, 0 while it does not run.
    pub fn process(&self) -> u32 {
        self.running.as_ref().map_or(0, Child::id)
    }

    /// Kills it as a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.running.take() {
            child.kill().expect("it can be killed");
            child.wait().expect("it ends");
        }
    }

    /// Tells it to stop, and waits until it has.
    pub fn stop(&mut self) {
        let process = self.process().to_string();
        let told = std::process::Command::new("kill").arg(process).status();
        assert!(told.expect("it is told").success());
        assert_eq!(self.wait_for_end(), Some(0), "{}", self.told());
        self.running = None;
    }

    /// Waits until it ends by itself; its exit code.
    pub fn wait_for_end(&mut self) -> Option<i32> {
        let child = self.running.as_mut()?;
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(status) = child.try_wait().expect("its state can be had") {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        None
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            let told = self.told();
            let tail: Vec<&str> = told.lines().rev().take(40).collect();
            let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bot.log");
            let _ = std::fs::copy(self.log(), kept);
            eprintln!("the bot's log, the newest first:\n{}", tail.join("\n"));
        }
    }
}
