//! Erasing a person for good (GDPR, article 17): the data goes from every table and from the file's bytes; an entry
//! without a name proves that it was done.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use sellify_audit::AuditLog;
use sellify_domain::{
    Actor, Channel, ContactId, ErasureId, LegalBasis, Suppression, SuppressionId, SuppressionReason,
    Timestamp,
};
use sellify_store::{AuditQuery, Erasure, Page, PageRequest, Person, PersonMarks, StoreError, Write};
use sellify_validation::text::{clean, same};
use serde_json::json;

use crate::app::App;
use crate::error::{AppError, Thing};
use crate::events::EventKind;
use crate::list_contacts::contact_in;
use crate::open_vault::OpenVault;
use crate::suppress::only_a_person;

/// The key that says that the search index still holds words of somebody who was erased.
const SWEEP_DUE: &str = "erasure_sweep_due";
/// [`Suppression::source`] of a refusal that outlives its person.
const SOURCE: &str = "erasure";
/// Entries that are about an address, not about a contact.
const LIFTED: &str = "suppression.lifted";
const LONGEST_REASON: usize = 200;
/// How often, and after which pause, the log is written back while others read.
const WRITE_BACK: (u32, Duration) = (20, Duration::from_millis(100));

/// What an erasure did.
#[derive(Debug, Clone)]
pub struct ErasureReport {
    /// Names the proof.
    pub id: ErasureId,
    /// What went, by kind.
    pub counts: BTreeMap<String, u64>,
    /// Entries of the suppression list that stay, so that the person is never written to again.
    pub suppressions_kept: u64,
    /// Whether the bytes are gone from the database file already; else they go when nobody reads any more, at the
    /// latest when the vault is next opened.
    pub swept: bool,
}

/// Who erases whom, and when.
pub(crate) struct ErasureOrder<'a> {
    pub(crate) log: &'a AuditLog,
    pub(crate) by: &'a Actor,
    pub(crate) now: Timestamp,
    pub(crate) reason: &'a str,
}

impl App {
    /// Erases a contact and everything merged into it. `confirm` is the contact's name, as a person typed it.
    ///
    /// # Errors
    /// [`AppError::PersonNeeded`] for a program; [`AppError::ErasureNotConfirmed`]; [`AppError::ErasureDuringSend`].
    pub async fn erase_contact(
        &self,
        by: &Actor,
        id: ContactId,
        reason: &str,
        confirm: &str,
    ) -> Result<ErasureReport, AppError> {
        only_a_person(by)?;
        let vault = self.open_vault()?;
        let (reason, confirm) = (reason_of(reason)?, confirm.to_owned());
        let (log, by, now) = (vault.audit.clone(), by.clone(), self.now());
        let mut report = vault
            .store
            .write(move |w| {
                let contact = contact_in(w, id)?;
                if !same(&clean(&confirm), &clean(&contact.details.display_name())) {
                    return Err(AppError::ErasureNotConfirmed);
                }
                let person = w.contacts().person(id)?.ok_or(AppError::NotFound(Thing::Contact))?;
                let order = ErasureOrder { log: &log, by: &by, now, reason: &reason };
                let mut reports = erase(w, &order, vec![(id, person)])?;
                reports.pop().ok_or(AppError::Broken)
            })
            .await?;
        report.swept = self.sweep(&vault).await;
        self.events().publish(EventKind::ContactChanged, json!({ "contact_id": id, "erased": true }));
        self.events().publish(EventKind::SuppressionChanged, json!({}));
        Ok(report)
    }

    /// The proofs of what was erased, newest first.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn erasures(&self, page: PageRequest) -> Result<Page<Erasure>, AppError> {
        self.open_vault()?.store.read(move |r| Ok::<_, AppError>(r.erasures().list(&page)?)).await
    }

    /// [`App::sweep`], where an erasure still asks for it.
    pub(crate) async fn sweep_if_due(&self, vault: &OpenVault) -> Result<(), AppError> {
        let due = vault.store.read(|r| Ok::<_, AppError>(r.settings().get::<bool>(SWEEP_DUE)?)).await?;
        if due == Some(true) {
            self.sweep(vault).await;
        }
        Ok(())
    }

    /// Rewrites what still holds words of people who were erased, and writes the log back. Tells whether all is done;
    /// a failure is no failure of the erasure, and is made good when the vault is next opened.
    pub(crate) async fn sweep(&self, vault: &OpenVault) -> bool {
        let now = self.now();
        let swept = vault
            .store
            .write(move |w| {
                if w.settings().get::<bool>(SWEEP_DUE)?.unwrap_or(false) {
                    w.contacts_mut().sweep_search()?;
                    w.settings_mut().set(SWEEP_DUE, &false, now)?;
                }
                Ok::<_, StoreError>(())
            })
            .await;
        if let Err(error) = swept {
            tracing::warn!(code = error.code(), "the search index was not swept after an erasure");
            return false;
        }
        for _ in 0..WRITE_BACK.0 {
            match vault.store.wal_checkpoint().await {
                Ok(()) => return true,
                Err(StoreError::Busy) => tokio::time::sleep(WRITE_BACK.1).await,
                Err(_) => return false,
            }
        }
        false
    }
}

/// A reason that can be kept.
pub(crate) fn reason_of(typed: &str) -> Result<String, AppError> {
    let reason: String = clean(typed).chars().take(LONGEST_REASON).collect();
    if reason.is_empty() {
        return Err(AppError::invalid("reason", "Say why: it is all that the proof will tell."));
    }
    Ok(reason)
}

/// Erases people inside one transaction: refusals are kept first, then the rows go, then the sealed details of the log.
pub(crate) fn erase(
    w: &Write<'_>,
    order: &ErasureOrder<'_>,
    people: Vec<(ContactId, Person)>,
) -> Result<Vec<ErasureReport>, AppError> {
    let marks = PersonMarks::of_all(people.iter().map(|(_, person)| person));
    if marks.are_in([order.reason]) {
        return Err(AppError::invalid(
            "reason",
            "The reason stays for ever, so it must not name the person.",
        ));
    }
    let mut details_of = details_by_object(w, order.log, &people, &marks)?;
    let import_rows = w.contacts_mut().erase_import_rows(&marks)?;
    let alone = people.len() == 1;
    let mut reports = Vec::with_capacity(people.len());
    for (id, person) in people {
        if w.contacts().are_being_written_to(&person.contacts)? {
            return Err(AppError::ErasureDuringSend);
        }
        let kept = keep_refusals(w, order, &person)?;
        let erasure_id = ErasureId::generate(order.now);
        let mut counts = w.contacts_mut().erase(&person, order.now)?.by_name();
        if alone {
            counts.insert("import_rows".into(), import_rows);
        }
        let entries =
            person.contacts.iter().flat_map(|id| details_of.remove(&id.to_string()).unwrap_or_default());
        let mut entries: Vec<u64> = entries.collect();
        if reports.is_empty() {
            entries.extend(details_of.remove(LIFTED).unwrap_or_default());
        }
        counts.insert("audit_details".into(), redact(w, order, erasure_id, &entries)?);
        let proof = Erasure {
            id: erasure_id,
            contact_id: id,
            reason: order.reason.to_owned(),
            counts: counts.clone(),
            erased_at: order.now,
        };
        w.erasures_mut().add_if_absent(&proof, &person.contacts)?;
        let details = json!({ "erasure": erasure_id, "reason": order.reason, "counts": counts });
        order.log.append(w, order.now, order.by, "contact.erased", &id.to_string(), &details)?;
        reports.push(ErasureReport { id: erasure_id, counts, suppressions_kept: kept, swept: false });
    }
    w.settings_mut().set(SWEEP_DUE, &true, order.now)?;
    Ok(reports)
}

/// Whoever said no stays on the suppression list, whatever list they are imported with next. Tells how many entries
/// stay.
fn keep_refusals(w: &Write<'_>, order: &ErasureOrder<'_>, person: &Person) -> Result<u64, AppError> {
    for (channel, address) in w.contacts().refusals_without_suppression(&person.contacts)? {
        let entry = Suppression {
            id: SuppressionId::generate(order.now),
            channel,
            address,
            reason: SuppressionReason::Unsubscribed,
            legal_basis: LegalBasis::RightToObject,
            source: SOURCE.into(),
            created_at: order.now,
        };
        if w.suppressions_mut().add_if_absent(&entry)? {
            let details = json!({ "channel": entry.channel, "reason": entry.reason });
            order.log.append(w, order.now, order.by, "suppression.added", &entry.id.to_string(), &details)?;
        }
    }
    Ok(suppressions_of(w, person)?.len() as u64)
}

/// The entries of the suppression list for a person's addresses, present and former.
pub(crate) fn suppressions_of(
    r: &sellify_store::Read<'_>,
    person: &Person,
) -> Result<Vec<Suppression>, AppError> {
    let mut found = Vec::new();
    for email in &person.emails {
        found.extend(r.suppressions().find(Channel::Email, email)?);
    }
    for digits in &person.phones {
        for channel in [Channel::WhatsApp, Channel::Phone] {
            found.extend(r.suppressions().find(channel, &format!("+{digits}"))?);
        }
    }
    Ok(found)
}

/// Erases sealed details of entries; the chain covers only commitments, so it still verifies.
fn redact(
    w: &Write<'_>,
    order: &ErasureOrder<'_>,
    erasure: ErasureId,
    entries: &[u64],
) -> Result<u64, AppError> {
    let reason = format!("erasure {erasure}");
    for seq in entries {
        order.log.redact(w, order.now, order.by, *seq, &reason)?;
    }
    Ok(entries.len() as u64)
}

/// Numbers of the entries whose sealed details are about these people, by contact; the log is read once for all.
fn details_by_object(
    w: &Write<'_>,
    log: &AuditLog,
    people: &[(ContactId, Person)],
    marks: &PersonMarks,
) -> Result<HashMap<String, Vec<u64>>, AppError> {
    let objects: Vec<String> =
        people.iter().flat_map(|(_, person)| person.contacts.iter().map(ToString::to_string)).collect();
    let mut found: HashMap<String, Vec<u64>> = HashMap::new();
    for row in w.audit_entries().about(&objects)? {
        if row.payload_ct.is_some() {
            found.entry(row.object).or_default().push(row.seq);
        }
    }
    let lifted = lifted_refusals(w, log, marks)?;
    if !lifted.is_empty() {
        found.insert(LIFTED.into(), lifted);
    }
    Ok(found)
}

/// Entries that name an address because it was taken off the suppression list: nothing else remembers it.
fn lifted_refusals(w: &Write<'_>, log: &AuditLog, marks: &PersonMarks) -> Result<Vec<u64>, AppError> {
    let mut query = AuditQuery {
        action: Some(LIFTED.into()),
        page: PageRequest::first(sellify_store::MAX_LIMIT),
        ..AuditQuery::default()
    };
    let mut found = Vec::new();
    loop {
        let page = w.audit_entries().find(&query)?;
        for row in page.items {
            let details = log.details(&row)?;
            let address =
                details.as_ref().and_then(|details| details.get("address")).and_then(|value| value.as_str());
            if address.is_some_and(|address| marks.are_in([address])) {
                found.push(row.seq);
            }
        }
        query.page.cursor = page.next;
        if query.page.cursor.is_none() {
            return Ok(found);
        }
    }
}
