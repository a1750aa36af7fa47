//! A newcomer's first evening: a vault, the list they have, a letter, everybody reached once.

use mail_parser::MessageParser;
use sellify_app::{RecipientQuery, SettingsChange, SuppressOrder};
use sellify_domain::{CampaignState, Channel, Exclusion, RecipientState, SuppressionReason};
use sellify_providers::catcher::{MailCatcher, Script};

use crate::evening::{ME, campaign, french_excel, import, program, until_over};

const FILE: &str = "Prénom;NOM;Courriel;Téléphone;Commande;Catégories\r\n\
                    Hélène;MARIANI;Helene@Mariani.example;06 39 98 00 01;C-1;Fidèle\r\n\
                    Karim;Benali;karim@example.com;;C-2;\r\n\
                    ;;service@example.com;;C-3;\r\n\
                    Karim;Benali;KARIM@example.com;;C-2;\r\n\
                    Zoé;Oubliée;zoe@example.com;;;\r\n\
                    Noé;Opposé;noe@example.com;;C-5;\r\n\
                    Anne;Sans-Adresse;anne(arobase)example.com;;C-6;\r\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newcomer_imports_writes_and_reaches_everybody_once() {
    let dir = tempfile::tempdir().unwrap();
    let app = program(dir.path());
    let created = app.create_vault(&ME, SettingsChange::default()).await.unwrap();
    let catcher = MailCatcher::start(Script::default()).await.unwrap();

    let counts = import(&app, &french_excel(FILE), "Automne").await;
    assert_eq!((counts.rows, counts.created, counts.duplicates, counts.rejected), (7, 5, 1, 1));
    let again = import(&app, &french_excel(FILE), "Automne").await;
    assert_eq!((again.created, again.unchanged), (0, 5), "the same file a second time changes nothing");

    let noe = SuppressOrder::by_hand(Channel::Email, "NOE@example.com", SuppressionReason::Manual);
    app.suppress(&ME, noe).await.unwrap();
    let id = campaign(&app, catcher.address().port(), "automne", 2).await;
    let found = app.preflight_campaign(id).await.unwrap();
    assert_eq!((found.audience, found.sendable), (5, 3));
    app.send_campaign(&ME, id, 3).await.unwrap();
    let done = until_over(&app, id).await.campaign;
    assert_eq!((done.state, done.counts.accepted, done.counts.excluded), (CampaignState::Finished, 3, 2));

    let ledger = app.ledger(id, RecipientQuery::default()).await.unwrap().0;
    let exclusion =
        |address: &str| ledger.items.iter().find(|row| row.email.as_str() == address).unwrap().exclusion;
    assert_eq!(
        exclusion("zoe@example.com"),
        Some(Exclusion::VariableMissing),
        "she has no order to speak of"
    );
    assert_eq!(exclusion("noe@example.com"), Some(Exclusion::Suppressed));
    let mut reached: Vec<String> = catcher.messages().into_iter().flat_map(|message| message.to).collect();
    reached.sort();
    assert_eq!(reached, ["helene@mariani.example", "karim@example.com", "service@example.com"]);
    check_letter(&catcher);

    app.quit().await.unwrap();
    let next_day = program(dir.path());
    next_day.unlock().await.unwrap();
    assert_eq!(next_day.vault_status().await.unwrap().vault_id, Some(created.vault_id));
    let kept = next_day.ledger(id, RecipientQuery::default()).await.unwrap().0;
    assert_eq!(kept.items.iter().filter(|row| row.state == RecipientState::Accepted).count(), 3);
    assert_eq!(catcher.counts().messages, 3, "opening the vault again sends nothing");
}

/// What Hélène reads.
fn check_letter(catcher: &MailCatcher) {
    let messages = catcher.messages();
    let hers = messages.iter().find(|message| message.to == ["helene@mariani.example"]).unwrap();
    let letter = MessageParser::default().parse(&hers.data).unwrap();
    assert_eq!(letter.subject(), Some("Hélène, nos plantations d'automne"));
    assert!(letter.body_html(0).unwrap().contains("votre commande C-1 est prête"));
    assert!(letter.body_text(0).unwrap().contains("Bonjour Hélène,"));
    let unsubscribe = letter.header_raw("List-Unsubscribe").unwrap();
    assert!(unsubscribe.contains("mailto:contact@delorme.example"), "{unsubscribe}");
    let nameless = messages.iter().find(|message| message.to == ["service@example.com"]).unwrap();
    let letter = MessageParser::default().parse(&nameless.data).unwrap();
    assert_eq!(letter.subject(), Some("Bonjour, nos plantations d'automne"), "the default stands in");
}
