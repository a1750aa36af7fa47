//! Connections: list, save, remove. The password is sealed before it reaches the database and never comes back.

use sellify_domain::{Actor, CampaignState, Connection, ConnectionId, EmailAddress, SmtpSettings, TlsMode};
use sellify_store::{Read, StoreError, Write};
use sellify_vault::{Sealer, cells};
use serde_json::json;
use zeroize::Zeroizing;

use crate::api_keys::required_name;
use crate::app::App;
use crate::error::{AppError, Thing};
use crate::events::EventKind;
use crate::license::Gate;

/// An SMTP account as somebody typed it.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are those of `SmtpSettings`")]
pub struct TypedSmtp {
    pub host: String,
    pub port: u16,
    pub tls: TlsMode,
    pub username: String,
    pub from_email: String,
    pub from_name: String,
    pub reply_to: Option<String>,
    pub max_per_hour: Option<u32>,
    pub max_connections: u8,
}

/// What to change; what is absent stays.
#[derive(Default)]
pub struct ConnectionChange {
    /// What people call it.
    pub name: Option<String>,
    /// Where and how.
    pub smtp: Option<TypedSmtp>,
    /// A new password; empty: forget the old one.
    pub password: Option<Zeroizing<String>>,
}

impl TypedSmtp {
    /// Settings that can be used.
    ///
    /// # Errors
    /// Names the field that cannot.
    pub fn checked(self) -> Result<SmtpSettings, AppError> {
        let host = self.host.trim().to_ascii_lowercase();
        if host.is_empty() || host.contains(|c: char| c.is_whitespace() || c.is_control() || c == '/') {
            return Err(AppError::invalid("smtp.host", "This is not the name of a server."));
        }
        if self.port == 0 {
            return Err(AppError::invalid("smtp.port", "A port is a number from 1 to 65535."));
        }
        if !(1..=16).contains(&self.max_connections) {
            return Err(AppError::invalid(
                "smtp.max_connections",
                "Between 1 and 16 connections can be open at once.",
            ));
        }
        if self.max_per_hour == Some(0) {
            return Err(AppError::invalid("smtp.max_per_hour", "Leave the limit empty, or give at least 1."));
        }
        let reply_to = self.reply_to.filter(|text| !text.trim().is_empty());
        Ok(SmtpSettings {
            host,
            port: self.port,
            tls: self.tls,
            username: self.username.trim().to_owned(),
            from_email: address("smtp.from_email", &self.from_email)?,
            from_name: self.from_name.replace(|c: char| c.is_control(), " ").trim().to_owned(),
            reply_to: reply_to.map(|text| address("smtp.reply_to", &text)).transpose()?,
            max_per_hour: self.max_per_hour,
            max_connections: self.max_connections,
        })
    }
}

fn address(field: &'static str, typed: &str) -> Result<EmailAddress, AppError> {
    sellify_validation::email::parse(typed).map_err(|violation| AppError::EmailInvalid { field, violation })
}

impl App {
    /// All connections.
    ///
    /// # Errors
    /// The vault is not open, or the database's own error.
    pub async fn connections(&self) -> Result<Vec<Connection>, AppError> {
        self.open_vault()?.store.read(|r| Ok::<_, AppError>(r.connections().list()?)).await
    }

    /// One connection.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn connection(&self, id: ConnectionId) -> Result<Connection, AppError> {
        self.open_vault()?.store.read(move |r| connection_in(r, id)).await
    }

    /// Saves a new connection.
    ///
    /// # Errors
    /// Names the field that cannot be used.
    pub async fn create_connection(
        &self,
        by: &Actor,
        name: &str,
        smtp: TypedSmtp,
        password: Option<Zeroizing<String>>,
    ) -> Result<Connection, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let password = password.filter(|password| !password.is_empty());
        let connection = Connection {
            id: ConnectionId::generate(now),
            name: required_name(name)?,
            smtp: smtp.checked()?,
            has_password: password.is_some(),
            tested_at: None,
            created_at: now,
            updated_at: now,
        };
        let details = json!({ "name": connection.name, "host": connection.smtp.host });
        let entry = vault.entry(by, now, "connection.created", connection.id, details);
        let license = vault.license.clone();
        let (saved, sealer) = (connection.clone(), vault.sealer.clone());
        vault
            .store
            .write(move |w| {
                license.require(w, now, Gate::NewMailbox)?;
                w.connections_mut().insert(&saved)?;
                keep_password(w, &sealer, saved.id, password.as_ref())?;
                entry.append(w)
            })
            .await?;
        self.connection_changed(connection.id);
        Ok(connection)
    }

    /// Changes a connection. Another server or account must be tested anew.
    ///
    /// # Errors
    /// Names the field that cannot be used.
    pub async fn edit_connection(
        &self,
        by: &Actor,
        id: ConnectionId,
        change: ConnectionChange,
    ) -> Result<Connection, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let entry = vault.entry(by, now, "connection.changed", id, json!({}));
        let sealer = vault.sealer.clone();
        let saved = vault
            .store
            .write(move |w| {
                let mut connection = connection_in(w, id)?;
                let before = connection.smtp.clone();
                if let Some(name) = change.name {
                    connection.name = required_name(&name)?;
                }
                if let Some(smtp) = change.smtp {
                    connection.smtp = smtp.checked()?;
                }
                if change.password.is_some() || before != connection.smtp {
                    connection.tested_at = None;
                }
                connection.updated_at = now;
                w.connections_mut().update(&connection)?;
                if let Some(password) = &change.password {
                    keep_password(w, &sealer, id, Some(password))?;
                }
                let details = json!({ "host": connection.smtp.host, "password": change.password.is_some() });
                entry.append_with(w, details)?;
                connection_in(w, id)
            })
            .await?;
        // Campaigns that are sending follow the new limit at once.
        vault.runners.limit(id, saved.smtp.max_per_hour);
        self.connection_changed(id);
        Ok(saved)
    }

    /// Removes a connection and its password.
    ///
    /// # Errors
    /// [`AppError::ConnectionInUse`] while a campaign sends through it.
    pub async fn delete_connection(&self, by: &Actor, id: ConnectionId) -> Result<(), AppError> {
        let vault = self.open_vault()?;
        let entry = vault.entry(by, self.now(), "connection.deleted", id, json!({}));
        vault
            .store
            .write(move |w| {
                let connection = connection_in(w, id)?;
                if in_use(w, id)? {
                    return Err(AppError::ConnectionInUse);
                }
                w.connections_mut().delete(id)?;
                entry.append_with(w, json!({ "name": connection.name }))
            })
            .await?;
        self.connection_changed(id);
        Ok(())
    }

    pub(crate) fn connection_changed(&self, id: ConnectionId) {
        self.events().publish(EventKind::ConnectionChanged, json!({ "connection_id": id }));
    }
}

pub(crate) fn connection_in(r: &Read<'_>, id: ConnectionId) -> Result<Connection, AppError> {
    r.connections().get(id)?.ok_or(AppError::NotFound(Thing::Connection))
}

fn in_use(r: &Read<'_>, id: ConnectionId) -> Result<bool, StoreError> {
    for state in [CampaignState::Running, CampaignState::Paused] {
        for campaign in r.campaigns().ids_in_state(state)? {
            let found = r.campaigns().get(campaign)?;
            if found.is_some_and(|campaign| campaign.draft.connection_id == Some(id)) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Seals and keeps a password; an empty one is forgotten.
fn keep_password(
    w: &Write<'_>,
    sealer: &Sealer,
    id: ConnectionId,
    password: Option<&Zeroizing<String>>,
) -> Result<(), AppError> {
    let Some(password) = password else { return Ok(()) };
    let sealed = match password.as_str() {
        "" => None,
        text => Some(sealer.seal(&cells::connection_password(*id.as_bytes()), text.as_bytes())?),
    };
    w.connections_mut().set_sealed_password(id, sealed.as_deref())?;
    Ok(())
}

/// The password of a connection, for as long as the caller needs it.
pub(crate) fn password_of(
    r: &Read<'_>,
    sealer: &Sealer,
    id: ConnectionId,
) -> Result<Option<Zeroizing<String>>, AppError> {
    let Some(sealed) = r.connections().sealed_password(id)? else { return Ok(None) };
    let plain = sealer.open(&cells::connection_password(*id.as_bytes()), &sealed)?;
    let text = std::str::from_utf8(&plain).map_err(|_| AppError::Broken)?;
    Ok(Some(Zeroizing::new(text.to_owned())))
}
