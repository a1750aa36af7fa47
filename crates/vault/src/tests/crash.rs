//! A power cut after every step of writing the keystore: it opens each time, by the old bytes or the new.

use std::fs;
use std::io;

use super::{LATER, Made, NOW, by_code, machine, made, paths_in};
use crate::keystore::{Keystore, Replaced, Slot, SlotSecret, Step, write_in_steps};
use crate::paths::with_suffix;
use crate::{Computer, VaultState, create, finish_creation, open, state};

const STEPS: [Step; 5] = [Step::Written, Step::Verified, Step::PreviousKept, Step::Replaced, Step::Mirrored];

/// The next generation, with a slot for computer 2.
fn next_generation(made: &Made) -> Vec<u8> {
    let (keystore, master, device) = (Keystore::parse(&made.bytes()).unwrap(), made.master(), made.device());
    let mut draft = keystore.next_draft();
    let secret = SlotSecret::Machine { os_id: &[2; 16], device: &device };
    draft.add(Slot::wrap(&keystore.vault_id(), &secret, &master, LATER).unwrap()).unwrap();
    draft.finish(&master, &keystore.open_keyset(&master).unwrap()).unwrap()
}

/// Writes until this step and stops dead.
fn write_until(made: &Made, bytes: &[u8], last: Step, replaced: Replaced) {
    let cut = |step: Step| if step == last { Err(io::ErrorKind::Interrupted.into()) } else { Ok(()) };
    let result = write_in_steps(&made.paths, bytes, &made.master(), replaced, &mut { cut });
    assert!(result.is_err());
}

#[test]
fn a_cut_after_any_step_leaves_a_vault_that_opens() {
    for replaced in [Replaced::Previous, Replaced::Aside] {
        for last in STEPS {
            let made = made();
            write_until(&made, &next_generation(&made), last, replaced);
            let opened = open(&made.paths, &machine()).unwrap();
            assert!(made.same_keys(&opened.keys), "{last:?}");
            let written = matches!(last, Step::Replaced | Step::Mirrored);
            assert_eq!(opened.keys.generation(), if written { 2 } else { 1 }, "{last:?}");
            assert_eq!(open(&made.paths, &Computer::numbered(2)).is_ok(), written, "{last:?}");
            assert!(by_code(&made.paths, &machine(), &made.code, LATER).is_ok(), "{last:?}");
        }
    }
}

#[test]
fn a_cut_after_any_step_and_then_another_write_still_opens() {
    for first in STEPS {
        for second in STEPS {
            let made = made();
            for last in [first, second] {
                write_until(&made, &next_generation(&made), last, Replaced::Previous);
            }
            assert!(made.same_keys(&open(&made.paths, &machine()).unwrap().keys), "{first:?}, {second:?}");
        }
    }
}

#[test]
fn a_temporary_file_cut_off_at_any_length_is_never_used() {
    let made = made();
    let next = next_generation(&made);
    for length in (0..=next.len()).step_by(97) {
        fs::write(with_suffix(&made.paths.keystore(), ".tmp"), &next[..length]).unwrap();
        let opened = open(&made.paths, &machine()).unwrap();
        assert_eq!((opened.keys.generation(), opened.notices.len()), (1, 0), "{length}");
    }
}

#[test]
fn bytes_that_do_not_verify_never_replace_a_good_keystore() {
    let made = made();
    let good = made.bytes();
    let mut bad = next_generation(&made);
    let at = bad.len() / 2;
    bad[at] ^= 1;
    let refused = write_in_steps(&made.paths, &bad, &made.master(), Replaced::Previous, &mut |_| Ok(()));
    assert_eq!(refused.unwrap_err().code(), "keystore_corrupt");
    assert_eq!(made.bytes(), good);
}

#[test]
fn a_keystore_that_tears_while_it_is_replaced_comes_back_from_prev_or_mirror() {
    let made = made();
    let next = next_generation(&made);
    write_in_steps(&made.paths, &next, &made.master(), Replaced::Previous, &mut |_| Ok(())).unwrap();
    for survivor in [made.paths.keystore_prev(), made.paths.keystore_mirror()] {
        fs::write(made.paths.keystore(), &next[..next.len() / 3]).unwrap();
        let kept = fs::read(&survivor).unwrap();
        for path in [made.paths.keystore_prev(), made.paths.keystore_mirror()] {
            fs::write(path, b"torn").unwrap();
        }
        fs::write(&survivor, &kept).unwrap();
        assert!(made.same_keys(&open(&made.paths, &machine()).unwrap().keys), "{survivor:?}");
        write_in_steps(&made.paths, &next, &made.master(), Replaced::Previous, &mut |_| Ok(())).unwrap();
    }
}

#[test]
fn a_mirror_that_can_be_neither_read_nor_written_does_not_stop_anybody() {
    let folder = tempfile::tempdir().unwrap();
    let paths = paths_in(folder.path());
    let (keys, _) = create(&paths, &machine(), NOW).unwrap();
    fs::remove_file(paths.keystore_mirror()).unwrap();
    fs::create_dir(paths.keystore_mirror()).unwrap();
    assert_eq!(open(&paths, &machine()).unwrap().keys.vault_id(), keys.vault_id());
}

#[test]
fn a_creation_cut_before_its_end_starts_again() {
    let folder = tempfile::tempdir().unwrap();
    let paths = paths_in(folder.path());
    for _ in 0..3 {
        create(&paths, &machine(), NOW).unwrap();
        assert_eq!(state(&paths), VaultState::Missing);
        fs::write(paths.database(), b"db").unwrap();
        assert_eq!(state(&paths), VaultState::Missing);
    }
    finish_creation(&paths).unwrap();
    assert_eq!(state(&paths), VaultState::Present);
    assert!(open(&paths, &machine()).is_ok());
}
