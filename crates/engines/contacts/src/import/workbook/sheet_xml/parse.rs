//! The elements of an XML workbook as sheets and cells. Entities that a file defines itself are not known: they cannot
//! grow.

use std::io::Read;
use std::ops::ControlFlow;

use calamine::{CellErrorType, DataRef};
use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::super::written::{CELL, Pieces};
use crate::import::error::ImportError;
use crate::import::text::decode::Utf8;

/// Elements inside elements.
const DEPTH: usize = 256;

/// Takes the sheets and their cells in order.
pub(super) trait Sheets {
    fn begin(&mut self, name: String) -> Result<ControlFlow<()>, ImportError>;
    /// Row and column from 0. A text is a [`DataRef::SharedString`].
    fn cell(&mut self, at: (u32, u32), value: &DataRef<'_>) -> Result<ControlFlow<()>, ImportError>;
    /// The sheet that was last begun is hidden.
    fn hide(&mut self);
}

/// Elements that mean something where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Workbook,
    Links,
    Sheet,
    Table,
    Row,
    Cell,
    /// And whatever formats a part of its text.
    Data,
    Options,
    Visible,
    Other,
}

impl Element {
    fn of(parent: Option<Self>, name: &str) -> Self {
        match (parent, name) {
            (None, "Workbook") => Self::Workbook,
            (Some(Self::Workbook), "ExcelWorkbook") => Self::Links,
            (Some(Self::Workbook), "Worksheet") => Self::Sheet,
            (Some(Self::Sheet), "Table") => Self::Table,
            (Some(Self::Table), "Row") => Self::Row,
            (Some(Self::Row), "Cell") => Self::Cell,
            (Some(Self::Cell), "Data") | (Some(Self::Data), _) => Self::Data,
            (Some(Self::Sheet), "WorksheetOptions") => Self::Options,
            (Some(Self::Options), "Visible") => Self::Visible,
            _ => Self::Other,
        }
    }
}

/// Reads a workbook until it ends or `sheets` has enough.
pub(super) fn parse<R: Read>(text: Utf8<R>, sheets: &mut dyn Sheets) -> Result<(), ImportError> {
    let mut reader = Reader::from_reader(Pieces::new(text));
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut parser = Parser::new(sheets);
    loop {
        buffer.clear();
        reader.get_mut().begin();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(error) => {
                let endless = reader.get_ref().is_endless();
                return Err(if endless { ImportError::FileTooLarge } else { fault(error) });
            }
        };
        let flow = match event {
            Event::Start(start) => parser.start(&start)?,
            Event::End(_) => parser.end()?,
            Event::Text(text) => parser.text(&text.xml10_content())?,
            Event::CData(text) => parser.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => parser.text(&resolved(&reference)?)?,
            // No program writes one; it is where entities are defined.
            Event::DocType(_) => return Err(ImportError::WorkbookDamaged),
            Event::Eof if parser.is_whole() => return Ok(()),
            Event::Eof => return Err(ImportError::WorkbookDamaged),
            _ => ControlFlow::Continue(()),
        };
        if flow.is_break() {
            return Ok(());
        }
    }
}

fn fault(error: quick_xml::Error) -> ImportError {
    match error {
        quick_xml::Error::Io(error) => ImportError::Io(error.kind().into()),
        _ => ImportError::WorkbookDamaged,
    }
}

fn resolved(reference: &BytesRef<'_>) -> Result<String, ImportError> {
    if let Some(letter) = reference.resolve_char_ref().map_err(|_| ImportError::WorkbookDamaged)? {
        return Ok(letter.to_string());
    }
    resolve_predefined_entity(reference).map(str::to_owned).ok_or(ImportError::WorkbookDamaged)
}

/// How the text of a cell is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Moment,
    YesNo,
    Failed,
}

struct Parser<'s> {
    sheets: &'s mut dyn Sheets,
    path: Vec<Element>,
    had_root: bool,
    /// Where the next row and cell stand.
    next: (u32, u32),
    /// Columns that the cell is wide beyond its first, and rows that the row stands for beyond its first.
    wider: u32,
    taller: u32,
    kind: Kind,
    text: String,
}

impl<'s> Parser<'s> {
    fn new(sheets: &'s mut dyn Sheets) -> Self {
        let path = Vec::new();
        let text = String::new();
        Self { sheets, path, had_root: false, next: (0, 0), wider: 0, taller: 0, kind: Kind::Text, text }
    }

    /// Whether everything that began has ended.
    fn is_whole(&self) -> bool {
        self.had_root && self.path.is_empty()
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<ControlFlow<()>, ImportError> {
        if self.path.len() >= DEPTH {
            return Err(ImportError::WorkbookDamaged);
        }
        let parent = self.path.last().copied();
        let name = start.local_name();
        let element = Element::of(parent, name.as_ref());
        self.path.push(element);
        match element {
            Element::Workbook => self.had_root = true,
            // `SupBook`: the path of another file.
            Element::Other if parent == Some(Element::Links) && name.as_ref() == "SupBook" => {
                return Err(ImportError::WorkbookLinks);
            }
            Element::Sheet => {
                self.next = (0, 0);
                let name = attribute(start, "Name")?.unwrap_or_default();
                return self.sheets.begin(name);
            }
            Element::Row => {
                self.next = (number(start, "Index")?.map_or(Ok(self.next.0), from_one)?, 0);
                self.taller = number(start, "Span")?.unwrap_or(0);
            }
            Element::Cell => {
                self.next.1 = number(start, "Index")?.map_or(Ok(self.next.1), from_one)?;
                self.wider = number(start, "MergeAcross")?.unwrap_or(0);
            }
            Element::Data if parent == Some(Element::Cell) => {
                self.text.clear();
                self.kind = match attribute(start, "Type")?.as_deref() {
                    Some("Number") => Kind::Number,
                    Some("DateTime") => Kind::Moment,
                    Some("Boolean") => Kind::YesNo,
                    Some("Error") => Kind::Failed,
                    _ => Kind::Text,
                };
            }
            Element::Visible => self.text.clear(),
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    fn end(&mut self) -> Result<ControlFlow<()>, ImportError> {
        let Some(element) = self.path.pop() else { return Err(ImportError::WorkbookDamaged) };
        match element {
            Element::Row => self.next.0 = after(self.next.0, self.taller)?,
            Element::Cell => self.next.1 = after(self.next.1, self.wider)?,
            Element::Visible if self.text.contains("Hidden") => self.sheets.hide(),
            Element::Data if self.path.last() == Some(&Element::Cell) && !self.text.is_empty() => {
                return self.sheets.cell(self.next, &value(self.kind, &self.text));
            }
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    fn text(&mut self, text: &str) -> Result<ControlFlow<()>, ImportError> {
        if matches!(self.path.last(), Some(Element::Data | Element::Visible)) {
            self.text.push_str(text);
            if self.text.len() > CELL {
                return Err(ImportError::FileTooLarge);
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

fn after(at: u32, more: u32) -> Result<u32, ImportError> {
    at.checked_add(1).and_then(|next| next.checked_add(more)).ok_or(ImportError::FileTooLarge)
}

fn from_one(index: u32) -> Result<u32, ImportError> {
    index.checked_sub(1).ok_or(ImportError::WorkbookDamaged)
}

/// By its name without a prefix: programs bind them as they like.
fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>, ImportError> {
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| ImportError::WorkbookDamaged)?;
        if attribute.key.local_name().as_ref() == name {
            let value = unescape(&attribute.value).map_err(|_| ImportError::WorkbookDamaged)?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

fn number(start: &BytesStart<'_>, name: &str) -> Result<Option<u32>, ImportError> {
    let said = attribute(start, name)?;
    said.map(|said| said.trim().parse().map_err(|_| ImportError::WorkbookDamaged)).transpose()
}

fn value(kind: Kind, text: &str) -> DataRef<'_> {
    match kind {
        Kind::Text => DataRef::SharedString(text),
        Kind::Number => match text.trim().parse::<f64>() {
            // A telephone number that a program calls a number keeps its zero.
            Ok(number) if number.is_finite() && !is_code(text.trim()) => DataRef::Float(number),
            _ => DataRef::SharedString(text),
        },
        Kind::Moment => moment(text.trim()),
        Kind::YesNo => DataRef::Bool(text.trim() == "1" || text.trim().eq_ignore_ascii_case("true")),
        Kind::Failed => DataRef::Error(CellErrorType::Value),
    }
}

fn is_code(text: &str) -> bool {
    text.len() > 1 && text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Moments have milliseconds, and times of day are of the last day of 1899.
fn moment(text: &str) -> DataRef<'_> {
    let text = text.strip_suffix(".000").unwrap_or(text);
    match text.split_once('T') {
        Some(("1899-12-31" | "1899-12-30", time)) => DataRef::SharedString(time),
        _ => DataRef::DateTimeIso(text.to_owned()),
    }
}
