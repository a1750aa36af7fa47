-- Campaigns and their ledger: one row per recipient, with an honest state.

CREATE TABLE campaigns (
    row_id        INTEGER PRIMARY KEY,
    id            BLOB    NOT NULL UNIQUE,
    name          TEXT    NOT NULL,
    template_id   BLOB,
    connection_id BLOB,
    audience      TEXT    NOT NULL,         -- JSON
    state         TEXT    NOT NULL,
    pause_reason  TEXT,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    started_at    INTEGER,
    finished_at   INTEGER,
    deleted_at    INTEGER
) STRICT;

-- What the campaign sends, as it was when sending began: a template edited later changes nothing.
CREATE TABLE campaign_messages (
    campaign_row     INTEGER PRIMARY KEY REFERENCES campaigns (row_id),
    subject          TEXT    NOT NULL,
    html             TEXT    NOT NULL,
    text             TEXT,
    template_version INTEGER NOT NULL
) STRICT;

CREATE TABLE recipients (
    row_id       INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE,
    campaign_row INTEGER NOT NULL,
    contact_id   BLOB    NOT NULL,
    email        TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    state        INTEGER NOT NULL,          -- numbers in table/recipients.rs
    exclusion    TEXT,
    attempts     INTEGER NOT NULL,
    due_at       INTEGER,                   -- set exactly while pending
    reply_code   INTEGER,
    reply_text   TEXT,
    updated_at   INTEGER NOT NULL
) STRICT;
-- Nobody stands twice in one ledger; also the history of one contact.
CREATE UNIQUE INDEX recipients_contact ON recipients (contact_id, campaign_row);
CREATE INDEX recipients_due            ON recipients (campaign_row, state, due_at);
CREATE INDEX recipients_campaign       ON recipients (campaign_row);

CREATE TABLE recipient_attempts (
    recipient_row INTEGER NOT NULL,
    n             INTEGER NOT NULL,
    started_at    INTEGER NOT NULL,
    ended_at      INTEGER NOT NULL,
    outcome       INTEGER NOT NULL,         -- the state it led to
    code          INTEGER,
    text          TEXT,
    PRIMARY KEY (recipient_row, n)
) STRICT, WITHOUT ROWID;

-- How many recipients stand in which state, kept beside every change: a live screen asks ten times a second.
CREATE TABLE ledger_counts (
    campaign_row INTEGER NOT NULL,
    state        INTEGER NOT NULL,
    recipients   INTEGER NOT NULL,
    PRIMARY KEY (campaign_row, state)
) STRICT, WITHOUT ROWID;

-- Messages a server accepted, by quarter of an hour: every time zone's days are made of whole quarters.
CREATE TABLE accepted_by_quarter (
    starts_at INTEGER PRIMARY KEY,
    messages  INTEGER NOT NULL
) STRICT;
