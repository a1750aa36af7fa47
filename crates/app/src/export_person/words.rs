//! The words of a person's page, in the vault's languages, and the fields it lists.

use std::collections::BTreeMap;

use sellify_domain::{
    Channel, ConsentBasis, ConsentState, ContactDetails, ContactField, LegalBasis, RecipientState,
    SuppressionReason,
};

/// French or English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    French,
    English,
}

/// The language of a settings code.
pub(super) fn of(code: &str) -> Language {
    if code == "en" { Language::English } else { Language::French }
}

/// Key and value of every field that is not empty, the firm's own fields included.
pub(super) fn fields_of(details: &ContactDetails) -> BTreeMap<String, String> {
    let own = details.custom.keys().cloned().map(ContactField::Custom);
    let mut fields: BTreeMap<String, String> = ContactField::kept()
        .chain(own)
        .map(|field| (field.key(), details.text(&field)))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let typed = [("email_typed", &details.email_typed), ("phone_typed", &details.phone_typed)];
    for (key, value) in typed {
        if let Some(value) = value {
            fields.insert(key.into(), value.clone());
        }
    }
    fields
}

impl Language {
    fn pick<'a>(self, french: &'a str, english: &'a str) -> &'a str {
        if self == Self::French { french } else { english }
    }

    /// The code of the page's `lang`.
    pub(super) fn code(self) -> &'static str {
        if self == Self::French { "fr" } else { "en" }
    }

    /// A fixed text of the page, by name.
    pub(super) fn text(self, name: &str) -> &str {
        let (french, english) = match name {
            "title" => ("Fiche de", "Record of"),
            "intro" => (
                "Toutes les données que nous conservons sur cette personne (RGPD, articles 15 et 20).",
                "All the data we hold on this person (GDPR, articles 15 and 20).",
            ),
            "made" => ("Établie le", "Made on"),
            "details" => ("Coordonnées", "Details"),
            "merged" => ("Fiche réunie à celle-ci", "Record merged into this one"),
            "consents" => ("Consentements", "Consents"),
            "suppressions" => ("Liste d’opposition", "Suppression list"),
            "messages" => ("Messages", "Messages"),
            "versions" => ("États antérieurs conservés", "Earlier states that are kept"),
            "refused" => ("Lignes de fichiers refusées à l’import", "Rows of files that imports refused"),
            "acts" => ("Journal de la fiche", "Log of the record"),
            "none" => ("Rien.", "Nothing."),
            "tags" => ("Étiquettes", "Tags"),
            "groups" => ("Groupes", "Groups"),
            "created" => ("Enregistrée le", "Entered on"),
            "updated" => ("Modifiée le", "Changed on"),
            "from" => ("Provenance", "Came from"),
            "bin" => ("Dans la corbeille depuis le", "In the bin since"),
            "channel" => ("Canal", "Channel"),
            "state" => ("État", "State"),
            "basis" => ("Base légale", "Legal basis"),
            "source" => ("Source", "Source"),
            "date" => ("Date", "Date"),
            "address" => ("Adresse", "Address"),
            "reason" => ("Motif", "Reason"),
            "campaign" => ("Campagne", "Campaign"),
            "subject" => ("Objet", "Subject"),
            "server" => ("Réponse du serveur", "Server’s answer"),
            "what" => ("Origine", "Origin"),
            "before" => ("Avant", "Before"),
            "after" => ("Après", "After"),
            "file" => ("Fichier", "File"),
            "line" => ("Ligne", "Line"),
            "content" => ("Contenu", "Content"),
            "number" => ("N°", "No."),
            "who" => ("Par", "By"),
            "act" => ("Opération", "Act"),
            "import" => ("Import", "Import"),
            "bulk_edit" => ("Modification en nombre", "Bulk edit"),
            "merge" => ("Fusion", "Merge"),
            other => (other, other),
        };
        self.pick(french, english)
    }

    pub(super) fn field(self, key: &str) -> &str {
        let (french, english) = match key {
            "civility" => ("Civilité", "Form of address"),
            "first_name" => ("Prénom", "Given name"),
            "last_name" => ("Nom", "Family name"),
            "email" => ("E-mail", "E-mail"),
            "email_typed" => ("E-mail, tel que saisi", "E-mail as typed"),
            "phone" => ("Téléphone", "Phone"),
            "phone_typed" => ("Téléphone, tel que saisi", "Phone as typed"),
            "company" => ("Société", "Firm"),
            "street" => ("Rue", "Street"),
            "postcode" => ("Code postal", "Postcode"),
            "city" => ("Ville", "Town"),
            "country" => ("Pays", "Country"),
            "birthdate" => ("Date de naissance", "Date of birth"),
            "reference" => ("Référence", "Reference"),
            "notes" => ("Notes", "Notes"),
            "tags" => ("Étiquettes", "Tags"),
            own => {
                let bare = own.strip_prefix("custom:").unwrap_or(own);
                (bare, bare)
            }
        };
        self.pick(french, english)
    }

    pub(super) fn channel(self, channel: Channel) -> &'static str {
        let (french, english) = match channel {
            Channel::Email => ("E-mail", "E-mail"),
            Channel::WhatsApp => ("WhatsApp", "WhatsApp"),
            Channel::Phone => ("Téléphone", "Phone"),
            Channel::Post => ("Courrier", "Post"),
        };
        if self == Self::French { french } else { english }
    }

    pub(super) fn consent(self, state: ConsentState) -> &'static str {
        match (self, state) {
            (Self::French, ConsentState::Granted) => "Autorisé",
            (Self::French, ConsentState::Refused) => "Refusé",
            (Self::English, ConsentState::Granted) => "Allowed",
            (Self::English, ConsentState::Refused) => "Refused",
        }
    }

    pub(super) fn basis(self, basis: ConsentBasis) -> &'static str {
        let (french, english) = match basis {
            ConsentBasis::Consent => ("Consentement", "Consent"),
            ConsentBasis::ExistingCustomer => ("Client existant", "Existing customer"),
            ConsentBasis::LegitimateInterest => ("Intérêt légitime", "Legitimate interest"),
            ConsentBasis::NonCommercial => ("Message non commercial", "Non-commercial message"),
            ConsentBasis::RightToObject => ("Droit d’opposition", "Right to object"),
        };
        if self == Self::French { french } else { english }
    }

    pub(super) fn ground(self, basis: LegalBasis) -> &'static str {
        let (french, english) = match basis {
            LegalBasis::RightToObject => ("Droit d’opposition", "Right to object"),
            LegalBasis::ConsentWithdrawn => ("Consentement retiré", "Consent withdrawn"),
            LegalBasis::LegitimateInterest => ("Intérêt légitime", "Legitimate interest"),
        };
        if self == Self::French { french } else { english }
    }

    pub(super) fn reason(self, reason: SuppressionReason) -> &'static str {
        let (french, english) = match reason {
            SuppressionReason::Unsubscribed => ("Désinscription", "Unsubscribed"),
            SuppressionReason::HardBounce => ("Adresse inexistante", "Address does not exist"),
            SuppressionReason::Complaint => ("Plainte", "Complaint"),
            SuppressionReason::Manual => ("Saisie par la société", "Entered by the firm"),
        };
        if self == Self::French { french } else { english }
    }

    pub(super) fn message(self, state: RecipientState) -> &'static str {
        let (french, english) = match state {
            RecipientState::Pending => ("En attente", "Waiting"),
            RecipientState::HandedOver => ("Remis au serveur", "Handed over"),
            RecipientState::Accepted => ("Accepté par le serveur", "Accepted by the server"),
            RecipientState::Delivered => ("Distribué", "Delivered"),
            RecipientState::Bounced => ("Revenu", "Bounced"),
            RecipientState::Failed => ("Échoué", "Failed"),
            RecipientState::Unknown => ("Inconnu", "Unknown"),
            RecipientState::Excluded => ("Écarté", "Left out"),
            RecipientState::Cancelled => ("Annulé", "Cancelled"),
        };
        if self == Self::French { french } else { english }
    }

    /// What was done, in a few words; an act without any is named as the log names it.
    pub(super) fn act(self, action: &str) -> &str {
        let (french, english) = match action {
            "contact.created" => ("Fiche enregistrée", "Record entered"),
            "contact.changed" => ("Fiche modifiée", "Record changed"),
            "contact.deleted" => ("Mise à la corbeille", "Put into the bin"),
            "contact.restored" => ("Sortie de la corbeille", "Taken out of the bin"),
            "contact.consent_recorded" => ("Consentement enregistré", "Consent recorded"),
            "contact.exported" => ("Fiche exportée", "Record exported"),
            "contacts.merged" | "contact.merged" => ("Fiches réunies", "Records merged"),
            other => (other, other),
        };
        self.pick(french, english)
    }
}
