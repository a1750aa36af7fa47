//! What a person decides about an import, and what is told while and after it runs.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use sellify_domain::{ContactField, CustomFieldKind, ImportCounts, ImportId};
use serde::{Deserialize, Serialize};

use super::columns::ColumnChoice;
use super::review::Review;
use super::table::{FileKind, ReadOptions};
use super::warning::Warnings;

/// What a row must have to become a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Require {
    /// A valid e-mail address.
    #[default]
    Email,
    /// A valid e-mail address or a telephone number.
    EmailOrPhone,
}

/// What becomes of contacts that the vault knows already. Whatever it is, a refusal in the file is recorded and a
/// suppression never lifted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DuplicatePolicy {
    /// The file wins where it says something, never with an empty cell; tags are added.
    #[default]
    Update,
    /// They stay as they are.
    Skip,
    /// The row becomes a contact of its own, without the address or number that is somebody's; where nothing is
    /// left to reach it by, it is refused.
    Create,
}

/// An import as it was confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPlan {
    /// The field of each column, in the file's order; none: left out.
    pub mapping: Vec<Option<ContactField>>,
    /// How each column is read, in the file's order; may be shorter than `mapping`.
    pub columns: Vec<ColumnChoice>,
    /// What becomes of contacts that the vault knows.
    pub policy: DuplicatePolicy,
    /// What kind of value the firm's own fields hold, by key; one that is absent holds text.
    pub custom_kinds: BTreeMap<String, CustomFieldKind>,
    /// Rows as a person corrected them: all cells, by line of the file.
    pub corrections: BTreeMap<u64, Vec<String>>,
    /// Where consents of this file come from, as their source; empty: the file's name.
    pub source: String,
    /// Tags for every contact of the file.
    pub tags: Vec<String>,
    /// Where telephone numbers without a country code are (ISO 3166, two letters).
    pub country: String,
    /// What a row must have.
    pub require: Require,
    /// Count only, write nothing.
    pub dry_run: bool,
    /// How to read the file.
    pub read: ReadOptions,
}

impl Default for ImportPlan {
    fn default() -> Self {
        Self {
            mapping: Vec::new(),
            columns: Vec::new(),
            policy: DuplicatePolicy::default(),
            custom_kinds: BTreeMap::new(),
            corrections: BTreeMap::new(),
            source: String::new(),
            tags: Vec::new(),
            country: "FR".into(),
            require: Require::default(),
            dry_run: false,
            read: ReadOptions::default(),
        }
    }
}

/// What a person chose for a file, and is offered again for the next one of its shape.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportChoices {
    /// See [`ImportPlan::mapping`].
    pub mapping: Vec<Option<ContactField>>,
    /// See [`ImportPlan::columns`].
    pub columns: Vec<ColumnChoice>,
    /// See [`ImportPlan::country`].
    pub country: String,
    /// See [`ImportPlan::require`].
    pub require: Require,
    /// See [`ImportPlan::policy`].
    pub policy: DuplicatePolicy,
}

impl From<&ImportPlan> for ImportChoices {
    fn from(plan: &ImportPlan) -> Self {
        Self {
            mapping: plan.mapping.clone(),
            columns: plan.columns.clone(),
            country: plan.country.clone(),
            require: plan.require,
            policy: plan.policy,
        }
    }
}

/// What is kept of a finished import besides its record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptPlan {
    /// What was chosen.
    pub choices: ImportChoices,
    /// Rows that a person corrected before.
    pub corrected: u64,
    /// Addresses that look mistyped.
    pub hints: u64,
    /// How many rows for each reason, by its code.
    pub reasons: BTreeMap<String, u64>,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ImportProgress {
    /// What became of the rows so far.
    pub counts: ImportCounts,
    /// Bytes of the file read.
    pub bytes_read: u64,
    /// Bytes of the file.
    pub bytes_total: u64,
    /// Every row was read; the search index is being built.
    pub finishing: bool,
}

/// Stops an import from another thread.
#[derive(Debug, Default)]
pub struct CancelFlag(AtomicBool);

impl CancelFlag {
    /// Asks the import to stop. Nothing of it will be written.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImportReport {
    /// The import.
    pub import_id: ImportId,
    /// What became of the rows.
    pub counts: ImportCounts,
    /// Of the duplicates, those that repeat a number and not an address.
    pub duplicates_by_phone: u64,
    /// Addresses that look mistyped.
    pub hints: u64,
    /// How many rows for each reason, by its code.
    pub reasons: BTreeMap<String, u64>,
    /// Names of the file's columns.
    pub headers: Vec<String>,
    /// What was chosen, with what the file suggested to the rest.
    pub choices: ImportChoices,
    /// Seconds from opening the file to the last byte written.
    pub seconds: f64,
    /// The file's name.
    pub file_name: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub file_sha256: String,
    /// What it was.
    pub kind: FileKind,
    /// What was odd.
    pub warnings: Warnings,
    /// Whether it was only counted.
    pub dry_run: bool,
    /// Of a dry run, the first rows of each verdict. An import keeps what it refused and changed in the vault.
    #[serde(skip)]
    pub review: Option<Review>,
}
