//! A mail server that is spoken to by SMTP: a real exim, and one that misbehaves.
#![expect(clippy::expect_used, reason = "in a test every surprise is a failure")]

#[cfg(target_os = "linux")]
mod exim;
mod faults;
mod kept;
mod offers;
mod steps;

use std::time::Duration;

use accounts::{
    EmailAddress, MessageId, ServiceSecret,
    mail::{Mail, MailAuth, MailFault, MailFaultKind, MailSecurity, MailServer, MailText},
};
use delivery::mail::smtp::{Patience, SmtpServer};
use jiff::Timestamp;
use peers::misbehaving::smtp::{ACCOUNT, MisbehavingSmtp, SECRET, Script, Tls};
use uuid::Uuid;
use zeroize::Zeroizing;

/// The code that stands in every e-mail.
const CODE: &str = "ABCDE-FGHJK";

/// Long enough for this computer, short enough to wait for.
const SHORT: Patience = Patience {
    reached: Duration::from_millis(700),
    answered: Duration::from_millis(1_200),
    whole: Duration::from_secs(5),
};

/// For peers that are there, on a computer that has other things to do.
const LONG: Patience = Patience {
    reached: Duration::from_secs(10),
    answered: Duration::from_secs(30),
    whole: Duration::from_mins(1),
};

fn settings(port: u16, security: MailSecurity) -> MailServer {
    MailServer {
        host: "127.0.0.1".to_owned(),
        port,
        security,
        auth: MailAuth::Password,
        account: ACCOUNT.to_owned(),
        sender: "desk@example.com".to_owned(),
        sender_name: "Frontdesk — Empfang".to_owned(),
        hello: String::new(),
        authority: String::new(),
    }
}

/// How the misbehaving one is reached.
fn settings_of(peer: &MisbehavingSmtp, tls: Tls) -> MailServer {
    let security = match tls {
        Tls::Never => MailSecurity::None,
        Tls::Asked => MailSecurity::StartTls,
        Tls::First => MailSecurity::Tls,
    };
    MailServer {
        authority: peer.authority().to_owned(),
        ..settings(peer.port(), security)
    }
}

fn opened(settings: &MailServer, secret: &str, patience: Patience) -> SmtpServer {
    SmtpServer::open_with(settings, ServiceSecret::new(secret.to_owned()), patience).expect("good settings")
}

/// A misbehaving server that behaves for now, and the way to it.
fn peer(script: Script, patience: Patience) -> (MisbehavingSmtp, SmtpServer) {
    let tls = script.tls;
    let peer = MisbehavingSmtp::start(script).expect("a server");
    let server = opened(&settings_of(&peer, tls), SECRET, patience);
    (peer, server)
}

fn mail_to(to: &str, number: u128) -> Mail {
    Mail {
        id: MessageId(Uuid::from_u128(number)),
        to: EmailAddress::parse(to).expect("an address"),
        at: Timestamp::from_second(1_700_000_000).expect("in range"),
        text: MailText {
            subject: "Willkommen bei Ölmühle Süd ✓".to_owned(),
            text: Zeroizing::new(format!(
                "Grüß Gott\n\n{CODE}\n.\nhttps://id.example.com/activate/0123456789\n"
            )),
            html: Zeroizing::new(format!("<p>Grüß Gott</p>\n<p><b>{CODE}</b></p>\n")),
        },
    }
}

fn mail() -> Mail {
    mail_to("ada@example.com", 1)
}

/// The kind of a fault, after a look at its words: neither code nor secret nor recipient stands in them.
fn kind_of(sent: Result<(), MailFault>) -> Option<MailFaultKind> {
    let fault = sent.err()?;
    let shown = format!("{fault} {fault:?}");
    for hidden in [CODE, SECRET, "ada@example.com"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
    Some(fault.kind)
}

/// The server's own words.
fn said(sent: Result<(), MailFault>) -> String {
    sent.expect_err("a fault").said.unwrap_or_default()
}
