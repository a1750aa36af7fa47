//! `cargo xtask setup`: everything a fresh machine lacks.

use crate::packages::Need;
use crate::{node, packages, repo};
use anyhow::Result;
use std::process::ExitCode;

/// For building, running and testing.
pub(crate) fn everything() -> Result<ExitCode> {
    ensure(Need::Test)?;
    println!("Ready: `cargo xtask run` starts Sellify, `cargo xtask test` checks it.");
    Ok(ExitCode::SUCCESS)
}

/// Quiet when there is nothing to do.
pub(crate) fn ensure(need: Need) -> Result<()> {
    packages::ensure(need)?;
    node::ensure()?;
    node::install(&repo::ui(), "ui")?;
    if need == Need::Test && repo::e2e().join("package-lock.json").is_file() {
        node::install(&repo::e2e(), "e2e")?;
    }
    Ok(())
}
