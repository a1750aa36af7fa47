//! The vault's keys: slots, keystore file, machine identity, recovery code, sealed cells.
//!
//! This crate knows secrets and the files that hold them, and nothing of the database they open.

mod attempts;
mod cell;
pub mod cells;
mod computer;
mod consts;
mod copy;
mod create;
mod crypto;
mod device_key;
mod editor;
mod error;
mod hardware;
mod keychain;
mod keys;
mod keyset;
mod keystore;
mod lock;
mod machine;
mod notice;
mod open;
mod passphrase;
mod paths;
mod recovery_code;
mod sealer;
mod slots;

pub use attempts::Attempts;
pub use cell::{Cell, KeyPurpose};
pub use copy::{database_key_of_backup, keys_of_backup, keyset_for_backup, keyset_for_snapshot};
pub use create::{VaultState, create, create_from_backup, finish_creation, state};
pub use editor::KeystoreEditor;
pub use error::{HwidUnavailable, RecoveryCodeError, SealError, VaultError};
pub use hardware::Hardware;
pub use keychain::{Computer, Keychain, KeychainUnavailable, MemoryKeychain, NoKeychain, OsKeychain};
pub use keys::{AuditAnchor, DatabaseKeys, DbKeyPair, FieldKeyInfo, OpenedBy, RetiredDbKey, VaultKeys};
pub use lock::VaultLock;
pub use machine::{FixedMachineId, MachineId, OsMachineId};
pub use notice::{KeystoreCopy, OpenNotice};
pub use open::{Opened, UnlockSecret, open, open_with, remember, ways_in};
pub use passphrase::Passphrase;
pub use paths::VaultPaths;
pub use recovery_code::RecoveryCode;
pub use sealer::{Sealer, kid_of};
pub use slots::{SlotInfo, SlotKind};

#[cfg(test)]
mod tests;
