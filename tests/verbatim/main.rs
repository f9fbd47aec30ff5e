//! The whole program, tried from outside.

mod architecture;
mod check;
mod cli;
mod corpus;
mod damage;
mod feeds;
mod harness;
mod history;
mod kill;
mod questions;
mod revisions;
