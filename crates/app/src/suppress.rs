//! The suppression list: who must not be written to.

use sellify_domain::{Actor, Channel, LegalBasis, Suppression, SuppressionId, SuppressionReason};
use sellify_store::{Page, PageRequest};
use serde_json::json;

use crate::app::App;
use crate::error::{AppError, Thing};
use crate::events::EventKind;
use crate::settings::Settings;

impl App {
    /// One page of the list, newest first. With a search text: the entry of that very address, if there is one.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn suppressions(
        &self,
        search: Option<String>,
        page: PageRequest,
    ) -> Result<Page<Suppression>, AppError> {
        let vault = self.open_vault()?;
        vault
            .store
            .read(move |r| {
                let Some(search) = search.filter(|text| !text.trim().is_empty()) else {
                    return Ok(r.suppressions().list(&page)?);
                };
                let country = Settings::read(r)?.country;
                let mut found = Vec::new();
                for channel in [Channel::Email, Channel::WhatsApp] {
                    if let Ok(address) = normal_form(channel, &search, &country) {
                        found.extend(r.suppressions().find(channel, &address)?);
                    }
                }
                let total = found.len() as u64;
                Ok(Page::exact(found, None, total))
            })
            .await
    }

    /// Adds an address; it receives nothing from now on, from running campaigns neither. An address that is
    /// there already keeps its older entry.
    ///
    /// # Errors
    /// The address is not one.
    pub async fn suppress(
        &self,
        by: &Actor,
        channel: Channel,
        address: &str,
        reason: SuppressionReason,
    ) -> Result<Suppression, AppError> {
        let vault = self.open_vault()?;
        let country = self.settings().await?.country;
        let now = self.now();
        let new = Suppression {
            id: SuppressionId::generate(now),
            channel,
            address: normal_form(channel, address, &country)?,
            reason,
            legal_basis: basis_of(reason),
            source: "manual".into(),
            created_at: now,
        };
        let entry = vault.entry(by, now, "suppression.added", new.id, json!({ "address": new.address }));
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

    /// Lets an address be written to again. Only ever called because a person asked for it.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn lift_suppression(&self, by: &Actor, id: SuppressionId) -> Result<(), AppError> {
        let vault = self.open_vault()?;
        let entry = vault.entry(by, self.now(), "suppression.lifted", id, json!({}));
        vault
            .store
            .write(move |w| {
                if w.suppressions().get(id)?.is_none() {
                    return Err(AppError::NotFound(Thing::Suppression));
                }
                let lifted = w.suppressions_mut().lift(id)?;
                entry.append_with(w, json!({ "address": lifted.address, "reason": lifted.reason }))
            })
            .await?;
        self.events().publish(EventKind::SuppressionChanged, json!({ "suppression_id": id }));
        Ok(())
    }
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

fn basis_of(reason: SuppressionReason) -> LegalBasis {
    match reason {
        SuppressionReason::Unsubscribed => LegalBasis::ConsentWithdrawn,
        SuppressionReason::Complaint | SuppressionReason::Manual => LegalBasis::RightToObject,
        SuppressionReason::HardBounce => LegalBasis::LegitimateInterest,
    }
}
