//! Everything that decides how the licence stands, read from the vault in one snapshot.

use std::sync::Arc;

use sellify_domain::{LicenseId, Timestamp};
use sellify_licensing::{
    Assessment, ClockAnchor, ClockDoubt, Crl, KeyTable, License, LicenseError, LicenseFacts,
    MachineComponents, MachineMatch, Nonce, PendingRequests, SignedLicense, TRIAL_DAYS, Tombstone, assess,
    embedded_crl, read_crl, read_key_list, read_license,
};
use sellify_store::{LicenseClock, LicenseListKind, Read};
use sellify_vault::MachineId;
use serde::{Deserialize, Serialize};

use super::{DAY_MS, MachineStanding};
use crate::error::AppError;
use crate::machine_components;

/// No earlier moment can be today: this program did not exist yet. 1 November 2026.
const BUILT: Timestamp = Timestamp::from_millis(1_793_491_200_000);

/// Days of use after which a trial is over, whatever the clock says: one that was set ahead when the vault was made, and
/// put right afterwards, must not give a trial without end.
const TRIAL_DAYS_OF_USE: usize = TRIAL_DAYS as usize;

/// The time, as the vault keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct KeptTime {
    #[serde(flatten)]
    pub(super) anchor: ClockAnchor,
    /// The days of use, counted from 1970; only as many as the trial needs.
    #[serde(default)]
    days_of_use: Vec<i64>,
}

impl KeptTime {
    /// Takes note of the computer's clock.
    pub(super) fn observe(&mut self, now: Timestamp) {
        self.anchor.observe(now);
        let today = now.as_millis().div_euclid(DAY_MS);
        if self.days_of_use.len() <= TRIAL_DAYS_OF_USE && !self.days_of_use.contains(&today) {
            self.days_of_use.push(today);
        }
    }

    fn trial_is_used_up(&self) -> bool {
        self.days_of_use.len() > TRIAL_DAYS_OF_USE
    }
}

/// What does not change while the vault is open: this computer, and the keys that this build trusts.
#[derive(Clone)]
pub(crate) struct LicenseDesk(Arc<Desk>);

struct Desk {
    machine: MachineComponents,
    keys: KeyTable,
}

/// How the licence stands, and what that rests on.
pub(super) struct Standing {
    /// The licence in force, its signature verified.
    pub(super) license: Option<License>,
    /// A licence that was installed and that this program can no longer accept.
    pub(super) fault: Option<LicenseError>,
    pub(super) revocations: Crl,
    pub(super) tombstones: Vec<Tombstone>,
    pub(super) pending: PendingRequests,
    pub(super) clock: LicenseClock<KeptTime>,
    pub(super) clock_behind: bool,
    pub(super) assessment: Assessment,
    machine_match: Option<MachineMatch>,
}

impl LicenseDesk {
    pub(crate) fn of_this_computer(machine: &dyn MachineId) -> Self {
        let machine = machine_components::read(machine);
        Self(Arc::new(Desk { machine, keys: KeyTable::embedded() }))
    }

    pub(super) fn machine(&self) -> &MachineComponents {
        &self.0.machine
    }

    /// The keys of this build, as the vendor's lists have changed them.
    pub(super) fn keys(&self, r: &Read<'_>) -> Result<KeyTable, AppError> {
        let mut keys = self.0.keys.clone();
        if let Some(list) = r.licenses().list(LicenseListKind::Keys)?
            && let Ok(list) = read_key_list(&list.text, &self.0.keys)
        {
            keys = keys.with_list(&list);
        }
        let revocations = self.revocations(r, &keys)?;
        Ok(keys.after(&revocations))
    }

    /// The newer of the list that came with this build and the one that was imported.
    pub(super) fn revocations(&self, r: &Read<'_>, keys: &KeyTable) -> Result<Crl, AppError> {
        let built_in = embedded_crl(keys);
        let imported = r.licenses().list(LicenseListKind::Revocations)?;
        let imported = imported.and_then(|list| read_crl(&list.text, keys).ok());
        Ok(imported.filter(|list| list.seq >= built_in.seq).unwrap_or(built_in))
    }

    pub(super) fn standing(&self, r: &Read<'_>, now: Timestamp) -> Result<Standing, AppError> {
        let clock = clock_of(r, now)?;
        self.standing_by(r, clock, now)
    }

    /// [`Self::standing`] by a clock that the caller has just observed.
    pub(super) fn standing_by(
        &self,
        r: &Read<'_>,
        clock: LicenseClock<KeptTime>,
        now: Timestamp,
    ) -> Result<Standing, AppError> {
        let keys = self.keys(r)?;
        let installed = r.licenses().in_force()?.map(|kept| read_license(&kept.text, &keys));
        let (license, fault) = match installed {
            None => (None, None),
            Some(Ok(SignedLicense { license, .. })) => (Some(license), None),
            Some(Err(fault)) => (None, Some(fault)),
        };
        let revocations = self.revocations(r, &keys)?;
        let stones = r.licenses().tombstones()?;
        let tombstones: Vec<Tombstone> = stones
            .iter()
            .filter_map(|stone| {
                Some(Tombstone { lid: LicenseId::from_slice(&stone.lid).ok()?, rev: stone.rev })
            })
            .collect();
        let state = clock.anchor.anchor.state(now);
        let trial_started = match clock.anchor.trial_is_used_up() {
            true => state.effective.plus_millis(-i64::from(TRIAL_DAYS) * DAY_MS),
            false => clock.trial_started,
        };
        let assessment = assess(&LicenseFacts {
            license: license.as_ref(),
            machine: self.machine(),
            revocations: &revocations,
            tombstones: &tombstones,
            trial_started: Some(trial_started),
            clock: state,
        });
        Ok(Standing {
            machine_match: license.as_ref().map(|license| self.machine().matches(&license.bind)),
            clock_behind: matches!(state.doubt, Some(ClockDoubt::Behind { .. })),
            pending: pending_of(r)?,
            license,
            fault,
            revocations,
            tombstones,
            clock,
            assessment,
        })
    }
}

impl Standing {
    pub(super) fn machine(&self) -> MachineStanding {
        match &self.machine_match {
            None | Some(MachineMatch::Exact) => MachineStanding::Exact,
            Some(MachineMatch::Drift { .. }) => MachineStanding::Drift,
            Some(MachineMatch::None { .. }) => MachineStanding::None,
        }
    }
}

/// What the vault remembers of the time; of a vault that was never looked at, what it will begin with.
pub(super) fn clock_of(r: &Read<'_>, now: Timestamp) -> Result<LicenseClock<KeptTime>, AppError> {
    if let Some(mut clock) = r.licenses().clock::<KeptTime>()? {
        clock.anchor.anchor.learn_signed(BUILT);
        return Ok(clock);
    }
    let anchor = ClockAnchor::starting(BUILT, now);
    // A clock that stands in 1970 must not end the trial before it begins.
    let trial_started = anchor.state(now).effective;
    let anchor = KeptTime { anchor, days_of_use: Vec::new() };
    Ok(LicenseClock { trial_started, anchor, known_state: String::new() })
}

fn pending_of(r: &Read<'_>) -> Result<PendingRequests, AppError> {
    let mut pending = PendingRequests::default();
    for (nonce, made_at) in r.licenses().requests()? {
        pending.remember(Nonce::from_bytes(nonce), made_at);
    }
    Ok(pending)
}
