//! Exports: whole, changed in every manner, and not exports at all.

use proptest::prelude::*;
use sellify_domain::Actor;
use sellify_store::PageRequest;

use super::{NOW, Vault, signed_vault, vault};
use crate::{AuditError, CheckpointReason, ExportError, ExportOptions, ExportRange, Exported, check_export};

fn export_of(vault: &Vault, options: &ExportOptions) -> Result<Exported, AuditError> {
    vault.store.read_blocking(|r| vault.log.export(r, options, NOW))
}

fn whole() -> &'static Vec<u8> {
    static WHOLE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    WHOLE.get_or_init(|| {
        let vault = signed_vault();
        vault.append(9);
        vault.store.write_blocking(|tx| vault.log.redact(tx, NOW, &Actor::System, 4, "asked")).unwrap();
        vault.store.write_blocking(|tx| vault.log.checkpoint(tx, NOW, CheckpointReason::Export)).unwrap();
        vault.append(2);
        export_of(&vault, &ExportOptions::default()).unwrap().bytes
    })
}

/// The export with one of its files changed; everything around it as a careful forger would write it.
fn with(name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut parts = crate::export::container_for_tests::read(whole()).unwrap();
    let file = if name == "entries.jsonl" { &mut parts.entries } else { &mut parts.checkpoints };
    *file = change(std::str::from_utf8(file).unwrap()).into_bytes();
    crate::export::container_for_tests::write(&parts).unwrap()
}

fn entries(change: impl Fn(&mut Vec<String>)) -> Vec<u8> {
    with("entries.jsonl", |text| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        change(&mut lines);
        lines.iter().map(|line| format!("{line}\n")).collect()
    })
}

/// (file, line, entry, kind) of the fault.
fn fault_of(bytes: &[u8]) -> (&'static str, u64, Option<u64>, &'static str) {
    let fault = check_export(bytes).unwrap().fault.expect("a fault");
    (fault.file, fault.line, fault.seq, fault.kind)
}

#[test]
fn a_whole_export_is_good() {
    let check = check_export(whole()).unwrap();
    assert_eq!((check.entries, check.checkpoints, check.fault.clone()), (12, 1, None));
    assert_eq!((check.manifest.redacted, check.manifest.with_details), (1, true));
    assert_eq!(check.manifest.key_fingerprint().len(), 19, "{}", check.manifest.key_fingerprint());
}

#[test]
fn the_first_bad_line_is_named() {
    let edited = entries(|lines| lines[4] = lines[4].replace("contact 4", "contact 5"));
    assert_eq!(fault_of(&edited), ("entries.jsonl", 5, Some(5), "edited"));
    let words = entries(|lines| lines[6] = lines[6].replace("\\\"n\\\":6", "\\\"n\\\":7"));
    assert_eq!(fault_of(&words), ("entries.jsonl", 7, Some(7), "details_edited"));
    let spaced = entries(|lines| lines[2] = lines[2].replace("\"seq\":3", "\"seq\": 3"));
    assert_eq!(fault_of(&spaced), ("entries.jsonl", 3, None, "edited"));
    let deleted = entries(|lines| drop(lines.remove(2)));
    assert_eq!(fault_of(&deleted), ("entries.jsonl", 3, Some(3), "missing"));
    let repeated = entries(|lines| lines.insert(3, lines[2].clone()));
    assert_eq!(fault_of(&repeated), ("entries.jsonl", 4, Some(3), "reordered"));
    let swapped = entries(|lines| lines.swap(6, 7));
    assert_eq!(fault_of(&swapped), ("entries.jsonl", 7, Some(7), "missing"));
    let cut = entries(|lines| lines.truncate(10));
    assert_eq!(fault_of(&cut), ("entries.jsonl", 11, Some(11), "truncated"));
    let nothing = entries(Vec::clear);
    assert_eq!(fault_of(&nothing), ("entries.jsonl", 1, Some(1), "truncated"));
}

#[test]
fn details_taken_out_afterwards_are_found() {
    let out = entries(|lines| {
        let line: serde_json::Value = serde_json::from_str(&lines[5]).unwrap();
        for member in ["details", "salt"] {
            lines[5] = lines[5].replace(&line[member].to_string(), "null");
        }
    });
    assert_eq!(fault_of(&out), ("entries.jsonl", 0, None, "edited"), "the Merkle root covers them");
}

#[test]
fn a_checkpoint_changed_or_taken_out_is_found() {
    let changed = with("checkpoints.jsonl", |text| text.replace("\"export\"", "\"backup\""));
    assert_eq!(fault_of(&changed), ("checkpoints.jsonl", 1, Some(10), "checkpoint_edited"));
    let gone = with("checkpoints.jsonl", |_| String::new());
    assert_eq!(fault_of(&gone), ("checkpoints.jsonl", 0, None, "checkpoint_missing"));
}

#[test]
fn a_manifest_signed_by_nobody_is_found() {
    let mut bytes = whole().clone();
    let at = bytes.windows(12).position(|window| window == b"\"created_ms\"").unwrap();
    let digit = at + 14;
    bytes[digit] = if bytes[digit] == b'9' { b'8' } else { b'9' };
    assert_eq!(fault_of(&bytes), ("manifest.json", 0, None, "signature"));
}

#[test]
fn a_range_begins_in_the_middle_and_still_checks() {
    let vault = signed_vault();
    vault.append(40);
    let range = ExportRange { from: Some(NOW.plus_millis(10)), to: Some(NOW.plus_millis(20)) };
    let made = export_of(&vault, &ExportOptions { range, without_details: false }).unwrap();
    assert_eq!((made.manifest.first_seq, made.manifest.last_seq), (11, 20));
    let check = check_export(&made.bytes).unwrap();
    assert_eq!((check.entries, check.fault), (10, None));
    let later = ExportRange { from: Some(NOW.plus_millis(1_000)), to: None };
    let nothing = export_of(&vault, &ExportOptions { range: later, without_details: false });
    assert!(matches!(nothing, Err(AuditError::NothingToExport)));
}

#[test]
fn details_can_be_left_at_home() {
    let vault = signed_vault();
    vault
        .store
        .write_blocking(|tx| {
            let details = serde_json::json!({ "to": "CANARY@exemple.fr" });
            vault.log.append(tx, NOW, &Actor::System, "a.b", "c", &details)
        })
        .unwrap();
    let full = export_of(&vault, &ExportOptions::default()).unwrap().bytes;
    assert!(full.windows(6).any(|window| window == b"CANARY"));
    let options = ExportOptions { without_details: true, ..ExportOptions::default() };
    let bare = export_of(&vault, &options).unwrap().bytes;
    assert!(!bare.windows(6).any(|window| window == b"CANARY"));
    assert_eq!(check_export(&bare).unwrap().fault, None);
}

#[test]
fn a_log_that_nobody_signs_is_not_exported() {
    let vault = vault();
    vault.append(1);
    assert!(matches!(export_of(&vault, &ExportOptions::default()), Err(AuditError::SignerMissing)));
}

#[test]
fn a_broken_log_is_not_vouched_for() {
    let (one, other) = (signed_vault(), vault());
    other.append(3);
    let sealed_elsewhere =
        crate::AuditLog::new(one.keys.sealer()).signed_by(ed25519_dalek::SigningKey::from_bytes(&[7; 32]));
    let refused = other.store.read_blocking(|r| sealed_elsewhere.export(r, &ExportOptions::default(), NOW));
    assert!(matches!(refused, Err(AuditError::Broken(fault)) if fault.seq == 1));
}

#[test]
fn other_files_are_refused_by_name() {
    assert_eq!(check_export(b"").unwrap_err(), ExportError::NotAnExport);
    assert_eq!(check_export(b"%PDF-1.7 and so on").unwrap_err(), ExportError::NotAnExport);
    assert_eq!(check_export(&whole()[..whole().len() / 2]).unwrap_err(), ExportError::NotAnExport);
    let mut newer = whole().clone();
    let at = newer.windows(22).position(|window| window == b"sellify-audit-export/1").unwrap();
    newer[at + 21] = b'2';
    assert_eq!(check_export(&newer).unwrap_err(), ExportError::TooNew);
    let mut named = whole().clone();
    named[..13].copy_from_slice(b"../etc/passwd");
    assert!(check_export(&named).is_err());
}

#[test]
fn pages_of_the_log_and_lines_of_the_export_agree() {
    let vault = signed_vault();
    vault.append(3);
    let made = export_of(&vault, &ExportOptions::default()).unwrap();
    let page = vault.store.read_blocking(|r| r.audit_entries().list(&PageRequest::first(1))).unwrap();
    assert_eq!(made.manifest.head, crate::hex::encode(&page.items[0].hash));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_bit_of_an_export_matters(at: prop::sample::Index, bit in 0_u8..8) {
        let mut bytes = whole().clone();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let good = check_export(&bytes).is_ok_and(|check| check.fault.is_none());
        prop_assert!(!good, "byte {at}, bit {bit}");
    }

    #[test]
    fn any_bytes_are_refused_and_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_048)) {
        prop_assert!(check_export(&bytes).is_err());
    }

    #[test]
    fn any_cut_is_found(at: prop::sample::Index) {
        let at = at.index(whole().len());
        let good = check_export(&whole()[..at]).is_ok_and(|check| check.fault.is_none());
        prop_assert!(!good, "cut at {at}");
    }
}
