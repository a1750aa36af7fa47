//! The vendor's tool: key pairs, licences, revocation lists.

fn main() {}
