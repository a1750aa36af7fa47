//! Requests and releases: what a computer tells, and nothing more.

use super::*;
use crate::{ActivationRequest, Document, Release, RequestSubject, Tombstone};

fn order() -> RequestSubject {
    RequestSubject::Order { code: Some("CMD-2026-0042 é".into()), proposed: lid() }
}

#[test]
fn a_request_reads_back_as_it_was_made() {
    for subject in
        [order(), RequestSubject::Order { code: None, proposed: lid() }, RequestSubject::License(lid())]
    {
        let made = ActivationRequest::new(subject, &computer(), "0.1.0", nonce(9), TODAY.plus_millis(123));
        let text = made.to_text().unwrap();
        assert_eq!(ActivationRequest::parse(&text), Ok(made));
        assert!(text.len() < 800, "{} bytes: it fits a QR code", text.len());
    }
}

#[test]
fn no_id_of_the_computer_leaves_it() {
    let text = ActivationRequest::new(order(), &computer(), "0.1.0", nonce(9), TODAY).to_text().unwrap();
    let bytes = crate::armour::read(Document::Request, &text).unwrap();
    let payload = String::from_utf8_lossy(&bytes).to_lowercase();
    for id in [computer().os_id, computer().smbios, computer().disk, computer().board].into_iter().flatten() {
        let bare: String = id.chars().filter(|c| *c != '-').collect();
        assert!(!payload.contains(&id.to_lowercase()) && !payload.contains(&bare.to_lowercase()));
    }
}

#[test]
fn a_licence_made_for_the_request_is_for_that_computer() {
    let request = ActivationRequest::new(order(), &computer(), "0.1.0", nonce(9), TODAY);
    let bind = Bind {
        mode: BindMode::Machine,
        salt: request.subject.salt(),
        machines: vec![request.machine],
        max: 1,
    };
    assert_eq!(computer().matches(&bind), crate::MachineMatch::Exact);
}

#[test]
fn a_checksum_of_another_kind_does_not_fit() {
    let request = ActivationRequest::new(order(), &computer(), "0.1.0", nonce(9), TODAY).to_text().unwrap();
    let as_release = request.replace("ACTIVATION REQUEST", "RELEASE");
    assert_eq!(Release::parse(&as_release).unwrap_err().code(), "license_checksum");
    assert_eq!(Release::parse(&request).unwrap_err().code(), "license_wrong_document");
}

#[test]
fn what_cannot_be_written_is_refused_before_it_is_sent() {
    let long = RequestSubject::Order { code: Some("x".repeat(201)), proposed: lid() };
    let request = ActivationRequest::new(long, &computer(), "0.1.0", nonce(9), TODAY);
    assert_eq!(request.to_text().unwrap_err().code(), "license_payload");
    let hidden = ActivationRequest::new(order(), &computer(), "0.1\n0", nonce(9), TODAY);
    assert_eq!(hidden.to_text().unwrap_err().code(), "license_payload");
    let late = Timestamp::from_millis(i64::MAX);
    let late = ActivationRequest::new(order(), &computer(), "0.1.0", nonce(9), late);
    assert_eq!(late.to_text().unwrap_err().code(), "license_payload");
    let nowhere = MachineComponents { os: "My OS".into(), ..computer() };
    let request = ActivationRequest::new(order(), &nowhere, "0.1.0", nonce(9), TODAY);
    assert_eq!(request.to_text().unwrap_err().code(), "license_payload");
}

#[test]
fn a_release_tells_the_vendor_and_leaves_a_tombstone() {
    let release = Release::new(&license(), &computer(), days(9));
    assert_eq!(Release::parse(&release.to_text().unwrap()), Ok(release.clone()));
    assert_eq!(release.tombstone(), Tombstone { lid: lid(), rev: 2 });
    assert_eq!(release.machine, license().bind.machines[0], "the vendor knows which computer it was");
}
