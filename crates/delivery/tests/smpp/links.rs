//! What becomes of the link.

use std::time::Duration;

use accounts::{
    ServiceSecret,
    sms::{Condition, SmppGateway, SmsFaultKind, SmsGateway as _},
};
use delivery::{
    sms::smpp::{Patience, Smpp},
    tls::Authorities,
};
use peers::{
    authority::Authority,
    smpp::{Bind, PASSWORD, Reply, SmppServer, SmppSetup},
};

use super::{PATIENCE, gateway, gateway_with, kind, settings, sms, sms_to};

#[tokio::test]
async fn a_wrong_password_is_told_and_not_shown() {
    let server = SmppServer::start().expect("a centre");
    let wrong = ServiceSecret::new("wr0ng".to_owned());
    let gateway = Smpp::new(settings(server.port()), wrong, Authorities::default(), PATIENCE);
    let fault = gateway.send(&sms("hello")).await.expect_err("refused");
    assert_eq!(fault.kind, SmsFaultKind::Credentials);
    assert_eq!(fault.said.as_deref(), Some("ESME_RINVPASWD (0x0000000E)"));
    assert!(server.received().is_empty());
    assert!(!format!("{gateway:?} {fault:?}").contains("wr0ng"));
}

#[tokio::test]
async fn a_centre_that_lets_nobody_in_says_so() {
    let setup = SmppSetup {
        bind: Bind::Refused,
        ..SmppSetup::default()
    };
    let server = SmppServer::start_with(setup).expect("a centre");
    let fault = gateway(&server).condition().await.expect_err("refused");
    assert_eq!(fault.kind, SmsFaultKind::Credentials);
    assert_eq!(fault.said.as_deref(), Some("ESME_RBINDFAIL (0x0000000D)"));
}

#[tokio::test]
async fn a_centre_that_does_not_answer_the_bind_got_nothing() {
    let setup = SmppSetup {
        bind: Bind::Silent,
        ..SmppSetup::default()
    };
    let server = SmppServer::start_with(setup).expect("a centre");
    let patience = Patience {
        answered: Duration::from_millis(300),
        ..PATIENCE
    };
    let sent = gateway_with(settings(server.port()), patience)
        .send(&sms("hello"))
        .await;
    assert_eq!(kind(sent), Some(SmsFaultKind::Unreachable));
}

#[tokio::test]
async fn nobody_is_reached_where_nobody_listens() {
    let mut server = SmppServer::start().expect("a centre");
    server.stop();
    let sent = gateway(&server).send(&sms("hello")).await;
    assert_eq!(kind(sent), Some(SmsFaultKind::Unreachable));
    let nowhere = SmppGateway {
        host: "nowhere.invalid".to_owned(),
        ..settings(server.port())
    };
    let sent = gateway_with(nowhere, PATIENCE).send(&sms("hello")).await;
    assert_eq!(kind(sent), Some(SmsFaultKind::Unreachable));
}

#[tokio::test]
async fn after_the_centre_restarted_the_next_message_opens_a_new_link() {
    let mut server = SmppServer::start().expect("a centre");
    let gateway = gateway(&server);
    gateway.send(&sms("before")).await.expect("taken");
    server.stop();
    let sent = gateway.send(&sms("meanwhile")).await;
    assert_eq!(kind(sent), Some(SmsFaultKind::Unreachable));
    server.start_again().expect("a centre");
    gateway.send(&sms("after")).await.expect("taken");
    let texts: Vec<_> = server.messages().into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["before", "after"]);
}

#[tokio::test]
async fn a_link_that_broke_unnoticed_is_opened_anew_before_a_message_is_written() {
    let mut server = SmppServer::start().expect("a centre");
    let gateway = gateway(&server);
    gateway.send(&sms("before")).await.expect("taken");
    // All of it without a turn for the link.
    server.start_again().expect("a centre");
    gateway.send(&sms("after")).await.expect("taken");
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_link_that_nobody_hears_is_opened_anew_before_a_message_is_written() {
    let server = SmppServer::start_with(SmppSetup::replying(Reply::Deaf)).expect("a centre");
    let patience = Patience {
        reached: Duration::from_millis(500),
        ..PATIENCE
    };
    let gateway = gateway_with(settings(server.port()), patience);
    for text in ["before", "after"] {
        gateway.send(&sms(text)).await.expect("taken");
    }
    assert_eq!((server.count("bound"), server.received().len()), (2, 2));
}

#[tokio::test]
async fn an_idle_link_that_nobody_hears_is_given_up() {
    let server = SmppServer::start_with(SmppSetup::replying(Reply::Deaf)).expect("a centre");
    let patience = Patience {
        answered: Duration::from_secs(1),
        idle: Duration::from_millis(100),
        ..PATIENCE
    };
    let gateway = gateway_with(settings(server.port()), patience);
    gateway.send(&sms("hello")).await.expect("taken");
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    // No time would be left for a new link if the old one were asked first.
    gateway.condition().await.expect("a new link");
}

#[tokio::test]
async fn a_connection_cut_after_a_message_leaves_it_unknown_and_it_is_not_sent_again() {
    let setup = SmppSetup {
        replies: vec![("4915112345679".to_owned(), Reply::Closes)],
        ..SmppSetup::default()
    };
    let server = SmppServer::start_with(setup).expect("a centre");
    let gateway = gateway(&server);
    let sent = gateway.send(&sms_to("+4915112345679", "hello")).await;
    assert_eq!(kind(sent), Some(SmsFaultKind::NoAnswer));
    assert_eq!(server.received().len(), 1);
    gateway.send(&sms("hello")).await.expect("over a new link");
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn garbage_after_a_message_leaves_it_unknown_and_before_it_nothing_was_sent() {
    let server = SmppServer::start_with(SmppSetup::replying(Reply::Garbage)).expect("a centre");
    let sent = gateway(&server).send(&sms("hello")).await;
    assert_eq!(kind(sent), Some(SmsFaultKind::Nonsense));

    let other = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let port = other.local_addr().expect("an address").port();
    tokio::spawn(async move {
        let (mut stream, _) = other.accept().await.expect("a visitor");
        let words = b"220 mail.example ESMTP ready\r\n";
        tokio::io::AsyncWriteExt::write_all(&mut stream, words)
            .await
            .expect("written");
        std::future::pending::<()>().await;
    });
    let sent = gateway_with(settings(port), PATIENCE).send(&sms("hello")).await;
    let fault = sent.expect_err("no centre");
    assert_eq!(fault.kind, SmsFaultKind::Refused);
    assert!(fault.said.is_some_and(|said| said.contains("no SMPP")));
}

#[tokio::test]
async fn what_the_centre_asks_is_answered_and_the_idle_link_is_kept_alive() {
    let setup = SmppSetup {
        asks: true,
        ..SmppSetup::default()
    };
    let server = SmppServer::start_with(setup).expect("a centre");
    let patience = Patience {
        idle: Duration::from_millis(100),
        ..PATIENCE
    };
    let gateway = gateway_with(settings(server.port()), patience);
    gateway.send(&sms("hello")).await.expect("taken");
    let waiting = tokio::task::spawn_blocking(move || {
        for (event, times) in [
            ("enquire_link_answered", 1),
            ("deliver_sm_answered", 1),
            ("enquire_link", 3),
        ] {
            server.wait_for(event, times).expect(event);
        }
        server
    });
    let server = waiting.await.expect("all of it");
    assert_eq!(server.count("bound"), 1);
}

#[tokio::test]
async fn the_link_is_unbound_when_the_gateway_is_dropped() {
    let server = SmppServer::start().expect("a centre");
    let gateway = gateway(&server);
    assert_eq!(gateway.condition().await, Ok(Condition::Ready));
    drop(gateway);
    let waiting = tokio::task::spawn_blocking(move || server.wait_for("unbind", 1));
    waiting.await.expect("waited").expect("unbound");
}

#[tokio::test]
async fn tls_is_spoken_with_those_whom_a_known_authority_vouches_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let authority = Authority::new().expect("an authority");
    let setup = SmppSetup {
        tls: Some(
            authority
                .vouch_for("localhost", folder.path())
                .expect("an identity"),
        ),
        ..SmppSetup::default()
    };
    let server = SmppServer::start_with(setup).expect("a centre");
    let trusted = Authorities::from_pem(authority.pem().as_bytes()).expect("an authority");
    let gateway = |host: &str, authorities: Authorities| {
        let settings = SmppGateway {
            host: host.to_owned(),
            tls: true,
            ..settings(server.port())
        };
        Smpp::new(
            settings,
            ServiceSecret::new(PASSWORD.to_owned()),
            authorities,
            PATIENCE,
        )
    };
    gateway("localhost", trusted.clone())
        .send(&sms("hello"))
        .await
        .expect("taken");
    let unknown = gateway("localhost", Authorities::default())
        .send(&sms("hello"))
        .await;
    assert_eq!(kind(unknown), Some(SmsFaultKind::Untrusted));
    let other_name = gateway("127.0.0.1", trusted).send(&sms("hello")).await;
    assert_eq!(kind(other_name), Some(SmsFaultKind::Untrusted));
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_centre_without_tls_is_not_trusted_where_tls_is_wanted() {
    let server = SmppServer::start().expect("a centre");
    let settings = SmppGateway {
        tls: true,
        ..settings(server.port())
    };
    let fault = gateway_with(settings, PATIENCE)
        .condition()
        .await
        .expect_err("no TLS");
    assert!(
        matches!(fault.kind, SmsFaultKind::Untrusted | SmsFaultKind::Unreachable),
        "{fault:?}"
    );
}
