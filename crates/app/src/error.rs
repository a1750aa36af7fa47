//! Why a use case refused. One enum, named by cause; the codes are stable, the sentences are for people.

mod kind;

use std::io;
use std::path::Path;

use sellify_audit::AuditError;
use sellify_backup::BackupError;
use sellify_campaign::{CampaignError, MessengerError};
use sellify_contacts::duplicates::MergeError;
use sellify_contacts::export::ExportError;
use sellify_domain::{SmtpReply, Timestamp};
use sellify_licensing::{LicenseError, LicenseState};
use sellify_providers::mail::MailError;
use sellify_store::{RotateError, StoreError};
use sellify_validation::email::EmailViolation;
use sellify_validation::phone::PhoneViolation;
use sellify_vault::{SealError, VaultError};

pub use kind::{ErrorKind, Thing};

use kind::is_full;

/// Why a use case refused.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no vault yet.
    #[error("There is no vault in this folder yet. Create one first.")]
    VaultMissing,
    /// There is a vault and it is not open.
    #[error("The vault is locked. Your data is safe. Unlock it with the recovery code.")]
    VaultLocked,
    /// Too many wrong passphrases.
    #[error(
        "Too many wrong passphrases. Your data is safe. Wait {seconds} seconds, then try again, or use the recovery code."
    )]
    TooManyAttempts {
        /// How long to wait.
        seconds: u32,
    },
    /// The vault's keys refused.
    #[error("{}. {}", capitalised(.0), .0.hint())]
    Vault(#[from] VaultError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A sealed value could not be sealed or opened.
    #[error("{}. The rest of the vault can be used.", capitalised(.0))]
    Seal(#[from] SealError),
    /// The audit log refused, and so the change was not made.
    #[error("The change could not be written to the audit log, so it was not made. Try again. ({0})")]
    Audit(#[from] AuditError),
    /// The audit log is not as it was written.
    #[error(
        "Entry {seq} of the audit log is not as it was written ({kind}). Nothing was exported, and nothing was changed. Compare it with a backup or an earlier export."
    )]
    AuditBroken {
        /// The first entry that is wrong.
        seq: u64,
        /// What is wrong with it.
        kind: &'static str,
    },
    /// The recovery code never belonged to this audit log.
    #[error(
        "This recovery code does not belong to this vault's audit log. Nothing was changed. Type the code that was printed last."
    )]
    AuditCodeUnknown,
    /// Nothing was recorded in the period.
    #[error("Nothing was recorded in this period, so there is nothing to export. Choose another period.")]
    AuditNothingToExport,
    /// A file is not an export of an audit log.
    #[error("{0} Nothing was changed. Ask for the file again.")]
    AuditExport(#[from] sellify_audit::ExportError),
    /// A sending engine refused.
    #[error(transparent)]
    Campaign(#[from] CampaignError),
    /// Contacts could not be merged, or a merge not taken back.
    #[error(transparent)]
    Merge(MergeError),
    /// A search for duplicates was stopped.
    #[error("The search for duplicates was stopped. Nothing was changed. Start it again.")]
    SearchStopped,
    /// An import refused its file.
    #[error(transparent)]
    Import(#[from] sellify_contacts::import::ImportError),
    /// A file to keep could not be made.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// A server could not be used.
    #[error("{0} Nothing was sent.")]
    Messenger(#[from] MessengerError),
    /// A backup could not be made, verified or restored.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// A backup is being made.
    #[error("A backup is being made already. Nothing was started. Wait for its end.")]
    BackupRunning,
    /// The vault did not make this file, so only its code can tell what it is worth.
    #[error(
        "This vault did not make this file. Type the recovery code that opens it, and it is checked in full."
    )]
    BackupCodeNeeded,
    /// Something newer would be replaced.
    #[error(
        "This backup is of {}, and what is here was changed up to {}. Nothing was changed. Confirm that the older state may take its place; what is here now is kept beside it.",
        backup.to_rfc3339(), present.to_rfc3339()
    )]
    BackupOlder {
        /// The moment of the backup.
        backup: Timestamp,
        /// The last change of what is here.
        present: Timestamp,
    },
    /// The vault was restored and nobody has said yet that it may send.
    #[error(
        "This vault was restored from a backup, so nothing is sent yet. Nothing was sent. Look through the campaigns, then allow sending again."
    )]
    InQuarantine,
    /// The system does not say where the user's files go.
    #[error("The system does not say where your files go. Choose a folder with --data-dir.")]
    NoHomeFolder,
    /// The recovery code is not in memory any more, so it cannot be asked back.
    #[error(
        "The recovery code was shown in an earlier run and is not kept. Your data is safe. Make a new code."
    )]
    RecoveryCodeNotShown,
    /// The groups typed back are not those of the code.
    #[error("Group {index} is not the one on the sheet. Nothing was changed. Compare it and type it again.")]
    RecoveryGroupWrong {
        /// Which group, from 1.
        index: u8,
    },
    /// The report on the rows of an import.
    #[error("The report cannot be written ({error}). {what}. Choose another place for it.")]
    ReportNotWritable {
        /// What became of the import.
        what: &'static str,
        /// The disk's own refusal.
        error: io::Error,
    },
    /// It is not there.
    #[error("This {} is not in the vault (any more). Go back to the list and choose another.", .0.name())]
    NotFound(Thing),
    /// A name that must be there is empty.
    #[error("Please give a name. Nothing was saved.")]
    NameMissing {
        /// The field.
        field: &'static str,
    },
    /// A value that is not one of the possible ones.
    #[error("{reason} Nothing was saved.")]
    ValueInvalid {
        /// The field.
        field: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Not an address.
    #[error("This is not an e-mail address that can be written to ({violation}). Nothing was saved.")]
    EmailInvalid {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        violation: EmailViolation,
    },
    /// Not a number.
    #[error("This is not a phone number ({violation}). Nothing was saved.")]
    PhoneInvalid {
        /// What is wrong with it.
        violation: PhoneViolation,
    },
    /// Another contact has this address or number.
    #[error("Another contact already has this {field}. Nothing was saved. Open that contact instead.")]
    ContactExists {
        /// `email` or `phone`.
        field: &'static str,
    },
    /// A contact without anything to call it by.
    #[error("A contact needs at least a name, a firm, an address or a number. Nothing was saved.")]
    ContactEmpty,
    /// Somebody else changed it in the meantime.
    #[error(
        "This template was changed elsewhere in the meantime. Nothing was saved. Reload it and make your change again."
    )]
    ChangedElsewhere,
    /// A consent for an address that must not be written to.
    #[error(
        "This address is on the suppression list. Nothing was saved. If the person asked to be written to again, say so, and the entry is lifted with the consent."
    )]
    ConsentSuppressed,
    /// A program asked for what only a person may decide.
    #[error("Only a person may decide this, not a program. Nothing was changed. Do it in Sellify itself.")]
    PersonNeeded,
    /// The name that was typed is not the contact's.
    #[error("The name that was typed is not the contact's. Nothing was erased. Type it as it stands there.")]
    ErasureNotConfirmed,
    /// A message to the person is under way.
    #[error(
        "A campaign is handing a message for this person to a server right now. Nothing was erased. Pause the campaign or try again in a minute."
    )]
    ErasureDuringSend,
    /// Others are due than the person saw.
    #[error("{due} contacts are due by now. Nothing was changed. Look at them and confirm that number.")]
    RetentionCountChanged {
        /// How many.
        due: u64,
    },
    /// Another thing of this kind is called so.
    #[error("Another one already has this name. Nothing was saved. Choose another name.")]
    NameTaken {
        /// The field.
        field: &'static str,
    },
    /// A rule that cannot be asked.
    #[error("{0}. Nothing was changed. Correct this condition.")]
    Rule(#[from] sellify_domain::RuleError),
    /// A change of many contacts that was taken back already.
    #[error("This was already taken back. Nothing was changed.")]
    BulkEditUndone,
    /// The selection names nobody.
    #[error("Choose contacts by `ids` or by `query`, one of the two. Nothing was changed.")]
    SelectionMissing,
    /// The connection is in use.
    #[error(
        "A campaign that is still sending uses this connection. Nothing was removed. Cancel the campaign or wait for its end."
    )]
    ConnectionInUse,
    /// A campaign that is not a draft any more.
    #[error(
        "This campaign has already been sent or started, so it can no longer be changed. Create a new one instead."
    )]
    CampaignNotDraft,
    /// The campaign has no template.
    #[error("Choose a template for this campaign first. Nothing was sent.")]
    TemplateNotChosen,
    /// The campaign has no connection.
    #[error("Choose a connection for this campaign first. Nothing was sent.")]
    ConnectionNotChosen,
    /// The template cannot be read.
    #[error("The template cannot be used: {detail}. Nothing was sent. Correct it under Templates.")]
    TemplateBroken {
        /// Where and why.
        detail: String,
    },
    /// A value is missing for this person.
    #[error(
        "The message cannot be made for this contact: no value for {variables}. Nothing was sent. Add the value, or a default in the template."
    )]
    VariablesMissing {
        /// The variables.
        variables: String,
    },
    /// The message could not be put together.
    #[error("{0} Nothing was sent.")]
    Mail(#[from] MailError),
    /// The message could not be made with these values.
    #[error("The message could not be made: {0}. Nothing was sent.")]
    MessageBroken(String),
    /// The address of a test message is on the suppression list.
    #[error(
        "This address is on the suppression list. Nothing was sent. Choose another address for the test."
    )]
    Suppressed,
    /// The server refused the test message.
    #[error("The server refused the test message: {} {}. Nothing was delivered.", .0.code, .0.text)]
    TestRefused(SmtpReply),
    /// The server's answer to the test message was never seen.
    #[error(
        "The connection ended before the server answered. The test message may or may not arrive. Look for it before you try again."
    )]
    TestUnknown,
    /// The file waited too long, or never was.
    #[error("This file is no longer waiting (files wait one hour). Nothing was imported. Choose it again.")]
    UploadGone,
    /// The file is too large.
    #[error("The file is larger than 1 GB. Nothing was imported. Split it into smaller files.")]
    UploadTooLarge,
    /// The path does not lead to a file.
    #[error("{name} is not a file. Nothing was imported. Choose a CSV or Excel file.")]
    FileNotAFile {
        /// The name.
        name: String,
    },
    /// The file cannot be read.
    #[error(
        "{name} cannot be read ({reason}). Nothing was imported. Check that it exists and that you may open it."
    )]
    FileUnreadable {
        /// The file's name.
        name: String,
        /// What the system said.
        reason: String,
    },
    /// The import has ended already.
    #[error("This import has already ended. Nothing was changed.")]
    ImportEnded,
    /// It wrote nothing, or was taken back already.
    #[error("Only a finished import can be taken back, and only once. Nothing was changed.")]
    ImportNotUndoable,
    /// The database did not get its new key.
    #[error(transparent)]
    Rotate(#[from] RotateError),
    /// Keys are being changed already.
    #[error("The vault's keys are being changed already. Nothing was started. Wait for the end, or stop it.")]
    RotationRunning,
    /// There is nothing to stop.
    #[error("No keys are being changed. Nothing was stopped.")]
    RotationNotRunning,
    /// The new file is being put in place.
    #[error("The new database is being put in its place, which cannot be stopped. It takes a moment.")]
    RotationPastStopping,
    /// Another import is running; two would overwrite each other's view of the vault.
    #[error("Another import is running. Nothing was started. Wait for its end, or cancel it.")]
    ImportRunning,
    /// Bytes could not be kept while they arrived.
    #[error(
        "The file could not be kept while it arrived ({0}). Nothing was imported. Check the free space and try again."
    )]
    Staging(#[source] io::Error),
    /// A licence, request or list was refused.
    #[error("{0} Nothing was changed. {next}", next = .0.next_step())]
    License(#[from] LicenseError),
    /// The licence does not let this happen now.
    #[error("{}", inactive(*.state))]
    LicenseInactive {
        /// The licence's state.
        state: LicenseState,
    },
    /// The licence is in order and does not include this.
    #[error(
        "The licence does not include this ({feature}). Nothing was changed. Ask the vendor for an edition that does."
    )]
    LicenseLacks {
        /// What it lacks.
        feature: &'static str,
    },
    /// The licence allows no more of these.
    #[error(
        "The licence allows {most} of these ({what}), and they are in use. Nothing was changed; what is there goes on working. Remove one, or ask the vendor for more."
    )]
    LicenseQuota {
        /// What.
        what: &'static str,
        /// How many.
        most: u32,
    },
    /// The licence in force is the better one.
    #[error(
        "The licence in use is better than this one (lost would be: {}). Nothing was changed. Keep it, or say that it may be replaced.", .lost.join(", ")
    )]
    LicenseWorse {
        /// What would be lost, as stable codes.
        lost: Vec<&'static str>,
    },
    /// There is no licence to release.
    #[error("There is no licence on this computer. Nothing was changed.")]
    LicenseMissing,
    /// The operating system gave no random numbers.
    #[error("The operating system gave no random numbers. Nothing was changed. Try again.")]
    NoRandomness,
    /// Work in the background died.
    #[error(
        "Something in Sellify broke. Nothing was changed. Try again; if it happens again, restart Sellify."
    )]
    Broken,
}

impl AppError {
    /// A stable name in snake_case, for programs and translations.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::VaultMissing => "vault_missing",
            Self::VaultLocked => "vault_locked",
            Self::TooManyAttempts { .. } => "too_many_attempts",
            Self::Vault(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Seal(error) => error.code(),
            Self::Audit(error) => error.code(),
            Self::AuditBroken { .. } => "audit_broken",
            Self::AuditCodeUnknown => "recovery_code_wrong_vault",
            Self::AuditNothingToExport => "audit_nothing_to_export",
            Self::AuditExport(error) => error.code(),
            Self::Campaign(error) => error.code(),
            Self::Merge(error) => error.code(),
            Self::SearchStopped => "duplicate_search_stopped",
            Self::Import(error) => error.code(),
            Self::Export(error) => error.code(),
            Self::Messenger(error) => error.code(),
            Self::Backup(error) => error.code(),
            Self::BackupRunning => "backup_running",
            Self::BackupCodeNeeded => "backup_code_needed",
            Self::BackupOlder { .. } => "backup_older",
            Self::InQuarantine => "in_quarantine",
            Self::NoHomeFolder => "no_home_folder",
            Self::RecoveryCodeNotShown => "recovery_code_not_shown",
            Self::RecoveryGroupWrong { .. } => "recovery_group_wrong",
            Self::NotFound(_) => "not_found",
            Self::NameMissing { .. } => "name_missing",
            Self::ValueInvalid { .. } => "value_invalid",
            Self::EmailInvalid { .. } => "email_invalid",
            Self::PhoneInvalid { .. } => "phone_invalid",
            Self::ContactExists { .. } => "contact_exists",
            Self::ContactEmpty => "contact_empty",
            Self::ChangedElsewhere => "changed_elsewhere",
            Self::ConsentSuppressed => "consent_suppressed",
            Self::PersonNeeded => "person_needed",
            Self::ErasureNotConfirmed => "erasure_not_confirmed",
            Self::ErasureDuringSend => "erasure_during_send",
            Self::RetentionCountChanged { .. } => "retention_count_changed",
            Self::NameTaken { .. } => "name_taken",
            Self::Rule(_) => "rule_invalid",
            Self::BulkEditUndone => "bulk_edit_undone",
            Self::SelectionMissing => "selection_missing",
            Self::ConnectionInUse => "connection_in_use",
            Self::CampaignNotDraft => "campaign_not_draft",
            Self::TemplateNotChosen => "template_not_chosen",
            Self::ConnectionNotChosen => "connection_not_chosen",
            Self::TemplateBroken { .. } => "template_broken",
            Self::VariablesMissing { .. } => "variables_missing",
            Self::Mail(error) => error.code(),
            Self::MessageBroken(_) => "message_broken",
            Self::Suppressed => "suppressed",
            Self::TestRefused(_) => "test_refused",
            Self::TestUnknown => "test_unknown",
            Self::UploadGone => "upload_gone",
            Self::UploadTooLarge => "upload_too_large",
            Self::FileNotAFile { .. } => "file_not_a_file",
            Self::FileUnreadable { .. } => "file_unreadable",
            Self::ReportNotWritable { .. } => "file_not_writable",
            Self::ImportEnded => "import_ended",
            Self::ImportNotUndoable => "import_not_undoable",
            Self::ImportRunning => "import_running",
            Self::Rotate(error) => error.code(),
            Self::RotationRunning => "rotation_running",
            Self::RotationNotRunning => "rotation_not_running",
            Self::RotationPastStopping => "rotation_past_stopping",
            Self::Staging(error) if is_full(error) => "disk_full",
            Self::Staging(_) => "staging_failed",
            Self::License(error) => error.code(),
            Self::LicenseInactive { .. } => "license_inactive",
            Self::LicenseLacks { .. } => "license_lacks_feature",
            Self::LicenseQuota { .. } => "license_quota",
            Self::LicenseWorse { .. } => "license_worse",
            Self::LicenseMissing => "license_missing",
            Self::NoRandomness => "no_randomness",
            Self::Broken => "internal_error",
        }
    }

    /// The field of the request that is wrong.
    #[must_use]
    pub fn field(&self) -> Option<String> {
        match self {
            Self::NameMissing { field }
            | Self::EmailInvalid { field, .. }
            | Self::ContactExists { field } => Some((*field).to_owned()),
            Self::NameTaken { field } => Some((*field).to_owned()),
            Self::Rule(error) => Some(error.at().map_or("rule".into(), |at| format!("rule.{at}"))),
            Self::ValueInvalid { field, .. } => Some(field.clone()),
            Self::PhoneInvalid { .. } => Some("phone".into()),
            Self::ErasureNotConfirmed => Some("confirm".into()),
            Self::RetentionCountChanged { .. } => Some("confirm_count".into()),
            Self::TemplateNotChosen => Some("template_id".into()),
            Self::ConnectionNotChosen => Some("connection_id".into()),
            Self::Suppressed => Some("to".into()),
            Self::Campaign(CampaignError::AudienceChanged { .. }) => Some("expected_recipients".into()),
            _ => None,
        }
    }

    /// The next step alone, where it can be told apart.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Vault(error) => Some(error.hint().to_owned()),
            Self::Messenger(error) if error.is_passing() => Some("Wait a little and try again.".into()),
            Self::Messenger(_) => Some("Correct the connection and test it.".into()),
            _ => None,
        }
    }

    pub(crate) fn staging(error: io::Error) -> Self {
        Self::Staging(error)
    }

    pub(crate) fn file_unreadable(path: &Path, error: &io::Error) -> Self {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "it does not exist".to_owned(),
            io::ErrorKind::PermissionDenied => "you may not open it".to_owned(),
            other => other.to_string(),
        };
        Self::FileUnreadable { name, reason }
    }

    pub(crate) fn invalid(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::ValueInvalid { field: field.into(), reason: reason.into() }
    }
}

/// What stopped, what did not, and the way on.
fn inactive(state: LicenseState) -> String {
    let (what, next) = match state {
        LicenseState::Expired => ("The licence has ended", "Renew it under Licence."),
        LicenseState::Revoked => ("The vendor withdrew the licence", "Call your vendor."),
        LicenseState::WrongMachine => {
            ("The licence is for another computer", "Ask for one for this computer under Licence.")
        }
        LicenseState::NotYetValid => ("The licence has not begun", "Check this computer's date, or wait."),
        _ => ("The trial is over and there is no licence", "Ask for one under Licence."),
    };
    format!("{what}, so nothing was sent or changed. Your data can be read, exported and backed up. {next}")
}

/// The vault's sentences start small, so that they fit into longer ones.
fn capitalised(text: &dyn std::fmt::Display) -> String {
    let text = text.to_string();
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
