//! The REST gateway against a mock made from Twilio's own document, and against a server that misbehaves.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

mod fixture;

use accounts::{
    ServiceSecret,
    sms::{Condition, SmsFaultKind, SmsGateway, TwilioGateway},
};
use delivery::{
    sms::{Patience, twilio::TwilioSender},
    tls::Authorities,
};
use fixture::{LONG, SHORT, kind_of, mishaps, sms};
use peers::{
    misbehaving::{Behaviour, Misbehaving},
    twilio::Twilio,
};

const TOKEN: &str = "t0ken&more";
const SERVICE: &str = "MG0123456789abcdef0123456789abcdef";

fn sender(base_url: String, from: &str, patience: Patience) -> TwilioSender {
    let gateway = TwilioGateway {
        base_url,
        account: Twilio::ACCOUNT.to_owned(),
        from: from.to_owned(),
    };
    let token = ServiceSecret::new(TOKEN.to_owned());
    TwilioSender::new(&gateway, token, patience, &Authorities::default()).expect("a sender")
}

fn refusal(status: u16, code: &str) -> Behaviour {
    let body =
        format!(r#"{{"code": {code}, "message": "It was {TOKEN}.", "more_info": "…", "status": {status}}}"#);
    Behaviour::Answer(status, body)
}

#[tokio::test]
async fn the_document_agrees_with_our_requests() {
    let mut twilio = Twilio::start().expect("a mock");
    for from in ["+14155552345", "Frontdesk", SERVICE] {
        assert_eq!(
            sender(twilio.base_url(), from, LONG).send(&sms()).await,
            Ok(()),
            "{from}"
        );
    }
    let account = sender(twilio.base_url(), SERVICE, LONG);
    assert_eq!(account.condition().await, Ok(Condition::Ready));

    // As long as a SID, and not of the form that the document wants.
    let not_a_sid = sender(twilio.base_url(), &SERVICE.replace('a', "z"), LONG);
    let fault = not_a_sid.send(&sms()).await.expect_err("a fault");
    assert_eq!(fault.kind, SmsFaultKind::Refused);
    assert!(fault.said.is_some());

    twilio.stop();
    assert_eq!(account.send(&sms()).await, Err(SmsFaultKind::Unreachable.into()));
    assert_eq!(account.condition().await, Err(SmsFaultKind::Unreachable.into()));
}

#[tokio::test]
async fn a_message_is_posted_as_a_form_with_the_account_signed_in() {
    let server = Misbehaving::start(Behaviour::Answer(
        201,
        r#"{"sid": "SM1", "status": "queued"}"#.to_owned(),
    ));
    let server = server.expect("a server");
    assert_eq!(
        sender(format!("{}/api/", server.url()), "Front & Desk", LONG)
            .send(&sms())
            .await,
        Ok(())
    );
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    let path = format!("/api/2010-04-01/Accounts/{}/Messages.json", Twilio::ACCOUNT);
    assert_eq!(requests[0].line, format!("POST {path} HTTP/1.1"));
    // The account and the token, as `base64` writes them.
    let basic = "Basic QUMwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjp0MGtlbiZtb3Jl";
    assert_eq!(requests[0].header("authorization"), Some(basic));
    let body = "To=%2B4915112345678&From=Front+%26+Desk&Body=042137+is+your+Frontdesk+code.";
    assert_eq!(requests[0].body, body);
}

#[tokio::test]
async fn every_mishap_is_told_and_nothing_is_sent_twice() {
    for (behaviour, wanted) in mishaps() {
        let server = Misbehaving::start(behaviour.clone()).expect("a server");
        let sent = sender(server.url(), SERVICE, SHORT).send(&sms()).await;
        assert_eq!(kind_of(sent, TOKEN), Some(wanted), "{behaviour:?}");
        assert_eq!(server.count(), 1, "{behaviour:?}");
    }
}

#[tokio::test]
async fn codes_of_the_provider_say_more_than_the_status() {
    let told = [
        (401, "20003", SmsFaultKind::Credentials),
        (400, "21211", SmsFaultKind::BadNumber),
        (400, "\"21614\"", SmsFaultKind::Landline),
        (403, "21408", SmsFaultKind::Blocked),
        (400, "21610", SmsFaultKind::Blocked),
        (400, "21606", SmsFaultKind::Sender),
        (403, "20005", SmsFaultKind::OutOfFunds),
        (400, "21611", SmsFaultKind::Busy),
        (404, "20404", SmsFaultKind::Refused),
        (400, "null", SmsFaultKind::Refused),
    ];
    let server = Misbehaving::start(Behaviour::Silent).expect("a server");
    let sender = sender(server.url(), SERVICE, LONG);
    for (status, code, wanted) in told {
        server.behave(refusal(status, code));
        let sent = sender.send(&sms()).await;
        assert_eq!(
            sent.clone().expect_err("a fault").said.as_deref(),
            Some("It was ….")
        );
        assert_eq!(kind_of(sent, TOKEN), Some(wanted), "{code}");
    }
    assert_eq!(server.count(), told.len());
}

#[tokio::test]
async fn a_message_that_failed_at_once_is_not_taken_for_sent() {
    let body = r#"{"sid": "SM1", "status": "failed", "error_code": 30006, "error_message": "Landline"}"#;
    let server = Misbehaving::start(Behaviour::Answer(201, body.to_owned())).expect("a server");
    let fault = sender(server.url(), SERVICE, LONG)
        .send(&sms())
        .await
        .expect_err("a fault");
    assert_eq!(
        (fault.kind, fault.said.as_deref()),
        (SmsFaultKind::Landline, Some("Landline"))
    );
}

#[tokio::test]
async fn a_success_that_cannot_be_read_means_neither_yes_nor_no() {
    for body in ["OK", "", "{}", "[1]"] {
        let server = Misbehaving::start(Behaviour::Answer(200, body.to_owned())).expect("a server");
        let sent = sender(server.url(), SERVICE, LONG).send(&sms()).await;
        assert_eq!(kind_of(sent, TOKEN), Some(SmsFaultKind::Nonsense), "{body}");
    }
}

#[tokio::test]
async fn the_condition_of_an_account_is_asked_without_a_message() {
    let server = Misbehaving::start(refusal(401, "20003")).expect("a server");
    let account = sender(server.url(), SERVICE, LONG);
    let fault = account.condition().await.expect_err("a fault");
    assert_eq!(
        (fault.kind, fault.said.as_deref()),
        (SmsFaultKind::Credentials, Some("It was …."))
    );
    server.behave(Behaviour::Answer(
        200,
        r#"{"sid": "AC1", "status": "suspended"}"#.to_owned(),
    ));
    assert_eq!(account.condition().await, Err(SmsFaultKind::OutOfFunds.into()));
    server.behave(Behaviour::Answer(
        200,
        r#"{"sid": "AC1", "status": "active"}"#.to_owned(),
    ));
    assert_eq!(account.condition().await, Ok(Condition::Ready));
    let line = format!("GET /2010-04-01/Accounts/{}.json HTTP/1.1", Twilio::ACCOUNT);
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.line == line && request.body.is_empty())
    );
}
