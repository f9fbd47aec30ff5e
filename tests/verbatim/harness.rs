//! A data folder of its own for every test, the real program, and articles about people who don't exist.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;
use verbatim::search::{IndexSettings, TantivyIndex};
use verbatim::storage::SqliteRecord;

/// The project's own folder.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// An installation of its own.
pub struct House {
    dir: TempDir,
}

/// What a run of the program came to.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("the program prints UTF-8"),
            err: String::from_utf8(output.stderr).expect("the program prints UTF-8"),
        }
    }
}

impl House {
    pub fn new() -> Self {
        Self {
            dir: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// A file of the house, outside its data.
    pub fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.dir.path().join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).expect("a folder");
        }
        std::fs::write(&path, content).expect("a file");
        path
    }

    /// The project's configuration with these files in place of its own; its folder.
    pub fn config(&self, files: &[(&str, String)]) -> String {
        let folder = self.dir.path().join("config");
        copy(&project().join("config"), &folder);
        for (name, content) in files {
            std::fs::write(folder.join(name), content).expect("a file");
        }
        folder.to_str().expect("a path of letters").to_owned()
    }

    /// The folder that [`Self::config`] makes.
    #[cfg(any(feature = "discord", feature = "matrix"))]
    pub fn config_dir(&self) -> PathBuf {
        self.dir.path().join("config")
    }

    /// The program with the project's configuration and this house's data, run from the project's folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_verbatim"));
        command
            .current_dir(project())
            .env_remove("VERBATIM_CONFIG")
            .env("VERBATIM_DATA_DIR", self.data())
            .env("TZ", "UTC")
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.command(arguments)
            .output()
            .expect("the program starts")
            .into()
    }

    /// Runs the program, which has to succeed, and gives what it printed.
    pub fn succeed(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}{}", ran.out, ran.err);
        ran.out
    }

    pub async fn record(&self) -> SqliteRecord {
        // A run that was killed early may have made nothing yet.
        std::fs::create_dir_all(self.data()).expect("a folder");
        SqliteRecord::open(&self.data().join("verbatim.db"))
            .await
            .expect("the record opens")
    }

    pub fn index(&self) -> TantivyIndex {
        TantivyIndex::open(&self.data().join("index"), IndexSettings::default())
            .expect("the index opens")
    }
}

/// A briefing about plainly fictional people, with quotations that no other number gives.
pub fn article(number: usize) -> serde_json::Value {
    let (speaker, office) = [
        ("Ada Vale", "Foreign Minister"),
        ("Tom Marsh", "Governor"),
        ("Ines Okoro", "Mayor"),
    ][number % 3];
    let surname = speaker.split(' ').next_back().unwrap_or(speaker);
    serde_json::json!({
        "id": format!("briefing-{number}"),
        "title": format!("Briefing {number} on the harbour of Nowhere"),
        "url": format!("https://example.org/briefings/{number}"),
        "outlet": "The Example",
        "published": "2025-11-20",
        "language": "en",
        "text": format!(
            "{office} {speaker} spoke to the press about harbour number {number} on Thursday.\n\n\
             \"The harbour will open on day {number} and not a day later,\" {surname} said. \
             \"Whoever counted {number} ships has counted well.\"\n\n\
             {surname} said that {number} more ships were expected before winter."
        ),
    })
}

/// So many of them as JSON Lines.
pub fn articles(numbers: std::ops::Range<usize>) -> String {
    numbers
        .map(|number| format!("{}\n", article(number)))
        .collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        let target = to.join(path.file_name().expect("it has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("it can be copied");
        }
    }
}
