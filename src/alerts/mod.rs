//! Alerts: who wants to hear of which statements, and how they hear of them.
//!
//! A subscription is [`written`] by a person; the [`Matcher`] finds those that a new statement fits, among millions as
//! fast as among a few; [`why`] tells of one subscription and one statement what fits and what does not. All three know
//! a statement as [`Matchable`]: analysed as searching analyses it, so that what is found is also what is sent.
//!
//! What is [`owed`] because of an article is found while it is stored, from what all [`Subscribers`] want;
//! [`delivery`] sends it.

pub mod delivery;
mod difference;
mod gaps;
mod health;
mod matchable;
pub mod matcher;
pub mod owed;
pub mod preview;
mod settings;
mod subscribers;
mod why;
mod wording;
pub mod written;

pub use delivery::Deliveries;
pub use gaps::Gaps;
pub use health::Health;
pub use matchable::Matchable;
pub use matcher::Matcher;
pub use owed::{Fit, Owing, Subscribed};
pub use preview::{Preview, preview};
pub use settings::AlertSettings;
pub use subscribers::Subscribers;
pub use why::{Why, fits, why};
