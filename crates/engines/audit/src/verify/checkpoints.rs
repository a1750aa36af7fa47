//! Level 3: every checkpoint in its place, signed by the vault's key, and with the right MAC when the code is given.

use sellify_store::{CheckpointRow, EpochRow};
use zeroize::Zeroizing;

use super::{Beside, Evidence, Fault, FaultKind, Level, Verification};
use crate::AuditError;
use crate::append::AuditLog;
use crate::checkpoint::{Checkpoint, is_signed, message};
use crate::evolving_key::{self, Key};

pub(super) fn check(
    log: &AuditLog,
    evidence: &Evidence,
    Beside { checkpoints: rows, epochs }: &Beside,
    found: &mut Verification,
) -> Result<(), AuditError> {
    // Without the key that signs nobody made checkpoints either.
    let Some(public_key) = log.public_key() else { return Ok(()) };
    let mut macs = Macs::of(log, evidence, epochs)?;
    if found.fault.is_some() {
        return Ok(());
    }
    let mut last: Option<&CheckpointRow> = None;
    for row in rows {
        let kind = fault_of(log, &public_key, found.entries, last, row).or_else(|| {
            let good = macs.as_mut().is_none_or(|macs| macs.next(&message(log.sealer.vault_id(), row), row));
            (!good).then_some(FaultKind::CheckpointEdited)
        });
        if let Some(kind) = kind {
            let seq = if kind == FaultKind::Truncated { found.entries + 1 } else { row.seq };
            found.fault = Some(Fault { seq, kind });
            return Ok(());
        }
        found.checkpoints += 1;
        found.last_checkpoint = Some(Checkpoint::from(row));
        last = Some(row);
    }
    found.macs = macs.as_ref().map_or(0, |macs| macs.checked);
    let complete = epochs.iter().all(|epoch| made_in(rows, epoch) == epoch.evolved)
        && macs.is_none_or(|macs| macs.ends_where_the_vault_is(log));
    if !complete {
        let seq = last.map_or(0, |last| last.seq) + 1;
        found.fault = Some(Fault { seq, kind: FaultKind::CheckpointMissing });
        return Ok(());
    }
    found.count_tail();
    let checked = found.checkpoints > 0 || found.is_empty_log(log.sealer.vault_id());
    if found.fault.is_none() && found.level == Some(Level::L2) && checked {
        found.level = Some(Level::L3);
    }
    Ok(())
}

fn fault_of(
    log: &AuditLog,
    public_key: &[u8; 32],
    entries: u64,
    last: Option<&CheckpointRow>,
    row: &CheckpointRow,
) -> Option<FaultKind> {
    if row.number != last.map_or(0, |last| last.number) + 1 {
        return Some(FaultKind::CheckpointMissing);
    }
    // A key index counts within its epoch: a checkpoint that was cut out of the middle leaves a gap there too.
    let expected = match last {
        Some(last) if last.epoch == row.epoch && row.epoch > 0 => last.key_index + 1,
        _ => 0,
    };
    if row.key_index != expected || last.is_some_and(|last| last.seq > row.seq || last.epoch > row.epoch) {
        return Some(FaultKind::CheckpointEdited);
    }
    let known = row.public_key == *public_key || log.earlier.contains(&row.public_key);
    if !known || !is_signed(log.sealer.vault_id(), row) {
        return Some(FaultKind::CheckpointEdited);
    }
    if row.epoch > 0 && row.mac.is_none() {
        return Some(FaultKind::CheckpointEdited);
    }
    (row.seq > entries).then_some(FaultKind::Truncated)
}

fn made_in(rows: &[CheckpointRow], epoch: &EpochRow) -> u64 {
    rows.iter().filter(|row| row.epoch == epoch.epoch).fold(0, |count, _| count + 1)
}

/// The MACs of the epoch that the given code began.
struct Macs<'a> {
    epoch: &'a EpochRow,
    key: Key,
    checked: u64,
}

impl<'a> Macs<'a> {
    fn of(log: &AuditLog, evidence: &Evidence, epochs: &'a [EpochRow]) -> Result<Option<Self>, AuditError> {
        let Some(first) = &evidence.first_key else { return Ok(None) };
        let check = evolving_key::code_check(first);
        match epochs.iter().find(|epoch| epoch.code_check == check) {
            Some(epoch) => {
                let key = Zeroizing::new(**first);
                Ok(Some(Self { epoch, key, checked: 0 }))
            }
            // An old vault whose code was never typed since: there are no MACs to check.
            None if epochs.is_empty() && log.signer.is_some() => Ok(None),
            None => Err(AuditError::CodeUnknown),
        }
    }

    fn next(&mut self, message: &[u8], row: &CheckpointRow) -> bool {
        if row.epoch != self.epoch.epoch {
            return true;
        }
        let good = row.mac.is_some_and(|mac| evolving_key::mac_matches(&self.key, message, &mac));
        self.key = evolving_key::next(&self.key);
        self.checked += 1;
        good
    }

    /// Who cuts checkpoints off cannot turn the vault's own key back to where they end.
    fn ends_where_the_vault_is(&self, log: &AuditLog) -> bool {
        if self.epoch.key_ct.is_none() {
            // The epoch has ended; its last key was erased then.
            return true;
        }
        log.epoch_key(self.epoch).is_ok_and(|key| *key == *self.key)
    }
}
