//! Workbooks in the XML of Excel 2003 (SpreadsheetML), which old programs and portals still write as `.xls` or `.xml`.

mod parse;

use std::ops::ControlFlow;

use calamine::DataRef;

use super::Sheet;
use super::rows::{LOOKED_INTO, RowBuilder};
use super::written::Written;
use crate::import::error::ImportError;
use crate::import::source::{ReadSoFar, Source};
use crate::import::text::encoding::Encoding;
use parse::{Sheets, parse};

/// An open workbook.
pub(super) struct SheetXml {
    written: Written,
}

impl SheetXml {
    /// Opens a workbook and reads it to its end once: one that was cut is refused before anything is shown.
    pub(super) fn open(source: &Source, wanted: Option<Encoding>) -> Result<(Self, Vec<Sheet>), ImportError> {
        let mut written = Written::open(source, wanted)?;
        let mut listing = Listing::default();
        parse(written.text()?, &mut listing)?;
        Ok((Self { written }, listing.sheets))
    }

    /// Counts what is read from now on.
    pub(super) fn counted(mut self, source: &Source, so_far: &ReadSoFar) -> Result<Self, ImportError> {
        self.written.reopen(source, so_far)?;
        Ok(self)
    }

    /// Hands over the rows of one of the sheets.
    pub(super) fn visit(
        &mut self,
        sheet: usize,
        rows: &mut RowBuilder<'_, '_>,
    ) -> Result<ControlFlow<()>, ImportError> {
        let mut reading = Reading { before: sheet + 1, rows, stopped: false };
        parse(self.written.text()?, &mut reading)?;
        Ok(if reading.stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }
}

/// Notes the sheets.
#[derive(Default)]
struct Listing {
    sheets: Vec<Sheet>,
}

impl Sheets for Listing {
    fn begin(&mut self, name: String) -> Result<ControlFlow<()>, ImportError> {
        /// As many as a container may have parts.
        const SHEETS: usize = 2_000;
        if self.sheets.len() == SHEETS {
            return Err(ImportError::FileTooLarge);
        }
        self.sheets.push(Sheet { name, hidden: false, has_data: false, has_addresses: false });
        Ok(ControlFlow::Continue(()))
    }

    fn cell(&mut self, (row, _): (u32, u32), value: &DataRef<'_>) -> Result<ControlFlow<()>, ImportError> {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.has_data = true;
            sheet.has_addresses |=
                row < LOOKED_INTO && matches!(value, DataRef::SharedString(text) if text.contains('@'));
        }
        Ok(ControlFlow::Continue(()))
    }

    fn hide(&mut self) {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.hidden = true;
        }
    }
}

/// Reads one of them.
struct Reading<'b, 'a, 'r> {
    /// How many sheets still begin, the wanted one among them.
    before: usize,
    rows: &'b mut RowBuilder<'a, 'r>,
    stopped: bool,
}

impl Sheets for Reading<'_, '_, '_> {
    fn begin(&mut self, _: String) -> Result<ControlFlow<()>, ImportError> {
        if self.before == 0 {
            return Ok(ControlFlow::Break(()));
        }
        self.before -= 1;
        Ok(ControlFlow::Continue(()))
    }

    fn cell(&mut self, at: (u32, u32), value: &DataRef<'_>) -> Result<ControlFlow<()>, ImportError> {
        if self.before > 0 {
            return Ok(ControlFlow::Continue(()));
        }
        let flow = self.rows.add(at, value)?;
        self.stopped |= flow.is_break();
        Ok(flow)
    }

    fn hide(&mut self) {}
}
