//! Text tables: encoding, dialect, records.

pub(super) mod decode;
pub(super) mod dialect;
pub mod encoding;
pub(super) mod mojibake;
pub(super) mod records;
pub(super) mod single_byte;
pub(super) mod survey;
