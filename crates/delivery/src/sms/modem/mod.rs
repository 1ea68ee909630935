//! A GSM modem at a serial port, spoken to in AT commands (3GPP TS 27.007 and 27.005), with messages as PDUs.
//!
//! The port blocks, so a thread of its own goes there, on one errand at a time. It opens the port for each errand: a
//! modem that was unplugged in between is found again, and other programs may use it meanwhile.

mod dialogue;
mod errand;
mod fault;
mod submit;

use std::{fmt, sync::mpsc, thread, time::Duration};

use accounts::{
    ServiceSecret,
    sms::{Condition, ModemGateway, Sms, SmsFault, SmsFaultKind, SmsGateway},
};
use async_trait::async_trait;
use tokio::sync::oneshot;

use self::errand::Visitor;

/// How long a modem is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Until it answers a command.
    pub answered: Duration,
    /// Until it is in a network, and until the SIM is ready.
    pub registered: Duration,
    /// Until the network takes a message, or one part of it.
    pub sent: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            answered: Duration::from_secs(5),
            registered: Duration::from_secs(5),
            sent: Duration::from_secs(30),
        }
    }
}

/// A modem. Keep it as long as its settings hold: it remembers that the SIM refused the PIN, and does not try it again.
pub struct Modem {
    settings: ModemGateway,
    errands: mpsc::Sender<Errand>,
}

type Errand = Box<dyn FnOnce(&mut Visitor) + Send>;

impl Modem {
    /// Keeps the settings; the port is first opened at the first call.
    pub fn new(settings: ModemGateway, pin: ServiceSecret, patience: Patience) -> Self {
        let (errands, to_run) = mpsc::channel::<Errand>();
        let mut visitor = Visitor::new(settings.clone(), pin, patience);
        // Where the system gives no thread, `to_run` is dropped with the closure and every call says so.
        let _ = thread::Builder::new()
            .name("modem".to_owned())
            .spawn(move || to_run.into_iter().for_each(|errand| errand(&mut visitor)));
        Self { settings, errands }
    }

    /// Every wait of an errand has its end, so its answer comes; an errand that nobody waits for is not begun.
    async fn visit<T: Send + 'static>(
        &self,
        errand: impl FnOnce(&mut Visitor) -> Result<T, SmsFault> + Send + 'static,
        ended: SmsFaultKind,
    ) -> Result<T, SmsFault> {
        let (answer, answered) = oneshot::channel();
        let errand = Box::new(move |visitor: &mut Visitor| {
            if !answer.is_closed() {
                // Nobody may wait any more.
                let _ = answer.send(errand(visitor));
            }
        });
        self.errands
            .send(errand)
            .map_err(|_| SmsFault::from(SmsFaultKind::NoModem))?;
        answered.await.unwrap_or_else(|_| Err(ended.into()))
    }
}

impl fmt::Debug for Modem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Modem")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl SmsGateway for Modem {
    async fn send(&self, sms: &Sms) -> Result<(), SmsFault> {
        let sms = sms.clone();
        self.visit(move |visitor| visitor.send(&sms), SmsFaultKind::NoAnswer)
            .await
    }

    async fn condition(&self) -> Result<Condition, SmsFault> {
        self.visit(Visitor::condition, SmsFaultKind::NoModem).await
    }
}

/// The serial ports of this computer by name, for a list to choose from. A port that is not listed may still be there.
pub fn ports() -> Vec<String> {
    let found = serialport::available_ports().unwrap_or_default();
    let mut names: Vec<_> = found.into_iter().map(|port| port.port_name).collect();
    names.sort();
    names
}
