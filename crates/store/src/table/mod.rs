//! One file per table (or small family of tables). The read handle and the write handle are different types.

pub mod api_keys;
pub mod audit_checkpoints;
pub mod audit_entries;
pub mod backups;
pub mod bulk_edits;
pub mod campaigns;
pub mod connections;
pub mod consents;
pub mod contact_fields;
pub mod contacts;
pub mod duplicates;
pub mod erasures;
pub mod groups;
pub mod import_shapes;
pub mod imports;
pub mod licenses;
pub mod merges;
pub mod recipients;
pub mod retention_rules;
pub mod rotations;
pub mod sealed_values;
pub mod segments;
pub mod settings;
pub mod suppressions;
pub mod tags;
pub mod templates;
pub mod views;

use crate::{Read, Write};

macro_rules! handles {
    ($($read:ident -> $reader:ty, $write:ident -> $writer:ty;)+) => {
        impl Read<'_> {$(
            #[doc = concat!("Asks the `", stringify!($read), "` table.")]
            #[must_use]
            pub fn $read(&self) -> $reader {
                <$reader>::new(self.conn)
            }
        )+}

        impl Write<'_> {$(
            #[doc = concat!("Changes the `", stringify!($read), "` table.")]
            #[must_use]
            pub fn $write(&self) -> $writer {
                <$writer>::new(self.conn)
            }
        )+}
    };
}

handles! {
    contacts -> contacts::Contacts<'_>, contacts_mut -> contacts::ContactsMut<'_>;
    duplicates -> duplicates::Duplicates<'_>, duplicates_mut -> duplicates::DuplicatesMut<'_>;
    merges -> merges::Merges<'_>, merges_mut -> merges::MergesMut<'_>;
    tags -> tags::Tags<'_>, tags_mut -> tags::TagsMut<'_>;
    groups -> groups::Groups<'_>, groups_mut -> groups::GroupsMut<'_>;
    segments -> segments::Segments<'_>, segments_mut -> segments::SegmentsMut<'_>;
    views -> views::Views<'_>, views_mut -> views::ViewsMut<'_>;
    contact_fields -> contact_fields::ContactFields<'_>,
        contact_fields_mut -> contact_fields::ContactFieldsMut<'_>;
    bulk_edits -> bulk_edits::BulkEdits<'_>, bulk_edits_mut -> bulk_edits::BulkEditsMut<'_>;
    imports -> imports::Imports<'_>, imports_mut -> imports::ImportsMut<'_>;
    import_shapes -> import_shapes::ImportShapes<'_>, import_shapes_mut -> import_shapes::ImportShapesMut<'_>;
    templates -> templates::Templates<'_>, templates_mut -> templates::TemplatesMut<'_>;
    connections -> connections::Connections<'_>, connections_mut -> connections::ConnectionsMut<'_>;
    suppressions -> suppressions::Suppressions<'_>, suppressions_mut -> suppressions::SuppressionsMut<'_>;
    consents -> consents::Consents<'_>, consents_mut -> consents::ConsentsMut<'_>;
    erasures -> erasures::Erasures<'_>, erasures_mut -> erasures::ErasuresMut<'_>;
    retention_rules -> retention_rules::RetentionRules<'_>,
        retention_rules_mut -> retention_rules::RetentionRulesMut<'_>;
    campaigns -> campaigns::Campaigns<'_>, campaigns_mut -> campaigns::CampaignsMut<'_>;
    recipients -> recipients::Recipients<'_>, recipients_mut -> recipients::RecipientsMut<'_>;
    audit_entries -> audit_entries::AuditEntries<'_>, audit_entries_mut -> audit_entries::AuditEntriesMut<'_>;
    audit_checkpoints -> audit_checkpoints::AuditCheckpoints<'_>,
        audit_checkpoints_mut -> audit_checkpoints::AuditCheckpointsMut<'_>;
    settings -> settings::Settings<'_>, settings_mut -> settings::SettingsMut<'_>;
    licenses -> licenses::Licenses<'_>, licenses_mut -> licenses::LicensesMut<'_>;
    rotations -> rotations::Rotations<'_>, rotations_mut -> rotations::RotationsMut<'_>;
    sealed_values -> sealed_values::SealedValues<'_>, sealed_values_mut -> sealed_values::SealedValuesMut<'_>;
    backups -> backups::Backups<'_>, backups_mut -> backups::BackupsMut<'_>;
    api_keys -> api_keys::ApiKeys<'_>, api_keys_mut -> api_keys::ApiKeysMut<'_>;
}

/// The two handles of a table, which hold nothing but the connection.
macro_rules! handle_types {
    ($(#[$read_doc:meta])* $read:ident, $(#[$write_doc:meta])* $write:ident) => {
        $(#[$read_doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $read<'c> {
            conn: &'c rusqlite::Connection,
        }

        $(#[$write_doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $write<'c> {
            conn: &'c rusqlite::Connection,
        }

        impl<'c> $read<'c> {
            pub(crate) fn new(conn: &'c rusqlite::Connection) -> Self {
                Self { conn }
            }
        }

        impl<'c> $write<'c> {
            pub(crate) fn new(conn: &'c rusqlite::Connection) -> Self {
                Self { conn }
            }
        }
    };
}
use handle_types;
