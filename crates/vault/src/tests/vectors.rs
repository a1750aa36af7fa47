//! Published vectors through our own three primitives: RFC 5869, NIST GCM, and all that apply of Wycheproof.

use std::path::PathBuf;

use serde_json::Value;
use zeroize::Zeroizing;

use crate::crypto::{Key, decrypt, encrypt, hkdf, hmac, hmac_matches};

pub(super) fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn key(bytes: &[u8]) -> Option<Key> {
    bytes.try_into().ok().map(Zeroizing::new)
}

#[test]
fn hkdf_matches_rfc_5869() {
    // Appendix A.1 to A.3.
    let one: Zeroizing<[u8; 42]> =
        hkdf(&hex("000102030405060708090a0b0c"), &[0x0b; 22], &[&hex("f0f1f2f3f4f5f6f7f8f9")]);
    assert_eq!(
        one.to_vec(),
        hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
    );
    let range = |from: u8, to: u8| (from..=to).collect::<Vec<u8>>();
    let two: Zeroizing<[u8; 82]> = hkdf(&range(0x60, 0xaf), &range(0, 0x4f), &[&range(0xb0, 0xff)]);
    assert_eq!(
        two.to_vec(),
        hex(
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09
             da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
        )
    );
    let three: Zeroizing<[u8; 42]> = hkdf(&[], &[0x0b; 22], &[]);
    assert_eq!(
        three.to_vec(),
        hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")
    );
}

#[test]
fn info_in_parts_is_info_in_one_piece() {
    let parts: Zeroizing<[u8; 64]> = hkdf(b"salt", b"ikm", &[b"label", &[0], b"vault"]);
    let whole: Zeroizing<[u8; 64]> = hkdf(b"salt", b"ikm", &[b"label\0vault"]);
    assert_eq!(parts, whole);
}

#[test]
fn gcm_matches_the_nist_vectors() {
    // The GCM submission to NIST, test cases 13, 14 and 16 (256-bit keys).
    let zero = key(&[0; 32]).unwrap();
    assert_eq!(encrypt(&zero, &[0; 12], b"", b"").unwrap(), hex("530f8afbc74536b9a963b4f1c4cb738b"));
    assert_eq!(
        encrypt(&zero, &[0; 12], b"", &[0; 16]).unwrap(),
        hex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919")
    );
    let sixteen = key(&hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")).unwrap();
    let nonce = hex("cafebabefacedbaddecaf888").try_into().unwrap();
    let plain = hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
                     1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    let sealed = encrypt(&sixteen, &nonce, &hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"), &plain).unwrap();
    assert!(sealed.ends_with(&hex("76fc6ece0f4e1768cddf8853bb2d551b")), "the tag of test case 16");
}

/// The tests of a Wycheproof file with their groups; nothing when the corpora are not here.
fn wycheproof(name: &str) -> Option<Vec<(Value, Value)>> {
    let corpora = std::env::var_os("SELLIFY_CORPORA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora")),
        PathBuf::from,
    );
    let Ok(text) = std::fs::read_to_string(corpora.join("crypto/wycheproof").join(name)) else {
        println!("skipped: {name} is not here (set SELLIFY_CORPORA)");
        return None;
    };
    let file: Value = serde_json::from_str(&text).unwrap();
    let mut tests = Vec::new();
    for group in file["testGroups"].as_array().unwrap() {
        tests.extend(group["tests"].as_array().unwrap().iter().map(|test| (group.clone(), test.clone())));
    }
    assert_eq!(u64::try_from(tests.len()).unwrap(), file["numberOfTests"].as_u64().unwrap());
    Some(tests)
}

fn field(test: &Value, name: &str) -> Vec<u8> {
    hex(test[name].as_str().unwrap())
}

#[test]
fn gcm_passes_wycheproof() {
    let Some(tests) = wycheproof("aes_gcm_test.json") else { return };
    let (mut valid, mut invalid) = (0, 0);
    for (group, test) in tests {
        // Other key, nonce and tag lengths cannot even be expressed here.
        let (Some(key), Ok(nonce)) = (key(&field(&test, "key")), <[u8; 12]>::try_from(field(&test, "iv")))
        else {
            continue;
        };
        if group["tagSize"] != 128 {
            continue;
        }
        let sealed = [field(&test, "ct"), field(&test, "tag")].concat();
        let opened = decrypt(&key, &nonce, &field(&test, "aad"), &sealed);
        if test["result"] == "valid" {
            assert_eq!(opened.unwrap().to_vec(), field(&test, "msg"), "{test}");
            assert_eq!(
                encrypt(&key, &nonce, &field(&test, "aad"), &field(&test, "msg")).unwrap(),
                sealed,
                "{test}"
            );
            valid += 1;
        } else {
            assert!(opened.is_err(), "{test}");
            invalid += 1;
        }
    }
    assert!(valid > 30 && invalid > 10, "{valid} valid, {invalid} invalid");
}

#[test]
fn hkdf_passes_wycheproof() {
    let Some(tests) = wycheproof("hkdf_sha256_test.json") else { return };
    let mut run = 0;
    for (_, test) in tests {
        let (salt, ikm, info) = (field(&test, "salt"), field(&test, "ikm"), field(&test, "info"));
        let size = usize::try_from(test["size"].as_u64().unwrap()).unwrap();
        if size > 64 || test["result"] != "valid" {
            continue;
        }
        // The first bytes of a longer output are the shorter output.
        let okm: Zeroizing<[u8; 64]> = hkdf(&salt, &ikm, &[&info]);
        assert_eq!(okm[..size], field(&test, "okm"), "{test}");
        run += 1;
    }
    assert!(run > 50, "{run}");
}

#[test]
fn hmac_passes_wycheproof() {
    let Some(tests) = wycheproof("hmac_sha256_test.json") else { return };
    let mut run = 0;
    for (group, test) in tests {
        let Some(key) = key(&field(&test, "key")) else { continue };
        let Ok(tag) = <[u8; 32]>::try_from(field(&test, "tag")) else { continue };
        if group["tagSize"] != 256 {
            continue;
        }
        let valid = test["result"] == "valid";
        assert_eq!(hmac_matches(&key, &field(&test, "msg"), &tag), valid, "{test}");
        assert_eq!(hmac(&key, &field(&test, "msg")) == tag, valid, "{test}");
        run += 1;
    }
    assert!(run > 20, "{run}");
}
