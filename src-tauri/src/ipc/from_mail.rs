//! Settings → E-mail and Settings → Messages across the wire, both ways, and what mail servers answer.

use accounts::{
    desk,
    mail::{self, MailFault, MailFaultKind},
};

use super::{
    CommandError, ErrorCode, MailAuth, MailPreview, MailSecurity, MailServer, MailSettings, MailStep,
    MailTestSent, MessageSettings, MessageSettingsState, Template, TemplateKind, TemplatePlaceholders,
    TriedStep,
};

/// The same names on both sides, both ways.
macro_rules! alike {
    ($domain:path, $wire:ident: $($name:ident),*) => {
        impl From<$domain> for $wire {
            fn from(value: $domain) -> Self {
                match value { $(<$domain>::$name => Self::$name,)* }
            }
        }

        impl From<$wire> for $domain {
            fn from(value: $wire) -> Self {
                match value { $($wire::$name => Self::$name,)* }
            }
        }
    };
}

alike!(mail::MailSecurity, MailSecurity: StartTls, Tls, None);
alike!(mail::MailAuth, MailAuth: None, Password, AccessToken);
alike!(mail::MailStep, MailStep: Name, Port, Greeting, Tls, Credentials, Sender);
alike!(mail::TemplateKind, TemplateKind: Confirmation, PasswordReset, DeviceChanged);

impl From<mail::MailSettings> for MailSettings {
    fn from(settings: mail::MailSettings) -> Self {
        Self {
            server: settings.server.map(Into::into),
        }
    }
}

impl From<MailSettings> for mail::MailSettings {
    fn from(settings: MailSettings) -> Self {
        Self {
            server: settings.server.map(Into::into),
        }
    }
}

impl From<mail::MailServer> for MailServer {
    fn from(server: mail::MailServer) -> Self {
        Self {
            host: server.host,
            port: server.port,
            security: server.security.into(),
            auth: server.auth.into(),
            account: server.account,
            sender: server.sender,
            sender_name: server.sender_name,
            hello: server.hello,
            authority: server.authority,
        }
    }
}

impl From<MailServer> for mail::MailServer {
    fn from(server: MailServer) -> Self {
        Self {
            host: server.host,
            port: server.port,
            security: server.security.into(),
            auth: server.auth.into(),
            account: server.account,
            sender: server.sender,
            sender_name: server.sender_name,
            hello: server.hello,
            authority: server.authority,
        }
    }
}

impl From<mail::TriedStep> for TriedStep {
    fn from(tried: mail::TriedStep) -> Self {
        Self {
            step: tried.step.into(),
            fault: tried.fault.map(CommandError::from),
        }
    }
}

impl From<desk::MailTestSent> for MailTestSent {
    fn from(sent: desk::MailTestSent) -> Self {
        Self {
            to: sent.to.as_str().to_owned(),
            message_id: sent.message.0.to_string(),
            fault: sent.fault.map(CommandError::from),
        }
    }
}

impl From<mail::MessageSettings> for MessageSettings {
    fn from(settings: mail::MessageSettings) -> Self {
        Self {
            language: settings.language.into(),
            templates: settings.templates.into_iter().map(Template::from).collect(),
            link_base: settings.link_base,
            activation_hours: settings.activation_hours,
            own_password: settings.own_password,
        }
    }
}

impl From<MessageSettings> for mail::MessageSettings {
    fn from(settings: MessageSettings) -> Self {
        Self {
            language: settings.language.into(),
            templates: settings.templates.into_iter().map(Into::into).collect(),
            link_base: settings.link_base,
            activation_hours: settings.activation_hours,
            own_password: settings.own_password,
        }
    }
}

impl From<(mail::TemplateKind, mail::Template)> for Template {
    fn from((kind, template): (mail::TemplateKind, mail::Template)) -> Self {
        Self {
            kind: kind.into(),
            subject: template.subject,
            body: template.body,
        }
    }
}

impl From<Template> for (mail::TemplateKind, mail::Template) {
    fn from(template: Template) -> Self {
        let kind = template.kind.into();
        let template = mail::Template {
            subject: template.subject,
            body: template.body,
        };
        (kind, template)
    }
}

impl From<desk::MessageState> for MessageSettingsState {
    fn from(state: desk::MessageState) -> Self {
        Self {
            settings: state.settings.into(),
            built_in: state.built_in.into_iter().map(Template::from).collect(),
            placeholders: mail::TemplateKind::ALL
                .iter()
                .map(|kind| (*kind).into())
                .collect(),
        }
    }
}

impl From<mail::TemplateKind> for TemplatePlaceholders {
    fn from(kind: mail::TemplateKind) -> Self {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            kind: kind.into(),
            known: names(kind.placeholders()),
            required: names(kind.required()),
        }
    }
}

impl From<mail::MailText> for MailPreview {
    fn from(text: mail::MailText) -> Self {
        Self {
            text: text.text.to_string(),
            html: text.html.to_string(),
            subject: text.subject,
        }
    }
}

impl From<MailFault> for CommandError {
    fn from(fault: MailFault) -> Self {
        let error = Self::from(match fault.kind {
            MailFaultKind::NameUnknown => ErrorCode::MailNameUnknown,
            MailFaultKind::Unreachable => ErrorCode::MailUnreachable,
            MailFaultKind::Nonsense => ErrorCode::MailNonsense,
            MailFaultKind::NoAnswer => ErrorCode::MailNoAnswer,
            MailFaultKind::Cut => ErrorCode::MailCut,
            MailFaultKind::Uncertain => ErrorCode::MailUncertain,
            MailFaultKind::NoTls => ErrorCode::MailNoTls,
            MailFaultKind::Untrusted => ErrorCode::MailUntrusted,
            MailFaultKind::Credentials => ErrorCode::MailCredentials,
            MailFaultKind::NoAuth => ErrorCode::MailNoAuth,
            MailFaultKind::SecretMissing => ErrorCode::MailSecretMissing,
            MailFaultKind::KeychainFailed => ErrorCode::MailKeychainFailed,
            MailFaultKind::AuthorityInvalid => ErrorCode::MailAuthorityInvalid,
            MailFaultKind::Later => ErrorCode::MailLater,
            MailFaultKind::Sender => ErrorCode::MailSender,
            MailFaultKind::Recipient => ErrorCode::MailRecipient,
            MailFaultKind::Content => ErrorCode::MailContent,
            MailFaultKind::International => ErrorCode::MailInternational,
        });
        let error = match fault.said {
            Some(said) => error.and("said", said),
            None => error,
        };
        error.retryable()
    }
}
