//! Messages to people: first a row of the outbox, stored with what caused it.

use std::fmt;

use jiff::Timestamp;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    Cursor, EmailAddress, PersonName, PhoneNumber, UserId,
    activation::{ActivationSecret, NewActivation},
    mail::{MailFault, TemplateKind},
    sms::{Sms, SmsFault},
};

/// Which message: a UUIDv7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MessageId(pub Uuid);

/// What a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    /// Asks a new user to confirm the address.
    Confirmation,
    /// Lets a user choose a new password.
    PasswordReset,
    /// Tells a user that a 2FA device was registered or removed.
    DeviceChanged,
    /// Brings a one-time code to a telephone.
    Code,
    /// Shows an operator that messages arrive.
    Test,
}

impl MessageKind {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Confirmation,
        Self::PasswordReset,
        Self::DeviceChanged,
        Self::Code,
        Self::Test,
    ];

    /// The template that it is written from, where an administrator may write one.
    pub const fn template(self) -> Option<TemplateKind> {
        match self {
            Self::Confirmation => Some(TemplateKind::Confirmation),
            Self::PasswordReset => Some(TemplateKind::PasswordReset),
            Self::DeviceChanged => Some(TemplateKind::DeviceChanged),
            Self::Code | Self::Test => None,
        }
    }

    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Confirmation => "confirmation",
            Self::PasswordReset => "password_reset",
            Self::DeviceChanged => "device_changed",
            Self::Code => "code",
            Self::Test => "test",
        }
    }
}

/// Declares the states once: variant and code.
macro_rules! states {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)*) => {
        /// What became of a message.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum MessageState { $($(#[$doc])* $variant,)* }

        impl MessageState {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }
    };
}

states! {
    /// Not delivered yet.
    Waiting = "waiting",
    /// Never leaves this computer; its text may be read here while it matters.
    Kept = "kept",
    /// Being handed over.
    Sending = "sending",
    /// The gateway or server took it.
    Sent = "sent",
    /// The gateway did not clearly answer: it may arrive.
    Uncertain = "uncertain",
    /// The gateway or server did not take it, and will not.
    Failed = "failed",
    /// Tried for a day in vain.
    GivenUp = "given_up",
    /// Not sent: an operator, or something that happened meanwhile, made it needless.
    Cancelled = "cancelled",
}

/// What went wrong with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryFault {
    /// On the way to a telephone.
    Sms(SmsFault),
    /// On the way to a mailbox.
    Mail(MailFault),
}

/// What became of handing a text message to a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The gateway took it.
    Sent,
    /// It may arrive all the same.
    Uncertain(SmsFault),
    /// It did not leave.
    Failed(SmsFault),
}

impl Delivery {
    /// What a gateway's answer means.
    pub fn of(answer: Result<(), SmsFault>) -> Self {
        match answer {
            Ok(()) => Self::Sent,
            Err(fault) if fault.kind.may_arrive() => Self::Uncertain(fault),
            Err(fault) => Self::Failed(fault),
        }
    }

    /// The state that follows.
    pub const fn state(&self) -> MessageState {
        match self {
            Self::Sent => MessageState::Sent,
            Self::Uncertain(_) => MessageState::Uncertain,
            Self::Failed(_) => MessageState::Failed,
        }
    }

    /// What went wrong, if anything.
    pub const fn fault(&self) -> Option<&SmsFault> {
        match self {
            Self::Sent => None,
            Self::Uncertain(fault) | Self::Failed(fault) => Some(fault),
        }
    }
}

/// What became of a try to deliver an e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailOutcome {
    /// The server took it.
    Sent,
    /// It is tried again.
    Again {
        /// What went wrong.
        fault: MailFault,
        /// Not before then.
        at: Timestamp,
    },
    /// The server will not take it.
    Failed(MailFault),
    /// Tried for a day in vain.
    GivenUp(MailFault),
    /// What it brings is of no more use.
    Outdated,
}

impl MailOutcome {
    /// The state that follows.
    pub const fn state(&self) -> MessageState {
        match self {
            Self::Sent => MessageState::Sent,
            Self::Again { .. } => MessageState::Waiting,
            Self::Failed(_) => MessageState::Failed,
            Self::GivenUp(_) => MessageState::GivenUp,
            Self::Outdated => MessageState::Cancelled,
        }
    }

    /// What went wrong, if anything.
    pub const fn fault(&self) -> Option<&MailFault> {
        match self {
            Self::Sent | Self::Outdated => None,
            Self::Again { fault, .. } | Self::Failed(fault) | Self::GivenUp(fault) => Some(fault),
        }
    }
}

/// To whom a message goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// By e-mail.
    Email(EmailAddress),
    /// By SMS.
    Phone(PhoneNumber),
}

impl Recipient {
    /// As stored.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(email) => email.as_str(),
            Self::Phone(number) => number.e164(),
        }
    }

    /// As the activity record names it.
    pub fn masked(&self) -> String {
        match self {
            Self::Email(email) => email.masked(),
            Self::Phone(number) => number.masked(),
        }
    }
}

/// The text of a message: it may hold a code, so it is wiped after use and hidden in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageText(Zeroizing<String>);

impl MessageText {
    /// Takes the text over.
    pub fn new(text: impl Into<Zeroizing<String>>) -> Self {
        Self(text.into())
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MessageText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MessageText(…)")
    }
}

/// A message about to be stored.
#[derive(Debug)]
pub struct NewMessage {
    /// Which.
    pub id: MessageId,
    /// What for.
    pub kind: MessageKind,
    /// What becomes of it at first.
    pub state: MessageState,
    /// To whom.
    pub recipient: Recipient,
    /// About whom; nobody where there is no account yet.
    pub user: Option<UserId>,
    /// The operator who caused it; nobody where Frontdesk itself did.
    pub caused_by: Option<UserId>,
    /// The text, where it is not written when the message is delivered.
    pub text: Option<MessageText>,
    /// The way to confirm the address that it brings; stored with it, it voids the one before.
    pub activation: Option<NewActivation>,
    /// For an e-mail that whoever stores it delivers at once: its claim, and when that ends. Others are due now.
    pub claim: Option<(Uuid, Timestamp)>,
    /// Now.
    pub created_at: Timestamp,
}

impl NewMessage {
    /// As a gateway takes it, where it is a text message.
    pub fn sms(&self) -> Option<Sms> {
        match (&self.recipient, &self.text) {
            (Recipient::Phone(number), Some(text)) => Some(Sms {
                id: self.id,
                to: number.clone(),
                text: text.clone(),
            }),
            _ => None,
        }
    }
}

/// A user whom a message is about, or who caused it.
#[derive(Debug, Clone)]
pub struct MessageUser {
    /// Which.
    pub id: UserId,
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
}

/// A message as listed.
#[derive(Debug)]
pub struct Message {
    /// Which.
    pub id: MessageId,
    /// What for.
    pub kind: MessageKind,
    /// What became of it.
    pub state: MessageState,
    /// To whom.
    pub recipient: Recipient,
    /// About whom.
    pub user: Option<MessageUser>,
    /// The operator who caused it.
    pub caused_by: Option<MessageUser>,
    /// What may be read of it; never in a list.
    pub content: MessageContent,
    /// What went wrong at the last try.
    pub fault: Option<DeliveryFault>,
    /// When it was stored.
    pub created_at: Timestamp,
    /// When its state last changed.
    pub changed_at: Timestamp,
    /// When it is tried next, where a worker delivers it.
    pub due_at: Option<Timestamp>,
    /// Deliveries tried.
    pub tries: u32,
}

impl Message {
    /// Whether it is an e-mail that an operator may have tried at once, or never sent.
    pub fn is_open(&self) -> bool {
        let open = [MessageState::Waiting, MessageState::Failed, MessageState::GivenUp];
        matches!(self.recipient, Recipient::Email(_)) && open.contains(&self.state)
    }
}

/// What the directory still has of what a message says.
#[derive(Debug, Default)]
pub struct MessageContent {
    /// The text of a message to a telephone that is kept, until it no longer matters.
    pub text: Option<MessageText>,
    /// What an e-mail brings, and until when that is good; gone once the e-mail was delivered.
    pub secret: Option<(ActivationSecret, Timestamp)>,
}

/// What became of the newest confirmation of a user who has not confirmed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmationSent {
    /// Its row of the outbox.
    pub message: MessageId,
    /// What became of it.
    pub state: MessageState,
    /// What went wrong at the last try.
    pub fault: Option<MailFault>,
    /// When the state last changed.
    pub changed_at: Timestamp,
}

/// E-mails that a worker takes for itself. Nobody else gets them before `until`; whoever comes later may, so a worker
/// that died keeps nothing.
#[derive(Debug, Clone, Copy)]
pub struct Claim {
    /// Which claim: only it may say what became of them.
    pub id: Uuid,
    /// Now.
    pub now: Timestamp,
    /// When it ends.
    pub until: Timestamp,
    /// Rows at most.
    pub limit: u32,
}

/// An e-mail that a worker took.
#[derive(Debug)]
pub struct ClaimedMail {
    /// Which.
    pub id: MessageId,
    /// What for.
    pub kind: MessageKind,
    /// To whom.
    pub to: EmailAddress,
    /// About whom.
    pub user: MessageUser,
    /// What it brings, and until when that is good.
    pub secret: Option<(ActivationSecret, Timestamp)>,
    /// When it was stored.
    pub created_at: Timestamp,
    /// When it was first tried: now, at the first try.
    pub first_try_at: Timestamp,
    /// Tries so far, this one included.
    pub tries: u32,
}

/// One page, newest first; without contents.
#[derive(Debug)]
pub struct MessagePage {
    /// In order.
    pub messages: Vec<Message>,
    /// Where to go on.
    pub next: Option<Cursor>,
}
