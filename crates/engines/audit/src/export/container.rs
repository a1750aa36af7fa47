//! The tar file around an export: five files with fixed names in a fixed order, nothing else.

use std::io::{self, Read as _};

use tar::{Archive, Builder, EntryType, Header};

use crate::ExportError;

pub(super) const MANIFEST: &str = "manifest.json";
const SIGNATURE: &str = "manifest.sig";
const PUBLIC_KEY: &str = "public-key.pem";
pub(super) const CHECKPOINTS: &str = "checkpoints.jsonl";
pub(super) const ENTRIES: &str = "entries.jsonl";

/// DER of an Ed25519 public key up to the key itself (RFC 8410).
const SPKI: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// The files of an export.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) manifest: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    pub(crate) public_key: Vec<u8>,
    pub(crate) checkpoints: Vec<u8>,
    pub(crate) entries: Vec<u8>,
}

impl Parts {
    fn named(&self) -> [(&'static str, &Vec<u8>); 5] {
        [
            (MANIFEST, &self.manifest),
            (SIGNATURE, &self.signature),
            (PUBLIC_KEY, &self.public_key),
            (CHECKPOINTS, &self.checkpoints),
            (ENTRIES, &self.entries),
        ]
    }
}

/// The same parts always make the same bytes: no names of people, no clock.
pub(crate) fn write(parts: &Parts) -> io::Result<Vec<u8>> {
    let mut tar = Builder::new(Vec::with_capacity(parts.entries.len() + 16 * 1_024));
    for (name, bytes) in parts.named() {
        let mut header = Header::new_ustar();
        header.set_path(name)?;
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        tar.append(&header, bytes.as_slice())?;
    }
    tar.into_inner()
}

/// Reads the parts. The archive itself is an untrusted file: only these names, only plain files, each once.
pub(crate) fn read(bytes: &[u8]) -> Result<Parts, ExportError> {
    let mut found: Vec<(&'static str, Vec<u8>)> = Vec::new();
    let mut archive = Archive::new(bytes);
    for entry in archive.entries().map_err(|_| ExportError::NotAnExport)? {
        let mut entry = entry.map_err(|_| ExportError::NotAnExport)?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let known =
            [MANIFEST, SIGNATURE, PUBLIC_KEY, CHECKPOINTS, ENTRIES].into_iter().find(|it| *it == name);
        let plain = entry.header().entry_type() == EntryType::Regular;
        let Some(known) = known.filter(|known| plain && !found.iter().any(|(name, _)| name == known)) else {
            return Err(ExportError::EntryRejected { name: name.chars().take(60).collect() });
        };
        // The archive cannot promise more bytes than the file has.
        if entry.size() > bytes.len() as u64 {
            return Err(ExportError::NotAnExport);
        }
        let mut content = Vec::new();
        entry.read_to_end(&mut content).map_err(|_| ExportError::NotAnExport)?;
        found.push((known, content));
    }
    if found.is_empty() {
        return Err(ExportError::NotAnExport);
    }
    let mut take = |name: &'static str| {
        let at = found.iter().position(|(known, _)| *known == name);
        at.map(|at| found.swap_remove(at).1).ok_or(ExportError::EntryMissing { name })
    };
    Ok(Parts {
        manifest: take(MANIFEST)?,
        signature: take(SIGNATURE)?,
        public_key: take(PUBLIC_KEY)?,
        checkpoints: take(CHECKPOINTS)?,
        entries: take(ENTRIES)?,
    })
}

/// The key as `openssl` reads it.
pub(crate) fn pem(public_key: &[u8; 32]) -> Vec<u8> {
    let der = [&SPKI[..], public_key].concat();
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", base64(&der)).into_bytes()
}

/// 44 bytes are 60 digits without a rest but two: small enough to spell out instead of a dependency.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits =
            three.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let digit = usize::try_from((bits >> (18 - 6 * place)) & 63).unwrap_or_default();
            text.push(if place <= three.len() { char::from(DIGITS[digit]) } else { '=' });
        }
    }
    text
}
