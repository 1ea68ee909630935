//! One connection to the fake.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use rustls::{ServerConnection, StreamOwned};

use super::{ACCOUNT, Command, Deed, Moment, Received, SECRET, Shared, Tls};

/// How often a connection on which nothing comes looks whether the server has ended.
const LOOKS_EVERY: Duration = Duration::from_millis(20);

trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

pub(super) struct Conversation<'a> {
    shared: &'a Shared,
    tcp: TcpStream,
    stream: Box<dyn Stream>,
    secured: bool,
    from: String,
    to: String,
}

impl<'a> Conversation<'a> {
    pub(super) fn begin(shared: &'a Shared, tcp: TcpStream) -> io::Result<Self> {
        tcp.set_read_timeout(Some(LOOKS_EVERY))?;
        // Those who never read do not keep the server from its end.
        tcp.set_write_timeout(Some(Duration::from_secs(2)))?;
        let mut conversation = Self {
            shared,
            stream: Box::new(tcp.try_clone()?),
            tcp,
            secured: false,
            from: String::new(),
            to: String::new(),
        };
        if shared.script.tls == Tls::First {
            conversation.secure()?;
        }
        Ok(conversation)
    }

    fn secure(&mut self) -> io::Result<()> {
        let mut connection = ServerConnection::new(Arc::clone(&self.shared.tls)).map_err(io::Error::other)?;
        while connection.is_handshaking() {
            match connection.complete_io(&mut self.tcp) {
                Err(error) if is_pause(&error) && !self.shared.ended() => {}
                done => {
                    done?;
                }
            }
        }
        self.stream = Box::new(StreamOwned::new(connection, self.tcp.try_clone()?));
        self.secured = true;
        Ok(())
    }

    pub(super) fn hold(mut self) -> io::Result<()> {
        self.answer(Moment::Greeting, "220 peer.example ESMTP")?;
        loop {
            let line = self.line()?;
            self.shared.state().commands.push(Command {
                secured: self.secured,
                line: line.clone(),
            });
            let verb = line
                .split([' ', ':'])
                .next()
                .unwrap_or_default()
                .to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => {
                    let offers = self.offers();
                    self.answer(Moment::Hello, &offers)?;
                }
                "STARTTLS" => {
                    if self.answer(Moment::StartTls, "220 go ahead")? {
                        self.secure()?;
                    }
                }
                "AUTH" => self.sign_in(&line)?,
                "RSET" => {
                    self.answer(Moment::Reset, "250 as if nothing had been")?;
                }
                "MAIL" => {
                    if self.answer(Moment::Sender, "250 ok")? {
                        line.get(10..).unwrap_or_default().clone_into(&mut self.from);
                    }
                }
                "RCPT" => {
                    if self.answer(Moment::Recipient, "250 ok")? {
                        line.get(8..).unwrap_or_default().clone_into(&mut self.to);
                    }
                }
                "DATA" => {
                    if self.answer(Moment::Data, "354 go ahead")? {
                        self.take()?;
                    }
                }
                "QUIT" => return self.say("221 bye"),
                _ => self.say("500 what?")?,
            }
        }
    }

    fn offers(&self) -> String {
        let mut lines = vec!["peer.example"];
        if self.shared.script.tls == Tls::Asked && !self.secured {
            lines.push("STARTTLS");
        }
        lines.extend(&self.shared.script.offers);
        let last = lines.len() - 1;
        let line = |(at, line)| format!("250{}{line}", if at == last { ' ' } else { '-' });
        lines
            .into_iter()
            .enumerate()
            .map(line)
            .collect::<Vec<_>>()
            .join("\r\n")
    }

    /// Takes an e-mail up to its final dot.
    fn take(&mut self) -> io::Result<()> {
        if self.shared.deed(Moment::Text) == Some(Deed::Cut) {
            // Whoever sends more than the connection holds is still at it.
            self.pause(Duration::from_millis(300));
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        let mut raw = String::new();
        loop {
            let line = self.line()?;
            if line == "." {
                break;
            }
            raw.push_str(line.strip_prefix('.').unwrap_or(&line));
            raw.push_str("\r\n");
        }
        let received = Received {
            from: self.from.clone(),
            to: self.to.clone(),
            raw,
        };
        self.shared.state().received.push(received);
        self.answer(Moment::Dot, "250 taken").map(|_| ())
    }

    fn sign_in(&mut self, line: &str) -> io::Result<()> {
        let mut words = line.split(' ').skip(1);
        let (mechanism, first) = (words.next().unwrap_or_default(), words.next());
        let right = match (mechanism, first) {
            ("PLAIN", Some(first)) => decoded(first) == format!("\0{ACCOUNT}\0{SECRET}"),
            ("XOAUTH2", Some(first)) => {
                let right = decoded(first) == format!("user={ACCOUNT}\x01auth=Bearer {SECRET}\x01\x01");
                if !right {
                    self.say("334 eyJzdGF0dXMiOiI0MDEifQ==")?;
                    self.line()?;
                }
                right
            }
            ("LOGIN", None) => {
                self.say("334 VXNlcm5hbWU6")?;
                let account = decoded(&self.line()?);
                self.say("334 UGFzc3dvcmQ6")?;
                let secret = decoded(&self.line()?);
                account == ACCOUNT && secret == SECRET
            }
            _ => return self.say("504 what?"),
        };
        let answer = if right {
            "235 welcome".to_owned()
        } else {
            format!("535 no: {line}")
        };
        self.answer(Moment::Auth, &answer).map(|_| ())
    }

    /// Answers, or does what it was told to. Returns whether it was a good answer.
    fn answer(&mut self, moment: Moment, honest: &str) -> io::Result<bool> {
        let said = match self.shared.deed(moment) {
            None => honest.to_owned(),
            Some(Deed::Say(said)) => said,
            Some(Deed::Cut) => return Err(io::ErrorKind::ConnectionAborted.into()),
            Some(Deed::Silence) => {
                self.pause(Duration::MAX);
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
        };
        self.say(&said)?;
        Ok(said.starts_with(['2', '3']))
    }

    fn say(&mut self, words: &str) -> io::Result<()> {
        // At once: the second of two pieces would wait until the first is acknowledged.
        self.stream.write_all(format!("{words}\r\n").as_bytes())?;
        self.stream.flush()
    }

    /// The next line; the connection ends where it stays silent for longer than the script allows.
    fn line(&mut self) -> io::Result<String> {
        let begun = Instant::now();
        let mut line = Vec::new();
        let mut octet = [0];
        loop {
            match self.stream.read(&mut octet) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(_) if octet == *b"\n" => {
                    let line = line.strip_suffix(b"\r").unwrap_or(&line);
                    return Ok(String::from_utf8_lossy(line).into_owned());
                }
                Ok(_) => line.push(octet[0]),
                Err(error) if is_pause(&error) => {}
                Err(error) => return Err(error),
            }
            let idle = self.shared.script.idle.is_some_and(|idle| begun.elapsed() > idle);
            if self.shared.ended() || idle {
                let _ = self.say("421 you say nothing");
                return Err(io::ErrorKind::TimedOut.into());
            }
        }
    }

    /// Waits, but not beyond the end of the server.
    fn pause(&self, wait: Duration) {
        let begun = Instant::now();
        while begun.elapsed() < wait && !self.shared.ended() {
            thread::sleep(Duration::from_millis(10));
        }
    }
}

fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

fn decoded(text: &str) -> String {
    String::from_utf8(STANDARD.decode(text).unwrap_or_default()).unwrap_or_default()
}
