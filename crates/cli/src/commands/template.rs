//! `sellify template`: adding, listing and trying out templates.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use sellify_app::{App, PreviewError, TemplatePreview};
use sellify_domain::TemplateContent;
use serde::Serialize;

use crate::failure::Failure;
use crate::find;
use crate::session::{BY, Globals};
use crate::table::Table;

#[derive(Debug, Subcommand)]
pub(crate) enum Template {
    /// Save a template; variables are written {prenom} or {first_name}
    Add(Add),
    /// List the templates
    List,
    /// Show a template as one contact would receive it
    Render(Render),
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// What to call it
    #[arg(long)]
    name: String,
    /// The subject line
    #[arg(long)]
    subject: String,
    /// A file with the body in HTML
    #[arg(long, value_name = "FILE", required_unless_present = "text")]
    html: Option<PathBuf>,
    /// A file with the body as plain text; made from the HTML when left out
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Render {
    /// The template's name or id
    template: String,
    /// The contact's e-mail address or id; an invented contact when left out
    #[arg(long)]
    contact: Option<String>,
}

#[derive(Serialize)]
struct Rendered {
    contact_name: String,
    subject: String,
    html: String,
    text: String,
    missing: Vec<String>,
    variables: Vec<Variable>,
}

#[derive(Serialize)]
struct Variable {
    name: String,
    has_default: bool,
    known: bool,
}

impl Template {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let app = globals.open().await?;
        let done = match self {
            Self::Add(add) => add.run(&app, globals).await,
            Self::List => list(&app, globals).await,
            Self::Render(render) => render.run(&app, globals).await,
        };
        app.quit().await?;
        done
    }
}

impl Add {
    async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let text = self.text.as_deref().map(read).transpose()?;
        let html = match (&self.html, &text) {
            (Some(path), _) => read(path)?,
            (None, text) => paragraphs(text.as_deref().unwrap_or_default()),
        };
        let content = TemplateContent { subject: self.subject, html, text };
        let saved = app.create_template(&BY, &self.name, content).await?;
        if let Some(PreviewError::Template(fault)) =
            app.preview_template(saved.content.clone(), None).await?.error
            && !globals.json
        {
            eprintln!("note: this template is kept but cannot be sent yet: {fault}.");
        }
        globals.output().say(&saved, |saved| format!("Template “{}” saved: {}", saved.name, saved.id))
    }
}

async fn list(app: &App, globals: &Globals) -> Result<(), Failure> {
    let templates = app.templates().await?;
    globals.output().say(&templates, |templates| {
        let mut table = Table::new(&["name", "subject", "id"]);
        for template in templates {
            table.row([template.name.clone(), template.content.subject.clone(), template.id.to_string()]);
        }
        table.text()
    })
}

impl Render {
    async fn run(self, app: &App, globals: &Globals) -> Result<(), Failure> {
        let template = find::template(app, &self.template).await?;
        let contact = match &self.contact {
            Some(wanted) => Some(find::contact(app, wanted).await?.contact.id),
            None => None,
        };
        let shown = rendered(app.preview_template(template.content, contact).await?)?;
        globals.output().say(&shown, |shown| {
            let missing = match shown.missing.as_slice() {
                [] => String::new(),
                names => format!(
                    "\nNo value for: {}. Such a contact is left out of a campaign.\n",
                    names.join(", ")
                ),
            };
            format!(
                "To:      {}\nSubject: {}\n\n{}\n{missing}",
                shown.contact_name, shown.subject, shown.text
            )
        })
    }
}

fn rendered(shown: TemplatePreview) -> Result<Rendered, Failure> {
    let variables = shown.variables.into_iter().map(|(used, known)| Variable {
        name: used.name,
        has_default: used.has_default,
        known,
    });
    let variables = variables.collect();
    match (shown.preview, shown.error) {
        (Some(preview), _) => Ok(Rendered {
            contact_name: shown.contact_name,
            subject: preview.rendered.subject,
            html: preview.rendered.html,
            text: preview.rendered.text,
            missing: preview.missing,
            variables,
        }),
        (None, Some(PreviewError::Template(error))) => Err(broken(&error)),
        (None, Some(PreviewError::Render(error))) => Err(broken(&error)),
        (None, None) => Err(Failure::refused("template_broken", "The template cannot be shown.")),
    }
}

fn broken(error: &dyn std::fmt::Display) -> Failure {
    Failure::refused("template_broken", format!("The template cannot be used: {error}."))
        .with_hint("Nothing was sent. Correct the template and save it again.")
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::unreadable(path, &error))
}

/// Plain text as the simplest HTML: a blank line ends a paragraph.
fn paragraphs(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace("\r\n", "\n");
    let paragraphs = escaped.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    paragraphs.map(|part| format!("<p>{}</p>\n", part.replace('\n', "<br>\n"))).collect()
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[test]
    fn plain_text_becomes_harmless_paragraphs() {
        let html = paragraphs("Bonjour {prenom},\r\n\r\n5 < 6 & co\nA bientôt\n\n\n");
        assert_eq!(html, "<p>Bonjour {prenom},</p>\n<p>5 &lt; 6 &amp; co<br>\nA bientôt</p>\n");
    }
}
