//! The encrypted database: pool, migrations, one file per table. The only crate that names rusqlite.
