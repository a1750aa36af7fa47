//! The computer known again: exactly, with changed parts, or not at all.

use proptest::prelude::*;

use super::*;
use crate::{Component, MachineMatch};

fn change(parts: &[Component]) -> MachineComponents {
    let mut changed = computer();
    for part in parts {
        let value = match part {
            Component::OsId => &mut changed.os_id,
            Component::Smbios => &mut changed.smbios,
            Component::Disk => &mut changed.disk,
            Component::Board => &mut changed.board,
        };
        *value = match part {
            Component::OsId => Some("00112233-4455-6677-8899-aabbccddeeff".into()),
            _ => Some("another one".into()),
        };
    }
    changed
}

#[test]
fn the_rule_for_every_set_of_changed_parts() {
    let bind = license().bind;
    for set in 0_u8..16 {
        let parts: Vec<Component> = Component::ALL
            .into_iter()
            .enumerate()
            .filter(|(bit, _)| set & (1 << bit) != 0)
            .map(|(_, part)| part)
            .collect();
        let hardware = parts.iter().filter(|part| **part != Component::OsId).count();
        let expected = match (parts.contains(&Component::OsId), hardware) {
            (false, _) => MachineMatch::Exact,
            (true, 0 | 1) => MachineMatch::Drift { differing: parts.clone() },
            (true, _) => MachineMatch::None { differing: parts.clone() },
        };
        assert_eq!(change(&parts).matches(&bind), expected, "changed: {parts:?}");
    }
}

#[test]
fn a_part_that_is_missing_on_either_side_never_matches() {
    let nothing = MachineComponents { os: "linux".into(), ..MachineComponents::default() };
    let none = MachineMatch::None { differing: Vec::new() };
    assert_eq!(nothing.matches(&license().bind), none);
    let empty = Bind { machines: vec![nothing.fingerprint(lid())], ..license().bind };
    assert_eq!(nothing.matches(&empty), none, "two that know nothing are not the same");
    assert_eq!(computer().matches(&empty), none);
    // Linux without special rights: the system's id alone, and then exactly.
    let linux = MachineComponents { os: "linux".into(), os_id: computer().os_id, ..nothing.clone() };
    let bind = Bind { machines: vec![linux.fingerprint(lid())], ..license().bind };
    assert_eq!(linux.matches(&bind), MachineMatch::Exact);
    let reinstalled = MachineComponents { os_id: other_computer().os_id, ..linux };
    assert_eq!(reinstalled.matches(&bind), MachineMatch::None { differing: vec![Component::OsId] });
    // One equal part of the hardware is not enough.
    let disk_only = MachineComponents { disk: computer().disk, ..nothing };
    assert_eq!(disk_only.matches(&license().bind), none);
}

#[test]
fn placeholders_are_not_counted() {
    for placeholder in [
        "",
        " ",
        "none",
        "None",
        "To be filled by O.E.M.",
        "Default string",
        "Not Specified",
        "System Serial Number",
        "0",
        "00000000",
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        "03000200-0400-0500-0006-000700080009",
        "uninitialized",
        "INVALID",
        "123456789",
        "N/A",
        "unknown",
        "xxxxxxx",
    ] {
        let shared = MachineComponents {
            os: "windows".into(),
            os_id: Some(placeholder.into()),
            smbios: Some(placeholder.into()),
            disk: Some(placeholder.into()),
            board: Some(placeholder.into()),
        };
        assert!(shared.fingerprint(lid()).c.is_empty(), "{placeholder:?}");
    }
    for odd in ["not an id", "0123456789abcdef0123456789abcdez", "0123456789abcdef0123456789abcde"] {
        let text = MachineComponents { os_id: Some(odd.into()), ..MachineComponents::default() };
        assert!(text.fingerprint(lid()).c.is_empty(), "a system's id is 32 hex digits: {odd}");
    }
}

#[test]
fn spelling_does_not_change_a_computer() {
    let other = MachineComponents {
        os_id: Some(" 3F8A1C529B4E4D07A6B152C0F9E8D713\n".into()),
        smbios: Some("4c4c4544004235108052b4c04f4e3232".into()),
        disk: Some("  s3z9nb0k123456a ".into()),
        board: Some("/5br52n2/cnfcw0096h00ab/".into()),
        ..computer()
    };
    assert_eq!(other.fingerprint(lid()), computer().fingerprint(lid()));
}

#[test]
fn two_licences_cannot_tell_that_they_are_for_one_computer() {
    let one = computer().fingerprint(lid());
    let two = computer().fingerprint(LicenseId::generate(TODAY));
    assert!(one.c.iter().all(|(part, value)| two.c[part] != *value));
    let values: std::collections::BTreeSet<_> = one.c.values().collect();
    assert_eq!(values.len(), 4, "and equal ids of different parts differ too");
}

#[test]
fn raw_ids_are_not_shown() {
    let shown = format!("{:?}", computer());
    for id in [computer().os_id, computer().disk, computer().smbios, computer().board].into_iter().flatten() {
        assert!(!shown.contains(&id), "{shown}");
    }
}

#[test]
fn a_licence_for_several_computers_knows_each() {
    let (one, two) = (computer().fingerprint(lid()), other_computer().fingerprint(lid()));
    let bind = Bind { machines: vec![one, two], max: 2, ..license().bind };
    assert_eq!(computer().matches(&bind), MachineMatch::Exact);
    assert_eq!(other_computer().matches(&bind), MachineMatch::Exact);
    let drifted = MachineComponents { os_id: None, ..other_computer() };
    assert_eq!(drifted.matches(&bind), MachineMatch::Drift { differing: Vec::new() });
}

proptest! {
    #[test]
    fn a_computer_always_matches_itself_when_it_shows_anything(
        os_id in proptest::option::of("[0-9a-f]{32}"), smbios in proptest::option::of("\\PC{0,40}"),
        disk in proptest::option::of("\\PC{0,40}"), board in proptest::option::of("\\PC{0,40}"),
    ) {
        let machine = MachineComponents { os: "linux".into(), os_id, smbios, disk, board };
        let own = machine.fingerprint(lid());
        let bind = Bind { machines: vec![own.clone()], ..license().bind };
        let known = own.c.contains_key(&Component::OsId) || own.c.len() >= 2;
        prop_assert_eq!(!matches!(machine.matches(&bind), MachineMatch::None { .. }), known);
        prop_assert!(matches!(other_computer().matches(&bind), MachineMatch::None { .. }), "and no other computer does");
    }
}
