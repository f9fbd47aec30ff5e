//! Who may know whom: the plan of the house, checked against what the files import.

use std::path::{Path, PathBuf};

use crate::harness::project;

/// A folder of `src` and the modules of ours that it may name.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("text", &["text"]),
    ("domain", &["domain"]),
    ("ports", &["ports", "domain"]),
    ("extract", &["extract", "domain", "text"]),
    ("ingest", &["ingest", "domain", "ports", "extract", "text"]),
    ("answer", &["answer", "domain", "ports", "extract", "text"]),
    ("upkeep", &["upkeep", "domain", "ports", "text"]),
    ("alerts", &["alerts", "domain", "ports", "extract", "text"]),
    ("search", &["search", "domain", "ports", "text", "threads"]),
    (
        "storage",
        &["storage", "domain", "ports", "text", "threads"],
    ),
    ("fetch", &["fetch", "domain", "ports", "text"]),
    (
        "commands",
        &[
            "commands", "answer", "alerts", "ingest", "upkeep", "domain", "ports", "text",
        ],
    ),
    ("chat", &["chat", "commands", "domain", "ports", "text"]),
];

/// A driver crate and the one folder that may name it.
const DRIVERS: &[(&str, &str)] = &[
    ("tantivy", "search"),
    ("sqlx", "storage"),
    ("rusqlite", "storage"),
    ("reqwest", "fetch"),
    ("feed_rs", "fetch"),
    ("serenity", "chat/discord"),
    ("matrix_sdk", "chat/matrix"),
    ("hyper", "telemetry"),
    ("rustix", "telemetry"),
    ("thread_priority", "search"),
    ("metrics_exporter_prometheus", "telemetry"),
];

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let root = project().join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    // A file of tests alone may put together what it needs.
    files.retain(|path| path.file_name().is_some_and(|name| name != "tests.rs"));
    files
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(&root)
                .expect("it is below src")
                .display()
                .to_string();
            (name, std::fs::read_to_string(&path).expect("it is text"))
        })
        .collect()
}

/// The modules of ours that a file names as `crate::module`, outside its tests.
fn named(source: &str) -> Vec<&str> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    code.match_indices("crate::")
        .map(|(at, path)| {
            let rest = &code[at + path.len()..];
            let end = rest
                .find(|c: char| !c.is_ascii_lowercase() && c != '_')
                .unwrap_or(rest.len());
            &rest[..end]
        })
        .filter(|module| !module.is_empty())
        .collect()
}

#[test]
fn every_folder_knows_only_whom_it_may() {
    let sources = sources();
    for (folder, allowed) in MAY_KNOW {
        for (name, source) in sources
            .iter()
            .filter(|(name, _)| name.starts_with(&format!("{folder}/")))
        {
            for module in named(source) {
                assert!(allowed.contains(&module), "{name} names crate::{module}");
            }
        }
    }
}

#[test]
fn a_driver_crate_lives_in_one_folder() {
    for (name, source) in sources() {
        for (driver, folder) in DRIVERS {
            let names_it = source.contains(&format!("use {driver}"))
                || source.contains(&format!("{driver}::"));
            assert!(
                !names_it || name.starts_with(folder),
                "{name} names {driver}"
            );
        }
    }
}

#[test]
fn only_the_domains_clock_reads_the_machines_time() {
    for (name, source) in sources() {
        let reads = source.contains("Timestamp::now()")
            || source.contains("SystemTime::now()")
            || source.contains("Zoned::now()");
        assert!(!reads || name == "domain/clock.rs", "{name} reads the time");
    }
}
