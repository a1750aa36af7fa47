//! What exactly is to be signed: number, revision, computers, plan and days, from the request, the log and the words
//! of the command line.

use sellify_domain::{LicenseId, Timestamp};
use sellify_licensing::{ActivationRequest, Bind, BindMode, Fingerprint, License, Licensee, RequestSubject};

use crate::args::Issue;
use crate::failure::Failure;
use crate::log::{Happening, IssueLog};
use crate::{desk, plan, when};

use super::resend;

/// A year, and a month to pay in.
const YEARLY: &str = "13m";
const GRACE_DAYS: u8 = 14;

/// A licence before it is signed.
pub(super) struct Terms {
    pub(super) license: License,
    /// What is withdrawn with it: revisions for a computer that it is not for any more.
    pub(super) withdraws: Option<(LicenseId, u32)>,
}

/// Which licence it becomes.
struct Identity {
    lid: LicenseId,
    rev: u32,
    /// The revision before.
    before: Option<License>,
}

pub(super) fn decide(
    args: &Issue,
    request: Option<&ActivationRequest>,
    log: &IssueLog,
    now: Timestamp,
) -> Result<Terms, Failure> {
    let Identity { lid, rev, before } = identity(args, request, log, now)?;
    let nbf = args.nbf.as_deref().map(when::first_of).transpose()?.unwrap_or(now);
    let (exp, maint_until) = ends(args, before.as_ref(), now)?;
    let bind = bind(args, request, before.as_ref(), lid)?;
    let left = before.as_ref().filter(|before| leaves_a_computer(before, &bind));
    let withdraws = left.map(|before| (lid, before.rev));
    let (edition, features, quota) = match (&args.plan, &before) {
        (Some(name), _) => {
            let plan = plan::find(name, args.plans.as_deref())?;
            (plan.name, plan.features, plan.quota)
        }
        (None, Some(before)) => (before.edition.clone(), before.features.clone(), before.quota),
        (None, None) => {
            return Err(Failure::usage("Which plan was bought? Say --plan solo, office or firm."));
        }
    };
    let licensee = licensee(args, before.as_ref())?;
    let license = License {
        lid,
        rev,
        edition,
        licensee,
        iat: now,
        nbf,
        exp,
        maint_until,
        grace_days: args.grace_days.or(before.as_ref().map(|before| before.grace_days)).unwrap_or(GRACE_DAYS),
        bind,
        features,
        quota,
        req: request.map(|request| request.nonce),
    };
    Ok(Terms { license, withdraws })
}

fn identity(
    args: &Issue,
    request: Option<&ActivationRequest>,
    log: &IssueLog,
    now: Timestamp,
) -> Result<Identity, Failure> {
    let asked = match request.map(|request| &request.subject) {
        Some(RequestSubject::License(lid)) => Some(*lid),
        _ => None,
    };
    let named = args.lid.as_deref().map(desk::license_id).transpose()?;
    if let (Some(asked), Some(named)) = (asked, named)
        && asked != named
    {
        return Err(Failure::usage(format!("The request is for licence {asked}, and --lid says {named}.")));
    }
    if let Some(lid) = named.or(asked) {
        let (rev, text) = log.newest(lid).ok_or_else(|| unknown(lid))?;
        let before = resend::from_log(text)?;
        let rev = rev.checked_add(1).ok_or_else(|| Failure::usage("This licence has no number left."))?;
        return Ok(Identity { lid, rev, before: Some(before) });
    }
    match request.map(|request| &request.subject) {
        Some(RequestSubject::Order { code, proposed }) => {
            refuse_taken(log, *proposed)?;
            refuse_second(args, log, code.as_deref())?;
            Ok(Identity { lid: *proposed, rev: 1, before: None })
        }
        _ if args.any_computer => Ok(Identity { lid: LicenseId::generate(now), rev: 1, before: None }),
        _ => Err(Failure::usage(
            "For which computer? Name the customer's request (--request), a licence to renew (--lid), or --any-computer.",
        )),
    }
}

fn unknown(lid: LicenseId) -> Failure {
    Failure::usage(format!(
        "The log does not know licence {lid}. Is this the right --folder? A revision can only follow the one before."
    ))
}

/// Numbers are unique: a request proposes a fresh one.
fn refuse_taken(log: &IssueLog, proposed: LicenseId) -> Result<(), Failure> {
    match log.newest(proposed) {
        Some(_) => Err(Failure::usage(format!(
            "The request proposes the number {proposed}, which is taken. Ask the customer for a new request."
        ))),
        None => Ok(()),
    }
}

/// An order that has a licence gets another one only when somebody says why.
fn refuse_second(args: &Issue, log: &IssueLog, code: Option<&str>) -> Result<(), Failure> {
    if args.further {
        return Ok(());
    }
    let Some(code) = code else { return Ok(()) };
    let known = log.entries().iter().find_map(|entry| match &entry.happening {
        Happening::Issue { lid, order: Some(order), .. } if order == code => Some(lid),
        _ => None,
    });
    match known {
        Some(lid) => Err(Failure::usage(format!(
            "Order {code} has licence {lid} already. For a lost or changed computer say --lid {lid}; for a further \
             licence that was paid for say --further."
        ))),
        None => Ok(()),
    }
}

/// When it ends and up to when new versions are included; a new revision ends as the one before unless said otherwise.
fn ends(
    args: &Issue,
    before: Option<&License>,
    now: Timestamp,
) -> Result<(Option<Timestamp>, Option<Timestamp>), Failure> {
    let (exp, maint) = match (&args.exp, before) {
        (Some(text), _) => when::end(text, now).map(|exp| (exp, exp))?,
        (None, Some(before)) => (before.exp, before.maint_until),
        (None, None) => when::end(YEARLY, now).map(|exp| (exp, exp))?,
    };
    if exp.is_some_and(|exp| exp <= now) {
        return Err(Failure::usage("This licence would be over already. Say a later --exp."));
    }
    Ok((exp, args.maint.as_deref().map(when::last_of).transpose()?.or(maint)))
}

/// Whether a computer that the revision before was for is not in the new one: it must hear that it is over.
fn leaves_a_computer(before: &License, bind: &Bind) -> bool {
    if bind.mode == BindMode::None {
        return false;
    }
    let stays = |known: &Fingerprint| {
        before.bind.salt == bind.salt && bind.machines.iter().any(|new| !known.compare(new).0.is_empty())
    };
    before.bind.mode == BindMode::None || !before.bind.machines.iter().all(stays)
}

fn bind(
    args: &Issue,
    request: Option<&ActivationRequest>,
    before: Option<&License>,
    lid: LicenseId,
) -> Result<Bind, Failure> {
    let Some(request) = request else {
        return match before {
            Some(before) if !args.any_computer => {
                let max = args.max_computers.unwrap_or(before.bind.max);
                Ok(Bind { max, ..before.bind.clone() })
            }
            _ => Ok(Bind { mode: BindMode::None, salt: lid, machines: Vec::new(), max: 0 }),
        };
    };
    if request.machine.c.is_empty() {
        return Err(Failure::usage(
            "This computer shows nothing by which it could be known again. Issue with --any-computer instead.",
        ));
    }
    let salt = request.subject.salt();
    let mut machines: Vec<Fingerprint> = Vec::new();
    let kept = before.map(|before| &before.bind).filter(|_| args.add_computer);
    if let Some(kept) = kept {
        if kept.salt != salt {
            return Err(Failure::usage(format!(
                "The licence's computers were recorded in another way than this request. Ask the customer to make \
                 the request with the licence's number: sellify license request --order {lid}"
            )));
        }
        // The same computer again takes the place of its older record.
        machines.extend(
            kept.machines.iter().filter(|known| known.compare(&request.machine).0.is_empty()).cloned(),
        );
    }
    machines.push(request.machine.clone());
    let count = u32::try_from(machines.len()).unwrap_or(u32::MAX);
    let max = args.max_computers.or(before.map(|before| before.bind.max)).unwrap_or(1).max(1);
    if count > max {
        return Err(Failure::usage(format!(
            "That would be {count} computers, and {max} were paid for. Say --max-computers {count} to allow it."
        )));
    }
    Ok(Bind { mode: BindMode::Machine, salt, machines, max })
}

fn licensee(args: &Issue, before: Option<&License>) -> Result<Licensee, Failure> {
    let known = before.map(|before| before.licensee.clone()).unwrap_or_default();
    let name = args.licensee.clone().unwrap_or(known.name);
    if name.trim().is_empty() {
        return Err(Failure::usage("Who is the licence for? Say --licensee \"First Last\"."));
    }
    Ok(Licensee { name, company: args.company.clone().unwrap_or(known.company) })
}
