//! Changing the keystore of an open vault. Every change is one new generation, written so that no crash loses it.

mod data_keys;
mod ways_in;

pub(crate) use ways_in::Tried;

use parking_lot::Mutex;
use zeroize::Zeroizing;

use crate::crypto::Key;
use crate::keyset::Keyset;
use crate::keystore::{Copies, Keystore, KeystoreDraft, Replaced, write};
use crate::{KeystoreCopy, VaultError, VaultKeys, VaultPaths};

/// One change of a keystore at a time in this process; the vault's lock keeps other processes away.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Changes the keystore of an open vault. What it reads is what lies on the disk now, so an editor made from older keys
/// does not undo later changes.
#[derive(Debug)]
pub struct KeystoreEditor<'a> {
    paths: &'a VaultPaths,
    keys: VaultKeys,
}

/// What becomes of the keystore before the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// It becomes `.prev`.
    Kept,
    /// A secret was taken out: no copy may keep its slot.
    Overwritten,
}

/// The keystore that a change starts from.
struct Present {
    keystore: Keystore,
    keyset: Keyset,
    replaced: Replaced,
}

/// A change on its way to the disk.
struct Change {
    draft: KeystoreDraft,
    keyset: Keyset,
    /// The new master key, when it changes too.
    master: Option<Key>,
    before: Before,
}

impl<'a> KeystoreEditor<'a> {
    pub(crate) fn new(paths: &'a VaultPaths, keys: VaultKeys) -> Self {
        Self { paths, keys }
    }

    /// The newest copy that was written under our master key.
    fn present(&self) -> Result<Present, VaultError> {
        let copies = Copies::find(self.paths)?;
        let found = copies.genuine(self.keys.master()).ok_or(VaultError::KeystoreTampered)?;
        let keyset = Keyset::parse(&found.keystore.open_keyset(self.keys.master())?)?;
        let good = found.copy == KeystoreCopy::Current;
        let replaced = if good { Replaced::Previous } else { Replaced::Aside };
        Ok(Present { keystore: found.keystore.clone(), keyset, replaced })
    }

    /// Reads, changes, writes, and gives the keys from after the change.
    fn change<T>(
        &self,
        work: impl FnOnce(&Keystore, &mut Change) -> Result<T, VaultError>,
    ) -> Result<(VaultKeys, T), VaultError> {
        let _one_at_a_time = ONE_AT_A_TIME.lock();
        let Present { keystore, keyset, replaced } = self.present()?;
        let draft = keystore.next_draft();
        let mut change = Change { draft, keyset, master: None, before: Before::Kept };
        let value = work(&keystore, &mut change)?;
        let master = change.master.unwrap_or_else(|| self.keys.master().clone());
        let generation = change.draft.generation();
        let plain: Zeroizing<Vec<u8>> = change.keyset.to_bytes()?;
        let bytes = change.draft.finish(&master, &plain)?;
        // What was written must be readable before it replaces anything.
        Keystore::parse(&bytes)?;
        write(self.paths, &bytes, &master, replaced)?;
        if change.before == Before::Overwritten {
            write(self.paths, &bytes, &master, Replaced::Previous)?;
        }
        Ok((self.keys.changed(generation, &master, change.keyset)?, value))
    }

    /// The same for a change that answers nothing else.
    fn change_only(
        &self,
        work: impl FnOnce(&Keystore, &mut Change) -> Result<(), VaultError>,
    ) -> Result<VaultKeys, VaultError> {
        self.change(work).map(|(keys, ())| keys)
    }
}
