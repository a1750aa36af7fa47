//! Import: read a file, map its columns, normalise, find duplicates, write all of it or nothing.

mod commit;
mod duplicates;
mod error;
mod inspect;
mod iso;
mod layout;
mod mapping;
mod merge;
mod normalise;
mod plan;
mod produce;
mod read;
mod row;
mod rows;
mod run;
mod source;
mod table;
mod text;
mod warning;
mod workbook;

pub use error::{ImportError, NotATable};
pub use inspect::{Column, Inspection, default_mapping, inspect};
pub use plan::{CancelFlag, ImportPlan, ImportProgress, ImportReport, Require};
pub use row::Row;
pub use rows::{TableRead, read_rows};
pub use run::run;
pub use source::Source;
pub use table::{FileKind, ReadOptions};
pub use text::encoding::Encoding;
pub use warning::{ReadWarning, Warnings};
pub use workbook::Sheet;
