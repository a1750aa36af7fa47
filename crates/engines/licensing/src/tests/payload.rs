//! The rules for what a signed payload says: a signature does not excuse anything.

use serde_json::{Value, json};

use super::*;
use crate::sign::sign_payload;
use crate::{Document, LicenseError, armour, read_license, sign_license};

/// The payload of the known licence, to be changed.
fn payload() -> Value {
    let text = sign_license(&signer(KeyPurpose::License), &license()).unwrap();
    let bytes = armour::read(Document::License, &text).unwrap();
    serde_json::from_slice(&bytes[14..bytes.len() - 64]).unwrap()
}

fn read(payload: &[u8]) -> Result<License, LicenseError> {
    let text = sign_payload(Document::License, &signer(KeyPurpose::License), payload).unwrap();
    read_license(&text, &table()).map(|read| read.license)
}

fn with(pointer: &str, value: Value) -> Result<License, LicenseError> {
    let mut payload = payload();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match payload.pointer_mut(parent).unwrap() {
        Value::Object(members) => drop(members.insert(name.into(), value)),
        other => *other.get_mut(name.parse::<usize>().unwrap()).unwrap() = value,
    }
    read(payload.to_string().as_bytes())
}

fn without(name: &str) -> Result<License, LicenseError> {
    let mut payload = payload();
    payload.as_object_mut().unwrap().remove(name);
    read(payload.to_string().as_bytes())
}

#[test]
fn the_payload_is_checked_before_its_members() {
    for (pointer, value, code) in [
        ("/typ", json!("crl"), "license_payload"),
        ("/typ", json!(1), "license_payload"),
        ("/product", json!("other"), "license_wrong_product"),
        ("/v", json!(2), "license_needs_newer_app"),
        ("/v", json!("1"), "license_payload"),
        ("/crit", json!(["exp", "bind"]), ""),
        ("/crit", json!(["seat_server"]), "license_needs_newer_app"),
        ("/crit", json!("exp"), "license_payload"),
        ("/crit", json!([1]), "license_payload"),
        ("/crit", json!([["exp"]]), "license_payload"),
        ("/crit", json!(vec!["exp"; 65]), "license_payload"),
        ("/newer_and_not_critical", json!({"a": [1]}), ""),
        ("/bind/newer", json!(true), ""),
    ] {
        let found = with(pointer, value.clone()).map_or_else(|error| error.code(), |_| "");
        assert_eq!(found, code, "{pointer} = {value}");
    }
}

#[test]
fn the_order_is_product_then_critical_names_then_members() {
    let mut all_wrong = payload();
    all_wrong["exp"] = json!("never");
    all_wrong["crit"] = json!(["unknown"]);
    assert_eq!(read(all_wrong.to_string().as_bytes()).unwrap_err().code(), "license_needs_newer_app");
    all_wrong["product"] = json!("other");
    assert_eq!(read(all_wrong.to_string().as_bytes()).unwrap_err().code(), "license_wrong_product");
}

#[test]
fn a_rule_that_is_broken_is_named() {
    let now = payload()["iat"].as_i64().unwrap();
    let machine = payload()["bind"]["machines"][0].clone();
    for (pointer, value) in [
        ("/lid", json!("not an id")),
        ("/lid", json!(null)),
        ("/rev", json!(0)),
        ("/rev", json!(-1)),
        ("/rev", json!(4_294_967_296_i64)),
        ("/edition", json!("")),
        ("/edition", json!("Office")),
        ("/edition", json!("x".repeat(41))),
        ("/licensee/name", json!("a\u{0}b")),
        ("/licensee/name", json!("a\u{202e}b")),
        ("/licensee/name", json!("a\nb")),
        ("/licensee/company", json!("x".repeat(201))),
        ("/licensee", json!([])),
        ("/iat", json!(-1)),
        ("/iat", json!(253_402_300_800_i64)),
        ("/iat", json!("2026")),
        ("/iat", json!(null)),
        ("/nbf", json!(now + 90 * 86_400 + 1)),
        ("/exp", json!(now)),
        ("/exp", json!(now - 1)),
        ("/exp", json!(i64::MAX)),
        ("/maint_until", json!(-5)),
        ("/grace_days", json!(31)),
        ("/grace_days", json!(-1)),
        ("/grace_days", json!(256)),
        ("/bind/mode", json!("some")),
        ("/bind/mode", json!("none")),
        ("/bind/machines", json!([])),
        ("/bind/machines", json!([{ "os": "linux", "c": {} }])),
        ("/bind/machines", json!([{ "os": "", "c": { "os_id": "AAAAAAAAAAAAAAAAAAAAAA" } }])),
        ("/bind/machines/0/c/mac", json!("AAAAAAAAAAAAAAAAAAAAAA")),
        ("/bind/machines/0/c/os_id", json!("AAAAAAAAAAAAAAAAAAAAAA==")),
        ("/bind/machines/0/c/os_id", json!("AAAAAAAAAAAAAAAAAAAAAB")),
        ("/bind/machines", json!([machine, machine])),
        ("/bind/max", json!(0)),
        ("/bind/salt", json!(1)),
        ("/features", json!(["AI"])),
        ("/features", json!([""])),
        ("/features", json!(vec!["a"; 65])),
        ("/features", json!("ai")),
        ("/quota/seats", json!(-1)),
        ("/quota/seats", json!("5")),
        ("/req", json!("short")),
    ] {
        let found = with(pointer, value.clone());
        assert_eq!(found.unwrap_err().code(), "license_payload", "{pointer} = {value}");
    }
}

#[test]
fn what_just_keeps_to_the_rules_is_read() {
    let now = payload()["iat"].as_i64().unwrap();
    for (pointer, value) in [
        ("/nbf", json!(now + 90 * 86_400)),
        ("/exp", json!(now + 1)),
        ("/exp", json!(null)),
        ("/grace_days", json!(0)),
        ("/grace_days", json!(30)),
        ("/maint_until", json!(null)),
        ("/edition", json!("x".repeat(40))),
        ("/features", json!(vec!["a"; 64])),
        ("/crit", json!(vec!["exp"; 64])),
        ("/iat", json!(now - 1)),
        ("/quota", json!({})),
        ("/features", json!(["something-new"])),
        ("/licensee/company", json!("x".repeat(200))),
    ] {
        assert!(with(pointer, value.clone()).is_ok(), "{pointer} = {value}");
    }
}

#[test]
fn a_licence_without_its_end_is_not_one_without_end() {
    assert_eq!(without("exp").unwrap_err().code(), "license_payload");
    for needed in ["v", "typ", "lid", "rev", "edition", "licensee", "iat", "nbf", "bind"] {
        assert_eq!(without(needed).unwrap_err().code(), "license_payload", "{needed}");
    }
    assert_eq!(without("product").unwrap_err().code(), "license_wrong_product");
    assert_eq!(without("grace_days").unwrap().grace_days, 14, "the default");
    assert_eq!(without("quota").unwrap().quota, Quota::default(), "no limits");
    assert_eq!(without("req").unwrap().req, None);
}

#[test]
fn names_that_stand_twice_fractions_and_depth_are_refused_even_when_signed() {
    let payload = payload().to_string();
    let twice = payload.replacen("{", r#"{"rev":9,"#, 1);
    let inside = payload.replace(r#""mode":"machine""#, r#""mode":"none","mode":"machine""#);
    let fraction = payload.replace(r#""rev":2"#, r#""rev":2.0"#);
    let power = payload.replace(r#""rev":2"#, r#""rev":2e0"#);
    let deep = payload.replacen("{", r#"{"x":[[[[[]]]]],"#, 1);
    let after = format!("{payload}{{}}");
    for wrong in [twice, inside, fraction, power, deep, after, "[]".into(), String::new(), "null".into()] {
        assert_ne!(wrong, payload, "the test changed something");
        assert_eq!(read(wrong.as_bytes()).unwrap_err().code(), "license_payload", "{wrong}");
    }
    assert_eq!(read(b"{\"typ\":\"\xff\"}").unwrap_err().code(), "license_payload");
}

#[test]
fn what_breaks_a_rule_is_not_signed() {
    for broken in [
        License { rev: 0, ..license() },
        License { exp: Some(TODAY), ..license() },
        License { grace_days: 31, ..license() },
        License { nbf: days(91), ..license() },
        License { edition: "A B".into(), ..license() },
        License { iat: TODAY.plus_millis(1), nbf: TODAY.plus_millis(1), ..license() },
    ] {
        let refused = sign_license(&signer(KeyPurpose::License), &broken);
        assert_eq!(refused.unwrap_err().code(), "license_payload", "{broken:?}");
    }
    let many = License { licensee: Licensee { name: "n".into(), company: "c".into() }, ..license() };
    let machines = vec![computer().fingerprint(lid()); 65];
    let many = License { bind: Bind { machines, max: 65, ..many.bind.clone() }, ..many };
    assert!(sign_license(&signer(KeyPurpose::License), &many).is_err());
}

#[test]
fn the_limits_of_the_envelope_are_exact() {
    let largest = vec![7_u8; 16 * 1024];
    let text = armour::write(Document::License, &largest).unwrap();
    assert_eq!(armour::read(Document::License, &text).unwrap(), largest);
    let text = armour::write(Document::License, &[&largest[..], &[7]].concat()).unwrap();
    assert_eq!(armour::read(Document::License, &text).unwrap_err().code(), "license_too_large");
    let room = 16 * 1024 - 14 - 64;
    let key = signer(KeyPurpose::License);
    assert!(sign_payload(Document::License, &key, &vec![b' '; room]).is_ok());
    let refused = sign_payload(Document::License, &key, &vec![b' '; room + 1]);
    assert_eq!(refused.unwrap_err().code(), "license_too_large");
}

#[test]
fn the_largest_licence_fits_its_envelope() {
    let machines = vec![computer().fingerprint(lid()); 40];
    let large = License { bind: Bind { machines, max: 40, ..license().bind }, ..license() };
    let text = sign_license(&signer(KeyPurpose::License), &large).unwrap();
    assert_eq!(read_license(&text, &table()).unwrap().license, large);
    let machines = vec![computer().fingerprint(lid()); 64];
    assert!(
        crate::check_license(&License { bind: Bind { machines, max: 64, ..license().bind }, ..license() })
            .is_ok()
    );
    let ordinary = sign_license(&signer(KeyPurpose::License), &license()).unwrap();
    assert!(ordinary.len() < 1_500, "{} bytes: short enough to paste and for a QR code", ordinary.len());
}
