//! The outside world, one file per vendor: SMTP messenger, and the messages it carries.

pub mod catcher;
pub mod mail;
mod messenger;

pub use messenger::smtp::{ServerInfo, SmtpMessenger, Timeouts, Trust, verify};
