//! Sign-in and sign-out at the network door. The window is always signed in: its guard has already asked.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, NoContent};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::door::DoorConfig;
use crate::extract::Json;
use crate::failure::{Answer, Failure};
use crate::guard::{COOKIE, session_cookie};
use crate::state::ApiState;
use crate::wire::session::{DoorKind, Session, SignInRequest};

type SetCookie = AppendHeaders<[(header::HeaderName, String); 1]>;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(read_session, sign_in, sign_out))
}

/// Which door this is, and whether the caller is signed in.
#[utoipa::path(get, path = "/api/session", tag = "session", security(()), responses((status = 200, body = Session)))]
async fn read_session(State(state): State<ApiState>, headers: HeaderMap) -> Answer<Session> {
    Ok(Json(match &state.door {
        DoorConfig::Window { .. } => Session { door: DoorKind::Window, signed_in: true },
        DoorConfig::Network { auth } => {
            let signed_in = session_cookie(&headers).is_some_and(|token| auth.knows(token));
            Session { door: DoorKind::Network, signed_in }
        }
    }))
}

/// Signs in with the one-time code of the link; sets the session cookie.
#[utoipa::path(post, path = "/api/session", tag = "session", security(()), request_body = SignInRequest, responses((status = 200, body = Session)))]
async fn sign_in(
    State(state): State<ApiState>,
    Json(request): Json<SignInRequest>,
) -> Result<(SetCookie, Json<Session>), Failure> {
    let DoorConfig::Network { auth } = &state.door else {
        return Err(Failure::no_such_route());
    };
    let token = auth.redeem(request.code.trim()).map_err(|_| Failure::broken())?;
    let Some(token) = token else {
        state.rates.count_failure(state.app.now());
        return Err(code_not_good());
    };
    // No `Secure`: the door is plain HTTP on this computer.
    let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict");
    Ok((
        AppendHeaders([(header::SET_COOKIE, cookie)]),
        Json(Session { door: DoorKind::Network, signed_in: true }),
    ))
}

/// Ends the session.
#[utoipa::path(delete, path = "/api/session", tag = "session", responses((status = 204)))]
async fn sign_out(State(state): State<ApiState>, headers: HeaderMap) -> (SetCookie, NoContent) {
    if let (DoorConfig::Network { auth }, Some(token)) = (&state.door, session_cookie(&headers)) {
        auth.forget(token);
    }
    let cookie = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    (AppendHeaders([(header::SET_COOKIE, cookie)]), NoContent)
}

fn code_not_good() -> Failure {
    Failure::new(
        StatusCode::UNAUTHORIZED,
        "sign_in_code_wrong",
        "This sign-in link was already used, or is older than ten minutes. Restart `sellify serve` for a new one.",
    )
}
