//! Where the column names of a table stand, if it has any, and how wide it is.

use super::mapping::{Class, by_name, class_of, is_email};
use super::row::Row;
use super::warning::{ReadWarning, Warnings};

/// Rows that may stand above the column names.
const PREAMBLE: usize = 25;

/// What the first rows say about the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// The names of the columns; empty texts where there are none.
    pub(super) headers: Vec<String>,
    pub(super) has_header: bool,
    /// Line of the column names, or of the first row.
    pub(super) header_line: u64,
    /// How many of the rows that were looked at are no data: a preamble, and the column names.
    pub(super) skipped: usize,
    /// Invisible control characters in the names.
    pub(super) controls: u64,
}

impl Layout {
    /// Judges the first rows of a table, blank ones left out.
    pub(super) fn detect(rows: &[Row], has_header: Option<bool>, warnings: &mut Warnings) -> Self {
        let top = if has_header == Some(false) { 0 } else { top_of_table(rows) };
        let body = rows.get(top..).unwrap_or_default();
        let has_header = has_header.unwrap_or_else(|| is_header(body));
        let top = if has_header { top } else { 0 };
        let body = rows.get(top..).unwrap_or_default();
        let mut headers: Vec<String> = Vec::new();
        if let (true, Some(first)) = (has_header, body.first()) {
            headers = first.cells().map(clean_header).collect();
        }
        headers.resize(headers.len().max(usual_width(body)), String::new());
        let layout = Self {
            headers,
            has_header,
            header_line: body.first().map_or(1, |row| row.line),
            skipped: if has_header { top + 1 } else { 0 },
            controls: body.first().map_or(0, |row| row.cells().map(count_controls).sum()),
        };
        layout.warn(top, warnings);
        layout
    }

    fn warn(&self, top: usize, warnings: &mut Warnings) {
        if top > 0 {
            warnings.add(ReadWarning::PreambleSkipped { rows: top as u64 });
        }
        if !self.has_header {
            warnings.add(ReadWarning::HeaderMissing);
            return;
        }
        for (column, header) in self.headers.iter().enumerate() {
            if header.is_empty() {
                warnings.add(ReadWarning::HeaderEmpty { column });
            } else if self.headers.iter().take(column).any(|earlier| earlier == header) {
                warnings.add(ReadWarning::HeaderRepeated { header: header.clone(), column });
            }
        }
    }
}

fn clean_header(cell: &str) -> String {
    let words: Vec<&str> = cell.split(|c: char| c.is_whitespace() || c == '\u{FEFF}').collect();
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The first row that is about as full as the table: titles and dates above it fill one or two cells.
fn top_of_table(rows: &[Row]) -> usize {
    let mut filled: Vec<usize> = rows.iter().map(Row::filled).collect();
    filled.sort_unstable();
    let usual = filled.get(filled.len() / 2).copied().unwrap_or(0);
    if usual < 3 {
        // Too narrow to tell a title from a row, unless the names are known ones.
        let known = rows.iter().take(PREAMBLE).position(|row| known_names(row) >= 2);
        return known.unwrap_or(0);
    }
    rows.iter().take(PREAMBLE).position(|row| row.filled() * 2 > usual).unwrap_or(0)
}

fn known_names(row: &Row) -> usize {
    row.cells().filter(|cell| by_name(cell).is_some()).count()
}

/// Whether the first row names the columns. In doubt it does not: a header taken for a person is rejected in
/// plain sight, a person taken for a header is lost in silence.
fn is_header(rows: &[Row]) -> bool {
    let Some((first, body)) = rows.split_first() else { return false };
    if first.cells().any(is_email) {
        return false;
    }
    let filled: Vec<(usize, &str)> =
        first.cells().enumerate().filter(|(_, cell)| !cell.trim().is_empty()).collect();
    let known = known_names(first);
    if known >= 2 || known * 2 >= filled.len().max(1) || is_series(&filled) {
        return true;
    }
    if filled.iter().filter(|(_, cell)| is_generic_name(cell)).count() * 2 > filled.len()
        || is_alphabet(&filled)
    {
        return true;
    }
    // A cell of another class than all below it is a name; one of the same class is a value.
    let (mut names, mut against) = (0, 0);
    for (column, cell) in filled {
        match class_below(body, column) {
            None | Some(Class::Text) => {}
            Some(below) if below == class_of(cell) => against += 1,
            Some(_) => names += 1,
        }
    }
    names > against
}

/// The class that four of five cells below have.
fn class_below(body: &[Row], column: usize) -> Option<Class> {
    let classes: Vec<Class> = body
        .iter()
        .take(30)
        .map(|row| row.cell(column))
        .filter(|cell| !cell.trim().is_empty())
        .map(class_of)
        .collect();
    let first = *classes.first()?;
    let same = classes.iter().filter(|class| **class == first).count();
    (same * 5 >= classes.len() * 4).then_some(first)
}

/// `Year, 2000, 2001, 2002`: the columns are counted.
fn is_series(filled: &[(usize, &str)]) -> bool {
    let Some(((_, first), rest)) = filled.split_first() else { return false };
    let numbers: Vec<i64> = rest.iter().filter_map(|(_, cell)| cell.trim().parse().ok()).collect();
    class_of(first) == Class::Text
        && numbers.len() == rest.len()
        && numbers.len() >= 3
        && numbers.windows(2).all(|pair| pair[1] - pair[0] == 1)
}

/// `a, b, c`: the columns are lettered.
fn is_alphabet(filled: &[(usize, &str)]) -> bool {
    filled.len() >= 2 && filled.iter().zip(b'a'..=b'z').all(|((_, cell), letter)| cell.as_bytes() == [letter])
}

/// `field1`, `column_a`, `Champ 3`: nobody is called that.
fn is_generic_name(cell: &str) -> bool {
    let folded = sellify_validation::text::fold(cell.trim());
    ["field", "column", "colonne", "champ", "col", "header", "value", "valeur", "unnamed"]
        .iter()
        .any(|word| folded.strip_prefix(word).is_some_and(|rest| rest.len() <= 4))
}

/// Control characters that a person cannot see.
pub(super) fn count_controls(cell: &str) -> u64 {
    let strange = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t');
    cell.as_bytes().iter().filter(|byte| strange(byte)).count() as u64
}

/// The width that most rows have.
fn usual_width(rows: &[Row]) -> usize {
    let widths: Vec<usize> = rows.iter().map(Row::len).collect();
    let times = |width: usize| widths.iter().filter(|other| **other == width).count();
    widths.iter().copied().max_by_key(|width| (times(*width), *width)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(rows: &[&[&str]]) -> (Layout, Warnings) {
        let rows: Vec<Row> = rows.iter().map(|cells| cells.iter().copied().collect()).collect();
        let mut warnings = Warnings::default();
        (Layout::detect(&rows, None, &mut warnings), warnings)
    }

    #[test]
    fn known_names_make_a_header() {
        assert!(detect(&[&["Nom", "Ville"], &["Dupont", "Lyon"]]).0.has_header);
        assert!(detect(&[&["Nom", "Ville"]]).0.has_header, "even alone");
    }

    #[test]
    fn people_are_never_taken_for_a_header() {
        assert!(!detect(&[&["Dupont", "jean@exemple.fr"], &["Durand", "luc@exemple.fr"]]).0.has_header);
        assert!(!detect(&[&["Dupont", "Lyon"], &["Durand", "Paris"]]).0.has_header);
        assert!(!detect(&[&["1", "null"], &["2", "null"]]).0.has_header);
    }

    #[test]
    fn a_name_over_values_is_a_header() {
        assert!(detect(&[&["a", "b"], &["1", "x"], &["2", "y"]]).0.has_header);
        assert!(detect(&[&["adr"], &["jean@exemple.fr"], &["luc@exemple.fr"]]).0.has_header);
    }

    #[test]
    fn a_title_above_the_names_is_left_out() {
        let (layout, warnings) = detect(&[
            &["Liste des adhérents"],
            &["Nom", "Prénom", "E-mail", "Ville"],
            &["Dupont", "Jean", "jean@exemple.fr", "Lyon"],
            &["Durand", "Luc", "luc@exemple.fr", "Paris"],
        ]);
        assert_eq!((layout.skipped, layout.headers[0].as_str()), (2, "Nom"));
        assert_eq!(warnings.kept, [ReadWarning::PreambleSkipped { rows: 1 }]);
    }

    #[test]
    fn repeated_and_empty_names_are_kept_and_said() {
        let (layout, warnings) = detect(&[&["id", "name", "name", ""], &["1", "a", "b", "c"]]);
        assert_eq!(layout.headers, ["id", "name", "name", ""]);
        assert_eq!(warnings.total, 2);
    }
}
