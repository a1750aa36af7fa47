//! The keystore file: three lines, of which the last proves the other two.
//!
//! `document` is the file's text, `slot` wraps the master key, `file` writes it so that no crash loses it,
//! `copies` finds the copy to open.

mod copies;
mod document;
mod file;
mod slot;
mod strict_json;

pub(crate) use copies::{Copies, CopyRefusal, OpenedCopy};
pub(crate) use document::{Keystore, KeystoreDraft, Rejected};
pub(crate) use file::{Replaced, keep_mirror, set_aside, write};
pub(crate) use slot::{Slot, SlotRefusal, SlotSecret};

#[cfg(test)]
pub(crate) use file::{Step, write_in_steps};
