-- Imports: one row per file, the rows it refused, and what it changed.

CREATE TABLE imports (
    row_id      INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL UNIQUE,
    file_name   TEXT    NOT NULL,
    file_sha256 TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    rows        INTEGER NOT NULL,
    created     INTEGER NOT NULL,
    updated     INTEGER NOT NULL,
    unchanged   INTEGER NOT NULL,
    duplicates  INTEGER NOT NULL,
    rejected    INTEGER NOT NULL,
    tags        TEXT    NOT NULL,           -- JSON array
    headers     TEXT,                       -- JSON array: names of the file's columns, for its refused rows
    started_at  INTEGER NOT NULL,
    finished_at INTEGER,
    error_code  TEXT
) STRICT;
CREATE INDEX imports_file ON imports (file_sha256);

CREATE TABLE import_rejects (
    import_row INTEGER NOT NULL REFERENCES imports (row_id),
    line       INTEGER NOT NULL,
    reason     TEXT    NOT NULL,
    value      TEXT    NOT NULL,
    cells      TEXT    NOT NULL,            -- JSON array of all cells
    PRIMARY KEY (import_row, line)
) STRICT, WITHOUT ROWID;

-- What an updated contact said before, for taking an import back.
CREATE TABLE import_changes (
    import_row INTEGER NOT NULL REFERENCES imports (row_id),
    contact_id BLOB    NOT NULL,
    before     TEXT    NOT NULL,            -- JSON of the details
    PRIMARY KEY (import_row, contact_id)
) STRICT, WITHOUT ROWID;
