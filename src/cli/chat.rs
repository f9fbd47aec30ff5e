//! `verbatim chat`

use std::process::ExitCode;

use clap::Args;
use jiff::tz::TimeZone;

use crate::app::App;
use crate::chat::terminal::{Look, prompt};

/// The name of the prompt's history in the data folder.
const HISTORY: &str = "verbatim.history";

/// Ask at a prompt, with the commands that the bot has in a chat
#[derive(Debug, Args)]
pub struct Chat {}

impl Chat {
    pub(super) async fn run(self, app: &App) -> anyhow::Result<ExitCode> {
        let commands = app.administered().await?;
        let roster = app.people().await?;
        let look = Look::new(&roster, TimeZone::system());
        anstream::println!("Ask what was said. /help tells what else there is.");
        prompt(&commands, &look, &app.data_dir().join(HISTORY)).await?;
        Ok(ExitCode::SUCCESS)
    }
}
