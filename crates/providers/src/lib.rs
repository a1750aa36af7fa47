//! The outside world, one file per vendor: SMTP messenger.
