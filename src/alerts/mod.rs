//! Alerts: who wants to hear of which statements, and how they hear of them.
//!
//! What is [`owed`] because of an article is found while it is stored; [`delivery`] sends it.

pub mod delivery;
mod difference;
mod gaps;
pub mod owed;
mod settings;
mod wording;

pub use delivery::Deliveries;
pub use gaps::Gaps;
pub use owed::{Fit, Owing, Subscribed};
pub use settings::AlertSettings;
