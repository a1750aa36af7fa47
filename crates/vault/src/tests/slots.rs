//! Every subset of slots: the vault opens if and only if one valid slot is left for the secret at hand.

use uuid::Uuid;

use super::{NOW, key};
use crate::crypto::Key;
use crate::keyset::Keyset;
use crate::keystore::{Keystore, KeystoreDraft, Rejected, Slot, SlotRefusal, SlotSecret};
use crate::{Passphrase, VaultError};

const VAULT: Uuid = Uuid::from_u128(0x0192_1111_2222_7333_8444_5555_6666_7777);

/// A slot of a kind that this version reads and keeps but has no secret for.
fn foreign_slot(kind: &str, kdf: &str, id: u128) -> String {
    let b64 = |length: usize| "A".repeat((length * 8).div_ceil(6));
    let (id, salt, nonce, ct) = (Uuid::from_u128(id), b64(32), b64(12), b64(48));
    format!(
        r#"{{"id":"{id}","type":"{kind}","v":1,"label":"Poste de Zoé","created":1,"kdf":{kdf},"salt":"{salt}","commit":"{salt}","nonce":"{nonce}","ct":"{ct}"}}"#
    )
}

fn plain_keyset() -> zeroize::Zeroizing<Vec<u8>> {
    Keyset::generate(None).unwrap().to_bytes().unwrap()
}

/// A keystore with these slots written into its text, signed like a real one.
fn with_foreign(slots: &[String], master: &Key, real: &[SlotSecret<'_>]) -> Vec<u8> {
    let mut draft = KeystoreDraft::first(VAULT, NOW.as_millis());
    for secret in real {
        draft.add(Slot::wrap(&VAULT, secret, master, NOW).unwrap()).unwrap();
    }
    for slot in slots {
        draft.add_raw(slot.clone());
    }
    draft.finish(master, &plain_keyset()).unwrap()
}

#[test]
fn every_subset_of_the_four_slot_kinds_opens_exactly_by_the_secrets_it_holds() {
    let (master, device, recovery, os_id) = (key(42), key(7), [5_u8; 20], [6_u8; 16]);
    let (in_keychain, typed) = (key(9), Passphrase::new("quatre mots faciles à garder").unwrap());
    let secrets = [
        SlotSecret::Machine { os_id: &os_id, device: &device },
        SlotSecret::Keychain(&in_keychain),
        SlotSecret::Passphrase(&typed),
        SlotSecret::Recovery(&recovery),
    ];
    // One slot of each kind; a passphrase's derivation is made once.
    let slots = secrets.map(|secret| Slot::wrap(&VAULT, &secret, &master, NOW).unwrap());
    for subset in 0..16_u8 {
        let has = |at: usize| subset & (1 << at) != 0;
        let mut draft = KeystoreDraft::first(VAULT, NOW.as_millis());
        for (at, slot) in slots.iter().enumerate().filter(|(at, _)| has(*at)) {
            assert_eq!(slot.kind(), Some(secrets[at].kind()));
            draft.add(slot.clone()).unwrap();
        }
        let keystore = Keystore::parse(&draft.finish(&master, &plain_keyset()).unwrap()).unwrap();
        for (at, secret) in secrets.iter().enumerate() {
            let opened = keystore.unwrap(secret);
            assert_eq!(opened.is_ok(), has(at), "subset {subset:04b}, secret {at}");
            assert!(opened.is_err() || opened.is_ok_and(|found| found == master));
        }
        assert!(keystore.is_genuine(&master), "subset {subset:04b}");
    }
}

#[test]
fn a_wrong_secret_is_told_from_a_damaged_slot() {
    let (master, recovery) = (key(42), [5_u8; 20]);
    let bytes = with_foreign(&[], &master, &[SlotSecret::Recovery(&recovery)]);
    let wrong = Keystore::parse(&bytes).unwrap().unwrap(&SlotSecret::Recovery(&[6; 20]));
    assert_eq!(wrong.unwrap_err(), SlotRefusal::WrongSecret);
    let text = String::from_utf8(bytes).unwrap();
    let at = text.find(r#""ct":""#).unwrap() + 6;
    let other = if &text[at..=at] == "A" { "B" } else { "A" };
    let mut damaged = text;
    damaged.replace_range(at..=at, other);
    let refusal = Keystore::parse(damaged.as_bytes()).unwrap().unwrap(&SlotSecret::Recovery(&recovery));
    assert!(matches!(refusal.unwrap_err(), SlotRefusal::Corrupt(_)));
}

#[test]
fn a_slot_cannot_serve_another_vault_or_another_kind() {
    let (master, recovery) = (key(42), [5_u8; 20]);
    let slot = Slot::wrap(&VAULT, &SlotSecret::Recovery(&recovery), &master, NOW).unwrap();
    assert!(slot.unwrap(&VAULT, &SlotSecret::Recovery(&recovery)).is_ok());
    let elsewhere = slot.unwrap(&Uuid::from_u128(1), &SlotSecret::Recovery(&recovery));
    assert_eq!(elsewhere.unwrap_err(), SlotRefusal::WrongSecret);
    let (os_id, device) = ([5; 16], key(5));
    let other_kind = slot.unwrap(&VAULT, &SlotSecret::Machine { os_id: &os_id, device: &device });
    assert_eq!(other_kind.unwrap_err(), SlotRefusal::WrongSecret);
}

#[test]
fn a_slot_of_a_kind_not_known_yet_is_carried_along_byte_for_byte() {
    let (master, recovery) = (key(42), [5_u8; 20]);
    let hello = r#"{"v":7,"type":"fido2","id":"00000000-0000-0000-0000-0000000000aa","chip":{"a":[1,2]},"label":"Clé de Zoé"}"#;
    let newer = foreign_slot("recovery", "{}", 9).replace(r#""v":1"#, r#""v":2"#);
    let bytes = with_foreign(&[hello.into(), newer.clone()], &master, &[SlotSecret::Recovery(&recovery)]);
    let keystore = Keystore::parse(&bytes).unwrap();
    let mut draft = keystore.next_draft();
    let (os_id, device) = ([1; 16], key(1));
    draft
        .add(
            Slot::wrap(&VAULT, &SlotSecret::Machine { os_id: &os_id, device: &device }, &master, NOW)
                .unwrap(),
        )
        .unwrap();
    let rewritten = draft.finish(&master, &keystore.open_keyset(&master).unwrap()).unwrap();
    let text = String::from_utf8(rewritten).unwrap();
    assert!(text.contains(hello) && text.contains(&newer), "{text}");
    assert_eq!(Keystore::parse(text.as_bytes()).unwrap().generation(), 2);
}

#[test]
fn a_keyset_member_not_known_yet_survives_a_rewrap() {
    let master = key(42);
    let plain = plain_keyset();
    let text = String::from_utf8(plain.to_vec()).unwrap();
    let newer = text.replacen(r#"{"v":1,"#, r#"{"v":1,"tokens":{"b":[1,{"c":"x"}]},"#, 1);
    assert_ne!(text, newer);
    let bytes = KeystoreDraft::first(VAULT, 1).finish(&master, newer.as_bytes()).unwrap();
    let keystore = Keystore::parse(&bytes).unwrap();
    let opened = keystore.open_keyset(&master).unwrap();
    let again = Keyset::parse(&opened).unwrap().to_bytes().unwrap();
    let again = String::from_utf8(again.to_vec()).unwrap();
    assert!(again.contains(r#""tokens":{"b":[1,{"c":"x"}]}"#), "kept as it was: {again}");
}

#[test]
fn key_settings_outside_the_range_are_refused_before_any_memory_is_taken() {
    let absurd = [
        r#"{"m":19455,"t":3,"p":4}"#,
        r#"{"m":1048577,"t":3,"p":4}"#,
        r#"{"m":65536,"t":0,"p":4}"#,
        r#"{"m":65536,"t":17,"p":4}"#,
        r#"{"m":65536,"t":3,"p":0}"#,
        r#"{"m":65536,"t":3,"p":17}"#,
    ];
    for kdf in absurd {
        let bytes = with_foreign(&[foreign_slot("passphrase", kdf, 1)], &key(1), &[]);
        assert_eq!(Keystore::parse(&bytes).unwrap_err(), Rejected::KdfOutOfRange, "{kdf}");
    }
    for (kind, kdf) in
        [("passphrase", "{}"), ("hwid", r#"{"m":65536,"t":3,"p":4}"#), ("recovery", r#"{"t":3}"#)]
    {
        let bytes = with_foreign(&[foreign_slot(kind, kdf, 1)], &key(1), &[]);
        assert_eq!(Keystore::parse(&bytes).unwrap_err(), Rejected::Malformed, "{kind} {kdf}");
    }
}

#[test]
fn sixteen_slots_of_which_four_are_computers_is_the_most() {
    let foreign =
        |count: u128, kind: &str| (1..=count).map(|n| foreign_slot(kind, "{}", n)).collect::<Vec<_>>();
    assert!(Keystore::parse(&with_foreign(&foreign(16, "recovery"), &key(1), &[])).is_ok());
    assert!(Keystore::parse(&with_foreign(&foreign(17, "recovery"), &key(1), &[])).is_err());
    assert!(Keystore::parse(&with_foreign(&foreign(4, "hwid"), &key(1), &[])).is_ok());
    assert!(Keystore::parse(&with_foreign(&foreign(5, "hwid"), &key(1), &[])).is_err());
    let twins = vec![foreign_slot("recovery", "{}", 3), foreign_slot("fido2", "{}", 3)];
    assert!(Keystore::parse(&with_foreign(&twins, &key(1), &[])).is_err(), "two slots with one id");

    let full = Keystore::parse(&with_foreign(&foreign(16, "recovery"), &key(1), &[])).unwrap();
    let slot = Slot::wrap(&VAULT, &SlotSecret::Recovery(&[1; 20]), &key(1), NOW).unwrap();
    assert!(matches!(full.next_draft().add(slot), Err(VaultError::TooManySlots)));
}
