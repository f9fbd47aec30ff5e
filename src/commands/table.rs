//! The one table of commands.

use super::admin::{AdminName, PARTS};
use crate::domain::Standing;

/// A command's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandName {
    /// Find what was said.
    Ask,
    /// The newest words of a speaker or on a topic.
    Latest,
    /// Check a claimed quotation.
    Check,
    /// Who carried a statement first, and how it changed.
    Lineage,
    /// What somebody said week by week.
    Timeline,
    /// What is indexed.
    Sources,
    /// Hear of what will be said.
    Subscribe,
    /// What is subscribed to here, and its parts.
    Subscriptions,
    /// What is subscribed to here.
    ListSubscriptions,
    /// Put another text in a subscription's place.
    EditSubscription,
    /// Send nothing of a subscription until it is resumed.
    PauseSubscription,
    /// End a pause or mute.
    ResumeSubscription,
    /// Send nothing of a subscription for some hours.
    MuteSubscription,
    /// Remove a subscription.
    RemoveSubscription,
    /// Why a statement is sent or not.
    Explain,
    /// What those who run the bot do.
    Admin(AdminName),
    /// What can be asked for.
    Help,
}

/// An option's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionName {
    /// Whose words.
    Speaker,
    /// Carried by which outlet.
    Outlet,
    /// Not before.
    Since,
    /// Not after.
    Until,
    /// How many.
    Limit,
    /// Why.
    Note,
    /// A short name.
    Id,
    /// A feed or a page.
    Kind,
    /// Of articles.
    Language,
    /// How often.
    Every,
    /// Whom somebody speaks for.
    Side,
    /// A further name.
    Alias,
    /// Who somebody is.
    Into,
    /// A name as shown.
    Name,
    /// The day of publication.
    Published,
}

/// An option of a command.
#[derive(Debug, PartialEq, Eq)]
pub struct CommandOption {
    /// Which.
    pub name: OptionName,
    /// As it is typed, without dashes.
    pub word: &'static str,
    /// What its value is.
    pub value: &'static str,
    /// What it does.
    pub help: &'static str,
}

/// A command.
#[derive(Debug, PartialEq, Eq)]
pub struct Command {
    /// Which.
    pub name: CommandName,
    /// As it is typed, without a prefix.
    pub word: &'static str,
    /// What its text is; empty if it takes none.
    pub text: &'static str,
    /// Who may give it.
    pub needs: Standing,
    /// What it does, in one line.
    pub help: &'static str,
    /// What can be added.
    pub options: &'static [CommandOption],
    /// What stands behind its word to say what of it is meant, each a command in its own right.
    pub parts: &'static [Command],
}

impl Command {
    /// The parts that help lists with it: of what only some may do, they list them themselves.
    pub fn listed_parts(&self) -> &'static [Self] {
        let is_for_all = self.needs == Standing::Member;
        let is_part = TABLE.iter().all(|command| command.name != self.name);
        if is_for_all || is_part {
            self.parts
        } else {
            &[]
        }
    }

    /// Whether a file can be attached to it, where the platform has such.
    pub fn takes_file(&self) -> bool {
        self.name == CommandName::Admin(AdminName::Ingest)
    }

    /// The command or part of that name.
    pub fn find(name: CommandName) -> Option<&'static Self> {
        fn within(commands: &'static [Command], name: CommandName) -> Option<&'static Command> {
            commands.iter().find_map(|command| {
                let is_it = command.name == name;
                is_it
                    .then_some(command)
                    .or_else(|| within(command.parts, name))
            })
        }
        within(TABLE, name)
    }

    /// What is typed for it, the words of what it is a part of before its own ("subscriptions mute").
    pub fn path(&self) -> String {
        fn to(commands: &[Command], name: CommandName) -> Option<String> {
            commands.iter().find_map(|command| {
                if command.name == name {
                    return Some(command.word.to_owned());
                }
                let rest = to(command.parts, name)?;
                Some(format!("{} {rest}", command.word))
            })
        }
        to(TABLE, self.name).unwrap_or_else(|| self.word.to_owned())
    }
}

/// All commands, in the order in which help lists them.
pub static TABLE: &[Command] = &[
    Command {
        name: CommandName::Ask,
        word: "ask",
        text: "QUESTION",
        needs: Standing::Member,
        help: "Find what was said: exact words, who, when, and where they were published",
        options: &[
            CommandOption {
                name: OptionName::Speaker,
                word: "speaker",
                value: "NAME",
                help: "Only this person's words",
            },
            CommandOption {
                name: OptionName::Outlet,
                word: "outlet",
                value: "NAME",
                help: "Only as this outlet carried them",
            },
            CommandOption {
                name: OptionName::Since,
                word: "since",
                value: "DATE",
                help: "Not before this day",
            },
            CommandOption {
                name: OptionName::Until,
                word: "until",
                value: "DATE",
                help: "Not after this day",
            },
            CommandOption {
                name: OptionName::Limit,
                word: "limit",
                value: "N",
                help: "At most so many hits",
            },
        ],
        parts: &[],
    },
    Command {
        name: CommandName::Latest,
        word: "latest",
        text: "SPEAKER [TOPIC]",
        needs: Standing::Member,
        help: "The newest words of somebody, on a topic or on anything",
        options: &[],
        parts: &[],
    },
    Command {
        name: CommandName::Check,
        word: "check",
        text: "CLAIM",
        needs: Standing::Member,
        help: "Check a claimed quotation: confirmed, corrected or refused, with what was really said",
        options: &[CommandOption {
            name: OptionName::Speaker,
            word: "speaker",
            value: "NAME",
            help: "Who is claimed to have said it",
        }],
        parts: &[],
    },
    Command {
        name: CommandName::Lineage,
        word: "lineage",
        text: "WORDS",
        needs: Standing::Member,
        help: "Who carried a statement first, who after, and how its wording changed",
        options: &[CommandOption {
            name: OptionName::Speaker,
            word: "speaker",
            value: "NAME",
            help: "Who said it",
        }],
        parts: &[],
    },
    Command {
        name: CommandName::Timeline,
        word: "timeline",
        text: "SPEAKER [TOPIC]",
        needs: Standing::Member,
        help: "What somebody said week by week, on a topic or on anything",
        options: &[],
        parts: &[],
    },
    Command {
        name: CommandName::Sources,
        word: "sources",
        text: "",
        needs: Standing::Member,
        help: "What is indexed, and how fresh it is",
        options: &[],
        parts: &[],
    },
    Command {
        name: CommandName::Subscribe,
        word: "subscribe",
        text: "WHAT",
        needs: Standing::Moderator,
        help: "Hear of each new statement that fits: people, sides, outlets, words and \"phrases\"",
        options: &[],
        parts: &[],
    },
    Command {
        name: CommandName::Subscriptions,
        word: "subscriptions",
        text: "",
        needs: Standing::Member,
        help: "What is subscribed to here, and what can be done with it",
        options: &[],
        parts: &[
            Command {
                name: CommandName::ListSubscriptions,
                word: "list",
                text: "",
                needs: Standing::Member,
                help: "What is subscribed to here",
                options: &[],
                parts: &[],
            },
            Command {
                name: CommandName::EditSubscription,
                word: "edit",
                text: "NUMBER WHAT",
                needs: Standing::Moderator,
                help: "Put another text in a subscription's place",
                options: &[],
                parts: &[],
            },
            Command {
                name: CommandName::PauseSubscription,
                word: "pause",
                text: "NUMBER",
                needs: Standing::Moderator,
                help: "Send nothing of it until it is resumed",
                options: &[],
                parts: &[],
            },
            Command {
                name: CommandName::ResumeSubscription,
                word: "resume",
                text: "NUMBER",
                needs: Standing::Moderator,
                help: "Send what fits again",
                options: &[],
                parts: &[],
            },
            Command {
                name: CommandName::MuteSubscription,
                word: "mute",
                text: "NUMBER HOURS",
                needs: Standing::Moderator,
                help: "Send nothing of it for some hours",
                options: &[],
                parts: &[],
            },
            Command {
                name: CommandName::RemoveSubscription,
                word: "remove",
                text: "NUMBER",
                needs: Standing::Moderator,
                help: "Forget it",
                options: &[],
                parts: &[],
            },
        ],
    },
    Command {
        name: CommandName::Explain,
        word: "explain",
        text: "STATEMENT",
        needs: Standing::Member,
        help: "Why a statement, by its number or its article's link, is sent here or not",
        options: &[],
        parts: &[],
    },
    Command {
        name: CommandName::Admin(AdminName::Admin),
        word: "admin",
        text: "",
        needs: Standing::Moderator,
        help: "Steer the bot: sources, people, corrections, index, copies",
        options: &[],
        parts: PARTS,
    },
    Command {
        name: CommandName::Help,
        word: "help",
        text: "",
        needs: Standing::Member,
        help: "What can be asked for",
        options: &[],
        parts: &[],
    },
];
