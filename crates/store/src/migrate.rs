//! Brings the schema up to date. Migrations only add; one that shipped is never edited.

use refinery::Target;
use rusqlite::Connection;

use crate::StoreError;

mod embedded {
    refinery::embed_migrations!("src/migrations");
}

/// Version of the newest migration; also the file's `user_version`.
pub const SCHEMA_VERSION: u32 = 14;

/// Refuses a newer file, then applies what is missing.
pub(crate) fn migrate(conn: &mut Connection) -> Result<(), StoreError> {
    let found: u32 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > SCHEMA_VERSION {
        return Err(StoreError::VaultFromNewerVersion { found, known: SCHEMA_VERSION });
    }
    // The usual start: nothing to compare, nothing to parse.
    if found == SCHEMA_VERSION {
        return Ok(());
    }
    // Grouped: one transaction for everything. Otherwise refinery commits a migration and the note that it ran
    // separately, and a kill between the two leaves a file that no start can bring up to date.
    embedded::migrations::runner()
        .set_target(Target::Latest)
        .set_grouped(true)
        .run(conn)
        .map_err(|error| StoreError::Migration(Box::new(error)))?;
    conn.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_version_is_the_number_of_the_newest_migration() {
        let newest = embedded::migrations::runner().get_migrations().iter().map(|m| m.version()).max();
        assert_eq!(newest.map(|version| version.to_string()), Some(SCHEMA_VERSION.to_string()));
    }
}
