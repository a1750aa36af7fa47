//! The first half of an import, on its own thread: read, normalise, leave out what the file repeats.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender};

use sellify_domain::{
    Channel, Contact, ContactDetails, ContactId, ImportCounts, ImportId, RejectedRow, Timestamp,
};
use sellify_store::DerivedColumns;

use super::duplicates::{FileKeys, Repeated};
use super::error::ImportError;
use super::layout::Layout;
use super::normalise::{Hint, Normaliser, ReadRow};
use super::plan::{CancelFlag, DuplicatePolicy, ImportPlan};
use super::read::{self, Sink};
use super::row::Row;
use super::table::Table;
use super::warning::Warnings;

/// Rows in one parcel: small enough to bound memory, large enough that the threads rarely meet.
const ROWS: usize = 512;
/// Rows whose cells are kept for a person to correct; further ones only where something looks mistyped.
const CELLS_KEPT: u64 = 4_000;

/// Rows on their way to the vault.
#[derive(Debug, Default)]
pub(super) struct Parcel {
    pub(super) contacts: Vec<Prepared>,
    pub(super) rejected: Vec<RejectedRow>,
    /// Rows that repeat another, where somebody looks at them or they refuse something.
    pub(super) repeats: Vec<Repeat>,
    /// `rows`, `duplicates` and `rejected` so far.
    pub(super) counts: ImportCounts,
    /// Bytes read so far.
    pub(super) bytes_read: u64,
}

/// A row as the contact that it becomes if the vault does not know it yet.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) contact: Contact,
    /// Computed here where every row is new: the writer is the busier thread.
    pub(super) derived: Option<DerivedColumns>,
    /// What the row says of consents.
    pub(super) consents: Vec<(Channel, bool)>,
    /// Where somebody may look at the row.
    pub(super) seen: Option<Box<SeenRow>>,
}

/// A row as a person sees it in the file.
#[derive(Debug, Default)]
pub(super) struct SeenRow {
    pub(super) line: u64,
    pub(super) hint: Option<Hint>,
    /// Empty where they are not kept.
    pub(super) cells: Vec<String>,
}

/// A row that repeats an earlier one.
#[derive(Debug)]
pub(super) struct Repeat {
    pub(super) of: Option<u64>,
    pub(super) details: ContactDetails,
    pub(super) consents: Vec<(Channel, bool)>,
    pub(super) seen: SeenRow,
}

/// The way to the writer and back.
pub(super) struct Belt {
    pub(super) parcels: SyncSender<Parcel>,
    /// Parcels that were written come back here to be freed: that costs the writer a tenth of its time.
    pub(super) written: Receiver<Vec<Prepared>>,
}

/// What new contacts carry besides their details.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp {
    pub(super) import_id: ImportId,
    pub(super) now: Timestamp,
    /// Nothing is known of anybody: every row that is kept is a new contact.
    pub(super) all_new: bool,
    /// Somebody looks at every row.
    pub(super) reviewed: bool,
    /// About so many rows will come.
    pub(super) expected_rows: u64,
}

/// What the reading ended with.
#[derive(Debug, Default)]
pub(super) struct Produced {
    /// `rows`, `duplicates` and `rejected`; the vault adds the others.
    pub(super) counts: ImportCounts,
    pub(super) duplicates_by_phone: u64,
    pub(super) hints: u64,
    pub(super) corrected: u64,
    pub(super) headers: Vec<String>,
    pub(super) has_header: bool,
    pub(super) warnings: Warnings,
}

/// Reads all of `table` into parcels.
pub(super) fn produce(
    table: &mut Table,
    plan: &ImportPlan,
    cancel: &CancelFlag,
    stamp: Stamp,
    belt: Belt,
) -> Result<Produced, ImportError> {
    let mut warnings = Warnings::default();
    let read_so_far = table.read_so_far();
    let mut producer = Producer {
        plan,
        cancel,
        stamp,
        belt,
        bytes_read: &move || read_so_far.get(),
        normaliser: None,
        keys: FileKeys::new(stamp.expected_rows, stamp.reviewed),
        parcel: Parcel::default(),
        produced: Produced::default(),
    };
    read::read(table, plan.read.has_header, &mut warnings, &mut producer)?;
    let _ = producer.send();
    Ok(Produced { warnings, ..producer.produced })
}

struct Producer<'a> {
    plan: &'a ImportPlan,
    cancel: &'a CancelFlag,
    stamp: Stamp,
    belt: Belt,
    bytes_read: &'a dyn Fn() -> u64,
    /// Known once the layout is.
    normaliser: Option<Normaliser>,
    keys: FileKeys,
    parcel: Parcel,
    produced: Produced,
}

impl Producer<'_> {
    fn send(&mut self) -> ControlFlow<()> {
        let mut parcel = std::mem::take(&mut self.parcel);
        parcel.counts = self.produced.counts;
        parcel.bytes_read = (self.bytes_read)();
        self.parcel.contacts.reserve(ROWS);
        while self.belt.written.try_recv().is_ok() {}
        // Nobody takes it: the writer has failed, and says why.
        if self.belt.parcels.send(parcel).is_err() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn prepare(&self, read: ReadRow, row: &Row) -> Result<Prepared, ImportError> {
        let Stamp { import_id, now, all_new, reviewed, .. } = self.stamp;
        let ReadRow { details, consents, hint } = read;
        let derived = all_new.then(|| DerivedColumns::of(&details)).transpose()?;
        let contact = Contact {
            id: ContactId::generate(now),
            details,
            created_at: now,
            updated_at: now,
            import_id: Some(import_id),
            deleted_at: None,
        };
        // A row that only the vault refuses is kept with all its cells.
        let keep = reviewed || self.plan.policy == DuplicatePolicy::Create;
        let seen = keep.then(|| Box::new(self.seen(row, hint)));
        Ok(Prepared { contact, derived, consents, seen })
    }

    fn seen(&self, row: &Row, hint: Option<Hint>) -> SeenRow {
        let keep = self.produced.counts.rows <= CELLS_KEPT
            || hint.is_some()
            || self.plan.policy == DuplicatePolicy::Create;
        SeenRow { line: row.line, hint, cells: if keep { row.to_vec() } else { Vec::new() } }
    }

    fn take(&mut self, read: ReadRow, row: &Row) -> Result<(), ImportError> {
        self.produced.hints += u64::from(read.hint.is_some());
        let Some((what, of)) = self.keys.repeats(&read.details, row.line) else {
            let prepared = self.prepare(read, row)?;
            self.parcel.contacts.push(prepared);
            return Ok(());
        };
        self.produced.counts.duplicates += 1;
        self.produced.duplicates_by_phone += u64::from(what == Repeated::Phone);
        // The first row wins, but not against a refusal.
        let refuses = read.consents.iter().any(|(_, granted)| !granted);
        if self.stamp.reviewed || refuses {
            let ReadRow { details, consents, hint } = read;
            let seen = self.seen(row, hint);
            self.parcel.repeats.push(Repeat { of, details, consents, seen });
        }
        Ok(())
    }

    /// The row as a person corrected it, if one did.
    fn corrected(&mut self, line: u64) -> Option<Row> {
        let cells = self.plan.corrections.get(&line)?;
        self.produced.corrected += 1;
        let mut row: Row = cells.iter().map(String::as_str).collect();
        row.line = line;
        Some(row)
    }
}

impl Sink for Producer<'_> {
    fn layout(&mut self, layout: &Layout) -> Result<(), ImportError> {
        self.produced.headers.clone_from(&layout.headers);
        self.produced.has_header = layout.has_header;
        self.normaliser = Some(Normaliser::new(self.plan, &layout.headers)?);
        Ok(())
    }

    fn row(&mut self, row: &Row) -> Result<ControlFlow<()>, ImportError> {
        let corrected = if self.plan.corrections.is_empty() { None } else { self.corrected(row.line) };
        let row = corrected.as_ref().unwrap_or(row);
        let Some(normaliser) = self.normaliser.as_mut() else { return Ok(ControlFlow::Break(())) };
        self.produced.counts.rows += 1;
        match normaliser.read(row) {
            Ok(read) => self.take(read, row)?,
            Err(rejected) => {
                self.produced.counts.rejected += 1;
                self.parcel.rejected.push(rejected);
            }
        }
        if !self.produced.counts.rows.is_multiple_of(ROWS as u64) {
            return Ok(ControlFlow::Continue(()));
        }
        if self.cancel.is_cancelled() {
            return Err(ImportError::Cancelled);
        }
        Ok(self.send())
    }
}
