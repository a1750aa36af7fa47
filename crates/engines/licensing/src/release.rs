//! Giving a licence back: the block for the vendor, and the tombstone that stays on this computer.

use sellify_domain::{LicenseId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::consts::PRODUCT;
use crate::request::{read_checked, write_checked};
use crate::wire::{self, moment, seconds};
use crate::{Document, Fingerprint, License, LicenseError, MachineComponents};

const RELEASE: Document = Document::Release;

/// What was released on this computer: revisions up to this one are refused here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// Which licence.
    pub lid: LicenseId,
    /// Up to which revision.
    pub rev: u32,
}

impl Tombstone {
    /// The tombstone under which a revision of a licence lies.
    #[must_use]
    pub fn covering(tombstones: &[Self], lid: LicenseId, rev: u32) -> Option<Self> {
        tombstones.iter().find(|tombstone| tombstone.lid == lid && rev <= tombstone.rev).copied()
    }
}

/// A released computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Which licence.
    pub lid: LicenseId,
    /// Its highest revision on that computer.
    pub rev: u32,
    /// The computer, hashed as the licence does.
    pub machine: Fingerprint,
    /// When.
    pub at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct ReleasePayload {
    v: u32,
    typ: String,
    product: String,
    lid: LicenseId,
    rev: u32,
    machine: Fingerprint,
    /// Unix seconds.
    at: i64,
}

const KNOWN: &[&str] = &["v", "typ", "product", "lid", "rev", "machine", "at", "crit"];

impl Release {
    /// Releases this computer from a licence.
    #[must_use]
    pub fn new(license: &License, machine: &MachineComponents, now: Timestamp) -> Self {
        let at = Timestamp::from_millis(seconds(now) * 1_000);
        Self { lid: license.lid, rev: license.rev, machine: machine.fingerprint(license.bind.salt), at }
    }

    /// What stays on this computer.
    #[must_use]
    pub fn tombstone(&self) -> Tombstone {
        Tombstone { lid: self.lid, rev: self.rev }
    }

    /// The block to send.
    ///
    /// # Errors
    /// [`LicenseError::Payload`] for a moment that cannot be written.
    pub fn to_text(&self) -> Result<String, LicenseError> {
        moment(RELEASE, "at", seconds(self.at))?;
        let payload = ReleasePayload {
            v: 1,
            typ: RELEASE.typ().to_owned(),
            product: PRODUCT.to_owned(),
            lid: self.lid,
            rev: self.rev,
            machine: self.machine.clone(),
            at: seconds(self.at),
        };
        write_checked(RELEASE, &payload)
    }

    /// Reads a block.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn parse(text: &str) -> Result<Self, LicenseError> {
        let read: ReleasePayload = wire::read(RELEASE, &read_checked(RELEASE, text)?, KNOWN)?;
        wire::name(RELEASE, "machine", &read.machine.os)?;
        let at = moment(RELEASE, "at", read.at)?;
        Ok(Self { lid: read.lid, rev: read.rev, machine: read.machine, at })
    }
}
