//! `verbatim timeline`

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::output::{print, print_json};
use super::told::ToldStatement;
use crate::app::App;
use crate::chat::terminal::{Look, reply};
use crate::commands::{Reply, picture};
use crate::domain::{Freshness, Recognised, Roster, Timeline as Found, Week};

/// Show what somebody said week by week, on a topic or on anything
#[derive(Debug, Args)]
pub struct Timeline {
    /// A name, a role or a side, in any spelling
    #[arg(value_name = "SPEAKER")]
    speaker: String,
    /// On what
    #[arg(value_name = "TOPIC")]
    topic: Vec<String>,
    /// Print the timeline as one JSON object
    #[arg(long)]
    json: bool,
    /// Draw it as a picture of 1200 by 675 pixels
    #[arg(long, value_name = "FILE")]
    png: Option<PathBuf>,
}

impl Timeline {
    pub(super) async fn run(self, app: &App) -> anyhow::Result<ExitCode> {
        let topic = self.topic.join(" ");
        let answerer = app.answerer().await?;
        let timeline = Box::new(answerer.timeline(&self.speaker, Some(&topic)).await?);
        if let Some(file) = &self.png {
            std::fs::write(file, picture(&timeline)?).with_context(|| {
                format!(
                    "{}: the picture can't be written: name a file in a folder that can be written to",
                    file.display()
                )
            })?;
        }
        let is_empty = timeline.weeks.is_empty() && timeline.undated == 0;
        let roster = app.roster()?;
        if self.json {
            print_json(&told(&timeline, &roster))?;
        } else {
            let look = Look::new(&roster, TimeZone::system());
            print(&reply(&Reply::Timeline(timeline), &look))?;
        }
        Ok(if is_empty {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        })
    }
}

#[derive(Serialize)]
struct Told<'a> {
    speaker: &'a str,
    topic: Option<&'a str>,
    recognised: &'a [Recognised],
    weeks: &'a [Week],
    total: usize,
    undated: usize,
    /// Whether later statements were left out of `weeks`.
    cut: bool,
    first: Option<ToldStatement<'a>>,
    latest: Option<ToldStatement<'a>>,
    searched: &'a Freshness,
}

fn told<'a>(timeline: &'a Found, roster: &'a Roster) -> Told<'a> {
    let one = |quoted| ToldStatement::of(quoted, roster);
    Told {
        speaker: &timeline.speaker,
        topic: timeline.topic.as_deref(),
        recognised: &timeline.recognised,
        weeks: &timeline.weeks,
        total: timeline.total,
        undated: timeline.undated,
        cut: timeline.is_cut,
        first: timeline.first.as_deref().map(one),
        latest: timeline.latest.as_deref().map(one),
        searched: &timeline.searched,
    }
}
