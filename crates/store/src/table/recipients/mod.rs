//! The ledger: one row per recipient of a campaign, and the attempts that were made.
//!
//! Every change of a state goes through one of the functions of `write`, which keep `ledger_counts` beside it.

mod read;
mod write;

use rusqlite::{Connection, Row};
use sellify_domain::{
    CampaignId, ContactId, EmailAddress, LedgerCounts, Recipient, RecipientId, RecipientState, SmtpReply,
    Timestamp,
};

use super::handle_types;
use crate::{StoreError, column};

/// What to show of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecipientQuery {
    /// Only recipients in this state.
    pub state: Option<RecipientState>,
    /// Only recipients whose name or address holds this text, without regard to case and accents.
    pub search: Option<String>,
    /// [`crate::Page::next`] of the page before.
    pub cursor: Option<String>,
    /// Rows wanted; 0: the default.
    pub limit: u32,
}

/// What became of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientOutcome {
    /// Whose.
    pub id: RecipientId,
    /// The state it leads to.
    pub state: RecipientState,
    /// What the server said.
    pub reply: Option<SmtpReply>,
    /// With [`RecipientState::Pending`]: when to try again.
    pub due_at: Option<Timestamp>,
    /// Whether this counts as an attempt. False when the line broke before the server heard of the message:
    /// the number of attempts goes back and no attempt is kept.
    pub counts: bool,
}

/// One attempt, for the story of a recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// 1 for the first.
    pub n: u32,
    /// When the message was handed over.
    pub started_at: Timestamp,
    /// When the outcome was recorded.
    pub ended_at: Timestamp,
    /// The state it led to.
    pub outcome: RecipientState,
    /// What the server said.
    pub reply: Option<SmtpReply>,
}

/// One campaign in the history of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactHistoryEntry {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// What people call it.
    pub campaign_name: String,
    /// The row of its ledger.
    pub recipient_id: RecipientId,
    /// Where the message is.
    pub state: RecipientState,
    /// Since when.
    pub at: Timestamp,
}

handle_types! {
    /// Reads ledgers.
    Recipients,
    /// Changes ledgers.
    RecipientsMut
}

const ALL_STATES: [RecipientState; 9] = [
    RecipientState::Pending,
    RecipientState::HandedOver,
    RecipientState::Accepted,
    RecipientState::Delivered,
    RecipientState::Bounced,
    RecipientState::Failed,
    RecipientState::Unknown,
    RecipientState::Excluded,
    RecipientState::Cancelled,
];

/// The number of a state in the database; never changes.
const fn code(state: RecipientState) -> i64 {
    match state {
        RecipientState::Pending => 0,
        RecipientState::HandedOver => 1,
        RecipientState::Accepted => 2,
        RecipientState::Delivered => 3,
        RecipientState::Bounced => 4,
        RecipientState::Failed => 5,
        RecipientState::Unknown => 6,
        RecipientState::Excluded => 7,
        RecipientState::Cancelled => 8,
    }
}

/// The states of a message that a server took.
pub(crate) const REACHED: [i64; 2] = [code(RecipientState::Accepted), code(RecipientState::Delivered)];

fn state(row: &Row<'_>, column: &str) -> rusqlite::Result<RecipientState> {
    let at = row.as_ref().column_index(column)?;
    let number: i64 = row.get(at)?;
    ALL_STATES
        .into_iter()
        .find(|state| code(*state) == number)
        .ok_or(rusqlite::Error::IntegralValueOutOfRange(at, number))
}

const COLUMNS: &str = "id, contact_id, email, name, state, exclusion, attempts, due_at, reply_code, reply_text, \
                       updated_at";

/// What [`recipient`] reads, of a table with this name.
pub(crate) fn columns_of(table: &str) -> String {
    COLUMNS.split(", ").map(|column| format!("{table}.{}", column.trim())).collect::<Vec<_>>().join(", ")
}

/// A recipient of a campaign whose id the caller knows.
pub(crate) fn recipient(row: &Row<'_>, campaign_id: CampaignId) -> rusqlite::Result<Recipient> {
    let excluded = row.get_ref("exclusion")?.as_str_or_null().is_ok_and(|text| text.is_some());
    Ok(Recipient {
        id: column::id(row, "id", RecipientId::from_slice)?,
        campaign_id,
        contact_id: column::id(row, "contact_id", ContactId::from_slice)?,
        email: EmailAddress::from_normalised(row.get::<_, String>("email")?),
        name: row.get("name")?,
        state: state(row, "state")?,
        exclusion: if excluded { Some(column::from_word(row, "exclusion")?) } else { None },
        attempts: row.get("attempts")?,
        due_at: column::time_or_none(row, "due_at")?,
        last_reply: reply(row, "reply_code", "reply_text")?,
        updated_at: column::time(row, "updated_at")?,
    })
}

fn reply(row: &Row<'_>, code: &str, text: &str) -> rusqlite::Result<Option<SmtpReply>> {
    let Some(code) = row.get::<_, Option<u16>>(code)? else { return Ok(None) };
    Ok(Some(SmtpReply { code, text: row.get::<_, Option<String>>(text)?.unwrap_or_default() }))
}

/// The counts of a campaign by its row.
pub(crate) fn counts_of_row(conn: &Connection, campaign_row: i64) -> Result<LedgerCounts, StoreError> {
    let mut counts = LedgerCounts::default();
    let mut statement =
        conn.prepare_cached("SELECT state, recipients FROM ledger_counts WHERE campaign_row = $1")?;
    let mut rows = statement.query([campaign_row])?;
    while let Some(row) = rows.next()? {
        let n = column::count(row, "recipients")?;
        counts.total += n;
        *match state(row, "state")? {
            RecipientState::Pending => &mut counts.pending,
            RecipientState::HandedOver => &mut counts.handed_over,
            RecipientState::Accepted => &mut counts.accepted,
            RecipientState::Delivered => &mut counts.delivered,
            RecipientState::Bounced => &mut counts.bounced,
            RecipientState::Failed => &mut counts.failed,
            RecipientState::Unknown => &mut counts.unknown,
            RecipientState::Excluded => &mut counts.excluded,
            RecipientState::Cancelled => &mut counts.cancelled,
        } += n;
    }
    Ok(counts)
}

/// The start of the quarter of an hour that a moment lies in.
fn quarter(at: Timestamp) -> i64 {
    const QUARTER_MILLIS: i64 = 15 * 60 * 1_000;
    at.as_millis().div_euclid(QUARTER_MILLIS) * QUARTER_MILLIS
}
