//! The whole program, tried from outside.

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
mod discord_storms;
#[cfg(feature = "discord")]
mod fake_discord;
mod feeds;
mod follow_ups;
mod harness;
mod history;
mod kept;
mod kill;
mod killed;
mod matching;
mod questions;
mod revisions;
mod sample;
mod search;
mod town;
mod watched;
