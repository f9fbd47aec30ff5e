//! Times as people write them in settings: "30s", "2h 30m".

use std::time::Duration;

use jiff::SignedDuration;
use serde::Deserialize;
use serde::de::{Deserializer, Error};

/// Reads a time that may be zero.
///
/// # Errors
/// That it is no time or negative, and how to write one.
pub fn any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let duration = SignedDuration::deserialize(deserializer).map_err(|_| {
        D::Error::custom("is not a time: write it with its unit, as in \"30s\" or \"10m\"")
    })?;
    Duration::try_from(duration)
        .map_err(|_| D::Error::custom("is negative: write a time such as \"1s\""))
}

/// Reads a time that is more than nothing.
///
/// # Errors
/// That it is no time, zero or negative, and how to write one.
pub fn positive<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let duration = any(deserializer)?;
    if duration.is_zero() {
        return Err(D::Error::custom("is zero: write a time such as \"30s\""));
    }
    Ok(duration)
}
