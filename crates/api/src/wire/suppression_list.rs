//! The suppression list as a file: brought in from another program, or taken out.

use sellify_app::{AppError, ListOrder, ListOutcome};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::import::ReadOptions;
use super::suppression::{Channel, SuppressionReason};

/// How a CSV file is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CsvFormat {
    /// Semicolons, UTF-8 with BOM, CRLF: opens in Excel by double click in France.
    #[default]
    FrenchExcel,
    /// Commas, UTF-8 without BOM, CRLF (RFC 4180).
    Plain,
}

/// Which entries, and how they are written.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SuppressionsExportQuery {
    /// How the file is written.
    #[param(inline)]
    pub format: Option<CsvFormat>,
    /// Only this channel.
    #[param(inline)]
    pub channel: Option<Channel>,
    /// Search in addresses.
    pub q: Option<String>,
}

/// A file of addresses that must not be written to.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SuppressionListRequest {
    /// The file.
    pub upload_id: Uuid,
    /// How to read it.
    #[serde(flatten)]
    pub read: ReadOptions,
    /// On which channel; absent: e-mail. A file that Sellify wrote says it line by line.
    #[serde(default)]
    pub channel: Channel,
    /// The column with the addresses, from 0; absent: the one that is found.
    pub column: Option<u32>,
    /// Why; absent: what the file itself shows, else `unsubscribed`.
    pub reason: Option<SuppressionReason>,
    /// Where they come from; absent: the file's name.
    #[serde(default)]
    pub source: String,
}

/// A line that holds no address.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnreadableLine {
    /// Line in the file, from 1.
    pub line: u64,
    /// What stands there.
    pub value: String,
}

/// What a list holds, or what became of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SuppressionListOutcome {
    /// Names of the file's columns; empty where there are none.
    pub headers: Vec<String>,
    /// The column with the addresses, from 0.
    pub column: u32,
    /// Whether Sellify wrote the file: each line tells its channel, reason, ground, source and day.
    pub own: bool,
    /// Why they are kept; null where each line says so.
    #[schema(required)]
    pub reason: Option<SuppressionReason>,
    /// Addresses that are new to the suppression list.
    pub new: u64,
    /// Addresses that were on it already; they keep their older entry.
    pub known: u64,
    /// Rows that repeat an earlier one.
    pub repeated: u64,
    /// Rows without a readable address.
    pub unreadable: u64,
    /// The first 20 of these.
    pub examples: Vec<UnreadableLine>,
}

impl SuppressionListRequest {
    /// The order, or the reading option that is none.
    pub(crate) fn checked(self) -> Result<ListOrder, AppError> {
        Ok(ListOrder {
            upload: self.upload_id.into(),
            read: self.read.checked()?,
            channel: self.channel.into(),
            column: self.column.map(|column| column as usize),
            reason: self.reason.map(Into::into),
            source: self.source,
        })
    }
}

impl From<ListOutcome> for SuppressionListOutcome {
    fn from(outcome: ListOutcome) -> Self {
        let examples = outcome.examples.into_iter().map(|(line, value)| UnreadableLine { line, value });
        Self {
            headers: outcome.headers,
            column: u32::try_from(outcome.column).unwrap_or(u32::MAX),
            own: outcome.own,
            reason: outcome.reason.map(Into::into),
            new: outcome.new,
            known: outcome.known,
            repeated: outcome.repeated,
            unreadable: outcome.unreadable,
            examples: examples.collect(),
        }
    }
}

impl From<CsvFormat> for sellify_app::CsvFormat {
    fn from(format: CsvFormat) -> Self {
        match format {
            CsvFormat::FrenchExcel => Self::FrenchExcel,
            CsvFormat::Plain => Self::Plain,
        }
    }
}
