//! Checkpoints: when they are made, what they prove, and what they show that the chain alone cannot.

use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use sellify_store::AuditRow;
use zeroize::Zeroizing;

use super::{NOW, Vault, first_key, signed_vault};
use crate::chain::entry_hash;
use crate::verify::{Beside, verify_rows};
use crate::{
    Anchor, AuditError, CHECKPOINT_EVERY_MILLIS, CheckpointReason, Evidence, Fault, FaultKind, Level,
    Verification,
};

fn checkpoint(vault: &Vault) {
    let made = vault.store.write_blocking(|tx| vault.log.checkpoint(tx, NOW, CheckpointReason::Asked));
    assert!(made.unwrap().is_some());
}

fn with_code() -> Evidence {
    Evidence { first_key: Some(first_key()), ..Evidence::default() }
}

fn judge(vault: &Vault, rows: &[AuditRow], beside: &Beside, evidence: &Evidence) -> Verification {
    verify_rows(&vault.log, evidence, beside, |each| {
        rows.iter().for_each(each);
        Ok(())
    })
    .unwrap()
}

/// A log with checkpoints after 4, 9 and 15 entries, and 3 entries more.
fn written() -> &'static (Vault, Vec<AuditRow>) {
    static WRITTEN: std::sync::OnceLock<(Vault, Vec<AuditRow>)> = std::sync::OnceLock::new();
    WRITTEN.get_or_init(|| {
        let vault = signed_vault();
        for count in [4, 5, 6] {
            vault.append(count);
            checkpoint(&vault);
        }
        vault.append(3);
        let (rows, _) = vault.rows();
        (vault, rows)
    })
}

fn beside() -> Beside {
    written().0.rows().1
}

fn fault(seq: u64, kind: FaultKind) -> Option<Fault> {
    Some(Fault { seq, kind })
}

#[test]
fn every_level_is_reached_with_its_evidence() {
    let (vault, rows) = written();
    let found = vault.verify(&Evidence::default());
    assert_eq!((found.level, found.checkpoints, found.macs), (Some(Level::L3), 3, 0));
    assert_eq!((found.unsigned_tail, found.fault), (3, None));
    let found = vault.verify(&with_code());
    assert_eq!((found.level, found.macs), (Some(Level::L3), 3));
    let anchors = vec![Anchor { place: "backup".into(), seq: 9, hash: rows[8].hash }];
    let found = vault.verify(&Evidence { anchors, ..with_code() });
    assert_eq!((found.level, found.fault), (Some(Level::L4), None));
    let found = vault.verify(&Evidence { chain_only: true, ..Evidence::default() });
    assert_eq!(found.level, Some(Level::L1));
}

#[test]
fn a_checkpoint_is_made_by_the_256th_entry() {
    let vault = signed_vault();
    vault.append(255);
    assert_eq!(vault.rows().1.checkpoints.len(), 0);
    vault.append(258);
    let seqs: Vec<u64> = vault.rows().1.checkpoints.iter().map(|row| row.seq).collect();
    assert_eq!(seqs, [256, 512]);
    assert_eq!(vault.verify(&with_code()).fault, None);
}

#[test]
fn a_second_checkpoint_on_the_same_entry_is_the_first_one() {
    let vault = signed_vault();
    let none = vault.store.write_blocking(|tx| vault.log.checkpoint(tx, NOW, CheckpointReason::Exit));
    assert_eq!(none.unwrap(), None, "an empty log has nothing to stand on");
    vault.append(1);
    checkpoint(&vault);
    checkpoint(&vault);
    assert_eq!(vault.rows().1.checkpoints.len(), 1);
}

#[test]
fn one_is_due_after_a_day_with_new_entries_only() {
    let vault = signed_vault();
    let due = |millis| {
        let now = NOW.plus_millis(millis);
        vault.store.read_blocking(|r| vault.log.checkpoint_is_due(r, now)).unwrap()
    };
    assert!(!due(CHECKPOINT_EVERY_MILLIS), "nothing is recorded");
    vault.append(1);
    assert!(due(0), "never made");
    checkpoint(&vault);
    assert!(!due(CHECKPOINT_EVERY_MILLIS), "nothing new");
    vault.append(1);
    assert!(!due(CHECKPOINT_EVERY_MILLIS - 1));
    assert!(due(CHECKPOINT_EVERY_MILLIS));
}

#[test]
fn a_change_that_fails_takes_its_checkpoint_with_it() {
    let vault = signed_vault();
    vault.append(255);
    let refused = vault.store.write_blocking::<(), AuditError>(|tx| {
        let now = NOW;
        vault.log.append(tx, now, &sellify_domain::Actor::System, "a.b", "c", &serde_json::json!({}))?;
        Err(AuditError::Details)
    });
    assert!(refused.is_err());
    assert_eq!(vault.rows().1.checkpoints.len(), 0);
    assert_eq!(vault.verify(&with_code()).fault, None, "the key did not move on either");
}

#[test]
fn a_new_recovery_code_begins_an_epoch_and_the_old_code_still_proves_its_own() {
    let vault = signed_vault();
    vault.append(3);
    let second = Zeroizing::new([10; 32]);
    vault.store.write_blocking(|tx| vault.log.begin_epoch(tx, NOW, &second)).unwrap();
    vault.append(2);
    checkpoint(&vault);
    let by = |key: &Zeroizing<[u8; 32]>| {
        vault.verify(&Evidence { first_key: Some(key.clone()), ..Evidence::default() })
    };
    assert_eq!((by(&first_key()).macs, by(&first_key()).fault), (1, None));
    assert_eq!((by(&second).macs, by(&second).fault), (1, None));
    let stranger = Evidence { first_key: Some(Zeroizing::new([11; 32])), ..Evidence::default() };
    let refused = vault.store.read_blocking(|r| vault.log.verify(r, &stranger));
    assert!(matches!(refused, Err(AuditError::CodeUnknown)));
    let again = vault.store.write_blocking(|tx| vault.log.begin_epoch(tx, NOW, &second));
    assert!(again.is_ok(), "the same code begins nothing");
    assert_eq!(vault.rows().1.epochs.len(), 2);
    assert!(vault.rows().1.epochs[0].key_ct.is_none(), "the old key is forgotten");
}

#[test]
fn history_rewritten_with_all_the_keys_shows_at_the_next_checkpoint() {
    let (vault, rows) = written();
    let mut rows = rows.clone();
    rows[5].object = "somebody else".into();
    for at in 5..rows.len() {
        rows[at].prev = rows[at - 1].hash;
        rows[at].hash = entry_hash(vault.log.sealer.vault_id(), &rows[at]);
    }
    let found = judge(vault, &rows, &beside(), &Evidence::default());
    assert_eq!(found.fault, fault(9, FaultKind::Forked), "the chain is whole, the checkpoint disagrees");
}

#[test]
fn a_thief_of_todays_key_cannot_make_yesterdays_macs() {
    let (vault, rows) = written();
    let mut forged = beside();
    let key = vault.log.epoch_key(&forged.epochs[0]).unwrap();
    // History up to the second checkpoint is kept, the third is made anew over another entry, with today's key.
    let mut rows = rows[..14].to_vec();
    let row = &mut forged.checkpoints[2];
    (row.seq, row.hash) = (14, rows[13].hash);
    let message = crate::checkpoint::message(vault.log.sealer.vault_id(), row);
    row.mac = Some(crate::evolving_key::mac(&key, &message));
    row.signature = {
        use ed25519_dalek::Signer as _;
        SigningKey::from_bytes(&[7; 32]).sign(&message).to_bytes()
    };
    let found = judge(vault, &rows, &forged, &Evidence::default());
    assert_eq!(found.fault, None, "who has the vault's signing key passes for the vault");
    let found = judge(vault, &rows, &forged, &with_code());
    assert_eq!(found.fault, fault(14, FaultKind::CheckpointEdited), "the recovery code knows better");
    // Without the third checkpoint the vault's key is one step too far, whatever the count says.
    forged.checkpoints.truncate(2);
    forged.epochs[0].evolved = 2;
    rows.truncate(9);
    assert_eq!(judge(vault, &rows, &forged, &Evidence::default()).fault, None);
    let found = judge(vault, &rows, &forged, &with_code());
    assert_eq!(found.fault, fault(10, FaultKind::CheckpointMissing));
}

#[test]
fn a_log_signed_by_another_key_is_refused() {
    let (vault, rows) = written();
    let log = vault.log.clone().signed_by(SigningKey::from_bytes(&[8; 32]));
    let found = verify_rows(&log, &Evidence::default(), &beside(), |each| {
        rows.iter().for_each(each);
        Ok(())
    });
    assert_eq!(found.unwrap().fault, fault(4, FaultKind::CheckpointEdited));
}

#[test]
fn what_an_earlier_key_of_the_vault_signed_stays_good() {
    let mut vault = signed_vault();
    vault.append(2);
    checkpoint(&vault);
    let earlier = vault.log.public_key().unwrap();
    vault.log = vault.log.clone().signed_by(SigningKey::from_bytes(&[8; 32])).signed_before_by([earlier]);
    vault.append(2);
    checkpoint(&vault);
    assert_eq!((vault.verify(&with_code()).checkpoints, vault.verify(&with_code()).fault), (2, None));
    let made =
        vault.store.read_blocking(|r| vault.log.export(r, &crate::ExportOptions::default(), NOW)).unwrap();
    let check = crate::check_export(&made.bytes).unwrap();
    assert_eq!((check.checkpoints, check.fault), (2, None));
}

#[test]
fn too_long_a_tail_without_checkpoints_is_found() {
    let vault = signed_vault();
    vault.append(600);
    let (rows, mut beside) = vault.rows();
    beside.checkpoints.truncate(1);
    beside.epochs[0].evolved = 1;
    let found = judge(&vault, &rows, &beside, &Evidence::default());
    assert_eq!(found.fault, fault(257, FaultKind::UnsignedTail));
}

#[test]
fn entries_cut_off_before_a_checkpoint_are_found() {
    let (vault, rows) = written();
    for keep in 0..15 {
        let found = judge(vault, &rows[..keep], &beside(), &Evidence::default());
        assert_eq!(found.fault, fault(u64::try_from(keep).unwrap() + 1, FaultKind::Truncated));
    }
}

#[test]
fn entries_cut_off_after_the_last_checkpoint_are_found_by_an_anchor_only() {
    let (vault, rows) = written();
    for keep in 15..18 {
        assert_eq!(judge(vault, &rows[..keep], &beside(), &with_code()).fault, None);
        let anchors = vec![Anchor { place: "keystore".into(), seq: 18, hash: rows[17].hash }];
        let found = judge(vault, &rows[..keep], &beside(), &Evidence { anchors, ..with_code() });
        assert_eq!(found.fault, fault(u64::try_from(keep).unwrap() + 1, FaultKind::Truncated));
    }
}

#[test]
fn a_checkpoint_that_is_gone_or_in_another_place_is_found() {
    let (vault, rows) = written();
    for which in 0..3 {
        let mut changed = beside();
        changed.checkpoints.remove(which);
        assert!(judge(vault, rows, &changed, &Evidence::default()).fault.is_some(), "{which}");
        (1_u64..).zip(&mut changed.checkpoints).for_each(|(number, row)| row.number = number);
        assert!(judge(vault, rows, &changed, &Evidence::default()).fault.is_some(), "{which}, renumbered");
        let mut changed = beside();
        changed.checkpoints.swap(which, (which + 1) % 3);
        assert!(judge(vault, rows, &changed, &Evidence::default()).fault.is_some(), "{which}, exchanged");
    }
}

proptest! {
    // A signature takes its time without optimisation.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bit_of_a_checkpoint_matters(which in 0_usize..3, field in 0_u8..9, bit in 0_usize..256) {
        let (vault, rows) = written();
        let mut changed = beside();
        let row = &mut changed.checkpoints[which];
        let flip = |bytes: &mut [u8]| {
            let at = bit % (bytes.len() * 8);
            bytes[at / 8] ^= 1 << (at % 8);
        };
        match field {
            0 => row.number += 1,
            1 => row.seq += 1,
            2 => flip(&mut row.hash),
            3 => row.at = row.at.plus_millis(1),
            4 => row.reason.push('x'),
            5 => row.epoch += 1,
            6 => row.key_index += 1,
            7 => flip(&mut row.public_key),
            _ => flip(&mut row.signature),
        }
        prop_assert!(judge(vault, rows, &changed, &Evidence::default()).fault.is_some());
        let mut changed = beside();
        changed.checkpoints[which].mac.iter_mut().for_each(|mac| flip(mac));
        prop_assert!(judge(vault, rows, &changed, &with_code()).fault.is_some());
    }
}
