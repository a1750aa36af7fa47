//! Sees what a running campaign does: audit entries inside its transactions, events after them.

use std::sync::Arc;

use async_trait::async_trait;
use sellify_audit::AuditLog;
use sellify_campaign::{Change, Progress, Witness, WitnessError};
use sellify_domain::{Actor, CampaignId, Clock};
use sellify_store::Write;
use serde_json::{Value, json};

use crate::app::App;
use crate::events::{EventFeed, EventKind};
use crate::open_vault::OpenVault;
use crate::runners::Runners;

/// The app's witness of one run.
pub(crate) struct AppWitness {
    audit: AuditLog,
    clock: Arc<dyn Clock>,
    events: EventFeed,
    runners: Runners,
}

impl AppWitness {
    pub(crate) fn new(app: &App, vault: &OpenVault) -> Self {
        Self {
            audit: vault.audit.clone(),
            clock: app.clock(),
            events: app.events().clone(),
            runners: vault.runners.clone(),
        }
    }
}

#[async_trait]
impl Witness for AppWitness {
    fn record(&self, write: &Write<'_>, campaign: CampaignId, change: &Change) -> Result<(), WitnessError> {
        let (action, details) = described(change);
        self.audit.append(
            write,
            self.clock.now(),
            &Actor::System,
            action,
            &campaign.to_string(),
            &details,
        )?;
        Ok(())
    }

    fn progress(&self, progress: &Progress) {
        let state_changed = self.runners.note(progress);
        let data = json!({
            "campaign_id": progress.campaign_id,
            "counts": progress.counts,
            "per_second": progress.per_second,
        });
        self.events.publish(EventKind::CampaignProgress, data);
        if state_changed {
            let data = json!({
                "campaign_id": progress.campaign_id,
                "state": progress.state,
                "pause_reason": progress.pause_reason,
            });
            self.events.publish(EventKind::CampaignState, data);
        }
    }
}

fn described(change: &Change) -> (&'static str, Value) {
    match change {
        Change::Settled(outcomes) => ("campaign.settled", json!({ "outcomes": outcomes })),
        Change::Excluded(people) => ("campaign.excluded", json!({ "people": people })),
        Change::Suppressed(suppression) => {
            ("suppression.added", json!({ "address": suppression.address, "reason": suppression.reason }))
        }
        Change::MarkedUnknown(count) => ("campaign.recovered", json!({ "unknown": count })),
        Change::Paused(reason) => ("campaign.paused", json!({ "reason": reason })),
        Change::Finished => ("campaign.finished", json!({})),
    }
}
