//! Contacts as a workbook: Office Open XML (ECMA-376), one sheet of text cells, written as a stream.
//!
//! Our own writer because a library keeps the whole sheet in memory or puts it, in clear, into the system's
//! temporary folder. Text is written in place (`inlineStr`), so that no table of strings has to be kept.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write;

use sellify_domain::{Contact, ContactField};
use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

use super::cell::marked;
use super::columns::Column;
use super::contacts::ContactFile;
use super::error::ExportError;

/// Rows of a sheet, the names included (Excel's own limit).
const ROWS: u32 = 1_048_576;
/// Bytes gathered before they are packed.
const CHUNK: usize = 1 << 16;

const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
    <Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>";
const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
/// Styles: 0 as it comes, 1 text (`@`), 2 text in bold for the names of columns.
const STYLES: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
    <fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
    <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
    <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
    <cellXfs count=\"3\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
    <xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
    <xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/></cellXfs>\
    <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A workbook that is being written.
pub(super) struct Workbook<'a, W: Write> {
    columns: &'a [Column],
    /// The letters of each column: `A`, `B`, … `AA`.
    letters: Vec<String>,
    zip: ZipWriter<StreamWriter<W>>,
    text: String,
    sheets: u32,
    /// Rows of the sheet that is open.
    rows: u32,
}

impl<'a, W: Write> Workbook<'a, W> {
    pub(super) fn begin(columns: &'a [Column], out: W) -> Result<Self, ExportError> {
        let letters = (0..columns.len()).map(letters).collect();
        let mut book = Self {
            columns,
            letters,
            zip: ZipWriter::new_stream(out),
            text: String::with_capacity(CHUNK * 2),
            sheets: 0,
            rows: 0,
        };
        book.part("_rels/.rels", RELATIONS)?;
        book.part("xl/styles.xml", STYLES)?;
        book.open_sheet()?;
        Ok(book)
    }

    fn part(&mut self, name: &str, text: &str) -> Result<(), ExportError> {
        self.start(name)?;
        self.text.push_str(text);
        self.pack(0)
    }

    fn start(&mut self, name: &str) -> Result<(), ExportError> {
        // The fastest level: a sheet of text packs to a tenth either way.
        self.zip.start_file(name, SimpleFileOptions::default().compression_level(Some(1)))?;
        self.text.push_str(DECLARATION);
        Ok(())
    }

    /// Packs what was gathered, once it is more than so many bytes.
    fn pack(&mut self, more_than: usize) -> Result<(), ExportError> {
        if self.text.len() > more_than {
            self.zip.write_all(self.text.as_bytes())?;
            self.text.clear();
        }
        Ok(())
    }

    fn open_sheet(&mut self) -> Result<(), ExportError> {
        self.sheets += 1;
        self.rows = 0;
        self.start(&format!("xl/worksheets/sheet{}.xml", self.sheets))?;
        self.text.push_str(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetViews>\
             <sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>\
             </sheetView></sheetViews><cols>",
        );
        for (at, column) in self.columns.iter().enumerate() {
            let (number, width) = (at + 1, width(column));
            // Writing to a text cannot fail.
            let _ = write!(
                self.text,
                "<col min=\"{number}\" max=\"{number}\" width=\"{width}\" style=\"1\" customWidth=\"1\"/>"
            );
        }
        self.text.push_str("</cols><sheetData>");
        let columns = self.columns;
        self.row(columns.iter().map(|column| column.header.as_str()), 2);
        Ok(())
    }

    fn close_sheet(&mut self) -> Result<(), ExportError> {
        self.text.push_str("</sheetData></worksheet>");
        self.pack(0)
    }

    fn row<'t>(&mut self, cells: impl Iterator<Item = &'t str>, style: u8) {
        self.rows += 1;
        let number = self.rows;
        let _ = write!(self.text, "<row r=\"{number}\">");
        for (letters, cell) in self.letters.iter().zip(cells) {
            if cell.is_empty() {
                continue;
            }
            let _ = write!(
                self.text,
                "<c r=\"{letters}{number}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
            );
            escape_into(&mut self.text, &marked(cell.into()));
            self.text.push_str("</t></is></c>");
        }
        self.text.push_str("</row>");
    }

    fn names_of_sheets(&mut self) -> Result<(), ExportError> {
        let (mut types, mut book, mut relations) = (TYPES.to_owned(), String::new(), String::new());
        for number in 1..=self.sheets {
            let name = if number == 1 { "Contacts".to_owned() } else { format!("Contacts {number}") };
            let _ = write!(
                types,
                "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
            );
            let _ = write!(book, "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
            let _ = write!(
                relations,
                "<Relationship Id=\"rId{number}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            );
        }
        types.push_str("</Types>");
        let book = format!(
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{book}</sheets></workbook>"
        );
        let relations = format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}\
             <Relationship Id=\"rId{}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>",
            self.sheets + 1
        );
        self.part("xl/workbook.xml", &book)?;
        self.part("xl/_rels/workbook.xml.rels", &relations)?;
        self.part("[Content_Types].xml", &types)
    }
}

impl<W: Write> ContactFile for Workbook<'_, W> {
    fn add(&mut self, _: &Contact, cells: &[Cow<'_, str>]) -> Result<(), ExportError> {
        if self.rows == ROWS {
            self.close_sheet()?;
            self.open_sheet()?;
        }
        self.row(cells.iter().map(Cow::as_ref), 1);
        self.pack(CHUNK)
    }

    fn end(mut self) -> Result<(), ExportError> {
        self.close_sheet()?;
        self.names_of_sheets()?;
        self.zip.finish()?.into_inner().flush()?;
        Ok(())
    }
}

/// Width of a column, in characters.
fn width(column: &Column) -> u8 {
    match column.field {
        Some(ContactField::Civility) => 9,
        Some(ContactField::Postcode | ContactField::Birthdate) => 13,
        Some(ContactField::Email | ContactField::Company | ContactField::Street | ContactField::Tags) => 28,
        Some(ContactField::Notes | ContactField::FullAddress) | None => 38,
        _ => 18,
    }
}

/// The letters of a column: 0 is `A`, 26 is `AA`.
fn letters(mut column: usize) -> String {
    let mut reversed = Vec::new();
    loop {
        reversed.push(b'A' + u8::try_from(column % 26).unwrap_or_default());
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    reversed.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// Control characters, which XML cannot hold, and text that looks like one of them are written `_xHHHH_`, as Excel
/// does (ECMA-376 part 1, 22.9.2.19).
fn escape_into(out: &mut String, text: &str) {
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let instead = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'_' if is_code(text.as_bytes().get(at..at + 7)) => "_x005F_",
            b'\t' | b'\n' | b' '..=0xFF => continue,
            _ => "",
        };
        out.push_str(text.get(plain..at).unwrap_or_default());
        out.push_str(instead);
        if instead.is_empty() {
            // Writing to a text cannot fail.
            let _ = write!(out, "_x{byte:04X}_");
        }
        plain = at + 1;
    }
    out.push_str(text.get(plain..).unwrap_or_default());
}

fn is_code(text: Option<&[u8]>) -> bool {
    matches!(text, Some([b'_', b'x', hex @ .., b'_']) if hex.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn text_cannot_close_its_cell() {
        let mut out = String::new();
        escape_into(&mut out, "é</t> & \u{1}b\n\"c\" _x000D_ _xy");
        assert_eq!(out, "é&lt;/t&gt; &amp; _x0001_b\n\"c\" _x005F_x000D_ _xy");
    }
}
