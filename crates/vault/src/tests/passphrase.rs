//! The passphrase: one spelling, a slow derivation with known answers, settings checked before any memory is taken.

use super::vectors::hex;
use super::{LATER, by_passphrase, machine, made};
use crate::passphrase::argon2id;
use crate::{Computer, Passphrase, SlotKind, VaultError, ways_in};

const WORDS: &str = "cheval pile agrafe correcte";

#[test]
fn argon2id_gives_the_reference_implementation_s_answers() {
    // Argon2id, version 0x13, from the reference implementation's own tests (password, somesalt).
    let cases = [
        (65_536, 2, 1, "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"),
        (65_536, 1, 1, "f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98"),
        (65_536, 4, 1, "9025d48e68ef7395cca9079da4c4ec3affb3c8911fe4f86d1a2520856f63172c"),
    ];
    for (memory, passes, lanes, expected) in cases {
        let key = argon2id(b"password", b"somesalt", memory, passes, lanes).unwrap();
        assert_eq!(key.to_vec(), hex(expected), "m={memory} t={passes} p={lanes}");
    }
}

#[test]
fn settings_outside_the_range_are_refused() {
    for (memory, passes, lanes) in [
        (19_455, 3, 4),
        (1_048_577, 3, 4),
        (u32::MAX, 3, 4),
        (65_536, 0, 4),
        (65_536, 17, 4),
        (65_536, 3, 0),
        (65_536, 3, 17),
    ] {
        let refused = argon2id(b"x", &[0; 32], memory, passes, lanes).unwrap_err();
        assert_eq!(refused.code(), "kdf_params_out_of_range", "{memory} {passes} {lanes}");
    }
}

#[test]
fn twelve_characters_are_the_fewest_counted_after_normalisation() {
    assert!(Passphrase::new("éééééééééééé").is_ok());
    assert!(matches!(Passphrase::new("onze lettre"), Err(VaultError::PassphraseTooShort)));
    // Eleven letters, one of them written in two parts.
    assert!(matches!(Passphrase::new("onze lettre\u{301}"), Err(VaultError::PassphraseTooShort)));
    assert!(matches!(Passphrase::new(&"x".repeat(1_025)), Err(VaultError::PassphraseTooLong)));
    assert!(matches!(Passphrase::new(""), Err(VaultError::PassphraseTooShort)));
}

#[test]
fn the_same_letters_are_the_same_passphrase_on_every_keyboard() {
    let made = made();
    made.keys.edit(&made.paths).set_passphrase("crème brûlée ﬁne", LATER).unwrap();
    let decomposed = "cre\u{300}me bru\u{302}le\u{301}e fine";
    assert!(made.same_keys(&by_passphrase(&made.paths, &Computer::numbered(2), decomposed).unwrap().keys));
}

#[test]
fn a_passphrase_opens_on_another_computer_which_is_then_remembered() {
    let made = made();
    assert_eq!(ways_in(&made.paths).unwrap(), [SlotKind::Machine, SlotKind::Recovery]);
    made.keys.edit(&made.paths).set_passphrase(WORDS, LATER).unwrap();
    assert_eq!(ways_in(&made.paths).unwrap(), [SlotKind::Machine, SlotKind::Passphrase, SlotKind::Recovery]);
    let other = Computer::numbered(2);
    for wrong in ["", "cheval", "Cheval pile agrafe correcte", "cheval pile agrafe correcte "] {
        let refused = by_passphrase(&made.paths, &other, wrong).unwrap_err();
        assert_eq!(refused.code(), "slot_wrong_secret", "{wrong:?}");
    }
    let opened = by_passphrase(&made.paths, &other, WORDS).unwrap();
    assert!(made.same_keys(&opened.keys));
    assert_eq!(opened.by.kind, SlotKind::Passphrase);
    assert!(crate::open(&made.paths, &other).is_ok(), "silently the next time");
}

#[test]
fn a_replaced_passphrase_stops_working_also_by_the_previous_copy() {
    let made = made();
    let keys = made.keys.edit(&made.paths).set_passphrase(WORDS, LATER).unwrap();
    keys.edit(&made.paths).set_passphrase("un tout autre choix", LATER).unwrap();
    assert_eq!(
        std::fs::read(made.paths.keystore_prev()).unwrap(),
        made.bytes(),
        "no copy keeps the old slot"
    );
    let old = by_passphrase(&made.paths, &machine(), WORDS).unwrap_err();
    assert_eq!(old.code(), "slot_wrong_secret");
    assert!(by_passphrase(&made.paths, &machine(), "un tout autre choix").is_ok());
}

#[test]
fn the_passphrase_is_nowhere_in_files_or_debug_output() {
    let made = made();
    let keys = made.keys.edit(&made.paths).set_passphrase(WORDS, LATER).unwrap();
    let shown = format!("{keys:?} {:?}", Passphrase::new(WORDS).unwrap());
    assert!(!shown.contains("cheval"), "{shown}");
    assert!(!String::from_utf8(made.bytes()).unwrap().contains("cheval"));
}
