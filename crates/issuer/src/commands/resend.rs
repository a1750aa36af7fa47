//! A licence of the log, printed again: the customer lost the mail, nothing new is signed.

use std::path::Path;

use sellify_domain::LicenseId;
use sellify_licensing::License;

use crate::args::Resend;
use crate::desk;
use crate::failure::Failure;
use crate::log::IssueLog;
use crate::output::{document, say};

pub(super) fn run(folder: &Path, args: &Resend) -> Result<(), Failure> {
    let lid = desk::license_id(&args.lid)?;
    let log = IssueLog::open(folder)?;
    let found = log
        .issues()
        .filter(|(of, rev, _)| *of == lid && args.rev.is_none_or(|wanted| wanted == *rev))
        .max_by_key(|(_, rev, _)| *rev);
    let (_, rev, text) = found
        .ok_or_else(|| Failure::usage(format!("The log does not know licence {lid} with that revision.")))?;
    if log.revoked().get(&lid).is_some_and(|max| rev <= *max) {
        say("This licence has been withdrawn: computers that know the newest revocation list refuse it.");
    }
    say(line(lid, rev));
    document(args.out.as_deref(), text)
}

pub(super) fn line(lid: LicenseId, rev: u32) -> String {
    format!("Licence {lid}, revision {rev}.")
}

/// What a licence of the log says. The log's own chain vouches for the text, whichever key signed it.
pub(super) fn from_log(text: &str) -> Result<License, Failure> {
    Ok(sellify_licensing::read_own_license(text)?)
}
