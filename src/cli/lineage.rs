//! `verbatim lineage`

use std::process::ExitCode;

use clap::Args;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::output::{print, print_json};
use super::told::{ToldCarrier, ToldStatement};
use crate::app::App;
use crate::chat::terminal::{Look, reply};
use crate::commands::{Reply, trace};
use crate::domain::{Claim, Lineage as Found, Roster, Stretch};

/// Tell who carried a statement first, who after, and how its wording changed
#[derive(Debug, Args)]
pub struct Lineage {
    /// Words of the statement
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Who said it
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// Print the lineage as one JSON object
    #[arg(long)]
    json: bool,
}

impl Lineage {
    pub(super) async fn run(self, app: &App) -> anyhow::Result<ExitCode> {
        let claim = Claim {
            words: self.words.join(" "),
            speaker: self.speaker,
        };
        let found = trace(&app.checker().await?, &claim).await?;
        let roster = app.roster()?;
        let (told, code) = match &found {
            Reply::Lineage(lineage) => (told(lineage, &roster), ExitCode::SUCCESS),
            _ => (Told::default(), ExitCode::FAILURE),
        };
        if self.json {
            print_json(&told)?;
        } else {
            let look = Look::new(&roster, TimeZone::system());
            print(&reply(&found, &look))?;
        }
        Ok(code)
    }
}

/// Empty where the words are of no one statement.
#[derive(Default, Serialize)]
struct Told<'a> {
    wordings: Vec<ToldWording<'a>>,
    carriages: Vec<ToldCarriage<'a>>,
}

#[derive(Serialize)]
struct ToldWording<'a> {
    statement: ToldStatement<'a>,
    difference: &'a [Stretch],
}

#[derive(Serialize)]
struct ToldCarriage<'a> {
    #[serde(flatten)]
    carrier: ToldCarrier<'a>,
    /// Which of the wordings, from 0.
    wording: usize,
}

fn told<'a>(lineage: &'a Found, roster: &'a Roster) -> Told<'a> {
    Told {
        wordings: lineage
            .wordings
            .iter()
            .map(|wording| ToldWording {
                statement: ToldStatement::of(&wording.quoted, roster),
                difference: &wording.difference,
            })
            .collect(),
        carriages: lineage
            .carriages
            .iter()
            .map(|carriage| ToldCarriage {
                carrier: ToldCarrier::of(&carriage.carrier),
                wording: carriage.wording,
            })
            .collect(),
    }
}
