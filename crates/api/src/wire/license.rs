//! The licence: how it stands, what is asked of the vendor, and what comes back.

use sellify_app::{Entitlements, LicenseState as State, LicenseView, MachineStanding, ReleasedLicense};
use sellify_domain::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How the licence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LicenseState {
    /// No licence yet; everything works for 30 days.
    Trial,
    /// In order.
    Valid,
    /// In order; a part of this computer has changed.
    Drift,
    /// In order; this computer's clock is behind.
    ClockSuspect,
    /// Past its end; everything still works until `grace_until`.
    Grace,
    /// Past its grace.
    Expired,
    /// Withdrawn by the vendor.
    Revoked,
    /// For another computer.
    WrongMachine,
    /// Begins later.
    NotYetValid,
    /// No licence, and the trial is over.
    None,
}

/// Whether the licence is for this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MachineMatch {
    /// It is, or it is for any computer.
    Exact,
    /// It is, and a part has changed.
    Drift,
    /// It is for another one.
    None,
}

/// Who holds the licence.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Licensee {
    /// The person.
    pub name: String,
    /// The firm; may be empty.
    pub company: String,
}

/// What may be done now. Reading, search, export, backup, restore and the audit log are never taken away.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct LicenseAllows {
    /// Sending messages.
    pub sending: bool,
    /// AI drafts.
    pub ai: bool,
    /// Automations.
    pub automations: bool,
    /// New connections.
    pub new_mailboxes: bool,
    /// Changes by programs with an API key.
    pub api_writes: bool,
}

/// How much of what; absent: without limit.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct LicenseQuota {
    /// People.
    #[schema(required)]
    pub seats: Option<u32>,
    /// Connections.
    #[schema(required)]
    pub mailboxes: Option<u32>,
    /// AI drafts a month.
    #[schema(required)]
    pub ai_drafts_month: Option<u32>,
    /// API keys.
    #[schema(required)]
    pub api_keys: Option<u32>,
}

/// How much is in use.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct LicenseUsed {
    /// Connections.
    pub mailboxes: u64,
    /// API keys.
    pub api_keys: u64,
}

/// What was written when this computer was released.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LicenseRelease {
    /// When (ms).
    pub at: i64,
    /// The block for the vendor.
    pub text: String,
    /// Eight symbols to compare over the phone.
    pub check: String,
}

/// The licence of this vault on this computer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct License {
    /// How it stands.
    pub state: LicenseState,
    /// Why, as stable codes.
    pub reasons: Vec<String>,
    /// The plan; none without a licence.
    #[schema(required)]
    pub edition: Option<String>,
    /// Who holds it.
    #[schema(required)]
    pub licensee: Option<Licensee>,
    /// Its number.
    #[schema(required)]
    pub license_id: Option<Uuid>,
    /// Its revision.
    #[schema(required)]
    pub revision: Option<u32>,
    /// When it begins (ms).
    #[schema(required)]
    pub starts_at: Option<i64>,
    /// When it, or the trial, ends (ms); none: it does not end.
    #[schema(required)]
    pub expires_at: Option<i64>,
    /// Until when everything still works (ms).
    #[schema(required)]
    pub grace_until: Option<i64>,
    /// Until when new versions are included (ms); none: without end.
    #[schema(required)]
    pub maintained_until: Option<i64>,
    /// Days until things stop: the end of the trial, of the licence, or of its grace.
    #[schema(required)]
    pub days_left: Option<u32>,
    /// Days of trial left, in the trial only.
    #[schema(required)]
    pub trial_days_left: Option<u32>,
    /// What it switches on.
    pub features: Vec<String>,
    /// How much of what.
    pub quota: LicenseQuota,
    /// How much is in use.
    pub used: LicenseUsed,
    /// What may be done now.
    pub allows: LicenseAllows,
    /// Whether it is for this computer.
    #[schema(required)]
    pub machine_match: Option<MachineMatch>,
    /// Whether this computer's clock is behind what is known.
    pub clock_suspect: bool,
    /// Whether a request waits for its answer.
    pub request_pending: bool,
    /// What was released on this computer last, while no licence is in force.
    #[schema(required)]
    pub released: Option<LicenseRelease>,
}

/// Asks for a licence.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct LicenseRequestOrder {
    /// The order it belongs to.
    pub order_code: Option<String>,
}

/// A request for the vendor. Holds nothing secret.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActivationRequest {
    /// The block: to send, or to save as a file.
    pub text: String,
    /// The same as a QR code.
    pub qr_svg: String,
    /// Eight symbols to compare over the phone.
    pub check: String,
}

/// The vendor's answer: its text, or a file that was handed over.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ActivateLicenseRequest {
    /// The block.
    pub text: Option<String>,
    /// A file, from `/api/uploads`.
    pub upload_id: Option<Uuid>,
    /// Whether a better licence in force may be replaced.
    #[serde(default)]
    pub replace: bool,
}

/// A list of the vendor: its text, or a file that was handed over.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct LicenseListRequest {
    /// The block.
    pub text: Option<String>,
    /// A file, from `/api/uploads`.
    pub upload_id: Option<Uuid>,
}

impl From<LicenseView> for License {
    fn from(view: LicenseView) -> Self {
        let millis = |at: Option<Timestamp>| at.map(Timestamp::as_millis);
        let license = view.license;
        let quota = view.entitlements.quota;
        Self {
            state: view.state.into(),
            reasons: view.reasons.iter().map(|reason| (*reason).to_owned()).collect(),
            edition: license.as_ref().map(|license| license.edition.clone()),
            license_id: license.as_ref().map(|license| license.lid.as_uuid()),
            revision: license.as_ref().map(|license| license.rev),
            starts_at: license.as_ref().map(|license| license.nbf.as_millis()),
            maintained_until: millis(license.as_ref().and_then(|license| license.maint_until)),
            expires_at: millis(view.expires_at),
            grace_until: millis(view.grace_until),
            days_left: view.days_left,
            trial_days_left: view.days_left.filter(|_| view.state == State::Trial),
            features: view.entitlements.features.iter().cloned().collect(),
            quota: LicenseQuota {
                seats: quota.seats,
                mailboxes: quota.mailboxes,
                ai_drafts_month: quota.ai_drafts_month,
                api_keys: quota.api_keys,
            },
            used: LicenseUsed { mailboxes: view.mailboxes, api_keys: view.api_keys },
            allows: (&view.entitlements).into(),
            machine_match: license.as_ref().map(|_| view.machine.into()),
            clock_suspect: view.clock_suspect,
            request_pending: view.request_pending,
            released: view.released.map(LicenseRelease::from),
            licensee: license
                .map(|license| Licensee { name: license.licensee.name, company: license.licensee.company }),
        }
    }
}

impl From<&Entitlements> for LicenseAllows {
    fn from(entitlements: &Entitlements) -> Self {
        Self {
            sending: entitlements.sending,
            ai: entitlements.ai,
            automations: entitlements.automations,
            new_mailboxes: entitlements.new_mailboxes,
            api_writes: entitlements.api_writes,
        }
    }
}

impl From<ReleasedLicense> for LicenseRelease {
    fn from(released: ReleasedLicense) -> Self {
        Self { at: released.at.as_millis(), text: released.text, check: released.check }
    }
}

impl From<sellify_app::LicenseRequest> for ActivationRequest {
    fn from(made: sellify_app::LicenseRequest) -> Self {
        Self { text: made.text, qr_svg: made.qr_svg, check: made.check }
    }
}

impl From<MachineStanding> for MachineMatch {
    fn from(standing: MachineStanding) -> Self {
        match standing {
            MachineStanding::Exact => Self::Exact,
            MachineStanding::Drift => Self::Drift,
            MachineStanding::None => Self::None,
        }
    }
}

impl From<State> for LicenseState {
    fn from(state: State) -> Self {
        match state {
            State::Trial => Self::Trial,
            State::Valid => Self::Valid,
            State::Drift => Self::Drift,
            State::ClockSuspect => Self::ClockSuspect,
            State::Grace => Self::Grace,
            State::Expired => Self::Expired,
            State::Revoked => Self::Revoked,
            State::WrongMachine => Self::WrongMachine,
            State::NotYetValid => Self::NotYetValid,
            State::None => Self::None,
        }
    }
}
