//! What is done at the port: find the modem, open the SIM, wait for the network, and then what the errand is.

use std::{
    thread,
    time::{Duration, Instant},
};

use accounts::{
    ServiceSecret,
    sms::{Condition, ModemGateway, Sms, SmsFault, SmsFaultKind},
};
use zeroize::Zeroizing;

use super::{
    Patience,
    dialogue::{Dialogue, Refusal, Trouble},
    fault::{SIM_BUSY, meaning, not_opened},
    submit::Submit,
};
use crate::sms::gsm;

/// Between two looks at what takes its time.
const PAUSE: Duration = Duration::from_millis(200);
/// Ends the text of a message (3GPP TS 27.005, 4.3).
const CTRL_Z: &[u8] = b"\x1A";
/// Ends a text that an earlier visitor left unfinished; a modem that waits for none takes no notice.
const ESCAPE: &[u8] = b"\x1B";

/// Whoever goes to the port.
pub struct Visitor {
    settings: ModemGateway,
    pin: ServiceSecret,
    patience: Patience,
    /// The PIN was given, and the SIM did not say that it is right.
    pin_spent: bool,
    reference: u8,
}

impl Visitor {
    /// With what it needs there.
    pub const fn new(settings: ModemGateway, pin: ServiceSecret, patience: Patience) -> Self {
        Self {
            settings,
            pin,
            patience,
            pin_spent: false,
            reference: 0,
        }
    }

    /// Hands a message over.
    pub fn send(&mut self, sms: &Sms) -> Result<(), SmsFault> {
        self.reference = self.reference.wrapping_add(1);
        let parts = gsm::parts(sms.text.expose(), self.reference)
            .map_err(|long| SmsFault::said(SmsFaultKind::Refused, &long.to_string(), None, None))?;
        let mut modem = self.reach()?;
        self.registration(&mut modem)?;
        self.ask(&mut modem, "AT+CMGF=0", "")?;
        let mut lost: fn(Trouble) -> SmsFault = not_sent;
        for part in &parts {
            self.submit(&mut modem, &Submit::new(sms.to.e164(), part), lost)?;
            // Some of the message is on its way from now on.
            lost = not_known;
        }
        Ok(())
    }

    /// What has no Ctrl-Z is not sent; until then trouble means what `lost` says.
    fn submit(
        &self,
        modem: &mut Dialogue,
        message: &Submit,
        lost: fn(Trouble) -> SmsFault,
    ) -> Result<(), SmsFault> {
        let command = format!("AT+CMGS={}", message.length);
        modem.prompt(&command, self.patience.answered).map_err(lost)?;
        modem.write(message.hex.as_bytes()).map_err(lost)?;
        modem.write(CTRL_Z).map_err(not_known)?;
        modem.done("+CMGS:", self.patience.sent).map_err(not_known)?;
        Ok(())
    }

    /// Asks for the network and the signal.
    pub fn condition(&mut self) -> Result<Condition, SmsFault> {
        let mut modem = self.reach()?;
        let roaming = self.registration(&mut modem)? == Registration::Roaming;
        // A modem may not tell; it works all the same.
        let network = self.ask(&mut modem, "AT+COPS?", "+COPS:").unwrap_or_default();
        let signal = self.ask(&mut modem, "AT+CSQ", "+CSQ:").unwrap_or_default();
        Ok(Condition::Modem {
            network: network.last().map(|line| operator(line)).unwrap_or_default(),
            roaming,
            signal: signal.last().and_then(|line| percent(line)),
        })
    }

    /// A modem that answers, with its SIM open.
    fn reach(&mut self) -> Result<Dialogue, SmsFault> {
        let port = &self.settings.port;
        let opened = Dialogue::open(port, self.settings.baud);
        let mut modem = opened.map_err(|error| not_opened(port, &error))?;
        modem.write(ESCAPE).map_err(not_sent)?;
        self.ask(&mut modem, "AT", "")?;
        // A modem that does not know these works all the same, if less clearly.
        for command in ["ATE0", "AT+CMEE=1"] {
            match modem.command(command, "", self.patience.answered) {
                Ok(_) | Err(Trouble::Refused(_)) => {}
                Err(trouble) => return Err(not_sent(trouble)),
            }
        }
        self.open_sim(&mut modem)?;
        Ok(modem)
    }

    fn open_sim(&mut self, modem: &mut Dialogue) -> Result<(), SmsFault> {
        let asked = self.sim(modem)?;
        match asked.last().map(String::as_str) {
            Some("READY") => Ok(()),
            Some("SIM PIN") => self.give_pin(modem),
            Some("SIM PUK") => Err(SmsFaultKind::PukNeeded.into()),
            other => Err(SmsFault::said(
                SmsFaultKind::Refused,
                other.unwrap_or_default(),
                None,
                None,
            )),
        }
    }

    /// What the SIM waits for; a SIM that was just put in is busy at first.
    fn sim(&self, modem: &mut Dialogue) -> Result<Vec<String>, SmsFault> {
        let until = Instant::now() + self.patience.registered;
        loop {
            match modem.command("AT+CPIN?", "+CPIN:", self.patience.answered) {
                Err(Trouble::Refused(Refusal::Cme(Some(SIM_BUSY)))) if Instant::now() < until => {
                    thread::sleep(PAUSE);
                }
                answer => return answer.map_err(not_sent),
            }
        }
    }

    /// Gives the PIN, once: the SIM locks itself after three that are wrong.
    fn give_pin(&mut self, modem: &mut Dialogue) -> Result<(), SmsFault> {
        let pin = self.pin.expose();
        if pin.is_empty() {
            return Err(SmsFaultKind::PinNeeded.into());
        }
        // Whatever is no PIN would be another command.
        if self.pin_spent || !pin.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(SmsFaultKind::PinWrong.into());
        }
        let mut command = Zeroizing::new(String::with_capacity(32 + pin.len()));
        command.push_str("AT+CPIN=\"");
        command.push_str(pin);
        command.push('"');
        self.pin_spent = true;
        match modem.command(&command, "", self.patience.answered) {
            Ok(_) => {
                self.pin_spent = false;
                Ok(())
            }
            Err(Trouble::Refused(refusal)) => {
                let fault = meaning(refusal);
                Err(match fault.kind {
                    SmsFaultKind::PukNeeded | SmsFaultKind::SimMissing => fault,
                    _ => SmsFault {
                        kind: SmsFaultKind::PinWrong,
                        ..fault
                    },
                })
            }
            Err(trouble) => Err(not_sent(trouble)),
        }
    }

    /// Waits for the network.
    fn registration(&self, modem: &mut Dialogue) -> Result<Registration, SmsFault> {
        let until = Instant::now() + self.patience.registered;
        loop {
            let lines = self.ask(modem, "AT+CREG?", "+CREG:")?;
            match lines.iter().find_map(|line| Registration::of(line)) {
                Some(found @ (Registration::Home | Registration::Roaming)) => return Ok(found),
                Some(Registration::None) | None if Instant::now() < until => thread::sleep(PAUSE),
                _ => return Err(SmsFaultKind::NoNetwork.into()),
            }
        }
    }

    fn ask(&self, modem: &mut Dialogue, command: &str, name: &str) -> Result<Vec<String>, SmsFault> {
        modem
            .command(command, name, self.patience.answered)
            .map_err(not_sent)
    }
}

/// Trouble before anything was sent.
fn not_sent(trouble: Trouble) -> SmsFault {
    match trouble {
        Trouble::Refused(refusal) => meaning(refusal),
        Trouble::Silent => SmsFaultKind::NoModem.into(),
        Trouble::Port(kind) => SmsFault::said(SmsFaultKind::PortMissing, &kind.to_string(), None, None),
    }
}

/// Trouble after something may have been sent.
fn not_known(trouble: Trouble) -> SmsFault {
    match trouble {
        Trouble::Refused(refusal) => meaning(refusal),
        Trouble::Silent | Trouble::Port(_) => SmsFaultKind::NoAnswer.into(),
    }
}

/// Where the modem stands with the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Registration {
    /// In none, perhaps not yet.
    None,
    /// The network does not let it in.
    Denied,
    /// In its own.
    Home,
    /// In another.
    Roaming,
}

impl Registration {
    /// From the answer `<n>,<stat>[,…]` (3GPP TS 27.007, 7.2). A change that the modem tells by itself begins with
    /// `<stat>`, and what follows is in quotes.
    fn of(line: &str) -> Option<Self> {
        let mut fields = line.split(',').map(|field| field.trim().parse::<u8>());
        fields.next()?.ok()?;
        Some(match fields.next()?.ok()? {
            1 | 6 => Self::Home,
            3 => Self::Denied,
            5 | 7 => Self::Roaming,
            _ => Self::None,
        })
    }
}

/// The name in `<mode>,<format>,"<name>"[,…]` (3GPP TS 27.007, 7.3).
fn operator(line: &str) -> String {
    let name = line.split('"').nth(1).unwrap_or_default();
    name.chars().filter(|c| !c.is_control()).take(64).collect()
}

/// `<rssi>,<ber>`: 0 to 31, from -113 dBm to -51 dBm; 99 is unknown (3GPP TS 27.007, 8.5).
fn percent(line: &str) -> Option<u8> {
    let strength: u8 = line.split(',').next()?.trim().parse().ok()?;
    (strength <= 31).then(|| u8::try_from(u16::from(strength) * 100 / 31).unwrap_or(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_that_nobody_asked_for_is_no_answer() {
        assert_eq!(Registration::of("0,1"), Some(Registration::Home));
        assert_eq!(
            Registration::of("2,5,\"00C3\",\"0A1B\",7"),
            Some(Registration::Roaming)
        );
        assert_eq!(Registration::of("0,2"), Some(Registration::None));
        assert_eq!(Registration::of("5"), None);
        assert_eq!(Registration::of("5,\"00C3\",\"0A1B\""), None);
    }

    #[test]
    fn the_signal_is_a_share_of_the_strongest() {
        assert_eq!(percent("0,99"), Some(0));
        assert_eq!(percent("31,0"), Some(100));
        assert_eq!(percent("17,99"), Some(54));
        assert_eq!(percent("99,99"), None);
    }

    #[test]
    fn the_network_is_named_where_the_modem_tells() {
        assert_eq!(operator("0,0,\"Example Mobile\",7"), "Example Mobile");
        assert_eq!(operator("0"), "");
    }
}
