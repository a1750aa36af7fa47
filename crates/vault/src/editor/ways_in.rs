//! The slots: listed, added, replaced, taken out; and a new master key.

use uuid::Uuid;

use sellify_domain::Timestamp;

use super::{Before, Change};
use crate::computer::KnownComputer;
use crate::consts::KEY_LEN;
use crate::crypto::{Key, random};
use crate::keystore::{Keystore, Slot, SlotRefusal, SlotSecret};
use crate::{
    Computer, KeystoreEditor, Passphrase, RecoveryCode, SlotInfo, SlotKind, UnlockSecret, VaultError,
    VaultKeys,
};

impl KeystoreEditor<'_> {
    /// Every way into the vault.
    ///
    /// # Errors
    /// Why the keystore cannot be read.
    pub fn slots(&self, computer: &Computer) -> Result<Vec<SlotInfo>, VaultError> {
        let keystore = self.present()?.keystore;
        let ours = KnownComputer::read(self.paths, computer, self.keys.vault_id())?;
        let mine = |slot: &Slot| {
            let mut secrets = ours.iter().flat_map(KnownComputer::secrets);
            secrets.any(|secret| slot.unwrap(&keystore.vault_id(), &secret).is_ok())
        };
        Ok(keystore.known_slots().filter_map(|slot| self.info(slot, mine(slot))).collect())
    }

    /// Sets the passphrase; an earlier one stops working.
    ///
    /// # Errors
    /// [`VaultError::PassphraseTooShort`], or why nothing can be written.
    pub fn set_passphrase(&self, typed: &str, now: Timestamp) -> Result<VaultKeys, VaultError> {
        let passphrase = Passphrase::new(typed)?;
        self.change_only(|keystore, change| {
            let old = slots_of(keystore, SlotKind::Passphrase);
            if !old.is_empty() {
                change.before = Before::Overwritten;
                change.draft.drop_slots(|slot| old.contains(&slot.id));
            }
            self.add(keystore, change, &SlotSecret::Passphrase(&passphrase), "", now)
        })
    }

    /// Takes a slot out: what it was made for opens this vault no more.
    ///
    /// # Errors
    /// [`VaultError::LastPortableSlot`], [`VaultError::NoOtherSlotOpened`], [`VaultError::SlotNotFound`], or
    /// [`VaultError::PassphraseInUse`].
    pub fn remove_slot(&self, id: Uuid) -> Result<VaultKeys, VaultError> {
        self.change_only(|keystore, change| {
            let slot = keystore.known_slots().find(|slot| slot.id == id).ok_or(VaultError::SlotNotFound)?;
            if slot.kind() == Some(SlotKind::Passphrase) && change.keyset.passphrase_required {
                return Err(VaultError::PassphraseInUse);
            }
            self.take_out(change, keystore, &[id])
        })
    }

    /// Takes the passphrase out.
    ///
    /// # Errors
    /// [`VaultError::PassphraseMissing`], or those of [`KeystoreEditor::remove_slot`].
    pub fn remove_passphrase(&self) -> Result<VaultKeys, VaultError> {
        self.change_only(|keystore, change| {
            let slots = slots_of(keystore, SlotKind::Passphrase);
            if slots.is_empty() {
                return Err(VaultError::PassphraseMissing);
            }
            if change.keyset.passphrase_required {
                return Err(VaultError::PassphraseInUse);
            }
            self.take_out(change, keystore, &slots)
        })
    }

    /// Shows that a secret opens the vault now; its slot may then stand in for another that is taken out.
    ///
    /// # Errors
    /// [`VaultError::PassphraseMissing`], [`VaultError::SlotWrongSecret`] or [`VaultError::RecoveryCodeWrongVault`].
    pub fn prove(&self, secret: UnlockSecret<'_>) -> Result<(), VaultError> {
        let keystore = self.present()?.keystore;
        if matches!(secret, UnlockSecret::Passphrase(_))
            && slots_of(&keystore, SlotKind::Passphrase).is_empty()
        {
            return Err(VaultError::PassphraseMissing);
        }
        let tried = Tried::of(&secret)?;
        let (slot, _) = keystore.unwrap_by(&tried.secret()).map_err(|refusal| wrong(&secret, &refusal))?;
        self.keys.session().note(slot);
        Ok(())
    }

    /// Adds what this computer has: its own slot, and one for its keychain when there is one that can be relied on.
    /// Slots it already has stay. Nothing is written when there is nothing to add.
    ///
    /// # Errors
    /// [`VaultError::HwidUnavailable`] when it has no usable identity, or why nothing can be written.
    pub fn remember_computer(&self, computer: &Computer, now: Timestamp) -> Result<VaultKeys, VaultError> {
        let known = KnownComputer::make(self.paths, computer, self.keys.vault_id())?;
        let label = computer.machine.label();
        let keystore = self.present()?.keystore;
        let missing = known.secrets().filter(|secret| keystore.unwrap_by(secret).is_err()).count();
        if missing == 0 {
            known.note(&keystore, &self.keys);
            return Ok(self.keys.clone());
        }
        self.change_only(|keystore, change| {
            for secret in known.secrets().filter(|secret| keystore.unwrap_by(secret).is_err()) {
                self.add(keystore, change, &secret, &label, now)?;
            }
            Ok(())
        })
    }

    /// Switches whether only a passphrase or the recovery code opens the vault. Switched on, every computer's slots are
    /// taken out; switched off, this computer is remembered again.
    ///
    /// # Errors
    /// [`VaultError::PassphraseMissing`], or [`VaultError::NoOtherSlotOpened`] until the passphrase or the recovery code
    /// was seen to work since the vault was opened.
    pub fn require_passphrase(
        &self,
        required: bool,
        computer: &Computer,
        now: Timestamp,
    ) -> Result<VaultKeys, VaultError> {
        let keys = self.change_only(|keystore, change| {
            if required {
                if slots_of(keystore, SlotKind::Passphrase).is_empty() {
                    return Err(VaultError::PassphraseMissing);
                }
                let mut silent = slots_of(keystore, SlotKind::Machine);
                silent.extend(slots_of(keystore, SlotKind::Keychain));
                self.take_out(change, keystore, &silent)?;
            }
            change.keyset.passphrase_required = required;
            Ok(())
        })?;
        if required {
            // A keychain that cannot be reached keeps bytes that open nothing any more.
            let _best_effort = computer.keychain.remove(keys.vault_id());
            return Ok(keys);
        }
        match keys.edit(self.paths).remember_computer(computer, now) {
            // It works all the same, by typing.
            Err(VaultError::HwidUnavailable { .. }) => Ok(keys),
            other => other,
        }
    }

    /// Replaces the recovery code by a new one; the old one stops working, and later backups are written to the new one.
    ///
    /// # Errors
    /// Why nothing can be written; the old code then still works.
    pub fn reissue_recovery_code(&self, now: Timestamp) -> Result<(VaultKeys, RecoveryCode), VaultError> {
        let code = RecoveryCode::generate()?;
        self.change(|keystore, change| {
            let old = slots_of(keystore, SlotKind::Recovery);
            change.before = Before::Overwritten;
            change.draft.drop_slots(|slot| old.contains(&slot.id));
            self.add(keystore, change, &SlotSecret::Recovery(code.secret()), "", now)?;
            change.keyset.recipient = Some(code.backup_recipient());
            Ok(code)
        })
    }

    /// Keeps whom backups are written to, for a vault whose recovery code is older than backups.
    pub(crate) fn note_recipient(&self, code: &RecoveryCode) -> Result<VaultKeys, VaultError> {
        self.change_only(|_, change| {
            change.keyset.recipient = Some(code.backup_recipient());
            Ok(())
        })
    }

    /// The slots that a new master key would cost, given these secrets.
    ///
    /// # Errors
    /// Why the keystore cannot be read.
    pub fn dropped_by_new_master(
        &self,
        computer: &Computer,
        secrets: &[UnlockSecret<'_>],
    ) -> Result<Vec<SlotInfo>, VaultError> {
        let keystore = self.present()?.keystore;
        let remade = self.remade(&keystore, computer, secrets)?;
        let known = keystore.known_slots().filter(|slot| !remade.fits.contains(&slot.id));
        Ok(known.filter_map(|slot| self.info(slot, false)).collect())
    }

    /// A new master key: every slot whose secret is at hand is made anew, this computer's own too; the others are
    /// dropped and listed.
    ///
    /// # Errors
    /// [`VaultError::NoPortableSlot`] when neither passphrase nor recovery code is among the secrets; those of a wrong
    /// secret; [`VaultError::KeystoreTooNew`] when a newer version's slots would be lost.
    pub fn rotate_master(
        &self,
        computer: &Computer,
        secrets: &[UnlockSecret<'_>],
        now: Timestamp,
    ) -> Result<(VaultKeys, Vec<SlotInfo>), VaultError> {
        let label = computer.machine.label();
        self.change(|keystore, change| {
            if keystore.has_unknown_slots() {
                return Err(VaultError::KeystoreTooNew);
            }
            let remade = self.remade(keystore, computer, secrets)?;
            if secrets.is_empty() {
                return Err(VaultError::NoPortableSlot);
            }
            let lost = keystore.known_slots().filter(|slot| !remade.fits.contains(&slot.id));
            let lost = lost.filter_map(|slot| self.info(slot, false)).collect();
            let master: Key = random::<KEY_LEN>()?;
            change.draft.drop_all_slots();
            let tried = remade.tried.iter().map(Tried::secret);
            let silent = remade.known.iter().flat_map(KnownComputer::secrets);
            for secret in silent.chain(tried) {
                let label = if matches!(secret, SlotSecret::Machine { .. }) { label.as_str() } else { "" };
                let slot = Slot::wrap(&keystore.vault_id(), &secret, &master, now)?.labelled(label);
                self.keys.session().note(slot.id);
                change.draft.add(slot)?;
            }
            change.master = Some(master);
            change.before = Before::Overwritten;
            Ok(lost)
        })
    }

    /// What a new master key can be wrapped for, and which present slots that makes anew.
    fn remade(
        &self,
        keystore: &Keystore,
        computer: &Computer,
        secrets: &[UnlockSecret<'_>],
    ) -> Result<Remade, VaultError> {
        let mut remade = Remade { tried: Vec::new(), known: None, fits: Vec::new() };
        for secret in secrets {
            let tried = Tried::of(secret)?;
            let fits = keystore.unwrap_by(&tried.secret()).map_err(|refusal| wrong(secret, &refusal))?;
            remade.fits.push(fits.0);
            remade.tried.push(tried);
        }
        if !self.keys.passphrase_required() {
            remade.known = KnownComputer::read(self.paths, computer, self.keys.vault_id())?;
            let silent = remade.known.iter().flat_map(KnownComputer::secrets);
            let fits: Vec<_> = silent.filter_map(|secret| keystore.unwrap_by(&secret).ok()).collect();
            remade.fits.extend(fits.into_iter().map(|(slot, _)| slot));
        }
        Ok(remade)
    }

    /// Adds a slot and opens it once, so that it is known to work before another may be taken out.
    fn add(
        &self,
        keystore: &Keystore,
        change: &mut Change,
        secret: &SlotSecret<'_>,
        label: &str,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let vault_id = keystore.vault_id();
        let slot = Slot::wrap(&vault_id, secret, self.keys.master(), now)?.labelled(label);
        let id = slot.id;
        let opened = slot.unwrap(&vault_id, secret).is_ok_and(|master| master == *self.keys.master());
        if !opened {
            return Err(VaultError::SlotCorrupt { id });
        }
        change.draft.add(slot)?;
        self.keys.session().note(id);
        Ok(())
    }

    /// I1 and I2: one portable slot stays, and one of those that stay was seen to open since the vault was opened.
    fn take_out(&self, change: &mut Change, keystore: &Keystore, doomed: &[Uuid]) -> Result<(), VaultError> {
        if doomed.is_empty() {
            return Ok(());
        }
        let stays = |slot: &&Slot| !doomed.contains(&slot.id);
        let portable = |slot: &Slot| slot.kind().is_some_and(SlotKind::is_portable);
        if !keystore.known_slots().filter(stays).any(portable) {
            return Err(VaultError::LastPortableSlot);
        }
        if !keystore.known_slots().filter(stays).any(|slot| self.keys.session().has(slot.id)) {
            return Err(VaultError::NoOtherSlotOpened);
        }
        change.draft.drop_slots(|slot| doomed.contains(&slot.id));
        change.before = Before::Overwritten;
        Ok(())
    }

    fn info(&self, slot: &Slot, this_computer: bool) -> Option<SlotInfo> {
        Some(SlotInfo {
            id: slot.id,
            kind: slot.kind()?,
            label: slot.label().to_owned(),
            created: Timestamp::from_millis(slot.created),
            this_computer,
            opened_in_session: self.keys.session().has(slot.id),
        })
    }
}

/// What a new master key is wrapped for.
struct Remade {
    tried: Vec<Tried>,
    known: Option<KnownComputer>,
    /// The present slots that these secrets open.
    fits: Vec<Uuid>,
}

/// A typed secret, kept as long as it is needed.
pub(crate) enum Tried {
    Recovery(RecoveryCode),
    Passphrase(Passphrase),
}

impl Tried {
    pub(crate) fn of(secret: &UnlockSecret<'_>) -> Result<Self, VaultError> {
        match secret {
            UnlockSecret::RecoveryCode(code) => Ok(Self::Recovery((*code).clone())),
            UnlockSecret::Passphrase(typed) => Passphrase::typed(typed).map(Self::Passphrase),
        }
    }

    pub(crate) fn secret(&self) -> SlotSecret<'_> {
        match self {
            Self::Recovery(code) => SlotSecret::Recovery(code.secret()),
            Self::Passphrase(passphrase) => SlotSecret::Passphrase(passphrase),
        }
    }
}

fn wrong(secret: &UnlockSecret<'_>, refusal: &SlotRefusal) -> VaultError {
    match (refusal, secret) {
        (SlotRefusal::Corrupt(id), _) => VaultError::SlotCorrupt { id: *id },
        (SlotRefusal::NoMemory, _) => VaultError::MemoryShort,
        (SlotRefusal::WrongSecret, UnlockSecret::RecoveryCode(_)) => VaultError::RecoveryCodeWrongVault,
        (SlotRefusal::WrongSecret, UnlockSecret::Passphrase(_)) => VaultError::SlotWrongSecret,
    }
}

fn slots_of(keystore: &Keystore, kind: SlotKind) -> Vec<Uuid> {
    keystore.known_slots().filter(|slot| slot.kind() == Some(kind)).map(|slot| slot.id).collect()
}
