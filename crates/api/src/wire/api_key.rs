//! Keys for programs.

use sellify_domain::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A key, without its secret.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApiKey {
    /// Identity.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// When it was made (ms).
    pub created_at: i64,
    /// When it was last used (ms).
    #[schema(required)]
    pub last_used_at: Option<i64>,
}

/// A new key.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct CreateApiKeyRequest {
    /// What it is for.
    pub name: String,
}

/// A new key with its secret: shown now and never again.
#[derive(Clone, Serialize, ToSchema)]
pub struct CreatedApiKey {
    /// Identity.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// The secret, `slf_…`, for `Authorization: Bearer`.
    pub key: String,
    /// When it was made (ms).
    pub created_at: i64,
}

impl From<sellify_app::ApiKeyRecord> for ApiKey {
    fn from(key: sellify_app::ApiKeyRecord) -> Self {
        Self {
            id: key.id.as_uuid(),
            name: key.name,
            created_at: key.created_at.as_millis(),
            last_used_at: key.last_used_at.map(Timestamp::as_millis),
        }
    }
}

impl From<sellify_app::CreatedApiKey> for CreatedApiKey {
    fn from(created: sellify_app::CreatedApiKey) -> Self {
        Self {
            id: created.id.as_uuid(),
            name: created.name,
            key: created.key,
            created_at: created.created_at.as_millis(),
        }
    }
}
