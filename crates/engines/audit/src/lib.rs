//! The append-only audit log: a hash chain over sealed entries.
