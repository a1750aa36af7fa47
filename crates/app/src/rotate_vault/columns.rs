//! New keys for the sealed columns: five hundred values in a transaction, the place noted in the same one, so that a kill
//! at any moment costs nothing but the batch under way.

use std::sync::Arc;
use std::time::Duration;

use sellify_domain::Actor;
use sellify_store::{Read, RotationJob, SEALED_COLUMNS, SealedColumn, SealedValue, Write, free_space};
use sellify_vault::{Cell, KeyPurpose, Sealer, cells, kid_of};
use serde_json::json;
use uuid::Uuid;

use super::running::{RotationPhase, Ticket};
use super::{RotationKind, RotationOutcome};
use crate::app::App;
use crate::create_vault::blocking;
use crate::error::AppError;
use crate::open_vault::OpenVault;

/// Values in one transaction.
const BATCH: u32 = 500;
/// Between two batches others get their turn.
const PAUSE: Duration = Duration::from_millis(2);

/// Where the vault knows a sealed column: by the cell of a row, and so by its family of keys.
type CellOf = fn([u8; 16]) -> Cell;

/// Every sealed column of the database with its cells; a test compares it with the store's list.
const COLUMNS: &[(&str, CellOf)] = &[
    ("connections.secret_ct", cells::connection_password),
    ("audit_epochs.key_ct", cells::audit_key),
    ("audit_entries.payload_ct", cells::audit_payload),
];

pub(crate) fn cell_of(column: &SealedColumn) -> Option<CellOf> {
    let name = column.name();
    COLUMNS.iter().find(|(known, _)| *known == name).map(|(_, cell)| *cell)
}

fn purpose_of(cell: CellOf) -> KeyPurpose {
    cell([0; 16]).purpose
}

impl App {
    pub(super) async fn rotate_columns(
        &self,
        vault: &Arc<OpenVault>,
        ticket: &Ticket,
        by: &Actor,
    ) -> Result<RotationOutcome, AppError> {
        let (id, jobs) = self.plan(vault, ticket, by).await?;
        ticket.enter(RotationPhase::Resealing, jobs.iter().map(|job| job.total).sum())?;
        let mut done =
            jobs.iter().map(|job| if job.done { job.total } else { job.resealed + job.locked }).sum();
        let mut outcome = RotationOutcome::default();
        ticket.progress(done);
        for mut job in jobs {
            let Some(column) = SEALED_COLUMNS.iter().find(|column| column.name() == job.column) else {
                continue;
            };
            let Some(cell) = cell_of(column) else { continue };
            while !job.done && !ticket.stop.asked() {
                let (sealer, before) = (vault.sealer.clone(), job.last_row);
                job = vault.store.write(move |w| batch(w, id, job, column, cell, &sealer)).await?;
                done += u64::from(BATCH);
                ticket.progress(done);
                debug_assert!(job.done || job.last_row > before, "every batch gets further");
                tokio::time::sleep(PAUSE).await;
            }
            outcome.resealed += job.resealed;
            outcome.locked += job.locked;
        }
        let sealer = vault.sealer.clone();
        outcome.left = vault.store.read(move |r| left(r, &sealer)).await?;
        if ticket.stop.asked() {
            outcome.stopped = true;
            return Ok(outcome);
        }
        let tidied = self.tidy_after_columns(vault, ticket, outcome.left).await;
        let details = json!({
            "resealed": outcome.resealed, "locked": outcome.locked, "left": outcome.left,
            "written_anew": tidied.is_ok(),
        });
        self.note_end(vault, id, by, "done", "key.columns_rotated", details).await?;
        Ok(outcome)
    }

    /// Takes up the rotation that was interrupted, or makes new keys and begins one.
    async fn plan(
        &self,
        vault: &Arc<OpenVault>,
        ticket: &Ticket,
        by: &Actor,
    ) -> Result<(Uuid, Vec<RotationJob>), AppError> {
        let kind = RotationKind::Columns.code();
        let waiting = vault
            .store
            .read(move |r| {
                let Some(row) = r.rotations().unfinished(kind)? else { return Ok::<_, AppError>(None) };
                let jobs = r.rotations().jobs(&row.id)?;
                Ok(Some((Uuid::from_bytes(row.id), jobs)))
            })
            .await?;
        if let Some((id, jobs)) = waiting {
            ticket.continue_as(id);
            return Ok((id, jobs));
        }
        let kids = self.new_keys(vault).await?;
        let (id, now) = (ticket.view().id, self.now());
        let details = json!({ "rotation": id, "kind": kind });
        let entry = vault.entry(by, now, "key.rotation_started", vault.vault_id, details);
        let jobs = vault
            .store
            .write(move |w| {
                w.rotations_mut().begin(id.as_bytes(), kind, now)?;
                let mut jobs = Vec::new();
                for column in SEALED_COLUMNS {
                    let Some(cell) = cell_of(column) else { continue };
                    let kid = kids.iter().find(|(purpose, _)| *purpose == purpose_of(cell));
                    let job = RotationJob {
                        column: column.name(),
                        to_kid: kid.map_or(0, |(_, kid)| *kid),
                        last_row: 0,
                        resealed: 0,
                        locked: 0,
                        total: w.sealed_values().count(column)?,
                        done: false,
                    };
                    w.rotations_mut().keep_job(id.as_bytes(), &job)?;
                    jobs.push(job);
                }
                // Sealed with the new key already.
                entry.append(w)?;
                Ok::<_, AppError>(jobs)
            })
            .await?;
        Ok((id, jobs))
    }

    /// One new key for each family that has a column. The keystore knows them before anything is sealed with them.
    async fn new_keys(&self, vault: &Arc<OpenVault>) -> Result<Vec<(KeyPurpose, u32)>, AppError> {
        let paths = &self.inner.config.paths;
        let mut kids = Vec::new();
        for purpose in KeyPurpose::ALL {
            if COLUMNS.iter().any(|(_, cell)| purpose_of(*cell) == purpose) {
                let kid = vault.edit_keys(paths, move |editor| editor.begin_field_key(purpose)).await?;
                kids.push((purpose, kid));
            }
        }
        Ok(kids)
    }

    /// Writes the file anew, so that no value under an old key remains in it, and retires the old keys. With values left
    /// under one of them, nothing is retired.
    async fn tidy_after_columns(
        &self,
        vault: &Arc<OpenVault>,
        ticket: &Ticket,
        left: u64,
    ) -> Result<(), AppError> {
        ticket.enter(RotationPhase::Tidying, 0)?;
        let paths = self.inner.config.paths.clone();
        if left == 0 {
            let fields = vault.keys().field_keys();
            let used = |purpose| COLUMNS.iter().any(|(_, cell)| purpose_of(*cell) == purpose);
            let former = fields.iter().filter(|key| !key.current && !key.retired && used(key.purpose));
            for kid in former.map(|key| key.kid).collect::<Vec<_>>() {
                vault.edit_keys(&paths, move |editor| Ok((editor.retire_field_key(kid)?, ()))).await?;
            }
        }
        let database = paths.database();
        blocking(move || Ok(free_space(&database)?)).await?;
        Ok(vault.store.vacuum().await?)
    }
}

/// The next values of a column: opened and sealed again, together with the place where the next batch begins.
fn batch(
    w: &Write<'_>,
    id: Uuid,
    mut job: RotationJob,
    column: &SealedColumn,
    cell: CellOf,
    sealer: &Sealer,
) -> Result<RotationJob, AppError> {
    let values = w.sealed_values().after(column, job.last_row, BATCH)?;
    for value in &values {
        match sealed_anew(value, &cell(value.id), sealer)? {
            Resealed::New(blob) => {
                w.sealed_values_mut().replace(column, value, &blob)?;
                job.resealed += 1;
            }
            Resealed::Already => {}
            Resealed::Locked => job.locked += 1,
        }
        job.last_row = value.row;
    }
    job.done = values.len() < usize::try_from(BATCH).unwrap_or(usize::MAX);
    w.rotations_mut().keep_job(id.as_bytes(), &job)?;
    Ok(job)
}

enum Resealed {
    New(Vec<u8>),
    /// It lies under the present key.
    Already,
    /// It does not open: shown as locked, never overwritten.
    Locked,
}

fn sealed_anew(value: &SealedValue, cell: &Cell, sealer: &Sealer) -> Result<Resealed, AppError> {
    use sellify_vault::SealError::{FieldAuthFailed, FieldKeyMissing};
    if kid_of(&value.blob).is_none() {
        return Ok(Resealed::Locked);
    }
    if !sealer.needs_rotation(cell.purpose, &value.blob) {
        return Ok(Resealed::Already);
    }
    match sealer.reseal(cell, &value.blob) {
        Ok(blob) => Ok(Resealed::New(blob)),
        Err(FieldAuthFailed { .. } | FieldKeyMissing { .. }) => Ok(Resealed::Locked),
        Err(error) => Err(error.into()),
    }
}

/// Values that lie under an earlier key.
fn left(r: &Read<'_>, sealer: &Sealer) -> Result<u64, AppError> {
    let mut left = 0;
    for column in SEALED_COLUMNS {
        let Some(cell) = cell_of(column) else { continue };
        each_value(r, column, |value| {
            left += u64::from(sealer.needs_rotation(purpose_of(cell), &value.blob));
        })?;
    }
    Ok(left)
}

/// Every value of a column, in its order.
pub(crate) fn each_value(
    r: &Read<'_>,
    column: &SealedColumn,
    mut each: impl FnMut(&SealedValue),
) -> Result<(), AppError> {
    let mut row = 0;
    loop {
        let values = r.sealed_values().after(column, row, BATCH)?;
        let Some(last) = values.last() else { return Ok(()) };
        row = last.row;
        values.iter().for_each(&mut each);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sealed_column_has_its_cells() {
        for column in SEALED_COLUMNS {
            assert!(cell_of(column).is_some(), "{}: name its cell here", column.name());
        }
        assert_eq!(COLUMNS.len(), SEALED_COLUMNS.len());
        let places: std::collections::HashSet<(u16, u16)> =
            COLUMNS.iter().map(|(_, cell)| cell([0; 16])).map(|cell| (cell.table, cell.column)).collect();
        assert_eq!(places.len(), COLUMNS.len(), "two columns never share a place");
    }
}
