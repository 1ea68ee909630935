//! What is answered to what.

use std::{error::Error, net::IpAddr, sync::Arc};

use accounts::{
    Problem,
    desk::{ActivationError, LinkedActivation, OwnPassword},
    password::Password,
};
use axum::{
    Form, RequestPartsExt as _, Router,
    extract::{DefaultBodyLimit, FromRequestParts, Path, Request, State, rejection::FormRejection},
    http::{HeaderMap, StatusCode, header::RETRY_AFTER, request::Parts},
    middleware::{self, Next},
    response::{Html, IntoResponse as _, Response},
    routing::get,
};
use maud::Markup;
use serde::Deserialize;
use tokio::time::timeout;
use zeroize::Zeroizing;

use crate::{
    Site,
    client::Client,
    headers, page,
    serve::REQUEST,
    words::{Reader, Words},
};

/// Octets of a form.
const FORM_OCTETS: usize = 16 * 1_024;
/// When to come back after a failure.
const RETRY_SECONDS: i64 = 5;

/// The whole site. The address of whoever asks is that of `ConnectInfo<SocketAddr>`.
pub fn router(site: Site) -> Router {
    let every = headers::of_every_answer();
    Router::new()
        .route("/activate/{token}", get(show).post(activate))
        .route("/healthz", get(healthz))
        .route("/robots.txt", get("User-agent: *\nDisallow: /\n"))
        .fallback(async |Reader(words): Reader| dead(words))
        .method_not_allowed_fallback(async |Reader(words): Reader| odd(words, StatusCode::METHOD_NOT_ALLOWED))
        .layer(DefaultBodyLimit::max(FORM_OCTETS))
        .layer(middleware::from_fn(in_time))
        .layer(middleware::map_response_with_state(every, headers::put))
        .with_state(Arc::new(site))
}

/// What stands in the two fields of the form. Where no password is to be chosen there are none.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Typed {
    password: Zeroizing<String>,
    again: Zeroizing<String>,
}

async fn show(visit: Visit) -> Response {
    match visit.site.desk.linked_activation(&visit.token).await {
        Ok(Some(linked)) => visit.form(&linked, &[]).await,
        Ok(None) => visit.miss(),
        Err(error) => busy(visit.words, &error),
    }
}

async fn activate(visit: Visit, headers: HeaderMap, typed: Result<Form<Typed>, FormRejection>) -> Response {
    let desk = &visit.site.desk;
    match desk.directory.message_settings().await {
        Ok(settings) if headers::is_foreign(&headers, &settings.link_base) => {
            return odd(visit.words, StatusCode::FORBIDDEN);
        }
        Ok(_) => {}
        Err(error) => return busy(visit.words, &error),
    }
    let own: OwnPassword = match typed {
        Ok(Form(typed)) => (Password::new(&typed.password), typed.again),
        Err(rejection) => return odd(visit.words, rejection.status()),
    };
    match desk.activate_by_link(&visit.token, Some(&own)).await {
        Ok(()) => page(StatusCode::OK, page::notice(visit.words, &visit.words.active)),
        Err(ActivationError::Invalid(problems)) => visit.again(&problems).await,
        Err(ActivationError::Refused | ActivationError::Expired | ActivationError::TooLate) => visit.miss(),
        Err(error) => busy(visit.words, &error),
    }
}

/// Whether the directory answers.
async fn healthz(State(site): State<Arc<Site>>) -> Response {
    match site.desk.directory.next_due().await {
        Ok(_) => "ok".into_response(),
        Err(error) => {
            log(&error);
            (StatusCode::SERVICE_UNAVAILABLE, "unavailable").into_response()
        }
    }
}

/// Somebody with a link.
struct Visit {
    site: Arc<Site>,
    client: IpAddr,
    words: &'static Words,
    token: Zeroizing<String>,
}

impl FromRequestParts<Arc<Site>> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Self::Rejection> {
        let Client(client) = Client::from_request_parts(parts, site).await?;
        let Reader(words) = Reader::from_request_parts(parts, site).await?;
        // What is no text is no token either.
        let token = parts.extract::<Path<Zeroizing<String>>>().await;
        Ok(Self {
            site: Arc::clone(site),
            client,
            words,
            token: token.map(|Path(token)| token).unwrap_or_default(),
        })
    }
}

impl Visit {
    /// The form of a link that can be used.
    async fn form(&self, linked: &LinkedActivation, problems: &[Problem]) -> Response {
        let policy = match self.site.desk.directory.settings().await {
            Ok(settings) => linked.own_password.then_some(settings.passwords),
            Err(error) => return busy(self.words, &error),
        };
        let status = if problems.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        page(
            status,
            page::form(self.words, linked.email.as_str(), policy.as_ref(), problems),
        )
    }

    /// The form with what was wrong; the link may have been used meanwhile.
    async fn again(&self, problems: &[Problem]) -> Response {
        match self.site.desk.linked_activation(&self.token).await {
            Ok(Some(linked)) => self.form(&linked, problems).await,
            Ok(None) => self.miss(),
            Err(error) => busy(self.words, &error),
        }
    }

    /// A link that leads nowhere, for whatever reason.
    fn miss(&self) -> Response {
        match self.site.misses.count(self.client, self.site.desk.clock.now()) {
            None => dead(self.words),
            Some(seconds) => later(
                StatusCode::TOO_MANY_REQUESTS,
                seconds,
                page::notice(self.words, &self.words.many),
            ),
        }
    }
}

/// Ends what takes too long: a body that does not come, a directory that does not answer.
async fn in_time(Reader(words): Reader, request: Request, next: Next) -> Response {
    let answer = timeout(REQUEST, next.run(request)).await;
    answer.unwrap_or_else(|late| busy(words, &late))
}

fn page(status: StatusCode, markup: Markup) -> Response {
    (status, Html(markup.into_string())).into_response()
}

fn later(status: StatusCode, seconds: i64, markup: Markup) -> Response {
    ([(RETRY_AFTER, seconds.to_string())], page(status, markup)).into_response()
}

fn dead(words: &Words) -> Response {
    page(StatusCode::NOT_FOUND, page::notice(words, &words.dead))
}

/// What no browser sends that shows this page.
fn odd(words: &Words, status: StatusCode) -> Response {
    page(status, page::notice(words, &words.odd))
}

fn busy(words: &Words, error: &(dyn Error + 'static)) -> Response {
    log(error);
    later(
        StatusCode::SERVICE_UNAVAILABLE,
        RETRY_SECONDS,
        page::notice(words, &words.busy),
    )
}

/// Logs a failure and its causes. None of our errors holds a secret or what was typed.
fn log(error: &(dyn Error + 'static)) {
    tracing::error!(error, "the activation page: it cannot answer");
}
