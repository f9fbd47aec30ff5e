//! What every platform answers with.

use std::sync::Arc;

use crate::commands::Commands;
use crate::domain::Roster;

/// Commands, and the people whose offices are shown.
#[derive(Clone)]
pub struct Desk {
    /// Carries commands out.
    pub commands: Arc<Commands>,
    /// The roster.
    pub roster: Arc<Roster>,
}
