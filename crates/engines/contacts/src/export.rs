//! Files to keep: contacts for French Excel, for programs, as a workbook or as address cards, and the rows that an
//! import refused.
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
mod rejects;
mod table;
mod vcard;
mod workbook;

pub use contacts::{ExportRequest, export_contacts};
pub use error::ExportError;
pub use format::ExportFormat;
pub use rejects::rejects_csv;

pub(crate) use cell::guarded;
pub(crate) use cell::original;
pub(crate) use columns::{MARK, is_guarded, own_columns};
pub(crate) use rejects::{REJECT_LINE, REJECT_REASON};
pub(crate) use vcard::own_column as own_card_column;
