//! What goes wrong on the way, and what it means.

use std::time::Duration;

use accounts::mail::{MailFaultKind, MailSecurity, MailServer};
use delivery::mail::smtp::SmtpServer;
use peers::misbehaving::{
    Certificate,
    smtp::{
        Deed::{self, Cut, Silence},
        MisbehavingSmtp, Moment, SECRET, Script, Tls,
    },
};
use zeroize::Zeroizing;

use super::{LONG, SHORT, kind_of, mail, mail_to, opened, peer, said, settings, settings_of};

fn says(words: &str) -> Deed {
    Deed::Say(words.to_owned())
}

/// What goes wrong before the final dot, whatever server it is.
const MISHAPS: [(Deed, MailFaultKind); 3] = [
    (Silence, MailFaultKind::NoAnswer),
    (Cut, MailFaultKind::Cut),
    (Deed::Say(String::new()), MailFaultKind::Nonsense),
];

#[tokio::test]
async fn each_fault_has_its_kind_and_hurts_no_other_email() {
    let (peer, server) = peer(Script::honest(Tls::Never), SHORT);
    let mut faults = vec![
        (
            Moment::Greeting,
            says("HTTP/1.1 400 Bad Request"),
            MailFaultKind::Nonsense,
        ),
        (Moment::Greeting, says("421 busy"), MailFaultKind::Later),
        (
            Moment::Greeting,
            says("554 no mail here"),
            MailFaultKind::Nonsense,
        ),
        (Moment::Hello, says("502 what?"), MailFaultKind::Nonsense),
        (Moment::Auth, says("535 no"), MailFaultKind::Credentials),
        (Moment::Auth, says("454 not now"), MailFaultKind::Later),
        (Moment::Auth, says("504 no such way"), MailFaultKind::NoAuth),
        (Moment::Sender, says("550 not from there"), MailFaultKind::Sender),
        (Moment::Sender, says("530 sign in"), MailFaultKind::Credentials),
        (Moment::Sender, says("451 not now"), MailFaultKind::Later),
        (Moment::Recipient, says("550 nobody"), MailFaultKind::Recipient),
        (Moment::Recipient, says("452 full"), MailFaultKind::Later),
        (Moment::Data, says("554 no"), MailFaultKind::Content),
        (Moment::Data, says("451 not now"), MailFaultKind::Later),
        (Moment::Data, says("250 and?"), MailFaultKind::Nonsense),
        (Moment::Dot, says("554 spam"), MailFaultKind::Content),
        (Moment::Dot, says("451 not now"), MailFaultKind::Later),
        (Moment::Dot, says("421 going down"), MailFaultKind::Later),
    ];
    let before_the_dot = [
        Moment::Greeting,
        Moment::Hello,
        Moment::Auth,
        Moment::Sender,
        Moment::Recipient,
        Moment::Data,
    ];
    for moment in before_the_dot {
        faults.extend(MISHAPS.map(|(deed, kind)| (moment, deed, kind)));
    }
    for (moment, deed, kind) in faults {
        server.close().await;
        peer.always(moment, deed.clone());
        let sent = server.send(&mail()).await;
        assert_eq!(kind_of(sent.clone()), Some(kind), "{deed:?} at {moment:?}");
        if let Deed::Say(words) = &deed
            && kind != MailFaultKind::Nonsense
        {
            assert_eq!(said(sent), *words);
        }
        peer.behave();
        let before = peer.received().len();
        assert_eq!(server.send(&mail()).await, Ok(()), "after {deed:?} at {moment:?}");
        assert_eq!(peer.received().len() - before, 1);
    }
}

#[tokio::test]
async fn whom_a_server_says_back_is_hidden_however_it_is_written() {
    let (peer, server) = peer(Script::honest(Tls::Never), LONG);
    // The last begins where the words are cut off.
    let far = format!("550 {} <ada@example.com>", "x".repeat(188));
    for (to, words) in [
        ("Ada@BÜCHER.example", "550 <Ada@xn--bcher-kva.example>: no"),
        ("Ada@BÜCHER.example", "550 <ada@xn--bcher-kva.example>: no"),
        ("ada@example.com", far.as_str()),
    ] {
        peer.once(Moment::Recipient, says(words));
        let shown = said(server.send(&mail_to(to, 1)).await);
        assert!(!shown.to_lowercase().contains("ada"), "{shown}");
    }
}

#[tokio::test]
async fn without_an_answer_to_the_final_dot_it_may_arrive() {
    for deed in [Silence, Cut, says(""), says("354 more?"), says("hm")] {
        let (peer, server) = peer(Script::honest(Tls::Asked), SHORT);
        peer.once(Moment::Dot, deed.clone());
        assert_eq!(
            kind_of(server.send(&mail()).await),
            Some(MailFaultKind::Uncertain),
            "{deed:?}"
        );
        assert_eq!(server.send(&mail()).await, Ok(()));
        // The reader can tell that it is one: it has the same Message-ID both times.
        let received = peer.received();
        assert_eq!(received.len(), 2);
        assert_eq!(
            received[0].message_id(),
            "<00000000-0000-0000-0000-000000000001@example.com>"
        );
        assert_eq!(received[0].message_id(), received[1].message_id());
    }
}

#[tokio::test]
async fn what_is_cut_before_the_final_dot_did_not_leave() {
    let (peer, server) = peer(Script::honest(Tls::Never), LONG);
    peer.once(Moment::Text, Cut);
    let mut large = mail();
    // More than the two ends of a connection hold while nobody reads.
    large.text.html = Zeroizing::new("é".repeat(12_000_000));
    assert_eq!(kind_of(server.send(&large).await), Some(MailFaultKind::Cut));
    assert!(peer.received().is_empty());
    assert_eq!(server.send(&mail()).await, Ok(()));
}

#[tokio::test]
async fn a_server_that_drags_its_feet_is_left_when_the_time_of_the_whole_is_over() {
    let mut patience = LONG;
    patience.whole = Duration::from_millis(800);
    let (peer, server) = peer(Script::honest(Tls::Never), patience);
    peer.always(Moment::Recipient, Silence);
    let mail = mail();
    let sending = tokio::time::timeout(LONG.reached, server.send(&mail));
    let sent = sending.await.expect("an end in time");
    assert_eq!(kind_of(sent), Some(MailFaultKind::NoAnswer));
}

#[tokio::test]
async fn a_bad_certificate_is_refused_before_anything_is_said() {
    for (certificate, trusted) in [
        (Certificate::OtherHost, true),
        (Certificate::Expired, true),
        (Certificate::Good, false),
    ] {
        for tls in [Tls::Asked, Tls::First] {
            let mut script = Script::honest(tls);
            script.certificate = certificate;
            let peer = MisbehavingSmtp::start(script).expect("a server");
            let mut settings = settings_of(&peer, tls);
            if !trusted {
                settings.authority.clear();
            }
            let sent = opened(&settings, SECRET, LONG).send(&mail()).await;
            assert_eq!(
                kind_of(sent.clone()),
                Some(MailFaultKind::Untrusted),
                "{certificate:?} {tls:?}"
            );
            assert!(said(sent).contains("certificate"));
            nothing_but_starttls_was_said(&peer);
        }
    }
}

fn nothing_but_starttls_was_said(peer: &MisbehavingSmtp) {
    let lines: Vec<_> = peer.commands().into_iter().map(|command| command.line).collect();
    let allowed = [
        [].as_slice(),
        &["EHLO example.com"],
        &["EHLO example.com", "STARTTLS"],
    ];
    assert!(allowed.iter().any(|allowed| lines == *allowed), "{lines:?}");
    assert!(peer.received().is_empty());
}

#[tokio::test]
async fn nothing_is_said_to_a_server_that_does_not_go_over_to_tls() {
    let injected = "220 go ahead\r\n250-peer.example\r\n250 AUTH PLAIN";
    for (deed, kind) in [
        (says("454 not now"), MailFaultKind::Later),
        (says("502 what?"), MailFaultKind::NoTls),
        (says("354 hm"), MailFaultKind::Nonsense),
        // An answer in the clear that would pass for the first one under TLS.
        (says(injected), MailFaultKind::Nonsense),
        (Silence, MailFaultKind::NoAnswer),
        (Cut, MailFaultKind::Cut),
    ] {
        let (peer, server) = peer(Script::honest(Tls::Asked), SHORT);
        peer.always(Moment::StartTls, deed.clone());
        assert_eq!(kind_of(server.send(&mail()).await), Some(kind), "{deed:?}");
        nothing_but_starttls_was_said(&peer);
    }
    for security in [MailSecurity::StartTls, MailSecurity::Tls] {
        let peer = MisbehavingSmtp::start(Script::honest(Tls::Never)).expect("a server");
        let sent = opened(&settings(peer.port(), security), SECRET, LONG)
            .send(&mail())
            .await;
        assert_eq!(kind_of(sent), Some(MailFaultKind::NoTls), "{security:?}");
        let said = format!("{:?}", peer.commands());
        assert!(!said.contains("AUTH") && !said.contains("MAIL"), "{said}");
    }
    let peer = MisbehavingSmtp::start(Script::honest(Tls::First)).expect("a server");
    let sent = opened(&settings(peer.port(), MailSecurity::StartTls), SECRET, SHORT)
        .send(&mail())
        .await;
    assert_eq!(kind_of(sent), Some(MailFaultKind::NoAnswer));
}

#[tokio::test]
async fn only_this_computer_is_spoken_to_in_the_clear() {
    for host in ["192.0.2.1", "2001:db8::1"] {
        let settings = MailServer {
            host: host.to_owned(),
            ..settings(25, MailSecurity::None)
        };
        let sent = opened(&settings, SECRET, LONG).send(&mail()).await;
        assert_eq!(kind_of(sent), Some(MailFaultKind::NoTls), "{host}");
    }
}

#[tokio::test]
async fn nobody_at_the_port_and_no_such_name_are_told_apart() {
    let mut peer = MisbehavingSmtp::start(Script::honest(Tls::Asked)).expect("a server");
    let settings = settings_of(&peer, Tls::Asked);
    peer.stop();
    let sent = opened(&settings, SECRET, LONG).send(&mail()).await;
    assert_eq!(kind_of(sent), Some(MailFaultKind::Unreachable));
    let unknown = MailServer {
        host: "no-such-host.invalid".to_owned(),
        ..settings
    };
    let sent = opened(&unknown, SECRET, SHORT).send(&mail()).await;
    assert_eq!(kind_of(sent), Some(MailFaultKind::NameUnknown));
}

#[test]
fn an_authority_that_is_none_shows_when_the_server_is_opened() {
    for pem in [
        "no certificate",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        let settings = MailServer {
            authority: pem.to_owned(),
            ..settings(25, MailSecurity::StartTls)
        };
        let opened = SmtpServer::open(&settings, accounts::ServiceSecret::default());
        assert_eq!(
            opened.err().map(|fault| fault.kind),
            Some(MailFaultKind::AuthorityInvalid)
        );
    }
}
