//! Cuts UTF-8 text into records (RFC 4180 and what programs make of it), with the line where each starts.
//!
//! Our own reader rather than the `csv` crate, for four things: it knows the line of a record whatever the
//! line ends are, it bounds the memory of a record, it finds its way back after a quotation mark that is
//! never closed, and it says so. The `csv` crate is the yardstick in the tests.

use std::io::Read;

use super::decode::Utf8;
use crate::import::error::{ImportError, NotATable};
use crate::import::row::Row;
use crate::import::warning::{ReadWarning, Warnings};

/// The longest record. A contact is some hundred bytes; a book in a notes column is under a megabyte.
const MAX_RECORD: usize = 4 << 20;

/// What one look at the buffer gave.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Scan {
    /// A record; `stray` when it held a quotation mark in a wrong place.
    Record { consumed: usize, line_breaks: u64, stray: bool },
    /// A line without anything on it.
    Blank { consumed: usize },
    /// The record goes on behind the buffer; `quote` is the cell whose quotation mark is open.
    NeedMore { quote: Option<usize> },
    /// The quotation mark of this cell is never closed.
    Unclosed { quote: usize },
}

/// Reads one record from the start of `data` into `cells` and their `ends`. `at_end`: nothing follows `data`.
/// Cells listed in `literal` start with a quotation mark that means nothing.
pub(super) fn scan(
    data: &[u8],
    at_end: bool,
    delimiter: u8,
    literal: &[usize],
    cells: &mut Vec<u8>,
    ends: &mut Vec<usize>,
) -> Scan {
    cells.clear();
    ends.clear();
    let mut scanner = Scanner { data, at_end, delimiter, at: 0, line_breaks: 0, stray: false };
    if let Some(b'\n' | b'\r') = data.first() {
        return match scanner.line_end() {
            Some(consumed) => Scan::Blank { consumed },
            None => Scan::NeedMore { quote: None },
        };
    }
    loop {
        let quoted = scanner.peek() == Some(b'"') && !literal.contains(&ends.len());
        let step = if quoted { scanner.quoted(cells) } else { scanner.plain(cells) };
        match step {
            Step::Cell => {}
            Step::NeedMore => return Scan::NeedMore { quote: quoted.then_some(ends.len()) },
            Step::Unclosed => return Scan::Unclosed { quote: ends.len() },
        }
        match scanner.peek() {
            Some(byte) if byte == delimiter => {
                ends.push(cells.len());
                scanner.at += 1;
            }
            Some(_) => {
                let Some(consumed) = scanner.line_end() else { return Scan::NeedMore { quote: None } };
                ends.push(cells.len());
                let Scanner { line_breaks, stray, .. } = scanner;
                return Scan::Record { consumed, line_breaks: line_breaks + 1, stray };
            }
            None => {
                ends.push(cells.len());
                let Scanner { line_breaks, stray, .. } = scanner;
                return Scan::Record { consumed: data.len(), line_breaks, stray };
            }
        }
    }
}

enum Step {
    /// A cell was read; the scanner stands on what ends it.
    Cell,
    NeedMore,
    Unclosed,
}

struct Scanner<'a> {
    data: &'a [u8],
    at_end: bool,
    delimiter: u8,
    at: usize,
    line_breaks: u64,
    stray: bool,
}

impl<'a> Scanner<'a> {
    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.data.get(self.at..).unwrap_or_default()
    }

    /// Where the record ends that ends here; `None`: a line feed may follow behind the buffer.
    fn line_end(&self) -> Option<usize> {
        match (self.peek(), self.data.get(self.at + 1)) {
            (Some(b'\r'), Some(b'\n')) => Some(self.at + 2),
            (Some(b'\r'), None) if !self.at_end => None,
            _ => Some(self.at + 1),
        }
    }

    fn plain(&mut self, cells: &mut Vec<u8>) -> Step {
        let rest = self.rest();
        let length = match memchr::memchr3(self.delimiter, b'\n', b'\r', rest) {
            Some(length) => length,
            None if self.at_end => rest.len(),
            None => return Step::NeedMore,
        };
        cells.extend_from_slice(&rest[..length]);
        self.at += length;
        Step::Cell
    }

    fn quoted(&mut self, cells: &mut Vec<u8>) -> Step {
        let opened_at = self.line_breaks;
        self.at += 1;
        loop {
            let rest = self.rest();
            let Some(length) = memchr::memchr(b'"', rest) else {
                return if self.at_end { Step::Unclosed } else { Step::NeedMore };
            };
            let inside = &rest[..length];
            self.line_breaks += line_breaks(inside);
            cells.extend_from_slice(inside);
            self.at += length + 1;
            if self.peek() == Some(b'"') {
                cells.push(b'"');
                self.at += 1;
                continue;
            }
            match self.after_quote() {
                After::Closed => return Step::Cell,
                After::NeedMore => return Step::NeedMore,
                After::Stray => {}
            }
            // On a later line than the opening one: then that one was stray already.
            if self.line_breaks > opened_at {
                return Step::Unclosed;
            }
            self.stray = true;
            match self.closes_on_this_line() {
                None => return Step::NeedMore,
                // `"Cabinet "Durand" et fils"`: the inner ones belong to the text.
                Some(true) => cells.push(b'"'),
                Some(false) => {
                    cells.push(b'"');
                    return self.plain(cells);
                }
            }
        }
    }

    /// Looks behind a quotation mark; blanks between it and the delimiter are passed over.
    fn after_quote(&mut self) -> After {
        let rest = self.rest();
        let delimiter = self.delimiter;
        let is_blank = |byte: &u8| *byte == b' ' || *byte == b'\t' && delimiter != b'\t';
        let blanks = rest.iter().take_while(|byte| is_blank(byte)).count();
        match rest.get(blanks) {
            None if !self.at_end => After::NeedMore,
            Some(byte) if *byte != delimiter && !matches!(byte, b'\n' | b'\r') => After::Stray,
            _ => {
                self.at += blanks;
                After::Closed
            }
        }
    }

    fn closes_on_this_line(&self) -> Option<bool> {
        let rest = self.rest();
        let line = match memchr::memchr2(b'\n', b'\r', rest) {
            Some(length) => &rest[..length],
            None if self.at_end => rest,
            None => return None,
        };
        Some(memchr::memchr_iter(b'"', line).any(|at| match line.get(at + 1) {
            None => true,
            Some(next) => *next == self.delimiter,
        }))
    }
}

enum After {
    Closed,
    NeedMore,
    Stray,
}

fn line_breaks(text: &[u8]) -> u64 {
    match memchr::memchr_iter(b'\n', text).count() {
        0 => memchr::memchr_iter(b'\r', text).count() as u64,
        feeds => feeds as u64,
    }
}

/// The records of a stream.
pub(crate) struct Records<R> {
    source: Utf8<R>,
    buffer: Vec<u8>,
    at: usize,
    ended: bool,
    line: u64,
    delimiter: u8,
    /// Each record is one quoted cell, which holds a record of this separator.
    wrapped: Option<u8>,
}

impl<R: Read> Records<R> {
    /// `buffer` holds what was read from `source` already, to find the delimiter; its first `skip` bytes are a
    /// line that is no record.
    pub(crate) fn new(source: Utf8<R>, buffer: Vec<u8>, skip: usize, delimiter: u8) -> Self {
        let line = if skip > 0 { 2 } else { 1 };
        Self { source, buffer, at: skip, ended: false, line, delimiter, wrapped: None }
    }

    /// Reads each record's only cell as a record of its own.
    pub(crate) fn unwrapping(mut self, delimiter: Option<u8>) -> Self {
        self.wrapped = delimiter;
        self
    }

    /// Whether a byte had no meaning in the encoding so far.
    pub(crate) fn had_faults(&self) -> bool {
        self.source.had_faults()
    }

    /// Reads the next record that is not an empty line; `false` at the end.
    pub(crate) fn next(&mut self, row: &mut Row, warnings: &mut Warnings) -> Result<bool, ImportError> {
        let (mut cells, mut ends) = row.take_buffers();
        let found = self.next_into(&mut cells, &mut ends, warnings)?;
        if let (Some(delimiter), 1) = (self.wrapped, ends.len()) {
            let line = std::mem::take(&mut cells);
            scan(&line, true, delimiter, &[], &mut cells, &mut ends);
        }
        row.put_buffers(cells, ends);
        row.line = found.unwrap_or(self.line);
        Ok(found.is_some())
    }

    /// The line of the record.
    fn next_into(
        &mut self,
        cells: &mut Vec<u8>,
        ends: &mut Vec<usize>,
        warnings: &mut Warnings,
    ) -> Result<Option<u64>, ImportError> {
        let mut literal = Vec::new();
        loop {
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            if rest.is_empty() {
                if self.ended {
                    return Ok(None);
                }
                self.read_more()?;
                continue;
            }
            match scan(rest, self.ended, self.delimiter, &literal, cells, ends) {
                Scan::Record { consumed, line_breaks, stray } => {
                    let line = self.line;
                    self.at += consumed;
                    self.line += line_breaks;
                    if stray {
                        warnings.add(ReadWarning::QuoteStray { line });
                    }
                    return Ok(Some(line));
                }
                Scan::Blank { consumed } => {
                    self.at += consumed;
                    self.line += 1;
                }
                Scan::NeedMore { quote } if rest.len() > MAX_RECORD => match quote {
                    Some(quote) => self.give_up_quote(quote, &mut literal, warnings),
                    None => return Err(ImportError::NotATable(NotATable::EndlessLine)),
                },
                Scan::NeedMore { .. } => self.read_more()?,
                Scan::Unclosed { quote } => self.give_up_quote(quote, &mut literal, warnings),
            }
        }
    }

    fn give_up_quote(&self, quote: usize, literal: &mut Vec<usize>, warnings: &mut Warnings) {
        warnings.add(ReadWarning::QuoteUnclosed { line: self.line });
        literal.push(quote);
    }

    fn read_more(&mut self) -> Result<(), ImportError> {
        self.buffer.drain(..self.at);
        self.at = 0;
        // Twice as much each time: a record is scanned from its start again.
        let wanted = self.buffer.len() * 2;
        loop {
            self.ended = !self.source.fill(&mut self.buffer)?;
            if self.ended || self.buffer.len() >= wanted {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::survey::survey;
    use super::*;

    fn read(text: &str) -> (Vec<(u64, Vec<String>)>, Warnings) {
        let found = survey(text.as_bytes(), None).unwrap();
        let source = Utf8::new(text.as_bytes(), &found).unwrap();
        let mut records = Records::new(source, Vec::new(), 0, b',');
        let (mut rows, mut row, mut warnings) = (Vec::new(), Row::default(), Warnings::default());
        while records.next(&mut row, &mut warnings).unwrap() {
            rows.push((row.line, row.to_vec()));
        }
        (rows, warnings)
    }

    fn cells(text: &str) -> Vec<Vec<String>> {
        read(text).0.into_iter().map(|(_, cells)| cells).collect()
    }

    #[test]
    fn every_line_end_ends_a_record_and_counts_as_one_line() {
        let rows = read("a\r\nb\rc\n\n\"d\ne\",f\ng").0;
        let lines: Vec<u64> = rows.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 2, 3, 5, 7]);
        assert_eq!(rows[3].1, ["d\ne", "f"]);
    }

    #[test]
    fn quotes_and_blanks_behind_them_are_taken_off() {
        assert_eq!(cells("\"a \"\"b\"\"\" ,\"\",c"), [["a \"b\"", "", "c"]]);
        assert_eq!(cells("a,b,\n"), [["a", "b", ""]]);
    }

    #[test]
    fn a_quote_inside_a_quoted_cell_stays() {
        let (rows, warnings) = read("\"Cabinet \"Durand\" et fils\",Lyon\nb,c");
        assert_eq!(rows[0].1, ["Cabinet \"Durand\" et fils", "Lyon"]);
        assert_eq!(warnings.kept, [ReadWarning::QuoteStray { line: 1 }]);
        assert_eq!(rows[1].1, ["b", "c"]);
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_no_row() {
        let (rows, warnings) = read("a,\"b,c\nd,e,f\ng,\"h\",i\n");
        let cells: Vec<_> = rows.into_iter().map(|(_, cells)| cells).collect();
        assert_eq!(cells, [["a", "\"b", "c"], ["d", "e", "f"], ["g", "h", "i"]]);
        assert_eq!(warnings.kept, [ReadWarning::QuoteUnclosed { line: 1 }]);
    }

    #[test]
    fn ten_megabytes_without_an_end_are_refused_within_bounds() {
        let text = "a".repeat(10 << 20);
        let found = survey(text.as_bytes(), None).unwrap();
        let mut records = Records::new(Utf8::new(text.as_bytes(), &found).unwrap(), Vec::new(), 0, b',');
        let refused = records.next(&mut Row::default(), &mut Warnings::default());
        assert!(matches!(refused, Err(ImportError::NotATable(NotATable::EndlessLine))));
        assert!(records.buffer.capacity() < 2 * MAX_RECORD + (1 << 20));
    }

    #[test]
    fn well_formed_text_reads_as_the_csv_crate_reads_it() {
        let text = "a,\"b,\"\"x\"\"\",c\r\n,,\r\n\"multi\r\nline\",é,\"\"\r\n";
        let expected: Vec<Vec<String>> = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes())
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect();
        assert_eq!(cells(text), expected);
    }
}
