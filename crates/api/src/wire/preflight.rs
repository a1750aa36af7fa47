//! What is checked before a campaign is sent, and the dry run.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::ledger::Exclusion;

/// Somebody, in a list of examples.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonExample {
    /// The contact.
    pub contact_id: Uuid,
    /// How the person is called.
    pub name: String,
    /// The address.
    pub email: String,
}

/// People who are left out for one reason.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExcludedGroup {
    /// Why.
    pub reason: Exclusion,
    /// How many.
    pub count: u64,
    /// Some of them.
    pub examples: Vec<PersonExample>,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckLevel {
    /// Sending is refused until it is mended.
    Block,
    /// Worth a look.
    Warn,
    /// In order.
    Ok,
}

/// One finding.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Check {
    /// How grave.
    pub level: CheckLevel,
    /// Stable code; the screens translate by it.
    pub code: String,
    /// Values for the sentence (`count`, `variables`, …).
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub params: serde_json::Value,
}

/// What would happen if the campaign were sent now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Preflight {
    /// People in the audience.
    pub audience: u64,
    /// People who would receive the message.
    pub sendable: u64,
    /// People left out, by reason.
    pub excluded: Vec<ExcludedGroup>,
    /// Findings, the gravest first.
    pub checks: Vec<Check>,
    /// Whether sending would be allowed.
    pub ready: bool,
    /// How long it will take at the connection's limit, in seconds; null without a limit.
    #[schema(required)]
    pub seconds: Option<u64>,
}

/// One message as it would be sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SampleMessage {
    /// To whom.
    pub person: PersonExample,
    /// Subject line.
    pub subject: String,
    /// The whole page: only for `<iframe sandbox srcdoc>`.
    pub html: String,
    /// The plain-text twin.
    pub text: String,
}

/// Every message made, none sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DryRun {
    /// The same findings as the pre-flight.
    pub preflight: Preflight,
    /// Messages that were made without an error.
    pub rendered: u64,
    /// Size of all of them.
    pub bytes: u64,
    /// The first few.
    pub samples: Vec<SampleMessage>,
}
