//! What came before: after a reconnection Discord may send again what we have.

use std::collections::{HashSet, VecDeque};

use parking_lot::Mutex;

/// So many are remembered: more than come in the minutes for which a connection can be resumed.
const KEPT: usize = 20_000;

/// Numbers of messages and interactions that were taken up.
#[derive(Debug, Default)]
pub struct Seen {
    numbers: Mutex<(HashSet<u64>, VecDeque<u64>)>,
}

impl Seen {
    /// Whether this comes for the first time.
    pub fn is_new(&self, number: u64) -> bool {
        let mut numbers = self.numbers.lock();
        let (known, order) = &mut *numbers;
        if !known.insert(number) {
            return false;
        }
        order.push_back(number);
        if order.len() > KEPT
            && let Some(oldest) = order.pop_front()
        {
            known.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_twice_is_new_once_and_the_oldest_is_forgotten() {
        let seen = Seen::default();
        assert!(seen.is_new(1));
        assert!(!seen.is_new(1));
        for number in 2..=KEPT as u64 + 1 {
            assert!(seen.is_new(number));
        }
        assert!(seen.is_new(1));
        assert!(!seen.is_new(3));
    }
}
