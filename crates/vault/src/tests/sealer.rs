//! Sealed cells: they open in their own place only.

use proptest::prelude::*;
use sellify_domain::VaultId;
use uuid::Uuid;

use super::key;
use crate::cell::{Cell, KeyPurpose};
use crate::sealer::{FieldKey, Sealer};
use crate::{SealError, cells};

fn sealer(vault: u128) -> Sealer {
    let keys = vec![
        FieldKey::new(1, KeyPurpose::Conversation, true, &key(1)),
        FieldKey::new(2, KeyPurpose::Audit, true, &key(2)),
        FieldKey::new(3, KeyPurpose::Secret, true, &key(3)),
    ];
    Sealer::new(VaultId::from(Uuid::from_u128(vault)), keys).unwrap()
}

const CELL: Cell = Cell { table: 1, column: 2, row: [9; 16], purpose: KeyPurpose::Secret };

#[test]
fn a_cell_opens_in_its_place_and_nowhere_else() {
    let sealer = sealer(1);
    let blob = sealer.seal(&CELL, b"mot de passe").unwrap();
    assert_eq!(&*sealer.open(&CELL, &blob).unwrap(), b"mot de passe");
    assert_eq!(blob.len(), 12 + 35, "35 bytes of overhead");
    let elsewhere = [
        Cell { table: 2, ..CELL },
        Cell { column: 3, ..CELL },
        Cell { row: [8; 16], ..CELL },
        Cell { purpose: KeyPurpose::Audit, ..CELL },
    ];
    for cell in elsewhere {
        let moved = sealer.open(&cell, &blob).unwrap_err();
        assert_eq!(moved.code(), "field_auth_failed", "{cell:?}");
    }
    let other_vault = self::sealer(2).open(&CELL, &blob).unwrap_err();
    assert_eq!(other_vault.code(), "field_auth_failed", "even with the same keys");
}

#[test]
fn the_empty_value_is_sealed_too_and_no_two_blobs_are_alike() {
    let sealer = sealer(1);
    let (one, two) = (sealer.seal(&CELL, b"").unwrap(), sealer.seal(&CELL, b"").unwrap());
    assert_eq!((one.len(), sealer.open(&CELL, &one).unwrap().len()), (35, 0));
    assert_ne!(one, two);
}

#[test]
fn every_single_bit_counts() {
    let sealer = sealer(1);
    let blob = sealer.seal(&CELL, b"value").unwrap();
    for bit in 0..blob.len() * 8 {
        let mut flipped = blob.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(sealer.open(&CELL, &flipped).is_err(), "bit {bit}");
    }
}

#[test]
fn unknown_keys_and_manners_are_told_from_damage() {
    let sealer = sealer(1);
    let mut blob = sealer.seal(&CELL, b"x").unwrap();
    blob[6] = 77;
    assert_eq!(sealer.open(&CELL, &blob), Err(SealError::FieldKeyMissing { kid: 77 }));
    blob[1] = 2;
    assert_eq!(sealer.open(&CELL, &blob), Err(SealError::FieldKeyMissing { kid: 0 }));
    assert_eq!(sealer.open(&CELL, b"").unwrap_err().code(), "field_auth_failed");
}

#[test]
fn a_retired_key_opens_but_does_not_seal() {
    let mut keys = vec![FieldKey::new(3, KeyPurpose::Secret, false, &key(3))];
    for (kid, purpose) in [(4, KeyPurpose::Secret), (5, KeyPurpose::Audit), (6, KeyPurpose::Conversation)] {
        keys.push(FieldKey::new(kid, purpose, true, &key(9)));
    }
    let rotated = Sealer::new(VaultId::from(Uuid::from_u128(1)), keys).unwrap();
    let old = sealer(1).seal(&CELL, b"old").unwrap();
    assert_eq!(&*rotated.open(&CELL, &old).unwrap(), b"old");
    assert_eq!(rotated.seal(&CELL, b"new").unwrap()[6], 4);
}

#[test]
fn a_purpose_without_exactly_one_current_key_is_refused() {
    let keys = |second: bool| {
        vec![
            FieldKey::new(1, KeyPurpose::Secret, true, &key(1)),
            FieldKey::new(2, KeyPurpose::Audit, true, &key(1)),
            FieldKey::new(
                3,
                if second { KeyPurpose::Audit } else { KeyPurpose::Conversation },
                true,
                &key(1),
            ),
        ]
    };
    assert!(Sealer::new(VaultId::from(Uuid::nil()), keys(false)).is_some());
    assert!(Sealer::new(VaultId::from(Uuid::nil()), keys(true)).is_none());
}

#[test]
fn the_registry_gives_every_column_a_number_of_its_own() {
    assert_ne!(cells::AUDIT_PAYLOAD, cells::CONNECTION_PASSWORD);
    assert_eq!(cells::audit_payload([1; 16]).purpose, KeyPurpose::Audit);
    assert_eq!(cells::connection_password([1; 16]).purpose, KeyPurpose::Secret);
}

proptest! {
    #[test]
    fn any_value_reads_back(value: Vec<u8>, table: u16, column: u16, row: [u8; 16]) {
        let (sealer, cell) = (sealer(1), Cell { table, column, row, purpose: KeyPurpose::Conversation });
        let blob = sealer.seal(&cell, &value).unwrap();
        prop_assert_eq!(&*sealer.open(&cell, &blob).unwrap(), &value);
    }

    #[test]
    fn no_bytes_make_it_panic(blob: Vec<u8>) {
        prop_assert!(sealer(1).open(&CELL, &blob).is_err());
    }
}
