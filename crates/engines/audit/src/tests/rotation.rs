//! The chain covers commitments: it survives new keys for the sealed details, and so does the key of the MACs.

use sellify_vault::{KeyPurpose, cells};

use super::{NOW, first_key, signed_vault};
use crate::{AuditError, CheckpointReason, Evidence, Level};

#[test]
fn the_log_verifies_after_its_details_were_sealed_under_another_key() {
    let vault = signed_vault();
    vault.append(20);
    let checkpoint = |reason| {
        vault.store.write_blocking(|tx| vault.log.checkpoint(tx, NOW, reason)).unwrap();
    };
    checkpoint(CheckpointReason::Rotation);
    let before = vault.rows().0;
    vault.keys.edit(&vault.paths).begin_field_key(KeyPurpose::Audit).unwrap();
    let sealer = vault.keys.sealer();
    vault
        .store
        .write_blocking::<_, AuditError>(|tx| {
            vault.log.redact(tx, NOW, &sellify_domain::Actor::System, 2, "asked")?;
            for row in before.iter().filter(|row| row.seq != 2) {
                let cell = cells::audit_payload(*row.id.as_bytes());
                let sealed = row.payload_ct.as_deref().unwrap();
                assert!(sealer.needs_rotation(KeyPurpose::Audit, sealed));
                tx.audit_entries_mut().reseal(row.seq, sealed, &sealer.reseal(&cell, sealed)?)?;
            }
            vault.log.reseal_key(tx)
        })
        .unwrap();
    checkpoint(CheckpointReason::Rotation);
    let after = vault.rows().0;
    assert_ne!(before[0].payload_ct, after[0].payload_ct);
    assert_eq!(vault.log.details(&before[0]).unwrap(), vault.log.details(&after[0]).unwrap());
    let found = vault.verify(&Evidence { first_key: Some(first_key()), ..Evidence::default() });
    assert_eq!((found.level, found.macs, found.redacted, found.fault), (Some(Level::L3), 2, 1, None));
}
