//! Buttons: what their ids say, and what pressing them asks for. The ids outlive the process and the version that made
//! them, so they say themselves of which version they are.

use crate::commands::Invocation;
use crate::domain::TurnId;

/// The version of the ids that we make. Another version's are answered, and not understood.
const VERSION: &str = "1";

/// What a button asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// Another page of an answer, in its place.
    Page {
        /// Of which.
        turn: TurnId,
        /// Which page, counted from 0.
        page: usize,
    },
    /// The paragraph around a hit, for whoever presses.
    Context {
        /// Of which answer.
        turn: TurnId,
        /// Which hit, counted from 0 over all pages.
        hit: usize,
    },
    /// To subscribe to what was asked.
    Follow {
        /// In which answer.
        turn: TurnId,
    },
}

impl Press {
    /// The button's id: at most 60 characters, of the 100 that Discord allows.
    pub fn id(self) -> String {
        match self {
            Self::Page { turn, page } => format!("{VERSION}:page:{}:{page}", turn.0),
            Self::Context { turn, hit } => format!("{VERSION}:context:{}:{hit}", turn.0),
            Self::Follow { turn } => format!("{VERSION}:follow:{}:0", turn.0),
        }
    }

    /// What an id of this version says.
    pub fn read(id: &str) -> Option<Self> {
        let mut parts = id.split(':');
        if parts.next()? != VERSION {
            return None;
        }
        let (kind, turn, number) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let turn = TurnId(turn.parse().ok()?);
        let number = number.parse().ok()?;
        match kind {
            "page" => Some(Self::Page { turn, page: number }),
            "context" => Some(Self::Context { turn, hit: number }),
            "follow" if number == 0 => Some(Self::Follow { turn }),
            _ => None,
        }
    }

    /// What it asks for.
    pub fn invocation(self) -> Invocation {
        match self {
            Self::Page { turn, page } => Invocation::Page { turn, page },
            Self::Context { turn, hit } => Invocation::Context { turn, hit },
            Self::Follow { turn } => Invocation::Follow { turn },
        }
    }

    /// Whether the reply takes the place of the message with the button.
    pub fn turns_the_message(self) -> bool {
        matches!(self, Self::Page { .. })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_id_says_what_it_was_made_of(turn in any::<i64>(), number in any::<usize>(), kind in 0..3) {
            let turn = TurnId(turn);
            let press = match kind {
                0 => Press::Page { turn, page: number },
                1 => Press::Context { turn, hit: number },
                _ => Press::Follow { turn },
            };
            prop_assert!(press.id().len() <= 60);
            prop_assert_eq!(Press::read(&press.id()), Some(press));
        }

        #[test]
        fn no_id_is_too_odd_to_be_read(id in any::<String>()) {
            let _ = Press::read(&id);
        }
    }

    #[test]
    fn other_versions_ids_are_not_understood() {
        for id in [
            "",
            "0:page:1:2",
            "2:page:1:2",
            "1:page:1",
            "1:page:1:2:3",
            "1:fly:1:2",
        ] {
            assert_eq!(Press::read(id), None, "{id}");
        }
    }
}
