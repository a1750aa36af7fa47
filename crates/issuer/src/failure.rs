//! How a command fails: a sentence, what to do, and the exit code.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use sellify_licensing::LicenseError;

const EXIT_FILE: u8 = 1;
const EXIT_USAGE: u8 = 2;
const EXIT_VERIFICATION: u8 = 3;
const EXIT_KEY: u8 = 4;

/// Why a command ended without doing its work.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    exit: u8,
}

impl Failure {
    /// The command line or the request cannot be followed.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), exit: EXIT_USAGE }
    }

    /// Something is not what it says it is.
    pub(crate) fn verification(message: impl Into<String>) -> Self {
        Self { message: message.into(), exit: EXIT_VERIFICATION }
    }

    /// The key cannot be used.
    pub(crate) fn key(message: impl Into<String>) -> Self {
        Self { message: message.into(), exit: EXIT_KEY }
    }

    /// A file cannot be read.
    pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::usage(format!("{} cannot be read: {error}.", path.display()))
    }

    /// A file cannot be written.
    pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Self {
        Self { message: format!("{} cannot be written: {error}.", path.display()), exit: EXIT_FILE }
    }

    /// The same, when the file is a key.
    pub(crate) fn about_key(self) -> Self {
        Self { exit: EXIT_KEY, ..self }
    }

    /// Says it, and gives the exit code.
    pub(crate) fn end(&self) -> ExitCode {
        // Nobody is left to tell when even the error output is gone.
        let _ = writeln!(io::stderr(), "{}", self.message);
        ExitCode::from(self.exit)
    }
}

impl From<LicenseError> for Failure {
    fn from(error: LicenseError) -> Self {
        Self::verification(format!("{error} ({})", error.code()))
    }
}

/// What clap has to say; help and version are no failures.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { EXIT_USAGE } else { 0 })
}
