//! `verbatim check`

use std::process::ExitCode;

use clap::Args;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::output::{print, print_json};
use super::told::ToldStatement;
use crate::app::App;
use crate::chat::terminal::{Look, reply};
use crate::commands::Reply;
use crate::domain::{
    Claim, ClaimedSpeaker, Comparison, Finding, Freshness, Part, Roster, Stretch, Verdict,
};

/// Check a claimed quotation: confirmed, corrected or refused, with what was really said
///
/// The exit code is 0 where all words were said, and by the speaker named; else 1.
#[derive(Debug, Args)]
pub struct Check {
    /// The claimed words, of whole or of a part; "…" marks an omission
    #[arg(required = true, value_name = "CLAIM")]
    claim: Vec<String>,
    /// Who is claimed to have said it
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// Print the verdict as one JSON object
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(super) async fn run(self, app: &App) -> anyhow::Result<ExitCode> {
        let claim = Claim {
            words: self.claim.join(" "),
            speaker: self.speaker,
        };
        let verdict = Box::new(app.checker().await?.check(&claim).await?);
        let roster = app.roster()?;
        let is_exact = matches!(verdict.finding, Finding::Exact(_));
        if self.json {
            print_json(&told(&verdict, &roster))?;
        } else {
            let look = Look::new(&roster, TimeZone::system());
            print(&reply(&Reply::Verdict(verdict), &look))?;
        }
        Ok(if is_exact {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

#[derive(Serialize)]
struct Told<'a> {
    claim: &'a str,
    speaker: Option<&'a ClaimedSpeaker>,
    verdict: &'static str,
    unchecked_words: usize,
    /// The statement that decides; none for a composite, which has `parts`.
    #[serde(flatten)]
    comparison: Option<ToldComparison<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<ToldPart<'a>>,
    /// An article's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    reported: Option<ToldComparison<'a>>,
    searched: &'a Freshness,
}

#[derive(Serialize)]
struct ToldComparison<'a> {
    whole: bool,
    speaker_fits: bool,
    difference: &'a [Stretch],
    statement: ToldStatement<'a>,
}

#[derive(Serialize)]
struct ToldPart<'a> {
    claimed: &'a str,
    #[serde(flatten)]
    comparison: Option<ToldComparison<'a>>,
}

impl<'a> ToldComparison<'a> {
    fn of(comparison: &'a Comparison, roster: &'a Roster) -> Self {
        let Comparison {
            quoted,
            whole,
            speaker_fits,
            difference,
        } = comparison;
        Self {
            whole: *whole,
            speaker_fits: *speaker_fits,
            difference,
            statement: ToldStatement::of(quoted, roster),
        }
    }
}

fn told<'a>(verdict: &'a Verdict, roster: &'a Roster) -> Told<'a> {
    let one = |comparison| ToldComparison::of(comparison, roster);
    let (comparison, parts, reported): (_, &[Part], _) = match &verdict.finding {
        Finding::Exact(found) | Finding::Near(found) | Finding::OtherSpeaker(found) => {
            (Some(one(found)), &[], None)
        }
        Finding::Composite(parts) => (None, parts, None),
        Finding::NotFound { reported } => (None, &[], reported.as_ref().map(one)),
    };
    Told {
        claim: &verdict.claim.words,
        speaker: verdict.speaker.as_ref(),
        verdict: verdict.finding.name(),
        unchecked_words: verdict.unchecked,
        comparison,
        parts: parts
            .iter()
            .map(|part| ToldPart {
                claimed: &part.claimed,
                comparison: part.comparison.as_ref().map(one),
            })
            .collect(),
        reported,
        searched: &verdict.searched,
    }
}
