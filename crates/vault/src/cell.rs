//! The place of one sealed value, and the families of keys.

/// Which family of keys seals a cell. Each has key numbers of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyPurpose {
    /// Bodies of messages.
    Conversation,
    /// Payloads of audit entries.
    Audit,
    /// Passwords and tokens.
    Secret,
}

impl KeyPurpose {
    /// Every purpose.
    pub const ALL: [Self; 3] = [Self::Conversation, Self::Audit, Self::Secret];

    /// The name in the keyset.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Conversation => "conversation",
            Self::Audit => "audit",
            Self::Secret => "secret",
        }
    }

    /// The purpose of this name; nothing for one that only a newer version knows.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}

/// The place of one value: a blob moved to any other place does not open there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Number of the table, from [`crate::cells`].
    pub table: u16,
    /// Number of the column.
    pub column: u16,
    /// The row's immutable id.
    pub row: [u8; 16],
    /// The family of keys.
    pub purpose: KeyPurpose,
}
