//! TLS for the line: rustls with aws-lc-rs, certificates judged by the operating system's own list.

use std::io;
use std::sync::{Arc, OnceLock};

use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls_platform_verifier::{BuilderVerifierExt, Verifier};
use sellify_campaign::MessengerError;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Whose certificates are believed.
#[derive(Debug, Clone, Default)]
pub enum Trust {
    /// What this computer trusts.
    #[default]
    Computer,
    /// What this computer trusts, and these authorities too.
    ComputerAnd(Vec<CertificateDer<'static>>),
}

/// Reading the computer's list takes tens of milliseconds; once is enough. Failures are not kept.
static COMPUTER: OnceLock<Arc<ClientConfig>> = OnceLock::new();

fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

fn config(trust: &Trust) -> Result<Arc<ClientConfig>, rustls::Error> {
    let builder = || ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions();
    match trust {
        Trust::Computer => {
            if let Some(config) = COMPUTER.get() {
                return Ok(Arc::clone(config));
            }
            let config = Arc::new(builder()?.with_platform_verifier()?.with_no_client_auth());
            Ok(Arc::clone(COMPUTER.get_or_init(|| config)))
        }
        Trust::ComputerAnd(authorities) => {
            let verifier = Verifier::new_with_extra_roots(authorities.iter().cloned(), provider())?;
            let builder = builder()?.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
            Ok(Arc::new(builder.with_no_client_auth()))
        }
    }
}

/// Makes the line secure, or says whether the certificate or something else was wrong.
pub(super) async fn handshake(
    stream: TcpStream,
    host: &str,
    trust: &Trust,
) -> Result<TlsStream<TcpStream>, MessengerError> {
    let name = ServerName::try_from(host.to_owned()).map_err(|_| MessengerError::TlsCertificate)?;
    let config = config(trust).map_err(|_| MessengerError::TlsHandshake)?;
    TlsConnector::from(config).connect(name, stream).await.map_err(|error| cause_of(&error))
}

fn cause_of(error: &io::Error) -> MessengerError {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::InvalidCertificate(_)) => MessengerError::TlsCertificate,
        _ => MessengerError::TlsHandshake,
    }
}
