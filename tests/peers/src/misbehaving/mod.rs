//! A fake: our own server of HTTP that does what a test tells it, also what no honest gateway does. For what real
//! gateways answer there are [`crate::kannel`] and [`crate::twilio`].

mod certificates;
pub mod smtp;

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use rustls::{ServerConfig, ServerConnection, StreamOwned};

pub use crate::authority::Certificate;

/// What the server does with a request, once it has read it whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Behaviour {
    /// Answers.
    Answer(u16, String),
    /// Answers after a while.
    Late(Duration, u16, String),
    /// Sends the asker to the same address again.
    Redirect,
    /// Never answers, and keeps the connection.
    Silent,
    /// Sends what is no HTTP.
    Nonsense,
    /// Closes the connection without an answer.
    Cut,
    /// Closes the connection before the end of the body that it announced.
    CutShort(u16, String),
}

/// A request as it came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request {
    /// The first line.
    pub line: String,
    /// The other lines of the head.
    pub headers: Vec<String>,
    /// The body.
    pub body: String,
}

impl Request {
    /// The value of a header; names are in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut pairs = self.headers.iter().filter_map(|line| line.split_once(':'));
        pairs
            .find(|(seen, _)| seen.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }
}

/// A running server; it ends with this.
#[derive(Debug)]
pub struct Misbehaving {
    address: SocketAddr,
    authority: Option<String>,
    shared: Arc<Shared>,
    listener: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    behaviour: Mutex<Behaviour>,
    requests: Mutex<Vec<Request>>,
    ended: AtomicBool,
    tls: Option<Arc<ServerConfig>>,
}

impl Misbehaving {
    /// Starts one without TLS.
    pub fn start(behaviour: Behaviour) -> io::Result<Self> {
        Self::listen(behaviour, None, None)
    }

    /// Starts one with TLS and such a certificate.
    pub fn start_with_tls(behaviour: Behaviour, certificate: Certificate) -> io::Result<Self> {
        let (config, authority) = certificates::server(certificate)?;
        Self::listen(behaviour, Some(config), Some(authority))
    }

    fn listen(
        behaviour: Behaviour,
        tls: Option<Arc<ServerConfig>>,
        authority: Option<String>,
    ) -> io::Result<Self> {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = socket.local_addr()?;
        let shared = Arc::new(Shared {
            behaviour: Mutex::new(behaviour),
            requests: Mutex::default(),
            ended: AtomicBool::new(false),
            tls,
        });
        let served = Arc::clone(&shared);
        let listener = thread::spawn(move || served.serve(&socket));
        Ok(Self {
            address,
            authority,
            shared,
            listener: Some(listener),
        })
    }

    /// Its address, without a slash at the end.
    pub fn url(&self) -> String {
        let scheme = if self.authority.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// The authority that vouches for it, in PEM; empty without TLS.
    pub fn authority(&self) -> &str {
        self.authority.as_deref().unwrap_or_default()
    }

    /// Does something else from the next request on.
    pub fn behave(&self, behaviour: Behaviour) {
        *self
            .shared
            .behaviour
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = behaviour;
    }

    /// The requests that have come whole.
    pub fn requests(&self) -> Vec<Request> {
        self.shared
            .requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// How many requests have come whole.
    pub fn count(&self) -> usize {
        self.requests().len()
    }

    /// Ends it: nobody listens at its address any more.
    pub fn stop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
        if let Some(listener) = self.listener.take() {
            // The listener wakes up, sees that it has ended, and waits for its connections, which look often.
            let _ = TcpStream::connect(self.address);
            let _ = listener.join();
        }
    }
}

impl Drop for Misbehaving {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Shared {
    fn serve(&self, socket: &TcpListener) {
        thread::scope(|connections| {
            for stream in socket.incoming() {
                if self.ended.load(Ordering::Relaxed) {
                    break;
                }
                if let Ok(stream) = stream {
                    // Whoever cuts the connection is no trouble of ours.
                    connections.spawn(|| self.greet(stream));
                }
            }
        });
    }

    fn greet(&self, stream: TcpStream) -> io::Result<()> {
        // Neither those who never write nor those who never read keep the server from its end.
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        stream.set_write_timeout(Some(Duration::from_secs(2)))?;
        match &self.tls {
            None => self.converse(stream),
            Some(config) => {
                let connection = ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
                self.converse(StreamOwned::new(connection, stream))
            }
        }
    }

    fn converse(&self, mut stream: impl Read + Write) -> io::Result<()> {
        let request = read_request(&mut stream)?;
        self.requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(request);
        let behaviour = self
            .behaviour
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        match behaviour {
            Behaviour::Answer(status, body) => answer(&mut stream, status, &body, body.len()),
            Behaviour::Late(wait, status, body) => {
                self.pause(wait);
                answer(&mut stream, status, &body, body.len())
            }
            Behaviour::Redirect => {
                stream.write_all(b"HTTP/1.1 307 Again\r\nlocation: /again\r\ncontent-length: 0\r\n\r\n")?;
                stream.flush()
            }
            Behaviour::Silent => {
                self.pause(Duration::MAX);
                Ok(())
            }
            Behaviour::Nonsense => {
                stream.write_all(b"\0\x01\x02 hello? \xFF\r\n\r\n")?;
                stream.flush()
            }
            Behaviour::Cut => Ok(()),
            Behaviour::CutShort(status, body) => answer(&mut stream, status, &body, body.len() + 100),
        }
    }

    /// Waits, but not beyond the end of the server.
    fn pause(&self, wait: Duration) {
        let begun = Instant::now();
        while begun.elapsed() < wait && !self.ended.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(10));
        }
    }
}

fn answer(stream: &mut impl Write, status: u16, body: &str, announced: usize) -> io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status} Told\r\ncontent-length: {announced}\r\nconnection: close\r\n\r\n{body}"
    )?;
    stream.flush()
}

fn read_request(stream: &mut impl Read) -> io::Result<Request> {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let mut lines = lines.into_iter();
    let mut request = Request {
        line: lines.next().unwrap_or_default(),
        headers: lines.collect(),
        body: String::new(),
    };
    let length = request
        .header("content-length")
        .and_then(|length| length.parse().ok());
    reader
        .take(length.unwrap_or_default())
        .read_to_string(&mut request.body)?;
    Ok(request)
}
