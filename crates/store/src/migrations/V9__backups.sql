-- What the vault knows of its backups. An older program may still open the file: it never looks here.

CREATE TABLE backups (
    row_id          INTEGER PRIMARY KEY,
    name            TEXT    NOT NULL,           -- of the file
    folder          TEXT    NOT NULL,           -- where it was written
    made_at         INTEGER NOT NULL,
    bytes           INTEGER NOT NULL,
    sha256          TEXT    NOT NULL CHECK (length(sha256) = 64),
    recovery_key_id TEXT    NOT NULL,           -- the mark of the code that opens it
    verified_at     INTEGER NOT NULL,
    counts          TEXT    NOT NULL,           -- JSON, rows per table
    automatic       INTEGER NOT NULL,
    removed_at      INTEGER,                    -- pruned; the row stays
    UNIQUE (folder, name)
) STRICT;
