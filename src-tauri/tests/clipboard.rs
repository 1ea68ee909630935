//! The clipboard on a real X display, looked at from outside with xclip.
//!
//! Each test has an X server of its own and one process that copies: this test program runs itself again as that one,
//! and does what it is told line by line.

#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test every surprise is a failure"
)]

use std::{
    env,
    io::{self, BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use frontdesk::clipboard::{Clipboard, ClipboardError};

const PASSWORD: &str = "Ünseen_passw0rd!";
const TOLD_TO: &str = "CLIPBOARD_ON_DISPLAY";

/// A process that is ended by its id when dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// An X server, and the process on it that copies.
struct Desktop {
    copier: Copier,
    display: String,
    server: Running,
}

struct Copier {
    input: ChildStdin,
    words: Receiver<String>,
    _process: Running,
}

impl Desktop {
    fn new() -> Self {
        let mut command = Command::new("Xvfb");
        command.args([
            "-displayfd",
            "1",
            "-noreset",
            "-nolisten",
            "tcp",
            "-screen",
            "0",
            "640x480x24",
        ]);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = Running(command.spawn().expect("Xvfb (package xvfb) is installed"));
        let mut number = String::new();
        BufReader::new(server.0.stdout.take().unwrap())
            .read_line(&mut number)
            .unwrap();
        let display = format!(":{}", number.trim());
        Self {
            copier: Copier::on(Some(&display)),
            display,
            server,
        }
    }

    fn xclip(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("xclip");
        command
            .args(["-selection", "clipboard"])
            .args(arguments)
            .env("DISPLAY", &self.display);
        command
    }

    fn look(&self, arguments: &[&str]) -> Output {
        self.xclip(&["-o"])
            .args(arguments)
            .output()
            .expect("xclip (package xclip) is installed")
    }

    fn holds(&self, text: &str) -> bool {
        let found = self.look(&["-t", "UTF8_STRING"]);
        found.status.success() && found.stdout == text.as_bytes()
    }

    fn is_empty(&self) -> bool {
        !self.look(&["-t", "TARGETS"]).status.success()
    }

    /// Another program copies something.
    fn other_program_copies(&self, text: &str) -> Running {
        let mut command = self.xclip(&["-i", "-quiet"]);
        let mut other = command
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        other.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let deadline = Instant::now() + Duration::from_secs(10);
        while !self.holds(text) {
            assert!(Instant::now() < deadline, "xclip has not copied");
            thread::sleep(Duration::from_millis(20));
        }
        Running(other)
    }
}

impl Copier {
    fn on(display: Option<&str>) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args([
            "other_programs_can_paste_and_histories_are_told_to_look_away",
            "--exact",
            "--nocapture",
        ]);
        command
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env(TOLD_TO, "1");
        if let Some(display) = display {
            command.env("DISPLAY", display);
        }
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let words = words_of(process.stdout.take().unwrap());
        Self {
            input: process.stdin.take().unwrap(),
            words,
            _process: Running(process),
        }
    }

    fn tell(&mut self, order: &str) -> String {
        writeln!(self.input, "{order}").unwrap();
        self.says()
    }

    fn says(&mut self) -> String {
        let within = Duration::from_secs(30);
        self.words
            .recv_timeout(within)
            .expect("the process says something more within 30 s")
    }
}

/// What the process says, as it says it.
fn words_of(output: ChildStdout) -> Receiver<String> {
    let (said, words) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if let Some(word) = line.strip_prefix("says ") {
                // Nobody listens any more when the test is over.
                let _ = said.send(word.to_owned());
            }
        }
    });
    words
}

/// What the process does that a test has started.
#[tokio::main]
async fn copy_as_told() {
    println!();
    let mut clipboard = Some(Clipboard::start());
    for order in io::stdin().lines().map(Result::unwrap) {
        match (order.split_once(' '), &clipboard) {
            (Some(("copy", seconds)), Some(clipboard)) => {
                let seconds = seconds.parse().unwrap();
                match clipboard
                    .copy(PASSWORD.to_owned(), seconds, || println!("says cleared"))
                    .await
                {
                    Ok(kept_out) => println!("says copied, kept out: {kept_out}"),
                    Err(ClipboardError::Unavailable(_)) => println!("says unavailable"),
                    Err(ClipboardError::TimedOut) => println!("says timed out"),
                }
            }
            (None, Some(clipboard)) if order == "clear" => {
                clipboard.clear_now();
                println!("says done");
            }
            (None, _) if order == "drop" => {
                clipboard = None;
                println!("says done");
            }
            _ => panic!("{order}"),
        }
    }
}

#[test]
fn other_programs_can_paste_and_histories_are_told_to_look_away() {
    if env::var_os(TOLD_TO).is_some() {
        return copy_as_told();
    }
    let mut desktop = Desktop::new();
    assert_eq!(desktop.copier.tell("copy 30"), "copied, kept out: true");
    assert!(desktop.holds(PASSWORD));
    let targets = desktop.look(&["-t", "TARGETS"]).stdout;
    assert!(
        String::from_utf8_lossy(&targets)
            .lines()
            .any(|target| target == "x-kde-passwordManagerHint")
    );
    assert_eq!(
        desktop.look(&["-t", "x-kde-passwordManagerHint"]).stdout,
        b"secret"
    );
}

#[test]
fn it_is_cleared_after_its_time_and_not_before() {
    let mut desktop = Desktop::new();
    // Less than the shortest time, so that one holds: ten seconds.
    desktop.copier.tell("copy 1");
    thread::sleep(Duration::from_secs(8));
    assert!(desktop.holds(PASSWORD));
    assert_eq!(desktop.copier.says(), "cleared");
    assert!(desktop.is_empty());
    assert!(desktop.copier.tell("copy 30").starts_with("copied"));
    assert!(desktop.holds(PASSWORD));
}

#[test]
fn copying_again_begins_the_time_anew() {
    let mut desktop = Desktop::new();
    desktop.copier.tell("copy 10");
    thread::sleep(Duration::from_secs(6));
    desktop.copier.tell("copy 10");
    thread::sleep(Duration::from_secs(6));
    assert!(desktop.holds(PASSWORD));
    assert_eq!(desktop.copier.says(), "cleared");
    assert!(desktop.is_empty());
}

#[test]
fn what_another_program_copied_meanwhile_stays() {
    let mut desktop = Desktop::new();
    desktop.copier.tell("copy 10");
    let _other = desktop.other_program_copies("a shopping list");
    thread::sleep(Duration::from_secs(11));
    assert!(desktop.holds("a shopping list"));
    // Had it been cleared, that would be said first.
    assert_eq!(desktop.copier.tell("clear"), "done");
    assert!(desktop.holds("a shopping list"));
}

#[test]
fn it_is_cleared_when_the_program_ends() {
    let mut desktop = Desktop::new();
    desktop.copier.tell("copy 120");
    assert_eq!(desktop.copier.tell("clear"), "cleared");
    assert_eq!(desktop.copier.says(), "done");
    assert!(desktop.is_empty());
    desktop.copier.tell("copy 120");
    assert_eq!(desktop.copier.tell("drop"), "cleared");
    assert_eq!(desktop.copier.says(), "done");
    assert!(desktop.is_empty());
}

#[test]
fn without_a_display_the_failure_has_a_name() {
    let mut copier = Copier::on(None);
    assert_eq!(copier.tell("copy 30"), "unavailable");
    assert_eq!(copier.tell("clear"), "done");
}

#[test]
fn a_display_that_never_answers_holds_nobody_up() {
    let desktop = Desktop::new();
    let silence = Command::new("kill")
        .args(["-STOP", &desktop.server.0.id().to_string()])
        .status()
        .unwrap();
    assert!(silence.success());
    let mut copier = Copier::on(Some(&desktop.display));
    let began = Instant::now();
    assert_eq!(copier.tell("copy 30"), "timed out");
    assert!(began.elapsed() < Duration::from_secs(4));
}
