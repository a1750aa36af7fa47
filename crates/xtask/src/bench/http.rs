//! As much HTTP/1.1 as a measurement needs: one connection kept open, one request at a time.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// A client of one server.
pub(super) struct Client {
    address: String,
    cookie: String,
    connection: Option<BufReader<TcpStream>>,
}

struct Answer {
    status: u16,
    cookie: Option<String>,
    body: Vec<u8>,
}

impl Client {
    pub(super) fn new(address: &str) -> Self {
        Self { address: address.to_owned(), cookie: String::new(), connection: None }
    }

    /// Turns the one-time code into a session.
    pub(super) fn sign_in(&mut self, code: &str) -> Result<()> {
        let answer = self.exchange("POST", "/api/session", &json!({ "code": code }).to_string())?;
        if answer.status >= 300 {
            bail!("the sign-in was refused: {}", String::from_utf8_lossy(&answer.body));
        }
        let cookie = answer.cookie.context("the sign-in set no cookie")?;
        self.cookie = format!("Cookie: {}\r\n", cookie.split(';').next().unwrap_or_default());
        Ok(())
    }

    /// A resource as JSON; an error unless it answers 200.
    pub(super) fn get(&mut self, path: &str) -> Result<Value> {
        let answer = self.exchange("GET", path, "")?;
        if answer.status != 200 {
            bail!("GET {path}: {} {}", answer.status, String::from_utf8_lossy(&answer.body));
        }
        Ok(serde_json::from_slice(&answer.body)?)
    }

    fn exchange(&mut self, method: &str, path: &str, body: &str) -> Result<Answer> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => {
                let stream = TcpStream::connect(&self.address)?;
                stream.set_nodelay(true)?;
                BufReader::new(stream)
            }
        };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nX-Sellify-Client: 1\r\nContent-Type: application/json\r\n\
             {}Content-Length: {}\r\n\r\n{body}",
            self.address,
            self.cookie,
            body.len()
        );
        connection.get_mut().write_all(request.as_bytes())?;
        let answer = read(&mut connection)?;
        self.connection = Some(connection);
        Ok(answer)
    }
}

fn read(connection: &mut BufReader<TcpStream>) -> Result<Answer> {
    let mut line = String::new();
    connection.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no HTTP answer")?;
    let (mut length, mut chunked, mut cookie) = (0, false, None);
    loop {
        line.clear();
        connection.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse()?,
            "transfer-encoding" => chunked = value == "chunked",
            "set-cookie" => cookie = Some(value.to_owned()),
            _ => {}
        }
    }
    let body = if chunked { read_chunks(connection)? } else { read_exactly(connection, length)? };
    Ok(Answer { status, cookie, body })
}

fn read_chunks(connection: &mut BufReader<TcpStream>) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        connection.read_line(&mut line)?;
        let length = usize::from_str_radix(line.trim_end(), 16)?;
        body.extend(read_exactly(connection, length)?);
        read_exactly(connection, 2)?;
        if length == 0 {
            return Ok(body);
        }
    }
}

fn read_exactly(connection: &mut BufReader<TcpStream>, length: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    connection.read_exact(&mut bytes)?;
    Ok(bytes)
}
