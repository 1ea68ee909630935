//! Settings → E-mail and Settings → Messages.

use std::time::Duration;

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    EmailAddress, MailSettings, MessageId, MessageKind, MessageSettings, NewMessage, Operator, Permission,
    PersonName, Problem, ServiceSecret,
    activation::ActivationSecret,
    activity::Action,
    desk::{Desk, DeskError, party},
    directory::DirectoryError,
    mail::{Facts, Mail, MailFault, MailServer, MailText, Template, TemplateKind, TriedStep},
    outbox::MailOutcome,
    problem::{Field, Flaw},
};

/// How long whoever asked for a test has it for themselves; after that the outbox sends it.
const TEST_CLAIM: Duration = Duration::from_mins(2);

/// Settings → E-mail as shown.
#[derive(Debug, Clone)]
pub struct MailState {
    /// What the directory keeps.
    pub settings: MailSettings,
    /// Whether this computer knows the server's secret.
    pub secret_known: bool,
}

/// Settings → E-mail as entered.
#[derive(Debug, Clone)]
pub struct MailForm {
    /// What the directory is to keep.
    pub settings: MailSettings,
    /// The server's secret; nothing for the one that this computer knows.
    pub secret: Option<ServiceSecret>,
}

/// Settings → Messages as shown.
#[derive(Debug, Clone)]
pub struct MessageState {
    /// What the directory keeps.
    pub settings: MessageSettings,
    /// The built-in templates in the language of the settings.
    pub built_in: Vec<(TemplateKind, Template)>,
}

/// What became of an e-mail that was to show that e-mails arrive.
#[derive(Debug, Clone)]
pub struct MailTestSent {
    /// To which address: the operator's own.
    pub to: EmailAddress,
    /// Its row of the outbox.
    pub message: MessageId,
    /// What went wrong, if anything.
    pub fault: Option<MailFault>,
}

impl Desk {
    /// Settings → E-mail.
    pub async fn mail_settings(&self, operator: &Operator) -> Result<MailState, DeskError> {
        self.require(operator, Permission::EditSettings).await?;
        let settings = self.directory.mail_settings().await?;
        Ok(self.with_known_secret(settings).await)
    }

    /// Stores Settings → E-mail, and has what waits delivered. A secret goes with the place that it is for: where the
    /// server is another one, the secret has to be entered anew, so that nobody can have it sent elsewhere who does not
    /// know it.
    pub async fn save_mail_settings(
        &self,
        operator: &Operator,
        form: MailForm,
    ) -> Result<MailState, DeskError> {
        self.require(operator, Permission::EditSettings).await?;
        let settings = form.settings.checked().map_err(DeskError::Invalid)?;
        if let Some(server) = &settings.server {
            if !server.authority.is_empty() && !self.mailer.is_authority(&server.authority) {
                let problem = Problem::new(Field::MailAuthority, Flaw::CertificatesInvalid);
                return Err(DeskError::Invalid(vec![problem]));
            }
            self.keep_mail_secret(server, form.secret).await?;
        }
        let before = self.directory.mail_settings().await?.server;
        let mut entry = self.entry_of(operator, Action::SettingsChanged);
        let host = settings.server.as_ref().map_or("", |server| &server.host);
        entry.details.insert("mail_server".to_owned(), host.to_owned());
        self.directory.save_mail_settings(&settings, &entry).await?;
        if let Some(before) = before {
            let now = settings.server.as_ref().map(MailServer::destination);
            if now.as_ref() != Some(&before.destination()) {
                self.mailer.forget_secret(&before).await;
            }
        }
        self.bell.notify_one();
        Ok(self.with_known_secret(settings).await)
    }

    async fn keep_mail_secret(
        &self,
        server: &MailServer,
        secret: Option<ServiceSecret>,
    ) -> Result<(), DeskError> {
        if !server.needs_secret() {
            return Ok(());
        }
        match secret.filter(|secret| !secret.expose().is_empty()) {
            Some(secret) => {
                let kept = self.mailer.keep_secret(server, &secret).await;
                kept.map_err(DeskError::Mail)
            }
            None if self.mailer.has_secret(server).await => Ok(()),
            None => {
                let problem = Problem::new(Field::MailSecret, Flaw::Required);
                Err(DeskError::Invalid(vec![problem]))
            }
        }
    }

    /// Goes through the steps of reaching a server as entered, before it is kept.
    pub async fn try_mail_server(
        &self,
        operator: &Operator,
        server: MailServer,
        secret: Option<ServiceSecret>,
    ) -> Result<Vec<TriedStep>, DeskError> {
        self.require(operator, Permission::EditSettings).await?;
        let server = server.checked().map_err(DeskError::Invalid)?;
        let secret = secret.filter(|secret| !secret.expose().is_empty());
        match self.mailer.try_steps(&server, secret.as_ref()).await {
            Ok(steps) => Ok(steps),
            Err(fault) => Err(fault.problem().map_or(DeskError::Mail(fault), |problem| {
                DeskError::Invalid(vec![problem])
            })),
        }
    }

    /// Sends the operator an e-mail that shows that e-mails arrive, by the server that is kept.
    pub async fn send_mail_test(&self, operator: &Operator) -> Result<MailTestSent, DeskError> {
        self.require(operator, Permission::EditSettings).await?;
        let server = self.directory.mail_settings().await?.server;
        let server =
            server.ok_or_else(|| DeskError::Invalid(vec![Problem::new(Field::MailHost, Flaw::Required)]))?;
        let claim = Uuid::from_u128(self.new_id().as_u128());
        let now = self.clock.now();
        let message = NewMessage {
            claim: Some((claim, now.checked_add(TEST_CLAIM).unwrap_or(now))),
            ..self.mail_about(
                MessageKind::Test,
                operator.id,
                operator.email.clone(),
                Some(operator.id),
            )
        };
        let mut entry = self.entry_of(operator, Action::TestMessageSent);
        entry.subject = Some(party(operator.id, &operator.email));
        self.directory.store_message(&message, &entry).await?;
        let settings = self.directory.message_settings().await?;
        let mail = Mail {
            id: message.id,
            to: operator.email.clone(),
            at: message.created_at,
            text: (self.texts.mail_test)(&settings),
        };
        let fault = self.mailer.send(&server, &mail).await.err();
        let outcome = fault.clone().map_or(MailOutcome::Sent, MailOutcome::Failed);
        self.directory
            .mail_tried(message.id, claim, &outcome, self.clock.now())
            .await?;
        Ok(MailTestSent {
            to: operator.email.clone(),
            message: message.id,
            fault,
        })
    }

    /// Settings → Messages.
    pub async fn message_settings(&self, operator: &Operator) -> Result<MessageState, DeskError> {
        self.require(operator, Permission::EditSettings).await?;
        Ok(self.with_built_in(self.directory.message_settings().await?))
    }

    /// Stores Settings → Messages.
    pub async fn save_message_settings(
        &self,
        operator: &Operator,
        settings: MessageSettings,
    ) -> Result<MessageState, DeskError> {
        self.require(operator, Permission::EditSettings).await?;
        let settings = settings.checked().map_err(DeskError::Invalid)?;
        let mut entry = self.entry_of(operator, Action::SettingsChanged);
        entry
            .details
            .insert("messages".to_owned(), settings.language.tag().to_owned());
        self.directory.save_message_settings(&settings, &entry).await?;
        Ok(self.with_built_in(settings))
    }

    /// How an e-mail would read, to the operator and with a made-up link and code: from the template of these settings,
    /// or the built-in one of their language.
    pub async fn preview_message(
        &self,
        operator: &Operator,
        kind: TemplateKind,
        settings: MessageSettings,
    ) -> Result<MailText, DeskError> {
        self.require(operator, Permission::EditSettings).await?;
        if let Some(template) = settings.templates.get(&kind) {
            template.clone().checked(kind).map_err(DeskError::Invalid)?;
        }
        let stored = self.directory.settings().await?.passwords;
        let hours = settings.activation_hours_under(stored.preset);
        let secret = ActivationSecret::random(&mut *(self.randomness)());
        let until = self
            .clock
            .now()
            .checked_add(Duration::from_secs(u64::from(hours) * 3_600));
        let facts = Facts {
            first_name: &operator.first_name,
            last_name: &operator.last_name,
            email: &operator.email,
            organisation: &stored.organisation,
            secret: Some((&secret, until.unwrap_or(Timestamp::MAX))),
        };
        Ok((self.texts.mail)(kind, &facts, &settings))
    }

    /// What an e-mail of the outbox says, where all of it is still there.
    pub(super) async fn mail_text(
        &self,
        kind: MessageKind,
        person: (&PersonName, &PersonName, &EmailAddress),
        secret: Option<(&ActivationSecret, Timestamp)>,
    ) -> Result<Option<MailText>, DirectoryError> {
        let settings = self.directory.message_settings().await?;
        let Some(template) = kind.template() else {
            return Ok((kind == MessageKind::Test).then(|| (self.texts.mail_test)(&settings)));
        };
        if secret.is_none() && !template.required().is_empty() {
            return Ok(None);
        }
        let (first_name, last_name, email) = person;
        let facts = Facts {
            first_name,
            last_name,
            email,
            organisation: &self.directory.settings().await?.passwords.organisation,
            secret,
        };
        Ok(Some((self.texts.mail)(template, &facts, &settings)))
    }

    async fn with_known_secret(&self, settings: MailSettings) -> MailState {
        MailState {
            secret_known: match &settings.server {
                Some(server) => server.needs_secret() && self.mailer.has_secret(server).await,
                None => false,
            },
            settings,
        }
    }

    fn with_built_in(&self, settings: MessageSettings) -> MessageState {
        let built_in = TemplateKind::ALL.iter();
        MessageState {
            built_in: built_in
                .map(|kind| (*kind, (self.texts.template)(*kind, settings.language)))
                .collect(),
            settings,
        }
    }
}
