//! The request that an [`HttpGateway`] describes: checked, filled for a message, and which answer means success.

use std::{fmt, ops::RangeInclusive};

use url::Url;
use zeroize::Zeroizing;

use super::{
    HttpBody, HttpGateway, HttpMethod, Sms, TwilioGateway,
    template::{self, Escape, Template, Unknown},
};
use crate::{
    ServiceSecret,
    address::{self, AddressFlaw},
};

/// Headers that say where a message begins and ends: they are the sender's own.
const OWN_HEADERS: [&str; 6] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "expect",
    "upgrade",
];

/// Where in the settings of a gateway something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HttpPlace {
    /// The address.
    Address,
    /// Names and values of headers.
    Headers,
    /// The body.
    Body,
    /// The list of status codes.
    Status,
}

/// What is wrong with the settings of an [`HttpGateway`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HttpFlaw {
    /// The gateway cannot be reached at the address.
    #[error(transparent)]
    Address(#[from] AddressFlaw),
    /// A message would decide to which computer it goes.
    #[error("a placeholder before the path")]
    PlaceholderInHost,
    /// A name in braces that is none of the placeholders.
    #[error("no such placeholder")]
    UnknownPlaceholder {
        /// Where.
        place: HttpPlace,
        /// The name without its braces.
        name: String,
    },
    /// No name of a header, or of one that is not for an administrator to set.
    #[error("not a header's name")]
    HeaderName {
        /// As typed.
        name: String,
    },
    /// The value of a header holds control characters.
    #[error("not a header's value")]
    HeaderValue {
        /// Of the header.
        name: String,
    },
    /// Not as `200-299,202`.
    #[error("no list of status codes")]
    StatusList,
    /// The body is no JSON, or a placeholder stands outside the quotes.
    #[error("no JSON")]
    NotJson,
    /// `GET` has no body.
    #[error("a body for GET")]
    BodyWithGet,
}

impl HttpFlaw {
    /// Beside which part of the settings it is shown.
    pub const fn place(&self) -> HttpPlace {
        match self {
            Self::Address(_) | Self::PlaceholderInHost => HttpPlace::Address,
            Self::UnknownPlaceholder { place, .. } => *place,
            Self::HeaderName { .. } | Self::HeaderValue { .. } => HttpPlace::Headers,
            Self::StatusList => HttpPlace::Status,
            Self::NotJson | Self::BodyWithGet => HttpPlace::Body,
        }
    }
}

/// A value turned part of the address into another: a segment of dots means "one up" to every server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a value does not fit into the address")]
pub struct NotInAddress;

/// A request about to be sent. It holds the message and the secret: it is hidden in `Debug`.
pub struct HttpRequest {
    /// Where to.
    pub url: Url,
    /// Names and values, without line breaks.
    pub headers: Vec<(String, Zeroizing<String>)>,
    /// What is posted; nothing for `GET`.
    pub body: Option<Zeroizing<String>>,
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpRequest(…)")
    }
}

/// The settings of an [`HttpGateway`], checked.
#[derive(Clone)]
pub struct HttpTemplate {
    url: Template,
    headers: Vec<(String, Template)>,
    body: Option<Template>,
    success: Vec<RangeInclusive<u16>>,
    contains: String,
}

impl HttpTemplate {
    /// Reads the settings, or says all that is wrong with them.
    pub fn parse(gateway: &HttpGateway) -> Result<Self, Vec<HttpFlaw>> {
        let mut flaws = Vec::new();
        let mut noted = |flaw: HttpFlaw| flaws.push(flaw);
        let url = url_template(&gateway.url).map_err(&mut noted).ok();
        let mut headers = Vec::new();
        for (name, value) in &gateway.headers {
            match header_template(name, value) {
                Ok(template) => headers.push((name.clone(), template)),
                Err(flaw) => noted(flaw),
            }
        }
        let body = body_template(gateway).map_err(&mut noted).ok().flatten();
        let success = status_list(&gateway.success_status);
        if success.is_none() {
            noted(HttpFlaw::StatusList);
        }
        if body.is_some()
            && !headers
                .iter()
                .any(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        {
            headers.extend(content_type(gateway.body_form));
        }
        match (url, success) {
            (Some(url), Some(success)) if flaws.is_empty() => Ok(Self {
                url,
                headers,
                body,
                success,
                contains: gateway.success_contains.clone(),
            }),
            _ => Err(flaws),
        }
    }

    /// The request for a message.
    pub fn fill(&self, sms: &Sms, secret: &ServiceSecret) -> Result<HttpRequest, NotInAddress> {
        let text = self.url.fill(sms, secret);
        let url = Url::parse(&text).map_err(|_| NotInAddress)?;
        if !address::keeps_its_path(&text, &url) {
            return Err(NotInAddress);
        }
        let headers = self.headers.iter();
        Ok(HttpRequest {
            url,
            headers: headers
                .map(|(name, value)| (name.clone(), value.fill(sms, secret)))
                .collect(),
            body: self.body.as_ref().map(|body| body.fill(sms, secret)),
        })
    }

    /// Whether a status code means success.
    pub fn succeeds(&self, status: u16) -> bool {
        self.success.iter().any(|range| range.contains(&status))
    }

    /// What the answer has to contain besides; empty for anything.
    pub fn contains(&self) -> &str {
        &self.contains
    }
}

impl HttpGateway {
    /// All that is wrong with these settings; nothing where they can be used.
    pub fn flaws(&self) -> Vec<HttpFlaw> {
        HttpTemplate::parse(self).err().unwrap_or_default()
    }
}

impl TwilioGateway {
    /// The address below which the interface lies.
    pub fn base(&self) -> Result<Url, AddressFlaw> {
        let url = address::parse(&self.base_url)?;
        let is_bare = url.query().is_none() && url.fragment().is_none();
        is_bare.then_some(url).ok_or(AddressFlaw::NotAnAddress)
    }
}

impl ServiceSecret {
    /// Takes the secret out of words that may say it back: as it is, and as requests escape it.
    pub fn hidden_in(&self, words: &str) -> String {
        let secret = self.expose();
        if secret.is_empty() {
            return words.to_owned();
        }
        let escaped = template::percent_encoded(secret);
        let forms = [
            secret.to_owned(),
            template::json_escaped(secret),
            escaped.replace("%20", "+"),
            escaped,
        ];
        let forms = Zeroizing::new(forms);
        forms
            .iter()
            .fold(words.to_owned(), |words, form| words.replace(form, "…"))
    }
}

fn at(place: HttpPlace) -> impl FnOnce(Unknown) -> HttpFlaw {
    move |Unknown(name)| HttpFlaw::UnknownPlaceholder { place, name }
}

fn url_template(text: &str) -> Result<Template, HttpFlaw> {
    if template::has_name(&text[..address::end_of_host(text)]) {
        return Err(HttpFlaw::PlaceholderInHost);
    }
    let template = Template::parse(text, Escape::Address).map_err(at(HttpPlace::Address))?;
    let sample = template.sample();
    let url = address::parse(&sample)?;
    if !address::keeps_its_path(&sample, &url) {
        return Err(AddressFlaw::NotAnAddress.into());
    }
    Ok(template)
}

fn header_template(name: &str, value: &str) -> Result<Template, HttpFlaw> {
    let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    let own = OWN_HEADERS.iter().any(|own| own.eq_ignore_ascii_case(name));
    if name.is_empty() || !name.bytes().all(is_token) || own {
        return Err(HttpFlaw::HeaderName {
            name: name.to_owned(),
        });
    }
    if value.contains(char::is_control) {
        return Err(HttpFlaw::HeaderValue {
            name: name.to_owned(),
        });
    }
    Template::parse(value, Escape::Header).map_err(at(HttpPlace::Headers))
}

fn body_template(gateway: &HttpGateway) -> Result<Option<Template>, HttpFlaw> {
    let body = gateway.body.as_str();
    match gateway.method {
        HttpMethod::Get if body.is_empty() => return Ok(None),
        HttpMethod::Get => return Err(HttpFlaw::BodyWithGet),
        HttpMethod::Post => {}
    }
    let escape = match gateway.body_form {
        HttpBody::Form => Escape::Form,
        HttpBody::Json => Escape::Json,
    };
    let template = Template::parse(body, escape).map_err(at(HttpPlace::Body))?;
    // A placeholder can only stand between quotes: anywhere else its braces are no JSON.
    let is_json = || serde_json::from_str::<serde_json::Value>(body).is_ok();
    if escape == Escape::Json && !body.is_empty() && !is_json() {
        return Err(HttpFlaw::NotJson);
    }
    Ok(Some(template))
}

fn content_type(form: HttpBody) -> Option<(String, Template)> {
    let value = match form {
        HttpBody::Form => "application/x-www-form-urlencoded",
        HttpBody::Json => "application/json",
    };
    let template = Template::parse(value, Escape::Header).ok()?;
    Some(("content-type".to_owned(), template))
}

/// Reads `200-299,202`.
fn status_list(text: &str) -> Option<Vec<RangeInclusive<u16>>> {
    let code = |text: &str| {
        let code: u16 = text.trim().parse().ok()?;
        (200..600).contains(&code).then_some(code)
    };
    let range = |text: &str| {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let range = code(first)?..=code(last)?;
        (!range.is_empty()).then_some(range)
    };
    text.split(',').map(range).collect()
}

#[cfg(test)]
mod tests;
