-- What an updated contact said right after the import: with it, taking the import back leaves later edits alone.
-- Absent for imports made before this column was there; their changes stay.
ALTER TABLE import_changes ADD COLUMN after TEXT;   -- JSON of the details
