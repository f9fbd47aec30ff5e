//! Subscriptions as people write them.
//!
//! `kallas OR merz "security guarantees" NOT grain concess* outlet:reuters every:daily at:08:00 tz:Europe/Berlin`
//!
//! Parts that stand beside each other must all hold; OR joins the parts beside it, NOT turns the next one round, brackets
//! hold together. A name that the roster knows is a speaker, other bare words are looked for in the statement and the
//! paragraph around it, a "phrase" in the statement itself. Everything else has a field's name before it. What is read
//! can be written back in one form, which is read as the same.

mod error;
mod names;
mod read;
mod tokens;
mod write;

use crate::domain::{Delivery, QuietHours, Roster, Wanted};

pub use error::WrittenError;
pub use read::read;
pub use write::written_condition;

/// The time zone of a subscription that names none.
pub const DEFAULT_ZONE: &str = "UTC";

/// What a subscription's text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What it is for.
    pub wanted: Wanted,
    /// When what matches is sent.
    pub delivery: Delivery,
    /// The time zone of its times, by its IANA name.
    pub zone: String,
    /// When nothing is sent.
    pub quiet: Option<QuietHours>,
}

impl Written {
    /// The text in its one form.
    pub fn text(&self, roster: &Roster) -> String {
        write::written(self, roster)
    }
}

/// What names in a text can mean.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// People and sides.
    pub roster: &'a Roster,
    /// The outlets of the record, as shown.
    pub outlets: &'a [String],
}

#[cfg(test)]
mod tests;
