-- Two contacts that became one, and pairs that somebody said are two people.

-- One row for each contact that was merged; those merged at once share an id. The first of them holds the change of
-- the kept contact, the others hold the same state twice.
CREATE TABLE contact_merges (
    row_id      INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL,
    kept_id     BLOB    NOT NULL,           -- contacts.id
    merged_id   BLOB    NOT NULL,           -- contacts.id; in the bin from then on
    kept_before TEXT    NOT NULL,           -- JSON of the details
    kept_after  TEXT    NOT NULL,           -- JSON of the details
    moved       TEXT    NOT NULL,           -- JSON: groups and consents that the kept contact was given
    merged_at   INTEGER NOT NULL,
    undone_at   INTEGER,
    UNIQUE (id, merged_id)
) STRICT;
CREATE INDEX contact_merges_kept   ON contact_merges (kept_id);
CREATE INDEX contact_merges_merged ON contact_merges (merged_id);

-- Likely pairs of the last search, so that the screen opens at once. Written best first: row_id is their order.
CREATE TABLE duplicate_pairs (
    row_id  INTEGER PRIMARY KEY,
    first   BLOB    NOT NULL,               -- contacts.id, the smaller one
    second  BLOB    NOT NULL,
    score   INTEGER NOT NULL,               -- per mille
    reasons TEXT    NOT NULL,               -- JSON array
    UNIQUE (first, second)
) STRICT;

-- One row at most: the last search.
CREATE TABLE duplicate_searches (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    searched_at INTEGER NOT NULL,
    contacts    INTEGER NOT NULL,           -- looked at
    found       INTEGER NOT NULL            -- pairs, also those beyond the ones kept
) STRICT;

CREATE TABLE distinct_contacts (
    first      BLOB    NOT NULL,            -- contacts.id, the smaller one
    second     BLOB    NOT NULL,
    decided_at INTEGER NOT NULL,
    PRIMARY KEY (first, second)
) STRICT, WITHOUT ROWID;
