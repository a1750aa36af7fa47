//! The commands, one file each.

mod campaign;
mod connection;
mod contacts;
mod import;
mod init;
mod serve;
mod template;
mod unlock;

use clap::{Parser, Subcommand};

use crate::failure::Failure;
use crate::session::Globals;

/// Sellify on the command line: contacts, templates and campaigns in one encrypted vault on this computer.
///
/// Exit codes: 0 done, 2 the command line could not be understood, 3 the input was refused, 4 the vault cannot be used.
#[derive(Debug, Parser)]
#[command(name = "sellify", version, propagate_version = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create an encrypted vault and print its recovery code, once
    Init(init::Init),
    /// Open the vault on this computer with its recovery code
    Unlock(unlock::Unlock),
    /// Import contacts from a CSV or Excel file
    Import(import::Import),
    /// List, search, show and export contacts
    #[command(subcommand)]
    Contacts(contacts::Contacts),
    /// Add, list and try out templates
    #[command(subcommand)]
    Template(template::Template),
    /// Add, list and test the accounts that send
    #[command(subcommand)]
    Connection(connection::Connection),
    /// Create, check and send campaigns, and read who got them
    #[command(subcommand)]
    Campaign(campaign::Campaign),
    /// Serve the screens and the API to a browser
    Serve(serve::Serve),
}

pub(crate) async fn run(cli: Cli) -> Result<(), Failure> {
    let globals = &cli.globals;
    match cli.command {
        Command::Init(command) => command.run(globals).await,
        Command::Unlock(command) => command.run(globals).await,
        Command::Import(command) => command.run(globals).await,
        Command::Contacts(command) => command.run(globals).await,
        Command::Template(command) => command.run(globals).await,
        Command::Connection(command) => command.run(globals).await,
        Command::Campaign(command) => command.run(globals).await,
        Command::Serve(command) => command.run(globals).await,
    }
}
