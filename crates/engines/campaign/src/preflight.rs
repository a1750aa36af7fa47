//! What would happen if the campaign were sent now. Looks, never changes anything.

use std::collections::BTreeMap;

use sellify_domain::{
    CampaignDraft, Connection, Contact, ContactId, EmailAddress, Exclusion, TlsMode, Today,
};
use sellify_store::Read;
use serde::Serialize;
use serde_json::{Value, json};

use crate::CampaignError;
use crate::screening::{Screen, Screened, screen_audience};

/// People shown for each reason.
const EXAMPLES: usize = 5;
/// Different missing variables named at most.
const VARIABLES_NAMED: usize = 10;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// How grave.
    pub level: CheckLevel,
    /// Stable code, one finding per code.
    pub code: &'static str,
    /// Values for the sentence.
    pub params: Value,
}

impl Check {
    fn new(level: CheckLevel, code: &'static str, params: Value) -> Self {
        Self { level, code, params }
    }
}

/// Somebody, in a list of examples.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonExample {
    /// The contact.
    pub contact_id: ContactId,
    /// How the person is called.
    pub name: String,
    /// The address.
    pub email: EmailAddress,
}

/// People who are left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExcludedGroup {
    /// Why.
    pub reason: Exclusion,
    /// How many.
    pub count: u64,
    /// The first of them.
    pub examples: Vec<PersonExample>,
}

/// What would happen if the campaign were sent now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Preflight {
    /// People in the audience.
    pub audience: u64,
    /// People who would receive the message.
    pub sendable: u64,
    /// People left out, by reason.
    pub excluded: Vec<ExcludedGroup>,
    /// Findings, the gravest first.
    pub checks: Vec<Check>,
    /// How long it will take at the connection's limit, in seconds; none without a limit.
    pub seconds: Option<u64>,
}

impl Preflight {
    /// Whether sending would be allowed.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.checks.iter().all(|check| check.level != CheckLevel::Block)
    }
}

/// What the app found out about the template.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum TemplateReadiness {
    /// None was chosen, or it was deleted.
    #[default]
    Missing,
    /// It cannot be compiled: stable code and sentence.
    Faulty {
        /// The template engine's code.
        code: String,
        /// Its sentence.
        message: String,
    },
    /// It can be sent.
    Ready {
        /// Variables that no field of the vault answers to, as written.
        unknown_variables: Vec<String>,
        /// Whether the subject is blank.
        subject_is_blank: bool,
    },
}

/// What a pre-flight looks at.
pub struct PreflightInput<'a> {
    /// What the person decided.
    pub draft: &'a CampaignDraft,
    /// The template.
    pub template: &'a TemplateReadiness,
    /// The connection, if one was chosen and exists.
    pub connection: Option<&'a Connection>,
    /// The rules of addresses and templates.
    pub screen: &'a dyn Screen,
    /// The present, for an audience that asks about days.
    pub today: Today,
}

/// Looks at everything that could go wrong.
///
/// # Errors
/// The database's own error.
pub fn preflight(read: &Read<'_>, input: &PreflightInput<'_>) -> Result<Preflight, CampaignError> {
    let mut tally = Tally::default();
    screen_audience(read, input, |person| {
        tally.add(person);
        Ok::<_, CampaignError>(())
    })?;
    Ok(tally.into_preflight(input))
}

/// Counts a screened audience.
#[derive(Default)]
pub(crate) struct Tally {
    audience: u64,
    groups: Vec<ExcludedGroup>,
    /// How many people miss each variable.
    missing: BTreeMap<String, u64>,
}

impl Tally {
    pub(crate) fn add(&mut self, person: &Screened<'_>) {
        self.audience += 1;
        let Some(reason) = person.exclusion else { return };
        for name in &person.missing {
            *self.missing.entry(name.clone()).or_default() += 1;
        }
        let at = self.groups.iter().position(|group| group.reason == reason).unwrap_or_else(|| {
            self.groups.push(ExcludedGroup { reason, count: 0, examples: Vec::new() });
            self.groups.len() - 1
        });
        let group = &mut self.groups[at];
        group.count += 1;
        if group.examples.len() < EXAMPLES {
            group.examples.push(example(person.contact, person.email));
        }
    }

    pub(crate) fn sendable(&self) -> u64 {
        self.audience - self.groups.iter().map(|group| group.count).sum::<u64>()
    }

    pub(crate) fn into_preflight(self, input: &PreflightInput<'_>) -> Preflight {
        let sendable = self.sendable();
        let seconds =
            input.connection.and_then(|connection| seconds_for(sendable, connection.smtp.max_per_hour));
        let mut checks = template_checks(input.template);
        checks.extend(connection_checks(input.connection));
        checks.extend(self.people_checks(sendable));
        checks.push(Check::new(CheckLevel::Ok, "unsubscribe_ready", json!({})));
        if let Some(seconds) = seconds {
            checks.push(Check::new(CheckLevel::Ok, "duration", json!({ "seconds": seconds })));
        }
        checks.sort_by_key(|check| check.level);
        Preflight { audience: self.audience, sendable, excluded: self.groups, checks, seconds }
    }

    fn people_checks(&self, sendable: u64) -> Vec<Check> {
        let mut checks = vec![match (self.audience, sendable) {
            (0, _) => Check::new(CheckLevel::Block, "audience_empty", json!({})),
            (all, 0) => Check::new(CheckLevel::Block, "nobody_left", json!({ "count": all })),
            (_, count) => Check::new(CheckLevel::Ok, "recipients_ready", json!({ "count": count })),
        }];
        for group in &self.groups {
            let count = group.count;
            checks.push(match group.reason {
                Exclusion::Suppressed => Check::new(CheckLevel::Ok, "suppressed", json!({ "count": count })),
                Exclusion::ConsentRefused => {
                    Check::new(CheckLevel::Ok, "consent_refused", json!({ "count": count }))
                }
                Exclusion::Duplicate => Check::new(CheckLevel::Warn, "duplicate", json!({ "count": count })),
                Exclusion::AddressInvalid => {
                    Check::new(CheckLevel::Warn, "address_invalid", json!({ "count": count }))
                }
                Exclusion::VariableMissing => {
                    let params = json!({ "count": count, "variables": self.most_missing() });
                    Check::new(CheckLevel::Warn, "variable_missing", params)
                }
            });
        }
        checks
    }

    /// The names that are missing most often, first.
    fn most_missing(&self) -> Vec<&str> {
        let mut names: Vec<(&str, u64)> =
            self.missing.iter().map(|(name, count)| (name.as_str(), *count)).collect();
        names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        names.into_iter().take(VARIABLES_NAMED).map(|(name, _)| name).collect()
    }
}

fn example(contact: &Contact, email: &EmailAddress) -> PersonExample {
    PersonExample { contact_id: contact.id, name: contact.details.display_name(), email: email.clone() }
}

fn template_checks(template: &TemplateReadiness) -> Vec<Check> {
    match template {
        TemplateReadiness::Missing => vec![Check::new(CheckLevel::Block, "no_template", json!({}))],
        TemplateReadiness::Faulty { code, message } => {
            vec![Check::new(CheckLevel::Block, "template_error", json!({ "code": code, "message": message }))]
        }
        TemplateReadiness::Ready { unknown_variables, subject_is_blank } => {
            let mut checks = Vec::new();
            if *subject_is_blank {
                checks.push(Check::new(CheckLevel::Block, "subject_missing", json!({})));
            }
            checks.push(if unknown_variables.is_empty() {
                Check::new(CheckLevel::Ok, "template_ready", json!({}))
            } else {
                let params = json!({ "variables": unknown_variables, "count": unknown_variables.len() });
                Check::new(CheckLevel::Block, "unknown_variable", params)
            });
            checks
        }
    }
}

fn connection_checks(connection: Option<&Connection>) -> Vec<Check> {
    let Some(connection) = connection else {
        return vec![Check::new(CheckLevel::Block, "no_connection", json!({}))];
    };
    let smtp = &connection.smtp;
    let from = &smtp.from_email;
    let mut checks = Vec::new();
    if is_free_mail(from.domain()) {
        let params = json!({ "domain": from.domain(), "from": from });
        checks.push(Check::new(CheckLevel::Warn, "free_mail_from", params));
    }
    if smtp.tls == TlsMode::None && !is_this_computer(&smtp.host) {
        checks.push(Check::new(CheckLevel::Warn, "connection_unprotected", json!({ "host": smtp.host })));
    }
    checks.push(if connection.tested_at.is_some() {
        Check::new(CheckLevel::Ok, "connection_ready", json!({ "name": connection.name, "from": from }))
    } else {
        Check::new(CheckLevel::Warn, "connection_untested", json!({ "name": connection.name }))
    });
    checks
}

fn is_this_computer(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn seconds_for(messages: u64, max_per_hour: Option<u32>) -> Option<u64> {
    let per_hour = u64::from(max_per_hour.filter(|limit| *limit > 0)?);
    Some((messages * 3_600).div_ceil(per_hour))
}

/// Mailbox providers for private people. Their rules (DMARC `p=reject` or `quarantine`) make other servers
/// refuse or hide mail that claims to come from them.
const FREE_MAIL: [&str; 34] = [
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "yahoo.fr",
    "ymail.com",
    "hotmail.com",
    "hotmail.fr",
    "outlook.com",
    "outlook.fr",
    "live.com",
    "live.fr",
    "msn.com",
    "aol.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "sfr.fr",
    "neuf.fr",
    "laposte.net",
    "bbox.fr",
    "numericable.fr",
    "club-internet.fr",
    "aliceadsl.fr",
    "gmx.com",
    "gmx.fr",
    "gmx.de",
    "web.de",
    "proton.me",
    "protonmail.com",
    "mail.com",
    "mail.ru",
];

fn is_free_mail(domain: &str) -> bool {
    FREE_MAIL.contains(&domain)
}
