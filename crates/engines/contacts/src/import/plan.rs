//! What a person decides about an import, and what is told while and after it runs.

use std::sync::atomic::{AtomicBool, Ordering};

use sellify_domain::{ContactField, ImportCounts, ImportId, RejectedRow};
use serde::{Deserialize, Serialize};

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

/// An import as it was confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPlan {
    /// The field of each column, in the file's order; none: left out.
    pub mapping: Vec<Option<ContactField>>,
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
            tags: Vec::new(),
            country: "FR".into(),
            require: Require::default(),
            dry_run: false,
            read: ReadOptions::default(),
        }
    }
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
    /// Of a dry run, the first rows refused, at most 1,000. An import keeps all of them in the vault instead.
    #[serde(skip)]
    pub rejected: Vec<RejectedRow>,
}
