//! The registry of sealed columns. Numbers are part of the file format: add, never renumber.

use crate::{Cell, KeyPurpose};

/// `audit_entries.payload_ct`: (table, column).
pub const AUDIT_PAYLOAD: (u16, u16) = (1, 1);
/// `connections.password_ct`.
pub const CONNECTION_PASSWORD: (u16, u16) = (2, 1);
/// `audit_epochs.key_ct`. Sealed again at every checkpoint, so a rotation of its key ends with one.
pub const AUDIT_KEY: (u16, u16) = (3, 1);

/// The payload of one audit entry.
#[must_use]
pub fn audit_payload(row: [u8; 16]) -> Cell {
    let (table, column) = AUDIT_PAYLOAD;
    Cell { table, column, row, purpose: KeyPurpose::Audit }
}

/// The password of one connection.
#[must_use]
pub fn connection_password(row: [u8; 16]) -> Cell {
    let (table, column) = CONNECTION_PASSWORD;
    Cell { table, column, row, purpose: KeyPurpose::Secret }
}

/// The present key of the audit log's MACs.
#[must_use]
pub fn audit_key(row: [u8; 16]) -> Cell {
    let (table, column) = AUDIT_KEY;
    Cell { table, column, row, purpose: KeyPurpose::Audit }
}
