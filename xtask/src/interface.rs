//! The interface: its packages, its build, its size.

use std::{fs, io::Write, path::PathBuf};

use flate2::{Compression, write::GzEncoder};

use crate::{failure::Failure, fingerprint::Fingerprint, npm, places, tool::Tool};

/// The most that the interface's scripts may weigh, gzipped, in bytes.
pub const SCRIPT_LIMIT: u64 = 120_000;

/// Installs the packages where the lock file changed since.
pub fn install() -> Result<(), Failure> {
    npm::install(&places::interface())
}

/// Builds it where its sources changed since: a build gives every file a new time, and the application would be
/// built again with it.
pub fn build() -> Result<(), Failure> {
    install()?;
    let sources = sources()?;
    let stamp = places::interface().join("node_modules/.built");
    let built = places::interface().join("dist/index.html").is_file();
    if built && sources.is_kept_in(&stamp) {
        return Ok(());
    }
    println!("Building the interface.");
    Tool::npm().args("run --silent build").run()?;
    sources.keep_in(&stamp)
}

/// All that a build reads: whatever lies in the folder, but what is installed or built there.
fn sources() -> Result<Fingerprint, Failure> {
    let folder = places::interface();
    let mut paths = Vec::new();
    for entry in fs::read_dir(&folder).map_err(Failure::file(&folder))? {
        let path = entry.map_err(Failure::file(&folder))?.path();
        if !path.ends_with("node_modules") && !path.ends_with("dist") {
            paths.push(path);
        }
    }
    Fingerprint::of(&paths)
}

/// How much all scripts of the build weigh, gzipped, in bytes.
pub fn script_weight() -> Result<u64, Failure> {
    let mut folders = vec![places::interface().join("dist")];
    let mut weight = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(Failure::file(&folder))? {
            let path = entry.map_err(Failure::file(&folder))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "js") {
                weight += gzipped(path)?;
            }
        }
    }
    Ok(weight)
}

fn gzipped(path: PathBuf) -> Result<u64, Failure> {
    let script = fs::read(&path).map_err(Failure::file(&path))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let packed = encoder.write_all(&script).and_then(|()| encoder.finish());
    Ok(packed.map_err(Failure::file(path))?.len() as u64)
}
