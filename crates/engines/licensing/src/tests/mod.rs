//! Tests of the licences, and what they share: known keys, a known computer, a known day.

mod accept;
mod assess;
mod clock;
mod envelope;
mod flips;
mod fuzz;
mod golden;
mod keys;
mod machine;
mod openssl;
mod payload;
mod request;
mod vectors;

use ed25519_dalek::SigningKey;
use sellify_domain::{LicenseId, Timestamp};

use crate::consts::DAY;
use crate::{
    Bind, BindMode, Crl, KeyPurpose, KeyTable, License, Licensee, MachineComponents, Nonce, Quota, TrustedKey,
};

/// 2026-11-22T00:00:00Z.
pub(crate) const TODAY: Timestamp = Timestamp::from_millis(1_795_305_600_000);

pub(crate) fn days(count: i64) -> Timestamp {
    TODAY.plus_millis(count * DAY)
}

pub(crate) fn signer(purpose: KeyPurpose) -> SigningKey {
    SigningKey::from_bytes(
        &[match purpose {
            KeyPurpose::License => 1,
            KeyPurpose::Crl => 2,
            KeyPurpose::KeyList => 3,
        }; 32],
    )
}

pub(crate) fn trusted(key: &SigningKey, purpose: KeyPurpose, last: Option<Timestamp>) -> TrustedKey {
    TrustedKey::new(key.verifying_key().as_bytes(), purpose, last).unwrap()
}

/// One key of each purpose.
pub(crate) fn table() -> KeyTable {
    let all = [KeyPurpose::License, KeyPurpose::Crl, KeyPurpose::KeyList];
    KeyTable::with(all.map(|purpose| trusted(&signer(purpose), purpose, None)))
}

pub(crate) fn lid() -> LicenseId {
    "01a2013b-a9a8-7219-8f36-2b8509da9d7e".parse().unwrap()
}

pub(crate) fn computer() -> MachineComponents {
    MachineComponents {
        os: "windows".into(),
        os_id: Some("3f8a1c52-9b4e-4d07-a6b1-52c0f9e8d713".into()),
        smbios: Some("4C4C4544-0042-3510-8052-B4C04F4E3232".into()),
        disk: Some("S3Z9NB0K123456A".into()),
        board: Some("/5BR52N2/CNFCW0096H00AB/".into()),
    }
}

pub(crate) fn other_computer() -> MachineComponents {
    MachineComponents {
        os: "windows".into(),
        os_id: Some("a0000000-0000-4000-8000-00000000000b".into()),
        smbios: Some("11111111-2222-3333-4444-555555555555".into()),
        disk: Some("WD-WXA1E12345".into()),
        board: Some("MB-77-1234".into()),
    }
}

/// For the known computer, from today on for 395 days.
pub(crate) fn license() -> License {
    License {
        lid: lid(),
        rev: 2,
        edition: "office".into(),
        licensee: Licensee { name: "Zoé Lefèvre".into(), company: "Étude Lefèvre & Fils".into() },
        iat: TODAY,
        nbf: TODAY,
        exp: Some(days(395)),
        maint_until: Some(days(395)),
        grace_days: 14,
        bind: Bind {
            mode: BindMode::Machine,
            salt: lid(),
            machines: vec![computer().fingerprint(lid())],
            max: 1,
        },
        features: vec!["ai".into(), "api".into(), "automations".into()],
        quota: Quota { seats: Some(5), mailboxes: Some(5), ai_drafts_month: Some(2_500), api_keys: Some(2) },
        req: Some(nonce(7)),
    }
}

pub(crate) fn nonce(byte: u8) -> Nonce {
    Nonce::from_bytes([byte; 16])
}

pub(crate) fn revocations(max_rev: u32) -> Crl {
    Crl { seq: 4, issued: TODAY, entries: [(lid(), max_rev)].into(), ..Crl::default() }
}
