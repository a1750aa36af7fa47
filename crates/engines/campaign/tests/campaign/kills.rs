//! The end of the process at any moment: nobody is lost, nobody gets two messages.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use proptest::prelude::*;
use sellify_campaign::{Runner, recover};
use sellify_domain::{CampaignState, RecipientState};
use tokio_util::sync::CancellationToken;

use crate::cast::{Cast, NOW};
use crate::server::{Reaction, Server};

/// How one life of the process ends.
#[derive(Debug, Clone, Copy)]
enum Kill {
    /// When the server has taken this many messages in this life, before it can answer.
    Taken(usize),
    /// When this many messages in this life have come to the server, before it takes the last.
    Received(usize),
    /// After so many microseconds, wherever the run is then.
    After(u64),
}

fn kill() -> impl Strategy<Value = Kill> {
    prop_oneof![
        (1_usize..40).prop_map(Kill::Taken),
        (1_usize..40).prop_map(Kill::Received),
        (0_u64..60_000).prop_map(Kill::After),
    ]
}

/// What the server says to some of the people, whatever else happens.
fn temper(address: &str, attempt: usize) -> Reaction {
    let number: usize = address[1..].split('@').next().and_then(|n| n.parse().ok()).unwrap_or(0);
    match (number % 23, attempt) {
        (3, 1) => Reaction::Answer(450, "4.2.0 later"),
        (5, _) => Reaction::Answer(554, "5.7.1 no"),
        (7, _) => Reaction::TakeAndHangUp,
        (11, 1) => Reaction::HangUp,
        _ => Reaction::Accept,
    }
}

/// A server that keeps its temper and freezes when the kill comes.
fn arm(server: &Server, kill: Kill) {
    let seen = Arc::new(AtomicUsize::new(0));
    server.now(move |message, attempt| {
        let reaction = temper(message.to.as_str(), attempt);
        let seen = seen.fetch_add(1, Ordering::SeqCst) + 1;
        match kill {
            Kill::Taken(n) if seen >= n && matches!(reaction, Reaction::Accept) => Reaction::TakeAndFreeze,
            Kill::Received(n) if seen >= n => Reaction::Freeze,
            _ => reaction,
        }
    });
}

/// The share of bounces is no matter here.
fn runner(cast: &Cast, server: &Server) -> Runner {
    let mut runner = cast.runner(server);
    runner.policy.most_bounces_percent = 100;
    runner
}

async fn live_and_die(cast: &Cast, server: &Server, kill: Kill) {
    arm(server, kill);
    let mut run = tokio::spawn(runner(cast, server).run(cast.campaign, CancellationToken::new()));
    match kill {
        Kill::After(micros) => tokio::time::sleep(Duration::from_micros(micros)).await,
        Kill::Taken(_) | Kill::Received(_) => {
            tokio::select! {
                () = server.frozen() => {}
                _ = &mut run => return,
            }
        }
    }
    run.abort();
    let _ = run.await;
}

async fn story(people: usize, kills: Vec<Kill>) -> Result<(), TestCaseError> {
    let cast = Cast::running(people).await;
    let server = Server::that_accepts();
    let mut lives = 0;
    for kill in kills {
        live_and_die(&cast, &server, kill).await;
        lives += 1;
        // Through the writer: a transaction that was under way when the run died is then over.
        let id = cast.campaign;
        let before = cast.store.write(move |w| w.campaigns().counts(id)).await.unwrap();
        let recovered = cast.store.write(move |w| recover(w, NOW)).await.unwrap();
        let after = cast.campaign().await.counts;
        prop_assert_eq!(after.handed_over, 0);
        prop_assert_eq!(recovered.unknown.iter().map(|(_, n)| n).sum::<u64>(), before.handed_over);
        prop_assert!(before.handed_over <= 64, "a kill leaves few unknown: {}", before.handed_over);
    }
    server.now(|message, attempt| temper(message.to.as_str(), attempt));
    let end = runner(&cast, &server).run(cast.campaign, CancellationToken::new()).await;
    prop_assert_eq!(end.unwrap(), CampaignState::Finished, "after {} lives", lives);

    let mut taken: HashMap<String, usize> = HashMap::new();
    for address in server.taken() {
        *taken.entry(address).or_default() += 1;
    }
    let ledger = cast.ledger().await;
    prop_assert_eq!(ledger.len(), people, "nobody is lost");
    for row in &ledger {
        let times = taken.get(row.email.as_str()).copied().unwrap_or(0);
        prop_assert!(times <= 1, "{} got {} messages", row.email, times);
        match row.state {
            RecipientState::Accepted => prop_assert_eq!(times, 1, "{} was promised a message", row.email),
            RecipientState::Unknown => {}
            RecipientState::Bounced | RecipientState::Failed => prop_assert_eq!(times, 0),
            other => prop_assert!(false, "{} is still {:?}", row.email, other),
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn nobody_is_lost_and_nobody_gets_two(people in 1_usize..160, kills in proptest::collection::vec(kill(), 0..5)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(story(people, kills))?;
    }
}
