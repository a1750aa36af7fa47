//! What every handler can reach.

use axum::extract::FromRef;
use sellify_app::App;

/// The state of the router.
#[derive(Clone)]
pub(crate) struct ApiState {
    pub(crate) app: App,
}

impl FromRef<ApiState> for App {
    fn from_ref(state: &ApiState) -> Self {
        state.app.clone()
    }
}
