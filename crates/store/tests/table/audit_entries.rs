//! The audit log: dense, and nothing in it changes but a payload that is erased.

use sellify_domain::AuditEntryId;
use sellify_store::{AuditQuery, AuditRow, CheckpointRow, PageRequest, StoreError};

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

#[test]
fn entries_are_found_by_actor_action_object_time_and_text() {
    let store = TestStore::new();
    let entry = |seq: u64, actor: &str, action: &str, object: &str| AuditRow {
        actor: actor.into(),
        action: action.into(),
        object: object.into(),
        ..row(seq)
    };
    let rows = [
        entry(1, "system", "contact.created", "a"),
        entry(2, "person:window", "contact.deleted", "b"),
        entry(3, "system", "contacts.exported", "contacts"),
        entry(4, "api-key:Kiosque", "campaign.started", "b"),
    ];
    store.change(|w| rows.iter().try_for_each(|row| w.audit_entries_mut().append(row)));
    let find = |query: AuditQuery| -> Vec<u64> {
        let page = store.read_blocking(|r| r.audit_entries().find(&query)).unwrap();
        assert_eq!(page.total, page.items.len() as u64);
        page.items.iter().map(|row| row.seq).collect()
    };
    let given = |text: &str| Some(text.to_owned());
    assert_eq!(find(AuditQuery::default()), [4, 3, 2, 1]);
    assert_eq!(find(AuditQuery { actor: given("system"), ..Default::default() }), [3, 1]);
    assert_eq!(find(AuditQuery { action: given("contact.deleted"), ..Default::default() }), [2]);
    assert_eq!(find(AuditQuery { action: given("contact"), ..Default::default() }), [2, 1]);
    assert_eq!(find(AuditQuery { object: given("b"), ..Default::default() }), [4, 2]);
    let (from, to) = (Some(NOW.plus_millis(2)), Some(NOW.plus_millis(4)));
    assert_eq!(find(AuditQuery { from, to, ..Default::default() }), [3, 2]);
    assert_eq!(find(AuditQuery { text: given("KIOSQUE"), ..Default::default() }), [4]);
    assert_eq!(find(AuditQuery { text: given("0303 0303"), ..Default::default() }), [3], "by its hash");
    assert_eq!(find(AuditQuery { text: given("2"), ..Default::default() }), [2], "by its number");
    assert_eq!(find(AuditQuery { text: given("%"), ..Default::default() }), [0_u64; 0]);
    let facets = store.read_blocking(|r| r.audit_entries().facets()).unwrap();
    assert_eq!(facets.actors, ["api-key:Kiosque", "person:window", "system"]);
    assert_eq!(
        facets.actions,
        ["campaign.started", "contact.created", "contact.deleted", "contacts.exported"]
    );
}

#[test]
fn a_payload_is_sealed_again_but_never_comes_back() {
    let sealed = |byte: u8| [vec![0x53, 1, 1], vec![byte; 40]].concat();
    let store = TestStore::new();
    store.change(|w| w.audit_entries_mut().append(&AuditRow { payload_ct: Some(sealed(1)), ..row(1) }));
    let reseal = |present: Vec<u8>, by: Vec<u8>| {
        store.write_blocking(|w| w.audit_entries_mut().reseal(1, &present, &by))
    };
    assert!(reseal(sealed(1), sealed(2)).unwrap());
    assert!(!reseal(sealed(1), sealed(3)).unwrap(), "somebody else was faster");
    assert!(reseal(sealed(2), vec![9; 43]).is_err(), "not a sealed value");
    assert!(reseal(sealed(2), vec![0x53, 1, 1, 9]).is_err(), "another length is another value");
    store.change(|w| w.audit_entries_mut().redact(1));
    assert!(run_sql(&store, "UPDATE audit_entries SET payload_ct = x'530101'").is_err());
}

#[test]
fn checkpoints_are_dense_and_stay() {
    let store = filled(3);
    let checkpoint = |number, seq| CheckpointRow {
        number,
        seq,
        hash: [7; 32],
        at: NOW,
        reason: "count".into(),
        epoch: 0,
        key_index: 0,
        mac: None,
        public_key: [8; 32],
        signature: [9; 64],
    };
    let append =
        |number, seq| store.write_blocking(|w| w.audit_checkpoints_mut().append(&checkpoint(number, seq)));
    append(1, 2).unwrap();
    assert!(append(3, 3).is_err(), "3 does not follow 1");
    assert!(append(2, 1).is_err(), "a checkpoint never stands before an earlier one");
    append(2, 3).unwrap();
    for sql in ["DELETE FROM audit_checkpoints", "UPDATE audit_checkpoints SET reason = 'exit'"] {
        assert!(run_sql(&store, sql).is_err(), "{sql}");
    }
    let all = store.read_blocking(|r| r.audit_checkpoints().all()).unwrap();
    assert_eq!(all, [checkpoint(1, 2), checkpoint(2, 3)]);
}
