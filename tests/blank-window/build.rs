//! Reads the window's configuration at build time.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    Ok(tauri_build::try_build(tauri_build::Attributes::new())?)
}
