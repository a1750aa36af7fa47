//! What a successful opening has to tell the person all the same.

use crate::HwidUnavailable;

/// Which copy of the keystore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeystoreCopy {
    /// `keystore.sks`.
    Current,
    /// `keystore.sks.prev`.
    Previous,
    /// The copy in the local folder.
    Mirror,
}

/// Something the person should know although the vault is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenNotice {
    /// The keystore was missing or damaged; this copy was used instead.
    KeystoreFallbackUsed {
        /// The copy that opened the vault.
        copy: KeystoreCopy,
        /// Whether `keystore.sks` was written anew from it.
        repaired: bool,
    },
    /// This computer was not known (any more) and has now been remembered.
    MachineSlotRewrapped,
    /// This computer could not be remembered: the recovery code will be needed again.
    MachineSlotUnavailable {
        /// Why, when the computer has no usable identity; nothing when the keystore could not be written.
        reason: Option<HwidUnavailable>,
    },
}

impl OpenNotice {
    /// The stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::KeystoreFallbackUsed { .. } => "keystore_fallback_used",
            Self::MachineSlotRewrapped => "machine_slot_rewrapped",
            Self::MachineSlotUnavailable { .. } => "machine_slot_unavailable",
        }
    }
}
