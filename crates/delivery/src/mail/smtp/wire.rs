//! The connection: TCP, or TLS above it, with answers that are waited for no longer than they should be.

use std::{io, sync::Arc, time::Duration};

use accounts::mail::{MailFault, MailFaultKind};
use rustls::{ClientConfig, Error, pki_types::ServerName};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    time::{Instant, timeout_at},
};
use tokio_rustls::TlsConnector;

use super::reply::{Garbled, Reply};

/// Why an answer is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// None came in time.
    Silent,
    /// The connection ended.
    Cut,
    /// What came is no SMTP.
    Garbled,
}

impl From<Lost> for MailFault {
    /// As long as nothing was handed over.
    fn from(lost: Lost) -> Self {
        match lost {
            Lost::Silent => MailFaultKind::NoAnswer,
            Lost::Cut => MailFaultKind::Cut,
            Lost::Garbled => MailFaultKind::Nonsense,
        }
        .into()
    }
}

impl From<io::Error> for Lost {
    fn from(_: io::Error) -> Self {
        Self::Cut
    }
}

impl From<Garbled> for Lost {
    fn from(_: Garbled) -> Self {
        Self::Garbled
    }
}

/// Both ways of a connection, encrypted or not.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A connection that commands and answers go over.
pub struct Wire {
    stream: Box<dyn Stream>,
    heard: Vec<u8>,
    answered_within: Duration,
    deadline: Instant,
}

impl Wire {
    /// Over a connection that stands.
    pub fn new(stream: impl Stream + 'static, answered_within: Duration, deadline: Instant) -> Self {
        Self {
            stream: Box::new(stream),
            heard: Vec::new(),
            answered_within,
            deadline,
        }
    }

    /// Until when all that follows has to be done.
    pub fn until(&mut self, deadline: Instant) {
        self.deadline = deadline;
    }

    fn limit(&self) -> Instant {
        self.deadline.min(Instant::now() + self.answered_within)
    }

    /// Goes over to TLS. What was heard in the clear and not asked for may have been put there by anybody; were it kept,
    /// it would pass for the first answer under TLS (CVE-2011-0411 and its like).
    pub async fn secured(
        self,
        name: ServerName<'static>,
        config: Arc<ClientConfig>,
    ) -> Result<Self, MailFault> {
        if !self.heard.is_empty() {
            return Err(MailFaultKind::Nonsense.into());
        }
        let connecting = TlsConnector::from(config).connect(name, self.stream);
        let limit = self.deadline.min(Instant::now() + self.answered_within);
        let stream = timeout_at(limit, connecting).await;
        let stream = stream.map_err(|_| MailFault::from(Lost::Silent))?;
        Ok(Self {
            stream: Box::new(stream.map_err(|error| distrust(&error))?),
            heard: self.heard,
            ..self
        })
    }

    /// Says a line and waits for the answer.
    pub async fn ask(&mut self, line: &str) -> Result<Reply, Lost> {
        // In one piece, so that it is one record of TLS.
        let mut octets = zeroize::Zeroizing::new(Vec::with_capacity(line.len() + 2));
        octets.extend_from_slice(line.as_bytes());
        octets.extend_from_slice(b"\r\n");
        self.write(&octets).await?;
        self.reply().await
    }

    /// Writes octets as they are.
    pub async fn write(&mut self, octets: &[u8]) -> Result<(), Lost> {
        let limit = self.limit();
        let writing = async {
            self.stream.write_all(octets).await?;
            self.stream.flush().await
        };
        Ok(timeout_at(limit, writing).await.map_err(|_| Lost::Silent)??)
    }

    /// Waits for an answer.
    pub async fn reply(&mut self) -> Result<Reply, Lost> {
        let limit = self.limit();
        loop {
            if let Some(reply) = Reply::take(&mut self.heard)? {
                return Ok(reply);
            }
            let reading = self.stream.read_buf(&mut self.heard);
            if timeout_at(limit, reading).await.map_err(|_| Lost::Silent)?? == 0 {
                return Err(Lost::Cut);
            }
        }
    }

    /// Ends the connection; the other side sees that in any case.
    pub async fn close(mut self) {
        let _ = timeout_at(self.limit(), self.stream.shutdown()).await;
    }
}

/// Who speaks no TLS is told apart from whom we do not trust, and both from a connection that broke.
fn distrust(error: &io::Error) -> MailFault {
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<Error>());
    let Some(cause) = cause else {
        return Lost::Cut.into();
    };
    let kind = match cause {
        Error::AlertReceived(_)
        | Error::InappropriateHandshakeMessage { .. }
        | Error::InappropriateMessage { .. }
        | Error::InvalidMessage(_)
        | Error::PeerIncompatible(_)
        | Error::PeerMisbehaved(_) => MailFaultKind::NoTls,
        _ => MailFaultKind::Untrusted,
    };
    MailFault::said(kind, &cause.to_string(), None)
}
