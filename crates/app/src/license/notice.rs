//! What the licence asks of a person on the first screen, and of a monitor.

use sellify_domain::Timestamp;
use sellify_licensing::LicenseState;
use sellify_store::Read;

use super::{LicenseDesk, view};
use crate::error::AppError;
use crate::health::PartState;
use crate::home::Todo;

/// Days before an end from which on it is worth a line.
const SOON: u32 = 14;
/// Where a licence is mended.
const LINK: &str = "/license";

impl LicenseDesk {
    /// The one line that the first screen needs, if any.
    pub(crate) fn reminder(&self, r: &Read<'_>, now: Timestamp) -> Result<Option<Todo>, AppError> {
        let view = view(r, &self.standing(r, now)?, now)?;
        let code = match view.state {
            state if !state.is_active() => "license_stopped",
            LicenseState::ClockSuspect => "license_clock",
            LicenseState::Grace => "license_ending",
            _ if view.days_left.is_some_and(|days| days <= SOON) => "license_ending",
            _ => return Ok(None),
        };
        Ok(Some(Todo {
            code,
            count: view.days_left.unwrap_or(0).into(),
            subject: view.state.code().to_owned(),
            link: LINK.to_owned(),
            since: None,
        }))
    }

    /// Whether the licence lets the program do its work.
    pub(crate) fn health(&self, r: &Read<'_>, now: Timestamp) -> Result<PartState, AppError> {
        let active = self.standing(r, now)?.assessment.state.is_active();
        Ok(if active { PartState::Ok } else { PartState::Failing })
    }
}
