-- Checkpoints of the audit log, and the keys of their MACs.
-- An older program refuses the file afterwards; nothing that was there is changed.
--
-- The log itself gets no index: every change of the product writes an entry, and a commit rewrites every page it
-- touches. People's questions walk the log from its end.

-- A payload may be erased, or sealed again under another key (which keeps its length). Nothing else of a row changes,
-- and what was erased never comes back.
DROP TRIGGER audit_entries_keep;
CREATE TRIGGER audit_entries_keep BEFORE UPDATE ON audit_entries
WHEN (new.payload_ct IS NOT NULL AND (
        old.payload_ct IS NULL
        OR length(new.payload_ct) <> length(old.payload_ct)
        OR substr(new.payload_ct, 1, 3) <> x'530101'))
    OR (new.seq, new.id, new.ts_ms, new.actor, new.action, new.object, new.commitment, new.prev, new.hash)
    IS NOT (old.seq, old.id, old.ts_ms, old.actor, old.action, old.object, old.commitment, old.prev, old.hash)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

-- One epoch per recovery code: its first key is the code's, and every checkpoint replaces the key by the next one.
CREATE TABLE audit_epochs (
    epoch      INTEGER PRIMARY KEY,         -- dense, from 1
    id         BLOB    NOT NULL,            -- binds the sealed key to its row
    started_ms INTEGER NOT NULL,
    code_check BLOB    NOT NULL CHECK (length(code_check) = 32),  -- tells which code an epoch belongs to
    evolved    INTEGER NOT NULL,            -- checkpoints made in this epoch
    key_ct     BLOB                         -- the present key, sealed; absent once the epoch has ended
) STRICT;

CREATE TABLE audit_checkpoints (
    number     INTEGER PRIMARY KEY,         -- dense, from 1
    seq        INTEGER NOT NULL,            -- the entry it stands on
    hash       BLOB    NOT NULL CHECK (length(hash) = 32),
    ts_ms      INTEGER NOT NULL,
    reason     TEXT    NOT NULL,
    epoch      INTEGER NOT NULL,            -- 0: no recovery code was known yet, so there is no MAC
    key_index  INTEGER NOT NULL,
    mac        BLOB             CHECK (mac IS NULL OR length(mac) = 32),
    public_key BLOB    NOT NULL CHECK (length(public_key) = 32),
    signature  BLOB    NOT NULL CHECK (length(signature) = 64)
) STRICT;

CREATE TRIGGER audit_checkpoints_stay BEFORE DELETE ON audit_checkpoints
BEGIN
    SELECT RAISE(ABORT, 'checkpoints are append-only');
END;

CREATE TRIGGER audit_checkpoints_keep BEFORE UPDATE ON audit_checkpoints
BEGIN
    SELECT RAISE(ABORT, 'checkpoints are append-only');
END;

CREATE TRIGGER audit_checkpoints_dense BEFORE INSERT ON audit_checkpoints
WHEN new.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM audit_checkpoints)
    OR new.seq < (SELECT coalesce(max(seq), 0) FROM audit_checkpoints)
BEGIN
    SELECT RAISE(ABORT, 'checkpoints have no gaps');
END;
