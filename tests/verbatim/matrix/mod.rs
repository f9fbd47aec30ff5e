//! The bot on Matrix, against a real homeserver and clients that share no code with it.

mod account;
mod administration;
mod alerts;
mod bot;
mod conversation;
mod crowd;
mod fake;
mod kill;
mod load;
mod person;
mod strangers;
mod synapse;
mod trouble;
mod verification;
