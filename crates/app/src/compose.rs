//! From a template and a contact to the message that goes over the wire.

use std::sync::Arc;

use sellify_campaign::{ComposeError, Composer, Screen};
use sellify_domain::{
    Clock, Contact, ContactDetails, EmailAddress, Recipient, RecipientId, SmtpSettings, TemplateContent,
    Timestamp,
};
use sellify_providers::mail::{self, Letter, MailError};
use sellify_template::{Compiled, RenderError, Rendered, values_of};

use crate::error::AppError;

/// A template that can be rendered.
///
/// # Errors
/// [`AppError::TemplateBroken`] says where and why.
pub(crate) fn compile(content: &TemplateContent) -> Result<Compiled, AppError> {
    sellify_template::compile(content).map_err(|error| AppError::TemplateBroken { detail: error.to_string() })
}

/// Who is written to, and what the message is made of.
pub(crate) struct Addressee<'a> {
    pub(crate) id: RecipientId,
    pub(crate) to: &'a EmailAddress,
    pub(crate) name: &'a str,
    pub(crate) details: &'a ContactDetails,
}

/// Makes messages from one template for one sender.
pub(crate) struct Writer {
    pub(crate) compiled: Compiled,
    pub(crate) smtp: SmtpSettings,
}

impl Writer {
    pub(crate) fn render(&self, details: &ContactDetails) -> Result<Rendered, AppError> {
        self.compiled.render(&values_of(details)).map_err(|error| match error {
            RenderError::Missing { variables } => {
                AppError::VariablesMissing { variables: variables.join(", ") }
            }
            other => AppError::MessageBroken(other.to_string()),
        })
    }

    pub(crate) fn write(
        &self,
        who: &Addressee<'_>,
        rendered: &Rendered,
        date: Timestamp,
    ) -> Result<Vec<u8>, AppError> {
        let letter = Letter {
            id: who.id,
            from: &self.smtp.from_email,
            from_name: &self.smtp.from_name,
            reply_to: self.smtp.reply_to.as_ref(),
            to: who.to,
            to_name: who.name,
            subject: &rendered.subject,
            html: &rendered.html,
            text: &rendered.text,
            date,
        };
        Ok(mail::build(&letter)?)
    }
}

/// What a running campaign asks for each message.
pub(crate) struct TemplateComposer {
    pub(crate) writer: Writer,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Composer for TemplateComposer {
    fn compose(&self, recipient: &Recipient, contact: &Contact) -> Result<Vec<u8>, ComposeError> {
        let who = Addressee {
            id: recipient.id,
            to: &recipient.email,
            name: &recipient.name,
            details: &contact.details,
        };
        let made = self
            .writer
            .render(who.details)
            .and_then(|rendered| self.writer.write(&who, &rendered, self.clock.now()));
        made.map_err(compose_error)
    }
}

fn compose_error(error: AppError) -> ComposeError {
    match error {
        AppError::VariablesMissing { variables } => {
            ComposeError::VariableMissing(variables.split(", ").map(str::to_owned).collect())
        }
        AppError::Mail(MailError::AddressUnusable(_)) => ComposeError::AddressInvalid,
        other => ComposeError::VariableMissing(vec![other.to_string()]),
    }
}

/// The rules of addresses and of one template, for the pre-flight.
pub(crate) struct TemplateScreen<'a> {
    pub(crate) compiled: Option<&'a Compiled>,
}

impl Screen for TemplateScreen<'_> {
    fn can_be_addressed(&self, address: &EmailAddress) -> bool {
        sellify_validation::email::parse(address.as_str()).is_ok()
    }

    fn missing(&self, contact: &Contact) -> Vec<String> {
        self.compiled.map_or_else(Vec::new, |compiled| missing_in(compiled, &contact.details))
    }
}

/// What keeps a message from being made for this person.
pub(crate) fn missing_in(compiled: &Compiled, details: &ContactDetails) -> Vec<String> {
    match compiled.check(&values_of(details)) {
        Ok(()) => Vec::new(),
        Err(RenderError::Missing { variables }) => variables,
        Err(RenderError::UnsafeLink { variable }) => vec![variable],
        Err(RenderError::TooCostly { part } | RenderError::Expression { part, .. }) => vec![part.to_string()],
    }
}
