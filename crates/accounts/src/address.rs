//! Addresses of gateways, mail servers and pages.

use url::{Host, Url};

use crate::Flaw;

/// Why nothing can be reached at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressFlaw {
    /// It is no address of the web.
    #[error("no address")]
    NotAnAddress,
    /// It begins with neither `https:` nor `http:`.
    #[error("neither https nor http")]
    NotHttp,
    /// It is of another computer, and what goes there would be read on the way: messages and secrets only go out
    /// encrypted.
    #[error("http to another computer")]
    NeedsTls,
}

/// Reads an address: `https:`, or `http:` of this computer.
pub(crate) fn parse(text: &str) -> Result<Url, AddressFlaw> {
    // A parser of addresses forgives what only a mistake or an attack contains.
    if text.contains(char::is_control) || text.trim() != text {
        return Err(AddressFlaw::NotAnAddress);
    }
    let (scheme, rest) = text.split_once("://").ok_or(AddressFlaw::NotAnAddress)?;
    if !["https", "http"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known))
    {
        return Err(AddressFlaw::NotHttp);
    }
    if rest.starts_with(['/', '\\']) {
        return Err(AddressFlaw::NotAnAddress);
    }
    let url = Url::parse(text).map_err(|_| AddressFlaw::NotAnAddress)?;
    if url.scheme() == "http" && !url_of_this_computer(&url) {
        return Err(AddressFlaw::NeedsTls);
    }
    Ok(url)
}

/// Where the path, query or fragment begins: before it stand scheme, user, host and port.
pub(crate) fn end_of_host(text: &str) -> usize {
    let start = text.find("://").map_or(0, |at| at + 3);
    let end = text[start..].find(['/', '\\', '?', '#']);
    end.map_or(text.len(), |end| start + end)
}

/// Whether the path came through as it stands: parsers take away segments of dots, however they are escaped.
pub(crate) fn keeps_its_path(text: &str, url: &Url) -> bool {
    let rest = &text[end_of_host(text)..];
    let path = &rest[..rest.find(['?', '#']).unwrap_or(rest.len())];
    path.is_empty() || path.matches(['/', '\\']).count() == url.path().matches('/').count()
}

fn url_of_this_computer(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether a name or address is this computer's own.
pub(crate) fn is_this_computer(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// A name as DNS knows it, or an address.
pub fn is_host(host: &str) -> bool {
    host.parse::<std::net::IpAddr>().is_ok()
        || idna::domain_to_ascii_strict(host).is_ok_and(|ascii| !ascii.is_empty() && ascii.len() <= 253)
}

impl From<AddressFlaw> for Flaw {
    fn from(flaw: AddressFlaw) -> Self {
        match flaw {
            AddressFlaw::NotAnAddress | AddressFlaw::NotHttp => Self::AddressInvalid,
            AddressFlaw::NeedsTls => Self::AddressNotEncrypted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computer_is_reached_without_tls() {
        for good in [
            "https://sms.example/send",
            "http://127.0.0.1:13013/",
            "http://[::1]/",
            "http://localhost",
            "HTTPS://a",
        ] {
            assert!(parse(good).is_ok(), "{good}");
        }
        for open in [
            "http://sms.example/",
            "http://127.0.0.1.example/",
            "http://localhost@sms.example",
            "http://10.0.0.1",
        ] {
            assert_eq!(parse(open), Err(AddressFlaw::NeedsTls), "{open}");
        }
    }

    #[test]
    fn what_is_no_address_of_the_web_is_refused() {
        for bad in [
            "",
            "sms.example",
            "https:sms.example",
            "https:///sms.example",
            "https://",
            "https://a\n/",
            " https://a",
        ] {
            assert_eq!(parse(bad), Err(AddressFlaw::NotAnAddress), "{bad:?}");
        }
        for other in ["ftp://a", "file:///etc/passwd", "smpp://a"] {
            assert_eq!(parse(other), Err(AddressFlaw::NotHttp), "{other}");
        }
    }
}
