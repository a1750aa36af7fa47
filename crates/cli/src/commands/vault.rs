//! `sellify vault`: the ways into the vault, its own keys and its soundness.

use clap::Subcommand;

use super::vault_check::Check;
use super::vault_rotate::Rotate;
use super::vault_slots::{Forget, Passphrase, RecoveryCode, Slots};
use crate::failure::Failure;
use crate::session::Globals;

#[derive(Debug, Subcommand)]
pub(crate) enum Vault {
    /// List the ways into the vault
    Slots(Slots),
    /// Take a way in out, such as a computer that is gone
    Forget(Forget),
    /// Set or remove the passphrase, or make it the only way in beside the recovery code
    #[command(subcommand)]
    Passphrase(Passphrase),
    /// Make a new recovery code and print it, once; the old one stops working
    RecoveryCode(RecoveryCode),
    /// Replace the keys of the database, of the sealed columns, or of the keystore
    Rotate(Rotate),
    /// Look through everything in the vault and say what is wrong
    Check(Check),
}

impl Vault {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        match self {
            Self::Slots(slots) => slots.run(globals).await,
            Self::Forget(forget) => forget.run(globals).await,
            Self::Passphrase(passphrase) => passphrase.run(globals).await,
            Self::RecoveryCode(code) => code.run(globals).await,
            Self::Rotate(rotate) => rotate.run(globals).await,
            Self::Check(check) => check.run(globals).await,
        }
    }
}
