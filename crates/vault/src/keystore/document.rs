//! The text of a keystore: parsed strictly, written in one spelling only, proved by its MAC.

use std::collections::HashSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::slot::{SlotFault, base64_bytes};
use super::{Slot, SlotRefusal, SlotSecret, strict_json};
use crate::consts::{
    AAD_KEYSET, INFO_HDR, INFO_SEAL, KEY_LEN, KS_MAGIC, KS_MAGIC_STEM, KS_MAX_BYTES, MAX_MACHINE_SLOTS,
    MAX_SLOTS, NONCE_LEN,
};
use crate::crypto::{Key, decrypt, encrypt, hkdf, hmac, hmac_matches, random};
use crate::{SlotKind, VaultError};

/// Why bytes are not a keystore this version can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rejected {
    /// Not a keystore, or a broken one.
    Malformed,
    /// Written by a newer version.
    TooNew,
    /// A passphrase slot asks for an absurd derivation.
    KdfOutOfRange,
}

impl From<Rejected> for VaultError {
    fn from(rejected: Rejected) -> Self {
        match rejected {
            Rejected::Malformed => Self::KeystoreCorrupt { fallback_used: false },
            Rejected::TooNew => Self::KeystoreTooNew,
            Rejected::KdfOutOfRange => Self::KdfParamsOutOfRange,
        }
    }
}

/// A keystore whose shape is right. Whether Sellify wrote it shows only under the master key.
#[derive(Debug, Clone)]
pub(crate) struct Keystore {
    body: Body,
    slots: Vec<SlotEntry>,
    slot_ids: HashSet<Uuid>,
    /// Lines 1 and 2, over which the MAC goes.
    signed: Vec<u8>,
    mac: [u8; 32],
}

/// Line 2. The member order is the file's.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    vault_id: Uuid,
    generation: u64,
    created: i64,
    slots: Vec<Box<RawValue>>,
    keyset: SealedKeyset,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SealedKeyset {
    #[serde(with = "base64_bytes")]
    nonce: [u8; NONCE_LEN],
    ct: String,
}

/// A slot, or bytes of a kind that a newer version understands and this one carries along.
#[derive(Debug, Clone)]
enum SlotEntry {
    Known(Box<Slot>),
    Unknown(Box<RawValue>),
}

/// Enough of a slot to see whether this version knows it.
#[derive(Deserialize)]
struct SlotHead {
    id: Uuid,
    #[serde(rename = "type")]
    kind: String,
    v: u32,
}

impl Keystore {
    /// Reads the bytes of a keystore file.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Rejected> {
        refuse_other_versions(bytes)?;
        if bytes.len() > KS_MAX_BYTES {
            return Err(Rejected::Malformed);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| Rejected::Malformed)?;
        let [magic, json, mac_line] = three_lines(text)?;
        strict_json::check(json).map_err(|_| Rejected::Malformed)?;
        let body: Body = serde_json::from_str(json).map_err(|_| Rejected::Malformed)?;
        // One spelling only: what would be written from this is what stands there.
        if magic != KS_MAGIC || serde_json::to_string(&body).ok().as_deref() != Some(json) {
            return Err(Rejected::Malformed);
        }
        let (slots, slot_ids) = read_slots(&body.slots)?;
        let mac = mac_line.strip_prefix("mac: ").ok_or(Rejected::Malformed)?;
        let mac = STANDARD_NO_PAD.decode(mac).map_err(|_| Rejected::Malformed)?;
        let mac = mac.try_into().map_err(|_| Rejected::Malformed)?;
        let signed = bytes[..magic.len() + json.len() + 2].to_vec();
        Ok(Self { body, slots, slot_ids, signed, mac })
    }

    pub(crate) fn vault_id(&self) -> Uuid {
        self.body.vault_id
    }

    pub(crate) fn generation(&self) -> u64 {
        self.body.generation
    }

    /// Whether this is a copy of the same vault, be it a damaged one: slot ids are random, so one in common is proof.
    pub(crate) fn is_kin_of(&self, other: &Self) -> bool {
        self.vault_id() == other.vault_id() || !self.slot_ids.is_disjoint(&other.slot_ids)
    }

    /// The master key by this secret, from the first slot that it fits.
    #[cfg(test)]
    pub(crate) fn unwrap(&self, secret: &SlotSecret<'_>) -> Result<Key, SlotRefusal> {
        self.unwrap_by(secret).map(|(_, master)| master)
    }

    /// The same with the slot's id.
    pub(crate) fn unwrap_by(&self, secret: &SlotSecret<'_>) -> Result<(Uuid, Key), SlotRefusal> {
        let mut refusal = SlotRefusal::WrongSecret;
        for slot in self.known_slots() {
            match slot.unwrap(&self.body.vault_id, secret) {
                Ok(master) => return Ok((slot.id, master)),
                Err(SlotRefusal::WrongSecret) => {}
                Err(corrupt) => refusal = corrupt,
            }
        }
        Err(refusal)
    }

    /// Whether Sellify wrote these bytes under this master key.
    pub(crate) fn is_genuine(&self, master: &Key) -> bool {
        hmac_matches(&header_key(&self.body.vault_id, master), &self.signed, &self.mac)
    }

    /// The keyset's plain bytes.
    pub(crate) fn open_keyset(&self, master: &Key) -> Result<Zeroizing<Vec<u8>>, Rejected> {
        let Body { vault_id, generation, keyset, .. } = &self.body;
        let ct = STANDARD_NO_PAD.decode(&keyset.ct).map_err(|_| Rejected::Malformed)?;
        let key = seal_key(vault_id, *generation, master);
        decrypt(&key, &keyset.nonce, &keyset_aad(vault_id, *generation), &ct).map_err(|_| Rejected::Malformed)
    }

    /// The next generation, to be changed and written. Unknown slots come along byte for byte.
    pub(crate) fn next_draft(&self) -> KeystoreDraft {
        KeystoreDraft {
            vault_id: self.body.vault_id,
            generation: self.body.generation.saturating_add(1),
            created: self.body.created,
            slots: self.slots.clone(),
        }
    }

    /// The slots that this version understands, in the file's order.
    pub(crate) fn known_slots(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter_map(SlotEntry::known)
    }

    /// Whether there are slots that only a newer version understands.
    pub(crate) fn has_unknown_slots(&self) -> bool {
        self.slots.iter().any(|entry| entry.known().is_none())
    }
}

impl SlotEntry {
    fn known(&self) -> Option<&Slot> {
        match self {
            Self::Known(slot) => Some(slot),
            Self::Unknown(_) => None,
        }
    }
}

/// A keystore about to be written.
pub(crate) struct KeystoreDraft {
    vault_id: Uuid,
    generation: u64,
    created: i64,
    slots: Vec<SlotEntry>,
}

impl KeystoreDraft {
    /// The first generation of a new vault.
    #[cfg(test)]
    pub(crate) fn first(vault_id: Uuid, created: i64) -> Self {
        Self::at(vault_id, 1, created)
    }

    /// A keystore without slots yet, of this generation.
    pub(crate) fn at(vault_id: Uuid, generation: u64, created: i64) -> Self {
        Self { vault_id, generation, created, slots: Vec::new() }
    }

    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    /// Adds a slot. The oldest of its kind makes room when there are as many computers as a vault may know.
    pub(crate) fn add(&mut self, slot: Slot) -> Result<(), VaultError> {
        let kind = slot.kind();
        let twins = |entry: &SlotEntry| entry.known().is_some_and(|s| s.kind() == kind);
        if matches!(kind, Some(SlotKind::Machine | SlotKind::Keychain))
            && self.slots.iter().filter(|entry| twins(entry)).count() >= MAX_MACHINE_SLOTS
        {
            let oldest = self.slots.iter().enumerate().filter(|(_, entry)| twins(entry));
            let oldest = oldest.min_by_key(|(_, entry)| entry.known().map(|s| s.created)).map(|(at, _)| at);
            if let Some(at) = oldest {
                self.slots.remove(at);
            }
        }
        if self.slots.len() >= MAX_SLOTS {
            return Err(VaultError::TooManySlots);
        }
        self.slots.push(SlotEntry::Known(Box::new(slot)));
        Ok(())
    }

    /// A slot given as text.
    #[cfg(test)]
    pub(crate) fn add_raw(&mut self, text: String) {
        if let Ok(raw) = RawValue::from_string(text) {
            self.slots.push(SlotEntry::Unknown(raw));
        }
    }

    /// Takes slots out: what they were made for must not open the vault any more.
    pub(crate) fn drop_slots(&mut self, doomed: impl Fn(&Slot) -> bool) {
        self.slots.retain(|entry| entry.known().is_none_or(|slot| !doomed(slot)));
    }

    /// Takes every slot out, also those that this version does not understand.
    pub(crate) fn drop_all_slots(&mut self) {
        self.slots.clear();
    }

    /// The slots that this version understands.
    pub(crate) fn known_slots(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter_map(SlotEntry::known)
    }

    /// Seals the keyset, signs, and gives the file's bytes.
    pub(crate) fn finish(self, master: &Key, keyset: &[u8]) -> Result<Vec<u8>, VaultError> {
        let corrupt = || VaultError::KeystoreCorrupt { fallback_used: false };
        let nonce: [u8; NONCE_LEN] = *random()?;
        let key = seal_key(&self.vault_id, self.generation, master);
        let ct = encrypt(&key, &nonce, &keyset_aad(&self.vault_id, self.generation), keyset);
        let ct = STANDARD_NO_PAD.encode(ct.map_err(|_| corrupt())?);
        let slots = self.slots.iter().map(|entry| match entry {
            SlotEntry::Known(slot) => serde_json::value::to_raw_value(slot),
            SlotEntry::Unknown(raw) => Ok(raw.clone()),
        });
        let slots = slots.collect::<Result<Vec<_>, _>>().map_err(|_| corrupt())?;
        let Self { vault_id, generation, created, .. } = self;
        let body = Body { vault_id, generation, created, slots, keyset: SealedKeyset { nonce, ct } };
        let json = serde_json::to_string(&body).map_err(|_| corrupt())?;
        let mut file = format!("{KS_MAGIC}\n{json}\n").into_bytes();
        let mac = hmac(&header_key(&vault_id, master), &file);
        file.extend_from_slice(format!("mac: {}\n", STANDARD_NO_PAD.encode(mac)).as_bytes());
        Ok(file)
    }
}

/// A newer keystore must be recognised whatever the rest of it looks like, so that nothing ever touches it.
fn refuse_other_versions(bytes: &[u8]) -> Result<(), Rejected> {
    let first = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let Some(version) = first.strip_prefix(KS_MAGIC_STEM.as_bytes()) else { return Err(Rejected::Malformed) };
    let number = std::str::from_utf8(version).ok().filter(|v| v.bytes().all(|b| b.is_ascii_digit()));
    match number.and_then(|v| v.parse::<u32>().ok()) {
        Some(newer) if newer > 1 => Err(Rejected::TooNew),
        Some(1) => Ok(()),
        _ => Err(Rejected::Malformed),
    }
}

fn three_lines(text: &str) -> Result<[&str; 3], Rejected> {
    let body = text.strip_suffix('\n').ok_or(Rejected::Malformed)?;
    let lines: Vec<&str> = body.split('\n').collect();
    <[&str; 3]>::try_from(lines).map_err(|_| Rejected::Malformed)
}

fn read_slots(raw: &[Box<RawValue>]) -> Result<(Vec<SlotEntry>, HashSet<Uuid>), Rejected> {
    if raw.len() > MAX_SLOTS {
        return Err(Rejected::Malformed);
    }
    let mut ids = HashSet::new();
    let mut slots = Vec::with_capacity(raw.len());
    for raw in raw {
        let head: SlotHead = serde_json::from_str(raw.get()).map_err(|_| Rejected::Malformed)?;
        if !ids.insert(head.id) {
            return Err(Rejected::Malformed);
        }
        slots.push(read_slot(raw, &head)?);
    }
    let machines = slots.iter().filter_map(SlotEntry::known).filter(|s| s.kind() == Some(SlotKind::Machine));
    if machines.count() > MAX_MACHINE_SLOTS { Err(Rejected::Malformed) } else { Ok((slots, ids)) }
}

fn read_slot(raw: &RawValue, head: &SlotHead) -> Result<SlotEntry, Rejected> {
    if SlotKind::from_name(&head.kind).is_none() || head.v > 1 {
        return Ok(SlotEntry::Unknown(raw.to_owned()));
    }
    let slot: Slot = serde_json::from_str(raw.get()).map_err(|_| Rejected::Malformed)?;
    slot.check().map_err(|fault| match fault {
        SlotFault::Malformed => Rejected::Malformed,
        SlotFault::KdfOutOfRange => Rejected::KdfOutOfRange,
    })?;
    // The whole line was compared with its own rewriting, but raw slots were compared with themselves.
    let rewritten = serde_json::to_string(&slot).map_err(|_| Rejected::Malformed)?;
    if head.v == 0 || rewritten != raw.get() {
        return Err(Rejected::Malformed);
    }
    Ok(SlotEntry::Known(Box::new(slot)))
}

fn header_key(vault_id: &Uuid, master: &Key) -> Key {
    hkdf::<KEY_LEN>(&[], master.as_slice(), &[INFO_HDR.as_bytes(), &[0], vault_id.as_bytes()])
}

/// Each generation has a sealing key of its own, so the same key never seals two keysets.
fn seal_key(vault_id: &Uuid, generation: u64, master: &Key) -> Key {
    let generation = generation.to_be_bytes();
    hkdf::<KEY_LEN>(&[], master.as_slice(), &[INFO_SEAL.as_bytes(), &[0], vault_id.as_bytes(), &generation])
}

fn keyset_aad(vault_id: &Uuid, generation: u64) -> Vec<u8> {
    [AAD_KEYSET.as_bytes(), vault_id.as_bytes(), &generation.to_be_bytes()].concat()
}
