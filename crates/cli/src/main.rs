//! The `sellify` command: reads the command line, runs one command, ends with its exit code.

mod commands;
mod failure;
mod find;
mod output;
mod progress;
mod session;
mod stop;
mod table;
mod typed;

use std::process::ExitCode;

use clap::Parser;

use crate::commands::Cli;
use crate::failure::Failure;

fn main() -> ExitCode {
    // One TLS provider for the whole process, before anything can ask for one.
    let already_installed = rustls::crypto::aws_lc_rs::default_provider().install_default().is_err();
    debug_assert!(!already_installed, "nothing else chooses a TLS provider");
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return failure::usage(&error),
    };
    let json = cli.globals.json;
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.end(json),
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    output::log_to_stderr();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| Failure::system(&error))?.block_on(commands::run(cli))
}
