//! One import from the first byte to the commit: two threads, one transaction, all or nothing.

use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::ScopedJoinHandle;
use std::time::Instant;

use sellify_domain::{Clock, ImportCounts, ImportId, ImportRecord, ImportState};
use sellify_store::{Store, StoreError, Write};

use super::commit::{Commit, Rehearsal};
use super::error::ImportError;
use super::plan::{CancelFlag, ImportPlan, ImportProgress, ImportReport};
use super::produce::{Parcel, Produced, produce};
use super::source::Source;
use super::table::{FileKind, Table};

/// Parcels between the threads: enough that neither waits for a hiccup of the other.
const PARCELS: usize = 8;

/// Everything an import needs besides the file and the vault.
#[derive(Clone, Copy)]
pub struct ImportContext<'a> {
    /// The import's identity.
    pub import_id: ImportId,
    /// The time.
    pub clock: &'a dyn Clock,
    /// Told every few hundred rows, from the calling thread.
    pub progress: &'a dyn Fn(ImportProgress),
    /// Looked at every few hundred rows.
    pub cancel: &'a CancelFlag,
}

impl std::fmt::Debug for ImportContext<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ImportContext").field("import_id", &self.import_id).finish_non_exhaustive()
    }
}

/// Imports a file. Blocks: call it on a thread that may. Everything is written in one transaction; an error,
/// a cancellation or the end of the process leaves the vault as it was. `in_transaction` is called last, to
/// record the import in the same transaction; it gets the finished record.
///
/// When the vault has no record of this import yet, one is made. A dry run compares and counts, and writes
/// nothing, not even the record; `in_transaction` is then not called.
///
/// # Errors
/// [`ImportError`]; nothing was written.
pub fn run<E>(
    store: &Store,
    source: &Source,
    plan: &ImportPlan,
    context: ImportContext<'_>,
    in_transaction: impl FnOnce(&Write<'_>, &ImportRecord) -> Result<(), E>,
) -> Result<ImportReport, ImportError>
where
    E: std::error::Error + Send + Sync + 'static,
{
    let started = Instant::now();
    let mut table = Table::open(source, &plan.read)?;
    let (kind, file_sha256, bytes) = (table.kind.clone(), table.sha256.clone(), table.bytes);
    let record = ImportRecord {
        id: context.import_id,
        file_name: source.name(),
        file_sha256,
        state: ImportState::Running,
        counts: ImportCounts::default(),
        tags: plan.tags.clone(),
        started_at: context.clock.now(),
        finished_at: None,
        error_code: None,
    };
    let expected_rows = expected_rows(&table);
    let (record, produced) = std::thread::scope(|scope| {
        let (sender, parcels) = sync_channel(PARCELS);
        let cancel = context.cancel;
        let table = &mut table;
        let producer = scope.spawn(move || produce(table, plan, cancel, sender));
        let writer = Writer { context, bytes, expected_rows, record };
        if plan.dry_run {
            store.read_blocking(|read| writer.rehearse(Rehearsal::new(read)?, parcels, producer))
        } else {
            store.write_blocking(|write| writer.write(write, parcels, producer, in_transaction))
        }
    })?;
    Ok(ImportReport {
        import_id: context.import_id,
        counts: record.counts,
        duplicates_by_phone: produced.duplicates_by_phone,
        seconds: started.elapsed().as_secs_f64(),
        file_name: record.file_name,
        file_sha256: record.file_sha256,
        kind,
        warnings: produced.warnings,
        dry_run: plan.dry_run,
    })
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
    context: ImportContext<'a>,
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
        in_transaction: impl FnOnce(&Write<'_>, &ImportRecord) -> Result<(), E>,
    ) -> Result<(ImportRecord, Produced), ImportError>
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        if write.imports().get(self.record.id)?.is_none() {
            write.imports_mut().insert(&self.record)?;
        }
        let mut commit = Commit::new(write, self.record.id, self.record.started_at, self.expected_rows)?;
        let produced = self.drain(parcels, producer, |parcel| commit.take(parcel))?;
        self.tell(produced.counts.rows, self.bytes, true);
        self.record.counts = together(commit.finish()?, produced.counts)?;
        self.record.state = ImportState::Finished;
        self.record.finished_at = Some(self.context.clock.now());
        write.imports_mut().update_record(&self.record)?;
        in_transaction(write, &self.record).map_err(|error| ImportError::Recording(Box::new(error)))?;
        if self.context.cancel.is_cancelled() {
            return Err(ImportError::Cancelled);
        }
        Ok((self.record, produced))
    }

    fn rehearse(
        mut self,
        mut rehearsal: Rehearsal<'_>,
        parcels: Receiver<Parcel>,
        producer: Producer<'_>,
    ) -> Result<(ImportRecord, Produced), ImportError> {
        let produced = self.drain(parcels, producer, |parcel| rehearsal.take(&parcel))?;
        self.record.counts = together(rehearsal.counts, produced.counts)?;
        Ok((self.record, produced))
    }

    /// Takes every parcel, then the producer's own end, good or bad.
    fn drain(
        &self,
        parcels: Receiver<Parcel>,
        producer: Producer<'_>,
        mut take: impl FnMut(Parcel) -> Result<(), StoreError>,
    ) -> Result<Produced, ImportError> {
        for parcel in &parcels {
            if self.context.cancel.is_cancelled() {
                return Err(ImportError::Cancelled);
            }
            self.tell(parcel.rows, parcel.bytes_read, false);
            // Dropping `parcels` on the way out ends the producer.
            take(parcel)?;
        }
        producer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }

    fn tell(&self, rows: u64, bytes_read: u64, finishing: bool) {
        let bytes_read = bytes_read.min(self.bytes);
        (self.context.progress)(ImportProgress { rows, bytes_read, bytes_total: self.bytes, finishing });
    }
}

/// The counts of both halves. An import of which nothing is left is no success.
fn together(vault: ImportCounts, file: ImportCounts) -> Result<ImportCounts, ImportError> {
    if file.rows == file.rejected {
        return Err(ImportError::NothingToImport { rows: file.rows });
    }
    Ok(ImportCounts { created: vault.created, updated: vault.updated, unchanged: vault.unchanged, ..file })
}
