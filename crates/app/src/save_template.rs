//! Templates: list, save, bin. Drafts with mistakes are kept too: the editor saves while people type.

use sellify_domain::{Actor, Template, TemplateContent, TemplateId};
use serde_json::json;

use crate::api_keys::required_name;
use crate::app::App;
use crate::error::{AppError, Thing};
use crate::events::EventKind;

/// What to change; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct TemplateChange {
    /// What people call it.
    pub name: Option<String>,
    /// Subject line.
    pub subject: Option<String>,
    /// Body.
    pub html: Option<String>,
    /// The plain-text twin; empty: made from the body.
    pub text: Option<String>,
    /// The version this change was made from.
    pub version: Option<u32>,
}

impl App {
    /// All templates, the last changed first.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn templates(&self) -> Result<Vec<Template>, AppError> {
        self.open_vault()?.store.read(|r| Ok::<_, AppError>(r.templates().list()?)).await
    }

    /// One template.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn template(&self, id: TemplateId) -> Result<Template, AppError> {
        let found = self.open_vault()?.store.read(move |r| Ok::<_, AppError>(r.templates().get(id)?)).await?;
        found.ok_or(AppError::NotFound(Thing::Template))
    }

    /// Saves a new template.
    ///
    /// # Errors
    /// [`AppError::NameMissing`].
    pub async fn create_template(
        &self,
        by: &Actor,
        name: &str,
        content: TemplateContent,
    ) -> Result<Template, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let template = Template {
            id: TemplateId::generate(now),
            name: required_name(name)?,
            content: cleaned(content),
            version: 1,
            created_at: now,
            updated_at: now,
        };
        let entry = vault.entry(by, now, "template.created", template.id, json!({ "name": template.name }));
        let saved = template.clone();
        vault
            .store
            .write(move |w| {
                w.templates_mut().insert(&saved)?;
                entry.append(w)
            })
            .await?;
        self.template_changed(template.id);
        Ok(template)
    }

    /// Changes parts of a template. Campaigns that are sending keep the version they started with.
    ///
    /// # Errors
    /// [`AppError::ChangedElsewhere`] when another version than the named one is in the vault.
    pub async fn edit_template(
        &self,
        by: &Actor,
        id: TemplateId,
        change: TemplateChange,
    ) -> Result<Template, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, "template.changed", id, json!({}));
        let saved = vault
            .store
            .write(move |w| {
                let mut template = w.templates().get(id)?.ok_or(AppError::NotFound(Thing::Template))?;
                apply(&mut template, change)?;
                template.version += 1;
                template.updated_at = now;
                w.templates_mut().update(&template)?;
                entry.append_with(w, json!({ "version": template.version }))?;
                Ok::<_, AppError>(template)
            })
            .await?;
        self.template_changed(id);
        Ok(saved)
    }

    /// Puts a template into the bin, or takes it out.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn set_template_deleted(
        &self,
        by: &Actor,
        id: TemplateId,
        deleted: bool,
    ) -> Result<Template, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let action = if deleted { "template.deleted" } else { "template.restored" };
        let entry = vault.entry(by, now, action, id, json!({}));
        let template = vault
            .store
            .write(move |w| {
                let template = w.templates().get(id)?.ok_or(AppError::NotFound(Thing::Template))?;
                // Doing it twice is no mistake, and no second entry.
                if w.templates_mut().set_deleted(id, deleted.then_some(now))? {
                    entry.append(w)?;
                }
                Ok::<_, AppError>(template)
            })
            .await?;
        self.template_changed(id);
        Ok(template)
    }

    fn template_changed(&self, id: TemplateId) {
        self.events().publish(EventKind::TemplateChanged, json!({ "template_id": id }));
    }
}

fn apply(template: &mut Template, change: TemplateChange) -> Result<(), AppError> {
    if change.version.is_some_and(|version| version != template.version) {
        return Err(AppError::ChangedElsewhere);
    }
    if let Some(name) = change.name {
        template.name = required_name(&name)?;
    }
    let mut content = template.content.clone();
    content.subject = change.subject.unwrap_or(content.subject);
    content.html = change.html.unwrap_or(content.html);
    content.text = change.text.map_or(content.text, Some);
    template.content = cleaned(content);
    Ok(())
}

/// What is kept: one line of subject, a body without anything that could act, no empty twin.
fn cleaned(content: TemplateContent) -> TemplateContent {
    TemplateContent {
        subject: content.subject.replace(['\r', '\n'], " ").trim().to_owned(),
        html: sellify_template::sanitize_template(&content.html),
        text: content.text.filter(|text| !text.trim().is_empty()),
    }
}
