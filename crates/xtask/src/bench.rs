//! `cargo xtask bench`: the whole program's measurements, and the engines' own; one JSON line each.
//!
//! Seconds mean nothing by themselves on a machine that others share: compare lines of one run.

mod contacts;
mod engines;
mod http;
mod import;
mod program;
mod search;
mod send;
mod start;

use anyhow::{Result, bail};
use program::Program;
use std::process::ExitCode;

type Measure = fn(&Options) -> Result<()>;

/// The measurements of the whole program, in the order they run.
const WHOLE: [(&str, Measure); 4] =
    [("start", start::run), ("import", import::run), ("search", search::run), ("send", send::run)];

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only these: start, import, search, send, or an engine's own (those without arguments run by default)
    names: Vec<String>,
    /// Rows to import, and contacts to search in
    #[arg(long, default_value_t = 100_000)]
    rows: u32,
    /// Messages to send
    #[arg(long, default_value_t = 10_000)]
    messages: u32,
    /// Arguments for an engine's own benchmark
    #[arg(last = true)]
    more: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let engines = engines::all()?;
    let known = || WHOLE.iter().map(|(name, _)| *name).chain(engines.iter().map(engines::Bench::name));
    if let Some(stranger) = options.names.iter().find(|name| !known().any(|known| known == **name)) {
        bail!("there is no benchmark {stranger:?}; there are: {}", known().collect::<Vec<_>>().join(", "));
    }
    let wanted = |name: &str| options.names.is_empty() || options.names.iter().any(|wanted| wanted == name);
    if WHOLE.iter().any(|(name, _)| wanted(name)) {
        Program::build()?;
    }
    for (_, measure) in WHOLE.iter().filter(|(name, _)| wanted(name)) {
        measure(options)?;
    }
    for bench in engines.iter().filter(|bench| wanted(bench.name())) {
        bench.run(&options.more)?;
    }
    Ok(ExitCode::SUCCESS)
}
