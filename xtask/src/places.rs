//! Where things are in the repository.

use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(PathBuf::new, Path::to_path_buf)
}

/// The interface's folder.
pub fn interface() -> PathBuf {
    root().join("ui")
}

/// The folder of the servers that tests talk to and that come from npm.
pub fn peers() -> PathBuf {
    root().join("tests/peers/node")
}

/// Cargo's target folder: this program was built into `debug` of it.
pub fn target() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    own.ancestors()
        .nth(2)
        .map_or_else(|| root().join("target"), Path::to_path_buf)
}

/// A program that cargo built.
pub fn binary(name: &str, release: bool) -> PathBuf {
    let profile = if release { "release" } else { "debug" };
    target()
        .join(profile)
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}
