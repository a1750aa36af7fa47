//! Whether the program is well, and figures for monitors. Nothing here tells about people.

use sellify_domain::CampaignState;
use sellify_store::{PageRequest, Read};

use crate::app::App;
use crate::error::AppError;

/// How a part stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartState {
    /// Works.
    Ok,
    /// Not set up, or locked: nothing is wrong.
    Off,
    /// Does not work.
    Failing,
}

/// The program's parts.
#[derive(Debug, Clone, Copy)]
pub struct Health {
    /// The database.
    pub database: PartState,
    /// Sending.
    pub smtp: PartState,
    /// The licence; failing when it lets nothing be sent.
    pub license: PartState,
}

impl Health {
    /// The worst of all parts; a part that is off is no fault. A licence that is over is none either: restarting the
    /// program would mend nothing, and reading goes on.
    #[must_use]
    pub fn worst(&self) -> PartState {
        match self.database.max(self.smtp) {
            PartState::Failing => PartState::Failing,
            _ => PartState::Ok,
        }
    }
}

impl App {
    /// How the parts stand.
    pub async fn health(&self) -> Health {
        let Ok(vault) = self.open_vault() else {
            return Health { database: PartState::Off, smtp: PartState::Off, license: PartState::Off };
        };
        let (desk, now) = (vault.license.clone(), self.now());
        let found =
            vault.store.read(move |r| Ok::<_, AppError>((smtp_state(r)?, desk.health(r, now)?))).await;
        match found {
            Ok((smtp, license)) => Health { database: PartState::Ok, smtp, license },
            Err(_) => Health { database: PartState::Failing, smtp: PartState::Off, license: PartState::Off },
        }
    }

    /// Figures for monitors, by name.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn figures(&self) -> Result<Vec<(&'static str, u64)>, AppError> {
        let vault = self.open_vault()?;
        vault
            .store
            .read(|r| {
                let running = r.campaigns().ids_in_state(CampaignState::Running)?;
                let mut waiting = 0;
                for id in &running {
                    waiting += r.campaigns().counts(*id)?.pending;
                }
                Ok(vec![
                    ("sellify_contacts", r.contacts().count_all()?),
                    ("sellify_campaigns_running", running.len() as u64),
                    ("sellify_messages_waiting", waiting),
                ])
            })
            .await
    }
}

/// A campaign that its server stopped says that sending does not work.
fn smtp_state(r: &Read<'_>) -> Result<PartState, AppError> {
    if r.connections().list()?.is_empty() {
        return Ok(PartState::Off);
    }
    let latest = r.campaigns().list(&PageRequest::first(20))?.items;
    let stopped = latest.iter().any(|campaign| {
        campaign.state == CampaignState::Paused
            && campaign.pause_reason.as_deref().is_some_and(|reason| reason != "by_person")
    });
    Ok(if stopped { PartState::Failing } else { PartState::Ok })
}
