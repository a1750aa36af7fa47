//! The append-only audit log: a hash chain over commitments to sealed entries.

mod append;
mod chain;
mod error;
mod verify;

pub use append::{Appended, AuditLog};
pub use error::AuditError;
pub use verify::{Fault, FaultKind, Verification};

#[cfg(test)]
mod tests;
