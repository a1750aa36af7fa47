//! A second pass over a page: the rows of one of its tables.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use calamine::DataRef;

use super::super::limits::INFLATED;
use super::super::rows::{COLUMNS, RowBuilder};
use super::super::written::CELL;
use super::walk::{Piece, Visitor};
use crate::import::error::ImportError;

/// What a cell above says of a column of the rows below it.
struct Span {
    rows_left: u32,
    text: String,
}

/// Puts the pieces of one table together to rows.
pub(super) struct Rows<'b, 'a, 'r> {
    /// How many tables begin before it.
    place: u32,
    begun: u32,
    /// 0 outside of it, 1 in it, more in tables inside it.
    depth: u32,
    row: u32,
    column: u32,
    /// Text of the cell that has begun.
    text: String,
    cell: Option<(u32, u32)>,
    /// By column.
    spans: BTreeMap<u32, Span>,
    /// Those that begin in this row.
    fresh: Vec<(u32, Span)>,
    /// Bytes handed over: a cell over many rows is handed over many times.
    bytes: u64,
    stopped: bool,
    out: &'b mut RowBuilder<'a, 'r>,
}

impl<'b, 'a, 'r> Rows<'b, 'a, 'r> {
    pub(super) fn new(place: u32, out: &'b mut RowBuilder<'a, 'r>) -> Self {
        Self {
            place,
            begun: 0,
            depth: 0,
            row: 0,
            column: 0,
            text: String::new(),
            cell: None,
            spans: BTreeMap::new(),
            fresh: Vec::new(),
            bytes: 0,
            stopped: false,
            out,
        }
    }

    /// Whether the rows were wanted to their end.
    pub(super) fn flow(&self) -> ControlFlow<()> {
        if self.stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn add(&mut self, text: &str) -> Result<ControlFlow<()>, ImportError> {
        self.bytes += text.len() as u64;
        if self.bytes > INFLATED || self.column >= COLUMNS {
            return Err(ImportError::FileTooLarge);
        }
        let flow = self.out.add((self.row, self.column), &DataRef::SharedString(text))?;
        self.stopped |= flow.is_break();
        Ok(flow)
    }

    /// Columns that cells of the rows above reach down to: to the next free one, or to the last.
    fn fill_down(&mut self, to_the_end: bool) -> Result<ControlFlow<()>, ImportError> {
        while let Some((at, _)) = self.spans.range(self.column..).next() {
            let at = *at;
            if at > self.column && !to_the_end {
                break;
            }
            self.column = at;
            let Some(span) = self.spans.get_mut(&at) else { break };
            span.rows_left -= 1;
            let is_last = span.rows_left == 0;
            let text = std::mem::take(&mut span.text);
            if self.add(&text)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            self.column += 1;
            if is_last {
                self.spans.remove(&at);
            } else if let Some(span) = self.spans.get_mut(&at) {
                span.text = text;
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// A cell over several columns is the first of them; over several rows, it is in each.
    fn end_cell(&mut self) -> Result<ControlFlow<()>, ImportError> {
        let Some((columns, rows)) = self.cell.take() else { return Ok(ControlFlow::Continue(())) };
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        if self.add(text)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        if rows > 1 {
            let of = |at: u32| if at == self.column { text.to_owned() } else { String::new() };
            let reached = self.column..self.column.saturating_add(columns).min(COLUMNS);
            self.fresh.extend(reached.map(|at| (at, Span { rows_left: rows - 1, text: of(at) })));
        }
        self.column = self.column.saturating_add(columns);
        Ok(ControlFlow::Continue(()))
    }

    fn end_row(&mut self) -> Result<ControlFlow<()>, ImportError> {
        let flow = self.fill_down(true)?;
        self.spans.extend(self.fresh.drain(..));
        self.row += 1;
        self.column = 0;
        Ok(flow)
    }

    /// Blanks and line ends of a page's own lines are one blank.
    fn push(&mut self, text: &str) -> Result<(), ImportError> {
        for letter in text.chars() {
            if !letter.is_whitespace() {
                self.text.push(letter);
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
        if self.text.len() > CELL { Err(ImportError::FileTooLarge) } else { Ok(()) }
    }

    fn break_line(&mut self, edge: bool) {
        let end = self.text.trim_end_matches(' ').len();
        self.text.truncate(end);
        let is_broken = edge && self.text.ends_with('\n');
        if !self.text.is_empty() && !is_broken {
            self.text.push('\n');
        }
    }
}

impl Visitor for Rows<'_, '_, '_> {
    fn take(&mut self, piece: Piece<'_>) -> Result<ControlFlow<()>, ImportError> {
        match (piece, self.depth) {
            (Piece::TableBegins, depth) => {
                if depth > 0 {
                    self.depth += 1;
                } else if self.begun == self.place {
                    self.depth = 1;
                }
                self.begun += 1;
            }
            (_, 0) => {}
            (Piece::TableEnds { .. }, 1) => return Ok(ControlFlow::Break(())),
            (Piece::TableEnds { .. }, _) => self.depth -= 1,
            (Piece::CellBegins { columns, rows }, 1) => {
                let flow = self.fill_down(false)?;
                self.text.clear();
                self.cell = Some((columns, rows));
                return Ok(flow);
            }
            (Piece::CellEnds, 1) => return self.end_cell(),
            (Piece::RowEnds, 1) => return self.end_row(),
            (Piece::Text(text), _) => self.push(text)?,
            (Piece::Break { edge }, _) => self.break_line(edge),
            // A table inside a cell is text of the cell, one row a line.
            (Piece::CellBegins { .. }, _) => self.push(" ")?,
            (Piece::RowEnds, _) => self.break_line(true),
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }
}
