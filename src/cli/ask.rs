//! `verbatim ask`

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use clap::builder::RangedU64ValueParser;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::output::{print, print_json};
use super::told::{ToldPassage, ToldStatement};
use crate::answer::Answerer;
use crate::app::App;
use crate::chat::terminal::{Look, reply};
use crate::commands::{Answered, Reply};
use crate::domain::{
    Answer, Asked as AskedFor, Compared, Found, Freshness, Hit, Kinds, Question, Recognised,
    Roster, Voice,
};

/// Find what was said: exact words, who said them, when, and where they were published
#[derive(Debug, Args)]
pub struct Ask {
    /// The question, in your own words
    #[arg(
        required_unless_present = "batch",
        conflicts_with = "batch",
        value_name = "QUESTION"
    )]
    question: Vec<String>,
    /// Answer a JSON Lines file of {"id","question"}, one JSON object a line; - reads standard input
    #[arg(long, value_name = "FILE")]
    batch: Option<PathBuf>,
    /// Only this person's words
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// Not before this day: 2025-11-20, "20 Nov 2025", "last week"
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Not after this day
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Only as this outlet carried them
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// At most so many hits
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = RangedU64ValueParser::<usize>::new().range(1..=1000))]
    limit: usize,
    /// What may be found, out of quotation, reported, passage
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "KIND",
        default_value = "quotation,reported,passage"
    )]
    kinds: Vec<Kind>,
    /// Print the answer as one JSON object
    #[arg(long, conflicts_with = "batch")]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    Quotation,
    Reported,
    Passage,
}

impl Ask {
    pub(super) async fn run(self, app: &App) -> anyhow::Result<ExitCode> {
        let answerer = app.answerer().await?;
        if let Some(batch) = &self.batch {
            return self.answer_batch(&answerer, batch).await;
        }
        let answer = answer(&answerer, self.about(self.question.join(" "))).await?;
        let answered = answer.answered;
        if self.json {
            print_json(&told(&answer, &*app.roster()?))?;
        } else {
            let roster = app.roster()?;
            let look = Look::new(&roster, TimeZone::system());
            print(&reply(
                &Reply::Answer(Box::new(Answered::whole(answer))),
                &look,
            ))?;
        }
        Ok(if answered {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }

    /// The question with everything that the options say.
    fn about(&self, text: String) -> Question {
        let wants = |kind| self.kinds.contains(&kind);
        Question {
            speaker: self.speaker.clone(),
            outlet: self.outlet.clone(),
            since: self.since.clone(),
            until: self.until.clone(),
            kinds: Kinds {
                quotation: wants(Kind::Quotation),
                reported: wants(Kind::Reported),
                passage: wants(Kind::Passage),
            },
            ..Question::new(text, self.limit)
        }
    }

    async fn answer_batch(&self, answerer: &Answerer, file: &Path) -> anyhow::Result<ExitCode> {
        let lines: Box<dyn BufRead> = if file.as_os_str() == "-" {
            Box::new(std::io::stdin().lock())
        } else {
            let opened = std::fs::File::open(file).with_context(|| {
                format!(
                    "{}: give a JSON Lines file that can be read",
                    file.display()
                )
            })?;
            Box::new(BufReader::new(opened))
        };
        for (number, line) in lines.lines().enumerate() {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            let asked: Asked = serde_json::from_str(&line).with_context(|| {
                format!(
                    "{}:{}: not an object with \"id\" and \"question\"",
                    file.display(),
                    number + 1
                )
            })?;
            let answer = answer(answerer, self.about(asked.question)).await?;
            print_json(&Batched {
                id: asked.id,
                answered: answer.answered,
                hits: answer
                    .hits
                    .iter()
                    .zip(scores(&answer.hits))
                    .map(|(hit, score)| ToldHit::short(hit, score))
                    .collect(),
            })?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn answer(answerer: &Answerer, question: Question) -> anyhow::Result<Answer> {
    // All hits at once and nothing kept: there is nobody to turn pages.
    Ok(answerer.ask(&question).await?)
}

#[derive(Deserialize)]
struct Asked {
    id: serde_json::Value,
    question: String,
}

#[derive(Serialize)]
struct Batched<'a> {
    id: serde_json::Value,
    answered: bool,
    hits: Vec<ToldHit<'a>>,
}

#[derive(Serialize)]
struct Told<'a> {
    recognised: &'a [Recognised],
    asked: ToldAsked<'a>,
    answered: bool,
    total: usize,
    hits: Vec<ToldSource<'a>>,
    searched: &'a Freshness,
}

/// What the question asks for, with what is told beside the hits.
#[derive(Serialize)]
#[serde(tag = "for", rename_all = "snake_case")]
enum ToldAsked<'a> {
    Statements,
    Count {
        quotations: usize,
        reported: usize,
        articles: usize,
        outlets: usize,
        more: bool,
        first: Option<Box<ToldStatement<'a>>>,
        latest: Option<Box<ToldStatement<'a>>>,
    },
    Comparison {
        sides: &'a [Compared],
    },
    Voices {
        voices: &'a [Voice],
        others: usize,
    },
}

impl<'a> ToldAsked<'a> {
    fn of(asked: &'a AskedFor, roster: &'a Roster) -> Self {
        match asked {
            AskedFor::Statements => Self::Statements,
            AskedFor::Count(count) => {
                let told = |quoted| Box::new(ToldStatement::of(quoted, roster));
                Self::Count {
                    quotations: count.quotations,
                    reported: count.reported,
                    articles: count.articles,
                    outlets: count.outlets,
                    more: count.is_cut,
                    first: count.first.as_deref().map(told),
                    latest: count.latest.as_deref().map(told),
                }
            }
            AskedFor::Comparison(sides) => Self::Comparison { sides },
            AskedFor::Voices { voices, others } => Self::Voices {
                voices,
                others: *others,
            },
        }
    }
}

/// A hit: its article, bytes, words and score.
#[derive(Serialize)]
struct ToldHit<'a> {
    article: &'a str,
    start: usize,
    end: usize,
    text: &'a str,
    score: f32,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<&'a str>,
}

/// A hit with all that an answer shows of it.
#[derive(Serialize)]
struct ToldSource<'a> {
    text: &'a str,
    score: f32,
    #[serde(flatten)]
    source: Source<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Source<'a> {
    Statement(ToldStatement<'a>),
    Passage(ToldPassage<'a>),
}

/// What hits are told to score: as they are in order, each a little less than the one before, so that whoever sorts by it
/// has the order of the answer. Scores of statements and of passages are not comparable, and the first statement of another
/// speaker may come before a better one.
fn scores(hits: &[Hit]) -> impl Iterator<Item = f32> {
    hits.iter().scan(f32::MAX, |before, hit| {
        *before = hit.score.min(before.next_down());
        Some(*before)
    })
}

impl<'a> ToldHit<'a> {
    fn short(hit: &'a Hit, score: f32) -> Self {
        let (kind, speaker) = match &hit.found {
            Found::Statement(quoted) => (
                quoted.statement.kind.name(),
                quoted.statement.attribution.speaker.as_deref(),
            ),
            Found::Passage(_) => ("passage", None),
        };
        let range = hit.range();
        Self {
            article: &hit.article().id.0,
            start: range.start,
            end: range.end,
            text: hit.text(),
            score,
            kind,
            speaker,
        }
    }
}

fn told<'a>(answer: &'a Answer, roster: &'a Roster) -> Told<'a> {
    Told {
        recognised: &answer.recognised,
        asked: ToldAsked::of(&answer.asked, roster),
        answered: answer.answered,
        total: answer.total,
        hits: answer
            .hits
            .iter()
            .zip(scores(&answer.hits))
            .map(|(hit, score)| told_hit(hit, score, roster))
            .collect(),
        searched: &answer.searched,
    }
}

fn told_hit<'a>(hit: &'a Hit, score: f32, roster: &'a Roster) -> ToldSource<'a> {
    ToldSource {
        text: hit.text(),
        score,
        source: match &hit.found {
            Found::Statement(quoted) => Source::Statement(ToldStatement::of(quoted, roster)),
            Found::Passage(passage) => Source::Passage(ToldPassage::of(passage)),
        },
    }
}
