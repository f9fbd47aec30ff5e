//! The administration's part of the table.

use crate::commands::table::{Command, CommandName, CommandOption, OptionName};
use crate::domain::Standing;

/// A part of the administration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdminName {
    /// All of it.
    Admin,
    /// How everything is.
    Status,
    /// How much there is.
    Stats,
    /// Who did what here last.
    Audit,
    /// Build the index anew; answers go on.
    Reindex,
    /// Take articles in from an address or an attached file.
    Ingest,
    /// Copy the record.
    Backup,
    /// Give up the work that goes on.
    Cancel,
    /// How much is logged, or to log so much.
    Log,
    /// Where articles come from.
    Sources,
    /// Every source with how it is.
    ListSources,
    /// Watch a feed or page too.
    AddSource,
    /// Ask a source no more until it is resumed.
    PauseSource,
    /// Ask a source again.
    ResumeSource,
    /// Remove a source that was added here.
    RemoveSource,
    /// Fetch once, and say what comes.
    TestSource,
    /// The people that are known.
    Speakers,
    /// One more person.
    AddSpeaker,
    /// One more name of a person.
    AliasSpeaker,
    /// Two people who are one.
    MergeSpeakers,
    /// Another name as shown.
    RenameSpeaker,
    /// Statements with their numbers.
    Find,
    /// What may not be found any more.
    Remove,
    /// Make a statement unfindable.
    RemoveStatement,
    /// Make an article unfindable.
    RemoveArticle,
    /// What may be found again.
    Reinstate,
    /// Make a statement findable again.
    ReinstateStatement,
    /// Make an article findable again.
    ReinstateArticle,
    /// What was wrongly taken in.
    Correct,
    /// Say who said a statement.
    CorrectStatement,
    /// Say where or when an article was published.
    CorrectArticle,
}

/// What every correction takes: it is shown to whoever asks later.
const NOTE: CommandOption = CommandOption {
    name: OptionName::Note,
    word: "note",
    value: "WHY",
    help: "Why, for whoever asks later",
};

/// All parts, in the order in which help lists them.
pub static PARTS: &[Command] = &[
    Command {
        name: CommandName::Admin(AdminName::Status),
        word: "status",
        text: "",
        needs: Standing::Moderator,
        help: "How everything is",
        options: &[],
        parts: &[],
    },
    Command {
        name: CommandName::Admin(AdminName::Stats),
        word: "stats",
        text: "",
        needs: Standing::Moderator,
        help: "How much there is",
        options: &[],
        parts: &[],
    },
    Command {
        name: CommandName::Admin(AdminName::Audit),
        word: "audit",
        text: "",
        needs: Standing::Owner,
        help: "Who did what here last",
        options: &[],
        parts: &[],
    },
    Command {
        name: CommandName::Admin(AdminName::Reindex),
        word: "reindex",
        text: "",
        needs: Standing::Owner,
        help: "Build the index anew; answers go on",
        options: &[],
        parts: &[],
    },
    Command {
        name: CommandName::Admin(AdminName::Ingest),
        word: "ingest",
        // A file may be attached in its stead.
        text: "[ADDRESS]",
        needs: Standing::Owner,
        help: "Take articles in from an address or an attached file",
        options: &[],
        parts: &[],
    },
    Command {
        name: CommandName::Admin(AdminName::Backup),
        word: "backup",
        text: "",
        needs: Standing::Owner,
        help: "Copy the record",
        options: &[],
        parts: &[],
    },
    Command {
        name: CommandName::Admin(AdminName::Cancel),
        word: "cancel",
        text: "",
        needs: Standing::Owner,
        help: "Give up the work that goes on",
        options: &[],
        parts: &[],
    },
    Command {
        name: CommandName::Admin(AdminName::Log),
        word: "log",
        text: "[LEVEL]",
        needs: Standing::Owner,
        help: "How much is logged, or to log so much",
        options: &[],
        parts: &[],
    },
    Command {
        name: CommandName::Admin(AdminName::Sources),
        word: "sources",
        text: "",
        needs: Standing::Owner,
        help: "Where articles come from",
        options: &[],
        parts: &[
            Command {
                name: CommandName::Admin(AdminName::ListSources),
                word: "list",
                text: "",
                needs: Standing::Owner,
                help: "Every source with how it is",
                options: &[],
                parts: &[],
            },
            Command {
                name: CommandName::Admin(AdminName::AddSource),
                word: "add",
                text: "ADDRESS",
                needs: Standing::Owner,
                help: "Watch a feed or page too",
                options: &[
                    CommandOption {
                        name: OptionName::Id,
                        word: "id",
                        value: "NAME",
                        help: "Its short name",
                    },
                    CommandOption {
                        name: OptionName::Kind,
                        word: "kind",
                        value: "feed|page",
                        help: "A feed, or a page whose links lead to articles",
                    },
                    CommandOption {
                        name: OptionName::Outlet,
                        word: "outlet",
                        value: "NAME",
                        help: "The publisher, as shown",
                    },
                    CommandOption {
                        name: OptionName::Language,
                        word: "language",
                        value: "CODE",
                        help: "Of its articles",
                    },
                    CommandOption {
                        name: OptionName::Every,
                        word: "every",
                        value: "TIME",
                        help: "How often to look, as in 10m",
                    },
                ],
                parts: &[],
            },
            Command {
                name: CommandName::Admin(AdminName::PauseSource),
                word: "pause",
                text: "NAME",
                needs: Standing::Owner,
                help: "Ask a source no more until it is resumed",
                options: &[],
                parts: &[],
            },
            Command {
                name: CommandName::Admin(AdminName::ResumeSource),
                word: "resume",
                text: "NAME",
                needs: Standing::Owner,
                help: "Ask a source again",
                options: &[],
                parts: &[],
            },
            Command {
                name: CommandName::Admin(AdminName::RemoveSource),
                word: "remove",
                text: "NAME",
                needs: Standing::Owner,
                help: "Remove a source that was added here",
                options: &[],
                parts: &[],
            },
            Command {
                name: CommandName::Admin(AdminName::TestSource),
                word: "test",
                text: "NAME|ADDRESS",
                needs: Standing::Owner,
                help: "Fetch once, and say what comes",
                options: &[],
                parts: &[],
            },
        ],
    },
    Command {
        name: CommandName::Admin(AdminName::Speakers),
        word: "speakers",
        text: "",
        needs: Standing::Owner,
        help: "The people that are known",
        options: &[],
        parts: &[
            Command {
                name: CommandName::Admin(AdminName::AddSpeaker),
                word: "add",
                text: "NAME",
                needs: Standing::Owner,
                help: "One more person",
                options: &[
                    CommandOption {
                        name: OptionName::Id,
                        word: "id",
                        value: "NAME",
                        help: "The short name",
                    },
                    CommandOption {
                        name: OptionName::Side,
                        word: "side",
                        value: "SIDE",
                        help: "Whom they speak for",
                    },
                ],
                parts: &[],
            },
            Command {
                name: CommandName::Admin(AdminName::AliasSpeaker),
                word: "alias",
                text: "NAME",
                needs: Standing::Owner,
                help: "One more name of a person",
                options: &[CommandOption {
                    name: OptionName::Alias,
                    word: "alias",
                    value: "NAME",
                    help: "The further name",
                }],
                parts: &[],
            },
            Command {
                name: CommandName::Admin(AdminName::MergeSpeakers),
                word: "merge",
                text: "NAME",
                needs: Standing::Owner,
                help: "Two people who are one",
                options: &[CommandOption {
                    name: OptionName::Into,
                    word: "into",
                    value: "NAME",
                    help: "Who they are",
                }],
                parts: &[],
            },
            Command {
                name: CommandName::Admin(AdminName::RenameSpeaker),
                word: "rename",
                text: "NAME",
                needs: Standing::Owner,
                help: "Another name as shown",
                options: &[CommandOption {
                    name: OptionName::Name,
                    word: "name",
                    value: "NAME",
                    help: "The name",
                }],
                parts: &[],
            },
        ],
    },
    Command {
        name: CommandName::Admin(AdminName::Find),
        word: "find",
        text: "WORDS",
        needs: Standing::Owner,
        help: "Statements with their numbers",
        options: &[],
        parts: &[],
    },
    Command {
        name: CommandName::Admin(AdminName::Remove),
        word: "remove",
        text: "",
        needs: Standing::Owner,
        help: "What may not be found any more",
        options: &[],
        parts: &[
            Command {
                name: CommandName::Admin(AdminName::RemoveStatement),
                word: "statement",
                text: "NUMBER",
                needs: Standing::Owner,
                help: "Make a statement unfindable",
                options: &[NOTE],
                parts: &[],
            },
            Command {
                name: CommandName::Admin(AdminName::RemoveArticle),
                word: "article",
                text: "ID|ADDRESS",
                needs: Standing::Owner,
                help: "Make an article unfindable",
                options: &[NOTE],
                parts: &[],
            },
        ],
    },
    Command {
        name: CommandName::Admin(AdminName::Reinstate),
        word: "reinstate",
        text: "",
        needs: Standing::Owner,
        help: "What may be found again",
        options: &[],
        parts: &[
            Command {
                name: CommandName::Admin(AdminName::ReinstateStatement),
                word: "statement",
                text: "NUMBER",
                needs: Standing::Owner,
                help: "Make a removed statement findable again",
                options: &[NOTE],
                parts: &[],
            },
            Command {
                name: CommandName::Admin(AdminName::ReinstateArticle),
                word: "article",
                text: "ID|ADDRESS",
                needs: Standing::Owner,
                help: "Make a removed article findable again",
                options: &[NOTE],
                parts: &[],
            },
        ],
    },
    Command {
        name: CommandName::Admin(AdminName::Correct),
        word: "correct",
        text: "",
        needs: Standing::Owner,
        help: "What was wrongly taken in",
        options: &[],
        parts: &[
            Command {
                name: CommandName::Admin(AdminName::CorrectStatement),
                word: "statement",
                text: "NUMBER",
                needs: Standing::Owner,
                help: "Say who said a statement",
                options: &[
                    CommandOption {
                        name: OptionName::Speaker,
                        word: "speaker",
                        value: "NAME",
                        help: "Who; - for nobody known",
                    },
                    NOTE,
                ],
                parts: &[],
            },
            Command {
                name: CommandName::Admin(AdminName::CorrectArticle),
                word: "article",
                text: "ID|ADDRESS",
                needs: Standing::Owner,
                help: "Say where or when an article was published",
                options: &[
                    CommandOption {
                        name: OptionName::Outlet,
                        word: "outlet",
                        value: "NAME",
                        help: "The publisher, as shown",
                    },
                    CommandOption {
                        name: OptionName::Published,
                        word: "published",
                        value: "DATE",
                        help: "The day, as in 2025-11-20",
                    },
                    NOTE,
                ],
                parts: &[],
            },
        ],
    },
];
