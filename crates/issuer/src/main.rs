//! `sellify-issuer`, the vendor's tool: reads the command line, runs one command, ends with its exit code.

mod args;
mod commands;
mod confirm;
mod desk;
mod failure;
mod file;
mod key_file;
mod log;
mod output;
mod passphrase;
mod plan;
mod when;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = match args::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return failure::usage(&error),
    };
    match commands::run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.end(),
    }
}
