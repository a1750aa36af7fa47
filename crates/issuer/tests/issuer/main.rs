//! The real `sellify-issuer` program, run as the vendor's clerk runs it.
