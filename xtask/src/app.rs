//! Building the application and opening its window.

use std::path::PathBuf;

use crate::{
    failure::Failure,
    interface,
    options::Options,
    packages::{self, Purpose},
    places,
    tool::Tool,
};

/// Installs, builds and opens the window; ends when the window is closed.
pub fn run(options: &Options) -> Result<(), Failure> {
    packages::install(Purpose::Build, options.yes)?;
    let binary = build(options.release)?;
    if !has_display() {
        return Err(Failure::NoDisplay);
    }
    Tool::new(binary).run()
}

/// Builds interface and application, and says where the program is.
pub fn build(release: bool) -> Result<PathBuf, Failure> {
    interface::build()?;
    let cargo = Tool::cargo().args("build -p frontdesk --features custom-protocol");
    if release { cargo.arg("--release") } else { cargo }.run()?;
    Ok(places::binary("frontdesk", release))
}

/// Whether a window can be shown.
fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(target_os = "linux")) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}
