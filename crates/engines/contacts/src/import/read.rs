//! Reads a table from its column names to its last row, in one pass.

use std::ops::ControlFlow;

use super::error::ImportError;
use super::layout::Layout;
use super::row::Row;
use super::table::Table;
use super::warning::{ReadWarning, Warnings};

/// Rows that are looked at before the layout is decided.
const LOOKED_AT: usize = 60;

/// Columns of a table: as many as a sheet of Excel has.
const COLUMNS: usize = 16_384;

/// Takes the table as it is read.
pub(super) trait Sink {
    /// The layout, before the first row.
    fn layout(&mut self, layout: &Layout) -> Result<(), ImportError>;
    /// One data row.
    fn row(&mut self, row: &Row) -> Result<ControlFlow<()>, ImportError>;
}

/// Reads `table` into `sink`.
///
/// # Errors
/// [`ImportError::FileEmpty`] without any row, [`ImportError::HeaderOnly`] without a data row, and whatever
/// the file or the sink reports.
pub(super) fn read(
    table: &mut Table,
    has_header: Option<bool>,
    warnings: &mut Warnings,
    sink: &mut dyn Sink,
) -> Result<(), ImportError> {
    let ragged_matters = table.is_text();
    let has_header = table.names_its_columns().or(has_header);
    let mut reading = Reading { sink, has_header, ragged_matters, first: Vec::new(), width: None, rows: 0 };
    table.visit(warnings, &mut |row, warnings| reading.take(row, warnings))?;
    // A short file ends before the layout was decided.
    if reading.width.is_none() {
        let _ = reading.decide(warnings)?;
    }
    if reading.rows == 0 { Err(ImportError::HeaderOnly) } else { Ok(()) }
}

struct Reading<'a> {
    sink: &'a mut dyn Sink,
    has_header: Option<bool>,
    ragged_matters: bool,
    first: Vec<Row>,
    /// Known once the layout is.
    width: Option<usize>,
    rows: u64,
}

impl Reading<'_> {
    fn take(&mut self, row: &Row, warnings: &mut Warnings) -> Result<ControlFlow<()>, ImportError> {
        if let Some(width) = self.width {
            return self.pass_on(row, width, warnings);
        }
        self.first.push(row.clone());
        if self.first.len() < LOOKED_AT { Ok(ControlFlow::Continue(())) } else { self.decide(warnings) }
    }

    fn decide(&mut self, warnings: &mut Warnings) -> Result<ControlFlow<()>, ImportError> {
        let rows = std::mem::take(&mut self.first);
        if rows.is_empty() {
            return Err(ImportError::FileEmpty);
        }
        let layout = Layout::detect(&rows, self.has_header, warnings);
        let width = layout.headers.len();
        if width > COLUMNS {
            return Err(ImportError::TooManyColumns);
        }
        self.width = Some(width);
        self.sink.layout(&layout)?;
        for row in rows.iter().skip(layout.skipped) {
            if self.pass_on(row, width, warnings)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn pass_on(
        &mut self,
        row: &Row,
        width: usize,
        warnings: &mut Warnings,
    ) -> Result<ControlFlow<()>, ImportError> {
        if self.ragged_matters && row.len() != width {
            warnings.add(ReadWarning::RowRagged { line: row.line, cells: row.len(), expected: width });
        }
        self.rows += 1;
        self.sink.row(row)
    }
}
