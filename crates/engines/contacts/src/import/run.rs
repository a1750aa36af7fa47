//! One import from the first byte to the commit: two threads, one transaction, all or nothing.

use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::thread::ScopedJoinHandle;
use std::time::Instant;

use sellify_domain::{Clock, ImportCounts, ImportId, ImportRecord, ImportState, RejectedRow, Timestamp};
use sellify_store::{Store, StoreError, Write};

use super::commit::{Commit, Rehearsal};
use super::error::ImportError;
use super::plan::{CancelFlag, ImportPlan, ImportProgress, ImportReport};
use super::produce::{Belt, Parcel, Prepared, Produced, Stamp, produce};
use super::source::Source;
use super::table::{FileKind, Table};

/// Parcels between the threads: enough that neither waits for a hiccup of the other. Each is half a megabyte.
const PARCELS: usize = 4;

/// Imports a file. Blocks: call it on a thread that may. Everything is written in one transaction; an error,
/// a cancellation or the end of the process leaves the vault as it was. `in_transaction` is called last, to
/// record the import in the same transaction. `progress` is told every few hundred rows, from this thread.
///
/// When the vault has no record of this import yet, one is made. A dry run compares and counts, and writes
/// nothing, not even the record; `in_transaction` is then not called.
///
/// # Errors
/// [`ImportError`]; nothing was written.
#[expect(clippy::too_many_arguments, reason = "each is one narrow thing; a struct would only rename them")]
pub fn run<E>(
    store: &Store,
    source: &Source,
    plan: &ImportPlan,
    import_id: ImportId,
    clock: &dyn Clock,
    progress: &dyn Fn(ImportProgress),
    cancel: &CancelFlag,
    in_transaction: impl FnOnce(&Write<'_>, &ImportCounts) -> Result<(), E>,
) -> Result<ImportReport, ImportError>
where
    E: std::error::Error + Send + Sync + 'static,
{
    let started = Instant::now();
    let mut table = Table::open(source, &plan.read)?;
    let (kind, file_sha256, bytes) = (table.kind.clone(), table.sha256.clone(), table.bytes);
    let now = clock.now();
    let record = begun(import_id, source, file_sha256, plan, now);
    let expected_rows = expected_rows(&table);
    let all_new = store.read_blocking(|r| r.contacts().count_all())? == 0;
    let stamp = Stamp { import_id, now, all_new };
    let (record, produced, rejected) = std::thread::scope(|scope| {
        let (sender, parcels) = sync_channel(PARCELS);
        let (used, written) = channel();
        let belt = Belt { parcels: sender, written };
        let table = &mut table;
        let producer = scope.spawn(move || produce(table, plan, cancel, stamp, belt));
        let writer = Writer { used, clock, progress, cancel, bytes, expected_rows, record };
        if plan.dry_run {
            store.read_blocking(|read| writer.rehearse(Rehearsal::new(read)?, parcels, producer))
        } else {
            store.write_blocking(|write| {
                let (record, produced) = writer.write(write, parcels, producer, in_transaction)?;
                Ok((record, produced, Vec::new()))
            })
        }
    })?;
    Ok(ImportReport {
        import_id,
        counts: record.counts,
        duplicates_by_phone: produced.duplicates_by_phone,
        seconds: started.elapsed().as_secs_f64(),
        file_name: record.file_name,
        file_sha256: record.file_sha256,
        kind,
        warnings: produced.warnings,
        dry_run: plan.dry_run,
        rejected,
    })
}

/// The record of an import that has begun.
fn begun(
    id: ImportId,
    source: &Source,
    file_sha256: String,
    plan: &ImportPlan,
    started_at: Timestamp,
) -> ImportRecord {
    ImportRecord {
        id,
        file_name: source.name(),
        file_sha256,
        state: ImportState::Running,
        counts: ImportCounts::default(),
        tags: plan.tags.clone(),
        started_at,
        finished_at: None,
        error_code: None,
    }
}

/// About how many rows a file has, to choose how the indexes are kept.
fn expected_rows(table: &Table) -> u64 {
    match table.kind {
        FileKind::Csv { .. } => table.lines,
        // Some sixty packed bytes a row.
        FileKind::Workbook { .. } => table.bytes / 60,
    }
}

type Producer<'scope> = ScopedJoinHandle<'scope, Result<Produced, ImportError>>;

struct Writer<'a> {
    /// Back to the producer, which frees them.
    used: Sender<Vec<Prepared>>,
    clock: &'a dyn Clock,
    progress: &'a dyn Fn(ImportProgress),
    cancel: &'a CancelFlag,
    bytes: u64,
    expected_rows: u64,
    record: ImportRecord,
}

impl Writer<'_> {
    fn write<E>(
        mut self,
        write: &Write<'_>,
        parcels: Receiver<Parcel>,
        producer: Producer<'_>,
        in_transaction: impl FnOnce(&Write<'_>, &ImportCounts) -> Result<(), E>,
    ) -> Result<(ImportRecord, Produced), ImportError>
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        if write.imports().get(self.record.id)?.is_none() {
            write.imports_mut().insert(&self.record)?;
        }
        let mut commit = Commit::new(write, self.record.id, self.record.started_at, self.expected_rows)?;
        let produced = self.drain(parcels, producer, |parcel| {
            commit.take(parcel)?;
            Ok(commit.counts)
        })?;
        self.tell(commit.counts, produced.counts, self.bytes, true);
        self.record.counts = something_left(together(commit.counts, produced.counts))?;
        commit.finish()?;
        self.record.state = ImportState::Finished;
        self.record.finished_at = Some(self.clock.now());
        write.imports_mut().update_record(&self.record)?;
        write.imports_mut().set_headers(self.record.id, &produced.headers)?;
        in_transaction(write, &self.record.counts)
            .map_err(|error| ImportError::Recording(Box::new(error)))?;
        if self.cancel.is_cancelled() {
            return Err(ImportError::Cancelled);
        }
        Ok((self.record, produced))
    }

    fn rehearse(
        mut self,
        mut rehearsal: Rehearsal<'_>,
        parcels: Receiver<Parcel>,
        producer: Producer<'_>,
    ) -> Result<(ImportRecord, Produced, Vec<RejectedRow>), ImportError> {
        let produced = self.drain(parcels, producer, |parcel| {
            rehearsal.take(parcel)?;
            Ok(rehearsal.counts)
        })?;
        self.record.counts = together(rehearsal.counts, produced.counts);
        Ok((self.record, produced, rehearsal.rejected))
    }

    /// Takes every parcel, then the producer's own end, good or bad.
    fn drain(
        &self,
        parcels: Receiver<Parcel>,
        producer: Producer<'_>,
        mut take: impl FnMut(&Parcel) -> Result<ImportCounts, StoreError>,
    ) -> Result<Produced, ImportError> {
        for parcel in &parcels {
            if self.cancel.is_cancelled() {
                return Err(ImportError::Cancelled);
            }
            let (file, bytes_read) = (parcel.counts, parcel.bytes_read);
            // Dropping `parcels` on the way out ends the producer.
            let vault = take(&parcel)?;
            // Once the producer has ended nobody takes them back.
            let _ = self.used.send(parcel.contacts);
            self.tell(vault, file, bytes_read, false);
        }
        producer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }

    fn tell(&self, vault: ImportCounts, file: ImportCounts, bytes_read: u64, finishing: bool) {
        let bytes_read = bytes_read.min(self.bytes);
        let counts = together(vault, file);
        (self.progress)(ImportProgress { counts, bytes_read, bytes_total: self.bytes, finishing });
    }
}

/// An import of which nothing is left is no success.
fn something_left(counts: ImportCounts) -> Result<ImportCounts, ImportError> {
    if counts.rows == counts.rejected {
        return Err(ImportError::NothingToImport { rows: counts.rows });
    }
    Ok(counts)
}

fn together(vault: ImportCounts, file: ImportCounts) -> ImportCounts {
    ImportCounts { created: vault.created, updated: vault.updated, unchanged: vault.unchanged, ..file }
}
