//! `sellify init`: creates the vault and prints its recovery code, once.

use clap::Args;
use sellify_app::SettingsChange;
use serde::Serialize;

use crate::failure::Failure;
use crate::session::{BY, Globals};

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Name of the firm
    #[arg(long, value_name = "NAME")]
    firm_name: Option<String>,
    /// Country of the firm, as two letters: phone numbers without a prefix are read as numbers of this country
    #[arg(long, value_name = "FR")]
    country: Option<String>,
    /// Language of the screens: fr or en
    #[arg(long, value_name = "fr")]
    language: Option<String>,
}

#[derive(Serialize)]
struct Created {
    vault_id: String,
    recovery_code: String,
    path: String,
}

impl Init {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let app = globals.app_that_waits()?;
        let settings = SettingsChange {
            language: self.language,
            firm_name: self.firm_name,
            country: self.country,
            ..SettingsChange::default()
        };
        let created = app.create_vault(&BY, settings).await?;
        let path = std::path::absolute(&created.path).unwrap_or_else(|_| created.path.into());
        let (vault_id, recovery_code) = (created.vault_id.to_string(), created.recovery_code);
        let created = Created { vault_id, recovery_code, path: path.display().to_string() };
        globals.output().say(&created, for_people)?;
        Ok(app.quit().await?)
    }
}

fn for_people(created: &Created) -> String {
    format!(
        "The vault is ready: {}\n\n  Recovery code: {}\n\n\
         Write it down or print it, and keep it away from this computer. It is shown this once.\n\
         It opens the vault on another computer, or here after a repair. Nobody can make it again for you.\n",
        created.path, created.recovery_code
    )
}
