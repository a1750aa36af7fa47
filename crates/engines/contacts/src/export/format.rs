//! The kinds of file that contacts are written to.

use serde::{Deserialize, Serialize};

/// How a file of contacts is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// What Excel opens with a double click in France: `;`, CRLF, UTF-8 with a byte-order mark.
    #[default]
    FrenchExcel,
    /// RFC 4180: `,`, CRLF, UTF-8.
    Plain,
    /// A workbook with one sheet of text cells: postcodes and numbers keep their zeros.
    Xlsx,
    /// Address cards for telephones and mail programs: vCard 3.0 (RFC 2426), which more of them read than 4.0.
    #[serde(rename = "vcard")]
    VCard,
}

/// How a file of text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CsvFormat {
    /// As [`ExportFormat::FrenchExcel`].
    #[default]
    FrenchExcel,
    /// As [`ExportFormat::Plain`].
    Plain,
}

impl From<CsvFormat> for ExportFormat {
    fn from(format: CsvFormat) -> Self {
        match format {
            CsvFormat::FrenchExcel => Self::FrenchExcel,
            CsvFormat::Plain => Self::Plain,
        }
    }
}

impl ExportFormat {
    /// Every format, in the order in which people choose.
    pub const ALL: [Self; 4] = [Self::FrenchExcel, Self::Xlsx, Self::Plain, Self::VCard];

    /// A name for the file.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::FrenchExcel | Self::Plain => "contacts.csv",
            Self::Xlsx => "contacts.xlsx",
            Self::VCard => "contacts.vcf",
        }
    }

    /// Its media type (IANA).
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::FrenchExcel | Self::Plain => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::VCard => "text/vcard; charset=utf-8",
        }
    }
}
