//! `cargo xtask run`: from a clone to Sellify on the screen.

use crate::packages::Need;
use crate::process::{cargo, show};
use crate::{node, repo, setup};
use anyhow::{Context, Result};
use std::process::{Command, ExitCode};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// A throw-away vault with sample contacts, templates, a finished campaign and a mail catcher
    #[arg(long)]
    sample: bool,
    /// Serve on 127.0.0.1 even when there is a display
    #[arg(long)]
    serve: bool,
    /// Optimised: slower to build, the real speed
    #[arg(long)]
    release: bool,
    /// More arguments for `sellify serve`, such as `-- --addr 127.0.0.1:8080`
    #[arg(last = true)]
    more: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    setup::ensure(Need::Build)?;
    node::build_ui()?;
    let window = !options.serve && has_display();
    let program = if window { "sellify-desktop" } else { "sellify" };
    build(program, options.release)?;

    let mut command = Command::new(repo::built(program, options.release));
    if window {
        // The window has no command line of its own: its arguments belong to the files it is opened with.
        command.env("SELLIFY_SAMPLE", if options.sample { "1" } else { "" });
    } else {
        command.arg("serve").args(options.sample.then_some("--sample")).args(&options.more);
    }
    let status = command.status().with_context(|| format!("cannot start {program}"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Only the package that is started: serving needs nothing of WebKit.
fn build(program: &str, release: bool) -> Result<()> {
    let package = if program == "sellify" { "sellify-cli" } else { program };
    let mut command = cargo();
    command.args(["build", "--package", package]).args(release.then_some("--release"));
    show(&mut command)
}

fn has_display() -> bool {
    cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|it| !it.is_empty()))
}
