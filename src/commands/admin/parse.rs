//! From a command's text and options to what is asked of the administration. Pure.

use super::{AdminInvocation, AdminName};
use crate::commands::parse::{Misuse, needed, no_text};
use crate::commands::table::{Command, OptionName};
use crate::domain::StatementId;
use crate::ports::ArticleCorrection;

/// What `command`, the part `name`, comes to.
pub(in crate::commands) fn parse(
    command: &'static Command,
    name: AdminName,
    text: &str,
    given: &[(OptionName, String)],
) -> Result<AdminInvocation, Misuse> {
    let option = |wanted: OptionName| {
        given
            .iter()
            .find(|(name, _)| *name == wanted)
            .map(|(_, value)| value.clone())
    };
    // What no command makes sense without.
    let asked = |wanted: OptionName| {
        option(wanted).ok_or_else(|| {
            let described = command.options.iter().find(|option| option.name == wanted);
            described.map_or_else(
                || no_text(command),
                |option| Misuse::NoOption { command, option },
            )
        })
    };
    // A name may stand in quotation marks, as the value of an option does.
    let words = || needed(command, text).map(|text| text.trim_matches('"').to_owned());
    let statement = || {
        let number = text.trim().trim_start_matches('#').parse();
        number.map(StatementId).map_err(|_| no_text(command))
    };
    Ok(match name {
        AdminName::Admin
        | AdminName::Sources
        | AdminName::Speakers
        | AdminName::Remove
        | AdminName::Reinstate
        | AdminName::Correct => AdminInvocation::Help { of: name },
        AdminName::Reindex => AdminInvocation::Reindex,
        AdminName::Cancel => AdminInvocation::Cancel,
        AdminName::Ingest => AdminInvocation::Ingest { place: words()? },
        AdminName::ListSources => AdminInvocation::ListSources,
        AdminName::AddSource => AdminInvocation::AddSource {
            url: words()?,
            id: option(OptionName::Id),
            kind: option(OptionName::Kind),
            outlet: option(OptionName::Outlet),
            language: option(OptionName::Language),
            every: option(OptionName::Every),
        },
        AdminName::PauseSource => AdminInvocation::PauseSource { id: words()? },
        AdminName::ResumeSource => AdminInvocation::ResumeSource { id: words()? },
        AdminName::RemoveSource => AdminInvocation::RemoveSource { id: words()? },
        AdminName::TestSource => AdminInvocation::TestSource { source: words()? },
        AdminName::AddSpeaker => AdminInvocation::AddSpeaker {
            name: words()?,
            id: option(OptionName::Id),
            side: option(OptionName::Side),
        },
        AdminName::AliasSpeaker => AdminInvocation::AliasSpeaker {
            who: words()?,
            alias: asked(OptionName::Alias)?,
        },
        AdminName::MergeSpeakers => AdminInvocation::MergeSpeakers {
            from: words()?,
            into: asked(OptionName::Into)?,
        },
        AdminName::RenameSpeaker => AdminInvocation::RenameSpeaker {
            who: words()?,
            name: asked(OptionName::Name)?,
        },
        AdminName::Find => AdminInvocation::Find { text: words()? },
        AdminName::RemoveStatement => AdminInvocation::RemoveStatement {
            id: statement()?,
            note: asked(OptionName::Note)?,
        },
        AdminName::CorrectStatement => AdminInvocation::CorrectStatement {
            id: statement()?,
            speaker: asked(OptionName::Speaker)?,
            note: asked(OptionName::Note)?,
        },
        AdminName::RemoveArticle => AdminInvocation::RemoveArticle {
            named: words()?,
            note: asked(OptionName::Note)?,
        },
        AdminName::ReinstateStatement => AdminInvocation::ReinstateStatement {
            id: statement()?,
            note: asked(OptionName::Note)?,
        },
        AdminName::ReinstateArticle => AdminInvocation::ReinstateArticle {
            named: words()?,
            note: asked(OptionName::Note)?,
        },
        AdminName::CorrectArticle => AdminInvocation::CorrectArticle {
            named: words()?,
            correction: ArticleCorrection {
                outlet: option(OptionName::Outlet),
                published: option(OptionName::Published)
                    .map(|written| {
                        written.parse().map_err(|_| Misuse::Day {
                            command,
                            value: written,
                        })
                    })
                    .transpose()?,
            },
            note: asked(OptionName::Note)?,
        },
        AdminName::Status => AdminInvocation::Status,
        AdminName::Stats => AdminInvocation::Stats,
        AdminName::Backup => AdminInvocation::Backup,
        AdminName::Log => AdminInvocation::Log {
            level: Some(text.trim().to_owned()).filter(|level| !level.is_empty()),
        },
        AdminName::Audit => AdminInvocation::Audit,
    })
}

/// What a part needs behind it, and what could be typed.
pub(in crate::commands) fn example(name: AdminName) -> (&'static str, &'static str) {
    match name {
        AdminName::Ingest => (
            "an address or an attached file",
            "https://example.org/article",
        ),
        AdminName::AddSource => (
            "an address",
            "https://example.org/rss --outlet \"The Example\"",
        ),
        AdminName::PauseSource
        | AdminName::ResumeSource
        | AdminName::RemoveSource
        | AdminName::TestSource => ("a source's name", "ukrinform-en"),
        AdminName::AddSpeaker => ("a name", "\"Ada Vale\" --side ukraine"),
        AdminName::AliasSpeaker => ("a name", "Kallas --alias \"Kaja K.\""),
        AdminName::MergeSpeakers => ("a name", "\"A. Vale\" --into \"Ada Vale\""),
        AdminName::RenameSpeaker => ("a name", "\"Ada Vale\" --name \"Ada Vale-Marsh\""),
        AdminName::RemoveStatement => ("a statement's number", "12 --note \"from a satire\""),
        AdminName::ReinstateStatement => ("a statement's number", "12 --note \"it was no satire\""),
        AdminName::ReinstateArticle => (
            "an article's id or address",
            "https://example.org/article --note \"its outlet stands by it\"",
        ),
        AdminName::CorrectStatement => (
            "a statement's number",
            "12 --speaker \"Ada Vale\" --note \"her deputy is quoted above\"",
        ),
        AdminName::RemoveArticle => (
            "an article's id or address",
            "https://example.org/article --note \"withdrawn by its outlet\"",
        ),
        AdminName::CorrectArticle => (
            "an article's id or address",
            "https://example.org/article --published 2025-11-20 --note \"the page has the day it was copied\"",
        ),
        _ => ("words", "concessions"),
    }
}
