//! Running other programs.

use std::{
    ffi::OsStr,
    fmt,
    path::Path,
    process::{Command, Stdio},
};

use crate::{failure::Failure, places};

/// A program to run in the workspace's folder.
pub struct Tool {
    command: Command,
    advice: &'static str,
}

impl Tool {
    /// A program of the search path.
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        command.current_dir(places::root());
        Self {
            command,
            advice: "Is it installed, and on the PATH?",
        }
    }

    /// The cargo that started this program.
    pub fn cargo() -> Self {
        Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    /// npm, in the interface's folder.
    pub fn npm() -> Self {
        // On Windows npm is a script of the shell.
        let name = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let mut tool = Self::new(name).folder(&places::interface());
        tool.advice = "Install Node.js 20 or later: https://nodejs.org";
        tool
    }

    /// Adds arguments, separated by spaces.
    pub fn args(mut self, line: &str) -> Self {
        self.command.args(line.split_whitespace());
        self
    }

    /// Adds one argument as it is.
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// Runs it in another folder.
    pub fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sets a variable of its environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it to its end; what it says is seen at once.
    pub fn run(mut self) -> Result<(), Failure> {
        let status = self.command.status().map_err(|cause| self.not_started(cause))?;
        if status.success() {
            return Ok(());
        }
        Err(Failure::Failed {
            command: self.to_string(),
        })
    }

    /// Runs it to its end and gives what it wrote to its output.
    pub fn output(mut self) -> Result<String, Failure> {
        let (ended_well, output) = self.answer(Stdio::inherit())?;
        if ended_well {
            return Ok(output);
        }
        // Why it failed may stand there.
        print!("{output}");
        Err(Failure::Failed {
            command: self.to_string(),
        })
    }

    /// Runs it to its end; says whether it ended well, and what it wrote to its output. The rest it says is not shown.
    pub fn quiet_answer(mut self) -> Result<(bool, String), Failure> {
        self.answer(Stdio::null())
    }

    fn answer(&mut self, errors: Stdio) -> Result<(bool, String), Failure> {
        let output = self
            .command
            .stderr(errors)
            .output()
            .map_err(|cause| self.not_started(cause))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok((output.status.success(), text))
    }

    /// Whether it runs and ends well, without a word.
    pub fn succeeds(mut self) -> bool {
        let quiet = self
            .command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        quiet.status().is_ok_and(|status| status.success())
    }

    /// The command for what is not here: input, output, the child itself.
    pub fn into_command(self) -> Command {
        self.command
    }

    fn not_started(&self, cause: std::io::Error) -> Failure {
        Failure::NotStarted {
            program: self.command.get_program().to_string_lossy().into_owned(),
            cause,
            advice: self.advice.to_owned(),
        }
    }
}

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let program = Path::new(self.command.get_program());
        write!(f, "{}", program.file_stem().unwrap_or_default().to_string_lossy())?;
        for argument in self.command.get_args() {
            write!(f, " {}", argument.to_string_lossy())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let failure = Tool::new("no-such-program-at-all").run().expect_err("not there");
        assert!(
            failure.to_string().contains("no-such-program-at-all"),
            "{failure}"
        );
    }

    #[test]
    fn a_program_that_fails_is_shown_with_its_arguments() {
        let failure = Tool::cargo()
            .args("no-such-subcommand")
            .output()
            .expect_err("unknown");
        assert_eq!(failure.to_string(), "failed: cargo no-such-subcommand");
    }
}
