//! The small web page on which a newcomer's link confirms the address, for telephones and other people's computers.
//!
//! It holds no script, sets no cookie, and asks nobody else for anything. Looking at a link changes nothing, since
//! scanners of mail open links: only the button does. A link that was used, one that has expired and one that somebody
//! invented are answered alike. No token, address or password reaches a log, and no path is logged at all.

mod client;
mod headers;
mod limit;
mod page;
mod routes;
mod serve;
mod words;

use accounts::Desk;
pub use axum::http::HeaderName;

pub use routes::router;
pub use serve::serve;

/// What the page stands on.
pub struct Site {
    desk: Desk,
    trusted_header: Option<HeaderName>,
    misses: limit::Misses,
}

impl Site {
    /// The page of a desk. Behind a reverse proxy, `trusted_header` names the header in which the proxy says where a
    /// request comes from, as `X-Forwarded-For`; without one, whoever connects is the client, whatever they say.
    pub fn new(desk: Desk, trusted_header: Option<HeaderName>) -> Self {
        Self {
            desk,
            trusted_header,
            misses: limit::Misses::default(),
        }
    }
}
