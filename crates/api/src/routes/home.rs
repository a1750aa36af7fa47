//! Today, jobs and events.

use axum::extract::State;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{Json, Query};
use crate::state::ApiState;
use crate::failure::{Answer, Failure, pending};
use crate::wire::event::{EventPage, EventQuery};
use crate::wire::home::Home;
use crate::wire::job::Job;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(read_home))
        .routes(routes!(list_jobs))
        .routes(routes!(read_events))
}

/// Today, in one answer.
#[utoipa::path(get, path = "/api/home", tag = "home", responses((status = 200, body = Home)))]
async fn read_home(State(app): State<App>) -> Answer<Home> {
    Err(pending())
}

/// Long work under way.
#[utoipa::path(get, path = "/api/jobs", tag = "home", responses((status = 200, body = Vec<Job>)))]
async fn list_jobs(State(app): State<App>) -> Answer<Vec<Job>> {
    Err(pending())
}

/// What happened since `after`; waits up to `wait` seconds for something new.
#[utoipa::path(get, path = "/api/events", tag = "home", params(EventQuery), responses((status = 200, body = EventPage)))]
async fn read_events(State(app): State<App>, Query(query): Query<EventQuery>) -> Answer<EventPage> {
    Err(pending())
}
