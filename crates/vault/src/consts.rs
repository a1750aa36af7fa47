//! Names and sizes of the formats. All labels are ASCII without a trailing NUL.

/// First line of the keystore file.
pub(crate) const KS_MAGIC: &str = "SELLIFY-KEYSTORE/1";
/// What comes before the version number in the first line.
pub(crate) const KS_MAGIC_STEM: &str = "SELLIFY-KEYSTORE/";
/// Longest keystore that is read.
pub(crate) const KS_MAX_BYTES: usize = 65_536;
/// Length of every symmetric key.
pub(crate) const KEY_LEN: usize = 32;
/// AES-GCM nonce.
pub(crate) const NONCE_LEN: usize = 12;
/// AES-GCM tag.
pub(crate) const TAG_LEN: usize = 16;
/// Salt of a slot.
pub(crate) const SALT_LEN: usize = 32;
/// Slots in one keystore, and how many of them may belong to computers.
pub(crate) const MAX_SLOTS: usize = 16;
pub(crate) const MAX_MACHINE_SLOTS: usize = 4;

pub(crate) const INFO_SLOT_MACHINE: &str = "sellify/v1/slot/hwid";
pub(crate) const INFO_SLOT_KEYCHAIN: &str = "sellify/v1/slot/keychain";
pub(crate) const INFO_SLOT_PASSPHRASE: &str = "sellify/v1/slot/passphrase";
pub(crate) const INFO_SLOT_RECOVERY: &str = "sellify/v1/slot/recovery";
pub(crate) const AAD_SLOT: &str = "sellify/v1/aad/slot";
pub(crate) const AAD_KEYSET: &str = "sellify/v1/aad/keyset";
pub(crate) const AAD_FIELD: &str = "sellify/v1/aad/field";
pub(crate) const INFO_SEAL: &str = "sellify/v1/ks/seal";
pub(crate) const INFO_HDR: &str = "sellify/v1/ks/header-mac";

/// The only cipher so far: AES-256-GCM.
pub(crate) const ALG_AES_256_GCM: u32 = 1;

/// Argon2id settings that are accepted from a file: (lowest, highest).
pub(crate) const ARGON2_MEMORY_KIB: (u32, u32) = (19_456, 1_048_576);
pub(crate) const ARGON2_PASSES: (u32, u32) = (1, 16);
pub(crate) const ARGON2_LANES: (u32, u32) = (1, 16);

/// Argon2id settings of new passphrase slots: memory in KiB, passes, lanes.
pub(crate) const ARGON2_WRITE: (u32, u32, u32) = (65_536, 3, 4);
/// Shortest passphrase, in characters after normalisation, and the longest that is read, in bytes.
pub(crate) const PASSPHRASE_MIN_CHARS: usize = 12;
pub(crate) const PASSPHRASE_MAX_BYTES: usize = 1_024;
/// Longest name of a slot, in characters.
pub(crate) const MAX_LABEL: usize = 64;

/// The service under which the operating system's keychain keeps a vault's secret: the program's bundle id.
pub(crate) const KEYCHAIN_SERVICE: &str = "app.sellify.desktop";

/// Derived from the recovery code: the key that backups are written to, and the first key of the audit log's MACs.
pub(crate) const INFO_BACKUP: &str = "sellify/v1/backup/x25519";
pub(crate) const INFO_AUDIT_K0: &str = "sellify/v1/audit/k0";
/// Names a recovery code without telling anything of it.
pub(crate) const RECOVERY_KEY_ID: &str = "sellify/v1/recovery-key-id";

/// Secret part of the recovery code.
pub(crate) const RECOVERY_BYTES: usize = 20;
pub(crate) const RECOVERY_CHECK: &str = "sellify/v1/recovery-check";
pub(crate) const RECOVERY_PREFIX: &str = "SR1";

/// One key seals at most so many cells; NIST SP 800-38D allows 2^32 random nonces.
pub(crate) const MAX_SEALS_PER_KEY: u64 = 1 << 31;
