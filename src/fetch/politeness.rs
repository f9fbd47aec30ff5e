//! Manners towards a host: one request at a time, and a pause between two.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::time::{Instant, sleep_until};

/// So many hosts are remembered before those whose pause is over are forgotten.
const REMEMBERED: usize = 1024;

/// When a host may next be asked. Held while it is being asked.
type Turn = Arc<tokio::sync::Mutex<Instant>>;

/// Gives each host's turns out, first come, first served.
#[derive(Debug, Default)]
pub struct Politeness {
    hosts: Mutex<HashMap<String, Turn>>,
}

/// The turn to ask a host. Its pause begins when this is dropped, also where the request was broken off.
#[derive(Debug)]
pub struct Permit {
    turn: OwnedMutexGuard<Instant>,
    gap: Duration,
}

impl Drop for Permit {
    fn drop(&mut self) {
        let next = Instant::now().checked_add(self.gap);
        *self.turn = (*self.turn).max(next.unwrap_or(*self.turn));
    }
}

impl Politeness {
    /// Waits for a turn with `host`, after which it is left alone for `gap`.
    pub async fn turn(&self, host: &str, gap: Duration) -> Permit {
        let turn = self.of(host).lock_owned().await;
        sleep_until(*turn).await;
        Permit { turn, gap }
    }

    fn of(&self, host: &str) -> Turn {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= REMEMBERED && !hosts.contains_key(host) {
            hosts.retain(|_, turn| is_awaited(turn));
        }
        let new = || Arc::new(tokio::sync::Mutex::new(Instant::now()));
        Arc::clone(hosts.entry(host.to_owned()).or_insert_with(new))
    }
}

/// Whether somebody holds or awaits the turn, or its pause still lasts.
fn is_awaited(turn: &Turn) -> bool {
    Arc::strong_count(turn) > 1 || turn.try_lock().map_or(true, |next| *next > Instant::now())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GAP: Duration = Duration::from_secs(2);

    #[tokio::test(start_paused = true)]
    async fn requests_to_one_host_keep_their_distance() {
        let politeness = Politeness::default();
        let start = Instant::now();
        for _ in 0..3 {
            drop(politeness.turn("example.org", GAP).await);
        }
        assert_eq!(start.elapsed(), GAP * 2);
    }

    #[tokio::test(start_paused = true)]
    async fn hosts_do_not_wait_for_each_other() {
        let politeness = Politeness::default();
        let start = Instant::now();
        let _held = politeness.turn("example.org", GAP).await;
        drop(politeness.turn("example.net", GAP).await);
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn one_request_at_a_time_and_the_pause_counts_from_its_end() {
        let politeness = Arc::new(Politeness::default());
        let start = Instant::now();
        let first = politeness.turn("example.org", GAP).await;
        let second = tokio::spawn({
            let politeness = Arc::clone(&politeness);
            async move {
                drop(politeness.turn("example.org", GAP).await);
                start.elapsed()
            }
        });
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert!(!second.is_finished());
        drop(first);
        assert_eq!(second.await.unwrap(), Duration::from_secs(7));
    }

    #[tokio::test(start_paused = true)]
    async fn memory_of_hosts_is_bounded() {
        let politeness = Politeness::default();
        for number in 0..REMEMBERED * 3 {
            drop(
                politeness
                    .turn(&format!("host{number}"), Duration::ZERO)
                    .await,
            );
        }
        assert!(politeness.hosts.lock().unwrap().len() <= REMEMBERED);
    }
}
