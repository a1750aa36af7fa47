//! Appending inside a transaction, reading details back, verifying a log nobody touched.

use sellify_domain::{Actor, Door};
use sellify_store::PageRequest;
use serde_json::json;

use super::{NOW, vault};
use crate::{Anchor, AuditError, Evidence, Fault, FaultKind, Level, NewEntry};

const WHO: Actor = Actor::Person { door: Door::CommandLine };

#[test]
fn an_untouched_log_verifies_and_reads_back() {
    let vault = vault();
    vault.append(40);
    let (found, page) = vault
        .store
        .read_blocking::<_, AuditError>(|r| {
            Ok((
                vault.log.verify(r, &Evidence::default())?,
                r.audit_entries().list(&PageRequest { cursor: None, limit: 5 })?,
            ))
        })
        .unwrap();
    assert_eq!((found.entries, found.redacted, found.fault), (40, 0, None));
    assert_eq!(page.items[0].hash, found.head);
    assert_eq!(vault.log.details(&page.items[0]).unwrap(), Some(json!({ "n": 39 })));
    assert_eq!(page.items[0].actor, "system");
    assert_eq!(found.level, Some(Level::L2), "without a key that signs there are no checkpoints");
}

#[test]
fn an_empty_log_verifies() {
    let vault = vault();
    let found = vault.store.read_blocking(|r| vault.log.verify(r, &Evidence::default())).unwrap();
    assert_eq!((found.entries, found.fault), (0, None));
}

#[test]
fn details_are_not_readable_in_the_row() {
    let vault = vault();
    vault
        .store
        .write_blocking::<_, AuditError>(|tx| {
            vault.log.append(tx, NOW, &WHO, "connection.created", "c", &json!({ "secret": "CANARY-77" }))
        })
        .unwrap();
    let page = vault.store.read_blocking(|r| r.audit_entries().list(&PageRequest { cursor: None, limit: 1 }));
    let sealed = page.unwrap().items[0].payload_ct.clone().unwrap();
    assert!(!sealed.windows(9).any(|w| w == b"CANARY-77"));
}

#[test]
fn a_change_that_fails_leaves_no_entry() {
    let vault = vault();
    vault.append(2);
    let refused = vault.store.write_blocking::<(), AuditError>(|tx| {
        vault.log.append(tx, NOW, &WHO, "contact.deleted", "x", &json!({}))?;
        Err(AuditError::Details)
    });
    assert!(refused.is_err());
    let found = vault.store.read_blocking(|r| vault.log.verify(r, &Evidence::default())).unwrap();
    assert_eq!(found.entries, 2, "the entry went with its transaction");
}

#[test]
fn lawful_erasure_keeps_the_chain_whole_and_is_recorded() {
    let vault = vault();
    vault.append(5);
    vault.store.write_blocking(|tx| vault.log.redact(tx, NOW, &WHO, 3, "asked by the person")).unwrap();
    vault.append(1);
    let found = vault.verify(&Evidence::default());
    assert_eq!((found.entries, found.redacted, found.fault), (7, 1, None));
    let (rows, _) = vault.rows();
    assert_eq!(vault.log.details(&rows[2]).unwrap(), None);
    assert_eq!((rows[5].action.as_str(), rows[5].object.as_str()), ("audit.redacted", "audit:3"));
    let again = vault.store.write_blocking(|tx| vault.log.redact(tx, NOW, &WHO, 3, "again"));
    assert!(again.is_err(), "what is erased cannot be erased");
}

#[test]
fn details_that_went_without_a_word_are_found() {
    let vault = vault();
    vault.append(5);
    vault.store.write_blocking::<_, AuditError>(|tx| Ok(tx.audit_entries_mut().redact(2)?)).unwrap();
    let found = vault.verify(&Evidence::default());
    assert_eq!(found.fault, Some(Fault { seq: 2, kind: FaultKind::DetailsMissing }));
}

#[test]
fn many_entries_at_once_make_the_same_chain() {
    let vault = vault();
    vault.append(3);
    let details = json!({ "list": [1, 2] });
    let entry = NewEntry { at: NOW, actor: &WHO, action: "contact.changed", object: "c", details: &details };
    let last = vault.store.write_blocking(|tx| vault.log.append_all(tx, [entry; 300])).unwrap();
    assert_eq!(last.map(|last| last.seq), Some(303));
    let found = vault.verify(&Evidence::default());
    assert_eq!((found.entries, found.fault), (303, None));
    let nothing = vault.store.write_blocking(|tx| vault.log.append_all(tx, [])).unwrap();
    assert_eq!(nothing, None);
}

#[test]
fn another_vaults_keys_do_not_verify_this_log() {
    let (one, other) = (vault(), vault());
    one.append(1);
    let found = one.store.read_blocking(|r| other.log.verify(r, &Evidence::default())).unwrap();
    assert_eq!(found.fault, Some(Fault { seq: 1, kind: FaultKind::Edited }));
}

#[test]
fn an_anchor_from_elsewhere_shows_what_the_chain_alone_cannot() {
    let vault = vault();
    vault.append(4);
    let head = vault.store.read_blocking(|r| r.audit_entries().head()).unwrap().unwrap();
    let check = |seq, hash: [u8; 32]| {
        let anchors = vec![Anchor { place: "keystore".into(), seq, hash }];
        let found = vault.verify(&Evidence { anchors, ..Evidence::default() });
        (found.fault, found.anchors[0].ok)
    };
    assert_eq!(check(head.seq, head.hash), (None, true));
    let cut = Fault { seq: 5, kind: FaultKind::Truncated };
    assert_eq!(check(9, head.hash), (Some(cut), false), "entries 5 to 9 were cut off");
    let forked = Fault { seq: 4, kind: FaultKind::Forked };
    assert_eq!(check(4, [7; 32]), (Some(forked), false), "history was written anew");
}
