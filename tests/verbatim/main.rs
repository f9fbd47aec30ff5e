//! The whole program, tried from outside.

mod architecture;
mod cli;
mod corpus;
mod damage;
mod feeds;
mod harness;
mod kill;
mod revisions;
