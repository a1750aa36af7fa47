//! The append-only audit log: a hash chain over commitments to sealed entries, signed checkpoints on it, and exports.
//!
//! ```text
//! let log = AuditLog::new(sealer).signed_by(signing_key);
//! log.append(&w, now, &actor, "contact.deleted", &id, &details)?   in the transaction of the change
//! log.begin_epoch(&w, now, &code.audit_key())?                     when a recovery code is made
//! log.checkpoint(&w, now, CheckpointReason::Backup)?               before and after what matters
//! log.verify(&r, &Evidence { first_key, anchors })?                levels L1 to L4
//! log.export(&r, &range, now)?  ->  check_export(&bytes, …)        the second needs no vault
//! ```

mod append;
mod chain;
mod checkpoint;
mod error;
mod evolving_key;
mod export;
mod hex;
mod verify;

pub use append::{Appended, AuditLog, NewEntry};
pub use checkpoint::{CHECKPOINT_EVERY, CHECKPOINT_EVERY_MILLIS, Checkpoint, CheckpointReason};
pub use error::{AuditError, ExportError};
pub use export::{ExportCheck, ExportFault, ExportOptions, ExportRange, Exported, Manifest, check_export};
pub use verify::{Anchor, AnchorCheck, Evidence, Fault, FaultKind, Level, Verification};

#[cfg(test)]
mod tests;
