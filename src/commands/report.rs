//! Replies in messages of few words: each has a name, under which every language tells it, and what is put in.

use jiff::Timestamp;

/// What is put in a message. Text is hostile: whoever shows it makes it inert.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// As somebody wrote it.
    Text(String),
    /// A count.
    Number(u64),
    /// A moment.
    Moment(Timestamp),
}

impl From<String> for Given {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Given {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Given {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Given {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<Timestamp> for Given {
    fn from(moment: Timestamp) -> Self {
        Self::Moment(moment)
    }
}

/// A message by its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Its name, the same in every language.
    pub name: &'static str,
    /// What is put in it.
    pub given: Vec<(&'static str, Given)>,
}

impl Told {
    /// A message without anything to put in.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            given: Vec::new(),
        }
    }

    /// The same with something put in.
    pub fn with(mut self, name: &'static str, given: impl Into<Given>) -> Self {
        self.given.push((name, given.into()));
        self
    }
}

/// A first line, and what more there is to say.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The first line.
    pub head: Told,
    /// The rest, a line each.
    pub lines: Vec<Told>,
}

impl Report {
    /// A report of one line.
    pub fn new(head: Told) -> Self {
        Self {
            head,
            lines: Vec::new(),
        }
    }
}
