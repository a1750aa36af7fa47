//! The commands, one file each.

mod audit;
mod backup;
mod campaign;
mod connection;
mod contacts;
mod import;
mod imports;
mod init;
mod license;
mod serve;
mod suppressions;
mod template;
mod unlock;
mod vault;
mod vault_check;
mod vault_rotate;
mod vault_slots;

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
    /// Import contacts from a CSV, Excel, LibreOffice or vCard file
    Import(import::Import),
    /// List what was imported when, and with what result
    Imports(imports::Imports),
    /// List, search, show and export contacts
    #[command(subcommand)]
    Contacts(contacts::Contacts),
    /// Take the list of people who must not be written to out to a file, or bring another one in
    #[command(subcommand)]
    Suppressions(suppressions::Suppressions),
    /// Add, list and try out templates
    #[command(subcommand)]
    Template(template::Template),
    /// Add, list and test the accounts that send
    #[command(subcommand)]
    Connection(connection::Connection),
    /// Create, check and send campaigns, and read who got them
    #[command(subcommand)]
    Campaign(campaign::Campaign),
    /// Ask for a licence, install it, see how it stands, give it back
    #[command(subcommand)]
    License(license::License),
    /// The ways into the vault, its keys, and whether it is whole
    #[command(subcommand)]
    Vault(vault::Vault),
    /// Read, verify and export the audit log; check an export without the vault
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Make, list, verify and restore backups
    #[command(subcommand)]
    Backup(backup::Backup),
    /// Serve the screens and the API to a browser
    Serve(serve::Serve),
}

pub(crate) async fn run(cli: Cli) -> Result<(), Failure> {
    let globals = &cli.globals;
    match cli.command {
        Command::Init(command) => command.run(globals).await,
        Command::Unlock(command) => command.run(globals).await,
        Command::Import(command) => command.run(globals).await,
        Command::Imports(command) => command.run(globals).await,
        Command::Contacts(command) => command.run(globals).await,
        Command::Suppressions(command) => command.run(globals).await,
        Command::Template(command) => command.run(globals).await,
        Command::Connection(command) => command.run(globals).await,
        Command::Campaign(command) => command.run(globals).await,
        Command::License(command) => command.run(globals).await,
        Command::Vault(command) => command.run(globals).await,
        Command::Audit(command) => command.run(globals).await,
        Command::Backup(command) => command.run(globals).await,
        Command::Serve(command) => command.run(globals).await,
    }
}
