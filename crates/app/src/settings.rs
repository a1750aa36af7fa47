//! The firm's settings.

use sellify_domain::{Actor, Timestamp};
use sellify_store::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::App;
use crate::error::AppError;
use crate::events::EventKind;

/// The key of the settings in the vault.
const FIRM: &str = "firm";
/// The key that says whether the recovery code was typed back.
pub(crate) const RECOVERY_CONFIRMED: &str = "recovery_confirmed";

/// A day, in minutes.
const LONGEST_AUTO_LOCK: u16 = 1_440;

/// Light, dark, or as the system says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the enum's sentence says it")]
pub enum Appearance {
    #[default]
    System,
    Light,
    Dark,
}

/// The firm's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Language of the screens: `fr` or `en`.
    pub language: String,
    /// The firm's name.
    pub firm_name: String,
    /// ISO 3166 code of the firm's country, in capitals.
    pub country: String,
    /// Light, dark, or as the system says.
    pub appearance: Appearance,
    /// After how many minutes without anybody the vault locks itself; 0 is never. On, it locks after sleep too.
    pub auto_lock_minutes: u16,
    /// The folder that backups go to; none is the vault's own.
    pub backup_folder: Option<String>,
    /// Whether backups are made daily by themselves.
    pub backup_automatic: bool,
}

impl Default for Settings {
    fn default() -> Self {
        let appearance = Appearance::default();
        Self {
            language: "fr".into(),
            firm_name: String::new(),
            country: "FR".into(),
            appearance,
            auto_lock_minutes: 0,
            backup_folder: None,
            backup_automatic: true,
        }
    }
}

/// Settings to change; what is absent stays.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the fields are those of `Settings`")]
pub struct SettingsChange {
    pub language: Option<String>,
    pub firm_name: Option<String>,
    pub country: Option<String>,
    pub appearance: Option<Appearance>,
    pub auto_lock_minutes: Option<u16>,
    /// Empty: the vault's own folder.
    pub backup_folder: Option<String>,
    pub backup_automatic: Option<bool>,
}

impl Settings {
    pub(crate) fn changed_by(mut self, change: SettingsChange) -> Result<Self, AppError> {
        if let Some(language) = change.language {
            if !matches!(language.as_str(), "fr" | "en") {
                return Err(AppError::invalid("language", "The languages are `fr` and `en`."));
            }
            self.language = language;
        }
        if let Some(firm_name) = change.firm_name {
            self.firm_name = firm_name.trim().chars().take(200).collect();
        }
        if let Some(country) = change.country {
            self.country = country_code("country", &country)?;
        }
        self.appearance = change.appearance.unwrap_or(self.appearance);
        if let Some(minutes) = change.auto_lock_minutes {
            if minutes > LONGEST_AUTO_LOCK {
                return Err(AppError::invalid(
                    "auto_lock_minutes",
                    "The vault locks after at most a day (1,440 minutes).",
                ));
            }
            self.auto_lock_minutes = minutes;
        }
        if let Some(folder) = change.backup_folder {
            self.backup_folder = backup_folder(folder.trim())?;
        }
        self.backup_automatic = change.backup_automatic.unwrap_or(self.backup_automatic);
        Ok(self)
    }

    pub(crate) fn read(r: &Read<'_>) -> Result<Self, AppError> {
        Ok(r.settings().get(FIRM)?.unwrap_or_default())
    }

    pub(crate) fn save(&self, w: &Write<'_>, now: Timestamp) -> Result<(), AppError> {
        Ok(w.settings_mut().set(FIRM, self, now)?)
    }
}

/// A folder that is there and can be written; none for the vault's own.
fn backup_folder(typed: &str) -> Result<Option<String>, AppError> {
    if typed.is_empty() {
        return Ok(None);
    }
    let folder = std::path::Path::new(typed);
    if !folder.is_absolute() || !folder.is_dir() {
        return Err(AppError::invalid("backup_folder", "There is no such folder. Give its full path."));
    }
    if tempfile::tempfile_in(folder).is_err() {
        return Err(AppError::invalid("backup_folder", "Nothing can be written to this folder."));
    }
    Ok(Some(typed.to_owned()))
}

/// Two letters, in capitals.
pub(crate) fn country_code(field: &str, typed: &str) -> Result<String, AppError> {
    let code = typed.trim().to_ascii_uppercase();
    if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) {
        Ok(code)
    } else {
        Err(AppError::invalid(field, "A country is two letters, such as FR."))
    }
}

impl App {
    /// The settings.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn settings(&self) -> Result<Settings, AppError> {
        self.open_vault()?.store.read(Settings::read).await
    }

    /// Changes some settings.
    ///
    /// # Errors
    /// [`AppError::ValueInvalid`] names the field.
    pub async fn change_settings(&self, by: &Actor, change: SettingsChange) -> Result<Settings, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, "settings.changed", vault.vault_id, json!({}));
        let saved = vault
            .store
            .write(move |w| {
                let settings = Settings::read(w)?.changed_by(change)?;
                settings.save(w, now)?;
                entry
                    .append_with(w, json!({ "language": settings.language, "country": settings.country }))?;
                Ok::<_, AppError>(settings)
            })
            .await?;
        self.inner.idleness.set_minutes(saved.auto_lock_minutes);
        self.events().publish(EventKind::SettingsChanged, json!({}));
        Ok(saved)
    }
}
