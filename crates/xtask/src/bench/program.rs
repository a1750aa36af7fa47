//! The optimised `sellify` on a throw-away vault, and served to the measurements that speak HTTP.

use super::http::Client;
use crate::process::{cargo, show};
use crate::repo;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use tempfile::TempDir;

/// A vault of its own, gone when dropped.
pub(super) struct Program {
    folder: TempDir,
}

/// `sellify serve` on that vault; ended when dropped.
pub(super) struct Served {
    child: Child,
    address: String,
    code: String,
    _output: BufReader<ChildStdout>,
}

impl Program {
    /// Builds the program, optimised.
    pub(super) fn build() -> Result<()> {
        show(cargo().args(["build", "--release", "--package", "sellify-cli"]))
    }

    /// With an empty vault.
    pub(super) fn new() -> Result<Self> {
        let program = Self { folder: tempfile::tempdir()? };
        program.json(&["init"])?;
        Ok(program)
    }

    /// A file of this run.
    pub(super) fn file(&self, name: &str, text: &str) -> Result<String> {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text)?;
        Ok(path.display().to_string())
    }

    /// Runs one command and reads its answer.
    pub(super) fn json(&self, arguments: &[&str]) -> Result<Value> {
        let output =
            self.command().args(arguments).stdin(Stdio::null()).output().context("cannot start sellify")?;
        if !output.status.success() {
            bail!("sellify {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
        }
        serde_json::from_slice(&output.stdout)
            .with_context(|| format!("sellify {} gave no JSON", arguments.join(" ")))
    }

    /// Serves the vault on a free port.
    pub(super) fn serve(&self) -> Result<Served> {
        let mut command = self.command();
        command.args(["serve", "--addr", "127.0.0.1:0"]).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().context("cannot start sellify serve")?;
        let mut output = BufReader::new(child.stdout.take().context("its output is not ours to read")?);
        let mut said = String::new();
        let value: Value = loop {
            if output.read_line(&mut said)? == 0 {
                bail!("sellify serve ended at once: {said}");
            }
            if let Ok(value) = serde_json::from_str(&said) {
                break value;
            }
        };
        let text = |name: &str| {
            value[name].as_str().map(str::to_owned).context("serve answers its address and link")
        };
        let link = text("sign_in_link")?;
        let code = link.rsplit_once("code=").map_or_else(|| link.clone(), |(_, code)| code.to_owned());
        Ok(Served { child, address: text("addr")?, code, _output: output })
    }

    fn command(&self) -> Command {
        let folder = |name: &str| -> PathBuf { self.folder.path().join(name) };
        let mut command = Command::new(repo::built("sellify", true));
        command
            .arg("--json")
            .arg("--data-dir")
            .arg(folder("vault"))
            .env("SELLIFY_LOCAL_DIR", folder("local"))
            .env("SELLIFY_KEYCHAIN", "off");
        command
    }
}

impl Served {
    /// A client that nobody has signed in.
    pub(super) fn client(&self) -> Client {
        Client::new(&self.address)
    }

    /// A client with a session.
    pub(super) fn signed_in(&self) -> Result<Client> {
        let mut client = self.client();
        client.sign_in(&self.code)?;
        Ok(client)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself; there is nothing to save in this vault.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
