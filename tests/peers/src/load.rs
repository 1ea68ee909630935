//! Load on a page, made by autocannon (from npm, see `node/`).

use std::{
    io,
    path::Path,
    process::{Child, Command, Stdio},
};

/// A load that is being made.
#[derive(Debug)]
pub struct Load(Child);

impl Load {
    /// Asks a page for so many invented tokens a second, for so many seconds.
    pub fn of_invented_tokens(address: &str, rate: u32, seconds: u32) -> io::Result<Self> {
        let node = Path::new(env!("CARGO_MANIFEST_DIR")).join("node");
        let child = Command::new("node")
            .arg(node.join("load.js"))
            .args([address, &rate.to_string(), &seconds.to_string()])
            .stdout(Stdio::piped())
            .spawn()?;
        Ok(Self(child))
    }

    /// Waits for its end, and gives what was measured as JSON: `asked`, `errors`, `timeouts`, `statuses` (how many
    /// answers of each) and `p99` (milliseconds).
    pub fn finish(self) -> io::Result<String> {
        let output = self.0.wait_with_output()?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}
