//! Programs that a test starts, and ends by their id.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use crate::trouble::{Outcome, Trouble};

/// A running program; it is killed when this goes out of scope.
#[derive(Debug)]
pub struct Program {
    name: String,
    child: Child,
}

impl Program {
    /// Starts it with its words going to a file, never to a pipe that nobody empties.
    pub fn start(mut command: Command, log: &Path) -> Outcome<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let file = File::create(log).map_err(Trouble::with(log.display().to_string()))?;
        let copy = file
            .try_clone()
            .map_err(Trouble::with(log.display().to_string()))?;
        let child = command
            .stdout(copy)
            .stderr(file)
            .spawn()
            .map_err(Trouble::with(&name))?;
        Ok(Self { name, child })
    }

    /// Starts it and reads the first line that it writes.
    pub fn start_and_read_line(mut command: Command) -> Outcome<(Self, String)> {
        let name = command.get_program().to_string_lossy().into_owned();
        let spawned = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = spawned.map_err(Trouble::with(&name))?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output)
                .read_line(&mut line)
                .map_err(Trouble::with(&name))?;
        }
        Ok((Self { name, child }, line.trim().to_owned()))
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// For what it reads.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Sends it a signal, such as `STOP`.
    pub fn signal(&self, signal: &str) -> Outcome {
        send_signal(self.id(), signal)
    }

    /// Whether it has ended, and how well.
    pub fn ended(&mut self) -> Outcome<Option<bool>> {
        let status = self.child.try_wait().map_err(Trouble::with(&self.name))?;
        Ok(status.map(|status| status.success()))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself, and then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a process a signal.
pub fn send_signal(id: u32, signal: &str) -> Outcome {
    output_of(Command::new("sh").arg("-c").arg(format!("kill -{signal} {id}"))).map(|_| ())
}

/// The children of a process, by id.
pub fn children_of(id: u32) -> Vec<u32> {
    let Ok(entries) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    let ids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    ids.filter(|candidate| parent_of(*candidate) == Some(id))
        .collect()
}

/// Whether a process still runs; one that ended and that nobody asked about does not.
pub fn is_running(id: u32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let state = status.lines().find_map(|line| line.strip_prefix("State:"));
    state.is_some_and(|state| !state.trim_start().starts_with(['Z', 'X']))
}

fn parent_of(id: u32) -> Option<u32> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("PPid:"))?
        .trim()
        .parse()
        .ok()
}

/// How long ago the system made a process, to a hundredth of a second.
pub fn age(id: u32) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name, in brackets, may hold spaces; the 22nd field is the start, in hundredths of a second since boot.
    let (_, after_name) = stat.rsplit_once(')')?;
    let begun: f64 = after_name.split_whitespace().nth(19)?.parse().ok()?;
    let uptime = std::fs::read_to_string("/proc/uptime").ok()?;
    let uptime: f64 = uptime.split_whitespace().next()?.parse().ok()?;
    Duration::try_from_secs_f64(uptime - begun / 100.0).ok()
}

/// Runs a program to its end and gives what it wrote; an error where it failed.
pub fn output_of(command: &mut Command) -> Outcome<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(Trouble::with(&name))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    Err(Trouble::Unlike(format!("{name} failed: {words}")))
}
