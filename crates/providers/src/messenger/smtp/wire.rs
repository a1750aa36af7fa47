//! One line to a server: whole groups are written at once, replies are read one by one, everything has a time limit.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use sellify_campaign::MessengerError;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::client::TlsStream;

use super::reply::{Reply, ReplyReader};
use super::tls::{self, Trust};

/// Bytes asked for at once; the answers to a whole group fit many times over.
const READ_SIZE: usize = 8 * 1024;

/// How long to wait for what.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// For the connection to be made, for each address of the server.
    pub connect: Duration,
    /// For the greeting, and for the answer to any command that has no limit of its own.
    pub command: Duration,
    /// For the answer to DATA.
    pub data_start: Duration,
    /// For the server to take some more bytes.
    pub data_block: Duration,
    /// For the answer to the final dot.
    pub data_end: Duration,
}

impl Timeouts {
    /// The times that RFC 5321 (section 4.5.3.2) asks of a client that wants no message twice.
    #[must_use]
    pub const fn sending() -> Self {
        Self {
            connect: Duration::from_secs(30),
            command: Duration::from_secs(5 * 60),
            data_start: Duration::from_secs(2 * 60),
            data_block: Duration::from_secs(3 * 60),
            data_end: Duration::from_secs(10 * 60),
        }
    }

    /// Times for a person who waits in front of a button. No message is sent with these.
    #[must_use]
    pub const fn person_waiting() -> Self {
        let wait = Duration::from_secs(15);
        Self {
            connect: Duration::from_secs(10),
            command: wait,
            data_start: wait,
            data_block: wait,
            data_end: wait,
        }
    }
}

/// A group was not written as a whole.
#[derive(Debug)]
pub(crate) struct WriteFailure {
    /// How many bytes the system took; no more than these can have reached the server.
    pub(crate) written: usize,
    /// Why it stopped.
    pub(crate) cause: MessengerError,
}

enum Line {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// An open line.
pub(crate) struct Wire {
    line: Line,
    peer: SocketAddr,
    local: SocketAddr,
    input: Vec<u8>,
    used: usize,
    block: Duration,
}

impl Wire {
    /// Connects to the first address of the host that answers.
    pub(crate) async fn connect(host: &str, port: u16, timeouts: &Timeouts) -> Result<Self, MessengerError> {
        let lookup = timeout(timeouts.connect, tokio::net::lookup_host((host, port)));
        let addresses = lookup.await.map_err(|_| MessengerError::Dns)?.map_err(|_| MessengerError::Dns)?;
        let mut why = MessengerError::Dns;
        for address in addresses {
            match timeout(timeouts.connect, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Self::over(stream, timeouts).map_err(|error| cause_of(&error)),
                Ok(Err(error)) => why = cause_of(&error),
                Err(_) => why = MessengerError::Timeout,
            }
        }
        Err(why)
    }

    fn over(stream: TcpStream, timeouts: &Timeouts) -> io::Result<Self> {
        // Without this, the last short segment of a group waits for the delayed acknowledgement: 40 ms a message.
        stream.set_nodelay(true)?;
        let (peer, local) = (stream.peer_addr()?, stream.local_addr()?);
        let line = Line::Plain(stream);
        Ok(Self { line, peer, local, input: Vec::new(), used: 0, block: timeouts.data_block })
    }

    /// The server's address.
    pub(crate) fn peer(&self) -> SocketAddr {
        self.peer
    }

    /// Our own address on this line.
    pub(crate) fn local(&self) -> SocketAddr {
        self.local
    }

    /// The TLS version in use; none on a plain line.
    pub(crate) fn tls_version(&self) -> Option<&'static str> {
        let Line::Tls(stream) = &self.line else { return None };
        match stream.get_ref().1.protocol_version() {
            Some(rustls::ProtocolVersion::TLSv1_3) => Some("TLS 1.3"),
            Some(rustls::ProtocolVersion::TLSv1_2) => Some("TLS 1.2"),
            _ => Some("TLS"),
        }
    }

    /// Puts TLS over the plain line. Whatever was read before and not used is thrown away: it came unprotected,
    /// so somebody on the way may have written it (RFC 3207, section 4.2; CVE-2011-0411 and its relatives).
    pub(crate) async fn protect(
        mut self,
        host: &str,
        trust: &Trust,
        limit: Duration,
    ) -> Result<Self, MessengerError> {
        self.input.clear();
        self.used = 0;
        if let Line::Plain(stream) = self.line {
            let handshake = tls::handshake(stream, host, trust);
            let stream = timeout(limit, handshake).await.map_err(|_| MessengerError::Timeout)??;
            self.line = Line::Tls(Box::new(stream));
        }
        Ok(self)
    }

    /// Writes a whole group; the server sees it in as few packets as the network allows.
    pub(crate) async fn write(&mut self, group: &[u8]) -> Result<(), WriteFailure> {
        let mut written = 0;
        while written < group.len() {
            let step = match &mut self.line {
                Line::Plain(stream) => timeout(self.block, stream.write(&group[written..])).await,
                Line::Tls(stream) => timeout(self.block, stream.write(&group[written..])).await,
            };
            match step {
                Ok(Ok(0)) => return Err(WriteFailure { written, cause: MessengerError::Lost }),
                Ok(Ok(more)) => written += more,
                Ok(Err(error)) => return Err(WriteFailure { written, cause: cause_of(&error) }),
                Err(_) => return Err(WriteFailure { written, cause: MessengerError::Timeout }),
            }
        }
        let Line::Tls(stream) = &mut self.line else { return Ok(()) };
        match timeout(self.block, stream.flush()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(WriteFailure { written, cause: cause_of(&error) }),
            Err(_) => Err(WriteFailure { written, cause: MessengerError::Timeout }),
        }
    }

    /// Reads the next reply. The limit is for the whole reply, so that a server which dribbles cannot hold us.
    pub(crate) async fn read_reply(&mut self, limit: Duration) -> Result<Reply, MessengerError> {
        timeout(limit, self.next_reply()).await.map_err(|_| MessengerError::Timeout)?
    }

    async fn next_reply(&mut self) -> Result<Reply, MessengerError> {
        let mut reader = ReplyReader::default();
        loop {
            let (used, reply) =
                reader.feed(&self.input[self.used..]).map_err(|_| MessengerError::Protocol)?;
            self.used += used;
            if self.used == self.input.len() {
                self.input.clear();
                self.used = 0;
            }
            if let Some(reply) = reply {
                return Ok(reply);
            }
            self.input.reserve(READ_SIZE);
            let read = match &mut self.line {
                Line::Plain(stream) => stream.read_buf(&mut self.input).await,
                Line::Tls(stream) => stream.read_buf(&mut self.input).await,
            };
            if read.map_err(|error| cause_of(&error))? == 0 {
                return Err(MessengerError::Lost);
            }
        }
    }

    /// Closes the line in good order (TLS says so to the server).
    pub(crate) async fn close(mut self, limit: Duration) {
        let _ = match &mut self.line {
            Line::Plain(stream) => timeout(limit, stream.shutdown()).await,
            Line::Tls(stream) => timeout(limit, stream.shutdown()).await,
        };
    }
}

fn cause_of(error: &io::Error) -> MessengerError {
    match error.kind() {
        io::ErrorKind::ConnectionRefused
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::PermissionDenied => MessengerError::Refused,
        io::ErrorKind::TimedOut => MessengerError::Timeout,
        _ => MessengerError::Lost,
    }
}
