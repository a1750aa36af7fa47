//! The composition root: one file per use case, the only place where engines meet.
//!
//! Every use case that changes something goes: validate → one transaction {change + audit entry} → event.

mod api_keys;
mod app;
mod audit_checkpoint;
mod audit_entries;
mod compose;
mod config;
mod control_campaign;
mod create_campaign;
mod create_vault;
mod delete_contact;
mod edit_contact;
mod error;
mod events;
mod export_contacts;
mod export_audit;
mod health;
mod home;
mod import_contacts;
mod jobs;
mod license;
mod list_contacts;
mod lock_vault;
mod machine_components;
mod open_vault;
mod preflight_campaign;
mod preview_template;
mod read_imports;
mod read_ledger;
mod runners;
mod running_imports;
mod sample;
mod save_connection;
mod save_template;
mod send_campaign;
mod send_test;
mod settings;
mod suppress;
mod test_connection;
mod unlock_vault;
mod uploads;
mod vault_slots;
mod verify_audit;
mod witness;

pub use api_keys::CreatedApiKey;
pub use app::App;
pub use config::{AppConfig, vault_paths};
pub use create_campaign::{CampaignChange, CampaignView};
pub use audit_entries::{AuditEntryDetails, AuditEntryView};
pub use create_vault::CreatedVault;
pub use delete_contact::{BulkAction, Selection};
pub use edit_contact::ContactChange;
pub use error::{AppError, ErrorKind, Thing};
pub use events::{Event, EventBatch, EventFeed, EventKind};
pub use health::{Health, PartState};
pub use home::{DayCount, Home, Todo};
pub use import_contacts::ImportOrder;
pub use jobs::{Job, JobKind};
pub use license::{LicenseRequest, LicenseView, MachineStanding, ReleasedLicense};
pub use lock_vault::LockReason;
pub use list_contacts::{ContactPage, ContactView};
pub use open_vault::OpenVault;
pub use preflight_campaign::{DryRun, SampleMessage};
pub use preview_template::{PreviewError, TemplatePreview};
pub use read_ledger::RecipientStory;
pub use running_imports::{FileProgress, ImportView};
pub use sample::{Sample, SampleError};
pub use save_connection::{ConnectionChange, TypedSmtp};
pub use save_template::TemplateChange;
pub use send_test::TestMessage;
pub use settings::{Appearance, Settings, SettingsChange};
pub use test_connection::ConnectionTest;
pub use unlock_vault::{VaultState, VaultStatus};
pub use vault_slots::VaultSlots;
pub use uploads::{LARGEST_UPLOAD, Receiving, Upload};

// What the doors need of the rooms below, so that they name this crate only.
pub use sellify_audit::{
    Anchor, Checkpoint, CheckpointReason, ExportCheck, ExportError as AuditExportError, ExportFault, ExportOptions,
    ExportRange, Exported, Fault, Level, Manifest, Verification, check_export as check_audit_export,
};
pub use sellify_campaign::{Check, CheckLevel, ExcludedGroup, PersonExample, Preflight};
pub use sellify_contacts::export::Dialect;
pub use verify_audit::AuditReport;
pub use sellify_contacts::import::{
    Column, Encoding, FileKind, ImportError, Inspection, ReadOptions, ReadWarning, Require, Source,
    default_mapping,
};
pub use sellify_licensing::{Entitlements, License, LicenseState, Quota};
pub use sellify_providers::ServerInfo;
pub use sellify_store::{
    ApiKeyRecord, Attempt, ContactHistoryEntry, ContactQuery, ContactSort, Page, PageRequest, RecipientQuery,
    TagCount,
};
pub use sellify_template::{KnownVariable, Part, Rendered, VariableUse};
    AuditFacets, AuditQuery, AuditRow,
