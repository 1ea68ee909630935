//! Text messages: the port that gateways keep, what can go wrong on the way, and the settings of Settings → SMS.
//!
//! A gateway never sends a message twice by itself: once a message may have reached the other side, only a person
//! decides to send another.

mod check;
mod fault;
mod http;
mod settings;
mod template;

use std::time::Duration;

use async_trait::async_trait;

use crate::{MessageId, MessageText, PhoneNumber, ServiceSecret};

pub use fault::{SmsFault, SmsFaultKind};
pub use http::{HttpFlaw, HttpPlace, HttpRequest, HttpTemplate, NotInAddress};
pub use settings::{
    Gateway, GatewayKind, HttpBody, HttpGateway, HttpMethod, ModemGateway, SmppGateway, SmsSettings,
    TwilioGateway,
};

/// How long a gateway may take to be reached.
pub const REACHED_WITHIN: Duration = Duration::from_secs(5);
/// How long a gateway may take to answer, being reached included.
pub const ANSWERED_WITHIN: Duration = Duration::from_secs(15);

/// A text message on its way.
#[derive(Debug, Clone)]
pub struct Sms {
    /// The row of the outbox: gateways that take one use it as the key under which the same message is one.
    pub id: MessageId,
    /// To whom.
    pub to: PhoneNumber,
    /// What it says.
    pub text: MessageText,
}

/// How a gateway is doing, where it can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// It is reached and let us in; no more can be told without sending.
    Ready,
    /// It cannot be asked: only a message shows whether it works.
    Unknown,
    /// A modem in a network.
    Modem {
        /// Name of the network, empty where the modem does not tell.
        network: String,
        /// In a network that is not the SIM's own.
        roaming: bool,
        /// Strength of the signal in percent, where the modem knows it.
        signal: Option<u8>,
    },
}

/// The port to one gateway, kept open as long as its settings hold.
#[async_trait]
pub trait SmsGateway: Send + Sync {
    /// Hands the message over. `Ok` means that the gateway took it.
    async fn send(&self, sms: &Sms) -> Result<(), SmsFault>;

    /// How it is doing, without sending anything.
    async fn condition(&self) -> Result<Condition, SmsFault>;
}

/// The port to whatever gateway the settings name; never called for [`Gateway::Outbox`].
#[async_trait]
pub trait Gateways: Send + Sync {
    /// Sends a message through it.
    async fn send(&self, gateway: &Gateway, sms: &Sms) -> Result<(), SmsFault>;

    /// Asks how it is doing.
    async fn condition(&self, gateway: &Gateway) -> Result<Condition, SmsFault>;

    /// Whether the secret of the gateway is known on this computer.
    async fn has_secret(&self, gateway: &Gateway) -> bool;

    /// Keeps the secret of the gateway for as long as this computer can: in its keychain, or until the program ends.
    async fn keep_secret(&self, gateway: &Gateway, secret: &ServiceSecret) -> Result<(), SmsFault>;

    /// Forgets the secret of a gateway that is not used any more.
    async fn forget_secret(&self, gateway: &Gateway);
}
