//! The audit log on the wire.

use sellify_app::{
    AuditEntryDetails as DetailsView, AuditEntryView, AuditQuery as AppQuery, AuditReport, ExportOptions,
    ExportRange, PageRequest,
};
use sellify_domain::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::page::limit;

/// Which entries to show, and which page of them.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// Who did it, exactly as it is listed.
    pub actor: Option<String>,
    /// What was done (`contact.deleted`); a noun alone means all its verbs.
    pub action: Option<String>,
    /// To what, exactly.
    pub object: Option<String>,
    /// Not before (ms).
    pub from: Option<i64>,
    /// Before (ms).
    pub to: Option<i64>,
    /// Part of the object or the actor, the beginning of a hash, or a number.
    pub q: Option<String>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Items per page, 1 to 500; 50 when absent.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
}

/// What to export.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditExportQuery {
    /// Not before (ms).
    pub from: Option<i64>,
    /// Before (ms).
    pub to: Option<i64>,
    /// Leaves the details out: they may name people.
    pub without_details: Option<bool>,
}

/// One entry of the audit log.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditEntry {
    /// Its number, from 1, without gaps.
    pub seq: u64,
    /// Its id.
    pub id: Uuid,
    /// When it happened (ms).
    pub at: i64,
    /// Who did it: `person:window`, `person:network`, `person:command-line`, `api-key:NAME`, `system`.
    pub actor: String,
    /// What was done, as `noun.verb`.
    pub action: String,
    /// To what.
    pub object: String,
    /// What the object is called today, when it has a name and is still there.
    #[schema(required)]
    pub object_name: Option<String>,
    /// Its hash, 64 hexadecimal digits.
    pub hash: String,
    /// Whether there are details; not after a lawful erasure.
    pub has_details: bool,
}

/// One entry with everything that was recorded.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditEntryDetails {
    /// The entry.
    #[serde(flatten)]
    pub entry: AuditEntry,
    /// What else was recorded; null after a lawful erasure.
    #[schema(required, value_type = Option<Object>)]
    pub details: Option<serde_json::Value>,
    /// Hash of the entry before.
    pub prev: String,
    /// Commitment to the details, which the hash covers.
    pub commitment: String,
}

/// Who and what stands in the log.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditFacets {
    /// Actors, sorted.
    pub actors: Vec<String>,
    /// Actions, sorted.
    pub actions: Vec<String>,
}

/// What the log is compared with.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct VerifyAuditRequest {
    /// With it the codes of the checkpoints are checked as well.
    pub recovery_code: Option<String>,
}

/// A hash kept outside the database, compared with the log.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditAnchor {
    /// Where it is kept.
    #[serde(rename = "where")]
    pub place: String,
    /// The entry.
    pub seq: u64,
    /// Whether the entry is there, with this hash.
    pub ok: bool,
}

/// The first entry that is not as it was written.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditFault {
    /// Its number.
    pub seq: u64,
    /// What is wrong: `edited`, `details_edited`, `details_missing`, `missing`, `reordered`, `forked`, `truncated`,
    /// `unsigned_tail`, `checkpoint_edited`, `checkpoint_missing`.
    pub kind: String,
}

/// A signed checkpoint.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditCheckpoint {
    /// Its number, from 1.
    pub number: u64,
    /// The entry it stands on.
    pub seq: u64,
    /// When it was made (ms).
    pub at: i64,
}

/// What a check of the log found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditVerification {
    /// Entries that are as they were written.
    pub entries: u64,
    /// Those whose details were lawfully erased.
    pub redacted: u64,
    /// When the first one was written (ms).
    #[schema(required)]
    pub first_at: Option<i64>,
    /// Hash of the last good one.
    pub head: String,
    /// How much is as it was written: `L1` the chain, `L2` the details, `L3` the checkpoints, `L4` what is known from
    /// outside; null when the chain itself is broken.
    #[schema(required)]
    pub level: Option<String>,
    /// Checkpoints whose signature is good.
    pub checkpoints: u64,
    /// Checkpoints that were also checked with the recovery code.
    pub macs: u64,
    /// The last good checkpoint.
    #[schema(required)]
    pub last_checkpoint: Option<AuditCheckpoint>,
    /// Entries after it.
    pub unsigned_tail: u64,
    /// A short form of the key that signs, to be read out and compared.
    #[schema(required)]
    pub key: Option<String>,
    /// Hashes kept elsewhere.
    pub anchors: Vec<AuditAnchor>,
    /// The first entry that is not as it was written.
    #[schema(required)]
    pub fault: Option<AuditFault>,
    /// When this was checked (ms).
    pub verified_at: i64,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl From<AuditQuery> for AppQuery {
    fn from(query: AuditQuery) -> Self {
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        Self {
            actor: given(query.actor),
            action: given(query.action),
            object: given(query.object),
            from: query.from.map(Timestamp::from_millis),
            to: query.to.map(Timestamp::from_millis),
            text: given(query.q),
            page: PageRequest { cursor: query.cursor, limit: limit(query.limit) },
        }
    }
}

impl From<AuditExportQuery> for ExportOptions {
    fn from(query: AuditExportQuery) -> Self {
        let (from, to) = (query.from.map(Timestamp::from_millis), query.to.map(Timestamp::from_millis));
        Self { range: ExportRange { from, to }, without_details: query.without_details.unwrap_or(false) }
    }
}

impl From<AuditEntryView> for AuditEntry {
    fn from(view: AuditEntryView) -> Self {
        let AuditEntryView { row, object_name } = view;
        Self {
            seq: row.seq,
            id: row.id.as_uuid(),
            at: row.at.as_millis(),
            actor: row.actor,
            action: row.action,
            object: row.object,
            object_name,
            hash: hex(&row.hash),
            has_details: row.payload_ct.is_some(),
        }
    }
}

impl From<DetailsView> for AuditEntryDetails {
    fn from(view: DetailsView) -> Self {
        let (prev, commitment) = (hex(&view.entry.row.prev), hex(&view.entry.row.commitment));
        Self { entry: view.entry.into(), details: view.details, prev, commitment }
    }
}

impl From<sellify_app::AuditFacets> for AuditFacets {
    fn from(facets: sellify_app::AuditFacets) -> Self {
        Self { actors: facets.actors, actions: facets.actions }
    }
}

impl From<AuditReport> for AuditVerification {
    fn from(report: AuditReport) -> Self {
        let found = report.verification;
        let anchors = found.anchors.iter().map(|anchor| AuditAnchor {
            place: anchor.place.clone(),
            seq: anchor.seq,
            ok: anchor.ok,
        });
        Self {
            entries: found.entries,
            redacted: found.redacted,
            first_at: found.first_at.map(Timestamp::as_millis),
            head: hex(&found.head),
            level: found.level.map(|level| level.code().to_owned()),
            checkpoints: found.checkpoints,
            macs: found.macs,
            last_checkpoint: found.last_checkpoint.as_ref().map(|last| AuditCheckpoint {
                number: last.number,
                seq: last.seq,
                at: last.at.as_millis(),
            }),
            unsigned_tail: found.unsigned_tail,
            key: report.key_fingerprint,
            anchors: anchors.collect(),
            fault: found.fault.map(|fault| AuditFault { seq: fault.seq, kind: fault.kind.code().to_owned() }),
            verified_at: report.verified_at.as_millis(),
        }
    }
}
