//! Files as other programs export them: each comes in right the first time, without a word from a person.

use crate::support::{Vault, file};
use sellify_contacts::import::{ImportPlan, Inspection, ReadOptions, Require, default_mapping, inspect};
use sellify_domain::ContactDetails;

fn look(name: &str, bytes: impl AsRef<[u8]>) -> Inspection {
    inspect(&file(name, bytes), &ReadOptions::default()).expect(name)
}

/// The field of each column that has one of the product's own.
fn fields(name: &str, text: &str) -> Vec<(String, String)> {
    let found = look(name, text);
    let mapping = default_mapping(&found);
    let named = found.columns.iter().zip(mapping).filter_map(|(column, field)| {
        let key = field?.key();
        (!key.starts_with("custom:")).then(|| (column.header.clone(), key))
    });
    named.collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(header, key)| ((*header).to_owned(), (*key).to_owned())).collect()
}

/// Everybody in the file, by what the suggested mapping makes of it.
fn people(name: &str, bytes: impl AsRef<[u8]>) -> Vec<ContactDetails> {
    let vault = Vault::new();
    let plan = ImportPlan { require: Require::EmailOrPhone, ..ImportPlan::default() };
    vault.import_with(&file(name, bytes), plan).expect(name);
    vault.contacts().into_iter().map(|contact| contact.details).collect()
}

/// Civility, given name, family name, address, number.
fn identity(person: &ContactDetails) -> [String; 5] {
    let email = person.email.as_ref().map(ToString::to_string).unwrap_or_default();
    let phone = person.phone.as_ref().map(ToString::to_string).unwrap_or_default();
    [person.civility.clone(), person.first_name.clone(), person.last_name.clone(), email, phone]
}

/// Street, postcode, town, country.
fn address(person: &ContactDetails) -> [&str; 4] {
    [&person.street, &person.postcode, &person.city, &person.country]
}

#[test]
fn google_contacts_of_today() {
    let text = "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Nickname,File As,Organization Name,\
        Organization Title,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,\
        E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,\
        Address 1 - City,Address 1 - Postal Code,Address 1 - Country,Website 1 - Value\n\
        Anne,,Dupont,,Mme,,,Cabinet Durand,Associée,1984-05-03,Cliente depuis 2019,,* myContacts ::: Clients ::: VIP,\
        * Work,anne@exemple.fr ::: a.dupont@exemple.fr,,,Mobile,06 12 34 56 78 ::: 01 23 45 67 89,,\
        \"12 rue Haute\n69002 Lyon\nFrance\",12 rue Haute,Lyon,69002,France,\n";
    let all = people("contacts.csv", text);
    let anne = &all[0];
    assert_eq!(identity(anne), ["Mme", "Anne", "Dupont", "anne@exemple.fr", "+33612345678"]);
    assert_eq!(address(anne), ["12 rue Haute", "69002", "Lyon", "France"]);
    assert_eq!((anne.company.as_str(), anne.birthdate.as_str()), ("Cabinet Durand", "1984-05-03"));
    assert_eq!(anne.tags, ["Clients", "VIP"], "Google's own groups are none of the firm's");
    assert_eq!(anne.custom.get("organization_title").map(String::as_str), Some("Associée"));
}

#[test]
fn google_contacts_of_before() {
    let text = "Name,Given Name,Additional Name,Family Name,Yomi Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,\
        Phone 1 - Type,Phone 1 - Value,Organization 1 - Name\n\
        Jean Durand,Jean,,Durand,,* myContacts ::: Presse,* ,jean@exemple.fr,Mobile,+33 6 98 76 54 32,Le Journal\n";
    let all = people("google.csv", text);
    assert_eq!(identity(&all[0]), ["", "Jean", "Durand", "jean@exemple.fr", "+33698765432"]);
    assert_eq!((all[0].company.as_str(), all[0].tags.as_slice()), ("Le Journal", &["Presse".to_owned()][..]));
}

#[test]
fn outlook_in_french_with_business_and_home() {
    let text = "\"Titre\",\"Prénom\",\"Deuxième prénom\",\"Nom\",\"Suffixe\",\"Société\",\"Service\",\"Titre\",\
        \"Rue (bureau)\",\"Rue (bureau) 2\",\"Ville (bureau)\",\"Code postal (bureau)\",\"Pays/Région (bureau)\",\
        \"Rue (domicile)\",\"Ville (domicile)\",\"Code postal (domicile)\",\"Télécopie (bureau)\",\
        \"Téléphone (bureau)\",\"Tél. mobile\",\"Adresse de messagerie\",\"Type de messagerie\",\
        \"Nom complet de l'adresse de messagerie\",\"Anniversaire\",\"Catégories\",\"Notes\"\r\n\
        \"M.\",\"Luc\",\"\",\"Martin\",\"\",\"Mairie de Gap\",\"Accueil\",\"Directeur\",\"3 place Jean Marcellin\",\
        \"Bât. A\",\"Gap\",\"05000\",\"France\",\"\",\"\",\"\",\"04 92 53 24 00\",\"04 92 53 24 24\",\"06 12 34 56 78\",\
        \"luc@exemple.fr\",\"SMTP\",\"Luc Martin (luc@exemple.fr)\",\"0/0/00\",\"Client;Élu\",\"\"\r\n";
    let bytes = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let all = people("contacts.CSV", bytes);
    let luc = &all[0];
    assert_eq!(identity(luc), ["M.", "Luc", "Martin", "luc@exemple.fr", "+33612345678"]);
    assert_eq!(address(luc), ["3 place Jean Marcellin Bât. A", "05000", "Gap", "France"]);
    assert_eq!((luc.company.as_str(), luc.birthdate.as_str()), ("Mairie de Gap", ""), "0/0/00 is no date");
    assert_eq!(luc.tags, ["Client", "Élu"]);
}

#[test]
fn outlook_in_other_languages() {
    for (language, text) in [
        (
            "en",
            "Title,First Name,Middle Name,Last Name,Company,Job Title,Business Street,Business City,\
             Business Postal Code,Business Country/Region,Mobile Phone,E-mail Address,E-mail Display Name,Categories\n\
             Mr.,Ada,,Meier,Firm,Head,1 High Street,Gap,05000,France,0612345678,ada@exemple.fr,Ada Meier,x\n",
        ),
        (
            "de",
            "Anrede;Vorname;Weitere Vornamen;Nachname;Firma;Position;Straße geschäftlich;Ort geschäftlich;\
             Postleitzahl geschäftlich;Land/Region geschäftlich;Mobiltelefon;E-Mail-Adresse;\
             E-Mail: Angezeigter Name;Kategorien\n\
             Herr;Ada;;Meier;Firm;Chef;1 High Street;Gap;05000;France;0612345678;ada@exemple.fr;Ada Meier;x\n",
        ),
        (
            "es",
            "Tratamiento,Nombre,Segundo nombre,Apellidos,Organización,Puesto,Calle del trabajo,Ciudad de trabajo,\
             Código postal del trabajo,País o región del trabajo,Teléfono móvil,Dirección de correo electrónico,\
             Nombre para mostrar del correo electrónico,Categorías\n\
             Sr.,Ada,,Meier,Firm,Jefe,1 High Street,Gap,05000,France,0612345678,ada@exemple.fr,Ada Meier,x\n",
        ),
        (
            "it",
            "Titolo,Nome,Secondo nome,Cognome,Società,Posizione,Via (uff.),Città (uff.),CAP (uff.),\
             Paese (uff.),Cellulare,Indirizzo posta elettronica,Nome visualizzato posta elettronica,Categorie\n\
             Sig.,Ada,,Meier,Firm,Capo,1 High Street,Gap,05000,France,0612345678,ada@exemple.fr,Ada Meier,x\n",
        ),
        (
            "pt",
            "Título,Nome,Segundo nome,Sobrenome,Empresa,Cargo,Rua do Endereço Comercial,\
             Cidade do Endereço Comercial,CEP do Endereço Comercial,País/Região do Endereço Comercial,\
             Telefone celular,Endereço de email,Nome para exibição do email,Categorias\n\
             Sr.,Ada,,Meier,Firm,Chefe,1 High Street,Gap,05000,France,0612345678,ada@exemple.fr,Ada Meier,x\n",
        ),
    ] {
        let ada = people("outlook.csv", text).remove(0);
        let [_, first, last, email, phone] = identity(&ada);
        assert_eq!(
            [first, last, email, phone],
            ["Ada", "Meier", "ada@exemple.fr", "+33612345678"],
            "{language}"
        );
        assert_eq!(address(&ada), ["1 High Street", "05000", "Gap", "France"], "{language}");
        assert_eq!((ada.company.as_str(), ada.tags.len()), ("Firm", 1), "{language}");
    }
}

#[test]
fn brevo_with_its_lists_of_refusals() {
    let text = "CONTACT ID;EMAIL;NOM;PRENOM;SMS;EMAIL blacklisted;SMS blacklisted;OPT_IN;ADDED_TIME\n\
        1;a@exemple.fr;Dupont;Anne;33612345678;No;No;Yes;2024-03-01 10:00:00\n\
        2;b@exemple.fr;Durand;Luc;;Yes;No;Yes;2024-03-02 10:00:00\n\
        3;c@exemple.fr;Leroy;Eve;;No;No;;2024-03-03 10:00:00\n";
    assert_eq!(
        fields("brevo.csv", text),
        pairs(&[
            ("CONTACT ID", "reference"),
            ("EMAIL", "email"),
            ("NOM", "last_name"),
            ("PRENOM", "first_name"),
            ("SMS", "phone"),
            ("EMAIL blacklisted", "consent:email"),
            ("SMS blacklisted", "consent:phone"),
            ("OPT_IN", "consent:email"),
        ])
    );
    assert_eq!(identity(&people("brevo.csv", text)[0])[4], "+33612345678");
}

#[test]
fn hubspot_and_mailchimp() {
    let hubspot = "\"Record ID\",\"First Name\",\"Last Name\",\"Email\",\"Phone Number\",\"Contact owner\",\
        \"Lead Status\",\"Marketing contact status\",\"Create Date\",\"Associated Company\",\
        \"Unsubscribed from all email\"\n\
        \"501\",\"Anne\",\"Dupont\",\"anne@exemple.fr\",\"+33 6 12 34 56 78\",\"Luc\",\"New\",\"Marketing contact\",\
        \"2024-03-01 10:00\",\"Cabinet Durand\",\"false\"\n";
    assert_eq!(
        fields("hubspot.csv", hubspot),
        pairs(&[
            ("Record ID", "reference"),
            ("First Name", "first_name"),
            ("Last Name", "last_name"),
            ("Email", "email"),
            ("Phone Number", "phone"),
            ("Associated Company", "company"),
            ("Unsubscribed from all email", "consent:email"),
        ])
    );
    let mailchimp = "Email Address,First Name,Last Name,Address,Phone Number,Birthday,MEMBER_RATING,OPTIN_TIME,\
        UNSUB_TIME,LEID,TAGS\n\
        anne@exemple.fr,Anne,Dupont,12 rue Haute  Lyon  69002  FR,0612345678,05/03,2,2024-03-01 10:00:00,\
        2024-05-01 09:00:00,77,\"\"\"Client\"\",\"\"VIP\"\"\"\n";
    assert!(fields("mailchimp.csv", mailchimp).contains(&("UNSUB_TIME".into(), "consent:email".into())));
    let all = people("mailchimp.csv", mailchimp);
    assert_eq!(address(&all[0]), ["12 rue Haute", "69002", "Lyon", "FR"], "one column is cut in four");
    assert_eq!(all[0].tags, ["Client", "VIP"]);
    assert_eq!(all[0].custom.get("birthdate_typed").map(String::as_str), Some("05/03"), "nothing is lost");
}

#[test]
fn a_secretary_s_own_list() {
    let text = ";;;;;;\r\nADHÉRENTS 2024;;;;;;\r\nMis à jour le 12/03/2024;;;;;;\r\n\
        Nom et prénom;Courriel;Tél.;Adresse;C.P.;Ville;Cotisation\r\n\
        Mme DUPONT Anne;anne@exemple.fr;612345678;12 rue Haute;01000;Bourg-en-Bresse;25,50\r\n\
        DURAND Jean-Paul;jp@exemple.fr;06.98.76.54.32;3 allée B;1500;Ambérieu;25,50\r\n\
        LE GALL Yann;yann@exemple.fr;02 98 00 00 00;Quai C;29200;Brest;\r\n";
    let bytes = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let all = people("adherents.csv", bytes);
    assert_eq!(all.len(), 3);
    assert_eq!(identity(&all[0]), ["Mme", "Anne", "DUPONT", "anne@exemple.fr", "+33612345678"]);
    assert_eq!(identity(&all[1])[1..3], ["Jean-Paul", "DURAND"]);
    assert_eq!(all[0].custom.get("cotisation").map(String::as_str), Some("25,50"));
}

#[test]
fn the_encodings_of_other_machines() {
    let text = "Prénom;Nom;E-mail;Ville\r\nHélène;Béranger;h@exemple.fr;Besançon\r\nÉlodie;Noël;e@exemple.fr;Nîmes\r\n";
    let mac: Vec<u8> = text.chars().map(mac_roman).collect();
    let dos: Vec<u8> = text.chars().map(code_page_850).collect();
    for (name, bytes) in [("macintosh", mac), ("IBM850", dos)] {
        let found = look("liste.csv", &bytes);
        let encodings: Vec<&str> = found.encodings.iter().map(|encoding| encoding.name()).collect();
        assert_eq!(encodings.first(), Some(&name));
        let all = people("liste.csv", bytes);
        assert_eq!((all[0].first_name.as_str(), all[0].city.as_str()), ("Hélène", "Besançon"), "{name}");
        assert_eq!((all[1].first_name.as_str(), all[1].last_name.as_str()), ("Élodie", "Noël"), "{name}");
    }
    let latin_9 =
        encoding_rs::ISO_8859_15.encode("Nom;E-mail;Prix\r\nBœuf;b@exemple.fr;12 €\r\n").0.into_owned();
    let latin_9: Vec<u8> = latin_9;
    assert_eq!(look("liste.csv", latin_9).encodings[0].name(), "ISO-8859-15");
}

fn mac_roman(letter: char) -> u8 {
    match letter {
        'é' => 0x8E,
        'è' => 0x8F,
        'ç' => 0x8D,
        'É' => 0x83,
        'ë' => 0x91,
        'î' => 0x94,
        ascii => u8::try_from(ascii).unwrap(),
    }
}

fn code_page_850(letter: char) -> u8 {
    match letter {
        'é' => 0x82,
        'è' => 0x8A,
        'ç' => 0x87,
        'É' => 0x90,
        'ë' => 0x89,
        'î' => 0x8C,
        ascii => u8::try_from(ascii).unwrap(),
    }
}

#[test]
fn damaged_accents_are_shown_and_put_right_only_when_asked() {
    let text = "PrÃ©nom,Nom,E-mail\nHÃ©lÃ¨ne,Dupont,h@exemple.fr\nÉlodie,SÃ,e@exemple.fr\n";
    let found = look("liste.csv", text);
    let damage = found.mojibake.expect("noticed");
    assert_eq!((damage.line, damage.before.as_str(), damage.after.as_str()), (1, "PrÃ©nom", "Prénom"));
    assert_eq!(people("liste.csv", text)[0].custom.get("prenom"), None);

    let vault = Vault::new();
    let read = ReadOptions { repair_mojibake: true, ..ReadOptions::default() };
    vault.import_with(&file("liste.csv", text), ImportPlan { read, ..ImportPlan::default() }).unwrap();
    let names: Vec<String> = vault.contacts().into_iter().map(|contact| contact.details.first_name).collect();
    assert_eq!(names, ["Hélène", "Élodie"], "the names of the columns too, and what was right stays");
}

#[test]
fn a_table_that_was_pasted_into_one_column() {
    let text = "\"Nom;E-mail;Ville\"\r\n\"Dupont;anne@exemple.fr;\"\"Lyon; 2e\"\"\"\r\n\"Durand;luc@exemple.fr;Gap\"\r\n";
    let all = people("liste.csv", text);
    assert_eq!((all[0].last_name.as_str(), all[0].city.as_str()), ("Dupont", "Lyon; 2e"));
    assert_eq!(all.len(), 2);
}

#[test]
fn a_landline_beside_a_mobile_number_serves_where_it_is_the_only_one() {
    let text = "Nom;E-mail;Tél. mobile;Tél. fixe\n\
        Dupont;anne@exemple.fr;06 12 34 56 78;01 23 45 67 89\n\
        Durand;luc@exemple.fr;;04 92 53 24 00\n\
        Leroy;eve@exemple.fr;;04 92 53 24 00\n\
        Petit;bob@exemple.fr;;voir Luc\n";
    let all = people("clients.csv", text);
    let numbers: Vec<String> = all.iter().map(|person| identity(person)[4].clone()).collect();
    // Two contacts cannot have one number, and a colleague must not be lost for a line they share.
    assert_eq!(numbers, ["+33612345678", "+33492532400", "", ""]);
    let lines: Vec<&str> = all.iter().map(|person| person.custom["tel_fixe"].as_str()).collect();
    assert_eq!(lines, ["01 23 45 67 89", "04 92 53 24 00", "04 92 53 24 00", "voir Luc"], "nothing is lost");
    assert!(all.iter().all(|person| person.phone_typed.is_none()));

    let alone =
        people("clients.csv", "Nom;E-mail;Mobile;Fixe\nDurand;;;04 92 53 24 00\nLeroy;;06 12 34 56 78;\n");
    assert_eq!(alone.len(), 2, "and it is enough to reach somebody by");
}
