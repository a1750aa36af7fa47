-- Consents with basis, source and date; how long people are kept; what was erased.

-- Statements are added, never changed: the latest one of a channel counts. Absent: nothing is known.
CREATE TABLE consents (
    row_id      INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL UNIQUE,
    contact_id  BLOB    NOT NULL,           -- contacts.id
    channel     TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    legal_basis TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    decided_at  INTEGER NOT NULL,           -- when the person said so
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX consents_contact ON consents (contact_id, channel);

CREATE TABLE retention_rules (
    row_id     INTEGER PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    tag_key    TEXT    NOT NULL UNIQUE,     -- tags.key
    months     INTEGER NOT NULL,            -- since the last change or message
    created_at INTEGER NOT NULL
) STRICT;

-- A tag that is renamed keeps its rule, unless the other name has one of its own.
CREATE TRIGGER retention_follows_tag AFTER UPDATE OF key ON tags WHEN new.key IS NOT old.key
BEGIN
    UPDATE OR IGNORE retention_rules SET tag_key = new.key WHERE tag_key = old.key;
END;

-- Proof without the person: what was erased, and how much.
CREATE TABLE erasures (
    row_id     INTEGER PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    contact_id BLOB    NOT NULL,
    reason     TEXT    NOT NULL,
    counts     TEXT    NOT NULL,            -- JSON
    erased_at  INTEGER NOT NULL
) STRICT;

-- Ids that lead nowhere any more. Should one come back with an older backup, its person is erased again.
CREATE TABLE erased_contacts (
    contact_id BLOB    PRIMARY KEY,
    erasure_id BLOB    NOT NULL             -- erasures.id
) STRICT, WITHOUT ROWID;
