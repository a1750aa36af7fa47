//! The plain rows of a file, without mapping: for other readers than the import itself.

use std::ops::ControlFlow;

use super::error::ImportError;
use super::layout::Layout;
use super::read::{self, Sink};
use super::row::Row;
use super::source::Source;
use super::table::{FileKind, ReadOptions, Table};
use super::warning::Warnings;

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRead {
    /// What the file is.
    pub kind: FileKind,
    /// Names of the columns; empty texts where there are none.
    pub headers: Vec<String>,
    /// Whether the file names its columns.
    pub has_header: bool,
    /// Line of the column names, or of the first row.
    pub header_line: u64,
    /// Data rows.
    pub rows: u64,
    /// What was odd.
    pub warnings: Warnings,
}

/// Hands over every data row of a file, blank ones left out, until `on_row` breaks.
///
/// # Errors
/// [`ImportError`] when the file is no table, empty, or cannot be read to its end.
pub fn read_rows(
    source: &Source,
    options: &ReadOptions,
    on_row: &mut dyn FnMut(&Row) -> ControlFlow<()>,
) -> Result<TableRead, ImportError> {
    let mut table = Table::open(source, options)?;
    let mut warnings = Warnings::default();
    let mut rows = Rows { layout: None, rows: 0, on_row };
    read::read(&mut table, options.has_header, &mut warnings, &mut rows)?;
    let (layout, rows) = (rows.layout.ok_or(ImportError::FileEmpty)?, rows.rows);
    let Layout { headers, has_header, header_line, .. } = layout;
    Ok(TableRead { kind: table.kind, headers, has_header, header_line, rows, warnings })
}

struct Rows<'a> {
    layout: Option<Layout>,
    rows: u64,
    on_row: &'a mut dyn FnMut(&Row) -> ControlFlow<()>,
}

impl Sink for Rows<'_> {
    fn layout(&mut self, layout: &Layout) -> Result<(), ImportError> {
        self.layout = Some(layout.clone());
        Ok(())
    }

    fn row(&mut self, row: &Row) -> Result<ControlFlow<()>, ImportError> {
        self.rows += 1;
        Ok((self.on_row)(row))
    }
}
