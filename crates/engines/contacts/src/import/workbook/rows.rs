//! The rows of a sheet. xlsx and xlsb are streamed; xls and ods are small by nature and read as a whole.

use std::ops::ControlFlow;

use calamine::{Cell, Data, DataRef, Range, Reader as _};

use super::cell::{self, CellText};
use super::{Format, Workbook, ods_error, xls_error, xlsb_error, xlsx_error};
use crate::import::error::ImportError;
use crate::import::row::Row;
use crate::import::table::OnRow;
use crate::import::warning::{ReadWarning, Warnings};

/// Rows of a sheet (Excel's own limit).
const ROWS: u32 = 1_048_576;
/// Columns of a sheet (Excel's own limit).
pub(super) const COLUMNS: u32 = 16_384;
/// Cells of a sheet, the empty ones between two filled ones too: a thousand cells far apart must not become
/// a thousand million.
const CELLS: u64 = 60_000_000;
/// Bytes of a row; a text table has the same bound.
const ROW: usize = 8 << 20;

/// Rows of a sheet in which an address is looked for, to find the list among the sheets.
pub(super) const LOOKED_INTO: u32 = 200;

impl Workbook {
    /// Whether a sheet holds anything, and whether an e-mail address is near its top.
    pub(super) fn look_into(&mut self, sheet: &str) -> Result<(bool, bool), ImportError> {
        let (mut rows, mut has_addresses) = (0, false);
        self.visit(sheet, &mut Warnings::default(), &mut |row, _| {
            rows += 1;
            has_addresses = row.cells().any(|cell| cell.contains('@'));
            Ok(if has_addresses || rows == LOOKED_INTO {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            })
        })?;
        Ok((rows > 0, has_addresses))
    }

    /// Hands over every row that is not blank.
    pub(in crate::import) fn visit(
        &mut self,
        sheet: &str,
        warnings: &mut Warnings,
        on_row: &mut OnRow<'_>,
    ) -> Result<(), ImportError> {
        let at = self.sheets.iter().position(|known| known.name == sheet).unwrap_or(0);
        let mut rows = RowBuilder { row: Row::default(), at: None, cells: 0, bytes: 0, warnings, on_row };
        let stopped = match &mut self.format {
            Format::Xlsx(book) => {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(xlsx_error)?;
                stream(&mut rows, || cells.next_cell().map_err(xlsx_error))?
            }
            Format::Xlsb(book) => {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(xlsb_error)?;
                stream(&mut rows, || cells.next_cell().map_err(xlsb_error))?
            }
            Format::Xls(book) => whole(&mut rows, &book.worksheet_range(sheet).map_err(xls_error)?)?,
            Format::Ods(book) => whole(&mut rows, &book.worksheet_range(sheet).map_err(ods_error)?)?,
            Format::Page(page) => page.visit(at, &mut rows)?,
            Format::SheetXml(book) => book.visit(at, &mut rows)?,
        };
        if stopped.is_continue() { rows.finish().map(drop) } else { Ok(()) }
    }
}

fn stream<'a>(
    rows: &mut RowBuilder<'_, '_>,
    mut next: impl FnMut() -> Result<Option<Cell<DataRef<'a>>>, ImportError>,
) -> Result<ControlFlow<()>, ImportError> {
    while let Some(cell) = next()? {
        if rows.add(cell.get_position(), cell.get_value())?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn whole(rows: &mut RowBuilder<'_, '_>, range: &Range<Data>) -> Result<ControlFlow<()>, ImportError> {
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let at = (position(top, row)?, position(left, column)?);
        if rows.add(at, &cell::as_ref(value))?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn position(start: u32, offset: usize) -> Result<u32, ImportError> {
    u32::try_from(offset).ok().and_then(|offset| start.checked_add(offset)).ok_or(ImportError::FileTooLarge)
}

/// Puts cells together to rows.
pub(super) struct RowBuilder<'a, 'r> {
    row: Row,
    at: Option<u32>,
    cells: u64,
    /// Of the row that is open.
    bytes: usize,
    warnings: &'a mut Warnings,
    on_row: &'a mut OnRow<'r>,
}

impl RowBuilder<'_, '_> {
    pub(super) fn add(
        &mut self,
        (row, column): (u32, u32),
        value: &DataRef<'_>,
    ) -> Result<ControlFlow<()>, ImportError> {
        if row >= ROWS || column >= COLUMNS {
            return Err(ImportError::FileTooLarge);
        }
        if self.at != Some(row) {
            if self.at.is_some_and(|before| before > row) {
                // Rows out of order: no program writes that.
                return Err(ImportError::WorkbookDamaged);
            }
            if self.finish()?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            self.at = Some(row);
            self.row.line = u64::from(row) + 1;
        }
        let line = self.row.line;
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        match cell::text_of(value) {
            CellText::Empty => {}
            CellText::Borrowed(text) => self.place(column, text)?,
            CellText::Owned(text) => self.place(column, &text)?,
            CellText::Failed => self.warnings.add(ReadWarning::CellError { line, column }),
            CellText::BeyondCalendar(text) => {
                self.warnings.add(ReadWarning::DateOutOfRange { line, column });
                self.place(column, &text)?;
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn place(&mut self, column: usize, text: &str) -> Result<(), ImportError> {
        if self.row.len() > column {
            return Err(ImportError::WorkbookDamaged);
        }
        self.cells += (column - self.row.len()) as u64 + 1;
        self.bytes += text.len();
        if self.cells > CELLS || self.bytes > ROW {
            return Err(ImportError::FileTooLarge);
        }
        while self.row.len() < column {
            self.row.push("");
        }
        self.row.push(text);
        Ok(())
    }

    fn finish(&mut self) -> Result<ControlFlow<()>, ImportError> {
        let flow = if self.row.is_blank() {
            ControlFlow::Continue(())
        } else {
            (self.on_row)(&self.row, self.warnings)?
        };
        self.row.clear();
        self.bytes = 0;
        Ok(flow)
    }
}
