//! Looking after the house: what is well, what is not, and the way out.

mod examination;

pub use examination::{clock, disk, index, record, sources};

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// As it should be.
    Well,
    /// It works, and somebody should look at it.
    Warning,
    /// It does not work.
    Failure,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// How it is.
    pub state: State,
    /// What was looked at ("search index").
    pub what: String,
    /// What was found.
    pub found: String,
    /// What to do, where something is to be done.
    pub way_out: Option<String>,
}

impl Check {
    /// All is well.
    pub fn well(what: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            state: State::Well,
            what: what.into(),
            found: found.into(),
            way_out: None,
        }
    }

    /// Somebody should look at it.
    pub fn warning(
        what: impl Into<String>,
        found: impl Into<String>,
        way_out: impl Into<String>,
    ) -> Self {
        Self {
            state: State::Warning,
            way_out: Some(way_out.into()),
            ..Self::well(what, found)
        }
    }

    /// It does not work.
    pub fn failure(
        what: impl Into<String>,
        found: impl Into<String>,
        way_out: impl Into<String>,
    ) -> Self {
        Self {
            state: State::Failure,
            ..Self::warning(what, found, way_out)
        }
    }
}
