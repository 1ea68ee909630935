//! The interface: its packages, its build, its size.

use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};

use crate::{failure::Failure, fingerprint::Fingerprint, npm, places, tool::Tool};

/// The most that the scripts may weigh that the window loads at its start, gzipped, in bytes.
pub const SCRIPT_LIMIT: u64 = 120_000;

/// The most that all scripts of the interface may weigh, gzipped, in bytes.
pub const WHOLE_LIMIT: u64 = 200_000;

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

/// How much the scripts of the build weigh, gzipped, in bytes.
pub struct Weight {
    /// Those that the window loads to start, sign in and show its first page.
    pub at_start: u64,
    /// All of them: the rest is loaded when it is asked for.
    pub whole: u64,
}

/// Weighs the scripts of the build.
pub fn script_weight() -> Result<Weight, Failure> {
    let dist = places::interface().join("dist");
    let mut at_start = 0;
    for script in scripts_at_start(&dist)? {
        at_start += gzipped(dist.join(script))?;
    }
    let mut folders = vec![dist];
    let mut whole = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(Failure::file(&folder))? {
            let path = entry.map_err(Failure::file(&folder))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if is_script(&path) {
                whole += gzipped(path)?;
            }
        }
    }
    Ok(Weight { at_start, whole })
}

/// The scripts that the page names, and those that they import themselves, as paths inside `dist`.
fn scripts_at_start(dist: &Path) -> Result<BTreeSet<PathBuf>, Failure> {
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page).map_err(Failure::file(&page))?;
    let mut open: Vec<PathBuf> = html
        .split('"')
        .filter(|piece| is_script(Path::new(piece)))
        .map(|piece| PathBuf::from(piece.trim_start_matches('/')))
        .collect();
    let mut found = BTreeSet::new();
    while let Some(script) = open.pop() {
        if found.contains(&script) {
            continue;
        }
        let path = dist.join(&script);
        let text = fs::read_to_string(&path).map_err(Failure::file(&path))?;
        let folder = script.parent().unwrap_or(Path::new(""));
        open.extend(static_imports(&text).map(|name| folder.join(name)));
        found.insert(script);
    }
    Ok(found)
}

/// The names in `import … from"./name.js"` and `import"./name.js"` of a minified script, and not in `import("./name.js")`.
fn static_imports(script: &str) -> impl Iterator<Item = &str> {
    let pieces = script.split('"');
    pieces.clone().zip(pieces.skip(1)).filter_map(|(before, piece)| {
        let imported = before.ends_with("from") || before.ends_with("import");
        piece
            .strip_prefix("./")
            .filter(|name| imported && is_script(Path::new(name)))
    })
}

fn is_script(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "js")
}

fn gzipped(path: PathBuf) -> Result<u64, Failure> {
    let script = fs::read(&path).map_err(Failure::file(&path))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let packed = encoder.write_all(&script).and_then(|()| encoder.finish());
    Ok(packed.map_err(Failure::file(path))?.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::static_imports;

    #[test]
    fn only_static_imports_belong_to_the_start() {
        let script = r#"import{a as b}from"./shared.js";import"./effect.js";const c=()=>import("./later.js"),d="./no.js";"#;
        let found: Vec<&str> = static_imports(script).collect();
        assert_eq!(found, ["shared.js", "effect.js"]);
    }
}
