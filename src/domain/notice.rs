//! What Verbatim says without being asked: alerts, digests and news of itself.

use super::answer::QuotedStatement;
use super::check::Stretch;

/// A message to a conversation that nobody waits for. Everything in it is as stored: whoever shows it escapes it.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// A new statement.
    Alert {
        /// The statement.
        quoted: Box<QuotedStatement>,
        /// Why it is sent: one short line for each subscription that matches ("Kaja Kallas · concessions").
        reasons: Vec<String>,
        /// Whether an outage delayed it.
        late: bool,
    },
    /// Several statements at once.
    Digest {
        /// What it is of ("Daily digest, 24 Nov 2025").
        title: String,
        /// The statements, the newest first, each with why it is among them.
        statements: Vec<(QuotedStatement, Vec<String>)>,
        /// How many more there were.
        omitted: usize,
    },
    /// The words of a statement that was sent before differ in the article's new state.
    Edited {
        /// As the article has it now; `None` where the words are gone.
        now: Option<Box<QuotedStatement>>,
        /// As it was sent.
        before: Box<QuotedStatement>,
        /// What was said and what is now said, word by word: `said` is the former wording, `claimed` the new one.
        difference: Vec<Stretch>,
    },
    /// A plain message of the bot about itself or a source: a first line, and what more there is to say.
    Told {
        /// The first line.
        title: String,
        /// The rest.
        lines: Vec<String>,
    },
}
