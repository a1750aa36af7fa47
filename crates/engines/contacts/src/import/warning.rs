//! What was odd in a file and did not stop its import.

use serde::Serialize;

/// Warnings kept with their place; the rest is only counted.
const KEPT: usize = 200;

/// One oddity. Lines are 1-based lines of the file, or rows of the sheet; columns are zero-based.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ReadWarning {
    /// Lines above the column names were left out.
    PreambleSkipped {
        /// How many.
        rows: u64,
    },
    /// The file has no column names.
    HeaderMissing,
    /// Two columns have the same name; both are kept.
    HeaderRepeated {
        /// The name.
        header: String,
        /// The later column.
        column: usize,
    },
    /// A column without a name.
    HeaderEmpty {
        /// The column.
        column: usize,
    },
    /// A row has more or fewer cells than the others.
    RowRagged {
        /// Where.
        line: u64,
        /// Cells it has.
        cells: usize,
        /// Cells the others have.
        expected: usize,
    },
    /// A quotation mark is opened and never closed; it was read as an ordinary character.
    QuoteUnclosed {
        /// Where the row starts.
        line: u64,
    },
    /// A quotation mark stands inside a quoted cell; it was read as an ordinary character.
    QuoteStray {
        /// Where the row starts.
        line: u64,
    },
    /// Invisible NUL characters were removed.
    NulRemoved {
        /// How many.
        count: u64,
    },
    /// Other invisible control characters stand in cells.
    ControlCharacters {
        /// How many.
        count: u64,
    },
    /// Characters that the encoding does not know.
    Undecodable {
        /// The encoding.
        encoding: String,
    },
    /// Text that looks like UTF-8 read as Windows-1252 (`Ã©` for `é`).
    Mojibake {
        /// The first place.
        line: u64,
    },
    /// The workbook has several sheets with data; this one was read.
    SheetChosen {
        /// Its name.
        sheet: String,
    },
    /// A cell holds an error (`#DIV/0!`) and was read as empty.
    CellError {
        /// Where.
        line: u64,
        /// In which column.
        column: usize,
    },
    /// Telephone numbers that a spreadsheet has shortened (`6,12E+08`): their last digits are lost.
    NumbersShortened {
        /// The name of the column.
        header: String,
        /// The column.
        column: usize,
        /// How many among the rows that were looked at.
        count: u32,
    },
    /// An address card that says nothing.
    CardEmpty {
        /// Where it begins.
        line: u64,
    },
    /// A date that no calendar has; its number was kept.
    DateOutOfRange {
        /// Where.
        line: u64,
        /// In which column.
        column: usize,
    },
}

/// The warnings of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Warnings {
    /// The first ones, at most 200.
    pub kept: Vec<ReadWarning>,
    /// All of them, those not kept too.
    pub total: u64,
}

impl Warnings {
    /// Adds one.
    pub fn add(&mut self, warning: ReadWarning) {
        self.total += 1;
        if self.kept.len() < KEPT {
            self.kept.push(warning);
        }
    }

    /// Whether the file was in order.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }
}
