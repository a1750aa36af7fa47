//! Which keys a build trusts. The development keys are never among those of a released one.

use super::*;
use crate::{Document, KeyError, KeyId, LicenseError, read_license};

const GOLDEN: &str = include_str!("../../tests/golden/license-v1.txt");
const DEVELOPMENT: [&str; 3] = ["f4777f606e8654be", "bc78efa60bccb1eb", "dfafcda8127f2567"];

#[test]
fn a_released_build_refuses_what_the_development_key_signed() {
    let wanted = Document::License;
    let key_id: KeyId = DEVELOPMENT[0].parse().unwrap();
    assert_eq!(read_license(GOLDEN, &KeyTable::released()), Err(LicenseError::UnknownKey { wanted, key_id }));
    for key in KeyTable::released().keys() {
        assert!(!DEVELOPMENT.contains(&key.id().to_string().as_str()), "{}", key.id());
    }
}

/// This test is built both ways: with `--release` it proves that the development keys are gone.
#[test]
fn a_build_trusts_the_development_keys_exactly_when_it_is_one() {
    let development = cfg!(any(debug_assertions, feature = "dev-key"));
    assert_eq!(read_license(GOLDEN, &KeyTable::embedded()).is_ok(), development);
    if development {
        let ids: Vec<String> = KeyTable::embedded().keys().iter().map(|key| key.id().to_string()).collect();
        assert!(DEVELOPMENT.iter().all(|id| ids.contains(&(*id).to_owned())));
    } else {
        assert_eq!(KeyTable::embedded(), KeyTable::released());
    }
}

/// The vendor's file is empty until the vendor has made keys; then it is complete.
#[test]
fn the_vendor_s_keys_are_complete_or_not_there_yet() {
    let file = include_str!("../../../../../assets/license-keys.json");
    let table = KeyTable::parse(file).unwrap();
    assert_eq!(table, KeyTable::released(), "the file is readable: otherwise a release would trust nobody");
    let count = |purpose| table.keys().iter().filter(|key| key.purpose() == purpose).count();
    if table.keys().is_empty() {
        println!("there are no vendor keys yet: see docs/guide/issuer.md");
        return;
    }
    assert!(count(KeyPurpose::License) >= 2, "the current licence key and the next one");
    assert!(count(KeyPurpose::Crl) >= 1 && count(KeyPurpose::KeyList) >= 1);
}

#[test]
fn one_bad_key_spoils_a_file_of_keys() {
    let good = signer(KeyPurpose::License).verifying_key().to_bytes();
    let entry = |id: &str, key: &str, purpose: &str| {
        format!(
            r#"{{"name":"n","id":"{id}","purpose":"{purpose}","public_key":"{key}","not_after_iat":null}}"#
        )
    };
    let file = |format: u8, keys: &[String]| format!(r#"{{"format":{format},"keys":[{}]}}"#, keys.join(","));
    let base64 = |bytes: &[u8]| {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(bytes)
    };
    let id = KeyId::of(&good).to_string();
    let right = entry(&id, &base64(&good), "license");
    assert_eq!(KeyTable::parse(&file(1, std::slice::from_ref(&right))).unwrap().keys().len(), 1);
    let weak = [0_u8; 32];
    for (text, error) in [
        (file(2, std::slice::from_ref(&right)), KeyError::List),
        (file(1, &[right.clone(), right.clone()]), KeyError::Id),
        (file(1, &[entry("0000000000000000", &base64(&good), "license")]), KeyError::Id),
        (file(1, &[entry(&KeyId::of(&weak).to_string(), &base64(&weak), "license")]), KeyError::Weak),
        (file(1, &[entry(&id, &base64(&good[..31]), "license")]), KeyError::NotAKey),
        (file(1, &[entry(&id, "!!!", "license")]), KeyError::NotAKey),
        (file(1, &[entry(&id, &base64(&good), "everything")]), KeyError::List),
        ("{}".into(), KeyError::List),
        (String::new(), KeyError::List),
    ] {
        assert_eq!(KeyTable::parse(&text), Err(error), "{text}");
    }
}

#[test]
fn the_points_under_which_anything_verifies_are_refused() {
    // The encodings of the eight points of small order.
    for text in [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    ] {
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap();
        }
        assert_eq!(TrustedKey::new(&bytes, KeyPurpose::License, None), Err(KeyError::Weak), "{text}");
    }
}

#[test]
fn a_key_id_has_one_spelling() {
    let id = KeyId::of(&[7; 32]);
    assert_eq!(id.to_string().parse(), Ok(id));
    for text in [
        "",
        "f4777f606e8654b",
        "f4777f606e8654bef",
        "F4777F606E8654BE",
        "f4777f606e8654bg",
        "é4777f606e8654b",
    ] {
        assert_eq!(text.parse::<KeyId>(), Err(KeyError::Id), "{text}");
    }
}
