//! How often people may ask.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use serde::Deserialize;

use super::CommandError;
use crate::domain::{Asker, Platform, Standing};

/// So many keys are kept before those that are fresh again are dropped.
const KEPT: usize = 10_000;

/// `[limits]` of the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Commands that one person may give in a minute.
    pub person_a_minute: NonZeroU32,
    /// Commands that one community may give in a minute.
    pub community_a_minute: NonZeroU32,
    /// Subscriptions that one person may make.
    pub subscriptions_a_person: usize,
    /// Subscriptions that may send to one community.
    pub subscriptions_a_community: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let number = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        Self {
            // A person who reads the answers does not get near it.
            person_a_minute: number(20),
            // A busy channel in breaking news.
            community_a_minute: number(120),
            subscriptions_a_person: 50,
            subscriptions_a_community: 200,
        }
    }
}

/// Counts commands.
#[derive(Debug)]
pub(super) struct Pace {
    people: DefaultKeyedRateLimiter<String>,
    communities: DefaultKeyedRateLimiter<String>,
    clock: DefaultClock,
}

impl Pace {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            people: RateLimiter::keyed(Quota::per_minute(limits.person_a_minute)),
            communities: RateLimiter::keyed(Quota::per_minute(limits.community_a_minute)),
            clock: DefaultClock::default(),
        }
    }

    /// Counts one command of the asker. Owners and the prompt aren't counted.
    ///
    /// # Errors
    /// [`CommandError::TooFast`] with how long to wait.
    pub(super) fn count(&self, asker: &Asker) -> Result<(), CommandError> {
        if asker.standing == Standing::Owner || asker.person.platform == Platform::Terminal {
            return Ok(());
        }
        let platform = asker.person.platform.name();
        self.check(&self.people, format!("{platform} {}", asker.person.id))?;
        match &asker.community {
            Some(community) => self.check(&self.communities, format!("{platform} {community}")),
            None => Ok(()),
        }
    }

    fn check(
        &self,
        limiter: &DefaultKeyedRateLimiter<String>,
        key: String,
    ) -> Result<(), CommandError> {
        if limiter.len() > KEPT {
            limiter.retain_recent();
        }
        limiter.check_key(&key).map_err(|early| {
            let wait = early.wait_time_from(self.clock.now());
            CommandError::TooFast {
                wait: wait.max(Duration::from_secs(1)),
            }
        })
    }
}
