//! A real Kannel with its own pretended message centre: Debian's packages `kannel` and `kannel-extras`. It needs no
//! rights.

use std::{fs, io, path::PathBuf, process::Command, time::Duration};

use tempfile::TempDir;

use crate::program::{Program, free_port, get, listens, wait_for};

/// How long the programs may take to start, on a computer that has other things to do.
const STARTED_WITHIN: Duration = Duration::from_secs(30);

/// Where the packages put the pretended message centre.
const FAKE_CENTRE: &str = "/usr/lib/kannel/test/fakesmsc";

/// A running Kannel; it ends with this.
#[derive(Debug)]
pub struct Kannel {
    folder: TempDir,
    send_port: u16,
    // In this order they end.
    programs: Vec<Program>,
}

impl Kannel {
    /// The password that belongs into [`Self::send_url`].
    pub const SECRET: &str = "s3cret & more";

    /// Starts it and waits until it takes messages.
    pub fn start() -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("kannel-").tempdir()?;
        let ports = Ports {
            admin: free_port()?,
            boxes: free_port()?,
            centre: free_port()?,
            send: free_port()?,
        };
        fs::write(folder.path().join("kannel.conf"), ports.configuration())?;
        let mut kannel = Self {
            folder,
            send_port: ports.send,
            programs: Vec::new(),
        };
        kannel.run("/usr/sbin/bearerbox", &["-v", "4", "kannel.conf"])?;
        wait_for("bearerbox", STARTED_WITHIN, || {
            listens(ports.boxes) && listens(ports.centre)
        })?;
        kannel.run("/usr/sbin/smsbox", &["-v", "4", "kannel.conf"])?;
        let centre = ports.centre.to_string();
        kannel.run(
            FAKE_CENTRE,
            &[
                "-v",
                "0",
                "-H",
                "127.0.0.1",
                "-r",
                &centre,
                "-i",
                "0.1",
                "-m",
                "0",
            ],
        )?;
        kannel.programs.reverse();
        wait_for("kannel", STARTED_WITHIN, || {
            let status = get(ports.admin, "/status.txt?password=adm");
            listens(ports.send) && status.contains("smsbox:box1") && status.contains("(online")
        })?;
        Ok(kannel)
    }

    /// Where it takes messages, as a template with `{to}`, `{text}` and `{secret}`.
    pub fn send_url(&self) -> String {
        format!(
            "http://127.0.0.1:{}/cgi-bin/sendsms?username=app&password={{secret}}&from=Frontdesk&to={{to}}\
             &coding=2&charset=UTF-8&text={{text}}",
            self.send_port
        )
    }

    /// The texts that have reached the message centre, those in parts put together.
    pub fn received(&self) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        for (_, part, text) in self.arrived() {
            match texts.last_mut() {
                Some(last) if part > 1 => last.push_str(&text),
                _ => texts.push(text),
            }
        }
        texts
    }

    /// To whom they went.
    pub fn recipients(&self) -> Vec<String> {
        let firsts = self.arrived().into_iter().filter(|(_, part, _)| *part == 1);
        firsts.map(|(to, _, _)| to).collect()
    }

    /// The texts, once there are so many or five seconds have passed.
    pub fn received_after(&self, count: usize) -> Vec<String> {
        // What is missing shows in the comparison.
        let _ = wait_for("messages", Duration::from_secs(5), || {
            self.received().len() >= count
        });
        self.received()
    }

    /// Ends it: nobody listens at its address any more.
    pub fn stop(&mut self) {
        self.programs.clear();
    }

    fn run(&mut self, program: &str, arguments: &[&str]) -> io::Result<()> {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.folder.path());
        let log = self.log(program);
        self.programs.push(Program::start(&mut command, &log)?);
        Ok(())
    }

    fn log(&self, program: &str) -> PathBuf {
        let name = program.rsplit('/').next().unwrap_or(program);
        self.folder.path().join(format!("{name}.out"))
    }

    /// Recipient, number of the part and text of all that has arrived.
    fn arrived(&self) -> Vec<(String, u8, String)> {
        let log = fs::read(self.log(FAKE_CENTRE)).unwrap_or_default();
        String::from_utf8_lossy(&log)
            .lines()
            .filter_map(arrival)
            .collect()
    }
}

struct Ports {
    admin: u16,
    boxes: u16,
    centre: u16,
    send: u16,
}

impl Ports {
    fn configuration(&self) -> String {
        let Self {
            admin,
            boxes,
            centre,
            send,
        } = self;
        let secret = Kannel::SECRET;
        format!(
            "group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = adm
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
store-type = file
store-location = store

group = smsc
smsc = fake
smsc-id = FAKE
host = 127.0.0.1
port = {centre}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {boxes}
smsbox-id = box1
sendsms-port = {send}
sendsms-interface = 127.0.0.1

group = sendsms-user
username = app
password = \"{secret}\"
concatenation = true
max-messages = 5
"
        )
    }
}

/// Reads a line such as `… Got message 1: <Frontdesk 4915112345678 ucs-2 %00H%00i>`.
fn arrival(line: &str) -> Option<(String, u8, String)> {
    let (_, message) = line.split_once(": Got message ")?;
    let (_, message) = message.split_once('<')?;
    let mut words = message.strip_suffix('>')?.splitn(4, ' ');
    let (_, to, kind, rest) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let (part, text) = match kind {
        "ucs-2" => (1, utf_16(&decoded(rest))),
        "udh" => {
            let (header, data) = rest.split_once(" data ")?;
            (*decoded(header).get(5)?, of_part(&decoded(data)))
        }
        _ => (1, rest.to_owned()),
    };
    Some((to.to_owned(), part, text))
}

/// Takes the percent signs out.
fn decoded(text: &str) -> Vec<u8> {
    let mut octets = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after
            .get(..2)
            .and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        let (octet, length) = match (first, hex) {
            (b'%', Some(octet)) => (octet, 3),
            (b'+', _) => (b' ', 1),
            (other, _) => (*other, 1),
        };
        octets.push(octet);
        rest = &rest[length..];
    }
    octets
}

/// The centre does not say how a part is coded. Plain text has no control characters, and UTF-16 hardly does without.
fn of_part(octets: &[u8]) -> String {
    let plain = octets
        .iter()
        .all(|octet| octet.is_ascii_graphic() || b" \r\n".contains(octet));
    if plain {
        String::from_utf8_lossy(octets).into_owned()
    } else {
        utf_16(octets)
    }
}

fn utf_16(octets: &[u8]) -> String {
    let units: Vec<u16> = octets
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    String::from_utf16_lossy(&units)
}
