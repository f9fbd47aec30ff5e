//! `verbatim run`

use std::process::ExitCode;

use clap::Args;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::domain::Platform;

/// Answer on every configured platform until told to stop
#[derive(Debug, Args)]
pub struct Run {
    /// Only on this platform
    #[arg(long, value_name = "PLATFORM")]
    only: Option<Only>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Only {
    Discord,
    Matrix,
}

impl Run {
    pub(super) async fn run(self, app: &App) -> anyhow::Result<ExitCode> {
        let only = self.only.map(|only| match only {
            Only::Discord => Platform::Discord,
            Only::Matrix => Platform::Matrix,
        });
        let shutdown = CancellationToken::new();
        tokio::spawn(cancel_on_signal(shutdown.clone()));
        app.serve(only, shutdown).await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The first signal asks for an orderly end; the second ends at once.
async fn cancel_on_signal(shutdown: CancellationToken) {
    signal().await;
    tracing::info!("stopping: what was begun is finished first");
    shutdown.cancel();
    signal().await;
    std::process::exit(130);
}

#[cfg(unix)]
async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        result = tokio::signal::ctrl_c() => if result.is_err() { std::future::pending().await },
    }
}

#[cfg(not(unix))]
async fn signal() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
