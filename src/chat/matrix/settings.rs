//! The `[matrix]` section of verbatim.toml, and what stands in the environment only.

use std::fmt;
#[cfg(feature = "matrix")]
use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;

/// `[matrix]` of the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The homeserver's address; without one, there is no bot on Matrix.
    pub homeserver: String,
    /// The bot's account: `@name:server`, or its name alone.
    pub user: String,
    /// What commands begin with in a room.
    pub prefix: char,
    /// Who may invite the bot: people (`@name:server`) and whole servers (`example.org`). Owners may anyway.
    pub inviters: Vec<String>,
    /// The people who run this bot.
    pub owners: Vec<String>,
    /// From which power level on somebody runs a room.
    pub moderator_level: i64,
    /// The language of the words around quotations, in two letters.
    pub language: String,
    /// Whether the bot puts reactions under its answers, for people to press.
    pub buttons: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            homeserver: String::new(),
            user: String::new(),
            prefix: '!',
            inviters: Vec::new(),
            owners: Vec::new(),
            // What clients call a moderator.
            moderator_level: 50,
            language: "en".to_owned(),
            buttons: true,
        }
    }
}

/// What is wrong with how the bot is set up: for the operator, with the way out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SetupError {
    /// No homeserver or no account.
    #[error("[matrix] in verbatim.toml needs both homeserver and user")]
    Incomplete,
    /// A person who is none.
    #[error("[matrix] in verbatim.toml: {key} has {value:?}, which is no {expected}")]
    NotAPerson {
        /// The key.
        key: &'static str,
        /// As written.
        value: String,
        /// What it should be.
        expected: &'static str,
    },
    /// No key for the store.
    #[error(
        "VERBATIM_MATRIX_STORE_KEY is not set: a passphrase that protects the session and the keys of encrypted rooms \
         on disk, best 32 random bytes as `openssl rand -base64 32` prints them. Keep it: without it the bot has to log \
         in anew"
    )]
    NoStoreKey,
    /// Nothing to log in with.
    #[error(
        "there is no session yet: set VERBATIM_MATRIX_PASSWORD (or VERBATIM_MATRIX_TOKEN) for the first start; afterwards \
         it is not needed any more"
    )]
    NothingToLogInWith,
    /// An address that is none.
    #[error(
        "{homeserver:?} is no address: write homeserver in [matrix] of verbatim.toml whole, as in \
         \"https://matrix.example.org\""
    )]
    NoAddress {
        /// As written.
        homeserver: String,
    },
    /// Whoever answers there knows nothing of Matrix.
    #[error(
        "at {homeserver} there is no Matrix homeserver ({reason}): check homeserver in [matrix] of verbatim.toml. It is the \
         address that clients connect to, which may be another than the one in people's names"
    )]
    NoHomeserver {
        /// As written.
        homeserver: String,
        /// What was answered.
        reason: String,
    },
    /// The account or the password is wrong.
    #[error(
        "{homeserver} doesn't let {user} in ({reason}): check user in [matrix] of verbatim.toml, and \
         VERBATIM_MATRIX_PASSWORD"
    )]
    NotLetIn {
        /// The address.
        homeserver: String,
        /// The account.
        user: String,
        /// What the homeserver says.
        reason: String,
    },
    /// A token that is none, or is none any more.
    #[error(
        "the homeserver doesn't know VERBATIM_MATRIX_TOKEN (any more): make a new one, or set VERBATIM_MATRIX_PASSWORD \
         instead"
    )]
    UnknownToken,
    /// A token of another account.
    #[error(
        "VERBATIM_MATRIX_TOKEN belongs to {owner}, and user in [matrix] of verbatim.toml is {user}: correct whichever is \
         wrong"
    )]
    TokenOfAnother {
        /// Whose it is.
        owner: String,
        /// Whose it should be.
        user: String,
    },
    /// A token that nothing can be encrypted with.
    #[error(
        "VERBATIM_MATRIX_TOKEN belongs to no device, so nothing can be encrypted with it: set VERBATIM_MATRIX_PASSWORD \
         instead"
    )]
    NoDevice,
    /// A token that another client uses.
    #[error(
        "VERBATIM_MATRIX_TOKEN belongs to the session {device} of another client, which has keys of its own: two programs \
         can't share one. Log in anew for the bot, or set VERBATIM_MATRIX_PASSWORD instead"
    )]
    UsedByAnother {
        /// The device.
        device: String,
    },
    /// The session has to be renewed.
    #[error(
        "the homeserver asks for a new login: start once with VERBATIM_MATRIX_PASSWORD set; the keys stay"
    )]
    LogInAgain,
    /// The session is gone.
    #[error(
        "the homeserver has ended this session and removed its device (somebody logged it out): move the folder {folder} \
         away and start again with VERBATIM_MATRIX_PASSWORD set"
    )]
    LoggedOut {
        /// Where it was kept.
        folder: String,
    },
}

impl Settings {
    /// Whether there is to be a bot on Matrix.
    pub fn is_configured(&self) -> bool {
        !self.homeserver.is_empty()
    }
}

/// What nobody else may know. Never logged, never shown.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secrets {
    /// The account's password.
    pub password: Option<String>,
    /// An access token, instead of a password.
    pub token: Option<String>,
    /// What protects the store on disk.
    pub store_key: Option<String>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets").finish_non_exhaustive()
    }
}

impl Secrets {
    /// What `VERBATIM_MATRIX_PASSWORD`, `VERBATIM_MATRIX_TOKEN` and `VERBATIM_MATRIX_STORE_KEY` say.
    pub fn from_env() -> Self {
        let named = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        Self {
            password: named("VERBATIM_MATRIX_PASSWORD"),
            token: named("VERBATIM_MATRIX_TOKEN"),
            store_key: named("VERBATIM_MATRIX_STORE_KEY"),
        }
    }
}

/// The folder of the session and the keys, in the data folder.
#[cfg(feature = "matrix")]
pub(super) fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("matrix")
}
