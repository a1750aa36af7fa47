-- How a firm puts its contacts in order: fixed groups, segments by rule, fields of its own, views, bulk edits.

CREATE TABLE contact_groups (
    row_id     INTEGER PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    name_key   TEXT    NOT NULL UNIQUE,     -- folded
    contacts   INTEGER NOT NULL DEFAULT 0,  -- outside the bin
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE contact_group_members (
    group_row   INTEGER NOT NULL,
    contact_row INTEGER NOT NULL,
    PRIMARY KEY (group_row, contact_row)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_group_members_contact ON contact_group_members (contact_row);

-- Whoever moves a contact into the bin, out of it, or out of the vault: the counts stay right.
CREATE TRIGGER contact_groups_bin AFTER UPDATE OF deleted_at ON contacts
WHEN (old.deleted_at IS NULL) <> (new.deleted_at IS NULL)
BEGIN
    UPDATE contact_groups SET contacts = contacts + CASE WHEN new.deleted_at IS NULL THEN 1 ELSE -1 END
    WHERE row_id IN (SELECT group_row FROM contact_group_members WHERE contact_row = new.row_id);
END;

CREATE TRIGGER contact_groups_leave BEFORE DELETE ON contacts
BEGIN
    UPDATE contact_groups SET contacts = contacts - 1
    WHERE old.deleted_at IS NULL
        AND row_id IN (SELECT group_row FROM contact_group_members WHERE contact_row = old.row_id);
    DELETE FROM contact_group_members WHERE contact_row = old.row_id;
END;

CREATE TABLE segments (
    row_id     INTEGER PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    name_key   TEXT    NOT NULL UNIQUE,     -- folded
    rule       TEXT    NOT NULL,            -- JSON
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- A firm's own field has a name for people and a kind.
ALTER TABLE contact_fields ADD COLUMN label   TEXT;                             -- absent: the key
ALTER TABLE contact_fields ADD COLUMN kind    TEXT NOT NULL DEFAULT 'text';
ALTER TABLE contact_fields ADD COLUMN options TEXT;                             -- JSON array, for a choice

CREATE TABLE contact_views (
    row_id     INTEGER PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    name_key   TEXT    NOT NULL UNIQUE,     -- folded
    view       TEXT    NOT NULL,            -- JSON: filter, order, columns
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE bulk_edits (
    row_id    INTEGER PRIMARY KEY,
    id        BLOB    NOT NULL UNIQUE,
    action    TEXT    NOT NULL,             -- JSON
    changed   INTEGER NOT NULL,
    edited_at INTEGER NOT NULL,
    undone_at INTEGER
) STRICT;

CREATE TABLE bulk_edit_changes (
    bulk_edit_row INTEGER NOT NULL REFERENCES bulk_edits (row_id),
    contact_id    BLOB    NOT NULL,
    before        TEXT    NOT NULL,         -- JSON of the details; of a group or the bin, nothing but the fact
    after         TEXT    NOT NULL,
    PRIMARY KEY (bulk_edit_row, contact_id)
) STRICT, WITHOUT ROWID;
