//! The commands that people give, whatever they type them into: one table says their names, options, help and who may
//! give them; one place parses, checks permission and dispatches. Replies are neutral: each platform shows them its way.

mod ask;
mod check;
mod help;
mod lineage;
mod parse;
mod sources;
mod table;
mod timeline;

use std::sync::Arc;

use thiserror::Error;

use crate::answer::check::{CheckError, Checker};
use crate::answer::{AnswerError, Answerer, Question};
use crate::domain::{Answer, Claim, Freshness, Lineage, Timeline, Verdict};
use crate::ports::{Record, RecordError};

pub use crate::answer::timeline::picture;
pub use parse::{Misuse, parse};
pub use table::{Command, CommandName, OptionName, TABLE};

/// What somebody asks for, understood as far as its form goes.
#[derive(Debug, Clone, PartialEq)]
pub enum Invocation {
    /// Find what was said.
    Ask(Question),
    /// Check whether something was said.
    Check(Claim),
    /// Tell who carried these words first, and how they changed.
    Lineage(Claim),
    /// Tell what somebody said week by week.
    Timeline {
        /// The speaker; where nobody is named, `text` begins with the name.
        named: Option<String>,
        /// The topic.
        text: String,
    },
    /// Tell what is indexed.
    Sources,
    /// Tell what can be asked for.
    Help,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// Statements and passages, or that nothing was found.
    Answer(Box<Answer>),
    /// What became of a claimed quotation.
    Verdict(Box<Verdict>),
    /// Who carried a statement, and in which wordings.
    Lineage(Box<Lineage>),
    /// What somebody said week by week.
    Timeline(Box<Timeline>),
    /// What is indexed and how fresh it is.
    Sources {
        /// Counts.
        searched: Freshness,
        /// Every outlet, in alphabetical order.
        outlets: Vec<String>,
    },
    /// The table.
    Help(&'static [Command]),
}

/// Why there is no reply.
#[derive(Debug, Error)]
pub enum CommandError {
    /// What was asked for can't be done as it was asked: for whoever asked to read.
    #[error(transparent)]
    Misuse(#[from] Misuse),
    /// The question can't be answered as it was asked, or the machinery failed.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// The claim can't be checked as it was given, or the machinery failed.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// The machinery failed.
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// Carries commands out.
pub struct Commands {
    /// Answers questions.
    pub answerer: Answerer,
    /// Checks quotations.
    pub checker: Checker,
    /// Tells what there is.
    pub record: Arc<dyn Record>,
}

impl Commands {
    /// Carries out one invocation.
    ///
    /// # Errors
    /// [`CommandError`], which tells a person's mistakes from the machinery's.
    pub async fn dispatch(&self, invocation: Invocation) -> Result<Reply, CommandError> {
        match invocation {
            Invocation::Ask(question) => ask::reply(self, &question).await,
            Invocation::Check(claim) => check::reply(self, &claim).await,
            Invocation::Lineage(claim) => lineage::reply(self, &claim).await,
            Invocation::Timeline { named, text } => {
                timeline::reply(self, named.as_deref(), &text).await
            }
            Invocation::Sources => sources::reply(self).await,
            Invocation::Help => Ok(help::reply()),
        }
    }
}
