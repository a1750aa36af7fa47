//! Bytes of any encoding in, UTF-8 out, as a stream.

use std::io::Read;

use encoding_rs::{CoderResult, Decoder, WINDOWS_1252};

use super::encoding::Decoding;
use super::survey::Survey;

const CHUNK: usize = 1 << 17;

/// A reader of UTF-8 over a reader of any encoding. NUL characters are left out.
pub(crate) struct Utf8<R> {
    inner: R,
    how: How,
    drop_nuls: bool,
    raw: Vec<u8>,
    raw_at: usize,
    at_end: bool,
    had_faults: bool,
}

enum How {
    /// The bytes are UTF-8 already.
    Copy,
    /// UTF-8 with bytes of Windows-1252 among it; those of a character that a chunk cut in two.
    Mend(Vec<u8>),
    Decode(Box<Decoder>),
    /// One byte, one letter; those outside ASCII stand here.
    Table(&'static [char; 128]),
}

impl<R: Read> Utf8<R> {
    /// `inner` stands at the start of the file.
    pub(crate) fn new(mut inner: R, survey: &Survey) -> std::io::Result<Self> {
        let mut mark = vec![0; survey.mark];
        inner.read_exact(&mut mark)?;
        let how = match (survey.is_clean_utf8, survey.is_mixed) {
            (true, _) => How::Copy,
            (false, true) => How::Mend(Vec::new()),
            (false, false) => match survey.encoding.decoding() {
                Decoding::Web(web) => How::Decode(Box::new(web.new_decoder_without_bom_handling())),
                Decoding::Table(table) => How::Table(table),
            },
        };
        let drop_nuls = survey.nuls > 0;
        Ok(Self { inner, how, drop_nuls, raw: Vec::new(), raw_at: 0, at_end: false, had_faults: false })
    }

    /// Whether a byte had no meaning in the encoding so far.
    pub(crate) fn had_faults(&self) -> bool {
        self.had_faults
    }

    /// Appends some more UTF-8 to `out`; `false` at the end.
    pub(crate) fn fill(&mut self, out: &mut Vec<u8>) -> std::io::Result<bool> {
        let before = out.len();
        while out.len() == before && !self.at_end {
            match self.how {
                How::Copy => self.copy(out)?,
                How::Mend(_) => self.mend(out)?,
                How::Decode(_) => self.decode(out)?,
                How::Table(table) => self.look_up(table, out)?,
            }
            if self.drop_nuls {
                let mut kept = before;
                for at in before..out.len() {
                    if out[at] != 0 {
                        out[kept] = out[at];
                        kept += 1;
                    }
                }
                out.truncate(kept);
            }
        }
        Ok(out.len() > before)
    }

    fn copy(&mut self, out: &mut Vec<u8>) -> std::io::Result<()> {
        let before = out.len();
        out.resize(before + CHUNK, 0);
        let length = read_some(&mut self.inner, &mut out[before..]);
        out.truncate(before + length.as_ref().copied().unwrap_or(0));
        self.at_end = length? == 0;
        Ok(())
    }

    fn mend(&mut self, out: &mut Vec<u8>) -> std::io::Result<()> {
        let How::Mend(cut) = &mut self.how else { return Ok(()) };
        let mut bytes = std::mem::take(cut);
        let before = bytes.len();
        bytes.resize(before + CHUNK, 0);
        let length = read_some(&mut self.inner, &mut bytes[before..])?;
        bytes.truncate(before + length);
        self.at_end = length == 0;
        let mut rest = bytes.as_slice();
        while let Err(fault) = std::str::from_utf8(rest) {
            let (right, wrong) = rest.split_at(fault.valid_up_to());
            out.extend_from_slice(right);
            let Some(length) = fault.error_len().or(self.at_end.then_some(wrong.len())) else {
                *cut = wrong.to_vec();
                return Ok(());
            };
            self.had_faults = true;
            let (wrong, after) = wrong.split_at(length);
            out.extend_from_slice(WINDOWS_1252.decode_without_bom_handling(wrong).0.as_bytes());
            rest = after;
        }
        out.extend_from_slice(rest);
        Ok(())
    }

    fn look_up(&mut self, table: &[char; 128], out: &mut Vec<u8>) -> std::io::Result<()> {
        self.raw.resize(CHUNK, 0);
        let length = read_some(&mut self.inner, &mut self.raw)?;
        self.at_end = length == 0;
        for byte in self.raw.iter().take(length) {
            match usize::from(*byte).checked_sub(0x80).and_then(|place| table.get(place)) {
                None => out.push(*byte),
                Some(letter) => out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        Ok(())
    }

    fn decode(&mut self, out: &mut Vec<u8>) -> std::io::Result<()> {
        let How::Decode(decoder) = &mut self.how else { return Ok(()) };
        let mut last = false;
        if self.raw_at == self.raw.len() {
            self.raw.resize(CHUNK, 0);
            let length = read_some(&mut self.inner, &mut self.raw)?;
            self.raw.truncate(length);
            self.raw_at = 0;
            last = length == 0;
        }
        let rest = self.raw.get(self.raw_at..).unwrap_or_default();
        let before = out.len();
        let room = decoder.max_utf8_buffer_length(rest.len()).unwrap_or(rest.len() * 3 + 16);
        out.resize(before + room, 0);
        let (result, read, written, faults) = decoder.decode_to_utf8(rest, &mut out[before..], last);
        out.truncate(before + written);
        self.raw_at += read;
        self.had_faults |= faults;
        self.at_end = last && result == CoderResult::InputEmpty;
        Ok(())
    }
}

fn read_some(inner: &mut impl Read, into: &mut [u8]) -> std::io::Result<usize> {
    loop {
        match inner.read(into) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::survey::survey;
    use super::*;

    fn all(bytes: &[u8]) -> String {
        let found = survey(bytes, None).unwrap();
        let mut reader = Utf8::new(bytes, &found).unwrap();
        let mut out = Vec::new();
        while reader.fill(&mut out).unwrap() {}
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_encoding_comes_out_as_utf_8() {
        let text = "nom;ville\nZoé;Besançon\n";
        assert_eq!(all(text.as_bytes()), text);
        assert_eq!(all(&[b"\xEF\xBB\xBF", text.as_bytes()].concat()), text, "the mark is no text");
        assert_eq!(all(&encoding_rs::WINDOWS_1252.encode(text).0), text);
        let wide = text.encode_utf16().flat_map(u16::to_be_bytes);
        assert_eq!(all(&[0xFE, 0xFF].into_iter().chain(wide).collect::<Vec<_>>()), text);
    }

    #[test]
    fn a_few_bytes_of_windows_1252_among_utf_8_are_repaired() {
        let mut bytes = "Zoé;Hélène;Besançon;à côté\n".repeat(20_000).into_bytes();
        bytes.extend(b"Dupr\xE9;caf\xE9");
        let text = all(&bytes);
        assert!(text.starts_with("Zoé;Hélène"));
        assert!(text.ends_with("Dupré;café"));
        assert_eq!(text.matches("Besançon").count(), 20_000, "no character is lost between chunks");
    }

    #[test]
    fn nuls_are_left_out() {
        assert_eq!(all(b"a,b\n\0,2\n"), "a,b\n,2\n");
    }
}
