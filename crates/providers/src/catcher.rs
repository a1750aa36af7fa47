//! A small SMTP server that keeps what it gets instead of delivering it: the mailbox of the sample vault, and,
//! with a [`Script`], the difficult servers that tests need.

mod conversation;
mod script;

use std::collections::{HashSet, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError};

use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

pub use script::{Act, Answer, BehindText, Rule, Script, ServerTls, SignIn};

use conversation::{Conversation, End};

/// Most bytes of messages kept; the oldest go first.
const KEPT_BYTES_LIMIT: usize = 64 * 1024 * 1024;

/// One message that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaughtMessage {
    /// Envelope sender.
    pub from: String,
    /// Envelope recipients that were accepted.
    pub to: Vec<String>,
    /// The message as it was before dot-stuffing.
    pub data: Vec<u8>,
}

/// What has happened so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CatcherCounts {
    /// Connections taken.
    pub connections: u64,
    /// Messages taken.
    pub messages: u64,
    /// Different recipients of the messages taken.
    pub recipients: u64,
    /// Times that answers were sent off: the round trips that clients waited for.
    pub round_trips: u64,
}

#[derive(Default)]
struct Caught {
    counts: CatcherCounts,
    recipients: HashSet<String>,
    kept: VecDeque<CaughtMessage>,
    kept_bytes: usize,
}

struct Shared {
    script: Script,
    /// How often each rule has acted.
    acted: std::sync::Mutex<Vec<u32>>,
    caught: std::sync::Mutex<Caught>,
}

impl Shared {
    fn caught(&self) -> std::sync::MutexGuard<'_, Caught> {
        self.caught.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, message: CaughtMessage) {
        let mut caught = self.caught();
        caught.counts.messages += 1;
        for to in &message.to {
            if !caught.recipients.contains(to) {
                caught.recipients.insert(to.clone());
            }
        }
        caught.counts.recipients = caught.recipients.len() as u64;
        caught.kept_bytes += message.data.len();
        caught.kept.push_back(message);
        while caught.kept.len() > self.script.keep || caught.kept_bytes > KEPT_BYTES_LIMIT {
            let Some(oldest) = caught.kept.pop_front() else { break };
            caught.kept_bytes -= oldest.data.len();
        }
    }

    /// The first rule for this recipient that still acts.
    fn act_for(&self, to: &str) -> Option<Act> {
        let mut acted = self.acted.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rules = self.script.rules.iter().zip(acted.iter_mut());
        let (rule, times) =
            rules.find(|(rule, times)| rule.is_for(to) && rule.times.is_none_or(|n| **times < n))?;
        *times += 1;
        Some(rule.act.clone())
    }
}

/// The running server. It ends, with all its connections, when this value is dropped.
pub struct MailCatcher {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: AbortHandle,
}

impl MailCatcher {
    /// Starts on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// When the system gives no port.
    pub async fn start(script: Script) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let acted = std::sync::Mutex::new(vec![0; script.rules.len()]);
        let shared = Arc::new(Shared { script, acted, caught: std::sync::Mutex::default() });
        let accepting = tokio::spawn(accept(listener, Arc::clone(&shared))).abort_handle();
        Ok(Self { address, shared, accepting })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What has happened so far.
    #[must_use]
    pub fn counts(&self) -> CatcherCounts {
        self.shared.caught().counts
    }

    /// The messages still kept, oldest first.
    #[must_use]
    pub fn messages(&self) -> Vec<CaughtMessage> {
        self.shared.caught().kept.iter().cloned().collect()
    }
}

impl Drop for MailCatcher {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    // Dropping the set with this task ends the connections too.
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        shared.caught().counts.connections += 1;
        while connections.try_join_next().is_some() {}
        connections.spawn(serve(stream, Arc::clone(&shared)));
    }
}

/// Serves one connection. Errors end it; there is nobody to tell.
async fn serve(stream: TcpStream, shared: Arc<Shared>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    match shared.script.tls.clone() {
        ServerTls::Implicit(config) => {
            let stream = TlsAcceptor::from(config).accept(stream).await?;
            Conversation::new(stream, &shared, true).greeted().await?;
        }
        ServerTls::None => {
            Conversation::new(stream, &shared, false).greeted().await?;
        }
        ServerTls::StartTls(config) => {
            if let End::StartTls(stream) = Conversation::new(stream, &shared, false).greeted().await? {
                let stream = TlsAcceptor::from(config).accept(stream).await?;
                Conversation::new(stream, &shared, true).run().await?;
            }
        }
    }
    Ok(())
}
