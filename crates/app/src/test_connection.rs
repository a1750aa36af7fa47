//! The test button: everything that sending needs, short of sending.

use std::time::Instant;

use sellify_domain::{Actor, ConnectionId, SmtpSettings};
use sellify_providers::{ServerInfo, Trust, verify};
use serde_json::json;
use zeroize::Zeroizing;

use crate::app::App;
use crate::error::AppError;
use crate::save_connection::{TypedSmtp, connection_in, password_of};

/// What a server said to a test.
#[derive(Debug, Clone)]
pub struct ConnectionTest {
    /// What was found out.
    pub server: ServerInfo,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

impl App {
    /// Tries settings before they are saved; without a password the one of `saved` is used.
    ///
    /// # Errors
    /// [`AppError::Messenger`] says what stands in the way.
    pub async fn test_settings(
        &self,
        smtp: TypedSmtp,
        password: Option<Zeroizing<String>>,
        saved: Option<ConnectionId>,
    ) -> Result<ConnectionTest, AppError> {
        let settings = smtp.checked()?;
        let password = match (password, saved) {
            (None, Some(id)) => self.kept_password(id, &settings).await?,
            (password, _) => password.filter(|text| !text.is_empty()),
        };
        run(&settings, password.as_ref()).await
    }

    /// Tries a saved connection, and remembers when that went well.
    ///
    /// # Errors
    /// [`AppError::Messenger`] says what stands in the way.
    pub async fn test_connection(&self, by: &Actor, id: ConnectionId) -> Result<ConnectionTest, AppError> {
        let vault = self.open_vault()?;
        let sealer = vault.sealer.clone();
        let (connection, password) = vault
            .store
            .read(move |r| Ok::<_, AppError>((connection_in(r, id)?, password_of(r, &sealer, id)?)))
            .await?;
        let test = run(&connection.smtp, password.as_ref()).await?;
        let now = self.now();
        let entry = vault.entry(by, now, "connection.tested", id, json!({ "server": test.server.server }));
        vault
            .store
            .write(move |w| {
                w.connections_mut().set_tested(id, Some(now))?;
                entry.append(w)
            })
            .await?;
        self.connection_changed(id);
        Ok(test)
    }

    /// A kept password goes only to the server it was given for: otherwise whoever can press "test" could have
    /// it sent to a server of their own.
    async fn kept_password(
        &self,
        id: ConnectionId,
        settings: &SmtpSettings,
    ) -> Result<Option<Zeroizing<String>>, AppError> {
        let vault = self.open_vault()?;
        let (sealer, host) = (vault.sealer.clone(), settings.host.clone());
        vault
            .store
            .read(move |r| {
                let connection = connection_in(r, id)?;
                if connection.smtp.host != host {
                    return Err(AppError::invalid(
                        "password",
                        "Another server needs its own password: type it.",
                    ));
                }
                password_of(r, &sealer, id)
            })
            .await
    }
}

async fn run(
    settings: &SmtpSettings,
    password: Option<&Zeroizing<String>>,
) -> Result<ConnectionTest, AppError> {
    let begin = Instant::now();
    let server = verify(settings, password, &Trust::default()).await?;
    let took_ms = u64::try_from(begin.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(ConnectionTest { server, took_ms })
}
