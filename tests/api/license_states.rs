//! Every command in every state of the licence, straight through the router: what is gated is refused in Rust, and
//! reading, searching, importing, exporting and everything that stops something goes on.

use std::collections::BTreeSet;
use std::sync::Arc;

use http::{Method, Request, StatusCode, header};
use sellify_api::{DoorConfig, openapi, router};
use sellify_app::{App, AppConfig};
use sellify_licensing::LicenseState;
use sellify_providers::catcher::{MailCatcher, Script};
use sellify_vault::{Computer, Hardware, HwidUnavailable, MachineId, NoKeychain, VaultPaths};
use serde_json::{Value, json};

use crate::house::{House, Reply};
use crate::vendor::{DAY, day, license_for, sign, withdraw};

/// A computer whose parts are known, so that one of them can change.
#[derive(Debug)]
struct Machine {
    system: u8,
}

impl MachineId for Machine {
    fn read(&self) -> Result<[u8; 16], HwidUnavailable> {
        // Sixteen different bytes: one and the same would be a placeholder.
        Ok(std::array::from_fn(|at| self.system ^ u8::try_from(at * 7 + 1).unwrap()))
    }

    fn hardware(&self) -> Hardware {
        let part = |name: &str| Some(format!("{name}-20481"));
        Hardware { smbios: None, disk: part("disk"), board: part("board") }
    }
}

/// What a person has before anything is said about the licence.
struct Firm {
    house: House,
    _catcher: MailCatcher,
    recovery_code: String,
    api_key: String,
    contact: String,
    template: String,
    connection: String,
    draft: String,
    paused: String,
    group: String,
    segment: String,
    view: String,
}

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap_or_else(|| panic!("no id in {value}")).to_owned()
}

fn app_on(dir: &std::path::Path, system: u8, clock: Arc<sellify_domain::ManualClock>) -> App {
    let paths = VaultPaths { dir: dir.join("vault"), local_dir: dir.join(format!("computer-{system}")) };
    let computer = Computer { machine: Arc::new(Machine { system }), keychain: Arc::new(NoKeychain) };
    App::new(AppConfig { paths, clock, computer }).unwrap()
}

/// The same house with another program in it.
fn moved_in(house: House, app: App) -> House {
    let token = sellify_api::DoorToken::generate().unwrap();
    let text = token.as_str().to_owned();
    House { router: router(app.clone(), DoorConfig::Window { token }), app, token: text, ..house }
}

impl Firm {
    async fn open() -> Self {
        let house = House::empty_window();
        let app = app_on(house.dir.path(), 1, house.clock.clone());
        let house = moved_in(house, app);
        let created = house.post("/api/vault", json!({})).await.expect(201);
        let catcher = MailCatcher::start(Script::default()).await.unwrap();
        let person = json!({ "first_name": "Hélène", "email": "h@example.com" });
        let contact = id(&house.post("/api/contacts", person).await.expect(201));
        for email in ["k@example.com", "n@example.com"] {
            let person = json!({ "first_name": "Karim", "email": email });
            house.post("/api/contacts", person).await.expect(201);
        }
        let template = json!({ "name": "Automne", "subject": "Bonjour", "html": "<p>Bonjour {prenom}</p>" });
        let template = id(&house.post("/api/templates", template).await.expect(201));
        let connection = id(&house.post("/api/connections", connection(&catcher)).await.expect(201));
        let group = id(&house.post("/api/groups", json!({ "name": "Clients" })).await.expect(201));
        let segment = id(&house.post("/api/segments", segment("Lyonnais")).await.expect(201));
        let view = json!({ "name": "Clients", "view": { "group": group } });
        let view = id(&house.post("/api/views", view).await.expect(201));
        house.post("/api/fields", json!({ "label": "Dossier" })).await.expect(201);
        let key = house.post("/api/api-keys", json!({ "name": "crm" })).await.expect(201);
        let mut firm = Self {
            recovery_code: created["recovery_code"].as_str().unwrap().to_owned(),
            api_key: key["key"].as_str().unwrap().to_owned(),
            house,
            _catcher: catcher,
            contact,
            template,
            connection,
            draft: String::new(),
            paused: String::new(),
            group,
            segment,
            view,
        };
        firm.draft = firm.campaign("Draft").await;
        firm.paused = firm.campaign("Paused").await;
        firm.start_and_pause().await;
        firm
    }

    async fn campaign(&self, name: &str) -> String {
        let body = json!({ "name": name, "template_id": self.template, "connection_id": self.connection });
        id(&self.house.post("/api/campaigns", body).await.expect(201))
    }

    /// One message an hour: two people are still waiting when it is paused.
    async fn start_and_pause(&self) {
        let campaign = format!("/api/campaigns/{}", self.paused);
        self.house.post(&format!("{campaign}/send"), json!({ "expected_recipients": 3 })).await.expect(202);
        self.house.post(&format!("{campaign}/pause"), json!({})).await.expect(200);
    }

    /// Brings the licence into a state.
    async fn into_state(mut self, state: LicenseState) -> Self {
        if state == LicenseState::Trial {
            return self;
        }
        if state == LicenseState::None {
            self.house.clock.advance_millis(31 * DAY);
            return self;
        }
        let asked = self.house.post("/api/license/request", json!({})).await.expect(201);
        let mut license = license_for(asked["text"].as_str().unwrap());
        match state {
            LicenseState::Grace | LicenseState::Expired => license.exp = Some(day(1)),
            LicenseState::NotYetValid => license.nbf = day(10),
            _ => {}
        }
        self.house.post("/api/license/activate", json!({ "text": sign(&license) })).await.expect(200);
        match state {
            LicenseState::Grace => self.house.clock.advance_millis(2 * DAY),
            LicenseState::Expired => self.house.clock.advance_millis(16 * DAY),
            LicenseState::ClockSuspect => self.house.clock.advance_millis(-3 * DAY),
            LicenseState::Revoked => {
                let list = json!({ "text": withdraw(&license, 1) });
                self.house.post("/api/license/revocations", list).await.expect(200);
            }
            LicenseState::Drift => self = self.moved_to(2).await,
            LicenseState::WrongMachine => self = self.on_a_strangers_computer().await,
            _ => {}
        }
        self
    }

    /// The same parts with another operating system.
    async fn moved_to(self, system: u8) -> Self {
        self.house.app.quit().await.unwrap();
        let app = app_on(self.house.dir.path(), system, self.house.clock.clone());
        self.reopened(app).await
    }

    async fn on_a_strangers_computer(self) -> Self {
        self.house.app.quit().await.unwrap();
        let app = crate::house::app_in(self.house.dir.path(), 9, self.house.clock.clone());
        self.reopened(app).await
    }

    async fn reopened(self, app: App) -> Self {
        app.hold_campaigns();
        let house = moved_in(self.house, app);
        let code = json!({ "recovery_code": self.recovery_code });
        house.post("/api/vault/unlock", code).await.expect(200);
        Self { house, ..self }
    }

    /// Fills the names of this firm's things into a path.
    fn path(&self, path: &str) -> String {
        path.replace("{contact}", &self.contact)
            .replace("{template}", &self.template)
            .replace("{connection}", &self.connection)
            .replace("{draft}", &self.draft)
            .replace("{paused}", &self.paused)
            .replace("{group}", &self.group)
            .replace("{segment}", &self.segment)
            .replace("{view}", &self.view)
    }

    async fn call(&self, command: &Command) -> Reply {
        let body = command.body.clone();
        self.house.call(command.method.clone(), &self.path(command.path), body).await
    }
}

fn segment(name: &str) -> Value {
    let rule = json!({ "field": "city", "operator": "is", "value": "Lyon" });
    json!({ "name": name, "rule": { "combinator": "and", "rules": [rule] } })
}

fn connection(catcher: &MailCatcher) -> Value {
    let smtp = json!({ "host": "127.0.0.1", "port": catcher.address().port(), "tls": "none",
                       "from_email": "a@example.com", "from_name": "A", "max_connections": 1, "max_per_hour": 1 });
    json!({ "name": "Local", "smtp": smtp })
}

/// One request, as the window makes it. `of` is its route in the document.
struct Command {
    method: Method,
    of: &'static str,
    path: &'static str,
    body: Option<Value>,
}

fn post(of: &'static str, path: &'static str, body: Value) -> Command {
    Command { method: Method::POST, of, path, body: Some(body) }
}

fn patch(of: &'static str, path: &'static str, body: Value) -> Command {
    Command { method: Method::PATCH, of, path, body: Some(body) }
}

fn delete(of: &'static str, path: &'static str, body: Option<Value>) -> Command {
    Command { method: Method::DELETE, of, path, body }
}

/// What a licence is needed for.
fn gated(catcher: &MailCatcher) -> Vec<Command> {
    vec![
        post("/api/campaigns/{id}/send", "/api/campaigns/{draft}/send", json!({ "expected_recipients": 3 })),
        post("/api/campaigns/{id}/resume", "/api/campaigns/{paused}/resume", json!({})),
        post(
            "/api/campaigns/{id}/test-message",
            "/api/campaigns/{draft}/test-message",
            json!({ "to": "me@example.com" }),
        ),
        post("/api/connections", "/api/connections", connection(catcher)),
        post("/api/api-keys", "/api/api-keys", json!({ "name": "another" })),
    ]
}

/// What goes on in every state, in an order in which each can be done.
fn free() -> Vec<Command> {
    vec![
        post("/api/license/request", "/api/license/request", json!({})),
        post("/api/contacts", "/api/contacts", json!({ "email": "new@example.com" })),
        patch("/api/contacts/{id}", "/api/contacts/{contact}", json!({ "first_name": "Hélène" })),
        post(
            "/api/contacts/bulk",
            "/api/contacts/bulk",
            json!({ "action": "add_tag", "tag": "x", "query": {} }),
        ),
        post(
            "/api/templates/preview",
            "/api/templates/preview",
            json!({ "subject": "a", "html": "<p>a</p>" }),
        ),
        post("/api/templates", "/api/templates", json!({ "name": "b", "subject": "b", "html": "<p>b</p>" })),
        patch("/api/templates/{id}", "/api/templates/{template}", json!({ "name": "c" })),
        patch("/api/connections/{id}", "/api/connections/{connection}", json!({ "name": "Renamed" })),
        post("/api/campaigns", "/api/campaigns", json!({ "name": "Another" })),
        patch("/api/campaigns/{id}", "/api/campaigns/{draft}", json!({ "name": "Draft" })),
        post("/api/campaigns/{id}/dry-run", "/api/campaigns/{draft}/dry-run", json!({})),
        post("/api/suppressions", "/api/suppressions", json!({ "address": "no@example.com" })),
        patch("/api/settings", "/api/settings", json!({ "firm_name": "Delorme" })),
        post("/api/campaigns/{id}/cancel", "/api/campaigns/{paused}/cancel", json!({})),
        post("/api/backups", "/api/backups", json!({})),
        post("/api/audit/verify", "/api/audit/verify", json!({})),
        delete("/api/contacts/{id}", "/api/contacts/{contact}", None),
        post("/api/contacts/{id}/restore", "/api/contacts/{contact}/restore", json!({})),
        delete("/api/campaigns/{id}", "/api/campaigns/{draft}", None),
        post("/api/vault/rotations", "/api/vault/rotations", json!({ "kind": "columns" })),
    ]
}

/// How a firm keeps its contacts in order: free like the rest of its data.
fn organising() -> Vec<Command> {
    let of = json!({ "rule": segment("Lyonnais")["rule"] });
    let members = json!({ "query": {} });
    vec![
        post("/api/segments/count", "/api/segments/count", of),
        post("/api/segments", "/api/segments", segment("Villeurbannais")),
        patch("/api/segments/{id}", "/api/segments/{segment}", segment("Lyon")),
        post("/api/groups", "/api/groups", json!({ "name": "Prospects" })),
        patch("/api/groups/{id}", "/api/groups/{group}", json!({ "name": "Clientes" })),
        post("/api/groups/{id}/members", "/api/groups/{group}/members", members),
        post("/api/views", "/api/views", json!({ "name": "Tous", "view": {} })),
        patch("/api/views/{id}", "/api/views/{view}", json!({ "name": "Nos clientes" })),
        post("/api/fields", "/api/fields", json!({ "label": "Parrain" })),
        patch("/api/fields/{key}", "/api/fields/dossier", json!({ "label": "Affaire" })),
        delete("/api/fields/{key}", "/api/fields/dossier", None),
        patch("/api/tags", "/api/tags", json!({ "name": "x", "new_name": "y" })),
        delete("/api/tags", "/api/tags", Some(json!({ "name": "y" }))),
        delete("/api/views/{id}", "/api/views/{view}", None),
        delete("/api/segments/{id}", "/api/segments/{segment}", None),
        delete("/api/groups/{id}", "/api/groups/{group}", None),
        post("/api/duplicates/search", "/api/duplicates/search", json!({})),
    ]
}

/// Every GET of the document that names nothing, with what it needs behind the question mark.
fn readings() -> Vec<String> {
    let document = serde_json::to_value(openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let plain = paths.iter().filter(|(path, item)| item.get("get").is_some() && !path.contains('{'));
    plain
        .map(|(path, _)| match path.as_str() {
            "/api/merges" => "/api/merges?contact={contact}".to_owned(),
            other => other.to_owned(),
        })
        .collect()
}

async fn is_refused(reply: &Reply) -> bool {
    let kind = reply.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind == Some("application/problem+json") && reply.code() == "license_inactive"
}

async fn checked_in(state: LicenseState) {
    let firm = Firm::open().await.into_state(state).await;
    let found = firm.house.get("/api/license").await.expect(200);
    assert_eq!(found["state"], state.code(), "{found}");
    let stopped = !state.is_active();
    assert_eq!(found["allows"]["sending"], !stopped);

    for path in readings() {
        let reply = firm.house.get(&firm.path(&path)).await;
        assert!(!is_refused(&reply).await, "{state}: GET {path}");
        let known = reply.status.is_success() || reply.status == StatusCode::CONFLICT;
        assert!(known, "{state}: GET {path}: {}", String::from_utf8_lossy(&reply.body));
    }
    for path in [
        "/api/contacts/{contact}",
        "/api/contacts/{contact}/history",
        "/api/templates/{template}",
        "/api/connections/{connection}",
        "/api/campaigns/{draft}",
        "/api/campaigns/{draft}/preflight",
        "/api/campaigns/{paused}/ledger",
        "/api/contacts/export",
    ] {
        let reply = firm.house.get(&firm.path(path)).await;
        assert_eq!(reply.status, StatusCode::OK, "{state}: GET {path}");
    }
    let catcher = MailCatcher::start(Script::default()).await.unwrap();
    for command in gated(&catcher) {
        let reply = firm.call(&command).await;
        let what = format!("{state}: {} {}", command.method, command.of);
        assert_eq!(is_refused(&reply).await, stopped, "{what}: {}", String::from_utf8_lossy(&reply.body));
        assert_eq!(reply.status == StatusCode::FORBIDDEN, stopped, "{what}");
    }
    by_program(&firm, state, stopped).await;
    imported(&firm, state).await;
    // A resumed campaign runs: what comes next must find it paused.
    firm.house.post(&firm.path("/api/campaigns/{paused}/pause"), json!({})).await;
    let mut failed = Vec::new();
    for command in free().into_iter().chain(organising()) {
        let reply = firm.call(&command).await;
        // What was sent or cancelled is no draft any more: only then may the state of a campaign refuse.
        let after_sending = !stopped && command.path.contains("/campaigns/{") && !is_refused(&reply).await;
        if !reply.status.is_success() && !after_sending {
            let body = String::from_utf8_lossy(&reply.body);
            failed.push(format!("{} {}: {} {body}", command.method, command.of, reply.status));
        }
    }
    assert!(failed.is_empty(), "{state}: {failed:#?}");
    let kept = |backups: &Value| backups["items"].as_array().is_some_and(|items| !items.is_empty());
    firm.house.until("/api/backups", kept).await;
    firm.house.until("/api/vault/rotations", |rotations| rotations["running"].is_null()).await;
    firm.house.app.quit().await.unwrap();
}

/// A program with an API key reads in every state, and changes something only while the licence lets it.
async fn by_program(firm: &Firm, state: LicenseState, stopped: bool) {
    let door = DoorConfig::Network { auth: firm.house.auth.clone() };
    let network = House {
        router: router(firm.house.app.clone(), door),
        app: firm.house.app.clone(),
        clock: firm.house.clock.clone(),
        token: String::new(),
        auth: firm.house.auth.clone(),
        dir: tempfile::tempdir().unwrap(),
    };
    let request = |method: Method, path: &str, body: &Value| {
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, crate::house::HOST)
            .header(header::AUTHORIZATION, format!("Bearer {}", firm.api_key))
            .header(header::CONTENT_TYPE, "application/json")
            .body(axum::body::Body::from(body.to_string()))
            .unwrap()
    };
    for path in ["/api/contacts", "/api/contacts/export", "/api/license"] {
        let reply = network.send(request(Method::GET, path, &Value::Null)).await;
        assert_eq!(reply.status, StatusCode::OK, "{state}: a program reads {path}");
    }
    let body = json!({ "email": format!("{state}@example.com") });
    let written = network.send(request(Method::POST, "/api/contacts", &body)).await;
    assert_eq!(is_refused(&written).await, stopped, "{state}: {}", String::from_utf8_lossy(&written.body));
    let body = json!({ "address": "stop@example.com" });
    let stop = network.send(request(Method::POST, "/api/suppressions", &body)).await;
    assert!(stop.status.is_success(), "{state}: who does not want to be written to is heard");
}

async fn imported(firm: &Firm, state: LicenseState) {
    let upload = firm.house.upload("people.csv", format!("email\n{state}2@example.com\n")).await;
    let body = json!({ "upload_id": upload });
    firm.house.post("/api/imports/inspect", body.clone()).await.expect(200);
    let started = firm.house.post("/api/imports", body).await;
    assert!(started.status.is_success(), "{state}: {}", String::from_utf8_lossy(&started.body));
    let path = format!("/api/imports/{}", started.json()["import_id"].as_str().unwrap());
    firm.house.until(&path, |import| import["state"] == "finished").await;
    let undone = firm.house.post(&format!("{path}/undo"), json!({})).await;
    assert!(undone.status.is_success(), "{state}: {}", String::from_utf8_lossy(&undone.body));
}

macro_rules! states {
    ($($name:ident: $state:ident;)+) => {$(
        #[tokio::test]
        async fn $name() {
            checked_in(LicenseState::$state).await;
        }
    )+};
}

states! {
    everything_works_in_the_trial: Trial;
    everything_works_with_a_valid_licence: Valid;
    everything_works_after_a_part_was_changed: Drift;
    everything_works_while_the_clock_is_suspect: ClockSuspect;
    everything_works_in_grace: Grace;
    sending_alone_stops_when_the_licence_is_over: Expired;
    sending_alone_stops_when_the_licence_is_withdrawn: Revoked;
    sending_alone_stops_on_another_computer: WrongMachine;
    sending_alone_stops_before_the_licence_begins: NotYetValid;
    sending_alone_stops_when_the_trial_is_over: None;
}

/// Changes that are tried elsewhere, because they end the vault's session, need files or a whole story of their own.
const ELSEWHERE: &[&str] = &[
    "delete /api/api-keys/{id}",
    "delete /api/connections/{id}",
    "delete /api/duplicates/{id}/distinct",
    "post /api/bulk-edits/{id}/undo",
    "post /api/contacts/merge",
    "post /api/contacts/merge/preview",
    "post /api/duplicates/{id}/distinct",
    "post /api/imports/check-row",
    "post /api/merges/{id}/undo",
    "delete /api/retention-rules/{id}",
    "post /api/contacts/{id}/consents",
    "post /api/contacts/{id}/erase",
    "post /api/retention-rules",
    "post /api/retention/apply",
    "delete /api/session",
    "delete /api/suppressions/{id}",
    "delete /api/templates/{id}",
    "post /api/campaigns/{id}/ledger/{recipient_id}/resolve",
    "post /api/campaigns/{id}/pause",
    "post /api/connections/test",
    "post /api/connections/{id}/test",
    "post /api/imports",
    "post /api/imports/inspect",
    "post /api/imports/{id}/cancel",
    "post /api/imports/{id}/undo",
    "post /api/license/activate",
    "post /api/license/release",
    "post /api/license/revocations",
    "post /api/session",
    "post /api/suppressions/import",
    "post /api/suppressions/import/preview",
    "post /api/templates/{id}/restore",
    "post /api/uploads/path",
    "put /api/uploads",
];

/// The vault itself, its backups and its log: no file of theirs names the licence's gate, see the test below.
const NEVER_GATED: &[&str] = &["/api/vault", "/api/backups", "/api/restore", "/api/audit", "/api/quarantine"];

#[tokio::test]
async fn no_change_is_left_out_of_the_tables() {
    let catcher = MailCatcher::start(Script::default()).await.unwrap();
    let tried: BTreeSet<String> = gated(&catcher)
        .iter()
        .chain(&free())
        .chain(&organising())
        .map(|command| format!("{} {}", command.method.as_str().to_lowercase(), command.of))
        .chain(ELSEWHERE.iter().map(|name| (*name).to_owned()))
        .collect();
    let document = serde_json::to_value(openapi()).unwrap();
    let mut missing = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let never = NEVER_GATED.iter().any(|place| path.starts_with(place));
        for method in ["post", "put", "patch", "delete"] {
            let name = format!("{method} {path}");
            if item.get(method).is_some() && !never && !tried.contains(&name) {
                missing.push(name);
            }
        }
    }
    assert!(missing.is_empty(), "say of each whether a licence is needed for it: {missing:#?}");
}

/// The gate is asked in these use cases and in no other: nothing that reads, keeps or restores data may learn to ask.
#[test]
fn only_these_use_cases_ask_for_a_licence() {
    let app = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/app/src");
    let mut asking: Vec<String> = walkdir::WalkDir::new(app)
        .into_iter()
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"))
        .filter(|entry| std::fs::read_to_string(entry.path()).unwrap().contains("Gate::"))
        .map(|entry| entry.path().strip_prefix(app).unwrap().display().to_string())
        .collect();
    asking.sort();
    let expected = [
        "api_keys.rs",
        "control_campaign.rs",
        "license/gate.rs",
        "runners.rs",
        "save_connection.rs",
        "send_campaign.rs",
        "send_test.rs",
    ];
    assert_eq!(asking, expected);
}
