//! Every bit of the keystore counts, and no damage costs more than the copy it hits.

use std::fs;
use std::sync::Arc;

use super::{LATER, by_code, machine, made};
use crate::keystore::{Keystore, SlotSecret};
use crate::{Computer, Keychain, KeystoreCopy, MemoryKeychain, OpenNotice, VaultError, open};

/// Whether these bytes open by either secret and prove genuine.
fn opens(bytes: &[u8], secrets: &[SlotSecret<'_>]) -> bool {
    let Ok(keystore) = Keystore::parse(bytes) else { return false };
    secrets.iter().any(|secret| {
        keystore
            .unwrap(secret)
            .is_ok_and(|master| keystore.is_genuine(&master) && keystore.open_keyset(&master).is_ok())
    })
}

#[test]
fn every_single_bit_flip_is_refused() {
    let made = made();
    let keychain = Arc::new(MemoryKeychain::default());
    let computer = Computer { keychain: keychain.clone(), ..machine() };
    // One slot of each kind: every field of every kind is flipped.
    made.keys.edit(&made.paths).set_passphrase("cheval pile agrafe correcte", LATER).unwrap();
    made.keys.edit(&made.paths).remember_computer(&computer, LATER).unwrap();
    let (good, device) = (made.bytes(), made.device());
    let in_keychain = keychain.read(made.keys.vault_id()).unwrap().unwrap();
    let secrets = [
        SlotSecret::Machine { os_id: &[1; 16], device: &device },
        SlotSecret::Keychain(&in_keychain),
        SlotSecret::Recovery(made.code.secret()),
    ];
    assert!(opens(&good, &secrets));
    for bit in 0..good.len() * 8 {
        let mut flipped = good.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(!opens(&flipped, &secrets), "bit {bit} of {}", good.len() * 8);
    }
}

#[test]
fn every_truncation_and_every_addition_is_refused() {
    let made = made();
    let good = made.bytes();
    let secrets = [SlotSecret::Recovery(made.code.secret())];
    for length in 0..good.len() {
        assert!(!opens(&good[..length], &secrets), "{length} bytes");
    }
    for tail in ["\n", " ", "mac: ", "\0"] {
        assert!(!opens(&[&good[..], tail.as_bytes()].concat(), &secrets), "{tail:?}");
    }
}

#[test]
fn a_flipped_byte_anywhere_falls_back_to_the_copy_and_says_so() {
    let made = made();
    let good = made.bytes();
    for at in (0..good.len()).step_by(17) {
        let mut flipped = good.clone();
        flipped[at] ^= 0x01;
        fs::write(made.paths.keystore(), &flipped).unwrap();
        fs::write(made.paths.keystore_mirror(), &good).unwrap();
        match open(&made.paths, &machine()) {
            Ok(opened) => {
                assert!(made.same_keys(&opened.keys), "byte {at}");
                assert!(
                    matches!(
                        opened.notices[..],
                        [OpenNotice::KeystoreFallbackUsed { copy: KeystoreCopy::Mirror, .. }]
                    ),
                    "byte {at}: {:?}",
                    opened.notices
                );
            }
            // The version digit: 1 became 0 or 3; a newer file is never worked around.
            Err(error) => assert_eq!((error.code(), at), ("keystore_too_new", 17), "byte {at}"),
        }
    }
}

#[test]
fn without_any_copy_the_damage_is_named() {
    let made = made();
    let good = String::from_utf8(made.bytes()).unwrap();
    let with = |text: String| {
        made.keep_only_current();
        fs::write(made.paths.keystore(), &text).unwrap();
        let error = open(&made.paths, &machine()).unwrap_err();
        assert_eq!(fs::read_to_string(made.paths.keystore()).unwrap(), text, "the file is left as it is");
        error.code()
    };
    assert_eq!(with(good.replacen("\"created\":1", "\"created\":2", 1)), "keystore_tampered");
    assert_eq!(with(good.replacen("\"slots\"", "\"slot\"", 1)), "keystore_corrupt");
    assert_eq!(with(String::new()), "keystore_corrupt");
}

#[test]
fn swapped_wrappings_are_refused() {
    let made = made();
    made.keep_only_current();
    let text = String::from_utf8(made.bytes()).unwrap();
    for member in ["\"salt\":\"", "\"ct\":\"", "\"nonce\":\"", "\"commit\":\""] {
        let spots: Vec<usize> = text.match_indices(member).map(|(at, _)| at + member.len()).take(2).collect();
        let value = |at: usize| text[at..].split('"').next().unwrap().to_owned();
        let (one, two) = (value(spots[0]), value(spots[1]));
        let mut swapped = text.clone();
        swapped.replace_range(spots[1]..spots[1] + two.len(), &one);
        swapped.replace_range(spots[0]..spots[0] + one.len(), &two);
        fs::write(made.paths.keystore(), swapped).unwrap();
        assert!(open(&made.paths, &machine()).is_err(), "{member}");
        assert!(by_code(&made.paths, &machine(), &made.code, LATER).is_err(), "{member}");
    }
}

#[test]
fn a_newer_keystore_is_left_alone_even_when_an_older_copy_would_open() {
    let made = made();
    let newer =
        String::from_utf8(made.bytes()).unwrap().replacen("KEYSTORE/1", "KEYSTORE/2", 1) + "more lines\n";
    for bytes in [newer.clone().into_bytes(), [newer.as_bytes(), &[b'x'; 70_000][..]].concat()] {
        fs::write(made.paths.keystore(), &bytes).unwrap();
        let by_machine = open(&made.paths, &machine()).unwrap_err();
        let by_code = by_code(&made.paths, &machine(), &made.code, LATER).unwrap_err();
        assert_eq!((by_machine.code(), by_code.code()), ("keystore_too_new", "keystore_too_new"));
        assert_eq!(fs::read(made.paths.keystore()).unwrap(), bytes, "untouched");
    }
}

#[test]
fn a_keyset_of_a_newer_version_is_not_misread() {
    let made = made();
    let master = made.master();
    let keystore = Keystore::parse(&made.bytes()).unwrap();
    let keyset = keystore.open_keyset(&master).unwrap();
    let newer = String::from_utf8(keyset.to_vec()).unwrap().replacen("{\"v\":1", "{\"v\":2", 1);
    let read = crate::keyset::Keyset::parse(newer.as_bytes());
    assert!(matches!(read, Err(VaultError::KeystoreTooNew)));
}

#[test]
fn ten_thousand_bytes_of_noise_over_a_keystore_never_open() {
    use proptest::prelude::*;
    let made = made();
    let (good, secret) = (made.bytes(), *made.code.secret());
    proptest!(ProptestConfig::with_cases(512), |(edits in prop::collection::vec((0_usize..good.len(), any::<u8>()), 1..8))| {
        let mut noisy = good.clone();
        for (at, byte) in edits {
            noisy[at] = byte;
        }
        prop_assume!(noisy != good);
        prop_assert!(!opens(&noisy, &[SlotSecret::Recovery(&secret)]));
    });
}
