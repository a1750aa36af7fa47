//! Which character separates the cells, judged on many lines outside quotation marks.

use super::records::{Scan, scan};

/// Records looked at.
const RECORDS: usize = 400;

/// In the order in which a tie is decided: a comma also stands inside numbers and sentences, a semicolon or a
/// tab rarely in every line.
const CANDIDATES: [u8; 6] = [b'\t', b';', b'|', b',', 0x1F, 0x1E];

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) delimiter: u8,
    /// Bytes of a leading `sep=;` line, which is no record.
    pub(crate) sep_line: usize,
}

/// Judges the first part of a text; `complete`: it is all of it.
pub(crate) fn sniff(sample: &[u8], complete: bool) -> Dialect {
    if let Some(dialect) = sep_line(sample) {
        return dialect;
    }
    // Rows of nothing but separators prove little, but something.
    let count = |delimiter: &u8| memchr::memchr_iter(*delimiter, sample).count();
    let most = CANDIDATES.into_iter().max_by_key(count).filter(|delimiter| count(delimiter) > 0);
    let mut best = (0.0, most.unwrap_or(b','));
    for delimiter in CANDIDATES {
        let score = score(sample, complete, delimiter);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    Dialect { delimiter: best.1, sep_line: 0 }
}

/// The separator inside lines that stand whole between quotation marks (`"Nom;E-mail;Ville"`): what becomes of a
/// table that was pasted into one column and saved. `names`: whether the cells of a line are names of columns.
pub(crate) fn wrapped(
    sample: &[u8],
    complete: bool,
    delimiter: u8,
    names: impl Fn(&[&str]) -> bool,
) -> Option<u8> {
    if sample.first() != Some(&b'"') {
        return None;
    }
    let lines = lone_cells(sample, complete, delimiter)?;
    let inner = lines.join(&b'\n');
    let found = sniff(&inner, true).delimiter;
    let (mut cells, mut ends) = (Vec::new(), Vec::new());
    let mut widths = lines.iter().map(|line| {
        scan(line, true, found, &[], &mut cells, &mut ends);
        ends.len()
    });
    let width = widths.next().filter(|width| *width > 1)?;
    let is_even = widths.all(|other| other == width);
    let first = std::str::from_utf8(lines.first()?).ok()?;
    let first: Vec<&str> = first.split(char::from(found)).collect();
    (is_even && lines.len() > 1 && names(&first)).then_some(found)
}

/// Whether a text is nothing but addresses, several on a line, as they are copied from the *To* of a message. A table
/// with two columns of addresses is none: its lines are even.
pub(crate) fn is_address_list(
    sample: &[u8],
    complete: bool,
    delimiter: u8,
    is_address: impl Fn(&str) -> bool,
) -> bool {
    let (mut cells, mut ends, mut at, mut widths) = (Vec::new(), Vec::new(), 0, Vec::new());
    while at < sample.len() && widths.len() < RECORDS {
        let consumed = match scan(&sample[at..], complete, delimiter, &[], &mut cells, &mut ends) {
            Scan::Record { consumed, .. } => consumed,
            Scan::Blank { consumed } => {
                at += consumed;
                continue;
            }
            Scan::NeedMore { .. } => break,
            Scan::Unclosed { .. } => return false,
        };
        at += consumed;
        let Ok(text) = std::str::from_utf8(&cells) else { return false };
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let line = starts.zip(&ends).map(|(start, end)| text.get(start..*end).unwrap_or_default().trim());
        let filled: Vec<&str> = line.filter(|cell| !cell.is_empty()).collect();
        if !filled.iter().copied().all(&is_address) {
            return false;
        }
        widths.push((ends.len(), filled.len()));
    }
    match widths.as_slice() {
        [] => false,
        [(_, filled)] => *filled > 1,
        [(cells, filled), rest @ ..] => *filled > 2 || rest.iter().any(|(others, _)| others != cells),
    }
}

/// The records of a text in which each has one cell; none where one has more.
fn lone_cells(sample: &[u8], complete: bool, delimiter: u8) -> Option<Vec<Vec<u8>>> {
    let (mut cells, mut ends, mut at, mut lines) = (Vec::new(), Vec::new(), 0, Vec::new());
    while at < sample.len() && lines.len() < RECORDS {
        match scan(&sample[at..], complete, delimiter, &[], &mut cells, &mut ends) {
            Scan::Record { consumed, .. } if ends.len() == 1 => {
                lines.push(cells.clone());
                at += consumed;
            }
            Scan::Blank { consumed } => at += consumed,
            Scan::NeedMore { .. } => break,
            Scan::Record { .. } | Scan::Unclosed { .. } => return None,
        }
    }
    Some(lines)
}

/// Excel's own way to name the separator.
fn sep_line(sample: &[u8]) -> Option<Dialect> {
    let length = memchr::memchr2(b'\n', b'\r', sample)?;
    let line = sample.get(..length)?;
    let line = line.strip_prefix(b"\"").and_then(|inner| inner.strip_suffix(b"\"")).unwrap_or(line);
    let (word, rest) = line.split_at_checked(4)?;
    let delimiter = match rest {
        [delimiter] => *delimiter,
        [b'\\', b't'] => b'\t',
        _ => return None,
    };
    let is_crlf = sample.get(length..length + 2) == Some(b"\r\n");
    word.eq_ignore_ascii_case(b"sep=")
        .then_some(Dialect { delimiter, sep_line: length + 1 + usize::from(is_crlf) })
}

/// 0 when the character separates nothing; else how even the rows become, with a little for many columns.
fn score(sample: &[u8], complete: bool, delimiter: u8) -> f64 {
    let widths = widths(sample, complete, delimiter);
    let Some(first) = widths.first() else { return 0.0 };
    let mut usual = (0, 0);
    for width in widths.iter().copied().filter(|width| *width > 1) {
        let times = widths.iter().filter(|other| **other == width).count();
        usual = usual.max((times, width));
    }
    let (times, width) = usual;
    if width < 2 {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of a sample")]
    let (even, width_bonus) = (times as f64 / widths.len() as f64, (width as f64).ln().min(3.0) / 100.0);
    // The column names have no decimal commas: a character that does not split them splits numbers.
    let names_fit = if *first == width { 1.0 } else { 0.4 };
    // All rows even: the order of the candidates decides, not the number of columns.
    let bonus = if times == widths.len() && widths.len() > 1 { 0.05 } else { width_bonus };
    even * names_fit + bonus
}

fn widths(sample: &[u8], complete: bool, delimiter: u8) -> Vec<usize> {
    let (mut cells, mut ends, mut literal) = (Vec::new(), Vec::new(), Vec::new());
    let (mut at, mut widths) = (0, Vec::new());
    while at < sample.len() && widths.len() < RECORDS {
        match scan(&sample[at..], complete, delimiter, &literal, &mut cells, &mut ends) {
            Scan::Record { consumed, .. } => {
                at += consumed;
                literal.clear();
                if !cells.iter().all(u8::is_ascii_whitespace) {
                    widths.push(ends.len());
                }
            }
            Scan::Blank { consumed } => at += consumed,
            Scan::Unclosed { quote } => literal.push(quote),
            Scan::NeedMore { .. } => break,
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimiter(text: &str) -> char {
        char::from(sniff(text.as_bytes(), true).delimiter)
    }

    #[test]
    fn the_separator_is_found_though_others_occur() {
        assert_eq!(delimiter("prix;taux\n12,5;3,4\n1,2;7,8\n"), ';', "decimal commas");
        assert_eq!(delimiter("12,5;3,4\n1,2;7,8\n"), ';', "without names too");
        assert_eq!(delimiter("nom,tags\nA,x|y\nB,z\n"), ',');
        assert_eq!(delimiter("one|two,two|three\nfour|five,five|six\n"), '|');
        assert_eq!(delimiter("\"a;b\",c\n\"d;e\",f\n"), ',', "what stands in quotes does not count");
        assert_eq!(delimiter("a\tb\nc d\te, f\n"), '\t');
        assert_eq!(delimiter("email\na@b.fr\nc@d.fr\n"), ',', "one column: any will do");
        assert_eq!(delimiter("nom;adresse\nDupont;1, rue A, Lyon\nDurand;2, rue B, Paris\n"), ';');
    }

    #[test]
    fn lines_that_stand_whole_in_quotes_are_seen_through() {
        let names = |cells: &[&str]| cells.contains(&"Nom");
        let text = b"\"Nom;E-mail;Ville\"\n\"Dupont;a@b.fr;\"\"Lyon; 2e\"\"\"\n";
        assert_eq!(wrapped(text, true, b',', names), Some(b';'));
        for other in [
            &b"\"Nom, complet\"\n\"Dupont, Anne\"\n"[..],
            b"\"Nom\",\"Ville\"\n\"A\",\"B\"\n",
            b"Nom;Ville\nA;B\n",
        ] {
            assert_eq!(wrapped(other, true, b'|', |_| false), None);
        }
    }

    #[test]
    fn addresses_on_a_line_are_a_list() {
        let is_address = |cell: &str| cell.contains('@');
        let is_list = |text: &str| {
            let delimiter = sniff(text.as_bytes(), true).delimiter;
            is_address_list(text.as_bytes(), true, delimiter, is_address)
        };
        for list in [
            "a@b.fr, c@d.fr,\n e@f.fr\n",
            "a@b.fr, c@d.fr",
            "Anne <a@b.fr>; Luc <c@d.fr>;",
            "a@b.fr,c@d.fr,e@f.fr,\ng@h.fr\n",
        ] {
            assert!(is_list(list), "{list}");
        }
        for table in ["a@b.fr\nc@d.fr\n", "a@b.fr;c@d.fr\ne@f.fr;g@h.fr\n", "a@b.fr,Lyon", "email,email2", ""]
        {
            assert!(!is_list(table), "{table}");
        }
    }

    #[test]
    fn a_sep_line_decides_and_is_no_record() {
        assert_eq!(sniff(b"sep=|\r\na|b\r\n", true), Dialect { delimiter: b'|', sep_line: 7 });
        assert_eq!(sniff(b"\"SEP=;\"\na,b;c\n", true), Dialect { delimiter: b';', sep_line: 8 });
    }
}
