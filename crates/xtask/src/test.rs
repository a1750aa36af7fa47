//! `cargo xtask test`: every check there is, in an order that compiles nothing twice.
//!
//! The UI is built first because the API embeds it. Then one `cargo test --workspace` builds the command line,
//! the window and every test with one set of features; Playwright uses the `sellify` it leaves behind.

use crate::packages::{BROWSERS, Need};
use crate::process::{cargo, on_path};
use crate::steps::Steps;
use crate::tally::Runner;
use crate::{node, repo, setup};
use anyhow::Result;
use std::process::{Command, ExitCode};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Without the window and the browser: needs neither WebKit nor Chromium
    #[arg(long)]
    fast: bool,
}

pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    setup::ensure(if options.fast { Need::Build } else { Need::Test })?;
    let mut steps = Steps::default();
    let ui_built = ui(&mut steps)?;
    steps.check("cargo fmt", cargo().args(["fmt", "--all", "--check", "--", "--color=never"]))?;
    let scope: &[&str] = if options.fast { &[] } else { &["--workspace"] };
    let clippy = ["--all-targets", "--quiet", "--", "-D", "warnings"];
    steps.check("cargo clippy", cargo().arg("clippy").args(scope).args(clippy))?;
    steps.tests("cargo test", Runner::Libtest, cargo_test(scope, !options.fast).args(["--no-fail-fast"]))?;
    if !options.fast {
        browser(&mut steps, ui_built)?;
    }
    Ok(if steps.close() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Types, lint, unit tests, build; whether there is something to look at in a browser.
fn ui(steps: &mut Steps) -> Result<bool> {
    let ui = repo::ui();
    steps.check("ui types", node::npm(&ui).args(["run", "--silent", "typecheck"]))?;
    steps.check("ui lint", node::npm(&ui).args(["run", "--silent", "lint"]))?;
    steps.tests("ui tests", Runner::Vitest, node::npm(&ui).args(["run", "--silent", "test"]))?;
    let built = steps.check("ui build", node::npm(&ui).args(["run", "--silent", "build"]))?;
    if built {
        node::ui_stamp()?.set()?;
    }
    Ok(built)
}

/// On Linux the window's smoke test gets a virtual display and a session bus of its own.
fn cargo_test(scope: &[&str], window: bool) -> Command {
    let cargo = cargo();
    let virtual_display = window && cfg!(target_os = "linux");
    let mut command = if virtual_display {
        let mut command = Command::new("dbus-run-session");
        command.args(["--", "xvfb-run", "-a", "-s", "-screen 0 1280x900x24"]).arg(cargo.get_program());
        command.current_dir(repo::root()).env("SELLIFY_REQUIRE_WINDOW", "1");
        command
    } else {
        cargo
    };
    command.arg("test").args(scope);
    command
}

fn browser(steps: &mut Steps, ui_built: bool) -> Result<()> {
    let e2e = repo::e2e();
    let sellify = repo::built("sellify", false);
    if !e2e.join("package.json").is_file() {
        return Ok(());
    }
    if !ui_built || !sellify.is_file() {
        steps.fail("browser tests", "the UI or the `sellify` program was not built");
        return Ok(());
    }
    let Some(chromium) = BROWSERS.iter().find(|name| on_path(name)) else {
        steps.fail("browser tests", "no Chromium on this machine");
        return Ok(());
    };
    let mut command = node::npm(&e2e);
    command.args(["test", "--silent"]).env("SELLIFY_BIN", sellify).env("SELLIFY_CHROMIUM", chromium);
    steps.tests("browser tests", Runner::Playwright, &mut command)?;
    Ok(())
}
