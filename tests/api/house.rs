//! A program in a throw-away folder, behind one of its doors.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use sellify_api::{DoorConfig, DoorToken, SignIn, router};
use sellify_app::{App, AppConfig};
use sellify_domain::{ManualClock, Timestamp};
use sellify_vault::{Computer, VaultPaths};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

/// 21 November 2026, 12:00 UTC.
pub const NOON: i64 = 1_795_262_400_000;
pub const HOST: &str = "127.0.0.1:4747";

pub struct House {
    pub app: App,
    pub clock: Arc<ManualClock>,
    pub router: Router,
    pub token: String,
    pub auth: SignIn,
    pub dir: TempDir,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("{} {}", self.status, String::from_utf8_lossy(&self.body)))
    }

    /// The problem's code; panics when it is no problem.
    pub fn code(&self) -> String {
        let kind = self.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        assert_eq!(kind, Some("application/problem+json"), "{}", String::from_utf8_lossy(&self.body));
        self.json()["code"].as_str().expect("a code").to_owned()
    }

    /// The answer, which must be of this status.
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.body));
        if self.body.is_empty() { Value::Null } else { self.json() }
    }
}

impl House {
    fn build(window: bool) -> Self {
        let dir = TempDir::new().expect("a folder");
        let clock = Arc::new(ManualClock::at(Timestamp::from_millis(NOON)));
        let app = app_in(dir.path(), 1, clock.clone());
        let token = DoorToken::generate().expect("randomness");
        let address: SocketAddr = HOST.parse().expect("an address");
        let auth = SignIn::new(clock.clone(), address);
        let text = token.as_str().to_owned();
        let door =
            if window { DoorConfig::Window { token } } else { DoorConfig::Network { auth: auth.clone() } };
        Self { router: router(app.clone(), door), app, clock, token: text, auth, dir }
    }

    /// Behind the window, without a vault.
    pub fn empty_window() -> Self {
        Self::build(true)
    }

    /// Behind the network door, without a vault.
    pub fn empty_network() -> Self {
        Self::build(false)
    }

    /// Behind the window, with an open vault.
    pub async fn window() -> Self {
        let house = Self::build(true);
        house.post("/api/vault", json!({})).await.expect(201);
        house
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a body").to_bytes().to_vec();
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// A request as the window's own page makes it.
    pub fn ours(&self, method: Method, path: &str) -> http::request::Builder {
        Request::builder().method(method).uri(path).header("x-sellify-door", &self.token)
    }

    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Reply {
        let builder = self.ours(method, path);
        let request = match body {
            Some(body) => {
                builder.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string()))
            }
            None => builder.body(Body::empty()),
        };
        self.send(request.expect("a request")).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.call(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.call(Method::POST, path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Reply {
        self.call(Method::PATCH, path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.call(Method::DELETE, path, None).await
    }

    /// Hands a file over and answers its upload id.
    pub async fn upload(&self, name: &str, bytes: impl Into<Body>) -> String {
        let request = self.ours(Method::PUT, &format!("/api/uploads?name={name}")).body(bytes.into());
        let upload = self.send(request.expect("a request")).await.expect(201);
        upload["upload_id"].as_str().expect("an id").to_owned()
    }

    /// Asks until `done` says so; a test that waits for ever says what it saw last.
    pub async fn until(&self, path: &str, done: impl Fn(&Value) -> bool) -> Value {
        let mut last = Value::Null;
        for _ in 0..3_000 {
            last = self.get(path).await.expect(200);
            if done(&last) {
                return last;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{path} never got there: {last}")
    }
}

/// A program on computer number `machine`, with its vault in `dir`.
pub fn app_in(dir: &std::path::Path, machine: u8, clock: Arc<ManualClock>) -> App {
    let paths = VaultPaths { dir: dir.join("vault"), local_dir: dir.join(format!("computer-{machine}")) };
    App::new(AppConfig { paths, clock, computer: Computer::numbered(machine) }).expect("an app")
}
