//! Contacts as a file.

use sellify_domain::ContactField;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// How an exported file is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Semicolons, UTF-8 with BOM, CRLF: opens in Excel by double click in France.
    #[default]
    FrenchExcel,
    /// Commas, UTF-8 without BOM, CRLF (RFC 4180).
    Plain,
    /// A workbook of text cells.
    Xlsx,
    /// Address cards, vCard 3.0.
    #[serde(rename = "vcard")]
    VCard,
}

/// How to export; whom is said as for the list of contacts.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// How the file is written.
    #[param(inline)]
    pub format: Option<ExportFormat>,
    /// Keys of fields, with commas between: only these columns, in this order. Absent: every column that can hold
    /// something.
    pub columns: Option<String>,
}

impl From<ExportFormat> for sellify_app::ExportFormat {
    fn from(format: ExportFormat) -> Self {
        match format {
            ExportFormat::FrenchExcel => Self::FrenchExcel,
            ExportFormat::Plain => Self::Plain,
            ExportFormat::Xlsx => Self::Xlsx,
            ExportFormat::VCard => Self::VCard,
        }
    }
}

impl ExportQuery {
    /// The columns asked for, or the key that is none.
    pub(crate) fn fields(&self) -> Result<Option<Vec<ContactField>>, String> {
        let Some(keys) = self.columns.as_deref().filter(|keys| !keys.is_empty()) else { return Ok(None) };
        keys.split(',')
            .map(|key| ContactField::try_from(key.trim().to_owned()))
            .collect::<Result<_, _>>()
            .map(Some)
    }
}
