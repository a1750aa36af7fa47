//! A template as one person would receive it, and the variables people can type.

use sellify_domain::{ContactDetails, ContactId, TemplateContent};
use sellify_template::{Compiled, KnownVariable, Preview, TemplateError, VariableUse};

use crate::app::App;
use crate::error::{AppError, Thing};
use crate::settings::Settings;

/// A template, seen as one person.
#[derive(Debug)]
pub struct TemplatePreview {
    /// The message and what is missing in it; none when the template cannot be read.
    pub preview: Option<Preview>,
    /// All its variables, each with whether the vault knows it.
    pub variables: Vec<(VariableUse, bool)>,
    /// Where the template cannot be read.
    pub error: Option<PreviewError>,
    /// How the contact is called.
    pub contact_name: String,
}

/// Why there is nothing to see.
#[derive(Debug)]
pub enum PreviewError {
    /// The template cannot be read, for anybody.
    Template(TemplateError),
    /// It cannot be made for this person.
    Render(sellify_template::RenderError),
}

impl App {
    /// Shows a template as one contact would receive it; without one, as an invented contact.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the contact is gone. A template that cannot be read is part of the answer.
    pub async fn preview_template(
        &self,
        content: TemplateContent,
        contact: Option<ContactId>,
    ) -> Result<TemplatePreview, AppError> {
        let vault = self.open_vault()?;
        let (details, custom_keys) = vault
            .store
            .read(move |r| {
                let language = Settings::read(r)?.language;
                let details = match contact {
                    Some(id) => r.contacts().get(id)?.ok_or(AppError::NotFound(Thing::Contact))?.details,
                    None => invented_contact(&language),
                };
                Ok::<_, AppError>((details, r.contacts().custom_keys()?))
            })
            .await?;
        Ok(look(&content, &details, &custom_keys))
    }

    /// The variables of these templates' contents, each with whether the vault knows it. What cannot be read
    /// has none.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn variables_of(
        &self,
        contents: Vec<TemplateContent>,
    ) -> Result<Vec<Vec<(VariableUse, bool)>>, AppError> {
        let keys = self.custom_keys().await?;
        let one = |content: &TemplateContent| {
            let compiled = sellify_template::compile(content);
            compiled.map_or_else(|_| Vec::new(), |compiled| known_uses(&compiled, &keys))
        };
        Ok(contents.iter().map(one).collect())
    }

    /// The variables people can type, the firm's own last.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn known_variables(&self) -> Result<Vec<KnownVariable>, AppError> {
        Ok(sellify_template::known_variables(&self.custom_keys().await?))
    }

    /// Keys of the fields that only this firm has.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn custom_keys(&self) -> Result<Vec<String>, AppError> {
        self.open_vault()?.store.read(|r| Ok::<_, AppError>(r.contacts().custom_keys()?)).await
    }
}

fn look(content: &TemplateContent, details: &ContactDetails, custom_keys: &[String]) -> TemplatePreview {
    let contact_name = details.display_name();
    let compiled = match sellify_template::compile(content) {
        Ok(compiled) => compiled,
        Err(error) => {
            let error = Some(PreviewError::Template(error));
            return TemplatePreview { preview: None, variables: Vec::new(), error, contact_name };
        }
    };
    let variables = known_uses(&compiled, custom_keys);
    match compiled.preview(&sellify_template::values_of(details)) {
        Ok(preview) => TemplatePreview { preview: Some(preview), variables, error: None, contact_name },
        Err(error) => TemplatePreview {
            preview: None,
            variables,
            error: Some(PreviewError::Render(error)),
            contact_name,
        },
    }
}

fn known_uses(compiled: &Compiled, custom_keys: &[String]) -> Vec<(VariableUse, bool)> {
    let unknown = sellify_template::unknown_variables(compiled.variables(), custom_keys);
    let is_known = |used: &VariableUse| !unknown.iter().any(|unknown| unknown.name == used.name);
    compiled.variables().iter().map(|used| (used.clone(), is_known(used))).collect()
}

/// Somebody to write to before there are contacts. Every address and number is reserved for examples.
pub(crate) fn invented_contact(language: &str) -> ContactDetails {
    let french = language == "fr";
    ContactDetails {
        civility: if french { "Mme" } else { "Ms" }.into(),
        first_name: if french { "Hélène" } else { "Helen" }.into(),
        last_name: if french { "Mariani" } else { "Marsh" }.into(),
        email: Some(sellify_domain::EmailAddress::from_normalised("helene@example.com")),
        phone: Some(sellify_domain::PhoneNumber::from_e164("+33639980000")),
        company: if french { "Jardins Delorme" } else { "Delorme Gardens" }.into(),
        street: "14 chemin des Mûriers".into(),
        postcode: "69530".into(),
        city: "Brignais".into(),
        country: "France".into(),
        birthdate: "1984-05-12".into(),
        reference: "C-1042".into(),
        ..ContactDetails::default()
    }
}
