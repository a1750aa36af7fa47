//! The issue log: only added to, and every change in it found before anything is signed.

use super::*;

const SOLO: [&str; 5] = ["--any-computer", "--plan", "solo", "--licensee", "x"];

fn filled() -> Desk {
    let desk = Desk::new();
    for _ in 0..4 {
        desk.issue(&SOLO).ok();
    }
    desk
}

#[test]
fn the_log_is_readable_and_numbers_are_unique() {
    let desk = filled();
    let listed = desk.run(&["log"]).ok();
    let numbers: std::collections::BTreeSet<&str> =
        listed.lines().filter_map(|line| line.split_whitespace().nth(3)).collect();
    assert_eq!((listed.lines().count(), numbers.len()), (4, 4));
}

#[test]
fn whatever_is_changed_in_the_log_stops_the_tool() {
    let desk = filled();
    let log = desk.read("issue-log.jsonl");
    let lines: Vec<&str> = log.lines().collect();
    let joined = |lines: &[&str]| lines.join("\n") + "\n";
    let mut changed = vec![
        ("a line less in the middle", joined(&[lines[0], lines[2], lines[3]])),
        ("the first line gone", joined(&lines[1..])),
        ("two lines exchanged", joined(&[lines[0], lines[2], lines[1], lines[3]])),
        ("a line twice", joined(&[lines[0], lines[0], lines[1]])),
        ("an empty line", log.replacen('\n', "\n\n", 1)),
        ("a word changed", log.replacen("\"rev\":1", "\"rev\":2", 1)),
        ("a time changed", log.replacen("\"at\":1", "\"at\":2", 1)),
        ("not JSON", "hello\n".to_owned()),
    ];
    let last = lines[3];
    let forged = last.replacen("\"prev\":\"", "\"prev\":\"0", 1);
    changed.push(("another line before it", joined(&[lines[0], lines[1], lines[2], &forged])));
    for (what, text) in changed {
        desk.write("issue-log.jsonl", &text);
        desk.issue(&SOLO).refused(3, "changed or damaged at line");
        assert_eq!(desk.read("issue-log.jsonl"), text, "{what}: the file is left as it is");
    }
    desk.write("issue-log.jsonl", &log);
    desk.issue(&SOLO).ok();
}

#[test]
fn a_line_cut_short_by_a_power_cut_is_told_and_can_be_taken_away() {
    let desk = filled();
    let log = desk.read("issue-log.jsonl");
    let before = log.trim_end().rfind('\n').unwrap() + 1;
    for end in [before + 1, log.len() - 10, log.len() - 1] {
        desk.write("issue-log.jsonl", &log[..end]);
        desk.issue(&SOLO).refused(3, "cut short in line 4");
    }
    desk.write("issue-log.jsonl", &log[..before]);
    desk.issue(&SOLO).ok();
}

#[test]
fn one_run_at_a_time_holds_the_log() {
    let desk = filled();
    let held = std::fs::OpenOptions::new().append(true).open(desk.path("issue-log.jsonl")).unwrap();
    held.lock().unwrap();
    desk.issue(&SOLO).refused(1, "another run");
    held.unlock().unwrap();
    desk.issue(&SOLO).ok();
}

#[test]
fn no_secret_and_no_passphrase_is_in_the_log_or_on_the_screen() {
    let desk = Desk::new();
    desk.keygen("license", "k");
    let args = ["issue", "--key", "k.key.age", "--passphrase-file", "pass", "--yes"];
    let ran = desk.run(&[&args[..], &SOLO].concat());
    let shown = format!("{}{}{}", ran.out, ran.err, desk.read("issue-log.jsonl"));
    assert!(!shown.contains(PASSPHRASE) && !shown.contains("\"secret\""), "{shown}");
}
