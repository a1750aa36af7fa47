//! `sellify vault slots|forget|passphrase|recovery-code`: the ways into the vault.

use clap::{Args, Subcommand};
use sellify_app::{App, SlotInfo, VaultSlots};
use serde::Serialize;
use uuid::Uuid;

use super::unlock;
use crate::failure::Failure;
use crate::session::{BY, Globals};
use crate::table::Table;
use crate::typed::{new_passphrase, passphrase};

#[derive(Debug, Args)]
pub(crate) struct Slots {}

#[derive(Debug, Args)]
pub(crate) struct Forget {
    /// Its id, as `sellify vault slots` lists it
    #[arg(value_name = "ID")]
    id: Uuid,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Passphrase {
    /// Set the passphrase, or replace it; asked for, or read from standard input
    Set,
    /// Remove it
    Remove,
    /// Let only the passphrase and the recovery code open the vault; the passphrase is asked for once more
    Require {
        /// Let this computer open the vault by itself again
        #[arg(long)]
        off: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct RecoveryCode {}

#[derive(Serialize)]
struct Listed {
    slots: Vec<Slot>,
    passphrase_required: bool,
    keychain_available: bool,
    auto_lock_minutes: u16,
}

#[derive(Serialize)]
struct Slot {
    id: Uuid,
    kind: &'static str,
    label: String,
    created_at: i64,
    this_computer: bool,
}

impl Slots {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let app = globals.open().await?;
        say(globals, &app).await?;
        Ok(app.quit().await?)
    }
}

impl Forget {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let app = globals.open().await?;
        app.forget_slot(&BY, self.id).await?;
        say(globals, &app).await?;
        Ok(app.quit().await?)
    }
}

impl Passphrase {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let app = globals.open().await?;
        match self {
            Self::Set => app.set_passphrase(&BY, &new_passphrase()?).await?,
            Self::Remove => app.remove_passphrase(&BY).await?,
            Self::Require { off: true } => app.require_passphrase(&BY, false, None).await?,
            Self::Require { off: false } => {
                let proof = passphrase("Passphrase: ")?;
                app.require_passphrase(&BY, true, Some(&proof)).await?;
            }
        }
        say(globals, &app).await?;
        Ok(app.quit().await?)
    }
}

impl RecoveryCode {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        unlock::make_new_code(globals).await
    }
}

/// What the ways in are now.
async fn say(globals: &Globals, app: &App) -> Result<(), Failure> {
    let found = app.slots().await?;
    globals.output().say(&listed(found), for_people)
}

fn listed(found: VaultSlots) -> Listed {
    let slot = |slot: SlotInfo| Slot {
        id: slot.id,
        kind: slot.kind.code(),
        label: slot.label,
        created_at: slot.created.as_millis(),
        this_computer: slot.this_computer,
    };
    Listed {
        slots: found.slots.into_iter().map(slot).collect(),
        passphrase_required: found.passphrase_required,
        keychain_available: found.keychain_available,
        auto_lock_minutes: found.auto_lock_minutes,
    }
}

fn for_people(listed: &Listed) -> String {
    let mut table = Table::new(&["opens by", "name", "id"]);
    for slot in &listed.slots {
        let kind = match slot.kind {
            "machine" => "computer",
            "recovery" => "recovery code",
            other => other,
        };
        let this = if slot.this_computer { format!("{kind} (this one)") } else { kind.to_owned() };
        table.row([this, slot.label.clone(), slot.id.to_string()]);
    }
    let ask = if listed.passphrase_required {
        "It asks for its passphrase each time."
    } else {
        "It opens by itself on the computers above."
    };
    format!("{}\n{ask}\n", table.text())
}
