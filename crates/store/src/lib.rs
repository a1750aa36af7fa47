//! The encrypted database: pool, migrations, one file per table. The only crate that names rusqlite.
//!
//! ```text
//! Store::create / open(path, DbKey, StoreOptions)      (… _blocking for threads without a runtime)
//! store.read(|r| r.contacts().list(&query)).await      one snapshot          r: &Read
//! store.write(|w| w.contacts_mut().insert(&c)).await   one transaction       w: &Write (derefs to Read)
//! store.read_blocking(|r| …), store.write_blocking(|w| …)                     closures may borrow
//! store.wal_checkpoint().await, store.release_memory(), store.close().await
//! ```
//!
//! Handles (`r.x()` reads, `w.x_mut()` changes): `contacts`, `tags`, `imports`, `templates`, `connections`,
//! `suppressions`, `campaigns`, `recipients`, `audit_entries`, `audit_checkpoints`, `settings`, `licenses`, `api_keys`. Everything speaks in
//! types of `sellify-domain`; times are passed in.
//!
//! An import: `let mut bulk = w.contacts_mut().begin_bulk(expected_rows)?;` then `bulk.insert(&contact)?` and
//! `bulk.update(&contact)?`, and `bulk.finish()?` last. When `bulk.mode()` is [`BulkMode::Fresh`] the address
//! book was empty: nothing needs to be looked up (and addresses cannot be, their index is built at the end).
//! With two threads, compute [`DerivedColumns`] on the one that reads and call `bulk.insert_with`; hand used
//! batches back to it as well: freeing another thread's memory costs the writer a tenth of its time.

mod column;
mod error;
mod fold;
mod key;
mod migrate;
mod open;
mod page;
mod rotate;
mod snapshot;
mod statement;
mod store;
mod table;

pub use error::StoreError;
pub use fold::fold;
pub use key::DbKey;
pub use migrate::SCHEMA_VERSION;
pub use page::{DEFAULT_LIMIT, MAX_LIMIT, Page, PageRequest};
pub use rotate::{
    CopyStop, RotateError, Swap, TableDigest, WritesHeld, free_space, put_in_place, verify_file,
};
pub use snapshot::{SealedCell, Snapshot, SnapshotFacts};
pub use store::{Read, Store, StoreOptions, Write};
pub use table::api_keys::{ApiKeyRecord, ApiKeys, ApiKeysMut};
pub use table::audit_checkpoints::{AuditCheckpoints, AuditCheckpointsMut, CheckpointRow, EpochRow};
pub use table::audit_entries::{AuditEntries, AuditEntriesMut, AuditFacets, AuditHead, AuditQuery, AuditRow};
pub use table::backups::{BackupRecord, Backups, BackupsMut};
pub use table::bulk_edits::{BulkEdit, BulkEditChange, BulkEditWriter, BulkEdits, BulkEditsMut};
pub use table::campaigns::{CampaignMessage, Campaigns, CampaignsMut};
pub use table::connections::{Connections, ConnectionsMut};
pub use table::consents::{ConsentFact, Consents, ConsentsMut};
pub use table::contact_fields::{ContactFields, ContactFieldsMut};
pub use table::contacts::{
    BulkMode, ContactBulk, ContactQuery, ContactSort, Contacts, ContactsMut, DerivedColumns, ErasedCounts,
    ManyChange, ManyContacts, Person, PersonFileRow, PersonMarks, PersonMessage, PersonVersion, References,
};
pub use table::duplicates::{ContactSketch, DuplicatePair, DuplicateSearch, Duplicates, DuplicatesMut};
pub use table::erasures::{Erasure, Erasures, ErasuresMut};
pub use table::groups::{Groups, GroupsMut};
pub use table::import_shapes::{ImportShapes, ImportShapesMut};
pub use table::imports::{ImportChange, Imports, ImportsMut};
pub use table::licenses::{
    LicenseClock, LicenseEnd, LicenseListKind, LicenseListRecord, LicenseRecord, Licenses, LicensesMut,
    PENDING_REQUESTS, TombstoneRecord,
};
pub use table::merges::{ContactMerge, Merges, MergesMut, MovedByMerge};
pub use table::recipients::{
    Attempt, ContactHistoryEntry, RecipientOutcome, RecipientQuery, Recipients, RecipientsMut,
};
pub use table::retention_rules::{RetentionRules, RetentionRulesMut};
pub use table::rotations::{RotationJob, RotationRow, Rotations, RotationsMut};
pub use table::sealed_values::{SEALED_COLUMNS, SealedColumn, SealedValue, SealedValues, SealedValuesMut};
pub use table::segments::{Segments, SegmentsMut};
pub use table::settings::{Settings, SettingsMut};
pub use table::suppressions::{SuppressionQuery, Suppressions, SuppressionsMut};
pub use table::tags::{TagCount, TagRow, Tags, TagsMut};
pub use table::templates::{Templates, TemplatesMut};
pub use table::views::{Views, ViewsMut};
