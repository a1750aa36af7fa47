//! The composition root: one file per use case, the only place where engines meet.
//!
//! Every use case that changes something goes: validate → one transaction {change + audit entry} → event.

mod api_keys;
mod app;
mod audit_checkpoint;
mod audit_entries;
mod backup_schedule;
mod backups;
mod carry_over;
mod check_row;
mod check_vault;
mod compose;
mod config;
mod consents;
mod control_campaign;
mod create_campaign;
mod create_vault;
mod custom_fields;
mod delete_contact;
mod edit_contact;
mod edit_many;
mod erase_contact;
mod error;
mod events;
mod export_audit;
mod export_contacts;
mod export_person;
mod find_duplicates;
mod groups;
mod health;
mod home;
mod import_contacts;
mod import_report;
mod import_shapes;
mod jobs;
mod license;
mod list_contacts;
mod lock_vault;
mod machine_components;
mod merge_contacts;
mod open_vault;
mod preflight_campaign;
mod preview_template;
mod quarantine;
mod read_imports;
mod read_ledger;
mod rename_tag;
mod restore;
mod retention;
mod retention_reminder;
mod review_import;
mod rotate_vault;
mod runners;
mod running_backup;
mod running_imports;
mod sample;
mod save_connection;
mod save_template;
mod segments;
mod send_campaign;
mod send_test;
mod settings;
mod suppress;
mod suppress_many;
mod tag_followers;
mod test_connection;
mod undo_bulk_edit;
mod undo_import;
mod unlock_vault;
mod uploads;
mod vault_slots;
mod verify_audit;
mod views;
mod whole_file;
mod witness;

pub use api_keys::CreatedApiKey;
pub use app::App;
pub use audit_entries::{AuditEntryDetails, AuditEntryView};
pub use backups::{BackupView, Backups};
pub use check_row::RowToCheck;
pub use check_vault::VaultCheck;
pub use config::{AppConfig, vault_paths};
pub use consents::ConsentOrder;
pub use create_campaign::{CampaignChange, CampaignView};
pub use create_vault::CreatedVault;
pub use custom_fields::{CustomFieldView, FieldChange as CustomFieldChange, NewField};
pub use edit_contact::ContactChange;
pub use edit_many::{BulkAction, BulkOutcome, Selection};
pub use erase_contact::ErasureReport;
pub use error::{AppError, ErrorKind, Thing};
pub use events::{Event, EventBatch, EventFeed, EventKind};
pub use export_contacts::ContactExport;
pub use export_person::{PersonFile, PersonFormat};
pub use find_duplicates::{DuplicatePage, DuplicateView, SearchProgress};
pub use health::{Health, PartState};
pub use home::{DayCount, Home, Todo};
pub use import_contacts::ImportOrder;
pub use jobs::{Job, JobKind};
pub use license::{LicenseRequest, LicenseView, MachineStanding, ReleasedLicense};
pub use list_contacts::{ContactPage, ContactView};
pub use lock_vault::LockReason;
pub use merge_contacts::{MergePreviewView, MergeView};
pub use open_vault::OpenVault;
pub use preflight_campaign::{DryRun, SampleMessage};
pub use preview_template::{PreviewError, TemplatePreview};
pub use quarantine::Quarantine;
pub use read_ledger::RecipientStory;
pub use restore::{BackupContents, BackupSource, PresentVault, RestoreOrder, RestoredVault};
pub use retention::{DueContact, RetentionAction, RetentionView};
pub use review_import::ReviewedRows;
pub use rotate_vault::{
    RotationKind, RotationOutcome, RotationPhase, RotationRecord, RotationSecrets, RotationView, Rotations,
};
pub use running_backup::{BackupFailure, BackupProgress};
pub use running_imports::{FileProgress, ImportDetail, ImportView};
pub use sample::{Sample, SampleError};
pub use save_connection::{ConnectionChange, TypedSmtp};
pub use save_template::TemplateChange;
pub use segments::{RuleCount, SegmentField};
pub use send_test::TestMessage;
pub use settings::{Appearance, Settings, SettingsChange};
pub use suppress::SuppressOrder;
pub use suppress_many::{ListOrder, ListOutcome, SuppressionsExport};
pub use test_connection::ConnectionTest;
pub use undo_bulk_edit::BulkUndo;
pub use unlock_vault::{VaultState, VaultStatus};
pub use uploads::{LARGEST_UPLOAD, Receiving, Upload};
pub use vault_slots::VaultSlots;
pub use verify_audit::AuditReport;
pub use whole_file::WholeFile;

// What the doors need of the rooms below, so that they name this crate only.
pub use sellify_audit::{
    Anchor, Checkpoint, CheckpointReason, ExportCheck, ExportError as AuditExportError, ExportFault,
    ExportOptions, ExportRange, Exported, Fault, Level, Manifest, Verification,
    check_export as check_audit_export,
};
pub use sellify_backup::{BackupError, Manifest as BackupManifest};
pub use sellify_campaign::{Check, CheckLevel, ExcludedGroup, PersonExample, Preflight};
pub use sellify_contacts::duplicates::{ConsentTaken, MergeError, MergeOrder};
pub use sellify_contacts::export::{CsvFormat, ExportFormat, ExportRequest};
pub use sellify_contacts::import::{
    Column, ColumnChoice, DateOrder, DuplicatePolicy, Encoding, FieldChange, FileKind, FilterCount, Hint,
    ImportChoices, ImportError, Inspection, Mojibake, ProposedField, Question, ReadOptions, ReadWarning,
    Reason, Require, ReviewFilter, ReviewRow, Source, Verdict, default_columns, default_mapping,
};
pub use sellify_contacts::undo::UndoCounts;
pub use sellify_licensing::{Entitlements, License, LicenseState, Quota};
pub use sellify_providers::ServerInfo;
pub use sellify_store::{
    ApiKeyRecord, Attempt, AuditFacets, AuditQuery, AuditRow, ConsentFact, ContactHistoryEntry, ContactQuery,
    ContactSort, Erasure, Page, PageRequest, RecipientQuery, TableDigest, TagCount,
};
pub use sellify_template::{KnownVariable, Part, Rendered, VariableUse};
pub use sellify_vault::{SlotInfo, SlotKind};
