//! Files that people attach to what they say.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;

use super::FetchError;

/// The content of an attached file, which stays where it is until somebody who may have it taken in asks for it.
#[async_trait]
pub trait Attachment: fmt::Debug + Send + Sync {
    /// Reads it. A file of more than `most` bytes is refused, however small it was said to be.
    ///
    /// # Errors
    /// [`FetchError`], with the way out.
    async fn read(&self, most: usize) -> Result<Vec<u8>, FetchError>;
}

/// A file that somebody attached.
#[derive(Debug, Clone)]
pub struct Attached {
    /// Its name, as whoever attached it called it: hostile.
    pub name: String,
    /// Where people find what it was attached to: the message's link, or as near as the platform has one.
    pub link: Option<String>,
    /// What is in it.
    pub content: Arc<dyn Attachment>,
}

/// The same file: of the same name at the same place.
impl PartialEq for Attached {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.link == other.link
            && Arc::ptr_eq(&self.content, &other.content)
    }
}

/// What is at hand already.
#[async_trait]
impl Attachment for Vec<u8> {
    async fn read(&self, most: usize) -> Result<Vec<u8>, FetchError> {
        if self.len() > most {
            return Err(too_long(most));
        }
        Ok(self.clone())
    }
}

/// That a file has more bytes than are read.
pub fn too_long(most: usize) -> FetchError {
    FetchError::Final {
        reason: format!("the file has more than {most} bytes: cut it in several"),
    }
}
