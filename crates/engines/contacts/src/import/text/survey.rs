//! One pass over the bytes of a text file before it is read: is it text, in which encoding, and its SHA-256.
//!
//! The whole file is looked at, because the first accent may stand in the last row. It costs a tenth of the
//! reading that follows, and a wrong guess would cost the person every accent.

use std::io::Read;

use sha2::{Digest, Sha256};

use super::encoding::{self, Encoding};
use crate::import::error::{ImportError, NotATable};

const CHUNK: usize = 1 << 18;
/// Bytes around the first one outside ASCII that the guess may look at.
const SAMPLE: usize = 1 << 18;

/// What the pass found.
#[derive(Debug, Clone)]
pub(crate) struct Survey {
    pub(crate) bytes: u64,
    /// Line feeds (in UTF-16 too).
    pub(crate) lines: u64,
    pub(crate) sha256: String,
    /// NUL characters (always 0 for UTF-16, where zeros are half of the text).
    pub(crate) nuls: u64,
    pub(crate) encoding: Encoding,
    /// Length of the byte-order mark.
    pub(crate) mark: usize,
    /// Every byte was checked: the text can be read as UTF-8 without a decoder.
    pub(crate) is_clean_utf8: bool,
    /// UTF-8 with some bytes of Windows-1252 among it, as joined exports have.
    pub(crate) is_mixed: bool,
}

struct Evidence {
    hash: Sha256,
    bytes: u64,
    lines: u64,
    nuls: u64,
    controls: u64,
    start: Vec<u8>,
    /// Bytes from the first chunk with a byte outside ASCII on.
    sample: Vec<u8>,
    utf8: bool,
    /// A character cut in two by the end of a chunk.
    cut: Vec<u8>,
}

/// Reads all of `source`.
pub(crate) fn survey(mut source: impl Read, wanted: Option<Encoding>) -> Result<Survey, ImportError> {
    let mut seen = Evidence {
        hash: Sha256::new(),
        bytes: 0,
        lines: 0,
        nuls: 0,
        controls: 0,
        start: Vec::new(),
        sample: Vec::new(),
        utf8: true,
        cut: Vec::new(),
    };
    let mut buffer = vec![0; CHUNK];
    loop {
        let length = match source.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
        };
        seen.take(buffer.get(..length).unwrap_or_default());
    }
    seen.judge(wanted)
}

impl Evidence {
    fn take(&mut self, chunk: &[u8]) {
        self.hash.update(chunk);
        self.bytes += chunk.len() as u64;
        self.lines += memchr::memchr_iter(b'\n', chunk).count() as u64;
        self.nuls += memchr::memchr_iter(0, chunk).count() as u64;
        if self.start.len() < 4096 {
            self.start.extend_from_slice(chunk.get(..chunk.len().min(4096)).unwrap_or_default());
            self.controls += chunk.iter().filter(|byte| is_strange_control(**byte)).count() as u64;
        }
        if self.sample.len() < SAMPLE && (!self.sample.is_empty() || !chunk.is_ascii()) {
            self.sample.extend_from_slice(chunk);
        }
        if self.utf8 {
            self.check_utf8(chunk);
        }
    }

    fn check_utf8(&mut self, chunk: &[u8]) {
        let mut rest = chunk;
        while !self.cut.is_empty() {
            let Some((next, after)) = rest.split_first() else { return };
            self.cut.push(*next);
            rest = after;
            match std::str::from_utf8(&self.cut) {
                Ok(_) => self.cut.clear(),
                Err(error) if error.error_len().is_none() => {}
                Err(_) => return self.utf8 = false,
            }
        }
        match std::str::from_utf8(rest) {
            Ok(_) => {}
            Err(error) if error.error_len().is_none() => {
                self.cut = rest.get(error.valid_up_to()..).unwrap_or_default().to_vec();
            }
            Err(_) => self.utf8 = false,
        }
    }

    fn judge(self, wanted: Option<Encoding>) -> Result<Survey, ImportError> {
        if self.bytes == 0 {
            return Err(ImportError::FileEmpty);
        }
        let marked = encoding::by_mark(&self.start);
        let zeros = encoding::by_zeros(&self.start);
        let is_utf8 = self.utf8 && self.cut.is_empty();
        let found = match (marked, zeros) {
            (Some((encoding, _)), _) => encoding,
            (None, Some(wide)) => wide,
            (None, None) if is_utf8 => Encoding::UTF_8,
            (None, None) if encoding::is_mostly_utf8(&self.sample) => Encoding::UTF_8,
            (None, None) => encoding::guess(&self.sample),
        };
        let is_wide = found.name().starts_with("UTF-16");
        if !is_wide {
            self.refuse_binary()?;
        }
        let encoding = wanted.unwrap_or(found);
        Ok(Survey {
            bytes: self.bytes,
            lines: self.lines,
            sha256: self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect(),
            nuls: if is_wide { 0 } else { self.nuls },
            encoding,
            mark: marked.filter(|(by_mark, _)| *by_mark == encoding).map_or(0, |(_, length)| length),
            is_clean_utf8: is_utf8 && encoding == Encoding::UTF_8,
            is_mixed: !is_utf8 && encoding == Encoding::UTF_8,
        })
    }

    /// A stray NUL is removed with a warning; one in two hundred bytes is not text any more.
    fn refuse_binary(&self) -> Result<(), ImportError> {
        let many_nuls = self.nuls > 8 && self.nuls * 200 > self.bytes || self.nuls == self.bytes;
        let many_controls = self.controls > 8 && self.controls * 50 > self.start.len() as u64;
        if many_nuls || many_controls { Err(ImportError::NotATable(NotATable::Binary)) } else { Ok(()) }
    }
}

/// Control characters that no text has (the ASCII separators 28 to 31 and SUB occur in exports).
fn is_strange_control(byte: u8) -> bool {
    matches!(byte, 0x01..=0x08 | 0x0E..=0x19)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_cut_by_a_chunk_is_still_utf_8() {
        let mut seen = b"a".repeat(CHUNK - 1);
        seen.extend("é".as_bytes());
        let found = survey(&seen[..], None).unwrap();
        assert!(found.is_clean_utf8);
        assert_eq!(found.encoding, Encoding::UTF_8);
    }

    #[test]
    fn one_wrong_byte_at_the_end_makes_it_windows_1252() {
        let mut bytes = b"nom;ville\n".repeat(60_000);
        bytes.extend(b"Dupr\xE9;Gap");
        let found = survey(&bytes[..], None).unwrap();
        assert_eq!((found.encoding, found.is_clean_utf8), (Encoding::WINDOWS_1252, false));
    }

    #[test]
    fn empty_and_binary_files_are_told_apart() {
        assert!(matches!(survey(&b""[..], None), Err(ImportError::FileEmpty)));
        assert!(matches!(survey(&[0; 5_000][..], None), Err(ImportError::NotATable(NotATable::Binary))));
        assert_eq!(survey(&b"a,b\n\0,2\n"[..], None).unwrap().nuls, 1);
    }

    #[test]
    fn the_hash_is_that_of_the_bytes() {
        let found = survey(&b"abc"[..], None).unwrap();
        assert!(found.sha256.starts_with("ba7816bf8f01cfea414140de5dae2223"));
    }
}
