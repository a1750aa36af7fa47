//! Where a file comes from, and what kind it is by its content. Names and extensions decide nothing.

mod markup;

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::error::{ImportError, NotATable};
use markup::Markup;

/// A file to import.
#[derive(Debug)]
pub enum Source {
    /// A file on this computer.
    Path(PathBuf),
    /// Bytes that were handed over.
    Bytes {
        /// The name that the person gave the file.
        name: String,
        /// The bytes.
        bytes: Arc<[u8]>,
    },
    /// An open file, such as an upload. It is read from its start; two readers at once disturb each other.
    File {
        /// The name that the person gave the file.
        name: String,
        /// The file.
        file: File,
    },
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// Address cards.
    Cards,
    /// A ZIP container: xlsx, xlsb or ods.
    Zip,
    /// A compound document: xls, or a workbook behind a password.
    Compound,
    /// A page, often under the name of a spreadsheet.
    Page,
    /// A workbook in the XML of Excel 2003.
    SheetXml,
}

/// Bytes that are judged.
const JUDGED: u64 = 4096;

/// How many bytes of a file have been read.
#[derive(Debug, Clone, Default)]
pub(super) struct ReadSoFar(Arc<AtomicU64>);

impl ReadSoFar {
    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A reader that counts.
struct Counting<R> {
    inner: R,
    so_far: ReadSoFar,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.so_far.0.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

impl<R: Seek> Seek for Counting<R> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(to)
    }
}

/// Something that can be read from anywhere.
pub(super) trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl Source {
    /// The file's name without its folder.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Path(path) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            Self::Bytes { name, .. } | Self::File { name, .. } => {
                name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
            }
        }
    }

    /// Length in bytes.
    pub(super) fn size(&self) -> Result<u64, ImportError> {
        Ok(match self {
            Self::Path(path) => std::fs::metadata(path)?.len(),
            Self::Bytes { bytes, .. } => bytes.len() as u64,
            Self::File { file, .. } => file.metadata()?.len(),
        })
    }

    /// A reader that stands at the start.
    pub(super) fn open(&self) -> Result<Box<dyn ReadSeek>, ImportError> {
        Ok(match self {
            Self::Path(path) => Box::new(open_file(path)?),
            Self::Bytes { bytes, .. } => Box::new(Cursor::new(Arc::clone(bytes))),
            Self::File { file, .. } => {
                let mut file = file.try_clone()?;
                file.seek(SeekFrom::Start(0))?;
                Box::new(file)
            }
        })
    }

    /// The same, counting what is read.
    pub(super) fn open_counted(&self, so_far: &ReadSoFar) -> Result<Box<dyn ReadSeek>, ImportError> {
        Ok(Box::new(Counting { inner: self.open()?, so_far: so_far.clone() }))
    }

    /// The same with a buffer, for readers that take small steps.
    pub(super) fn open_buffered(&self) -> Result<BufReader<Box<dyn ReadSeek>>, ImportError> {
        Ok(BufReader::with_capacity(1 << 16, self.open()?))
    }

    /// What the first bytes say.
    pub(super) fn kind(&self) -> Result<Kind, ImportError> {
        let mut start = Vec::new();
        self.open()?.take(JUDGED).read_to_end(&mut start)?;
        kind_of(&start)
    }
}

/// A folder opens like a file on some systems and fails only when it is read.
fn open_file(path: &std::path::Path) -> Result<File, std::io::Error> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() { Err(std::io::ErrorKind::IsADirectory.into()) } else { Ok(file) }
}

fn kind_of(start: &[u8]) -> Result<Kind, ImportError> {
    /// Files that are often given by mistake: images, archives, programs, old binary formats.
    const BINARY: [&[u8]; 10] = [
        b"\x89PNG",
        b"\xFF\xD8\xFF",
        b"GIF8",
        b"\x1F\x8B",
        b"7z\xBC\xAF",
        b"Rar!",
        b"MZ\x90",
        b"\x7FELF",
        b"SQLite format 3\0",
        b"BZh9",
    ];
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Zip);
    }
    if start.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Ok(Kind::Compound);
    }
    // Excel 2 to 4 wrote its records without a container.
    if matches!(start, [0x09, 0x00 | 0x02 | 0x04, 0x04 | 0x06 | 0x08, 0x00, ..])
        || BINARY.iter().any(|magic| start.starts_with(magic))
    {
        return Err(ImportError::NotATable(NotATable::Binary));
    }
    if start.starts_with(b"%PDF") {
        return Err(ImportError::NotATable(NotATable::Pdf));
    }
    // UTF-16 too: its zeros and its mark are passed over.
    let letters: Vec<u8> = start.iter().copied().filter(|byte| !matches!(byte, 0 | 0xFE | 0xFF)).collect();
    let text =
        String::from_utf8_lossy(&letters).trim_start_matches('\u{FEFF}').trim_start().to_ascii_lowercase();
    if text.starts_with("begin:vcard") {
        return Ok(Kind::Cards);
    }
    if text.starts_with("begin:vcalendar") {
        return Err(ImportError::NotATable(NotATable::Calendar));
    }
    if let Some(other) = other_text(&text) {
        return Err(ImportError::NotATable(other));
    }
    if text.starts_with("mime-version:") {
        return Err(ImportError::NotATable(NotATable::WebPage));
    }
    match markup::judge(&text) {
        Some(Markup::Page) => Ok(Kind::Page),
        Some(Markup::Workbook) => Ok(Kind::SheetXml),
        Some(Markup::Other) => Err(ImportError::NotATable(NotATable::WebPage)),
        None => Ok(Kind::Text),
    }
}

/// Text that is no table, by how it begins. `text` is in lower case.
fn other_text(text: &str) -> Option<NotATable> {
    let is_json = text.strip_prefix(['[', '{']).is_some_and(|rest| rest.trim_start().starts_with(['{', '"']));
    if text.starts_with(r"{\rtf") {
        Some(NotATable::Document)
    } else if text.starts_with("dn: ") || text.starts_with("version: 1\ndn: ") {
        Some(NotATable::Ldif)
    } else {
        is_json.then_some(NotATable::Json)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_not_the_name() {
        assert_eq!(kind_of(b"nom;email\n").unwrap(), Kind::Text);
        assert_eq!(kind_of(b"PK\x03\x04....").unwrap(), Kind::Zip);
        assert!(matches!(kind_of(b"%PDF-1.7"), Err(ImportError::NotATable(NotATable::Pdf))));
        let page = b"\xEF\xBB\xBF<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">";
        assert_eq!(kind_of(page).unwrap(), Kind::Page);
        let wide: Vec<u8> = "\u{FEFF}<TABLE>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(kind_of(&wide).unwrap(), Kind::Page);
        let feed = b"<?xml version=\"1.0\"?><rss>";
        assert!(matches!(kind_of(feed), Err(ImportError::NotATable(NotATable::WebPage))));
    }

    #[test]
    fn text_that_is_no_table_is_called_by_its_name() {
        use NotATable as N;
        for (text, what) in [
            (r"{\rtf1\ansi Dupont}", N::Document),
            ("dn: cn=Anne,mail=a@b.fr\nmail: a@b.fr\n", N::Ldif),
            ("[\n  {\"email\": \"a@b.fr\"}]", N::Json),
            ("{\"contacts\":[]}", N::Json),
        ] {
            let kind = kind_of(text.as_bytes());
            assert!(matches!(kind, Err(ImportError::NotATable(found)) if found == what), "{text}");
        }
        assert_eq!(kind_of(b"[Nom];[E-mail]\n").unwrap(), Kind::Text);
        assert_eq!(kind_of(b"\"Nom\";\"E-mail\"\n").unwrap(), Kind::Text);
    }

    #[test]
    fn a_name_has_no_folder() {
        let bytes = Source::Bytes { name: r"C:\fichiers\liste.csv".into(), bytes: Arc::from(&b""[..]) };
        assert_eq!(bytes.name(), "liste.csv");
    }
}
