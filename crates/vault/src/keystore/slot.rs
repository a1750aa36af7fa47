//! A slot: the master key, wrapped by one secret that a person, a computer or a key store holds.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use uuid::Uuid;
use zeroize::Zeroizing;

use sellify_domain::Timestamp;

use crate::consts::{
    AAD_SLOT, ALG_AES_256_GCM, ARGON2_LANES, ARGON2_MEMORY_KIB, ARGON2_PASSES, ARGON2_WRITE,
    INFO_SLOT_KEYCHAIN, INFO_SLOT_MACHINE, INFO_SLOT_PASSPHRASE, INFO_SLOT_RECOVERY, KEY_LEN, MAX_LABEL,
    NONCE_LEN, RECOVERY_BYTES, SALT_LEN, TAG_LEN,
};
use crate::crypto::{Key, decrypt, encrypt, hkdf, random};
use crate::{Passphrase, SlotKind, VaultError};

/// What opens a slot.
#[derive(Clone, Copy)]
pub(crate) enum SlotSecret<'a> {
    /// This computer and user.
    Machine { os_id: &'a [u8; 16], device: &'a Key },
    /// The random bytes kept in the operating system's keychain.
    Keychain(&'a Key),
    /// What a person types, through Argon2id.
    Passphrase(&'a Passphrase),
    /// The recovery code's bytes.
    Recovery(&'a [u8; RECOVERY_BYTES]),
}

impl SlotSecret<'_> {
    pub(crate) fn kind(&self) -> SlotKind {
        match self {
            Self::Machine { .. } => SlotKind::Machine,
            Self::Keychain(_) => SlotKind::Keychain,
            Self::Passphrase(_) => SlotKind::Passphrase,
            Self::Recovery(_) => SlotKind::Recovery,
        }
    }

    /// The input of the key derivation. Salt and settings are the slot's; only a passphrase needs them.
    fn ikm(&self, salt: &[u8; SALT_LEN], kdf: Kdf) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let mut ikm = Zeroizing::new(Vec::with_capacity(1 + 16 + KEY_LEN));
        match self {
            Self::Machine { os_id, device } => {
                ikm.push(0x01);
                ikm.extend_from_slice(*os_id);
                ikm.extend_from_slice(device.as_slice());
            }
            Self::Keychain(secret) => ikm.extend_from_slice(secret.as_slice()),
            Self::Passphrase(passphrase) => {
                let [m, t, p] = kdf.settings();
                ikm.extend_from_slice(passphrase.stretch(salt, m, t, p)?.as_slice());
            }
            Self::Recovery(bytes) => ikm.extend_from_slice(*bytes),
        }
        Ok(ikm)
    }
}

impl SlotKind {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        [Self::Machine, Self::Keychain, Self::Passphrase, Self::Recovery]
            .into_iter()
            .find(|kind| kind.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Machine => "hwid",
            Self::Keychain => "keychain",
            Self::Passphrase => "passphrase",
            Self::Recovery => "recovery",
        }
    }

    fn number(self) -> u32 {
        match self {
            Self::Machine => 1,
            Self::Keychain => 2,
            Self::Passphrase => 3,
            Self::Recovery => 4,
        }
    }

    fn info(self) -> &'static str {
        match self {
            Self::Machine => INFO_SLOT_MACHINE,
            Self::Keychain => INFO_SLOT_KEYCHAIN,
            Self::Passphrase => INFO_SLOT_PASSPHRASE,
            Self::Recovery => INFO_SLOT_RECOVERY,
        }
    }
}

/// Why a slot did not give the master key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SlotRefusal {
    /// Some other secret belongs here.
    WrongSecret,
    /// The secret is right; the bytes are not.
    Corrupt(Uuid),
    /// The computer has not enough memory for the passphrase's derivation.
    NoMemory,
}

/// A slot as it stands in the file. The member order is the file's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Slot {
    pub(crate) id: Uuid,
    #[serde(rename = "type")]
    kind: String,
    v: u32,
    label: String,
    pub(crate) created: i64,
    kdf: Kdf,
    #[serde(with = "base64_bytes")]
    salt: [u8; SALT_LEN],
    #[serde(with = "base64_bytes")]
    commit: [u8; KEY_LEN],
    #[serde(with = "base64_bytes")]
    nonce: [u8; NONCE_LEN],
    #[serde(with = "base64_bytes")]
    ct: [u8; KEY_LEN + TAG_LEN],
}

/// Argon2id settings; all absent for the slots that need no slow derivation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kdf {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    m: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    t: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    p: Option<u32>,
}

impl Kdf {
    /// What a new slot of this kind gets.
    fn of_new(kind: SlotKind) -> Self {
        let (m, t, p) = ARGON2_WRITE;
        match kind {
            SlotKind::Passphrase => Self { m: Some(m), t: Some(t), p: Some(p) },
            _ => Self::default(),
        }
    }

    fn settings(self) -> [u32; 3] {
        [self.m, self.t, self.p].map(Option::unwrap_or_default)
    }
}

/// What is wrong with a slot that has the right shape.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum SlotFault {
    Malformed,
    KdfOutOfRange,
}

impl Slot {
    /// Wraps the master key under a secret, with a salt and nonce of its own.
    pub(crate) fn wrap(
        vault_id: &Uuid,
        secret: &SlotSecret<'_>,
        master: &Key,
        now: Timestamp,
    ) -> Result<Self, VaultError> {
        let kind = secret.kind();
        let mut slot = Self {
            id: Uuid::from_bytes(*random::<16>()?),
            kind: kind.name().to_owned(),
            v: 1,
            label: String::new(),
            created: now.as_millis(),
            kdf: Kdf::of_new(kind),
            salt: *random()?,
            commit: [0; KEY_LEN],
            nonce: *random()?,
            ct: [0; KEY_LEN + TAG_LEN],
        };
        let (kek, commit) = slot.derive(vault_id, kind, secret)?;
        slot.commit = commit;
        let sealed = encrypt(&kek, &slot.nonce, &slot.aad(vault_id, kind), master.as_slice());
        let sealed = sealed.map_err(|_| VaultError::SlotCorrupt { id: slot.id })?;
        slot.ct = sealed.try_into().map_err(|_| VaultError::SlotCorrupt { id: slot.id })?;
        Ok(slot)
    }

    /// The same slot with a name for people, cut to what a list shows.
    pub(crate) fn labelled(mut self, label: &str) -> Self {
        self.label = label.chars().filter(|c| !c.is_control()).take(MAX_LABEL).collect();
        self
    }

    /// The name for people; empty when there is none.
    pub(crate) fn label(&self) -> &str {
        &self.label
    }

    /// The master key, when the secret is the slot's. The commitment tells a wrong secret from damaged bytes.
    pub(crate) fn unwrap(&self, vault_id: &Uuid, secret: &SlotSecret<'_>) -> Result<Key, SlotRefusal> {
        let kind = secret.kind();
        if self.kind() != Some(kind) {
            return Err(SlotRefusal::WrongSecret);
        }
        let (kek, commit) = self.derive(vault_id, kind, secret).map_err(|_| SlotRefusal::NoMemory)?;
        if !bool::from(commit.ct_eq(&self.commit)) {
            return Err(SlotRefusal::WrongSecret);
        }
        let corrupt = |_| SlotRefusal::Corrupt(self.id);
        let plain = decrypt(&kek, &self.nonce, &self.aad(vault_id, kind), &self.ct).map_err(corrupt)?;
        let mut master = Zeroizing::new([0_u8; KEY_LEN]);
        if plain.len() != KEY_LEN {
            return Err(SlotRefusal::Corrupt(self.id));
        }
        master.copy_from_slice(&plain);
        Ok(master)
    }

    pub(crate) fn kind(&self) -> Option<SlotKind> {
        SlotKind::from_name(&self.kind)
    }

    /// What the shape alone does not say: key settings only where they belong, and inside the allowed range.
    pub(super) fn check(&self) -> Result<(), SlotFault> {
        let within = |value: u32, (low, high): (u32, u32)| (low..=high).contains(&value);
        match (self.kind(), self.kdf.m, self.kdf.t, self.kdf.p) {
            (Some(SlotKind::Passphrase), Some(m), Some(t), Some(p)) => {
                let allowed =
                    within(m, ARGON2_MEMORY_KIB) && within(t, ARGON2_PASSES) && within(p, ARGON2_LANES);
                if allowed { Ok(()) } else { Err(SlotFault::KdfOutOfRange) }
            }
            (Some(SlotKind::Machine | SlotKind::Keychain | SlotKind::Recovery), None, None, None) => Ok(()),
            _ => Err(SlotFault::Malformed),
        }
    }

    fn derive(
        &self,
        vault_id: &Uuid,
        kind: SlotKind,
        secret: &SlotSecret<'_>,
    ) -> Result<(Key, [u8; KEY_LEN]), VaultError> {
        let info: [&[u8]; 4] = [kind.info().as_bytes(), &[0], vault_id.as_bytes(), self.id.as_bytes()];
        let okm: Zeroizing<[u8; 64]> = hkdf(&self.salt, &secret.ikm(&self.salt, self.kdf)?, &info);
        let mut kek = Zeroizing::new([0_u8; KEY_LEN]);
        let mut commit = [0_u8; KEY_LEN];
        kek.copy_from_slice(&okm[..KEY_LEN]);
        commit.copy_from_slice(&okm[KEY_LEN..]);
        Ok((kek, commit))
    }

    fn aad(&self, vault_id: &Uuid, kind: SlotKind) -> Vec<u8> {
        let mut aad = Vec::with_capacity(96);
        aad.extend_from_slice(AAD_SLOT.as_bytes());
        aad.push(0);
        aad.extend_from_slice(vault_id.as_bytes());
        aad.extend_from_slice(self.id.as_bytes());
        let numbers = [kind.number(), self.v, ALG_AES_256_GCM];
        for number in numbers.into_iter().chain(self.kdf.settings()) {
            aad.extend_from_slice(&number.to_be_bytes());
        }
        aad
    }
}

/// Unpadded, canonical base64 of exactly `N` bytes.
pub(super) mod base64_bytes {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Engine, STANDARD_NO_PAD};

    pub(in crate::keystore) fn serialize<S: Serializer, const N: usize>(
        bytes: &[u8; N],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD_NO_PAD.encode(bytes))
    }

    pub(in crate::keystore) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
        deserializer: D,
    ) -> Result<[u8; N], D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = STANDARD_NO_PAD.decode(text).map_err(|_| D::Error::custom("base64"))?;
        bytes.try_into().map_err(|_| D::Error::custom("length"))
    }
}
