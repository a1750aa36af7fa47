//! Pages and headers: what a page may load, who gets the token, what is kept.

use axum::body::Body;
use http::{Method, Request, header};

use crate::house::{HOST, House};

async fn page(house: &House, path: &str) -> (String, String) {
    let request = Request::get(path).header(header::HOST, HOST).body(Body::empty()).unwrap();
    let reply = house.send(request).await;
    assert_eq!(reply.status.as_u16(), 200, "{path}");
    let policy = reply.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    (String::from_utf8(reply.body).unwrap(), policy)
}

#[tokio::test]
async fn the_windows_page_holds_the_token_and_the_networks_does_not() {
    let window = House::empty_window();
    let (html, policy) = page(&window, "/").await;
    assert!(html.contains(&format!("<meta name=\"sellify-door\" content=\"{}\">", window.token)));
    assert!(policy.contains("ipc:"), "the native commands are reached that way");
    let network = House::empty_network();
    let (html, policy) = page(&network, "/").await;
    assert!(!html.contains("sellify-door\" content") && !policy.contains("ipc:"));
}

#[tokio::test]
async fn every_path_of_the_screens_is_the_page() {
    let house = House::empty_window();
    for path in ["/", "/index.html", "/contacts", "/campaigns/0198/ledger", "/sign-in?code=x"] {
        let (html, _) = page(&house, path).await;
        assert!(html.contains("<title>"), "{path}");
    }
}

#[tokio::test]
async fn a_page_runs_only_its_own_scripts_and_each_answer_has_a_nonce_of_its_own() {
    let house = House::empty_window();
    let (_, first) = page(&house, "/").await;
    let (html, second) = page(&house, "/").await;
    assert_ne!(first, second, "a nonce that repeats protects nothing");
    for directive in ["default-src 'none'", "script-src 'self';", "object-src 'none'", "base-uri 'none'"] {
        assert!(first.contains(directive), "{first}");
    }
    assert!(!html.contains("__CSP_NONCE__"));
}

#[tokio::test]
async fn answers_of_the_api_are_not_kept_and_load_nothing() {
    let house = House::empty_window();
    let reply = house.get("/api/vault").await;
    assert_eq!(reply.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(reply.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(reply.headers[header::CONTENT_SECURITY_POLICY], "default-src 'none'; frame-ancestors 'none'");
}

#[tokio::test]
async fn the_reference_is_served_without_the_net() {
    let house = House::empty_window();
    let (html, policy) = page(&house, "/docs/").await;
    assert!(html.contains("swagger"), "{html}");
    assert!(!html.contains("https://"), "the reference must work offline: {html}");
    assert!(policy.contains("script-src 'self';"), "{policy}");
}

#[tokio::test]
async fn a_missing_script_is_an_error_and_not_a_page() {
    let house = House::empty_window();
    let request = Request::get("/assets/gone.js").body(Body::empty()).unwrap();
    assert_eq!(house.send(request).await.status.as_u16(), 404);
    let posted = Request::post("/contacts").body(Body::empty()).unwrap();
    assert_eq!(house.send(posted).await.code(), "no_such_route");
}

#[tokio::test]
async fn an_unknown_address_of_the_api_is_a_problem_and_not_a_page() {
    let house = House::empty_window();
    for path in ["/api", "/api/nothing", "/api/contacts/x/y/z"] {
        assert_eq!(house.get(path).await.code(), "no_such_route", "{path}");
    }
    let wrong_method = house.call(Method::PUT, "/api/contacts", None).await;
    assert_eq!((wrong_method.status.as_u16(), wrong_method.code().as_str()), (405, "no_such_method"));
}
