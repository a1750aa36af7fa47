//! Licences: one in force, requests that expire, tombstones and lists that only rise, a trial that begins once.

use sellify_domain::Timestamp;
use sellify_store::{LicenseClock, LicenseEnd, LicenseListKind, LicenseListRecord, TombstoneRecord};

use crate::{NOW, TestStore, run_sql};

fn list(kind: LicenseListKind, seq: u64) -> LicenseListRecord {
    LicenseListRecord { kind, seq, text: format!("list {seq}"), received_at: NOW }
}

fn clock(began: Timestamp, state: &str) -> LicenseClock<Vec<i64>> {
    LicenseClock { trial_started: began, anchor: vec![1, 2], known_state: state.to_owned() }
}

#[test]
fn one_licence_is_in_force_and_the_others_stay_as_they_came() {
    let store = TestStore::new();
    store.change(|w| w.licenses_mut().install(&[1; 16], 1, "first\n", NOW));
    store.change(|w| w.licenses_mut().install(&[1; 16], 2, "second\r\n", NOW.plus_millis(1)));
    let (force, history) = store
        .read_blocking(|r| {
            Ok::<_, sellify_store::StoreError>((r.licenses().in_force()?, r.licenses().history()?))
        })
        .unwrap();
    assert_eq!(force.map(|license| (license.rev, license.text)), Some((2, "second\r\n".to_owned())));
    assert_eq!(history.len(), 2);
    assert_eq!((history[1].text.as_str(), history[1].ended_at), ("first\n", Some(NOW.plus_millis(1))));
    assert!(run_sql(&store, "UPDATE licenses SET ended_at = NULL, ended_by = NULL").is_err(), "two in force");
}

#[test]
fn a_released_licence_is_over_and_its_tombstone_never_goes_down() {
    let store = TestStore::new();
    store.change(|w| w.licenses_mut().install(&[1; 16], 3, "three", NOW));
    assert!(store.change(|w| w.licenses_mut().end(LicenseEnd::Released, NOW)));
    assert!(!store.change(|w| w.licenses_mut().end(LicenseEnd::Released, NOW)), "there is none any more");
    for rev in [3, 2] {
        let stone = TombstoneRecord { lid: [1; 16], rev, released_at: NOW, text: format!("release {rev}") };
        store.change(|w| w.licenses_mut().bury(&stone));
    }
    let stones = store.read_blocking(|r| r.licenses().tombstones()).unwrap();
    assert_eq!(stones.iter().map(|stone| stone.rev).collect::<Vec<_>>(), [3]);
}

#[test]
fn the_last_five_requests_wait_for_their_answers() {
    let store = TestStore::new();
    for number in 0..7_u8 {
        store.change(|w| w.licenses_mut().remember_request(&[number; 16], NOW.plus_millis(number.into())));
    }
    let waiting = || store.read_blocking(|r| r.licenses().requests()).unwrap();
    assert_eq!(waiting(), [2, 3, 4, 5, 6_u8].map(|number| ([number; 16], NOW.plus_millis(number.into()))));
    store.change(|w| w.licenses_mut().forget_request(&[4; 16]));
    assert_eq!(waiting().len(), 4, "an answer is given once");
}

#[test]
fn an_older_list_never_replaces_a_newer_one_of_its_kind() {
    let store = TestStore::new();
    let crl = |seq| list(LicenseListKind::Revocations, seq);
    store.change(|w| w.licenses_mut().keep_list(&crl(7)));
    assert!(store.write_blocking(|w| w.licenses_mut().keep_list(&crl(6))).is_err());
    store.change(|w| w.licenses_mut().keep_list(&crl(7)));
    store.change(|w| w.licenses_mut().keep_list(&list(LicenseListKind::Keys, 1)));
    let read = |kind| store.read_blocking(|r| r.licenses().list(kind)).unwrap();
    assert_eq!(read(LicenseListKind::Revocations), Some(crl(7)));
    assert_eq!(read(LicenseListKind::Keys).map(|list| list.seq), Some(1), "each kind counts by itself");
}

#[test]
fn the_trial_begins_once() {
    let store = TestStore::new();
    let read = || store.read_blocking(|r| r.licenses().clock::<Vec<i64>>()).unwrap();
    assert_eq!(read(), None);
    store.change(|w| w.licenses_mut().keep_clock(&clock(NOW, "trial"), NOW));
    store.change(|w| w.licenses_mut().keep_clock(&clock(NOW.plus_millis(9), "none"), NOW));
    assert_eq!(read(), Some(clock(NOW, "none")), "the beginning stays, the rest follows");
    assert!(run_sql(&store, "UPDATE license_clock SET trial_started = 1").is_err());
}
