//! Campaigns and the message each one sends.

use rusqlite::{OptionalExtension as _, Row};
use sellify_domain::{
    Campaign, CampaignDraft, CampaignId, CampaignState, ConnectionId, LedgerCounts, TemplateContent,
    TemplateId, Timestamp,
};

use super::{handle_types, recipients};
use crate::page::{self, Mark};
use crate::{Page, PageRequest, StoreError, column};

/// What a campaign sends: its template as it was when sending began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignMessage {
    /// Subject, HTML and text, with their variables.
    pub content: TemplateContent,
    /// The version of the template.
    pub template_version: u32,
}

handle_types! {
    /// Reads campaigns.
    Campaigns,
    /// Changes campaigns.
    CampaignsMut
}

const COLUMNS: &str = "id, name, template_id, connection_id, audience, state, pause_reason, created_at, \
                       updated_at, started_at, finished_at";
const ORDER: u8 = b'c';

/// Everything but the counts.
fn campaign(row: &Row<'_>) -> rusqlite::Result<Campaign> {
    Ok(Campaign {
        id: column::id(row, "id", CampaignId::from_slice)?,
        draft: CampaignDraft {
            name: row.get("name")?,
            template_id: column::id_or_none(row, "template_id", TemplateId::from_slice)?,
            connection_id: column::id_or_none(row, "connection_id", ConnectionId::from_slice)?,
            audience: column::from_json(row, "audience")?,
        },
        state: column::from_word(row, "state")?,
        pause_reason: row.get("pause_reason")?,
        counts: LedgerCounts::default(),
        created_at: column::time(row, "created_at")?,
        updated_at: column::time(row, "updated_at")?,
        started_at: column::time_or_none(row, "started_at")?,
        finished_at: column::time_or_none(row, "finished_at")?,
    })
}

impl Campaigns<'_> {
    /// One campaign with its counts, unless it was deleted.
    ///
    /// # Errors
    /// The database's own error.
    pub fn get(&self, id: CampaignId) -> Result<Option<Campaign>, StoreError> {
        let sql = format!("SELECT row_id, {COLUMNS} FROM campaigns WHERE id = $1 AND deleted_at IS NULL");
        let found = self
            .conn
            .prepare_cached(&sql)?
            .query_row([&id.as_bytes()[..]], |row| Ok((row.get("row_id")?, campaign(row)?)))
            .optional()?;
        found.map(|(row, campaign)| self.with_counts(row, campaign)).transpose()
    }

    /// One page with counts, newest first.
    ///
    /// # Errors
    /// [`StoreError::CursorInvalid`], or the database's own error.
    pub fn list(&self, request: &PageRequest) -> Result<Page<Campaign>, StoreError> {
        let wanted = page::rows_wanted(request.limit);
        let before = Mark::of(request.cursor.as_deref(), ORDER)?.map_or(i64::MAX, |mark| mark.number);
        let sql = format!(
            "SELECT row_id, {COLUMNS} FROM campaigns WHERE deleted_at IS NULL AND row_id < $1
             ORDER BY row_id DESC LIMIT $2"
        );
        let found: Vec<(i64, Campaign)> = self
            .conn
            .prepare_cached(&sql)?
            .query_map((before, page::limit_of(wanted)), |row| Ok((row.get("row_id")?, campaign(row)?)))?
            .collect::<Result<_, _>>()?;
        let mut rows = Vec::with_capacity(found.len());
        for (row, campaign) in found {
            rows.push((row, self.with_counts(row, campaign)?));
        }
        Ok(page::cut(rows, wanted, self.count()?, |(row, _)| Mark::new(ORDER, *row, "")).without_rows())
    }

    /// How many campaigns there are.
    ///
    /// # Errors
    /// The database's own error.
    pub fn count(&self) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM campaigns WHERE deleted_at IS NULL";
        Ok(self.conn.prepare_cached(sql)?.query_row([], |row| row.get(0).map(column::unsigned))?)
    }

    /// The campaigns in a state, oldest first.
    ///
    /// # Errors
    /// The database's own error.
    pub fn ids_in_state(&self, state: CampaignState) -> Result<Vec<CampaignId>, StoreError> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT id FROM campaigns WHERE state = $1 AND deleted_at IS NULL ORDER BY row_id",
            )?
            .query_map([column::word(&state)], |row| column::id(row, "id", CampaignId::from_slice))?
            .collect::<Result<_, _>>()?)
    }

    /// How many recipients stand in which state. Costs the same for ten and for a million.
    ///
    /// # Errors
    /// The database's own error.
    pub fn counts(&self, id: CampaignId) -> Result<LedgerCounts, StoreError> {
        let row = row_of(self.conn, id)?;
        recipients::counts_of_row(self.conn, row)
    }

    /// What the campaign sends, once sending began.
    ///
    /// # Errors
    /// The database's own error.
    pub fn message(&self, id: CampaignId) -> Result<Option<CampaignMessage>, StoreError> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT subject, html, text, template_version FROM campaign_messages
                 WHERE campaign_row = (SELECT row_id FROM campaigns WHERE id = $1)",
            )?
            .query_row([&id.as_bytes()[..]], |row| {
                Ok(CampaignMessage {
                    content: TemplateContent {
                        subject: row.get("subject")?,
                        html: row.get("html")?,
                        text: row.get("text")?,
                    },
                    template_version: row.get("template_version")?,
                })
            })
            .optional()?)
    }

    fn with_counts(&self, row: i64, campaign: Campaign) -> Result<Campaign, StoreError> {
        Ok(Campaign { counts: recipients::counts_of_row(self.conn, row)?, ..campaign })
    }
}

impl CampaignsMut<'_> {
    /// Keeps a new campaign (without its counts, which follow the ledger).
    ///
    /// # Errors
    /// The database's own error.
    pub fn insert(&self, campaign: &Campaign) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO campaigns ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        );
        let draft = &campaign.draft;
        self.conn.prepare_cached(&sql)?.execute((
            &campaign.id.as_bytes()[..],
            &draft.name,
            draft.template_id.as_ref().map(|id| &id.as_bytes()[..]),
            draft.connection_id.as_ref().map(|id| &id.as_bytes()[..]),
            column::json(&draft.audience, "campaigns.audience")?,
            column::word(&campaign.state),
            &campaign.pause_reason,
            campaign.created_at.as_millis(),
            campaign.updated_at.as_millis(),
            column::millis(campaign.started_at),
            column::millis(campaign.finished_at),
        ))?;
        Ok(())
    }

    /// Overwrites what a person decided.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn update_draft(
        &self,
        id: CampaignId,
        draft: &CampaignDraft,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let changed = self
            .conn
            .prepare_cached(
                "UPDATE campaigns SET name = $1, template_id = $2, connection_id = $3, audience = $4, updated_at = $5
                 WHERE id = $6 AND deleted_at IS NULL",
            )?
            .execute((
                &draft.name,
                draft.template_id.as_ref().map(|id| &id.as_bytes()[..]),
                draft.connection_id.as_ref().map(|id| &id.as_bytes()[..]),
                column::json(&draft.audience, "campaigns.audience")?,
                now.as_millis(),
                &id.as_bytes()[..],
            ))?;
        found(changed)
    }

    /// Moves a campaign to a state. The first `running` sets its start; `finished` and `cancelled` set its end.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn set_state(
        &self,
        id: CampaignId,
        state: CampaignState,
        pause_reason: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let starts = state == CampaignState::Running;
        let ends = matches!(state, CampaignState::Finished | CampaignState::Cancelled);
        let changed = self
            .conn
            .prepare_cached(
                "UPDATE campaigns SET state = $1, pause_reason = $2, updated_at = $3,
                        started_at = CASE WHEN $4 THEN coalesce(started_at, $3) ELSE started_at END,
                        finished_at = CASE WHEN $5 THEN $3 END
                 WHERE id = $6 AND deleted_at IS NULL",
            )?
            .execute((
                column::word(&state),
                pause_reason,
                now.as_millis(),
                starts,
                ends,
                &id.as_bytes()[..],
            ))?;
        found(changed)
    }

    /// Keeps what the campaign sends, over what was kept before.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn set_message(&self, id: CampaignId, message: &CampaignMessage) -> Result<(), StoreError> {
        let row = row_of(self.conn, id)?;
        let content = &message.content;
        self.conn
            .prepare_cached(
                "INSERT INTO campaign_messages (campaign_row, subject, html, text, template_version)
                 VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (campaign_row) DO UPDATE SET subject = excluded.subject, html = excluded.html,
                     text = excluded.text, template_version = excluded.template_version",
            )?
            .execute((row, &content.subject, &content.html, &content.text, message.template_version))?;
        Ok(())
    }

    /// Takes a campaign out of every list; its ledger stays.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn set_deleted(&self, id: CampaignId, now: Timestamp) -> Result<(), StoreError> {
        let changed = self
            .conn
            .prepare_cached("UPDATE campaigns SET deleted_at = $1 WHERE id = $2 AND deleted_at IS NULL")?
            .execute((now.as_millis(), &id.as_bytes()[..]))?;
        found(changed)
    }
}

fn found(changed: usize) -> Result<(), StoreError> {
    if changed == 0 { Err(StoreError::NotFound { table: "campaigns" }) } else { Ok(()) }
}

/// The row of a campaign, deleted or not.
pub(crate) fn row_of(conn: &rusqlite::Connection, id: CampaignId) -> Result<i64, StoreError> {
    conn.prepare_cached("SELECT row_id FROM campaigns WHERE id = $1")?
        .query_row([&id.as_bytes()[..]], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::NotFound { table: "campaigns" })
}
