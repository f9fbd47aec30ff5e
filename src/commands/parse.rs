//! From a typed line to an invocation. Pure.

use thiserror::Error;

use super::table::{Command, CommandName, CommandOption, OptionName, TABLE};
use super::{AdminInvocation, Invocation, admin};
use crate::domain::{Claim, Order, Question, SubscriptionId};
use crate::ports::Attached;

/// Most hits that one answer may be asked for.
const MOST_HITS: usize = 100;

/// Hits of an answer that does not say how many, over all its pages.
pub(super) const HITS: usize = 15;

/// Why a line is no command. Each message says what to type instead.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Misuse {
    /// No command of that name.
    #[error("there is no command {word:?}. There are: {}", words().join(", "))]
    NoSuchCommand {
        /// As typed.
        word: String,
    },
    /// No part of that name.
    #[error("{} has no part {word:?}. It has: {}", command.path(), words_of(command.parts).join(", "))]
    NoSuchPart {
        /// What was typed before.
        command: &'static Command,
        /// As typed.
        word: String,
    },
    /// The command needs words.
    #[error("{0} needs {needs} behind it, as in: {0} {example}", command.path())]
    NoText {
        /// The command.
        command: &'static Command,
        /// What is missing.
        needs: &'static str,
        /// What could be typed.
        example: &'static str,
    },
    /// An option without its value.
    #[error("--{0} needs a value behind it: --{0} {1}", option.word, option.value)]
    NoValue {
        /// The command.
        command: &'static Command,
        /// The option.
        option: &'static CommandOption,
    },
    /// An option without which the command makes no sense.
    #[error("{} needs --{} {}", command.path(), option.word, option.value)]
    NoOption {
        /// The command.
        command: &'static Command,
        /// The option.
        option: &'static CommandOption,
    },
    /// Both an address and a file.
    #[error("{} takes an address or a file, not both: give it twice", command.path())]
    AddressAndFile {
        /// The command.
        command: &'static Command,
    },
    /// A file to a command that takes none.
    #[error("{} takes no file; admin ingest does", command.path())]
    NoFile {
        /// The command.
        command: &'static Command,
    },
    /// A day that is none.
    #[error("{value:?} is no day: write one such as 2025-11-20")]
    Day {
        /// The command.
        command: &'static Command,
        /// As typed.
        value: String,
    },
    /// A number of hours that is none.
    #[error("mute takes a whole number of hours from 1 to {MOST_HOURS}, not {value:?}")]
    Hours {
        /// The command.
        command: &'static Command,
        /// As typed.
        value: String,
    },
    /// A limit that is none.
    #[error("--limit takes a whole number from 1 to 100, not {value:?}")]
    Limit {
        /// The command.
        command: &'static Command,
        /// As typed.
        value: String,
    },
}

impl Misuse {
    /// The command of the table that was meant, as far as it was recognised.
    pub fn command(&self) -> Option<&'static Command> {
        match self {
            Self::NoSuchCommand { .. } => None,
            Self::NoSuchPart { command, .. }
            | Self::NoText { command, .. }
            | Self::NoValue { command, .. }
            | Self::NoOption { command, .. }
            | Self::AddressAndFile { command }
            | Self::NoFile { command }
            | Self::Day { command, .. }
            | Self::Hours { command, .. }
            | Self::Limit { command, .. } => Some(command),
        }
    }

    /// What is wrong with it, in words of ours alone: what was typed may be anything, a password among others.
    pub fn in_own_words(&self) -> String {
        match self {
            Self::NoSuchCommand { .. } => "no such command".to_owned(),
            Self::NoSuchPart { .. } => "no such part".to_owned(),
            Self::NoText { .. } => "nothing it can use stands behind it".to_owned(),
            Self::NoValue { option, .. } => format!("--{} without its value", option.word),
            Self::NoOption { option, .. } => format!("--{} is missing", option.word),
            Self::AddressAndFile { .. } => "an address and a file".to_owned(),
            Self::NoFile { .. } => "a file".to_owned(),
            Self::Day { .. } => "no day".to_owned(),
            Self::Hours { .. } => "no number of hours".to_owned(),
            Self::Limit { .. } => "no limit".to_owned(),
        }
    }
}

fn words() -> Vec<&'static str> {
    words_of(TABLE)
}

fn words_of(commands: &[Command]) -> Vec<&'static str> {
    commands.iter().map(|command| command.word).collect()
}

/// Hours that a subscription can be muted for at most: a year.
const MOST_HOURS: u32 = 24 * 366;

/// Reads a line: a command's word, that of its part where it has parts, and its text, or plain words, which are a question. Options may stand anywhere in the
/// text as `--option value`, the value in double quotation marks if it has spaces.
///
/// # Errors
/// [`Misuse`], for whoever typed it.
pub fn parse(line: &str, prefix: char) -> Result<Invocation, Misuse> {
    let line = line.trim();
    match line.strip_prefix(prefix) {
        Some(typed) => {
            let (command, text) = meant(typed)?;
            let (text, given) = options(command, text)?;
            invocation(command, &text, &given)
        }
        None => said(line),
    }
}

/// Reads a line that a file was attached to. Plain words mean what they mean without one.
///
/// # Errors
/// [`Misuse`], for whoever typed it.
pub fn parse_with_file(line: &str, prefix: char, file: Attached) -> Result<Invocation, Misuse> {
    let line = line.trim();
    match line.strip_prefix(prefix) {
        Some(typed) => {
            let (command, text) = meant(typed)?;
            invocation_with_file(command, text, file)
        }
        None => said(line),
    }
}

/// The command, or the part of one, that is typed, and what stands behind it.
fn meant(typed: &str) -> Result<(&'static Command, &str), Misuse> {
    let (word, text) = first_word(typed);
    let command = named(TABLE, word).ok_or_else(|| Misuse::NoSuchCommand {
        word: word.to_owned(),
    })?;
    part_of(command, text)
}

fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_once(char::is_whitespace)
        .map_or((text, ""), |(word, rest)| (word, rest.trim()))
}

fn named(commands: &'static [Command], word: &str) -> Option<&'static Command> {
    commands
        .iter()
        .find(|command| command.word.eq_ignore_ascii_case(word))
}

/// The part of the command that is typed behind its word, or the command itself, and what stands behind that.
fn part_of<'a>(
    command: &'static Command,
    text: &'a str,
) -> Result<(&'static Command, &'a str), Misuse> {
    if command.parts.is_empty() || text.is_empty() {
        return Ok((command, text));
    }
    let (word, text) = first_word(text);
    let part = named(command.parts, word).ok_or_else(|| Misuse::NoSuchPart {
        command,
        word: word.to_owned(),
    })?;
    part_of(part, text)
}

/// Plain words may carry options, and are a question then whatever went before.
fn said(line: &str) -> Result<Invocation, Misuse> {
    let (text, given) = options(&TABLE[0], line)?;
    if given.is_empty() && !text.is_empty() {
        return Ok(Invocation::Say {
            text,
            previous: None,
        });
    }
    invocation(&TABLE[0], &text, &given)
}

/// What a command or part of the table comes to with this text and these options, however a platform takes them.
///
/// # Errors
/// [`Misuse`], for whoever gave it.
pub fn invocation(
    command: &'static Command,
    text: &str,
    given: &[(OptionName, String)],
) -> Result<Invocation, Misuse> {
    let text = text.trim();
    match command.name {
        CommandName::Ask => question(command, text, given).map(Invocation::Ask),
        CommandName::Latest => question(command, text, given).map(|question| {
            Invocation::Ask(Question {
                order: Order::Latest,
                ..question
            })
        }),
        CommandName::Check => claim(command, text, given).map(Invocation::Check),
        CommandName::Lineage => claim(command, text, given).map(Invocation::Lineage),
        CommandName::Timeline => timeline(command, text),
        CommandName::Sources => Ok(Invocation::Sources),
        CommandName::Subscribe => Ok(Invocation::Subscribe {
            written: needed(command, text)?.to_owned(),
        }),
        CommandName::Subscriptions | CommandName::ListSubscriptions => {
            Ok(Invocation::ListSubscriptions)
        }
        CommandName::EditSubscription => {
            let (id, written) = subscription(command, text)?;
            Ok(Invocation::EditSubscription {
                id,
                written: needed(command, written)?.to_owned(),
            })
        }
        CommandName::PauseSubscription => {
            subscription(command, text).map(|(id, _)| Invocation::PauseSubscription { id })
        }
        CommandName::ResumeSubscription => {
            subscription(command, text).map(|(id, _)| Invocation::ResumeSubscription { id })
        }
        CommandName::MuteSubscription => {
            let (id, hours) = subscription(command, text)?;
            let hours = needed(command, hours)?;
            let hours = hours.trim_end_matches(['h', 'H']).trim_end();
            let hours = hours
                .parse()
                .ok()
                .filter(|hours| (1..=MOST_HOURS).contains(hours))
                .ok_or_else(|| Misuse::Hours {
                    command,
                    value: hours.to_owned(),
                })?;
            Ok(Invocation::MuteSubscription { id, hours })
        }
        CommandName::RemoveSubscription => {
            subscription(command, text).map(|(id, _)| Invocation::RemoveSubscription { id })
        }
        CommandName::Explain => Ok(Invocation::Explain {
            about: needed(command, text)?.to_owned(),
        }),
        CommandName::Admin(name) => admin::parse(command, name, text, given).map(Invocation::Admin),
        CommandName::Help => Ok(Invocation::Help),
    }
}

/// What a command or part of the table comes to with this text and this attached file.
///
/// # Errors
/// [`Misuse`], for whoever gave it.
pub fn invocation_with_file(
    command: &'static Command,
    text: &str,
    file: Attached,
) -> Result<Invocation, Misuse> {
    if !command.takes_file() {
        return Err(Misuse::NoFile { command });
    }
    if !text.trim().is_empty() {
        return Err(Misuse::AddressAndFile { command });
    }
    Ok(Invocation::Admin(AdminInvocation::IngestFile { file }))
}

pub(super) fn needed<'a>(command: &'static Command, text: &'a str) -> Result<&'a str, Misuse> {
    if text.is_empty() {
        return Err(no_text(command));
    }
    Ok(text)
}

/// The number of a subscription, with or without "#", and what stands behind.
fn subscription<'a>(
    command: &'static Command,
    text: &'a str,
) -> Result<(SubscriptionId, &'a str), Misuse> {
    let (number, rest) = first_word(text);
    let id = number.trim_start_matches('#').parse();
    let id = id.map_err(|_| no_text(command))?;
    Ok((SubscriptionId(id), rest))
}

/// The options that are typed anywhere in `text`, and the text without them.
fn options(
    command: &'static Command,
    text: &str,
) -> Result<(String, Vec<(OptionName, String)>), Misuse> {
    let mut without = String::new();
    let mut given = Vec::new();
    let mut rest = text;
    while let Some((before, option, after)) = next_option(command, rest) {
        without.push_str(before);
        let (value, after) = value(after).ok_or(Misuse::NoValue { command, option })?;
        given.push((option.name, value.to_owned()));
        rest = after;
    }
    without.push_str(rest);
    Ok((without.trim().to_owned(), given))
}

fn question(
    command: &'static Command,
    text: &str,
    given: &[(OptionName, String)],
) -> Result<Question, Misuse> {
    let mut question = Question::new(text, HITS);
    for (option, value) in given {
        set(command, &mut question, *option, value)?;
    }
    if question.text.is_empty() && question.speaker.is_none() {
        return Err(no_text(command));
    }
    Ok(question)
}

fn claim(
    command: &'static Command,
    text: &str,
    given: &[(OptionName, String)],
) -> Result<Claim, Misuse> {
    let Question { text, speaker, .. } = question(command, text, given)?;
    Ok(Claim {
        words: needed(command, &text)?.to_owned(),
        speaker,
    })
}

/// A name in quotation marks ends where they do; else it is found when people are known.
fn timeline(command: &'static Command, text: &str) -> Result<Invocation, Misuse> {
    let text = needed(command, text)?;
    let quoted = text.starts_with('"').then(|| value(text)).flatten();
    Ok(match quoted {
        Some((name, topic)) => Invocation::Timeline {
            named: Some(name.to_owned()),
            text: topic.trim().to_owned(),
        },
        None => Invocation::Timeline {
            named: None,
            text: text.to_owned(),
        },
    })
}

pub(super) fn no_text(command: &'static Command) -> Misuse {
    let (needs, example) = match command.name {
        CommandName::Check | CommandName::Lineage => {
            ("a quotation", "\"any plan needs Ukraine on board\"")
        }
        CommandName::Timeline | CommandName::Latest => ("a speaker", "Kallas concessions"),
        CommandName::Subscribe => (
            "what to hear of",
            "kallas \"security guarantees\" NOT grain",
        ),
        CommandName::EditSubscription => (
            "the number of a subscription and its new text",
            "12 kallas concess*",
        ),
        CommandName::MuteSubscription => ("the number of a subscription and hours", "12 8"),
        CommandName::PauseSubscription
        | CommandName::ResumeSubscription
        | CommandName::RemoveSubscription => ("the number of a subscription", "12"),
        CommandName::Admin(name) => admin::example(name),
        CommandName::Explain => (
            "the number of a statement or the link of its article",
            "https://example.org/article",
        ),
        CommandName::Ask
        | CommandName::Sources
        | CommandName::Subscriptions
        | CommandName::ListSubscriptions
        | CommandName::Help => ("a question", "what did Kallas say about concessions"),
    };
    Misuse::NoText {
        command,
        needs,
        example,
    }
}

/// The first option in `text`: what stands before it, which it is, and what follows its word.
fn next_option<'a>(
    command: &'static Command,
    text: &'a str,
) -> Option<(&'a str, &'static CommandOption, &'a str)> {
    text.match_indices("--").find_map(|(at, _)| {
        let (before, typed) = (&text[..at], &text[at + 2..]);
        if !before.is_empty() && !before.ends_with(char::is_whitespace) {
            return None;
        }
        let end = typed.find(char::is_whitespace).unwrap_or(typed.len());
        let (word, after) = typed.split_at(end);
        let option = command.options.iter().find(|option| option.word == word)?;
        Some((before, option, after))
    })
}

/// The value at the start of `text`, and what follows it.
fn value(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    if let Some(quoted) = text.strip_prefix('"')
        && let Some((value, after)) = quoted.split_once('"')
    {
        return Some((value, after));
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (value, after) = text.split_at(end);
    (!value.is_empty() && !value.starts_with("--")).then_some((value, after))
}

fn set(
    command: &'static Command,
    question: &mut Question,
    option: OptionName,
    value: &str,
) -> Result<(), Misuse> {
    let owned = value.to_owned();
    match option {
        OptionName::Speaker => question.speaker = Some(owned),
        OptionName::Outlet => question.outlet = Some(owned),
        OptionName::Since => question.since = Some(owned),
        OptionName::Until => question.until = Some(owned),
        OptionName::Limit => {
            question.limit = value
                .parse()
                .ok()
                .filter(|limit| (1..=MOST_HITS).contains(limit))
                .ok_or(Misuse::Limit {
                    command,
                    value: owned,
                })?;
        }
        // Those of other commands mean nothing here, and none of these has them.
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Question {
        match parse(line, '/') {
            Ok(Invocation::Ask(question)) => question,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn plain_words_are_a_question() {
        let said = Invocation::Say {
            text: "who spoke of grain?".to_owned(),
            previous: None,
        };
        assert_eq!(parse("who spoke of grain?", '/'), Ok(said));
        assert_eq!(
            asked("grain --until 2025-11-20").until.as_deref(),
            Some("2025-11-20")
        );
    }

    #[test]
    fn options_may_stand_anywhere() {
        let question = asked("/ask --since 2025-11-20 who spoke --speaker \"Ada Vale\" of grain");
        assert_eq!(question.text, "who spoke  of grain");
        assert_eq!(question.since.as_deref(), Some("2025-11-20"));
        assert_eq!(question.speaker.as_deref(), Some("Ada Vale"));
    }

    #[test]
    fn a_claim_may_name_its_speaker() {
        let claim = Claim {
            words: "\"we will not yield\"".to_owned(),
            speaker: Some("Ada Vale".to_owned()),
        };
        assert_eq!(
            parse("/check \"we will not yield\" --speaker \"Ada Vale\"", '/'),
            Ok(Invocation::Check(claim))
        );
        let misuse = parse("/check --speaker Vale", '/').unwrap_err();
        assert!(misuse.to_string().contains("needs a quotation"));
    }

    #[test]
    fn a_timelines_speaker_may_be_marked_off() {
        let marked = Invocation::Timeline {
            named: Some("Ada Vale".to_owned()),
            text: "grain".to_owned(),
        };
        assert_eq!(parse("/timeline \"Ada Vale\" grain", '/'), Ok(marked));
        let unmarked = Invocation::Timeline {
            named: None,
            text: "Ada Vale grain".to_owned(),
        };
        assert_eq!(parse("/timeline Ada Vale grain", '/'), Ok(unmarked));
    }

    #[test]
    fn what_is_no_option_stays_in_the_question() {
        assert_eq!(
            asked("/ask well--known --odd words").text,
            "well--known --odd words"
        );
    }

    #[test]
    fn mistakes_are_told_with_the_way_out() {
        let told = |line| parse(line, '/').unwrap_err().to_string();
        assert!(
            told("/aks grain")
                .contains("There are: ask, latest, check, lineage, timeline, sources, subscribe, ")
        );
        assert!(told("/ask").contains("needs a question"));
        assert!(told("/ask grain --since").contains("--since DATE"));
        assert!(told("/ask grain --limit 0").contains("from 1 to 100"));
    }
    #[test]
    fn a_part_stands_behind_its_command() {
        let id = SubscriptionId(12);
        for (line, expected) in [
            ("/subscriptions", Invocation::ListSubscriptions),
            ("/Subscriptions LIST", Invocation::ListSubscriptions),
            (
                "/subscriptions mute #12  8h",
                Invocation::MuteSubscription { id, hours: 8 },
            ),
            (
                "/subscriptions edit 12 vale NOT \"grain deal\" --odd",
                Invocation::EditSubscription {
                    id,
                    written: "vale NOT \"grain deal\" --odd".to_owned(),
                },
            ),
        ] {
            assert_eq!(parse(line, '/'), Ok(expected), "{line}");
        }
    }

    #[test]
    fn a_part_that_is_none_is_told_with_those_there_are() {
        let told = |line| parse(line, '/').unwrap_err().to_string();
        assert_eq!(
            told("/subscriptions drop 12"),
            "subscriptions has no part \"drop\". It has: list, edit, pause, resume, mute, remove"
        );
        assert_eq!(
            told("/subscriptions mute twelve"),
            "subscriptions mute needs the number of a subscription and hours behind it, \
             as in: subscriptions mute 12 8"
        );
        assert!(told("/subscriptions mute 12 0").contains("from 1 to"));
    }

    #[test]
    fn structured_options_come_to_what_typed_ones_do() {
        let command = Command::find(CommandName::Ask).unwrap();
        let given = [(OptionName::Speaker, "Ada Vale".to_owned())];
        assert_eq!(
            invocation(command, "grain", &given),
            parse("/ask grain --speaker \"Ada Vale\"", '/')
        );
    }
}
