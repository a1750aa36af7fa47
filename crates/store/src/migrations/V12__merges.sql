-- Two contacts that became one, and pairs that somebody said are two people.

CREATE TABLE contact_merges (
    row_id      INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL UNIQUE,
    kept_id     BLOB    NOT NULL,           -- contacts.id
    merged_id   BLOB    NOT NULL,           -- contacts.id; in the bin from then on
    kept_before TEXT    NOT NULL,           -- JSON of the details
    kept_after  TEXT    NOT NULL,           -- JSON of the details
    moved       TEXT    NOT NULL,           -- JSON: groups and consents that the kept contact was given
    merged_at   INTEGER NOT NULL,
    undone_at   INTEGER
) STRICT;
CREATE INDEX contact_merges_kept   ON contact_merges (kept_id)   WHERE undone_at IS NULL;
CREATE INDEX contact_merges_merged ON contact_merges (merged_id) WHERE undone_at IS NULL;

-- Likely pairs of the last search, so that the screen opens at once.
CREATE TABLE duplicate_pairs (
    row_id  INTEGER PRIMARY KEY,
    first   BLOB    NOT NULL,               -- contacts.id, the smaller one
    second  BLOB    NOT NULL,
    score   INTEGER NOT NULL,               -- per mille
    reasons TEXT    NOT NULL,               -- JSON array
    UNIQUE (first, second)
) STRICT;
CREATE INDEX duplicate_pairs_score ON duplicate_pairs (score);

CREATE TABLE distinct_contacts (
    first      BLOB    NOT NULL,            -- contacts.id, the smaller one
    second     BLOB    NOT NULL,
    decided_at INTEGER NOT NULL,
    PRIMARY KEY (first, second)
) STRICT, WITHOUT ROWID;
