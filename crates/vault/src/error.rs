//! What can go wrong with a vault's keys, in sentences for people and codes for programs. No secret bytes.

use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// Why this computer has no usable identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HwidUnavailable {
    /// The system did not answer.
    #[error("the system does not tell it")]
    Unreadable,
    /// The system answered with nothing.
    #[error("the system's answer is empty")]
    Empty,
    /// The system was never set up completely (`uninitialized`).
    #[error("the system was not set up completely")]
    Uninitialized,
    /// A value that many computers share.
    #[error("the system gives a value that many computers share")]
    Placeholder,
    /// Neither 32 hexadecimal digits nor a UUID.
    #[error("the system's answer is not an identifier")]
    Malformed,
}

/// Why a typed recovery code cannot be a recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryCodeError {
    /// A symbol that no recovery code contains; positions count from 1, without prefix, spaces and dashes.
    #[error("symbol {position} of the recovery code is not one that recovery codes use")]
    BadSymbol {
        /// Which symbol.
        position: usize,
    },
    /// Too few or too many symbols.
    #[error("a recovery code has 36 symbols in nine groups of four after SR1; this one has {found}")]
    WrongLength {
        /// How many symbols there were.
        found: usize,
    },
    /// The check symbols do not agree: at least one symbol is wrong or two groups are exchanged.
    #[error("the recovery code has a typing mistake")]
    Typo,
    /// `SR2` or later: made by a newer Sellify.
    #[error("this recovery code was made by a newer version of Sellify")]
    TooNew,
}

impl RecoveryCodeError {
    /// The stable name for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::BadSymbol { .. } => "recovery_code_bad_symbol",
            Self::WrongLength { .. } => "recovery_code_wrong_length",
            Self::Typo => "recovery_code_typo",
            Self::TooNew => "recovery_code_too_new",
        }
    }
}

/// Why a vault's keys cannot be had, or not be written.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// There is no keystore in any of its places.
    #[error("there is no vault key file here")]
    KeystoreMissing,
    /// The keystore cannot be read as one, and no other copy could be used either.
    #[error("the vault key file is damaged, and its copies could not be used either")]
    KeystoreCorrupt {
        /// Whether other copies were found and tried.
        fallback_used: bool,
    },
    /// Well-formed, but not what Sellify wrote.
    #[error("the vault key file was changed by something other than Sellify")]
    KeystoreTampered,
    /// Written by a newer version; nothing was touched.
    #[error("this vault was written by a newer version of Sellify; nothing was changed")]
    KeystoreTooNew,
    /// The passphrase fits no slot.
    #[error("this passphrase does not open the vault")]
    SlotWrongSecret,
    /// The secret is right, but the slot's bytes are damaged.
    #[error("one entry of the vault key file is damaged")]
    SlotCorrupt {
        /// Which slot.
        id: Uuid,
    },
    /// The file asks for a key derivation that is too weak or would exhaust the computer.
    #[error("the vault key file asks for key settings outside the allowed range")]
    KdfParamsOutOfRange,
    /// This computer cannot be recognised at all.
    #[error("this computer has no usable identity: {reason}")]
    HwidUnavailable {
        /// Why.
        reason: HwidUnavailable,
    },
    /// The vault was made on another computer, or this computer's identity changed.
    #[error("the vault does not know this computer, or this computer's identity changed")]
    HwidChanged,
    /// The random secret of this computer and user is gone.
    #[error("the device key of this computer is missing or damaged")]
    DeviceKeyMissing,
    /// The recovery code is well-formed and belongs to some other vault, or was replaced.
    #[error("this recovery code belongs to another vault, or was replaced by a newer one")]
    RecoveryCodeWrongVault,
    /// The recovery code cannot be one.
    #[error(transparent)]
    RecoveryCode(#[from] RecoveryCodeError),
    /// Another process has the vault open.
    #[error("this vault is already open in another Sellify")]
    VaultLockedByOtherProcess,
    /// A vault is already here; creating another would hide it.
    #[error("there is already a vault in this folder; it was left as it is")]
    VaultExists,
    /// The vault opens only by what a person types.
    #[error("this vault asks for its passphrase")]
    PassphraseRequired,
    /// There is no passphrase.
    #[error("this vault has no passphrase")]
    PassphraseMissing,
    /// The passphrase is what the vault is set to ask for.
    #[error("this vault is set to ask for its passphrase, so the passphrase must stay")]
    PassphraseInUse,
    /// Too few characters.
    #[error("a passphrase needs at least 12 characters")]
    PassphraseTooShort,
    /// More than is read.
    #[error("a passphrase has at most 1,024 bytes")]
    PassphraseTooLong,
    /// The operating system's keychain cannot be used, and there is no other silent way in.
    #[error("the operating system's keychain cannot be used ({backend})")]
    KeychainUnavailable {
        /// Which keychain.
        backend: &'static str,
    },
    /// The computer has not the memory that a passphrase's derivation takes.
    #[error("there is not enough free memory to check the passphrase")]
    MemoryShort,
    /// There is no such slot (any more).
    #[error("this way into the vault is not there (any more)")]
    SlotNotFound,
    /// Neither passphrase nor recovery code would be left.
    #[error("this is the last way in that does not depend on a computer, so it must stay")]
    LastPortableSlot,
    /// No other slot was seen to open since the vault was opened.
    #[error("no other way into the vault was seen to work since it was opened")]
    NoOtherSlotOpened,
    /// A new master key needs a secret that a person keeps.
    #[error("a new master key needs the recovery code or the passphrase")]
    NoPortableSlot,
    /// A key of the database is being replaced already.
    #[error("the database's key is being replaced already")]
    RotationPending,
    /// No key of the database is being replaced.
    #[error("the database's key is not being replaced")]
    NoRotationPending,
    /// The key still seals values, or is not there.
    #[error("key {kid} is still in use, or is not there")]
    KeyInUse {
        /// The key's number.
        kid: u32,
    },
    /// There are no more numbers for keys.
    #[error("this vault has had as many keys as it can")]
    TooManyKeys,
    /// No more computers can be added.
    #[error("this vault already knows as many computers as it can")]
    TooManySlots,
    /// Nothing can be written to the folder.
    #[error("the folder {} cannot be written to", path.display())]
    FolderNotWritable {
        /// The folder or file.
        path: PathBuf,
    },
    /// The disk is full; the files are as they were.
    #[error("the disk is full; the vault key file is as it was")]
    DiskFull,
    /// Any other failure of the file system.
    #[error("{} cannot be read or written: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system gives no random numbers; no key can be made.
    #[error("the system gives no random numbers, so no key can be made")]
    RandomUnavailable,
}

impl VaultError {
    /// The stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::KeystoreMissing => "keystore_missing",
            Self::KeystoreCorrupt { .. } => "keystore_corrupt",
            Self::KeystoreTampered => "keystore_tampered",
            Self::KeystoreTooNew => "keystore_too_new",
            Self::SlotWrongSecret => "slot_wrong_secret",
            Self::SlotCorrupt { .. } => "slot_corrupt",
            Self::KdfParamsOutOfRange => "kdf_params_out_of_range",
            Self::HwidUnavailable { .. } => "hwid_unavailable",
            Self::HwidChanged => "hwid_changed",
            Self::DeviceKeyMissing => "device_key_missing",
            Self::RecoveryCodeWrongVault => "recovery_code_wrong_vault",
            Self::RecoveryCode(error) => error.code(),
            Self::VaultLockedByOtherProcess => "vault_locked_by_other_process",
            Self::VaultExists => "vault_exists",
            Self::TooManySlots => "too_many_slots",
            Self::PassphraseRequired => "passphrase_required",
            Self::PassphraseMissing => "passphrase_missing",
            Self::PassphraseInUse => "passphrase_in_use",
            Self::PassphraseTooShort => "passphrase_too_short",
            Self::PassphraseTooLong => "passphrase_too_long",
            Self::KeychainUnavailable { .. } => "keychain_unavailable",
            Self::MemoryShort => "memory_short",
            Self::SlotNotFound => "slot_not_found",
            Self::LastPortableSlot => "last_portable_slot",
            Self::NoOtherSlotOpened => "no_other_slot_opened",
            Self::NoPortableSlot => "no_portable_slot",
            Self::RotationPending => "rotation_pending",
            Self::NoRotationPending => "no_rotation_pending",
            Self::KeyInUse { .. } => "key_in_use",
            Self::TooManyKeys => "too_many_keys",
            Self::FolderNotWritable { .. } => "folder_not_writable",
            Self::DiskFull => "disk_full",
            Self::Io { .. } => "io",
            Self::RandomUnavailable => "random_unavailable",
        }
    }

    /// What is safe and what to do next, as one or two sentences.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::KeystoreMissing => {
                "If there was a vault before, put its folder back or choose the right one. Otherwise create a vault."
            }
            Self::KeystoreCorrupt { .. } | Self::KeystoreTampered | Self::SlotCorrupt { .. } => {
                "Your data was not touched. Put keystore.sks back from a backup of the data folder, \
                 or unlock with the recovery code."
            }
            Self::KeystoreTooNew => "Update Sellify, then open the vault again.",
            Self::HwidUnavailable { .. } => {
                "Your data is safe. Unlock with the recovery code, at every start until the system has an identity \
                 (on Linux: /etc/machine-id)."
            }
            Self::HwidChanged | Self::DeviceKeyMissing | Self::KeychainUnavailable { .. } => {
                "Your data is safe. Unlock with the recovery code; this computer is then remembered."
            }
            Self::SlotWrongSecret => {
                "Your data is safe. Look at capital letters and the keyboard's language and try again, \
                 or unlock with the recovery code."
            }
            Self::PassphraseRequired => "Type the passphrase, or the recovery code.",
            Self::PassphraseMissing => "Nothing was changed. Set a passphrase first.",
            Self::PassphraseInUse => {
                "Nothing was changed. First stop asking for it at every start, then remove it."
            }
            Self::PassphraseTooShort => {
                "Nothing was changed. Take a longer one: four or five words are easy to keep."
            }
            Self::PassphraseTooLong => "Nothing was changed. Take a shorter one.",
            Self::MemoryShort => "Your data is safe. Close other programs, then try again.",
            Self::SlotNotFound => "Nothing was changed. Look at the list again.",
            Self::LastPortableSlot => {
                "Nothing was changed. Make a new recovery code or set a passphrase first."
            }
            Self::NoOtherSlotOpened => {
                "Nothing was changed. Type the passphrase or the recovery code once, so that it is certain to work."
            }
            Self::NoPortableSlot => "Nothing was changed. Type the recovery code or the passphrase.",
            Self::RotationPending => "Your data is safe. Let it end, or give it up, then try again.",
            Self::NoRotationPending | Self::KeyInUse { .. } | Self::TooManyKeys => "Nothing was changed.",
            Self::KdfParamsOutOfRange => "Unlock with the recovery code, then set the passphrase again.",
            Self::RecoveryCodeWrongVault => {
                "Your data is safe. Look for the code of this vault: the printed kit names the vault and its date."
            }
            Self::RecoveryCode(_) => {
                "Compare it with the printed kit, group by group. O and 0, and I, L and 1, count as the same."
            }
            Self::VaultLockedByOtherProcess => {
                "Nothing was changed. Close the other Sellify window or command, then try again."
            }
            Self::VaultExists => "Use it, or choose another folder with --data-dir.",
            Self::TooManySlots => "Your data is safe. The recovery code still opens the vault.",
            Self::FolderNotWritable { .. } => {
                "Nothing was changed. Allow writing to this folder, or choose another one."
            }
            Self::DiskFull => "Free some space, then try again.",
            Self::Io { .. } => {
                "Nothing was lost. Check the disk and the rights on the folder, then try again."
            }
            Self::RandomUnavailable => "Nothing was changed. Restart the computer, then try again.",
        }
    }

    /// Names a failure of the file system by its cause.
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::FolderNotWritable { path: path.to_owned() }
            }
            _ => Self::Io { path: path.to_owned(), source },
        }
    }
}

/// Why a cell cannot be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The bytes were changed, or belong to another row, column, table or vault.
    #[error("a protected value was changed or moved (table {table}, column {column})")]
    FieldAuthFailed {
        /// Number of the table in the registry of cells.
        table: u16,
        /// Number of the column.
        column: u16,
        /// The row's id.
        row: Uuid,
    },
    /// Sealed with a key or in a manner this version does not have.
    #[error("a protected value needs a key that is not here (key {kid})")]
    FieldKeyMissing {
        /// The key's number; 0 when the manner of sealing itself is unknown.
        kid: u32,
    },
    /// The key has sealed as many values as is safe.
    #[error("key {kid} has sealed as many values as is safe and must be replaced")]
    KeyWornOut {
        /// The key's number.
        kid: u32,
    },
    /// The system gives no random numbers.
    #[error("the system gives no random numbers, so nothing can be sealed")]
    RandomUnavailable,
}

impl SealError {
    /// The stable name for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::FieldAuthFailed { .. } => "field_auth_failed",
            Self::FieldKeyMissing { .. } => "field_key_missing",
            Self::KeyWornOut { .. } => "key_worn_out",
            Self::RandomUnavailable => "random_unavailable",
        }
    }
}
