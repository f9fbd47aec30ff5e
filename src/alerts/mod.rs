//! Alerts: who wants to hear of which statements.
//!
//! A subscription is [`written`] by a person; the [`Matcher`] finds those that a new statement fits, among millions as
//! fast as among a few; [`why`] tells of one subscription and one statement what fits and what does not. All three know
//! a statement as [`Matchable`]: analysed as searching analyses it, so that what is found is also what is sent.

mod matchable;
pub mod matcher;
mod why;
pub mod written;

pub use matchable::Matchable;
pub use matcher::Matcher;
pub use why::{Why, fits, why};
