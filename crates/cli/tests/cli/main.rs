//! The real `sellify` program, run as people and scripts run it.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails where it stands; a skipped one says so"
)]

mod audit;
mod backup;
mod bad_input;
mod campaign;
mod contacts;
mod house;
mod imports;
mod license;
mod people;
mod rotation;
mod serve;
mod torture;
mod vault;
mod ways_in;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The number of `nobody` on Linux; any number without rights does.
#[cfg(unix)]
const NOBODY: u32 = 65_534;

/// A data folder and a computer of its own, and the program pointed at them.
pub(crate) struct House {
    folder: TempDir,
    /// Which computer: the folder of its `device.key`.
    computer: String,
    /// Run as a user without special rights, when the tests themselves are run by root.
    #[cfg(unix)]
    as_nobody: bool,
}

/// What a run left behind.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl House {
    pub(crate) fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            computer: "one".into(),
            #[cfg(unix)]
            as_nobody: false,
        }
    }

    /// With a vault; gives its recovery code too.
    pub(crate) fn with_vault() -> (Self, String) {
        let house = Self::empty();
        let created = house.json(&["init"]);
        let code = created["recovery_code"].as_str().unwrap().to_owned();
        (house, code)
    }

    /// The same data folder, seen from another computer.
    pub(crate) fn on_another_computer(mut self) -> Self {
        self.computer.push('2');
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// Writes a file to be read by a command.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name).display().to_string()
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sellify"));
        command.args(args).arg("--data-dir").arg(self.data());
        command.env("SELLIFY_LOCAL_DIR", self.path(&self.computer)).env_remove("RUST_LOG");
        // The keychain of whoever runs the tests is none of theirs.
        command.env("SELLIFY_KEYCHAIN", "off").env_remove("SELLIFY_PASSPHRASE");
        #[cfg(unix)]
        if self.as_nobody {
            std::os::unix::process::CommandExt::uid(&mut command, NOBODY);
        }
        command.env_remove("SELLIFY_DATA_DIR").env_remove("SELLIFY_RECOVERY_CODE").stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        Ran::from(self.command(args).output().unwrap())
    }

    /// Rights on files count for root too, by running the program as somebody else. `false`: not possible here.
    #[cfg(unix)]
    pub(crate) fn obey_rights(&mut self) -> bool {
        use std::os::unix::fs::{MetadataExt, chown};
        let folder = self.folder.path().to_owned();
        if std::fs::metadata(&folder).unwrap().uid() != 0 {
            return true;
        }
        let below = files(&folder).into_iter().map(|(path, _)| path);
        let folders = [folder.clone(), self.data(), self.path(&self.computer)];
        for path in below.chain(folders).filter(|path| path.exists()) {
            chown(path, Some(NOBODY), None).unwrap();
        }
        self.as_nobody = true;
        let runs = self.command(&["--version"]).output().is_ok_and(|output| output.status.success());
        if !runs {
            println!("skipped: the program cannot be run as another user here");
        }
        runs
    }

    /// Runs a command that must succeed, and reads its JSON.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let ran = self.run(&[args, &["--json"]].concat());
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{args:?}: {error}: {}", ran.out))
    }

    /// Runs a command that must be refused, and gives its exit code and error code.
    pub(crate) fn refusal(&self, args: &[&str]) -> (i32, String) {
        let ran = self.run(&[args, &["--json"]].concat());
        (ran.code, ran.error()["code"].as_str().unwrap().to_owned())
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// The error as `--json` gives it: one line, alone.
    pub(crate) fn error(&self) -> Value {
        let last = self.err.lines().last().unwrap_or_default();
        serde_json::from_str(last).unwrap_or_else(|error| panic!("{error}: {:?} {:?}", self.err, self.out))
    }
}

/// Every file below a folder with its bytes, to see that nothing was touched.
pub(crate) fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                found.push((path, bytes));
            }
        }
    }
    found.sort();
    found
}
