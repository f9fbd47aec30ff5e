//! The commands that people give, whatever they type them into: one table says their names, options, help and who may
//! give them; one place parses, checks permission and dispatches. Replies are neutral: each platform shows them its way.

mod admin;
mod ask;
mod check;
mod explain;
mod help;
mod lineage;
mod measure;
mod pace;
mod parse;
mod report;
mod say;
mod sources;
mod subscribe;
mod subscriptions;
mod suggest;
mod table;
mod timeline;
mod work;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use thiserror::Error;
use tokio::sync::watch;

use crate::alerts::written::WrittenError;
use crate::alerts::{Preview, Subscribers, Why};
use crate::answer::check::{CheckError, Checker};
use crate::answer::{AnswerError, Answerer};
use crate::domain::{
    Answer, Asker, Claim, Clock, Freshness, Hit, Lineage, Question, QuotedStatement, Roster,
    Source, Standing, Subscription, SubscriptionId, Timeline, TurnId, Verdict,
};
use crate::ports::{Delivered, Outbox, Record, RecordError, Subscriptions, Turns};

pub use crate::answer::timeline::picture;
pub use admin::{AdminError, AdminInvocation, AdminName, Office};
pub use lineage::trace;
pub use pace::Limits;
pub use parse::{Misuse, invocation, invocation_with_file, parse, parse_with_file};
pub use report::{Given, Report, Told};
pub use table::{Command, CommandName, CommandOption, OptionName, TABLE};
pub use work::{Stand, Work, Works};

/// What somebody asks for, understood as far as its form goes.
#[derive(Debug, Clone, PartialEq)]
pub enum Invocation {
    /// Find what was said.
    Ask(Question),
    /// Plain words to the bot: a question, or what follows up an answer.
    Say {
        /// The words.
        text: String,
        /// The answer that they are said to, where the platform knows.
        previous: Option<TurnId>,
    },
    /// Show another page of an answer, counted from 0.
    Page {
        /// Of which.
        turn: TurnId,
        /// Which page.
        page: usize,
    },
    /// Show what stands around a hit of an answer.
    Context {
        /// Of which.
        turn: TurnId,
        /// Which hit, counted from 0 over all pages.
        hit: usize,
    },
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
    /// Send each new statement that fits to where this is said.
    Subscribe {
        /// What fits, as it is typed.
        written: String,
    },
    /// Subscribe to what a question asked.
    Follow {
        /// The question's turn.
        turn: TurnId,
    },
    /// Tell what is subscribed to here.
    ListSubscriptions,
    /// Put another text in a subscription's place.
    EditSubscription {
        /// Which.
        id: SubscriptionId,
        /// The new text.
        written: String,
    },
    /// Send nothing of a subscription until it is resumed.
    PauseSubscription {
        /// Which.
        id: SubscriptionId,
    },
    /// End a subscription's pause or mute.
    ResumeSubscription {
        /// Which.
        id: SubscriptionId,
    },
    /// Send nothing of a subscription for some hours.
    MuteSubscription {
        /// Which.
        id: SubscriptionId,
        /// How many.
        hours: u32,
    },
    /// Remove a subscription.
    RemoveSubscription {
        /// Which.
        id: SubscriptionId,
    },
    /// Tell why a statement is sent here or not.
    Explain {
        /// The statement's number, or its article's link.
        about: String,
    },
    /// Steer the bot.
    Admin(AdminInvocation),
    /// Tell what can be asked for.
    Help,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// Statements and passages, or that nothing was found.
    Answer(Box<Answered>),
    /// A hit with what stands around it.
    Context(Box<Hit>),
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
    /// What was done, or how something is.
    Report(Box<Report>),
    /// Work that was begun: its message changes until it ends.
    Work(Work),
    /// A subscription that was made or edited, and what it would have sent.
    Subscribed(Box<Subscribed>),
    /// That the conversation is subscribed to the same already.
    AlreadySubscribed(Box<Subscription>),
    /// What is subscribed to.
    Subscriptions {
        /// What is sent to this conversation.
        here: Vec<Subscription>,
        /// What the asker subscribed other conversations to.
        elsewhere: Vec<Subscription>,
    },
    /// A subscription that was changed.
    SubscriptionChanged {
        /// As it is now, or was.
        subscription: Box<Subscription>,
        /// What became of it.
        now: Now,
    },
    /// Why a statement is sent or not.
    Explained(Box<Explained>),
    /// The table.
    Help(&'static [Command]),
}

/// A subscription that was made or edited.
#[derive(Debug, Clone, PartialEq)]
pub struct Subscribed {
    /// The subscription.
    pub subscription: Subscription,
    /// Whether it was made, and not edited.
    pub is_new: bool,
    /// What it would have sent.
    pub previewed: Previewed,
}

/// What a subscription would have sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Previewed {
    /// Counts.
    pub found: Preview,
    /// The newest statements, each with what of it fits.
    pub samples: Vec<(QuotedStatement, Vec<String>)>,
}

/// What became of a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Now {
    /// It sends nothing until it is resumed.
    Paused,
    /// It sends nothing until then.
    Muted {
        /// When it sends again.
        until: Timestamp,
    },
    /// It sends.
    Sending,
    /// It is gone.
    Removed,
}

/// Why a statement is sent to a conversation or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// The statement.
    pub quoted: QuotedStatement,
    /// What became of it in this conversation, if it was to be sent there.
    pub delivered: Option<Delivered>,
    /// The conversation's subscriptions, each with what of it the statement fits and what not; of an article the statement
    /// that comes nearest. Those that fit come first.
    pub subscriptions: Vec<(Subscription, Why)>,
    /// When this is told.
    pub now: Timestamp,
}

/// A page of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The answer, with the hits of this page alone.
    pub answer: Answer,
    /// By what its other pages, its context and what follows it up are asked for; `None` where there is nothing more.
    pub turn: Option<TurnId>,
    /// Which page, counted from 0.
    pub page: usize,
    /// How many there are.
    pub pages: usize,
}

impl Answered {
    /// An answer on one page.
    pub fn whole(answer: Answer) -> Self {
        Self {
            answer,
            turn: None,
            page: 0,
            pages: 1,
        }
    }

    /// The number of the page's first hit, counted from 0 over all pages.
    pub fn first(&self) -> usize {
        self.page * ask::PAGE
    }
}

/// Why there is no reply.
#[derive(Debug, Error)]
pub enum CommandError {
    /// What was asked for can't be done as it was asked: for whoever asked to read.
    #[error(transparent)]
    Misuse(#[from] Misuse),
    /// The asker may not do this.
    #[error("{word} is only for {needs}")]
    NotAllowed {
        /// The command.
        word: String,
        /// Who may.
        needs: &'static str,
    },
    /// Only whoever asked, or a moderator, may turn the pages of an answer.
    #[error("only whoever asked can turn these pages; ask yourself, and you get pages of your own")]
    NotYours,
    /// An answer that is too old, or words that are not in the record any more.
    #[error("this answer is not kept any more; ask again")]
    Gone,
    /// All pages of an answer were shown.
    #[error("that was all; ask in other words, or about other days, to find more")]
    NoMore,
    /// A subscription's text that can't be read: cause and way out.
    #[error("{0}")]
    Written(#[from] WrittenError),
    /// No more subscriptions.
    #[error("there are {most} subscriptions already, and no more are kept: remove one first")]
    TooMany {
        /// How many there may be.
        most: usize,
    },
    /// No such subscription, or somebody else's.
    #[error("there is no subscription {id} of yours here; \"subscriptions\" lists those there are")]
    NoSuchSubscription {
        /// As typed.
        id: SubscriptionId,
    },
    /// A question that names nobody and nothing.
    #[error(
        "this question names nobody and nothing that can be followed; say what: subscribe kallas \"security guarantees\""
    )]
    NothingToFollow,
    /// Nothing is known by that number or link.
    #[error(
        "no statement is known by that; give the link of an article that is in the record, or a statement's number"
    )]
    NoStatement,
    /// A task of ours broke off.
    #[error("something failed here; try again in a minute")]
    Broken,
    /// Too many commands.
    #[error("that was a lot at once; try again in {} s", wait.as_secs())]
    TooFast {
        /// How long to wait.
        wait: Duration,
    },
    /// The question can't be answered as it was asked, or the machinery failed.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// The claim can't be checked as it was given, or the machinery failed.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// The administration can't do it as it was asked, or the machinery failed.
    #[error(transparent)]
    Admin(#[from] AdminError),
    /// The machinery failed.
    #[error(transparent)]
    Record(#[from] RecordError),
}

impl CommandError {
    /// Whether the machinery failed: to be logged, and not told in detail.
    pub fn is_fault(&self) -> bool {
        matches!(
            self,
            Self::Record(_)
                | Self::Broken
                | Self::Answer(AnswerError::Search(_) | AnswerError::Record(_))
                | Self::Admin(AdminError::Ingest(_))
                | Self::Check(CheckError::Record(_) | CheckError::Search(_))
        )
    }
}

/// Carries commands out.
pub struct Commands {
    /// Answers questions.
    pub answerer: Answerer,
    /// Checks quotations.
    pub checker: Checker,
    /// Tells what there is.
    pub record: Arc<dyn Record>,
    /// Keeps what was asked.
    pub turns: Arc<dyn Turns>,
    /// Keeps subscriptions and knows what became of them.
    pub following: Following,
    /// Says when something is asked.
    pub clock: Arc<dyn Clock>,
    limits: Limits,
    pace: pace::Pace,
    known: suggest::Known,
    office: Option<Office>,
}

/// What subscribing needs.
#[derive(Clone)]
pub struct Following {
    /// Keeps subscriptions.
    pub subscriptions: Arc<dyn Subscriptions>,
    /// Knows all of them, and is told when one changes.
    pub subscribers: Arc<Subscribers>,
    /// Knows what was sent.
    pub outbox: Arc<dyn Outbox>,
    /// Knows people and sides.
    pub roster: Arc<Roster>,
}

impl Commands {
    /// Takes what carries commands out, and how often people may give them.
    pub fn new(
        answerer: Answerer,
        checker: Checker,
        record: Arc<dyn Record>,
        turns: Arc<dyn Turns>,
        following: Following,
        clock: Arc<dyn Clock>,
        limits: &Limits,
    ) -> Self {
        Self {
            answerer,
            checker,
            record,
            turns,
            following,
            clock,
            limits: limits.clone(),
            pace: pace::Pace::new(limits),
            known: suggest::Known::default(),
            office: None,
        }
    }

    /// The same with something to administer.
    pub fn with_office(self, office: Office) -> Self {
        Self {
            office: Some(office),
            ..self
        }
    }

    /// The sources to be asked, as those who run the bot change them; `None` where there is nothing to administer.
    pub fn watched_sources(&self) -> Option<watch::Receiver<Arc<Vec<Source>>>> {
        Some(self.office.as_ref()?.watched.subscribe())
    }

    /// Carries out one invocation, if the asker may.
    ///
    /// # Errors
    /// [`CommandError`], which tells a person's mistakes from the machinery's.
    pub async fn dispatch(
        &self,
        asker: &Asker,
        invocation: Invocation,
    ) -> Result<Reply, CommandError> {
        self.hear(asker, Ok(invocation)).await
    }

    /// Carries out what somebody asks for, if they may: the one place where that is decided. What could not be understood
    /// counts and is noted as what could.
    ///
    /// # Errors
    /// [`CommandError`], which tells a person's mistakes from the machinery's.
    pub async fn hear(
        &self,
        asker: &Asker,
        understood: Result<Invocation, Misuse>,
    ) -> Result<Reply, CommandError> {
        let (begun, word) = (Instant::now(), word(&understood));
        // Whoever asks too often is neither heard nor noted, so that nobody fills the audit log.
        let outcome = match self.pace.count(asker) {
            Ok(()) => self.noted(asker, understood).await,
            Err(too_fast) => Err(too_fast),
        };
        measure::command(asker, word, &outcome, begun.elapsed());
        outcome
    }

    /// What can't be noted is not done.
    async fn noted(
        &self,
        asker: &Asker,
        understood: Result<Invocation, Misuse>,
    ) -> Result<Reply, CommandError> {
        let note = self.note(asker, &understood).await?;
        let outcome = self.permitted(asker, understood).await;
        if let (Some(note), Some(office)) = (note, &self.office) {
            let name = measure::name(&outcome);
            office.administration.end_audit(note, name).await?;
        }
        outcome
    }

    /// Notes the use of a command that not everybody may give there, before anything is decided.
    async fn note(
        &self,
        asker: &Asker,
        understood: &Result<Invocation, Misuse>,
    ) -> Result<Option<i64>, RecordError> {
        let (Some(command), Some(office)) = (meant(understood), &self.office) else {
            return Ok(None);
        };
        if needed(command, asker) == Standing::Member {
            return Ok(None);
        }
        let details = match understood {
            Ok(invocation) => invocation.details(),
            Err(misuse) => misuse.in_own_words(),
        };
        office
            .administration
            .begin_audit(asker, &command.path(), &details, self.clock.now())
            .await
            .map(Some)
    }

    async fn permitted(
        &self,
        asker: &Asker,
        understood: Result<Invocation, Misuse>,
    ) -> Result<Reply, CommandError> {
        permit(asker, &understood)?;
        match understood? {
            Invocation::Ask(question) => ask::reply(self, asker, &question).await,
            Invocation::Say { text, previous } => say::reply(self, asker, text, previous).await,
            Invocation::Page { turn, page } => ask::page(self, asker, turn, page).await,
            Invocation::Context { turn, hit } => ask::context(self, turn, hit).await,
            Invocation::Check(claim) => check::reply(self, &claim).await,
            Invocation::Lineage(claim) => lineage::trace(&self.checker, &claim).await,
            Invocation::Timeline { named, text } => {
                timeline::reply(self, named.as_deref(), &text).await
            }
            Invocation::Sources => sources::reply(self).await,
            Invocation::Admin(invocation) => admin::reply(self, asker, invocation).await,
            Invocation::Subscribe { written } => subscribe::reply(self, asker, &written).await,
            Invocation::Follow { turn } => subscribe::follow(self, asker, turn).await,
            Invocation::ListSubscriptions => subscriptions::list(self, asker).await,
            Invocation::EditSubscription { id, written } => {
                subscriptions::edit(self, asker, id, &written).await
            }
            Invocation::PauseSubscription { id } => subscriptions::pause(self, asker, id).await,
            Invocation::ResumeSubscription { id } => subscriptions::resume(self, asker, id).await,
            Invocation::MuteSubscription { id, hours } => {
                subscriptions::mute(self, asker, id, hours).await
            }
            Invocation::RemoveSubscription { id } => subscriptions::remove(self, asker, id).await,
            Invocation::Explain { about } => explain::reply(self, asker, &about).await,
            Invocation::Help => Ok(help::reply()),
        }
    }
}

/// The command of the table that somebody gives.
fn meant(understood: &Result<Invocation, Misuse>) -> Option<&'static Command> {
    match understood {
        Ok(invocation) => invocation.command(),
        Err(misuse) => misuse.command(),
    }
}

/// What it is counted as.
fn word(understood: &Result<Invocation, Misuse>) -> String {
    match understood {
        Ok(Invocation::Say { .. }) => "say".to_owned(),
        Ok(Invocation::Page { .. }) => "page".to_owned(),
        Ok(Invocation::Context { .. }) => "context".to_owned(),
        _ => meant(understood).map_or_else(|| "unknown".to_owned(), Command::path),
    }
}

/// Whether the asker's standing is what the table asks for. What is no command of the table (a page, plain words) is
/// anybody's, within what it checks itself.
fn permit(asker: &Asker, understood: &Result<Invocation, Misuse>) -> Result<(), CommandError> {
    let Some(command) = meant(understood) else {
        return Ok(());
    };
    if asker.standing >= needed(command, asker) {
        return Ok(());
    }
    Err(CommandError::NotAllowed {
        word: command.path(),
        needs: match command.needs {
            Standing::Member => "members",
            Standing::Moderator => "those who run this community",
            Standing::Owner => "those who run this bot",
        },
    })
}

/// The standing that the command asks for where it is given: where nobody else reads, what a subscription sends concerns
/// only whoever makes it.
fn needed(command: &Command, asker: &Asker) -> Standing {
    match command.name {
        CommandName::Subscribe
        | CommandName::EditSubscription
        | CommandName::PauseSubscription
        | CommandName::ResumeSubscription
        | CommandName::MuteSubscription
        | CommandName::RemoveSubscription
            if asker.is_private =>
        {
            Standing::Member
        }
        _ => command.needs,
    }
}

/// Letters of what a use was given with that the audit log keeps.
const DETAILS: usize = 500;

/// The names of a variant's fields with their values, texts quoted: no line of it can pass for another. The variant's own
/// name is left out, as the command's stands beside it.
fn fields(invocation: &impl fmt::Debug) -> String {
    let told = format!("{invocation:?}");
    let fields = told.split_once(" { ").map(|(_, fields)| fields);
    let fields = fields.and_then(|fields| fields.strip_suffix(" }"));
    fields.unwrap_or_default().to_owned()
}

impl Invocation {
    /// What it was given with, for the audit log.
    fn details(&self) -> String {
        let told = match self {
            Self::Admin(asked) => asked.details(),
            other => fields(other),
        };
        told.chars().take(DETAILS).collect()
    }

    /// The command of the table that this is.
    fn command(&self) -> Option<&'static Command> {
        let name = match self {
            Self::Ask(_) => CommandName::Ask,
            Self::Check(_) => CommandName::Check,
            Self::Lineage(_) => CommandName::Lineage,
            Self::Timeline { .. } => CommandName::Timeline,
            Self::Sources => CommandName::Sources,
            Self::Subscribe { .. } | Self::Follow { .. } => CommandName::Subscribe,
            Self::ListSubscriptions => CommandName::ListSubscriptions,
            Self::EditSubscription { .. } => CommandName::EditSubscription,
            Self::PauseSubscription { .. } => CommandName::PauseSubscription,
            Self::ResumeSubscription { .. } => CommandName::ResumeSubscription,
            Self::MuteSubscription { .. } => CommandName::MuteSubscription,
            Self::RemoveSubscription { .. } => CommandName::RemoveSubscription,
            Self::Explain { .. } => CommandName::Explain,
            Self::Admin(invocation) => CommandName::Admin(invocation.name()),
            Self::Help => CommandName::Help,
            Self::Say { .. } | Self::Page { .. } | Self::Context { .. } => return None,
        };
        Command::find(name)
    }
}
