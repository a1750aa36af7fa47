//! What a command says: a sentence or a table for people, one JSON document for programs.

use std::io::{self, Write};

use serde::Serialize;
use tracing_subscriber::EnvFilter;

use crate::failure::Failure;

/// Where results go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    pub(crate) json: bool,
}

impl Output {
    /// Says the result, in the manner that was asked for.
    pub(crate) fn say<T: Serialize>(
        self,
        result: &T,
        for_people: impl FnOnce(&T) -> String,
    ) -> Result<(), Failure> {
        let mut text = if self.json { json(result) } else { for_people(result) };
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        write(text.as_bytes())
    }
}

/// Bytes for standard output. A reader that has gone away (`| head`) is no failure.
pub(crate) fn write(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::system(&error)),
        _ => Ok(()),
    }
}

/// One line, so that a script may read line by line.
fn json<T: Serialize>(result: &T) -> String {
    serde_json::to_string(result).unwrap_or_default()
}

/// The program's own messages, for whoever looks for a fault; silent unless `RUST_LOG` asks.
pub(crate) fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("off"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
}
