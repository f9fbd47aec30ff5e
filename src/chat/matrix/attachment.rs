//! Files that people send: fetched from the homeserver's media, decrypted where they are encrypted.

use std::fmt;
use std::io::Read as _;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use matrix_sdk::ruma::events::room::MediaSource;
use matrix_sdk::ruma::events::room::message::FileMessageEventContent;
use matrix_sdk::ruma::{EventId, MxcUri, RoomId};
use matrix_sdk::{Client, HttpError};
use matrix_sdk_crypto::AttachmentDecryptor;

use crate::ports::{Attached, Attachment, FetchError, too_long};

/// How long a file may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A file that somebody sent.
#[derive(Debug, Clone)]
pub(super) struct File {
    /// Its name, as whoever sent it called it.
    name: String,
    /// Where it is, and how to decrypt it.
    source: MediaSource,
    /// How many bytes it was said to have.
    size: Option<u64>,
}

impl From<&FileMessageEventContent> for File {
    fn from(content: &FileMessageEventContent) -> Self {
        let info = content.info.as_ref();
        Self {
            name: content.filename().to_owned(),
            source: content.source.clone(),
            size: info.and_then(|info| info.size).map(u64::from),
        }
    }
}

impl File {
    /// The file as commands take it. It was sent with the message `id`.
    pub(super) fn attached(self, client: &Client, room: &RoomId, id: &EventId) -> Attached {
        let via = client.user_id().map(|own| own.server_name().to_owned());
        Attached {
            name: self.name.clone(),
            link: Some(room.matrix_to_event_uri_via(id, via).to_string()),
            content: Arc::new(OnMatrix {
                client: client.clone(),
                file: self,
            }),
        }
    }
}

/// A file in the media of a homeserver.
struct OnMatrix {
    client: Client,
    file: File,
}

impl fmt::Debug for OnMatrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The source holds the key.
        write!(
            f,
            "a file on Matrix, said to have {:?} bytes",
            self.file.size
        )
    }
}

#[async_trait]
impl Attachment for OnMatrix {
    async fn read(&self, most: usize) -> Result<Vec<u8>, FetchError> {
        let most_told = u64::try_from(most).unwrap_or(u64::MAX);
        if self.file.size.is_some_and(|size| size > most_told) {
            return Err(too_long(most));
        }
        let fetched = tokio::time::timeout(PATIENCE, fetch(&self.client, self.address(), most));
        let content = fetched.await.unwrap_or_else(|_| {
            Err(FetchError::Passing {
                reason: "the homeserver took too long for the file: try again".to_owned(),
                after: None,
            })
        })?;
        match &self.file.source {
            MediaSource::Plain(_) => Ok(content),
            MediaSource::Encrypted(file) => {
                // It encrypts to as many bytes as it has.
                let mut decrypted = Vec::with_capacity(content.len());
                let mut encrypted = content.as_slice();
                AttachmentDecryptor::new(&mut encrypted, file.as_ref().clone().into())
                    .map_err(|error| error.to_string())
                    .and_then(|mut reader| {
                        let read = reader.read_to_end(&mut decrypted);
                        read.map_err(|error| error.to_string())
                    })
                    .map_err(|error| FetchError::Final {
                        reason: format!("the file can't be decrypted ({error}): send it again"),
                    })?;
                Ok(decrypted)
            }
        }
    }
}

impl OnMatrix {
    fn address(&self) -> &MxcUri {
        match &self.file.source {
            MediaSource::Plain(address) => address,
            MediaSource::Encrypted(file) => &file.url,
        }
    }
}

/// The bytes at an address, which are as whoever sent them left them. The SDK would read however many there are.
async fn fetch(client: &Client, address: &MxcUri, most: usize) -> Result<Vec<u8>, FetchError> {
    let broken = |error: HttpError| FetchError::Passing {
        reason: format!("the homeserver gave no file: {error}"),
        after: None,
    };
    let (server, media) = address.parts().map_err(|_| FetchError::Final {
        reason: "the file has no address that could be read".to_owned(),
    })?;
    let mut url = client.homeserver();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty()
            .extend(["_matrix", "client", "v1", "media", "download"])
            .extend([server.as_str(), media]);
    }
    let mut asked = client.http_client().get(url);
    if let Some(token) = client.access_token() {
        asked = asked.bearer_auth(token);
    }
    let answered = asked.send().await.map_err(|error| broken(error.into()))?;
    let status = answered.status();
    if status.is_client_error() && status.as_u16() != 429 {
        return Err(FetchError::Final {
            reason: format!("the homeserver has no such file ({status}): send it again"),
        });
    }
    let mut answered = answered
        .error_for_status()
        .map_err(|error| broken(error.into()))?;
    let mut content = Vec::new();
    while let Some(chunk) = answered
        .chunk()
        .await
        .map_err(|error| broken(error.into()))?
    {
        if content.len() + chunk.len() > most {
            return Err(too_long(most));
        }
        content.extend_from_slice(&chunk);
    }
    Ok(content)
}
