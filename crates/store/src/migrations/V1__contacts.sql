-- Contacts, their tags, and the full-text index. Older programs: there are none.
--
-- Ids people and other tables see are UUIDv7 blobs; inside, rows are joined by their integer number, which is
-- a quarter of the size and always rises, so that "oldest first" needs no index of its own.

CREATE TABLE contacts (
    row_id      INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL,
    civility    TEXT    NOT NULL,
    first_name  TEXT    NOT NULL,
    last_name   TEXT    NOT NULL,
    email       TEXT,
    email_typed TEXT,                       -- only where it differs from `email`
    phone       TEXT,
    phone_typed TEXT,                       -- only where `phone` does not say it all
    company     TEXT    NOT NULL,
    street      TEXT    NOT NULL,
    postcode    TEXT    NOT NULL,
    city        TEXT    NOT NULL,
    country     TEXT    NOT NULL,
    birthdate   TEXT    NOT NULL,
    reference   TEXT    NOT NULL,
    notes       TEXT    NOT NULL,
    custom      TEXT,                       -- JSON object, absent when empty
    tags        TEXT,                       -- tags.row_id, comma-separated, in the order people gave them
    name_key    TEXT    NOT NULL,           -- folded family name and given name, or firm: the order of lists
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    import_row  INTEGER,                    -- imports.row_id; no foreign key: checked a million times for nothing
    deleted_at  INTEGER
) STRICT;

-- A contact in the bin does not hold its address: the same person can be entered again.
CREATE UNIQUE INDEX contacts_id       ON contacts (id);
CREATE UNIQUE INDEX contacts_email    ON contacts (email)      WHERE email IS NOT NULL AND deleted_at IS NULL;
CREATE UNIQUE INDEX contacts_phone    ON contacts (phone)      WHERE phone IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX contacts_name            ON contacts (name_key)   WHERE deleted_at IS NULL;
CREATE INDEX contacts_updated         ON contacts (updated_at) WHERE deleted_at IS NULL;
CREATE INDEX contacts_without_email   ON contacts (name_key)   WHERE email IS NULL AND deleted_at IS NULL;
CREATE INDEX contacts_deleted         ON contacts (deleted_at) WHERE deleted_at IS NOT NULL;

-- One row: how many contacts there are outside the bin, so that no list has to count them.
CREATE TABLE contact_total (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    contacts INTEGER NOT NULL
) STRICT;
INSERT INTO contact_total VALUES (1, 0);

-- Fields that only this firm has, for the editor's list of variables.
CREATE TABLE contact_fields (
    key TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE tags (
    row_id   INTEGER PRIMARY KEY,
    key      TEXT    NOT NULL UNIQUE,       -- folded: "Clé" and "CLE" are one tag
    name     TEXT    NOT NULL,              -- as it was first written
    contacts INTEGER NOT NULL DEFAULT 0     -- outside the bin
) STRICT;

-- Who carries a tag. What a contact carries stands in contacts.tags: reading a list needs no look-ups, and the
-- million links of a large address book are kept in one order instead of two.
CREATE TABLE contact_tags (
    tag_row     INTEGER NOT NULL,
    contact_row INTEGER NOT NULL,
    PRIMARY KEY (tag_row, contact_row)
) STRICT, WITHOUT ROWID;

-- Fed with folded words (crate::fold), which are cut at blanks only. No copy of the text, no positions, no
-- sizes: nothing here ranks by frequency. Removing a row takes its old words, which fold() makes again. Words of one to
-- three letters have indexes of their own: without one, FTS5 first collects every hit of every longer word.
CREATE VIRTUAL TABLE contacts_fts USING fts5 (
    words, content = '', columnsize = 0, detail = none, prefix = '1 2 3', tokenize = 'ascii'
);
-- Leaves of the index fill a page of 16 KiB (docs/decisions/0002-cipher-settings.md).
INSERT INTO contacts_fts (contacts_fts, rank) VALUES ('pgsz', 16000);
