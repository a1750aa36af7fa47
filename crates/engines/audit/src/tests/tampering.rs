//! Somebody with the database's key edits, deletes, reorders, inserts and cuts entries: each is found.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sellify_domain::{Actor, AuditEntryId, Timestamp};
use sellify_store::AuditRow;
use sellify_vault::Sealer;
use serde_json::json;

use super::{NOW, vault};
use crate::chain::entry_hash;
use crate::verify::Check;
use crate::{AuditError, Fault, FaultKind, Verification};

/// Entries of a real log, written once.
struct Written {
    rows: Vec<AuditRow>,
    sealer: Sealer,
}

fn written() -> &'static Written {
    static WRITTEN: std::sync::OnceLock<Written> = std::sync::OnceLock::new();
    WRITTEN.get_or_init(|| {
        let vault = vault();
        let mut rows = Vec::new();
        vault
            .store
            .write_blocking::<_, AuditError>(|tx| {
                for n in 0..24_i64 {
                    let now = Timestamp::from_millis(NOW.as_millis() + n);
                    vault.log.append(
                        tx,
                        now,
                        &Actor::System,
                        "campaign.sent",
                        &format!("c{n}"),
                        &json!([n]),
                    )?;
                }
                tx.audit_entries().for_each_from::<AuditError>(1, |row| {
                    rows.push(row);
                    Ok(())
                })
            })
            .unwrap();
        Written { rows, sealer: vault.keys.sealer() }
    })
}

fn check(rows: &[AuditRow]) -> Verification {
    let mut check = Check::new(&written().sealer, false, BTreeMap::new());
    rows.iter().for_each(|row| check.next(row));
    check.finish()
}

fn renumber(rows: &mut [AuditRow]) {
    (1_u64..).zip(rows).for_each(|(seq, row)| row.seq = seq);
}

/// One field of an entry, changed.
fn edit(row: &mut AuditRow, field: u8, bit: usize) {
    let flip = |bytes: &mut [u8]| {
        let at = bit % (bytes.len() * 8);
        bytes[at / 8] ^= 1 << (at % 8);
    };
    match field % 8 {
        0 => row.at = row.at.plus_millis(1 + i64::try_from(bit).unwrap()),
        1 => row.actor.push('x'),
        2 => row.action = "contact.read".into(),
        3 => row.object.insert(0, ' '),
        4 => row.payload_ct.iter_mut().for_each(|sealed| flip(sealed)),
        5 => flip(&mut row.commitment),
        6 => flip(&mut row.prev),
        _ => flip(&mut row.hash),
    }
}

#[test]
fn the_written_entries_are_good() {
    assert_eq!(check(&written().rows).fault, None);
}

#[test]
fn text_cannot_slide_from_one_field_to_the_next() {
    let mut rows = written().rows.clone();
    rows[3].actor = "system".to_owned() + "c";
    rows[3].action = "ampaign.sent".into();
    assert_eq!(check(&rows).fault, Some(Fault { seq: 4, kind: FaultKind::Edited }));
}

#[test]
fn an_entry_with_another_rows_id_does_not_open() {
    let mut rows = written().rows.clone();
    rows[5].id = AuditEntryId::generate(NOW);
    assert_eq!(check(&rows).fault, Some(Fault { seq: 6, kind: FaultKind::DetailsEdited }));
}

#[test]
fn details_swapped_between_two_entries_are_found() {
    let mut rows = written().rows.clone();
    let other = rows[8].payload_ct.clone();
    rows[7].payload_ct = other;
    assert_eq!(check(&rows).fault, Some(Fault { seq: 8, kind: FaultKind::DetailsEdited }));
}

#[test]
fn a_rewritten_entry_breaks_the_one_after_it() {
    let written = written();
    let mut rows = written.rows.clone();
    rows[4].object = "somebody else".into();
    rows[4].hash = entry_hash(written.sealer.vault_id(), &rows[4]);
    assert_eq!(check(&rows).fault, Some(Fault { seq: 6, kind: FaultKind::Forked }));
}

proptest! {
    #[test]
    fn any_edit_is_found_where_it_was_made(at in 0_usize..24, field: u8, bit in 0_usize..4_096) {
        let mut rows = written().rows.clone();
        edit(&mut rows[at], field, bit);
        let fault = check(&rows).fault;
        prop_assert_eq!(fault.map(|f| f.seq), Some(u64::try_from(at).unwrap() + 1));
    }

    #[test]
    fn a_deleted_entry_is_found(at in 0_usize..23, renumbered: bool) {
        let mut rows = written().rows.clone();
        rows.remove(at);
        if renumbered {
            renumber(&mut rows);
        }
        let kind = if renumbered { FaultKind::Edited } else { FaultKind::Missing };
        prop_assert_eq!(check(&rows).fault, Some(Fault { seq: u64::try_from(at).unwrap() + 1, kind }));
    }

    #[test]
    fn a_cut_in_the_middle_is_found(from in 0_usize..23, length in 1_usize..23) {
        let mut rows = written().rows.clone();
        let end = (from + length).min(23);
        prop_assume!(from < end);
        rows.drain(from..end);
        prop_assert_eq!(check(&rows).fault, Some(Fault { seq: u64::try_from(from).unwrap() + 1, kind: FaultKind::Missing }));
    }

    #[test]
    fn exchanged_entries_are_found(one in 0_usize..24, two in 0_usize..24, renumbered: bool) {
        prop_assume!(one != two);
        let mut rows = written().rows.clone();
        rows.swap(one, two);
        if renumbered {
            renumber(&mut rows);
        }
        prop_assert!(check(&rows).fault.is_some());
    }

    #[test]
    fn an_inserted_entry_is_found(at in 0_usize..24, hashed: bool, renumbered: bool) {
        let written = written();
        let mut rows = written.rows.clone();
        let mut forged = rows[at].clone();
        forged.object = "forged".into();
        forged.seq = u64::try_from(at).unwrap() + 1;
        if hashed {
            forged.hash = entry_hash(written.sealer.vault_id(), &forged);
        }
        rows.insert(at, forged);
        if renumbered {
            renumber(&mut rows);
        }
        prop_assert!(check(&rows).fault.is_some());
    }
}
