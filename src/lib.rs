//! Verbatim answers questions about the talks to end the war in Ukraine with what was actually said: the exact words,
//! who said them, when, and where they were published. ARCHITECTURE.md tells how the house is built.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod alerts;
pub mod answer;
pub mod app;
pub mod chat;
pub mod cli;
pub mod commands;
pub mod config;
pub mod domain;
pub mod extract;
pub mod fetch;
pub mod ingest;
pub mod ports;
pub mod search;
pub mod storage;
pub mod telemetry;
pub mod text;
mod threads;
pub mod upkeep;
