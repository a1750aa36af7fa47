//! The audit log: dense, and nothing in it changes but a payload that is erased.

use sellify_domain::AuditEntryId;
use sellify_store::{AuditRow, PageRequest, StoreError};

use crate::{NOW, TestStore, run_sql};

fn row(seq: u64) -> AuditRow {
    AuditRow {
        seq,
        id: AuditEntryId::generate(NOW),
        at: NOW.plus_millis(seq as i64),
        actor: "person:window".into(),
        action: "contact.created".into(),
        object: "contact:1".into(),
        payload_ct: Some(vec![seq as u8; 40]),
        commitment: [1; 32],
        prev: [2; 32],
        hash: [seq as u8; 32],
    }
}

fn filled(rows: u64) -> TestStore {
    let store = TestStore::new();
    store.change(|w| (1..=rows).try_for_each(|seq| w.audit_entries_mut().append(&row(seq))));
    store
}

#[test]
fn the_head_is_the_last_row() {
    let store = TestStore::new();
    assert_eq!(store.read_blocking(|r| r.audit_entries().head()).unwrap(), None);
    let store = filled(3);
    let head = store.read_blocking(|r| r.audit_entries().head()).unwrap().unwrap();
    assert_eq!((head.seq, head.hash, head.at), (3, [3; 32], NOW.plus_millis(3)));
}

#[test]
fn numbers_have_no_gap_and_no_repeat() {
    let store = filled(2);
    for seq in [0, 1, 2, 4] {
        let refused = store.write_blocking(|w| w.audit_entries_mut().append(&row(seq)));
        assert!(refused.is_err(), "{seq} does not follow 2");
    }
    store.change(|w| w.audit_entries_mut().append(&row(3)));
}

#[test]
fn rows_can_be_neither_changed_nor_deleted_even_by_sql() {
    let store = filled(2);
    let attempts = [
        "DELETE FROM audit_entries WHERE seq = 2",
        "DELETE FROM audit_entries",
        "UPDATE audit_entries SET actor = 'nobody'",
        "UPDATE audit_entries SET payload_ct = x'00'",
        "UPDATE audit_entries SET payload_ct = NULL, hash = zeroblob(32)",
        "UPDATE audit_entries SET seq = 9 WHERE seq = 2",
        "REPLACE INTO audit_entries SELECT * FROM audit_entries WHERE seq = 1",
    ];
    for sql in attempts {
        assert!(run_sql(&store, sql).is_err(), "{sql}");
    }
    let mut seen = Vec::new();
    let all = store.read_blocking(|r| {
        r.audit_entries().for_each_from(1, |row| {
            seen.push(row.payload_ct);
            Ok::<_, StoreError>(())
        })
    });
    assert!(all.is_ok());
    assert_eq!(seen, [Some(vec![1; 40]), Some(vec![2; 40])]);
}

#[test]
fn a_payload_can_be_erased_and_the_rest_stays() {
    let store = filled(2);
    store.change(|w| w.audit_entries_mut().redact(1));
    let page = store.read_blocking(|r| r.audit_entries().list(&PageRequest::first(10))).unwrap();
    assert_eq!(page.items[1].payload_ct, None);
    assert_eq!(page.items[1].commitment, [1; 32]);
    let nothing = store.write_blocking(|w| w.audit_entries_mut().redact(9));
    assert!(matches!(nothing, Err(StoreError::NotFound { .. })));
}

#[test]
fn pages_go_from_the_newest_to_the_first() {
    let store = filled(5);
    let mut seen = Vec::new();
    let mut request = PageRequest::first(2);
    loop {
        let page = store.read_blocking(|r| r.audit_entries().list(&request)).unwrap();
        assert_eq!(page.total, 5);
        seen.extend(page.items.into_iter().map(|row| row.seq));
        match page.next {
            Some(next) => request.cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, [5, 4, 3, 2, 1]);
}
