//! What a file holds, before it is imported.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::import::ReadOptions;
use super::import_plan::{DateOrder, NewFieldKind, Remembered};

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
    /// Address cards.
    Vcard,
}

/// What only a person can know of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Question {
    /// A spreadsheet took the first zero of numbers or postcodes: shall it be put back?
    LostZero {
        /// One as it stands in the file.
        before: String,
        /// The same with its zero.
        after: String,
        /// How many there are among the first rows.
        count: u32,
    },
    /// Which comes first in the dates, the day or the month?
    DateOrder {
        /// What the column itself suggests.
        suggested: DateOrder,
        /// Whether no date of the column decides it.
        ambiguous: bool,
        /// A date that can be read both ways.
        sample: String,
    },
}

/// The field of the firm's own that a column becomes where no other field is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProposedField {
    /// Its key, as in `custom:key`.
    pub key: String,
    /// Its name: that of the column.
    pub label: String,
    /// What its values seem to be.
    pub kind: NewFieldKind,
}

/// Text that was once read in a wrong encoding; `repair_mojibake` puts it right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Mojibake {
    /// The first place.
    pub line: u64,
    /// As it stands in the file.
    pub before: String,
    /// As it was meant.
    pub after: String,
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
    /// What only a person can know of it.
    #[schema(required)]
    pub question: Option<Question>,
    /// The field of the firm's own that it becomes where no other is chosen.
    #[schema(required)]
    pub new_field: Option<ProposedField>,
}

/// Something to know about a file before importing it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadWarning {
    /// Stable code; the screens translate by it.
    pub code: String,
    /// Values for the sentence (`line`, `column`, `rows`, `sheet`, …).
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    pub params: serde_json::Value,
}

/// What a file holds.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Inspection {
    /// What kind of file it is.
    pub kind: FileKind,
    /// Encoding of a text file or of address cards.
    #[schema(required)]
    pub encoding: Option<String>,
    /// The encodings that it may be in, the one that it was read in first.
    pub encodings: Vec<String>,
    /// Text that was once read in a wrong encoding.
    #[schema(required)]
    pub mojibake: Option<Mojibake>,
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
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// Line of the column names, or of the first row.
    pub header_line: u64,
    /// The columns.
    pub columns: Vec<Column>,
    /// One field key per column, ready for `mapping`; null leaves a column out.
    pub default_mapping: Vec<Option<String>>,
    /// The first rows, at most 20.
    pub preview: Vec<Vec<String>>,
    /// What to know before importing.
    pub warnings: Vec<ReadWarning>,
    /// All warnings, those not listed too.
    pub warnings_total: u64,
    /// Finished imports of this very file, the latest first.
    pub imported_before: Vec<EarlierImport>,
    /// What was chosen for the last file with the same columns; null: none is remembered, or the file names none.
    #[schema(required)]
    pub remembered: Option<Remembered>,
}

/// An import of the same bytes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EarlierImport {
    /// Identity.
    pub id: Uuid,
    /// When it began (ms).
    pub started_at: i64,
    /// Contacts that it added.
    pub created: u64,
}

impl From<sellify_domain::ImportRecord> for EarlierImport {
    fn from(record: sellify_domain::ImportRecord) -> Self {
        let (id, started_at) = (record.id.as_uuid(), record.started_at.as_millis());
        Self { id, started_at, created: record.counts.created }
    }
}

impl Inspection {
    /// With what the vault knows of the file.
    pub(crate) fn with_earlier(mut self, imports: Vec<sellify_domain::ImportRecord>) -> Self {
        self.imported_before = imports.into_iter().map(EarlierImport::from).collect();
        self
    }

    /// With what was chosen for the last file of this shape.
    pub(crate) fn with_remembered(mut self, remembered: Option<Remembered>) -> Self {
        self.remembered = remembered;
        self
    }
}

impl From<sellify_app::Inspection> for Inspection {
    fn from(found: sellify_app::Inspection) -> Self {
        let mapping = sellify_app::default_mapping(&found);
        let (kind, encoding, delimiter, sheets, sheet) = match found.kind {
            sellify_app::FileKind::Csv { encoding, delimiter, .. } => (
                FileKind::Csv,
                Some(encoding.name().to_owned()),
                Some(delimiter.to_string()),
                Vec::new(),
                None,
            ),
            sellify_app::FileKind::Workbook { sheets, sheet } => {
                let names = sheets.into_iter().map(|sheet| sheet.name).collect();
                (FileKind::Workbook, None, None, names, Some(sheet))
            }
            sellify_app::FileKind::VCard { encoding, .. } => {
                (FileKind::Vcard, Some(encoding.name().to_owned()), None, Vec::new(), None)
            }
        };
        Self {
            kind,
            encoding,
            encodings: found.encodings.iter().map(|encoding| encoding.name().to_owned()).collect(),
            mojibake: found.mojibake.map(Mojibake::from),
            delimiter,
            sheets,
            sheet,
            has_header: found.has_header,
            bytes: found.bytes,
            sha256: found.sha256,
            header_line: found.header_line,
            columns: found.columns.into_iter().map(Column::from).collect(),
            default_mapping: mapping.into_iter().map(|field| field.map(|field| field.key())).collect(),
            preview: found.preview,
            warnings: found.warnings.kept.into_iter().map(ReadWarning::from).collect(),
            warnings_total: found.warnings.total,
            imported_before: Vec::new(),
            remembered: None,
        }
    }
}

impl From<sellify_app::Column> for Column {
    fn from(column: sellify_app::Column) -> Self {
        Self {
            index: column.index,
            header: column.header,
            samples: column.samples,
            suggestion: column.suggestion.map(|field| field.key()),
            confidence: column.confidence,
            question: column.question.map(Question::from),
            new_field: column.new_field.map(ProposedField::from),
        }
    }
}

impl From<sellify_app::Question> for Question {
    fn from(question: sellify_app::Question) -> Self {
        match question {
            sellify_app::Question::LostZero { before, after, count } => {
                Self::LostZero { before, after, count }
            }
            sellify_app::Question::DateOrder { suggested, ambiguous, sample } => {
                Self::DateOrder { suggested: suggested.into(), ambiguous, sample }
            }
        }
    }
}

impl From<sellify_app::ProposedField> for ProposedField {
    fn from(field: sellify_app::ProposedField) -> Self {
        Self { key: field.key, label: field.label, kind: field.kind.into() }
    }
}

impl From<sellify_app::Mojibake> for Mojibake {
    fn from(found: sellify_app::Mojibake) -> Self {
        Self { line: found.line, before: found.before, after: found.after }
    }
}

impl From<sellify_app::ReadWarning> for ReadWarning {
    fn from(warning: sellify_app::ReadWarning) -> Self {
        let mut params = serde_json::to_value(&warning).unwrap_or_default();
        let code = params.as_object_mut().and_then(|fields| fields.remove("code"));
        let code = code.and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default();
        Self { code, params }
    }
}
