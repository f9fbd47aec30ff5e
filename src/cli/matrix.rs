//! `verbatim matrix`

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::app::App;
use crate::chat::matrix::{Verified, open_now, set_up, verify};

/// Set up the bot's account on Matrix, and let people verify it
#[derive(Debug, Args)]
pub struct Matrix {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Log in, make the account's identity and its recovery key, or get them back with that key
    Setup {
        /// The recovery key, or its passphrase, of an account that has one
        #[arg(
            long,
            env = "VERBATIM_MATRIX_RECOVERY_KEY",
            hide_env_values = true,
            value_name = "KEY"
        )]
        recovery_key: Option<String>,
    },
    /// Compare emoji with somebody's client: one of the owners in verbatim.toml, or the account's own other device
    Verify {
        /// Begin with this person, instead of waiting for somebody to begin in their client
        #[arg(value_name = "@NAME:SERVER")]
        whom: Option<String>,
    },
}

impl Matrix {
    pub(super) async fn run(self, app: &App) -> anyhow::Result<ExitCode> {
        let (settings, secrets) = app.matrix_account();
        let session = open_now(&settings, &secrets, app.data_dir()).await?;
        match self.what {
            What::Setup { recovery_key } => {
                let made = set_up(&session, &settings, &secrets, recovery_key.as_deref()).await?;
                anstream::println!("Logged in as {} on device {}.", made.user, made.device);
                if made.is_signed {
                    anstream::println!("The device is signed by the account's identity.");
                } else {
                    anstream::println!(
                        "The device is not signed by the account's identity yet: give the account's recovery key with \
                         --recovery-key, or verify it from another device with `verbatim matrix verify`."
                    );
                }
                if let Some(key) = made.recovery_key {
                    anstream::println!(
                        "Recovery key, which is shown only now; keep it where the store's key is kept:\n\n    {key}\n"
                    );
                }
                Ok(ExitCode::SUCCESS)
            }
            What::Verify { whom } => {
                match &whom {
                    Some(whom) => {
                        anstream::println!("Asking {whom} to verify: accept in your client.")
                    }
                    None => anstream::println!(
                        "Waiting: open the bot's profile in your client and choose to verify with emoji."
                    ),
                }
                let verified = verify(&session, &settings.owners, whom.as_deref(), compare).await?;
                match verified {
                    Verified::Done { user, device } => {
                        anstream::println!("Verified with {user}, device {device}.");
                        Ok(ExitCode::SUCCESS)
                    }
                    Verified::Cancelled { reason } => {
                        anstream::println!("Not verified: {reason}");
                        Ok(ExitCode::FAILURE)
                    }
                }
            }
        }
    }
}

/// Shows the emoji, and asks whether the other side has the same.
async fn compare(emoji: Vec<(&'static str, &'static str)>) -> bool {
    for (symbol, name) in emoji {
        anstream::println!("    {symbol}  {name}");
    }
    anstream::print!("Does the other client show the same, in this order? [y/n] ");
    let _ = std::io::stdout().flush();
    let (tell, answer) = tokio::sync::oneshot::channel();
    // A thread of its own, which the program need not wait for if nobody answers.
    std::thread::spawn(move || {
        let mut line = String::new();
        let read = std::io::stdin().read_line(&mut line);
        let _ = tell.send(read.map(|_| line));
    });
    matches!(
        answer.await,
        Ok(Ok(line)) if matches!(line.trim().to_lowercase().as_str(), "y" | "yes")
    )
}
