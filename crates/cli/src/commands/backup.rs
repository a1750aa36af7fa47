//! `sellify backup`: makes, lists, proves and restores backups.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use sellify_app::{App, BackupSource, BackupView, RestoreOrder};
use sellify_domain::Timestamp;
use serde::Serialize;

use crate::failure::Failure;
use crate::session::{BY, Globals, RECOVERY_CODE};

#[derive(Debug, Subcommand)]
pub(crate) enum Backup {
    /// Make a backup now, and prove it
    Create(Create),
    /// List the backups there are, and which recovery code opens each
    List(List),
    /// Prove that a backup file is whole
    Verify(Verify),
    /// Restore a backup by its recovery code alone, on this or another computer
    Restore(Restore),
    /// Let a restored vault send again; campaigns that stood still stay so until each is resumed
    AllowSending(AllowSending),
}

#[derive(Debug, Args)]
pub(crate) struct Create {}

#[derive(Debug, Args)]
pub(crate) struct List {}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The file, or the name of a listed backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The recovery code that opens it, for a full drill; `-` reads it from standard input. Without a code: whether
    /// the file is still the one that was verified when it was made
    #[arg(long, value_name = "CODE", env = RECOVERY_CODE, hide_env_values = true)]
    recovery_code: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The recovery code; `-` reads it from standard input, where other users of this computer cannot see it
    #[arg(long, value_name = "CODE", env = RECOVERY_CODE, hide_env_values = true)]
    recovery_code: String,
    /// Let the backup take the place of a vault that is here and newer; that one is kept beside it
    #[arg(long)]
    confirm_older: bool,
}

#[derive(Debug, Args)]
pub(crate) struct AllowSending {}

#[derive(Serialize)]
struct Allowed {
    /// Whether the vault was in quarantine until now.
    lifted: bool,
}

#[derive(Serialize)]
struct Created {
    path: String,
    bytes: u64,
    verified: bool,
    recovery_key_id: String,
}

#[derive(Serialize)]
struct Listed {
    items: Vec<Item>,
    folder: String,
    automatic: bool,
    due_at: Option<i64>,
    last_verified_at: Option<i64>,
}

#[derive(Serialize)]
struct Item {
    name: String,
    path: String,
    at: i64,
    bytes: u64,
    verified_at: Option<i64>,
    recovery_key_id: String,
    opens_with_current_code: bool,
}

#[derive(Serialize)]
struct Verified {
    path: String,
    verified: bool,
    /// `drill` by the code, `unchanged` without one.
    how: &'static str,
    created_at: Option<i64>,
    counts: Option<BTreeMap<String, u64>>,
}

#[derive(Serialize)]
struct Restored {
    vault_id: String,
    path: String,
    backup_at: i64,
    counts: BTreeMap<String, u64>,
    replaced: Option<String>,
    quarantine: bool,
}

impl Backup {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        match self {
            Self::Create(_) => create(globals).await,
            Self::List(_) => list(globals).await,
            Self::Verify(command) => command.run(globals).await,
            Self::Restore(command) => command.run(globals).await,
            Self::AllowSending(_) => allow_sending(globals).await,
        }
    }
}

async fn create(globals: &Globals) -> Result<(), Failure> {
    let app = globals.open().await?;
    let made = app.back_up(&BY).await?;
    let created = Created {
        verified: made.verified_at.is_some(),
        path: made.path,
        bytes: made.bytes,
        recovery_key_id: made.recovery_key_id,
    };
    globals.output().say(&created, |created| {
        format!(
            "Backup made and verified: {} ({} bytes)\nThe recovery code with the mark {} opens it.",
            created.path, created.bytes, created.recovery_key_id
        )
    })?;
    Ok(app.quit().await?)
}

async fn allow_sending(globals: &Globals) -> Result<(), Failure> {
    let app = globals.open().await?;
    let lifted = app.quarantine().await?.is_some();
    app.lift_quarantine(&BY).await?;
    globals.output().say(&Allowed { lifted }, |allowed| {
        let said = if allowed.lifted { "This vault may send again." } else { "This vault may send already." };
        said.to_owned()
    })?;
    Ok(app.quit().await?)
}

async fn list(globals: &Globals) -> Result<(), Failure> {
    let app = globals.open().await?;
    let backups = app.backups().await?;
    let listed = Listed {
        items: backups.items.into_iter().map(Item::from).collect(),
        folder: backups.folder,
        automatic: backups.automatic,
        due_at: backups.due_at.map(Timestamp::as_millis),
        last_verified_at: backups.last_verified_at.map(Timestamp::as_millis),
    };
    globals.output().say(&listed, for_people)?;
    Ok(app.quit().await?)
}

impl Verify {
    async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let verified = match self.recovery_code {
            // By its code a file is proven anywhere, with or without a vault.
            Some(code) => {
                let app = globals.app_that_waits()?;
                let manifest =
                    app.drill_backup(&BackupSource::Path(self.file.clone()), &typed(code)?).await?;
                Verified {
                    path: self.file.display().to_string(),
                    verified: true,
                    how: "drill",
                    created_at: Some(manifest.created_at.as_millis()),
                    counts: Some(manifest.counts),
                }
            }
            None => unchanged(globals, &self.file).await?,
        };
        globals.output().say(&verified, |verified| match verified.how {
            "drill" => format!("{} is whole and opens by this code.", verified.path),
            _ => {
                format!("{} is, to the last bit, the file that was verified when it was made.", verified.path)
            }
        })
    }
}

async fn unchanged(globals: &Globals, file: &std::path::Path) -> Result<Verified, Failure> {
    let app = globals.open().await?;
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let view = app.verify_backup(&BY, &name).await?;
    app.quit().await?;
    Ok(Verified {
        path: view.path,
        verified: true,
        how: "unchanged",
        created_at: Some(view.at.as_millis()),
        counts: view.counts,
    })
}

impl Restore {
    async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let app = globals.app_that_waits()?;
        // A vault that is here and opens is compared with the backup; one that does not open is no obstacle.
        let _ = app.unlock().await;
        let restored = restore(&app, self).await;
        app.quit().await?;
        let restored = restored?;
        globals.output().say(&restored, |restored| {
            let kept = restored.replaced.as_ref().map_or(String::new(), |folder| {
                format!("\nThe vault that was here before is kept in {folder}.")
            });
            format!(
                "The vault is restored: {} (backup of {}){kept}\nNothing is sent until you allow it: in the screens, or \
                 with `sellify backup allow-sending`.",
                restored.path,
                Timestamp::from_millis(restored.backup_at).to_rfc3339()
            )
        })
    }
}

async fn restore(app: &App, command: Restore) -> Result<Restored, Failure> {
    let order = RestoreOrder {
        source: BackupSource::Path(command.file),
        code: typed(command.recovery_code)?,
        confirm_older: command.confirm_older,
    };
    let restored = app.restore_backup(&BY, order).await?;
    Ok(Restored {
        vault_id: restored.vault_id.to_string(),
        path: app.vault_status().await?.path,
        backup_at: restored.backup_at.as_millis(),
        counts: restored.counts,
        replaced: restored.replaced,
        quarantine: true,
    })
}

impl From<BackupView> for Item {
    fn from(view: BackupView) -> Self {
        Self {
            name: view.name,
            path: view.path,
            at: view.at.as_millis(),
            bytes: view.bytes,
            verified_at: view.verified_at.map(Timestamp::as_millis),
            recovery_key_id: view.recovery_key_id,
            opens_with_current_code: view.opens_with_current_code,
        }
    }
}

fn for_people(listed: &Listed) -> String {
    if listed.items.is_empty() {
        return format!("No backups in {} yet. Make one with `sellify backup create`.", listed.folder);
    }
    let mut text = String::new();
    for item in &listed.items {
        let opens = if item.opens_with_current_code { "your present code" } else { "an earlier code" };
        let proven = item.verified_at.map_or("not verified here".to_owned(), |at| {
            format!("verified {}", Timestamp::from_millis(at).to_rfc3339())
        });
        text.push_str(&format!(
            "{}  {} bytes  {} ({opens})  {proven}\n",
            item.path, item.bytes, item.recovery_key_id
        ));
    }
    text
}

fn typed(code: String) -> Result<String, Failure> {
    if code != "-" {
        return Ok(code);
    }
    let mut text = String::new();
    let read = std::io::stdin().take(4_096).read_to_string(&mut text);
    read.map(|_| text).map_err(|error| Failure::system(&error))
}
