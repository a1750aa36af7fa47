//! What each row of a file becomes, to be looked through before anything is written.

use sellify_app::ReviewFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::page::limit;
use super::suppression::Channel;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A new contact.
    Created,
    /// A contact of the vault changes.
    Updated,
    /// A contact of the vault stays as it is.
    Unchanged,
    /// The row repeats an earlier one of the file.
    Duplicate,
    /// The row is refused.
    Rejected,
}

/// A field and what a row says of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldValue {
    /// The field's key.
    pub field: String,
    /// Its value in normal form; tags are joined by `|`.
    pub value: String,
}

/// One field in its four states.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldChange {
    /// The field's key.
    pub field: String,
    /// What the vault says.
    pub before: String,
    /// What the file says.
    pub file: String,
    /// What the vault will say; equal to `before` where the file does not win.
    pub after: String,
}

/// A value that looks mistyped; a suggestion only.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RowHint {
    /// The field's key.
    pub field: String,
    /// The value as it stands.
    pub value: String,
    /// What was probably meant.
    pub suggestion: String,
}

/// What one row of a file becomes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReviewRow {
    /// Line in the file, from 1.
    pub line: u64,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Why: `same_email`, `same_phone`, `same_reference`, `repeats_line`, or the reason of a refusal (`email_missing`,
    /// …); null for a new contact.
    #[schema(required)]
    pub reason: Option<String>,
    /// The earlier row that it repeats.
    #[schema(required)]
    pub repeats_line: Option<u64>,
    /// The contact of the vault that it is about.
    #[schema(required)]
    pub contact_id: Option<Uuid>,
    /// How a person would call it.
    pub name: String,
    /// What the row says; empty where it was refused.
    pub fields: Vec<FieldValue>,
    /// Where the file and the contact of the vault differ.
    pub changes: Vec<FieldChange>,
    /// The channels on which this person must not be written to.
    pub suppressed: Vec<Channel>,
    /// A value that looks mistyped.
    #[schema(required)]
    pub hint: Option<RowHint>,
    /// All cells, to correct them; empty where they were not kept.
    pub cells: Vec<String>,
}

/// Rows of a review.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReviewPage {
    /// The rows of this page.
    pub items: Vec<ReviewRow>,
    /// Where the next page starts; null on the last page.
    #[schema(required)]
    pub next: Option<String>,
    /// How many rows of the whole file were meant; null where only the rows kept could tell.
    #[schema(required)]
    pub total: Option<u64>,
    /// How many of them were kept and can be listed.
    pub kept: u64,
}

/// How many rows of the whole file a filter means.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReviewFilterCount {
    /// Rows with this verdict.
    pub verdict: Verdict,
    /// Which of them: a reason, `suppressed` or `hinted`; null for all of them.
    #[schema(required)]
    pub why: Option<String>,
    /// How many there are.
    pub count: u64,
    /// How many of them were kept and can be listed.
    pub kept: u64,
}

/// Which rows.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReviewQuery {
    /// Only rows of these verdicts, separated by commas: `created`, `updated`, `unchanged`, `duplicate`, `rejected`.
    pub verdict: Option<String>,
    /// Only rows for this reason, by its code.
    pub reason: Option<String>,
    /// Only rows that hold these words.
    pub q: Option<String>,
    /// Only rows of people who must not be written to.
    #[serde(default)]
    pub suppressed: bool,
    /// Only rows with a value that looks mistyped.
    #[serde(default)]
    pub hinted: bool,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Items per page, 1 to 500; 50 when absent.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
}

impl ReviewQuery {
    /// A filter, or the word that is no verdict.
    pub(crate) fn checked(self) -> Result<(ReviewFilter, sellify_app::PageRequest), sellify_app::AppError> {
        let mut verdicts = Vec::new();
        for word in self.verdict.iter().flat_map(|words| words.split(',')).filter(|word| !word.is_empty()) {
            let verdict: Verdict = serde_json::from_value(word.into()).map_err(|_| {
                let reason = format!("`{word}` is no verdict.");
                sellify_app::AppError::ValueInvalid { field: "verdict".into(), reason }
            })?;
            verdicts.push(verdict.into());
        }
        let search = self.q.map(|q| q.trim().to_owned()).filter(|q| !q.is_empty());
        let filter = ReviewFilter {
            verdicts,
            reason: self.reason.filter(|reason| !reason.is_empty()),
            search,
            suppressed: self.suppressed,
            hinted: self.hinted,
        };
        let page = sellify_app::PageRequest { cursor: self.cursor, limit: limit(self.limit) };
        Ok((filter, page))
    }
}

impl From<Verdict> for sellify_app::Verdict {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Created => Self::Created,
            Verdict::Updated => Self::Updated,
            Verdict::Unchanged => Self::Unchanged,
            Verdict::Duplicate => Self::Duplicate,
            Verdict::Rejected => Self::Rejected,
        }
    }
}

impl From<sellify_app::Verdict> for Verdict {
    fn from(verdict: sellify_app::Verdict) -> Self {
        match verdict {
            sellify_app::Verdict::Created => Self::Created,
            sellify_app::Verdict::Updated => Self::Updated,
            sellify_app::Verdict::Unchanged => Self::Unchanged,
            sellify_app::Verdict::Duplicate => Self::Duplicate,
            sellify_app::Verdict::Rejected => Self::Rejected,
        }
    }
}

impl From<sellify_app::ReviewRow> for ReviewRow {
    fn from(row: sellify_app::ReviewRow) -> Self {
        let value =
            |(field, value): (sellify_domain::ContactField, String)| FieldValue { field: field.key(), value };
        let change = |change: sellify_app::FieldChange| FieldChange {
            field: change.field.key(),
            before: change.before,
            file: change.file,
            after: change.after,
        };
        Self {
            line: row.line,
            verdict: row.verdict.into(),
            reason: row.reason.map(sellify_app::Reason::code),
            repeats_line: row.repeats_line,
            contact_id: row.contact_id.map(|id| id.as_uuid()),
            name: row.name,
            fields: row.fields.into_iter().map(value).collect(),
            changes: row.changes.into_iter().map(change).collect(),
            suppressed: row.suppressed.into_iter().map(Into::into).collect(),
            hint: row.hint.map(|hint| RowHint {
                field: hint.field.key(),
                value: hint.value,
                suggestion: hint.suggestion,
            }),
            cells: row.cells,
        }
    }
}

impl From<sellify_app::FilterCount> for ReviewFilterCount {
    fn from(filter: sellify_app::FilterCount) -> Self {
        let why = filter.narrow.code().map(str::to_owned);
        Self { verdict: filter.verdict.into(), why, count: filter.count, kept: filter.kept }
    }
}

impl From<sellify_app::ReviewedRows> for ReviewPage {
    fn from(rows: sellify_app::ReviewedRows) -> Self {
        let items = rows.items.into_iter().map(ReviewRow::from).collect();
        Self { items, next: rows.next, total: rows.total, kept: rows.kept }
    }
}
