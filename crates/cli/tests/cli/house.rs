//! The command line itself: usage, help, errors as text and as JSON.

use crate::House;

#[test]
fn what_cannot_be_understood_ends_with_2() {
    let house = House::empty();
    for args in
        [&["fly"][..], &[], &["import"], &["contacts", "list", "--limit", "0"], &["campaign", "create"]]
    {
        assert_eq!(house.run(args).code, 2, "{args:?}");
    }
    let ran = house.run(&["fly", "--json"]);
    assert_eq!((ran.code, ran.error()["code"].as_str()), (2, Some("usage")));
}

#[test]
fn help_and_version_end_with_0_and_name_the_exit_codes() {
    let house = House::empty();
    let help = house.run(&["--help"]);
    assert_eq!(help.code, 0);
    for word in
        ["init", "import", "contacts", "template", "campaign", "connection", "serve", "unlock", "Exit codes"]
    {
        assert!(help.out.contains(word), "{word} in {}", help.out);
    }
    assert!(house.run(&["--version"]).out.starts_with("sellify "));
}

#[test]
fn without_a_vault_every_command_says_so_and_makes_nothing() {
    let house = House::empty();
    let csv = house.file("a.csv", "email\na@b.fr\n");
    let commands: [&[&str]; 6] = [
        &["contacts", "list"],
        &["import", &csv],
        &["template", "list"],
        &["connection", "list"],
        &["campaign", "status"],
        &["unlock", "--recovery-code", "SR1-0000-0000-0000-0000-0000-0000-0000-0000-Q2YP"],
    ];
    for args in commands {
        assert_eq!(house.refusal(args), (4, "vault_missing".into()), "{args:?}");
    }
    assert!(!house.data().exists(), "looking must not create a folder");
}

#[test]
fn an_error_for_people_says_what_happened_and_what_to_do_next() {
    let ran = House::empty().run(&["contacts", "list"]);
    assert_eq!((ran.code, ran.out.as_str()), (4, ""));
    assert!(ran.err.starts_with("error: There is no vault"), "{}", ran.err);
    assert!(ran.err.contains("sellify init"), "{}", ran.err);
}
