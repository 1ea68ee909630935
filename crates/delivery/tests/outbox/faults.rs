//! What goes wrong on the way, and that every e-mail arrives all the same, or its operator is told why not.

use std::time::Duration;

use accounts::{
    DeliveryFault, MessageState,
    mail::{MailAuth, MailFaultKind, MailSecurity, MailServer},
};
use peers::{
    exim::Exim,
    misbehaving::{
        Certificate,
        smtp::{ACCOUNT, Deed, MisbehavingSmtp, Moment, SECRET, Script, Tls},
    },
};

use crate::office::{self, SHORT};

pub fn way_to(exim: &Exim) -> MailServer {
    MailServer {
        host: "localhost".to_owned(),
        port: exim.port(),
        security: MailSecurity::StartTls,
        auth: MailAuth::Password,
        account: Exim::ACCOUNT.to_owned(),
        sender: "desk@example.com".to_owned(),
        sender_name: "Frontdesk".to_owned(),
        hello: String::new(),
        authority: exim.authority().to_owned(),
    }
}

fn way_to_misbehaving(peer: &MisbehavingSmtp) -> MailServer {
    MailServer {
        host: "127.0.0.1".to_owned(),
        port: peer.port(),
        security: MailSecurity::StartTls,
        auth: MailAuth::Password,
        account: ACCOUNT.to_owned(),
        sender: "desk@example.com".to_owned(),
        sender_name: String::new(),
        hello: String::new(),
        authority: peer.authority().to_owned(),
    }
}

fn kind(message: &accounts::Message) -> Option<MailFaultKind> {
    match &message.fault {
        Some(DeliveryFault::Mail(fault)) => Some(fault.kind),
        _ => None,
    }
}

#[tokio::test]
async fn what_exim_takes_later_or_never_is_tried_again_or_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let exim = Exim::start().expect("exim");
    let directory = office::found(folder.path()).await;
    office::use_server(&*directory, way_to(&exim)).await;
    let grey = office::create(&*directory, 1, "grey").await;
    let nobody = office::create(&*directory, 2, "nobody").await;
    let ada = office::create(&*directory, 3, "ada").await;
    let worker = office::start(&directory, Exim::SECRET, SHORT);
    office::until(&*directory, ada, MessageState::Sent).await;
    let refused = office::until(&*directory, nobody, MessageState::Failed).await;
    assert_eq!(kind(&refused), Some(MailFaultKind::Recipient));
    let Some(DeliveryFault::Mail(fault)) = refused.fault else {
        panic!("no fault")
    };
    let said = fault.said.expect("exim's words");
    assert!(
        said.starts_with("550 5.1.1") && !said.contains("nobody@"),
        "{said}"
    );
    let taken = office::until(&*directory, grey, MessageState::Sent).await;
    assert!(taken.tries >= 2, "greylisted first");
    assert_eq!(exim.arrived_after(2).len(), 2);
    assert!(worker.stop().await < Duration::from_secs(2));
}

#[tokio::test]
async fn a_server_that_was_down_gets_everything_once_it_is_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let directory = office::found(folder.path()).await;
    let exim = Exim::start().expect("exim");
    let nobody_listens = MailServer {
        port: 1,
        ..way_to(&exim)
    };
    office::use_server(&*directory, nobody_listens).await;
    let mut messages = Vec::new();
    for number in 1..=5 {
        messages.push(office::create(&*directory, number, &format!("u{number}")).await);
    }
    let worker = office::start(&directory, Exim::SECRET, SHORT);
    let waiting = loop {
        let message = directory.message(messages[0]).await.expect("a message");
        if message.fault.is_some() {
            break message;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    assert_eq!(kind(&waiting), Some(MailFaultKind::Unreachable));
    office::use_server(&*directory, way_to(&exim)).await;
    worker.bell.notify_one();
    for message in messages {
        office::until(&*directory, message, MessageState::Sent).await;
    }
    assert_eq!(exim.arrived_after(5).len(), 5);
    worker.stop().await;
}

/// The server misbehaves at one moment, then mends its ways: the e-mail arrives, and its row said why it was late.
async fn late_because(deed: (Moment, Deed), expected: MailFaultKind) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let peer = MisbehavingSmtp::start(Script::honest(Tls::Asked)).expect("a server");
    peer.always(deed.0, deed.1);
    let directory = office::found(folder.path()).await;
    office::use_server(&*directory, way_to_misbehaving(&peer)).await;
    let message = office::create(&*directory, 1, "ada").await;
    let worker = office::start(&directory, SECRET, SHORT);
    let late = loop {
        let message = directory.message(message).await.expect("a message");
        if message.state == MessageState::Waiting && message.fault.is_some() {
            break message;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    };
    assert_eq!(kind(&late), Some(expected));
    peer.behave();
    office::until(&*directory, message, MessageState::Sent).await;
    worker.stop().await;
    let ids: std::collections::BTreeSet<_> = peer
        .received()
        .into_iter()
        .map(|mail| mail.message_id().to_owned())
        .collect();
    assert_eq!(ids.len(), 1, "every try has the same Message-ID");
    peer.received().len()
}

#[tokio::test]
async fn a_server_that_hangs_or_cuts_gets_the_mail_again() {
    assert_eq!(
        late_because((Moment::Greeting, Deed::Silence), MailFaultKind::NoAnswer).await,
        1
    );
    // A short e-mail was written whole before the cut showed: it might have arrived.
    assert_eq!(
        late_because((Moment::Text, Deed::Cut), MailFaultKind::Uncertain).await,
        1
    );
    let refused = Deed::Say("535 5.7.8 no".to_owned());
    assert_eq!(
        late_because((Moment::Auth, refused), MailFaultKind::Credentials).await,
        1
    );
    // All had come before the cut: the copy is told by its Message-ID.
    assert_eq!(
        late_because((Moment::Dot, Deed::Cut), MailFaultKind::Uncertain).await,
        2
    );
}

#[tokio::test]
async fn a_bad_certificate_gets_nothing() {
    for certificate in [Certificate::OtherHost, Certificate::Expired] {
        let folder = tempfile::tempdir().expect("a folder");
        let script = Script {
            certificate,
            ..Script::honest(Tls::Asked)
        };
        let peer = MisbehavingSmtp::start(script).expect("a server");
        let directory = office::found(folder.path()).await;
        office::use_server(&*directory, way_to_misbehaving(&peer)).await;
        let message = office::create(&*directory, 1, "ada").await;
        let worker = office::start(&directory, SECRET, SHORT);
        let late = loop {
            let message = directory.message(message).await.expect("a message");
            if message.fault.is_some() {
                break message;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        };
        assert_eq!(kind(&late), Some(MailFaultKind::Untrusted));
        worker.stop().await;
        assert!(
            peer.commands()
                .iter()
                .all(|command| !command.line.starts_with("AUTH"))
        );
        assert_eq!(peer.received().len(), 0);
    }
}
