//! How a command fails: what happened, what is safe, what to do next, and the exit code.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use sellify_app::{AppError, ErrorKind, SampleError};
use serde::Serialize;

/// The command line could not be understood.
const EXIT_USAGE: u8 = 2;
/// The input was understood and refused.
const EXIT_REFUSED: u8 = 3;
/// The vault cannot be used.
const EXIT_VAULT: u8 = 4;

/// The person pressed Ctrl-C; the number that shells give for it.
const EXIT_INTERRUPTED: u8 = 130;

/// Why a command ended without doing its work.
#[derive(Debug, Serialize)]
pub(crate) struct Failure {
    code: String,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    #[serde(skip)]
    exit: u8,
}

impl Failure {
    /// The input was understood and refused.
    pub(crate) fn refused(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), field: None, hint: None, exit: EXIT_REFUSED }
    }

    /// The command line asks for something that cannot be.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { exit: EXIT_USAGE, ..Self::refused("usage", message) }
    }

    /// A refusal that was recorded by its code, with its sentence.
    pub(crate) fn by_code(code: &str, sentences: &str) -> Self {
        let vault = matches!(
            code,
            "disk_full" | "data_folder_read_only" | "database_busy" | "db_file_damaged" | "internal_error"
        );
        let (message, hint) = split(sentences);
        Self { hint, exit: if vault { EXIT_VAULT } else { EXIT_REFUSED }, ..Self::refused(code, message) }
    }

    /// The person stopped an import.
    pub(crate) fn cancelled() -> Self {
        let message = "The import was cancelled. Nothing was imported.";
        Self { exit: EXIT_INTERRUPTED, ..Self::refused("cancelled", message) }
    }

    /// The person stopped a campaign half-way.
    pub(crate) fn interrupted(campaign: &str) -> Self {
        let message =
            "The campaign is paused. Everybody who got the message is recorded; nobody is written to twice.";
        Self { exit: EXIT_INTERRUPTED, ..Self::refused("interrupted", message) }
            .with_hint(format!("Go on with `sellify campaign send {campaign:?}`."))
    }

    /// What to do next.
    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A file of the user's that cannot be read.
    pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::refused("file_unreadable", format!("{} cannot be read: {error}.", path.display()))
            .with_hint("Nothing was changed. Check the path and that you may read the file.")
    }

    /// A file that cannot be written.
    pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Self {
        Self::refused("file_unwritable", format!("{} cannot be written: {error}.", path.display()))
            .with_hint("The vault is as it was. Check the folder and the free space.")
    }

    /// The operating system refused what every program needs.
    pub(crate) fn system(error: &io::Error) -> Self {
        Self {
            exit: EXIT_VAULT,
            ..Self::refused("system", format!("The system refused to start the work: {error}."))
        }
        .with_hint("Nothing was changed. Close some programs, then try again.")
    }

    /// Tells the person or the program, and gives the exit code.
    pub(crate) fn end(&self, json: bool) -> ExitCode {
        if json {
            eprintln!("{}", serde_json::to_string(self).unwrap_or_default());
        } else {
            eprintln!("error: {}", self.message);
            if let Some(hint) = &self.hint {
                eprintln!("{hint}");
            }
        }
        ExitCode::from(self.exit)
    }
}

/// The vault is open and well; what was asked of its ways in cannot be.
fn only_refused(code: &str) -> bool {
    matches!(
        code,
        "passphrase_too_short"
            | "passphrase_too_long"
            | "passphrase_missing"
            | "passphrase_in_use"
            | "slot_not_found"
            | "last_portable_slot"
            | "no_other_slot_opened"
            | "no_portable_slot"
    )
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        let vault = matches!(
            error,
            AppError::Vault(_) | AppError::VaultMissing | AppError::VaultLocked | AppError::NoHomeFolder
        );
        let broken = matches!(
            error.kind(),
            ErrorKind::Locked | ErrorKind::Unavailable | ErrorKind::NoSpace | ErrorKind::Broken
        );
        let (message, next) = what_and_next(&error);
        let hint = match &error {
            AppError::VaultMissing => {
                Some("Run `sellify init`, or choose the right folder with --data-dir.".into())
            }
            AppError::VaultLocked => Some("Run `sellify unlock --recovery-code …`.".into()),
            _ => next,
        };
        let exit = if (vault && !only_refused(error.code())) || broken { EXIT_VAULT } else { EXIT_REFUSED };
        Self { code: error.code().to_owned(), message, field: error.field(), hint, exit }
    }
}

fn what_and_next(error: &AppError) -> (String, Option<String>) {
    let text = error.to_string();
    let Some(hint) = error.hint() else { return split(&text) };
    let message = text.strip_suffix(hint.as_str()).unwrap_or(&text).trim_end().to_owned();
    (message, Some(hint))
}

/// The app's sentences go: what happened, what is safe, what to do next. The last one is the hint.
fn split(sentences: &str) -> (String, Option<String>) {
    match sentences.rsplit_once(". ") {
        Some((message, next)) if next.starts_with(char::is_uppercase) => {
            (format!("{message}."), Some(next.to_owned()))
        }
        _ => (sentences.to_owned(), None),
    }
}

impl From<SampleError> for Failure {
    fn from(error: SampleError) -> Self {
        match error {
            SampleError::App(error) => error.into(),
            SampleError::NoRoom(error) => Self::system(&error),
        }
    }
}

/// A command line that clap refused, or `--help` and `--version`, which are no failure.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    let json = std::env::args_os().any(|arg| arg == "--json");
    if error.use_stderr() && json {
        let message = error.to_string();
        let first = message.lines().next().unwrap_or_default();
        return Failure::usage(first.trim_start_matches("error: "))
            .with_hint("See `sellify --help`.")
            .end(true);
    }
    if error.print().is_err() {
        // Nobody reads any more; the exit code still tells.
    }
    if error.use_stderr() { ExitCode::from(EXIT_USAGE) } else { ExitCode::SUCCESS }
}
