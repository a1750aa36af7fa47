//! The window's guard: the door token, and strangers' frames.

use axum::body::Body;
use http::{Method, Request, header};
use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn a_request_without_the_token_is_refused_whatever_it_asks() {
    let house = House::empty_window();
    for path in ["/api/vault", "/api/contacts", "/api/events", "/api/nothing", "/metrics"] {
        let reply = house.send(Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (403, "door_token_wrong"), "{path}");
    }
}

#[tokio::test]
async fn a_token_that_is_nearly_right_is_refused() {
    let house = House::empty_window();
    let mut nearly = house.token.clone();
    nearly.pop();
    for token in [nearly.clone(), format!("{nearly}_x"), String::new()] {
        let request = Request::get("/api/vault").header("x-sellify-door", token).body(Body::empty()).unwrap();
        assert_eq!(house.send(request).await.code(), "door_token_wrong");
    }
}

#[tokio::test]
async fn the_windows_own_page_comes_in_with_or_without_an_origin() {
    let house = House::empty_window();
    house.get("/api/vault").await.expect(200);
    for origin in sellify_api::trusted_origins() {
        let request = house.ours(Method::GET, "/api/vault").header(header::ORIGIN, origin);
        house.send(request.body(Body::empty()).unwrap()).await.expect(200);
    }
}

#[tokio::test]
async fn a_framed_stranger_is_refused_even_with_the_token() {
    let house = House::empty_window();
    for origin in ["null", "https://evil.example", "http://localhost:4747"] {
        let request = house.ours(Method::GET, "/api/vault").header(header::ORIGIN, origin);
        let reply = house.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (403, "origin_refused"), "{origin}");
    }
}

#[tokio::test]
async fn a_form_of_another_page_cannot_speak_json_without_saying_so() {
    let house = House::window().await;
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        let request = house
            .ours(Method::POST, "/api/contacts")
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(json!({ "last_name": "x" }).to_string()));
        let reply = house.send(request.unwrap()).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (415, "body_not_json"), "{kind}");
    }
    assert_eq!(house.get("/api/contacts").await.expect(200)["total"], 0, "nothing was saved");
}

#[tokio::test]
async fn health_and_the_description_need_no_token_and_tell_nothing() {
    let house = House::window().await;
    let health = house.send(Request::get("/health").body(Body::empty()).unwrap()).await.expect(200);
    assert_eq!(health["database"], "ok");
    assert_eq!(health["smtp"], "off", "no connection is set up, and that is no fault");
    let keys: Vec<&String> = health.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["database", "license", "smtp", "status", "version"]);
    house.send(Request::get("/api/openapi.json").body(Body::empty()).unwrap()).await.expect(200);
}

#[tokio::test]
async fn the_window_is_always_signed_in() {
    let session = House::empty_window().get("/api/session").await.expect(200);
    assert_eq!(session, json!({ "door": "window", "signed_in": true }));
}
