//! Every single bit of every document, flipped: refused, in the text and in the bytes below it.

use super::*;
use crate::{
    ActivationRequest, Document, KeyList, Release, RequestSubject, armour, read_crl, read_key_list,
    read_license, sign_crl, sign_key_list, sign_license,
};

/// Small, so that the exhaustive walk stays short in a build without optimisation.
fn small() -> License {
    License {
        edition: "x".into(),
        licensee: Licensee::default(),
        exp: None,
        maint_until: None,
        bind: Bind { mode: BindMode::None, salt: lid(), machines: Vec::new(), max: 0 },
        features: Vec::new(),
        quota: Quota::default(),
        req: None,
        ..license()
    }
}

/// Flips each bit of the text, then each bit of the decoded bytes; none may be read. Gives how many were tried.
fn all_refused(kind: Document, text: &str, read: impl Fn(&str) -> bool) -> usize {
    assert!(read(text), "the {kind} itself is read");
    let mut tried = 0;
    for bit in 0..text.len() * 8 {
        let mut bytes = text.as_bytes().to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        // What is not text any more cannot be read at all.
        if let Ok(flipped) = String::from_utf8(bytes) {
            assert!(!read(&flipped), "bit {bit} of the text of the {kind}");
        }
        tried += 1;
    }
    let bytes = armour::read(kind, text).unwrap();
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(!read(&armour::write(kind, &flipped).unwrap()), "bit {bit} of the {kind}");
        tried += 1;
    }
    tried
}

#[test]
fn no_bit_of_a_licence_can_be_flipped() {
    let text = sign_license(&signer(KeyPurpose::License), &small()).unwrap();
    let keys = table();
    let tried = all_refused(Document::License, &text, |text| read_license(text, &keys).is_ok());
    assert!(tried > 6_000, "{tried}");
}

#[test]
fn no_bit_of_a_revocation_list_can_be_flipped() {
    let text = sign_crl(&signer(KeyPurpose::Crl), &revocations(3)).unwrap();
    let keys = table();
    let tried = all_refused(Document::Crl, &text, |text| read_crl(text, &keys).is_ok());
    assert!(tried > 4_000, "{tried}");
}

#[test]
fn no_bit_of_a_key_list_can_be_flipped() {
    let text = sign_key_list(&signer(KeyPurpose::KeyList), &KeyList::default()).unwrap();
    let keys = table();
    let tried = all_refused(Document::KeyList, &text, |text| read_key_list(text, &keys).is_ok());
    assert!(tried > 3_000, "{tried}");
}

#[test]
fn no_bit_of_a_request_can_be_flipped() {
    let subject = RequestSubject::Order { code: Some("CMD-2026-0042".into()), proposed: lid() };
    let text = ActivationRequest::new(subject, &computer(), "0.1.0", nonce(7), TODAY).to_text().unwrap();
    let tried = all_refused(Document::Request, &text, |text| ActivationRequest::parse(text).is_ok());
    assert!(tried > 5_000, "{tried}");
}

#[test]
fn no_bit_of_a_release_can_be_flipped() {
    let text = Release::new(&license(), &computer(), TODAY).to_text().unwrap();
    let tried = all_refused(Document::Release, &text, |text| Release::parse(text).is_ok());
    assert!(tried > 5_000, "{tried}");
}
