//! The ways into a vault, as people see them in a list.

use uuid::Uuid;

use sellify_domain::Timestamp;

/// What opens a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SlotKind {
    /// A computer and user, by their identity and device key.
    Machine,
    /// A computer and user, by the operating system's keychain.
    Keychain,
    /// A passphrase.
    Passphrase,
    /// The recovery code.
    Recovery,
}

impl SlotKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Machine, Self::Keychain, Self::Passphrase, Self::Recovery];

    /// The stable name for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Machine => "machine",
            Self::Keychain => "keychain",
            Self::Passphrase => "passphrase",
            Self::Recovery => "recovery",
        }
    }

    /// Whether a person can carry it to another computer. At least one such slot always stays.
    #[must_use]
    pub fn is_portable(self) -> bool {
        matches!(self, Self::Passphrase | Self::Recovery)
    }
}

/// One way into the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotInfo {
    /// Its id; a new one each time the way in is made anew.
    pub id: Uuid,
    /// What opens it.
    pub kind: SlotKind,
    /// A name for people, such as the computer's; may be empty.
    pub label: String,
    /// When it was made.
    pub created: Timestamp,
    /// Whether it is this computer's own.
    pub this_computer: bool,
    /// Whether it was seen to work since the vault was opened.
    pub opened_in_session: bool,
}
