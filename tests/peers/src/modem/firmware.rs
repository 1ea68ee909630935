//! What the emulator does with each octet that it is told.

use super::{
    Echo, ModemSetup, Received, Registration, Silence, Sim,
    pdu::{Inbox, Submit},
};

const CTRL_Z: u8 = 0x1A;
const ESCAPE: u8 = 0x1B;
/// Wrong PINs that a SIM takes.
const PIN_TRIES: u8 = 3;
/// What a chatty modem says before everything else.
const CHATTER: &str = "\r\nRING\r\n\r\n+CREG: 5\r\n\r\n+CMTI: \"SM\",3\r\n";

/// The inside of the modem.
pub struct Firmware {
    setup: ModemSetup,
    heard: Vec<u8>,
    /// It waits for the text of a message of so many octets.
    awaited: Option<usize>,
    numbers_errors: bool,
    pdu_mode: bool,
    pin_tries_left: u8,
    sim_open: bool,
    pins: Vec<String>,
    submits: usize,
    inbox: Inbox,
    said: Vec<u8>,
}

impl Firmware {
    /// As it comes from the shop.
    pub fn new(setup: ModemSetup) -> Self {
        Self {
            setup,
            heard: Vec::new(),
            awaited: None,
            numbers_errors: false,
            pdu_mode: false,
            pin_tries_left: PIN_TRIES,
            sim_open: false,
            pins: Vec::new(),
            submits: 0,
            inbox: Inbox::default(),
            said: Vec::new(),
        }
    }

    pub const fn setup(&mut self) -> &mut ModemSetup {
        &mut self.setup
    }

    pub fn sent(&self) -> Vec<Received> {
        self.inbox.whole()
    }

    pub const fn submits(&self) -> usize {
        self.submits
    }

    pub fn pins(&self) -> Vec<String> {
        self.pins.clone()
    }

    /// Takes what it is told, and gives what it says to that.
    pub fn hear(&mut self, octets: &[u8]) -> Vec<u8> {
        for octet in octets {
            self.hear_one(*octet);
        }
        let said = std::mem::take(&mut self.said);
        if self.setup.silence == Silence::Always {
            return Vec::new();
        }
        said
    }

    fn hear_one(&mut self, octet: u8) {
        if self.setup.echo != Echo::Never {
            self.said.push(octet);
        }
        match (octet, self.awaited) {
            (ESCAPE, _) => {
                self.heard.clear();
                self.awaited = None;
            }
            (CTRL_Z, Some(length)) => {
                let text = std::mem::take(&mut self.heard);
                self.awaited = None;
                self.submit(length, &String::from_utf8_lossy(&text));
            }
            (b'\r', None) => {
                let command = std::mem::take(&mut self.heard);
                self.obey(&String::from_utf8_lossy(&command));
            }
            _ => self.heard.push(octet),
        }
    }

    fn obey(&mut self, command: &str) {
        match command {
            "" => {}
            "AT" => self.ok(),
            "ATE0" => {
                if self.setup.echo == Echo::UntilToldNot {
                    self.setup.echo = Echo::Never;
                }
                self.ok();
            }
            "AT+CMEE=1" => {
                self.numbers_errors = true;
                self.ok();
            }
            "AT+CMGF=0" => {
                self.pdu_mode = true;
                self.ok();
            }
            "AT+CPIN?" => self.tell_sim(),
            "AT+CREG?" => self.tell_registration(),
            "AT+COPS?" if self.registered() => {
                self.answer(&format!("+COPS: 0,0,\"{}\",7", self.setup.network));
            }
            "AT+COPS?" => self.answer("+COPS: 0"),
            "AT+CSQ" => self.answer(&format!("+CSQ: {},99", self.setup.signal)),
            _ => self.obey_with_value(command),
        }
    }

    fn obey_with_value(&mut self, command: &str) {
        match command.split_once('=') {
            Some(("AT+CPIN", pin)) => self.take_pin(pin.trim_matches('"')),
            Some(("AT+CMGS", length)) => self.ask_for_text(length),
            _ => self.say("ERROR"),
        }
    }

    fn tell_sim(&mut self) {
        match self.setup.sim {
            Sim::Missing => self.cme(10),
            Sim::Puk => self.answer("+CPIN: SIM PUK"),
            Sim::Pin(_) if !self.sim_open => self.answer("+CPIN: SIM PIN"),
            Sim::Pin(_) | Sim::Open => self.answer("+CPIN: READY"),
        }
    }

    fn take_pin(&mut self, pin: &str) {
        self.pins.push(pin.to_owned());
        let Sim::Pin(right) = &self.setup.sim else {
            return self.cme(3);
        };
        if pin == right {
            self.sim_open = true;
            self.pin_tries_left = PIN_TRIES;
            return self.ok();
        }
        self.pin_tries_left = self.pin_tries_left.saturating_sub(1);
        if self.pin_tries_left == 0 {
            self.setup.sim = Sim::Puk;
            return self.cme(12);
        }
        self.cme(16);
    }

    fn usable(&self) -> bool {
        self.setup.sim == Sim::Open || self.sim_open
    }

    fn registered(&self) -> bool {
        let registration = self.setup.registration;
        self.usable() && matches!(registration, Registration::Home | Registration::Roaming)
    }

    fn tell_registration(&mut self) {
        let searching = self.setup.searches > 0;
        self.setup.searches = self.setup.searches.saturating_sub(1);
        let status = match self.setup.registration {
            _ if !self.usable() => 0,
            _ if searching => 2,
            Registration::Home => 1,
            Registration::Roaming => 5,
            Registration::Searching => 2,
            Registration::Denied => 3,
        };
        self.answer(&format!("+CREG: 0,{status}"));
    }

    fn ask_for_text(&mut self, length: &str) {
        match length.parse() {
            Ok(length) if self.pdu_mode => {
                self.chat();
                self.awaited = Some(length);
                self.said.extend_from_slice(b"\r\n> ");
            }
            _ => self.cms(304),
        }
    }

    fn submit(&mut self, length: usize, hex: &str) {
        let Some(submit) = Submit::read(hex, length) else {
            return self.cms(304);
        };
        self.submits += 1;
        let refuses = &self.setup.refuses;
        let refusal = |to: &str| {
            refuses
                .iter()
                .find(|(number, _)| number == to)
                .map(|(_, code)| *code)
        };
        match refusal(&submit.to).or_else(|| refusal("*")) {
            _ if !self.registered() => self.cms(331),
            Some(code) => self.cms(code),
            None => {
                self.inbox.take(submit);
                if self.setup.silence == Silence::None {
                    self.answer(&format!("+CMGS: {}", self.submits));
                }
            }
        }
    }

    fn answer(&mut self, line: &str) {
        self.say(line);
        self.ok();
    }

    fn ok(&mut self) {
        self.say("OK");
    }

    fn cme(&mut self, number: u16) {
        self.fail("+CME ERROR", number);
    }

    fn cms(&mut self, number: u16) {
        self.fail("+CMS ERROR", number);
    }

    fn fail(&mut self, family: &str, number: u16) {
        if self.numbers_errors {
            self.say(&format!("{family}: {number}"));
        } else {
            self.say("ERROR");
        }
    }

    fn say(&mut self, line: &str) {
        self.chat();
        self.said.extend_from_slice(format!("\r\n{line}\r\n").as_bytes());
    }

    fn chat(&mut self) {
        if self.setup.chatty {
            self.said.extend_from_slice(CHATTER.as_bytes());
        }
    }
}
