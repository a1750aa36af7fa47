//! The handle on an open vault database: one writer, several readers.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use deadpool::managed::{self, Metrics, Object, Pool, PoolConfig, PoolError, QueueMode, RecycleError};
use rusqlite::{Connection, TransactionBehavior};

use crate::open::Role;
use crate::{DbKey, StoreError, migrate, open};

/// How the store is run.
#[derive(Debug, Clone, Copy)]
pub struct StoreOptions {
    /// Connections that read at once, 1 or more.
    pub readers: usize,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self { readers: 4 }
    }
}

/// An open database. Cloning is cheap; all clones share the connections.
#[derive(Clone)]
pub struct Store {
    pub(crate) writer: Pool<Connector>,
    pub(crate) readers: Pool<Connector>,
    path: Arc<Path>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("path", &self.path).finish_non_exhaustive()
    }
}

/// What can be asked inside one snapshot; see `src/table/` for the tables.
#[derive(Debug)]
pub struct Read<'c> {
    pub(crate) conn: &'c Connection,
}

/// What can be changed inside one transaction. Everything of [`Read`] works here too and sees the changes.
#[derive(Debug)]
pub struct Write<'c> {
    read: Read<'c>,
}

impl<'c> Deref for Write<'c> {
    type Target = Read<'c>;

    fn deref(&self) -> &Read<'c> {
        &self.read
    }
}

impl Store {
    /// Makes a new database at `path` and opens it.
    ///
    /// # Errors
    /// [`StoreError::DatabaseExists`], [`StoreError::DiskFull`], [`StoreError::ReadOnly`] and the like.
    pub async fn create(path: &Path, key: DbKey, options: StoreOptions) -> Result<Self, StoreError> {
        let path = path.to_owned();
        blocking(move || Self::create_blocking(&path, key, options)).await
    }

    /// Opens the database at `path` and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::DatabaseMissing`], [`StoreError::PlaintextDatabaseRefused`],
    /// [`StoreError::DbFileDamaged`], [`StoreError::VaultFromNewerVersion`], [`StoreError::ReadOnly`], …
    pub async fn open(path: &Path, key: DbKey, options: StoreOptions) -> Result<Self, StoreError> {
        let path = path.to_owned();
        blocking(move || Self::open_blocking(&path, key, options)).await
    }

    /// [`Store::create`] for a thread without a runtime.
    ///
    /// # Errors
    /// As [`Store::create`].
    pub fn create_blocking(path: &Path, key: DbKey, options: StoreOptions) -> Result<Self, StoreError> {
        // An empty file is what a crash in the middle of this leaves behind.
        if path.metadata().is_ok_and(|file| file.len() > 0) {
            return Err(StoreError::DatabaseExists);
        }
        drop(open::create(path, &key)?);
        Self::open_blocking(path, key, options)
    }

    /// [`Store::open`] for a thread without a runtime.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_blocking(path: &Path, key: DbKey, options: StoreOptions) -> Result<Self, StoreError> {
        // An import that was cut off left it; nobody has its key.
        drop(std::fs::remove_file(open::beside(path, open::WORDS_SUFFIX)));
        let store = Self {
            writer: pool(path, &key, Role::Writer, 1)?,
            readers: pool(path, &key, Role::Reader, options.readers.max(1))?,
            path: path.into(),
        };
        migrate::migrate(&mut *wait_for(&store.writer)?)?;
        Ok(store)
    }

    /// Where the file lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `ask` on a reading connection, inside one snapshot.
    ///
    /// # Errors
    /// Whatever `ask` returns, or the database's own error.
    pub async fn read<T, E, F>(&self, ask: F) -> Result<T, E>
    where
        F: FnOnce(&Read<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let conn = self.readers.get().await.map_err(pool_error)?;
        blocking(move || snapshot(&conn, ask)).await
    }

    /// Runs `change` in one transaction: all of it is durable when this returns `Ok`, and none of it when it
    /// returns an error, panics, or the process dies.
    ///
    /// # Errors
    /// Whatever `change` returns, or the database's own error.
    pub async fn write<T, E, F>(&self, change: F) -> Result<T, E>
    where
        F: FnOnce(&Write<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let mut conn = self.writer.get().await.map_err(pool_error)?;
        blocking(move || transaction(&mut conn, change)).await
    }

    /// [`Store::read`] for a thread without a runtime; `ask` may borrow.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub fn read_blocking<T, E: From<StoreError>>(
        &self,
        ask: impl FnOnce(&Read<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let conn = wait_for(&self.readers)?;
        snapshot(&conn, ask)
    }

    /// [`Store::write`] for a thread without a runtime; `change` may borrow. There is one writer: calling this
    /// inside another write waits for ever.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_blocking<T, E: From<StoreError>>(
        &self,
        change: impl FnOnce(&Write<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = wait_for(&self.writer)?;
        transaction(&mut conn, change)
    }

    /// A reading connection, for a copy of everything.
    pub(crate) fn reader_blocking(&self) -> Result<impl Deref<Target = Connection>, StoreError> {
        wait_for(&self.readers)
    }

    /// Moves everything from the log into the database file and empties the log.
    ///
    /// # Errors
    /// The database's own error; [`StoreError::Busy`] when a long read is still going on.
    pub async fn wal_checkpoint(&self) -> Result<(), StoreError> {
        let conn = self.writer.get().await.map_err(pool_error)?;
        blocking(move || checkpoint(&conn)).await
    }

    /// Gives the page caches of idle connections back to the system.
    pub fn release_memory(&self) {
        for pool in [&self.writer, &self.readers] {
            // Connections in use are left alone; an idle one is made anew in a few milliseconds.
            pool.retain(|_, _| false);
        }
    }

    /// Finishes what runs, writes the log back, and closes every connection. Later calls give
    /// [`StoreError::Closed`].
    ///
    /// # Errors
    /// The database's own error; the connections are closed all the same.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.readers.close();
        let done = match self.writer.get().await {
            Ok(conn) => blocking(move || checkpoint(&conn)).await,
            Err(PoolError::Closed) => Ok(()),
            Err(error) => Err(pool_error(error)),
        };
        self.writer.close();
        match done {
            // A last long read: SQLite writes the log back when that connection closes.
            Err(StoreError::Busy) => Ok(()),
            other => other,
        }
    }
}

pub(crate) fn checkpoint(conn: &Connection) -> Result<(), StoreError> {
    let blocked: bool = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if blocked { Err(StoreError::Busy) } else { Ok(()) }
}

pub(crate) fn snapshot<T, E: From<StoreError>>(
    conn: &Connection,
    ask: impl FnOnce(&Read<'_>) -> Result<T, E>,
) -> Result<T, E> {
    // One snapshot for all statements of `ask`: a page and its total never contradict each other.
    let tx = conn.unchecked_transaction().map_err(StoreError::from)?;
    let answer = ask(&Read { conn: &tx })?;
    tx.finish().map_err(StoreError::from)?;
    Ok(answer)
}

fn transaction<T, E: From<StoreError>>(
    conn: &mut Connection,
    change: impl FnOnce(&Write<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
    let answer = change(&Write { read: Read { conn: &tx } })?;
    tx.commit().map_err(StoreError::from)?;
    Ok(answer)
}

pub(crate) async fn blocking<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        // The runtime is shutting down.
        Err(_) => Err(StoreError::Closed.into()),
    }
}

/// Makes connections for one of the two pools.
pub(crate) struct Connector {
    path: PathBuf,
    /// Another one after the database was rewritten under a new key.
    key: Mutex<DbKey>,
    role: Role,
}

impl Connector {
    pub(crate) fn key(&self) -> DbKey {
        self.key.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_key(&self, key: &DbKey) {
        *self.key.lock().unwrap_or_else(PoisonError::into_inner) = key.clone();
    }
}

impl managed::Manager for Connector {
    type Type = Connection;
    type Error = StoreError;

    async fn create(&self) -> Result<Connection, StoreError> {
        open::connect(&self.path, &self.key(), self.role)
    }

    async fn recycle(&self, conn: &mut Connection, _: &Metrics) -> managed::RecycleResult<StoreError> {
        // Cannot happen while transactions roll back on drop; if it does, the connection is thrown away.
        if conn.is_autocommit() { Ok(()) } else { Err(RecycleError::message("open transaction")) }
    }
}

fn pool(path: &Path, key: &DbKey, role: Role, size: usize) -> Result<Pool<Connector>, StoreError> {
    // The connection used last has the warmest cache.
    let config = PoolConfig { max_size: size, queue_mode: QueueMode::Lifo, ..PoolConfig::default() };
    let connector = Connector { path: path.to_owned(), key: Mutex::new(key.clone()), role };
    // Building fails only when timeouts are set without a runtime; none are.
    Pool::builder(connector).config(config).build().map_err(|_| StoreError::Closed)
}

fn wait_for(pool: &Pool<Connector>) -> Result<Object<Connector>, StoreError> {
    futures::executor::block_on(pool.get()).map_err(pool_error)
}

pub(crate) fn pool_error(error: PoolError<StoreError>) -> StoreError {
    match error {
        PoolError::Backend(error) => error,
        _ => StoreError::Closed,
    }
}
