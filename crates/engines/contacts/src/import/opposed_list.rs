//! A list of addresses that must not be written to, as another program or our own export wrote it.
//!
//! Only the address is asked for. Where the file tells the day, it is kept: since when somebody refuses is part of
//! the proof. A file that we wrote ourselves tells everything, whichever language it speaks.

use std::collections::HashSet;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use sellify_domain::{Channel, ContactField, LegalBasis, SuppressionReason, Timestamp};
use sellify_validation::text::{clean, fold};
use sellify_validation::{email, phone};

use super::error::ImportError;
use super::inspect::{Inspection, inspect};
use super::normalise::iso_date;
use super::row::Row;
use super::rows::read_rows;
use super::source::Source;
use super::table::ReadOptions;
use crate::export;

/// Letters kept of an offending value, and of a source.
const SHOWN: usize = 200;
/// Names of columns that hold the day of a refusal, folded: Mailchimp's, Brevo's, HubSpot's and what people write.
const DAYS: [&str; 14] = [
    "unsub_time",
    "clean_time",
    "unsubscribed_at",
    "unsubscribed at",
    "unsubscribe date",
    "unsubscribed date",
    "blocklisted_at",
    "blocked_at",
    "opt out date",
    "date",
    "depuis le",
    "date de desinscription",
    "date de desabonnement",
    "date d'opposition",
];

/// Where a list says what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListLayout {
    /// Names of the columns; empty texts where there are none.
    pub headers: Vec<String>,
    /// The column with the addresses.
    pub address: usize,
    /// Why they are on it, as far as the file itself shows that.
    pub reason: Option<SuppressionReason>,
    /// The columns of a file that we wrote ourselves.
    own: Option<[usize; 6]>,
    day: Option<usize>,
}

impl ListLayout {
    /// Whether it is a file that we wrote ourselves: each line tells its channel, reason, ground and source.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.own.is_some()
    }
}

/// One address of a list, in its normal form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedAddress {
    /// On which channel.
    pub channel: Channel,
    /// Address or number, as the suppression list keeps it.
    pub address: String,
    /// Why, where the line says so.
    pub reason: Option<SuppressionReason>,
    /// On which ground, where the line says so.
    pub legal_basis: Option<LegalBasis>,
    /// Where it comes from; empty where the line does not say.
    pub source: String,
    /// Since when, where the line says so; midnight UTC.
    pub since: Option<Timestamp>,
}

/// What a row of a list is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListedRow {
    /// An address that comes for the first time.
    Address(ListedAddress),
    /// An address that an earlier row has.
    Repeated,
    /// No address.
    Unreadable {
        /// Line in the file (1-based).
        line: u64,
        /// What stands there, cut to 200 letters.
        value: String,
    },
}

/// Finds the addresses in a file. `column`: the one that a person chose.
///
/// # Errors
/// [`ImportError::NoAddressColumn`], [`ImportError::UnknownColumn`], or what is wrong with the file.
pub fn list_layout(
    source: &Source,
    options: &ReadOptions,
    channel: Channel,
    column: Option<usize>,
) -> Result<ListLayout, ImportError> {
    let found = inspect(source, options)?;
    let headers: Vec<String> = found.columns.iter().map(|column| column.header.clone()).collect();
    let own = export::own_list_columns(&headers).filter(|_| column.is_none());
    let address = match (column, own) {
        (Some(column), _) if column < headers.len() => column,
        (Some(column), _) => return Err(ImportError::UnknownColumn((column + 1).to_string())),
        (None, Some([_, address, ..])) => address,
        (None, None) => address_column(&found, channel).ok_or(ImportError::NoAddressColumn)?,
    };
    let folded: Vec<String> = headers.iter().map(|header| fold(header.trim())).collect();
    let called = |names: &[&str]| folded.iter().position(|header| names.contains(&header.as_str()));
    let reason = if called(&["clean_time"]).is_some() {
        Some(SuppressionReason::HardBounce)
    } else {
        called(&["unsub_time", "unsubscribed_at"]).map(|_| SuppressionReason::Unsubscribed)
    };
    Ok(ListLayout { address, reason, own, day: called(&DAYS), headers })
}

/// The column that holds addresses by its name or its values; else the only one there is.
fn address_column(found: &Inspection, channel: Channel) -> Option<usize> {
    let wanted = if channel == Channel::Email { ContactField::Email } else { ContactField::Phone };
    let suggested = found.columns.iter().find(|column| column.suggestion.as_ref() == Some(&wanted));
    suggested.or(found.columns.first().filter(|_| found.columns.len() == 1)).map(|column| column.index)
}

/// Hands over every row of a list until `each` breaks; numbers without a country code are of `country` (ISO 3166).
///
/// # Errors
/// What is wrong with the file.
pub fn read_list(
    source: &Source,
    options: &ReadOptions,
    layout: &ListLayout,
    (channel, country): (Channel, &str),
    each: &mut dyn FnMut(ListedRow) -> ControlFlow<()>,
) -> Result<(), ImportError> {
    let mut seen = HashSet::new();
    read_rows(source, options, &mut |row| {
        let Some(listed) = read_row(row, layout, channel, country) else {
            let value = row.cell(layout.address).trim().chars().take(SHOWN).collect();
            return each(ListedRow::Unreadable { line: row.line, value });
        };
        if !seen.insert((listed.channel, listed.address.clone())) {
            return each(ListedRow::Repeated);
        }
        each(ListedRow::Address(listed))
    })?;
    Ok(())
}

fn read_row(row: &Row, layout: &ListLayout, channel: Channel, country: &str) -> Option<ListedAddress> {
    let text = |column: usize| {
        let cell = row.cell(column);
        clean(if layout.is_own() { export::original(cell) } else { cell })
    };
    let day = |column: usize| midnight(&iso_date(&text(column), None)?);
    let Some([said_channel, address, reason, basis, source, since]) = layout.own else {
        return Some(ListedAddress {
            channel,
            address: normal_form(channel, &text(layout.address), country)?,
            reason: None,
            legal_basis: None,
            source: String::new(),
            since: layout.day.and_then(day),
        });
    };
    let channel = export::channel_of(&text(said_channel))?;
    Some(ListedAddress {
        channel,
        address: normal_form(channel, &text(address), country)?,
        reason: export::reason_of(&text(reason)),
        legal_basis: export::basis_of(&text(basis)),
        source: text(source).chars().take(SHOWN).collect(),
        since: day(since),
    })
}

/// As the suppression list keeps it. Letters are refused on the contact itself.
fn normal_form(channel: Channel, cell: &str, country: &str) -> Option<String> {
    match channel {
        Channel::Email => email::parse_cell(cell).ok().map(|address| address.to_string()),
        Channel::WhatsApp | Channel::Phone => {
            phone::parse(cell, country).ok().map(|read| read.number.to_string())
        }
        Channel::Post => None,
    }
}

fn midnight(iso: &str) -> Option<Timestamp> {
    let day = iso.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0)?;
    Some(Timestamp::from_millis(day.and_utc().timestamp_millis()))
}
