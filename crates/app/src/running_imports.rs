//! Imports under way, and the few ended ones that the vault knows nothing of (dry runs).

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use parking_lot::Mutex;
use sellify_contacts::import::{CancelFlag, ImportChoices, KeptPlan, Reason, Review};
use sellify_domain::{ImportId, ImportRecord, ImportState, RejectedRow};
use tokio::sync::watch;

use crate::error::AppError;

/// Ended imports remembered until the program ends.
const REMEMBERED: usize = 50;
/// Dry runs whose rows are still shown; each holds some megabytes.
const REVIEWS: usize = 3;

/// How much of the file has been read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FileProgress {
    /// Bytes read.
    pub bytes_read: u64,
    /// Bytes of the file.
    pub bytes_total: u64,
    /// Every row was read; the search index is being built.
    pub finishing: bool,
}

/// One import as screens show it.
#[derive(Debug, Clone)]
pub struct ImportView {
    /// The record.
    pub record: ImportRecord,
    /// Whether it only counts.
    pub dry_run: bool,
    /// How much has been read, while it runs.
    pub progress: Option<FileProgress>,
    /// Why it failed, in a sentence, as long as the program runs.
    pub error_detail: Option<String>,
    /// What else is told of it by itself; empty in lists.
    pub detail: ImportDetail,
}

/// What is told of one import beside its record.
#[derive(Debug, Clone, Default)]
pub struct ImportDetail {
    /// Addresses that look mistyped.
    pub hints: u64,
    /// How many rows for each reason, by its code.
    pub reasons: BTreeMap<String, u64>,
    /// What was chosen.
    pub choices: Option<ImportChoices>,
    /// Rows that a person corrected before.
    pub corrected: u64,
    /// Names of the file's columns.
    pub headers: Vec<String>,
}

impl ImportDetail {
    /// As the vault keeps it.
    pub(crate) fn of_kept(plan: KeptPlan, headers: Vec<String>) -> Self {
        let KeptPlan { choices, corrected, hints, reasons } = plan;
        Self { hints, reasons, choices: Some(choices), corrected, headers }
    }
}

/// The imports of this run of the program.
pub(crate) struct RunningImports {
    known: Mutex<VecDeque<Known>>,
    /// How many are under way; quitting waits for none.
    under_way: watch::Sender<usize>,
}

struct Known {
    view: ImportView,
    cancel: Arc<CancelFlag>,
    /// What a dry run found; the vault knows nothing of it.
    review: Option<Arc<Review>>,
}

impl Default for RunningImports {
    fn default() -> Self {
        Self { known: Mutex::default(), under_way: watch::channel(0).0 }
    }
}

impl RunningImports {
    /// Takes an import in. One at a time: each must see what the one before has written.
    pub(crate) fn begin(&self, view: ImportView, cancel: Arc<CancelFlag>) -> Result<(), AppError> {
        let mut known = self.known.lock();
        if known.iter().any(|one| one.view.record.state == ImportState::Running) {
            return Err(AppError::ImportRunning);
        }
        known.push_back(Known { view, cancel, review: None });
        if known.len() > REMEMBERED {
            known.pop_front();
        }
        self.under_way.send_modify(|count| *count += 1);
        Ok(())
    }

    /// Changes what is known of an import.
    pub(crate) fn update(&self, id: ImportId, change: impl FnOnce(&mut ImportView)) {
        if let Some(one) = self.known.lock().iter_mut().find(|one| one.view.record.id == id) {
            change(&mut one.view);
        }
    }

    /// Keeps what a dry run found, and forgets older ones.
    pub(crate) fn keep_review(&self, id: ImportId, review: Review) {
        let mut known = self.known.lock();
        if let Some(one) = known.iter_mut().find(|one| one.view.record.id == id) {
            one.review = Some(Arc::new(review));
        }
        let held = known.iter_mut().rev().filter(|one| one.review.is_some());
        held.skip(REVIEWS).for_each(|one| one.review = None);
    }

    /// What a dry run of this program found; empty when it was forgotten, none for an import that the vault knows.
    pub(crate) fn review(&self, id: ImportId) -> Option<Arc<Review>> {
        let known = self.known.lock();
        let one = known.iter().find(|one| one.view.record.id == id && one.view.dry_run)?;
        Some(one.review.clone().unwrap_or_default())
    }

    /// The rows that a dry run of this program refused; none for an import that the vault knows.
    pub(crate) fn rejected_in_rehearsal(&self, id: ImportId) -> Option<Vec<RejectedRow>> {
        let review = self.review(id)?;
        let rejected = review.rows.iter().filter_map(|row| match row.reason {
            Some(Reason::Rejected(reason)) => Some(RejectedRow {
                line: row.line,
                reason,
                value: row.value.clone(),
                cells: row.cells.clone(),
            }),
            _ => None,
        });
        Some(rejected.collect())
    }

    /// Called once for every import that began, however it ended.
    pub(crate) fn end(&self) {
        self.under_way.send_modify(|count| *count = count.saturating_sub(1));
    }

    pub(crate) fn find(&self, id: ImportId) -> Option<ImportView> {
        self.known.lock().iter().find(|one| one.view.record.id == id).map(|one| one.view.clone())
    }

    /// The imports under way.
    pub(crate) fn running(&self) -> Vec<ImportView> {
        let known = self.known.lock();
        known
            .iter()
            .map(|one| &one.view)
            .filter(|view| view.record.state == ImportState::Running)
            .cloned()
            .collect()
    }

    /// Asks an import to stop. False: it has ended already.
    pub(crate) fn cancel(&self, id: ImportId) -> bool {
        let known = self.known.lock();
        let running = known
            .iter()
            .find(|one| one.view.record.id == id && one.view.record.state == ImportState::Running);
        running.inspect(|one| one.cancel.cancel()).is_some()
    }

    pub(crate) fn cancel_all(&self) {
        self.known.lock().iter().for_each(|one| one.cancel.cancel());
    }

    pub(crate) async fn wait_for_all(&self) {
        // The sender lives in `self`, so the channel cannot close.
        let _ = self.under_way.subscribe().wait_for(|count| *count == 0).await;
    }
}
