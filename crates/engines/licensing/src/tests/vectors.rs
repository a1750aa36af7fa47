//! Other people's vectors for Ed25519: RFC 8032 always, Wycheproof and CCTV where the collection is at hand.

use std::path::PathBuf;

use ed25519_dalek::Signature;
use serde_json::Value;

use super::*;

fn hex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect()
}

/// As a licence's signature is checked: key not weak, 64 bytes, strictly.
fn verifies(key: &str, message: &str, signature: &str) -> bool {
    let Ok(key) = <[u8; 32]>::try_from(hex(key)) else { return false };
    let Ok(signature) = <[u8; 64]>::try_from(hex(signature)) else { return false };
    TrustedKey::new(&key, KeyPurpose::License, None)
        .is_ok_and(|key| key.verify(&hex(message), &Signature::from_bytes(&signature)).is_ok())
}

/// The file of the collection, or `None` with a word about it.
fn collection(path: &str) -> Option<Value> {
    let root = std::env::var_os("SELLIFY_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpora"),
        PathBuf::from,
    );
    let Ok(text) = std::fs::read_to_string(root.join("crypto").join(path)) else {
        println!("skipped: {path} is not here; set SELLIFY_CORPORA to the folder of the collections");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

/// RFC 8032, section 7.1: secret key, public key, message, signature.
const RFC_8032: [[&str; 4]; 3] = [
    [
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ],
    [
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ],
    [
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ],
];

#[test]
fn the_vectors_of_the_standard_verify_and_are_signed_alike() {
    use ed25519_dalek::Signer;
    for [secret, public, message, signature] in RFC_8032 {
        assert!(verifies(public, message, signature));
        let key = SigningKey::from_bytes(&hex(secret).try_into().unwrap());
        assert_eq!(key.verifying_key().as_bytes().to_vec(), hex(public));
        assert_eq!(key.sign(&hex(message)).to_bytes().to_vec(), hex(signature));
    }
    assert!(!verifies(&RFC_8032[0][1][2..], "", RFC_8032[0][3]), "31 bytes are not a key");
}

#[test]
fn all_of_wycheproof() {
    let Some(file) = collection("wycheproof/ed25519_test.json") else { return };
    let (mut valid, mut invalid) = (0, 0);
    for group in file["testGroups"].as_array().unwrap() {
        let key = group["publicKey"]["pk"].as_str().unwrap();
        for test in group["tests"].as_array().unwrap() {
            let found = verifies(key, test["msg"].as_str().unwrap(), test["sig"].as_str().unwrap());
            let right = test["result"] == "valid";
            assert_eq!(found, right, "case {}: {}", test["tcId"], test["comment"]);
            *(if right { &mut valid } else { &mut invalid }) += 1;
        }
    }
    assert_eq!((valid, invalid), (88, 63), "all of them were run");
}

/// A strict check refuses every small-order point, and every point and number that is not written the one way.
#[test]
fn the_edge_cases_of_cctv() {
    let Some(file) = collection("cctv-ed25519/ed25519vectors.json") else { return };
    let cases = file.as_array().unwrap();
    let mut accepted = 0;
    for case in cases {
        let found = verifies(
            case["key"].as_str().unwrap(),
            // The message is text there.
            &case["msg"].as_str().unwrap().bytes().map(|byte| format!("{byte:02x}")).collect::<String>(),
            case["sig"].as_str().unwrap(),
        );
        let flags: Vec<&str> = case["flags"]
            .as_array()
            .map(|flags| flags.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        let refuse = ["low_order_A", "low_order_R", "non_canonical_A", "non_canonical_R"];
        if refuse.iter().any(|flag| flags.contains(flag)) || flags.contains(&"low_order_residue") {
            assert!(!found, "{case}");
        }
        accepted += usize::from(found);
    }
    assert_eq!(cases.len(), 914);
    println!("{accepted} of {} accepted by the strict check", cases.len());
}
