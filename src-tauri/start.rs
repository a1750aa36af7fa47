//! What happens before and after the window: the environment, the app and its router, an orderly end.

use axum::Router;
use sellify_api::{DoorConfig, DoorToken};
use sellify_app::{App, AppConfig, Sample};
use std::error::Error;
use std::path::PathBuf;

/// Everything that must be decided while this process has only one thread.
pub(crate) fn environment() {
    #[cfg(target_os = "linux")]
    if std::env::var_os("WEBKIT_DISABLE_DMABUF_RENDERER").is_none() {
        // Some graphics drivers leave WebKitGTK's window blank without it.
        #[expect(
            unsafe_code,
            reason = "the first statement of main: no other thread can be reading the environment"
        )]
        unsafe {
            std::env::set_var("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        }
    }
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        tracing::warn!("a TLS provider was already installed");
    }
}

/// The program behind the window.
pub(crate) struct Program {
    app: App,
    /// Kept until the end: its vault is a temporary folder.
    _sample: Option<Sample>,
}

impl Program {
    /// On the person's own vault, on the one in `SELLIFY_DATA_DIR`, or on a sample when `SELLIFY_SAMPLE` is set.
    pub(crate) async fn new() -> Result<Self, Box<dyn Error>> {
        let setting = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        if setting("SELLIFY_SAMPLE").is_some() {
            let sample = Sample::start(Sample::language_of_this_system()).await?;
            return Ok(Self { app: sample.app.clone(), _sample: Some(sample) });
        }
        let data_dir = setting("SELLIFY_DATA_DIR").map(PathBuf::from);
        let app = App::new(AppConfig::for_this_computer(data_dir.as_deref())?)?;
        Ok(Self { app, _sample: None })
    }

    /// The API and the pages, behind the window's door with a token of this run.
    pub(crate) fn router(&self) -> Result<Router, Box<dyn Error>> {
        let token = DoorToken::generate()?;
        Ok(sellify_api::router(self.app.clone(), DoorConfig::Window { token }))
    }

    /// Opens the vault by this computer. When it does not open the first page says why, and what to do.
    pub(crate) async fn unlock(&self) {
        if let Err(error) = self.app.unlock().await {
            tracing::info!(code = error.code(), "the vault stays closed");
        }
        if self._sample.is_none() {
            self.app.keep_backups();
        }
    }

    /// Campaigns stop between two messages, and go on at the next start.
    pub(crate) async fn quit(&self) {
        if let Err(error) = self.app.quit().await {
            tracing::error!(code = error.code(), "the vault was not closed in order");
        }
    }
}
