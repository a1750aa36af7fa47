//! One file as one table of rows, whatever its format.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::error::ImportError;
use super::mapping::{by_name, is_email};
use super::source::{Kind, ReadSeek, ReadSoFar, Source};
use super::text::decode::Utf8;
use super::text::dialect;
use super::text::encoding::Encoding;
use super::text::mojibake;
use super::text::records::Records;
use super::text::survey::{Survey, survey};
use super::vcard::{self, Cards};
use super::warning::{ReadWarning, Warnings};
use super::workbook::{self, Sheet, Workbook};
use crate::import::row::Row;

/// Text looked at to find the separator.
const SNIFFED: usize = 1 << 16;

/// How to read a file, where the person knows better than the detection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadOptions {
    /// Encoding of a text file.
    pub encoding: Option<Encoding>,
    /// Separator of a text file.
    pub delimiter: Option<char>,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Whether the first row holds column names.
    pub has_header: Option<bool>,
    /// Whether text that was once read in a wrong encoding (`Ã©`) is put right, where that is exact.
    pub repair_mojibake: bool,
}

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FileKind {
    /// Text with separators.
    Csv {
        /// Its encoding.
        encoding: Encoding,
        /// Its separator.
        delimiter: char,
        /// Whether it starts with a byte-order mark.
        bom: bool,
    },
    /// A workbook.
    Workbook {
        /// Its sheets.
        sheets: Vec<Sheet>,
        /// The one that is read.
        sheet: String,
    },
    /// Address cards; each becomes a row.
    #[serde(rename = "vcard")]
    VCard {
        /// The version that the first card says: `2.1`, `3.0`, `4.0`.
        version: String,
        /// The encoding of the file.
        encoding: Encoding,
    },
}

/// An open file.
pub(super) struct Table {
    pub(super) kind: FileKind,
    pub(super) bytes: u64,
    /// Line feeds of a text file.
    pub(super) lines: u64,
    pub(super) sha256: String,
    so_far: ReadSoFar,
    repair_mojibake: bool,
    body: Body,
}

/// Takes each row; answers whether to go on.
pub(super) type OnRow<'a> = dyn FnMut(&Row, &mut Warnings) -> Result<ControlFlow<()>, ImportError> + 'a;

enum Body {
    /// `is_list`: each cell is an address of its own.
    Text {
        records: Box<Records<Box<dyn ReadSeek>>>,
        nuls: u64,
        is_list: bool,
    },
    Cards(Box<Cards>),
    Workbook(Box<Workbook>),
}

impl Table {
    pub(super) fn open(source: &Source, options: &ReadOptions) -> Result<Self, ImportError> {
        if source.size()? == 0 {
            return Err(ImportError::FileEmpty);
        }
        match source.kind()? {
            Kind::Text => Self::open_text(source, options),
            Kind::Cards => Self::open_cards(source, options),
            kind => Self::open_workbook(source, kind, options),
        }
    }

    fn open_text(source: &Source, options: &ReadOptions) -> Result<Self, ImportError> {
        let survey = survey(source.open()?, options.encoding)?;
        let so_far = ReadSoFar::default();
        let mut text = Utf8::new(source.open_counted(&so_far)?, &survey)?;
        let Survey { bytes, lines, sha256, nuls, encoding, mark, .. } = survey;
        let (mut start, mut complete) = (Vec::new(), false);
        while start.len() < SNIFFED && !complete {
            complete = !text.fill(&mut start)?;
        }
        let sample = start.get(..start.len().min(SNIFFED)).unwrap_or_default();
        let found = dialect::sniff(sample, complete && start.len() <= SNIFFED);
        let wanted = options.delimiter.and_then(|wanted| u8::try_from(wanted).ok()).filter(u8::is_ascii);
        let delimiter = wanted.unwrap_or(found.delimiter);
        let names = |cells: &[&str]| cells.iter().filter(|cell| by_name(cell).is_some()).count() >= 2;
        let inner = dialect::wrapped(sample, complete && start.len() <= SNIFFED, delimiter, names);
        let is_list =
            dialect::is_address_list(sample, complete && start.len() <= SNIFFED, delimiter, is_email);
        let records = Records::new(text, start, found.sep_line, delimiter).unwrapping(inner);
        let delimiter = inner.unwrap_or(delimiter);
        let kind = FileKind::Csv { encoding, delimiter: char::from(delimiter), bom: mark > 0 };
        let body = Body::Text { records: Box::new(records), nuls, is_list };
        let repair_mojibake = options.repair_mojibake;
        Ok(Self { kind, bytes, lines, sha256, so_far, repair_mojibake, body })
    }

    fn open_cards(source: &Source, options: &ReadOptions) -> Result<Self, ImportError> {
        let found = survey(source.open()?, options.encoding)?;
        let cards = vcard::survey(Utf8::new(source.open()?, &found)?)?;
        let so_far = ReadSoFar::default();
        let text = Utf8::new(source.open_counted(&so_far)?, &found)?;
        let Survey { bytes, lines, sha256, encoding, .. } = found;
        let kind = FileKind::VCard { version: cards.version.clone(), encoding };
        let body = Body::Cards(Box::new(Cards::new(text, cards)));
        let repair_mojibake = options.repair_mojibake;
        Ok(Self { kind, bytes, lines, sha256, so_far, repair_mojibake, body })
    }

    fn open_workbook(source: &Source, kind: Kind, options: &ReadOptions) -> Result<Self, ImportError> {
        let so_far = ReadSoFar::default();
        let workbook = workbook::open(source, kind, options.encoding, &so_far)?;
        let sheet = workbook.choose(options.sheet.as_deref())?;
        let (bytes, sha256) = fingerprint(source)?;
        let kind = FileKind::Workbook { sheets: workbook.sheets.clone(), sheet };
        let body = Body::Workbook(Box::new(workbook));
        let repair_mojibake = options.repair_mojibake;
        Ok(Self { kind, bytes, lines: 0, sha256, so_far, repair_mojibake, body })
    }

    /// Counts on while the table is read.
    pub(super) fn read_so_far(&self) -> ReadSoFar {
        self.so_far.clone()
    }

    /// Whether rows of other lengths are worth a word; sheets have no lengths.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.body, Body::Text { .. })
    }

    /// Whether the first row names the columns, where that is no question.
    pub(super) fn names_its_columns(&self) -> Option<bool> {
        matches!(self.body, Body::Cards(_)).then_some(true)
    }

    /// The encodings that a text may be in, the one that it is read in first.
    pub(super) fn encodings(&self) -> Vec<Encoding> {
        match self.kind {
            FileKind::Csv { encoding, .. } | FileKind::VCard { encoding, .. } => encoding.and_others(),
            FileKind::Workbook { .. } => Vec::new(),
        }
    }

    /// Hands over every row that is not blank, until `on_row` breaks.
    pub(super) fn visit(
        &mut self,
        warnings: &mut Warnings,
        on_row: &mut OnRow<'_>,
    ) -> Result<(), ImportError> {
        if !self.repair_mojibake {
            return self.visit_as_is(warnings, on_row);
        }
        let mut repaired = Row::default();
        self.visit_as_is(warnings, &mut |row, warnings| {
            if !row.cells().any(|cell| mojibake::repaired(cell).is_some()) {
                return on_row(row, warnings);
            }
            repaired.clear();
            repaired.line = row.line;
            for cell in row.cells() {
                repaired.push(mojibake::repaired(cell).as_deref().unwrap_or(cell));
            }
            on_row(&repaired, warnings)
        })
    }

    fn visit_as_is(&mut self, warnings: &mut Warnings, on_row: &mut OnRow<'_>) -> Result<(), ImportError> {
        match (&mut self.body, &self.kind) {
            (Body::Workbook(workbook), FileKind::Workbook { sheet, sheets }) => {
                if sheets.iter().filter(|sheet| sheet.has_data).count() > 1 {
                    warnings.add(ReadWarning::SheetChosen { sheet: sheet.clone() });
                }
                workbook::guarded(|| workbook.visit(sheet, warnings, on_row))
            }
            (Body::Text { records, nuls, is_list }, kind) => {
                if *nuls > 0 {
                    warnings.add(ReadWarning::NulRemoved { count: *nuls });
                }
                let (mut row, mut each) = (Row::default(), EachCell::default());
                while records.next(&mut row, warnings)? {
                    let step = match (row.is_blank(), *is_list) {
                        (true, _) => continue,
                        (false, false) => on_row(&row, warnings)?,
                        (false, true) => each.visit(&row, warnings, on_row)?,
                    };
                    if step.is_break() {
                        break;
                    }
                }
                if let (true, FileKind::Csv { encoding, .. }) = (records.had_faults(), kind) {
                    warnings.add(ReadWarning::Undecodable { encoding: encoding.name().to_owned() });
                }
                Ok(())
            }
            (Body::Cards(cards), FileKind::VCard { encoding, .. }) => {
                workbook::guarded(|| cards.visit(warnings, on_row))?;
                if cards.had_faults() {
                    warnings.add(ReadWarning::Undecodable { encoding: encoding.name().to_owned() });
                }
                Ok(())
            }
            (Body::Workbook(_) | Body::Cards(_), _) => Err(ImportError::WorkbookDamaged),
        }
    }
}

/// Makes a row of every cell of a list. Its line is its place in the list.
#[derive(Default)]
struct EachCell {
    row: Row,
    so_far: u64,
}

impl EachCell {
    fn visit(
        &mut self,
        list: &Row,
        warnings: &mut Warnings,
        on_row: &mut OnRow<'_>,
    ) -> Result<ControlFlow<()>, ImportError> {
        for cell in list.cells().filter(|cell| !cell.trim().is_empty()) {
            self.so_far += 1;
            self.row.clear();
            self.row.push(cell);
            self.row.line = self.so_far;
            if on_row(&self.row, warnings)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

fn fingerprint(source: &Source) -> Result<(u64, String), ImportError> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let (mut reader, mut bytes) = (source.open()?, 0);
    loop {
        let length = std::io::Read::read(&mut reader, &mut buffer)?;
        if length == 0 {
            break;
        }
        bytes += length as u64;
        hash.update(buffer.get(..length).unwrap_or_default());
    }
    Ok((bytes, hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
}
