//! `cargo xtask openapi`: the API's document, and the TypeScript types generated from it.

use crate::process::{cargo, show};
use crate::{node, repo};
use anyhow::{Context, Result, bail};
use std::fs;
use std::process::ExitCode;

pub(crate) fn write() -> Result<ExitCode> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "sellify-api", "--example", "openapi"]);
    let output = command.output().context("cannot start cargo")?;
    if !output.status.success() {
        bail!("the document could not be made:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    let document = repo::root().join("crates").join("api").join("openapi.json");
    fs::write(&document, &output.stdout)?;
    node::ensure()?;
    node::install(&repo::ui(), "ui")?;
    show(node::npm(&repo::ui()).args(["run", "--silent", "generate"]))?;
    println!("Wrote crates/api/openapi.json and ui/src/api/schema.ts");
    Ok(ExitCode::SUCCESS)
}
