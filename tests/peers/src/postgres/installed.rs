//! The programs of PostgreSQL as they are installed, and whom they run as.

use std::{
    env, fs, io,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::user::User;

/// Where Debian's packages put them, in a folder for each version; others put them on the path.
const VERSIONS: &str = "/usr/lib/postgresql";
/// What its user is called, whom it becomes where it has root's rights to give up; anybody without rights will do.
const OWN_USERS: &[&str] = &["postgres", "nobody"];

/// The programs, and whom they run as.
#[derive(Debug)]
pub(super) struct Installed {
    programs: PathBuf,
    pub(super) user: User,
}

impl Installed {
    /// Finds them for a server whose files lie in this folder.
    pub(super) fn find(folder: &Path) -> io::Result<Self> {
        Ok(Self {
            programs: programs()?,
            user: User::of(folder, OWN_USERS)?,
        })
    }

    /// One of the programs that work on the server's files; a signal from the terminal does not reach it.
    pub(super) fn command(&self, program: &str, folder: &Path) -> Command {
        let mut command = alone(&self.programs.join(program));
        command.current_dir(folder).process_group(0);
        self.user.run(&mut command);
        command
    }
}

/// psql, which asks for no password and reads no configuration.
pub(super) fn psql() -> io::Result<Command> {
    let mut command = alone(&programs()?.join("psql"));
    command.args(["-X", "-A", "-t", "-q", "-w", "-v", "ON_ERROR_STOP=1"]);
    // A server that stands still is not waited for.
    command.env("PGCONNECT_TIMEOUT", "10");
    Ok(command)
}

/// Runs a program to its end, and gives what it wrote; what it complains of is the error.
pub(super) fn finish(command: &mut Command) -> io::Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stderr(Stdio::piped())
        .output()
        .map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned());
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(complaint.trim().to_owned()))
}

/// With an environment that says nothing about any other server.
fn alone(program: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("LC_ALL", "C.UTF-8");
    command
}

/// The folder with the programs, of the newest version where there are several.
fn programs() -> io::Result<PathBuf> {
    let number = |version: &PathBuf| version.file_name()?.to_str()?.parse::<u32>().ok();
    let entries = fs::read_dir(VERSIONS).into_iter().flatten().flatten();
    let mut versions: Vec<_> = entries.map(|entry| entry.path()).collect();
    versions.sort_by_key(number);
    let on_path = env::var_os("PATH").unwrap_or_default();
    let folders = versions.iter().rev().map(|version| version.join("bin"));
    let mut folders = folders
        .chain(env::split_paths(&on_path))
        .chain(["/usr/bin".into()]);
    folders
        .find(|folder| folder.join("initdb").exists())
        .ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::NotFound,
                "PostgreSQL's server is not installed: there is no initdb",
            )
        })
}
