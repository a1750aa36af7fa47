//! Bytes of any encoding in, UTF-8 out, as a stream.

use std::io::Read;

use encoding_rs::{CoderResult, Decoder};

use super::survey::Survey;

const CHUNK: usize = 1 << 17;

/// A reader of UTF-8 over a reader of any encoding. NUL characters are left out.
pub(crate) struct Utf8<R> {
    inner: R,
    /// `None`: the bytes are UTF-8 already and pass as they are.
    decoder: Option<Decoder>,
    drop_nuls: bool,
    raw: Vec<u8>,
    raw_at: usize,
    at_end: bool,
    had_faults: bool,
}

impl<R: Read> Utf8<R> {
    /// `inner` stands at the start of the file.
    pub(crate) fn new(mut inner: R, survey: &Survey) -> std::io::Result<Self> {
        let mut mark = vec![0; survey.mark];
        inner.read_exact(&mut mark)?;
        let decoder =
            (!survey.is_clean_utf8).then(|| survey.encoding.web().new_decoder_without_bom_handling());
        let drop_nuls = survey.nuls > 0;
        Ok(Self { inner, decoder, drop_nuls, raw: Vec::new(), raw_at: 0, at_end: false, had_faults: false })
    }

    /// Whether a byte had no meaning in the encoding so far.
    pub(crate) fn had_faults(&self) -> bool {
        self.had_faults
    }

    /// Appends some more UTF-8 to `out`; `false` at the end.
    pub(crate) fn fill(&mut self, out: &mut Vec<u8>) -> std::io::Result<bool> {
        let before = out.len();
        while out.len() == before && !self.at_end {
            match self.decoder {
                None => self.copy(out)?,
                Some(_) => self.decode(out)?,
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

    fn decode(&mut self, out: &mut Vec<u8>) -> std::io::Result<()> {
        let Some(decoder) = self.decoder.as_mut() else { return Ok(()) };
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
    fn nuls_are_left_out() {
        assert_eq!(all(b"a,b\n\0,2\n"), "a,b\n,2\n");
    }
}
