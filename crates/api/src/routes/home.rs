//! Today, jobs and events.

use std::time::Duration;

use axum::extract::State;
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{Json, Query};
use crate::failure::Answer;
use crate::state::ApiState;
use crate::wire::event::{EventPage, EventQuery};
use crate::wire::home::{Home, HomeQuery};
use crate::wire::job::Job;

/// Seconds a reader may wait; shorter than any proxy or browser gives up.
const LONGEST_WAIT: u64 = 25;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(read_home)).routes(routes!(list_jobs)).routes(routes!(read_events))
}

/// Today, in one answer.
#[utoipa::path(get, path = "/api/home", tag = "home", params(HomeQuery), responses((status = 200, body = Home)))]
async fn read_home(State(app): State<App>, Query(query): Query<HomeQuery>) -> Answer<Home> {
    Ok(Json(app.home(query.utc_offset.unwrap_or(0)).await?.into()))
}

/// Long work under way.
#[utoipa::path(get, path = "/api/jobs", tag = "home", responses((status = 200, body = Vec<Job>)))]
async fn list_jobs(State(app): State<App>) -> Answer<Vec<Job>> {
    Ok(Json(app.jobs().await?.into_iter().map(Job::from).collect()))
}

/// What happened since `after`; waits up to `wait` seconds for something new.
#[utoipa::path(get, path = "/api/events", tag = "home", params(EventQuery), responses((status = 200, body = EventPage)))]
async fn read_events(State(app): State<App>, Query(query): Query<EventQuery>) -> Answer<EventPage> {
    let wait = Duration::from_secs(query.wait.unwrap_or(0).min(LONGEST_WAIT));
    Ok(Json(app.events().since(query.after, wait).await.into()))
}
