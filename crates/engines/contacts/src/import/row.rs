//! One row of a table, in one buffer that is used again for the next row.

/// A row as the file has it: text cells, and where the row stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Line of the file (1-based) where the row starts; for a workbook, the sheet's row.
    pub line: u64,
    text: String,
    ends: Vec<usize>,
}

impl Row {
    /// Number of cells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the row has no cells at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The cell, or an empty text where the row is too short.
    #[must_use]
    pub fn cell(&self, index: usize) -> &str {
        let Some(end) = self.ends.get(index) else { return "" };
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.text.get(start..*end).unwrap_or("")
    }

    /// All cells in order.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.cell(index))
    }

    /// All cells as owned texts.
    #[must_use]
    pub fn to_vec(&self) -> Vec<String> {
        self.cells().map(str::to_owned).collect()
    }

    /// Whether every cell is blank.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        // Almost every row says no at its first character. The ^Z at the end of a file of MS-DOS is nothing.
        !self.text.chars().any(|letter| !letter.is_whitespace() && !letter.is_control())
    }

    /// How many cells hold something.
    #[must_use]
    pub fn filled(&self) -> usize {
        self.cells().filter(|cell| !cell.trim().is_empty()).count()
    }

    /// Empties the row for the next one.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// Appends a cell.
    pub fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    /// Lends the buffers to the record reader, which works on bytes.
    pub(super) fn take_buffers(&mut self) -> (Vec<u8>, Vec<usize>) {
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        let mut ends = std::mem::take(&mut self.ends);
        bytes.clear();
        ends.clear();
        (bytes, ends)
    }

    /// Takes the buffers back. Bytes that are not UTF-8 become U+FFFD; the decoder never lets any through.
    pub(super) fn put_buffers(&mut self, bytes: Vec<u8>, ends: Vec<usize>) {
        match String::from_utf8(bytes) {
            Ok(text) => {
                self.text = text;
                self.ends = ends;
            }
            Err(error) => {
                let bytes = error.into_bytes();
                let mut start = 0;
                for end in ends {
                    self.push(&String::from_utf8_lossy(bytes.get(start..end).unwrap_or_default()));
                    start = end;
                }
            }
        }
    }
}

impl<'a> FromIterator<&'a str> for Row {
    fn from_iter<I: IntoIterator<Item = &'a str>>(cells: I) -> Self {
        let mut row = Self::default();
        cells.into_iter().for_each(|cell| row.push(cell));
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_back_and_missing_ones_are_empty() {
        let row: Row = ["a", "", "é"].into_iter().collect();
        assert_eq!((row.cell(0), row.cell(1), row.cell(2), row.cell(3)), ("a", "", "é", ""));
        assert_eq!(row.filled(), 2);
        assert!(!row.is_blank());
        assert!([" ", "\u{a0}"].into_iter().collect::<Row>().is_blank());
        assert!(["\u{1a}"].into_iter().collect::<Row>().is_blank());
    }
}
