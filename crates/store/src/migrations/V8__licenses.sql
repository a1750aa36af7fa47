-- The licence: the blocks as they came, what was asked and released, what the vendor took back, and the time.
-- An older binary refuses this file by its version number; nothing in it is changed.

CREATE TABLE licenses (
    row_id       INTEGER PRIMARY KEY,
    lid          BLOB    NOT NULL CHECK (length(lid) = 16),
    rev          INTEGER NOT NULL CHECK (rev >= 0),
    text         TEXT    NOT NULL,          -- the block as received: its signature covers these very bytes
    installed_at INTEGER NOT NULL,
    ended_at     INTEGER,
    ended_by     TEXT CHECK (ended_by IN ('replaced', 'released')),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT;

-- At most one is in force.
CREATE UNIQUE INDEX licenses_in_force ON licenses ((1)) WHERE ended_at IS NULL;

CREATE TABLE license_requests (
    row_id  INTEGER PRIMARY KEY,
    nonce   BLOB    NOT NULL UNIQUE CHECK (length(nonce) = 16),
    made_at INTEGER NOT NULL
) STRICT;

-- Released on this computer: no revision up to `rev` comes back.
CREATE TABLE license_tombstones (
    lid         BLOB    PRIMARY KEY CHECK (length(lid) = 16),
    rev         INTEGER NOT NULL,
    released_at INTEGER NOT NULL,
    text        TEXT    NOT NULL            -- the block for the vendor, so that it can be had again
) STRICT, WITHOUT ROWID;

-- The vendor's lists: which licences were withdrawn, which keys are trusted.
CREATE TABLE license_lists (
    kind        TEXT    PRIMARY KEY CHECK (kind IN ('crl', 'keylist')),
    seq         INTEGER NOT NULL,
    text        TEXT    NOT NULL,           -- the list as received
    received_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER license_lists_rise BEFORE UPDATE ON license_lists
WHEN new.seq < old.seq
BEGIN
    SELECT RAISE(ABORT, 'a list of the vendor is never replaced by an older one');
END;

CREATE TABLE license_clock (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    trial_started INTEGER NOT NULL,
    anchor        TEXT    NOT NULL,         -- JSON
    known_state   TEXT    NOT NULL,         -- the state that was last written to the audit log
    updated_at    INTEGER NOT NULL
) STRICT;

CREATE TRIGGER license_clock_trial BEFORE UPDATE ON license_clock
WHEN new.trial_started IS NOT old.trial_started
BEGIN
    SELECT RAISE(ABORT, 'the trial begins once');
END;
