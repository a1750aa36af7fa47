//! `sellify campaign preflight`.

use clap::Args;
use sellify_app::{App, CheckLevel, Preflight};
use serde::Serialize;

use super::word;
use crate::failure::Failure;
use crate::find;
use crate::session::Globals;
use crate::table::Table;

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The campaign's name or id
    campaign: String,
}

#[derive(Serialize)]
struct Found {
    #[serde(flatten)]
    preflight: Preflight,
    ready: bool,
}

impl Check {
    pub(super) async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let id = find::campaign(app, &self.campaign).await?.campaign.id;
        let preflight = app.preflight_campaign(id).await?;
        let ready = preflight.is_ready();
        globals.output().say(&Found { preflight, ready }, for_people)
    }
}

/// Why this campaign may not be sent, if so.
pub(super) fn blocked(found: &Preflight) -> Option<Failure> {
    let blocking = found.checks.iter().filter(|check| check.level == CheckLevel::Block);
    let reasons: Vec<String> = blocking.map(|check| sentence(check.code, &check.params)).collect();
    if reasons.is_empty() {
        return None;
    }
    // A script should see at once that no change of the campaign will help.
    let licence = found.checks.iter().any(|check| check.code == "license_inactive");
    let code = if licence { "license_inactive" } else { "preflight_blocked" };
    let blocked = Failure::refused(code, format!("{} Nothing was sent.", reasons.join(" ")));
    Some(blocked.with_hint("`sellify campaign preflight` shows every check."))
}

fn for_people(found: &Found) -> String {
    let found_now = &found.preflight;
    let mut text = format!("{} of {} people would receive it.\n\n", found_now.sendable, found_now.audience);
    let mut checks = Table::new(&["", "check"]);
    for check in &found_now.checks {
        let mark = match check.level {
            CheckLevel::Block => "STOP",
            CheckLevel::Warn => "look",
            CheckLevel::Ok => "ok",
        };
        checks.row([mark.into(), sentence(check.code, &check.params)]);
    }
    text.push_str(&checks.text());
    for group in &found_now.excluded {
        let examples: Vec<&str> = group.examples.iter().map(|person| person.email.as_str()).collect();
        text.push_str(&format!(
            "\nleft out, {}: {} ({})",
            word(&group.reason),
            group.count,
            examples.join(", ")
        ));
    }
    text.push_str(if found.ready { "\nReady to send.\n" } else { "\nNot ready: nothing can be sent yet.\n" });
    text
}

/// A finding in words; one that this version has no words for is shown by its code.
fn sentence(code: &str, params: &serde_json::Value) -> String {
    let value = |name: &str| match &params[name] {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(names) => {
            names.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    };
    match code {
        "audience_empty" => "Nobody is in the audience.".into(),
        "license_inactive" => {
            "The licence no longer allows sending; `sellify license status` says why.".into()
        }
        "nobody_left" => "Everybody in the audience is left out.".into(),
        "recipients_ready" => format!("{} people will receive it.", value("count")),
        "suppressed" => format!("{} people must not be written to.", value("count")),
        "consent_refused" => format!("{} people refused e-mail.", value("count")),
        "duplicate" => format!("{} people share an address with another.", value("count")),
        "address_invalid" => format!("{} addresses cannot be written to.", value("count")),
        "variable_missing" => format!("{} people have no value for {}.", value("count"), value("variables")),
        "no_template" => "No template is chosen.".into(),
        "template_error" => format!("The template cannot be used: {}.", value("message")),
        "template_ready" => "The template can be used.".into(),
        "subject_missing" => "The subject is empty.".into(),
        "unknown_variable" => format!("The template uses variables that nobody has: {}.", value("variables")),
        "no_connection" => "No connection is chosen.".into(),
        "free_mail_from" => format!("Messages from {} often end as spam.", value("domain")),
        "connection_unprotected" => format!("The line to {} is not protected.", value("host")),
        "connection_ready" => format!("Sent through {} from {}.", value("name"), value("from")),
        "connection_untested" => format!("The connection {} was never tested.", value("name")),
        "unsubscribe_ready" => "Every message says how to be left out.".into(),
        "duration" => format!("It takes about {} seconds at the connection's limit.", value("seconds")),
        other => other.replace('_', " "),
    }
}
