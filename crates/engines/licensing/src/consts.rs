//! Every number and label of the format. They are part of it: a change here is a new format.

/// The product that a licence must name.
pub const PRODUCT: &str = "sellify";
/// How long the product may be tried without a licence.
pub const TRIAL_DAYS: u32 = 30;
/// The feature that allows AI drafts.
pub const FEATURE_AI: &str = "ai";
/// The feature that allows automations.
pub const FEATURE_AUTOMATIONS: &str = "automations";
/// The feature that allows writes with an API key.
pub const FEATURE_API: &str = "api";

/// First byte of a signed document.
pub(crate) const FORMAT: u8 = 0x01;
/// Second byte of a signed document: Ed25519.
pub(crate) const ALG_ED25519: u8 = 0x01;
/// Bytes of a key id.
pub(crate) const KEY_ID_LEN: usize = 8;
/// Bytes of an Ed25519 signature.
pub(crate) const SIGNATURE_LEN: usize = 64;
/// Format, algorithm, key id and payload length.
pub(crate) const HEADER_LEN: usize = 2 + KEY_ID_LEN + 4;
/// Longest armoured text that is looked at.
pub(crate) const MAX_TEXT: usize = 24 * 1024;
/// Longest decoded document.
pub(crate) const MAX_DECODED: usize = 16 * 1024;
/// Containers that may lie around a value below the outermost object.
pub(crate) const MAX_DEPTH: usize = 4;
/// Longest text in a payload that people will see.
pub(crate) const MAX_WORDS: usize = 200;
/// Most features, machines or `crit` names in one licence.
pub(crate) const MAX_ITEMS: usize = 64;

/// In front of the public key when a key id is computed.
pub(crate) const LABEL_KEY_ID: &[u8] = b"sellify/v1/license-key-id";
/// In front of the salt when a fingerprint's key is computed.
pub(crate) const LABEL_FINGERPRINT: &[u8] = b"sellify/v1/fp";
/// In front of what a request's or release's checksum covers; the document's label follows.
pub(crate) const LABEL_CHECKSUM: &[u8] = b"sellify/v1/activation-checksum";

/// Milliseconds in a day.
pub(crate) const DAY: i64 = 86_400_000;
/// A clock that is behind by less than this is not suspected.
pub(crate) const CLOCK_TOLERANCE: i64 = DAY;
/// A clock that jumped further than this since the last run is not believed at once.
pub(crate) const PROVISIONAL_JUMP: i64 = 30 * DAY;
/// Days of use after which a far jump is believed.
pub(crate) const PROVISIONAL_DAYS: usize = 3;
/// How far two network clocks may differ and still agree.
pub(crate) const NETWORK_AGREEMENT: i64 = 600_000;
/// How many requests may wait for their answer.
pub(crate) const PENDING_REQUESTS: usize = 5;
/// How long a request waits for its answer.
pub(crate) const PENDING_AGE: i64 = 90 * DAY;
/// Grace when the payload names none.
pub(crate) const GRACE_DAYS: u8 = 14;
/// Longest grace.
pub(crate) const GRACE_DAYS_MAX: u8 = 30;
/// How long after its issue a licence may begin.
pub(crate) const NOT_BEFORE_MAX: i64 = 90 * DAY;
/// The last second that is a date: 9999-12-31T23:59:59Z.
pub(crate) const LAST_SECOND: i64 = 253_402_300_799;
