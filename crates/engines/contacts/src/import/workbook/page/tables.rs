//! A first pass over a page: which tables it has, and which of them hold rows.

use std::ops::ControlFlow;

use super::walk::{Piece, Visitor};
use crate::import::error::ImportError;

/// Tables that a person may choose from.
const OFFERED: usize = 50;
/// Tables remembered while a page is read.
const REMEMBERED: usize = 1_000;
/// Rows of a table in which an address is looked for.
const LOOKED_INTO: u32 = 200;
/// Bytes of a caption.
const CAPTION: usize = 400;

/// A table of the page.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    /// How many tables begin before it.
    pub(super) place: u32,
    pub(super) caption: String,
    /// Cells with text of their own, that of tables inside them left out.
    pub(super) filled: u64,
    pub(super) has_addresses: bool,
    pub(super) is_closed: bool,
    /// Whether a row has two such cells. Where none has, the table only holds others in place.
    is_wide: bool,
    rows: u32,
    row_filled: u32,
    cell_filled: bool,
}

/// The tables of a page.
#[derive(Default)]
pub(super) struct Tables {
    begun: u32,
    open: Vec<Found>,
    ended: Vec<Found>,
}

impl Tables {
    /// The tables that hold rows, in their order.
    pub(super) fn worth_reading(mut self) -> Vec<Found> {
        if self.ended.iter().any(|table| table.is_wide) {
            self.ended.retain(|table| table.is_wide);
        }
        keep_largest(&mut self.ended, OFFERED);
        self.ended
    }
}

/// Leaves so many of the largest, in their order.
fn keep_largest(tables: &mut Vec<Found>, count: usize) {
    tables.sort_by_key(|table| (std::cmp::Reverse((table.has_addresses, table.filled)), table.place));
    tables.truncate(count);
    tables.sort_by_key(|table| table.place);
}

impl Visitor for Tables {
    fn take(&mut self, piece: Piece<'_>) -> Result<ControlFlow<()>, ImportError> {
        if matches!(piece, Piece::TableBegins) {
            self.open.push(Found { place: self.begun, ..Found::default() });
            self.begun += 1;
        }
        let Some(table) = self.open.last_mut() else { return Ok(ControlFlow::Continue(())) };
        match piece {
            Piece::Caption(text) if table.caption.len() < CAPTION => table.caption.push_str(text),
            Piece::RowBegins => {
                table.rows += 1;
                table.row_filled = 0;
            }
            Piece::CellBegins { .. } => table.cell_filled = false,
            Piece::Text(text) => {
                table.cell_filled |= text.chars().any(|letter| !letter.is_whitespace());
                table.has_addresses |= table.rows <= LOOKED_INTO && text.contains('@');
            }
            Piece::CellEnds if table.cell_filled => {
                table.filled += 1;
                table.row_filled += 1;
                table.is_wide |= table.row_filled > 1;
            }
            Piece::TableEnds { closed } => {
                table.is_closed = closed;
                self.ended.extend(self.open.pop().filter(|table| table.filled > 0));
                if self.ended.len() > 2 * REMEMBERED {
                    keep_largest(&mut self.ended, REMEMBERED);
                }
            }
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }
}
