-- What a person prepares before sending: templates, connections; and who must not be written to.

CREATE TABLE templates (
    row_id     INTEGER PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    html       TEXT    NOT NULL,
    text       TEXT,
    version    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;

CREATE TABLE connections (
    row_id     INTEGER PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    smtp       TEXT    NOT NULL,            -- JSON; never holds the password
    secret_ct  BLOB,                        -- the password, sealed by the vault
    tested_at  INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- Keyed by address, not by contact: no import, merge or deletion of a contact clears it.
CREATE TABLE suppressions (
    row_id      INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL UNIQUE,
    channel     TEXT    NOT NULL,
    address     TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    legal_basis TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    UNIQUE (channel, address)
) STRICT;
