//! Imports: looking at a file, starting, following, reading the rejects.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// How a file is to be read; what is absent is detected.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct ReadOptions {
    /// `utf-8`, `windows-1252`, `utf-16le`, `utf-16be`.
    pub encoding: Option<String>,
    /// One character: `;`, `,`, a tab, `|`.
    pub delimiter: Option<String>,
    /// Which sheet of a workbook.
    pub sheet: Option<String>,
    /// Whether the first row names the columns.
    pub has_header: Option<bool>,
}

/// Which file to look at, and how to read it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct InspectRequest {
    /// The file.
    pub upload_id: Uuid,
    /// How to read it.
    #[serde(flatten)]
    pub read: ReadOptions,
}

/// What kind of file it is, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Text with separators.
    Csv,
    /// A workbook.
    Workbook,
}

/// One column.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Column {
    /// Position, from 0.
    pub index: usize,
    /// Its header as written.
    pub header: String,
    /// Up to three values that are not empty.
    pub samples: Vec<String>,
    /// The field it most likely holds.
    #[schema(required)]
    pub suggestion: Option<String>,
    /// How sure that is, 0 to 1.
    pub confidence: f32,
}

/// Something to know about a file before importing it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadWarning {
    /// Stable code.
    pub code: String,
    /// The same in a sentence.
    pub detail: String,
}

/// What a file holds.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Inspection {
    /// What kind of file it is.
    pub kind: FileKind,
    /// Encoding of a text file.
    #[schema(required)]
    pub encoding: Option<String>,
    /// Separator of a text file.
    #[schema(required)]
    pub delimiter: Option<String>,
    /// Sheets of a workbook.
    pub sheets: Vec<String>,
    /// The sheet that was read.
    #[schema(required)]
    pub sheet: Option<String>,
    /// Whether the first row names the columns.
    pub has_header: bool,
    /// Size of the file.
    pub bytes: u64,
    /// The columns.
    pub columns: Vec<Column>,
    /// One field key per column, ready for `mapping`; null leaves a column out.
    pub default_mapping: Vec<Option<String>>,
    /// The first rows, at most 20.
    pub preview: Vec<Vec<String>>,
    /// What to know before importing.
    pub warnings: Vec<ReadWarning>,
}

/// What a row must have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Require {
    /// An e-mail address.
    #[default]
    Email,
    /// An address or a number.
    EmailOrPhone,
}

/// Starts an import.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ImportRequest {
    /// The file.
    pub upload_id: Uuid,
    /// How to read it.
    #[serde(flatten)]
    pub read: ReadOptions,
    /// One field key per column, null to leave a column out; absent: as suggested.
    pub mapping: Option<Vec<Option<String>>>,
    /// Tags for every contact of the file.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Country for numbers without a country code; absent: the firm's.
    pub country: Option<String>,
    /// What a row must have.
    pub require: Option<Require>,
    /// Only count: nothing is written.
    #[serde(default)]
    pub dry_run: bool,
}

/// The import that was started.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StartedImport {
    /// Identity.
    pub import_id: Uuid,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// Rows are being read; nothing is in the vault yet.
    Running,
    /// Done.
    Finished,
    /// Stopped by a person; nothing was written.
    Cancelled,
    /// Stopped by an error; nothing was written.
    Failed,
}

/// What became of the rows; `rows` is the sum of all the others.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub struct ImportCounts {
    /// Rows read.
    pub rows: u64,
    /// New contacts.
    pub created: u64,
    /// Contacts that changed.
    pub updated: u64,
    /// Contacts repeated without a change.
    pub unchanged: u64,
    /// Rows that repeat an earlier row of the file.
    pub duplicates: u64,
    /// Rows refused.
    pub rejected: u64,
}

/// How much of the file has been read.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub struct ImportProgress {
    /// Bytes read.
    pub bytes_read: u64,
    /// Bytes of the file.
    pub bytes_total: u64,
}

/// One import.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Import {
    /// Identity.
    pub id: Uuid,
    /// The file's name.
    pub file_name: String,
    /// SHA-256 of the file, lower-case hex; empty while it is being read.
    pub file_sha256: String,
    /// How far it is.
    pub state: ImportState,
    /// Whether it only counts.
    pub dry_run: bool,
    /// What became of the rows so far.
    pub counts: ImportCounts,
    /// How much has been read, while it runs.
    #[schema(required)]
    pub progress: Option<ImportProgress>,
    /// Tags given to every contact.
    pub tags: Vec<String>,
    /// When it began (ms).
    pub started_at: i64,
    /// When it ended (ms).
    #[schema(required)]
    pub finished_at: Option<i64>,
    /// Why it failed, as a stable code.
    #[schema(required)]
    pub error_code: Option<String>,
    /// The same in a sentence, as long as the program runs.
    #[schema(required)]
    pub error_detail: Option<String>,
}

/// Why a row was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// No address.
    EmailMissing,
    /// Not an address.
    EmailInvalid,
    /// Neither address nor number.
    NoWayToReach,
    /// The number lost its last digits in a spreadsheet.
    PhoneDamaged,
    /// Not text in the file's encoding.
    Unreadable,
}

/// A row that was refused.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RejectedRow {
    /// Line in the file, from 1.
    pub line: u64,
    /// Why.
    pub reason: RejectReason,
    /// The offending value.
    pub value: String,
    /// All its cells.
    pub cells: Vec<String>,
}

/// Which rejected rows.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RejectsQuery {
    /// Only rows refused for this reason.
    #[param(inline)]
    pub reason: Option<RejectReason>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Items per page, 1 to 500; 50 when absent.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
}
