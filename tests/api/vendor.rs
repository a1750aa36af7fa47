//! The vendor, for the tests: answers requests with the development keys, which everybody has.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::SigningKey;
use sellify_domain::Timestamp;
use sellify_licensing::{
    ActivationRequest, Bind, BindMode, Crl, License, Licensee, Quota, sign_crl, sign_license,
};

use crate::house::NOON;

pub const DAY: i64 = 86_400_000;

/// The moment so many days after [`NOON`].
pub fn day(days: i64) -> Timestamp {
    Timestamp::from_millis(NOON + days * DAY)
}

fn key(name: &str) -> SigningKey {
    let opened: serde_json::Value =
        serde_json::from_str(include_str!("../../crates/issuer/dev/opened.json")).expect("JSON");
    let secret = BASE64_STANDARD.decode(opened[name].as_str().expect("a secret")).expect("base64");
    SigningKey::from_bytes(&secret.try_into().expect("32 bytes"))
}

/// A year for the computer that asks, with everything.
pub fn license_for(request: &str) -> License {
    let request = ActivationRequest::parse(request).expect("a request");
    License {
        lid: request.subject.salt(),
        rev: 1,
        edition: "pro".into(),
        licensee: Licensee { name: "Anne Delorme".into(), company: "Cabinet Delorme".into() },
        iat: day(0),
        nbf: day(0),
        exp: Some(day(365)),
        maint_until: None,
        grace_days: 14,
        bind: Bind {
            mode: BindMode::Machine,
            salt: request.subject.salt(),
            machines: vec![request.machine],
            max: 1,
        },
        features: ["ai", "api", "automations"].map(str::to_owned).to_vec(),
        quota: Quota::default(),
        req: Some(request.nonce),
    }
}

pub fn sign(license: &License) -> String {
    sign_license(&key("license"), license).expect("a licence that keeps to the rules")
}

/// A list that withdraws this licence.
pub fn withdraw(license: &License, number: u64) -> String {
    let entries = [(license.lid, license.rev)].into();
    let list = Crl { seq: number, issued: day(0), entries, ..Crl::default() };
    sign_crl(&key("crl"), &list).expect("a list that keeps to the rules")
}
