//! The commands, one file each.

mod inspect;
mod issue;
mod issue_terms;
mod keygen;
mod lists;
mod log;
mod resend;
mod revoke;
mod verify;

use crate::args::{Cli, Command};
use crate::failure::Failure;

pub(crate) fn run(cli: &Cli) -> Result<(), Failure> {
    let folder = cli.folder.as_path();
    match &cli.command {
        Command::Keygen(args) => keygen::run(folder, args),
        Command::Issue(args) => issue::run(folder, args),
        Command::Resend(args) => resend::run(folder, args),
        Command::Inspect(args) => inspect::run(args),
        Command::Verify(args) => verify::run(args),
        Command::Revoke(args) => revoke::run(folder, args),
        Command::Crl(args) => lists::crl(folder, args),
        Command::Keylist(args) => lists::key_list(folder, args),
        Command::Log => log::run(folder),
    }
}
