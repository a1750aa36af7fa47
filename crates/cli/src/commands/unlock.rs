//! `sellify unlock`: opens the vault by what a person types, so that this computer is remembered; or makes a new code.

use std::io::Read;

use clap::Args;
use serde::Serialize;

use crate::failure::Failure;
use crate::session::{BY, Globals, RECOVERY_CODE, tell_notices};
use crate::typed::passphrase;

#[derive(Debug, Args)]
pub(crate) struct Unlock {
    /// The recovery code; `-` reads it from standard input, where other users of this computer cannot see it
    #[arg(long, value_name = "CODE", env = RECOVERY_CODE, hide_env_values = true, required_unless_present_any = ["new_code", "passphrase"])]
    recovery_code: Option<String>,
    /// Unlock with the passphrase in its place; asked for, or read from standard input
    #[arg(long, conflicts_with = "new_code")]
    passphrase: bool,
    /// Make a new recovery code, on a computer that opens the vault; the old code then stops working
    #[arg(long)]
    new_code: bool,
}

#[derive(Serialize)]
struct Unlocked {
    vault_id: Option<String>,
    path: String,
    notices: Vec<String>,
}

impl Unlock {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        if self.new_code {
            return make_new_code(globals).await;
        }
        let app = globals.app_that_waits()?;
        if self.passphrase {
            app.unlock_with_passphrase(&passphrase("Passphrase: ")?).await?;
        } else {
            app.unlock_with_recovery_code(&typed(self.recovery_code.unwrap_or_default())?).await?;
        }
        if !globals.json {
            tell_notices(globals, &app).await?;
        }
        let status = app.vault_status().await?;
        let vault_id = status.vault_id.map(|id| id.to_string());
        let unlocked = Unlocked { vault_id, path: status.path, notices: status.notices };
        globals
            .output()
            .say(&unlocked, |unlocked| format!("The vault opens on this computer: {}", unlocked.path))?;
        Ok(app.quit().await?)
    }
}

#[derive(Serialize)]
struct NewCode {
    vault_id: String,
    recovery_code: String,
}

pub(super) async fn make_new_code(globals: &Globals) -> Result<(), Failure> {
    let app = globals.open().await?;
    let made = app.reissue_recovery_code(&BY).await?;
    let made = NewCode { vault_id: made.vault_id.to_string(), recovery_code: made.recovery_code };
    globals.output().say(&made, |made| {
        format!("The new recovery code: {}\nThe old one no longer works. Write the new one down; it is shown this once.", made.recovery_code)
    })?;
    Ok(app.quit().await?)
}

pub(super) fn typed(code: String) -> Result<String, Failure> {
    if code != "-" {
        return Ok(code);
    }
    let mut text = String::new();
    let read = std::io::stdin().take(4_096).read_to_string(&mut text);
    read.map(|_| text).map_err(|error| Failure::system(&error))
}
