//! The licence: how it stands. What may be done with it is in the files below; what it forbids is in `gate`.

mod activate;
mod compare;
mod gate;
mod lists;
mod notice;
mod release;
mod request;
mod standing;
mod watch;

pub use release::ReleasedLicense;
pub use request::LicenseRequest;

pub(crate) use gate::Gate;
pub(crate) use standing::LicenseDesk;

use sellify_domain::Timestamp;
use sellify_licensing::{Entitlements, License, LicenseState};
use sellify_store::Read;

use crate::app::App;
use crate::error::AppError;
use standing::Standing;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Whether the licence is for this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MachineStanding {
    /// It is, or it is for any computer.
    Exact,
    /// It is, and a part has changed.
    Drift,
    /// It is for another one.
    None,
}

/// How the licence stands.
#[derive(Debug, Clone)]
pub struct LicenseView {
    /// Its state.
    pub state: LicenseState,
    /// Why, as stable codes, the deciding one first.
    pub reasons: Vec<&'static str>,
    /// What it says; none without a licence.
    pub license: Option<License>,
    /// When it, or the trial, ends.
    pub expires_at: Option<Timestamp>,
    /// Until when everything still works.
    pub grace_until: Option<Timestamp>,
    /// Days until things stop: the end of the trial, of the licence, or of its grace.
    pub days_left: Option<u32>,
    /// What may be done now.
    pub entitlements: Entitlements,
    /// Connections in use.
    pub mailboxes: u64,
    /// API keys in use.
    pub api_keys: u64,
    /// Whether it is for this computer.
    pub machine: MachineStanding,
    /// Whether this computer's clock is behind what is known.
    pub clock_suspect: bool,
    /// Whether a request waits for its answer.
    pub request_pending: bool,
    /// What was released here last, while no licence is in force.
    pub released: Option<ReleasedLicense>,
}

impl App {
    /// How the licence stands.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn license(&self) -> Result<LicenseView, AppError> {
        let vault = self.open_vault()?;
        let (desk, now) = (vault.license.clone(), self.now());
        vault.store.read(move |r| view(r, &desk.standing(r, now)?, now)).await
    }
}

fn view(r: &Read<'_>, standing: &Standing, now: Timestamp) -> Result<LicenseView, AppError> {
    let assessment = standing.assessment.clone();
    let mut reasons: Vec<&'static str> = assessment.reasons.iter().map(|reason| reason.code()).collect();
    reasons.extend(standing.fault.as_ref().map(|fault| fault.code()));
    let ends = match assessment.state {
        LicenseState::Grace => assessment.grace_until,
        _ => assessment.expires_at,
    };
    let released = match &standing.license {
        Some(_) => None,
        None => r.licenses().tombstones()?.into_iter().next().map(ReleasedLicense::of),
    };
    Ok(LicenseView {
        state: assessment.state,
        reasons,
        expires_at: assessment.expires_at,
        grace_until: assessment.grace_until,
        days_left: ends.filter(|_| assessment.state.is_active()).map(|end| days(now, end)),
        entitlements: assessment.entitlements,
        mailboxes: r.connections().list()?.len() as u64,
        api_keys: keys_in_use(r)?,
        machine: standing.machine(),
        clock_suspect: standing.clock_behind,
        request_pending: standing.pending.any(now),
        released,
        license: standing.license.clone(),
    })
}

/// Keys that still work.
fn keys_in_use(r: &Read<'_>) -> Result<u64, AppError> {
    Ok(r.api_keys().list()?.iter().filter(|key| key.revoked_at.is_none()).count() as u64)
}

/// Days up to an end, a begun one counted.
fn days(now: Timestamp, end: Timestamp) -> u32 {
    let left = end.as_millis().saturating_sub(now.as_millis()).max(0);
    u32::try_from(left / DAY_MS + i64::from(left % DAY_MS > 0)).unwrap_or(u32::MAX)
}
