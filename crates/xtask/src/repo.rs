//! Where things are in the repository, from the place this crate was built in.

use std::path::{Path, PathBuf};

/// The folder of the root manifest.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new(".")).to_path_buf()
}

/// The web UI.
pub(crate) fn ui() -> PathBuf {
    root().join("ui")
}

/// The folder of built things: honours `CARGO_TARGET_DIR`.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// A program that cargo built, debug or release.
pub(crate) fn built(name: &str, release: bool) -> PathBuf {
    let profile = if release { "release" } else { "debug" };
    target().join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The e2e tests' folder.
pub(crate) fn e2e() -> PathBuf {
    root().join("tests").join("e2e")
}
