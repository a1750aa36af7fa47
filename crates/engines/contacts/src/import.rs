//! Import: read a file, map its columns, normalise, find duplicates, write all of it or nothing.

mod columns;
mod commit;
mod duplicates;
mod error;
mod inspect;
mod iso;
mod layout;
mod mapping;
mod merge;
mod normalise;
mod opposed;
mod opposed_list;
mod plan;
mod policy;
mod produce;
mod read;
mod rehearse;
mod report;
mod review;
mod review_counts;
mod review_rows;
mod row;
mod rows;
mod run;
mod source;
mod table;
mod text;
mod vcard;
mod warning;
mod workbook;

pub use columns::{ColumnChoice, DateOrder};
pub use error::{ImportError, NotATable};
pub use inspect::{
    Column, Inspection, Mojibake, ProposedField, Question, default_columns, default_mapping, inspect,
};
pub(crate) use mapping::custom_key;
pub use normalise::Hint;
pub(crate) use normalise::{joined_tags, must_be_quoted};
pub use opposed_list::{ListLayout, ListedAddress, ListedRow, list_layout, read_list};
pub use plan::{
    CancelFlag, DuplicatePolicy, ImportChoices, ImportPlan, ImportProgress, ImportReport, KeptPlan, Require,
};
pub use rehearse::check_row;
pub use report::{ReportForm, ReportWriter};
pub use review::{FieldChange, Reason, Review, ReviewFilter, ReviewRow, Verdict};
pub use review_counts::{FilterCount, Narrow, ROWS_KEPT};
pub use review_rows::{changed_row, rejected_row};
pub use row::Row;
pub use rows::{TableRead, read_rows};
pub use run::{Watch, run, run_watched};
pub use source::Source;
pub use table::{FileKind, ReadOptions};
pub use text::encoding::Encoding;
pub use warning::{ReadWarning, Warnings};
pub use workbook::Sheet;
