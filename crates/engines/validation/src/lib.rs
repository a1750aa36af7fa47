//! Rules for e-mail addresses, phone numbers and text: value in, normal form or violation out.
//!
//! Nothing here does I/O or reads the clock.

pub mod country;
pub mod email;
pub mod phone;
pub mod text;
