//! The issue log, checked and listed.

use std::path::Path;

use sellify_domain::Timestamp;

use crate::failure::Failure;
use crate::log::{Happening, IssueLog};
use crate::output::{answer, say};

pub(super) fn run(folder: &Path) -> Result<(), Failure> {
    let log = IssueLog::open(folder)?;
    for entry in log.entries() {
        let at = Timestamp::from_millis(entry.at.saturating_mul(1_000)).to_rfc3339();
        let what = match &entry.happening {
            Happening::Keygen { name, purpose, key_id } => format!("key {key_id} ({purpose}) made: {name}"),
            Happening::Issue { lid, rev, order, .. } => {
                let order = order.as_ref().map_or_else(String::new, |order| format!(", order {order}"));
                format!("licence {lid} revision {rev} issued{order}")
            }
            Happening::Revoke { lid, max_rev, reason } => {
                format!("licence {lid} withdrawn up to revision {max_rev}: {reason}")
            }
            Happening::Crl { seq, entries, .. } => {
                format!("revocation list {seq} signed, {entries} licences")
            }
            Happening::Keylist { seq, .. } => format!("key list {seq} signed"),
        };
        answer(format!("{} {at} {what}", entry.n))?;
    }
    say(format!("The log holds: {} entries.", log.entries().len()));
    Ok(())
}
