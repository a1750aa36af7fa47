//! How much a workbook may hold, counted while inflating: half a megabyte can unpack to half a gigabyte.

use std::io::Read;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::import::error::{ImportError, NotATable};
use crate::import::source::{Kind, Source};

/// The container itself, and a workbook that is written as text.
pub(super) const CONTAINER: u64 = 100 << 20;
/// Parts of the container.
const PARTS: usize = 2_000;
/// All parts together, inflated.
pub(super) const INFLATED: u64 = 1 << 30;
/// One part that has to be held in memory (shared strings, an ods sheet), inflated.
const INFLATED_IN_MEMORY: u64 = 256 << 20;
/// Times that a part may grow, once it is larger than [`RATIO_FROM`].
const RATIO: u64 = 200;
const RATIO_FROM: u64 = 16 << 20;

/// What a container is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Xlsx,
    Xlsb,
    Ods,
    Compound,
}

/// Refuses what is too large, protected, active, or no workbook.
pub(super) fn check(source: &Source, kind: Kind) -> Result<Container, ImportError> {
    if source.size()? > CONTAINER {
        return Err(ImportError::FileTooLarge);
    }
    if kind == Kind::Compound {
        return Ok(Container::Compound);
    }
    let mut archive = ZipArchive::new(source.open_buffered()?).map_err(zip_error)?;
    if archive.len() > PARTS {
        return Err(ImportError::FileTooLarge);
    }
    // Parts that lie upon each other unpack to far more than the container holds; no program writes that.
    if archive.has_overlapping_files().map_err(zip_error)? {
        return Err(ImportError::WorkbookDamaged);
    }
    let container = container(&archive)?;
    let mut total = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(zip_error)?;
        let name = part.name().map_err(zip_error)?.into_owned();
        refuse_active(&name)?;
        if name.contains("/media/") || name.contains("/embeddings/") || name.starts_with("Pictures/") {
            continue; // never opened
        }
        let packed = part.compressed_size();
        let streamed = container != Container::Ods && name.contains("worksheets/");
        let limit = if streamed { INFLATED } else { INFLATED_IN_MEMORY };
        let inflated = count(part, limit)?;
        total += inflated;
        let grows_too_much = inflated > RATIO_FROM && inflated / packed.max(1) > RATIO;
        if total > INFLATED || grows_too_much {
            return Err(ImportError::FileTooLarge);
        }
    }
    Ok(container)
}

/// A part in which a program or a link to another file is kept.
fn refuse_active(part: &str) -> Result<(), ImportError> {
    let part = part.to_ascii_lowercase();
    if part.ends_with("vbaproject.bin") || part.starts_with("basic/") || part.starts_with("scripts/") {
        return Err(ImportError::WorkbookMacros);
    }
    if part.contains("/externallinks/") { Err(ImportError::WorkbookLinks) } else { Ok(()) }
}

fn container(archive: &ZipArchive<impl Read + std::io::Seek>) -> Result<Container, ImportError> {
    let has = |suffix: &str| {
        archive.file_names().any(|name| name.is_ok_and(|name| name.to_ascii_lowercase().ends_with(suffix)))
    };
    if has("word/document.xml") || has("ppt/presentation.xml") {
        Err(ImportError::NotATable(NotATable::Document))
    } else if has("workbook.bin") {
        Ok(Container::Xlsb)
    } else if has("workbook.xml") || has("[content_types].xml") {
        Ok(Container::Xlsx)
    } else if has("content.xml") {
        Ok(Container::Ods)
    } else {
        Err(ImportError::NotATable(NotATable::Archive))
    }
}

/// Inflates a part and throws it away; the declared size proves nothing.
fn count(mut part: impl Read, limit: u64) -> Result<u64, ImportError> {
    let mut buffer = vec![0; 1 << 16];
    let mut inflated = 0;
    loop {
        let length = part.read(&mut buffer).map_err(|_| ImportError::WorkbookDamaged)?;
        inflated += length as u64;
        if length == 0 {
            return Ok(inflated);
        }
        if inflated > limit {
            return Err(ImportError::FileTooLarge);
        }
    }
}

fn zip_error(error: ZipError) -> ImportError {
    match error {
        ZipError::UnsupportedArchive(reason) if reason == ZipError::PASSWORD_REQUIRED => {
            ImportError::WorkbookProtected
        }
        _ => ImportError::WorkbookDamaged,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::Arc;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(parts: &[(&str, usize)]) -> Source {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, megabytes) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            for _ in 0..*megabytes {
                zip.write_all(&vec![b' '; 1 << 20]).unwrap();
            }
        }
        let bytes = zip.finish().unwrap().into_inner();
        Source::Bytes { name: "a.xlsx".into(), bytes: Arc::from(bytes) }
    }

    #[test]
    fn a_part_that_grows_without_bounds_is_refused() {
        let bomb = archive(&[("xl/workbook.xml", 0), ("xl/sharedStrings.xml", 300)]);
        assert!(matches!(check(&bomb, Kind::Zip), Err(ImportError::FileTooLarge)));
        let dense = archive(&[("xl/workbook.xml", 0), ("xl/worksheets/sheet1.xml", 20)]);
        assert!(matches!(check(&dense, Kind::Zip), Err(ImportError::FileTooLarge)), "a thousandfold");
    }

    #[test]
    fn programs_and_links_to_other_files_are_refused() {
        let with = |part| check(&archive(&[("xl/workbook.xml", 0), (part, 0)]), Kind::Zip);
        assert!(matches!(with("xl/vbaProject.bin"), Err(ImportError::WorkbookMacros)));
        assert!(matches!(with("Basic/Standard/Module1.xml"), Err(ImportError::WorkbookMacros)));
        assert!(matches!(with("xl/externalLinks/externalLink1.xml"), Err(ImportError::WorkbookLinks)));
        assert!(with("xl/worksheets/sheet1.xml").is_ok());
    }

    #[test]
    fn an_ordinary_archive_is_no_workbook() {
        let zip = archive(&[("photos/1.jpg", 0)]);
        assert!(matches!(check(&zip, Kind::Zip), Err(ImportError::NotATable(NotATable::Archive))));
    }

    #[test]
    fn half_a_container_is_damaged() {
        let Source::Bytes { bytes, .. } = archive(&[("xl/workbook.xml", 1)]) else { unreachable!() };
        let half = Source::Bytes { name: "a.xlsx".into(), bytes: Arc::from(&bytes[..bytes.len() / 2]) };
        assert!(matches!(check(&half, Kind::Zip), Err(ImportError::WorkbookDamaged)));
    }
}
