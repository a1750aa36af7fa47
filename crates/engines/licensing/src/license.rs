//! The licence: what its payload says once the signature is known to fit.

use sellify_domain::{LicenseId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::consts::{DAY, GRACE_DAYS, GRACE_DAYS_MAX, MAX_ITEMS, NOT_BEFORE_MAX};
use crate::envelope;
use crate::wire::{self, moment, name, words};
use crate::{Document, Fingerprint, KeyId, KeyTable, LicenseError, Nonce, Quota};

const LICENSE: Document = Document::License;

/// Who a licence is for, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Licensee {
    /// The person.
    pub name: String,
    /// The firm; may be empty.
    #[serde(default)]
    pub company: String,
}

/// Whether a licence is for certain computers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BindMode {
    /// For any computer.
    None,
    /// For the computers in its list.
    Machine,
}

/// Which computers a licence is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bind {
    /// For all or for some.
    pub mode: BindMode,
    /// What the fingerprints are salted with: the licence's id, or the id that a moved computer's request proposed.
    pub salt: LicenseId,
    /// The computers.
    #[serde(default)]
    pub machines: Vec<Fingerprint>,
    /// How many computers it may list.
    pub max: u32,
}

/// A licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct License {
    /// Its number.
    pub lid: LicenseId,
    /// Its revision; each new issue of the same licence has a higher one.
    pub rev: u32,
    /// The plan that was bought.
    pub edition: String,
    /// Who it is for.
    pub licensee: Licensee,
    /// When it was issued.
    pub iat: Timestamp,
    /// From when on it counts.
    pub nbf: Timestamp,
    /// Up to when it counts; `None` is without end.
    pub exp: Option<Timestamp>,
    /// Up to when new versions are included.
    pub maint_until: Option<Timestamp>,
    /// How many days it goes on after its end.
    pub grace_days: u8,
    /// Which computers it is for.
    pub bind: Bind,
    /// What it switches on.
    pub features: Vec<String>,
    /// How much of what.
    pub quota: Quota,
    /// The request that it answers.
    pub req: Option<Nonce>,
}

impl License {
    /// When its grace ends.
    #[must_use]
    pub fn grace_until(&self) -> Option<Timestamp> {
        self.exp.map(|exp| exp.plus_millis(i64::from(self.grace_days) * DAY))
    }
}

/// A licence whose signature fits, with the text that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedLicense {
    /// What it says.
    pub license: License,
    /// The key that signed it.
    pub key_id: KeyId,
    /// The block as received: keep this, and read it again whenever the licence is looked at.
    pub text: String,
}

/// Reads a licence: armour, sizes, key, signature, then the payload and its rules.
///
/// Revocation, times and machine are for [`crate::assess`] and [`crate::accept`].
///
/// # Errors
/// The first rule that it breaks. Nothing of the payload is told before the signature has been verified.
pub fn read_license(text: &str, keys: &KeyTable) -> Result<SignedLicense, LicenseError> {
    let opened = envelope::open(LICENSE, text, keys)?;
    let license = from_payload(&opened.payload)?;
    opened.key.vouches(LICENSE, license.iat)?;
    Ok(SignedLicense { license, key_id: opened.key.id(), text: text.to_owned() })
}

/// The payload, member by member. Times are Unix seconds.
#[derive(Serialize, Deserialize)]
pub(crate) struct LicensePayload {
    pub(crate) v: u32,
    pub(crate) typ: String,
    pub(crate) product: String,
    pub(crate) lid: LicenseId,
    pub(crate) rev: u32,
    pub(crate) edition: String,
    pub(crate) licensee: Licensee,
    pub(crate) iat: i64,
    pub(crate) nbf: i64,
    /// Must be there: a licence without end says so with `null`.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(crate) exp: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) maint_until: Option<i64>,
    #[serde(default = "default_grace")]
    pub(crate) grace_days: u8,
    pub(crate) bind: Bind,
    #[serde(default)]
    pub(crate) features: Vec<String>,
    #[serde(default)]
    pub(crate) quota: Quota,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) req: Option<Nonce>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) crit: Vec<String>,
}

fn default_grace() -> u8 {
    GRACE_DAYS
}

/// The members that this version understands, and `crit` may name.
const KNOWN: &[&str] = &[
    "v",
    "typ",
    "product",
    "lid",
    "rev",
    "edition",
    "licensee",
    "iat",
    "nbf",
    "exp",
    "maint_until",
    "grace_days",
    "bind",
    "features",
    "quota",
    "req",
    "crit",
];

pub(crate) fn from_payload(payload: &[u8]) -> Result<License, LicenseError> {
    let read: LicensePayload = wire::read(LICENSE, payload, KNOWN)?;
    let license = License {
        lid: read.lid,
        rev: read.rev,
        edition: read.edition,
        licensee: read.licensee,
        iat: moment(LICENSE, "iat", read.iat)?,
        nbf: moment(LICENSE, "nbf", read.nbf)?,
        exp: read.exp.map(|at| moment(LICENSE, "exp", at)).transpose()?,
        maint_until: read.maint_until.map(|at| moment(LICENSE, "maint_until", at)).transpose()?,
        grace_days: read.grace_days,
        bind: read.bind,
        features: read.features,
        quota: read.quota,
        req: read.req,
    };
    rules(&license)?;
    Ok(license)
}

/// What every licence keeps to, whoever signed it.
pub(crate) fn rules(license: &License) -> Result<(), LicenseError> {
    let broken = |member| Err(LicenseError::Payload { wanted: LICENSE, member });
    if license.rev == 0 {
        return broken("rev");
    }
    name(LICENSE, "edition", &license.edition)?;
    words(LICENSE, "licensee", &license.licensee.name)?;
    words(LICENSE, "licensee", &license.licensee.company)?;
    if license.nbf > license.iat.plus_millis(NOT_BEFORE_MAX) {
        return broken("nbf");
    }
    if license.exp.is_some_and(|exp| exp <= license.nbf) {
        return broken("exp");
    }
    if license.grace_days > GRACE_DAYS_MAX {
        return broken("grace_days");
    }
    if license.features.len() > MAX_ITEMS {
        return broken("features");
    }
    license.features.iter().try_for_each(|feature| name(LICENSE, "features", feature))?;
    bind_rules(&license.bind)
}

fn bind_rules(bind: &Bind) -> Result<(), LicenseError> {
    let broken = Err(LicenseError::Payload { wanted: LICENSE, member: "bind" });
    let listed = bind.machines.len();
    if listed > MAX_ITEMS {
        return broken;
    }
    bind.machines.iter().try_for_each(|machine| name(LICENSE, "bind", &machine.os))?;
    match bind.mode {
        BindMode::None if listed > 0 => broken,
        BindMode::Machine if u32::try_from(listed).is_ok_and(|listed| listed > bind.max) => broken,
        BindMode::Machine if listed == 0 || bind.machines.iter().any(|machine| machine.c.is_empty()) => {
            broken
        }
        _ => Ok(()),
    }
}
