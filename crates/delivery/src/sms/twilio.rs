//! A gateway with a REST interface like Twilio's.

use accounts::{
    ServiceSecret,
    sms::{Condition, Sms, SmsFault, SmsFaultKind, SmsGateway, TwilioGateway},
};
use async_trait::async_trait;
use reqwest::{Request, header};
use serde_json::Value;
use url::{Url, form_urlencoded};

use super::web::{Answer, Patience, Web, refusal};
use crate::tls::Authorities;

/// Sends messages through the account.
pub struct TwilioSender {
    base: Url,
    account: String,
    from: String,
    token: ServiceSecret,
    web: Web,
}

impl TwilioSender {
    /// An address that [`TwilioGateway::base`] finds fault with leads nowhere: it is [`SmsFaultKind::Unreachable`].
    pub fn new(
        gateway: &TwilioGateway,
        token: ServiceSecret,
        patience: Patience,
        authorities: &Authorities,
    ) -> Result<Self, SmsFault> {
        Ok(Self {
            base: gateway.base().map_err(|_| SmsFaultKind::Unreachable)?,
            account: gateway.account.clone(),
            from: gateway.from.clone(),
            token,
            web: Web::new(patience, authorities)?,
        })
    }

    fn address(&self, rest: &[&str]) -> Url {
        let mut url = self.base.clone();
        // Every address of the web has a path.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty()
                .extend(["2010-04-01", "Accounts"])
                .extend(rest);
        }
        url
    }

    fn message(&self, sms: &Sms) -> Option<Request> {
        let sender = if is_service(&self.from) {
            "MessagingServiceSid"
        } else {
            "From"
        };
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("To", sms.to.e164())
            .append_pair(sender, &self.from)
            .append_pair("Body", sms.text.expose())
            .finish();
        let url = self.address(&[&self.account, "Messages.json"]);
        let request = self.web.client().post(url);
        let request = request.basic_auth(&self.account, Some(self.token.expose()));
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        request.body(form).build().ok()
    }

    fn judge(&self, answer: &Answer, sms: Option<&Sms>) -> Result<Value, SmsFault> {
        let body: Option<Value> = serde_json::from_str(&answer.body).ok();
        let said = |kind, words| Err(answer.fault(kind, words, sms, &self.token));
        let text = |name: &str| body.as_ref().and_then(|body| body[name].as_str());
        if !answer.status.is_success() {
            let code = body.as_ref().and_then(|body| number(&body["code"]));
            let kind = code.and_then(meaning).unwrap_or_else(|| refusal(answer.status));
            return said(kind, text("message").or_else(|| text("detail")));
        }
        if matches!(text("status"), Some("failed" | "undelivered" | "canceled")) {
            let code = body.as_ref().and_then(|body| number(&body["error_code"]));
            let kind = code.and_then(meaning).unwrap_or(SmsFaultKind::Refused);
            return said(kind, text("error_message"));
        }
        match body {
            Some(body) if body["sid"].is_string() => Ok(body),
            _ if answer.whole => said(SmsFaultKind::Nonsense, None),
            _ => Err(SmsFaultKind::NoAnswer.into()),
        }
    }
}

#[async_trait]
impl SmsGateway for TwilioSender {
    async fn send(&self, sms: &Sms) -> Result<(), SmsFault> {
        let request = self.message(sms).ok_or(SmsFaultKind::Refused)?;
        let answer = self.web.ask(request).await?;
        self.judge(&answer, Some(sms)).map(|_| ())
    }

    async fn condition(&self) -> Result<Condition, SmsFault> {
        let request = self
            .web
            .client()
            .get(self.address(&[&format!("{}.json", self.account)]));
        let request = request.basic_auth(&self.account, Some(self.token.expose()));
        let request = request.build().map_err(|_| SmsFaultKind::Unreachable)?;
        let answer = self.web.ask(request).await?;
        let account = self.judge(&answer, None)?;
        match account["status"].as_str() {
            Some("suspended" | "closed") => Err(SmsFaultKind::OutOfFunds.into()),
            _ => Ok(Condition::Ready),
        }
    }
}

/// The SID of a messaging service, which chooses the number itself.
fn is_service(from: &str) -> bool {
    from.len() == 34 && from.starts_with("MG")
}

/// Some who speak the same write codes as text.
fn number(code: &Value) -> Option<u64> {
    code.as_u64().or_else(|| code.as_str()?.parse().ok())
}

/// What one of Twilio's codes means (twilio.com/docs/api/errors), where it says more than the status.
const fn meaning(code: u64) -> Option<SmsFaultKind> {
    Some(match code {
        20003 | 20008 | 70051 => SmsFaultKind::Credentials,
        10001 | 20005 | 20006 | 21472 | 30002 | 30010 | 90010 => SmsFaultKind::OutOfFunds,
        20429 | 20503 | 21611 | 30001 | 30022 | 30023 | 63017 | 63038 => SmsFaultKind::Busy,
        21201 | 21211 | 21214 | 21217 | 21265 | 21421 | 21604 | 30005 => SmsFaultKind::BadNumber,
        21614 | 21635 | 30006 => SmsFaultKind::Landline,
        21215 | 21219 | 21408 | 21608 | 21610 | 21612 | 30004 | 30007 | 30038 | 30450 => {
            SmsFaultKind::Blocked
        }
        21210 | 21212 | 21267 | 21603 | 21606 | 21659 | 21660 | 21661 | 21701 | 21703 | 21704 | 21705
        | 30024 | 30032 | 30033 | 30034 | 30035 | 30040 | 30042 => SmsFaultKind::Sender,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_name_a_cause_are_told_apart() {
        let seen = [20003, 30002, 20429, 21211, 21614, 21408, 21606].map(meaning);
        let wanted = [
            SmsFaultKind::Credentials,
            SmsFaultKind::OutOfFunds,
            SmsFaultKind::Busy,
            SmsFaultKind::BadNumber,
            SmsFaultKind::Landline,
            SmsFaultKind::Blocked,
            SmsFaultKind::Sender,
        ];
        assert_eq!(seen, wanted.map(Some));
        assert_eq!(meaning(20404), None);
    }

    #[test]
    fn only_a_whole_sid_is_a_messaging_service() {
        assert!(is_service("MG0123456789abcdef0123456789abcdef"));
        assert!(!is_service("MGM Grand"));
        assert!(!is_service("+4915112345678"));
    }
}
