//! Ways to send: one folder per vendor or protocol.

pub mod smtp;
