//! The words that columns are called by, in French, English, German, Spanish, Italian and Portuguese, as people,
//! Excel lists, Google, Outlook, Thunderbird, Brevo, HubSpot and Mailchimp write them.

use sellify_domain::ContactField;

/// Names without case, accents, blanks and signs.
pub(super) const NAMES: [(ContactField, f32, &str); 20] = [
    (
        ContactField::Email,
        0.95,
        "email mail mel courriel adressemail adresseemail adressecourriel adressemel adressedemessagerie \
         adresseelectronique emailaddress email1 email1value email1address emailprincipal emailpro \
         emailprofessionnel mailpro mailprofessionnel emailpersonnel emailperso contactemail emailcontact \
         primaryemail workemail homeemail courrielprincipal courrielprofessionnel emailadresse mails emails \
         premiereadresseelectronique courrierelectronique emailadresse1 adresseemail1 courriel1 mailprincipal adressemailprincipale \
         correo correoelectronico direcciondecorreo direcciondecorreoelectronico direccionemail \
         indirizzoemail indirizzopostaelettronica indirizzodipostaelettronica postaelettronica \
         enderecodeemail enderecoemail enderecodecorreioeletronico correioeletronico emailadres",
    ),
    (
        ContactField::Phone,
        0.95,
        "mobile portable gsm mobilephone mobilephonenumber telephonemobile telephoneportable telmobile \
         telportable numerodeportable numerodemobile cellphone cell natel whatsapp sms mobilenumber numeromobile \
         mobiltelefon handy handynummer mobil mobilnummer telefonmobil movil telefonomovil celular telefonocelular \
         cellulare telefonocellulare numerocellulare telemovel telefonecelular telefonemovel whatsappnumber \
         numerowhatsapp telpersonnelmobile phonemobile port telport noport numport",
    ),
    (
        ContactField::Phone,
        0.9,
        "telephone tel phone phonenumber numerodetelephone numerotelephone numtel numtelephone notel \
         telephone1 tel1 phone1 phone1value contactphone telephoneprincipal primaryphone contacttelephone phones \
         telefon telefonnummer telefono numerodetelefono telefone numerodetelefone numeroditelefono telefono1 \
         telefonnr rufnummer telefoonnummer",
    ),
    (
        ContactField::Phone,
        0.8,
        "telephonefixe telfixe fixe landline homephone businessphone workphone telephoneprofessionnel telpro \
         telephonedomicile telephonebureau telprofessionnel telpersonnel telefongeschaftlich telefonprivat \
         telefonodeltrabajo telefonouff telefonoufficio telefonocomercial festnetz telefonofijo telefonofisso addressphone",
    ),
    (
        ContactField::FirstName,
        0.95,
        "prenom prenoms firstname givenname forename fname prenomcontact contactfirstname prenomducontact \
         prenomclient prenomusuel vorname rufname primernombre nombredepila primeironome nomeproprio nomeproprio1 \
         nomedebattesimo voornaam",
    ),
    (
        ContactField::LastName,
        0.95,
        "nom lastname surname familyname nomdefamille nomfamille nomusage nomdusage lname patronyme noms \
         contactlastname nomclient nomnaissance nomusuel nachname familienname zuname apellido apellidos \
         primerapellido apellido1 cognome sobrenome apelido apelidos ultimonome achternaam nomraisonsociale nomouraisonsociale",
    ),
    (
        ContactField::FullName,
        0.85,
        "nomcomplet fullname name nomprenom nometprenom prenomnom prenometnom nomprenoms nomsprenoms \
         displayname contactname nomaffiche interlocuteur identite destinataire nomducontact nomcontact contact \
         nomaafficher fileas vollstandigername ansprechpartner vornameundnachname vornamenachname nachnamevorname \
         nombrecompleto nombreyapellidos nombreapellidos nomecompleto nomecognome nomeecognome cognomeenome \
         cognomenome nomeesobrenome anzeigename nome nombre naam",
    ),
    (
        ContactField::Civility,
        0.9,
        "civilite civ salutation politesse nameprefix honorific titredecivilite anrede tratamiento honorificprefix \
         appellativo formadetratamento formuledepolitesse",
    ),
    (ContactField::Civility, 0.6, "titre title genre prefix titolo titulo titel prefijo prefixe"),
    (
        ContactField::Company,
        0.9,
        "societe entreprise company companyname organisation organization organizationname organisme \
         raisonsociale etablissement firme structure nomentreprise nomdelasociete nomsociete nomdelentreprise \
         employeur enseigne association accountname denomination organization1name cabinet associatedcompany \
         firma firmenname unternehmen empresa compania nombredelaempresa nombredeempresa organizacion azienda \
         societa nomeazienda ragionesociale ente nomedaempresa companhia organizacao razonsocial razaosocial \
         denominacion bedrijf tiers nomtiers nomdutiers intitule addresscompany nombreempresa nomeempresa",
    ),
    (
        ContactField::Street,
        0.85,
        "adresse adresse1 rue street streetaddress address address1 addressline1 adressepostale voie \
         adresseligne1 mailingstreet numeroetrue businessstreet homestreet address1street \
         adresseprivee adresseprofessionnelle strasse strasseundhausnummer strassehausnummer anschrift \
         direccion calle domicilio indirizzo via endereco rua morada logradouro ligneadresse1 numetvoie \
         nometnumerodelavoie ruaendereco streetaddress1 straat addressaddress1",
    ),
    (
        ContactField::FullAddress,
        0.85,
        "adressecomplete fulladdress address1formatted adressepostalecomplete mailingaddress completeaddress \
         vollstandigeanschrift vollstandigeadresse direccioncompleta indirizzocompleto enderecocompleto \
         moradacompleta",
    ),
    (
        ContactField::Postcode,
        0.95,
        "codepostal cp addresszip addresszipcode addresspostalcode postcode zip zipcode postalcode npa address1postalcode businesspostalcode plz postleitzahl \
         codigopostal codigopostalendereco cependereco cap codiceavviamentopostale codicepostale cep ziporpostalcode zippostalcode",
    ),
    (
        ContactField::City,
        0.95,
        "ville commune city localite town address1city nomcommune libellecommune businesscity ort stadt wohnort \
         ciudad poblacion localidad municipio citta comune localita localidade cidade cidadeendereco concelho townorcity bureaudistributeur addresscity",
    ),
    (
        ContactField::Country,
        0.95,
        "pays country countryregion address1country paysregion businesscountryregion land landregion staat pais \
         paisoregion paisregion paisregiao paisregiaoendereco paisouregiao paese nazione stato paeseregione countrycode codepays countryname nomdupays addresscountry addresscountrycode \
         regionpays",
    ),
    (
        ContactField::Birthdate,
        0.95,
        "datedenaissance datenaissance datnais datenais naissance birthdate birthday dateofbirth dob ddn neele nele anniversaire \
         geburtstag geburtsdatum fechadenacimiento nacimiento cumpleanos compleanno datadinascita datanascita \
         aniversario datadenascimento nascimento",
    ),
    (
        ContactField::Reference,
        0.85,
        "reference ref identifiant numeroclient numclient numcli nclient codeclient customerid clientid dossier \
         numerodossier numerodedossier numdossier ndossier externalid matricule idclient referenceclient \
         contactid extid customernumber numeroadherent refclient id recordid iddefichedinformations \
         kundennummer kundennr referencia numerodecliente codigocliente codicecliente riferimento numerocliente \
         codigodocliente nadherent numadherent idcontact referencedossier codetiers numerotiers numerocompte iddelafichedinformations",
    ),
    (
        ContactField::Notes,
        0.9,
        "notes note remarques remarque commentaire commentaires comment comments observation observations memo \
         notizen notiz bemerkung bemerkungen anmerkungen notas nota anotacoes comentarios comentario commenti \
         osservazioni observaciones observacoes opmerkingen",
    ),
    (
        ContactField::Notes,
        0.6,
        "description infos information informations informationen descripcion descrizione",
    ),
    (
        ContactField::Tags,
        0.9,
        "tags tag etiquettes etiquette motscles motcle categories categorie labels label groupes groupe groups \
         group listes liste segments segment groupmembership keywords kategorien kategorie schlagworte gruppen \
         gruppe categorias categoria etiquetas etiqueta grupos grupo etichette etichetta categoria gruppi gruppo \
         lists list",
    ),
];

/// Second lines, which are joined to the first ones: of a street, and of Spanish family names.
pub(super) const SECOND_LINES: [(ContactField, &str); 2] = [
    (
        ContactField::Street,
        "adresse2 adresse3 address2 address3 addressline2 addressline3 adresseligne2 adresseligne3 rue2 rue3 \
         complementadresse complementdadresse complementdadresse1 complementdadresse2 adressecomplement complement \
         streetaddress2 street2 addressaddress2 businessstreet2 homestreet2 ligneadresse2 ligneadresse3 address1extendedaddress \
         adresszusatz direccion2 calle2 indirizzo2 endereco2 complemento complementodeendereco ruebureau2 \
         ruedomicile2 adresseprivee2 homeaddress2 workaddress2 lieudit batiment",
    ),
    (ContactField::LastName, "apellido2 segundoapellido apellidomaterno"),
];

/// Words that say whose it is or where, and change nothing about what it is.
pub(super) const CONTEXT: &str = "bureau domicile pro professionnel professionnelle perso personnel personnelle prive \
    privee business home work other1 geschaftlich privat dienstlich trabajo particular casa uff ufficio abit \
    abitazione comercial residencial trabalho principal principale primary main default defaut hauptadresse 1 de du \
    des d la le les l of the of contact contacts client clients adherent membre personne customer member lead your \
    votre t mailing billing facturation shipping livraison empresa travail tiers der die das del della do da dos el lo e et und y 0 n no num numero number nr value valeur";

/// Words that turn a name about an address or number into something else: `email status`, `date tél`.
pub(super) const OTHER_MATTERS: &str = "status statut date optin opt valide valid verified verifie type label fax \
    telecopie telecopieur consent consentement bounce bounced domain domaine count nombre owner proprietaire autre \
    other otro otra altro altra outro outra andere weitere secondaire secondary alternate alternatif alternative \
    assistant assistante pager bip radio telex callback rappel 2 3 4 5 6 7 8 9 displayname angezeigter mostrar \
    visualizzato middle zweiter phonetic phonetique yomi suffix suffixe nickname surnom ip source score time heure \
    region state department service job function manager spouse conjoint children hobby website web site url latitude \
    longitude timezone gmtoff dstoff euid leid rating photo carrier isdn ttytdd";
