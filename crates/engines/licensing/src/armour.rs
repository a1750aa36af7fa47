//! The text around a document: RFC 7468 with 64 columns, and exactly one way to write each block.

use pem_rfc7468::LineEnding;

use crate::consts::{MAX_DECODED, MAX_TEXT};
use crate::{Document, LicenseError};

/// Decodes the one block of this kind. Blank space may stand around it, and nothing else.
///
/// The decoded bytes are armoured again and compared: no other spelling of the same bytes is read.
pub(crate) fn read(wanted: Document, text: &str) -> Result<Vec<u8>, LicenseError> {
    if text.len() > MAX_TEXT {
        return Err(LicenseError::TooLarge { wanted });
    }
    let format = |detail| LicenseError::Format { wanted, detail };
    let block = text.strip_prefix('\u{feff}').unwrap_or(text).trim_matches([' ', '\t', '\r', '\n']);
    if block.is_empty() {
        return Err(format("it is empty"));
    }
    let block = block.replace("\r\n", "\n");
    if let Some(found) = named_in(&block).filter(|found| *found != wanted) {
        return Err(LicenseError::WrongDocument { found, wanted });
    }
    if !block.starts_with(&format!("-----BEGIN {}-----\n", wanted.label())) {
        return Err(format("its first line is missing or changed"));
    }
    if !block.ends_with(&format!("\n-----END {}-----", wanted.label())) {
        return Err(format("its last line is missing or changed"));
    }
    let (_, bytes) =
        pem_rfc7468::decode_vec(block.as_bytes()).map_err(|_| format("its lines are damaged"))?;
    if bytes.len() > MAX_DECODED {
        return Err(LicenseError::TooLarge { wanted });
    }
    if write(wanted, &bytes)?.trim_end() != block {
        return Err(format("its lines are not as they were written"));
    }
    Ok(bytes)
}

/// Armours the bytes, with LF line ends and one at the end.
pub(crate) fn write(kind: Document, bytes: &[u8]) -> Result<String, LicenseError> {
    pem_rfc7468::encode_string(kind.label(), LineEnding::LF, bytes)
        .map_err(|_| LicenseError::TooLarge { wanted: kind })
}

/// Which of our documents the first line names.
pub(crate) fn named_in(block: &str) -> Option<Document> {
    let first = block.lines().next()?;
    let label = first.strip_prefix("-----BEGIN ")?.strip_suffix("-----")?;
    Document::ALL.into_iter().find(|kind| kind.label() == label)
}
