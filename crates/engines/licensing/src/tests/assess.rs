//! The decision: every state of the table, who wins when several hold, and what never changes.

use proptest::prelude::*;

use super::*;
use crate::{
    Assessment, ClockDoubt, ClockState, Entitlements, LicenseFacts, LicenseState, Reason, Tombstone, assess,
};

/// Facts that own their parts, for tests that change one.
#[derive(Debug, Clone)]
struct World {
    license: Option<License>,
    machine: MachineComponents,
    revocations: Crl,
    tombstones: Vec<Tombstone>,
    trial_started: Option<Timestamp>,
    clock: ClockState,
}

impl World {
    fn on(day: i64) -> Self {
        Self {
            license: Some(license()),
            machine: computer(),
            revocations: Crl::default(),
            tombstones: Vec::new(),
            trial_started: None,
            clock: ClockState::steady(days(day)),
        }
    }

    fn assess(&self) -> Assessment {
        assess(&LicenseFacts {
            license: self.license.as_ref(),
            machine: &self.machine,
            revocations: &self.revocations,
            tombstones: &self.tombstones,
            trial_started: self.trial_started,
            clock: self.clock,
        })
    }

    fn codes(&self) -> (LicenseState, Vec<&'static str>) {
        let assessment = self.assess();
        (assessment.state, assessment.reasons.iter().map(Reason::code).collect())
    }
}

fn suspect(day: i64, known: i64) -> ClockState {
    let known = days(known);
    ClockState { system: days(day), effective: known, doubt: Some(ClockDoubt::Behind { known }) }
}

fn drifted() -> MachineComponents {
    MachineComponents { os_id: other_computer().os_id, ..computer() }
}

#[test]
fn every_state_of_the_table() {
    use LicenseState::{
        ClockSuspect, Drift, Expired, Grace, None, NotYetValid, Revoked, Trial, Valid, WrongMachine,
    };
    let on = World::on;
    let bare = |day: i64, trial: Option<i64>| World {
        license: Option::None,
        trial_started: trial.map(days),
        ..on(day)
    };
    let future = License { nbf: days(10), ..license() };
    let table: Vec<(&str, World, LicenseState, &[&str])> = vec![
        ("in order", on(1), Valid, &[]),
        ("the very first moment", on(0), Valid, &[]),
        ("the last day", on(394), Valid, &[]),
        ("exp yesterday", on(396), Grace, &["in_grace", "maintenance_ended"]),
        ("exp now", on(395), Grace, &["in_grace"]),
        ("last day of grace", on(408), Grace, &["in_grace", "maintenance_ended"]),
        ("grace over", on(409), Expired, &["expired", "maintenance_ended"]),
        ("long over", on(4_000), Expired, &["expired", "maintenance_ended"]),
        ("nbf tomorrow", World { license: Some(future.clone()), ..on(9) }, NotYetValid, &["not_yet_valid"]),
        ("nbf now", World { license: Some(future), ..on(10) }, Valid, &[]),
        ("another computer", World { machine: other_computer(), ..on(1) }, WrongMachine, &["wrong_machine"]),
        ("system reinstalled", World { machine: drifted(), ..on(1) }, Drift, &["machine_changed"]),
        ("withdrawn", World { revocations: revocations(2), ..on(1) }, Revoked, &["revoked"]),
        ("an older revision withdrawn", World { revocations: revocations(1), ..on(1) }, Valid, &[]),
        ("clock 2 days back", World { clock: suspect(5, 7), ..on(1) }, ClockSuspect, &["clock_behind"]),
        ("clock 2 years back", World { clock: suspect(-730, 7), ..on(1) }, ClockSuspect, &["clock_behind"]),
        (
            "clock back does not stop the end",
            World { clock: suspect(5, 500), ..on(1) },
            Expired,
            &["expired", "clock_behind", "maintenance_ended"],
        ),
        ("before the issue", on(-2), ClockSuspect, &["clock_behind"]),
        ("a little before the issue", on(-1), Valid, &[]),
        ("trial begins", bare(0, Some(0)), Trial, &["trial_running"]),
        (
            "last moment of trial",
            World { clock: ClockState::steady(days(30).plus_millis(-1)), ..bare(0, Some(0)) },
            Trial,
            &["trial_running"],
        ),
        ("trial over", bare(30, Some(0)), None, &["trial_ended"]),
        ("no trial", bare(0, Option::None), None, &["no_license"]),
        (
            "trial with the clock back",
            World { clock: suspect(1, 31), ..bare(0, Some(0)) },
            None,
            &["trial_ended", "clock_behind"],
        ),
    ];
    for (name, world, state, reasons) in table {
        assert_eq!(world.codes(), (state, reasons.to_vec()), "{name}");
        assert_eq!(world.assess().entitlements.sending, state.is_active(), "{name}");
    }
}

#[test]
fn the_gravest_finding_names_the_state_and_the_others_stay_reasons() {
    let mut world = World {
        machine: other_computer(),
        revocations: revocations(9),
        clock: suspect(1, 5_000),
        ..World::on(1)
    };
    assert_eq!(
        world.codes(),
        (
            LicenseState::Revoked,
            vec!["revoked", "wrong_machine", "expired", "clock_behind", "maintenance_ended"]
        )
    );
    world.revocations = Crl::default();
    assert_eq!(world.codes().0, LicenseState::WrongMachine);
    world.machine = drifted();
    assert_eq!(
        world.codes(),
        (LicenseState::Expired, vec!["expired", "clock_behind", "machine_changed", "maintenance_ended"])
    );
    world.clock = suspect(300, 396);
    assert_eq!(world.codes().0, LicenseState::Grace);
    world.clock = suspect(300, 320);
    assert_eq!(world.codes(), (LicenseState::ClockSuspect, vec!["clock_behind", "machine_changed"]));
}

#[test]
fn without_grace_the_end_is_the_end() {
    let world = |day: i64| World { license: Some(License { grace_days: 0, ..license() }), ..World::on(day) };
    assert_eq!(world(394).codes().0, LicenseState::Valid);
    assert_eq!(world(395).codes().0, LicenseState::Expired, "at that very moment");
}

#[test]
fn a_clock_far_ahead_is_a_reason_and_only_what_it_ends_is_a_state() {
    let ahead = |day| ClockState {
        system: days(day),
        effective: days(day),
        doubt: Some(ClockDoubt::Ahead { since: TODAY }),
    };
    let mut world = World { clock: ahead(100), ..World::on(0) };
    assert_eq!(world.codes(), (LicenseState::Valid, vec!["clock_ahead"]), "somebody was away for long");
    world.clock = ahead(5_000);
    assert_eq!(world.codes().0, LicenseState::Expired, "for as long as the clock says so");
}

#[test]
fn a_released_licence_is_none_and_a_running_trial_goes_on() {
    let tombstones = vec![Tombstone { lid: lid(), rev: 2 }];
    let mut world = World { tombstones, ..World::on(1) };
    assert_eq!(world.codes(), (LicenseState::None, vec!["released", "no_license"]));
    world.trial_started = Some(days(0));
    assert_eq!(world.codes(), (LicenseState::Trial, vec!["trial_running", "released"]));
    world.license = Some(License { rev: 3, ..license() });
    assert_eq!(world.codes().0, LicenseState::Valid, "a newer revision is another thing");
}

#[test]
fn days_are_counted_as_people_count_them() {
    let world = |day: i64| World { license: None, trial_started: Some(days(0)), ..World::on(day) };
    assert_eq!(world(0).assess().trial_days_left, Some(30));
    assert_eq!(world(29).assess().trial_days_left, Some(1));
    assert_eq!(world(30).assess().trial_days_left, None);
    assert_eq!(world(0).assess().expires_at, Some(days(30)));
    // The clock was far ahead when the vault was made, and is right now.
    let odd = World { trial_started: Some(days(900)), ..world(0) };
    assert_eq!(odd.assess().trial_days_left, Some(30), "never more than the trial has");
    let valid = World::on(1).assess();
    assert_eq!(
        (valid.expires_at, valid.grace_until, valid.trial_days_left),
        (Some(days(395)), Some(days(409)), None)
    );
    let perpetual = World { license: Some(License { exp: None, ..license() }), ..World::on(90_000) }.assess();
    assert_eq!(
        (perpetual.state, perpetual.expires_at, perpetual.grace_until),
        (LicenseState::Valid, None, None)
    );
}

#[test]
fn features_switch_on_what_they_name() {
    let with = |features: &[&str]| License {
        features: features.iter().map(|name| (*name).to_owned()).collect(),
        ..license()
    };
    let of = |features: &[&str]| Entitlements::of(&with(features), LicenseState::Valid);
    assert!(of(&[]).sending && of(&[]).new_mailboxes, "every licence sends");
    assert_eq!((of(&[]).ai, of(&[]).automations, of(&[]).api_writes), (false, false, false));
    assert!(of(&["ai"]).ai && of(&["automations"]).automations && of(&["api"]).api_writes);
    assert_eq!(of(&["ai"]).quota, license().quota);
    assert_eq!(Entitlements::of(&with(&["ai"]), LicenseState::Expired), Entitlements::none());
}

#[test]
fn every_reason_has_a_sentence_and_a_next_step() {
    for world in
        [World::on(1), World::on(396), World::on(4_000), World { machine: other_computer(), ..World::on(1) }]
    {
        for reason in world.assess().reasons {
            assert!(reason.to_string().ends_with('.') && reason.next_step().ends_with('.'), "{reason:?}");
            assert_eq!(serde_json::to_value(&reason).unwrap()["code"], reason.code());
        }
    }
    assert_eq!(
        World::on(396).assess().reasons[0].to_string(),
        "The licence ended on 2027-12-22. Everything goes on working until 2028-01-05."
    );
    for state in LicenseState::ALL {
        assert_eq!(serde_json::to_value(state).unwrap(), state.code());
    }
}

fn any_world() -> impl Strategy<Value = World> {
    let license =
        (1_u32..5, -200_i64..200, 0_i64..90, proptest::option::of(1_i64..800), 0_u8..=30, any::<bool>());
    let license = license.prop_map(|(rev, iat, later, length, grace_days, bound)| License {
        rev,
        iat: days(iat),
        nbf: days(iat + later),
        exp: length.map(|length| days(iat + later + length)),
        maint_until: length.map(|length| days(iat + later + length)),
        grace_days,
        bind: if bound {
            super::license().bind
        } else {
            Bind { mode: BindMode::None, salt: lid(), machines: Vec::new(), max: 0 }
        },
        ..super::license()
    });
    let machine = prop_oneof![Just(computer()), Just(other_computer()), Just(drifted())];
    let clock = (-400_i64..1_500, -400_i64..1_500).prop_map(|(system, anchor)| {
        crate::ClockAnchor::starting(days(-400), days(anchor)).state(days(system))
    });
    (
        proptest::option::weighted(0.9, license),
        machine,
        proptest::option::of(0_u32..5),
        proptest::option::weighted(0.2, 0_u32..5),
        proptest::option::of(-400_i64..400),
        clock,
    )
        .prop_map(|(license, machine, revoked, released, trial, clock)| World {
            license,
            machine,
            revocations: revoked.map_or_else(Crl::default, revocations),
            tombstones: released.map(|rev| Tombstone { lid: lid(), rev }).into_iter().collect(),
            trial_started: trial.map(days),
            clock,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_allowed_follows_from_the_state(world in any_world()) {
        let found = world.assess();
        let rights = &found.entitlements;
        prop_assert_eq!(rights.sending, found.state.is_active());
        prop_assert_eq!(rights.new_mailboxes, found.state.is_active());
        prop_assert!(found.state.is_active() || *rights == Entitlements::none(), "an ended licence allows nothing");
        prop_assert_eq!(found.trial_days_left.is_some(), found.state == LicenseState::Trial);
        prop_assert!(found.state == LicenseState::Valid || !found.reasons.is_empty(), "a state other than valid says why");
        prop_assert_eq!(&world.assess(), &found, "the same facts, the same answer");
    }

    #[test]
    fn more_time_never_brings_an_ended_licence_back(world in any_world(), later in 0_i64..2_000) {
        let found = world.assess();
        let after = World {
            clock: ClockState { effective: world.clock.effective.plus_millis(later * DAY), ..world.clock },
            ..world.clone()
        };
        if found.state == LicenseState::Expired || found.state == LicenseState::None {
            prop_assert_eq!(after.assess().state, found.state);
        }
    }

    #[test]
    fn a_clock_put_back_never_gives_more_than_a_right_one(world in any_world(), back in 0_i64..3_000) {
        // The effective time stays; only what the clock shows goes back.
        let system = world.clock.effective.plus_millis(-back * DAY);
        let right = World { clock: ClockState::steady(world.clock.effective), ..world.clone() };
        let known = world.clock.effective;
        let doubt = (back > 1).then_some(ClockDoubt::Behind { known });
        let put_back = World { clock: ClockState { system, effective: known, doubt }, ..world };
        prop_assert_eq!(put_back.assess().state.is_active(), right.assess().state.is_active());
    }

    #[test]
    fn a_newer_revocation_list_never_gives_anything_back(world in any_world(), max_rev in 0_u32..5) {
        let before = world.assess().state;
        let known = world.revocations.revoked_up_to(lid()).unwrap_or(0);
        let after = World { revocations: revocations(known.max(max_rev)), ..world }.assess().state;
        prop_assert!(before.is_active() || !after.is_active());
    }
}
