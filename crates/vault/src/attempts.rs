//! How long to wait after wrong passphrases. Slows a person at the keyboard; no boundary against a copy of the file.

use sellify_domain::Timestamp;

/// Wrong ones without any delay.
const FREE: u32 = 5;
/// The longest wait, in milliseconds.
const LONGEST: i64 = 60_000;

/// Counts wrong passphrases of this process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Attempts {
    wrong: u32,
    last: Option<Timestamp>,
}

impl Attempts {
    /// How many seconds to wait before the next attempt; zero when it may be made now.
    #[must_use]
    pub fn seconds_to_wait(&self, now: Timestamp) -> u32 {
        let (Some(last), true) = (self.last, self.wrong >= FREE) else { return 0 };
        let delay = 1_000_i64.checked_shl(self.wrong - FREE).unwrap_or(LONGEST).clamp(1_000, LONGEST);
        let passed = now.as_millis().saturating_sub(last.as_millis());
        // A clock set back must not lock anybody out for longer than the longest wait.
        let left = if passed < 0 { delay } else { delay - passed };
        u32::try_from(left.max(0).saturating_add(999) / 1_000).unwrap_or_default()
    }

    /// A wrong one.
    pub fn failed(&mut self, now: Timestamp) {
        self.wrong = self.wrong.saturating_add(1);
        self.last = Some(now);
    }

    /// A right one: the next mistakes are free again.
    pub fn succeeded(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    #[test]
    fn five_are_free_then_the_wait_doubles_up_to_a_minute() {
        let mut attempts = Attempts::default();
        for _ in 0..4 {
            attempts.failed(at(0));
            assert_eq!(attempts.seconds_to_wait(at(0)), 0);
        }
        let mut waits = Vec::new();
        for _ in 0..9 {
            attempts.failed(at(0));
            waits.push(attempts.seconds_to_wait(at(0)));
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        for _ in 0..200 {
            attempts.failed(at(0));
        }
        assert_eq!(attempts.seconds_to_wait(at(0)), 60, "never longer");
        assert_eq!(attempts.seconds_to_wait(at(59_001)), 1);
        assert_eq!(attempts.seconds_to_wait(at(60_000)), 0);
    }

    #[test]
    fn a_right_one_forgives_and_a_clock_set_back_costs_one_wait_at_most() {
        let mut attempts = Attempts::default();
        for _ in 0..20 {
            attempts.failed(at(1_000_000));
        }
        assert_eq!(attempts.seconds_to_wait(at(0)), 60);
        attempts.succeeded();
        assert_eq!(attempts.seconds_to_wait(at(0)), 0);
    }
}
