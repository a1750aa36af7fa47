//! `sellify audit check`: an export, on any machine, without a vault.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use sellify_app::{Anchor, AppError, ExportCheck, Manifest, check_audit_export};
use serde::Serialize;

use crate::failure::Failure;
use crate::output::Output;

/// A larger file is not read into memory.
const LARGEST: u64 = 2 * 1024 * 1024 * 1024;

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The `.sellifyaudit` file
    file: PathBuf,
    /// The firm's signing key in its short form, as the firm tells you (`7be1 04c9 …`)
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
}

#[derive(Serialize)]
struct Checked {
    path: String,
    good: bool,
    entries: u64,
    checkpoints: u64,
    key: String,
    key_confirmed: bool,
    manifest: Manifest,
    fault: Option<Fault>,
}

#[derive(Serialize)]
struct Fault {
    file: &'static str,
    line: u64,
    seq: Option<u64>,
    kind: &'static str,
}

impl Check {
    pub(crate) fn run(self, output: Output) -> Result<(), Failure> {
        let found = read(&self.file)?;
        let key = found.manifest.key_fingerprint();
        let stranger = self.key.as_ref().is_some_and(|wanted| letters(wanted) != letters(&key));
        let fault = found.fault.as_ref().map(|fault| Fault {
            file: fault.file,
            line: fault.line,
            seq: fault.seq,
            kind: fault.kind,
        });
        let checked = Checked {
            path: self.file.display().to_string(),
            good: fault.is_none() && !stranger,
            entries: found.entries,
            checkpoints: found.checkpoints,
            key_confirmed: self.key.is_some() && !stranger,
            key,
            manifest: found.manifest,
            fault,
        };
        output.say(&checked, Checked::text)?;
        match &checked.fault {
            Some(fault) => Err(fault.failure()),
            None if stranger => Err(Failure::refused(
                "audit_export_key",
                format!("This export is whole, but was signed with another key: {}.", checked.key),
            )
            .with_hint("Ask the firm which key signs its audit log; `sellify audit verify` shows it there.")),
            None => Ok(()),
        }
    }
}

impl Fault {
    fn failure(&self) -> Failure {
        let place = match (self.line, self.seq) {
            (0, _) => self.file.to_owned(),
            (line, Some(seq)) => format!("{}, line {line} (entry {seq})", self.file),
            (line, None) => format!("{}, line {line}", self.file),
        };
        Failure::refused(
            "audit_export_broken",
            format!("This export is not as it was written: {place}: {}.", self.kind),
        )
        .with_hint("Do not rely on it. Ask for the file again, and compare where it came from.")
    }
}

impl Checked {
    fn text(&self) -> String {
        let manifest = &self.manifest;
        let verdict = if self.good {
            format!("{} entries, all as they were written", self.entries)
        } else {
            format!("NOT as it was written; {} entries are good", self.entries)
        };
        let key = if self.key_confirmed { "the one you named" } else { "compare it with the firm's" };
        format!(
            "{verdict}\nentries      {} to {} of vault {}\ncheckpoints  {} signed\nlast hash    {}\nsigning key  {} ({key})",
            manifest.first_seq,
            manifest.last_seq,
            manifest.vault_id,
            self.checkpoints,
            manifest.head,
            self.key
        )
    }
}

/// An earlier export as something to compare the log with; only a good one.
pub(super) fn anchor(file: &Path) -> Result<Anchor, Failure> {
    let found = read(file)?;
    if let Some(fault) = &found.fault {
        let fault = Fault { file: fault.file, line: fault.line, seq: fault.seq, kind: fault.kind };
        return Err(fault.failure());
    }
    let hash = unhex(&found.manifest.head).ok_or_else(|| {
        Failure::refused("audit_export_manifest", "The manifest of this export cannot be read.")
    })?;
    Ok(Anchor { place: file.display().to_string(), seq: found.manifest.last_seq, hash })
}

fn read(file: &Path) -> Result<ExportCheck, Failure> {
    let unreadable = |error| Failure::unreadable(file, &error);
    let opened = std::fs::File::open(file).map_err(unreadable)?;
    let mut bytes = Vec::new();
    opened.take(LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Failure::refused("file_too_large", "This file is larger than 2 GB; no export is."));
    }
    check_audit_export(&bytes).map_err(|error| AppError::from(error).into())
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// Spaces and case do not matter when a person reads a key out.
fn letters(key: &str) -> String {
    key.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}
