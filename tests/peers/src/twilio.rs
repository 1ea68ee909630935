//! A mock of Twilio made by Prism from Twilio's own description of its interface (both from npm, see `node/`). It checks that
//! requests are as this document wants them; it knows no accounts, so any name and token will do.

use std::{io, path::Path, process::Command, time::Duration};

use tempfile::TempDir;

use crate::program::{Program, free_port, get, wait_for};

const DOCUMENT: &str = "@twilio-alpha/mcp/twilio-oai/spec/json/twilio_api_v2010.json";

/// A running mock; it ends with this.
#[derive(Debug)]
pub struct Twilio {
    port: u16,
    program: Option<Program>,
    _folder: TempDir,
}

impl Twilio {
    /// An account of the form that the document wants.
    pub const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";

    /// Starts it and waits until it answers.
    pub fn start() -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("twilio-").tempdir()?;
        let port = free_port()?;
        let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("node/node_modules");
        let mut command = Command::new("node");
        command
            .arg(modules.join("@stoplight/prism-cli/dist/index.js"))
            .args(["mock", "--host", "127.0.0.1", "--port", &port.to_string()])
            .arg(modules.join(DOCUMENT))
            .current_dir(folder.path());
        let program = Program::start(&mut command, &folder.path().join("prism.log"))?;
        wait_for("prism", Duration::from_mins(1), || !get(port, "/").is_empty())?;
        Ok(Self {
            port,
            program: Some(program),
            _folder: folder,
        })
    }

    /// The address below which the interface lies.
    pub fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Ends it: nobody listens at its address any more.
    pub fn stop(&mut self) {
        self.program = None;
    }
}
