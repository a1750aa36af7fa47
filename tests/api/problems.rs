//! The shape of every refusal, and that a program can go by it.

use axum::body::Body;
use http::{Method, header};
use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn a_problem_has_all_its_parts() {
    let house = House::window().await;
    let reply = house.get("/api/contacts/0198c2f0-0000-7000-8000-000000000000").await;
    assert_eq!(reply.headers[header::CONTENT_TYPE], "application/problem+json");
    let problem = reply.json();
    assert_eq!(problem["type"], "https://sellify.app/problems/not_found");
    assert_eq!((&problem["title"], &problem["status"]), (&json!("Not Found"), &json!(404)));
    assert!(problem["detail"].as_str().unwrap().ends_with('.'), "a sentence: {problem}");
}

#[tokio::test]
async fn an_id_that_is_none_is_not_found() {
    let reply = House::window().await.get("/api/contacts/42").await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (404, "not_found"));
}

#[tokio::test]
async fn a_body_that_cannot_be_read_names_the_trouble() {
    let house = House::window().await;
    for body in ["{", "[]", "{\"first_name\": 1}", ""] {
        let request = house
            .ours(Method::POST, "/api/contacts")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_owned()));
        let reply = house.send(request.unwrap()).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (422, "body_unreadable"), "{body:?}");
    }
}

#[tokio::test]
async fn a_body_over_two_megabytes_is_refused_with_or_without_a_key() {
    let house = House::window().await;
    let body = json!({ "notes": "x".repeat(2 << 20), "last_name": "x" }).to_string();
    for key in [None, Some("one")] {
        let mut builder =
            house.ours(Method::POST, "/api/contacts").header(header::CONTENT_TYPE, "application/json");
        if let Some(key) = key {
            builder = builder.header("idempotency-key", key);
        }
        let reply = house.send(builder.body(Body::from(body.clone())).unwrap()).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (413, "body_too_large"));
    }
}

#[tokio::test]
async fn a_question_that_cannot_be_read_is_refused() {
    let reply = House::window().await.get("/api/contacts?limit=many").await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (422, "query_unreadable"));
}

#[tokio::test]
async fn every_operation_of_the_document_may_be_refused_and_has_a_name_of_its_own() {
    let document = serde_json::to_value(sellify_api::openapi()).unwrap();
    let mut names = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let answers = operation["responses"].as_object().unwrap();
            assert!(answers.contains_key("default"), "{method} {path}");
            names.push(operation["operationId"].as_str().unwrap().to_owned());
        }
    }
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!((names.len(), document["openapi"].as_str()), (all, Some("3.1.0")));
}
