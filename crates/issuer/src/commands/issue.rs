//! Signing a licence: terms, a last look, the log, then the block.

use std::path::Path;

use sellify_domain::Timestamp;
use sellify_licensing::{
    ActivationRequest, Document, License, RequestSubject, check_license, phone_check, read_license,
    sign_license,
};

use super::issue_terms::{self, Terms};
use super::{inspect, resend};
use crate::args::Issue;
use crate::confirm::confirm;
use crate::failure::Failure;
use crate::key_file::PrivateKey;
use crate::log::{Happening, IssueLog};
use crate::output::{document, say};
use crate::{desk, file};

pub(super) fn run(folder: &Path, args: &Issue) -> Result<(), Failure> {
    let now = desk::now();
    let (request, check) = args.request.as_deref().map(read_request).transpose()?.unzip();
    let mut log = IssueLog::open(folder)?;
    refuse_answered(&log, request.as_ref())?;
    let terms = issue_terms::decide(args, request.as_ref(), &log, now)?;
    check_license(&terms.license)?;
    // The passphrase last: whatever else is wrong is said before anybody types it.
    let key = PrivateKey::load(&args.key, Document::License)?;
    say(format!("Key {} ({}).", key.id(), key.name));
    summary(&terms, request.as_ref(), check.as_deref());
    confirm("Sign this licence?", args.out.yes)?;
    let text = sign_license(&key.signing, &terms.license)?;
    // What goes out has been read back as the product will read it.
    if read_license(&text, &key.table()?)?.license != terms.license {
        return Err(Failure::verification(
            "The signed licence does not read back as it was meant. It was not issued.",
        ));
    }
    record(&mut log, now, &key, &terms, request, &text)?;
    document(args.out.out.as_deref(), &text).inspect_err(|_| {
        say(format!("It is signed and in the log; get it with `resend --lid {}`.", terms.license.lid));
    })
}

/// The request, and the eight symbols that the customer's screen shows with it.
fn read_request(path: &Path) -> Result<(ActivationRequest, String), Failure> {
    let text = file::read_text(path)?;
    let request = ActivationRequest::parse(&text).map_err(|error| {
        let next = error.next_step();
        Failure::verification(format!("{error} Ask the customer to send it again. {next} ({})", error.code()))
    })?;
    Ok((request, phone_check(&text)))
}

/// One request, one answer: a second one is the first sent again.
fn refuse_answered(log: &IssueLog, request: Option<&ActivationRequest>) -> Result<(), Failure> {
    let Some(nonce) = request.map(|request| request.nonce) else { return Ok(()) };
    for entry in log.entries() {
        if let Happening::Issue { lid, rev, req: Some(req), .. } = &entry.happening
            && *req == nonce
        {
            return Err(Failure::usage(format!(
                "This request was answered with licence {lid}, revision {rev}. Send that one again: \
                 sellify-issuer resend --lid {lid} --rev {rev}"
            )));
        }
    }
    Ok(())
}

fn summary(terms: &Terms, request: Option<&ActivationRequest>, check: Option<&str>) {
    for line in inspect::license_lines(&terms.license) {
        say(line);
    }
    if let Some(request) = request {
        let known: Vec<&str> = request.machine.c.keys().map(|part| part.name()).collect();
        say(format!("  request      Sellify {}, parts known: {}", request.app_version, known.join(", ")));
    }
    if let Some(check) = check {
        say(format!("  phone check  {check}"));
    }
    if let Some((lid, rev)) = terms.withdraws {
        say(format!(
            "  withdraws    licence {lid} up to revision {rev}; sign and publish a new list afterwards"
        ));
    }
}

fn record(
    log: &mut IssueLog,
    now: Timestamp,
    key: &PrivateKey,
    terms: &Terms,
    request: Option<ActivationRequest>,
    text: &str,
) -> Result<(), Failure> {
    let License { lid, rev, req, .. } = terms.license;
    let order = request.and_then(|request| match request.subject {
        RequestSubject::Order { code, .. } => code,
        RequestSubject::License(_) => None,
    });
    if let Some((lid, max_rev)) = terms.withdraws {
        log.append(now, Happening::Revoke { lid, max_rev, reason: "replaced".to_owned() })?;
    }
    let key_id = key.id().to_string();
    log.append(now, Happening::Issue { lid, rev, key_id, order, req, text: text.to_owned() })?;
    say(resend::line(lid, rev));
    Ok(())
}
