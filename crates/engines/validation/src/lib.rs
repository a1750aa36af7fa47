//! Rules for e-mail addresses, phone numbers and text: value in, normal form or violations out.
