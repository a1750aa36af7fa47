//! Files of today's format. They are read by every later version, with these values, for ever: never make them anew.
#![cfg(any(debug_assertions, feature = "dev-key"))]

use super::*;
use crate::{
    ActivationRequest, Component, KeyList, Release, RequestSubject, read_crl, read_key_list, read_license,
};

const LICENSE: &str = include_str!("../../tests/golden/license-v1.txt");
const CRL: &str = include_str!("../../tests/golden/crl-v1.txt");
const KEY_LIST: &str = include_str!("../../tests/golden/keylist-v1.txt");
const REQUEST: &str = include_str!("../../tests/golden/request-v1.txt");
const RELEASE: &str = include_str!("../../tests/golden/release-v1.txt");

/// The fingerprint as other programs must compute it, byte for byte.
const OS_ID: &str = "S8tnme_76DCLcUA_38EG1g";

#[test]
fn the_licence_of_the_first_format() {
    let read = read_license(LICENSE, &KeyTable::development()).unwrap();
    assert_eq!(read.key_id.to_string(), "f4777f606e8654be");
    assert_eq!(read.license, license());
    let machine = &read.license.bind.machines[0];
    assert_eq!(machine.c[&Component::OsId].to_string(), OS_ID);
    assert_eq!(*machine, computer().fingerprint(lid()));
}

#[test]
fn the_lists_of_the_first_format() {
    let withdrawn = ["00112233445566ff".parse().unwrap()];
    let keys = KeyTable::development();
    assert_eq!(read_crl(CRL, &keys).unwrap(), Crl { revoked_key_ids: withdrawn.into(), ..revocations(1) });
    let listed = trusted(&signer(KeyPurpose::License), KeyPurpose::License, Some(days(400)));
    let list = KeyList { seq: 2, issued: TODAY, keys: vec![listed], revoked_key_ids: withdrawn.into() };
    assert_eq!(read_key_list(KEY_LIST, &keys).unwrap(), list);
}

#[test]
fn the_request_and_the_release_of_the_first_format() {
    let subject = RequestSubject::Order { code: Some("CMD-2026-0042".into()), proposed: lid() };
    let request = ActivationRequest::new(subject, &computer(), "0.1.0", nonce(7), TODAY);
    assert_eq!(ActivationRequest::parse(REQUEST).unwrap(), request);
    assert_eq!(Release::parse(RELEASE).unwrap(), Release::new(&license(), &computer(), days(3)));
    // Not signed, so that they are written the same way too.
    assert_eq!(request.to_text().unwrap(), REQUEST);
}
