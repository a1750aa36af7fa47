//! Contacts as text with separators.

use std::borrow::Cow;
use std::io::Write;

use sellify_domain::Contact;

use super::cell::{guarded, is_strict_number};
use super::columns::Column;
use super::contacts::ContactFile;
use super::error::ExportError;
use super::format::ExportFormat;

/// A file of text, one contact a line.
pub(super) struct CsvFile<'a, W: Write> {
    columns: &'a [Column],
    file: csv::Writer<W>,
}

impl<'a, W: Write> CsvFile<'a, W> {
    pub(super) fn begin(format: ExportFormat, columns: &'a [Column], out: W) -> Result<Self, ExportError> {
        let mut file = csv_writer(format, out)?;
        file.write_record(columns.iter().map(|column| guarded(column.header.as_str().into()).into_owned()))?;
        Ok(Self { columns, file })
    }
}

impl<W: Write> ContactFile for CsvFile<'_, W> {
    fn add(&mut self, _: &Contact, cells: &[Cow<'_, str>]) -> Result<(), ExportError> {
        for (column, cell) in self.columns.iter().zip(cells) {
            if column.numeric && is_strict_number(cell) {
                self.file.write_field(cell.as_bytes())?;
            } else {
                self.file.write_field(guarded(Cow::Borrowed(cell)).as_bytes())?;
            }
        }
        Ok(self.file.write_record(None::<&[u8]>)?)
    }

    fn end(mut self) -> Result<(), ExportError> {
        Ok(self.file.flush()?)
    }
}

/// Every field in quotes: no program has to guess where one ends.
pub(super) fn csv_writer<W: Write>(format: ExportFormat, mut out: W) -> Result<csv::Writer<W>, ExportError> {
    let french = format == ExportFormat::FrenchExcel;
    if french {
        out.write_all("\u{FEFF}".as_bytes())?;
    }
    Ok(csv::WriterBuilder::new()
        .delimiter(if french { b';' } else { b',' })
        .terminator(csv::Terminator::CRLF)
        .quote_style(csv::QuoteStyle::Always)
        .buffer_capacity(1 << 16)
        .flexible(true)
        .from_writer(out))
}
