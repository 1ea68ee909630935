//! Why a mail server did not take an e-mail.

use crate::{
    EmailAddress, Problem,
    problem::{Field, Flaw},
    text,
};

/// Characters of a server's own words that are kept.
const SAID_MAX: usize = 200;

/// What went wrong, and what the server itself said about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind:?}")]
pub struct MailFault {
    /// What went wrong.
    pub kind: MailFaultKind,
    /// The server's own words, its status code first: one line, without the recipient's address.
    pub said: Option<String>,
}

/// Declares the kinds once: variant, code, whether trying again may help.
macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $again:literal;)*) => {
        /// What went wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum MailFaultKind { $($(#[$doc])* $variant,)* }

        impl MailFaultKind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// Whether the same e-mail may be taken later: once a network, a server or a setting was mended.
            pub const fn may_pass(self) -> bool {
                match self { $(Self::$variant => $again,)* }
            }
        }
    };
}

kinds! {
    /// The server's name has no address.
    NameUnknown = "name_unknown", true;
    /// Nobody listens at the port.
    Unreachable = "unreachable", true;
    /// What answers does not speak SMTP.
    Nonsense = "nonsense", true;
    /// No answer in time, before the e-mail was handed over.
    NoAnswer = "no_answer", true;
    /// The connection ended before the e-mail was handed over.
    Cut = "cut", true;
    /// The e-mail was handed over, and no answer came: it may arrive. The next try has the same Message-ID.
    Uncertain = "uncertain", true;
    /// The server offers no TLS where the settings ask for it.
    NoTls = "no_tls", true;
    /// The certificate is not trusted, of another host, or expired.
    Untrusted = "untrusted", true;
    /// The account, password or token was refused.
    Credentials = "credentials", true;
    /// The server offers no way to sign in that we know.
    NoAuth = "no_auth", true;
    /// The secret is not known on this computer.
    SecretMissing = "secret_missing", true;
    /// The keychain does not give or take the secret.
    KeychainFailed = "keychain_failed", true;
    /// The own authority of the settings is no certificate.
    AuthorityInvalid = "authority_invalid", true;
    /// Not now: greylisting, a full mailbox, too much at once (RFC 5321, 4yz).
    Later = "later", true;
    /// The sender's address was refused for good.
    Sender = "sender", false;
    /// The recipient's address was refused for good.
    Recipient = "recipient", false;
    /// The content was refused for good.
    Content = "content", false;
    /// The recipient's address has letters beyond ASCII, and the server has no SMTPUTF8 (RFC 6531).
    International = "international", false;
}

impl From<MailFaultKind> for MailFault {
    fn from(kind: MailFaultKind) -> Self {
        Self { kind, said: None }
    }
}

impl MailFault {
    /// As a problem of the field where it is mended, where it is one of the settings.
    pub fn problem(&self) -> Option<Problem> {
        match self.kind {
            MailFaultKind::AuthorityInvalid => {
                Some(Problem::new(Field::MailAuthority, Flaw::CertificatesInvalid))
            }
            MailFaultKind::SecretMissing => Some(Problem::new(Field::MailSecret, Flaw::Required)),
            _ => None,
        }
    }

    /// With the server's own words, from which the recipient is taken out: servers say back whom they refuse.
    pub fn said(kind: MailFaultKind, words: &str, to: Option<&EmailAddress>) -> Self {
        let mut line = words.split_whitespace().collect::<Vec<_>>().join(" ");
        line.retain(|c| !text::is_forbidden(c));
        if let Some(to) = to {
            for address in [to.as_str(), to.canonical()] {
                line = line.replace(address, &to.masked());
            }
        }
        let said: String = line.chars().take(SAID_MAX).collect();
        Self {
            kind,
            said: (!said.is_empty()).then_some(said),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_server_are_one_short_line_without_the_recipient() {
        let to = EmailAddress::parse("ada@example.com").expect("an address");
        let words = format!(
            "550 5.1.1\r\n<ada@example.com>: \u{202E}no such user {}",
            "x".repeat(300)
        );
        let fault = MailFault::said(MailFaultKind::Recipient, &words, Some(&to));
        let said = fault.said.expect("words");
        assert!(
            said.starts_with("550 5.1.1 <a…@example.com>: no such user xxx"),
            "{said}"
        );
        assert_eq!(said.chars().count(), 200);
        assert_eq!(MailFault::said(MailFaultKind::Later, " \n", None).said, None);
    }

    #[test]
    fn no_two_kinds_share_a_code() {
        for (at, kind) in MailFaultKind::ALL.iter().enumerate() {
            assert!(
                MailFaultKind::ALL[..at]
                    .iter()
                    .all(|other| other.code() != kind.code())
            );
        }
    }
}
