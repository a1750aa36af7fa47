//! Files handed over before an import.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A file waiting to be inspected and imported; forgotten after an hour.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Upload {
    /// Identity, for `/api/imports`.
    pub upload_id: Uuid,
    /// The file's name, without its folder.
    pub name: String,
    /// Its size.
    pub bytes: u64,
}

/// The name of the bytes in the body.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UploadQuery {
    /// The file's name.
    pub name: Option<String>,
}

/// A file of this computer (window door only).
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct UploadPathRequest {
    /// Its full path.
    pub path: String,
}

impl From<sellify_app::Upload> for Upload {
    fn from(upload: sellify_app::Upload) -> Self {
        Self { upload_id: upload.id.as_uuid(), name: upload.name, bytes: upload.bytes }
    }
}
