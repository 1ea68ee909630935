//! Against a real exim.

use accounts::mail::{MailAuth, MailFault, MailFaultKind, MailSecurity, MailServer, MailStep, TriedStep};
use delivery::mail::smtp::SmtpServer;
use mail_parser::MessageParser;
use peers::{
    authority::Authority,
    exim::{Arrived, Exim},
};

use super::{CODE, LONG, kind_of, mail, mail_to, opened, said, settings};

fn settings_of(exim: &Exim, security: MailSecurity) -> MailServer {
    let port = if security == MailSecurity::Tls {
        exim.tls_port()
    } else {
        exim.port()
    };
    MailServer {
        host: "localhost".to_owned(),
        account: Exim::ACCOUNT.to_owned(),
        authority: exim.authority().to_owned(),
        ..settings(port, security)
    }
}

fn server(exim: &Exim, security: MailSecurity) -> SmtpServer {
    opened(&settings_of(exim, security), Exim::SECRET, LONG)
}

/// That the e-mail of [`mail`] lies there as it was written.
fn is_whole(arrived: &Arrived) {
    let headers = arrived.headers();
    let names: Vec<_> = headers.iter().map(|(name, _)| name.as_str()).collect();
    let own = [
        "From",
        "To",
        "Date",
        "Subject",
        "Message-ID",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
    ];
    assert_eq!(
        names,
        [["Received"].as_slice(), own.as_slice()].concat(),
        "{}",
        arrived.raw
    );
    let header = |name| {
        headers
            .iter()
            .find(|(seen, _)| seen == name)
            .map(|(_, value)| value.as_str())
    };
    assert_eq!(header("To"), Some("<ada@example.com>"));
    assert_eq!(header("Date"), Some("Tue, 14 Nov 2023 22:13:20 -0000"));
    assert_eq!(
        header("Message-ID"),
        Some("<00000000-0000-0000-0000-000000000001@example.com>")
    );
    assert_eq!(header("Auto-Submitted"), Some("auto-generated"));
    let seen = MessageParser::new()
        .parse(arrived.raw.as_bytes())
        .expect("an e-mail");
    assert_eq!(seen.subject(), Some("Willkommen bei Ölmühle Süd ✓"));
    let from = seen.from().and_then(|from| from.first()).expect("a sender");
    assert_eq!(
        (from.name(), from.address()),
        (Some("Frontdesk — Empfang"), Some("desk@example.com"))
    );
    let sent = mail().text;
    let text = seen.body_text(0).expect("a text");
    assert_eq!(text.trim_end(), sent.text.trim_end());
    let html = seen.body_html(0).expect("a document");
    assert_eq!(html.trim_end(), sent.html.trim_end());
    assert_eq!((seen.text_body_count(), seen.html_body_count()), (1, 1));
}

#[tokio::test]
async fn an_email_arrives_whole_however_tls_begins_and_we_sign_in() {
    for (mechanism, security) in [
        ("PLAIN", MailSecurity::StartTls),
        ("LOGIN", MailSecurity::StartTls),
        ("PLAIN", MailSecurity::Tls),
    ] {
        let exim = Exim::start_with(&[mechanism]).expect("exim");
        let server = server(&exim, security);
        assert_eq!(server.send(&mail()).await, Ok(()), "{}", exim.words());
        server.close().await;
        let arrived = exim.arrived_after(1);
        assert_eq!(arrived.len(), 1, "{}", exim.words());
        assert_eq!(arrived[0].mailbox, "ada");
        assert!(arrived[0].raw.contains("with esmtpsa"), "{}", arrived[0].raw);
        assert!(
            exim.words().contains(&format!("A={mechanism}:app")),
            "{}",
            exim.words()
        );
        is_whole(&arrived[0]);
    }
}

#[tokio::test]
async fn twenty_emails_go_over_one_connection() {
    let exim = Exim::start().expect("exim");
    let server = server(&exim, MailSecurity::StartTls);
    for number in 0..20 {
        assert_eq!(server.send(&mail_to("ada@example.com", number)).await, Ok(()));
    }
    assert_eq!(exim.connections(), 1, "{}", exim.words());
    let arrived = exim.arrived_after(20);
    let mut ids: Vec<_> = arrived
        .iter()
        .flat_map(Arrived::headers)
        .filter(|(name, _)| name == "Message-ID")
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!((arrived.len(), ids.len()), (20, 20));
}

#[tokio::test]
async fn exim_ends_a_connection_after_so_many_emails_and_another_is_opened() {
    let exim = Exim::start_for(2).expect("exim");
    let server = server(&exim, MailSecurity::StartTls);
    for number in 0..5 {
        assert_eq!(
            server.send(&mail_to("ada@example.com", number)).await,
            Ok(()),
            "{}",
            exim.words()
        );
    }
    assert_eq!(exim.arrived_after(5).len(), 5);
    assert_eq!(exim.connections(), 3, "{}", exim.words());
}

#[tokio::test]
async fn whom_exim_refuses_is_told_in_its_words_and_hurts_nobody_else() {
    let exim = Exim::start().expect("exim");
    let server = server(&exim, MailSecurity::StartTls);
    let refused = server.send(&mail_to("nobody@example.com", 1)).await;
    assert_eq!(kind_of(refused.clone()), Some(MailFaultKind::Recipient));
    assert_eq!(said(refused), "550 5.1.1 <n…@example.com>: no such mailbox");
    let elsewhere = server.send(&mail_to("ada@elsewhere.example", 2)).await;
    let fault = MailFault::said(MailFaultKind::Recipient, "550 relay not permitted", None);
    assert_eq!(elsewhere, Err(fault));
    let later = server.send(&mail_to("later@example.com", 3)).await;
    assert_eq!(kind_of(later.clone()), Some(MailFaultKind::Later));
    assert_eq!(said(later), "451 4.3.0 try again later");
    assert_eq!(server.send(&mail()).await, Ok(()));
    let arrived = exim.arrived_after(1);
    assert_eq!(arrived.len(), 1);
    is_whole(&arrived[0]);
    assert_eq!(exim.connections(), 1);
}

#[tokio::test]
async fn greylisting_is_for_now_only() {
    let exim = Exim::start().expect("exim");
    let server = server(&exim, MailSecurity::StartTls);
    let grey = mail_to("grey@example.com", 1);
    let first = server.send(&grey).await;
    let fault = MailFault::said(MailFaultKind::Later, "450 4.7.1 greylisted", None);
    assert_eq!(first, Err(fault), "{}", exim.words());
    assert_eq!(server.send(&grey).await, Ok(()));
    let arrived = exim.arrived_after(1);
    assert_eq!((arrived.len(), arrived[0].mailbox.as_str()), (1, "grey"));
}

#[tokio::test]
async fn a_wrong_password_is_told_at_its_step() {
    let exim = Exim::start().expect("exim");
    let settings = settings_of(&exim, MailSecurity::StartTls);
    let server = opened(&settings, "wrong", LONG);
    let sent = server.send(&mail()).await;
    assert_eq!(kind_of(sent.clone()), Some(MailFaultKind::Credentials));
    assert_eq!(said(sent), "535 Incorrect authentication data");
    let last = server.try_steps().await.pop().expect("a step");
    assert_eq!(last.step, MailStep::Credentials);
    assert_eq!(
        last.fault.map(|fault| fault.kind),
        Some(MailFaultKind::Credentials)
    );
}

#[tokio::test]
async fn who_does_not_sign_in_is_told_to() {
    let exim = Exim::start().expect("exim");
    let settings = MailServer {
        auth: MailAuth::None,
        account: String::new(),
        ..settings_of(&exim, MailSecurity::StartTls)
    };
    let server = opened(&settings, "", LONG);
    assert_eq!(
        kind_of(server.send(&mail()).await),
        Some(MailFaultKind::Credentials)
    );
    let steps: Vec<_> = server
        .try_steps()
        .await
        .into_iter()
        .map(|tried| tried.step)
        .collect();
    assert_eq!(
        steps,
        [
            MailStep::Name,
            MailStep::Port,
            MailStep::Greeting,
            MailStep::Tls,
            MailStep::Sender
        ]
    );
}

#[tokio::test]
async fn another_authority_is_not_trusted_and_nothing_is_said() {
    let exim = Exim::start().expect("exim");
    let other = Authority::new().expect("an authority");
    for authority in ["", other.pem()] {
        for security in [MailSecurity::StartTls, MailSecurity::Tls] {
            let settings = MailServer {
                authority: authority.to_owned(),
                ..settings_of(&exim, security)
            };
            let server = opened(&settings, Exim::SECRET, LONG);
            assert_eq!(
                kind_of(server.send(&mail()).await),
                Some(MailFaultKind::Untrusted)
            );
            let last = server.try_steps().await.pop().expect("a step");
            assert_eq!(last.step, MailStep::Tls);
        }
    }
    assert!(exim.arrived().is_empty());
    assert!(!exim.words().contains(CODE));
}

#[tokio::test]
async fn a_server_that_is_as_it_should_be_passes_every_step_and_gets_nothing() {
    let exim = Exim::start().expect("exim");
    let passed = |step| TriedStep { step, fault: None };
    let (name, port, greeting) = (
        passed(MailStep::Name),
        passed(MailStep::Port),
        passed(MailStep::Greeting),
    );
    let (tls, credentials) = (passed(MailStep::Tls), passed(MailStep::Credentials));
    let sender = passed(MailStep::Sender);
    let steps = server(&exim, MailSecurity::StartTls).try_steps().await;
    let asked = [&name, &port, &greeting, &tls, &credentials, &sender].map(Clone::clone);
    assert_eq!(steps, asked, "{}", exim.words());
    let steps = server(&exim, MailSecurity::Tls).try_steps().await;
    assert_eq!(steps, [name, port, tls, greeting, credentials, sender]);
    assert!(exim.arrived().is_empty());
}
