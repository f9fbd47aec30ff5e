//! What headers say, and what we say in them.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{
    AGE, CACHE_CONTROL, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, RETRY_AFTER,
};

use crate::fetch::dates;
use crate::ports::{Revisit, Validators};

/// A longer validator is not worth remembering.
const MAX_VALIDATOR: usize = 1024;

/// A header as text.
pub(super) fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// Makes a request conditional.
pub(super) fn conditions(validators: &Validators) -> HeaderMap {
    let known = [
        (IF_NONE_MATCH, &validators.etag),
        (IF_MODIFIED_SINCE, &validators.last_modified),
    ];
    known
        .into_iter()
        .filter_map(|(name, value)| Some((name, HeaderValue::from_str(value.as_deref()?).ok()?)))
        .collect()
}

/// What an answer says for the next request. A "304 Not Modified" may leave out what was `sent`.
pub(super) fn revisit(headers: &HeaderMap, sent: &Validators) -> Revisit {
    let validator = |name| {
        text(headers, name)
            .filter(|value| !value.is_empty() && value.len() <= MAX_VALIDATOR)
            .map(str::to_owned)
    };
    Revisit {
        validators: Validators {
            etag: validator(ETAG).or_else(|| sent.etag.clone()),
            last_modified: validator(LAST_MODIFIED).or_else(|| sent.last_modified.clone()),
        },
        keep_for: max_age(headers),
    }
}

/// How long the answer is fresh from now on (RFC 9111): Cache-Control's max-age, less the time it spent in caches.
fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let directives: Vec<String> = headers
        .get_all(CACHE_CONTROL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|directive| directive.trim().to_ascii_lowercase())
        .collect();
    if directives
        .iter()
        .any(|directive| matches!(directive.as_str(), "no-cache" | "no-store"))
    {
        return None;
    }
    let seconds = directives
        .iter()
        .find_map(|directive| directive.strip_prefix("max-age="))
        .and_then(|value| value.trim_matches('"').parse::<u32>().ok())?;
    let age = text(headers, AGE)
        .and_then(|age| age.trim().parse::<u32>().ok())
        .unwrap_or_default();
    let left = seconds.saturating_sub(age);
    (left > 0).then(|| Duration::from_secs(u64::from(left)))
}

/// Retry-After: seconds, or a date.
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Timestamp> {
    let written = text(headers, RETRY_AFTER)?.trim();
    match written.parse::<u32>() {
        Ok(seconds) => now
            .checked_add(SignedDuration::from_secs(i64::from(seconds)))
            .ok(),
        Err(_) => dates::moment(written),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_763_600_000, 0);

    fn headers(lines: &[(&str, &str)]) -> HeaderMap {
        lines
            .iter()
            .map(|(name, value)| {
                (
                    name.parse::<HeaderName>().unwrap(),
                    value.parse::<HeaderValue>().unwrap(),
                )
            })
            .collect()
    }

    fn keep_for(lines: &[(&str, &str)]) -> Option<u64> {
        revisit(&headers(lines), &Validators::default())
            .keep_for
            .map(|keep| keep.as_secs())
    }

    #[test]
    fn freshness_is_what_is_left_of_max_age() {
        assert_eq!(
            keep_for(&[("cache-control", "public, Max-Age=600")]),
            Some(600)
        );
        assert_eq!(
            keep_for(&[("cache-control", "max-age=600"), ("age", "200")]),
            Some(400)
        );
        assert_eq!(
            keep_for(&[("cache-control", "max-age=600"), ("age", "700")]),
            None
        );
        assert_eq!(
            keep_for(&[("cache-control", "no-cache, max-age=600")]),
            None
        );
        assert_eq!(keep_for(&[("cache-control", "max-age=soon")]), None);
        assert_eq!(keep_for(&[]), None);
    }

    #[test]
    fn patience_is_asked_for_in_seconds_or_by_date() {
        let after =
            |value| retry_after(&headers(&[("retry-after", value)]), NOW).map(|at| at.to_string());
        assert_eq!(after("120"), Some("2025-11-20T00:55:20Z".to_owned()));
        assert_eq!(
            after("Fri, 21 Nov 2025 10:00:00 GMT"),
            Some("2025-11-21T10:00:00Z".to_owned())
        );
        assert_eq!(after("later"), None);
        assert_eq!(after("-5"), None);
    }

    #[test]
    fn validators_are_remembered_and_sent_as_they_came() {
        let revisit = revisit(&headers(&[("etag", "W/\"a\"")]), &Validators::default());
        assert_eq!(revisit.validators.etag.as_deref(), Some("W/\"a\""));
        let sent = conditions(&revisit.validators);
        assert_eq!(sent.get(IF_NONE_MATCH).unwrap(), "W/\"a\"");
        assert_eq!(sent.get(IF_MODIFIED_SINCE), None);
        let broken = Validators {
            etag: Some("a\r\nHost: b".to_owned()),
            last_modified: None,
        };
        assert!(conditions(&broken).is_empty());
    }
}
