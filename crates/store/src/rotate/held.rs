//! The database while nobody may write: the time in which it is copied, and its file changed under the readers' feet.

use std::path::{Path, PathBuf};

use deadpool::managed::Object;
use rusqlite::Connection;

use super::{CopyStop, RotateError, Swap, TableDigest, copy, files, verify};
use crate::store::{Connector, blocking, checkpoint, pool_error};
use crate::{DbKey, Store, StoreError};

/// As long as this is held, changes wait and reading goes on.
pub struct WritesHeld {
    store: Store,
    writer: Object<Connector>,
}

impl std::fmt::Debug for WritesHeld {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("WritesHeld").field(&self.store).finish()
    }
}

impl Store {
    /// Waits for the change under way and keeps every later one waiting.
    ///
    /// # Errors
    /// [`StoreError::Closed`], or why the file does not open.
    pub async fn hold_writes(&self) -> Result<WritesHeld, StoreError> {
        let writer = self.writer.get().await.map_err(pool_error)?;
        Ok(WritesHeld { store: self.clone(), writer })
    }

    /// Checks every page and the structure of the file, and tells what stands in each table. Changes wait meanwhile.
    ///
    /// # Errors
    /// [`RotateError::VerifyFailed`] names what is wrong.
    pub async fn examine(&self) -> Result<Vec<TableDigest>, RotateError> {
        let held = self.hold_writes().await?;
        let readers = self.all_readers().await?;
        blocking(move || {
            // A reader in the middle of something would keep the log from being written back.
            let found = verify::examine(&held.writer);
            drop(readers);
            found
        })
        .await
    }

    /// Every reading connection, once its present reader has finished.
    async fn all_readers(&self) -> Result<Vec<Object<Connector>>, StoreError> {
        let pool = &self.readers;
        let mut readers = Vec::new();
        for _ in 0..pool.status().max_size {
            readers.push(pool.get().await.map_err(pool_error)?);
        }
        Ok(readers)
    }

    /// Writes the log back and the whole file anew, so that no trace of what was replaced remains in it.
    ///
    /// # Errors
    /// The database's own error; [`StoreError::DiskFull`] leaves everything as it was.
    pub async fn vacuum(&self) -> Result<(), StoreError> {
        let held = self.hold_writes().await?;
        let readers = self.all_readers().await?;
        blocking(move || {
            checkpoint(&held.writer)?;
            held.writer.execute_batch("VACUUM")?;
            let written = checkpoint(&held.writer);
            drop(readers);
            written
        })
        .await
    }
}

impl WritesHeld {
    /// Copies the database to a new file under another key, and compares every table.
    ///
    /// # Errors
    /// [`RotateError::Stopped`], [`RotateError::VerifyFailed`], [`StoreError::DiskFull`], … What there is of the new file
    /// remains; the database is as it was.
    pub fn copy_under(
        &self,
        to: &Path,
        new: &DbKey,
        stop: &CopyStop,
    ) -> impl Future<Output = Result<Vec<TableDigest>, RotateError>> + Send + use<> {
        let from: PathBuf = self.store.path().to_owned();
        let old = self.store.writer.manager().key();
        let (to, new, stop) = (to.to_owned(), new.clone(), stop.clone());
        blocking(move || copy::copy_under(&from, &old, &to, &new, &stop))
    }

    /// Closes every connection, puts the new file in place, and lets everybody go on with it under its key.
    ///
    /// # Errors
    /// [`RotateError::Files`] or [`RotateError::VerifyFailed`]; everybody then goes on with the old file.
    pub async fn put_in_place(mut self, swap: Swap, key: DbKey) -> Result<(), RotateError> {
        let all = self.store.clone();
        let mut readers = all.all_readers().await?;
        let (store, swapped) = blocking(move || {
            // The writer last: SQLite takes its log away with the last connection.
            let swapped = readers
                .iter_mut()
                .try_for_each(|reader| close(reader))
                .and_then(|()| checkpoint(&self.writer))
                .and_then(|()| close(&mut self.writer))
                .map_err(RotateError::from)
                .and_then(|()| files::put_in_place(&swap));
            if swapped.is_ok() {
                self.store.writer.manager().set_key(&key);
                self.store.readers.manager().set_key(&key);
            }
            // What the pools hold now are empty connections: they are thrown away, and made anew when asked for.
            readers.into_iter().for_each(|reader| drop(Object::take(reader)));
            drop(Object::take(self.writer));
            Ok::<_, RotateError>((self.store, swapped))
        })
        .await?;
        swapped?;
        // The first to ask finds out whether it opens; better us than a person.
        store.read(|_| Ok::<_, RotateError>(())).await
    }
}

/// Leaves an empty connection in its place, so that the pool stays full and nobody opens the file meanwhile.
fn close(conn: &mut Connection) -> Result<(), StoreError> {
    let closed = std::mem::replace(conn, Connection::open_in_memory()?);
    closed.close().map_err(|(_, error)| error.into())
}
