//! What is checked before a campaign is sent, and the dry run.

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
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
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

impl From<sellify_app::PersonExample> for PersonExample {
    fn from(person: sellify_app::PersonExample) -> Self {
        Self { contact_id: person.contact_id.as_uuid(), name: person.name, email: person.email.to_string() }
    }
}

impl From<sellify_app::ExcludedGroup> for ExcludedGroup {
    fn from(group: sellify_app::ExcludedGroup) -> Self {
        let examples = group.examples.into_iter().map(PersonExample::from).collect();
        Self { reason: group.reason.into(), count: group.count, examples }
    }
}

impl From<sellify_app::Check> for Check {
    fn from(check: sellify_app::Check) -> Self {
        let level = match check.level {
            sellify_app::CheckLevel::Block => CheckLevel::Block,
            sellify_app::CheckLevel::Warn => CheckLevel::Warn,
            sellify_app::CheckLevel::Ok => CheckLevel::Ok,
        };
        Self { level, code: check.code.to_owned(), params: check.params }
    }
}

impl From<sellify_app::Preflight> for Preflight {
    fn from(found: sellify_app::Preflight) -> Self {
        Self {
            ready: found.is_ready(),
            audience: found.audience,
            sendable: found.sendable,
            excluded: found.excluded.into_iter().map(ExcludedGroup::from).collect(),
            checks: found.checks.into_iter().map(Check::from).collect(),
            seconds: found.seconds,
        }
    }
}

impl From<sellify_app::DryRun> for DryRun {
    fn from(run: sellify_app::DryRun) -> Self {
        let sample = |sample: sellify_app::SampleMessage| SampleMessage {
            person: sample.person.into(),
            subject: sample.rendered.subject,
            html: sample.rendered.html,
            text: sample.rendered.text,
        };
        Self {
            preflight: run.preflight.into(),
            rendered: run.rendered,
            bytes: run.bytes,
            samples: run.samples.into_iter().map(sample).collect(),
        }
    }
}
