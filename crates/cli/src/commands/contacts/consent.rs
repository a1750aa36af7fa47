//! `sellify contacts consent`: what a contact said about being written to, read or written down.

use clap::{Args, ValueEnum};
use sellify_app::{App, ConsentOrder};
use sellify_domain::{Channel, ConsentBasis, ConsentState, ConsentStatement, Timestamp};

use crate::failure::Failure;
use crate::find;
use crate::session::{BY, Globals};
use crate::table::Table;

#[derive(Debug, Args)]
pub(crate) struct Consent {
    /// The contact's id or e-mail address
    contact: String,
    /// Write down that the person may be written to on this channel
    #[arg(long, value_enum, value_name = "CHANNEL", conflicts_with = "refuse")]
    grant: Option<Way>,
    /// Write down that the person must not be written to on this channel; the address goes on the suppression list
    #[arg(long, value_enum, value_name = "CHANNEL")]
    refuse: Option<Way>,
    /// On which legal ground
    #[arg(long, value_enum)]
    basis: Option<Basis>,
    /// Where it comes from: a form, a call, a letter
    #[arg(long, default_value = "")]
    source: String,
    /// The day it was said, YYYY-MM-DD; today when left out
    #[arg(long, value_parser = day)]
    date: Option<Timestamp>,
    /// With --grant: take the address off the suppression list too
    #[arg(long, requires = "grant")]
    lift_suppression: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Way {
    Email,
    Whatsapp,
    Phone,
    Post,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Basis {
    Consent,
    ExistingCustomer,
    LegitimateInterest,
    NonCommercial,
    RightToObject,
}

impl From<Way> for Channel {
    fn from(way: Way) -> Self {
        match way {
            Way::Email => Self::Email,
            Way::Whatsapp => Self::WhatsApp,
            Way::Phone => Self::Phone,
            Way::Post => Self::Post,
        }
    }
}

impl From<Basis> for ConsentBasis {
    fn from(basis: Basis) -> Self {
        match basis {
            Basis::Consent => Self::Consent,
            Basis::ExistingCustomer => Self::ExistingCustomer,
            Basis::LegitimateInterest => Self::LegitimateInterest,
            Basis::NonCommercial => Self::NonCommercial,
            Basis::RightToObject => Self::RightToObject,
        }
    }
}

fn day(typed: &str) -> Result<Timestamp, String> {
    let form = time::macros::format_description!("[year]-[month]-[day]");
    let day = time::Date::parse(typed, &form).map_err(|_| "a day is written YYYY-MM-DD".to_owned())?;
    Ok(Timestamp::from_millis(day.midnight().assume_utc().unix_timestamp() * 1_000))
}

impl Consent {
    pub(super) async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let id = find::contact(app, &self.contact).await?.contact.id;
        let said = match (self.grant, self.refuse) {
            (Some(way), _) => Some((way, ConsentState::Granted, Basis::Consent)),
            (None, Some(way)) => Some((way, ConsentState::Refused, Basis::RightToObject)),
            (None, None) => None,
        };
        if let Some((way, state, usual)) = said {
            let order = ConsentOrder {
                channel: way.into(),
                state,
                legal_basis: self.basis.unwrap_or(usual).into(),
                source: self.source,
                decided_at: self.date,
                lift_suppression: self.lift_suppression,
            };
            app.record_consent(&BY, id, order).await?;
        }
        let statements = app.consents(id).await?;
        globals.output().say(&statements, |statements| table(statements))
    }
}

fn table(statements: &[ConsentStatement]) -> String {
    if statements.is_empty() {
        return "Nothing is known about this contact's consents.".into();
    }
    let mut table = Table::new(&["channel", "state", "basis", "source", "said on"]);
    for said in statements {
        table.row([
            word(&said.channel),
            word(&said.state),
            word(&said.legal_basis),
            said.source.clone(),
            said.decided_at.to_rfc3339().chars().take(10).collect(),
        ]);
    }
    table.text()
}

/// A word of the wire, written for people.
fn word<T: serde::Serialize>(value: &T) -> String {
    let word = serde_json::to_value(value).ok();
    word.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().replace('_', " ")
}
