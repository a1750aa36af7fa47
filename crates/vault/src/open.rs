//! Opening a vault: silently by this computer, or by what a person types, which then remembers this computer.

use zeroize::Zeroizing;

use sellify_domain::{Timestamp, VaultId};

use crate::computer::machine_secret;
use crate::editor::Tried;
use crate::keys::OpenedBy;
use crate::keyset::Keyset;
use crate::keystore::{Copies, CopyRefusal, OpenedCopy, Replaced, SlotSecret, keep_mirror, write};
use crate::{
    Computer, KeystoreCopy, OpenNotice, RecoveryCode, SlotKind, VaultError, VaultKeys, VaultPaths, device_key,
};

/// An opened vault.
#[derive(Debug)]
pub struct Opened {
    /// Its keys.
    pub keys: VaultKeys,
    /// What the person should know.
    pub notices: Vec<OpenNotice>,
    /// What opened it.
    pub by: OpenedBy,
    /// What of this computer opens the vault now.
    computer: Remembered,
}

/// What of this computer opens a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Remembered {
    machine: bool,
    /// Nothing when the keychain cannot be used, so that there is nothing to remember.
    keychain: Option<bool>,
}

/// What a person types.
#[derive(Debug, Clone, Copy)]
pub enum UnlockSecret<'a> {
    /// The recovery code.
    RecoveryCode(&'a RecoveryCode),
    /// The passphrase.
    Passphrase(&'a str),
}

/// The kinds of slots that the keystore says it has, without opening anything: what a lock screen may ask for.
///
/// # Errors
/// Why no copy of the keystore can be read.
pub fn ways_in(paths: &VaultPaths) -> Result<Vec<SlotKind>, VaultError> {
    let copies = Copies::find(paths)?;
    let newest = copies.newest().ok_or(VaultError::KeystoreMissing)?;
    let mut kinds: Vec<_> = newest.known_slots().filter_map(super::keystore::Slot::kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    Ok(kinds)
}

/// Opens the vault by this computer: its keychain first, then its identity. Never asks anybody anything, and changes
/// nothing but what repairs or completes the keystore.
///
/// # Errors
/// Why this computer does not open it. The recovery code still does, and the passphrase when there is one.
pub fn open(paths: &VaultPaths, computer: &Computer) -> Result<Opened, VaultError> {
    let copies = Copies::find(paths)?;
    let has = |kind| copies.slots().any(|slot| slot.kind() == Some(kind));
    let mut keychain = None;
    let mut keychain_fault = None;
    if let Some(vault) = copies.newest().filter(|_| has(SlotKind::Keychain)).map(|newest| newest.vault_id()) {
        match computer.keychain.read(VaultId::from(vault)) {
            Ok(secret) => keychain = Some(secret),
            Err(fault) => keychain_fault = Some(fault),
        }
    }
    if let Some(Some(secret)) = &keychain {
        // A slot that does not fit, or is damaged, is no reason to stop: the machine's own may be whole.
        if let Ok(opened) = copies.unlock(&SlotSecret::Keychain(secret)) {
            let machine = machine_secret(paths, computer)?
                .is_some_and(|known| opened.found.keystore.unwrap_by(&known.as_secret()).is_ok());
            let known = Remembered { machine, keychain: Some(true) };
            return settle(paths, &opened, SlotKind::Keychain, known);
        }
    }
    if has(SlotKind::Passphrase) && !has(SlotKind::Machine) && !has(SlotKind::Keychain) {
        return Err(VaultError::PassphraseRequired);
    }
    if let (Some(fault), false) = (keychain_fault, has(SlotKind::Machine)) {
        return Err(VaultError::KeychainUnavailable { backend: fault.backend });
    }
    let os_id = computer.machine.read().map_err(|reason| VaultError::HwidUnavailable { reason })?;
    let os_id = Zeroizing::new(os_id);
    let device = device_key::read(paths)?.ok_or(VaultError::DeviceKeyMissing)?;
    let secret = SlotSecret::Machine { os_id: &os_id, device: &device };
    let opened = copies.unlock(&secret).map_err(|refusal| match refusal {
        CopyRefusal::WrongSecret => VaultError::HwidChanged,
        other => other.into(),
    })?;
    // Worth adding the keychain only where it answered, or was never asked.
    let keychain = keychain_fault.is_none().then_some(false);
    settle(paths, &opened, SlotKind::Machine, Remembered { machine: true, keychain })
}

/// Opens the vault by what a person typed, and remembers this computer so that nothing need be typed next time; unless
/// this vault asks for its passphrase every time.
///
/// # Errors
/// [`VaultError::RecoveryCodeWrongVault`] or [`VaultError::SlotWrongSecret`] when it is not this vault's.
pub fn open_with(
    paths: &VaultPaths,
    computer: &Computer,
    secret: UnlockSecret<'_>,
    now: Timestamp,
) -> Result<Opened, VaultError> {
    let copies = Copies::find(paths)?;
    let tried = Tried::of(&secret)?;
    let slot_secret = tried.secret();
    let opened = copies.unlock(&slot_secret).map_err(|refusal| match (refusal, secret) {
        (CopyRefusal::WrongSecret, UnlockSecret::RecoveryCode(_)) => VaultError::RecoveryCodeWrongVault,
        (other, _) => other.into(),
    })?;
    let machine = machine_secret(paths, computer)?
        .is_some_and(|known| opened.found.keystore.unwrap_by(&known.as_secret()).is_ok());
    let known = Remembered { machine, keychain: Some(false) };
    let mut opened = settle(paths, &opened, slot_secret.kind(), known)?;
    if let UnlockSecret::RecoveryCode(code) = secret
        && opened.keys.backup_recipient() != Some(code.backup_recipient().as_str())
        && let Ok(keys) = opened.keys.edit(paths).note_recipient(code)
    {
        opened.keys = keys;
    }
    Ok(remember(opened, paths, computer, now))
}

/// Makes this computer open the vault silently from now on, where it does not yet. Its identity may have changed: then
/// the person is told, and nothing else happens. A vault that asks for its passphrase every time is left as it is.
#[must_use]
pub fn remember(mut opened: Opened, paths: &VaultPaths, computer: &Computer, now: Timestamp) -> Opened {
    let Remembered { machine, keychain } = opened.computer;
    if opened.keys.passphrase_required() || (machine && keychain != Some(false)) {
        return opened;
    }
    let typed = opened.by.kind.is_portable();
    let before = opened.keys.generation();
    match opened.keys.edit(paths).remember_computer(computer, now) {
        Ok(keys) => {
            let changed = keys.generation() != before;
            opened.keys = keys;
            if changed && !machine {
                opened.notices.push(OpenNotice::MachineSlotRewrapped);
            }
        }
        // The vault is open; that this computer will ask again is worth a notice, not a refusal.
        Err(error) if typed && !machine => {
            let reason = if let VaultError::HwidUnavailable { reason } = error { Some(reason) } else { None };
            opened.notices.push(OpenNotice::MachineSlotUnavailable { reason });
        }
        // It opened silently and will again.
        Err(_) => {}
    }
    opened
}

/// Opens the keyset, repairs `keystore.sks` when that can lose nothing, brings the mirror up to date, and completes a
/// keyset of the first version.
fn settle(
    paths: &VaultPaths,
    opened: &OpenedCopy<'_>,
    kind: SlotKind,
    computer: Remembered,
) -> Result<Opened, VaultError> {
    let found = opened.found;
    let keyset = Keyset::parse(&found.keystore.open_keyset(&opened.master)?)?;
    let mut notices = Vec::new();
    let mut current_is_good = found.copy == KeystoreCopy::Current;
    if !current_is_good {
        let repaired =
            opened.may_repair && write(paths, &found.bytes, &opened.master, Replaced::Aside).is_ok();
        current_is_good = repaired;
        notices.push(OpenNotice::KeystoreFallbackUsed { copy: found.copy, repaired });
    }
    if current_is_good {
        keep_mirror(paths, &found.bytes);
    }
    let unsigned = keyset.signing.is_empty();
    let (vault_id, generation) = (found.keystore.vault_id(), found.keystore.generation());
    let mut keys = VaultKeys::of(vault_id, generation, &opened.master, keyset)?;
    keys.session().note(opened.slot);
    if unsigned && let Ok(signing) = keys.edit(paths).begin_signing_epoch() {
        keys = signing;
    }
    Ok(Opened { keys, notices, by: OpenedBy { kind, slot: opened.slot }, computer })
}

impl Opened {
    /// A vault that was just made on this computer.
    pub(crate) fn new(keys: VaultKeys, by: OpenedBy) -> Self {
        Self { keys, notices: Vec::new(), by, computer: Remembered { machine: true, keychain: None } }
    }
}

impl From<CopyRefusal> for VaultError {
    fn from(refusal: CopyRefusal) -> Self {
        match refusal {
            CopyRefusal::WrongSecret => Self::SlotWrongSecret,
            CopyRefusal::SlotCorrupt(id) => Self::SlotCorrupt { id },
            CopyRefusal::Tampered => Self::KeystoreTampered,
            CopyRefusal::NoMemory => Self::MemoryShort,
        }
    }
}
