//! Files that were cut off, changed, forged or made by a newer version: each has its named error.

use std::fs;
use std::io::Write;

use age::secrecy::ExposeSecret;
use proptest::prelude::*;
use sellify_backup::{BackupError, inspect};
use sha2::{Digest, Sha256};

use crate::{Firm, unpack_with};

/// Length of an encrypted chunk of the age format, with its tag.
const CHUNK: usize = 64 * 1024 + 16;

/// Where the payload begins: after the line of the header's MAC and the nonce.
fn payload_start(bytes: &[u8]) -> usize {
    let mac = bytes.windows(5).position(|window| window == b"\n--- ").unwrap() + 1;
    mac + bytes[mac..].iter().position(|byte| *byte == b'\n').unwrap() + 1 + 16
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let firm = Firm::with(400);
    let bytes = fs::read(firm.back_up().unwrap().path).unwrap();
    let start = payload_start(&bytes);
    let places =
        [0, 1, 21, 22, 100, start - 17, start - 1, start, start + 1, start + CHUNK, start + 2 * CHUNK];
    for cut in places.into_iter().chain([bytes.len() / 2, bytes.len() - CHUNK, bytes.len() - 1]) {
        let refused = firm.unpack(&bytes[..cut]).unwrap_err();
        assert!(
            matches!(refused, BackupError::Damaged | BackupError::NotABackup),
            "cut at {cut} of {}: {refused:?}",
            bytes.len()
        );
    }
}

#[test]
fn every_flipped_bit_of_the_header_is_refused() {
    let firm = Firm::with(1);
    let bytes = fs::read(firm.back_up().unwrap().path).unwrap();
    for bit in 0..payload_start(&bytes) * 8 {
        let mut damaged = bytes.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let read = inspect(&damaged[..], &firm.code.backup_identity(), "x");
        assert!(read.is_err(), "bit {bit} of the header");
    }
}

#[test]
fn swapped_doubled_and_missing_chunks_are_refused() {
    let firm = Firm::with(2_000);
    let bytes = fs::read(firm.back_up().unwrap().path).unwrap();
    let start = payload_start(&bytes);
    let (first, second) = (start..start + CHUNK, start + CHUNK..start + 2 * CHUNK);
    assert!(bytes.len() > start + 4 * CHUNK, "several chunks");
    let mut swapped = bytes[..start].to_vec();
    swapped.extend([&bytes[second.clone()], &bytes[first.clone()], &bytes[second.end..]].concat());
    let doubled = [&bytes[..second.end], &bytes[second.clone()], &bytes[second.end..]].concat();
    let missing = [&bytes[..first.end], &bytes[second.end..]].concat();
    let longer = [&bytes[..], b"more"].concat();
    for (what, damaged) in
        [("swapped", swapped), ("doubled", doubled), ("missing", missing), ("longer", longer)]
    {
        let refused = firm.unpack(&damaged);
        assert!(matches!(refused, Err(BackupError::Damaged)), "{what}: {refused:?}");
    }
}

#[test]
fn other_files_are_not_backups() {
    let firm = Firm::with(1);
    for other in [
        &b""[..],
        b"PK\x03\x04",
        b"age-encryption.org/v2\n",
        b"-----BEGIN AGE ENCRYPTED FILE-----\n",
        &[0; 5_000],
    ] {
        let refused = firm.unpack(other);
        assert!(matches!(refused, Err(BackupError::NotABackup)), "{refused:?}");
    }
}

/// A file that the code opens and that holds whatever a forger wants.
fn forged(firm: &Firm, tar: &[u8]) -> Vec<u8> {
    let recipient: age::x25519::Recipient = firm.code.backup_recipient().parse().unwrap();
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as _)).unwrap();
    let mut out = encryptor.wrap_output(Vec::new()).unwrap();
    out.write_all(tar).unwrap();
    out.finish().unwrap()
}

/// A tar as any tool writes it.
fn tar_of(entries: &[(&str, &[u8])]) -> tar::Builder<Vec<u8>> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in entries {
        let mut header = tar::Header::new_ustar();
        header.set_entry_type(tar::EntryType::Regular);
        header.set_size(bytes.len() as u64);
        header.set_path(name).unwrap();
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    tar
}

fn hex_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn manifest(entries: &[(&str, u64, String)]) -> Vec<u8> {
    let entries: Vec<_> = entries
        .iter()
        .map(|(name, bytes, sha256)| serde_json::json!({"name": name, "bytes": bytes, "sha256": sha256}))
        .collect();
    let vault = "0199a0c4-2a5e-7c3b-8d1f-0123456789ab";
    serde_json::json!({
        "format": 1, "app_version": "0", "schema": 1, "vault_id": vault, "firm": "", "created_at": 0,
        "recovery_key_id": "rkAB12", "counts": {}, "audit": null, "entries": entries,
    })
    .to_string()
    .into_bytes()
}

fn refusal(firm: &Firm, tar: tar::Builder<Vec<u8>>) -> BackupError {
    firm.unpack(&forged(firm, &tar.into_inner().unwrap())).unwrap_err()
}

#[test]
fn entries_that_are_not_in_the_manifest_are_refused() {
    let firm = Firm::with(1);
    let good = manifest(&[("keyset.json", 1, hex_of(b"k")), ("vault.db", 1, hex_of(b"d"))]);
    let rejected = |tar| matches!(refusal(&firm, tar), BackupError::EntryRejected { .. });
    assert!(rejected(tar_of(&[("vault.db", b"d"), ("manifest.json", &good)])), "the manifest comes first");
    assert!(rejected(tar_of(&[("manifest.json", &good), ("notes.txt", b"x")])));
    assert!(
        rejected(tar_of(&[("manifest.json", &good), ("vault.db", b"longer")])),
        "a bomb: more than was said"
    );
    let twice = tar_of(&[("manifest.json", &good), ("vault.db", b"d"), ("vault.db", b"d")]);
    assert!(rejected(twice));
    let missing = tar_of(&[("manifest.json", &good), ("keyset.json", b"k")]);
    assert!(matches!(refusal(&firm, missing), BackupError::Damaged));
    let changed = tar_of(&[("manifest.json", &good), ("keyset.json", b"K")]);
    assert!(matches!(refusal(&firm, changed), BackupError::Damaged), "another hash");
}

#[test]
fn links_and_ways_out_of_the_folder_are_refused() {
    let firm = Firm::with(1);
    let good = manifest(&[("keyset.json", 1, hex_of(b"k")), ("vault.db", 1, hex_of(b"d"))]);
    for kind in
        [tar::EntryType::Symlink, tar::EntryType::Link, tar::EntryType::Directory, tar::EntryType::Fifo]
    {
        let mut tar = tar_of(&[("manifest.json", &good)]);
        let mut header = tar::Header::new_ustar();
        header.set_path("vault.db").unwrap();
        header.set_entry_type(kind);
        header.set_size(0);
        header.set_link_name("somewhere").unwrap();
        header.set_cksum();
        tar.append(&header, &b""[..]).unwrap();
        let refused = refusal(&firm, tar);
        assert!(matches!(refused, BackupError::EntryRejected { .. }), "{kind:?}: {refused:?}");
    }
    // A long name comes as an extension, which ours never has: nothing of it is read into memory.
    let mut tar = tar_of(&[("manifest.json", &good)]);
    let mut header = tar::Header::new_gnu();
    header.set_size(1);
    tar.append_data(&mut header, "a/".repeat(90) + "x", &b"x"[..]).unwrap();
    assert!(matches!(refusal(&firm, tar), BackupError::Damaged | BackupError::EntryRejected { .. }));
}

#[test]
fn sizes_that_no_disk_holds_are_refused_before_anything_is_written() {
    let firm = Firm::with(1);
    let huge = manifest(&[("keyset.json", 1, hex_of(b"k")), ("vault.db", u64::MAX / 2, hex_of(b"d"))]);
    let refused = refusal(&firm, tar_of(&[("manifest.json", &huge)]));
    assert!(matches!(refused, BackupError::DiskFull { needed, .. } if needed > 1 << 60), "{refused:?}");
    let hash = hex_of(b"d");
    let sums = manifest(&[("keyset.json", u64::MAX, hex_of(b"k")), ("vault.db", u64::MAX, hash)]);
    let refused = refusal(&firm, tar_of(&[("manifest.json", &sums)]));
    assert!(matches!(refused, BackupError::EntryRejected { .. }), "{refused:?}");
    let keys = vec![b' '; 300 << 10];
    let fat = manifest(&[("keyset.json", keys.len() as u64, hex_of(&keys)), ("vault.db", 1, hex_of(b"d"))]);
    let refused = refusal(&firm, tar_of(&[("manifest.json", &fat), ("keyset.json", &keys)]));
    assert!(matches!(refused, BackupError::EntryRejected { .. }), "{refused:?}");
}

#[test]
fn a_newer_format_is_told_as_newer() {
    let firm = Firm::with(1);
    let newer = br#"{"format": 2, "everything": "else"}"#;
    assert!(matches!(refusal(&firm, tar_of(&[("manifest.json", newer)])), BackupError::TooNew));
}

#[test]
fn a_database_that_is_none_is_refused_although_its_hash_agrees() {
    let firm = Firm::with(1);
    let made = firm.back_up().unwrap();
    let unpacked = firm.unpack(&fs::read(made.path).unwrap()).unwrap();
    let database = vec![7_u8; 65_536];
    let mut manifest = unpacked.manifest.clone();
    for entry in &mut manifest.entries {
        if entry.name == "vault.db" {
            (entry.bytes, entry.sha256) = (database.len() as u64, hex_of(&database));
        }
    }
    let manifest = serde_json::to_vec(&manifest).unwrap();
    let tar =
        tar_of(&[("manifest.json", &manifest), ("keyset.json", &unpacked.keyset), ("vault.db", &database)]);
    let refused = refusal(&firm, tar);
    assert_eq!(refused.code(), "database_damaged");
}

#[test]
fn another_program_s_age_file_is_no_backup() {
    let firm = Firm::with(1);
    let refused = firm.unpack(&forged(&firm, b"hello")).unwrap_err();
    assert!(matches!(refused, BackupError::Damaged), "{refused:?}");
    let identity = age::x25519::Identity::generate();
    let secret = identity.to_string();
    let sealed = age::encrypt(&identity.to_public(), b"hello").unwrap();
    assert!(unpack_with(&sealed, secret.expose_secret()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_flipped_byte_of_the_body_is_refused(place in 0.0_f64..1.0, bit in 0_u8..8) {
        static FILE: std::sync::OnceLock<(Vec<u8>, String)> = std::sync::OnceLock::new();
        let (bytes, identity) = FILE.get_or_init(|| {
            let firm = Firm::with(50);
            (fs::read(firm.back_up().unwrap().path).unwrap(), firm.code.backup_identity().to_string())
        });
        let start = payload_start(bytes) - 16;
        let mut damaged = bytes.clone();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a file of a few hundred kilobytes")]
        let at = start + ((bytes.len() - start - 1) as f64 * place) as usize;
        damaged[at] ^= 1 << bit;
        let refused = unpack_with(&damaged, identity);
        prop_assert!(matches!(refused, Err(BackupError::Damaged)), "byte {at}: {refused:?}");
    }
}
