//! A gateway that takes a message by one HTTP request made from a template, as Kannel and many providers do.

use accounts::{
    ServiceSecret,
    sms::{Condition, HttpGateway, HttpRequest, HttpTemplate, Sms, SmsFault, SmsFaultKind, SmsGateway},
};
use async_trait::async_trait;
use reqwest::{
    Client, Method, Request,
    header::{HeaderName, HeaderValue},
};

use super::web::{Answer, Patience, Web, refusal};
use crate::tls::Authorities;

/// Sends messages as the template says.
pub struct HttpSender {
    template: HttpTemplate,
    secret: ServiceSecret,
    web: Web,
}

impl HttpSender {
    /// Settings that [`HttpGateway::flaws`] finds fault with lead nowhere: they are [`SmsFaultKind::Unreachable`].
    pub fn new(
        gateway: &HttpGateway,
        secret: ServiceSecret,
        patience: Patience,
        authorities: &Authorities,
    ) -> Result<Self, SmsFault> {
        Ok(Self {
            template: HttpTemplate::parse(gateway).map_err(|_| SmsFaultKind::Unreachable)?,
            secret,
            web: Web::new(patience, authorities)?,
        })
    }

    fn judge(&self, answer: &Answer, sms: &Sms) -> Result<(), SmsFault> {
        let said = |kind| Err(answer.fault(kind, None, Some(sms), &self.secret));
        if !self.template.succeeds(answer.status.as_u16()) {
            return said(refusal(answer.status));
        }
        let wanted = self.template.contains();
        if wanted.is_empty() || answer.body.contains(wanted) {
            Ok(())
        } else if answer.whole {
            said(SmsFaultKind::Refused)
        } else {
            Err(SmsFaultKind::NoAnswer.into())
        }
    }
}

#[async_trait]
impl SmsGateway for HttpSender {
    async fn send(&self, sms: &Sms) -> Result<(), SmsFault> {
        let filled = self.template.fill(sms, &self.secret).ok();
        let request = filled
            .and_then(|filled| request(self.web.client(), filled))
            .ok_or(SmsFaultKind::Refused)?;
        let answer = self.web.ask(request).await?;
        self.judge(&answer, sms)
    }

    async fn condition(&self) -> Result<Condition, SmsFault> {
        Ok(Condition::Unknown)
    }
}

fn request(client: &Client, filled: HttpRequest) -> Option<Request> {
    let method = if filled.body.is_some() {
        Method::POST
    } else {
        Method::GET
    };
    // By the client: it signs in with the name and password of an address that holds them.
    let mut request = client.request(method, filled.url).build().ok()?;
    for (name, value) in &filled.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let mut value = HeaderValue::from_bytes(value.as_bytes()).ok()?;
        value.set_sensitive(true);
        request.headers_mut().append(name, value);
    }
    *request.body_mut() = filled.body.map(|body| body.as_bytes().to_vec().into());
    Some(request)
}
