//! Packages of npm, into the folder that lists them.

use std::path::Path;

use crate::{failure::Failure, fingerprint::Fingerprint, tool::Tool};

/// Installs the packages of a folder where its lock file changed since. No package runs a script of its own.
pub fn install(folder: &Path) -> Result<(), Failure> {
    let modules = folder.join("node_modules");
    let lock = Fingerprint::of(&[folder.join("package-lock.json")])?;
    let stamp = modules.join(".installed");
    if lock.is_kept_in(&stamp) {
        return Ok(());
    }
    println!("Installing packages into {} (npm ci).", modules.display());
    Tool::npm()
        .folder(folder)
        .args("ci --no-fund --no-audit --ignore-scripts")
        .run()?;
    lock.keep_in(&stamp)
}
