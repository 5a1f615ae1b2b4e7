//! How often the same address may try. Kept in the memory of this process: what a restart forgets is
//! worth nothing to anybody.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// At most so many tries in so long a time.
pub struct Limit {
    most: usize,
    within: Duration,
    tries: Mutex<BTreeMap<String, VecDeque<Instant>>>,
}

/// Wrong passwords for one account.
pub static PASSWORDS: Limit = Limit::new(10, Duration::from_secs(60));
/// Tries at sign-in of one network address; the settings say how many.
pub static ADDRESSES: Limit = Limit::new(10_000, Duration::from_secs(60));
/// Letters with a link for a new password to one address.
pub static RESET_LETTERS: Limit = Limit::new(5, Duration::from_secs(3600));

impl Limit {
    const fn new(most: usize, within: Duration) -> Limit {
        Limit {
            most,
            within,
            tries: Mutex::new(BTreeMap::new()),
        }
    }

    /// Counts a try, or gives the seconds to wait. It counts before the outcome is known: of a
    /// hundred tries at once no more get through than of a hundred in turn.
    pub fn take(&self, who: &str) -> Result<(), u64> {
        self.take_of(who, self.most)
    }

    /// The same with another limit.
    pub fn take_of(&self, who: &str, most: usize) -> Result<(), u64> {
        let mut all = self.tries.lock().unwrap_or_else(|e| e.into_inner());
        let now = Instant::now();
        all.retain(|_, times| {
            times.retain(|t| now.duration_since(*t) < self.within);
            !times.is_empty()
        });
        let times = all.entry(who.to_owned()).or_default();
        match times.front() {
            Some(oldest) if times.len() >= most => {
                Err((self.within - now.duration_since(*oldest)).as_secs() + 1)
            }
            _ => {
                times.push_back(now);
                Ok(())
            }
        }
    }

    /// The try was a good one and does not count.
    pub fn give_back(&self, who: &str) {
        let mut all = self.tries.lock().unwrap_or_else(|e| e.into_inner());
        if let Some(times) = all.get_mut(who) {
            times.pop_back();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_wrong_password_of_a_minute_has_to_wait() {
        let limit = Limit::new(10, Duration::from_secs(60));
        for _ in 0..10 {
            assert_eq!(limit.take("a@b.example"), Ok(()));
        }
        let wait = limit.take("a@b.example").expect_err("too many");
        assert!((1..=61).contains(&wait), "{wait}");
        assert_eq!(limit.take("c@b.example"), Ok(()), "others are let through");
    }

    #[test]
    fn a_right_password_does_not_count() {
        let limit = Limit::new(1, Duration::from_secs(60));
        for _ in 0..5 {
            assert_eq!(limit.take("a@b.example"), Ok(()));
            limit.give_back("a@b.example");
        }
    }
}
