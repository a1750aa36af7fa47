//! The two hashes of the log. Both are part of the format: an entry written today is checked by every later version.

use sellify_domain::VaultId;
use sellify_store::AuditRow;
use sha2::{Digest, Sha256};

const LABEL_COMMIT: &[u8] = b"sellify/v1/audit/commit";
const LABEL_ENTRY: &[u8] = b"sellify/v1/audit/entry";
const LABEL_GENESIS: &[u8] = b"sellify/v1/audit/genesis";

/// Length of the salt in front of the sealed details.
pub(crate) const SALT_LEN: usize = 16;

/// What the first entry has in place of the hash before it.
pub(crate) fn genesis(vault_id: VaultId) -> [u8; 32] {
    Sha256::new().chain_update(LABEL_GENESIS).chain_update(vault_id.as_bytes()).finalize().into()
}

/// The length of a text as it stands in front of it.
pub(crate) fn length_of(text: &str) -> [u8; 4] {
    u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes()
}

/// Binds an entry to its details without revealing them. The salt makes short details impossible to guess.
///
/// The chain covers this and not the sealed bytes: keys may then be rotated, and details lawfully erased,
/// while the chain still verifies.
pub(crate) fn commitment(salted_details: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(LABEL_COMMIT).chain_update(salted_details).finalize().into()
}

/// The hash of an entry; covers everything but its id, which the sealed details are bound to.
pub(crate) fn entry_hash(vault_id: VaultId, row: &AuditRow) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(LABEL_ENTRY);
    hash.update([0]);
    hash.update(vault_id.as_bytes());
    hash.update(row.seq.to_be_bytes());
    hash.update(row.at.as_millis().to_be_bytes());
    for text in [&row.actor, &row.action, &row.object] {
        // A length in front of each text: "ab" + "c" and "a" + "bc" are different entries.
        hash.update(length_of(text));
        hash.update(text.as_bytes());
    }
    hash.update(row.commitment);
    hash.update(row.prev);
    hash.finalize().into()
}

/// A short form of a public key, to be read out and compared: the first eight bytes of its hash, in groups.
pub(crate) fn fingerprint(public_key: &[u8; 32]) -> String {
    let hash = crate::hex::encode(&Sha256::digest(public_key)[..8]);
    let groups: Vec<&str> = (0..4).filter_map(|group| hash.get(group * 4..group * 4 + 4)).collect();
    groups.join(" ")
}
