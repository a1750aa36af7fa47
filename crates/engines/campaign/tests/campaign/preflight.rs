//! What is said before sending, and what starting makes of it.

use sellify_campaign::{CampaignError, CheckLevel, Preflight, PreflightInput, TemplateReadiness, preflight};
use sellify_domain::{
    CampaignState, Channel, ConsentBasis, ConsentId, ConsentState, ConsentStatement, ContactDetails,
    EmailAddress, Exclusion, LegalBasis, RecipientState, Suppression, SuppressionId, SuppressionReason,
};

use crate::cast::{Cast, NOW, Rules, connection, person, ready};

fn email(address: &str) -> Option<EmailAddress> {
    Some(EmailAddress::from_normalised(address))
}

async fn mixed() -> Cast {
    let mut people: Vec<ContactDetails> = (0..5).map(person).collect();
    people.push(ContactDetails { email: email("sans@exemple.fr"), ..Default::default() });
    people.push(ContactDetails { email: email("x@invalid"), first_name: "X".into(), ..Default::default() });
    people.push(ContactDetails { first_name: "Sans adresse".into(), ..Default::default() });
    let cast = Cast::with(people).await;
    cast.store
        .write(|w| {
            w.suppressions_mut().add_if_absent(&Suppression {
                id: SuppressionId::generate(NOW),
                channel: Channel::Email,
                address: "p4@exemple.fr".into(),
                reason: SuppressionReason::Unsubscribed,
                legal_basis: LegalBasis::RightToObject,
                source: "test".into(),
                created_at: NOW,
            })
        })
        .await
        .unwrap();
    cast
}

/// What a person said, written down for the first contact with this address.
async fn says(cast: &Cast, address: &'static str, state: ConsentState, at: i64) {
    cast.store
        .write(move |w| {
            let contact = w.contacts().find_by_email(&EmailAddress::from_normalised(address))?.unwrap();
            w.consents_mut().record(&ConsentStatement {
                id: ConsentId::generate(NOW),
                contact_id: contact.id,
                channel: Channel::Email,
                state,
                legal_basis: ConsentBasis::Consent,
                source: "test".into(),
                decided_at: NOW.plus_millis(at),
                recorded_at: NOW,
            })
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_refusal_of_email_leaves_out_and_a_later_consent_brings_back() {
    let cast = Cast::with((0..3).map(person).collect()).await;
    says(&cast, "p1@exemple.fr", ConsentState::Refused, 0).await;
    says(&cast, "p2@exemple.fr", ConsentState::Refused, 0).await;
    says(&cast, "p2@exemple.fr", ConsentState::Granted, 1).await;
    let seen = look(&cast, ready(), "cabinet@exemple.fr", None).await;
    let counts: Vec<_> = seen.excluded.iter().map(|group| (group.reason, group.count)).collect();
    assert_eq!(counts, [(Exclusion::ConsentRefused, 1)], "though no address is on the suppression list");
    assert_eq!(seen.excluded[0].examples[0].email.as_str(), "p1@exemple.fr");
    assert_eq!(seen.sendable, 2);
    assert_eq!(level(&seen, "consent_refused"), Some(CheckLevel::Ok));
}

async fn look(cast: &Cast, template: TemplateReadiness, from: &str, max_per_hour: Option<u32>) -> Preflight {
    let id = cast.campaign;
    let mut connection = connection(max_per_hour);
    connection.smtp.from_email = EmailAddress::from_normalised(from);
    cast.store
        .read(move |r| {
            let draft = r.campaigns().get(id)?.unwrap().draft;
            let input = PreflightInput {
                draft: &draft,
                template: &template,
                connection: Some(&connection),
                screen: &Rules,
                today: sellify_domain::Today::at(NOW),
            };
            preflight(r, &input)
        })
        .await
        .unwrap()
}

fn level(preflight: &Preflight, code: &str) -> Option<CheckLevel> {
    preflight.checks.iter().find(|check| check.code == code).map(|check| check.level)
}

#[tokio::test]
async fn everybody_is_counted_once_with_a_reason() {
    let cast = mixed().await;
    let seen = look(&cast, ready(), "cabinet@exemple.fr", Some(2)).await;
    assert_eq!((seen.audience, seen.sendable), (7, 4), "a contact without an address is no audience");
    let counts: Vec<_> = seen.excluded.iter().map(|group| (group.reason, group.count)).collect();
    assert_eq!(
        counts,
        [(Exclusion::Suppressed, 1), (Exclusion::VariableMissing, 1), (Exclusion::AddressInvalid, 1)]
    );
    assert_eq!(seen.excluded[0].examples[0].email.as_str(), "p4@exemple.fr");
    assert_eq!(seen.seconds, Some(7_200), "four messages at two an hour");
    assert!(seen.is_ready());
    let missing = seen.checks.iter().find(|check| check.code == "variable_missing").unwrap();
    assert_eq!(missing.params["variables"], serde_json::json!(["prenom"]));
}

#[tokio::test]
async fn what_must_be_mended_blocks() {
    let cast = mixed().await;
    let unknown =
        TemplateReadiness::Ready { unknown_variables: vec!["prenmo".into()], subject_is_blank: true };
    let seen = look(&cast, unknown, "cabinet@gmail.com", None).await;
    assert_eq!(level(&seen, "unknown_variable"), Some(CheckLevel::Block));
    assert_eq!(level(&seen, "subject_missing"), Some(CheckLevel::Block));
    assert_eq!(level(&seen, "free_mail_from"), Some(CheckLevel::Warn));
    assert!(!seen.is_ready());
    assert!(seen.checks.is_sorted_by_key(|check| check.level), "the gravest first");
    let seen = look(&cast, TemplateReadiness::Missing, "cabinet@exemple.fr", None).await;
    assert_eq!(level(&seen, "no_template"), Some(CheckLevel::Block));
    let empty = Cast::with(Vec::new()).await;
    let seen = look(&empty, ready(), "cabinet@exemple.fr", None).await;
    assert_eq!(level(&seen, "audience_empty"), Some(CheckLevel::Block));
}

#[tokio::test]
async fn starting_writes_everybody_into_the_ledger() {
    let cast = mixed().await;
    let started = cast.start_expecting(Some(4)).await.unwrap();
    assert_eq!(started.sendable, 4);
    assert_eq!(cast.campaign().await.state, CampaignState::Running);
    let ledger = cast.ledger().await;
    assert_eq!(ledger.len(), 7, "those left out stand in it with their reason");
    assert_eq!(cast.state_of("p4@exemple.fr").await, RecipientState::Excluded);
    assert!(matches!(cast.start().await, Err(CampaignError::NotAllowed { .. })), "nobody starts it twice");
}

#[tokio::test]
async fn another_number_of_people_than_confirmed_starts_nothing() {
    let cast = mixed().await;
    let refused = cast.start_expecting(Some(5)).await;
    assert!(matches!(refused, Err(CampaignError::AudienceChanged { expected: 5, found: 4 })));
    assert_eq!(cast.campaign().await.state, CampaignState::Draft);
    assert!(cast.ledger().await.is_empty(), "the whole transaction was rolled back");
}

#[tokio::test]
async fn a_large_audience_is_written_in_batches() {
    let cast = Cast::running(1_201).await;
    assert_eq!(cast.ledger().await.len(), 1_201);
}
