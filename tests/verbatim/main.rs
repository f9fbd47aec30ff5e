//! The whole program, tried from outside.

mod answer;
mod architecture;
mod check;
mod cli;
mod corpus;
mod damage;
#[cfg(feature = "discord")]
mod discord;
#[cfg(feature = "discord")]
mod discord_storms;
#[cfg(feature = "discord")]
mod fake_discord;
mod feeds;
mod harness;
mod history;
mod kept;
mod kill;
mod questions;
mod revisions;
mod sample;
mod search;
