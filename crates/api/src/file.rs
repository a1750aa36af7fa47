//! Answers that are files to keep.

use std::future::Future;
use std::io::{self, Write};

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use sellify_app::AppError;
use tokio::sync::mpsc::{self, Sender};

/// Bytes gathered before they go on their way.
const CHUNK: usize = 1 << 16;
/// Chunks on their way: a reader that is slow makes the writer wait.
const ON_THE_WAY: usize = 4;

/// A file of this kind under this name.
pub(crate) fn bytes_file(name: &str, kind: &str, bytes: impl Into<Body>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, bytes.into()).into_response()
}

/// A CSV file under this name.
pub(crate) fn csv_file(name: &'static str, bytes: Vec<u8>) -> Response {
    bytes_file(name, "text/csv; charset=utf-8", bytes)
}

/// A file that is written while it is sent, so that a large one does not have to fit into memory. When the writing
/// fails the answer breaks off: no program takes half a file for a whole one.
pub(crate) fn streamed_file<F>(name: &str, kind: &str, write: impl FnOnce(BodyWriter) -> F) -> Response
where
    F: Future<Output = Result<u64, AppError>> + Send + 'static,
{
    let (sender, mut receiver) = mpsc::channel(ON_THE_WAY);
    let writing = write(BodyWriter { sender: sender.clone(), chunk: Vec::with_capacity(CHUNK) });
    tokio::spawn(async move {
        if let Err(error) = writing.await {
            tracing::error!(code = error.code(), error = %error, "a file was broken off");
            // The reader may have gone already.
            let _ = sender.send(Err(io::Error::other(error.code()))).await;
        }
    });
    // Compression asks again after the end: a channel may be asked, an `unfold` may not.
    let chunks = futures::stream::poll_fn(move |context| receiver.poll_recv(context));
    bytes_file(name, kind, Body::from_stream(chunks))
}

/// Bytes written to it become the body of an answer. To be used on a thread that may block.
pub(crate) struct BodyWriter {
    sender: Sender<io::Result<Bytes>>,
    chunk: Vec<u8>,
}

impl Write for BodyWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.chunk.extend_from_slice(bytes);
        if self.chunk.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let chunk = std::mem::replace(&mut self.chunk, Vec::with_capacity(CHUNK));
        let gone = |_| io::Error::new(io::ErrorKind::BrokenPipe, "nobody takes the file any more");
        self.sender.blocking_send(Ok(chunk.into())).map_err(gone)
    }
}
