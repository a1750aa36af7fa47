//! Changing the ledger. Each function keeps the counts of the campaign in the same transaction.

use rusqlite::OptionalExtension as _;
use sellify_domain::{CampaignId, ContactId, Exclusion, Recipient, RecipientId, RecipientState, Timestamp};

use super::{COLUMNS, RecipientOutcome, RecipientsMut, code, quarter, recipient, state};
use crate::table::campaigns::row_of;
use crate::{StoreError, column};

/// A row before its outcome is recorded.
struct Before {
    row: i64,
    campaign_row: i64,
    state: RecipientState,
    attempts: u32,
    since: i64,
}

impl RecipientsMut<'_> {
    /// Adds rows to a ledger.
    ///
    /// # Errors
    /// [`StoreError::UniqueViolation`] when a contact would stand twice in one ledger; [`StoreError::NotFound`]
    /// when there is no such campaign.
    pub fn insert_batch(&self, recipients: &[Recipient]) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO recipients (campaign_row, {COLUMNS})
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        );
        let mut insert = self.conn.prepare_cached(&sql)?;
        for group in recipients.chunk_by(|a, b| (a.campaign_id, a.state) == (b.campaign_id, b.state)) {
            let Some(first) = group.first() else { continue };
            let campaign_row = row_of(self.conn, first.campaign_id)?;
            for one in group {
                insert.execute((
                    campaign_row,
                    &one.id.as_bytes()[..],
                    &one.contact_id.as_bytes()[..],
                    one.email.as_str(),
                    &one.name,
                    code(one.state),
                    one.exclusion.map(|exclusion| column::word(&exclusion)),
                    one.attempts,
                    due(one.state, one.due_at, one.updated_at),
                    one.last_reply.as_ref().map(|reply| reply.code),
                    one.last_reply.as_ref().map(|reply| &reply.text),
                    one.updated_at.as_millis(),
                ))?;
            }
            self.count(campaign_row, first.state, group.len() as i64)?;
        }
        Ok(())
    }

    /// Takes up to `limit` pending recipients that are due, and records them as handed over with one attempt
    /// more, all in one statement: whoever holds the returned rows is the only one who does.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn claim_due(
        &self,
        id: CampaignId,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Recipient>, StoreError> {
        let campaign_row = row_of(self.conn, id)?;
        let sql = format!(
            "UPDATE recipients SET state = $1, attempts = attempts + 1, due_at = NULL, updated_at = $2
             WHERE row_id IN (
                 SELECT row_id FROM recipients WHERE campaign_row = $3 AND state = $4 AND due_at <= $2
                 ORDER BY due_at, row_id LIMIT $5)
             RETURNING {COLUMNS}"
        );
        let claimed: Vec<Recipient> = self
            .conn
            .prepare_cached(&sql)?
            .query_map(
                (
                    code(RecipientState::HandedOver),
                    now.as_millis(),
                    campaign_row,
                    code(RecipientState::Pending),
                    limit,
                ),
                |row| recipient(row, id),
            )?
            .collect::<Result<_, _>>()?;
        self.shift(campaign_row, RecipientState::Pending, RecipientState::HandedOver, claimed.len())?;
        Ok(claimed)
    }

    /// Records outcomes, and for each the attempt that led to it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when a recipient does not exist; then nothing of the transaction should stay.
    pub fn record(&self, outcomes: &[RecipientOutcome], now: Timestamp) -> Result<(), StoreError> {
        let mut accepted = 0_i64;
        // (campaign, from, to) → how many; a handful per batch.
        let mut moved: Vec<(i64, RecipientState, RecipientState, usize)> = Vec::new();
        for outcome in outcomes {
            let before = self.before(outcome.id)?;
            self.change(&before, outcome, now)?;
            let step = (before.campaign_row, before.state, outcome.state);
            match moved.iter_mut().find(|(row, from, to, _)| (*row, *from, *to) == step) {
                Some((.., n)) => *n += 1,
                None => moved.push((step.0, step.1, step.2, 1)),
            }
            accepted += i64::from(
                outcome.state == RecipientState::Accepted && before.state != RecipientState::Accepted,
            );
        }
        for (campaign_row, from, to, n) in moved {
            self.shift(campaign_row, from, to, n)?;
        }
        if accepted > 0 {
            self.conn
                .prepare_cached(
                    "INSERT INTO accepted_by_quarter (starts_at, messages) VALUES ($1, $2)
                     ON CONFLICT (starts_at) DO UPDATE SET messages = messages + excluded.messages",
                )?
                .execute((quarter(now), accepted))?;
        }
        Ok(())
    }

    /// Leaves out recipients whose turn had come, because something changed since the ledger was built. No
    /// attempt is kept: nothing was sent.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when a recipient does not exist; then nothing of the transaction should stay.
    pub fn exclude(&self, excluded: &[(RecipientId, Exclusion)], now: Timestamp) -> Result<(), StoreError> {
        let mut reason = self.conn.prepare_cached("UPDATE recipients SET exclusion = $1 WHERE id = $2")?;
        for (id, exclusion) in excluded {
            reason.execute((column::word(exclusion), &id.as_bytes()[..]))?;
        }
        let outcome = |(id, _): &(RecipientId, Exclusion)| RecipientOutcome {
            id: *id,
            state: RecipientState::Excluded,
            reply: None,
            due_at: None,
            counts: false,
        };
        self.record(&excluded.iter().map(outcome).collect::<Vec<_>>(), now)
    }

    /// Marks everybody who was handed over as unknown: the process died before it saw the server's answer.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn handed_over_to_unknown(&self, id: CampaignId, now: Timestamp) -> Result<u64, StoreError> {
        self.conn
            .prepare_cached(
                "INSERT INTO recipient_attempts (recipient_row, n, started_at, ended_at, outcome)
                 SELECT row_id, attempts, updated_at, $1, $2 FROM recipients
                 WHERE campaign_row = $3 AND state = $4
                 ON CONFLICT (recipient_row, n) DO NOTHING",
            )?
            .execute((
                now.as_millis(),
                code(RecipientState::Unknown),
                row_of(self.conn, id)?,
                code(RecipientState::HandedOver),
            ))?;
        self.move_all(id, RecipientState::HandedOver, RecipientState::Unknown, now)
    }

    /// Marks everybody who is still pending as cancelled.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn cancel_pending(&self, id: CampaignId, now: Timestamp) -> Result<u64, StoreError> {
        self.move_all(id, RecipientState::Pending, RecipientState::Cancelled, now)
    }

    /// Cancels what had not been sent to a contact yet, in every campaign.
    ///
    /// # Errors
    /// The database's own error.
    pub fn cancel_pending_of(&self, contact: ContactId, now: Timestamp) -> Result<u64, StoreError> {
        let campaigns: Vec<i64> = self
            .conn
            .prepare_cached(
                "UPDATE recipients SET state = $1, due_at = NULL, updated_at = $2
                 WHERE contact_id = $3 AND state = $4 RETURNING campaign_row",
            )?
            .query_map(
                (
                    code(RecipientState::Cancelled),
                    now.as_millis(),
                    &contact.as_bytes()[..],
                    code(RecipientState::Pending),
                ),
                |row| row.get(0),
            )?
            .collect::<Result<_, _>>()?;
        for campaign_row in &campaigns {
            self.shift(*campaign_row, RecipientState::Pending, RecipientState::Cancelled, 1)?;
        }
        Ok(campaigns.len() as u64)
    }

    /// Makes everybody who waits for a later attempt due now (a person pressed "resume").
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's own error.
    pub fn make_pending_due(&self, id: CampaignId, now: Timestamp) -> Result<u64, StoreError> {
        let changed = self
            .conn
            .prepare_cached(
                "UPDATE recipients SET due_at = $1 WHERE campaign_row = $2 AND state = $3 AND due_at > $1",
            )?
            .execute((now.as_millis(), row_of(self.conn, id)?, code(RecipientState::Pending)))?;
        Ok(changed as u64)
    }

    fn move_all(
        &self,
        id: CampaignId,
        from: RecipientState,
        to: RecipientState,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let campaign_row = row_of(self.conn, id)?;
        let moved = self
            .conn
            .prepare_cached(
                "UPDATE recipients SET state = $1, due_at = NULL, updated_at = $2
                 WHERE campaign_row = $3 AND state = $4",
            )?
            .execute((code(to), now.as_millis(), campaign_row, code(from)))?;
        self.shift(campaign_row, from, to, moved)?;
        Ok(moved as u64)
    }

    fn before(&self, id: RecipientId) -> Result<Before, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT row_id, campaign_row, state, attempts, updated_at FROM recipients WHERE id = $1",
            )?
            .query_row([&id.as_bytes()[..]], |row| {
                Ok(Before {
                    row: row.get("row_id")?,
                    campaign_row: row.get("campaign_row")?,
                    state: state(row, "state")?,
                    attempts: row.get("attempts")?,
                    since: row.get("updated_at")?,
                })
            })
            .optional()?
            .ok_or(StoreError::NotFound { table: "recipients" })
    }

    fn change(&self, before: &Before, outcome: &RecipientOutcome, now: Timestamp) -> Result<(), StoreError> {
        let reply_code = outcome.reply.as_ref().map(|reply| reply.code);
        let reply_text = outcome.reply.as_ref().map(|reply| &reply.text);
        let handed_over = before.state == RecipientState::HandedOver;
        let attempts = before.attempts.saturating_sub(u32::from(handed_over && !outcome.counts));
        self.conn
            .prepare_cached(
                "UPDATE recipients SET state = $1, due_at = $2, attempts = $3, updated_at = $4,
                        reply_code = coalesce($5, reply_code),
                        reply_text = CASE WHEN $5 IS NULL THEN reply_text ELSE $6 END
                 WHERE row_id = $7",
            )?
            .execute((
                code(outcome.state),
                due(outcome.state, outcome.due_at, now),
                attempts,
                now.as_millis(),
                reply_code,
                reply_text,
                before.row,
            ))?;
        if handed_over && outcome.counts {
            self.conn
                .prepare_cached(
                    "INSERT INTO recipient_attempts (recipient_row, n, started_at, ended_at, outcome, code, text)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)
                     ON CONFLICT (recipient_row, n) DO NOTHING",
                )?
                .execute((
                    before.row,
                    before.attempts,
                    before.since,
                    now.as_millis(),
                    code(outcome.state),
                    reply_code,
                    reply_text,
                ))?;
        }
        Ok(())
    }

    fn shift(
        &self,
        campaign_row: i64,
        from: RecipientState,
        to: RecipientState,
        n: usize,
    ) -> Result<(), StoreError> {
        if from == to || n == 0 {
            return Ok(());
        }
        self.count(campaign_row, from, -(n as i64))?;
        self.count(campaign_row, to, n as i64)
    }

    fn count(&self, campaign_row: i64, state: RecipientState, by: i64) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "INSERT INTO ledger_counts (campaign_row, state, recipients) VALUES ($1, $2, $3)
                 ON CONFLICT (campaign_row, state) DO UPDATE SET recipients = recipients + excluded.recipients",
            )?
            .execute((campaign_row, code(state), by))?;
        Ok(())
    }
}

/// Pending rows have a due time, all others have none: the index on it stays small and the claim exact.
fn due(state: RecipientState, due_at: Option<Timestamp>, now: Timestamp) -> Option<i64> {
    (state == RecipientState::Pending).then(|| due_at.unwrap_or(now).as_millis())
}
