//! Withdrawing a licence, in the log. Computers learn it from the next revocation list.

use std::path::Path;

use sellify_licensing::Release;

use crate::args::Revoke;
use crate::confirm::confirm;
use crate::failure::Failure;
use crate::log::{Happening, IssueLog};
use crate::output::{answer, say};
use crate::{desk, file};

pub(super) fn run(folder: &Path, args: &Revoke) -> Result<(), Failure> {
    let mut log = IssueLog::open(folder)?;
    let (lid, named, reason) = match (&args.release, &args.lid) {
        (Some(path), _) => {
            let release = Release::parse(&file::read_text(path)?)?;
            let reason = if args.reason.is_empty() { "released by the customer" } else { &args.reason };
            (release.lid, Some(release.rev), reason)
        }
        (None, Some(lid)) => (desk::license_id(lid)?, args.rev, args.reason.as_str()),
        (None, None) => return Err(Failure::usage("Which licence? Say --lid or --release.")),
    };
    let (newest, _) =
        log.newest(lid).ok_or_else(|| Failure::usage(format!("The log does not know licence {lid}.")))?;
    let max_rev = named.unwrap_or(newest);
    if max_rev > newest || max_rev == 0 {
        return Err(Failure::usage(format!("Licence {lid} has revisions 1 to {newest}.")));
    }
    if log.revoked().get(&lid).is_some_and(|max| *max >= max_rev) {
        return answer(format!("Licence {lid} is withdrawn up to revision {max_rev} already."));
    }
    say(format!("  licence {lid}, up to revision {max_rev} of {newest}"));
    say("  The customer can go on reading, exporting and backing up; sending and AI stop.");
    confirm("Withdraw it?", args.yes)?;
    log.append(desk::now(), Happening::Revoke { lid, max_rev, reason: reason.to_owned() })?;
    answer(format!(
        "Licence {lid} is withdrawn up to revision {max_rev}. Sign and publish a new list: `crl`."
    ))
}
