//! `Idempotency-Key`: a write sent twice happens once.

use axum::body::Body;
use http::{Method, header};
use serde_json::{Value, json};

use crate::house::{House, Reply};

async fn create(house: &House, key: &str, body: Value) -> Reply {
    let request = house
        .ours(Method::POST, "/api/contacts")
        .header("idempotency-key", key)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()));
    house.send(request.unwrap()).await
}

#[tokio::test]
async fn the_second_of_two_equal_writes_gets_the_first_ones_answer() {
    let house = House::window().await;
    let body = json!({ "last_name": "Mariani" });
    let first = create(&house, "one", body.clone()).await;
    let second = create(&house, "one", body.clone()).await;
    assert_eq!((first.status, &first.body), (second.status, &second.body));
    assert_eq!(second.headers["idempotency-replayed"], "true");
    assert_eq!(second.headers[header::CONTENT_TYPE], "application/json");
    assert_eq!(house.get("/api/contacts").await.expect(200)["total"], 1);
    create(&house, "two", body).await.expect(201);
    assert_eq!(house.get("/api/contacts").await.expect(200)["total"], 2, "another key is another wish");
}

#[tokio::test]
async fn a_key_is_not_used_for_another_request() {
    let house = House::window().await;
    create(&house, "one", json!({ "last_name": "A" })).await.expect(201);
    let other = create(&house, "one", json!({ "last_name": "B" })).await;
    assert_eq!((other.status.as_u16(), other.code().as_str()), (422, "idempotency_key_reused"));
}

#[tokio::test]
async fn a_refusal_is_repeated_too_and_forgotten_after_a_day() {
    let house = House::window().await;
    let body = json!({ "email": "nobody" });
    assert_eq!(create(&house, "one", body.clone()).await.code(), "email_invalid");
    assert_eq!(create(&house, "one", body.clone()).await.headers["idempotency-replayed"], "true");
    house.clock.advance_millis(24 * 60 * 60 * 1_000);
    let late = create(&house, "one", body).await;
    assert!(!late.headers.contains_key("idempotency-replayed"));
}

#[tokio::test]
async fn an_answer_with_a_secret_is_never_kept() {
    let house = House::window().await;
    let make = || {
        house
            .ours(Method::POST, "/api/api-keys")
            .header("idempotency-key", "one")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(json!({ "name": "x" }).to_string()))
            .unwrap()
    };
    let (first, second) = (house.send(make()).await.expect(201), house.send(make()).await.expect(201));
    assert_ne!(first["key"], second["key"]);
}
