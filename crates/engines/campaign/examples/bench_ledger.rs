//! How fast a campaign runs when the server costs nothing: ledger, claims and group commits alone.
//!
//! `cargo xtask bench ledger -- 10000 4` prints one JSON line.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measuring tool")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use async_trait::async_trait;
use sellify_campaign::{
    Change, ComposeError, Composer, Limiter, Messenger, MessengerError, MessengerSession, Outgoing, Progress,
    RetryPolicy, Runner, SendOutcome, Witness, WitnessError,
};
use sellify_domain::{
    Audience, Campaign, CampaignDraft, CampaignId, CampaignState, Contact, ContactDetails, ContactId,
    EmailAddress, LedgerCounts, Recipient, RecipientId, RecipientState, SmtpReply, SystemClock, Timestamp,
};
use sellify_store::{DbKey, Store, StoreError, StoreOptions, Write};

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

struct Instantly;

#[async_trait]
impl Messenger for Instantly {
    async fn open(&self) -> Result<Box<dyn MessengerSession>, MessengerError> {
        Ok(Box::new(Instantly))
    }
}

#[async_trait]
impl MessengerSession for Instantly {
    async fn send(&mut self, batch: Vec<Outgoing>) -> Vec<SendOutcome> {
        batch
            .iter()
            .map(|_| SendOutcome::Accepted(SmtpReply { code: 250, text: "2.0.0 ok".into() }))
            .collect()
    }
    async fn close(self: Box<Self>) {}
}

impl Composer for Instantly {
    fn compose(&self, _: &Recipient, _: &Contact) -> Result<Vec<u8>, ComposeError> {
        Ok(vec![b'x'; 3_500])
    }
}

#[derive(Default)]
struct Count(AtomicU64);

impl Witness for Count {
    fn record(&self, _: &Write<'_>, _: CampaignId, _: &Change) -> Result<(), WitnessError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
    fn progress(&self, _: &Progress) {}
}

fn fill(w: &Write<'_>, campaign: &Campaign, people: usize) -> Result<(), StoreError> {
    w.campaigns_mut().insert(campaign)?;
    let mut rows = Vec::with_capacity(people);
    for n in 0..people {
        let email = EmailAddress::from_normalised(format!("p{n}@exemple.fr"));
        let contact = Contact {
            id: ContactId::generate(NOW),
            details: ContactDetails {
                first_name: "P".into(),
                email: Some(email.clone()),
                ..Default::default()
            },
            created_at: NOW,
            updated_at: NOW,
            import_id: None,
            deleted_at: None,
        };
        w.contacts_mut().insert(&contact)?;
        rows.push(Recipient {
            id: RecipientId::generate(NOW),
            campaign_id: campaign.id,
            contact_id: contact.id,
            email,
            name: "P".into(),
            state: RecipientState::Pending,
            exclusion: None,
            attempts: 0,
            due_at: Some(NOW),
            last_reply: None,
            updated_at: NOW,
        });
    }
    w.recipients_mut().insert_batch(&rows)
}

#[tokio::main]
async fn main() {
    let number = |at: usize, or: usize| std::env::args().nth(at).and_then(|n| n.parse().ok()).unwrap_or(or);
    let (people, connections) = (number(1, 10_000), number(2, 4));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.db");
    let store = Store::create(&path, DbKey::new([7; 32], [8; 16]), StoreOptions::default()).await.unwrap();
    let draft = CampaignDraft {
        name: "Vitesse".into(),
        template_id: None,
        connection_id: None,
        audience: Audience::Everyone,
    };
    let campaign = Campaign {
        id: CampaignId::generate(NOW),
        draft,
        state: CampaignState::Running,
        pause_reason: None,
        counts: LedgerCounts::default(),
        created_at: NOW,
        updated_at: NOW,
        started_at: Some(NOW),
        finished_at: None,
    };
    let id = campaign.id;
    store.write(move |w| fill(w, &campaign, people)).await.unwrap();
    let witness = Arc::new(Count::default());
    let runner = Runner {
        store,
        clock: Arc::new(SystemClock),
        messenger: Arc::new(Instantly),
        composer: Arc::new(Instantly),
        limiter: Arc::new(Limiter::default()),
        witness: Arc::clone(&witness) as Arc<dyn Witness>,
        from: EmailAddress::from_normalised("a@exemple.fr"),
        connections: u8::try_from(connections).unwrap(),
        policy: RetryPolicy::default(),
    };
    let began = Instant::now();
    runner.run(id, Default::default()).await.unwrap();
    let seconds = began.elapsed().as_secs_f64();
    let commits = witness.0.load(Ordering::Relaxed);
    println!(
        "{{\"messages\":{people},\"connections\":{connections},\"commits\":{commits},\"seconds\":{seconds:.3}}}"
    );
}
