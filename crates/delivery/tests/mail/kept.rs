//! The connection that is kept.

use std::{sync::Arc, time::Duration};

use accounts::mail::MailFaultKind;
use peers::misbehaving::smtp::{
    Deed::{Cut, Say, Silence},
    MisbehavingSmtp, Moment, Script, Tls,
};
use tokio::{task::JoinSet, time::timeout};

use super::{LONG, SHORT, kind_of, mail, mail_to, peer};

fn ids(peer: &MisbehavingSmtp) -> Vec<String> {
    peer.received()
        .iter()
        .map(|received| received.message_id()[..37].to_owned())
        .collect()
}

fn id(number: u128) -> String {
    format!("<{}", uuid::Uuid::from_u128(number))
}

#[tokio::test]
async fn emails_go_over_one_connection_that_is_signed_in_to_once() {
    let (peer, server) = peer(Script::honest(Tls::Asked), LONG);
    let server = Arc::new(server);
    let mut sending = JoinSet::new();
    for number in 0..20 {
        let server = Arc::clone(&server);
        sending.spawn(async move { server.send(&mail_to("ada@example.com", number)).await });
    }
    assert!(sending.join_all().await.into_iter().all(|sent| sent.is_ok()));
    let mut seen = ids(&peer);
    seen.sort();
    assert_eq!(seen, (0..20).map(id).collect::<Vec<_>>());
    assert_eq!(peer.connections(), 1);
    let signed_in = peer
        .commands()
        .into_iter()
        .filter(|command| command.line.starts_with("AUTH"));
    assert_eq!(signed_in.count(), 1);
}

#[tokio::test]
async fn a_connection_that_was_closed_meanwhile_is_opened_anew_without_a_fault() {
    for tls in [Tls::Never, Tls::Asked] {
        let mut script = Script::honest(tls);
        script.idle = Some(Duration::from_millis(200));
        let (peer, server) = peer(script, LONG);
        for number in 0..3 {
            assert_eq!(server.send(&mail_to("ada@example.com", number)).await, Ok(()));
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        assert_eq!(ids(&peer), [id(0), id(1), id(2)]);
        assert_eq!(peer.connections(), 3);
    }
}

#[tokio::test]
async fn a_server_that_has_had_enough_of_a_connection_gets_the_email_over_another() {
    for (moment, deed) in [
        // A firewall forgot it.
        (Moment::Reset, Silence),
        (Moment::Reset, Say("421 too long".to_owned())),
        (Moment::Reset, Say("502 what?".to_owned())),
        (Moment::Sender, Say("421 too many".to_owned())),
        (Moment::Sender, Cut),
        (Moment::Sender, Say("hm".to_owned())),
    ] {
        let (peer, server) = peer(Script::honest(Tls::Never), SHORT);
        assert_eq!(server.send(&mail_to("ada@example.com", 0)).await, Ok(()));
        peer.once(moment, deed.clone());
        assert_eq!(
            server.send(&mail_to("ada@example.com", 1)).await,
            Ok(()),
            "{deed:?}"
        );
        assert_eq!(ids(&peer), [id(0), id(1)]);
        assert_eq!(peer.connections(), 2);
    }
}

#[tokio::test]
async fn once_the_sender_was_accepted_nothing_is_begun_again() {
    for moment in [Moment::Recipient, Moment::Data] {
        let (peer, server) = peer(Script::honest(Tls::Never), LONG);
        assert_eq!(server.send(&mail_to("ada@example.com", 0)).await, Ok(()));
        peer.once(moment, Cut);
        let sent = server.send(&mail_to("ada@example.com", 1)).await;
        assert_eq!(kind_of(sent), Some(MailFaultKind::Cut), "{moment:?}");
        assert_eq!((ids(&peer), peer.connections()), (vec![id(0)], 1));
    }
}

#[tokio::test]
async fn a_first_connection_that_is_closed_is_a_fault() {
    let (peer, server) = peer(Script::honest(Tls::Never), LONG);
    peer.always(Moment::Sender, Say("421 go away".to_owned()));
    assert_eq!(kind_of(server.send(&mail()).await), Some(MailFaultKind::Later));
    assert_eq!(peer.connections(), 1);
}

#[tokio::test]
async fn an_email_that_is_given_up_half_way_leaves_nothing_behind() {
    let (peer, server) = peer(Script::honest(Tls::Asked), LONG);
    peer.once(Moment::Data, Silence);
    let first = mail_to("ada@example.com", 0);
    let given_up = timeout(Duration::from_millis(700), server.send(&first));
    assert!(given_up.await.is_err());
    assert_eq!(server.send(&mail_to("ada@example.com", 1)).await, Ok(()));
    assert_eq!(ids(&peer), [id(1)]);
}

#[tokio::test]
async fn a_connection_is_ended_politely() {
    let (peer, server) = peer(Script::honest(Tls::Asked), LONG);
    server.close().await;
    assert_eq!(peer.connections(), 0);
    assert_eq!(server.send(&mail()).await, Ok(()));
    server.close().await;
    let last = peer.commands().pop().expect("a command");
    assert_eq!((last.line.as_str(), last.secured), ("QUIT", true));
    assert_eq!(server.send(&mail()).await, Ok(()));
    assert_eq!(peer.connections(), 2);
}
