//! Imports: looking at a file, starting, following, reading the rejects.

use std::collections::BTreeMap;

use sellify_app::{AppError, Encoding, ImportOrder};
use sellify_domain::{ContactField, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::import_plan::{
    ColumnChoice, Correction, DuplicatePolicy, ImportPlanView, NewField, Require, column_choices,
};

/// How a file is to be read; what is absent is detected.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct ReadOptions {
    /// Its name in the Encoding Standard: `utf-8`, `windows-1252`, `utf-16le`, …
    pub encoding: Option<String>,
    /// One character: `;`, `,`, a tab, `|`.
    pub delimiter: Option<String>,
    /// Which sheet of a workbook.
    pub sheet: Option<String>,
    /// Whether the first row names the columns.
    pub has_header: Option<bool>,
    /// Whether text that was once read in a wrong encoding is put right, where that is exact.
    #[serde(default)]
    pub repair_mojibake: bool,
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
    /// What becomes of contacts that the vault knows; absent: they are updated.
    #[serde(default)]
    pub policy: DuplicatePolicy,
    /// How each column is read, in the file's order, null where nothing is chosen; may be shorter than `mapping`.
    #[serde(default)]
    pub columns: Vec<Option<ColumnChoice>>,
    /// Fields of the firm's own that come to be with this import.
    #[serde(default)]
    pub new_fields: Vec<NewField>,
    /// Rows as they were corrected.
    #[serde(default)]
    pub corrections: Vec<Correction>,
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
    /// Taken back by a person.
    Undone,
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
    /// Every row was read; the search index is being built.
    pub finishing: bool,
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
    /// Of the rows kept, those of people on the suppression list.
    pub suppressed: u64,
    /// Addresses that look mistyped.
    pub hints: u64,
    /// How many rows for each reason, by its code.
    pub reasons: BTreeMap<String, u64>,
    /// What was confirmed; null in lists, while it runs, and for imports of earlier versions.
    #[schema(required)]
    pub plan: Option<ImportPlanView>,
    /// Names of the file's columns; empty in lists and while it runs.
    pub headers: Vec<String>,
}

/// What taking an import back does, or has done.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct UndoCounts {
    /// Contacts that the import added; they go to the bin.
    pub removed: u64,
    /// Contacts that say again what they said before.
    pub restored: u64,
    /// Contacts of this import that were edited or put into the bin since; their edits stay.
    pub kept: u64,
}

impl From<sellify_app::UndoCounts> for UndoCounts {
    fn from(counts: sellify_app::UndoCounts) -> Self {
        let sellify_app::UndoCounts { removed, restored, kept } = counts;
        Self { removed, restored, kept }
    }
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
    /// The vault has a contact with this address or number, and only new ones were wanted.
    AlreadyKnown,
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

impl From<sellify_domain::RejectReason> for RejectReason {
    fn from(value: sellify_domain::RejectReason) -> Self {
        match value {
            sellify_domain::RejectReason::EmailMissing => Self::EmailMissing,
            sellify_domain::RejectReason::EmailInvalid => Self::EmailInvalid,
            sellify_domain::RejectReason::NoWayToReach => Self::NoWayToReach,
            sellify_domain::RejectReason::PhoneDamaged => Self::PhoneDamaged,
            sellify_domain::RejectReason::Unreadable => Self::Unreadable,
            sellify_domain::RejectReason::AlreadyKnown => Self::AlreadyKnown,
        }
    }
}

impl From<RejectReason> for sellify_domain::RejectReason {
    fn from(value: RejectReason) -> Self {
        match value {
            RejectReason::EmailMissing => Self::EmailMissing,
            RejectReason::EmailInvalid => Self::EmailInvalid,
            RejectReason::NoWayToReach => Self::NoWayToReach,
            RejectReason::PhoneDamaged => Self::PhoneDamaged,
            RejectReason::Unreadable => Self::Unreadable,
            RejectReason::AlreadyKnown => Self::AlreadyKnown,
        }
    }
}

impl From<sellify_domain::ImportState> for ImportState {
    fn from(value: sellify_domain::ImportState) -> Self {
        match value {
            sellify_domain::ImportState::Running => Self::Running,
            sellify_domain::ImportState::Finished => Self::Finished,
            sellify_domain::ImportState::Cancelled => Self::Cancelled,
            sellify_domain::ImportState::Failed => Self::Failed,
            sellify_domain::ImportState::Undone => Self::Undone,
        }
    }
}

impl From<sellify_domain::ImportCounts> for ImportCounts {
    fn from(counts: sellify_domain::ImportCounts) -> Self {
        Self {
            rows: counts.rows,
            created: counts.created,
            updated: counts.updated,
            unchanged: counts.unchanged,
            duplicates: counts.duplicates,
            rejected: counts.rejected,
        }
    }
}

impl From<sellify_app::ImportView> for Import {
    fn from(view: sellify_app::ImportView) -> Self {
        let record = view.record;
        let detail = view.detail;
        Self {
            id: record.id.as_uuid(),
            file_name: record.file_name,
            file_sha256: record.file_sha256,
            state: record.state.into(),
            dry_run: view.dry_run,
            counts: record.counts.into(),
            progress: view.progress.map(|progress| ImportProgress {
                bytes_read: progress.bytes_read,
                bytes_total: progress.bytes_total,
                finishing: progress.finishing,
            }),
            tags: record.tags,
            started_at: record.started_at.as_millis(),
            finished_at: record.finished_at.map(Timestamp::as_millis),
            error_code: record.error_code,
            error_detail: view.error_detail,
            suppressed: record.counts.suppressed,
            hints: detail.hints,
            reasons: detail.reasons,
            plan: detail
                .choices
                .map(|choices| ImportPlanView::of(choices, &detail.headers, detail.corrected)),
            headers: detail.headers,
        }
    }
}

impl From<sellify_domain::RejectedRow> for RejectedRow {
    fn from(row: sellify_domain::RejectedRow) -> Self {
        Self { line: row.line, reason: row.reason.into(), value: row.value, cells: row.cells }
    }
}

impl ReadOptions {
    /// Options the engine knows, or the field that is none.
    pub(crate) fn checked(self) -> Result<sellify_app::ReadOptions, AppError> {
        let invalid =
            |field: &str, reason: &str| AppError::ValueInvalid { field: field.into(), reason: reason.into() };
        let encoding = match self.encoding {
            Some(label) => {
                let known = Encoding::from_label(&label);
                Some(known.ok_or_else(|| invalid("encoding", "This encoding is not known."))?)
            }
            None => None,
        };
        let delimiter =
            match self.delimiter.as_deref().map(|text| (text.chars().next(), text.chars().count())) {
                Some((Some(sign), 1)) => Some(sign),
                Some(_) => return Err(invalid("delimiter", "A separator is one character.")),
                None => None,
            };
        Ok(sellify_app::ReadOptions {
            encoding,
            delimiter,
            sheet: self.sheet,
            has_header: self.has_header,
            repair_mojibake: self.repair_mojibake,
        })
    }
}

impl ImportRequest {
    /// An order the app can carry out, or the field that is wrong.
    pub(crate) fn checked(self) -> Result<ImportOrder, AppError> {
        Ok(ImportOrder {
            upload: self.upload_id.into(),
            read: self.read.checked()?,
            mapping: self.mapping.map(fields).transpose()?,
            tags: self.tags,
            country: self.country,
            require: self.require.unwrap_or_default().into(),
            policy: self.policy.into(),
            columns: column_choices(self.columns),
            new_fields: self.new_fields.into_iter().map(NewField::checked).collect::<Result<_, _>>()?,
            corrections: self.corrections.into_iter().map(|row| (row.line, row.cells)).collect(),
            dry_run: self.dry_run,
            report: None,
        })
    }
}

pub(super) fn fields(keys: Vec<Option<String>>) -> Result<Vec<Option<ContactField>>, AppError> {
    let field = |(index, key): (usize, Option<String>)| {
        let wrong = |reason| AppError::ValueInvalid { field: format!("mapping.{index}"), reason };
        key.map(|key| ContactField::try_from(key).map_err(wrong)).transpose()
    };
    keys.into_iter().enumerate().map(field).collect()
}
