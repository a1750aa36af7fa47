//! A new key for the whole database: a copy under the new key, checked on a connection of its own, put in the old one's
//! place by two renames. What SQLCipher says of its own `rekey` is not asked for, because it cannot be believed.
//!
//! ```text
//! let held = store.hold_writes().await?;                    everybody reads on, nobody writes
//! held.copy_under(&new_path, &new_key, &stop).await?;       source and copy compared table by table
//! verify_file(&new_path, &new_key, sentinel)?;              the only word that counts
//! held.put_in_place(files, new_key).await?;                 readers wait for two renames
//! ```

mod copy;
mod digest;
mod error;
mod files;
mod held;
mod verify;

pub use copy::CopyStop;
pub use digest::TableDigest;
pub use error::RotateError;
pub use files::{Swap, free_space, put_in_place};
pub use held::WritesHeld;
pub use verify::verify_file;
