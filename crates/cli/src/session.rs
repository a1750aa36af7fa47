//! Opening the vault for one command, and closing it in good order.

use std::path::PathBuf;

use clap::Args;
use sellify_app::{App, AppConfig, AppError};
use sellify_domain::{Actor, Door};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::output::Output;
use crate::typed;

/// Everything done here was done by the person at the command line.
pub(crate) const BY: Actor = Actor::Person { door: Door::CommandLine };

/// The environment variable that may hold the recovery code.
pub(crate) const RECOVERY_CODE: &str = "SELLIFY_RECOVERY_CODE";

/// The environment variable that may hold the passphrase.
pub(crate) const PASSPHRASE: &str = "SELLIFY_PASSPHRASE";

/// What every command accepts.
#[derive(Debug, Clone, Args)]
pub(crate) struct Globals {
    /// The folder of the vault, in place of your own
    #[arg(long, global = true, value_name = "FOLDER", env = "SELLIFY_DATA_DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Answer in JSON, and nothing else
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

impl Globals {
    pub(crate) fn output(&self) -> Output {
        Output { json: self.json }
    }

    /// The program, with the vault still closed.
    pub(crate) fn app(&self) -> Result<App, Failure> {
        Ok(App::new(AppConfig::for_this_computer(self.data_dir.as_deref())?)?)
    }

    /// The same for a command that comes and goes: an interrupted campaign goes on when somebody says so.
    pub(crate) fn app_that_waits(&self) -> Result<App, Failure> {
        let app = self.app()?;
        app.hold_campaigns();
        Ok(app)
    }

    /// The program with its vault open. What a killed process left is tidied up; no campaign starts by itself.
    pub(crate) async fn open(&self) -> Result<App, Failure> {
        let app = self.app_that_waits()?;
        if let Err(refused) = app.unlock().await {
            open_by_typing(&app, refused).await?;
        }
        tell_notices(self, &app).await?;
        Ok(app)
    }
}

/// A container may have no identity to be remembered by: there the code comes with every command. A vault may ask for
/// its passphrase each time: from the environment, or from the person at the terminal.
async fn open_by_typing(app: &App, refused: AppError) -> Result<(), Failure> {
    let from_environment = |name| std::env::var(name).ok().map(Zeroizing::new);
    if wants_recovery_code(&refused)
        && let Some(code) = from_environment(RECOVERY_CODE)
    {
        return Ok(app.unlock_with_recovery_code(&code).await?);
    }
    if refused.code() != "passphrase_required" {
        return Err(refused.into());
    }
    let passphrase = match from_environment(PASSPHRASE) {
        Some(passphrase) => passphrase,
        None if typed::at_a_terminal() => typed::passphrase("Passphrase: ")?,
        None => return Err(refused.into()),
    };
    Ok(app.unlock_with_passphrase(&passphrase).await?)
}

fn wants_recovery_code(refused: &AppError) -> bool {
    matches!(
        refused.code(),
        "hwid_unavailable"
            | "hwid_changed"
            | "device_key_missing"
            | "keychain_unavailable"
            | "passphrase_required"
    )
}

/// What the person should know about the opening goes to standard error: it is not the command's answer.
pub(crate) async fn tell_notices(globals: &Globals, app: &App) -> Result<(), Failure> {
    for code in app.vault_status().await?.notices {
        let sentence = match code.as_str() {
            "keystore_fallback_used" => {
                "note: the vault's key file was missing or damaged. A copy opened the vault; no data is lost."
            }
            "machine_slot_rewrapped" => "note: this computer was not known (any more). It is now remembered.",
            "machine_slot_unavailable" => {
                "note: this computer could not be remembered; the recovery code will be needed again."
            }
            "keystore_rollback" => {
                "note: an older copy of the vault's key file has come back. Somebody put it there; no data is lost."
            }
            _ => continue,
        };
        if globals.json {
            eprintln!("{}", serde_json::json!({ "notice": code }));
        } else {
            eprintln!("{sentence}");
        }
    }
    Ok(())
}
