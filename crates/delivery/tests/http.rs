//! The templated gateway against a real Kannel, and against a server that misbehaves.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

mod fixture;

use accounts::{
    ServiceSecret,
    sms::{Condition, HttpBody, HttpGateway, HttpMethod, Sms, SmsFault, SmsFaultKind, SmsGateway},
};
use delivery::{
    sms::{Patience, http::HttpSender},
    tls::Authorities,
};
use fixture::{CODE, LONG, SHORT, kind_of, mishaps, sms, sms_that_says};
use peers::{
    kannel::Kannel,
    misbehaving::{Behaviour, Certificate, Misbehaving},
};

const SECRET: &str = "s3cret & \"more\"";

fn get(url: String) -> HttpGateway {
    HttpGateway {
        method: HttpMethod::Get,
        url,
        headers: Vec::new(),
        body_form: HttpBody::Form,
        body: String::new(),
        success_status: "200-299".to_owned(),
        success_contains: String::new(),
    }
}

fn post(url: String) -> HttpGateway {
    HttpGateway {
        method: HttpMethod::Post,
        headers: vec![("Authorization".to_owned(), "Key {secret}".to_owned())],
        body_form: HttpBody::Json,
        body: r#"{"to":"{to}","text":"{text}","reference":"{id}"}"#.to_owned(),
        success_contains: "OK".to_owned(),
        ..get(url)
    }
}

fn sender(gateway: &HttpGateway, secret: &str, patience: Patience, pem: &str) -> HttpSender {
    let authorities = match pem {
        "" => Authorities::default(),
        pem => Authorities::from_pem(pem.as_bytes()).expect("an authority"),
    };
    let secret = ServiceSecret::new(secret.to_owned());
    HttpSender::new(gateway, secret, patience, &authorities).expect("a sender")
}

async fn send(gateway: &HttpGateway, patience: Patience, sms: &Sms) -> Result<(), SmsFault> {
    sender(gateway, SECRET, patience, "").send(sms).await
}

#[tokio::test]
async fn a_text_arrives_at_kannel_as_it_was_sent() {
    let kannel = Kannel::start().expect("kannel");
    let kannel_takes = sender(&get(kannel.send_url()), Kannel::SECRET, LONG, "");
    let long = "長い Nachricht & mehr = 100% + ".repeat(6);
    let texts = [
        "Grüße — Ωμέγα ✓ 😀",
        "{secret} & to=0\n@desk.example #042137",
        &long,
    ];
    for text in texts {
        assert_eq!(kannel_takes.send(&sms_that_says(text)).await, Ok(()));
    }
    assert_eq!(kannel.received_after(3), texts);
    assert_eq!(kannel.recipients(), ["+4915112345678"; 3]);
    assert_eq!(kannel_takes.condition().await, Ok(Condition::Unknown));
}

#[tokio::test]
async fn kannel_refuses_a_wrong_password_and_is_missed_once_it_has_stopped() {
    let mut kannel = Kannel::start().expect("kannel");
    let gateway = get(kannel.send_url());
    let sent = send(&gateway, LONG, &sms()).await;
    let said = sent.clone().expect_err("a fault").said.expect("words");
    assert!(said.contains("Authorization failed"), "{said}");
    assert_eq!(kind_of(sent, SECRET), Some(SmsFaultKind::Credentials));
    assert!(kannel.received().is_empty());
    kannel.stop();
    let sent = sender(&gateway, Kannel::SECRET, LONG, "").send(&sms()).await;
    assert_eq!(sent, Err(SmsFaultKind::Unreachable.into()));
}

#[tokio::test]
async fn a_request_is_sent_once_and_as_the_template_says() {
    let server = Misbehaving::start(Behaviour::Answer(202, "OK 1".to_owned())).expect("a server");
    let gateway = post(format!("{}/send?key={{secret}}", server.url()));
    assert_eq!(send(&gateway, LONG, &sms_that_says("\"a\"\nb")).await, Ok(()));
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(
        requests[0].line,
        "POST /send?key=s3cret%20%26%20%22more%22 HTTP/1.1"
    );
    assert_eq!(requests[0].header("authorization"), Some("Key s3cret & \"more\""));
    assert_eq!(requests[0].header("content-type"), Some("application/json"));
    let id = "00000000-0000-0000-0000-000000000000";
    let body = format!(r#"{{"to":"+4915112345678","text":"\"a\"\nb","reference":"{id}"}}"#);
    assert_eq!(requests[0].body, body);
}

#[tokio::test]
async fn every_mishap_is_told_and_nothing_is_sent_twice() {
    for (behaviour, wanted) in mishaps() {
        let server = Misbehaving::start(behaviour.clone()).expect("a server");
        for gateway in [
            get(format!("{}/?text={{text}}", server.url())),
            post(server.url()),
        ] {
            // Whether an answer is whole matters only where something is looked for in it.
            let gateway = HttpGateway {
                success_contains: "OK".to_owned(),
                ..gateway
            };
            let before = server.count();
            let sent = send(&gateway, SHORT, &sms()).await;
            assert_eq!(kind_of(sent, SECRET), Some(wanted), "{behaviour:?}");
            assert_eq!(server.count(), before + 1, "{behaviour:?}");
        }
    }
}

#[tokio::test]
async fn an_answer_in_time_is_enough_even_if_it_is_late() {
    let late = Behaviour::Late(SHORT.answered / 4, 200, "OK".to_owned());
    let server = Misbehaving::start(late).expect("a server");
    assert_eq!(send(&post(server.url()), LONG, &sms()).await, Ok(()));
}

#[tokio::test]
async fn a_success_without_the_text_that_it_needs_is_a_refusal() {
    let words = format!("ERR: \"{CODE} is your Frontdesk code.\" for {SECRET}, s3cret%20%26%20%22more%22");
    let server = Misbehaving::start(Behaviour::Answer(200, words)).expect("a server");
    let fault = send(&post(server.url()), LONG, &sms())
        .await
        .expect_err("a fault");
    assert_eq!(fault.kind, SmsFaultKind::Refused);
    assert_eq!(fault.said.as_deref(), Some("ERR: \"…\" for …, …"));
}

#[tokio::test]
async fn a_name_and_password_in_the_address_sign_in_and_are_not_said_back() {
    // What is signed in with, as `base64` writes it.
    let basic = "YXBwOnB3MTIz";
    let server = Misbehaving::start(Behaviour::Answer(403, format!("no Basic {basic}"))).expect("a server");
    let url = server.url().replace("http://", "http://app:pw123@");
    let fault = send(&get(url), LONG, &sms()).await.expect_err("a fault");
    assert_eq!(fault.said.as_deref(), Some("no Basic …"));
    assert_eq!(
        server.requests()[0].header("authorization"),
        Some(format!("Basic {basic}").as_str())
    );
}

#[tokio::test]
async fn a_refusal_without_words_is_named_by_its_status() {
    let server = Misbehaving::start(Behaviour::Answer(404, String::new())).expect("a server");
    let fault = send(&get(server.url()), LONG, &sms()).await.expect_err("a fault");
    assert_eq!(fault.said.as_deref(), Some("404 Not Found"));
}

#[tokio::test]
async fn an_endless_answer_is_read_only_so_far() {
    let huge = Behaviour::CutShort(400, "x".repeat(1_000_000));
    let server = Misbehaving::start(huge).expect("a server");
    let fault = send(&get(server.url()), LONG, &sms()).await.expect_err("a fault");
    assert_eq!(fault.said.map(|said| said.len()), Some(200));
}

#[tokio::test]
async fn only_a_trusted_certificate_of_the_right_host_is_spoken_to() {
    let taken = Behaviour::Answer(200, "OK".to_owned());
    let good = Misbehaving::start_with_tls(taken.clone(), Certificate::Good).expect("a server");
    let sent = sender(&post(good.url()), SECRET, LONG, good.authority())
        .send(&sms())
        .await;
    assert_eq!(sent, Ok(()));
    assert_eq!(good.count(), 1);

    let sent = send(&post(good.url()), LONG, &sms()).await;
    assert_eq!(sent, Err(SmsFaultKind::Untrusted.into()), "an unknown authority");
    assert_eq!(good.count(), 1);
    for certificate in [Certificate::OtherHost, Certificate::Expired] {
        let server = Misbehaving::start_with_tls(taken.clone(), certificate).expect("a server");
        let sent = sender(&post(server.url()), SECRET, LONG, server.authority())
            .send(&sms())
            .await;
        assert_eq!(sent, Err(SmsFaultKind::Untrusted.into()), "{certificate:?}");
        assert_eq!(server.count(), 0);
    }
}

#[tokio::test]
async fn nothing_is_sent_where_nobody_listens_or_nobody_greets() {
    let mut server = Misbehaving::start(Behaviour::Silent).expect("a server");
    // It waits for a request, while we wait for its part of TLS.
    let mute = post(server.url().replace("http:", "https:"));
    assert_eq!(
        send(&mute, SHORT, &sms()).await,
        Err(SmsFaultKind::Unreachable.into())
    );
    assert_eq!(server.count(), 0);
    server.stop();
    assert_eq!(
        send(&get(server.url()), SHORT, &sms()).await,
        Err(SmsFaultKind::Unreachable.into())
    );
    let nowhere = get("https://no-such-host.invalid/".to_owned());
    assert_eq!(
        send(&nowhere, LONG, &sms()).await,
        Err(SmsFaultKind::Unreachable.into())
    );
}

#[tokio::test]
async fn settings_with_flaws_send_nothing() {
    let open = get("http://sms.example/".to_owned());
    let made = HttpSender::new(&open, ServiceSecret::default(), SHORT, &Authorities::default());
    assert_eq!(made.err(), Some(SmsFaultKind::Unreachable.into()));
}
