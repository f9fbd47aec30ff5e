//! The whole program, tried from outside.

mod admin;
mod alerts;
mod answer;
mod architecture;
mod check;
mod cli;
mod corpus;
mod counted;
mod damage;
#[cfg(feature = "discord")]
mod discord;
#[cfg(feature = "discord")]
mod discord_alerts;
#[cfg(feature = "discord")]
mod discord_hostile;
#[cfg(feature = "discord")]
mod discord_storms;
#[cfg(feature = "discord")]
mod discord_strangers;
#[cfg(feature = "discord")]
mod fake_discord;
#[cfg(all(feature = "discord", feature = "matrix"))]
mod fake_matrix;
mod feeds;
mod follow_ups;
mod harness;
mod history;
mod kept;
mod kill;
#[cfg(all(feature = "discord", feature = "matrix"))]
mod killed;
mod matching;
#[cfg(feature = "matrix")]
mod matrix;
mod migrations;
mod questions;
mod revisions;
mod sample;
mod search;
mod service;
#[cfg(any(feature = "discord", feature = "matrix"))]
mod strangers;
mod subscriptions;
mod town;
mod upkeep;
mod watched;
