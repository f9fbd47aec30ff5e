//! Setting the bot's identity up, so that people see a verified device, and verifying it by comparing emoji.

use std::future::Future;
use std::time::Duration;

use anyhow::{Context, bail};
use futures::{Stream, StreamExt as _};
use matrix_sdk::Client;
use matrix_sdk::config::SyncSettings;
use matrix_sdk::encryption::recovery::{RecoveryError, RecoveryState};
use matrix_sdk::encryption::secret_storage::SecretStorageError;
use matrix_sdk::encryption::verification::{
    CancelInfo, SasState, SasVerification, Verification, VerificationRequest,
    VerificationRequestState,
};
use matrix_sdk::ruma::api::client::uiaa::{AuthData, Password, UserIdentifier};
use matrix_sdk::ruma::events::key::verification::VerificationMethod;
use matrix_sdk::ruma::events::key::verification::request::ToDeviceKeyVerificationRequestEvent;
use matrix_sdk::ruma::events::key::verification::start::ToDeviceKeyVerificationStartEvent;
use matrix_sdk::ruma::events::room::message::{MessageType, OriginalSyncRoomMessageEvent};
use matrix_sdk::ruma::{OwnedUserId, UserId};
use tokio::sync::mpsc;

use super::session::{Session, ended};
use super::settings::{Secrets, Settings};

/// What the set-up came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The bot's account.
    pub user: String,
    /// Its device.
    pub device: String,
    /// Whether the device is signed by the account's identity: people who trust the one see the other as verified.
    pub is_signed: bool,
    /// The key by which identity and message keys are got back, where one was made just now. It is nowhere else.
    pub recovery_key: Option<String>,
}

/// Makes the account's cross-signing identity and its recovery where there is none, or gets them back with the recovery
/// key.
///
/// # Errors
/// Why the homeserver doesn't take it, with the way out.
pub async fn set_up(
    session: &Session,
    settings: &Settings,
    secrets: &Secrets,
    recovery_key: Option<&str>,
) -> anyhow::Result<Identity> {
    let client = &session.client;
    let encryption = client.encryption();
    encryption.wait_for_e2ee_initialization_tasks().await;
    // The account's data tells whether there is a recovery already.
    client
        .sync_once(SyncSettings::new().timeout(Duration::ZERO))
        .await?;
    let recovery = encryption.recovery();
    if let Some(key) = recovery_key {
        recovery.recover(key).await.map_err(not_recovered)?;
    } else if !has_identity(client).await {
        bootstrap(client, settings, secrets).await?;
    }
    if !has_identity(client).await || recovery.state() == RecoveryState::Incomplete {
        bail!(
            "this account has an identity already, made by another client, and its keys are not here: give its recovery \
             key (or passphrase) as VERBATIM_MATRIX_RECOVERY_KEY and run this again, or verify from that client with \
             `verbatim matrix verify`"
        );
    }
    let made = match recovery.state() {
        RecoveryState::Disabled => Some(
            recovery
                .enable()
                .await
                .context("the recovery can't be set up")?,
        ),
        _ => None,
    };
    client
        .sync_once(SyncSettings::new().timeout(Duration::ZERO))
        .await?;
    let device = encryption
        .get_own_device()
        .await?
        .context("the homeserver doesn't know our own device yet; run this again")?;
    Ok(Identity {
        user: device.user_id().to_string(),
        device: device.device_id().to_string(),
        is_signed: device.is_cross_signed_by_owner(),
        recovery_key: made,
    })
}

/// Why nothing was got back with a recovery key.
fn not_recovered(error: RecoveryError) -> anyhow::Error {
    match error {
        RecoveryError::SecretStorage(SecretStorageError::MissingKeyInfo { .. }) => anyhow::anyhow!(
            "this account has no recovery that a key could open: run this again without one, and one is made"
        ),
        RecoveryError::SecretStorage(
            error @ (SecretStorageError::SecretStorageKey(_) | SecretStorageError::Decryption(_)),
        ) => anyhow::Error::from(error).context(
            "this is not the recovery key of this account, nor its passphrase: look where it was kept when it was shown",
        ),
        other => anyhow::Error::from(other).context("nothing could be got back; run this again"),
    }
}

/// Whether the identity's keys are here.
async fn has_identity(client: &Client) -> bool {
    client
        .encryption()
        .cross_signing_status()
        .await
        .is_some_and(|status| status.is_complete())
}

async fn bootstrap(client: &Client, settings: &Settings, secrets: &Secrets) -> anyhow::Result<()> {
    let encryption = client.encryption();
    let Err(refused) = encryption.bootstrap_cross_signing_if_needed(None).await else {
        return Ok(());
    };
    // Most homeservers want the password for this.
    let Some(asked) = refused.as_uiaa_response() else {
        return Err(refused).context("the identity can't be set up");
    };
    let password = secrets.password.as_deref().context(
        "the homeserver wants the password for setting up the identity: set VERBATIM_MATRIX_PASSWORD for this run",
    )?;
    let user = UserIdentifier::Matrix(
        matrix_sdk::ruma::api::client::uiaa::MatrixUserIdentifier::new(
            client
                .user_id()
                .map_or_else(|| settings.user.clone(), ToString::to_string),
        ),
    );
    let mut auth = Password::new(user, password.to_owned());
    auth.session = asked.session.clone();
    encryption
        .bootstrap_cross_signing(Some(AuthData::Password(auth)))
        .await
        .context("the identity can't be set up: is VERBATIM_MATRIX_PASSWORD the account's?")?;
    Ok(())
}

/// How a verification ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verified {
    /// Both sides saw the same.
    Done {
        /// With whom.
        user: String,
        /// Their device.
        device: String,
    },
    /// It came to nothing.
    Cancelled {
        /// Why.
        reason: String,
    },
}

/// Waits for a verification that `allowed` people (or the bot's own account) begin in their client, or begins one with
/// `whom`, and shows the emoji to `compare`, which says whether the other side has the same.
///
/// # Errors
/// Why there was none.
pub async fn verify<F>(
    session: &Session,
    allowed: &[String],
    whom: Option<&str>,
    compare: impl FnOnce(Vec<(&'static str, &'static str)>) -> F,
) -> anyhow::Result<Verified>
where
    F: Future<Output = bool>,
{
    let client = &session.client;
    let (begun, mut begins) = mpsc::channel(4);
    listen(client, allowed, &begun);
    let syncing = tokio::spawn(keep_syncing(client.clone()));
    let verified = async {
        let sas = match whom {
            Some(whom) => begin(client, whom).await?,
            None => loop {
                let beginning = begins.recv().await.context("nothing began")?;
                if let Some(sas) = accepted(beginning).await? {
                    break sas;
                }
            },
        };
        conclude(sas, compare).await
    };
    let verified = verified.await;
    syncing.abort();
    verified
}

/// Declines what people begin between devices while nobody is there to compare.
pub(super) fn decline_all(client: &Client) {
    client.add_event_handler(
        async |event: ToDeviceKeyVerificationRequestEvent, client: Client| {
            let flow = event.content.transaction_id.as_str();
            declined(&client, &event.sender, flow).await;
        },
    );
    client.add_event_handler(
        async |event: ToDeviceKeyVerificationStartEvent, client: Client| {
            let (sender, flow) = (&event.sender, event.content.transaction_id.as_str());
            let begun = client.encryption().get_verification(sender, flow).await;
            if let Some(sas) = begun.and_then(Verification::sas)
                && let Err(error) = sas.cancel().await
            {
                tracing::debug!(%error, "a verification could not be declined");
            }
        },
    );
}

/// Declines a verification that somebody waits for. Whether there was one that went on.
pub(super) async fn declined(client: &Client, sender: &UserId, flow: &str) -> bool {
    let begun = client.encryption();
    let begun = begun.get_verification_request(sender, flow).await;
    let Some(request) = begun.filter(|request| !request.is_done() && !request.is_cancelled())
    else {
        return false;
    };
    if let Err(error) = request.cancel().await {
        tracing::debug!(%error, "a verification could not be declined");
    }
    true
}

/// How a verification is begun by somebody else.
enum Beginning {
    Request(Box<VerificationRequest>),
    Sas(Box<SasVerification>),
}

/// Tells of verifications that people begin: directly between devices, or in a room.
fn listen(client: &Client, allowed: &[String], begun: &mpsc::Sender<Beginning>) {
    let may = {
        let allowed = allowed.to_vec();
        let own = client.user_id().map(ToOwned::to_owned);
        move |user: &UserId| {
            own.as_deref() == Some(user) || allowed.iter().any(|allowed| user == allowed)
        }
    };
    let (tell, may_begin) = (begun.clone(), may.clone());
    client.add_event_handler(
        move |event: ToDeviceKeyVerificationRequestEvent, client: Client| {
            let (tell, is_allowed) = (tell.clone(), may_begin(&event.sender));
            async move {
                let flow = &event.content.transaction_id;
                let request = client
                    .encryption()
                    .get_verification_request(&event.sender, flow)
                    .await;
                if let Some(request) = request.filter(|_| is_allowed) {
                    let _ = tell.send(Beginning::Request(Box::new(request))).await;
                }
            }
        },
    );
    let (tell, may_begin) = (begun.clone(), may.clone());
    client.add_event_handler(
        move |event: ToDeviceKeyVerificationStartEvent, client: Client| {
            let (tell, is_allowed) = (tell.clone(), may_begin(&event.sender));
            async move {
                let flow = event.content.transaction_id.as_str();
                let encryption = client.encryption();
                let sas = encryption.get_verification(&event.sender, flow).await;
                // One that a request went before goes on from there.
                if let Some(sas) = sas.and_then(Verification::sas)
                    && is_allowed
                    && !sas.started_from_request()
                {
                    let _ = tell.send(Beginning::Sas(Box::new(sas))).await;
                }
            }
        },
    );
    let tell = begun.clone();
    client.add_event_handler(move |event: OriginalSyncRoomMessageEvent, client: Client| {
        let (tell, is_allowed) = (tell.clone(), may(&event.sender));
        async move {
            if !is_allowed || !matches!(event.content.msgtype, MessageType::VerificationRequest(_))
            {
                return;
            }
            let request = client
                .encryption()
                .get_verification_request(&event.sender, &event.event_id)
                .await;
            if let Some(request) = request {
                let _ = tell.send(Beginning::Request(Box::new(request))).await;
            }
        }
    });
}

async fn keep_syncing(client: Client) {
    loop {
        let settings = SyncSettings::new().timeout(Duration::from_secs(10));
        if let Err(error) = client.sync_once(settings).await {
            if ended(&error).is_some() {
                tracing::error!(%error, "the session has ended");
                return;
            }
            tracing::warn!(%error, "the sync failed; trying again");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

async fn begin(client: &Client, whom: &str) -> anyhow::Result<SasVerification> {
    let user = OwnedUserId::try_from(whom)
        .with_context(|| format!("{whom:?} is no person: write @name:server"))?;
    let identity = client
        .encryption()
        .request_user_identity(&user)
        .await?
        .with_context(|| format!("{user} has set up no identity that could be verified"))?;
    let request = identity
        .request_verification_with_methods(vec![VerificationMethod::SasV1])
        .await?;
    ready(request)
        .await?
        .context("the other side has declined the verification")
}

async fn accepted(beginning: Beginning) -> anyhow::Result<Option<SasVerification>> {
    match beginning {
        Beginning::Sas(sas) => Ok(Some(*sas)),
        Beginning::Request(request) => {
            request
                .accept_with_methods(vec![VerificationMethod::SasV1])
                .await?;
            ready(*request).await
        }
    }
}

/// Waits until both sides are ready and one has started; nothing where the other side gave up.
async fn ready(request: VerificationRequest) -> anyhow::Result<Option<SasVerification>> {
    let mut changes = request.changes();
    let mut state = Some(request.state());
    while let Some(now) = state {
        match now {
            VerificationRequestState::Transitioned { verification } => {
                return Ok(verification.sas());
            }
            VerificationRequestState::Ready { .. } if request.we_started() => {
                if let Some(sas) = request.start_sas().await? {
                    return Ok(Some(sas));
                }
            }
            VerificationRequestState::Cancelled(_) | VerificationRequestState::Done => {
                return Ok(None);
            }
            _ => {}
        }
        state = changes.next().await;
    }
    Ok(None)
}

async fn conclude<F>(
    sas: SasVerification,
    compare: impl FnOnce(Vec<(&'static str, &'static str)>) -> F,
) -> anyhow::Result<Verified>
where
    F: Future<Output = bool>,
{
    let mut changes = Box::pin(sas.changes());
    let mut compare = Some(compare);
    let mut has_accepted = false;
    let mut state = Some(sas.state());
    while let Some(now) = state {
        match now {
            SasState::Started { .. } if !sas.we_started() && !has_accepted => {
                has_accepted = true;
                sas.accept().await?;
            }
            SasState::KeysExchanged { emojis, .. } => {
                if let Some(compare) = compare.take() {
                    let Some(emojis) = emojis else {
                        sas.cancel().await?;
                        bail!("the other client can't show emoji");
                    };
                    let shown = emojis.emojis.iter();
                    let shown = shown
                        .map(|emoji| (emoji.symbol, emoji.description))
                        .collect();
                    let is_same = tokio::select! {
                        is_same = compare(shown) => is_same,
                        // Whoever still looks need not answer any more.
                        verified = given_up(&mut changes) => return Ok(verified),
                    };
                    if is_same {
                        sas.confirm().await?;
                    } else {
                        sas.mismatch().await?;
                    }
                }
            }
            SasState::Done { .. } => {
                let device = sas.other_device();
                return Ok(Verified::Done {
                    user: device.user_id().to_string(),
                    device: device.device_id().to_string(),
                });
            }
            SasState::Cancelled(info) => return Ok(cancelled(&info)),
            _ => {}
        }
        state = changes.next().await;
    }
    bail!("the verification broke off")
}

/// Waits until the other side gives up.
async fn given_up(changes: &mut (impl Stream<Item = SasState> + Unpin)) -> Verified {
    while let Some(now) = changes.next().await {
        if let SasState::Cancelled(info) = now {
            return cancelled(&info);
        }
    }
    std::future::pending().await
}

fn cancelled(info: &CancelInfo) -> Verified {
    Verified::Cancelled {
        reason: info.reason().to_owned(),
    }
}
