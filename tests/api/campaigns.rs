//! Campaigns: checks, rehearsal, sending, the ledger, and what a person decides.

use sellify_providers::catcher::{Act, Answer, MailCatcher, Rule, Script};
use serde_json::{Value, json};

use crate::house::House;

struct Ready {
    house: House,
    catcher: MailCatcher,
    id: String,
}

/// Three contacts, one of them without the first name that the template asks for.
async fn ready(script: Script) -> Ready {
    let house = House::window().await;
    let catcher = MailCatcher::start(script).await.unwrap();
    for (first_name, email) in
        [("Hélène", "h@example.com"), ("Karim", "k@example.com"), ("", "n@example.com")]
    {
        house.post("/api/contacts", json!({ "first_name": first_name, "email": email })).await.expect(201);
    }
    let smtp = json!({ "host": "127.0.0.1", "port": catcher.address().port(), "tls": "none",
                       "from_email": "contact@delorme.example", "from_name": "Delorme", "max_connections": 1 });
    let connection =
        house.post("/api/connections", json!({ "name": "Local", "smtp": smtp })).await.expect(201);
    let template =
        json!({ "name": "Automne", "subject": "Bonjour {prenom}", "html": "<p>Bonjour {prenom}</p>" });
    let template = house.post("/api/templates", template).await.expect(201);
    let campaign =
        json!({ "name": "Plantations", "template_id": template["id"], "connection_id": connection["id"] });
    let id = house.post("/api/campaigns", campaign).await.expect(201)["id"].as_str().unwrap().to_owned();
    Ready { house, catcher, id }
}

impl Ready {
    fn path(&self, rest: &str) -> String {
        format!("/api/campaigns/{}{rest}", self.id)
    }

    async fn send(&self) -> Value {
        self.house.post(&self.path("/send"), json!({ "expected_recipients": 2 })).await.expect(202)
    }

    async fn until_over(&self) -> Value {
        self.house.until(&self.path(""), |campaign| campaign["state"] != "running").await
    }
}

fn refusing(to: &str, act: Act) -> Script {
    Script { rules: vec![Rule::always(to, act)], ..Script::default() }
}

#[tokio::test]
async fn the_preflight_says_who_is_left_out_and_why() {
    let ready = ready(Script::default()).await;
    ready.house.post("/api/suppressions", json!({ "address": "k@example.com" })).await.expect(201);
    let found = ready.house.get(&ready.path("/preflight")).await.expect(200);
    assert_eq!(
        (&found["audience"], &found["sendable"], &found["ready"]),
        (&json!(3), &json!(1), &json!(true))
    );
    let reasons: Vec<&Value> =
        found["excluded"].as_array().unwrap().iter().map(|group| &group["reason"]).collect();
    assert!(
        reasons.contains(&&json!("suppressed")) && reasons.contains(&&json!("variable_missing")),
        "{found}"
    );
    assert!(found["checks"].as_array().unwrap().iter().any(|check| check["code"] == "variable_missing"));
}

#[tokio::test]
async fn a_dry_run_makes_every_message_and_sends_none() {
    let ready = ready(Script::default()).await;
    let run = ready.house.post(&ready.path("/dry-run"), json!({})).await.expect(200);
    assert_eq!((&run["rendered"], run["samples"].as_array().unwrap().len()), (&json!(2), 2));
    assert_eq!(run["samples"][0]["subject"], "Bonjour Hélène");
    assert!(run["bytes"].as_u64().unwrap() > 500);
    assert_eq!(ready.catcher.counts().messages, 0);
}

#[tokio::test]
async fn a_test_message_goes_to_its_writer_and_stands_in_no_ledger() {
    let ready = ready(Script::default()).await;
    let sent = ready
        .house
        .post(&ready.path("/test-message"), json!({ "to": "me@delorme.example" }))
        .await
        .expect(200);
    assert_eq!((&sent["reply"]["code"], &sent["subject"]), (&json!(250), &json!("Bonjour Hélène")));
    assert_eq!(ready.catcher.counts().messages, 1);
    assert_eq!(ready.house.get(&ready.path("")).await.expect(200)["counts"]["total"], 0);
    let wrong = ready.house.post(&ready.path("/test-message"), json!({ "to": "me" })).await;
    assert_eq!((wrong.code().as_str(), &wrong.json()["field"]), ("email_invalid", &json!("to")));
}

#[tokio::test]
async fn sending_needs_the_right_number_of_people() {
    let ready = ready(Script::default()).await;
    let refused = ready.house.post(&ready.path("/send"), json!({ "expected_recipients": 3 })).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (409, "audience_changed"));
    assert_eq!(refused.json()["field"], "expected_recipients");
    assert_eq!(
        ready.house.get(&ready.path("")).await.expect(200)["state"],
        "draft",
        "and nothing was kept of it"
    );
}

#[tokio::test]
async fn a_campaign_reaches_everybody_once_and_the_ledger_tells() {
    let ready = ready(Script::default()).await;
    assert_eq!(ready.send().await["state"], "running");
    let done = ready.until_over().await;
    assert_eq!((&done["state"], &done["counts"]["accepted"]), (&json!("finished"), &json!(2)));
    assert_eq!(ready.catcher.counts().messages, 2);

    let ledger = ready.house.get(&ready.path("/ledger?state=accepted")).await.expect(200);
    assert_eq!((ledger["items"].as_array().unwrap().len(), &ledger["counts"]["excluded"]), (2, &json!(1)));
    let recipient = ledger["items"][0]["id"].as_str().unwrap();
    let story = ready.house.get(&ready.path(&format!("/ledger/{recipient}"))).await.expect(200);
    assert_eq!(story["attempts"][0]["outcome"], "accepted");
    assert!(story["message"]["subject"].as_str().unwrap().starts_with("Bonjour "));
    let contact = story["recipient"]["contact_id"].as_str().unwrap();
    let history = ready.house.get(&format!("/api/contacts/{contact}/history")).await.expect(200);
    assert_eq!(history[0]["campaign_name"], "Plantations");
    let home = ready.house.get("/api/home").await.expect(200);
    assert_eq!(
        home["sent_by_day"].as_array().unwrap().last().unwrap(),
        &json!({ "day": "2026-11-21", "count": 2 })
    );
    assert_eq!(ready.house.patch(&ready.path(""), json!({ "name": "x" })).await.code(), "campaign_not_draft");
    assert_eq!(ready.house.delete(&ready.path("")).await.code(), "campaign_not_draft", "the record stays");
}

#[tokio::test]
async fn a_refusal_for_good_is_a_bounce_and_a_dead_address_is_suppressed() {
    let script = refusing("k@example.com", Act::AnswerRecipient(Answer::new(550, "5.1.1 no such user")));
    let ready = ready(script).await;
    ready.send().await;
    let done = ready.until_over().await;
    assert_eq!((&done["counts"]["accepted"], &done["counts"]["bounced"]), (&json!(1), &json!(1)));
    let listed = ready.house.get("/api/suppressions").await.expect(200);
    assert_eq!(
        (&listed["items"][0]["address"], &listed["items"][0]["reason"]),
        (&json!("k@example.com"), &json!("hard_bounce"))
    );
}

#[tokio::test]
async fn an_answer_never_seen_is_unknown_until_a_person_decides() {
    let ready = ready(refusing("k@example.com", Act::CutAfterDot)).await;
    ready.send().await;
    let done = ready.until_over().await;
    assert_eq!(done["counts"]["unknown"], 1, "{done}");
    let home = ready.house.get("/api/home").await.expect(200);
    assert!(
        home["todo"].as_array().unwrap().iter().any(|todo| todo["code"] == "unknown_recipients"),
        "{home}"
    );
    let ledger = ready.house.get(&ready.path("/ledger?state=unknown")).await.expect(200);
    let recipient = ledger["items"][0]["id"].as_str().unwrap().to_owned();
    let path = ready.path(&format!("/ledger/{recipient}/resolve"));
    let settled = ready.house.post(&path, json!({ "as": "accepted" })).await.expect(200);
    assert_eq!(settled["state"], "accepted");
    let again = ready.house.post(&path, json!({ "as": "resend" })).await;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (409, "outcome_known"));
}

#[tokio::test]
async fn a_server_that_is_gone_pauses_the_campaign_with_its_reason() {
    let ready = ready(Script { sender: Some(Answer::new(550, "not you")), ..Script::default() }).await;
    ready.send().await;
    let paused = ready.until_over().await;
    assert_eq!((&paused["state"], &paused["pause_reason"]), (&json!("paused"), &json!("sender_refused")));
    assert_eq!(paused["counts"]["pending"], 2, "nobody is lost");
    let health = ready.house.get("/health").await;
    assert_eq!(health.status.as_u16(), 503);
    let cancelled = ready.house.post(&ready.path("/cancel"), json!({})).await.expect(200);
    assert_eq!((&cancelled["state"], &cancelled["counts"]["cancelled"]), (&json!("cancelled"), &json!(2)));
    assert_eq!(ready.house.post(&ready.path("/resume"), json!({})).await.code(), "campaign_state");
}

#[tokio::test]
async fn a_campaign_without_its_parts_is_blocked_with_reasons() {
    let house = House::window().await;
    let id = house.post("/api/campaigns", json!({ "name": "x" })).await.expect(201)["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let found = house.get(&format!("/api/campaigns/{id}/preflight")).await.expect(200);
    let blocks: Vec<&str> = found["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| check["level"] == "block")
        .filter_map(|check| check["code"].as_str())
        .collect();
    assert!(
        ["no_template", "no_connection", "audience_empty"].iter().all(|code| blocks.contains(code)),
        "{blocks:?}"
    );
    let refused = house.post(&format!("/api/campaigns/{id}/send"), json!({ "expected_recipients": 0 })).await;
    assert_eq!(refused.code(), "template_not_chosen");
    let nobody = json!({ "audience": { "kind": "tags", "tags": [] } });
    assert_eq!(house.patch(&format!("/api/campaigns/{id}"), nobody).await.json()["field"], "audience.tags");
}

#[tokio::test]
async fn a_campaign_goes_on_when_the_page_that_sent_it_is_closed_at_once() {
    let ready = ready(Script::default()).await;
    let request = ready
        .house
        .ours(http::Method::POST, &ready.path("/send"))
        .header(http::header::CONTENT_TYPE, "application/json")
        .body(axum::body::Body::from(json!({ "expected_recipients": 2 }).to_string()))
        .unwrap();
    let mut answer = Box::pin(ready.house.send(request));
    // Asked once, so that the work begins; then nobody listens any more.
    let polled = std::future::poll_fn(|context| std::task::Poll::Ready(answer.as_mut().poll(context))).await;
    assert!(polled.is_pending());
    drop(answer);
    let done = ready.house.until(&ready.path(""), |campaign| campaign["state"] == "finished").await;
    assert_eq!(done["counts"]["accepted"], 2);
}

#[tokio::test]
async fn a_campaign_goes_to_whom_its_segment_or_group_holds_when_it_starts() {
    let ready = ready(Script::default()).await;
    let house = &ready.house;
    let rule =
        |value: &str| json!({ "rules": [{ "field": "first_name", "operator": "is", "value": value }] });
    let segment =
        house.post("/api/segments", json!({ "name": "S", "rule": rule("karim") })).await.expect(201);
    let audience = json!({ "kind": "segment", "segment": segment["id"] });
    let changed = house.patch(&ready.path(""), json!({ "audience": audience })).await.expect(200);
    assert_eq!(changed["audience"], audience);
    assert_eq!(house.get(&ready.path("/preflight")).await.expect(200)["audience"], 1);
    // The rule changes between the check and the start: the number that was confirmed is another one.
    let path = format!("/api/segments/{}", segment["id"].as_str().unwrap());
    let both = json!({ "rules": [{ "field": "first_name", "operator": "not_empty" }] });
    house.patch(&path, json!({ "rule": both })).await.expect(200);
    let refused = house.post(&ready.path("/send"), json!({ "expected_recipients": 1 })).await;
    assert_eq!(refused.code(), "audience_changed");
    ready.send().await;
    assert_eq!(ready.until_over().await["counts"]["accepted"], 2);

    // Whom it reached can be asked about.
    let reached =
        json!({ "rules": [{ "field": "campaign", "operator": "not_received", "value": ready.id }] });
    let counted = house.post("/api/segments/count", json!({ "rule": reached })).await.expect(200);
    assert_eq!(counted["count"], 1, "the one without a first name");

    let group = house.post("/api/groups", json!({ "name": "G" })).await.expect(201);
    let members = format!("/api/groups/{}/members", group["id"].as_str().unwrap());
    house.post(&members, json!({ "query": { "rule": reached } })).await.expect(200);
    let audience = json!({ "kind": "groups", "groups": [group["id"]] });
    let second = house.post("/api/campaigns", json!({ "name": "2", "audience": audience })).await.expect(201);
    let path = format!("/api/campaigns/{}/preflight", second["id"].as_str().unwrap());
    assert_eq!(house.get(&path).await.expect(200)["audience"], 1);
    let nobody = json!({ "kind": "groups", "groups": ["019a0000-0000-7000-8000-000000000001"] });
    assert_eq!(
        house.post("/api/campaigns", json!({ "name": "3", "audience": nobody })).await.code(),
        "not_found"
    );
    let none = json!({ "kind": "groups", "groups": [] });
    assert_eq!(
        house.post("/api/campaigns", json!({ "name": "4", "audience": none })).await.code(),
        "value_invalid"
    );
}
