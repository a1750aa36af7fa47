-- Changes of keys: what was done when, and how far the sealed columns have come.
-- An older program refuses the file afterwards; nothing that was there is changed.

CREATE TABLE rotations (
    row_id      INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL UNIQUE,
    kind        TEXT    NOT NULL,           -- database, columns or master
    started_at  INTEGER NOT NULL,
    finished_at INTEGER,
    outcome     TEXT                        -- done, stopped, rolled_back or the code of an error; absent while it goes on
) STRICT;

-- One row per sealed column and rotation: everything up to `last_row` is under `to_kid` or could not be opened.
CREATE TABLE rotation_jobs (
    rotation_row INTEGER NOT NULL REFERENCES rotations (row_id),
    column_name  TEXT    NOT NULL,          -- table.column
    to_kid       INTEGER NOT NULL,
    last_row     INTEGER NOT NULL DEFAULT 0,
    resealed     INTEGER NOT NULL DEFAULT 0,
    locked       INTEGER NOT NULL DEFAULT 0, -- values that do not open; left as they are
    total        INTEGER NOT NULL,
    done         INTEGER NOT NULL DEFAULT 0, -- 1: the end of the table was reached
    PRIMARY KEY (rotation_row, column_name)
) STRICT, WITHOUT ROWID;
