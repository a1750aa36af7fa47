//! The vault's keys: slots, keystore file, machine identity, recovery code, sealed cells.
//!
//! This crate knows secrets and the files that hold them, and nothing of the database they open.

mod cell;
pub mod cells;
mod consts;
mod create;
mod crypto;
mod device_key;
mod error;
mod hardware;
mod keyset;
mod keystore;
mod lock;
mod machine;
mod notice;
mod open;
mod paths;
mod recovery_code;
mod sealer;

pub use cell::{Cell, KeyPurpose};
pub use create::{VaultState, create, finish_creation, reissue_recovery_code, state};
pub use error::{HwidUnavailable, RecoveryCodeError, SealError, VaultError};
pub use hardware::Hardware;
pub use keyset::VaultKeys;
pub use lock::VaultLock;
pub use machine::{FixedMachineId, MachineId, OsMachineId};
pub use notice::{KeystoreCopy, OpenNotice};
pub use open::{Opened, open, open_with_recovery_code};
pub use paths::VaultPaths;
pub use recovery_code::RecoveryCode;
pub use sealer::Sealer;

#[cfg(test)]
mod tests;
