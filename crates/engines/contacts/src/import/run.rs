//! One import from the first byte to the commit: two threads, one transaction, all or nothing.

use std::collections::BTreeMap;
use std::sync::mpsc::{Sender, channel, sync_channel};
use std::thread::ScopedJoinHandle;
use std::time::Instant;

use sellify_domain::{Clock, ImportCounts, ImportId, ImportRecord, ImportState, Timestamp};
use sellify_store::{Store, StoreError, Write};

use super::commit::{Commit, Reasons};
use super::error::ImportError;
use super::inspect;
use super::plan::{CancelFlag, ImportChoices, ImportPlan, ImportProgress, ImportReport, KeptPlan};
use super::produce::{Belt, Parcel, Prepared, Produced, Stamp, produce};
use super::rehearse::Rehearsal;
use super::review::{Reason, Review, ReviewRow};
use super::source::Source;
use super::table::{FileKind, Table};

/// Parcels between the threads: enough that neither waits for a hiccup of the other. Each is half a megabyte.
const PARCELS: usize = 4;

/// How an import is watched and stopped.
pub struct Watch<'a> {
    /// Told every few hundred rows, from the thread that called.
    pub progress: &'a dyn Fn(ImportProgress),
    /// Stops it.
    pub cancel: &'a CancelFlag,
    /// Told of every row in the file's order, from the thread that called. It costs the import some of its speed.
    pub each: Option<&'a dyn Fn(ReviewRow)>,
}

impl std::fmt::Debug for Watch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").field("cancel", &self.cancel).finish_non_exhaustive()
    }
}

/// [`run_watched`] without an eye on single rows.
///
/// # Errors
/// As [`run_watched`].
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
    let watch = Watch { progress, cancel, each: None };
    run_watched(store, source, plan, import_id, clock, &watch, in_transaction)
}

/// Imports a file. Blocks: call it on a thread that may. Everything is written in one transaction; an error,
/// a cancellation or the end of the process leaves the vault as it was. `in_transaction` is called last, to
/// record the import in the same transaction.
///
/// When the vault has no record of this import yet, one is made. A dry run compares and counts, and writes
/// nothing, not even the record; `in_transaction` is then not called. Two imports at once wait for one another:
/// the second sees all that the first has written.
///
/// # Errors
/// [`ImportError`]; nothing was written.
pub fn run_watched<E>(
    store: &Store,
    source: &Source,
    plan: &ImportPlan,
    import_id: ImportId,
    clock: &dyn Clock,
    watch: &Watch<'_>,
    in_transaction: impl FnOnce(&Write<'_>, &ImportCounts) -> Result<(), E>,
) -> Result<ImportReport, ImportError>
where
    E: std::error::Error + Send + Sync + 'static,
{
    let started = Instant::now();
    let plan = &sourced(plan, source);
    let mut table = Table::open(source, &plan.read)?;
    let (kind, file_sha256, bytes) = (table.kind.clone(), table.sha256.clone(), table.bytes);
    let now = clock.now();
    let record = begun(import_id, source, file_sha256, plan, now);
    let expected_rows = expected_rows(&table);
    let all_new = store.read_blocking(|r| r.contacts().count_all())? == 0;
    let reviewed = plan.dry_run || watch.each.is_some();
    let stamp = Stamp { import_id, now, all_new, reviewed, expected_rows };
    let done = std::thread::scope(|scope| {
        let (sender, parcels) = sync_channel(PARCELS);
        let (used, written) = channel();
        let belt = Belt { parcels: sender, written };
        let (table, cancel) = (&mut table, watch.cancel);
        let producer = scope.spawn(move || produce(table, plan, cancel, stamp, belt));
        // Others may write until the file brings its first row, or is known to be none.
        let mut parcels = parcels.into_iter().peekable();
        parcels.peek();
        let writer = Writer { used, clock, watch, plan, bytes, expected_rows, record };
        if plan.dry_run {
            store.read_blocking(|read| {
                writer.rehearse(Rehearsal::new(read, plan, watch.each)?, parcels, producer)
            })
        } else {
            store.write_blocking(|write| writer.write(write, parcels, producer, in_transaction))
        }
    })?;
    let Done { record, produced, reasons, review } = done;
    Ok(ImportReport {
        import_id,
        counts: record.counts,
        duplicates_by_phone: produced.duplicates_by_phone,
        hints: produced.hints,
        reasons: by_code(&reasons, record.counts.duplicates),
        headers: produced.headers,
        choices: ImportChoices::from(plan),
        seconds: started.elapsed().as_secs_f64(),
        file_name: record.file_name,
        file_sha256: record.file_sha256,
        kind,
        warnings: produced.warnings,
        dry_run: plan.dry_run,
        review,
    })
}

/// What an import ended with.
struct Done {
    record: ImportRecord,
    produced: Produced,
    reasons: Reasons,
    review: Option<Review>,
}

/// Consents come from the file where nothing else is said.
fn sourced(plan: &ImportPlan, source: &Source) -> ImportPlan {
    let mut plan = plan.clone();
    if plan.source.is_empty() {
        plan.source = source.name();
    }
    plan
}

/// How many rows for each reason, by its code.
fn by_code(reasons: &Reasons, duplicates: u64) -> BTreeMap<String, u64> {
    let mut by_code: BTreeMap<String, u64> =
        reasons.iter().map(|(reason, count)| (reason.code(), *count)).collect();
    if duplicates > 0 {
        by_code.insert(Reason::RepeatsLine.code(), duplicates);
    }
    by_code
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
        // Some eight lines a card.
        FileKind::VCard { .. } => table.lines / 8,
        // Some sixty packed bytes a row.
        FileKind::Workbook { .. } => table.bytes / 60,
    }
}

type Parcels = std::iter::Peekable<std::sync::mpsc::IntoIter<Parcel>>;
type Producer<'scope> = ScopedJoinHandle<'scope, Result<Produced, ImportError>>;

struct Writer<'a> {
    /// Back to the producer, which frees them.
    used: Sender<Vec<Prepared>>,
    clock: &'a dyn Clock,
    watch: &'a Watch<'a>,
    plan: &'a ImportPlan,
    bytes: u64,
    expected_rows: u64,
    record: ImportRecord,
}

impl Writer<'_> {
    fn write<E>(
        mut self,
        write: &Write<'_>,
        parcels: Parcels,
        producer: Producer<'_>,
        in_transaction: impl FnOnce(&Write<'_>, &ImportCounts) -> Result<(), E>,
    ) -> Result<Done, ImportError>
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        if write.imports().get(self.record.id)?.is_none() {
            write.imports_mut().insert(&self.record)?;
        }
        let (id, now) = (self.record.id, self.record.started_at);
        let mut commit = Commit::new(write, self.plan, id, now, self.expected_rows, self.watch.each)?;
        let produced = self.drain(parcels, producer, |parcel| {
            commit.take(&parcel)?;
            Ok((commit.counts, parcel.contacts))
        })?;
        self.tell(commit.counts, produced.counts, self.bytes, true);
        self.record.counts = something_left(together(commit.counts, produced.counts))?;
        let reasons = std::mem::take(&mut commit.reasons);
        commit.finish()?;
        self.record.state = ImportState::Finished;
        self.record.finished_at = Some(self.clock.now());
        write.imports_mut().update_record(&self.record)?;
        self.remember(write, &produced, &reasons)?;
        in_transaction(write, &self.record.counts)
            .map_err(|error| ImportError::Recording(Box::new(error)))?;
        if self.watch.cancel.is_cancelled() {
            return Err(ImportError::Cancelled);
        }
        Ok(Done { record: self.record, produced, reasons, review: None })
    }

    /// Keeps what was chosen: with the import, and for the next file of this shape.
    fn remember(&self, write: &Write<'_>, produced: &Produced, reasons: &Reasons) -> Result<(), StoreError> {
        let choices = ImportChoices::from(self.plan);
        let imports = write.imports_mut();
        imports.set_headers(self.record.id, &produced.headers)?;
        if produced.has_header {
            let shape = inspect::shape(&produced.headers);
            write.import_shapes_mut().remember(&shape, &choices, self.record.started_at)?;
        }
        let kept = KeptPlan {
            choices,
            corrected: produced.corrected,
            hints: produced.hints,
            reasons: by_code(reasons, self.record.counts.duplicates),
        };
        imports.set_plan(self.record.id, &kept)
    }

    fn rehearse(
        mut self,
        mut rehearsal: Rehearsal<'_>,
        parcels: Parcels,
        producer: Producer<'_>,
    ) -> Result<Done, ImportError> {
        let produced = self.drain(parcels, producer, |parcel| {
            let contacts = rehearsal.take(parcel)?;
            Ok((rehearsal.counts, contacts))
        })?;
        self.record.counts = together(rehearsal.counts, produced.counts);
        let (reasons, review) = (rehearsal.reasons, Some(rehearsal.review));
        Ok(Done { record: self.record, produced, reasons, review })
    }

    /// Takes every parcel, then the producer's own end, good or bad.
    fn drain(
        &self,
        parcels: Parcels,
        producer: Producer<'_>,
        mut take: impl FnMut(Parcel) -> Result<(ImportCounts, Vec<Prepared>), StoreError>,
    ) -> Result<Produced, ImportError> {
        for parcel in parcels {
            if self.watch.cancel.is_cancelled() {
                return Err(ImportError::Cancelled);
            }
            let (file, bytes_read) = (parcel.counts, parcel.bytes_read);
            // Dropping `parcels` on the way out ends the producer.
            let (vault, contacts) = take(parcel)?;
            // Once the producer has ended nobody takes them back.
            let _ = self.used.send(contacts);
            self.tell(vault, file, bytes_read, false);
        }
        producer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }

    fn tell(&self, vault: ImportCounts, file: ImportCounts, bytes_read: u64, finishing: bool) {
        let bytes_read = bytes_read.min(self.bytes);
        let counts = together(vault, file);
        (self.watch.progress)(ImportProgress { counts, bytes_read, bytes_total: self.bytes, finishing });
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
    ImportCounts {
        rows: file.rows,
        duplicates: file.duplicates,
        rejected: file.rejected + vault.rejected,
        ..vault
    }
}
