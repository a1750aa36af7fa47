//! Campaigns that are sending: one task each, started, stopped and restarted here and nowhere else.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use sellify_campaign::{CampaignError, Progress, RateLimiters, RetryPolicy, Runner};
use sellify_domain::{Actor, Campaign, CampaignId, CampaignState, ConnectionId, Timestamp};
use sellify_providers::SmtpMessenger;
use serde_json::json;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::compose::{TemplateComposer, Writer, compile};
use crate::create_campaign::{CampaignView, campaign_in};
use crate::error::AppError;
use crate::license::Gate;
use crate::open_vault::OpenVault;
use crate::quarantine::refuse_in_quarantine;
use crate::save_connection::{connection_in, password_of};
use crate::witness::AppWitness;

/// How long to wait before the reason of a stopped run is written again (the disk may be full).
const WRITE_AGAIN: [Duration; 3] = [Duration::from_secs(1), Duration::from_secs(10), Duration::from_secs(60)];

/// The campaigns that are sending. Clones share them.
#[derive(Clone)]
pub(crate) struct Runners(Arc<Shared>);

struct Shared {
    limiters: RateLimiters,
    runs: Mutex<HashMap<CampaignId, Run>>,
    paces: Mutex<HashMap<CampaignId, Progress>>,
    /// How many tasks there are; quitting waits for none.
    tasks: watch::Sender<usize>,
    quitting: CancellationToken,
    /// Nothing begins while the database gets a new key.
    held: AtomicBool,
}

struct Run {
    stop: CancellationToken,
    /// Asked for again while it was ending: what changed in the last moment must not be missed.
    again: bool,
}

/// No campaign runs while this is held; [`App::resume_running`] starts them afterwards.
pub(crate) struct HeldRunners(Runners);

impl Drop for HeldRunners {
    fn drop(&mut self) {
        self.0.0.held.store(false, Ordering::SeqCst);
    }
}

impl Default for Runners {
    fn default() -> Self {
        Self(Arc::new(Shared {
            limiters: RateLimiters::default(),
            runs: Mutex::default(),
            paces: Mutex::default(),
            tasks: watch::channel(0).0,
            quitting: CancellationToken::new(),
            held: AtomicBool::new(false),
        }))
    }
}

impl Runners {
    /// A campaign with its present pace.
    pub(crate) fn view(&self, campaign: Campaign, now: Timestamp) -> CampaignView {
        let paces = self.0.paces.lock();
        let pace = paces.get(&campaign.id).filter(|_| campaign.state == CampaignState::Running);
        let seconds_left = pace.and_then(|pace| pace.seconds_left).and_then(|left| i64::try_from(left).ok());
        CampaignView {
            per_second: pace.map(|pace| pace.per_second),
            expected_end: seconds_left.map(|left| now.plus_millis(left.saturating_mul(1_000))),
            campaign,
        }
    }

    /// Remembers how fast a campaign goes. Answers whether its state is another than before.
    pub(crate) fn note(&self, progress: &Progress) -> bool {
        let before = self.0.paces.lock().insert(progress.campaign_id, progress.clone());
        before.is_none_or(|before| {
            (before.state, before.pause_reason) != (progress.state, progress.pause_reason.clone())
        })
    }

    /// Sets the limit that all campaigns of a connection share.
    pub(crate) fn limit(&self, id: ConnectionId, max_per_hour: Option<u32>) {
        // Asking for the limiter sets it.
        let _ = self.0.limiters.for_connection(id, max_per_hour);
    }

    /// Stops a run between two messages; does not wait for its end.
    pub(crate) fn stop(&self, id: CampaignId) {
        if let Some(run) = self.0.runs.lock().get_mut(&id) {
            run.again = false;
            run.stop.cancel();
        }
    }

    /// Stops all of them and waits until what was under way is recorded.
    pub(crate) async fn stop_all(&self) {
        self.0.quitting.cancel();
        // The sender lives in `self`, so the channel cannot close.
        let _ = self.0.tasks.subscribe().wait_for(|tasks| *tasks == 0).await;
    }

    /// Stops all of them between two messages, waits until what was under way is recorded, and lets none begin.
    pub(crate) async fn hold(&self) -> HeldRunners {
        let held = HeldRunners(self.clone());
        self.0.held.store(true, Ordering::SeqCst);
        for run in self.0.runs.lock().values_mut() {
            run.again = false;
            run.stop.cancel();
        }
        // The sender lives in `self`, so the channel cannot close.
        let _ = self.0.tasks.subscribe().wait_for(|tasks| *tasks == 0).await;
        held
    }

    /// Registers a run; none when one is already there, which then looks again when it ends.
    fn register(&self, id: CampaignId) -> Option<CancellationToken> {
        if self.0.quitting.is_cancelled() {
            return None;
        }
        let mut runs = self.0.runs.lock();
        // Asked under the lock: what begins before a hold is stopped by it.
        if self.0.held.load(Ordering::SeqCst) {
            return None;
        }
        if let Some(run) = runs.get_mut(&id) {
            run.again = true;
            return None;
        }
        let stop = self.0.quitting.child_token();
        runs.insert(id, Run { stop: stop.clone(), again: false });
        self.0.tasks.send_modify(|tasks| *tasks += 1);
        Some(stop)
    }

    /// What comes after a run: another one, or nothing.
    fn next(&self, id: CampaignId) -> Option<CancellationToken> {
        let mut runs = self.0.runs.lock();
        if let Some(run) = runs.get_mut(&id).filter(|run| run.again && !self.0.quitting.is_cancelled()) {
            run.again = false;
            run.stop = self.0.quitting.child_token();
            return Some(run.stop.clone());
        }
        runs.remove(&id);
        self.0.tasks.send_modify(|tasks| *tasks -= 1);
        None
    }
}

impl App {
    /// Lets a campaign run by itself until it ends or is stopped.
    pub(crate) fn run_campaign(&self, vault: &Arc<OpenVault>, id: CampaignId) {
        let Some(mut stop) = vault.runners.register(id) else { return };
        let (app, vault) = (self.clone(), vault.clone());
        tokio::spawn(async move {
            loop {
                // A panic in one run must not leave the campaign registered for ever.
                let run = tokio::spawn(run_once(app.clone(), vault.clone(), id, stop));
                let ended = run.await.unwrap_or(Err(AppError::Broken));
                if let Err(error) = ended {
                    tracing::error!(campaign = %id, code = error.code(), "a campaign stopped");
                    app.pause_with_reason(&vault, id, error.code()).await;
                }
                match vault.runners.next(id) {
                    Some(again) => stop = again,
                    None => break,
                }
            }
        });
    }

    /// Goes on with a campaign that is running on paper only, because the program was ended in the middle of it.
    /// One in another state is left alone.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn continue_campaign(&self, id: CampaignId) -> Result<CampaignView, AppError> {
        let vault = self.open_vault()?;
        let view = self.campaign(id).await?;
        if view.campaign.state == CampaignState::Running {
            self.run_campaign(&vault, id);
        }
        Ok(view)
    }

    /// Takes up the campaigns that were sending when the program ended.
    pub(crate) async fn resume_running(&self) -> Result<(), AppError> {
        if self.inner.holds_campaigns.load(Ordering::Relaxed) {
            return Ok(());
        }
        let vault = self.open_vault()?;
        let ids = vault
            .store
            .read(|r| Ok::<_, AppError>(r.campaigns().ids_in_state(CampaignState::Running)?))
            .await?;
        for id in ids {
            self.run_campaign(&vault, id);
        }
        Ok(())
    }

    pub(crate) async fn pause_with_reason(
        &self,
        vault: &Arc<OpenVault>,
        id: CampaignId,
        reason: &'static str,
    ) {
        for wait in WRITE_AGAIN {
            let now = self.now();
            let entry = vault.entry(&Actor::System, now, "campaign.paused", id, json!({ "reason": reason }));
            let paused = vault
                .store
                .write(move |w| {
                    let campaign = sellify_campaign::pause(w, id, reason, now)?;
                    entry.append(w)?;
                    Ok::<_, AppError>(campaign)
                })
                .await;
            match paused {
                Ok(campaign) => return self.campaign_changed(&campaign),
                // It is not running (any more): nothing to pause.
                Err(AppError::Campaign(CampaignError::NotAllowed { .. })) => return,
                Err(error) => {
                    tracing::error!(campaign = %id, code = error.code(), "the pause could not be recorded")
                }
            }
            tokio::time::sleep(wait).await;
        }
    }
}

async fn run_once(
    app: App,
    vault: Arc<OpenVault>,
    id: CampaignId,
    stop: CancellationToken,
) -> Result<(), AppError> {
    let sealer = vault.sealer.clone();
    let (license, now) = (vault.license.clone(), app.now());
    let (message, connection, password) = vault
        .store
        .read(move |r| {
            // Campaigns that go on by themselves after a start pass here too.
            license.require(r, now, Gate::Sending)?;
            refuse_in_quarantine(r)?;
            let campaign = campaign_in(r, id)?;
            let connection_id = campaign.draft.connection_id.ok_or(AppError::ConnectionNotChosen)?;
            let message = r.campaigns().message(id)?.ok_or(AppError::TemplateNotChosen)?;
            Ok::<_, AppError>((
                message,
                connection_in(r, connection_id)?,
                password_of(r, &sealer, connection_id)?,
            ))
        })
        .await?;
    let writer = Writer { compiled: compile(&message.content)?, smtp: connection.smtp.clone() };
    let runner = Runner {
        store: vault.store.clone(),
        clock: app.clock(),
        messenger: Arc::new(SmtpMessenger::new(connection.smtp.clone(), password)),
        composer: Arc::new(TemplateComposer { writer, clock: app.clock() }),
        limiter: vault.runners.0.limiters.for_connection(connection.id, connection.smtp.max_per_hour),
        witness: Arc::new(AppWitness::new(&app, &vault)),
        from: connection.smtp.from_email,
        connections: connection.smtp.max_connections,
        policy: RetryPolicy::default(),
    };
    runner.run(id, stop).await?;
    Ok(())
}
