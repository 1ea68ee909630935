//! Going through the steps: the list ends with the one that failed.

use accounts::mail::{MailAuth, MailFaultKind, MailSecurity, MailServer, MailStep};
use delivery::mail::smtp::SmtpServer;
use peers::misbehaving::{
    Certificate,
    smtp::{
        Deed::{Cut, Say, Silence},
        MisbehavingSmtp, Moment, SECRET, Script, Tls,
    },
};

use super::{LONG, SHORT, mail, opened, peer, settings, settings_of};

/// The steps that passed, and the one that failed with what.
async fn tried(server: &SmtpServer) -> (Vec<MailStep>, Option<(MailStep, MailFaultKind)>) {
    let mut passed = Vec::new();
    let mut failed = None;
    for tried in server.try_steps().await {
        assert_eq!(failed, None, "nothing follows the step that failed");
        match tried.fault {
            None => passed.push(tried.step),
            Some(fault) => failed = Some((tried.step, fault.kind)),
        }
    }
    (passed, failed)
}

#[tokio::test]
async fn the_step_that_failed_is_the_last() {
    let says = |words: &str| Say(words.to_owned());
    let steps = [
        MailStep::Name,
        MailStep::Port,
        MailStep::Greeting,
        MailStep::Tls,
        MailStep::Credentials,
    ];
    for (moment, deed, passed, kind) in [
        (Moment::Greeting, Silence, 2, MailFaultKind::NoAnswer),
        (Moment::Greeting, says("hm"), 2, MailFaultKind::Nonsense),
        (Moment::Hello, Cut, 2, MailFaultKind::Cut),
        (Moment::StartTls, says("454 not now"), 3, MailFaultKind::Later),
        (Moment::Auth, says("535 no"), 4, MailFaultKind::Credentials),
        (Moment::Sender, says("550 no"), 5, MailFaultKind::Sender),
        (Moment::Sender, says("451 not now"), 5, MailFaultKind::Later),
    ] {
        let (peer, server) = peer(Script::honest(Tls::Asked), SHORT);
        peer.always(moment, deed.clone());
        let all = [steps.as_slice(), &[MailStep::Sender]].concat();
        let expected = (all[..passed].to_vec(), Some((all[passed], kind)));
        assert_eq!(tried(&server).await, expected, "{deed:?} at {moment:?}");
    }
}

#[tokio::test]
async fn what_is_missing_shows_at_its_step() {
    let (_clear, server) = peer(Script::honest(Tls::Never), LONG);
    let passed = [
        MailStep::Name,
        MailStep::Port,
        MailStep::Greeting,
        MailStep::Credentials,
        MailStep::Sender,
    ];
    assert_eq!(
        tried(&server).await,
        (passed.to_vec(), None),
        "there is no step of TLS without it"
    );

    let clear = MisbehavingSmtp::start(Script::honest(Tls::Never)).expect("a server");
    let asked = settings(clear.port(), MailSecurity::StartTls);
    let (_, failed) = tried(&opened(&asked, SECRET, LONG)).await;
    assert_eq!(failed, Some((MailStep::Tls, MailFaultKind::NoTls)));

    let (_none, server) = peer(Script::honest(Tls::Asked).offering(&[]), LONG);
    let (_, failed) = tried(&server).await;
    assert_eq!(failed, Some((MailStep::Credentials, MailFaultKind::NoAuth)));

    let mut expired = Script::honest(Tls::First);
    expired.certificate = Certificate::Expired;
    let (_expired, server) = peer(expired, LONG);
    let failed = Some((MailStep::Tls, MailFaultKind::Untrusted));
    assert_eq!(
        tried(&server).await,
        (vec![MailStep::Name, MailStep::Port], failed)
    );
}

#[tokio::test]
async fn a_server_that_is_not_there_fails_at_name_or_port() {
    let mut peer = MisbehavingSmtp::start(Script::honest(Tls::Asked)).expect("a server");
    let gone = settings_of(&peer, Tls::Asked);
    peer.stop();
    let failed = Some((MailStep::Port, MailFaultKind::Unreachable));
    assert_eq!(
        tried(&opened(&gone, SECRET, LONG)).await,
        (vec![MailStep::Name], failed)
    );
    let unknown = MailServer {
        host: "no-such-host.invalid".to_owned(),
        ..gone
    };
    let failed = Some((MailStep::Name, MailFaultKind::NameUnknown));
    assert_eq!(tried(&opened(&unknown, SECRET, SHORT)).await, (vec![], failed));
}

#[tokio::test]
async fn nothing_is_sent_and_the_kept_connection_is_left_alone() {
    let (peer, server) = peer(Script::honest(Tls::Asked), LONG);
    assert_eq!(server.send(&mail()).await, Ok(()));
    assert_eq!(tried(&server).await.1, None);
    let last = peer.commands().pop().expect("a command");
    assert_eq!(last.line, "QUIT");
    assert_eq!(server.send(&mail()).await, Ok(()));
    assert_eq!((peer.received().len(), peer.connections()), (2, 2));
}

#[tokio::test]
async fn who_does_not_sign_in_has_no_step_of_credentials() {
    let peer = MisbehavingSmtp::start(Script::honest(Tls::First)).expect("a server");
    let settings = MailServer {
        auth: MailAuth::None,
        account: String::new(),
        ..settings_of(&peer, Tls::First)
    };
    let passed = [
        MailStep::Name,
        MailStep::Port,
        MailStep::Tls,
        MailStep::Greeting,
        MailStep::Sender,
    ];
    assert_eq!(tried(&opened(&settings, "", LONG)).await, (passed.to_vec(), None));
}
