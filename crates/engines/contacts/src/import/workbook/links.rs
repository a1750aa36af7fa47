//! Links to other files inside an old workbook (BIFF, [MS-XLS] 2.4.271 and 2.4.105): what it shows may be out of date.

use std::io::{BufReader, ErrorKind, Read, Seek};

/// Where the sheets are, in Excel 97 and after, and before.
const STREAMS: [&str; 2] = ["/Workbook", "/Book"];

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const SUPBOOK: u16 = 0x01AE;
const EXTERNSHEET: u16 = 0x0017;
const BIFF8: u16 = 0x0600;

/// Whether a workbook names another file, or a program that feeds it. A container that cannot be taken apart says
/// nothing; whether it can be read is for others to judge.
pub(super) fn are_in(container: impl Read + Seek) -> bool {
    let Ok(mut container) = cfb::CompoundFile::open(container) else { return false };
    STREAMS.iter().any(|name| {
        let stream = container.open_stream(name);
        stream.is_ok_and(|stream| name_other_files(BufReader::new(stream)).unwrap_or(false))
    })
}

fn name_other_files(mut records: impl Read) -> std::io::Result<bool> {
    let (mut version, mut payload) = (BIFF8, Vec::new());
    loop {
        let mut head = [0; 4];
        match records.read_exact(&mut head) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
            other => other?,
        }
        let [kind, length] = [[head[0], head[1]], [head[2], head[3]]].map(u16::from_le_bytes);
        payload.resize(length.into(), 0);
        records.read_exact(&mut payload)?;
        match (kind, payload.as_slice()) {
            (BOF, [low, high, ..]) => version = u16::from_le_bytes([*low, *high]),
            (SUPBOOK, book) if is_elsewhere(book) => return Ok(true),
            (EXTERNSHEET, sheet) if version < BIFF8 && is_elsewhere_in_old(sheet) => return Ok(true),
            // All of them stand before the first sheet.
            (EOF, _) if version >= BIFF8 => return Ok(false),
            _ => {}
        }
    }
}

/// Not the workbook itself (`01 04`), not the functions of an add-in (`01 3A`), and not a book without a name, which is
/// one that nothing uses any more.
fn is_elsewhere(book: &[u8]) -> bool {
    match book {
        [_, _, 0x01, 0x04 | 0x3A] => false,
        // Sheets; letters of the path; how they are written; the path.
        [_, _, length, more, _, path @ ..] => {
            u16::from_le_bytes([*length, *more]) > 0 && !matches!(path.first(), None | Some(0x00 | 0x20))
        }
        _ => false,
    }
}

/// Before Excel 97 each sheet that is referred to has a name, and 1 in front of it means: of the file that follows.
fn is_elsewhere_in_old(sheet: &[u8]) -> bool {
    matches!(sheet, [_, 0x01, _, ..])
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    fn record(kind: u16, payload: &[u8]) -> Vec<u8> {
        let length = u16::try_from(payload.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), payload].concat()
    }

    fn container(stream: &str, records: &[(u16, &[u8])]) -> Cursor<Vec<u8>> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        let bytes: Vec<u8> = records.iter().flat_map(|(kind, payload)| record(*kind, payload)).collect();
        file.create_stream(stream).unwrap().write_all(&bytes).unwrap();
        file.into_inner()
    }

    const NEW: (u16, &[u8]) = (BOF, &[0x00, 0x06, 0x05, 0x00]);
    const OLD: (u16, &[u8]) = (BOF, &[0x00, 0x05, 0x05, 0x00]);
    const END: (u16, &[u8]) = (EOF, &[]);

    #[test]
    fn a_book_elsewhere_is_noticed_and_the_workbook_itself_is_not() {
        let path = b"\x01\x00\x0A\x00\x00\x01C:\x03b.xls";
        assert!(are_in(container("/Workbook", &[NEW, (SUPBOOK, path), END])));
        let server = b"\x00\x00\x09\x00\x00Excel\x03a.b";
        assert!(are_in(container("/Workbook", &[NEW, (SUPBOOK, server), END])), "a program that feeds it");
        let itself: [&[u8]; 4] = [
            b"\x03\x00\x01\x04",
            b"\x01\x00\x01\x3A",
            b"\x00\x00\x01\x00\x00\x20",
            b"\x01\x00\x01\x00\x00\x00",
        ];
        for book in itself {
            assert!(!are_in(container("/Workbook", &[NEW, (SUPBOOK, book), END])), "{book:?}");
        }
        assert!(!are_in(container(
            "/Workbook",
            &[NEW, (EXTERNSHEET, b"\x01\x00\x00\x00\x00\x00\x00\x00"), END]
        )));
    }

    #[test]
    fn before_excel_97_the_names_of_sheets_say_it() {
        assert!(are_in(container("/Book", &[OLD, END, OLD, (EXTERNSHEET, b"\x06\x01[b.xls]"), END])));
        assert!(!are_in(container("/Book", &[OLD, END, OLD, (EXTERNSHEET, b"\x06\x03Feuil1"), END])));
    }

    #[test]
    fn what_cannot_be_taken_apart_says_nothing() {
        assert!(!are_in(Cursor::new(b"no container".to_vec())));
        let cut = container("/Workbook", &[NEW, (SUPBOOK, b"\x01\x00\x0A\x00\x00\x01C:\x03b.xls")]);
        let mut bytes = cut.into_inner();
        bytes.truncate(600);
        assert!(!are_in(Cursor::new(bytes)));
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/Workbook").unwrap().write_all(&[0xAE, 0x01, 0xFF, 0xFF, 0x01]).unwrap();
        assert!(!are_in(file.into_inner()), "a record longer than the stream");
    }
}
