//! What servers offer: ways to sign in, and letters beyond ASCII.

use accounts::mail::{MailAuth, MailFaultKind, MailServer};
use peers::misbehaving::smtp::{MisbehavingSmtp, SECRET, Script, Tls};

use super::{LONG, kind_of, mail, mail_to, opened, peer, said, settings_of};

fn lines(peer: &MisbehavingSmtp) -> Vec<String> {
    peer.commands().into_iter().map(|command| command.line).collect()
}

#[tokio::test]
async fn nothing_but_the_wish_for_tls_is_said_in_the_clear() {
    let (peer, server) = peer(Script::honest(Tls::Asked), LONG);
    assert_eq!(server.send(&mail()).await, Ok(()));
    let commands = peer.commands();
    let (clear, secured): (Vec<_>, Vec<_>) = commands.into_iter().partition(|command| !command.secured);
    let clear: Vec<_> = clear.into_iter().map(|command| command.line).collect();
    assert_eq!(clear, ["EHLO example.com", "STARTTLS"]);
    assert_eq!(secured[0].line, "EHLO example.com");
    assert!(secured[1].line.starts_with("AUTH PLAIN "));
}

#[tokio::test]
async fn a_password_goes_by_plain_or_login_and_a_token_by_xoauth2() {
    for (auth, offer, said) in [
        (MailAuth::Password, "AUTH LOGIN PLAIN XOAUTH2", "AUTH PLAIN "),
        (MailAuth::Password, "auth cram-md5 login", "AUTH LOGIN"),
        (MailAuth::Password, "AUTH=LOGIN", "AUTH LOGIN"),
        (MailAuth::AccessToken, "AUTH PLAIN LOGIN XOAUTH2", "AUTH XOAUTH2 "),
    ] {
        let peer = MisbehavingSmtp::start(Script::honest(Tls::Asked).offering(&[offer])).expect("a server");
        let settings = MailServer {
            auth,
            ..settings_of(&peer, Tls::Asked)
        };
        assert_eq!(
            opened(&settings, SECRET, LONG).send(&mail()).await,
            Ok(()),
            "{offer}"
        );
        assert!(lines(&peer).iter().any(|line| line.starts_with(said)), "{offer}");
        let refused = opened(&settings, "s3cret & mörê?", LONG).send(&mail()).await;
        assert_eq!(kind_of(refused), Some(MailFaultKind::Credentials), "{offer}");
    }
}

#[tokio::test]
async fn a_secret_that_a_server_says_back_is_not_passed_on() {
    let (_peer, server) = {
        let peer = MisbehavingSmtp::start(Script::honest(Tls::Asked)).expect("a server");
        let settings = MailServer {
            account: "other".to_owned(),
            ..settings_of(&peer, Tls::Asked)
        };
        let server = opened(&settings, SECRET, LONG);
        (peer, server)
    };
    assert_eq!(said(server.send(&mail()).await), "535 no: AUTH PLAIN …");
}

#[tokio::test]
async fn where_no_way_to_sign_in_is_known_none_is_tried() {
    for (auth, offers) in [
        (MailAuth::Password, [].as_slice()),
        (MailAuth::Password, &["AUTH CRAM-MD5 XOAUTH2"]),
        (MailAuth::AccessToken, &["AUTH PLAIN LOGIN"]),
    ] {
        let peer = MisbehavingSmtp::start(Script::honest(Tls::Asked).offering(offers)).expect("a server");
        let settings = MailServer {
            auth,
            ..settings_of(&peer, Tls::Asked)
        };
        let sent = opened(&settings, SECRET, LONG).send(&mail()).await;
        assert_eq!(kind_of(sent), Some(MailFaultKind::NoAuth), "{offers:?}");
        assert!(!lines(&peer).iter().any(|line| line.starts_with("AUTH")));
    }
}

#[tokio::test]
async fn a_domain_beyond_ascii_needs_nothing_of_the_server() {
    let (peer, server) = peer(Script::honest(Tls::Never), LONG);
    assert_eq!(server.send(&mail_to("Ada@BÜCHER.example", 1)).await, Ok(()));
    let received = peer.received().remove(0);
    assert_eq!(received.from, "<desk@example.com>");
    assert_eq!(received.to, "<Ada@xn--bcher-kva.example>");
    assert!(received.raw.is_ascii());
}

#[tokio::test]
async fn a_local_part_beyond_ascii_needs_smtputf8() {
    let international = mail_to("Éva@bücher.example", 1);
    let (without, server) = peer(Script::honest(Tls::Never), LONG);
    let sent = server.send(&international).await;
    assert_eq!(kind_of(sent), Some(MailFaultKind::International));
    assert!(!lines(&without).iter().any(|line| line.starts_with("MAIL")));
    assert_eq!(server.send(&mail()).await, Ok(()), "others are not hurt");
    assert_eq!(without.connections(), 1);

    let script = Script::honest(Tls::Never).offering(&["AUTH PLAIN", "8BITMIME", "SMTPUTF8"]);
    let (with, server) = peer(script, LONG);
    assert_eq!(server.send(&international).await, Ok(()));
    assert_eq!(server.send(&mail()).await, Ok(()));
    let received = with.received();
    assert_eq!(received[0].from, "<desk@example.com> SMTPUTF8 BODY=8BITMIME");
    assert_eq!(received[0].to, "<Éva@xn--bcher-kva.example>");
    assert!(
        received[0]
            .raw
            .contains("\r\nTo: <Éva@xn--bcher-kva.example>\r\n")
    );
    assert_eq!(
        received[1].from, "<desk@example.com>",
        "it is asked for only where it is needed"
    );
}

#[tokio::test]
async fn a_sender_beyond_ascii_needs_smtputf8_too() {
    let peer = MisbehavingSmtp::start(Script::honest(Tls::Never)).expect("a server");
    let settings = MailServer {
        sender: "büro@example.com".to_owned(),
        ..settings_of(&peer, Tls::Never)
    };
    let sent = opened(&settings, SECRET, LONG).send(&mail()).await;
    assert_eq!(kind_of(sent), Some(MailFaultKind::Sender));
}

#[tokio::test]
async fn we_introduce_ourselves_as_the_settings_say() {
    for (sender, hello, said) in [
        ("desk@example.com", "", "EHLO example.com"),
        ("desk@bücher.example", "", "EHLO xn--bcher-kva.example"),
        ("desk@example.com", "kiosk.example.com", "EHLO kiosk.example.com"),
        ("desk@example.com", "192.0.2.1", "EHLO [192.0.2.1]"),
        ("desk@example.com", "2001:db8::1", "EHLO [IPv6:2001:db8::1]"),
    ] {
        let peer = MisbehavingSmtp::start(Script::honest(Tls::Never)).expect("a server");
        let settings = MailServer {
            sender: sender.to_owned(),
            hello: hello.to_owned(),
            ..settings_of(&peer, Tls::Never)
        };
        assert_eq!(opened(&settings, SECRET, LONG).send(&mail()).await, Ok(()));
        assert_eq!(lines(&peer)[0], said);
    }
}
