//! `verbatim doctor`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::output::print;
use super::watch::Watched;
use super::{checks, config};
use crate::app::App;
use crate::config::Config;
use crate::telemetry::machine;
use crate::upkeep::{self, Check};

/// What a platform needs in the environment.
const TOKENS: &[(&str, &str)] = &[
    ("Discord", "DISCORD_TOKEN"),
    ("Matrix", "VERBATIM_MATRIX_STORE_KEY"),
];

/// Look at everything that has to be well, and say the way out of what is not
#[derive(Debug, Args)]
pub struct Doctor {}

impl Doctor {
    pub(super) async fn run(
        self,
        dir: PathBuf,
        data_dir: Option<PathBuf>,
    ) -> anyhow::Result<ExitCode> {
        let mut found = match Config::new(dir.clone()) {
            Ok(config) => config::files(&config),
            Err(error) => vec![Check::failure(
                "configuration",
                error.to_string(),
                "name the folder with --config DIR, or run from the project's folder",
            )],
        };
        found.extend(tokens());
        match App::new(dir, data_dir) {
            Ok(app) => found.extend(of_app(&app).await),
            // The line of the file that is wrong says why.
            Err(_) => found.push(Check::failure(
                "record and index",
                "were not looked at, as the configuration can't be used",
                "correct it, and run doctor again",
            )),
        }
        print(&checks::lines(&found))?;
        Ok(checks::code(&found))
    }
}

/// Which tokens are set. Their values are never read further than for being there.
fn tokens() -> Vec<Check> {
    TOKENS
        .iter()
        .map(|(platform, variable)| {
            let is_set = std::env::var_os(variable).is_some_and(|value| !value.is_empty());
            if is_set {
                Check::well(*platform, format!("{variable} is set"))
            } else {
                Check::warning(
                    *platform,
                    format!("{variable} is not set: the bot does not go there"),
                    "put it in .env (.env.example lists what there is), unless that is meant",
                )
            }
        })
        .collect()
}

async fn of_app(app: &App) -> Vec<Check> {
    let mut found = vec![writable(app.data_dir())];
    if !app.record_file().exists() {
        found.push(Check::warning(
            "record",
            format!("there is none in {} yet", app.data_dir().display()),
            "the first question makes one from sources.toml; or name its folder with --data-dir",
        ));
        return found;
    }
    match machine::free_space(app.data_dir()) {
        Ok(free) => found.push(upkeep::disk(free, app.size())),
        Err(error) => found.push(Check::warning(
            "disk",
            format!("the system does not tell how much is free: {error}"),
            "look yourself: df",
        )),
    }
    let of_data = of_data(app).await;
    found.extend(of_data.unwrap_or_else(|error| {
        vec![Check::failure(
            "record",
            format!("{error:#}"),
            "restore the last backup: verbatim restore FILE --force",
        )]
    }));
    found
}

async fn of_data(app: &App) -> anyhow::Result<Vec<Check>> {
    let record = app.record().await?;
    let watched = Watched::new("examining");
    let mut found = upkeep::record(&*record, &|done, total| watched.of(done, total)).await?;
    watched.finish();
    found.push(match app.index() {
        Ok(index) => upkeep::index(&*record, &*index).await?,
        Err(error) => Check::failure(
            "search index",
            format!("{error:#}"),
            "it is derived: stop the bot, remove the index folder, and run verbatim reindex",
        ),
    });
    found.push(upkeep::clock(app.clock(), Some(&*record)).await?);
    if let Ok(sources) = app.watched_sources().await {
        found.extend(upkeep::sources(&*record, &sources, app.clock().now()).await?);
    }
    Ok(found)
}

/// Whether a file can be made in the data folder.
fn writable(folder: &Path) -> Check {
    let place = folder.display();
    if !folder.exists() {
        return Check::warning(
            "data folder",
            format!("{place} is not there yet"),
            "it is made with the first question; or name another with --data-dir",
        );
    }
    let probe = folder.join(format!(".verbatim-doctor-{}", std::process::id()));
    let tried = std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe));
    match tried {
        Ok(()) => Check::well("data folder", format!("{place} can be written")),
        Err(error) => Check::failure(
            "data folder",
            format!("{place} can't be written: {error}"),
            "give the user that runs the bot the right to write there",
        ),
    }
}
