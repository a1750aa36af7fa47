//! The one decision: in which state the licence is, why, and what it allows. From facts alone.

use sellify_domain::Timestamp;

use crate::consts::{CLOCK_TOLERANCE, DAY, TRIAL_DAYS};
use crate::{
    ClockDoubt, ClockState, Crl, Entitlements, License, LicenseState, MachineComponents, MachineMatch,
    Reason, Tombstone,
};

/// Everything the decision rests on.
#[derive(Debug, Clone, Copy)]
pub struct LicenseFacts<'a> {
    /// The licence in use; its signature was verified when it was read.
    pub license: Option<&'a License>,
    /// This computer.
    pub machine: &'a MachineComponents,
    /// The newest revocation list; an empty one when there is none.
    pub revocations: &'a Crl,
    /// What was released on this computer.
    pub tombstones: &'a [Tombstone],
    /// When the trial began; `None` when there is none.
    pub trial_started: Option<Timestamp>,
    /// The clock, and how far it is believed.
    pub clock: ClockState,
}

/// The decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The state.
    pub state: LicenseState,
    /// When the licence or the trial ends; `None` is without end, or nothing that could end.
    pub expires_at: Option<Timestamp>,
    /// When its grace ends.
    pub grace_until: Option<Timestamp>,
    /// Whole or begun days of trial; `None` outside the trial.
    pub trial_days_left: Option<u32>,
    /// Why, the deciding reason first.
    pub reasons: Vec<Reason>,
    /// What may be done.
    pub entitlements: Entitlements,
}

/// Decides. The same facts always give the same answer.
#[must_use]
pub fn assess(facts: &LicenseFacts<'_>) -> Assessment {
    match facts.license {
        Some(license) => match Tombstone::covering(facts.tombstones, license.lid, license.rev) {
            Some(tombstone) => {
                let mut assessment = without_license(facts);
                let released = Reason::Released { lid: tombstone.lid, rev: tombstone.rev };
                assessment.reasons.insert(usize::from(assessment.state == LicenseState::Trial), released);
                assessment
            }
            None => with_license(facts, license),
        },
        None => without_license(facts),
    }
}

fn without_license(facts: &LicenseFacts<'_>) -> Assessment {
    let now = facts.clock.effective;
    let ends = facts.trial_started.map(|began| began.plus_millis(i64::from(TRIAL_DAYS) * DAY));
    let (state, reason, days_left) = match ends {
        Some(ends) if now < ends => {
            let days_left = days_up_to(now, ends).min(TRIAL_DAYS);
            (LicenseState::Trial, Reason::TrialRunning { days_left }, Some(days_left))
        }
        Some(at) => (LicenseState::None, Reason::TrialEnded { at }, None),
        None => (LicenseState::None, Reason::NoLicense, None),
    };
    let mut reasons = vec![reason];
    reasons.extend(facts.clock.doubt.map(Reason::of_clock));
    let entitlements = if state.is_active() { Entitlements::trial() } else { Entitlements::none() };
    Assessment {
        state,
        expires_at: ends,
        grace_until: None,
        trial_days_left: days_left,
        reasons,
        entitlements,
    }
}

fn with_license(facts: &LicenseFacts<'_>, license: &License) -> Assessment {
    let mut findings = vec![(LicenseState::Valid, None)];
    findings.push(revocation(facts.revocations, license));
    findings.push(machine(facts.machine, license));
    findings.push(time(facts.clock, license));
    findings.push(clock(facts.clock, license));
    // The gravest finding names the state; the order among the rest stays.
    findings.sort_by_key(|(state, _)| gravity(*state));
    let state = findings.first().map_or(LicenseState::Valid, |(state, _)| *state);
    let mut reasons: Vec<Reason> = findings.into_iter().filter_map(|(_, reason)| reason).collect();
    reasons.extend(
        license
            .maint_until
            .filter(|at| *at < facts.clock.effective)
            .map(|at| Reason::MaintenanceEnded { at }),
    );
    Assessment {
        state,
        expires_at: license.exp,
        grace_until: license.grace_until(),
        trial_days_left: None,
        reasons,
        entitlements: Entitlements::of(license, state),
    }
}

type Finding = (LicenseState, Option<Reason>);

fn revocation(list: &Crl, license: &License) -> Finding {
    match list.revoked_up_to(license.lid) {
        Some(max_rev) if license.rev <= max_rev => {
            (LicenseState::Revoked, Some(Reason::Revoked { lid: license.lid, max_rev }))
        }
        _ => (LicenseState::Valid, None),
    }
}

fn machine(machine: &MachineComponents, license: &License) -> Finding {
    match machine.matches(&license.bind) {
        MachineMatch::Exact => (LicenseState::Valid, None),
        MachineMatch::Drift { differing } => {
            (LicenseState::Drift, Some(Reason::MachineChanged { differing }))
        }
        MachineMatch::None { differing } => {
            (LicenseState::WrongMachine, Some(Reason::WrongMachine { differing }))
        }
    }
}

/// Against the effective time, and never before the licence's own issue: that moment has certainly passed.
fn time(clock: ClockState, license: &License) -> Finding {
    let now = clock.effective.max(license.iat);
    if now < license.nbf {
        return (LicenseState::NotYetValid, Some(Reason::NotYetValid { from: license.nbf }));
    }
    match (license.exp, license.grace_until()) {
        (Some(at), Some(grace_until)) if now >= at && now < grace_until => {
            (LicenseState::Grace, Some(Reason::InGrace { at, grace_until }))
        }
        (Some(at), _) if now >= at => (LicenseState::Expired, Some(Reason::Expired { at })),
        _ => (LicenseState::Valid, None),
    }
}

/// A clock behind is a banner. A clock ahead may be right (somebody was away), so that it is a reason and no state.
fn clock(clock: ClockState, license: &License) -> Finding {
    let before_issue = clock.system < license.iat.plus_millis(-CLOCK_TOLERANCE);
    match clock.doubt {
        Some(doubt @ ClockDoubt::Behind { .. }) => {
            (LicenseState::ClockSuspect, Some(Reason::of_clock(doubt)))
        }
        _ if before_issue => (LicenseState::ClockSuspect, Some(Reason::ClockBehind { known: license.iat })),
        Some(doubt @ ClockDoubt::Ahead { .. }) => (LicenseState::Valid, Some(Reason::of_clock(doubt))),
        None => (LicenseState::Valid, None),
    }
}

/// Which finding names the state when several hold.
fn gravity(state: LicenseState) -> u8 {
    match state {
        LicenseState::Revoked => 0,
        LicenseState::WrongMachine => 1,
        LicenseState::NotYetValid => 2,
        LicenseState::Expired => 3,
        LicenseState::Grace => 4,
        LicenseState::ClockSuspect => 5,
        LicenseState::Drift => 6,
        LicenseState::Valid | LicenseState::Trial | LicenseState::None => 7,
    }
}

/// Days up to an end, a begun one counted.
fn days_up_to(now: Timestamp, end: Timestamp) -> u32 {
    let left = end.as_millis().saturating_sub(now.as_millis()).max(0);
    u32::try_from(left / DAY + i64::from(left % DAY > 0)).unwrap_or(u32::MAX)
}
