//! What a check of the log found, said to people and to programs. A log that is not as it was written ends with exit
//! code 3, after the report.

use sellify_app::AuditReport;
use sellify_domain::Timestamp;
use serde::Serialize;

use crate::failure::Failure;
use crate::output::Output;

#[derive(Serialize)]
struct Report {
    entries: u64,
    redacted: u64,
    head: String,
    level: Option<&'static str>,
    checkpoints: u64,
    macs: u64,
    unsigned_tail: u64,
    last_checkpoint: Option<u64>,
    key: Option<String>,
    anchors: Vec<AnchorShown>,
    fault: Option<FaultShown>,
    verified_at: i64,
}

#[derive(Serialize)]
struct AnchorShown {
    #[serde(rename = "where")]
    place: String,
    seq: u64,
    ok: bool,
}

#[derive(Serialize, Clone)]
pub(super) struct FaultShown {
    pub(super) seq: u64,
    pub(super) kind: &'static str,
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn say(output: Output, found: &AuditReport) -> Result<(), Failure> {
    let report = report(found);
    output.say(&report, Report::text)?;
    match report.fault {
        None => Ok(()),
        Some(FaultShown { seq, kind }) => Err(Failure::refused(
            "audit_broken",
            format!("Entry {seq} of the audit log is not as it was written ({kind}). Nothing was changed."),
        )
        .with_hint("Compare it with a backup or an earlier export: `sellify audit verify --against FILE`.")),
    }
}

fn report(found: &AuditReport) -> Report {
    let verification = &found.verification;
    let anchors = verification.anchors.iter().map(|anchor| AnchorShown {
        place: anchor.place.clone(),
        seq: anchor.seq,
        ok: anchor.ok,
    });
    Report {
        entries: verification.entries,
        redacted: verification.redacted,
        head: hex(&verification.head),
        level: verification.level.map(sellify_app::Level::code),
        checkpoints: verification.checkpoints,
        macs: verification.macs,
        unsigned_tail: verification.unsigned_tail,
        last_checkpoint: verification.last_checkpoint.as_ref().map(|last| last.seq),
        key: found.key_fingerprint.clone(),
        anchors: anchors.collect(),
        fault: verification.fault.map(|fault| FaultShown { seq: fault.seq, kind: fault.kind.code() }),
        verified_at: Timestamp::as_millis(found.verified_at),
    }
}

impl Report {
    fn text(&self) -> String {
        let verdict = match (&self.fault, self.entries) {
            (Some(fault), good) => {
                format!(
                    "NOT as written from entry {} on ({}); {good} entries before it are good",
                    fault.seq, fault.kind
                )
            }
            (None, 0) => "The audit log is empty".into(),
            (None, entries) => format!("{entries} entries, all as they were written"),
        };
        let mut lines = vec![
            verdict,
            format!("level        {}", self.level.map_or("none", meaning)),
            format!("last hash    {}", self.head),
            format!(
                "checkpoints  {} signed, {} also checked with the recovery code",
                self.checkpoints, self.macs
            ),
            format!("after them   {} entries that no checkpoint covers yet", self.unsigned_tail),
        ];
        if let Some(key) = &self.key {
            lines.push(format!("signing key  {key}"));
        }
        if self.redacted > 0 {
            lines.push(format!(
                "erased       the details of {} entries, lawfully and on record",
                self.redacted
            ));
        }
        for anchor in &self.anchors {
            let ok = if anchor.ok { "agrees" } else { "DISAGREES" };
            lines.push(format!("{ok}       {}, entry {}", anchor.place, anchor.seq));
        }
        lines.join("\n")
    }
}

fn meaning(level: &'static str) -> &'static str {
    match level {
        "L1" => "L1: the chain of hashes",
        "L2" => "L2: the chain and every detail",
        "L3" => "L3: the chain, every detail, every checkpoint",
        "L4" => "L4: all that, and what is known from outside the database",
        other => other,
    }
}
