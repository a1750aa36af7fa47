//! What a computer shows of itself: keyed hashes of its ids. The ids themselves never leave it.
//!
//! Salted per licence: two licences cannot tell that they are for the same computer. Nothing here has to do with
//! the vault's machine slot, so that a published fingerprint helps nobody towards a key.

use std::collections::BTreeMap;
use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sellify_domain::LicenseId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Nonce;
use crate::consts::LABEL_FINGERPRINT;

/// A part of a computer by which it is known again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Component {
    /// The id of the installed operating system.
    OsId,
    /// The mainboard maker's id of the computer.
    Smbios,
    /// The serial number of the system disk.
    Disk,
    /// The serial number of the mainboard.
    Board,
}

impl Component {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::OsId, Self::Smbios, Self::Disk, Self::Board];

    /// Its name in the format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OsId => "os_id",
            Self::Smbios => "smbios",
            Self::Disk => "disk",
            Self::Board => "board",
        }
    }
}

impl fmt::Display for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OsId => "operating system",
            Self::Smbios => "computer",
            Self::Disk => "disk",
            Self::Board => "mainboard",
        })
    }
}

/// The hashed parts of one computer, for one salt. A missing part is not there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Fingerprint {
    /// The system it runs: `windows`, `macos`, `linux`. For people; not compared.
    pub os: String,
    /// 16 bytes for each known part.
    pub c: BTreeMap<Component, Nonce>,
}

impl Fingerprint {
    /// The parts that are known on both sides: which are equal, which differ.
    #[must_use]
    pub fn compare(&self, other: &Self) -> (Vec<Component>, Vec<Component>) {
        let both = self.c.iter().filter_map(|(part, mine)| Some((*part, mine, other.c.get(part)?)));
        let (equal, differing): (Vec<_>, Vec<_>) = both.partition(|(_, mine, theirs)| mine == theirs);
        let parts = |list: Vec<(Component, _, _)>| list.into_iter().map(|(part, _, _)| part).collect();
        (parts(equal), parts(differing))
    }
}

/// HMAC-SHA256 of name and value under a key made from the salt; its first 16 bytes.
pub(crate) fn hashed(salt: LicenseId, part: Component, normalised: &str) -> Option<Nonce> {
    let key = Sha256::new().chain_update(LABEL_FINGERPRINT).chain_update(salt.as_bytes()).finalize();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(part.name().as_bytes());
    mac.update(&[0]);
    mac.update(normalised.as_bytes());
    let tag: [u8; 32] = mac.finalize().into_bytes().into();
    tag.first_chunk::<16>().map(|first| Nonce::from_bytes(*first))
}
