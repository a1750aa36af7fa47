//! The clock: put back it gives nothing, put forward by accident it takes nothing away for good.

use proptest::prelude::*;

use super::*;
use crate::{ClockAnchor, ClockDoubt, ClockState};

const HOUR: i64 = 3_600_000;

fn started() -> ClockAnchor {
    ClockAnchor::starting(days(-100), TODAY)
}

#[test]
fn ordinary_use_moves_the_anchor() {
    let mut clock = started();
    for day in 0..40 {
        assert_eq!(clock.observe(days(day)), ClockState::steady(days(day)));
        assert_eq!(clock.anchor(), days(day));
    }
}

#[test]
fn a_clock_put_back_is_suspected_after_a_day_and_gives_no_time() {
    let mut clock = started();
    for (back, suspected) in [
        (23 * HOUR, false),
        (24 * HOUR, false),
        (24 * HOUR + 1, true),
        (48 * HOUR, true),
        (730 * 24 * HOUR, true),
    ] {
        let state = clock.observe(TODAY.plus_millis(-back));
        let known = TODAY;
        assert_eq!(state.doubt, suspected.then_some(ClockDoubt::Behind { known }), "{back} ms back");
        assert_eq!(state.effective, TODAY, "the end is counted from what is known");
    }
    assert_eq!(clock.observe(days(1)), ClockState::steady(days(1)), "and nothing remains of it");
}

#[test]
fn a_far_jump_counts_for_now_and_is_forgotten_when_the_clock_comes_back() {
    let mut clock = started();
    let wrong = days(3_650);
    let state = clock.observe(wrong);
    assert_eq!(
        state,
        ClockState { system: wrong, effective: wrong, doubt: Some(ClockDoubt::Ahead { since: TODAY }) }
    );
    assert_eq!(clock.anchor(), TODAY, "not remembered yet");
    clock.observe(wrong.plus_millis(HOUR));
    assert_eq!(clock.observe(days(1)), ClockState::steady(days(1)), "the right date is believed at once");
}

#[test]
fn a_far_jump_is_believed_after_three_days_of_use() {
    let mut clock = started();
    for (use_of, believed) in [(60, false), (60, false), (61, false), (64, true)] {
        let at = days(use_of).plus_millis(HOUR);
        let state = clock.observe(at);
        assert_eq!(state.doubt.is_none(), believed, "day {use_of}");
        assert_eq!(clock.anchor(), if believed { at } else { TODAY });
    }
}

#[test]
fn days_of_use_of_two_different_jumps_are_not_added_up() {
    let mut clock = started();
    clock.observe(days(60));
    clock.observe(days(61));
    clock.observe(days(4_000));
    assert_eq!(clock.anchor(), TODAY, "one more day, of another jump");
    clock.observe(days(60));
    clock.observe(days(61));
    assert_eq!(clock.anchor(), TODAY, "and back to the first one: counted anew");
    clock.observe(days(62));
    assert_eq!(clock.anchor(), days(62));
}

#[test]
fn thirty_days_away_is_ordinary_and_more_is_asked_about() {
    assert_eq!(started().state(days(30)).doubt, None, "without taking note of it");
    let mut clock = started();
    assert_eq!(clock.observe(days(30)).doubt, None);
    assert_eq!(clock.anchor(), days(30), "and it is remembered at once");
    assert!(started().observe(days(30).plus_millis(1)).doubt.is_some());
}

#[test]
fn two_agreeing_services_settle_it_either_way() {
    let mut clock = started();
    clock.observe(days(60));
    assert!(!clock.confirm_by_network(days(60), days(60).plus_millis(600_001)), "they do not agree");
    assert_eq!(clock.anchor(), TODAY);
    assert!(clock.confirm_by_network(days(60), days(60).plus_millis(600_000)));
    assert_eq!(clock.observe(days(60)).doubt, None);
    // A wrong clock that was in use for three days is corrected the same way, and never below what was signed.
    for day in 400..403 {
        clock.observe(days(day));
    }
    assert_eq!(clock.anchor(), days(402));
    assert!(clock.confirm_by_network(days(61), days(61)));
    assert_eq!(clock.anchor(), days(61));
    clock.learn_signed(days(50));
    assert!(clock.confirm_by_network(days(10), days(10)));
    assert_eq!(clock.anchor(), days(50), "what the vendor signed has passed, whatever anybody says");
}

#[test]
fn a_fresh_answer_of_the_vendor_puts_a_wrong_clock_right_and_an_old_one_does_not() {
    let poisoned = || {
        let mut clock = started();
        for day in 400..403 {
            clock.observe(days(day));
        }
        clock
    };
    for (issued, system, right) in [(1, 1, true), (1, 0, true), (1, 90, true), (1, 92, false), (5, 3, false)]
    {
        let mut clock = poisoned();
        clock.confirm_by_answer(days(issued), days(system));
        assert_eq!(clock.anchor() == days(402), !right, "issued on day {issued}, clock on day {system}");
        assert!(clock.anchor() >= days(issued), "the issue has certainly passed");
    }
    let mut clock = started();
    clock.confirm_by_answer(days(3), days(3));
    assert_eq!(
        clock.observe(days(3)),
        ClockState::steady(days(3)),
        "an ordinary answer changes nothing else"
    );
}

#[test]
fn what_the_vendor_signed_is_known_and_what_was_written_here_is_weighed() {
    let mut clock = started();
    clock.learn_recorded(days(5));
    assert_eq!(clock.anchor(), days(5));
    clock.learn_recorded(days(500));
    assert_eq!(clock.anchor(), days(5), "an audit entry made under a wrong clock");
    clock.learn_signed(days(500));
    assert_eq!(clock.anchor(), days(500));
    assert!(matches!(clock.observe(days(1)).doubt, Some(ClockDoubt::Behind { .. })));
}

#[test]
fn it_is_kept_as_json() {
    let mut clock = started();
    clock.observe(days(60));
    let kept = serde_json::to_string(&clock).unwrap();
    assert_eq!(serde_json::from_str::<ClockAnchor>(&kept).unwrap(), clock);
}

/// One thing that can happen to the clock.
#[derive(Debug, Clone)]
enum Event {
    Observe(i64),
    Signed(i64),
    Recorded(i64),
    Network(i64, i64),
}

fn event() -> impl Strategy<Value = Event> {
    let moment = -4_000_i64 * 24..4_000 * 24;
    prop_oneof![
        6 => moment.clone().prop_map(Event::Observe),
        1 => moment.clone().prop_map(Event::Signed),
        1 => moment.clone().prop_map(Event::Recorded),
        1 => (moment, -1_i64..=1).prop_map(|(at, off)| Event::Network(at, at + off)),
    ]
}

fn at(hours: i64) -> Timestamp {
    TODAY.plus_millis(hours * HOUR)
}

fn apply(clock: &mut ClockAnchor, event: &Event) {
    match *event {
        Event::Observe(hours) => {
            clock.observe(at(hours));
        }
        Event::Signed(hours) => clock.learn_signed(at(hours)),
        Event::Recorded(hours) => clock.learn_recorded(at(hours)),
        Event::Network(one, other) => {
            clock.confirm_by_network(at(one), at(other));
        }
    }
}

proptest! {
    #[test]
    fn the_effective_time_is_never_before_the_anchor_or_the_clock(
        events in proptest::collection::vec(event(), 0..60), now in -4_000_i64 * 24..4_000 * 24,
    ) {
        let mut clock = started();
        for event in &events {
            apply(&mut clock, event);
        }
        let state = clock.state(at(now));
        prop_assert_eq!(state.effective, at(now).max(clock.anchor()));
        prop_assert_eq!(matches!(state.doubt, Some(ClockDoubt::Behind { .. })), at(now) < clock.anchor().plus_millis(-24 * HOUR));
    }

    #[test]
    fn only_the_network_moves_the_anchor_back(events in proptest::collection::vec(event(), 0..60)) {
        let mut clock = started();
        for event in &events {
            let before = clock.anchor();
            apply(&mut clock, event);
            if !matches!(event, Event::Network(..)) {
                prop_assert!(clock.anchor() >= before, "{:?}", event);
            }
        }
    }

    /// The promise: whatever a wrong clock showed for less than three days of use, the right date is as good as before.
    #[test]
    fn two_days_under_any_wrong_date_never_lock_anybody_out(
        wrong in 31_i64 * 24..100_000, within in proptest::collection::vec(0_i64..47, 0..20),
    ) {
        let mut clock = started();
        let midnight = wrong - wrong.rem_euclid(24);
        for hours in within {
            clock.observe(at(midnight + hours));
        }
        prop_assert_eq!(clock.observe(at(24)), ClockState::steady(at(24)));
    }

    #[test]
    fn observing_the_same_moment_twice_changes_nothing(
        events in proptest::collection::vec(event(), 0..30), hours in -4_000_i64 * 24..4_000 * 24,
    ) {
        let mut clock = started();
        for event in &events {
            apply(&mut clock, event);
        }
        let first = clock.observe(at(hours));
        let kept = clock.clone();
        prop_assert_eq!(clock.observe(at(hours)), first);
        prop_assert_eq!(clock, kept);
    }
}
