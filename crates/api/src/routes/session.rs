//! Sign-in and sign-out.

use axum::extract::State;
use axum::response::{NoContent};
use sellify_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{Json};
use crate::state::ApiState;
use crate::failure::{Answer, Failure, pending};
use crate::wire::session::{Session, SignInRequest};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(read_session, sign_in, sign_out))
}

/// Which door this is, and whether the caller is signed in.
#[utoipa::path(get, path = "/api/session", tag = "session", responses((status = 200, body = Session)))]
async fn read_session(State(app): State<App>) -> Answer<Session> {
    Err(pending())
}

/// Signs in with the one-time code of the link; sets the session cookie.
#[utoipa::path(post, path = "/api/session", tag = "session", request_body = SignInRequest, responses((status = 200, body = Session)))]
async fn sign_in(State(app): State<App>, Json(request): Json<SignInRequest>) -> Answer<Session> {
    Err(pending())
}

/// Ends the session.
#[utoipa::path(delete, path = "/api/session", tag = "session", responses((status = 204)))]
async fn sign_out(State(app): State<App>) -> Result<NoContent, Failure> {
    Err(pending())
}
