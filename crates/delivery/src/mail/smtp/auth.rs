//! How we sign in (RFC 4954): PLAIN, LOGIN or XOAUTH2.

use accounts::{
    ServiceSecret,
    mail::{MailAuth, MailFault, MailFaultKind, MailServer},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

use super::{
    reply::{Reply, Verdict},
    wire::Wire,
};

/// A word of a mechanism that the server does not offer, or no longer (RFC 5321, 4.2.2).
const NOT_IMPLEMENTED: u16 = 504;

/// A way to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mechanism {
    /// RFC 4616.
    Plain,
    /// Older than any RFC: name and password, each asked for.
    Login,
    /// Google's and Microsoft's, with an access token.
    Xoauth2,
}

impl Mechanism {
    const fn name(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
            Self::Xoauth2 => "XOAUTH2",
        }
    }

    /// The first that the settings allow and the server offers.
    fn chosen(auth: MailAuth, offered: &str) -> Option<Self> {
        let allowed: &[Self] = match auth {
            MailAuth::None => &[],
            MailAuth::Password => &[Self::Plain, Self::Login],
            MailAuth::AccessToken => &[Self::Xoauth2],
        };
        let offers = |name: &str| {
            offered
                .split_whitespace()
                .any(|word| word.eq_ignore_ascii_case(name))
        };
        allowed.iter().copied().find(|mechanism| offers(mechanism.name()))
    }
}

/// Signs in as the settings say. `greeting` is the answer to EHLO.
pub async fn sign_in(
    wire: &mut Wire,
    greeting: &Reply,
    server: &MailServer,
    secret: &ServiceSecret,
) -> Result<(), MailFault> {
    let offered = greeting.offers("AUTH").unwrap_or_default();
    let mechanism = Mechanism::chosen(server.auth, offered).ok_or(MailFaultKind::NoAuth)?;
    let account = &server.account;
    let reply = match mechanism {
        Mechanism::Plain => {
            let words = Zeroizing::new(["\0", account, "\0", secret.expose()].concat());
            wire.ask(&first("PLAIN", &words)).await?
        }
        Mechanism::Login => log_in(wire, account, secret).await?,
        Mechanism::Xoauth2 => {
            let words = ["user=", account, "\x01auth=Bearer ", secret.expose(), "\x01\x01"];
            let words = Zeroizing::new(words.concat());
            let reply = wire.ask(&first("XOAUTH2", &words)).await?;
            // A refusal comes as a question, and is said after an empty answer to it.
            match reply.verdict() {
                Verdict::Continue => wire.ask("").await?,
                _ => reply,
            }
        }
    };
    let kind = match reply.verdict() {
        Verdict::Done => return Ok(()),
        Verdict::NotNow => MailFaultKind::Later,
        Verdict::Continue => MailFaultKind::Nonsense,
        Verdict::Never if reply.code == NOT_IMPLEMENTED => MailFaultKind::NoAuth,
        Verdict::Never => MailFaultKind::Credentials,
    };
    Err(MailFault::said(
        kind,
        &without_secret(&reply.words(), secret),
        None,
    ))
}

/// The command with all that the mechanism has to say.
fn first(mechanism: &str, words: &str) -> Zeroizing<String> {
    Zeroizing::new(["AUTH ", mechanism, " ", encoded(words).as_str()].concat())
}

/// Name and password, whatever the server calls them when it asks.
async fn log_in(wire: &mut Wire, account: &str, secret: &ServiceSecret) -> Result<Reply, MailFault> {
    let mut reply = wire.ask("AUTH LOGIN").await?;
    for word in [account, secret.expose()] {
        if reply.verdict() != Verdict::Continue {
            break;
        }
        reply = wire.ask(&encoded(word)).await?;
    }
    Ok(reply)
}

fn encoded(text: &str) -> Zeroizing<String> {
    Zeroizing::new(STANDARD.encode(text))
}

/// Some servers say back what they refuse, as it is or as it was encoded.
fn without_secret(words: &str, secret: &ServiceSecret) -> String {
    let secret = secret.expose();
    if secret.is_empty() {
        return words.to_owned();
    }
    let mut hidden = words.replace(secret, "…");
    for token in words.split(|c: char| !c.is_ascii_alphanumeric() && !"+/=".contains(c)) {
        let decoded = Zeroizing::new(STANDARD.decode(token).unwrap_or_default());
        if decoded
            .windows(secret.len())
            .any(|window| window == secret.as_bytes())
        {
            hidden = hidden.replace(token, "…");
        }
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_goes_before_login_and_a_token_is_no_password() {
        let chosen = Mechanism::chosen;
        assert_eq!(
            chosen(MailAuth::Password, "login plain CRAM-MD5"),
            Some(Mechanism::Plain)
        );
        assert_eq!(
            chosen(MailAuth::Password, "XOAUTH2 LOGIN"),
            Some(Mechanism::Login)
        );
        assert_eq!(chosen(MailAuth::Password, "XOAUTH2 PLAIN-CLIENTTOKEN"), None);
        assert_eq!(
            chosen(MailAuth::AccessToken, "PLAIN XOAUTH2"),
            Some(Mechanism::Xoauth2)
        );
        assert_eq!(chosen(MailAuth::AccessToken, "PLAIN"), None);
    }

    #[test]
    fn a_secret_that_is_said_back_is_hidden() {
        let secret = ServiceSecret::new("s3cret word".to_owned());
        let plain = STANDARD.encode("\0app\0s3cret word");
        let said = format!("535 no: s3cret word ({plain} {plain} aGVsbG8=)");
        assert_eq!(without_secret(&said, &secret), "535 no: … (… … aGVsbG8=)");
    }
}
