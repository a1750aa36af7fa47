//! The inner shell: a plain tar of fixed names. Written so that every tar reads it, read so that only ours passes.

use std::io::{self, Read, Write};

use tar::{EntryType, Header};

use crate::BackupError;
use crate::manifest::{DATABASE, KEYSET, MANIFEST, attachment_hash};

const BLOCK: usize = 512;
/// Zeros after the last entry that are still an end of a tar.
const LONGEST_END: u64 = 1 << 20;

/// Writes a tar.
pub(crate) struct TarWriter<W: Write> {
    out: W,
    at_seconds: u64,
}

impl<W: Write> TarWriter<W> {
    pub(crate) fn new(out: W, at_seconds: u64) -> Self {
        Self { out, at_seconds }
    }

    /// Adds one file of exactly `bytes` bytes.
    pub(crate) fn entry(
        &mut self,
        name: &str,
        bytes: u64,
        from: &mut dyn Read,
        told: &mut dyn FnMut(u64),
    ) -> Result<(), BackupError> {
        let mut header = Header::new_ustar();
        header.set_path(name).map_err(BackupError::Io)?;
        header.set_size(bytes);
        header.set_mode(0o600);
        header.set_mtime(self.at_seconds);
        header.set_entry_type(EntryType::Regular);
        header.set_cksum();
        self.out.write_all(header.as_bytes()).map_err(BackupError::writing)?;
        let mut buffer = vec![0_u8; 64 * 1024];
        let mut left = bytes;
        while left > 0 {
            let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
            let read = from.read(&mut buffer[..most]).map_err(BackupError::Io)?;
            if read == 0 {
                return Err(BackupError::Io(io::ErrorKind::UnexpectedEof.into()));
            }
            self.out.write_all(&buffer[..read]).map_err(BackupError::writing)?;
            left -= read as u64;
            told(read as u64);
        }
        self.out.write_all(&[0; BLOCK][..padding(bytes)]).map_err(BackupError::writing)
    }

    /// Writes the end.
    pub(crate) fn finish(mut self) -> Result<W, BackupError> {
        self.out.write_all(&[0; 2 * BLOCK]).map_err(BackupError::writing)?;
        Ok(self.out)
    }
}

fn padding(bytes: u64) -> usize {
    let over = usize::try_from(bytes % BLOCK as u64).unwrap_or(0);
    if over == 0 { 0 } else { BLOCK - over }
}

/// Reads a tar that [`TarWriter`] wrote; everything else is refused.
pub(crate) struct TarReader<R: Read> {
    input: R,
}

/// The head of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) bytes: u64,
}

impl<R: Read> TarReader<R> {
    pub(crate) fn new(input: R) -> Self {
        Self { input }
    }

    /// The next file; none at the end, which has then been read to its last byte.
    pub(crate) fn next(&mut self) -> Result<Option<Entry>, BackupError> {
        let mut block = [0_u8; BLOCK];
        self.input.read_exact(&mut block).map_err(BackupError::reading)?;
        if block == [0; BLOCK] {
            return self.end().map(|()| None);
        }
        let header = Header::from_byte_slice(&block);
        let sum: u32 =
            block[..148].iter().chain(&block[156..]).map(|byte| u32::from(*byte)).sum::<u32>() + 8 * 32;
        if header.as_ustar().is_none() || header.cksum().ok() != Some(sum) {
            return Err(BackupError::Damaged);
        }
        let name = String::from_utf8_lossy(&header.path_bytes()).into_owned();
        let plain = header.entry_type() == EntryType::Regular && block[156] == b'0';
        let link = header.link_name_bytes().is_some_and(|link| !link.is_empty());
        let ours = name == MANIFEST || name == KEYSET || name == DATABASE || attachment_hash(&name).is_some();
        if !plain || link || !ours {
            return Err(rejected(&name));
        }
        let bytes = header.entry_size().map_err(|_| rejected(&name))?;
        Ok(Some(Entry { name, bytes }))
    }

    /// The whole of a small file.
    pub(crate) fn small(&mut self, entry: &Entry, most: u64) -> Result<Vec<u8>, BackupError> {
        if entry.bytes > most {
            return Err(rejected(&entry.name));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(entry.bytes).unwrap_or(0));
        self.body(entry, &mut |part| {
            bytes.extend_from_slice(part);
            Ok(())
        })?;
        Ok(bytes)
    }

    /// The bytes of a file, in parts.
    pub(crate) fn body(
        &mut self,
        entry: &Entry,
        take: &mut dyn FnMut(&[u8]) -> Result<(), BackupError>,
    ) -> Result<(), BackupError> {
        let mut buffer = vec![0_u8; 64 * 1024];
        let mut left = entry.bytes;
        while left > 0 {
            let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
            let part = &mut buffer[..most];
            self.input.read_exact(part).map_err(BackupError::reading)?;
            take(part)?;
            left -= most as u64;
        }
        let mut rest = [0_u8; BLOCK];
        let rest = &mut rest[..padding(entry.bytes)];
        self.input.read_exact(rest).map_err(BackupError::reading)
    }

    /// Nothing but zeros may follow, to the last byte: only there age knows that nothing was cut off.
    fn end(&mut self) -> Result<(), BackupError> {
        let mut buffer = [0_u8; 4_096];
        let mut seen = 0_u64;
        loop {
            let read = self.input.read(&mut buffer).map_err(BackupError::reading)?;
            if read == 0 {
                return if seen >= BLOCK as u64 { Ok(()) } else { Err(BackupError::Damaged) };
            }
            seen += read as u64;
            if buffer[..read].iter().any(|byte| *byte != 0) || seen > LONGEST_END {
                return Err(rejected("bytes after the end"));
            }
        }
    }
}

/// A name from a stranger, short and without anything that a terminal would obey.
pub(crate) fn rejected(name: &str) -> BackupError {
    let name: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
    BackupError::EntryRejected { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut tar = TarWriter::new(Vec::new(), 1);
        for (name, bytes) in entries {
            tar.entry(name, bytes.len() as u64, &mut &bytes[..], &mut |_| {}).unwrap();
        }
        tar.finish().unwrap()
    }

    fn names(bytes: &[u8]) -> Result<Vec<String>, BackupError> {
        let mut tar = TarReader::new(bytes);
        let mut names = Vec::new();
        while let Some(entry) = tar.next()? {
            tar.body(&entry, &mut |_| Ok(()))?;
            names.push(entry.name);
        }
        Ok(names)
    }

    fn rewritten(change: impl FnOnce(&mut Header)) -> Vec<u8> {
        let mut bytes = written(&[(MANIFEST, b"{}")]);
        let mut header = Header::from_byte_slice(&bytes[..BLOCK]).clone();
        change(&mut header);
        header.set_cksum();
        bytes[..BLOCK].copy_from_slice(header.as_bytes());
        bytes
    }

    #[test]
    fn what_is_written_reads_back_with_a_byte_more_or_less_than_a_block() {
        let hash = format!("attachments/{}", "ab".repeat(32));
        for size in [0, 1, 511, 512, 513, 70_000] {
            let bytes = written(&[(MANIFEST, &vec![7; size]), (&hash, b"x")]);
            assert_eq!(names(&bytes).unwrap(), [MANIFEST, &hash]);
        }
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for name in ["evil.sh", "vault.db-wal", "attachments/x", "attachments", "Vault.db", "a/vault.db"] {
            let bytes = written(&[(name, b"x")]);
            assert!(matches!(names(&bytes), Err(BackupError::EntryRejected { .. })), "{name}");
        }
        // The library itself refuses to write these, so they are forged.
        for name in ["../vault.db", "/etc/passwd", "attachments/../../x", "C:\\vault.db", "vault.db\u{1b}[2J"]
        {
            let forged = rewritten(|header| {
                let field = &mut header.as_mut_bytes()[..100];
                field.fill(0);
                field[..name.len()].copy_from_slice(name.as_bytes());
            });
            let Err(BackupError::EntryRejected { name: told }) = names(&forged) else { panic!("{name}") };
            assert!(!told.contains('\u{1b}'), "nothing that a terminal obeys is repeated");
        }
    }

    #[test]
    fn links_folders_devices_and_extensions_are_refused() {
        for kind in [b'1', b'2', b'3', b'4', b'5', b'6', b'7', b'x', b'g', b'L', b'K', b'S'] {
            let forged = rewritten(|header| header.set_entry_type(EntryType::new(kind)));
            assert!(matches!(names(&forged), Err(BackupError::EntryRejected { .. })), "{kind}");
        }
        let forged = rewritten(|header| header.set_link_name("vault.db").unwrap());
        assert!(matches!(names(&forged), Err(BackupError::EntryRejected { .. })));
    }

    #[test]
    fn a_size_beyond_the_limit_is_refused_before_memory_is_taken() {
        let forged = rewritten(|header| header.set_size(u64::MAX >> 2));
        let mut tar = TarReader::new(&forged[..]);
        let entry = tar.next().unwrap().unwrap();
        assert!(matches!(tar.small(&entry, 1_000), Err(BackupError::EntryRejected { .. })));
    }

    #[test]
    fn what_is_cut_off_or_goes_on_is_refused() {
        let bytes = written(&[(MANIFEST, b"{}")]);
        for cut in [0, 100, 512, 513, 1_023, 1_024, 1_536, bytes.len() - 1] {
            let found = names(&bytes[..cut]);
            assert_eq!(found.is_ok(), cut >= 2_048, "cut at {cut}: {found:?}");
        }
        let longer = [&bytes[..], &[1]].concat();
        assert!(names(&longer).is_err());
        let mut flipped = bytes;
        flipped[5] ^= 1;
        assert!(names(&flipped).is_err(), "the sum of the header does not agree");
    }
}
