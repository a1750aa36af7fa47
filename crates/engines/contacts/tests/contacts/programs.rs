//! What other programs export and people type, each as it stands in such a file: who comes out of it.

use sellify_contacts::import::{ImportPlan, ReadOptions, Require, inspect};
use sellify_domain::ContactDetails;

use crate::support::{Vault, file};

/// Everybody in the file by the suggested mapping; a row without an address is refused.
fn people(text: impl AsRef<[u8]>) -> Vec<ContactDetails> {
    let vault = Vault::new();
    vault.import(&file("liste.csv", text)).unwrap();
    vault.contacts().into_iter().map(|contact| contact.details).collect()
}

fn email(person: &ContactDetails) -> &str {
    person.email.as_ref().map_or("", |email| email.as_str())
}

fn phone(person: &ContactDetails) -> &str {
    person.phone.as_ref().map_or("", |phone| phone.as_str())
}

/// Given name, family name, company.
fn names(person: &ContactDetails) -> [&str; 3] {
    [&person.first_name, &person.last_name, &person.company]
}

/// Street, postcode, town, country.
fn address(person: &ContactDetails) -> [&str; 4] {
    [&person.street, &person.postcode, &person.city, &person.country]
}

#[test]
fn addresses_of_shops_and_customer_programs_find_their_fields() {
    for (program, text) in [
        (
            "Salesforce",
            "First Name,Last Name,Account Name,Mailing Street,Mailing City,Mailing Zip/Postal Code,Mailing Country,Email\n\
             Anne,Dupont,Mairie,1 place Haute,Gap,05000,France,anne@exemple.fr\n",
        ),
        (
            "Shopify",
            "First Name,Last Name,Email,Default Address Company,Default Address Address1,Default Address City,\
             Default Address Zip,Default Address Country Code\n\
             Anne,Dupont,anne@exemple.fr,Mairie,1 place Haute,Gap,'05000,France\n",
        ),
        (
            "WooCommerce",
            "Email,First Name,Last Name,Billing Company,Billing Address 1,Billing Address 2,Billing City,Billing Postcode,\
             Billing Country,Shipping Address 1,Shipping City,Shipping Postcode\n\
             anne@exemple.fr,Anne,Dupont,Mairie,1 place,Haute,Gap,05000,France,2 rue Basse,Lyon,69001\n",
        ),
        (
            "Stripe",
            "Email,Name,Company,Address Line1,Address City,Address Postal Code,Address Country\n\
             anne@exemple.fr,Anne Dupont,Mairie,1 place Haute,Gap,05000,France\n",
        ),
        (
            "EBP",
            "Nom (tiers);Nom (contact) (facturation);Prénom (contact) (facturation);Adresse 1 (facturation);\
             Code postal (facturation);Ville (facturation);Pays (facturation);E-mail (contact) (facturation)\n\
             Mairie;Dupont;Anne;1 place Haute;05000;Gap;France;anne@exemple.fr\n",
        ),
        (
            "Kleos",
            "Prénom;Nom;Société;Adresse électronique (travail);Rue (travail);Code postal (travail);Ville (travail);\
             Pays (travail)\n\
             Anne;Dupont;Mairie;anne@exemple.fr;1 place Haute;05000;Gap;France\n",
        ),
        (
            "Outlook in Portuguese",
            "Nome,Apelido,Empresa,Rua (Empresa),Localidade (Empresa),Código Postal (Empresa),País/Região (Empresa),\
             Endereço de correio electrónico\n\
             Anne,Dupont,Mairie,1 place Haute,Gap,05000,France,anne@exemple.fr\n",
        ),
    ] {
        let anne = people(text).remove(0);
        assert_eq!(names(&anne), ["Anne", "Dupont", "Mairie"], "{program}");
        assert_eq!(address(&anne), ["1 place Haute", "05000", "Gap", "France"], "{program}");
    }
}

#[test]
fn two_family_names_beside_a_given_one_stay_two() {
    let all = people(
        "Nombre;Apellidos;Correo\nMaría;García López;m@exemple.es\nJosé Luis;Ruiz Soto;j@exemple.es\n",
    );
    assert_eq!(names(&all[0]), ["María", "García López", ""]);
    assert_eq!(names(&all[1]), ["José Luis", "Ruiz Soto", ""]);
}

#[test]
fn firms_in_a_column_of_names_are_firms() {
    let all = people(
        "Client;E-mail;Nom complet\n1;a@exemple.fr;SARL LE FOURNIL\n2;b@exemple.fr;SCP X & Associés\n\
         3;c@exemple.fr;Anne Dupont\n",
    );
    assert_eq!(names(&all[0]), ["", "", "SARL LE FOURNIL"]);
    assert_eq!(names(&all[1]), ["", "", "SCP X & Associés"]);
    assert_eq!(names(&all[2]), ["Anne", "Dupont", ""]);
}

#[test]
fn who_refused_in_another_program_is_not_written_to() {
    for header in [
        "IsExcludedFromCampaigns",
        "E-mail liste noire",
        "Stop mail",
        "Email Opt Out",
        "Ne souhaite pas de mail",
    ] {
        let text = format!("email;{header}\na@exemple.fr;Oui\nb@exemple.fr;Non\n");
        let found = inspect(&file("liste.csv", text), &ReadOptions::default()).unwrap();
        let key = found.columns[1].suggestion.as_ref().map(sellify_domain::ContactField::key);
        assert_eq!(key.as_deref(), Some("consent:email"), "{header}");
    }
    for header in ["Accepts Email Marketing", "Lettre d'information"] {
        let text = format!("email;{header}\na@exemple.fr;yes\nb@exemple.fr;no\n");
        let found = inspect(&file("liste.csv", text), &ReadOptions::default()).unwrap();
        let key = found.columns[1].suggestion.as_ref().map(sellify_domain::ContactField::key);
        assert_eq!(key.as_deref(), Some("consent:email"), "{header}");
    }
}

#[test]
fn a_second_address_serves_where_the_first_has_none() {
    let text = "Nom;E-mail;E-mail 2\nDupont;a@exemple.fr;a2@exemple.fr\nDurand;;b2@exemple.fr\nPetit;n/a;c2@exemple.fr\n";
    let all = people(text);
    assert_eq!(all.iter().map(email).collect::<Vec<_>>(), ["a@exemple.fr", "b2@exemple.fr", "c2@exemple.fr"]);
    assert_eq!(all[0].custom.get("e_mail_2").map(String::as_str), Some("a2@exemple.fr"), "nothing is lost");
}

#[test]
fn addresses_copied_from_a_message_are_one_contact_each() {
    for text in [
        "Anne Dupont <a@exemple.fr>; Luc Petit <b@exemple.fr>; c@exemple.fr",
        "Anne Dupont <a@exemple.fr>\nLuc Petit <b@exemple.fr>\nc@exemple.fr\n",
        "\"Anne Dupont\" <a@exemple.fr>, \"Luc Petit\" <b@exemple.fr>,\n c@exemple.fr\n",
    ] {
        let all = people(text);
        assert_eq!(
            all.iter().map(email).collect::<Vec<_>>(),
            ["a@exemple.fr", "b@exemple.fr", "c@exemple.fr"],
            "{text}"
        );
        assert_eq!(names(&all[0]), ["Anne", "Dupont", ""], "{text}");
        assert_eq!(names(&all[2]), ["", "", ""], "{text}");
    }
}

#[test]
fn a_number_that_two_people_share_changes_nobody_into_the_other() {
    let vault = Vault::new();
    vault.import(&file("a.csv", "nom;prenom;email;tel\nDupont;Anne;anne@exemple.fr;0144556677\n")).unwrap();
    let again = "nom;prenom;email;tel\nPetit;Luc;luc@exemple.fr;01 44 55 66 77\n";
    let report = vault.import(&file("b.csv", again)).unwrap();
    assert_eq!((report.counts.created, report.counts.updated), (1, 0));
    let all: Vec<ContactDetails> = vault.contacts().into_iter().map(|contact| contact.details).collect();
    assert_eq!(
        (names(&all[0]), email(&all[0]), phone(&all[0])),
        (["Anne", "Dupont", ""], "anne@exemple.fr", "+33144556677")
    );
    assert_eq!(
        (names(&all[1]), email(&all[1]), phone(&all[1])),
        (["Luc", "Petit", ""], "luc@exemple.fr", "")
    );
    assert_eq!(all[1].phone_typed.as_deref(), Some("+33144556677"), "the number is kept as it is written");
    // The same person by another address is still the same.
    let moved = "nom;prenom;email;tel\nDupont;Anne;a.dupont@exemple.fr;0144556677\n";
    let report = vault.import(&file("c.csv", moved)).unwrap();
    assert_eq!((report.counts.created, report.counts.unchanged), (0, 1));
}

#[test]
fn a_few_lines_of_another_encoding_do_not_spoil_the_rest() {
    let mut bytes =
        "Nom;E-mail\nLefèvre;a@exemple.fr\nNoël;b@exemple.fr\nMüller;c@exemple.fr\n".as_bytes().to_vec();
    bytes.extend(b"H\xE9l\xE8ne;d@exemple.fr\n");
    let all = people(bytes);
    let last: Vec<&str> = all.iter().map(|person| person.last_name.as_str()).collect();
    assert_eq!(last, ["Lefèvre", "Noël", "Müller", "Hélène"]);
}

#[test]
fn the_end_mark_of_ms_dos_is_no_row() {
    let vault = Vault::new();
    let plan = ImportPlan { require: Require::Email, ..ImportPlan::default() };
    let report =
        vault.import_with(&file("a.csv", "Nom;E-mail\r\nDupont;a@exemple.fr\r\n\x1A"), plan).unwrap();
    assert_eq!((report.counts.rows, report.counts.rejected), (1, 0));
}
