//! Prints the OpenAPI document: `cargo run -p sellify-api --example openapi > crates/api/openapi.json`.

use std::io::{self, Write};

fn main() -> io::Result<()> {
    let text = sellify_api::openapi().to_pretty_json().map_err(io::Error::other)?;
    writeln!(io::stdout().lock(), "{text}")
}
