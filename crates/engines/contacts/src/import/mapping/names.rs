//! Column names in French and English, as Excel lists, Google, Outlook, Brevo and HubSpot write them.

use sellify_domain::ContactField;
use sellify_validation::text::fold;

/// Names without case, accents, blanks and signs.
const NAMES: [(ContactField, f32, &str); 19] = [
    (
        ContactField::Email,
        0.95,
        "email mail mel courriel adressemail adresseemail adressecourriel adressemel adressedemessagerie \
         adresseelectronique emailaddress email1 email1value email1address emailprincipal emailpro \
         emailprofessionnel mailpro mailprofessionnel emailpersonnel emailperso contactemail emailcontact \
         primaryemail workemail homeemail courrielprincipal courrielprofessionnel emailadresse mails emails",
    ),
    (
        ContactField::Phone,
        0.95,
        "mobile portable gsm mobilephone mobilephonenumber telephonemobile telephoneportable telmobile \
         telportable numerodeportable numerodemobile cellphone cell natel whatsapp sms mobilenumber",
    ),
    (
        ContactField::Phone,
        0.9,
        "telephone tel phone phonenumber numerodetelephone numerotelephone numtel numtelephone notel \
         telephone1 tel1 phone1 phone1value contactphone telephoneprincipal primaryphone contacttelephone phones",
    ),
    (
        ContactField::Phone,
        0.8,
        "telephonefixe telfixe fixe landline homephone businessphone workphone telephoneprofessionnel telpro \
         telephonedomicile telephonebureau",
    ),
    (
        ContactField::FirstName,
        0.95,
        "prenom prenoms firstname givenname forename fname prenomcontact contactfirstname prenomducontact \
         prenomclient prenomusuel",
    ),
    (
        ContactField::LastName,
        0.95,
        "nom lastname surname familyname nomdefamille nomfamille nomusage nomdusage lname patronyme noms \
         contactlastname nomclient nomnaissance nomusuel",
    ),
    (
        ContactField::FullName,
        0.85,
        "nomcomplet fullname name nomprenom nometprenom prenomnom prenometnom nomprenoms nomsprenoms \
         displayname contactname nomaffiche interlocuteur identite destinataire nomducontact nomcontact contact",
    ),
    (ContactField::Civility, 0.9, "civilite civ salutation politesse nameprefix honorific titredecivilite"),
    (ContactField::Civility, 0.6, "titre title genre prefix"),
    (
        ContactField::Company,
        0.9,
        "societe entreprise company companyname organisation organization organizationname organisme \
         raisonsociale etablissement firme structure nomentreprise nomdelasociete nomsociete nomdelentreprise \
         employeur enseigne association accountname denomination organization1name cabinet",
    ),
    (
        ContactField::Street,
        0.85,
        "adresse adresse1 rue street streetaddress address address1 addressline1 adressepostale voie \
         adresseligne1 mailingstreet numeroetrue businessstreet homestreet address1street address1formatted",
    ),
    (
        ContactField::Postcode,
        0.95,
        "codepostal cp postcode zip zipcode postalcode npa address1postalcode businesspostalcode",
    ),
    (
        ContactField::City,
        0.95,
        "ville commune city localite town address1city nomcommune libellecommune businesscity",
    ),
    (
        ContactField::Country,
        0.95,
        "pays country countryregion address1country paysregion businesscountryregion",
    ),
    (
        ContactField::Birthdate,
        0.95,
        "datedenaissance datenaissance naissance birthdate birthday dateofbirth dob ddn neele nele anniversaire",
    ),
    (
        ContactField::Reference,
        0.85,
        "reference ref identifiant numeroclient numclient nclient codeclient customerid clientid dossier \
         numerodossier numerodedossier numdossier ndossier externalid matricule idclient referenceclient \
         contactid extid customernumber numeroadherent refclient id recordid",
    ),
    (
        ContactField::Notes,
        0.9,
        "notes note remarques remarque commentaire commentaires comment comments observation observations memo",
    ),
    (ContactField::Notes, 0.6, "description infos information informations"),
    (
        ContactField::Tags,
        0.9,
        "tags tag etiquettes etiquette motscles motcle categories categorie labels label groupes groupe groups \
         group listes liste segments segment groupmembership keywords",
    ),
];

/// Words that turn a name about an address or number into something else: `email status`, `date tél`.
const OTHER_MATTERS: [&str; 20] = [
    "status",
    "statut",
    "date",
    "optin",
    "opt",
    "valide",
    "valid",
    "verified",
    "verifie",
    "type",
    "label",
    "fax",
    "telecopie",
    "consent",
    "consentement",
    "bounce",
    "domain",
    "domaine",
    "count",
    "nombre",
];

/// The field that a column of this name usually holds, and how sure that is.
pub(crate) fn by_name(header: &str) -> Option<(ContactField, f32)> {
    let folded = fold(header);
    let words: Vec<&str> =
        folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let joined = words.concat();
    if joined.is_empty() {
        return None;
    }
    let named = NAMES.iter().find(|(_, _, names)| names.split(' ').any(|name| name == joined));
    if let Some((field, confidence, _)) = named {
        return Some((field.clone(), *confidence));
    }
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    let has_email = has(&["email", "mail", "courriel", "mel"]) || joined.contains("email");
    if has(&OTHER_MATTERS) || words.len() > 6 {
        None
    } else if has_email {
        Some((ContactField::Email, 0.7))
    } else if has(&["mobile", "portable", "gsm"]) {
        Some((ContactField::Phone, 0.65))
    } else if has(&["telephone", "tel", "phone"]) {
        Some((ContactField::Phone, 0.6))
    } else if has(&["prenom"]) {
        Some((ContactField::FirstName, 0.6))
    } else if joined == "codepostale" || words == ["code", "post"] {
        Some((ContactField::Postcode, 0.7))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(header: &str) -> Option<ContactField> {
        by_name(header).map(|(field, _)| field)
    }

    #[test]
    fn the_exports_of_other_programs_are_known() {
        use ContactField as F;
        for (header, expected) in [
            ("E-mail 1 - Value", Some(F::Email)),
            ("E-mail 1 - Label", None),
            ("E-mail Address", Some(F::Email)),
            ("Adresse e-mail", Some(F::Email)),
            ("Mél.", Some(F::Email)),
            ("EMAIL", Some(F::Email)),
            ("SMS", Some(F::Phone)),
            ("N° tél. portable", Some(F::Phone)),
            ("Fax tél", None),
            ("Given Name", Some(F::FirstName)),
            ("Nom de famille", Some(F::LastName)),
            ("Raison sociale", Some(F::Company)),
            ("C.P.", Some(F::Postcode)),
            ("Né(e) le", Some(F::Birthdate)),
            ("Mots-clés", Some(F::Tags)),
            ("Email status", None),
            ("", None),
        ] {
            assert_eq!(field(header), expected, "{header}");
        }
    }
}
