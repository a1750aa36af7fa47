//! The first half of an import, on its own thread: read, normalise, leave out what the file repeats.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender};

use sellify_domain::{Contact, ContactDetails, ContactId, ImportCounts, ImportId, RejectedRow, Timestamp};
use sellify_store::DerivedColumns;

use super::duplicates::Seen;
use super::error::ImportError;
use super::layout::Layout;
use super::normalise::Normaliser;
use super::plan::{CancelFlag, ImportPlan};
use super::read::{self, Sink};
use super::row::Row;
use super::table::Table;
use super::warning::Warnings;

/// Rows in one parcel: small enough to bound memory, large enough that the threads rarely meet.
const ROWS: usize = 512;

/// Rows on their way to the vault.
#[derive(Debug, Default)]
pub(super) struct Parcel {
    pub(super) contacts: Vec<Prepared>,
    pub(super) rejected: Vec<RejectedRow>,
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
}

/// What the reading ended with.
#[derive(Debug, Default)]
pub(super) struct Produced {
    /// `rows`, `duplicates` and `rejected`; the vault adds the others.
    pub(super) counts: ImportCounts,
    pub(super) duplicates_by_phone: u64,
    pub(super) headers: Vec<String>,
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
        emails: Seen::default(),
        phones: Seen::default(),
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
    emails: Seen,
    phones: Seen,
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

    fn prepare(&self, details: ContactDetails) -> Result<Prepared, ImportError> {
        let Stamp { import_id, now, all_new } = self.stamp;
        let derived = all_new.then(|| DerivedColumns::of(&details)).transpose()?;
        let contact = Contact {
            id: ContactId::generate(now),
            details,
            created_at: now,
            updated_at: now,
            import_id: Some(import_id),
            deleted_at: None,
        };
        Ok(Prepared { contact, derived })
    }

    /// Whether an earlier row of the file had this address or number. A row that repeats an address leaves no
    /// trace of its number: it is not kept.
    fn repeats(&mut self, details: &ContactDetails) -> bool {
        if details.email.as_ref().is_some_and(|email| !self.emails.insert(email.as_str())) {
            return true;
        }
        let repeats = details.phone.as_ref().is_some_and(|phone| !self.phones.insert(phone.as_str()));
        self.produced.duplicates_by_phone += u64::from(repeats);
        repeats
    }
}

impl Sink for Producer<'_> {
    fn layout(&mut self, layout: &Layout) -> Result<(), ImportError> {
        self.produced.headers.clone_from(&layout.headers);
        self.normaliser = Some(Normaliser::new(self.plan, layout.headers.len())?);
        Ok(())
    }

    fn row(&mut self, row: &Row) -> Result<ControlFlow<()>, ImportError> {
        let Some(normaliser) = self.normaliser.as_mut() else { return Ok(ControlFlow::Break(())) };
        self.produced.counts.rows += 1;
        match normaliser.read(row) {
            Ok(details) if self.repeats(&details) => self.produced.counts.duplicates += 1,
            Ok(details) => {
                let prepared = self.prepare(details)?;
                self.parcel.contacts.push(prepared);
            }
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
