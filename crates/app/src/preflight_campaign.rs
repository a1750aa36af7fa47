//! What would happen if a campaign were sent now: counted (pre-flight), or with every message made (dry run).

use parking_lot::Mutex;
use sellify_campaign::{PersonExample, Preflight, PreflightInput, Screen, TemplateReadiness, preflight};
use sellify_domain::{
    CampaignDraft, CampaignId, Connection, Contact, EmailAddress, RecipientId, Template, Timestamp, Today,
};
use sellify_store::Read;
use sellify_template::{Compiled, Rendered, unknown_variables};

use crate::app::App;
use crate::compose::{Addressee, TemplateScreen, Writer, missing_in};
use crate::create_campaign::campaign_in;
use crate::error::AppError;

/// Messages shown in full.
const SAMPLES: usize = 5;

/// One message as it would be sent.
#[derive(Debug, Clone)]
pub struct SampleMessage {
    /// To whom.
    pub person: PersonExample,
    /// What it says.
    pub rendered: Rendered,
}

/// Every message made, none sent.
#[derive(Debug)]
pub struct DryRun {
    /// The same findings as the pre-flight's.
    pub preflight: Preflight,
    /// Messages that were made.
    pub rendered: u64,
    /// Size of all of them, in bytes.
    pub bytes: u64,
    /// The first few.
    pub samples: Vec<SampleMessage>,
}

/// What a campaign is made of, as far as it was chosen and still exists.
pub(crate) struct Parts {
    pub(crate) draft: CampaignDraft,
    pub(crate) template: Option<Template>,
    pub(crate) connection: Option<Connection>,
    pub(crate) readiness: TemplateReadiness,
    pub(crate) compiled: Option<Compiled>,
}

impl Parts {
    pub(crate) fn of(r: &Read<'_>, draft: CampaignDraft) -> Result<Self, AppError> {
        // A template in the bin counts as not chosen.
        let template = match draft.template_id {
            Some(id) => r.templates().list()?.into_iter().find(|template| template.id == id),
            None => None,
        };
        let connection = match draft.connection_id {
            Some(id) => r.connections().get(id)?,
            None => None,
        };
        let (readiness, compiled) = match &template {
            Some(template) => readiness(template, &r.contacts().custom_keys()?),
            None => (TemplateReadiness::Missing, None),
        };
        Ok(Self { draft, template, connection, readiness, compiled })
    }

    pub(crate) fn input<'a>(&'a self, screen: &'a dyn Screen, now: Timestamp) -> PreflightInput<'a> {
        PreflightInput {
            draft: &self.draft,
            template: &self.readiness,
            connection: self.connection.as_ref(),
            screen,
            today: Today::at(now),
        }
    }
}

fn readiness(template: &Template, custom_keys: &[String]) -> (TemplateReadiness, Option<Compiled>) {
    match sellify_template::compile(&template.content) {
        Ok(compiled) => {
            let unknown = unknown_variables(compiled.variables(), custom_keys);
            let ready = TemplateReadiness::Ready {
                unknown_variables: unknown.into_iter().map(|unknown| unknown.name).collect(),
                subject_is_blank: template.content.subject.trim().is_empty(),
            };
            (ready, Some(compiled))
        }
        Err(error) => {
            (TemplateReadiness::Faulty { code: error.code().to_owned(), message: error.to_string() }, None)
        }
    }
}

impl App {
    /// Looks at everything that could go wrong, and changes nothing.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn preflight_campaign(&self, id: CampaignId) -> Result<Preflight, AppError> {
        let vault = self.open_vault()?;
        let (license, now) = (vault.license.clone(), self.now());
        vault
            .store
            .read(move |r| {
                let parts = Parts::of(r, campaign_in(r, id)?.draft)?;
                let screen = TemplateScreen { compiled: parts.compiled.as_ref() };
                let mut found = preflight(r, &parts.input(&screen, now))?;
                found.checks.extend(license.check_sending(r, now)?);
                Ok(found)
            })
            .await
    }

    /// Makes every message and sends none.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`AppError::TemplateNotChosen`] and [`AppError::ConnectionNotChosen`], without
    /// which there is no message to make.
    pub async fn dry_run_campaign(&self, id: CampaignId) -> Result<DryRun, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        vault
            .store
            .read(move |r| {
                let mut parts = Parts::of(r, campaign_in(r, id)?.draft)?;
                let connection = parts.connection.as_ref().ok_or(AppError::ConnectionNotChosen)?;
                let smtp = connection.smtp.clone();
                let template = parts.template.as_ref().ok_or(AppError::TemplateNotChosen)?;
                let compiled = match parts.compiled.take() {
                    Some(compiled) => compiled,
                    None => crate::compose::compile(&template.content)?,
                };
                let rehearsal = Rehearsal { writer: Writer { compiled, smtp }, now, made: Mutex::default() };
                let preflight = preflight(r, &parts.input(&rehearsal, now))?;
                let Made { rendered, bytes, samples } = rehearsal.made.into_inner();
                Ok(DryRun { preflight, rendered, bytes, samples })
            })
            .await
    }
}

/// Screens like the real thing, and makes the message of everybody who would receive one: the engine asks for
/// missing variables exactly of those.
struct Rehearsal {
    writer: Writer,
    now: Timestamp,
    made: Mutex<Made>,
}

#[derive(Default)]
struct Made {
    rendered: u64,
    bytes: u64,
    samples: Vec<SampleMessage>,
}

impl Rehearsal {
    fn rehearse(&self, contact: &Contact, email: &EmailAddress) -> Result<(), AppError> {
        let rendered = self.writer.render(&contact.details)?;
        let name = contact.details.display_name();
        let id = RecipientId::generate(self.now);
        let who = Addressee { id, to: email, name: &name, details: &contact.details };
        let message = self.writer.write(&who, &rendered, self.now)?;
        let mut made = self.made.lock();
        made.rendered += 1;
        made.bytes += message.len() as u64;
        if made.samples.len() < SAMPLES {
            let person = PersonExample { contact_id: contact.id, name: name.clone(), email: email.clone() };
            made.samples.push(SampleMessage { person, rendered });
        }
        Ok(())
    }
}

impl Screen for Rehearsal {
    fn can_be_addressed(&self, address: &EmailAddress) -> bool {
        TemplateScreen { compiled: None }.can_be_addressed(address)
    }

    fn missing(&self, contact: &Contact) -> Vec<String> {
        let missing = missing_in(&self.writer.compiled, &contact.details);
        let Some(email) = contact.details.email.as_ref().filter(|_| missing.is_empty()) else {
            return missing;
        };
        // A message that cannot be built shows as its cause beside the missing variables.
        self.rehearse(contact, email).err().map(|error| vec![error.code().to_owned()]).unwrap_or_default()
    }
}
