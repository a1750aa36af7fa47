//! As much HTTP as it takes to make many audit entries in a short time.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// Serves the vault, changes its settings so many times, and ends the server.
pub(super) fn change_settings(mut serve: Command, times: usize) -> Result<()> {
    let mut server = Server(serve.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?);
    let said = first_json(server.0.stdout.take().context("its output is ours")?)?;
    let word = |name: &str| said[name].as_str().with_context(|| format!("serve tells its {name}"));
    let code = word("sign_in_link")?.rsplit_once("code=").map(|(_, code)| code.to_owned());
    let mut line = Line::to(word("addr")?)?;
    let body = serde_json::json!({ "code": code.context("the link has a code")? });
    line.send("POST", "/api/session", &body)?;
    for n in 0..times {
        line.send("PATCH", "/api/settings", &serde_json::json!({ "firm_name": format!("Cabinet {n}") }))?;
    }
    Ok(())
}

/// Ended when dropped; the vault survives that, or this is the wrong program.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn first_json(output: impl Read) -> Result<Value> {
    let mut output = BufReader::new(output);
    let mut said = String::new();
    loop {
        ensure!(output.read_line(&mut said)? > 0, "serve ended at once: {said}");
        if let Ok(value) = serde_json::from_str(&said) {
            return Ok(value);
        }
    }
}

struct Line {
    stream: BufReader<TcpStream>,
    address: String,
    cookie: String,
}

impl Line {
    fn to(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), address: address.to_owned(), cookie: String::new() })
    }

    /// Sends a request that must be accepted; keeps the cookie of the answer.
    fn send(&mut self, method: &str, path: &str, body: &Value) -> Result<()> {
        let body = body.to_string();
        let (address, cookie, length) = (&self.address, &self.cookie, body.len());
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nX-Sellify-Client: 1\r\n\
             Content-Type: application/json\r\n{cookie}Content-Length: {length}\r\n\r\n{body}"
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut text = String::new();
        self.stream.read_line(&mut text)?;
        ensure!(text.contains(" 20"), "{method} {path}: {text}");
        let mut length = 0;
        loop {
            text.clear();
            self.stream.read_line(&mut text)?;
            let Some((name, value)) = text.trim_end().split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "set-cookie" => {
                    let pair = value.split(';').next().unwrap_or_default();
                    self.cookie = format!("Cookie: {pair}\r\n");
                }
                _ => {}
            }
        }
        let mut rest = vec![0; length];
        Ok(self.stream.read_exact(&mut rest)?)
    }
}
