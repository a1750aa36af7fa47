//! What a run makes of a server's answers.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use sellify_campaign::{CampaignError, Change, RateLimiters, Resolution, cancel, pause, resolve, resume};
use sellify_domain::{
    CampaignState, Channel, ConnectionId, ConsentBasis, ConsentId, ConsentState, ConsentStatement, Exclusion,
    LegalBasis, RecipientState, Suppression, SuppressionId, SuppressionReason,
};
use tokio_util::sync::CancellationToken;

use crate::cast::{Cast, NOW};
use crate::server::{Reaction, Server};

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_one_message() {
    let cast = Cast::running(150).await;
    let server = Server::that_accepts();
    assert_eq!(cast.run(&server).await, CampaignState::Finished);
    let mut taken = server.taken();
    taken.sort();
    taken.dedup();
    assert_eq!((taken.len(), server.taken().len()), (150, 150));
    assert!(cast.ledger().await.iter().all(|row| row.state == RecipientState::Accepted && row.attempts == 1));
    let campaign = cast.campaign().await;
    assert!(campaign.finished_at.is_some());
    let last = cast.notes.last.lock().unwrap().clone().unwrap();
    assert_eq!((last.state, last.counts), (CampaignState::Finished, campaign.counts));
    let settled = cast
        .notes
        .changes
        .lock()
        .unwrap()
        .iter()
        .fold(0, |sum, change| sum + if let Change::Settled(rows) = change { rows.len() } else { 0 });
    assert_eq!(settled, 150, "the audit log saw every outcome once");
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_lead_to_the_states_they_mean() {
    let cast = Cast::running(7).await;
    let server = Server::that(|message, attempt| match (message.to.as_str(), attempt) {
        ("p1@exemple.fr", 1..=2) => Reaction::Answer(450, "4.2.0 greylisted"),
        ("p2@exemple.fr", _) => Reaction::Answer(451, "4.3.0 try later"),
        ("p3@exemple.fr", _) => Reaction::Answer(550, "5.1.1 no such user"),
        ("p4@exemple.fr", _) => Reaction::Answer(550, "5.7.1 looks like spam"),
        ("p5@exemple.fr", _) => Reaction::TakeAndHangUp,
        ("p6@exemple.fr", 1) => Reaction::HangUp,
        _ => Reaction::Accept,
    });
    assert_eq!(cast.run(&server).await, CampaignState::Finished);
    let ledger = cast.ledger().await;
    let row = |n: usize| ledger.iter().find(|row| row.email.as_str() == format!("p{n}@exemple.fr")).unwrap();
    assert_eq!((row(0).state, row(0).attempts), (RecipientState::Accepted, 1));
    assert_eq!((row(1).state, row(1).attempts), (RecipientState::Accepted, 3), "two 4xx, then taken");
    assert_eq!((row(2).state, row(2).attempts), (RecipientState::Failed, 6), "given up after six attempts");
    assert_eq!(row(3).state, RecipientState::Bounced);
    assert_eq!(row(3).last_reply.as_ref().unwrap().text, "5.1.1 no such user");
    assert_eq!(row(4).state, RecipientState::Bounced);
    assert_eq!(row(5).state, RecipientState::Unknown, "taken, but no answer came");
    assert_eq!(
        (row(6).state, row(6).attempts),
        (RecipientState::Accepted, 1),
        "never handed over the first time"
    );
    let taken = server.taken();
    assert_eq!(taken.iter().filter(|to| *to == "p5@exemple.fr").count(), 1, "unknown is never sent again");

    let suppressed = |n: usize| {
        let address = format!("p{n}@exemple.fr");
        cast.store.read(move |r| r.suppressions().is_suppressed(Channel::Email, &address))
    };
    assert!(suppressed(3).await.unwrap(), "a dead address is not written to again");
    assert!(!suppressed(4).await.unwrap(), "a refusal of content says nothing about the address");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_settles_what_is_unknown() {
    let cast = Cast::running(2).await;
    let server = Server::that(|_, _| Reaction::TakeAndHangUp);
    assert_eq!(cast.run(&server).await, CampaignState::Finished);
    let ledger = cast.ledger().await;
    assert!(ledger.iter().all(|row| row.state == RecipientState::Unknown));
    let (arrived, lost) = (ledger[0].id, ledger[1].id);
    let (campaign, row) =
        cast.store.write(move |w| resolve(w, arrived, Resolution::Accepted, NOW)).await.unwrap();
    assert_eq!((campaign.state, row.state), (CampaignState::Finished, RecipientState::Accepted));
    let (campaign, row) = cast.store.write(move |w| resolve(w, lost, Resolution::Resend, NOW)).await.unwrap();
    assert_eq!((campaign.state, row.state), (CampaignState::Running, RecipientState::Pending));
    assert!(cast.store.write(move |w| resolve(w, arrived, Resolution::Resend, NOW)).await.is_err());
    assert_eq!(cast.run(&Server::that_accepts()).await, CampaignState::Finished);
    assert!(cast.ledger().await.iter().all(|row| row.state == RecipientState::Accepted));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_gone_pauses_the_campaign_and_nobody_is_lost() {
    let cast = Cast::running(20).await;
    let server = Server::that(|message, _| {
        if message.to.as_str() == "p0@exemple.fr" { Reaction::Accept } else { Reaction::HangUp }
    });
    assert_eq!(cast.run(&server).await, CampaignState::Paused);
    let campaign = cast.campaign().await;
    assert_eq!(campaign.pause_reason.as_deref(), Some("connection_lost"));
    assert_eq!((campaign.counts.pending, campaign.counts.accepted), (19, 1));

    let id = cast.campaign;
    cast.store.write(move |w| resume(w, id, NOW)).await.unwrap();
    server.refuse_openings(3);
    server.now(|_, _| Reaction::Accept);
    assert_eq!(cast.run(&server).await, CampaignState::Finished, "three refusals are within its patience");
    assert_eq!(cast.campaign().await.counts.accepted, 20);
    assert_eq!(server.taken().len(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_account_pauses_at_once() {
    let cast = Cast::running(20).await;
    let server = Server::that(|_, _| Reaction::RefuseAccount);
    assert_eq!(cast.run(&server).await, CampaignState::Paused);
    let campaign = cast.campaign().await;
    assert_eq!(campaign.pause_reason.as_deref(), Some("auth_failed"));
    assert_eq!(campaign.counts.pending, 20, "nobody bounced because of a wrong password");
    assert!(server.opened() <= 2, "a wrong password is not tried again");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_bounces_pause_the_campaign() {
    let cast = Cast::running(400).await;
    let number = |to: &str| to[1..].split('@').next().unwrap().parse::<usize>().unwrap();
    let server = Server::that(move |message, _| match number(message.to.as_str()) % 10 {
        0 => Reaction::Answer(550, "5.7.1 no"),
        _ => Reaction::Accept,
    });
    assert_eq!(cast.run(&server).await, CampaignState::Paused);
    let campaign = cast.campaign().await;
    assert_eq!(campaign.pause_reason.as_deref(), Some("too_many_bounces"));
    assert!(campaign.counts.pending > 200, "it stopped soon after the first hundred");
    assert_eq!(campaign.counts.handed_over, 0, "what was under way is recorded");
}

#[tokio::test(flavor = "multi_thread")]
async fn pause_resume_and_cancel_record_what_is_under_way() {
    let cast = Cast::running(300).await;
    let server = Server::that(|_, _| Reaction::AcceptAfter(Duration::from_millis(2)));
    let stop = CancellationToken::new();
    let run = tokio::spawn(cast.runner(&server).run(cast.campaign, stop.clone()));
    while server.taken().len() < 5 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let id = cast.campaign;
    cast.store.write(move |w| pause(w, id, "by_person", NOW)).await.unwrap();
    stop.cancel();
    assert_eq!(run.await.unwrap().unwrap(), CampaignState::Paused);
    let counts = cast.campaign().await.counts;
    assert_eq!((counts.handed_over, counts.accepted), (0, server.taken().len() as u64));

    cast.store.write(move |w| resume(w, id, NOW)).await.unwrap();
    let stop = CancellationToken::new();
    let run = tokio::spawn(cast.runner(&server).run(cast.campaign, stop.clone()));
    let before = server.taken().len();
    while server.taken().len() == before {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    cast.store.write(move |w| cancel(w, id, NOW)).await.unwrap();
    stop.cancel();
    assert_eq!(run.await.unwrap().unwrap(), CampaignState::Cancelled);
    let counts = cast.campaign().await.counts;
    assert_eq!((counts.handed_over, counts.pending), (0, 0));
    assert_eq!(counts.accepted, server.taken().len() as u64);
    assert_eq!(counts.accepted + counts.cancelled, 300);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_refused_since_the_start_is_not_written_to() {
    let cast = Cast::running(2).await;
    let refusing = cast.ledger().await[1].contact_id;
    cast.store
        .write(move |w| {
            w.consents_mut().record(&ConsentStatement {
                id: ConsentId::generate(NOW),
                contact_id: refusing,
                channel: Channel::Email,
                state: ConsentState::Refused,
                legal_basis: ConsentBasis::RightToObject,
                source: "test".into(),
                decided_at: NOW,
                recorded_at: NOW,
            })
        })
        .await
        .unwrap();
    let server = Server::that_accepts();
    assert_eq!(cast.run(&server).await, CampaignState::Finished);
    assert_eq!(server.taken(), ["p0@exemple.fr"]);
    let ledger = cast.ledger().await;
    assert_eq!(ledger[1].exclusion, Some(Exclusion::ConsentRefused));
    assert_eq!(ledger[1].attempts, 0, "nothing was attempted");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_left_since_the_start_is_not_written_to() {
    let cast = Cast::running(4).await;
    let gone = cast.ledger().await[2].contact_id;
    let emptied = cast.ledger().await[3].contact_id;
    cast.store
        .write(move |w| {
            w.suppressions_mut().add_if_absent(&Suppression {
                id: SuppressionId::generate(NOW),
                channel: Channel::Email,
                address: "p1@exemple.fr".into(),
                reason: SuppressionReason::Unsubscribed,
                legal_basis: LegalBasis::RightToObject,
                source: "test".into(),
                created_at: NOW,
            })?;
            w.contacts_mut().set_deleted(gone, Some(NOW))?;
            let mut contact = w.contacts().get(emptied)?.unwrap();
            contact.details.first_name.clear();
            w.contacts_mut().update(&contact).map(|_| ())
        })
        .await
        .unwrap();
    let server = Server::that_accepts();
    assert_eq!(cast.run(&server).await, CampaignState::Finished);
    assert_eq!(server.taken(), ["p0@exemple.fr"]);
    let ledger = cast.ledger().await;
    assert_eq!(
        (ledger[1].state, ledger[1].exclusion),
        (RecipientState::Excluded, Some(Exclusion::Suppressed))
    );
    assert_eq!(ledger[2].state, RecipientState::Cancelled);
    assert_eq!(
        (ledger[3].state, ledger[3].exclusion),
        (RecipientState::Excluded, Some(Exclusion::VariableMissing))
    );
    assert!(ledger.iter().skip(1).all(|row| row.attempts == 0), "nothing was attempted");
}

/// Five messages a second: slow enough that nothing gathers, fast enough for a test.
const FIVE_A_SECOND: Option<u32> = Some(5 * 3_600);

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_is_shared_by_all_campaigns_of_a_connection() {
    let (one, two) = (Cast::running(2).await, Cast::running(2).await);
    let server = Server::that_accepts();
    let limiters = RateLimiters::default();
    let connection = ConnectionId::generate(NOW);
    let run = |cast: &Cast| {
        let mut runner = cast.runner(&server);
        runner.limiter = limiters.for_connection(connection, FIVE_A_SECOND);
        tokio::spawn(runner.run(cast.campaign, CancellationToken::new()))
    };
    let began = Instant::now();
    let (first, second) = (run(&one), run(&two));
    assert_eq!(first.await.unwrap().unwrap(), CampaignState::Finished);
    assert_eq!(second.await.unwrap().unwrap(), CampaignState::Finished);
    assert_eq!(server.taken().len(), 4);
    assert!(began.elapsed() >= Duration::from_millis(590), "the fourth message comes after three pauses");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_limit_sends_one_by_one() {
    let cast = Cast::running(3).await;
    let server = Server::that_accepts();
    let mut runner = cast.runner(&server);
    runner.limiter = RateLimiters::default().for_connection(ConnectionId::generate(NOW), FIVE_A_SECOND);
    assert_eq!(runner.run(cast.campaign, CancellationToken::new()).await.unwrap(), CampaignState::Finished);
    assert_eq!(server.batches(), [1, 1, 1], "a kill leaves one unknown at most");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_asks_to_slow_down_is_obeyed_and_everybody_still_gets_it() {
    let cast = Cast::running(12).await;
    let server = Server::that(|message, attempt| match (message.to.as_str(), attempt) {
        ("p3@exemple.fr" | "p7@exemple.fr", 1) => Reaction::Answer(421, "4.7.0 too many messages"),
        ("p5@exemple.fr", 1) => Reaction::Answer(454, "throttling"),
        _ => Reaction::Accept,
    });
    assert_eq!(cast.run(&server).await, CampaignState::Finished);
    assert_eq!(cast.campaign().await.counts.accepted, 12);
    assert_eq!(server.taken().len(), 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_audit_entry_nothing_is_recorded() {
    let cast = Cast::running(5).await;
    let server = Server::that_accepts();
    cast.notes.refuses.store(true, Ordering::SeqCst);
    let ended = cast.runner(&server).run(cast.campaign, CancellationToken::new()).await;
    assert!(matches!(ended, Err(CampaignError::Witness(_))));
    assert_eq!(cast.campaign().await.counts.accepted, 0);

    cast.notes.refuses.store(false, Ordering::SeqCst);
    assert_eq!(cast.run(&server).await, CampaignState::Finished);
    let counts = cast.campaign().await.counts;
    assert_eq!(
        (counts.accepted, counts.unknown),
        (0, 5),
        "they may have it, so they are not written to again"
    );
    assert_eq!(server.taken().len(), 5);
}
