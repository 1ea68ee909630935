//! Ends a server, whatever becomes of the test.

use std::{
    io,
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, Command, Stdio},
};

/// Waits for the end of its input, then ends the server of a folder and removes the folder. A process id that stands in
/// the file is only believed where the process works in the folder; a negative one is that of initdb's server.
const SCRIPT: &str = r#"
trap '' HUP INT QUIT TERM
while read -r _; do :; done
file=$1/data/postmaster.pid
if read -r id < "$file" && id=${id#-} && [ "/proc/$id/cwd" -ef "$1/data" ]; then
  kill -CONT "$id" $(cat "/proc/$id/task/$id/children")
  kill -QUIT "$id"
  tries=0
  while [ -e "$file" ] && [ $tries -lt 500 ]; do
    tries=$((tries + 1))
    sleep 0.02
  done
  [ -e "$file" ] && kill -KILL "$id" $(cat "/proc/$id/task/$id/children")
fi
rm -rf "$1" || { sleep 1; rm -rf "$1"; }
"#;

/// A process beside the test that ends a server when this is dropped, and also when the test is killed or the server is
/// a `static`, which is never dropped: the pipe between them closes in any case.
#[derive(Debug)]
pub(super) struct Watcher(Child);

impl Watcher {
    /// Watches over the server whose files are in a folder, and over the folder.
    pub(super) fn over(folder: &Path) -> io::Result<Self> {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", SCRIPT, "watcher"]).arg(folder);
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        // A signal from the terminal that ends the test does not end this.
        command.stderr(Stdio::null()).process_group(0);
        command.current_dir("/").spawn().map(Self)
    }

    /// Has it do its work now, and waits until it is done.
    pub(super) fn end(&mut self) {
        drop(self.0.stdin.take());
        // It ends in any case.
        let _ = self.0.wait();
    }
}
