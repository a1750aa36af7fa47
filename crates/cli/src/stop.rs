//! Being asked to end: Ctrl-C, or the system's own request.

use std::io;

use tokio_util::sync::CancellationToken;

/// Listens from now on; the token is cancelled when somebody asks the program to end.
#[cfg(unix)]
pub(crate) fn asked() -> io::Result<CancellationToken> {
    use tokio::signal::unix::{SignalKind, signal};
    // Made before anything is said or sent: a signal that comes at once must not kill the program.
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let stop = CancellationToken::new();
    let asked = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        asked.cancel();
    });
    Ok(stop)
}

/// Listens from now on; the token is cancelled when somebody asks the program to end.
#[cfg(windows)]
pub(crate) fn asked() -> io::Result<CancellationToken> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    let stop = CancellationToken::new();
    let asked = stop.clone();
    tokio::spawn(async move {
        interrupt.recv().await;
        asked.cancel();
    });
    Ok(stop)
}
