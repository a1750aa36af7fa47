//! `cargo xtask`: the project's chores. One file per command; this one only reads the command line.
#![expect(clippy::print_stdout, reason = "a chore speaks to the person who started it")]

mod bench;
mod node;
mod openapi;
mod packages;
mod process;
mod repo;
mod run;
mod setup;
mod stamp;
mod steps;
mod tally;
mod test;
mod torture;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Set up, run, test and measure Sellify")]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what the system lacks to build, run and test Sellify
    Setup,
    /// Build and start Sellify: the window, or without a display the same pages on 127.0.0.1
    Run(run::Options),
    /// Every check there is; ends with `N passed, N failed`
    Test(test::Options),
    /// Run the benchmarks (all, or those named), optimised; JSON lines
    Bench(bench::Options),
    /// Kill the program at any moment, hundreds of times, and see that nothing is lost
    Torture(torture::Options),
    /// Write the OpenAPI document and the TypeScript generated from it
    Openapi,
}

fn main() -> ExitCode {
    let outcome = match CommandLine::parse().command {
        Command::Setup => setup::everything(),
        Command::Run(options) => run::run(&options),
        Command::Test(options) => test::run(&options),
        Command::Bench(options) => bench::run(&options),
        Command::Torture(options) => torture::run(&options),
        Command::Openapi => openapi::write(),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
