//! The network door's guard: name, origin, sign-in, client header, keys, limits.

use axum::body::Body;
use http::{Method, Request, header};
use serde_json::{Value, json};

use crate::house::{HOST, House, Reply};

/// A request as a browser at our own address makes it.
fn browser(method: Method, path: &str) -> http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, HOST)
        .header(header::ORIGIN, format!("http://{HOST}"))
        .header("sec-fetch-site", "same-origin")
        .header("x-sellify-client", "1")
}

async fn ask(house: &House, builder: http::request::Builder, body: Value) -> Reply {
    let request = match body {
        Value::Null => builder.body(Body::empty()),
        body => builder.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())),
    };
    house.send(request.unwrap()).await
}

/// Signs in and answers the cookie.
async fn sign_in(house: &House) -> String {
    let code = house.auth.new_code().unwrap();
    let reply = ask(house, browser(Method::POST, "/api/session"), json!({ "code": code })).await;
    let cookie = reply.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
    reply.expect(200);
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    cookie.split(';').next().unwrap().to_owned()
}

async fn signed_in() -> (House, String) {
    let house = House::empty_network();
    let cookie = sign_in(&house).await;
    let made = browser(Method::POST, "/api/vault").header(header::COOKIE, &cookie);
    ask(&house, made, json!({})).await.expect(201);
    (house, cookie)
}

#[tokio::test]
async fn nobody_comes_in_without_signing_in() {
    let house = House::empty_network();
    for path in ["/api/vault", "/api/contacts", "/api/events", "/metrics"] {
        let reply = ask(&house, browser(Method::GET, path), Value::Null).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (401, "sign_in_required"), "{path}");
    }
    let session = ask(&house, browser(Method::GET, "/api/session"), Value::Null).await.expect(200);
    assert_eq!(session, json!({ "door": "network", "signed_in": false }));
}

#[tokio::test]
async fn a_sign_in_code_works_once() {
    let house = House::empty_network();
    let code = house.auth.new_code().unwrap();
    let post = || browser(Method::POST, "/api/session");
    ask(&house, post(), json!({ "code": code })).await.expect(200);
    let again = ask(&house, post(), json!({ "code": code })).await;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (401, "sign_in_code_wrong"));
}

#[tokio::test]
async fn guessing_codes_is_stopped_after_ten_in_a_minute() {
    let house = House::empty_network();
    for _ in 0..10 {
        ask(&house, browser(Method::POST, "/api/session"), json!({ "code": "guess" })).await.expect(401);
    }
    let code = house.auth.new_code().unwrap();
    let stopped = ask(&house, browser(Method::POST, "/api/session"), json!({ "code": code })).await;
    assert_eq!(stopped.code(), "too_many_requests");
    assert!(stopped.headers.contains_key(header::RETRY_AFTER));
    house.clock.advance_millis(60_000);
    ask(&house, browser(Method::POST, "/api/session"), json!({ "code": code })).await.expect(200);
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let (house, cookie) = signed_in().await;
    let out = browser(Method::DELETE, "/api/session").header(header::COOKIE, &cookie);
    ask(&house, out, Value::Null).await.expect(204);
    let asked = browser(Method::GET, "/api/vault").header(header::COOKIE, &cookie);
    assert_eq!(ask(&house, asked, Value::Null).await.code(), "sign_in_required");
}

#[tokio::test]
async fn a_page_that_points_another_name_at_us_is_turned_away() {
    let house = House::empty_network();
    for (host, status) in [("evil.example", 421), ("127.0.0.1:80", 421), ("localhost.evil.example:4747", 421)]
    {
        for path in ["/", "/api/session", "/health", "/docs/"] {
            let request = Request::get(path).header(header::HOST, host).body(Body::empty()).unwrap();
            let reply = house.send(request).await;
            assert_eq!(
                (reply.status.as_u16(), reply.code().as_str()),
                (status, "host_refused"),
                "{host}{path}"
            );
        }
    }
    for ours in [HOST, "localhost:4747", "LOCALHOST:4747", "[::1]:4747"] {
        let request = Request::get("/health").header(header::HOST, ours).body(Body::empty()).unwrap();
        house.send(request).await.expect(200);
    }
}

#[tokio::test]
async fn no_name_or_two_names_are_refused() {
    let house = House::empty_network();
    let none = Request::get("/api/session").body(Body::empty()).unwrap();
    assert_eq!(house.send(none).await.code(), "host_missing");
    let two = Request::get("/api/session").header(header::HOST, HOST).header(header::HOST, "evil.example");
    let reply = house.send(two.body(Body::empty()).unwrap()).await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (400, "host_missing"));
}

#[tokio::test]
async fn pages_of_other_sites_are_refused_even_with_the_cookie() {
    let (house, cookie) = signed_in().await;
    for origin in ["null", "https://evil.example", "http://127.0.0.1:80", "https://127.0.0.1:4747"] {
        let request = Request::post("/api/contacts")
            .header(header::HOST, HOST)
            .header(header::ORIGIN, origin)
            .header(header::COOKIE, &cookie)
            .header("x-sellify-client", "1");
        let reply = ask(&house, request, json!({ "last_name": "x" })).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (403, "origin_refused"), "{origin}");
    }
    for site in ["cross-site", "same-site"] {
        let request = Request::get("/api/contacts")
            .header(header::HOST, HOST)
            .header(header::COOKIE, &cookie)
            .header("sec-fetch-site", site);
        assert_eq!(ask(&house, request, Value::Null).await.code(), "origin_refused", "{site}");
    }
}

#[tokio::test]
async fn a_preflight_is_refused_and_no_answer_names_an_allowed_origin() {
    let (house, cookie) = signed_in().await;
    let preflight = Request::builder()
        .method(Method::OPTIONS)
        .uri("/api/contacts")
        .header(header::HOST, HOST)
        .header(header::ORIGIN, "https://evil.example")
        .header("access-control-request-method", "POST");
    let refused = ask(&house, preflight, Value::Null).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (403, "origin_refused"));
    let ours = browser(Method::GET, "/api/contacts").header(header::COOKIE, &cookie);
    let allowed = ask(&house, ours, Value::Null).await;
    assert!(allowed.headers.keys().all(|name| !name.as_str().starts_with("access-control")));
}

#[tokio::test]
async fn a_write_needs_the_client_header_beside_the_cookie() {
    let (house, cookie) = signed_in().await;
    let request = Request::post("/api/contacts").header(header::HOST, HOST).header(header::COOKIE, &cookie);
    let reply = ask(&house, request, json!({ "last_name": "x" })).await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (403, "client_header_missing"));
    let with = browser(Method::POST, "/api/contacts").header(header::COOKIE, &cookie);
    ask(&house, with, json!({ "last_name": "x" })).await.expect(201);
}

#[tokio::test]
async fn the_doors_token_opens_nothing_at_the_network() {
    let house = House::empty_network();
    let request = browser(Method::GET, "/api/vault").header("x-sellify-door", &house.token);
    assert_eq!(ask(&house, request, Value::Null).await.code(), "sign_in_required");
}

#[tokio::test]
async fn a_path_of_the_computer_is_read_for_the_window_only() {
    let (house, cookie) = signed_in().await;
    let request = browser(Method::POST, "/api/uploads/path").header(header::COOKIE, &cookie);
    assert_eq!(ask(&house, request, json!({ "path": "/etc/passwd" })).await.code(), "window_only");
}

async fn key(house: &House, cookie: &str) -> Value {
    let make = browser(Method::POST, "/api/api-keys").header(header::COOKIE, cookie);
    ask(house, make, json!({ "name": "caisse" })).await.expect(201)
}

fn program(method: Method, path: &str, key: &str) -> http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, HOST)
        .header(header::AUTHORIZATION, format!("Bearer {key}"))
}

#[tokio::test]
async fn a_key_is_shown_once_and_works_until_it_is_revoked() {
    let (house, cookie) = signed_in().await;
    let made = key(&house, &cookie).await;
    let secret = made["key"].as_str().unwrap();
    assert!(secret.starts_with("slf_") && secret.len() == 47, "{secret}");
    ask(&house, program(Method::POST, "/api/contacts", secret), json!({ "last_name": "x" }))
        .await
        .expect(201);

    let listed = browser(Method::GET, "/api/api-keys").header(header::COOKIE, &cookie);
    let listed = ask(&house, listed, Value::Null).await;
    assert!(!String::from_utf8_lossy(&listed.body).contains(secret), "a list must never show a secret");
    assert_eq!(listed.expect(200)["items"][0]["name"], "caisse");

    let revoke = browser(Method::DELETE, &format!("/api/api-keys/{}", made["id"].as_str().unwrap()));
    ask(&house, revoke.header(header::COOKIE, &cookie), Value::Null).await.expect(204);
    let after = ask(&house, program(Method::GET, "/api/contacts", secret), Value::Null).await;
    assert_eq!((after.status.as_u16(), after.code().as_str()), (401, "api_key_unknown"));
}

#[tokio::test]
async fn a_key_opens_no_vault_and_makes_no_keys() {
    let (house, cookie) = signed_in().await;
    let made = key(&house, &cookie).await;
    for path in ["/api/vault", "/api/vault/unlock", "/api/session", "/api/api-keys"] {
        let reply = ask(&house, program(Method::POST, path, made["key"].as_str().unwrap()), json!({})).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (403, "key_not_allowed"), "{path}");
    }
}

#[tokio::test]
async fn a_key_has_120_requests_a_minute() {
    let (house, cookie) = signed_in().await;
    let made = key(&house, &cookie).await;
    let secret = made["key"].as_str().unwrap();
    for _ in 0..120 {
        ask(&house, program(Method::GET, "/api/tags", secret), Value::Null).await.expect(200);
    }
    let stopped = ask(&house, program(Method::GET, "/api/tags", secret), Value::Null).await;
    assert_eq!((stopped.status.as_u16(), stopped.code().as_str()), (429, "too_many_requests"));
    house.clock.advance_millis(60_000);
    ask(&house, program(Method::GET, "/api/tags", secret), Value::Null).await.expect(200);
}

#[tokio::test]
async fn figures_are_for_those_who_are_in() {
    let (house, cookie) = signed_in().await;
    let request = browser(Method::GET, "/metrics").header(header::COOKIE, &cookie);
    let reply = ask(&house, request, Value::Null).await;
    let text = String::from_utf8(reply.body).unwrap();
    assert!(text.contains("sellify_http_requests_total") && text.contains("sellify_contacts 0"), "{text}");
}

/// What compresses an answer asks its body for more after the end.
#[tokio::test]
async fn a_streamed_file_comes_whole_when_it_is_compressed() {
    let (house, cookie) = signed_in().await;
    let asked =
        || browser(Method::GET, "/api/contacts/export?format=plain").header(header::COOKIE, cookie.as_str());
    let plain = ask(&house, asked(), Value::Null).await;
    let packed = ask(&house, asked().header(header::ACCEPT_ENCODING, "gzip"), Value::Null).await;
    assert_eq!(packed.headers[header::CONTENT_ENCODING], "gzip");
    // Its last four bytes say how long it was (RFC 1952, 2.3.1).
    let length = packed.body.last_chunk().map(|bytes| u32::from_le_bytes(*bytes));
    assert_eq!(length, u32::try_from(plain.body.len()).ok().filter(|length| *length > 0));
}
