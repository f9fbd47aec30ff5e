//! What can be wrong with a subscription's text.

use thiserror::Error;

use super::read::{FIELDS, LONGEST, MOST_LEAVES, SHORTEST_PREFIX};

/// Why a text is no subscription: cause and way out, for whoever typed it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WrittenError {
    /// Nothing is asked for.
    #[error(
        "say what to hear of: a name, words or \"a phrase\", as in: kallas \"security guarantees\""
    )]
    Empty,
    /// More than anybody types.
    #[error(
        "this is too long: a subscription has at most {LONGEST} letters and {MOST_LEAVES} parts; make several of it"
    )]
    TooLong,
    /// Brackets within brackets within brackets.
    #[error("these brackets lie too deep in each other: make several subscriptions of it")]
    TooDeep,
    /// Nothing but what is not wanted.
    #[error("this says only what is not wanted: add a name, a word or a field that is")]
    OnlyNot,
    /// A quotation mark without its pair.
    #[error("a quotation mark is not closed: {}", .0)]
    OpenQuote(String),
    /// A bracket without its pair.
    #[error("a bracket is missing: each ( needs a )")]
    Bracket,
    /// Brackets around nothing.
    #[error("there is nothing between these brackets: ()")]
    EmptyBrackets,
    /// An operator with nothing beside it.
    #[error("{0} needs something on both sides, as in: grain {0} ferries")]
    Dangling(&'static str),
    /// NOT with nothing behind it.
    #[error("NOT needs something behind it, as in: NOT grain")]
    DanglingNot,
    /// AND beside OR.
    #[error("AND and OR beside each other need brackets: (a AND b) OR c, or a AND (b OR c)")]
    Mixed,
    /// Two people, outlets or languages that one statement can't have at once.
    #[error("no statement has both {first} and {second}: write OR between them")]
    Both {
        /// One.
        first: String,
        /// The other.
        second: String,
    },
    /// No such field.
    #[error("there is no field {field}: there are {}. A word with a colon goes in quotation marks", FIELDS.join(", "))]
    NoSuchField {
        /// As typed, with its colon.
        field: String,
    },
    /// A field without its value.
    #[error("{field} needs its value right behind the colon, as in: {example}")]
    NoValue {
        /// With its colon.
        field: String,
        /// What could be typed.
        example: &'static str,
    },
    /// When and how something is sent, within brackets or alternatives.
    #[error(
        "{field} concerns the whole subscription: put it at the end, without NOT, OR or brackets"
    )]
    Within {
        /// With its colon.
        field: String,
    },
    /// A setting given twice.
    #[error("{field} is given twice: leave one")]
    Twice {
        /// With its colon.
        field: String,
    },
    /// A value that the field doesn't take.
    #[error("{field} takes {takes}, not {value:?}")]
    Value {
        /// With its colon.
        field: String,
        /// What it takes.
        takes: &'static str,
        /// As typed.
        value: String,
    },
    /// A day or time for what is sent at no day or time.
    #[error("{field} goes with {with}: add that")]
    Needs {
        /// With its colon.
        field: String,
        /// What has to be there.
        with: &'static str,
    },
    /// A time zone that there is none of.
    #[error("there is no time zone {value:?}{}", hint(.nearest))]
    Zone {
        /// As typed.
        value: String,
        /// Those that it may mean.
        nearest: Vec<String>,
    },
    /// A token without a word in it.
    #[error("there is no word in {0:?}")]
    NoWord(String),
    /// A word that every sentence has.
    #[error(
        "{0:?} is in nearly every sentence and is not looked for: leave it out, or put it in a longer phrase. AND, OR and NOT are written in capitals"
    )]
    TooCommon(String),
    /// An asterisk that isn't at the end of a long enough word.
    #[error(
        "{0:?}: an asterisk stands at the end of one word of at least {SHORTEST_PREFIX} letters, as in: concess*"
    )]
    Prefix(String),
    /// Several people have this name.
    #[error("{name:?} may be {}: write by: with the full name", people.join(" or "))]
    Ambiguous {
        /// As typed.
        name: String,
        /// Who may be meant.
        people: Vec<String>,
    },
    /// A name like one of the roster.
    #[error("nobody is known as {name:?}{}", hint(.nearest))]
    Speaker {
        /// As typed.
        name: String,
        /// Whom it may mean.
        nearest: Vec<String>,
    },
    /// A side where a person is expected.
    #[error("{name:?} is a side: write side:{name}")]
    IsSide {
        /// As typed.
        name: String,
    },
    /// No such side.
    #[error("there is no side {name:?}. There are: {}", sides.join(", "))]
    Side {
        /// As typed.
        name: String,
        /// All.
        sides: Vec<String>,
    },
    /// No such outlet.
    #[error("nothing here is from an outlet {name:?}{}", hint(.nearest))]
    Outlet {
        /// As typed.
        name: String,
        /// Those that it may mean.
        nearest: Vec<String>,
    },
}

fn hint(nearest: &[String]) -> String {
    if nearest.is_empty() {
        return String::new();
    }
    format!(". Did you mean {}?", nearest.join(" or "))
}
