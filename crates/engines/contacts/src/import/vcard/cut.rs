//! Cuts a text into cards, with the line where each begins. Pictures and keys are left out on the way: a card with
//! its photograph is a hundred times as long as its words.

use std::io::Read;

use crate::import::error::{ImportError, NotATable};
use crate::import::text::decode::Utf8;

/// The longest line; a picture may stand on one.
const LINE: usize = 16 << 20;
/// The longest card without its pictures.
const CARD: usize = 1 << 20;

/// The cards of a stream.
pub(super) struct Cutter<R> {
    source: Utf8<R>,
    buffer: Vec<u8>,
    at: usize,
    ended: bool,
    line: u64,
    card: String,
}

impl<R: Read> Cutter<R> {
    pub(super) fn new(source: Utf8<R>) -> Self {
        Self { source, buffer: Vec::new(), at: 0, ended: false, line: 0, card: String::new() }
    }

    pub(super) fn had_faults(&self) -> bool {
        self.source.had_faults()
    }

    /// The next card and its first line. One that is never ended ends with the file, or where the next begins.
    pub(super) fn next(&mut self) -> Result<Option<(u64, &str)>, ImportError> {
        self.card.clear();
        let (mut begun, mut depth, mut skips) = (0, 0_u32, false);
        loop {
            let Some(length) = self.line_length()? else { break };
            let line =
                String::from_utf8_lossy(self.buffer.get(self.at..self.at + length).unwrap_or_default());
            if begun > 0 && depth == 1 && is(&line, "begin:vcard") && !is_agent(&self.card) {
                // The one before has no end: this line is read again as the start of the next.
                break;
            }
            self.line += 1;
            if is(&line, "begin:vcard") {
                depth += 1;
                if begun == 0 {
                    begun = self.line;
                }
            }
            let continues = line.starts_with([' ', '\t']);
            if !continues && line.contains(':') {
                skips = is_picture(&line);
            }
            let ends = is(&line, "end:vcard");
            if depth > 0 && !skips && self.card.len() + line.len() < CARD {
                self.card.push_str(&line);
                self.card.push_str("\r\n");
            }
            self.pass(length);
            if ends && depth > 0 {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
        }
        Ok((begun > 0).then_some((begun, self.card.as_str())))
    }

    /// The length of the line that begins here, without its end; none at the end of the text.
    fn line_length(&mut self) -> Result<Option<usize>, ImportError> {
        let mut searched = 0;
        loop {
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            let found = memchr::memchr2(b'\n', b'\r', rest.get(searched..).unwrap_or_default());
            match found.map(|length| searched + length) {
                // A line feed may follow behind the buffer.
                Some(length) if length + 1 < rest.len() || self.ended => return Ok(Some(length)),
                None if self.ended => return Ok((!rest.is_empty()).then_some(rest.len())),
                found => searched = found.unwrap_or(rest.len()),
            }
            if rest.len() > LINE {
                return Err(ImportError::NotATable(NotATable::EndlessLine));
            }
            self.buffer.drain(..self.at);
            self.at = 0;
            self.ended = !self.source.fill(&mut self.buffer)?;
        }
    }

    fn pass(&mut self, length: usize) {
        self.at += length;
        let end = match (self.buffer.get(self.at), self.buffer.get(self.at + 1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            (Some(_), _) => 1,
            (None, _) => 0,
        };
        self.at += end;
    }
}

fn is(line: &str, what: &str) -> bool {
    line.trim().eq_ignore_ascii_case(what)
}

/// A card may hold another one: that of a secretary.
fn is_agent(card: &str) -> bool {
    card.trim_end()
        .rsplit('\n')
        .next()
        .is_some_and(|line| line.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("agent")))
}

fn is_picture(line: &str) -> bool {
    let name = line.split([':', ';']).next().unwrap_or_default();
    let name = name.rsplit('.').next().unwrap_or_default().trim();
    ["photo", "logo", "sound", "key", "x-abphoto"].iter().any(|known| name.eq_ignore_ascii_case(known))
}
