//! Connections: the password goes in and never comes out; a test says what stands in the way.

use sellify_providers::catcher::{Answer, MailCatcher, Script};
use serde_json::{Value, json};

use crate::house::House;

const PASSWORD: &str = "canary-7f3a9c-password";

fn smtp(port: u16) -> Value {
    json!({ "host": "127.0.0.1", "port": port, "tls": "none", "from_email": "contact@delorme.example" })
}

#[tokio::test]
async fn a_password_never_comes_back_in_any_answer_event_or_file() {
    let house = House::window().await;
    let body = json!({ "name": "OVH", "smtp": smtp(2525), "password": PASSWORD });
    let made = house.post("/api/connections", body).await;
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let mut heard = vec![made.body];
    let changed = house.patch(&format!("/api/connections/{id}"), json!({ "name": "OVH 2" })).await;
    assert_eq!(changed.json()["has_password"], true, "a change of name keeps the password");
    heard.push(changed.body);
    for path in ["/api/connections", "/api/events?after=0", "/api/home", "/api/settings", "/metrics"] {
        heard.push(house.get(path).await.body);
    }
    let refused =
        house.post("/api/connections", json!({ "name": "", "smtp": smtp(1), "password": PASSWORD })).await;
    heard.push(refused.body);
    for bytes in heard {
        assert!(!String::from_utf8_lossy(&bytes).contains(PASSWORD));
    }
    house.app.quit().await.unwrap();
    for entry in std::fs::read_dir(house.dir.path().join("vault")).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(PASSWORD.len()).any(|window| window == PASSWORD.as_bytes()));
    }
}

#[tokio::test]
async fn an_empty_password_forgets_the_old_one() {
    let house = House::window().await;
    let body = json!({ "name": "OVH", "smtp": smtp(2525), "password": PASSWORD });
    let id = house.post("/api/connections", body).await.expect(201)["id"].as_str().unwrap().to_owned();
    let path = format!("/api/connections/{id}");
    assert_eq!(house.patch(&path, json!({ "password": "" })).await.expect(200)["has_password"], false);
    house.delete(&path).await.expect(204);
    assert_eq!(house.get(&path).await.code(), "not_found");
}

#[tokio::test]
async fn a_test_against_a_server_succeeds_and_is_remembered() {
    let house = House::window().await;
    let catcher = MailCatcher::start(Script::default()).await.unwrap();
    let body = json!({ "name": "Local", "smtp": smtp(catcher.address().port()) });
    let id = house.post("/api/connections", body).await.expect(201)["id"].as_str().unwrap().to_owned();
    let test = house.post(&format!("/api/connections/{id}/test"), json!({})).await.expect(200);
    assert_eq!(test["ok"], true);
    assert!(house.get(&format!("/api/connections/{id}")).await.expect(200)["tested_at"].is_i64());
    let moved = json!({ "smtp": smtp(1) });
    let changed = house.patch(&format!("/api/connections/{id}"), moved).await.expect(200);
    assert_eq!(changed["tested_at"], Value::Null, "another server is another test");
}

#[tokio::test]
async fn a_failed_test_says_what_stands_in_the_way() {
    let house = House::window().await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let refused = house.post("/api/connections/test", json!({ "smtp": smtp(closed) })).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (502, "connection_refused"));
    let script = Script { greeting: Some(Answer::new(554, "go away")), ..Script::default() };
    let catcher = MailCatcher::start(script).await.unwrap();
    let refused =
        house.post("/api/connections/test", json!({ "smtp": smtp(catcher.address().port()) })).await;
    assert_eq!(refused.code(), "service_refused");
    assert!(refused.json()["detail"].as_str().unwrap().contains("go away"), "the server's own words help");
}

#[tokio::test]
async fn a_kept_password_is_not_tried_on_another_server() {
    let house = House::window().await;
    let body = json!({ "name": "OVH", "smtp": smtp(2525), "password": PASSWORD });
    let id = house.post("/api/connections", body).await.expect(201)["id"].clone();
    let mut elsewhere = smtp(2525);
    elsewhere["host"] = json!("localhost");
    let refused =
        house.post("/api/connections/test", json!({ "smtp": elsewhere, "connection_id": id })).await;
    assert_eq!((refused.code().as_str(), &refused.json()["field"]), ("value_invalid", &json!("password")));
}

#[tokio::test]
async fn wrong_settings_are_named() {
    let house = House::window().await;
    let cases = [
        ("host", json!(" "), "smtp.host"),
        ("from_email", json!("me"), "smtp.from_email"),
        ("max_connections", json!(99), "smtp.max_connections"),
        ("port", json!(0), "smtp.port"),
        ("max_per_hour", json!(0), "smtp.max_per_hour"),
    ];
    for (field, value, named) in cases {
        let mut wrong = smtp(25);
        wrong[field] = value;
        let reply = house.post("/api/connections", json!({ "name": "x", "smtp": wrong })).await;
        assert_eq!((reply.status.as_u16(), &reply.json()["field"]), (422, &json!(named)));
    }
}
