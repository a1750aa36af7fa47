//! A vault with people, a campaign for them, and a witness that notes what it sees.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sellify_campaign::{CampaignError, Preflight};
use sellify_campaign::{
    Change, ComposeError, Composer, Limiter, PreflightInput, Progress, RetryPolicy, Runner, Screen,
    StartOrder, TemplateReadiness, Witness, WitnessError, start,
};
use sellify_domain::{
    Audience, Campaign, CampaignDraft, CampaignId, CampaignState, Connection, ConnectionId, Contact,
    ContactDetails, ContactId, EmailAddress, LedgerCounts, Recipient, RecipientState, SmtpSettings,
    SystemClock, TemplateContent, Timestamp, TlsMode,
};
use sellify_store::{CampaignMessage, DbKey, RecipientQuery, Store, StoreError, StoreOptions, Write};

use crate::server::Server;

pub const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

/// Screens by two plain rules: an address with `invalid` is none, and notes saying `{x}` miss `x`.
pub struct Rules;

impl Screen for Rules {
    fn can_be_addressed(&self, address: &EmailAddress) -> bool {
        !address.as_str().contains("invalid")
    }

    fn missing(&self, contact: &Contact) -> Vec<String> {
        if contact.details.first_name.is_empty() { vec!["prenom".into()] } else { Vec::new() }
    }
}

impl Composer for Rules {
    fn compose(&self, _: &Recipient, contact: &Contact) -> Result<Vec<u8>, ComposeError> {
        let missing = self.missing(contact);
        if missing.is_empty() {
            Ok(b"Subject: x\r\n\r\nx\r\n".to_vec())
        } else {
            Err(ComposeError::VariableMissing(missing))
        }
    }
}

/// Notes every change, and can refuse to.
#[derive(Default)]
pub struct Notes {
    pub changes: Mutex<Vec<Change>>,
    pub last: Mutex<Option<Progress>>,
    pub refuses: AtomicBool,
}

impl Witness for Notes {
    fn record(&self, _: &Write<'_>, _: CampaignId, change: &Change) -> Result<(), WitnessError> {
        if self.refuses.load(Ordering::SeqCst) {
            return Err("the audit log is full".into());
        }
        self.changes.lock().unwrap().push(change.clone());
        Ok(())
    }

    fn progress(&self, progress: &Progress) {
        *self.last.lock().unwrap() = Some(progress.clone());
    }
}

pub struct Cast {
    pub store: Store,
    pub campaign: CampaignId,
    pub notes: Arc<Notes>,
    _folder: tempfile::TempDir,
}

pub fn person(n: usize) -> ContactDetails {
    ContactDetails {
        first_name: format!("P{n}"),
        last_name: "Dupont".into(),
        email: Some(EmailAddress::from_normalised(format!("p{n}@exemple.fr"))),
        ..Default::default()
    }
}

pub fn contact(details: ContactDetails) -> Contact {
    Contact {
        id: ContactId::generate(NOW),
        details,
        created_at: NOW,
        updated_at: NOW,
        import_id: None,
        deleted_at: None,
    }
}

pub fn connection(max_per_hour: Option<u32>) -> Connection {
    Connection {
        id: ConnectionId::generate(NOW),
        name: "Serveur".into(),
        smtp: SmtpSettings {
            host: "127.0.0.1".into(),
            port: 25,
            tls: TlsMode::None,
            username: String::new(),
            from_email: from(),
            from_name: "Cabinet".into(),
            reply_to: None,
            max_per_hour,
            max_connections: 2,
        },
        has_password: false,
        tested_at: Some(NOW),
        created_at: NOW,
        updated_at: NOW,
    }
}

pub fn from() -> EmailAddress {
    EmailAddress::from_normalised("cabinet@exemple.fr")
}

pub fn ready() -> TemplateReadiness {
    TemplateReadiness::Ready { unknown_variables: Vec::new(), subject_is_blank: false }
}

/// Patience for tests: pauses of milliseconds.
pub fn quick() -> RetryPolicy {
    let millis = |list: &[u64]| list.iter().map(|n| Duration::from_millis(*n)).collect();
    RetryPolicy {
        again_after: millis(&[1, 2, 3, 4, 5]),
        reconnect_after: millis(&[1, 2, 4]),
        slow_down: millis(&[1]),
        ..RetryPolicy::default()
    }
}

impl Cast {
    /// A vault with these people and a draft for everyone.
    pub async fn with(people: Vec<ContactDetails>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = DbKey::new([7; 32], [8; 16]);
        let store =
            Store::create(&folder.path().join("vault.db"), key, StoreOptions::default()).await.unwrap();
        let campaign = Campaign {
            id: CampaignId::generate(NOW),
            draft: CampaignDraft {
                name: "Rentrée".into(),
                template_id: None,
                connection_id: None,
                audience: Audience::Everyone,
            },
            state: CampaignState::Draft,
            pause_reason: None,
            counts: LedgerCounts::default(),
            created_at: NOW,
            updated_at: NOW,
            started_at: None,
            finished_at: None,
        };
        let id = campaign.id;
        store
            .write(move |w| {
                for details in people {
                    w.contacts_mut().insert(&contact(details))?;
                }
                w.campaigns_mut().insert(&campaign)
            })
            .await
            .unwrap();
        Self { store, campaign: id, notes: Arc::default(), _folder: folder }
    }

    /// A vault with so many people, and a campaign that runs.
    pub async fn running(people: usize) -> Self {
        let cast = Self::with((0..people).map(person).collect()).await;
        cast.start().await.unwrap();
        cast
    }

    pub async fn start(&self) -> Result<Preflight, CampaignError> {
        self.start_expecting(None).await
    }

    pub async fn start_expecting(
        &self,
        expected_recipients: Option<u64>,
    ) -> Result<Preflight, CampaignError> {
        let order = StartOrder {
            campaign: self.campaign,
            message: CampaignMessage { content: TemplateContent::default(), template_version: 1 },
            expected_recipients,
            now: NOW,
        };
        self.store
            .write(move |w| {
                let draft = w.campaigns().get(order.campaign)?.unwrap().draft;
                let (template, connection) = (ready(), connection(None));
                let input = PreflightInput {
                    draft: &draft,
                    template: &template,
                    connection: Some(&connection),
                    screen: &Rules,
                    today: sellify_domain::Today::at(NOW),
                };
                start(w, &order, &input)
            })
            .await
    }

    pub fn runner(&self, server: &Server) -> Runner {
        Runner {
            store: self.store.clone(),
            clock: Arc::new(SystemClock),
            messenger: Arc::new(server.clone()),
            composer: Arc::new(Rules),
            limiter: Arc::new(Limiter::default()),
            witness: Arc::clone(&self.notes) as Arc<dyn Witness>,
            from: from(),
            connections: 2,
            policy: quick(),
        }
    }

    pub async fn run(&self, server: &Server) -> CampaignState {
        self.runner(server).run(self.campaign, Default::default()).await.unwrap()
    }

    pub async fn campaign(&self) -> Campaign {
        let id = self.campaign;
        self.store.read(move |r| r.campaigns().get(id)).await.unwrap().unwrap()
    }

    /// The whole ledger, checked against the counts that are kept beside it.
    pub async fn ledger(&self) -> Vec<Recipient> {
        let id = self.campaign;
        let rows = self
            .store
            .read(move |r| {
                let mut query = RecipientQuery { limit: 1_000, ..Default::default() };
                let mut rows = Vec::new();
                loop {
                    let page = r.recipients().list(id, &query)?;
                    rows.extend(page.items);
                    match page.next {
                        Some(next) => query.cursor = Some(next),
                        None => return Ok::<_, StoreError>(rows),
                    }
                }
            })
            .await
            .unwrap();
        let counts = self.campaign().await.counts;
        let in_state = |state| rows.iter().filter(|row| row.state == state).count() as u64;
        assert_eq!(counts.total, rows.len() as u64);
        assert_eq!(counts.pending, in_state(RecipientState::Pending));
        assert_eq!(counts.handed_over, in_state(RecipientState::HandedOver));
        assert_eq!(counts.accepted, in_state(RecipientState::Accepted));
        assert_eq!(counts.bounced, in_state(RecipientState::Bounced));
        assert_eq!(counts.failed, in_state(RecipientState::Failed));
        assert_eq!(counts.unknown, in_state(RecipientState::Unknown));
        assert_eq!(counts.excluded, in_state(RecipientState::Excluded));
        assert_eq!(counts.cancelled, in_state(RecipientState::Cancelled));
        rows
    }

    pub async fn state_of(&self, address: &str) -> RecipientState {
        self.ledger().await.into_iter().find(|row| row.email.as_str() == address).unwrap().state
    }
}
