//! One connection of the catcher: reads commands and texts, answers as its script says.

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::script::{Act, Answer, BehindText, ServerTls};
use super::{CaughtMessage, Shared};

/// Longest command line and longest line of text taken.
const LINE_LIMIT: usize = 64 * 1024;
/// Longest text taken.
const TEXT_LIMIT: usize = 64 * 1024 * 1024;

/// How a conversation ended.
pub(super) enum End<S> {
    /// One side hung up.
    Closed,
    /// The client asked for TLS and was told to begin.
    StartTls(S),
}

/// What to do after a line.
enum Next {
    Go,
    Close,
    StartTls,
    /// Never answer again, but keep the line open.
    Silence,
}

enum Mode {
    Commands,
    Text,
    /// The answers to AUTH LOGIN so far.
    Login(Vec<Vec<u8>>),
    /// AUTH PLAIN without an initial response.
    Plain,
}

pub(super) struct Conversation<'a, S> {
    stream: S,
    shared: &'a Shared,
    secure: bool,
    signed_in: bool,
    mode: Mode,
    from: Option<String>,
    to: Vec<String>,
    act: Option<Act>,
    text: Vec<u8>,
    out: Vec<u8>,
    /// The last text ended in the bytes still being read.
    behind_text: bool,
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin> Conversation<'a, S> {
    pub(super) fn new(stream: S, shared: &'a Shared, secure: bool) -> Self {
        Self {
            stream,
            shared,
            secure,
            signed_in: shared.script.sign_in.is_none(),
            mode: Mode::Commands,
            from: None,
            to: Vec::new(),
            act: None,
            text: Vec::new(),
            out: Vec::new(),
            behind_text: false,
        }
    }

    /// Says hello, then runs.
    pub(super) async fn greeted(mut self) -> io::Result<End<S>> {
        let greeting =
            self.shared.script.greeting.clone().unwrap_or_else(|| Answer::new(220, "catcher.test ESMTP"));
        self.answer(&greeting);
        self.stream.write_all(&self.out).await?;
        self.out.clear();
        if greeting.code / 100 != 2 {
            return Ok(End::Closed);
        }
        self.run().await
    }

    /// Answers until one side hangs up.
    pub(super) async fn run(mut self) -> io::Result<End<S>> {
        let mut input = Vec::with_capacity(1 << 16);
        loop {
            if self.stream.read_buf(&mut input).await? == 0 {
                return Ok(End::Closed);
            }
            let mut used = 0;
            let mut next = Next::Go;
            self.behind_text = false;
            while matches!(next, Next::Go)
                && let Some(length) = line_length(&input[used..])
            {
                next = self.take(&input[used..used + length]);
                used += length + 2;
            }
            input.drain(..used);
            if matches!(self.mode, Mode::Text) && self.cuts_inside_text() && !input.is_empty() {
                next = Next::Close;
            }
            self.flush().await?;
            match next {
                Next::Go if input.len() > LINE_LIMIT || self.text.len() > TEXT_LIMIT => {
                    return Ok(End::Closed);
                }
                Next::Go => {}
                Next::Close => return Ok(End::Closed),
                Next::StartTls => return Ok(End::StartTls(self.stream)),
                Next::Silence => std::future::pending().await,
            }
        }
    }

    async fn flush(&mut self) -> io::Result<()> {
        if self.out.is_empty() {
            return Ok(());
        }
        self.shared.caught().counts.round_trips += 1;
        if !self.shared.script.delay.is_zero() {
            tokio::time::sleep(self.shared.script.delay).await;
        }
        self.stream.write_all(&self.out).await?;
        self.stream.flush().await?;
        self.out.clear();
        Ok(())
    }

    fn answer(&mut self, answer: &Answer) {
        let lines: Vec<&str> = answer.text.split('\n').collect();
        for (n, line) in lines.iter().enumerate() {
            let mark = if n + 1 == lines.len() { ' ' } else { '-' };
            self.out.extend_from_slice(format!("{}{mark}{line}\r\n", answer.code).as_bytes());
        }
    }

    fn say(&mut self, code: u16, text: &str) -> Next {
        self.give(&Answer::new(code, text))
    }

    fn give(&mut self, answer: &Answer) -> Next {
        self.answer(answer);
        if answer.code == 421 { Next::Close } else { Next::Go }
    }

    fn take(&mut self, line: &[u8]) -> Next {
        match std::mem::replace(&mut self.mode, Mode::Commands) {
            Mode::Text => self.text_line(line),
            Mode::Plain => self.plain(line),
            Mode::Login(answers) => self.login(answers, line),
            Mode::Commands => self.command(&String::from_utf8_lossy(line)),
        }
    }

    fn command(&mut self, line: &str) -> Next {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let verb = verb.to_ascii_uppercase();
        if self.behind_text && verb != "QUIT" {
            match self.shared.script.behind_text {
                BehindText::Answered => {}
                BehindText::Refused => return self.say(503, "5.5.1 bad sequence of commands"),
                BehindText::HungUpOn => return Next::Close,
            }
        }
        match verb.as_str() {
            "EHLO" if self.shared.script.ehlo => self.ehlo(),
            "HELO" => self.say(250, "catcher.test"),
            "STARTTLS" if self.offers_starttls() => {
                let _ = self.say(220, "2.0.0 begin");
                self.out.extend(self.shared.script.injected.iter().flatten());
                Next::StartTls
            }
            "AUTH" if self.shared.script.sign_in.is_some() => self.auth(rest),
            "MAIL" => self.mail(rest),
            "RCPT" => self.rcpt(rest),
            "DATA" => self.data(),
            "RSET" => {
                self.reset();
                self.say(250, "2.0.0 reset")
            }
            "NOOP" => self.say(250, "2.0.0 ok"),
            "QUIT" => {
                let _ = self.say(221, "2.0.0 bye");
                Next::Close
            }
            _ => self.say(500, "5.5.2 unknown command"),
        }
    }

    fn offers_starttls(&self) -> bool {
        !self.secure && matches!(self.shared.script.tls, ServerTls::StartTls(_))
    }

    fn ehlo(&mut self) -> Next {
        let script = &self.shared.script;
        let mut lines = vec!["catcher.test".to_owned()];
        let mut offer = |offered: bool, keyword: &str| {
            if offered {
                lines.push(keyword.to_owned());
            }
        };
        offer(script.pipelining, "PIPELINING");
        offer(script.eight_bit, "8BITMIME");
        offer(script.utf8, "SMTPUTF8");
        offer(self.offers_starttls(), "STARTTLS");
        offer(script.size_limit.is_some(), &format!("SIZE {}", script.size_limit.unwrap_or(0)));
        if let Some(sign_in) = &script.sign_in {
            offer(true, &format!("AUTH {}", sign_in.mechanisms));
        }
        self.reset();
        self.say(250, &lines.join("\n"))
    }

    fn auth(&mut self, rest: &str) -> Next {
        let (mechanism, initial) = rest.split_once(' ').unwrap_or((rest, ""));
        match mechanism.to_ascii_uppercase().as_str() {
            "PLAIN" if initial.is_empty() => {
                self.mode = Mode::Plain;
                self.say(334, "")
            }
            "PLAIN" => self.plain(initial.as_bytes()),
            "LOGIN" => {
                self.mode = Mode::Login(Vec::new());
                self.say(334, "VXNlcm5hbWU6")
            }
            _ => self.say(504, "5.5.4 unknown mechanism"),
        }
    }

    fn plain(&mut self, response: &[u8]) -> Next {
        let plain = STANDARD.decode(response).unwrap_or_default();
        let parts: Vec<Vec<u8>> = plain.split(|&byte| byte == 0).skip(1).map(<[u8]>::to_vec).collect();
        self.judge_sign_in(&parts)
    }

    fn login(&mut self, mut answers: Vec<Vec<u8>>, response: &[u8]) -> Next {
        answers.push(STANDARD.decode(response).unwrap_or_default());
        if answers.len() == 2 {
            return self.judge_sign_in(&answers);
        }
        self.mode = Mode::Login(answers);
        self.say(334, "UGFzc3dvcmQ6")
    }

    fn judge_sign_in(&mut self, parts: &[Vec<u8>]) -> Next {
        let Some(account) = &self.shared.script.sign_in else {
            return self.say(503, "5.5.1 no sign-in here");
        };
        if *parts == [account.username.as_bytes(), account.password.as_bytes()] {
            self.signed_in = true;
            self.say(235, "2.7.0 welcome")
        } else {
            self.say(535, "5.7.8 user name or password not accepted")
        }
    }

    fn mail(&mut self, rest: &str) -> Next {
        if !self.signed_in {
            return self.say(530, "5.7.0 sign in first");
        }
        if let Some(answer) = self.shared.script.sender.clone() {
            return self.give(&answer);
        }
        match (address(rest, "FROM:"), &self.from) {
            (Some(_), Some(_)) => self.say(503, "5.5.1 nested MAIL"),
            (Some(from), None) => {
                self.from = Some(from);
                self.say(250, "2.1.0 ok")
            }
            (None, _) => self.say(501, "5.5.4 MAIL FROM:<address>"),
        }
    }

    fn rcpt(&mut self, rest: &str) -> Next {
        let Some(to) = address(rest, "TO:") else { return self.say(501, "5.5.4 RCPT TO:<address>") };
        if self.from.is_none() {
            return self.say(503, "5.5.1 MAIL first");
        }
        self.act = self.shared.act_for(&to);
        match self.act.clone() {
            Some(Act::CutAtRecipient) => Next::Close,
            Some(Act::AnswerRecipient(answer)) if answer.code / 100 != 2 => self.give(&answer),
            other => {
                self.to.push(to);
                match other {
                    Some(Act::AnswerRecipient(answer)) => self.give(&answer),
                    _ => self.say(250, "2.1.5 ok"),
                }
            }
        }
    }

    fn data(&mut self) -> Next {
        if self.from.is_none() || (self.to.is_empty() && !self.shared.script.data_without_recipients) {
            return self.say(554, "5.5.1 no valid recipients");
        }
        if let Some(Act::AnswerData(answer)) = self.act.clone() {
            return self.give(&answer);
        }
        self.mode = Mode::Text;
        self.say(354, "end with a dot")
    }

    fn cuts_inside_text(&self) -> bool {
        self.act == Some(Act::CutInsideText)
    }

    fn text_line(&mut self, line: &[u8]) -> Next {
        if self.cuts_inside_text() {
            return Next::Close;
        }
        if line != b"." {
            self.text.extend_from_slice(line.strip_prefix(b".").unwrap_or(line));
            self.text.extend_from_slice(b"\r\n");
            self.mode = Mode::Text;
            return Next::Go;
        }
        let act = self.act.take();
        let answer = match &act {
            _ if self.to.is_empty() => Answer::new(554, "5.5.1 no valid recipients"),
            Some(Act::AnswerText(answer)) => answer.clone(),
            _ => Answer::new(250, "2.0.0 taken"),
        };
        let message = CaughtMessage {
            from: self.from.take().unwrap_or_default(),
            to: std::mem::take(&mut self.to),
            data: std::mem::take(&mut self.text),
        };
        if answer.code / 100 == 2 {
            self.shared.keep(message);
        }
        self.behind_text = true;
        match act {
            Some(Act::CutAfterDot) => Next::Close,
            Some(Act::SilentAfterDot) => Next::Silence,
            _ => self.give(&answer),
        }
    }

    fn reset(&mut self) {
        self.from = None;
        self.to.clear();
        self.act = None;
    }
}

/// The length of the first whole line without its CRLF. A bare LF ends nothing.
fn line_length(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, b"\r\n")
}

fn address(rest: &str, keyword: &str) -> Option<String> {
    let start = rest.get(..keyword.len()).filter(|word| word.eq_ignore_ascii_case(keyword))?.len();
    let path = rest[start..].trim_start().strip_prefix('<')?;
    path.split_once('>').map(|(address, _)| address.to_owned())
}
