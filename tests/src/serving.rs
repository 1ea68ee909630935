//! `frontdesk serve` on a computer: the page that confirms addresses.

use crate::{
    computer::Computer,
    program::Program,
    trouble::{Outcome, Trouble},
    window::application,
};

/// A page that is served.
#[derive(Debug)]
pub struct Serving {
    program: Program,
    address: String,
}

impl Serving {
    /// Starts it at a free port, beside whatever else works on the computer's directory.
    pub fn start(computer: &Computer, more: &[&str]) -> Outcome<Self> {
        let mut command = computer.command(application()?);
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(more);
        let (program, line) = Program::start_and_read_line(command)?;
        let address = line
            .split_whitespace()
            .last()
            .filter(|word| word.starts_with("http://"));
        let address = address.ok_or_else(|| Trouble::Unlike(format!("it said {line:?}")))?;
        Ok(Self {
            address: address.to_owned(),
            program,
        })
    }

    /// Where it is, as `http://127.0.0.1:8460`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its process.
    pub const fn program(&mut self) -> &mut Program {
        &mut self.program
    }
}
