//! The processes of a server, by their ids. Linux tells who their children are.

use std::{fs, io, time::Duration};

use rustix::process::{Pid, Signal, kill_process};

use crate::program::wait_for;

/// Stops a server's processes in the middle of what they do: first the one that starts the others.
pub(super) fn freeze(id: u32) -> io::Result<()> {
    send(id, Signal::STOP)?;
    wait_for("its standstill", Duration::from_secs(5), || stands_still(id))?;
    for child in children(id)? {
        send(child, Signal::STOP)?;
    }
    Ok(())
}

/// Lets them go on.
pub(super) fn thaw(id: u32) -> io::Result<()> {
    for child in children(id)? {
        send(child, Signal::CONT)?;
    }
    send(id, Signal::CONT)
}

/// Sends a signal.
pub(super) fn send(id: u32, signal: Signal) -> io::Result<()> {
    let process = i32::try_from(id).ok().and_then(Pid::from_raw);
    let process = process.ok_or(io::ErrorKind::InvalidInput)?;
    Ok(kill_process(process, signal)?)
}

/// Those that a process has started. While it has not asked how they ended, their ids are nobody else's.
fn children(id: u32) -> io::Result<Vec<u32>> {
    let ids = fs::read_to_string(format!("/proc/{id}/task/{id}/children"))?;
    Ok(ids.split_whitespace().flat_map(str::parse).collect())
}

fn stands_still(id: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    // After its name, which stands in brackets.
    status
        .rsplit_once(") ")
        .is_some_and(|(_, rest)| rest.starts_with('T'))
}
