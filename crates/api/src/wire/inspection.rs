//! What a file holds, before it is imported.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::import::ReadOptions;

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
        };
        Self {
            kind,
            encoding,
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
        }
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
