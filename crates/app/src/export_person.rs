//! Everything we hold on one person (GDPR, articles 15 and 20), as a file for programs and a page for people.

mod page;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use sellify_domain::{
    Actor, Channel, ConsentBasis, ConsentState, Contact, ContactId, Exclusion, LegalBasis, RecipientState,
    RejectReason, SuppressionReason, Timestamp,
};
use sellify_store::{Person, PersonMarks, Read};
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::erase_contact::suppressions_of;
use crate::error::{AppError, Thing};
use crate::list_contacts::contact_in;
use crate::settings::Settings;

/// The form of the file; rises when a program that reads it would have to change.
const FORMAT: &str = "sellify-person/1";

/// How a person's file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonFormat {
    /// For programs.
    Json,
    /// For people: one page that stands alone, in the vault's language.
    Html,
}

/// A file about a person, ready to be kept.
#[derive(Debug)]
pub struct PersonFile {
    /// The person's name.
    pub name: String,
    /// The bytes, UTF-8.
    pub bytes: Vec<u8>,
}

/// Everything we hold on one person. Times are RFC 3339, UTC.
#[derive(Debug, Serialize)]
struct Held {
    format: &'static str,
    made_at: Time,
    firm: String,
    name: String,
    /// The contact, and every contact that was merged into it.
    contacts: Vec<HeldContact>,
    groups: BTreeSet<String>,
    consents: Vec<HeldConsent>,
    suppressions: Vec<HeldSuppression>,
    messages: Vec<HeldMessage>,
    /// Earlier states that are kept so that imports, bulk edits and merges can be taken back.
    versions: Vec<HeldVersion>,
    /// Rows that imports refused, as they stood in the file.
    refused_rows: Vec<HeldRow>,
    /// What was done to the record.
    acts: Vec<HeldAct>,
}

#[derive(Debug, Serialize)]
struct HeldContact {
    id: ContactId,
    /// Key and value of every field that is not empty.
    fields: BTreeMap<String, String>,
    tags: Vec<String>,
    created_at: Time,
    updated_at: Time,
    /// The file it came from.
    imported_from: Option<String>,
    in_bin_since: Option<Time>,
}

#[derive(Debug, Serialize)]
struct HeldConsent {
    channel: Channel,
    state: ConsentState,
    legal_basis: ConsentBasis,
    source: String,
    decided_at: Time,
    recorded_at: Time,
}

#[derive(Debug, Serialize)]
struct HeldSuppression {
    channel: Channel,
    address: String,
    reason: SuppressionReason,
    legal_basis: LegalBasis,
    source: String,
    since: Time,
}

#[derive(Debug, Serialize)]
struct HeldMessage {
    campaign: String,
    subject: Option<String>,
    address: String,
    name: String,
    state: RecipientState,
    left_out_because: Option<Exclusion>,
    attempts: u32,
    server_said: Option<String>,
    at: Time,
}

#[derive(Debug, Serialize)]
struct HeldVersion {
    kind: &'static str,
    source: String,
    at: Time,
    before: BTreeMap<String, String>,
    after: BTreeMap<String, String>,
}

#[derive(Debug, Serialize)]
struct HeldRow {
    file: String,
    at: Time,
    line: u64,
    reason: RejectReason,
    cells: Vec<(String, String)>,
}

#[derive(Debug, Serialize)]
struct HeldAct {
    number: u64,
    at: Time,
    by: String,
    action: String,
}

/// A moment, written for programs as RFC 3339.
#[derive(Debug, Clone, Copy)]
struct Time(Timestamp);

impl Serialize for Time {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_rfc3339())
    }
}

impl App {
    /// Everything we hold on a person, the contacts merged into it included. Who took it out, and when, is in the audit
    /// log.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn export_person(
        &self,
        by: &Actor,
        id: ContactId,
        format: PersonFormat,
    ) -> Result<PersonFile, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let (held, language) = vault
            .store
            .read(move |r| {
                let settings = Settings::read(r)?;
                let language = settings.language.clone();
                Ok::<_, AppError>((held(r, id, settings, now)?, language))
            })
            .await?;
        let name = held.name.clone();
        let (kind, bytes) = match format {
            PersonFormat::Json => ("json", serde_json::to_vec_pretty(&held).map_err(|_| AppError::Broken)?),
            PersonFormat::Html => ("html", page::page(&held, words::of(&language)).into_bytes()),
        };
        let entry = vault.entry(by, now, "contact.exported", id, json!({ "format": kind }));
        vault.store.write(move |w| entry.append(w)).await?;
        Ok(PersonFile { name, bytes })
    }
}

fn held(r: &Read<'_>, id: ContactId, settings: Settings, now: Timestamp) -> Result<Held, AppError> {
    let name = contact_in(r, id)?.details.display_name();
    let person = r.contacts().person(id)?.ok_or(AppError::NotFound(Thing::Contact))?;
    let contacts: Vec<Contact> = r.contacts().get_many(&person.contacts)?;
    Ok(Held {
        format: FORMAT,
        made_at: Time(now),
        firm: settings.firm_name,
        name,
        groups: r.contacts().groups_of(&person.contacts)?,
        consents: consents(r, &person)?,
        suppressions: suppressions(r, &person)?,
        messages: messages(r, &person)?,
        versions: versions(r, &person)?,
        refused_rows: refused_rows(r, &person)?,
        acts: acts(r, &person)?,
        contacts: contacts.into_iter().map(|contact| held_contact(r, contact)).collect::<Result<_, _>>()?,
    })
}

fn held_contact(r: &Read<'_>, contact: Contact) -> Result<HeldContact, AppError> {
    let imported_from = contact.import_id.map(|id| r.imports().get(id)).transpose()?.flatten();
    let mut fields = words::fields_of(&contact.details);
    fields.remove("tags");
    Ok(HeldContact {
        id: contact.id,
        fields,
        tags: contact.details.tags,
        created_at: Time(contact.created_at),
        updated_at: Time(contact.updated_at),
        imported_from: imported_from.map(|import| import.file_name),
        in_bin_since: contact.deleted_at.map(Time),
    })
}

fn consents(r: &Read<'_>, person: &Person) -> Result<Vec<HeldConsent>, AppError> {
    let mut found = Vec::new();
    for id in &person.contacts {
        found.extend(r.consents().of_contact(*id)?.into_iter().map(|said| HeldConsent {
            channel: said.channel,
            state: said.state,
            legal_basis: said.legal_basis,
            source: said.source,
            decided_at: Time(said.decided_at),
            recorded_at: Time(said.recorded_at),
        }));
    }
    Ok(found)
}

fn suppressions(r: &Read<'_>, person: &Person) -> Result<Vec<HeldSuppression>, AppError> {
    let kept = suppressions_of(r, person)?.into_iter().map(|entry| HeldSuppression {
        channel: entry.channel,
        address: entry.address,
        reason: entry.reason,
        legal_basis: entry.legal_basis,
        source: entry.source,
        since: Time(entry.created_at),
    });
    Ok(kept.collect())
}

fn messages(r: &Read<'_>, person: &Person) -> Result<Vec<HeldMessage>, AppError> {
    let lines = r.contacts().messages_to(&person.contacts)?.into_iter().map(|line| HeldMessage {
        campaign: line.campaign,
        subject: line.subject,
        address: line.recipient.email.to_string(),
        name: line.recipient.name,
        state: line.recipient.state,
        left_out_because: line.recipient.exclusion,
        attempts: line.recipient.attempts,
        server_said: line.recipient.last_reply.map(|reply| format!("{} {}", reply.code, reply.text)),
        at: Time(line.recipient.updated_at),
    });
    Ok(lines.collect())
}

fn versions(r: &Read<'_>, person: &Person) -> Result<Vec<HeldVersion>, AppError> {
    let mut found = Vec::new();
    for id in &person.contacts {
        found.extend(r.contacts().versions(*id)?.into_iter().map(|version| HeldVersion {
            kind: version.kind,
            source: version.source,
            at: Time(version.at),
            before: version.before.as_ref().map(words::fields_of).unwrap_or_default(),
            after: version.after.as_ref().map(words::fields_of).unwrap_or_default(),
        }));
    }
    Ok(found)
}

fn refused_rows(r: &Read<'_>, person: &Person) -> Result<Vec<HeldRow>, AppError> {
    let rows = r.contacts().refused_rows_with(&PersonMarks::of(person))?.into_iter().map(|row| HeldRow {
        file: row.file,
        at: Time(row.at),
        line: row.line,
        reason: row.reason,
        cells: row
            .cells
            .into_iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(at, cell)| (row.headers.get(at).cloned().unwrap_or_else(|| (at + 1).to_string()), cell))
            .collect(),
    });
    Ok(rows.collect())
}

fn acts(r: &Read<'_>, person: &Person) -> Result<Vec<HeldAct>, AppError> {
    let objects: Vec<String> = person.contacts.iter().map(ToString::to_string).collect();
    let entries = r.audit_entries().about(&objects)?.into_iter().map(|entry| HeldAct {
        number: entry.seq,
        at: Time(entry.at),
        by: entry.actor,
        action: entry.action,
    });
    Ok(entries.collect())
}
