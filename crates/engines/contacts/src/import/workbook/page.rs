//! Pages: each table is a sheet. Many programs save a page under the name of a spreadsheet, and Excel opens it.

mod rows;
mod tables;
mod walk;

use std::ops::ControlFlow;

use super::Sheet;
use super::rows::RowBuilder;
use super::written::Written;
use crate::import::error::{ImportError, NotATable};
use crate::import::source::{ReadSoFar, Source};
use crate::import::text::encoding::Encoding;
use rows::Rows;
use tables::{Found, Tables};

/// Letters of a sheet's name.
const NAME: usize = 60;

/// An open page.
pub(super) struct Page {
    written: Written,
    tables: Vec<Found>,
}

impl Page {
    /// Opens a page and looks at all its tables.
    pub(super) fn open(source: &Source, wanted: Option<Encoding>) -> Result<(Self, Vec<Sheet>), ImportError> {
        let mut written = Written::open(source, wanted)?;
        let mut tables = Tables::default();
        walk::walk(written.text()?, &mut tables)?;
        let tables = tables.worth_reading();
        if tables.is_empty() {
            return Err(ImportError::NotATable(NotATable::WebPage));
        }
        let sheets = sheets(&tables);
        Ok((Self { written, tables }, sheets))
    }

    /// Counts what is read from now on.
    pub(super) fn counted(mut self, source: &Source, so_far: &ReadSoFar) -> Result<Self, ImportError> {
        self.written.reopen(source, so_far)?;
        Ok(self)
    }

    /// Which table is the list: the largest, before all those with addresses.
    pub(super) fn largest(&self) -> usize {
        let ranked = self.tables.iter().enumerate();
        // Of two of one size the first.
        let best =
            ranked.max_by_key(|(at, table)| (table.has_addresses, table.filled, std::cmp::Reverse(*at)));
        best.map_or(0, |(at, _)| at)
    }

    /// Hands over the rows of one of the tables.
    pub(super) fn visit(
        &mut self,
        sheet: usize,
        rows: &mut RowBuilder<'_, '_>,
    ) -> Result<ControlFlow<()>, ImportError> {
        let Some(table) = self.tables.get(sheet) else { return Err(ImportError::WorkbookDamaged) };
        // A page that was cut must not come in as if it were whole.
        if !table.is_closed {
            return Err(ImportError::WorkbookDamaged);
        }
        let mut rows = Rows::new(table.place, rows);
        walk::walk(self.written.text()?, &mut rows)?;
        Ok(rows.flow())
    }
}

/// Named by their captions, else by number.
fn sheets(tables: &[Found]) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = Vec::new();
    for (number, table) in tables.iter().enumerate() {
        let words: Vec<&str> = table.caption.split_whitespace().collect();
        let caption: String = words.join(" ").chars().take(NAME).collect();
        let is_free = !caption.is_empty() && !sheets.iter().any(|sheet| sheet.name == caption);
        let name = if is_free { caption } else { format!("Tableau {}", number + 1) };
        sheets.push(Sheet { name, hidden: false, has_data: true, has_addresses: table.has_addresses });
    }
    sheets
}
