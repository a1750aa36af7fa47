//! Batches through the real wire to a scripted server: who got what, and what is said about everybody else.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should stop")]

mod stage;

use std::time::Duration;

use sellify_campaign::{Messenger, SendOutcome};
use sellify_providers::SmtpMessenger;
use sellify_providers::catcher::{Act, Answer, BehindText, Rule, Script};
use stage::{catcher, caught, messenger, open, patience, people, send, settings, to, told, with_body};

fn scripted(rules: Vec<Rule>) -> Script {
    Script { rules, ..Script::default() }
}

fn answer(code: u16) -> Answer {
    Answer::new(code, "5.0.0 scripted")
}

#[tokio::test]
async fn everybody_gets_exactly_the_text_that_was_written() {
    for pipelining in [true, false] {
        let catcher = catcher(Script { pipelining, ..Script::default() }).await;
        let mut session = open(&catcher).await;
        let batch = people(25);
        let outcomes = session.send(batch.clone()).await;
        session.close().await;
        assert!(outcomes.iter().all(|outcome| matches!(outcome, SendOutcome::Accepted(_))));
        let messages = catcher.messages();
        assert_eq!(messages.len(), 25);
        for (message, outgoing) in messages.iter().zip(&batch) {
            assert_eq!(message.to, [outgoing.to.as_str()]);
            assert_eq!(message.data, outgoing.message, "dots and line ends survive the wire");
        }
    }
}

#[tokio::test]
async fn a_message_costs_one_round_trip_with_pipelining_and_four_without() {
    for (pipelining, most) in [(true, 1.1), (false, 4.1)] {
        let catcher = catcher(Script { pipelining, ..Script::default() }).await;
        let mut session = open(&catcher).await;
        for batch in people(100).chunks(50) {
            session.send(batch.to_vec()).await;
        }
        session.close().await;
        let counts = catcher.counts();
        assert_eq!((counts.messages, counts.recipients, counts.connections), (100, 100, 1));
        let each = counts.round_trips as f64 / 100.0;
        assert!(each <= most, "{each} round trips a message, pipelining {pipelining}");
    }
}

#[tokio::test]
async fn a_server_that_knows_only_helo_is_served_too() {
    let catcher = catcher(Script { ehlo: false, ..Script::default() }).await;
    let mut session = open(&catcher).await;
    assert_eq!(send(&mut *session, &["a@b.fr", "c@d.fr"]).await, ["accepted 250", "accepted 250"]);
    assert_eq!(catcher.counts().messages, 2);
}

#[tokio::test]
async fn refused_recipients_are_told_apart_and_the_others_get_their_message() {
    let rules = || {
        vec![
            Rule::always("busy@*", Act::AnswerRecipient(answer(450))),
            Rule::always("gone@*", Act::AnswerRecipient(answer(550))),
            Rule::always("late@*", Act::AnswerData(answer(451))),
            Rule::always("full@*", Act::AnswerText(answer(452))),
            Rule::always("spam@*", Act::AnswerText(answer(554))),
        ]
    };
    let people = [
        "a@x.fr",
        "busy@x.fr",
        "gone@x.fr",
        "b@x.fr",
        "late@x.fr",
        "full@x.fr",
        "c@x.fr",
        "spam@x.fr",
        "d@x.fr",
    ];
    let expected = [
        "accepted 250",
        "transient 450",
        "permanent 550",
        "accepted 250",
        "transient 451",
        "transient 452",
        "accepted 250",
        "permanent 554",
        "accepted 250",
    ];
    for (pipelining, data_without_recipients) in [(true, false), (true, true), (false, false)] {
        let script = Script { pipelining, data_without_recipients, ..scripted(rules()) };
        let catcher = catcher(script).await;
        let mut session = open(&catcher).await;
        assert_eq!(send(&mut *session, &people).await, expected);
        // The transaction that the last refusal left open must not spoil the next batch.
        assert_eq!(send(&mut *session, &["gone@x.fr"]).await, ["permanent 550"]);
        assert_eq!(send(&mut *session, &["e@x.fr"]).await, ["accepted 250"]);
        assert_eq!(caught(&catcher), ["a@x.fr", "b@x.fr", "c@x.fr", "d@x.fr", "e@x.fr"]);
    }
}

#[tokio::test]
async fn nothing_of_a_message_goes_out_when_its_recipient_is_refused_but_data_is_not() {
    let script = Script {
        data_without_recipients: true,
        ..scripted(vec![Rule::always("gone@*", Act::AnswerRecipient(answer(550)))])
    };
    let catcher = catcher(script).await;
    let mut session = open(&catcher).await;
    assert_eq!(send(&mut *session, &["gone@x.fr", "a@x.fr"]).await, ["permanent 550", "accepted 250"]);
    assert_eq!(caught(&catcher), ["a@x.fr"]);
}

#[tokio::test]
async fn a_closing_server_leaves_the_rest_certainly_not_sent() {
    let rules = vec![Rule::always("c@*", Act::AnswerRecipient(Answer::new(421, "4.3.2 shutting down")))];
    let catcher = catcher(scripted(rules)).await;
    let mut session = open(&catcher).await;
    let told = send(&mut *session, &["a@x.fr", "b@x.fr", "c@x.fr", "d@x.fr", "e@x.fr"]).await;
    assert_eq!(
        told,
        ["accepted 250", "accepted 250", "transient 421", "not sent server_busy", "not sent server_busy"]
    );
    assert_eq!(send(&mut *session, &["f@x.fr"]).await, ["not sent server_busy"], "the session is over");
    assert_eq!(caught(&catcher), ["a@x.fr", "b@x.fr"]);
}

#[tokio::test]
async fn a_server_that_closes_after_a_text_has_answered_for_that_text() {
    let catcher = catcher(scripted(vec![Rule::always("b@*", Act::AnswerText(answer(421)))])).await;
    let mut session = open(&catcher).await;
    let told = send(&mut *session, &["a@x.fr", "b@x.fr", "c@x.fr"]).await;
    assert_eq!(told, ["accepted 250", "transient 421", "not sent server_busy"]);
}

#[tokio::test]
async fn a_line_cut_before_the_text_loses_nobody() {
    for pipelining in [true, false] {
        let script = Script { pipelining, ..scripted(vec![Rule::always("b@*", Act::CutAtRecipient)]) };
        let catcher = catcher(script).await;
        let mut session = open(&catcher).await;
        let told = send(&mut *session, &["a@x.fr", "b@x.fr", "c@x.fr"]).await;
        assert_eq!(told, ["accepted 250", "not sent connection_lost", "not sent connection_lost"]);
        assert_eq!(caught(&catcher), ["a@x.fr"]);
    }
}

#[tokio::test]
async fn a_line_cut_inside_a_long_text_is_certainly_not_sent() {
    let catcher = catcher(scripted(vec![Rule::always("b@*", Act::CutInsideText)])).await;
    let mut session = open(&catcher).await;
    // Far more than the buffers of both systems hold: the final dot cannot have left.
    let long = with_body("b@x.fr", &"Une longue ligne de texte.\r\n".repeat(600_000));
    let outcomes = session.send(vec![to("a@x.fr"), long, to("c@x.fr")]).await;
    let told: Vec<_> = outcomes.iter().map(told).collect();
    assert_eq!(told, ["accepted 250", "not sent connection_lost", "not sent connection_lost"]);
    assert_eq!(caught(&catcher), ["a@x.fr"]);
}

#[tokio::test]
async fn a_line_cut_when_the_whole_short_text_was_out_leaves_it_unknown() {
    for act in [Act::CutInsideText, Act::CutAfterDot] {
        let catcher = catcher(scripted(vec![Rule::always("b@*", act)])).await;
        let mut session = open(&catcher).await;
        let told = send(&mut *session, &["a@x.fr", "b@x.fr", "c@x.fr"]).await;
        assert_eq!(told, ["accepted 250", "unknown", "not sent connection_lost"]);
    }
}

#[tokio::test]
async fn silence_after_the_final_dot_leaves_the_message_unknown() {
    let catcher = catcher(scripted(vec![Rule::always("b@*", Act::SilentAfterDot)])).await;
    let messenger = SmtpMessenger::new(settings(catcher.address().port()), None)
        .with_timeouts(patience(Duration::from_millis(300)));
    let mut session = messenger.open().await.unwrap();
    let told = send(&mut *session, &["b@x.fr", "c@x.fr"]).await;
    assert_eq!(told, ["unknown", "not sent timeout"]);
    assert_eq!(caught(&catcher), ["b@x.fr"], "the server had it, and nobody told us");
}

#[tokio::test]
async fn a_server_that_stumbles_over_grouped_commands_is_served_in_smaller_steps() {
    let catcher = catcher(Script { behind_text: BehindText::Refused, ..Script::default() }).await;
    let mut session = open(&catcher).await;
    let told = send(&mut *session, &["a@x.fr", "b@x.fr", "c@x.fr", "d@x.fr"]).await;
    assert_eq!(told, ["accepted 250"; 4]);
    assert_eq!(caught(&catcher), ["a@x.fr", "b@x.fr", "c@x.fr", "d@x.fr"]);
    // Greeting apart: one lost round, then envelope and text of each message by themselves.
    assert!(catcher.counts().round_trips <= 1 + 2 * 4 + 2, "{:?}", catcher.counts());
}

#[tokio::test]
async fn a_server_that_hangs_up_on_grouped_commands_gets_them_one_message_at_a_time_from_then_on() {
    let catcher = catcher(Script { behind_text: BehindText::HungUpOn, ..Script::default() }).await;
    let messenger = messenger(&catcher);
    let mut session = messenger.open().await.unwrap();
    let told = send(&mut *session, &["a@x.fr", "b@x.fr"]).await;
    assert_eq!(told, ["accepted 250", "not sent connection_lost"]);
    let mut session = messenger.open().await.unwrap();
    assert_eq!(send(&mut *session, &["b@x.fr", "c@x.fr", "d@x.fr"]).await, ["accepted 250"; 3]);
    assert_eq!(caught(&catcher), ["a@x.fr", "b@x.fr", "c@x.fr", "d@x.fr"]);
}

#[tokio::test]
async fn a_refused_sender_is_no_bounce_of_anybody() {
    for (code, told) in
        [(550, "not sent sender_refused"), (452, "not sent server_busy"), (530, "not sent auth_failed")]
    {
        let catcher = catcher(Script { sender: Some(answer(code)), ..Script::default() }).await;
        let mut session = open(&catcher).await;
        assert_eq!(send(&mut *session, &["a@x.fr", "b@x.fr"]).await, [told; 2]);
        assert_eq!(catcher.counts().messages, 0);
    }
}

#[tokio::test]
async fn a_message_that_the_server_can_never_take_is_refused_without_asking() {
    let script = Script { size_limit: Some(1_000), eight_bit: false, ..Script::default() };
    let catcher = catcher(script).await;
    let mut session = open(&catcher).await;
    let batch = vec![
        with_body("a@x.fr", &"x".repeat(2_000)),
        with_body("b@x.fr", "é"),
        with_body("c@x.fr", "short"),
        to("josé@x.fr"),
        to("d@x.fr>\r\nRCPT TO:<evil@x.fr"),
    ];
    let outcomes = session.send(batch).await;
    let told: Vec<_> = outcomes.iter().map(told).collect();
    assert_eq!(told, ["permanent 552", "permanent 554", "accepted 250", "permanent 553", "permanent 501"]);
    assert_eq!(caught(&catcher), ["c@x.fr"]);
}

#[tokio::test]
async fn a_batch_dropped_in_the_middle_spoils_the_session_and_not_the_next_message() {
    let catcher = catcher(scripted(vec![Rule::always("b@*", Act::SilentAfterDot)])).await;
    let mut session = open(&catcher).await;
    let cut_short = tokio::time::timeout(Duration::from_millis(300), session.send(vec![to("b@x.fr")])).await;
    assert!(cut_short.is_err());
    assert_eq!(send(&mut *session, &["c@x.fr"]).await, ["not sent connection_lost"]);
}

#[tokio::test]
async fn several_sessions_of_one_messenger_do_not_mix_their_people() {
    let catcher = catcher(Script::default()).await;
    let messenger = std::sync::Arc::new(messenger(&catcher));
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..4 {
        let messenger = std::sync::Arc::clone(&messenger);
        tasks.spawn(async move {
            let mut session = messenger.open().await.unwrap();
            let batch = (0..50).map(|k| to(&format!("p{n}-{k}@x.fr"))).collect();
            let outcomes = session.send(batch).await;
            session.close().await;
            outcomes.iter().filter(|outcome| matches!(outcome, SendOutcome::Accepted(_))).count()
        });
    }
    let sent: usize = tasks.join_all().await.iter().sum();
    let counts = catcher.counts();
    assert_eq!((sent, counts.messages, counts.recipients, counts.connections), (200, 200, 200, 4));
}
