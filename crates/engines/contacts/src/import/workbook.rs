//! Workbooks of every make (xlsx, xlsb, xls, ods, pages and XML under the name of a workbook), opened within limits and
//! read row by row.

mod cell;
mod limits;
mod links;
mod page;
mod rows;
mod sheet_xml;
mod written;

use std::io::BufReader;

use calamine::{
    Ods, OdsError, Reader as _, SheetType, SheetVisible, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxError,
};
use serde::Serialize;

use super::error::ImportError;
use super::source::{Kind, ReadSeek, ReadSoFar, Source};
use super::text::encoding::Encoding;
use limits::Container;
use page::Page;
use sheet_xml::SheetXml;

type Input = BufReader<Box<dyn ReadSeek>>;

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether the person who made the workbook hid it.
    pub hidden: bool,
    /// Whether it holds anything.
    pub has_data: bool,
    /// Whether an e-mail address stands in its first rows.
    pub has_addresses: bool,
}

/// An open workbook.
pub(super) struct Workbook {
    format: Format,
    pub(super) sheets: Vec<Sheet>,
    /// The sheet to read where it is not the first with addresses.
    largest: Option<usize>,
}

enum Format {
    Xlsx(Box<Xlsx<Input>>),
    Xlsb(Box<Xlsb<Input>>),
    Xls(Box<Xls<Input>>),
    Ods(Box<Ods<Input>>),
    Page(Box<Page>),
    SheetXml(Box<SheetXml>),
}

/// Opens a workbook; what it is was judged by its content. `encoding`: that of one that is written as text, where a
/// person says so.
pub(super) fn open(
    source: &Source,
    kind: Kind,
    encoding: Option<Encoding>,
    so_far: &ReadSoFar,
) -> Result<Workbook, ImportError> {
    // The libraries read hostile files within these limits; a fault in one must not take the program down.
    guarded(|| match kind {
        Kind::Page => {
            let (page, sheets) = Page::open(source, encoding)?;
            let largest = Some(page.largest());
            Ok(Workbook { format: Format::Page(Box::new(page.counted(source, so_far)?)), sheets, largest })
        }
        Kind::SheetXml => {
            let (book, sheets) = SheetXml::open(source, encoding)?;
            let format = Format::SheetXml(Box::new(book.counted(source, so_far)?));
            Ok(Workbook { format, sheets, largest: None })
        }
        kind => open_binary(source, kind, so_far),
    })
}

fn open_binary(source: &Source, kind: Kind, so_far: &ReadSoFar) -> Result<Workbook, ImportError> {
    let input = || Ok::<_, ImportError>(BufReader::with_capacity(1 << 16, source.open_counted(so_far)?));
    let format = match limits::check(source, kind)? {
        Container::Xlsx => Format::Xlsx(Box::new(Xlsx::new(input()?).map_err(xlsx_error)?)),
        Container::Xlsb => Format::Xlsb(Box::new(Xlsb::new(input()?).map_err(xlsb_error)?)),
        Container::Ods => Format::Ods(Box::new(Ods::new(input()?).map_err(ods_error)?)),
        Container::Compound => open_compound(&input)?,
    };
    let mut workbook = Workbook { format, sheets: Vec::new(), largest: None };
    workbook.list_sheets()?;
    Ok(workbook)
}

/// An old workbook, or a new one inside the envelope that a password puts around it.
fn open_compound(input: &impl Fn() -> Result<Input, ImportError>) -> Result<Format, ImportError> {
    match Xls::new(input()?) {
        Ok(mut xls) => match xls.vba_project() {
            Ok(None) if links::are_in(input()?) => Err(ImportError::WorkbookLinks),
            Ok(None) => Ok(Format::Xls(Box::new(xls))),
            _ => Err(ImportError::WorkbookMacros),
        },
        Err(XlsError::Password) => Err(ImportError::WorkbookProtected),
        Err(_) => match Xlsx::new(input()?) {
            Err(XlsxError::Password) => Err(ImportError::WorkbookProtected),
            _ => Err(ImportError::WorkbookDamaged),
        },
    }
}

pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, ImportError>) -> Result<T, ImportError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or(Err(ImportError::WorkbookDamaged))
}

impl Workbook {
    /// The sheet to read: the wanted one, else the largest table of a page, else the first visible one with addresses,
    /// else the first visible one with data, else the first with data.
    pub(super) fn choose(&self, wanted: Option<&str>) -> Result<String, ImportError> {
        if let Some(name) = wanted {
            return match self.sheets.iter().find(|sheet| sheet.name == name) {
                Some(sheet) => Ok(sheet.name.clone()),
                None => Err(ImportError::SheetMissing(name.to_owned())),
            };
        }
        if let Some(sheet) = self.largest.and_then(|largest| self.sheets.get(largest)) {
            return Ok(sheet.name.clone());
        }
        let with_data = || self.sheets.iter().filter(|sheet| sheet.has_data);
        let visible = || with_data().filter(|sheet| !sheet.hidden);
        let with_addresses = visible().find(|sheet| sheet.has_addresses);
        let chosen = with_addresses.or_else(|| visible().next()).or_else(|| with_data().next());
        chosen.map(|sheet| sheet.name.clone()).ok_or(ImportError::FileEmpty)
    }

    fn list_sheets(&mut self) -> Result<(), ImportError> {
        let metadata = match &self.format {
            Format::Xlsx(book) => book.sheets_metadata(),
            Format::Xlsb(book) => book.sheets_metadata(),
            Format::Xls(book) => book.sheets_metadata(),
            Format::Ods(book) => book.sheets_metadata(),
            Format::Page(_) | Format::SheetXml(_) => return Ok(()),
        };
        let listed: Vec<(String, bool)> = metadata
            .iter()
            .filter(|sheet| matches!(sheet.typ, SheetType::WorkSheet))
            .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
            .collect();
        for (name, hidden) in listed {
            let (has_data, has_addresses) = self.look_into(&name)?;
            self.sheets.push(Sheet { name, hidden, has_data, has_addresses });
        }
        Ok(())
    }
}

fn xlsx_error(error: XlsxError) -> ImportError {
    match error {
        XlsxError::Password => ImportError::WorkbookProtected,
        XlsxError::Io(error) => io_error(error),
        _ => ImportError::WorkbookDamaged,
    }
}

fn xlsb_error(error: XlsbError) -> ImportError {
    match error {
        XlsbError::Password => ImportError::WorkbookProtected,
        XlsbError::Io(error) => io_error(error),
        _ => ImportError::WorkbookDamaged,
    }
}

fn ods_error(error: OdsError) -> ImportError {
    match error {
        OdsError::Password => ImportError::WorkbookProtected,
        OdsError::Io(error) => io_error(error),
        _ => ImportError::WorkbookDamaged,
    }
}

fn xls_error(error: XlsError) -> ImportError {
    match error {
        XlsError::Password => ImportError::WorkbookProtected,
        XlsError::Io(error) => io_error(error),
        _ => ImportError::WorkbookDamaged,
    }
}

/// Inflating a damaged stream ends in an I/O error that says nothing about the disk.
fn io_error(error: std::io::Error) -> ImportError {
    match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::PermissionDenied => ImportError::Io(error),
        _ => ImportError::WorkbookDamaged,
    }
}
