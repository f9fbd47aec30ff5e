//! The whole program, tried from outside.

mod admin;
mod answer;
mod architecture;
mod check;
mod cli;
mod corpus;
mod damage;
mod feeds;
mod harness;
mod history;
mod kept;
mod kill;
mod questions;
mod revisions;
mod sample;
mod search;
mod service;
mod upkeep;
