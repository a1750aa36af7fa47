//! Likely duplicates: the search as a job, the pairs it found, and the pairs that are two people.

use std::sync::Arc;

use parking_lot::Mutex;
use sellify_contacts::duplicates::{Found, SearchStopped, likeness, search};
use sellify_contacts::import::CancelFlag;
use sellify_domain::{Actor, ContactPair, DuplicateReason, Timestamp, UploadId};
use sellify_store::{DuplicatePair, DuplicateSearch, Page, PageRequest, Read};
use serde_json::json;
use tokio::sync::watch;
use uuid::Uuid;

use crate::app::App;
use crate::create_vault::blocking;
use crate::error::AppError;
use crate::events::EventKind;
use crate::list_contacts::{ContactView, contact_in, view};
use crate::open_vault::OpenVault;

/// Two contacts that may be one person.
#[derive(Debug, Clone)]
pub struct DuplicateView {
    /// Who.
    pub pair: ContactPair,
    /// How likely, in thousandths; zero where nothing speaks for it.
    pub score: u16,
    /// Why.
    pub reasons: Vec<DuplicateReason>,
    /// Whether somebody said that they are two people.
    pub distinct: bool,
    /// Both, the older one first.
    pub contacts: [ContactView; 2],
}

/// One page of likely pairs, and how old they are.
#[derive(Debug)]
pub struct DuplicatePage {
    /// The page, the likeliest first.
    pub page: Page<DuplicateView>,
    /// The last search that came to its end.
    pub search: Option<DuplicateSearch>,
    /// Whether another one is under way.
    pub running: bool,
}

/// A search under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchProgress {
    /// Identity of the job.
    pub id: Uuid,
    /// Steps done: each contact is one when it is read and one when it is compared.
    pub done: u64,
    /// Of how many.
    pub total: u64,
    /// When it began.
    pub started_at: Timestamp,
}

/// One search at a time.
pub(crate) struct RunningSearch {
    state: Mutex<Option<(SearchProgress, Arc<CancelFlag>)>>,
    /// Whether one is under way; locking and quitting stop it and wait.
    under_way: watch::Sender<bool>,
}

impl Default for RunningSearch {
    fn default() -> Self {
        Self { state: Mutex::default(), under_way: watch::channel(false).0 }
    }
}

impl RunningSearch {
    /// Takes the place of the one search; answers the one that has it otherwise.
    fn begin(&self, now: Timestamp) -> Result<(Uuid, Arc<CancelFlag>), Uuid> {
        let mut state = self.state.lock();
        if let Some((progress, _)) = &*state {
            return Err(progress.id);
        }
        let id = UploadId::generate(now).as_uuid();
        let cancel = Arc::new(CancelFlag::default());
        *state = Some((SearchProgress { id, done: 0, total: 0, started_at: now }, cancel.clone()));
        self.under_way.send_replace(true);
        Ok((id, cancel))
    }

    fn note(&self, done: u64, total: u64) {
        if let Some((progress, _)) = &mut *self.state.lock() {
            (progress.done, progress.total) = (done, total);
        }
    }

    fn end(&self) {
        *self.state.lock() = None;
        self.under_way.send_replace(false);
    }

    pub(crate) fn running(&self) -> Option<SearchProgress> {
        self.state.lock().as_ref().map(|(progress, _)| *progress)
    }

    pub(crate) async fn stop_and_wait(&self) {
        if let Some((_, cancel)) = &*self.state.lock() {
            cancel.cancel();
        }
        self.wait_for_end().await;
    }

    pub(crate) async fn wait_for_end(&self) {
        // The sender lives in `self`, so the channel cannot close.
        let _ = self.under_way.subscribe().wait_for(|under_way| !under_way).await;
    }
}

impl App {
    /// Starts a search for likely duplicates and answers its job at once; where one is under way, that one.
    ///
    /// # Errors
    /// The vault is not open.
    pub fn start_duplicate_search(&self, by: &Actor) -> Result<Uuid, AppError> {
        let vault = self.open_vault()?;
        let (id, cancel) = match self.inner.duplicates.begin(self.now()) {
            Ok(begun) => begun,
            Err(running) => return Ok(running),
        };
        let (app, by) = (self.clone(), by.clone());
        tokio::spawn(async move {
            let ended = app.search_duplicates(&vault, &by, cancel).await;
            app.inner.duplicates.end();
            let data = match ended {
                Ok(search) => {
                    json!({ "job_id": id, "found": search.found, "searched_at": search.searched_at })
                }
                Err(error) => {
                    tracing::warn!(code = error.code(), "the search for duplicates ended early");
                    json!({ "job_id": id, "error_code": error.code() })
                }
            };
            app.events().publish(EventKind::DuplicatesFound, data);
        });
        Ok(id)
    }

    /// Searches for likely duplicates and waits for the end.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn find_duplicates(&self, by: &Actor) -> Result<Option<DuplicateSearch>, AppError> {
        self.start_duplicate_search(by)?;
        self.inner.duplicates.wait_for_end().await;
        let vault = self.open_vault()?;
        vault.store.read(|r| Ok::<_, AppError>(r.duplicates().last_search()?)).await
    }

    async fn search_duplicates(
        &self,
        vault: &Arc<OpenVault>,
        by: &Actor,
        cancel: Arc<CancelFlag>,
    ) -> Result<DuplicateSearch, AppError> {
        let (app, reading) = (self.clone(), vault.clone());
        let Found { pairs, found, contacts } = blocking(move || {
            let progress = |done, total| app.inner.duplicates.note(done, total);
            reading.store.read_blocking(|r| search(r, &progress, &cancel)).map_err(stopped)
        })
        .await?;
        let now = self.now();
        let search = DuplicateSearch { searched_at: now, contacts, found };
        let entry = vault.entry(
            by,
            now,
            "duplicates.searched",
            "contacts",
            json!({ "contacts": contacts, "found": found }),
        );
        vault
            .store
            .write(move |w| {
                w.duplicates_mut().replace(&pairs, search)?;
                entry.append(w)
            })
            .await?;
        Ok(search)
    }

    /// Likely pairs of the last search that still stand, the likeliest first.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn duplicates(&self, request: PageRequest) -> Result<DuplicatePage, AppError> {
        let vault = self.open_vault()?;
        let running = self.inner.duplicates.running().is_some();
        vault
            .store
            .read(move |r| {
                let Page { items, next, total, total_is_exact } = r.duplicates().list(&request)?;
                let items =
                    items.into_iter().map(|found| shown(r, found)).collect::<Result<_, AppError>>()?;
                let search = r.duplicates().last_search()?;
                Ok(DuplicatePage { page: Page { items, next, total, total_is_exact }, search, running })
            })
            .await
    }

    /// Any two contacts beside each other, compared now.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn duplicate(&self, pair: ContactPair) -> Result<DuplicateView, AppError> {
        self.open_vault()?.store.read(move |r| compared(r, pair)).await
    }

    /// Remembers, or forgets, that two contacts are two people.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when one is not in the vault.
    pub async fn set_distinct(&self, by: &Actor, pair: ContactPair, distinct: bool) -> Result<(), AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let action = if distinct { "duplicates.kept_apart" } else { "duplicates.not_kept_apart" };
        let entry = vault.entry(by, now, action, pair, json!({}));
        vault
            .store
            .write(move |w| {
                contact_in(w, pair.first())?;
                contact_in(w, pair.second())?;
                let changed = if distinct {
                    w.duplicates_mut().set_distinct(pair, now)?
                } else {
                    w.duplicates_mut().forget_distinct(pair)?
                };
                if changed { entry.append(w) } else { Ok(()) }
            })
            .await?;
        self.events().publish(EventKind::DuplicatesFound, json!({ "pair": pair.to_string() }));
        Ok(())
    }
}

fn shown(r: &Read<'_>, found: DuplicatePair) -> Result<DuplicateView, AppError> {
    let DuplicatePair { pair, score, reasons } = found;
    let contact = |id| view(r, contact_in(r, id)?);
    let contacts = [contact(pair.first())?, contact(pair.second())?];
    Ok(DuplicateView { pair, score, reasons, distinct: false, contacts })
}

fn compared(r: &Read<'_>, pair: ContactPair) -> Result<DuplicateView, AppError> {
    let (one, other) = (contact_in(r, pair.first())?, contact_in(r, pair.second())?);
    let (score, reasons) = likeness(&one, &other).map_or((0, Vec::new()), |like| (like.score, like.reasons));
    let distinct = r.duplicates().is_distinct(pair)?;
    Ok(DuplicateView { pair, score, reasons, distinct, contacts: [view(r, one)?, view(r, other)?] })
}

fn stopped(error: SearchStopped) -> AppError {
    match error {
        SearchStopped::Cancelled => AppError::SearchStopped,
        SearchStopped::Store(error) => error.into(),
    }
}
