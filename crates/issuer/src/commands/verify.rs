//! Whether a licence or a list holds: signature, rules, withdrawal, days. Exit code 3 when it does not.

use sellify_licensing::{Crl, Document, LicenseError, document_of, read_crl, read_key_list, read_license};

use crate::args::Verify;
use crate::failure::Failure;
use crate::output::answer;
use crate::when::day;
use crate::{desk, file};

pub(super) fn run(args: &Verify) -> Result<(), Failure> {
    let text = file::read_text(&args.file)?;
    let mut keys = desk::table(args.table.keys.as_deref())?;
    let list = match &args.crl {
        Some(path) => read_crl(&file::read_text(path)?, &keys)?,
        None => Crl::default(),
    };
    keys = keys.after(&list);
    match document_of(&text) {
        Some(Document::Crl) => {
            let list = read_crl(&text, &keys)?;
            answer(format!("Holds: revocation list {}, {} licences.", list.seq, list.entries.len()))
        }
        Some(Document::KeyList) => {
            let list = read_key_list(&text, &keys)?;
            answer(format!("Holds: key list {}.", list.seq))
        }
        Some(Document::Request | Document::Release) => {
            Err(Failure::usage("Requests and releases are not signed. Use `inspect`."))
        }
        Some(Document::License) | None => {
            let license = read_license(&text, &keys)?.license;
            let (lid, rev, now) = (license.lid, license.rev, desk::now());
            if list.revoked_up_to(lid).is_some_and(|max| rev <= max) {
                return Err(LicenseError::Revoked { lid, rev }.into());
            }
            if let Some(exp) = license.exp.filter(|exp| *exp <= now) {
                return Err(Failure::verification(format!(
                    "Licence {lid}, revision {rev}, ended on {}.",
                    day(exp)
                )));
            }
            if license.nbf > now {
                return Err(Failure::verification(format!(
                    "Licence {lid}, revision {rev}, begins on {}.",
                    day(license.nbf)
                )));
            }
            answer(format!("Holds: licence {lid}, revision {rev}."))
        }
    }
}
