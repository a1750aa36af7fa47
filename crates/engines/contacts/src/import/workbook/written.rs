//! Workbooks that are written as text (pages, the XML of Excel 2003): their encoding, and their text as a stream.

use std::io::{BufRead, Read, Seek, SeekFrom};

use super::limits::CONTAINER;
use crate::import::error::ImportError;
use crate::import::source::{ReadSeek, ReadSoFar, Source};
use crate::import::text::decode::Utf8;
use crate::import::text::encoding::Encoding;
use crate::import::text::survey::{Survey, survey};

/// Bytes in which an encoding is declared.
const DECLARED_IN: u64 = 4096;
/// Bytes of one tag, one comment or one piece of text: more is an attack, or no table.
const PIECE: usize = 8 << 20;
/// Bytes of the text of one cell; Excel stops at 32,767 letters.
pub(super) const CELL: usize = 1 << 20;

/// An open text.
pub(super) struct Written {
    input: Box<dyn ReadSeek>,
    survey: Survey,
}

impl Written {
    pub(super) fn open(source: &Source, wanted: Option<Encoding>) -> Result<Self, ImportError> {
        if source.size()? > CONTAINER {
            return Err(ImportError::FileTooLarge);
        }
        let mut survey = survey(source.open()?, wanted)?;
        // What the bytes show counts before what is declared: many a program declares what it does not write.
        if wanted.is_none() && !survey.encoding.is_unicode() {
            let mut start = Vec::new();
            source.open()?.take(DECLARED_IN).read_to_end(&mut start)?;
            survey.encoding = declared(&start).unwrap_or(survey.encoding);
        }
        Ok(Self { input: source.open()?, survey })
    }

    /// Counts what is read from now on.
    pub(super) fn reopen(&mut self, source: &Source, so_far: &ReadSoFar) -> Result<(), ImportError> {
        self.input = source.open_counted(so_far)?;
        Ok(())
    }

    /// The text from its start.
    pub(super) fn text(&mut self) -> Result<Utf8<&mut Box<dyn ReadSeek>>, ImportError> {
        self.input.seek(SeekFrom::Start(0))?;
        Ok(Utf8::new(&mut self.input, &self.survey)?)
    }
}

/// The encoding that a page or an XML declaration names, unless it is one that the bytes have already disproved.
fn declared(start: &[u8]) -> Option<Encoding> {
    let text = String::from_utf8_lossy(start).to_ascii_lowercase();
    let declaration = text.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    let in_xml = declaration.and_then(|(declaration, _)| declaration.split_once("encoding"));
    let (_, named) = in_xml.or_else(|| text.split_once("charset"))?;
    let label = named.trim_start_matches([' ', '=', '"', '\'']);
    let end = label.find(|letter: char| !(letter.is_ascii_alphanumeric() || "-_.:".contains(letter)));
    let label = label.get(..end.unwrap_or(label.len())).unwrap_or_default();
    Encoding::from_label(label).filter(|encoding| !encoding.is_unicode())
}

/// The text as a reader that gives up when one piece of it has no end.
pub(super) struct Pieces<R> {
    text: Utf8<R>,
    buffer: Vec<u8>,
    at: usize,
    taken: usize,
}

impl<R: Read> Pieces<R> {
    pub(super) fn new(text: Utf8<R>) -> Self {
        Self { text, buffer: Vec::new(), at: 0, taken: 0 }
    }

    /// The last piece had an end.
    pub(super) fn begin(&mut self) {
        self.taken = 0;
    }

    pub(super) fn is_endless(&self) -> bool {
        self.taken > PIECE
    }
}

impl<R: Read> Read for Pieces<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let length = self.fill_buf()?.read(into)?;
        self.consume(length);
        Ok(length)
    }
}

impl<R: Read> BufRead for Pieces<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.is_endless() {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        if self.at >= self.buffer.len() {
            self.buffer.clear();
            self.at = 0;
            self.text.fill(&mut self.buffer)?;
        }
        Ok(self.buffer.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, length: usize) {
        self.at += length;
        self.taken += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_declared_is_found_wherever_it_stands() {
        for (start, name) in [
            ("<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>", "ISO-8859-15"),
            (
                "<html><head><meta http-equiv=Content-Type content=\"text/html; charset=macintosh\">",
                "macintosh",
            ),
            ("<META CHARSET='Windows-1250'>", "windows-1250"),
            ("<meta charset=latin1>", "windows-1252"),
        ] {
            assert_eq!(declared(start.as_bytes()).map(Encoding::name), Some(name), "{start}");
        }
        assert_eq!(declared(b"<meta charset=utf-8>"), None, "the bytes say that it is not");
        assert_eq!(declared(b"<table>"), None);
    }
}
