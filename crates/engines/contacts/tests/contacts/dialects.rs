//! Any table, written in any dialect, reads back equal.

use std::ops::ControlFlow;

use crate::support::file;
use proptest::prelude::*;
use sellify_contacts::import::{Encoding, ReadOptions, Row, read_rows};

const MARKER: &str = "Prénom";

/// Cells with everything that dialects stumble over.
fn cell(letters: &'static str) -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Z0-9]{1,8}",
        2 => proptest::collection::vec(proptest::sample::select(letters.chars().collect::<Vec<_>>()), 0..10)
            .prop_map(|letters| letters.into_iter().collect()),
        1 => Just("0612345678".to_owned()),
        1 => Just("  blanks  ".to_owned()),
        1 => Just("12,5".to_owned()),
    ]
}

fn table(letters: &'static str) -> impl Strategy<Value = Vec<Vec<String>>> {
    (2_usize..6).prop_flat_map(move |width| {
        proptest::collection::vec(proptest::collection::vec(cell(letters), width), 1..30)
    })
}

fn write(rows: &[Vec<String>], separator: char, line_end: &str, always_quote: bool) -> String {
    let mut text = String::new();
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            if column > 0 {
                text.push(separator);
            }
            let must = cell.contains([separator, '"', '\n', '\r']) || cell.is_empty() && row.len() == 1;
            if always_quote || must {
                text.push_str(&format!("\"{}\"", cell.replace('"', "\"\"")));
            } else {
                text.push_str(cell);
            }
        }
        text.push_str(line_end);
    }
    text
}

fn read_back(bytes: &[u8], options: &ReadOptions) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    read_rows(&file("t.csv", bytes), options, &mut |row: &Row| {
        rows.push(row.to_vec());
        ControlFlow::Continue(())
    })
    .unwrap();
    rows
}

fn is_blank(row: &[String]) -> bool {
    row.iter().all(|cell| cell.trim().is_empty())
}

/// The rows as they must come back: blank ones are no rows.
fn expected(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    rows.iter().filter(|row| !is_blank(row)).cloned().collect()
}

fn with_header(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let width = rows.first().map_or(0, Vec::len);
    let names = ["Nom", MARKER, "E-mail", "Ville", "Société", "Notes"];
    let mut all = vec![names.iter().take(width).map(|name| (*name).to_owned()).collect()];
    all.extend(rows.iter().cloned());
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_unicode_table_in_any_dialect(
        rows in table("aé€œ漢🙂 ;,|\t\"'\n.-=@"),
        separator in proptest::sample::select(vec![';', ',', '\t', '|']),
        line_end in proptest::sample::select(vec!["\n", "\r\n", "\r"]),
        always_quote in any::<bool>(),
        encoding in 0..4,
    ) {
        prop_assume!(!rows.iter().all(|row| is_blank(row)));
        let text = write(&with_header(&rows), separator, line_end, always_quote);
        let bytes: Vec<u8> = match encoding {
            0 => text.clone().into_bytes(),
            1 => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            2 => [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
            _ => [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect(),
        };
        let options = ReadOptions { delimiter: Some(separator), has_header: Some(true), ..ReadOptions::default() };
        prop_assert_eq!(read_back(&bytes, &options), expected(&rows));
    }

    #[test]
    fn any_french_table_in_windows_1252(
        rows in table("aéèçœ€ÉÀ ;,|\"'\n"),
        always_quote in any::<bool>(),
    ) {
        prop_assume!(!rows.iter().all(|row| is_blank(row)));
        let text = write(&with_header(&rows), ';', "\r\n", always_quote);
        let bytes = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
        let options = ReadOptions {
            delimiter: Some(';'),
            has_header: Some(true),
            encoding: Some(Encoding::WINDOWS_1252),
            ..ReadOptions::default()
        };
        prop_assert_eq!(read_back(&bytes, &options), expected(&rows));
    }

    #[test]
    fn any_french_table_in_the_encodings_of_other_machines(
        rows in table("aéèçœÉÀâîùÿ ;,|\"'\n"),
        label in proptest::sample::select(vec!["iso-8859-15", "macintosh", "ibm850"]),
        always_quote in any::<bool>(),
    ) {
        prop_assume!(!rows.iter().all(|row| is_blank(row)));
        let rows: Vec<Vec<String>> = rows
            .iter()
            // Code page 850 has no œ.
            .map(|row| row.iter().map(|cell| cell.replace('œ', "o")).collect())
            .collect();
        let text = write(&with_header(&rows), ';', "\r\n", always_quote);
        let options = ReadOptions {
            delimiter: Some(';'),
            has_header: Some(true),
            encoding: Encoding::from_label(label),
            ..ReadOptions::default()
        };
        prop_assert_eq!(read_back(&in_single_bytes(&text, label), &options), expected(&rows));
    }

    #[test]
    fn french_names_show_in_which_encoding_they_are(
        names in proptest::collection::vec(
            proptest::sample::select(vec![
                "Hélène", "François", "Noël", "Zoé", "Béranger", "Lefèvre", "Müller", "Núñez", "Citroën", "HÉLÈNE",
                "Éric", "Gaëlle", "Besançon", "Nîmes", "Saint-Étienne", "Orléans", "DUPRé", "Garçon", "Crèche", "Forêt",
            ]),
            4..40,
        ),
        label in proptest::sample::select(vec!["windows-1252", "macintosh", "ibm850"]),
    ) {
        let mut text = String::from("Prénom;E-mail\r\n");
        for (number, name) in names.iter().enumerate() {
            text.push_str(&format!("{name};p{number}@exemple.fr\r\n"));
        }
        let rows = read_back(&in_single_bytes(&text, label), &ReadOptions::default());
        let read: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
        prop_assert_eq!(read, names);
    }

    #[test]
    fn what_a_program_writes_is_recognised_without_a_word(
        names in proptest::collection::vec("[A-Z][a-zéè]{2,9}", 3..40),
        separator in proptest::sample::select(vec![';', ',', '\t', '|']),
        is_unicode in any::<bool>(),
    ) {
        let rows: Vec<Vec<String>> = names
            .iter()
            .enumerate()
            .map(|(number, name)| vec![name.clone(), format!("p{number}@exemple.fr"), "Besançon, vieille ville".into()])
            .collect();
        let header = ["Nom", "E-mail", "Ville"].map(str::to_owned).to_vec();
        let all: Vec<_> = std::iter::once(header).chain(rows.iter().cloned()).collect();
        let text = write(&all, separator, "\r\n", false);
        let bytes = if is_unicode { text.into_bytes() } else { encoding_rs::WINDOWS_1252.encode(&text).0.into_owned() };
        prop_assert_eq!(read_back(&bytes, &ReadOptions::default()), rows);
    }

    #[test]
    fn any_bytes_at_all_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = read_rows(&file("t.csv", &bytes), &ReadOptions::default(), &mut |_| ControlFlow::Continue(()));
        let container = [b"PK\x03\x04".as_slice(), &bytes].concat();
        let _ = read_rows(&file("t.xlsx", container), &ReadOptions::default(), &mut |_| ControlFlow::Continue(()));
        let compound = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &bytes].concat();
        let _ = read_rows(&file("t.xls", compound), &ReadOptions::default(), &mut |_| ControlFlow::Continue(()));
    }
}

/// Letters, and the byte of each.
type Letters = &'static [(char, u8)];

/// Text in an encoding with one byte a letter; the letters that the tests use.
fn in_single_bytes(text: &str, label: &str) -> Vec<u8> {
    let (mac, dos): (Letters, Letters) = (
        &[
            ('é', 0x8E),
            ('è', 0x8F),
            ('ç', 0x8D),
            ('œ', 0xCF),
            ('É', 0x83),
            ('À', 0xCB),
            ('â', 0x89),
            ('î', 0x94),
            ('ù', 0x9D),
            ('ÿ', 0xD8),
            ('ë', 0x91),
            ('ü', 0x9F),
            ('ú', 0x9C),
            ('ñ', 0x96),
            ('È', 0xE9),
            ('ê', 0x90),
        ],
        &[
            ('é', 0x82),
            ('è', 0x8A),
            ('ç', 0x87),
            ('É', 0x90),
            ('À', 0xB7),
            ('â', 0x83),
            ('î', 0x8C),
            ('ù', 0x97),
            ('ÿ', 0x98),
            ('ë', 0x89),
            ('ü', 0x81),
            ('ú', 0xA3),
            ('ñ', 0xA4),
            ('È', 0xD4),
            ('ê', 0x88),
        ],
    );
    let known = match label {
        "macintosh" => mac,
        "ibm850" => dos,
        other => {
            let web = encoding_rs::Encoding::for_label(other.as_bytes()).unwrap();
            return web.encode(text).0.into_owned();
        }
    };
    let byte = |letter: char| match known.iter().find(|(of, _)| *of == letter) {
        Some((_, byte)) => *byte,
        None => u8::try_from(letter).unwrap(),
    };
    text.chars().map(byte).collect()
}
