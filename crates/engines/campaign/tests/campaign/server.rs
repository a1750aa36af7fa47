//! A server in memory: it follows a script and keeps its own book of what it took.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use sellify_campaign::{Messenger, MessengerError, MessengerSession, Outgoing, SendOutcome};
use sellify_domain::SmtpReply;
use tokio::sync::Notify;

/// What the server does with one message.
#[derive(Debug, Clone)]
pub enum Reaction {
    /// Takes it.
    Accept,
    /// Takes it after a while.
    AcceptAfter(Duration),
    /// Answers this code.
    Answer(u16, &'static str),
    /// Takes it and hangs up without a word.
    TakeAndHangUp,
    /// Hangs up before the text.
    HangUp,
    /// Refuses the account.
    RefuseAccount,
    /// Takes it, rings, and never says anything again: the moment at which a test kills the run.
    TakeAndFreeze,
    /// Rings and never says anything again, without having taken it.
    Freeze,
}

type Script = dyn Fn(&Outgoing, usize) -> Reaction + Send + Sync;

#[derive(Clone)]
pub struct Server {
    inner: Arc<Inner>,
}

struct Inner {
    script: Mutex<Arc<Script>>,
    taken: Mutex<Vec<String>>,
    attempts: Mutex<HashMap<String, usize>>,
    refused_openings: AtomicUsize,
    opened: AtomicUsize,
    batches: Mutex<Vec<usize>>,
    bell: Notify,
}

impl Server {
    /// A server that decides by message and attempt (from 1).
    pub fn that(script: impl Fn(&Outgoing, usize) -> Reaction + Send + Sync + 'static) -> Self {
        Self {
            inner: Arc::new(Inner {
                script: Mutex::new(Arc::new(script)),
                taken: Mutex::default(),
                attempts: Mutex::default(),
                refused_openings: AtomicUsize::new(0),
                opened: AtomicUsize::new(0),
                batches: Mutex::default(),
                bell: Notify::new(),
            }),
        }
    }

    pub fn that_accepts() -> Self {
        Self::that(|_, _| Reaction::Accept)
    }

    /// Refuses the next so many connections.
    pub fn refuse_openings(&self, count: usize) {
        self.inner.refused_openings.store(count, Ordering::SeqCst);
    }

    /// Changes its mind.
    pub fn now(&self, script: impl Fn(&Outgoing, usize) -> Reaction + Send + Sync + 'static) {
        *self.inner.script.lock().unwrap() = Arc::new(script);
    }

    /// The addresses of the messages it took, each time it took one.
    pub fn taken(&self) -> Vec<String> {
        self.inner.taken.lock().unwrap().clone()
    }

    pub fn opened(&self) -> usize {
        self.inner.opened.load(Ordering::SeqCst)
    }

    pub fn batches(&self) -> Vec<usize> {
        self.inner.batches.lock().unwrap().clone()
    }

    /// Waits until the script says freeze.
    pub async fn frozen(&self) {
        self.inner.bell.notified().await;
    }

    fn react(&self, message: &Outgoing) -> Reaction {
        let attempt = {
            let mut attempts = self.inner.attempts.lock().unwrap();
            let attempt = attempts.entry(message.to.as_str().to_owned()).or_default();
            *attempt += 1;
            *attempt
        };
        let script = Arc::clone(&self.inner.script.lock().unwrap());
        script(message, attempt)
    }

    fn take(&self, message: &Outgoing) {
        self.inner.taken.lock().unwrap().push(message.to.as_str().to_owned());
    }

    async fn answer(&self, message: &Outgoing) -> SendOutcome {
        let reply = |code, text: &str| SmtpReply { code, text: text.into() };
        match self.react(message) {
            Reaction::Accept => self.take(message),
            Reaction::AcceptAfter(pause) => {
                tokio::time::sleep(pause).await;
                self.take(message);
            }
            Reaction::Answer(code, text) if code < 500 => return SendOutcome::Transient(reply(code, text)),
            Reaction::Answer(code, text) => return SendOutcome::Permanent(reply(code, text)),
            Reaction::TakeAndHangUp => {
                self.take(message);
                return SendOutcome::Unknown;
            }
            Reaction::HangUp => return SendOutcome::NotSent(MessengerError::Lost),
            Reaction::RefuseAccount => {
                return SendOutcome::NotSent(MessengerError::AuthFailed(reply(535, "no")));
            }
            Reaction::TakeAndFreeze => {
                self.take(message);
                self.freeze().await;
            }
            Reaction::Freeze => self.freeze().await,
        }
        SendOutcome::Accepted(reply(250, "ok"))
    }

    async fn freeze(&self) {
        self.inner.bell.notify_one();
        std::future::pending::<()>().await;
    }
}

#[async_trait]
impl Messenger for Server {
    async fn open(&self) -> Result<Box<dyn MessengerSession>, MessengerError> {
        let refused = &self.inner.refused_openings;
        let one_less = |left: usize| left.checked_sub(1);
        if refused.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less).is_ok() {
            return Err(MessengerError::Refused);
        }
        self.inner.opened.fetch_add(1, Ordering::SeqCst);
        Ok(Box::new(Line(self.clone())))
    }
}

struct Line(Server);

#[async_trait]
impl MessengerSession for Line {
    async fn send(&mut self, batch: Vec<Outgoing>) -> Vec<SendOutcome> {
        self.0.inner.batches.lock().unwrap().push(batch.len());
        let mut outcomes = Vec::with_capacity(batch.len());
        for message in &batch {
            let broken = outcomes.last().is_some_and(|last| {
                matches!(last, SendOutcome::Unknown | SendOutcome::NotSent(_))
                    || matches!(last, SendOutcome::Transient(reply) if reply.code == 421)
            });
            outcomes.push(if broken {
                SendOutcome::NotSent(MessengerError::Lost)
            } else {
                self.0.answer(message).await
            });
        }
        outcomes
    }

    async fn close(self: Box<Self>) {}
}
