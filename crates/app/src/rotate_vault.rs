//! New keys for what lies in the vault: the database's, those of the sealed columns, the master key of the keystore.
//!
//! Rotation does not un-leak: copies made before stay under the keys they were made with.

mod columns;
mod database;
mod master;
mod old_files;
mod running;
mod settle;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use sellify_audit::CheckpointReason;
use sellify_domain::{Actor, Timestamp};
use sellify_store::RotateError;
use sellify_vault::SlotInfo;
use serde_json::json;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::app::App;
use crate::error::AppError;
use crate::events::EventKind;
use crate::open_vault::OpenVault;

pub(crate) use columns::{cell_of, each_value};
pub(crate) use running::RunningRotation;
pub use running::{RotationPhase, RotationView};
pub(crate) use settle::{Settled, settle_database};

use running::Ticket;

/// Which keys are replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RotationKind {
    /// The key of the database file.
    Database,
    /// The keys of the sealed columns.
    Columns,
    /// The master key of the keystore.
    Master,
}

impl RotationKind {
    /// The stable name, also in the vault's history.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Columns => "columns",
            Self::Master => "master",
        }
    }

    fn of_code(code: &str) -> Option<Self> {
        [Self::Database, Self::Columns, Self::Master].into_iter().find(|kind| kind.code() == code)
    }
}

/// What a person types for a new master key: slots whose secret is not at hand are dropped.
#[derive(Default)]
pub struct RotationSecrets {
    /// The passphrase.
    pub passphrase: Option<Zeroizing<String>>,
    /// The recovery code.
    pub recovery_code: Option<Zeroizing<String>>,
}

/// What came of a rotation.
#[derive(Debug, Clone, Default)]
pub struct RotationOutcome {
    /// Sealed values that got a new key.
    pub resealed: u64,
    /// Sealed values that do not open and were left as they are.
    pub locked: u64,
    /// Sealed values still under an earlier key.
    pub left: u64,
    /// Whether a person stopped it; what is left goes on another time.
    pub stopped: bool,
    /// Ways into the vault that the new master key does not know.
    pub dropped: Vec<SlotInfo>,
    /// The file with the database as it was, kept until a verified backup and thirty days have passed.
    pub kept_file: Option<String>,
}

/// One rotation of the past.
#[derive(Debug, Clone)]
pub struct RotationRecord {
    /// Its identity.
    pub id: Uuid,
    /// Which keys.
    pub kind: RotationKind,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// `done`, `stopped`, `rolled_back` or the code of an error; none while it is not over.
    pub outcome: Option<String>,
}

/// How the vault's keys stand.
#[derive(Debug, Clone)]
pub struct Rotations {
    /// The rotation under way.
    pub running: Option<RotationView>,
    /// The latest ones, newest first.
    pub last: Vec<RotationRecord>,
    /// Since when the database has its present key; unknown for the oldest vaults.
    pub database_key_since: Option<Timestamp>,
    /// Whether a rotation of the columns waits to be taken up again.
    pub pending: bool,
}

impl App {
    /// How the vault's keys stand.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn rotations(&self) -> Result<Rotations, AppError> {
        let vault = self.open_vault()?;
        let running = self.inner.rotation.view();
        let (rows, waits) = vault
            .store
            .read(|r| {
                let rotations = r.rotations();
                let waits = rotations.unfinished(RotationKind::Columns.code())?.is_some();
                Ok::<_, AppError>((rotations.latest(10)?, waits))
            })
            .await?;
        let last = rows.into_iter().filter_map(|row| {
            Some(RotationRecord {
                id: Uuid::from_bytes(row.id),
                kind: RotationKind::of_code(&row.kind)?,
                started_at: row.started_at,
                finished_at: row.finished_at,
                outcome: row.outcome,
            })
        });
        let keys = vault.keys().database_keys();
        let pending = waits && running.as_ref().is_none_or(|view| view.kind != RotationKind::Columns);
        Ok(Rotations { running, last: last.collect(), database_key_since: keys.current_since, pending })
    }

    /// Begins a rotation and lets it go on by itself; events tell how far it is. A new master key is made at once,
    /// so that a wrong secret is told to whoever typed it.
    ///
    /// # Errors
    /// [`AppError::RotationRunning`], or why it cannot begin. Nothing was changed.
    pub async fn start_rotation(
        &self,
        by: &Actor,
        kind: RotationKind,
        secrets: RotationSecrets,
    ) -> Result<RotationView, AppError> {
        let vault = self.open_vault()?;
        let ticket = self.inner.rotation.begin(kind, self.events().clone(), self.now())?;
        let view = ticket.view();
        if kind == RotationKind::Master {
            self.run_rotation(&vault, ticket, by, secrets).await?;
            return Ok(view);
        }
        self.may_begin(kind)?;
        let (app, by) = (self.clone(), by.clone());
        tokio::spawn(async move {
            if let Err(error) = app.run_rotation(&vault, ticket, &by, secrets).await {
                tracing::error!(code = error.code(), error = %error, "a rotation ended");
            }
        });
        Ok(view)
    }

    /// Begins a rotation and waits for its end.
    ///
    /// # Errors
    /// Why it could not be done; the vault is as it was, or goes on where it stood.
    pub async fn rotate(
        &self,
        by: &Actor,
        kind: RotationKind,
        secrets: RotationSecrets,
    ) -> Result<RotationOutcome, AppError> {
        let vault = self.open_vault()?;
        let ticket = self.inner.rotation.begin(kind, self.events().clone(), self.now())?;
        self.may_begin(kind)?;
        self.run_rotation(&vault, ticket, by, secrets).await
    }

    /// Stops the rotation under way as soon as that is safe.
    ///
    /// # Errors
    /// [`AppError::RotationNotRunning`], or [`AppError::RotationPastStopping`] once the new file is being put in place.
    pub fn cancel_rotation(&self) -> Result<(), AppError> {
        self.inner.rotation.stop()
    }

    /// Takes up a rotation of the columns that was interrupted, in the background.
    pub(crate) async fn resume_rotation(&self) {
        let Ok(vault) = self.open_vault() else { return };
        let waits = vault
            .store
            .read(|r| Ok::<_, AppError>(r.rotations().unfinished(RotationKind::Columns.code())?.is_some()))
            .await;
        if waits.unwrap_or(false) && !self.inner.holds_campaigns.load(Ordering::Relaxed) {
            let begun =
                self.start_rotation(&Actor::System, RotationKind::Columns, RotationSecrets::default()).await;
            if let Err(error) = begun {
                tracing::error!(code = error.code(), "an interrupted rotation could not go on");
            }
        }
    }

    fn may_begin(&self, kind: RotationKind) -> Result<(), AppError> {
        let importing = !self.inner.imports.running().is_empty();
        if kind == RotationKind::Database && importing { Err(AppError::ImportRunning) } else { Ok(()) }
    }

    async fn run_rotation(
        &self,
        vault: &Arc<OpenVault>,
        ticket: Ticket,
        by: &Actor,
        secrets: RotationSecrets,
    ) -> Result<RotationOutcome, AppError> {
        let kind = ticket.view().kind;
        // A fixed point of the log before and after: what happened in between can be told apart.
        self.checkpoint_audit(CheckpointReason::Rotation).await?;
        let ended = match kind {
            RotationKind::Database => self.rotate_database(vault, &ticket, by).await,
            RotationKind::Columns => self.rotate_columns(vault, &ticket, by).await,
            RotationKind::Master => self.rotate_master(vault, &ticket, by, secrets).await,
        };
        let ended = match ended {
            Err(AppError::Rotate(RotateError::Stopped)) => {
                Ok(RotationOutcome { stopped: true, ..RotationOutcome::default() })
            }
            other => other,
        };
        let outcome = match &ended {
            Ok(outcome) if outcome.stopped => "stopped",
            Ok(_) => "done",
            Err(error) => error.code(),
        };
        if let Err(error) = self.checkpoint_audit(CheckpointReason::Rotation).await {
            tracing::warn!(code = error.code(), "no checkpoint was made after a change of keys");
        }
        let id = ticket.view().id;
        drop(ticket);
        let data = json!({ "rotation_id": id, "kind": kind.code(), "outcome": outcome });
        self.events().publish(EventKind::RotationFinished, data);
        ended
    }

    /// Notes that a rotation begins, with its audit entry.
    async fn note_begin(&self, vault: &OpenVault, ticket: &Ticket, by: &Actor) -> Result<(), AppError> {
        let (view, now) = (ticket.view(), self.now());
        let details = json!({ "rotation": view.id, "kind": view.kind.code() });
        let entry = vault.entry(by, now, "key.rotation_started", vault.vault_id, details);
        vault
            .store
            .write(move |w| {
                w.rotations_mut().begin(view.id.as_bytes(), view.kind.code(), now)?;
                entry.append(w)
            })
            .await
    }

    /// Notes how a rotation ended, with its audit entry.
    async fn note_end(
        &self,
        vault: &OpenVault,
        id: Uuid,
        by: &Actor,
        outcome: &'static str,
        action: &'static str,
        mut details: serde_json::Value,
    ) -> Result<(), AppError> {
        let now = self.now();
        details["rotation"] = json!(id);
        details["outcome"] = json!(outcome);
        let entry = vault.entry(by, now, action, vault.vault_id, details);
        vault
            .store
            .write(move |w| {
                w.rotations_mut().finish(id.as_bytes(), outcome, now)?;
                entry.append(w)
            })
            .await
    }
}
