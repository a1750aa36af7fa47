//! Which licence may become the one in use.

use super::*;
use crate::{AcceptFacts, LicenseError, MachineMatch, PendingRequests, Tombstone, accept};

struct Here {
    machine: MachineComponents,
    pending: PendingRequests,
    tombstones: Vec<Tombstone>,
    revocations: Crl,
    current: Option<License>,
    now: Timestamp,
}

impl Here {
    fn new() -> Self {
        let mut pending = PendingRequests::default();
        pending.remember(nonce(7), TODAY);
        Self {
            machine: computer(),
            pending,
            tombstones: Vec::new(),
            revocations: Crl::default(),
            current: None,
            now: days(1),
        }
    }

    fn accept(&self, license: &License) -> Result<crate::Accepted, LicenseError> {
        accept(
            license,
            &AcceptFacts {
                machine: &self.machine,
                pending: &self.pending,
                tombstones: &self.tombstones,
                revocations: &self.revocations,
                current: self.current.as_ref(),
                now: self.now,
            },
        )
    }

    fn code(&self, license: &License) -> &'static str {
        self.accept(license).unwrap_err().code()
    }
}

fn unbound() -> License {
    License { bind: Bind { mode: BindMode::None, salt: lid(), machines: Vec::new(), max: 0 }, ..license() }
}

#[test]
fn the_answer_to_our_request_is_taken() {
    let accepted = Here::new().accept(&license()).unwrap();
    assert_eq!(accepted.machine, MachineMatch::Exact);
    assert_eq!(accepted.answers, Some(nonce(7)));
}

#[test]
fn a_licence_sent_again_is_taken_on_exactly_its_computer() {
    let here = Here { pending: PendingRequests::default(), ..Here::new() };
    assert_eq!(
        here.accept(&license()).unwrap().answers,
        None,
        "the request is forgotten, the computer is right"
    );
    assert!(here.accept(&License { req: None, ..license() }).is_ok(), "and without a request at all");
    let drifted = MachineComponents { os_id: None, ..computer() };
    let here = Here { machine: drifted, ..here };
    assert_eq!(here.code(&license()), "license_request_unknown", "a changed computer needs its own answer");
    assert!(here.accept(&License { req: None, ..license() }).is_ok());
}

#[test]
fn an_answer_for_any_computer_is_taken_by_the_one_that_asked() {
    assert!(Here::new().accept(&unbound()).is_ok());
    let elsewhere = Here { pending: PendingRequests::default(), ..Here::new() };
    assert_eq!(elsewhere.code(&unbound()), "license_request_unknown");
    assert!(elsewhere.accept(&License { req: None, ..unbound() }).is_ok());
}

#[test]
fn five_requests_wait_for_ninety_days() {
    let mut pending = PendingRequests::default();
    for byte in 1..=6 {
        pending.remember(nonce(byte), TODAY);
    }
    assert!(!pending.awaits(nonce(1), TODAY), "the oldest of six is forgotten");
    assert!(pending.awaits(nonce(2), TODAY) && pending.awaits(nonce(6), days(90)));
    assert!(!pending.awaits(nonce(6), days(90).plus_millis(1)) && !pending.any(days(91)));
    pending.remember(nonce(6), days(80));
    assert!(pending.awaits(nonce(6), days(100)), "made again, it waits again");
    pending.answered(nonce(6));
    assert!(!pending.awaits(nonce(6), TODAY));
    let kept = serde_json::to_string(&pending).unwrap();
    assert_eq!(serde_json::from_str::<PendingRequests>(&kept).unwrap(), pending);
    // A clock that went back does not make requests old.
    assert!(pending.awaits(nonce(2), days(-900)));
}

#[test]
fn what_stands_against_a_licence_is_told() {
    let elsewhere = Here { machine: other_computer(), ..Here::new() };
    assert_eq!(elsewhere.code(&license()), "license_wrong_machine");
    let withdrawn = Here { revocations: revocations(2), ..Here::new() };
    assert_eq!(withdrawn.code(&license()), "license_revoked");
    assert!(withdrawn.accept(&License { rev: 3, ..license() }).is_ok());
    let released = Here { tombstones: vec![Tombstone { lid: lid(), rev: 2 }], ..Here::new() };
    assert_eq!(released.code(&license()), "license_released");
    assert!(released.accept(&License { rev: 3, ..license() }).is_ok(), "the vendor gave it back");
}

#[test]
fn a_revision_is_not_followed_by_an_older_one() {
    let here = Here { current: Some(License { rev: 3, ..license() }), ..Here::new() };
    assert_eq!(here.code(&license()), "license_older_revision");
    assert!(here.accept(&License { rev: 3, ..license() }).is_ok(), "the same one again does no harm");
    assert!(here.accept(&License { rev: 4, ..license() }).is_ok());
    let other = LicenseId::generate(TODAY);
    assert!(
        here.accept(&License { lid: other, rev: 1, ..license() }).is_ok(),
        "another licence has its own count"
    );
}

#[test]
fn an_ended_licence_can_be_imported_and_its_state_tells_the_rest() {
    let here = Here { now: days(2_000), ..Here::new() };
    assert!(here.accept(&License { req: None, ..license() }).is_ok());
}
