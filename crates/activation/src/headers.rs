//! What every answer tells browsers, and which requests a browser says were not sent by this page.

use axum::{
    extract::State,
    http::{
        HeaderMap, HeaderName, HeaderValue,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, ORIGIN, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
            X_FRAME_OPTIONS,
        },
    },
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use crate::page::STYLE;

/// All but the content policy. `Strict-Transport-Security` is for whoever speaks TLS: the proxy.
const FIXED: [(HeaderName, &str); 9] = [
    (CACHE_CONTROL, "no-store"),
    (REFERRER_POLICY, "no-referrer"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    (VARY, "Accept-Language"),
];

/// The headers of every answer.
pub fn of_every_answer() -> HeaderMap {
    let fixed = FIXED.map(|(name, value)| (name, HeaderValue::from_static(value)));
    let mut headers = HeaderMap::from_iter(fixed);
    let style = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    );
    // Base64 and ASCII make a header; without one the browser would take no style, and nothing would be less safe.
    let policy = HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers
}

/// Puts them on an answer.
pub async fn put(State(headers): State<HeaderMap>, mut answer: Response) -> Response {
    answer.headers_mut().extend(headers);
    answer
}

/// Whether a browser says that another site sent the form. `link_base` is where this page is, as the settings have it.
///
/// `Sec-Fetch-Site` is the browser's own word. Browsers without it name the origin, which is `null` for this page since
/// it sends no referrer.
pub fn is_foreign(headers: &HeaderMap, link_base: &str) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site != "same-origin" && site != "none";
    }
    headers.get(ORIGIN).is_some_and(|origin| {
        let origin = origin.to_str().unwrap_or_default();
        origin != "null" && !is_origin_of(origin, link_base)
    })
}

fn is_origin_of(origin: &str, base: &str) -> bool {
    let (start, rest) = base.split_at_checked(origin.len()).unwrap_or_default();
    !origin.is_empty() && start.eq_ignore_ascii_case(origin) && (rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(lines: &[(&'static str, &'static str)]) -> bool {
        let lines = lines
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        is_foreign(&lines.collect(), "https://id.Example.com/desk")
    }

    #[test]
    fn a_form_of_this_page_is_not_foreign_whatever_the_browser_tells() {
        assert!(!foreign(&[]));
        assert!(!foreign(&[("origin", "null")]));
        assert!(!foreign(&[("origin", "https://id.example.com")]));
        assert!(!foreign(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        assert!(!foreign(&[("sec-fetch-site", "none")]));
    }

    #[test]
    fn a_form_of_another_site_is_foreign() {
        assert!(foreign(&[("sec-fetch-site", "cross-site"), ("origin", "null")]));
        assert!(foreign(&[("sec-fetch-site", "same-site")]));
        for origin in [
            "https://evil.example",
            "https://id.example.com.evil.example",
            "http://id.example.com",
            "",
        ] {
            assert!(foreign(&[("origin", origin)]), "{origin}");
        }
        assert!(foreign(&[("origin", "https://id.example.co")]));
    }

    #[test]
    fn the_policy_allows_one_style_and_nothing_else() {
        let headers = of_every_answer();
        let policy = headers[CONTENT_SECURITY_POLICY].to_str().expect("ASCII");
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"));
        assert!(!policy.contains("unsafe") && !policy.contains("script") && !policy.contains('*'));
    }
}
