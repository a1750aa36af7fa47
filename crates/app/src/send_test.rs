//! One message to the person who writes it, made and sent like the real ones.

use std::time::Instant;

use sellify_campaign::{Messenger, Outgoing, SendOutcome};
use sellify_domain::{
    Actor, Audience, CampaignId, Channel, ContactDetails, ContactId, RecipientId, SmtpReply, Today,
};
use sellify_providers::SmtpMessenger;
use sellify_store::Read;
use serde_json::json;

use crate::app::App;
use crate::compose::{Addressee, Writer, compile};
use crate::create_campaign::campaign_in;
use crate::error::AppError;
use crate::license::Gate;
use crate::list_contacts::contact_in;
use crate::preflight_campaign::Parts;
use crate::preview_template::invented_contact;
use crate::quarantine::refuse_in_quarantine;
use crate::save_connection::password_of;
use crate::settings::Settings;

/// A test message that the server took.
#[derive(Debug)]
pub struct TestMessage {
    /// What the server said.
    pub reply: SmtpReply,
    /// The subject as sent.
    pub subject: String,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

impl App {
    /// Sends the campaign's message to one address, as it would go to `contact`; without one, to the first of
    /// the audience, else to an invented contact. It stands in no ledger.
    ///
    /// # Errors
    /// What is missing, or what the server says.
    pub async fn send_test_message(
        &self,
        by: &Actor,
        id: CampaignId,
        to: &str,
        contact: Option<ContactId>,
    ) -> Result<TestMessage, AppError> {
        let vault = self.open_vault()?;
        let to = sellify_validation::email::parse(to)
            .map_err(|violation| AppError::EmailInvalid { field: "to", violation })?;
        let (license, now) = (vault.license.clone(), self.now());
        let (sealer, address) = (vault.sealer.clone(), to.clone());
        let (writer, password, details) = vault
            .store
            .read(move |r| {
                license.require(r, now, Gate::Sending)?;
                refuse_in_quarantine(r)?;
                if r.suppressions().is_suppressed(Channel::Email, address.as_str())? {
                    return Err(AppError::Suppressed);
                }
                let parts = Parts::of(r, campaign_in(r, id)?.draft)?;
                let connection = parts.connection.ok_or(AppError::ConnectionNotChosen)?;
                let template = parts.template.ok_or(AppError::TemplateNotChosen)?;
                let password = password_of(r, &sealer, connection.id)?;
                let writer = Writer { compiled: compile(&template.content)?, smtp: connection.smtp };
                let details = somebody(r, contact, (&parts.draft.audience, Today::at(now)), &writer)?;
                Ok((writer, password, details))
            })
            .await?;
        let rendered = writer.render(&details)?;
        let recipient = RecipientId::generate(self.now());
        let who = Addressee { id: recipient, to: &to, name: "", details: &details };
        let message = writer.write(&who, &rendered, self.now())?;
        let entry = vault.entry(by, self.now(), "campaign.test_message", id, json!({ "to": to }));
        vault.store.write(move |w| entry.append(w)).await?;
        let from = writer.smtp.from_email.clone();
        let begin = Instant::now();
        let reply =
            send_one(SmtpMessenger::new(writer.smtp, password), Outgoing { recipient, from, to, message })
                .await?;
        let took_ms = u64::try_from(begin.elapsed().as_millis()).unwrap_or(u64::MAX);
        Ok(TestMessage { reply, subject: rendered.subject, took_ms })
    }
}

async fn send_one(messenger: SmtpMessenger, message: Outgoing) -> Result<SmtpReply, AppError> {
    let mut session = messenger.open().await?;
    let outcome = session.send(vec![message]).await.pop();
    session.close().await;
    match outcome {
        Some(SendOutcome::Accepted(reply)) => Ok(reply),
        Some(SendOutcome::Transient(reply) | SendOutcome::Permanent(reply)) => {
            Err(AppError::TestRefused(reply))
        }
        Some(SendOutcome::NotSent(error)) => Err(error.into()),
        Some(SendOutcome::Unknown) | None => Err(AppError::TestUnknown),
    }
}

/// As whom the test message is made: the first of the audience who has every value it needs.
fn somebody(
    r: &Read<'_>,
    contact: Option<ContactId>,
    (audience, today): (&Audience, Today),
    writer: &Writer,
) -> Result<ContactDetails, AppError> {
    if let Some(id) = contact {
        return Ok(contact_in(r, id)?.details);
    }
    let mut first = None;
    let mut fitting = None;
    let mut looked_at = 0_usize;
    // The walk is ended by an "error" that means: enough.
    let walked = r.contacts().for_each_in_audience(audience, today, |contact| {
        looked_at += 1;
        if writer.render(&contact.details).is_ok() {
            fitting = Some(contact.details);
            return Err(Walk::Enough);
        }
        first.get_or_insert(contact.details);
        if looked_at < MOST_LOOKED_AT { Ok(()) } else { Err(Walk::Enough) }
    });
    match (walked, fitting.or(first)) {
        (Err(Walk::Broken(error)), _) => Err(error.into()),
        (_, Some(details)) => Ok(details),
        (_, None) => Ok(invented_contact(&Settings::read(r)?.language)),
    }
}

/// How many people are tried for one with all the values the message needs.
const MOST_LOOKED_AT: usize = 1_000;

enum Walk {
    Enough,
    Broken(sellify_store::StoreError),
}

impl From<sellify_store::StoreError> for Walk {
    fn from(error: sellify_store::StoreError) -> Self {
        Self::Broken(error)
    }
}
