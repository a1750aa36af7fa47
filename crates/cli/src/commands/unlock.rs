//! `sellify unlock`: opens the vault by its recovery code, so that this computer is remembered.

use std::io::Read;

use clap::Args;
use serde::Serialize;

use crate::failure::Failure;
use crate::session::{Globals, RECOVERY_CODE, tell_notices};

#[derive(Debug, Args)]
pub(crate) struct Unlock {
    /// The recovery code; `-` reads it from standard input, where other users of this computer cannot see it
    #[arg(long, value_name = "CODE", env = RECOVERY_CODE, hide_env_values = true)]
    recovery_code: String,
}

#[derive(Serialize)]
struct Unlocked {
    vault_id: Option<String>,
    path: String,
    notices: Vec<String>,
}

impl Unlock {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let app = globals.app_that_waits()?;
        app.unlock_with_recovery_code(&typed(self.recovery_code)?).await?;
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

fn typed(code: String) -> Result<String, Failure> {
    if code != "-" {
        return Ok(code);
    }
    let mut text = String::new();
    let read = std::io::stdin().take(4_096).read_to_string(&mut text);
    read.map(|_| text).map_err(|error| Failure::system(&error))
}
