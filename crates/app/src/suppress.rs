//! The suppression list: who must not be written to. Only a person lifts an entry, one by one.

use sellify_domain::{Actor, Channel, LegalBasis, Suppression, SuppressionId, SuppressionReason, Timestamp};
use sellify_store::{Page, PageRequest, SuppressionQuery, Write};
use serde_json::json;

use crate::app::App;
use crate::error::{AppError, Thing};
use crate::events::EventKind;
use crate::open_vault::OpenVault;
use crate::settings::Settings;

/// Letters of a source that are kept.
const LONGEST_SOURCE: usize = 200;

/// An address that must not be written to.
#[derive(Debug, Clone)]
pub struct SuppressOrder {
    /// On which channel.
    pub channel: Channel,
    /// Address or number, in any usual form.
    pub address: String,
    /// Why.
    pub reason: SuppressionReason,
    /// On which ground it is kept; none: the one that goes with the reason.
    pub legal_basis: Option<LegalBasis>,
    /// Where it comes from: a letter, a call; empty: entered by hand.
    pub source: String,
}

impl SuppressOrder {
    /// Entered by hand, on the ground that goes with the reason.
    #[must_use]
    pub fn by_hand(channel: Channel, address: &str, reason: SuppressionReason) -> Self {
        Self { channel, address: address.to_owned(), reason, legal_basis: None, source: String::new() }
    }

    /// The entry, with the address in its normal form.
    fn entry(self, country: &str, now: Timestamp) -> Result<Suppression, AppError> {
        let source = cut_source(&self.source);
        Ok(Suppression {
            id: SuppressionId::generate(now),
            channel: self.channel,
            address: normal_form(self.channel, &self.address, country)?,
            reason: self.reason,
            legal_basis: self.legal_basis.unwrap_or_else(|| basis_of(self.reason)),
            source: if source.is_empty() { "manual".into() } else { source },
            created_at: now,
        })
    }
}

impl App {
    /// One page of the list, newest first; `search`: only addresses that hold this text, or that number however it
    /// is written.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn suppressions(
        &self,
        channel: Option<Channel>,
        search: Option<String>,
        page: PageRequest,
    ) -> Result<Page<Suppression>, AppError> {
        let vault = self.open_vault()?;
        vault
            .store
            .read(move |r| {
                let country = Settings::read(r)?.country;
                let search = search.map(|typed| as_kept(&typed, &country));
                Ok(r.suppressions().list(&SuppressionQuery { channel, search, page })?)
            })
            .await
    }

    /// How many entries each channel has.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn suppression_counts(&self) -> Result<Vec<(Channel, u64)>, AppError> {
        self.open_vault()?.store.read(|r| Ok::<_, AppError>(r.suppressions().counts()?)).await
    }

    /// Adds an address; it receives nothing from now on, from running campaigns neither. An address that is
    /// there already keeps its older entry.
    ///
    /// # Errors
    /// The address is not one.
    pub async fn suppress(&self, by: &Actor, order: SuppressOrder) -> Result<Suppression, AppError> {
        let vault = self.open_vault()?;
        let country = self.settings().await?.country;
        let now = self.now();
        let new = order.entry(&country, now)?;
        let entry = vault.entry(
            by,
            now,
            "suppression.added",
            new.id,
            json!({ "channel": new.channel, "reason": new.reason }),
        );
        let kept = vault
            .store
            .write(move |w| {
                if w.suppressions_mut().add_if_absent(&new)? {
                    entry.append(w)?;
                    return Ok(new);
                }
                let older = w.suppressions().find(new.channel, &new.address)?;
                older.ok_or(AppError::NotFound(Thing::Suppression))
            })
            .await?;
        self.events().publish(EventKind::SuppressionChanged, json!({ "suppression_id": kept.id }));
        Ok(kept)
    }

    /// Lets an address be written to again. Only a person may say so.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`AppError::PersonNeeded`] for a program.
    pub async fn lift_suppression(&self, by: &Actor, id: SuppressionId) -> Result<(), AppError> {
        only_a_person(by)?;
        let vault = self.open_vault()?;
        let (of, by, now) = (vault.clone(), by.clone(), self.now());
        vault.store.write(move |w| lift(w, &of, &by, now, id)).await?;
        self.events().publish(EventKind::SuppressionChanged, json!({ "suppression_id": id }));
        Ok(())
    }
}

/// A source as it is kept: on one line, and no longer than it is read.
pub(crate) fn cut_source(typed: &str) -> String {
    sellify_validation::text::clean(typed).chars().take(LONGEST_SOURCE).collect()
}

/// What nobody but a person may decide: lifting a refusal, erasing somebody.
pub(crate) fn only_a_person(by: &Actor) -> Result<(), AppError> {
    match by {
        Actor::Person { .. } => Ok(()),
        Actor::ApiKey { .. } | Actor::System => Err(AppError::PersonNeeded),
    }
}

/// Lifts an entry, inside the transaction of the act that asks for it. The audit log says whose it was: nothing
/// else does from now on.
pub(crate) fn lift(
    w: &Write<'_>,
    vault: &OpenVault,
    by: &Actor,
    now: Timestamp,
    id: SuppressionId,
) -> Result<(), AppError> {
    if w.suppressions().get(id)?.is_none() {
        return Err(AppError::NotFound(Thing::Suppression));
    }
    let lifted = w.suppressions_mut().lift(id)?;
    let details = json!({
        "channel": lifted.channel, "address": lifted.address, "reason": lifted.reason,
        "source": lifted.source, "since": lifted.created_at,
    });
    vault.entry(by, now, "suppression.lifted", id, details).append(w)
}

/// The key under which an address or number stands in the list.
fn normal_form(channel: Channel, typed: &str, country: &str) -> Result<String, AppError> {
    match channel {
        Channel::Email => sellify_validation::email::parse(typed)
            .map(|email| email.to_string())
            .map_err(|violation| AppError::EmailInvalid { field: "address", violation }),
        Channel::WhatsApp | Channel::Phone => sellify_validation::phone::parse(typed, country)
            .map(|phone| phone.number.to_string())
            .map_err(|violation| AppError::PhoneInvalid { violation }),
        Channel::Post => Err(AppError::invalid("channel", "Letters are refused on the contact itself.")),
    }
}

/// A number as the list keeps it; anything else as it was typed.
pub(crate) fn as_kept(typed: &str, country: &str) -> String {
    normal_form(Channel::Phone, typed, country).unwrap_or_else(|_| typed.trim().to_lowercase())
}

pub(crate) fn basis_of(reason: SuppressionReason) -> LegalBasis {
    match reason {
        SuppressionReason::Unsubscribed => LegalBasis::ConsentWithdrawn,
        SuppressionReason::Complaint | SuppressionReason::Manual => LegalBasis::RightToObject,
        SuppressionReason::HardBounce => LegalBasis::LegitimateInterest,
    }
}
