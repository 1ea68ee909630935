//! A virtual display, what is on it, and its clipboard.

use std::{
    error::Error,
    io::Write as _,
    process::{Command, Stdio},
};

use x11rb::protocol::xproto::{ClientMessageEvent, ConnectionExt as _, EventMask};

use crate::{
    program::{Program, output_of},
    trouble::{Outcome, Trouble},
};

/// A virtual display.
#[derive(Debug)]
pub struct Display {
    name: String,
    _server: Program,
}

impl Display {
    /// Starts one.
    pub fn start() -> Outcome<Self> {
        let mut command = Command::new("Xvfb");
        command.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1600x1000x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ]);
        let (server, number) = Program::start_and_read_line(command)?;
        Ok(Self {
            name: format!(":{number}"),
            _server: server,
        })
    }

    /// For `DISPLAY`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text on its clipboard; empty where there is none.
    pub fn clipboard(&self) -> String {
        let mut command = self.command("xclip");
        output_of(command.args(["-selection", "clipboard", "-out"])).unwrap_or_default()
    }

    /// Puts a text on its clipboard, as another program does.
    pub fn set_clipboard(&self, text: &str) -> Outcome {
        let mut command = self.command("xclip");
        // It stays behind to hand the text out, and must not hold the test's own outputs open.
        command
            .args(["-selection", "clipboard", "-in"])
            .stdin(Stdio::piped());
        let started = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = started.map_err(Trouble::with("xclip"))?;
        let written = child
            .stdin
            .take()
            .map_or(Ok(()), |mut input| input.write_all(text.as_bytes()));
        written
            .and_then(|()| child.wait())
            .map(|_| ())
            .map_err(Trouble::with("xclip"))
    }

    /// The forms in which its clipboard can be had, such as `UTF8_STRING`.
    pub fn clipboard_targets(&self) -> String {
        let mut command = self.command("xclip");
        output_of(command.args(["-selection", "clipboard", "-out", "-target", "TARGETS"])).unwrap_or_default()
    }

    /// One form of what its clipboard holds.
    pub fn clipboard_as(&self, target: &str) -> String {
        let mut command = self.command("xclip");
        output_of(command.args(["-selection", "clipboard", "-out", "-target", target])).unwrap_or_default()
    }

    /// The ids of the visible windows with this title.
    pub fn windows(&self, title: &str) -> Vec<String> {
        let mut command = self.command("xdotool");
        let search = command
            .args(["search", "--onlyvisible", "--name"])
            .arg(format!("^{title}$"));
        output_of(search)
            .unwrap_or_default()
            .lines()
            .map(str::to_owned)
            .collect()
    }

    /// Asks a window to close, as the cross in its title does. There is no window manager here that would ask.
    pub fn ask_to_close(&self, window: &str) -> Outcome {
        self.send_close(window)
            .map_err(|error| Trouble::Unlike(format!("the display: {error}")))
    }

    fn send_close(&self, window: &str) -> Result<(), Box<dyn Error>> {
        let (display, _) = x11rb::connect(Some(&self.name))?;
        let atom = |name: &str| -> Result<u32, Box<dyn Error>> {
            Ok(display.intern_atom(false, name.as_bytes())?.reply()?.atom)
        };
        let window = window.parse()?;
        // ICCCM 4.2.8.1, with the time that stands for now.
        let data = [atom("WM_DELETE_WINDOW")?, x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, atom("WM_PROTOCOLS")?, data);
        let sent = display.send_event(false, window, EventMask::NO_EVENT, message)?;
        // The server forgets what it has not read when a program leaves.
        Ok(sent.check()?)
    }

    /// The id of the window that has the keyboard.
    pub fn focused(&self) -> String {
        output_of(self.command("xdotool").args(["getwindowfocus", "-f"]))
            .unwrap_or_default()
            .trim()
            .to_owned()
    }

    /// A program of the search path, on this display.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("DISPLAY", &self.name);
        command
    }
}
