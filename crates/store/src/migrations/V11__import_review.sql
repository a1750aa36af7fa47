-- How an import was read, and how files of the same shape are read the next time.

ALTER TABLE imports ADD COLUMN plan TEXT;                       -- JSON: what a person confirmed
ALTER TABLE imports ADD COLUMN suppressed INTEGER NOT NULL DEFAULT 0;   -- of the rows kept, those on the suppression list

-- One row for each list of column names that was ever imported.
CREATE TABLE import_shapes (
    shape   BLOB    PRIMARY KEY,            -- SHA-256 of the folded column names
    choices TEXT    NOT NULL,               -- JSON: mapping, choices by column, country, policy
    used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
