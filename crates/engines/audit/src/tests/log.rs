//! Appending inside a transaction, reading details back, verifying a log nobody touched.

use sellify_domain::{Actor, Door, Timestamp};
use sellify_store::PageRequest;
use serde_json::json;

use super::{NOW, Vault, vault};
use crate::{AuditError, Fault, FaultKind};

const WHO: Actor = Actor::Person { door: Door::CommandLine };

fn append(vault: &Vault, count: u64) {
    vault
        .store
        .write_blocking::<_, AuditError>(|tx| {
            for n in 0..count {
                let now = Timestamp::from_millis(NOW.as_millis() + i64::try_from(n).unwrap());
                vault.log.append(
                    tx,
                    now,
                    &WHO,
                    "contact.created",
                    &format!("contact {n}"),
                    &json!({ "n": n }),
                )?;
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn an_untouched_log_verifies_and_reads_back() {
    let vault = vault();
    append(&vault, 40);
    let (found, page) = vault
        .store
        .read_blocking::<_, AuditError>(|r| {
            Ok((vault.log.verify(r)?, r.audit_entries().list(&PageRequest { cursor: None, limit: 5 })?))
        })
        .unwrap();
    assert_eq!((found.entries, found.redacted, found.fault), (40, 0, None));
    assert_eq!(page.items[0].hash, found.head);
    assert_eq!(vault.log.details(&page.items[0]).unwrap(), Some(json!({ "n": 39 })));
    assert_eq!(page.items[0].actor, "person:command-line");
}

#[test]
fn an_empty_log_verifies() {
    let vault = vault();
    let found = vault.store.read_blocking(|r| vault.log.verify(r)).unwrap();
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
    append(&vault, 2);
    let refused = vault.store.write_blocking::<(), AuditError>(|tx| {
        vault.log.append(tx, NOW, &WHO, "contact.deleted", "x", &json!({}))?;
        Err(AuditError::Details)
    });
    assert!(refused.is_err());
    let found = vault.store.read_blocking(|r| vault.log.verify(r)).unwrap();
    assert_eq!(found.entries, 2, "the entry went with its transaction");
}

#[test]
fn lawful_erasure_keeps_the_chain_whole() {
    let vault = vault();
    append(&vault, 5);
    vault.store.write_blocking::<_, AuditError>(|tx| Ok(tx.audit_entries_mut().redact(3)?)).unwrap();
    append(&vault, 1);
    let found = vault.store.read_blocking(|r| vault.log.verify(r)).unwrap();
    assert_eq!((found.entries, found.redacted, found.fault), (6, 1, None));
}

#[test]
fn another_vaults_keys_do_not_verify_this_log() {
    let (one, other) = (vault(), vault());
    append(&one, 1);
    let found = one.store.read_blocking(|r| other.log.verify(r)).unwrap();
    assert_eq!(found.fault, Some(Fault { seq: 1, kind: FaultKind::Edited }));
}

#[test]
fn an_anchor_from_elsewhere_shows_what_the_chain_alone_cannot() {
    let vault = vault();
    append(&vault, 4);
    let head = vault.store.read_blocking(|r| r.audit_entries().head()).unwrap().unwrap();
    let check = |seq, hash: &[u8; 32]| {
        vault.store.read_blocking(|r| vault.log.verify_from_anchor(r, seq, hash)).unwrap().fault
    };
    assert_eq!(check(head.seq, &head.hash), None);
    assert_eq!(
        check(9, &head.hash),
        Some(Fault { seq: 5, kind: FaultKind::Truncated }),
        "entries 5 to 9 were cut off"
    );
    assert_eq!(
        check(4, &[7; 32]),
        Some(Fault { seq: 4, kind: FaultKind::Forked }),
        "history was written anew"
    );
}
