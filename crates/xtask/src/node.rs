//! Node: finding one that is new enough, `npm ci` when the lock file changed, and the UI build.

use crate::process::{answer, on_path, show};
use crate::repo;
use crate::stamp::Stamp;
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Vite 8 refuses older ones.
const OLDEST: (u32, u32) = (20, 19);

/// An npm command in `folder`, on a Node that is new enough.
pub(crate) fn npm(folder: &Path) -> Command {
    let mut command = if cfg!(windows) {
        let mut shell = Command::new("cmd");
        shell.args(["/C", "npm"]);
        shell
    } else {
        Command::new(own_npm().unwrap_or_else(|| "npm".into()))
    };
    command.current_dir(folder).env("PATH", path());
    command
}

/// Makes sure that there is a Node to use: the system's, or one from the npm registry for this project only.
pub(crate) fn ensure() -> Result<()> {
    if new_enough(answer("node", &["--version"])) || own_node().is_some() {
        return Ok(());
    }
    if !on_path("npm") {
        bail!("Node.js {}.{} or newer with npm is needed: see https://nodejs.org", OLDEST.0, OLDEST.1);
    }
    println!("The system's Node.js is too old: fetching one for this project");
    let prefix = tools();
    std::fs::create_dir_all(&prefix)?;
    let mut command = Command::new("npm");
    command.arg("install").arg("--prefix").arg(&prefix).args([
        "--no-audit",
        "--no-fund",
        "node@22",
        "npm@11",
    ]);
    show(&mut command).context("a newer Node.js could not be installed; see https://nodejs.org")
}

/// `npm ci` in a folder, unless its lock file is the one of last time.
pub(crate) fn install(folder: &Path, name: &str) -> Result<()> {
    let stamp = Stamp::of(&format!("npm-{name}"), &[folder.join("package-lock.json")])?;
    if stamp.is_fresh() && folder.join("node_modules").is_dir() {
        return Ok(());
    }
    show(npm(folder).args(["ci", "--no-audit", "--no-fund"]))?;
    stamp.set()
}

/// `vite build`, unless nothing that goes into it changed.
pub(crate) fn build_ui() -> Result<()> {
    let ui = repo::ui();
    let stamp = ui_stamp()?;
    if stamp.is_fresh() && ui.join("dist").join("index.html").is_file() {
        return Ok(());
    }
    show(npm(&ui).args(["run", "--silent", "build"]))?;
    stamp.set()
}

/// The fingerprint of everything that goes into the UI build.
pub(crate) fn ui_stamp() -> Result<Stamp> {
    let parts = ["src", "public", "index.html", "package-lock.json", "vite.config.ts", "postcss.config.cjs"];
    Stamp::of("ui", &parts.map(|part| repo::ui().join(part)))
}

fn new_enough(version: Option<String>) -> bool {
    let Some(version) = version else { return false };
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    matches!((numbers.next(), numbers.next()), (Some(major), Some(minor)) if (major, minor) >= OLDEST)
}

fn tools() -> PathBuf {
    repo::target().join("xtask").join("tools")
}

fn own_node() -> Option<PathBuf> {
    let folder = tools().join("node_modules").join("node").join("bin");
    folder.join(format!("node{}", std::env::consts::EXE_SUFFIX)).is_file().then_some(folder)
}

fn own_npm() -> Option<OsString> {
    let npm = tools().join("node_modules").join(".bin").join("npm");
    npm.exists().then(|| npm.into_os_string())
}

/// The search path with the project's own Node first, when there is one.
fn path() -> OsString {
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let folders = own_node().into_iter().chain(std::env::split_paths(&inherited));
    std::env::join_paths(folders).unwrap_or(inherited)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        for (version, enough) in
            [("v20.19.0", true), ("v20.9.1", false), ("v22.1.0", true), ("v18.20.4", false), ("", false)]
        {
            assert_eq!(new_enough(Some(version.to_owned())), enough, "{version}");
        }
    }
}
