//! `cargo xtask torture`: the real program, killed hundreds of times at any moment; nothing may be lost.

#[path = "../../../tests/torture/mod.rs"]
mod harness;

use crate::process::{cargo, show};
use crate::repo;
use anyhow::{Result, bail};
use harness::CASES;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Kills of each case that must meet the program alive
    #[arg(long, default_value_t = 300)]
    kills: usize,
    /// Only these cases: keystore, database, columns, backup, restore
    #[arg(long, value_delimiter = ',', value_name = "CASE")]
    only: Vec<String>,
    /// Contacts in the vault
    #[arg(long, default_value_t = 2_000)]
    contacts: usize,
    /// The same number gives the same moments
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// With the optimised program
    #[arg(long)]
    release: bool,
    /// With this program, in place of building one
    #[arg(long, value_name = "FILE", conflicts_with = "release")]
    program: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    if let Some(stranger) = options.only.iter().find(|name| harness::case(name).is_none()) {
        let known: Vec<&str> = CASES.iter().map(|case| case.name).collect();
        bail!("there is no case {stranger:?}; there are: {}", known.join(", "));
    }
    let program = match &options.program {
        Some(program) => program.clone(),
        None => built(options.release)?,
    };
    let mut losses = 0;
    for case in
        CASES.iter().filter(|case| options.only.is_empty() || options.only.iter().any(|n| n == case.name))
    {
        let begun = Instant::now();
        let report = harness::torture(&program, case, options.kills, options.contacts, options.seed)?;
        println!(
            "{}: {} kills ({} at a landmark, {} start-ups killed too), {} losses, {} s",
            case.name,
            report.kills,
            report.at_landmarks,
            report.second_kills,
            report.losses.len(),
            begun.elapsed().as_secs()
        );
        report.losses.iter().for_each(|loss| println!("  LOST  {loss}"));
        losses += report.losses.len();
    }
    Ok(if losses == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn built(release: bool) -> Result<PathBuf> {
    let profile: &[&str] = if release { &["--release"] } else { &[] };
    show(cargo().args(["build", "--package", "sellify-cli"]).args(profile))?;
    Ok(repo::built("sellify", release))
}
