//! Keys for programs. The key is shown once; the vault keeps only its SHA-256, which is enough for 256
//! random bits.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sellify_domain::{Actor, ApiKeyId, Timestamp};
use sellify_store::ApiKeyRecord;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::error::{AppError, Thing};
use crate::license::Gate;

const PREFIX: &str = "slf_";
/// `last_used_at` is kept to the minute: a busy program must not write at every request.
const TOUCH_AFTER_MS: i64 = 60_000;

/// A new key with its secret.
pub struct CreatedApiKey {
    /// Identity.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// The secret.
    pub key: String,
    /// When it was made.
    pub created_at: Timestamp,
}

impl App {
    /// All keys that still work, newest first.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn api_keys(&self) -> Result<Vec<ApiKeyRecord>, AppError> {
        let vault = self.open_vault()?;
        let mut keys = vault.store.read(|r| Ok::<_, AppError>(r.api_keys().list()?)).await?;
        keys.retain(|key| key.revoked_at.is_none());
        Ok(keys)
    }

    /// Makes a key.
    ///
    /// # Errors
    /// [`AppError::NameMissing`], or why it could not be kept.
    pub async fn create_api_key(&self, by: &Actor, name: &str) -> Result<CreatedApiKey, AppError> {
        let vault = self.open_vault()?;
        let name = required_name(name)?;
        let now = self.now();
        let mut random = [0_u8; 32];
        getrandom::fill(&mut random).map_err(|_| AppError::NoRandomness)?;
        let key = format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(random));
        let (id, hash) = (ApiKeyId::generate(now), hash(&key));
        let entry = vault.entry(by, now, "api_key.created", id, json!({ "name": name }));
        let (license, kept_name) = (vault.license.clone(), name.clone());
        vault
            .store
            .write(move |w| {
                license.require(w, now, Gate::NewApiKey)?;
                w.api_keys_mut().insert(id, &kept_name, &hash, now)?;
                entry.append(w)
            })
            .await?;
        Ok(CreatedApiKey { id, name, key, created_at: now })
    }

    /// Ends a key at once.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn revoke_api_key(&self, by: &Actor, id: ApiKeyId) -> Result<(), AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, "api_key.revoked", id, json!({}));
        vault
            .store
            .write(move |w| {
                if !w.api_keys_mut().revoke(id, now)? {
                    return Err(AppError::NotFound(Thing::ApiKey));
                }
                entry.append(w)
            })
            .await
    }

    /// The key that this secret opens, if there is one.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn identify_api_key(&self, secret: &str) -> Result<Option<ApiKeyRecord>, AppError> {
        let vault = self.open_vault()?;
        // Looked up by hash, so how long it takes says nothing about any key that exists.
        let hash = hash(secret);
        let found = vault.store.read(move |r| Ok::<_, AppError>(r.api_keys().find_by_hash(&hash)?)).await?;
        let Some(key) = found else { return Ok(None) };
        let now = self.now();
        let stale = key.last_used_at.is_none_or(|at| now >= at.plus_millis(TOUCH_AFTER_MS));
        if stale {
            let id = key.id;
            vault.store.write(move |w| Ok::<_, AppError>(w.api_keys_mut().touch(id, now)?)).await?;
        }
        Ok(Some(key))
    }
}

fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// A name for people, trimmed, never empty.
pub(crate) fn required_name(name: &str) -> Result<String, AppError> {
    let name: String = name.trim().chars().take(200).collect();
    if name.is_empty() { Err(AppError::NameMissing { field: "name" }) } else { Ok(name) }
}
