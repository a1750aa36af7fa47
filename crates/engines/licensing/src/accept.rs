//! Whether a licence that somebody imports may become the one in use here.

use sellify_domain::Timestamp;
use serde::{Deserialize, Serialize};

use crate::consts::{PENDING_AGE, PENDING_REQUESTS};
use crate::{BindMode, Crl, License, LicenseError, MachineComponents, MachineMatch, Nonce, Tombstone};

/// The requests that wait for an answer: the newest five, each for 90 days. Keep it in the vault, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PendingRequests {
    waiting: Vec<(Nonce, Timestamp)>,
}

impl PendingRequests {
    /// A request was made.
    pub fn remember(&mut self, nonce: Nonce, now: Timestamp) {
        self.waiting.retain(|(known, _)| *known != nonce);
        self.waiting.push((nonce, now));
        let surplus = self.waiting.len().saturating_sub(PENDING_REQUESTS);
        self.waiting.drain(..surplus);
    }

    /// Whether a request with this nonce waits. Its age is counted by this computer's clock.
    #[must_use]
    pub fn awaits(&self, nonce: Nonce, now: Timestamp) -> bool {
        self.waiting.iter().any(|(known, made)| *known == nonce && fresh(*made, now))
    }

    /// Whether any request waits.
    #[must_use]
    pub fn any(&self, now: Timestamp) -> bool {
        self.waiting.iter().any(|(_, made)| fresh(*made, now))
    }

    /// The answer came.
    pub fn answered(&mut self, nonce: Nonce) {
        self.waiting.retain(|(known, _)| *known != nonce);
    }
}

fn fresh(made: Timestamp, now: Timestamp) -> bool {
    now.as_millis().saturating_sub(made.as_millis()) <= PENDING_AGE
}

/// What the decision rests on.
#[derive(Debug, Clone, Copy)]
pub struct AcceptFacts<'a> {
    /// This computer.
    pub machine: &'a MachineComponents,
    /// The requests that wait.
    pub pending: &'a PendingRequests,
    /// What was released here.
    pub tombstones: &'a [Tombstone],
    /// The newest revocation list.
    pub revocations: &'a Crl,
    /// The licence in use.
    pub current: Option<&'a License>,
    /// The computer's clock.
    pub now: Timestamp,
}

/// A licence that may become the one in use. Its state is for [`crate::assess`]: an expired one can be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Whether it is for exactly this computer, or for one that has changed since.
    pub machine: MachineMatch,
    /// The request that it answers, when that still waited.
    pub answers: Option<Nonce>,
}

/// Decides whether an imported licence is taken. Signature and payload were verified when it was read.
///
/// # Errors
/// Revoked, released here, older than the one in use, for another computer, or the answer to a request that was
/// not made here. The licence in use stays as it is.
pub fn accept(license: &License, facts: &AcceptFacts<'_>) -> Result<Accepted, LicenseError> {
    let (lid, rev) = (license.lid, license.rev);
    if facts.revocations.revoked_up_to(lid).is_some_and(|max_rev| rev <= max_rev) {
        return Err(LicenseError::Revoked { lid, rev });
    }
    if Tombstone::covering(facts.tombstones, lid, rev).is_some() {
        return Err(LicenseError::Released { lid, rev });
    }
    if let Some(current) = facts.current.filter(|current| current.lid == lid && current.rev > rev) {
        return Err(LicenseError::OlderRevision { current: current.rev, found: rev });
    }
    let machine = match facts.machine.matches(&license.bind) {
        MachineMatch::None { differing } => return Err(LicenseError::WrongMachine { differing }),
        matched => matched,
    };
    let answers = license.req.filter(|nonce| facts.pending.awaits(*nonce, facts.now));
    // Sent again, or imported after a restore: exactly this computer is proof enough that it is meant for it.
    let sure = license.bind.mode == BindMode::Machine && machine == MachineMatch::Exact;
    if license.req.is_some() && answers.is_none() && !sure {
        return Err(LicenseError::RequestUnknown);
    }
    Ok(Accepted { machine, answers })
}
