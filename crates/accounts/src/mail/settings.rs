//! Settings → E-mail and Settings → Messages. The password of the server is not among them: it rests in the keychain of
//! each computer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Template, TemplateKind};
use crate::{Language, activation::ActivationToken, password::Preset};

/// How the connection to a mail server is guarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailSecurity {
    /// Begins in the clear and goes over to TLS before anything is said (RFC 3207); ended where the server cannot.
    StartTls,
    /// TLS from the first octet (RFC 8314).
    Tls,
    /// None: on this computer only.
    None,
}

/// How a mail server is signed in to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailAuth {
    /// Not at all.
    None,
    /// With a password, by PLAIN or LOGIN, whichever the server offers.
    Password,
    /// With an access token, by XOAUTH2.
    AccessToken,
}

/// A mail server and how it is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailServer {
    /// Name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How the connection is guarded.
    pub security: MailSecurity,
    /// How we sign in.
    pub auth: MailAuth,
    /// As whom; empty with [`MailAuth::None`].
    pub account: String,
    /// The address that e-mails come from.
    pub sender: String,
    /// The name beside it; may be empty.
    pub sender_name: String,
    /// What we call ourselves in EHLO; empty for the domain of the sender.
    pub hello: String,
    /// Certificates of an own authority in PEM, trusted besides the system's; may be empty.
    pub authority: String,
}

impl MailServer {
    /// Where the server is and who signs in there: what its secret is for, as the keychain names it.
    pub fn destination(&self) -> String {
        format!("{}@{}:{}", self.account, self.host, self.port)
    }

    /// Whether nothing can be sent without the secret.
    pub fn needs_secret(&self) -> bool {
        self.auth != MailAuth::None
    }

    /// What we call ourselves in EHLO (RFC 5321, 4.1.1.1).
    pub fn hello(&self) -> &str {
        if self.hello.is_empty() {
            self.sender
                .rsplit_once('@')
                .map_or("localhost", |(_, domain)| domain)
        } else {
            &self.hello
        }
    }
}

/// Settings → E-mail.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MailSettings {
    /// Which server takes e-mails; without one they stay in the outbox, where an operator may read them.
    pub server: Option<MailServer>,
}

/// Settings → Messages: what e-mails say, and how an address is confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSettings {
    /// Language of the e-mails.
    pub language: Language,
    /// Templates in the place of the built-in ones.
    pub templates: BTreeMap<TemplateKind, Template>,
    /// Where the page is that confirms addresses, as `https://id.example.com`; without one the e-mail carries the code only.
    pub link_base: String,
    /// Hours that link and code are good, 1 to 168.
    pub activation_hours: u32,
    /// Whether a newcomer chooses a password of their own.
    pub own_password: bool,
}

impl Default for MessageSettings {
    fn default() -> Self {
        Self {
            language: Language::default(),
            templates: BTreeMap::new(),
            link_base: String::new(),
            activation_hours: Self::ACTIVATION_HOURS,
            own_password: true,
        }
    }
}

impl MessageSettings {
    /// Hours that link and code are good by default (SECURITY 14).
    pub const ACTIVATION_HOURS: u32 = 72;
    /// At most.
    pub const ACTIVATION_HOURS_MAX: u32 = 168;
    /// At most where passwords are held to NIST's rules (SP 800-63A-4: 24 hours for a code sent by e-mail).
    pub const ACTIVATION_HOURS_NIST: u32 = 24;

    /// How long link and code are good under a preset of the passwords.
    pub fn activation_hours_under(&self, preset: Preset) -> u32 {
        match preset {
            Preset::Classes => self.activation_hours,
            Preset::Nist => self.activation_hours.min(Self::ACTIVATION_HOURS_NIST),
        }
    }

    /// The link for a token, where there is a page.
    pub fn link(&self, token: &ActivationToken) -> Option<zeroize::Zeroizing<String>> {
        let base = self.link_base.trim_end_matches('/');
        (!base.is_empty()).then(|| zeroize::Zeroizing::new(format!("{base}/activate/{}", *token.text())))
    }
}
