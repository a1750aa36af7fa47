//! How long one licence check takes.

fn main() {}
