//! The ids of this computer, which of them count, and whether it is the computer that a licence is for.

use std::fmt;

use sellify_domain::LicenseId;

use crate::fingerprint::hashed;
use crate::{Bind, BindMode, Component, Fingerprint};

/// What the app read on this computer, raw. Kept out of logs: `Debug` shows only what is there.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct MachineComponents {
    /// `windows`, `macos` or `linux`.
    pub os: String,
    /// The id of the installed operating system.
    pub os_id: Option<String>,
    /// The mainboard maker's id of the computer.
    pub smbios: Option<String>,
    /// The serial number of the system disk.
    pub disk: Option<String>,
    /// The serial number of the mainboard.
    pub board: Option<String>,
}

impl fmt::Debug for MachineComponents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<_> =
            Component::ALL.into_iter().filter(|part| self.normalised(*part).is_some()).collect();
        f.debug_struct("MachineComponents")
            .field("os", &self.os)
            .field("known", &known)
            .finish_non_exhaustive()
    }
}

/// Whether this is the computer that a licence is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MachineMatch {
    /// The same installation, or the licence is for any computer.
    Exact,
    /// The same computer with another installation or a changed part: accepted, and a new licence is suggested.
    Drift {
        /// The parts that differ.
        differing: Vec<Component>,
    },
    /// Another computer.
    None {
        /// The parts that are known on both sides and differ.
        differing: Vec<Component>,
    },
}

impl MachineComponents {
    /// The hashed parts that count, for one salt.
    #[must_use]
    pub fn fingerprint(&self, salt: LicenseId) -> Fingerprint {
        let parts = Component::ALL
            .into_iter()
            .filter_map(|part| Some((part, hashed(salt, part, &self.normalised(part)?)?)));
        Fingerprint { os: self.os.clone(), c: parts.collect() }
    }

    /// Whether a licence bound like this is for this computer.
    ///
    /// The same operating system's id is enough. Without it, two of the three parts of the hardware must be equal.
    #[must_use]
    pub fn matches(&self, bind: &Bind) -> MachineMatch {
        if bind.mode == BindMode::None {
            return MachineMatch::Exact;
        }
        let own = self.fingerprint(bind.salt);
        let mut closest: Option<(usize, Vec<Component>)> = None;
        for machine in &bind.machines {
            let (equal, differing) = own.compare(machine);
            if equal.contains(&Component::OsId) {
                return MachineMatch::Exact;
            }
            if closest.as_ref().is_none_or(|(most, _)| equal.len() > *most) {
                closest = Some((equal.len(), differing));
            }
        }
        match closest {
            Some((equal, differing)) if equal >= 2 => MachineMatch::Drift { differing },
            Some((_, differing)) => MachineMatch::None { differing },
            None => MachineMatch::None { differing: Vec::new() },
        }
    }

    /// The value as it is hashed; `None` when it is missing or a placeholder that many computers share.
    fn normalised(&self, part: Component) -> Option<String> {
        let raw = match part {
            Component::OsId => &self.os_id,
            Component::Smbios => &self.smbios,
            Component::Disk => &self.disk,
            Component::Board => &self.board,
        };
        let value: String = raw.as_deref()?.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let bare: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
        let one_character = bare.bytes().all(|byte| Some(byte) == bare.bytes().next());
        if bare.len() < 4 || one_character || PLACEHOLDERS.contains(&bare.as_str()) {
            return None;
        }
        // A UUID is the same with and without its hyphens.
        let is_id = bare.len() == 32 && bare.bytes().all(|byte| byte.is_ascii_hexdigit());
        match part {
            Component::OsId | Component::Smbios if is_id => Some(bare),
            Component::OsId => None,
            _ => Some(value),
        }
    }
}

/// What makers write where a number should stand; letters and digits only.
const PLACEHOLDERS: &[&str] = &[
    "03000200040005000006000700080009",
    "0123456789",
    "01234567890123456789",
    "0123456789abcdef",
    "123456789",
    "1234567890",
    "assettag",
    "chassisserialnumber",
    "baseboardserialnumber",
    "boardserialnumber",
    "default",
    "defaultstring",
    "empty",
    "fefefefefefefefefefefefefefefefe",
    "filledbyoem",
    "invalid",
    "none",
    "notapplicable",
    "notavailable",
    "notspecified",
    "null",
    "oemdefault",
    "serial",
    "serialnumber",
    "systemserialnumber",
    "tobefilledbyoem",
    "tobefilledbyoemserialnumber",
    "undefined",
    "uninitialized",
    "unknown",
];
