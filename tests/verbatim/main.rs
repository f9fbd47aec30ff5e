//! The whole program, tried from outside.

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
#[cfg(feature = "matrix")]
mod matrix;
mod questions;
mod revisions;
mod sample;
mod search;
