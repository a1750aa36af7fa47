//! The URLs of the API, one file per resource.

mod api_keys;
mod audit;
mod backups;
mod campaigns;
mod connections;
mod consents;
mod contact_lists;
mod contacts;
mod duplicates;
mod export;
mod fields;
mod groups;
mod health;
mod home;
mod imports;
mod ledger;
mod license;
mod retention;
mod rotation;
mod segments;
mod sending;
mod session;
mod settings;
mod suppressions;
mod templates;
mod uploads;
mod vault;
mod views;

use utoipa_axum::router::OpenApiRouter;

use crate::state::ApiState;

/// Every route under `/api`, with its place in the OpenAPI document.
pub(crate) fn all() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .merge(session::routes())
        .merge(vault::routes())
        .merge(rotation::routes())
        .merge(settings::routes())
        .merge(home::routes())
        .merge(health::routes())
        .merge(contacts::routes())
        .merge(contact_lists::routes())
        .merge(groups::routes())
        .merge(segments::routes())
        .merge(views::routes())
        .merge(fields::routes())
        .merge(duplicates::routes())
        .merge(export::routes())
        .merge(uploads::routes())
        .merge(imports::routes())
        .merge(templates::routes())
        .merge(connections::routes())
        .merge(campaigns::routes())
        .merge(sending::routes())
        .merge(ledger::routes())
        .merge(suppressions::routes())
        .merge(consents::routes())
        .merge(retention::routes())
        .merge(audit::routes())
        .merge(api_keys::routes())
        .merge(backups::routes())
        .merge(license::routes())
}
