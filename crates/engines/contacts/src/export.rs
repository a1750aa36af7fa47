//! Files to keep: contacts for French Excel, for programs, as a workbook or as address cards, the rows that an
//! import refused, and the suppression list.
//!
//! No cell can become a formula: one that starts like one gets an apostrophe in front, which our own import takes
//! off again. Rows are written one by one as they are read; nothing is held but one of them, and nothing of it
//! touches the disk on its way.

mod answers;
mod cell;
mod columns;
mod contacts;
mod error;
mod format;
mod language;
mod rejects;
mod suppressions;
mod table;
mod vcard;
mod workbook;

pub use contacts::{ExportRequest, export_contacts};
pub use error::ExportError;
pub use format::{CsvFormat, ExportFormat};
pub use language::Language;
pub use rejects::{rehearsed_rejects_csv, rejects_csv};
pub use suppressions::{SuppressionsRequest, export_suppressions};

pub(crate) use cell::guarded;
pub(crate) use cell::original;
pub(crate) use columns::{MARK, is_guarded, is_ours, own_columns};
pub(crate) use rejects::is_fixed;
pub(crate) use suppressions::{basis_of, channel_of, own_list_columns, reason_of};
pub(crate) use vcard::own_column as own_card_column;
