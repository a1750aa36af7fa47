//! The firm's settings.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Light, dark, or as the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Appearance {
    /// As the system says.
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// The firm's settings.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Settings {
    /// Language of the screens, `fr` or `en`.
    pub language: String,
    /// The firm's name.
    pub firm_name: String,
    /// ISO 3166 code of the firm's country.
    pub country: String,
    /// Light, dark, or as the system says.
    pub appearance: Appearance,
    /// After how many minutes without anybody the vault locks itself; 0 is never.
    pub auto_lock_minutes: u16,
    /// The folder that backups go to; empty for the vault's own.
    pub backup_folder: String,
    /// Whether backups are made daily by themselves.
    pub backup_automatic: bool,
}

/// Settings to change; what is absent stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SettingsPatch {
    /// Language of the screens, `fr` or `en`.
    pub language: Option<String>,
    /// The firm's name.
    pub firm_name: Option<String>,
    /// ISO 3166 code of the firm's country.
    pub country: Option<String>,
    /// Light, dark, or as the system says.
    pub appearance: Option<Appearance>,
    /// After how many minutes without anybody the vault locks itself, at most 1,440; 0 is never.
    pub auto_lock_minutes: Option<u16>,
    /// The folder that backups go to, by its full path; empty for the vault's own.
    pub backup_folder: Option<String>,
    /// Whether backups are made daily by themselves.
    pub backup_automatic: Option<bool>,
}

impl From<sellify_app::Settings> for Settings {
    fn from(settings: sellify_app::Settings) -> Self {
        Self {
            language: settings.language,
            firm_name: settings.firm_name,
            country: settings.country,
            appearance: match settings.appearance {
                sellify_app::Appearance::System => Appearance::System,
                sellify_app::Appearance::Light => Appearance::Light,
                sellify_app::Appearance::Dark => Appearance::Dark,
            },
            auto_lock_minutes: settings.auto_lock_minutes,
            backup_folder: settings.backup_folder.unwrap_or_default(),
            backup_automatic: settings.backup_automatic,
        }
    }
}

impl From<SettingsPatch> for sellify_app::SettingsChange {
    fn from(patch: SettingsPatch) -> Self {
        let appearance = patch.appearance.map(|appearance| match appearance {
            Appearance::System => sellify_app::Appearance::System,
            Appearance::Light => sellify_app::Appearance::Light,
            Appearance::Dark => sellify_app::Appearance::Dark,
        });
        Self {
            language: patch.language,
            firm_name: patch.firm_name,
            country: patch.country,
            appearance,
            auto_lock_minutes: patch.auto_lock_minutes,
            backup_folder: patch.backup_folder,
            backup_automatic: patch.backup_automatic,
        }
    }
}
