//! Consents: what a contact said about being written to, and what follows for the suppression list.

use sellify_domain::{
    Actor, Channel, ConsentBasis, ConsentId, ConsentState, ConsentStatement, Contact, ContactId, LegalBasis,
    Suppression, SuppressionId, SuppressionReason, Timestamp,
};
use sellify_store::Write;
use serde_json::json;

use crate::app::App;
use crate::error::AppError;
use crate::events::EventKind;
use crate::list_contacts::{ContactView, contact_in, view};
use crate::open_vault::OpenVault;
use crate::suppress::{lift, only_a_person};

/// Letters of a source that are kept.
const LONGEST_SOURCE: usize = 200;
/// Clocks of two computers may differ by so much before a date counts as one of the future.
const TOMORROW_MS: i64 = 24 * 60 * 60 * 1_000;

/// Something a person said, to be written down.
#[derive(Debug, Clone)]
pub struct ConsentOrder {
    /// On which channel.
    pub channel: Channel,
    /// What was said.
    pub state: ConsentState,
    /// On which ground.
    pub legal_basis: ConsentBasis,
    /// Where it comes from.
    pub source: String,
    /// When it was said; none: now.
    pub decided_at: Option<Timestamp>,
    /// With a consent for an address on the suppression list: whether that entry is lifted. An act of its own.
    pub lift_suppression: bool,
}

impl App {
    /// Every statement of a contact, the latest decision first.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn consents(&self, id: ContactId) -> Result<Vec<ConsentStatement>, AppError> {
        let vault = self.open_vault()?;
        vault
            .store
            .read(move |r| {
                contact_in(r, id)?;
                Ok(r.consents().of_contact(id)?)
            })
            .await
    }

    /// Writes a statement down. A refusal also puts the address on the suppression list. A consent never takes it
    /// off by itself.
    ///
    /// # Errors
    /// [`AppError::ConsentSuppressed`] for a consent whose address is on the list, unless the order lifts the entry;
    /// then [`AppError::PersonNeeded`] for a program. Names the field that cannot be kept.
    pub async fn record_consent(
        &self,
        by: &Actor,
        id: ContactId,
        order: ConsentOrder,
    ) -> Result<ContactView, AppError> {
        if order.lift_suppression {
            only_a_person(by)?;
        }
        let vault = self.open_vault()?;
        let (of, by, now) = (vault.clone(), by.clone(), self.now());
        let said = statement(id, &order, now)?;
        let (saved, list_changed) = vault
            .store
            .write(move |w| {
                let contact = contact_in(w, id)?;
                let list_changed = follow(w, &of, &by, &contact, &said, order.lift_suppression)?;
                w.consents_mut().record(&said)?;
                let details =
                    json!({ "channel": said.channel, "state": said.state, "legal_basis": said.legal_basis });
                of.entry(&by, now, "contact.consent_recorded", id, details).append(w)?;
                Ok::<_, AppError>((view(w, contact)?, list_changed))
            })
            .await?;
        self.contact_changed(id);
        if list_changed {
            self.events().publish(EventKind::SuppressionChanged, json!({ "contact_id": id }));
        }
        Ok(saved)
    }
}

/// The statement, or the field that cannot be kept.
fn statement(id: ContactId, order: &ConsentOrder, now: Timestamp) -> Result<ConsentStatement, AppError> {
    let source = sellify_validation::text::clean(&order.source);
    if source.is_empty() {
        return Err(AppError::invalid("source", "Say where this comes from: a form, a call, a letter."));
    }
    if !order.legal_basis.carries(order.state) {
        return Err(AppError::invalid("legal_basis", "An objection permits nothing."));
    }
    let decided_at = order.decided_at.unwrap_or(now);
    if decided_at.as_millis() > now.as_millis() + TOMORROW_MS {
        return Err(AppError::invalid("decided_at", "Nobody can have said this in the future."));
    }
    Ok(ConsentStatement {
        id: ConsentId::generate(now),
        contact_id: id,
        channel: order.channel,
        state: order.state,
        legal_basis: order.legal_basis,
        source: source.chars().take(LONGEST_SOURCE).collect(),
        decided_at,
        recorded_at: now,
    })
}

/// What the statement means for the suppression list; tells whether the list changed. A statement older than the one that
/// counts only completes the record.
fn follow(
    w: &Write<'_>,
    vault: &OpenVault,
    by: &Actor,
    contact: &Contact,
    said: &ConsentStatement,
    may_lift: bool,
) -> Result<bool, AppError> {
    let counts = w.consents().latest(contact.id, said.channel)?;
    if counts.is_some_and(|latest| latest.decided_at > said.decided_at) {
        return Ok(false);
    }
    let Some(address) = address_on(contact, said.channel) else { return Ok(false) };
    let present = w.suppressions().find(said.channel, &address)?;
    match (said.state, present) {
        (ConsentState::Refused, None) => {
            let entry = suppression_of(said, address);
            w.suppressions_mut().add_if_absent(&entry)?;
            let details = json!({ "channel": entry.channel, "reason": entry.reason });
            vault.entry(by, said.recorded_at, "suppression.added", entry.id, details).append(w)?;
            Ok(true)
        }
        (ConsentState::Granted, Some(entry)) if may_lift => {
            lift(w, vault, by, said.recorded_at, entry.id)?;
            Ok(true)
        }
        (ConsentState::Granted, Some(_)) => Err(AppError::ConsentSuppressed),
        (ConsentState::Refused, Some(_)) | (ConsentState::Granted, None) => Ok(false),
    }
}

/// The key of a contact in the suppression list.
fn address_on(contact: &Contact, channel: Channel) -> Option<String> {
    match channel {
        Channel::Email => contact.details.email.as_ref().map(ToString::to_string),
        Channel::WhatsApp | Channel::Phone => contact.details.phone.as_ref().map(ToString::to_string),
        Channel::Post => None,
    }
}

fn suppression_of(said: &ConsentStatement, address: String) -> Suppression {
    Suppression {
        id: SuppressionId::generate(said.recorded_at),
        channel: said.channel,
        address,
        reason: SuppressionReason::Unsubscribed,
        legal_basis: match said.legal_basis {
            ConsentBasis::RightToObject => LegalBasis::RightToObject,
            _ => LegalBasis::ConsentWithdrawn,
        },
        source: said.source.clone(),
        created_at: said.decided_at,
    }
}
