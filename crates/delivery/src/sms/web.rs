//! How gateways of the web are asked: one request, one answer, and what a failure on the way means.

use std::{error, io, iter, time::Duration};

use accounts::{
    ServiceSecret,
    sms::{ANSWERED_WITHIN, REACHED_WITHIN, Sms, SmsFault, SmsFaultKind},
};
use reqwest::{Client, Error, Request, Response, StatusCode, header, redirect, retry};

use zeroize::Zeroizing;

use crate::tls::{self, Authorities};

/// Octets of an answer that are read.
const ANSWER_MAX: usize = 64 * 1024;

/// How long a gateway is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// To be reached, TLS included.
    pub reached: Duration,
    /// To answer, being reached included.
    pub answered: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            reached: REACHED_WITHIN,
            answered: ANSWERED_WITHIN,
        }
    }
}

/// Asks over HTTP. A request goes out once: there is no second try on another connection, no redirect, no proxy.
#[derive(Debug, Clone)]
pub(super) struct Web(Client);

/// What came back.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    /// Its first 64 KiB.
    pub(super) body: String,
    /// Whether the connection held until its end.
    pub(super) whole: bool,
    /// What the request signed in with: a gateway may say back the headers it was sent.
    signed_in: Zeroizing<String>,
}

impl Web {
    /// Fails only where TLS cannot be set up at all.
    pub(super) fn new(patience: Patience, authorities: &Authorities) -> Result<Self, SmsFault> {
        let tls = tls::client(authorities).map_err(|_| SmsFaultKind::Untrusted)?;
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .connect_timeout(patience.reached)
            .timeout(patience.answered)
            // A kept connection may be dead, and what was written to it would be written again to a new one.
            .pool_max_idle_per_host(0)
            .retry(retry::never())
            .redirect(redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .user_agent("Frontdesk")
            .build();
        Ok(Self(client.map_err(|_| SmsFaultKind::Untrusted)?))
    }

    pub(super) const fn client(&self) -> &Client {
        &self.0
    }

    pub(super) async fn ask(&self, request: Request) -> Result<Answer, SmsFaultKind> {
        let signed_in = authorization(&request);
        let mut response = self.0.execute(request).await.map_err(|error| meaning(&error))?;
        let (body, whole) = read(&mut response).await;
        Ok(Answer {
            status: response.status(),
            body: String::from_utf8_lossy(&body).into_owned(),
            whole,
            signed_in,
        })
    }
}

impl Answer {
    /// The gateway's words about a message that it did not take: those given, else its answer, else the name of the status.
    pub(super) fn fault(
        &self,
        kind: SmsFaultKind,
        words: Option<&str>,
        sms: Option<&Sms>,
        secret: &ServiceSecret,
    ) -> SmsFault {
        let status = self.status.to_string();
        let mut words = words.unwrap_or(&self.body);
        if words.trim().is_empty() {
            words = &status;
        }
        let mut words = secret.hidden_in(words);
        if !self.signed_in.is_empty() {
            words = words.replace(self.signed_in.as_str(), "…");
        }
        SmsFault::said(kind, &words, sms, Some(secret))
    }
}

/// What a status means that is no success.
pub(super) fn refusal(status: StatusCode) -> SmsFaultKind {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => SmsFaultKind::Credentials,
        StatusCode::PAYMENT_REQUIRED => SmsFaultKind::OutOfFunds,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => SmsFaultKind::Busy,
        // Something failed over there, before the message was taken or after.
        StatusCode::INTERNAL_SERVER_ERROR | StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT => {
            SmsFaultKind::Nonsense
        }
        _ => SmsFaultKind::Refused,
    }
}

/// The name and password of a request as `Basic` encodes them, or what another scheme has in their place.
fn authorization(request: &Request) -> Zeroizing<String> {
    let header = request.headers().get(header::AUTHORIZATION);
    let (_, value) = header
        .and_then(|value| value.to_str().ok()?.split_once(' '))
        .unwrap_or_default();
    Zeroizing::new(value.to_owned())
}

async fn read(response: &mut Response) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    while body.len() < ANSWER_MAX {
        match response.chunk().await {
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => break,
            Err(_) => return (body, false),
        }
    }
    body.truncate(ANSWER_MAX);
    (body, true)
}

/// What a failure means. Its words hold the address, and with it maybe a password: they are let go.
fn meaning(error: &Error) -> SmsFaultKind {
    let first: &(dyn error::Error + 'static) = error;
    let causes: Vec<_> = iter::successors(Some(first), |cause| cause_of(*cause)).collect();
    let of_tls = causes.iter().any(|cause| cause.is::<rustls::Error>());
    let of_http = causes
        .iter()
        .find_map(|cause| cause.downcast_ref::<hyper::Error>());
    // What cannot be built or has no connection is not written anywhere.
    match error.is_connect() || error.is_builder() {
        true if of_tls => SmsFaultKind::Untrusted,
        true => SmsFaultKind::Unreachable,
        false if of_http.is_some_and(hyper::Error::is_parse) => SmsFaultKind::Nonsense,
        false => SmsFaultKind::NoAnswer,
    }
}

/// An error of input and output hides from `source` the very one that it holds.
fn cause_of<'a>(error: &'a (dyn error::Error + 'static)) -> Option<&'a (dyn error::Error + 'static)> {
    match error.downcast_ref::<io::Error>() {
        Some(error) => error.get_ref().map(|inner| inner as _),
        None => error.source(),
    }
}
