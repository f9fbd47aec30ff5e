//! The session: logged in once, restored at every start.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::cross_process_lock::CrossProcessLockConfig;
use matrix_sdk::encryption::{BackupDownloadStrategy, EncryptionSettings};
use matrix_sdk::ruma::api::error::{ErrorKind, UnknownTokenErrorData};
use matrix_sdk::ruma::{DeviceId, OwnedDeviceId, OwnedUserId, ServerName, UserId};
use matrix_sdk::store::RoomLoadSettings;
use matrix_sdk::{
    Client, ClientBuildError, HttpError, SessionMeta, SessionTokens, SqliteStoreConfig,
};
use rand::RngCore;
use sha2::Sha256;

use super::failure;
use super::settings::{Secrets, Settings, SetupError, folder};
use crate::ports::SendError;

/// Under which names the store keeps what is ours.
const SESSION: &[u8] = b"verbatim.session";
const DEVICE: &[u8] = b"verbatim.device";

/// Rounds that make a key of a passphrase (OWASP's recommendation of 2023 for PBKDF2 with SHA-256).
const ROUNDS: u32 = 600_000;

/// What other people see of this device.
const DEVICE_NAME: &str = "Verbatim";

/// A client with its session, and the lock that keeps another process from its store.
pub struct Session {
    /// The client.
    pub(super) client: Client,
    /// Held as long as the client is in use.
    _lock: File,
}

/// Opens the store, and restores the session or logs in.
///
/// # Errors
/// What is wrong with how the bot is set up, or why the homeserver does not let it in; what may work later is a
/// [`matrix_sdk::HttpError`] inside.
pub async fn open(
    settings: &Settings,
    secrets: &Secrets,
    data_dir: &Path,
) -> anyhow::Result<Session> {
    if settings.homeserver.is_empty() || settings.user.is_empty() {
        bail!(SetupError::Incomplete);
    }
    check_people(settings)?;
    let folder = folder(data_dir);
    private_folder(&folder)?;
    let lock = lock(&folder)?;
    let key = key(&folder, secrets.store_key.as_deref())?;
    let client = Client::builder()
        .homeserver_url(&settings.homeserver)
        .sqlite_store_with_config_and_cache_path(
            SqliteStoreConfig::new(folder.join("store")).key(Some(&key)),
            None::<&Path>,
        )
        .cross_process_store_config(CrossProcessLockConfig::SingleProcess)
        .with_encryption_settings(EncryptionSettings {
            auto_enable_cross_signing: true,
            backup_download_strategy: BackupDownloadStrategy::AfterDecryptionFailure,
            auto_enable_backups: false,
        })
        // What is to be tried for longer is tried by who knows what it is for.
        .request_config(
            RequestConfig::new()
                .retry_limit(2)
                .timeout(Duration::from_secs(30)),
        )
        .build()
        .await
        .map_err(|error| not_opened(error, settings, &folder))?;
    match stored_session(&client).await? {
        Some(session) => client
            .matrix_auth()
            .restore_session(session, RoomLoadSettings::default())
            .await
            .context("the session of the store can't be restored")?,
        None => log_in(&client, settings, secrets).await?,
    }
    Ok(Session {
        client,
        _lock: lock,
    })
}

/// The same for a command that somebody waits for: whether the session still stands is asked at once, and where it only has
/// to be renewed, that is done.
///
/// # Errors
/// As of `open`, and that the homeserver has ended the session.
pub async fn open_now(
    settings: &Settings,
    secrets: &Secrets,
    data_dir: &Path,
) -> anyhow::Result<Session> {
    let session = open(settings, secrets, data_dir).await?;
    let Err(error) = session.client.whoami().await else {
        return Ok(session);
    };
    match ended_by(&error) {
        Some(Ended::Softly) if secrets.password.is_some() => {
            forget_token(&session.client).await?;
            drop(session);
            open(settings, secrets, data_dir).await
        }
        Some(ended) => Err(ended.told(data_dir).into()),
        None => Err(not_answered(error.into(), settings)),
    }
}

/// Why there is no client.
fn not_opened(error: ClientBuildError, settings: &Settings, folder: &Path) -> anyhow::Error {
    match error {
        ClientBuildError::Url(_) => SetupError::NoAddress {
            homeserver: settings.homeserver.clone(),
        }
        .into(),
        ClientBuildError::SqliteStore(error) => anyhow::Error::from(error).context(format!(
            "{} can't be opened: is VERBATIM_MATRIX_STORE_KEY the one it was made with? Without that key, move the \
             folder away and log in anew",
            folder.display()
        )),
        other => other.into(),
    }
}

/// Why the homeserver can't be talked with: not now, or not at all.
fn not_answered(error: matrix_sdk::Error, settings: &Settings) -> anyhow::Error {
    match failure::meaning(&error) {
        SendError::Later { .. } => anyhow::Error::from(error).context(format!(
            "{} can't be reached now: check homeserver in [matrix] of verbatim.toml, and the network",
            settings.homeserver
        )),
        SendError::Closed { reason } | SendError::Refused { reason } => SetupError::NoHomeserver {
            homeserver: settings.homeserver.clone(),
            reason,
        }
        .into(),
    }
}

/// A person or server that is written wrongly would never be met, and nobody would know why.
fn check_people(settings: &Settings) -> Result<(), SetupError> {
    let wrong = |key, value: &String, expected| SetupError::NotAPerson {
        key,
        value: value.clone(),
        expected,
    };
    for owner in &settings.owners {
        if <&UserId>::try_from(owner.as_str()).is_err() {
            return Err(wrong("owners", owner, "person: write \"@name:server\""));
        }
    }
    for inviter in &settings.inviters {
        let is_one = <&UserId>::try_from(inviter.as_str()).is_ok()
            || <&ServerName>::try_from(inviter.as_str()).is_ok();
        if !is_one {
            let expected = "person or server: write \"@name:server\" or \"server\"";
            return Err(wrong("inviters", inviter, expected));
        }
    }
    Ok(())
}

/// Forgets the session's token, so that the next opening logs in on the same device.
pub(super) async fn forget_token(client: &Client) -> anyhow::Result<()> {
    client.state_store().remove_custom_value(SESSION).await?;
    Ok(())
}

/// Whether an error says that the homeserver has ended the session, and if so whether the device is still there.
pub(super) fn ended(error: &matrix_sdk::Error) -> Option<Ended> {
    match error {
        matrix_sdk::Error::Http(error) => ended_by(error),
        _ => None,
    }
}

fn ended_by(error: &HttpError) -> Option<Ended> {
    match error.client_api_error_kind() {
        Some(ErrorKind::UnknownToken(UnknownTokenErrorData { soft_logout, .. })) => {
            Some(if *soft_logout {
                Ended::Softly
            } else {
                Ended::Wholly
            })
        }
        _ => None,
    }
}

/// How a session was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// The device and its keys are still there: logging in again is enough.
    Softly,
    /// The device is gone.
    Wholly,
}

impl Ended {
    /// What the operator has to do about it.
    pub(super) fn told(self, data_dir: &Path) -> SetupError {
        match self {
            Self::Softly => SetupError::LogInAgain,
            Self::Wholly => SetupError::LoggedOut {
                folder: folder(data_dir).display().to_string(),
            },
        }
    }
}

async fn stored_session(client: &Client) -> anyhow::Result<Option<MatrixSession>> {
    let Some(stored) = client.state_store().get_custom_value(SESSION).await? else {
        return Ok(None);
    };
    Ok(serde_json::from_slice(&stored).ok())
}

async fn log_in(client: &Client, settings: &Settings, secrets: &Secrets) -> anyhow::Result<()> {
    // A password can do whatever a token can, and makes a session of its own.
    match (&secrets.password, &secrets.token) {
        (Some(password), _) => log_in_with(client, settings, password).await?,
        (None, Some(token)) => adopt(client, settings, token).await?,
        (None, None) => bail!(SetupError::NothingToLogInWith),
    }
    let session = client
        .matrix_auth()
        .session()
        .context("the homeserver gave no session")?;
    client
        .state_store()
        .set_custom_value(SESSION, serde_json::to_vec(&session)?)
        .await?;
    Ok(())
}

async fn log_in_with(client: &Client, settings: &Settings, password: &str) -> anyhow::Result<()> {
    // Chosen and kept before the first try: were the program killed in between, the keys of that device would otherwise
    // be lost with its name.
    let device = device(client).await?;
    let answered = client
        .matrix_auth()
        .login_username(&settings.user, password)
        .device_id(&device)
        .initial_device_display_name(DEVICE_NAME)
        .send()
        .await;
    match answered {
        Ok(_) => Ok(()),
        Err(error) => match error.client_api_error_kind() {
            Some(
                ErrorKind::Forbidden | ErrorKind::UserDeactivated | ErrorKind::InvalidUsername,
            ) => {
                bail!(SetupError::NotLetIn {
                    homeserver: settings.homeserver.clone(),
                    user: settings.user.clone(),
                    reason: error.to_string(),
                })
            }
            _ => Err(not_answered(error, settings)),
        },
    }
}

/// The name of our device, chosen once.
async fn device(client: &Client) -> anyhow::Result<String> {
    if let Some(kept) = client.state_store().get_custom_value(DEVICE).await? {
        return Ok(String::from_utf8(kept)?);
    }
    let mut random = [0_u8; 5];
    rand::rng().fill_bytes(&mut random);
    let name: String = random.iter().map(|byte| format!("{byte:02X}")).collect();
    client
        .state_store()
        .set_custom_value(DEVICE, name.clone().into_bytes())
        .await?;
    Ok(name)
}

/// Takes over a session that somebody else made for us, by its token.
async fn adopt(client: &Client, settings: &Settings, token: &str) -> anyhow::Result<()> {
    let who = whose(client, settings, token).await?;
    let device_id = who.device_id.ok_or(SetupError::NoDevice)?;
    if !is_named(&who.user_id, &settings.user) {
        bail!(SetupError::TokenOfAnother {
            owner: who.user_id.to_string(),
            user: settings.user.clone(),
        });
    }
    // Keys that the device has before we took it over are another client's.
    let store = client.state_store();
    let taken_over = store.get_custom_value(DEVICE).await?;
    if taken_over.as_deref() != Some(device_id.as_str().as_bytes()) {
        if has_keys(client, settings, token, &who.user_id, &device_id).await? {
            bail!(SetupError::UsedByAnother {
                device: device_id.to_string(),
            });
        }
        let name = device_id.as_str().as_bytes().to_vec();
        store.set_custom_value(DEVICE, name).await?;
    }
    client
        .matrix_auth()
        .restore_session(
            MatrixSession {
                meta: SessionMeta {
                    user_id: who.user_id,
                    device_id,
                },
                tokens: SessionTokens {
                    access_token: token.to_owned(),
                    refresh_token: None,
                },
            },
            RoomLoadSettings::default(),
        )
        .await?;
    Ok(())
}

/// Whose a token is.
#[derive(serde::Deserialize)]
struct Who {
    user_id: OwnedUserId,
    device_id: Option<OwnedDeviceId>,
}

async fn whose(client: &Client, settings: &Settings, token: &str) -> anyhow::Result<Who> {
    let asked = client
        .http_client()
        .get(at(client, "/_matrix/client/v3/account/whoami")?)
        .bearer_auth(token)
        .send()
        .await
        .map_err(|error| not_answered(error.into(), settings))?;
    let status = asked.status();
    if status.as_u16() == 401 {
        bail!(SetupError::UnknownToken);
    }
    let told = asked
        .bytes()
        .await
        .map_err(|error| not_answered(error.into(), settings))?;
    serde_json::from_slice(&told).map_err(|_| {
        SetupError::NoHomeserver {
            homeserver: settings.homeserver.clone(),
            reason: format!("it answers {status} when asked whose the token is"),
        }
        .into()
    })
}

/// Whether the device of a token has encryption keys.
async fn has_keys(
    client: &Client,
    settings: &Settings,
    token: &str,
    user: &UserId,
    device: &DeviceId,
) -> anyhow::Result<bool> {
    let wanted = serde_json::json!({"device_keys": {user.as_str(): [device]}});
    let asked = client
        .http_client()
        .post(at(client, "/_matrix/client/v3/keys/query")?)
        .bearer_auth(token)
        .body(wanted.to_string())
        .send()
        .await
        .and_then(|answered| answered.error_for_status());
    let told = match asked {
        Ok(answered) => answered.bytes().await,
        Err(error) => Err(error),
    };
    let told = told.map_err(|error| not_answered(error.into(), settings))?;
    let told: serde_json::Value = serde_json::from_slice(&told)?;
    Ok(told["device_keys"][user.as_str()][device.as_str()].is_object())
}

fn at(client: &Client, path: &str) -> anyhow::Result<url::Url> {
    Ok(client.homeserver().join(path)?)
}

/// Whether this is the person of the configuration, who may be written whole or by the name alone.
fn is_named(user: &UserId, written: &str) -> bool {
    user == written || user.localpart() == written.trim_start_matches('@')
}

fn private_folder(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("the folder {} can't be made", folder.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Two processes with one store would each encrypt with keys of the other.
fn lock(folder: &Path) -> anyhow::Result<File> {
    let place: PathBuf = folder.join("lock");
    let file = File::create(&place).with_context(|| place.display().to_string())?;
    file.try_lock().with_context(|| {
        format!(
            "{} is in use: stop the bot that runs with this data folder first",
            folder.display()
        )
    })?;
    Ok(file)
}

/// The store's key: 32 bytes in base64 as they are, anything else as a passphrase.
fn key(folder: &Path, given: Option<&str>) -> anyhow::Result<[u8; 32]> {
    use base64::Engine as _;
    let given = given.ok_or(SetupError::NoStoreKey)?.trim();
    let decoded = base64::engine::general_purpose::STANDARD.decode(given);
    if let Some(key) = decoded.ok().and_then(|bytes| bytes.try_into().ok()) {
        return Ok(key);
    }
    let salt = salt(&folder.join("salt"))?;
    Ok(pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(
        given.as_bytes(),
        &salt,
        ROUNDS,
    ))
}

fn salt(place: &Path) -> anyhow::Result<[u8; 16]> {
    if let Ok(kept) = std::fs::read(place) {
        return kept
            .try_into()
            .map_err(|_| anyhow::anyhow!("{} is damaged", place.display()));
    }
    let mut salt = [0_u8; 16];
    rand::rng().fill_bytes(&mut salt);
    // In one step, so that a kill leaves no half of it.
    let draft = place.with_extension("new");
    std::fs::write(&draft, salt)?;
    std::fs::rename(&draft, place)?;
    Ok(salt)
}
