//! A first look without an account anywhere: a throw-away vault with sample contacts, templates and campaigns that
//! were really sent, to a mail catcher inside this process. It is gone when the program ends.

mod past;

use std::io;
use std::sync::Arc;

use sellify_domain::{Actor, Clock, Door, TemplateContent, TlsMode};
use sellify_providers::catcher::{Act, Answer, MailCatcher, Rule, Script};
use sellify_vault::{Computer, VaultPaths};
use tempfile::TempDir;

use crate::app::App;
use crate::config::AppConfig;
use crate::error::AppError;
use crate::save_connection::TypedSmtp;
use crate::settings::SettingsChange;
use past::MovedClock;

/// What stands in the audit log: somebody started the program this way.
const BY: Actor = Actor::Person { door: Door::CommandLine };

/// A running sample. Its vault and its mail catcher end with it.
pub struct Sample {
    /// The program, its vault open.
    pub app: App,
    catcher: MailCatcher,
    _folder: TempDir,
}

/// Why there is no sample.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// No temporary folder, or no port for the mail catcher.
    #[error("the sample needs a temporary folder and a free port: {0}")]
    NoRoom(#[from] io::Error),
    /// A use case refused its own sample data.
    #[error(transparent)]
    App(#[from] AppError),
}

impl Sample {
    /// Makes the vault, imports the files, and sends the campaigns of the last weeks.
    ///
    /// # Errors
    /// [`SampleError`] when the system gives no room, or when a use case refuses.
    pub async fn start(language: &str) -> Result<Self, SampleError> {
        let folder = tempfile::Builder::new().prefix("sellify-sample-").tempdir()?;
        let catcher = MailCatcher::start(Script { rules: refusals(), ..Script::default() }).await?;
        let clock = Arc::new(MovedClock::default());
        let app = App::new(AppConfig {
            paths: VaultPaths {
                dir: folder.path().join("vault"),
                local_dir: folder.path().join("this-computer"),
            },
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            // A vault of one evening needs no tie to this computer, and a container may have no identity.
            computer: Computer::numbered(1),
        })?;
        past::live_through(&app, &clock, language, catcher.address().port()).await?;
        Ok(Self { app, catcher, _folder: folder })
    }

    /// How many messages the mail catcher holds.
    #[must_use]
    pub fn caught(&self) -> u64 {
        self.catcher.counts().messages
    }

    /// The languages there are screens for: French where the system speaks it, else English.
    #[must_use]
    pub fn language_of_this_system() -> &'static str {
        let spoken = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|value| !value.is_empty());
        if spoken.is_some_and(|value| value.starts_with("fr")) { "fr" } else { "en" }
    }
}

/// Addresses of the sample files that no longer take anything, so that a ledger shows what a refusal looks like.
fn refusals() -> Vec<Rule> {
    let gone = Answer::new(550, "5.1.1 No such mailbox here");
    let full = Answer::new(552, "5.2.2 This mailbox is full");
    vec![
        Rule::always("m.dubois@courriel.example", Act::AnswerRecipient(gone.clone())),
        Rule::always("lopez@librairie-tours.example", Act::AnswerText(full)),
        Rule::always("y.brunet@example.org", Act::AnswerRecipient(gone)),
    ]
}

fn firm(language: &str) -> SettingsChange {
    SettingsChange {
        language: Some(language.to_owned()),
        firm_name: Some("Atelier Morel".to_owned()),
        country: Some("FR".to_owned()),
        appearance: None,
        ..SettingsChange::default()
    }
}

fn mail_catcher(port: u16) -> TypedSmtp {
    TypedSmtp {
        host: "127.0.0.1".to_owned(),
        port,
        tls: TlsMode::None,
        username: String::new(),
        from_email: "anne@atelier-morel.example".to_owned(),
        from_name: "Atelier Morel".to_owned(),
        reply_to: None,
        max_per_hour: None,
        max_connections: 2,
    }
}

/// Name, subject and body of the sample templates.
fn templates() -> [(&'static str, TemplateContent); 3] {
    let content = |subject: &str, html: &str| TemplateContent {
        subject: subject.to_owned(),
        html: html.to_owned(),
        text: None,
    };
    [
        (
            "Nouveautés d'automne",
            content(
                "{prenom|default(\"Bonjour\")}, l'automne est arrivé à l'atelier",
                include_str!("../../../assets/sample/automne.html"),
            ),
        ),
        (
            "Premier contact",
            content("Votre projet sur mesure", include_str!("../../../assets/sample/premier-contact.html")),
        ),
        (
            "Rappel de rendez-vous",
            content("Notre rendez-vous", include_str!("../../../assets/sample/rendez-vous.html")),
        ),
    ]
}
