//! The vectors of the age project through our reader: nothing wrong is taken, nothing makes it panic.

use std::fs;
use std::io::Read;
use std::path::PathBuf;

use sellify_backup::{BackupError, inspect};

/// The library reads two headers that the specification forbids (its own tests say so). Both are authenticated by the
/// header's MAC, so nobody without the key can make one.
const LENIENT: [&str; 2] = ["stanza_missing_body", "stanza_missing_final_line"];

/// The vectors, when they are here.
fn vectors() -> Option<Vec<(String, Vec<u8>)>> {
    let corpora = std::env::var_os("SELLIFY_CORPORA").map(PathBuf::from);
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpora");
    let folder = corpora.unwrap_or(root).join("crypto/age-testkit");
    let Ok(files) = fs::read_dir(&folder) else {
        println!("skipped: the age vectors are not here (SELLIFY_CORPORA)");
        return None;
    };
    Some(
        files
            .map(|file| file.unwrap())
            .map(|file| (file.file_name().to_string_lossy().into_owned(), fs::read(file.path()).unwrap()))
            .collect(),
    )
}

/// The lines of the textual header, and the file behind it.
fn parts(vector: &[u8]) -> (Vec<(String, String)>, &[u8]) {
    let end = vector.windows(2).position(|window| window == b"\n\n").unwrap();
    let head = String::from_utf8_lossy(&vector[..end]);
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    (lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(), &vector[end + 2..])
}

#[test]
fn no_vector_passes_for_a_backup_and_each_has_its_reason() {
    let Some(vectors) = vectors() else { return };
    let mut tried = 0;
    for (name, vector) in vectors {
        let (head, file) = parts(&vector);
        let value =
            |wanted: &str| head.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        let expected = value("expect").unwrap();
        // Ours are neither armoured, nor opened by a passphrase, nor packed by the kit itself.
        if value("compressed").is_some() {
            continue;
        }
        let identities: Vec<&str> =
            head.iter().filter(|(name, _)| name == "identity").map(|(_, value)| value.as_str()).collect();
        let unused = "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0";
        let identity = identities.first().copied().unwrap_or(unused);
        let refused = inspect(file, identity, &name).unwrap_err();
        tried += 1;
        let plain = value("armored").is_none() && value("passphrase").is_none() && !identity.contains("PQ");
        match expected {
            // It opens, and what is inside is not a tar of ours.
            "success" if plain && identities.len() == 1 => assert!(
                matches!(refused, BackupError::Damaged | BackupError::EntryRejected { .. }),
                "{name}: {refused:?}"
            ),
            "no match" if plain => {
                assert!(matches!(refused, BackupError::WrongRecoveryCode { .. }), "{name}: {refused:?}");
            }
            "HMAC failure" | "payload failure" if plain => {
                assert!(matches!(refused, BackupError::Damaged), "{name}: {refused:?}");
            }
            _ => {}
        }
    }
    assert!(tried > 100, "{tried} vectors");
}

/// What came out before a fault is right; what is wrong ends in an error and never in an early, silent end.
#[test]
fn payloads_come_out_whole_or_with_an_error() {
    let Some(vectors) = vectors() else { return };
    let mut whole = 0;
    for (name, vector) in vectors {
        let (head, file) = parts(&vector);
        let value =
            |wanted: &str| head.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        let (Some(identity), None, None) = (value("identity"), value("armored"), value("compressed")) else {
            continue;
        };
        let Ok(identity) = identity.parse::<age::x25519::Identity>() else { continue };
        let Ok(opened) = age::Decryptor::new_buffered(file) else { continue };
        let Ok(mut stream) = opened.decrypt(std::iter::once(&identity as _)) else { continue };
        let mut payload = Vec::new();
        let read = stream.read_to_end(&mut payload);
        let hash: String = {
            use sha2::Digest;
            sha2::Sha256::digest(&payload).iter().map(|byte| format!("{byte:02x}")).collect()
        };
        if value("expect") == Some("success") {
            assert!(read.is_ok() && Some(hash.as_str()) == value("payload"), "{name}: {read:?}");
            whole += 1;
        } else if !LENIENT.contains(&name.as_str()) {
            assert!(read.is_err(), "{name} ended without an error");
        }
    }
    assert!(whole > 5, "{whole} whole payloads");
}
