//! Portable backups (`.sellifybak`): a standard age file that holds a tar of fixed names, proven before it counts.
//!
//! ```text
//! create(&CreateOrder, progress)      snapshot → age(tar) as `.part` → read back and verified → renamed
//! inspect(input, identity, name)      what a file holds, from its first entry
//! unpack(input, &UnpackOrder)         everything checked: hashes, both integrity checks, counts
//! finish_swap(dir, local_dir)         the restored vault takes its place; goes on after a kill
//! superseded(…), is_due(…)            what may be pruned, and when the next backup is due
//! ```
//!
//! Nothing here opens a vault or asks a person: `sellify-app` does.

mod archive;
mod container;
mod create;
mod error;
mod files;
mod folder;
mod manifest;
mod name;
mod prove;
mod schedule;
mod swap;
mod unpack;

pub use create::{CreateOrder, Made, create};
pub use error::BackupError;
pub use folder::{FoundFile, list_folder};
pub use manifest::{AuditMark, FORMAT, Manifest, ManifestEntry};
pub use name::BackupName;
pub use prove::{open_sealed_cells, sha256_of_file};
pub use schedule::{DAY_MS, due_at, is_due, superseded};
pub use swap::{Swap, WORK_FOLDER, finish_swap};
pub use unpack::{UnpackOrder, Unpacked, inspect, unpack};
