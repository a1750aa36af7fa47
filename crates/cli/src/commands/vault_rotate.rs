//! `sellify vault rotate`: new keys for the database, the sealed columns, or the keystore.

use std::time::Duration;

use clap::Args;
use sellify_app::{App, RotationKind, RotationOutcome, RotationSecrets};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::progress::Progress;
use crate::session::{BY, Globals, RECOVERY_CODE};
use crate::stop;

/// Replaces the vault's keys. A rotation that was killed is finished or taken back at the next start; one of the columns
/// is taken up by the same command. Copies made before, backups too, stay under the keys they were made with.
#[derive(Debug, Args)]
pub(crate) struct Rotate {
    /// The key of the database file (when none is named); the old file is kept for thirty days
    #[arg(long, conflicts_with_all = ["columns", "master"])]
    database: bool,
    /// The keys of the sealed columns: audit details, passwords
    #[arg(long, conflicts_with = "master")]
    columns: bool,
    /// The master key of the keystore; ways in whose secret is not given are dropped
    #[arg(long)]
    master: bool,
    /// With --master: the recovery code
    #[arg(long, value_name = "CODE", env = RECOVERY_CODE, hide_env_values = true)]
    recovery_code: Option<Zeroizing<String>>,
    /// With --master: the passphrase, from the environment
    #[arg(long, env = "SELLIFY_PASSPHRASE", hide_env_values = true, hide = true)]
    passphrase: Option<Zeroizing<String>>,
}

#[derive(Serialize)]
struct Rotated {
    kind: &'static str,
    outcome: &'static str,
    resealed: u64,
    locked: u64,
    left: u64,
    dropped: Vec<&'static str>,
    kept_file: Option<String>,
}

impl Rotate {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let kind = match (self.columns, self.master) {
            (true, _) => RotationKind::Columns,
            (_, true) => RotationKind::Master,
            _ => RotationKind::Database,
        };
        let stop = stop::asked().map_err(|error| Failure::system(&error))?;
        let app = globals.open().await?;
        let secrets = RotationSecrets { passphrase: self.passphrase, recovery_code: self.recovery_code };
        let progress = Progress::new(globals.output(), 0, "{msg} {wide_bar} {percent} %");
        let rotating = app.rotate(&BY, kind, secrets);
        tokio::pin!(rotating);
        let ended = loop {
            tokio::select! {
                ended = &mut rotating => break ended,
                () = stop.cancelled(), if !stop.is_cancelled() => {}
                () = tokio::time::sleep(Duration::from_millis(100)) => {
                    show(&app, &progress).await;
                    if stop.is_cancelled() && app.cancel_rotation().is_err() {
                        // Past stopping: it ends by itself in a moment.
                    }
                }
            }
        };
        drop(progress);
        let told = ended.map(|outcome| told(kind, outcome));
        let closed = app.quit().await;
        globals.output().say(&told?, for_people)?;
        Ok(closed?)
    }
}

async fn show(app: &App, progress: &Progress) {
    let Ok(Some(view)) = app.rotations().await.map(|rotations| rotations.running) else { return };
    progress.set(view.done, view.total, view.phase.code().to_owned());
}

fn told(kind: RotationKind, outcome: RotationOutcome) -> Rotated {
    Rotated {
        kind: kind.code(),
        outcome: if outcome.stopped { "stopped" } else { "done" },
        resealed: outcome.resealed,
        locked: outcome.locked,
        left: outcome.left,
        dropped: outcome.dropped.iter().map(|slot| slot.kind.code()).collect(),
        kept_file: outcome.kept_file,
    }
}

fn for_people(rotated: &Rotated) -> String {
    if rotated.outcome == "stopped" {
        return "Stopped. The vault is in order; run the command again to go on.".into();
    }
    match rotated.kind {
        "database" => format!(
            "The database has a new key. The file under the old one is kept beside it: {}\n\
             It goes after thirty days, once a verified backup was made.",
            rotated.kept_file.as_deref().unwrap_or_default()
        ),
        "columns" if rotated.left > 0 => format!(
            "{} values have a new key. {} do not open and were left as they are, with their old key.",
            rotated.resealed, rotated.left
        ),
        "columns" => format!("{} values have a new key.", rotated.resealed),
        _ if rotated.dropped.is_empty() => "The keystore has a new master key.".into(),
        _ => format!(
            "The keystore has a new master key. These ways in open it no more: {}.",
            rotated.dropped.join(", ")
        ),
    }
}
