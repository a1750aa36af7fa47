//! An import: one file, read once, with its counts and the rows it refused.

use serde::{Deserialize, Serialize};

use crate::{ImportId, Timestamp};

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// Rows are being read; nothing is in the vault yet.
    Running,
    /// Committed.
    Finished,
    /// Stopped by a person; nothing was written.
    Cancelled,
    /// Stopped by an error or by the end of the process; nothing was written.
    Failed,
    /// Taken back by a person.
    Undone,
}

/// What became of the rows. `rows` is the sum of all the others but `suppressed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportCounts {
    /// Data rows read, the header and empty lines aside.
    pub rows: u64,
    /// New contacts.
    pub created: u64,
    /// Contacts of the vault that changed.
    pub updated: u64,
    /// Contacts of the vault that the file repeats without a change.
    pub unchanged: u64,
    /// Rows that repeat an earlier row of the same file by e-mail, phone or reference; the first one wins.
    pub duplicates: u64,
    /// Rows refused, each with its reason.
    pub rejected: u64,
    /// Of the rows kept, those of people on the suppression list. They are in the vault and receive nothing.
    pub suppressed: u64,
}

/// One finished or running import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRecord {
    /// Identity.
    pub id: ImportId,
    /// The file's name, without its folder.
    pub file_name: String,
    /// SHA-256 of the file's bytes, lower-case hex.
    pub file_sha256: String,
    /// How far it is.
    pub state: ImportState,
    /// What became of the rows.
    pub counts: ImportCounts,
    /// Tags given to every contact of the file.
    pub tags: Vec<String>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Why it failed, as a stable code.
    pub error_code: Option<String>,
}

/// Why a row was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// The e-mail cell is empty, and the import asks for an address.
    EmailMissing,
    /// The e-mail cell does not hold an address.
    EmailInvalid,
    /// Neither address nor number.
    NoWayToReach,
    /// The number is in scientific notation: a spreadsheet has lost its last digits.
    PhoneDamaged,
    /// The row could not be read as text in the file's encoding.
    Unreadable,
    /// The vault has a contact with this address or number, the import was to create new ones only, and the row
    /// has no other way to be reached.
    AlreadyKnown,
}

/// A row that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedRow {
    /// Line in the file (1-based) where the row starts; for a workbook, the sheet's row.
    pub line: u64,
    /// Why.
    pub reason: RejectReason,
    /// The offending value, cut to 200 characters.
    pub value: String,
    /// All cells of the row, so that the person can correct and import them again.
    pub cells: Vec<String>,
}
