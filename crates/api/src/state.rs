//! What every handler can reach.

use std::sync::Arc;

use axum::extract::FromRef;
use sellify_app::App;

use crate::door::DoorConfig;
use crate::guard::Rates;

/// The state of the router.
#[derive(Clone)]
pub(crate) struct ApiState {
    pub(crate) app: App,
    pub(crate) door: DoorConfig,
    pub(crate) rates: Arc<Rates>,
}

impl FromRef<ApiState> for App {
    fn from_ref(state: &ApiState) -> Self {
        state.app.clone()
    }
}

impl FromRef<ApiState> for DoorConfig {
    fn from_ref(state: &ApiState) -> Self {
        state.door.clone()
    }
}
