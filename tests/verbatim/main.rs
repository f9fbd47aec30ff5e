//! The whole program, tried from outside.

mod architecture;
mod check;
mod cli;
mod damage;
mod harness;
mod kill;
mod revisions;
