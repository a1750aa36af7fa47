//! A vault in a folder of its own, and the real program pointed at it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tempfile::TempDir;

use super::talk;

/// Password of the connection in every vault.
pub(crate) const PASSWORD: &str = "un mot de passe qui reste";

/// A vault, gone when dropped.
pub(crate) struct House {
    folder: TempDir,
    program: PathBuf,
    recovery_code: String,
}

impl House {
    /// A vault with contacts, a template, a connection with a password, and some audit entries.
    pub(super) fn with_contents(program: &Path, contacts: usize) -> Result<Self> {
        let mut house =
            Self { folder: tempfile::tempdir()?, program: program.to_owned(), recovery_code: String::new() };
        let made = house.json(&["init", "--firm-name", "Cabinet Mariani"])?;
        house.recovery_code = made["recovery_code"].as_str().context("init shows a code")?.to_owned();
        let rows: String =
            (0..contacts).map(|n| format!("Nom{n};Prénom {n};p{n}@example.com;C-{n}\n")).collect();
        let people = house.file("people.csv", &format!("nom;prenom;email;commande\n{rows}"))?;
        house.json(&["import", &people, "--tag", "Tous"])?;
        let html = house.file("letter.html", "<p>Bonjour {prenom}</p>")?;
        house.json(&["template", "add", "--name", "Lettre", "--subject", "Bonjour", "--html", &html])?;
        let password = house.file("password.txt", PASSWORD)?;
        house.json(&[
            "connection",
            "add",
            "smtp",
            "--name",
            "Envoi",
            "--host",
            "127.0.0.1",
            "--port",
            "2525",
            "--tls",
            "none",
            "--username",
            "moi",
            "--password-file",
            &password,
            "--from",
            "moi@example.com",
        ])?;
        Ok(house)
    }

    /// Another vault with the same bytes.
    pub(super) fn copy(&self) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        copy_folder(self.folder.path(), folder.path())?;
        let (program, recovery_code) = (self.program.clone(), self.recovery_code.clone());
        Ok(Self { folder, program, recovery_code })
    }

    /// The folder stays for whoever looks for the fault.
    pub(super) fn keep(self) -> String {
        self.folder.keep().display().to_string()
    }

    /// The data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// A path beside the data folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The code that opens the vault anywhere.
    #[allow(dead_code, reason = "for cases that restore on another computer")]
    pub(crate) fn recovery_code(&self) -> &str {
        &self.recovery_code
    }

    /// Whether the data folder holds a file whose name begins like this.
    pub(crate) fn holds(&self, beginning: &str) -> bool {
        let (folder, beginning) = beginning.rsplit_once('/').unwrap_or(("", beginning));
        fs::read_dir(self.data().join(folder)).is_ok_and(|entries| {
            entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with(beginning))
        })
    }

    /// Writes a file to be read by a command.
    pub(crate) fn file(&self, name: &str, text: &str) -> Result<String> {
        fs::write(self.path(name), text)?;
        Ok(self.path(name).display().to_string())
    }

    /// The program on this vault.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        self.command_on(&self.data(), "local", arguments)
    }

    /// The program on another data folder, seen from another computer.
    pub(crate) fn command_on(&self, data: &Path, computer: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).arg("--data-dir").arg(data);
        command.env("SELLIFY_LOCAL_DIR", self.path(computer)).env("SELLIFY_KEYCHAIN", "off");
        for inherited in ["SELLIFY_DATA_DIR", "SELLIFY_RECOVERY_CODE", "RUST_LOG"] {
            command.env_remove(inherited);
        }
        command.stdin(Stdio::null());
        command
    }

    /// Runs a command that must succeed, and reads its answer.
    pub(crate) fn json(&self, arguments: &[&str]) -> Result<Value> {
        answer(self.command(&[arguments, &["--json"]].concat()))
    }

    /// Changes the settings so many times: each makes an audit entry.
    pub(crate) fn add_audit_entries(&self, entries: usize) -> Result<()> {
        talk::change_settings(self.command(&["serve", "--addr", "127.0.0.1:0", "--json"]), entries)
    }
}

/// Runs a command that must succeed, and reads its answer.
pub(crate) fn answer(mut command: Command) -> Result<Value> {
    let output = command.output().context("the program cannot be started")?;
    if !output.status.success() {
        let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy().into_owned()).collect();
        bail!("`{}`: {}", words.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    serde_json::from_slice(&output.stdout).context("the program gave no JSON")
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
