//! Issuing: first licences, renewals, moves, further computers, and everything that is refused.

use sellify_licensing::{BindMode, MachineMatch, RequestSubject};

use super::*;

const CLAIRE: [&str; 6] = ["--plan", "office", "--licensee", "Claire Martin", "--company", "Cabinet Martin"];

fn first(desk: &Desk, request: &str) -> License {
    licensed(&desk.issue(&[&["--request", request], &CLAIRE[..]].concat()).ok())
}

#[test]
fn a_request_is_answered_for_its_computer() {
    let desk = Desk::new();
    let lid = desk.order("request.txt", Some("CMD-1"), &computer(1), 1);
    let license = first(&desk, "request.txt");
    assert_eq!((license.lid, license.rev), (lid, 1));
    assert_eq!(license.licensee.name, "Claire Martin");
    assert_eq!(license.req, Some(Nonce::from_bytes([1; 16])));
    assert_eq!(license.edition, "office");
    assert_eq!(license.quota.mailboxes, Some(5));
    assert_eq!(computer(1).matches(&license.bind), MachineMatch::Exact);
    assert!(matches!(computer(2).matches(&license.bind), MachineMatch::None { .. }));
    let length = license.exp.unwrap().as_millis() - license.iat.as_millis();
    assert!((394 * 86_400_000..400 * 86_400_000).contains(&length), "thirteen months");
    assert_eq!(license.grace_days, 14);
}

#[test]
fn the_clerk_sees_what_is_signed_and_can_stop() {
    let desk = Desk::new();
    desk.order("request.txt", None, &computer(1), 1);
    let args = [&["issue", "--development", "--request", "request.txt"][..], &CLAIRE].concat();
    for typed in ["no\n", "", "\n", "sure\n"] {
        let ran = desk.typing(&args, typed);
        ran.refused(2, "Nothing was signed");
        assert!(ran.err.contains("Claire Martin") && ran.err.contains("f4777f606e8654be"), "{}", ran.err);
        assert_eq!(ran.out, "");
    }
    assert_eq!(licensed(&desk.typing(&args, "yes\n").ok()).rev, 1, "stopping used no number up");
}

#[test]
fn a_request_is_answered_once() {
    let desk = Desk::new();
    let lid = desk.order("request.txt", Some("CMD-1"), &computer(1), 1);
    let text = desk.issue(&[&["--request", "request.txt"], &CLAIRE[..]].concat()).ok();
    let again = desk.issue(&[&["--request", "request.txt"], &CLAIRE[..]].concat());
    again.refused(2, "resend");
    assert_eq!(desk.run(&["resend", "--lid", &lid.to_string()]).ok(), text, "and is sent again from the log");
    // Another request that proposes the taken number.
    desk.request("twin.txt", RequestSubject::Order { code: None, proposed: lid }, &computer(2), 2);
    desk.issue(&[&["--request", "twin.txt"], &CLAIRE[..]].concat()).refused(2, "is taken");
}

#[test]
fn a_renewal_keeps_everything_but_what_is_said() {
    let desk = Desk::new();
    let lid = desk.order("request.txt", None, &computer(1), 1).to_string();
    let before = first(&desk, "request.txt");
    let after = licensed(&desk.issue(&["--lid", &lid, "--exp", "2031-12-31"]).ok());
    assert_eq!(after.exp.unwrap().to_rfc3339(), "2031-12-31T23:59:59Z");
    assert_eq!((after.rev, after.req), (2, None));
    assert_eq!((&after.bind, &after.quota, &after.licensee), (&before.bind, &before.quota, &before.licensee));
    let larger = licensed(&desk.issue(&["--lid", &lid, "--plan", "firm"]).ok());
    assert_eq!((larger.rev, larger.edition.as_str(), larger.exp), (3, "firm", after.exp));
    assert!(!desk.run(&["log"]).ok().contains("withdrawn"), "the computer stays: nothing is withdrawn");
}

#[test]
fn a_moved_licence_leaves_its_old_computer() {
    let desk = Desk::new();
    let lid = desk.order("request.txt", Some("CMD-1"), &computer(1), 1).to_string();
    let old = first(&desk, "request.txt");
    // The new computer knows the order only; its request proposes another number.
    desk.order("new.txt", Some("CMD-1"), &computer(2), 2);
    desk.issue(&[&["--request", "new.txt"], &CLAIRE[..]].concat()).refused(2, "--lid");
    let moved = licensed(&desk.issue(&["--request", "new.txt", "--lid", &lid]).ok());
    assert_eq!((moved.lid, moved.rev, moved.exp), (old.lid, 2, old.exp), "moving gives no more time");
    assert_eq!(computer(2).matches(&moved.bind), MachineMatch::Exact);
    assert!(matches!(computer(1).matches(&moved.bind), MachineMatch::None { .. }));
    let list = desk.run(&["crl", "--development", "--yes"]).ok();
    let list = sellify_licensing::read_crl(&list, &KeyTable::development()).unwrap();
    assert_eq!(list.revoked_up_to(old.lid), Some(1), "the old revision is over, the new one is not");
    // A further licence of the same order only when somebody says so.
    desk.order("more.txt", Some("CMD-1"), &computer(3), 3);
    let further = desk.issue(&[&["--request", "more.txt", "--further"], &CLAIRE[..]].concat()).ok();
    assert_ne!(licensed(&further).lid, old.lid);
}

#[test]
fn a_changed_computer_is_recorded_anew_without_withdrawing() {
    let desk = Desk::new();
    let lid = desk.order("request.txt", None, &computer(1), 1);
    first(&desk, "request.txt");
    let reinstalled = MachineComponents { os_id: computer(9).os_id, ..computer(1) };
    desk.request("drift.txt", RequestSubject::License(lid), &reinstalled, 2);
    let renewed = licensed(&desk.issue(&["--request", "drift.txt"]).ok());
    assert_eq!(reinstalled.matches(&renewed.bind), MachineMatch::Exact);
    assert!(!desk.run(&["log"]).ok().contains("withdrawn"));
}

#[test]
fn computers_are_added_up_to_what_was_paid_for() {
    let desk = Desk::new();
    let lid = desk.order("request.txt", None, &computer(1), 1);
    first(&desk, "request.txt");
    desk.request("second.txt", RequestSubject::License(lid), &computer(2), 2);
    desk.issue(&["--request", "second.txt", "--add-computer"]).refused(2, "--max-computers 2");
    let two =
        licensed(&desk.issue(&["--request", "second.txt", "--add-computer", "--max-computers", "2"]).ok());
    assert_eq!(computer(1).matches(&two.bind), MachineMatch::Exact);
    assert_eq!(computer(2).matches(&two.bind), MachineMatch::Exact);
    // The same computer again takes its own place.
    desk.request("again.txt", RequestSubject::License(lid), &computer(2), 3);
    let again = licensed(&desk.issue(&["--request", "again.txt", "--add-computer"]).ok());
    assert_eq!(again.bind.machines.len(), 2);
    desk.order("salted.txt", None, &computer(3), 4);
    desk.issue(&[
        "--request",
        "salted.txt",
        "--lid",
        &lid.to_string(),
        "--add-computer",
        "--max-computers",
        "3",
    ])
    .refused(2, "sellify license request");
}

#[test]
fn a_licence_for_any_computer_needs_no_request() {
    let desk = Desk::new();
    let text = desk.issue(&[&["--any-computer", "--exp", "perpetual"], &CLAIRE[..]].concat()).ok();
    let license = licensed(&text);
    assert_eq!((license.bind.mode, license.exp, license.maint_until), (BindMode::None, None, None));
    assert_eq!(computer(5).matches(&license.bind), MachineMatch::Exact);
}

#[test]
fn what_cannot_be_issued_is_told_before_the_key_is_touched() {
    let desk = Desk::new();
    desk.order("request.txt", None, &computer(1), 1);
    let nothing = MachineComponents { os: "linux".into(), ..MachineComponents::default() };
    desk.order("faceless.txt", None, &nothing, 2);
    let request = desk.read("request.txt");
    desk.write("damaged.txt", &damage(&request));
    desk.write("cut.txt", &request[..request.len() / 2]);
    let with = |args: &[&str]| desk.issue(&[args, &CLAIRE[..]].concat());
    with(&["--request", "damaged.txt"]).refused(3, "license_checksum");
    with(&["--request", "cut.txt"]).refused(3, "license_format");
    with(&["--request", "faceless.txt"]).refused(2, "--any-computer");
    with(&["--request", "missing.txt"]).refused(2, "cannot be read");
    with(&[]).refused(2, "For which computer");
    with(&["--request", "request.txt", "--exp", "2020-01-01"]).refused(2, "over already");
    with(&["--request", "request.txt", "--exp", "31/12/2030"]).refused(2, "2027-01-31");
    with(&["--request", "request.txt", "--nbf", "2099-01-01", "--exp", "perpetual"]).refused(3, "nbf");
    with(&["--lid", "01a2013b-a9a8-7219-8f36-2b8509da9d7e"]).refused(2, "does not know");
    with(&["--lid", "seven"]).refused(2, "not the number");
    desk.issue(&["--request", "request.txt", "--plan", "gold", "--licensee", "x"])
        .refused(2, "solo, office, firm");
    desk.issue(&["--request", "request.txt", "--licensee", "x"]).refused(2, "Which plan");
    desk.issue(&["--request", "request.txt", "--plan", "solo"]).refused(2, "Who is the licence for");
    desk.issue(&["--request", "request.txt", "--plan", "solo", "--licensee", "a\u{202e}b"])
        .refused(3, "licensee");
    assert_eq!(desk.run(&["log"]).ok(), "", "nothing of this is in the log");
    first(&desk, "request.txt");
}

#[test]
fn plans_can_come_from_a_file() {
    let desk = Desk::new();
    desk.write("plans.json", r#"[{"name":"trial-plus","features":["ai"],"quota":{"seats":3}}]"#);
    let args = [
        "--any-computer",
        "--plans",
        "plans.json",
        "--plan",
        "trial-plus",
        "--licensee",
        "x",
        "--exp",
        "30d",
    ];
    let license = licensed(&desk.issue(&args).ok());
    assert_eq!((license.quota.seats, license.quota.mailboxes), (Some(3), None));
    desk.write("plans.json", "[{}]");
    desk.issue(&args).refused(2, "file of plans");
}

#[test]
fn a_file_is_never_overwritten_and_the_licence_is_not_lost() {
    let desk = Desk::new();
    desk.write("taken.txt", "keep me");
    let ran = desk.issue(&[&["--any-computer", "--out", "taken.txt"], &CLAIRE[..]].concat());
    ran.refused(1, "resend --lid");
    assert_eq!(desk.read("taken.txt"), "keep me");
    let log = desk.run(&["log"]).ok();
    let lid = log.split_whitespace().nth(3).unwrap();
    licensed(&desk.run(&["resend", "--lid", lid]).ok());
}
