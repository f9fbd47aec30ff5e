//! `admin ingest`: articles from an address or an attached file. Who took what in stands in the audit log; a file is kept
//! as it came, with who attached it, when, where and under which name.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{AdminError, LONGEST, Office, done};
use crate::commands::{CommandError, Reply, Report, Told};
use crate::domain::{Asker, Platform};
use crate::ingest::{Progress, Summary, Target};
use crate::ports::{Act, Attached, AttachedFile, ItemFailure};
use crate::text::shown;

/// Bytes of an attached file: the texts of a year of one outlet are less.
const LARGEST: usize = 10 << 20;

/// Failures that are told one by one.
const FAILURES: usize = 10;

/// The folder of attached files in the data folder.
const FOLDER: &str = "attachments";

/// The SHA-256 of a file, in hexadecimal.
fn digest(content: &[u8]) -> String {
    let mut told = String::with_capacity(64);
    for byte in Sha256::digest(content) {
        // Writing to a string can't fail.
        let _ = write!(told, "{byte:02x}");
    }
    told
}

pub(super) fn place(office: &Office, asker: &Asker, written: &str) -> Result<Reply, CommandError> {
    let written = written.trim();
    if let Some(address) = Target::address(written) {
        return begin(office, address);
    }
    // Whoever sits at the machine may read its files; nobody in a chat may.
    if asker.person.platform == Platform::Terminal
        && let Ok(file) = Target::file(written)
    {
        return begin(office, file);
    }
    Err(AdminError::Wrong(format!(
        "{:?} is no address: write it whole, beginning with https://, or attach a file",
        shown(written)
    ))
    .into())
}

pub(super) async fn file(
    office: &Office,
    file: &Attached,
    act: &Act<'_>,
) -> Result<Reply, CommandError> {
    // What can't be read by its name is not fetched.
    let file_name = file_name(&file.name)?;
    let content = file.content.read(LARGEST).await;
    let content = content.map_err(|error| AdminError::Wrong(error.to_string()))?;
    if content.is_empty() {
        return Err(
            AdminError::Wrong("the file is empty: attach one with a text".to_owned()).into(),
        );
    }
    let kept = AttachedFile {
        digest: digest(&content),
        name: file.name.chars().take(LONGEST).collect(),
        size: content.len() as u64,
        link: file.link.clone(),
    };
    let folder = office.data_dir.join(FOLDER).join(&kept.digest);
    let path = folder.join(file_name);
    // Who attached it is known before anything of it is.
    office.administration.add_attached(&kept, act).await?;
    let write = async {
        tokio::fs::create_dir_all(&folder).await?;
        tokio::fs::write(&path, content).await
    };
    write.await.map_err(|error| {
        tracing::error!(%error, "an attached file could not be kept");
        AdminError::Wrong("the file could not be kept: the log says why".to_owned())
    })?;
    begin(office, Target::Path(path))
}

/// A name of letters, digits and dashes with the ending that the file came with: what it is read as.
fn file_name(name: &str) -> Result<String, CommandError> {
    let path = Path::new(name);
    let simple = |part: Option<&std::ffi::OsStr>| -> String {
        part.map(|part| part.to_string_lossy())
            .unwrap_or_default()
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .take(60)
            .collect()
    };
    let (stem, ending) = (simple(path.file_stem()), simple(path.extension()));
    if ending.is_empty() {
        let told =
            "the file's name has no ending that says what it is: .html, .md, .txt, .json or .jsonl";
        return Err(AdminError::Wrong(told.to_owned()).into());
    }
    let stem = if stem.is_empty() { "file" } else { &stem };
    Ok(format!("{stem}.{}", ending.to_ascii_lowercase()))
}

/// Tells a run's progress to whoever began it.
struct Telling(crate::commands::work::Teller);

impl Progress for Telling {
    fn advanced(&self, summary: &Summary) {
        self.0.tell(
            Told::new("ingest-progress")
                .with("articles", summary.total())
                .with("statements", summary.statements),
        );
    }

    fn failed(&self, _: &ItemFailure) {}
}

fn begin(office: &Office, target: Target) -> Result<Reply, CommandError> {
    let ingest = office.ingest.clone();
    let work = office.works.begin(
        "ingest",
        Told::new("ingest-begun"),
        Told::new("ingest-cancelled"),
        |teller| async move {
            match ingest.run(vec![target], Arc::new(Telling(teller))).await {
                Ok(summary) => told(&summary),
                Err(error) => {
                    tracing::error!(%error, "articles could not be taken in");
                    done("ingest-failed")
                }
            }
        },
    );
    Ok(Reply::Work(work.map_err(AdminError::Busy)?))
}

fn told(summary: &Summary) -> Report {
    let head = Told::new("ingest-done")
        .with("new", summary.new)
        .with("changed", summary.changed)
        .with("unchanged", summary.unchanged)
        .with("statements", summary.statements);
    let failures = summary.failed.iter().take(FAILURES).map(|failure| {
        Told::new("ingest-refused")
            .with("place", failure.place.as_str())
            .with("reason", failure.reason.as_str())
    });
    let mut lines: Vec<Told> = failures.collect();
    let more = summary.failed.len().saturating_sub(FAILURES);
    if more > 0 {
        lines.push(Told::new("and-more").with("more", more));
    }
    Report { head, lines }
}
