//! Taking ways in out: the invariants, the passphrase-required mode, a new master key.

use std::fs;
use std::sync::Arc;

use super::{LATER, Made, by_code, by_passphrase, machine, made};
use crate::{
    Computer, FixedMachineId, KeystoreEditor, MemoryKeychain, NoKeychain, SlotInfo, SlotKind, UnlockSecret,
    VaultKeys, open, open_with, ways_in,
};

const WORDS: &str = "cheval pile agrafe correcte";

impl Made {
    fn edit(&self) -> KeystoreEditor<'_> {
        self.keys.edit(&self.paths)
    }

    fn slots(&self) -> Vec<SlotInfo> {
        self.edit().slots(&machine()).unwrap()
    }

    fn slot(&self, kind: SlotKind) -> SlotInfo {
        self.slots().into_iter().find(|slot| slot.kind == kind).unwrap()
    }
}

/// Opened anew, so that only what opened it counts as seen.
fn reopened(made: &Made) -> VaultKeys {
    open(&made.paths, &machine()).unwrap().keys
}

#[test]
fn slots_say_what_they_are() {
    let made = made();
    by_code(&made.paths, &Computer::numbered(2), &made.code, LATER).unwrap();
    let slots = made.slots();
    let seen: Vec<_> = slots.iter().map(|slot| (slot.kind, slot.this_computer)).collect();
    assert_eq!(seen, [(SlotKind::Machine, true), (SlotKind::Recovery, false), (SlotKind::Machine, false)]);
    assert_eq!(slots[2].created, LATER);
}

#[test]
fn the_last_portable_slot_stays() {
    let made = made();
    let code = made.slot(SlotKind::Recovery).id;
    assert_eq!(made.edit().remove_slot(code).unwrap_err().code(), "last_portable_slot");
    made.edit().set_passphrase(WORDS, LATER).unwrap();
    let keys = made.edit().remove_slot(code).unwrap();
    assert_eq!(ways_in(&made.paths).unwrap(), [SlotKind::Machine, SlotKind::Passphrase]);
    assert_eq!(keys.edit(&made.paths).remove_passphrase().unwrap_err().code(), "last_portable_slot");
    let refused = by_code(&made.paths, &machine(), &made.code, LATER).unwrap_err();
    assert_eq!(refused.code(), "recovery_code_wrong_vault");
}

#[test]
fn a_slot_is_taken_out_only_after_another_was_seen_to_open() {
    let made = made();
    let keys = reopened(&made);
    let machine_slot = made.slot(SlotKind::Machine).id;
    let refused = keys.edit(&made.paths).remove_slot(machine_slot).unwrap_err();
    assert_eq!(refused.code(), "no_other_slot_opened", "only the slot itself was seen");
    let wrong = super::made();
    let refused = keys.edit(&made.paths).prove(UnlockSecret::RecoveryCode(&wrong.code)).unwrap_err();
    assert_eq!(refused.code(), "recovery_code_wrong_vault");
    keys.edit(&made.paths).prove(UnlockSecret::RecoveryCode(&made.code)).unwrap();
    keys.edit(&made.paths).remove_slot(machine_slot).unwrap();
    assert_eq!(open(&made.paths, &machine()).unwrap_err().code(), "hwid_changed");
    assert!(by_code(&made.paths, &machine(), &made.code, LATER).is_ok());
}

#[test]
fn a_computer_that_is_gone_can_be_forgotten_and_stays_forgotten() {
    let made = made();
    let gone = Computer::numbered(2);
    by_code(&made.paths, &gone, &made.code, LATER).unwrap();
    let before = made.bytes();
    let other = made.slots().into_iter().find(|slot| slot.kind == SlotKind::Machine && !slot.this_computer);
    made.edit().remove_slot(other.unwrap().id).unwrap();
    assert_eq!(open(&made.paths, &gone).unwrap_err().code(), "hwid_changed");
    assert!(open(&made.paths, &machine()).is_ok());
    fs::write(made.paths.keystore_prev(), before).unwrap();
    assert_eq!(
        open(&made.paths, &gone).unwrap_err().code(),
        "hwid_changed",
        "an old copy does not bring it back"
    );
    let missing = made.edit().remove_slot(uuid::Uuid::nil()).unwrap_err();
    assert_eq!(missing.code(), "slot_not_found");
}

#[test]
fn a_vault_that_requires_its_passphrase_opens_by_nothing_else_silently() {
    let made = made();
    let keychain = MemoryKeychain::default();
    let computer =
        Computer { machine: Arc::new(FixedMachineId::numbered(1)), keychain: Arc::new(keychain.clone()) };
    made.edit().remember_computer(&computer, LATER).unwrap();
    let refused = made.edit().require_passphrase(true, &computer, LATER).unwrap_err();
    assert_eq!(refused.code(), "passphrase_missing");
    made.edit().set_passphrase(WORDS, LATER).unwrap();

    let unseen = reopened(&made);
    let refused = unseen.edit(&made.paths).require_passphrase(true, &computer, LATER).unwrap_err();
    assert_eq!(refused.code(), "no_other_slot_opened", "nobody has shown that the passphrase works");
    assert_eq!(ways_in(&made.paths).unwrap().len(), 4, "and nothing was changed");

    let keys = made.edit().require_passphrase(true, &computer, LATER).unwrap();
    assert!(keys.passphrase_required());
    assert_eq!(ways_in(&made.paths).unwrap(), [SlotKind::Passphrase, SlotKind::Recovery]);
    assert_eq!(open(&made.paths, &computer).unwrap_err().code(), "passphrase_required");
    assert_eq!(fs::read(made.paths.keystore_prev()).unwrap(), made.bytes(), "no copy keeps a silent slot");
    assert_eq!(fs::read(made.paths.keystore_mirror()).unwrap(), made.bytes());

    let opened = by_passphrase(&made.paths, &computer, WORDS).unwrap();
    assert_eq!(opened.notices, [], "not remembered, and no word about it");
    assert_eq!(open(&made.paths, &computer).unwrap_err().code(), "passphrase_required");
    by_code(&made.paths, &computer, &made.code, LATER).unwrap();
    assert_eq!(open(&made.paths, &computer).unwrap_err().code(), "passphrase_required");

    let stays = opened.keys.edit(&made.paths).remove_passphrase().unwrap_err();
    assert_eq!(stays.code(), "passphrase_in_use");
    opened.keys.edit(&made.paths).require_passphrase(false, &computer, LATER).unwrap();
    assert!(open(&made.paths, &computer).is_ok());
    assert_eq!(ways_in(&made.paths).unwrap().len(), 4, "machine and keychain are remembered again");
}

#[test]
fn a_new_master_key_keeps_what_is_at_hand_and_lists_what_it_drops() {
    let made = made();
    by_code(&made.paths, &Computer::numbered(2), &made.code, LATER).unwrap();
    made.edit().set_passphrase(WORDS, LATER).unwrap();
    let old = made.bytes();
    let secrets = [UnlockSecret::RecoveryCode(&made.code)];
    let lost = made.edit().dropped_by_new_master(&machine(), &secrets).unwrap();
    assert_eq!(made.bytes(), old, "only looked");
    let (keys, dropped) = made.edit().rotate_master(&machine(), &secrets, LATER).unwrap();
    assert_eq!(dropped, lost);
    let kinds: Vec<_> = dropped.iter().map(|slot| slot.kind).collect();
    assert_eq!(kinds, [SlotKind::Machine, SlotKind::Passphrase], "the other computer and the passphrase");
    assert!(made.same_keys(&keys), "the data's keys stay");
    assert_ne!(keys.master(), made.keys.master());
    assert!(open(&made.paths, &machine()).is_ok());
    assert!(by_code(&made.paths, &machine(), &made.code, LATER).is_ok());
    assert_eq!(by_passphrase(&made.paths, &machine(), WORDS).unwrap_err().code(), "slot_wrong_secret");
    assert_eq!(open(&made.paths, &Computer::numbered(2)).unwrap_err().code(), "hwid_changed");
    assert_eq!(
        fs::read(made.paths.keystore_prev()).unwrap(),
        made.bytes(),
        "nothing under the old key is left"
    );
    // An editor from before has no master key that fits.
    assert_eq!(made.edit().set_passphrase(WORDS, LATER).unwrap_err().code(), "keystore_tampered");
    assert!(keys.edit(&made.paths).set_passphrase(WORDS, LATER).is_ok());
}

#[test]
fn a_new_master_key_needs_a_right_secret() {
    let (made, other) = (made(), super::made());
    let before = made.bytes();
    let none = made.edit().rotate_master(&machine(), &[], LATER).unwrap_err();
    assert_eq!(none.code(), "no_portable_slot");
    let wrong = [UnlockSecret::RecoveryCode(&other.code)];
    let wrong = made.edit().rotate_master(&machine(), &wrong, LATER).unwrap_err();
    assert_eq!(wrong.code(), "recovery_code_wrong_vault");
    let wrong = made.edit().rotate_master(&machine(), &[UnlockSecret::Passphrase(WORDS)], LATER).unwrap_err();
    assert_eq!(wrong.code(), "slot_wrong_secret");
    assert_eq!(made.bytes(), before);
}

#[test]
fn a_new_master_key_does_not_bring_silent_slots_back_where_the_passphrase_is_required() {
    let made = made();
    made.edit().set_passphrase(WORDS, LATER).unwrap();
    let keys = made.edit().require_passphrase(true, &machine(), LATER).unwrap();
    let secrets = [UnlockSecret::Passphrase(WORDS), UnlockSecret::RecoveryCode(&made.code)];
    let (keys, dropped) = keys.edit(&made.paths).rotate_master(&machine(), &secrets, LATER).unwrap();
    assert_eq!((dropped.len(), keys.passphrase_required()), (0, true));
    assert_eq!(ways_in(&made.paths).unwrap(), [SlotKind::Passphrase, SlotKind::Recovery]);
}

#[test]
fn backups_follow_the_recovery_code() {
    let made = made();
    assert_eq!(made.keys.backup_recipient(), Some(made.code.backup_recipient().as_str()));
    assert_eq!(made.keys.recovery_key_id(), Some(made.code.key_id()));
    let (keys, new) = made.edit().reissue_recovery_code(LATER).unwrap();
    assert_eq!(keys.backup_recipient(), Some(new.backup_recipient().as_str()));
    assert_ne!(new.key_id(), made.code.key_id());
}

#[test]
fn a_keyset_of_the_first_version_is_completed_when_it_opens() {
    let made = made();
    // As the first version wrote it: no signing key, no recipient.
    let keystore = crate::keystore::Keystore::parse(&made.bytes()).unwrap();
    let mut keyset = made.keys.keyset().clone();
    (keyset.signing, keyset.recipient) = (Vec::new(), None);
    let plain = keyset.to_bytes().unwrap();
    let bytes = keystore.next_draft().finish(&made.master(), &plain).unwrap();
    fs::write(made.paths.keystore(), &bytes).unwrap();
    let opened = open(&made.paths, &machine()).unwrap();
    assert_eq!((opened.keys.signing_epoch(), opened.keys.backup_recipient()), (1, None));
    let again = open(&made.paths, &machine()).unwrap();
    assert_eq!(again.keys.signing_key(), opened.keys.signing_key(), "it was kept");
    let nobody = Computer { keychain: Arc::new(NoKeychain), ..machine() };
    let typed = open_with(&made.paths, &nobody, UnlockSecret::RecoveryCode(&made.code), LATER).unwrap();
    assert_eq!(typed.keys.recovery_key_id(), Some(made.code.key_id()));
}
