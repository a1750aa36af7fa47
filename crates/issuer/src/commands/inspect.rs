//! Showing what a file says. Of a signed document nothing is shown unless its signature fits.

use sellify_licensing::{
    ActivationRequest, BindMode, Crl, Document, Fingerprint, KeyList, License, Licensee, Release,
    RequestSubject, SignedLicense, document_of, phone_check, read_crl, read_key_list, read_license,
};

use crate::args::Inspect;
use crate::failure::Failure;
use crate::output::answer;
use crate::when::day;
use crate::{desk, file};

pub(super) fn run(args: &Inspect) -> Result<(), Failure> {
    let text = file::read_text(&args.file)?;
    let keys = desk::table(args.table.keys.as_deref())?;
    let kind = document_of(&text).ok_or_else(|| {
        Failure::verification("This is none of Sellify's documents: its first line names none of them.")
    })?;
    let lines = match kind {
        Document::License => {
            let SignedLicense { license, key_id, .. } = read_license(&text, &keys)?;
            [vec![format!("Licence, signed with key {key_id}; the signature fits.")], license_lines(&license)]
                .concat()
        }
        Document::Crl => crl_lines(&read_crl(&text, &keys)?),
        Document::KeyList => key_list_lines(&read_key_list(&text, &keys)?),
        Document::Request => with_check(request_lines(&ActivationRequest::parse(&text)?), &text),
        Document::Release => with_check(release_lines(&Release::parse(&text)?), &text),
    };
    lines.into_iter().try_for_each(answer)
}

/// A licence, for people.
pub(super) fn license_lines(license: &License) -> Vec<String> {
    let until = |at: Option<_>| at.map_or_else(|| "without end".to_owned(), day);
    let quota = license.quota;
    let amount = |of: Option<u32>| of.map_or_else(|| "any number".to_owned(), |of| of.to_string());
    let mut lines = vec![
        format!("  licence      {}, revision {}", license.lid, license.rev),
        format!("  for          {}", named(&license.licensee)),
        format!("  plan         {} ({})", license.edition, license.features.join(", ")),
        format!("  issued       {}", day(license.iat)),
        format!("  from         {}", day(license.nbf)),
        format!("  until        {}, then {} days of grace", until(license.exp), license.grace_days),
        format!("  new versions {}", until(license.maint_until)),
        format!(
            "  quotas       seats {}, mailboxes {}, AI drafts a month {}, API keys {}",
            amount(quota.seats),
            amount(quota.mailboxes),
            amount(quota.ai_drafts_month),
            amount(quota.api_keys)
        ),
    ];
    match license.bind.mode {
        BindMode::None => lines.push("  computers    any".to_owned()),
        BindMode::Machine => {
            lines.push(format!("  computers    {} of {}", license.bind.machines.len(), license.bind.max));
            lines.extend(license.bind.machines.iter().map(machine_line));
        }
    }
    lines.extend(license.req.map(|req| format!("  answers      request {req}")));
    lines
}

fn named(licensee: &Licensee) -> String {
    match licensee.company.as_str() {
        "" => licensee.name.clone(),
        company => format!("{}, {company}", licensee.name),
    }
}

fn machine_line(machine: &Fingerprint) -> String {
    let parts: Vec<&str> = machine.c.keys().map(|part| part.name()).collect();
    format!("               {}: {}", machine.os, parts.join(", "))
}

fn crl_lines(list: &Crl) -> Vec<String> {
    let mut lines =
        vec![format!("Revocation list {} of {}; the signature fits.", list.seq, day(list.issued))];
    lines.extend(list.entries.iter().map(|(lid, max)| format!("  licence {lid} up to revision {max}")));
    lines.extend(list.revoked_key_ids.iter().map(|id| format!("  key {id}")));
    lines
}

fn key_list_lines(list: &KeyList) -> Vec<String> {
    let mut lines = vec![format!("Key list {} of {}; the signature fits.", list.seq, day(list.issued))];
    lines.extend(list.keys.iter().map(|key| format!("  trust {}", desk::line(key))));
    lines.extend(list.revoked_key_ids.iter().map(|id| format!("  withdraw {id}")));
    lines
}

fn request_lines(request: &ActivationRequest) -> Vec<String> {
    let asks = match &request.subject {
        RequestSubject::Order { code, .. } => {
            format!("  asks for     a new licence, order {}", code.as_deref().unwrap_or("(none)"))
        }
        RequestSubject::License(lid) => format!("  asks for     licence {lid}"),
    };
    vec![
        "Activation request; not signed, the checksum fits.".to_owned(),
        asks,
        format!("  made         {} with Sellify {}", day(request.at), request.app_version),
        format!("  computer {}", machine_line(&request.machine).trim_start()),
        format!("  nonce        {}", request.nonce),
    ]
}

/// What the customer's screen shows too, to be compared on the phone.
fn with_check(mut lines: Vec<String>, text: &str) -> Vec<String> {
    lines.push(format!("  phone check  {}", phone_check(text)));
    lines
}

fn release_lines(release: &Release) -> Vec<String> {
    vec![
        "Release; not signed, the checksum fits.".to_owned(),
        format!("  gives back   licence {}, revision {}", release.lid, release.rev),
        format!("  made         {}", day(release.at)),
    ]
}
