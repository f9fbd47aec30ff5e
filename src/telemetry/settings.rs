//! `[telemetry]` of the configuration.

use std::net::SocketAddr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::logs::Level;

/// How log lines look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// What is told of the running program, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Where /metrics, /healthz and /readyz are served, as address and port; nowhere if empty.
    #[serde(deserialize_with = "address")]
    pub listen: Option<SocketAddr>,
    /// What is logged.
    pub log: Level,
    /// How log lines look.
    pub log_format: LogFormat,
}

fn address<'de, D: Deserializer<'de>>(from: D) -> Result<Option<SocketAddr>, D::Error> {
    let written = String::deserialize(from)?;
    if written.is_empty() {
        return Ok(None);
    }
    written.parse().map(Some).map_err(|_| {
        D::Error::custom(format!(
            "{written:?} is not an address with a port: write one such as \"127.0.0.1:9464\""
        ))
    })
}
