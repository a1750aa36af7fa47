//! `sellify serve`: the screens and the API for a browser.

mod connections;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use sellify_api::{DoorConfig, SignIn, router};
use sellify_app::{App, AppError, Sample};
use sellify_domain::SystemClock;
use serde::Serialize;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::failure::Failure;
use crate::session::{Globals, tell_notices};
use crate::stop;

/// How long open requests (a screen waiting for news) may take to end.
const GRACE: Duration = Duration::from_secs(3);

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:4747")]
    addr: SocketAddr,
    /// A throw-away vault with sample contacts, templates and campaigns; nothing is sent to anybody
    #[arg(long)]
    sample: bool,
}

#[derive(Serialize)]
struct Serving {
    addr: SocketAddr,
    sign_in_link: String,
}

impl Serve {
    pub(crate) async fn run(self, globals: &Globals) -> Result<(), Failure> {
        let stop = stop::asked().map_err(|error| Failure::system(&error))?;
        if self.sample {
            // Its folder lives as long as this value.
            let sample = Sample::start(Sample::language_of_this_system()).await?;
            return self.serve(globals, &sample.app, stop).await;
        }
        let app = globals.app()?;
        open_if_possible(globals, &app).await?;
        app.keep_backups();
        self.serve(globals, &app, stop).await
    }

    async fn serve(self, globals: &Globals, app: &App, stop: CancellationToken) -> Result<(), Failure> {
        let listener = TcpListener::bind(self.addr).await.map_err(|error| {
            Failure::refused("address_in_use", format!("Nothing can be served on {}: {error}.", self.addr))
                .with_hint("Choose another address with --addr, for example --addr 127.0.0.1:0.")
        })?;
        let addr = listener.local_addr().map_err(|error| Failure::system(&error))?;
        let auth = SignIn::new(Arc::new(SystemClock), addr);
        let code = auth.new_code().map_err(|_| AppError::NoRandomness)?;
        let serving = Serving { addr, sign_in_link: auth.link(&code) };
        if !addr.ip().is_loopback() && !globals.json {
            eprintln!(
                "note: other computers on your network can reach this address, and the line is not encrypted."
            );
        }
        globals.output().say(&serving, for_people)?;
        let router = router(app.clone(), DoorConfig::Network { auth });
        connections::serve(&stop, listener, router, GRACE).await;
        Ok(app.quit().await?)
    }
}

/// A missing or locked vault is for the screens to explain; a vault that somebody else has open is not ours to serve.
async fn open_if_possible(globals: &Globals, app: &App) -> Result<(), Failure> {
    match app.unlock().await {
        Ok(()) => tell_notices(globals, app).await,
        Err(AppError::VaultMissing) => Ok(()),
        Err(error) if error.code() == "vault_locked_by_other_process" => Err(error.into()),
        Err(error) => {
            if !globals.json {
                eprintln!("note: {error}");
            }
            Ok(())
        }
    }
}

fn for_people(serving: &Serving) -> String {
    format!(
        "Sellify is served on http://{}\n\nOpen this link to sign in; it works once, for ten minutes:\n\n  {}\n\nCtrl-C ends it.\n",
        serving.addr, serving.sign_in_link
    )
}
