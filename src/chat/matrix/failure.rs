//! What an error of the homeserver means for the next try.

use std::time::Duration;

use matrix_sdk::ruma::api::error::{ErrorKind, RetryAfter};
use matrix_sdk::{Error, HttpError};

use crate::ports::SendError;

/// What an error means for what was tried.
pub(super) fn meaning(error: &Error) -> SendError {
    match error {
        Error::Http(http) => of_http(http),
        Error::WrongRoomState(_) => SendError::Closed {
            reason: "we are not in this room".to_owned(),
        },
        // The store or the encryption: whatever it is, the message itself is not at fault.
        other => SendError::Later {
            after: None,
            reason: other.to_string(),
        },
    }
}

/// The same, of a bare request.
pub(super) fn of_http(error: &HttpError) -> SendError {
    let reason = error.to_string();
    let Some(answer) = error.as_client_api_error() else {
        return SendError::Later {
            after: None,
            reason,
        };
    };
    let after = match error.client_api_error_kind() {
        Some(ErrorKind::LimitExceeded(limited)) => match limited.retry_after {
            Some(RetryAfter::Delay(delay)) => Some(delay),
            _ => None,
        },
        _ => None,
    };
    match error.client_api_error_kind() {
        Some(ErrorKind::LimitExceeded(_) | ErrorKind::UnknownToken(_)) => {
            SendError::Later { after, reason }
        }
        Some(ErrorKind::Forbidden | ErrorKind::NotFound) => SendError::Closed { reason },
        _ if answer.status_code.is_server_error() || answer.status_code.as_u16() == 429 => {
            SendError::Later { after, reason }
        }
        _ => SendError::Refused { reason },
    }
}

/// How long to wait before the next try, after so many: what the server asks for, up to ten minutes, as it may have
/// changed its mind by then; else ever longer, up to a minute.
pub(super) fn pause(tries: u32, after: Option<Duration>) -> Duration {
    match after {
        Some(asked) => asked.clamp(Duration::from_millis(50), Duration::from_secs(600)),
        None => Duration::from_millis(500)
            .saturating_mul(2_u32.saturating_pow(tries.min(10)))
            .min(Duration::from_secs(60)),
    }
}
