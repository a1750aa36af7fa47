//! When a backup is due, and which old ones a newer one makes superfluous. Pure: the time comes in.

use std::collections::HashSet;

use sellify_domain::Timestamp;
use time::OffsetDateTime;

/// One day, in milliseconds.
pub const DAY_MS: i64 = 86_400_000;
/// How long a failed attempt is left alone.
const AGAIN_MS: i64 = 60 * 60 * 1_000;

const DAYS: usize = 7;
const WEEKS: usize = 4;
const MONTHS: usize = 12;

/// When the next automatic backup is due; `None` as `last`: at once.
#[must_use]
pub fn due_at(last: Option<Timestamp>, now: Timestamp) -> Timestamp {
    match last {
        // A last backup far in the future was made under a wrong clock: it must not stop backups for years.
        Some(last) if last.as_millis() <= now.as_millis().saturating_add(DAY_MS) => last.plus_millis(DAY_MS),
        _ => now,
    }
}

/// Whether it is time, given the last success and the last attempt. A computer that slept past the time is simply late.
#[must_use]
pub fn is_due(last: Option<Timestamp>, tried: Option<Timestamp>, now: Timestamp) -> bool {
    let waited = tried.is_none_or(|tried| (now.as_millis() - tried.as_millis()).abs() >= AGAIN_MS);
    waited && due_at(last, now) <= now
}

/// Which of these verified backups may go: all but the newest of each of the last 7 days, 4 weeks and 12 months that
/// have one. `newest` is never among them, whatever the clock said when it was made.
#[must_use]
pub fn superseded(made: &[Timestamp], newest: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..made.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse((made[*index], *index)));
    let mut kept = HashSet::from([newest]);
    for (limit, period) in [(DAYS, day as fn(Timestamp) -> i64), (WEEKS, week), (MONTHS, month)] {
        let mut seen = HashSet::new();
        for index in &order {
            if seen.len() < limit && seen.insert(period(made[*index])) {
                kept.insert(*index);
            }
        }
    }
    let mut gone: Vec<usize> = order.into_iter().filter(|index| !kept.contains(index)).collect();
    gone.sort_unstable();
    gone
}

fn day(at: Timestamp) -> i64 {
    at.as_millis().div_euclid(DAY_MS)
}

/// Weeks from Monday; 1970-01-01 was a Thursday.
fn week(at: Timestamp) -> i64 {
    (day(at) + 3).div_euclid(7)
}

fn month(at: Timestamp) -> i64 {
    OffsetDateTime::from_unix_timestamp(at.as_millis().div_euclid(1_000))
        .map_or(0, |at| i64::from(at.year()) * 12 + i64::from(u8::from(at.month())))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    fn days_ago(days: i64) -> Timestamp {
        NOW.plus_millis(-days * DAY_MS)
    }

    #[test]
    fn a_backup_is_due_a_day_after_the_last_one_and_at_once_when_there_is_none() {
        assert!(is_due(None, None, NOW));
        assert!(!is_due(Some(days_ago(0)), None, NOW));
        assert!(is_due(Some(days_ago(1)), None, NOW));
        assert!(is_due(Some(days_ago(90)), None, NOW), "the computer slept");
    }

    #[test]
    fn a_failed_attempt_is_repeated_after_an_hour_whichever_way_the_clock_went() {
        assert!(!is_due(None, Some(NOW), NOW.plus_millis(AGAIN_MS - 1)));
        assert!(is_due(None, Some(NOW), NOW.plus_millis(AGAIN_MS)));
        assert!(is_due(None, Some(NOW.plus_millis(400 * DAY_MS)), NOW));
    }

    #[test]
    fn a_backup_from_the_future_does_not_stop_the_next_one() {
        assert!(is_due(Some(days_ago(-400)), None, NOW));
        assert!(!is_due(Some(NOW.plus_millis(60_000)), None, NOW), "a small step back is nothing");
    }

    #[test]
    fn one_a_day_for_two_years_leaves_seven_days_four_weeks_and_twelve_months() {
        let made: Vec<Timestamp> = (0..730).map(|days| days_ago(729 - days)).collect();
        let gone = superseded(&made, 729);
        let left = made.len() - gone.len();
        assert!((17..=23).contains(&left), "{left} are left");
        for days in 0..7 {
            assert!(!gone.contains(&(729 - days)), "the last seven days are there");
        }
    }

    #[test]
    fn several_of_one_day_leave_the_last_one() {
        let made: Vec<Timestamp> =
            (0..5).map(|hours| NOW.plus_millis(hours * 3_600_000 - 4 * 3_600_000)).collect();
        assert_eq!(superseded(&made, 4), [0, 1, 2, 3]);
    }

    proptest! {
        #[test]
        fn the_newest_stays_and_pruning_twice_prunes_nothing(
            offsets in proptest::collection::vec(-900_i64..900, 1..80), newest: prop::sample::Index
        ) {
            let made: Vec<Timestamp> = offsets.iter().map(|hours| NOW.plus_millis(hours * 3_600_000 * 7)).collect();
            let newest = newest.index(made.len());
            let gone = superseded(&made, newest);
            prop_assert!(!gone.contains(&newest));
            let left: Vec<usize> = (0..made.len()).filter(|index| !gone.contains(index)).collect();
            let again: Vec<Timestamp> = left.iter().map(|index| made[*index]).collect();
            let newest = left.iter().position(|index| *index == newest).unwrap();
            prop_assert!(superseded(&again, newest).is_empty());
            // The last one of every day among the last seven stays.
            let latest = made.iter().copied().max().unwrap();
            prop_assert!(again.contains(&latest));
        }
    }
}
