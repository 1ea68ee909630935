//! What ARCHITECTURE.md says holds everywhere, as far as a program can check it. What holds in the interface is
//! checked by `ui/src/host/invariants.test.ts`.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is inside the project")
        .to_owned()
}

/// Every source file below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("readable")
        .map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| {
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            if ["node_modules", "target", "dist", "gen", ".git"].contains(&name) {
                Vec::new()
            } else if path.is_dir() {
                sources(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| {
            let ending = path.extension().and_then(|ending| ending.to_str());
            matches!(ending, Some("rs" | "ts" | "svelte" | "css"))
        })
        .collect()
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("readable")
}

/// The crates that a crate's program depends on; tests may use more.
fn dependencies(manifest: &str) -> Vec<String> {
    let text = text(&root().join(manifest));
    let ours = text.split("\n[").find(|part| part.starts_with("dependencies]"));
    let lines = ours.unwrap_or_default().lines().skip(1);
    lines
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| !name.is_empty() && !name.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn dependencies_point_one_way() {
    let refused: [(&str, &[&str]); 5] = [
        (
            "crates/accounts/Cargo.toml",
            &[
                "tauri",
                "sqlx",
                "directories",
                "delivery",
                "keychain",
                "frontdesk",
                "reqwest",
            ],
        ),
        (
            "crates/directories/Cargo.toml",
            &["tauri", "keychain", "frontdesk"],
        ),
        (
            "crates/delivery/Cargo.toml",
            &["tauri", "sqlx", "directories", "keychain", "frontdesk"],
        ),
        (
            "crates/activation/Cargo.toml",
            &[
                "tauri",
                "sqlx",
                "directories",
                "delivery",
                "keychain",
                "frontdesk",
            ],
        ),
        (
            "crates/keychain/Cargo.toml",
            &["tauri", "directories", "frontdesk"],
        ),
    ];
    for (manifest, refused) in refused {
        let found = dependencies(manifest);
        assert!(!found.is_empty(), "{manifest} was read");
        for name in refused {
            assert!(
                !found.iter().any(|dependency| dependency == name),
                "{manifest} depends on {name}"
            );
        }
    }
}

#[test]
fn only_the_shell_knows_tauri() {
    for folder in ["crates", "xtask/src"] {
        for path in sources(&root().join(folder)) {
            assert!(!text(&path).contains("use tauri"), "{}", path.display());
        }
    }
}

#[test]
fn files_are_of_a_size_to_read() {
    for folder in ["crates", "src-tauri", "tests", "xtask", "ui/src"] {
        for path in sources(&root().join(folder)) {
            let lines = text(&path).lines().count();
            let generated = path.ends_with("ui/src/bindings/ipc.ts");
            assert!(generated || lines <= 420, "{} has {lines} lines", path.display());
        }
    }
}

#[test]
fn no_file_is_called_after_what_it_is_not() {
    for folder in ["crates", "src-tauri", "tests", "xtask", "ui/src"] {
        for path in sources(&root().join(folder)) {
            let stem = path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .unwrap_or_default()
                .to_lowercase();
            for word in ["util", "helper", "manager", "common"] {
                assert!(!stem.contains(word), "{}", path.display());
            }
        }
    }
}
