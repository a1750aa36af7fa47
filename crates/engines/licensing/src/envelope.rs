//! The signed envelope: format, algorithm, key id, length, payload, signature, and nothing after it.
//!
//! The payload's bytes are verified as received, before anything reads them, and are never written again.

use std::fmt;

use ed25519_dalek::Signature;

use crate::LicenseError;
use crate::armour;
use crate::consts::{ALG_ED25519, FORMAT, HEADER_LEN, KEY_ID_LEN, SIGNATURE_LEN};
use crate::keys::{KeyId, KeyTable, TrustedKey};

/// The kinds of document that the vendor, the product and the customer exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Document {
    /// A licence, signed by the vendor.
    License,
    /// A revocation list, signed by the vendor.
    Crl,
    /// A list of keys to trust or to withdraw, signed by the vendor.
    KeyList,
    /// What a computer sends to be given a licence. Not signed and not secret.
    Request,
    /// What a computer writes when it gives its licence back. Not signed and not secret.
    Release,
}

impl Document {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::License, Self::Crl, Self::KeyList, Self::Request, Self::Release];

    /// The label in the BEGIN and END lines.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::License => "SELLIFY LICENSE",
            Self::Crl => "SELLIFY REVOCATION LIST",
            Self::KeyList => "SELLIFY KEY LIST",
            Self::Request => "SELLIFY ACTIVATION REQUEST",
            Self::Release => "SELLIFY RELEASE",
        }
    }

    /// In front of the signed bytes (before a zero byte), so that one kind can never pass as another.
    /// Audit checkpoints and backups sign under `SELLIFY-AUDIT-V1` and `SELLIFY-BACKUP-V1` in their own engines.
    #[must_use]
    pub fn domain(self) -> &'static [u8] {
        match self {
            Self::License => b"SELLIFY-LICENSE-V1",
            Self::Crl => b"SELLIFY-CRL-V1",
            Self::KeyList => b"SELLIFY-KEYLIST-V1",
            Self::Request => b"SELLIFY-REQUEST-V1",
            Self::Release => b"SELLIFY-RELEASE-V1",
        }
    }

    /// The payload's `typ`.
    #[must_use]
    pub fn typ(self) -> &'static str {
        match self {
            Self::License => "license",
            Self::Crl => "crl",
            Self::KeyList => "keylist",
            Self::Request => "request",
            Self::Release => "release",
        }
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::License => "licence",
            Self::Crl => "revocation list",
            Self::KeyList => "key list",
            Self::Request => "activation request",
            Self::Release => "release",
        })
    }
}

/// Which of our documents a text says it is, by its first line alone; nothing is verified.
#[must_use]
pub fn document_of(text: &str) -> Option<Document> {
    armour::named_in(
        text.strip_prefix('\u{feff}').unwrap_or(text).trim_start_matches([' ', '\t', '\r', '\n']),
    )
}

/// A payload whose signature fits, and the key that signed it.
#[derive(Debug)]
pub(crate) struct Opened<'k> {
    pub(crate) payload: Vec<u8>,
    pub(crate) key: &'k TrustedKey,
}

/// What is signed: the domain, a zero byte, and everything before the signature.
pub(crate) fn signed_message(kind: Document, before_signature: &[u8]) -> Vec<u8> {
    [kind.domain(), &[0], before_signature].concat()
}

/// Armour, sizes, key, signature: in this order. Nothing of the payload has been read when this fails.
pub(crate) fn open<'k>(wanted: Document, text: &str, keys: &'k KeyTable) -> Result<Opened<'k>, LicenseError> {
    open_bytes(wanted, &armour::read(wanted, text)?, keys)
}

/// [`open`] for bytes that are already out of their armour.
pub(crate) fn open_bytes<'k>(
    wanted: Document,
    bytes: &[u8],
    keys: &'k KeyTable,
) -> Result<Opened<'k>, LicenseError> {
    let short = LicenseError::Format { wanted, detail: "it ends too early" };
    let (header, rest) = bytes.split_first_chunk::<HEADER_LEN>().ok_or(short.clone())?;
    let [format, alg, named @ ..] = header;
    if *format != FORMAT || *alg != ALG_ED25519 {
        return Err(LicenseError::NeedsNewerApp { wanted });
    }
    let (id, length) = named.split_first_chunk::<KEY_ID_LEN>().ok_or(short.clone())?;
    let length = length.iter().fold(0_usize, |all, byte| (all << 8) | usize::from(*byte));
    let (payload, signature) = rest.split_last_chunk::<SIGNATURE_LEN>().ok_or(short)?;
    if payload.len() != length {
        return Err(LicenseError::Format { wanted, detail: "its length is not the one that it names" });
    }
    let key = keys.find(wanted, KeyId::from_bytes(*id))?;
    let before_signature = bytes.get(..HEADER_LEN + length).unwrap_or_default();
    key.verify(&signed_message(wanted, before_signature), &Signature::from_bytes(signature))
        .map_err(|_| LicenseError::Signature { wanted })?;
    Ok(Opened { payload: payload.to_vec(), key })
}
