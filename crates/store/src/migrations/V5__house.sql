-- The audit log, the settings, and the keys of programs.

CREATE TABLE audit_entries (
    seq        INTEGER PRIMARY KEY,         -- dense, from 1
    id         BLOB    NOT NULL,
    ts_ms      INTEGER NOT NULL,
    actor      TEXT    NOT NULL,
    action     TEXT    NOT NULL,
    object     TEXT    NOT NULL,
    payload_ct BLOB,                        -- absent after a lawful erasure; the chain covers `commitment`
    commitment BLOB    NOT NULL CHECK (length(commitment) = 32),
    prev       BLOB    NOT NULL CHECK (length(prev) = 32),
    hash       BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_entries_keep BEFORE UPDATE ON audit_entries
WHEN new.payload_ct IS NOT NULL
    OR (new.seq, new.id, new.ts_ms, new.actor, new.action, new.object, new.commitment, new.prev, new.hash)
    IS NOT (old.seq, old.id, old.ts_ms, old.actor, old.action, old.object, old.commitment, old.prev, old.hash)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_entries_dense BEFORE INSERT ON audit_entries
WHEN new.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit_entries)
BEGIN
    SELECT RAISE(ABORT, 'the audit log has no gaps');
END;

CREATE TABLE settings (
    key        TEXT PRIMARY KEY,
    value      TEXT NOT NULL,               -- JSON
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
    row_id       INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE,
    name         TEXT    NOT NULL,
    key_sha256   BLOB    NOT NULL UNIQUE,   -- the key itself is shown once and never kept
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at   INTEGER
) STRICT;
