//! Commands and answers on the line (3GPP TS 27.007, 4). A modem may echo what it is told, and may say things that
//! nobody asked in between: lines that are no answer are passed over.

use std::{
    io,
    time::{Duration, Instant},
};

use serialport::SerialPort;
use zeroize::Zeroizing;

/// How long one look at the port lasts.
const LOOK: Duration = Duration::from_millis(50);
/// Octets read at one look.
const LOOK_OCTETS: usize = 512;
/// Octets kept of a modem that talks without end.
const HEARD_MAX: usize = 4_096;

/// The modem's last word about a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// `ERROR`, which says no more.
    Error,
    /// `+CME ERROR`, about the modem and its SIM (3GPP TS 27.007, 9.2); `None` where it is no number.
    Cme(Option<u16>),
    /// `+CMS ERROR`, about a message (3GPP TS 27.005, 3.2.5).
    Cms(Option<u16>),
}

/// Why a command was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The modem said so.
    Refused(Refusal),
    /// It said nothing in time.
    Silent,
    /// The port failed.
    Port(io::ErrorKind),
}

/// A port with a modem at it.
pub struct Dialogue {
    port: Box<dyn SerialPort>,
    /// Wiped after use: the modem may echo the PIN and the message.
    heard: Zeroizing<Vec<u8>>,
}

/// What was heard, as far as it matters.
enum Word {
    Line(Zeroizing<String>),
    Prompt,
}

impl Dialogue {
    /// Opens a port, for us alone.
    pub fn open(name: &str, baud: u32) -> serialport::Result<Self> {
        let port = serialport::new(name, baud).timeout(LOOK).open()?;
        // What lies there from before is no answer to us. Where it cannot be cleared, it is passed over.
        let _ = port.clear(serialport::ClearBuffer::Input);
        Ok(Self {
            port,
            heard: Zeroizing::new(Vec::with_capacity(HEARD_MAX)),
        })
    }

    /// Gives a command and waits until it is done. Answers with what followed `name` in the lines that began with it.
    pub fn command(&mut self, command: &str, name: &str, within: Duration) -> Result<Vec<String>, Trouble> {
        self.heard.clear();
        self.write(command.as_bytes())?;
        self.write(b"\r")?;
        self.done(name, within)
    }

    /// Waits until a command is done.
    pub fn done(&mut self, name: &str, within: Duration) -> Result<Vec<String>, Trouble> {
        let until = Instant::now() + within;
        let mut lines = Vec::new();
        loop {
            let Word::Line(line) = self.word(until)? else {
                continue;
            };
            if *line == "OK" {
                return Ok(lines);
            }
            if let Some(refusal) = refusal(&line) {
                return Err(Trouble::Refused(refusal));
            }
            if let Some(rest) = line.strip_prefix(name) {
                lines.push(rest.trim().to_owned());
            }
        }
    }

    /// Gives a command and waits until the modem asks for its text with `> ` (3GPP TS 27.005, 3.5.1).
    pub fn prompt(&mut self, command: &str, within: Duration) -> Result<(), Trouble> {
        let until = Instant::now() + within;
        self.heard.clear();
        self.write(command.as_bytes())?;
        self.write(b"\r")?;
        loop {
            match self.word(until)? {
                Word::Prompt => return Ok(()),
                Word::Line(line) => {
                    if let Some(refusal) = refusal(&line) {
                        return Err(Trouble::Refused(refusal));
                    }
                }
            }
        }
    }

    /// Writes octets as they are.
    pub fn write(&mut self, octets: &[u8]) -> Result<(), Trouble> {
        self.port
            .write_all(octets)
            .map_err(|error| Trouble::Port(error.kind()))
    }

    fn word(&mut self, until: Instant) -> Result<Word, Trouble> {
        loop {
            if let Some(word) = take_word(&mut self.heard) {
                return Ok(word);
            }
            if Instant::now() >= until {
                return Err(Trouble::Silent);
            }
            self.listen()?;
        }
    }

    fn listen(&mut self) -> Result<(), Trouble> {
        let mut octets = Zeroizing::new([0; LOOK_OCTETS]);
        match self.port.read(&mut octets[..]) {
            Ok(0) => Err(Trouble::Port(io::ErrorKind::UnexpectedEof)),
            Ok(length) => {
                if self.heard.len() + length > HEARD_MAX {
                    self.heard.clear();
                }
                self.heard.extend_from_slice(&octets[..length]);
                Ok(())
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::Interrupted) => {
                Ok(())
            }
            Err(error) => Err(Trouble::Port(error.kind())),
        }
    }
}

/// The first line or prompt of what was heard; a prompt has no end of line.
fn take_word(heard: &mut Vec<u8>) -> Option<Word> {
    let begin = heard.iter().position(|octet| !octet.is_ascii_whitespace())?;
    heard.drain(..begin);
    if heard.first() == Some(&b'>') {
        heard.remove(0);
        return Some(Word::Prompt);
    }
    let end = heard.iter().position(|octet| matches!(octet, b'\r' | b'\n'))?;
    let line = Zeroizing::new(String::from_utf8_lossy(&heard[..end]).into_owned());
    heard.drain(..end);
    Some(Word::Line(line))
}

fn refusal(line: &str) -> Option<Refusal> {
    let number = |rest: &str| rest.trim().parse().ok();
    if line == "ERROR" {
        Some(Refusal::Error)
    } else if let Some(rest) = line.strip_prefix("+CME ERROR:") {
        Some(Refusal::Cme(number(rest)))
    } else {
        let rest = line.strip_prefix("+CMS ERROR:")?;
        Some(Refusal::Cms(number(rest)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(heard: &str) -> Vec<String> {
        let mut heard = heard.as_bytes().to_vec();
        let mut words = Vec::new();
        while let Some(word) = take_word(&mut heard) {
            words.push(match word {
                Word::Line(line) => line.to_string(),
                Word::Prompt => "(prompt)".to_owned(),
            });
        }
        words
    }

    #[test]
    fn lines_are_whole_and_a_prompt_needs_no_end() {
        assert_eq!(words("AT\r\r\nOK\r\n"), ["AT", "OK"]);
        assert_eq!(words("\r\nRING\r\n\r\n> "), ["RING", "(prompt)"]);
        assert_eq!(words("\r\n+CSQ: 1"), [""; 0]);
    }

    #[test]
    fn refusals_are_told_by_family_and_number() {
        assert_eq!(refusal("+CME ERROR: 10"), Some(Refusal::Cme(Some(10))));
        assert_eq!(refusal("+CMS ERROR: 28"), Some(Refusal::Cms(Some(28))));
        assert_eq!(refusal("+CME ERROR: SIM busy"), Some(Refusal::Cme(None)));
        assert_eq!(refusal("+CMTI: \"SM\",3"), None);
    }
}
