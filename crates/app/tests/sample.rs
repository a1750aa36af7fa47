//! The sample a newcomer sees: everything in it went through the real use cases.

use sellify_app::{Sample, VaultState};
use sellify_domain::CampaignState;
use sellify_store::{ContactQuery, PageRequest};

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_is_a_firm_at_work() {
    let sample = Sample::start("fr").await.expect("the sample starts");
    let app = &sample.app;
    assert_eq!(app.vault_status().await.expect("a status").state, VaultState::Open);

    let contacts = app.contacts(ContactQuery::default()).await.expect("contacts").page;
    assert!(contacts.total > 350, "both files are in: {}", contacts.total);
    let imports = app.imports(PageRequest::default()).await.expect("imports").items;
    assert_eq!(imports.len(), 2);
    let clients =
        imports.iter().find(|import| import.record.file_name == "clients.csv").expect("the clients");
    assert!(clients.record.counts.rejected > 0, "a newcomer sees rejected rows explained");
    assert!(clients.record.counts.duplicates > 0, "and duplicates");

    let campaigns = app.campaigns(PageRequest::default()).await.expect("campaigns").items;
    let finished: Vec<_> =
        campaigns.iter().filter(|view| view.campaign.state == CampaignState::Finished).collect();
    assert_eq!(finished.len(), 2, "two campaigns were sent");
    assert_eq!(campaigns.len(), 3, "and one is a draft");
    let accepted: u64 = finished.iter().map(|view| view.campaign.counts.accepted).sum();
    let bounced: u64 = finished.iter().map(|view| view.campaign.counts.bounced).sum();
    assert_eq!(sample.caught(), accepted, "the ledger tells what the server took");
    assert!(accepted > 200, "most were taken: {accepted}");
    assert!(bounced > 0, "a newcomer sees a refusal");
    assert_eq!(
        finished.iter().map(|view| view.campaign.counts.excluded).sum::<u64>(),
        1,
        "and one who unsubscribed"
    );

    app.quit().await.expect("an orderly end");
}
