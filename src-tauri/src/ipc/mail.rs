//! Settings → E-mail and Settings → Messages.

use serde::{Deserialize, Serialize};

use super::{CommandError, Language};

/// Settings → E-mail as kept; no secret is in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MailSettings {
    /// Without a server, e-mails stay in the outbox.
    pub server: Option<MailServer>,
}

/// A mail server and how it is reached.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MailServer {
    pub host: String,
    pub port: u16,
    pub security: MailSecurity,
    pub auth: MailAuth,
    /// Empty with `none`.
    pub account: String,
    /// The address that e-mails come from.
    pub sender: String,
    /// The name beside it; may be empty.
    pub sender_name: String,
    /// What we call ourselves in EHLO; empty for the domain of the sender.
    pub hello: String,
    /// Certificates of an own authority in PEM; may be empty.
    pub authority: String,
}

/// How the connection is guarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum MailSecurity {
    /// TLS after STARTTLS, mostly at port 587.
    StartTls,
    /// TLS from the first octet, mostly at port 465.
    Tls,
    /// None: on this computer only.
    None,
}

/// How the server is signed in to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum MailAuth {
    None,
    /// By PLAIN or LOGIN.
    Password,
    /// By XOAUTH2.
    AccessToken,
}

/// Settings → E-mail as shown.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct MailState {
    pub settings: MailSettings,
    /// Whether this computer knows the server's secret.
    pub secret_known: bool,
    /// Whether the secret outlives the program: false where there is no keychain, and it is asked for anew.
    pub secret_lasts: bool,
}

/// A step of reaching a server, and what became of it. The list ends with the first that failed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TriedStep {
    pub step: MailStep,
    pub fault: Option<CommandError>,
}

/// What a server is tried for, in this order; `tls` comes before `greeting` where TLS comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum MailStep {
    /// Its name has an address.
    Name,
    /// Somebody listens at the port.
    Port,
    /// It speaks SMTP.
    Greeting,
    /// Its certificate is trusted. Not tried without TLS.
    Tls,
    /// It lets us in. Not tried where nobody signs in.
    Credentials,
    /// It takes e-mails from our sender.
    Sender,
}

/// What became of `send_mail_test`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct MailTestSent {
    /// The operator's own address.
    pub to: String,
    pub message_id: String,
    /// Nothing where the server took it.
    pub fault: Option<CommandError>,
}

/// Settings → Messages as kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MessageSettings {
    pub language: Language,
    /// In the place of the built-in ones, at most one of a kind.
    pub templates: Vec<Template>,
    /// As `https://id.example.com`; empty where there is no page, and the e-mail carries the code only.
    pub link_base: String,
    /// 1 to 168; under the password rules of NIST 24 at most hold.
    pub activation_hours: u32,
    /// Whether a newcomer chooses a password of their own.
    pub own_password: bool,
}

/// A template of an e-mail.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Template {
    pub kind: TemplateKind,
    pub subject: String,
    /// Paragraphs, an empty line between.
    pub body: String,
}

/// What a template is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TemplateKind {
    Confirmation,
    PasswordReset,
    DeviceChanged,
}

/// Settings → Messages as shown.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct MessageSettingsState {
    pub settings: MessageSettings,
    /// One of each kind, in the language of the settings.
    pub built_in: Vec<Template>,
    /// The placeholders of each kind.
    pub placeholders: Vec<TemplatePlaceholders>,
}

/// What may and what must stand in a template of a kind.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TemplatePlaceholders {
    pub kind: TemplateKind,
    /// As `first_name`; in a template it stands in braces.
    pub known: Vec<String>,
    pub required: Vec<String>,
}

/// How an e-mail would read.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct MailPreview {
    pub subject: String,
    pub text: String,
    /// A whole document; its styles are attributes.
    pub html: String,
}
