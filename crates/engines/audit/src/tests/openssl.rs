//! Somebody else's program agrees: OpenSSL verifies our signatures, `sha256sum`-like tools our hashes.

use std::path::Path;
use std::process::Command;

use super::{NOW, signed_vault};
use crate::checkpoint::message;
use crate::export::container_for_tests::{pem, read};
use crate::{CheckpointReason, ExportOptions};

/// Whether `openssl` says that the signature is good; none when it is not installed.
fn openssl(folder: &Path, key: &[u8], message: &[u8], signature: &[u8]) -> Option<bool> {
    for (name, bytes) in [("key.pem", key), ("message", message), ("signature", signature)] {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    let ran = Command::new("openssl")
        .current_dir(folder)
        .args(["pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin"])
        .args(["-in", "message", "-sigfile", "signature"])
        .output();
    match ran {
        Ok(output) => Some(output.status.success()),
        Err(error) => {
            assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
            println!("skipped: openssl is not installed");
            None
        }
    }
}

#[test]
fn openssl_verifies_an_export_as_the_documentation_says() {
    let vault = signed_vault();
    vault.append(3);
    let made = vault.store.read_blocking(|r| vault.log.export(r, &ExportOptions::default(), NOW)).unwrap();
    let parts = read(&made.bytes).unwrap();
    let message = [b"SELLIFY-AUDIT-V1\0", parts.manifest.as_slice()].concat();
    let folder = tempfile::tempdir().unwrap();
    let Some(good) = openssl(folder.path(), &parts.public_key, &message, &parts.signature) else { return };
    assert!(good);
    let other = [message.as_slice(), b" "].concat();
    assert_eq!(openssl(folder.path(), &parts.public_key, &other, &parts.signature), Some(false));
}

#[test]
fn openssl_verifies_a_checkpoint() {
    let vault = signed_vault();
    vault.append(3);
    vault.store.write_blocking(|tx| vault.log.checkpoint(tx, NOW, CheckpointReason::Backup)).unwrap();
    let row = vault.rows().1.checkpoints[0].clone();
    let folder = tempfile::tempdir().unwrap();
    let message = message(vault.log.sealer.vault_id(), &row);
    assert!(openssl(folder.path(), &pem(&row.public_key), &message, &row.signature) != Some(false));
}
