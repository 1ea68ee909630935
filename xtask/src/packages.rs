//! What has to be installed on the computer.

use std::{
    io::{self, IsTerminal, Write},
    path::Path,
};

use crate::{failure::Failure, tool::Tool};

/// What it is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Building and running.
    Build,
    /// Running every test as well.
    Test,
}

const DEBIAN_BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libssl-dev",
    "libwebkit2gtk-4.1-dev",
    "librsvg2-dev",
];
const DEBIAN_TEST: &[&str] = &[
    "chromium",
    "chromium-driver",
    "dbus-x11",
    "exim4-daemon-light",
    "fonts-dejavu",
    "fonts-noto-color-emoji",
    "gnome-keyring",
    "imagemagick",
    "kannel",
    "kannel-extras",
    "libglib2.0-bin",
    "libsecret-tools",
    "postgresql",
    "webkit2gtk-driver",
    "x11-utils",
    "xclip",
    "xdotool",
    "xvfb",
];

const OTHER_LINUX: &str = "\
Frontdesk needs WebKitGTK 4.1, librsvg, OpenSSL's headers, a C compiler and pkg-config:
  Fedora:  sudo dnf install webkit2gtk4.1-devel librsvg2-devel openssl-devel gcc pkgconf-pkg-config
  Arch:    sudo pacman -S --needed webkit2gtk-4.1 librsvg openssl base-devel
Its tests need WebKitWebDriver, Xvfb, dbus-daemon, gnome-keyring, secret-tool, gdbus, xclip, xdotool, ImageMagick, \
Chromium and its driver, exim, PostgreSQL, and Kannel with its fakesmsc too:
  Fedora:  sudo dnf install webkit2gtk-driver xorg-x11-server-Xvfb dbus-daemon gnome-keyring libsecret glib2 xclip \
xdotool ImageMagick xprop dejavu-sans-fonts chromium chromedriver exim kannel postgresql-server
  Arch:    sudo pacman -S --needed webkit2gtk-4.1 xorg-server-xvfb dbus gnome-keyring libsecret glib2 xclip xdotool \
imagemagick xorg-xprop ttf-dejavu chromium exim postgresql";

/// Makes sure that everything is there: installs it where that can be done, and says what to do where not.
pub fn install(purpose: Purpose, yes: bool) -> Result<(), Failure> {
    node()?;
    if cfg!(target_os = "windows") {
        windows()
    } else if cfg!(target_os = "macos") {
        macos()
    } else if Path::new("/usr/bin/dpkg-query").exists() {
        debian(purpose, yes)
    } else {
        other_linux()
    }
}

fn node() -> Result<(), Failure> {
    let version = Tool::new("node").arg("--version").output().unwrap_or_default();
    let major = version.trim().trim_start_matches('v').split('.').next();
    if major
        .and_then(|major| major.parse::<u32>().ok())
        .is_some_and(|major| major >= 20)
    {
        return Ok(());
    }
    let found = if version.is_empty() {
        "none"
    } else {
        version.trim()
    };
    Err(Failure::Missing(format!(
        "  Node.js 20 or later (found: {found}): https://nodejs.org"
    )))
}

fn windows() -> Result<(), Failure> {
    let program_files = std::env::var("ProgramFiles(x86)").unwrap_or_default();
    let has_tools = Path::new(&program_files)
        .join("Microsoft Visual Studio/Installer/vswhere.exe")
        .exists();
    let has_web_view = Path::new(&program_files)
        .join("Microsoft/EdgeWebView/Application")
        .exists();
    let has_perl = Tool::new("perl").arg("-v").succeeds();
    let mut missing = Vec::new();
    if !has_tools {
        missing.push("  winget install Microsoft.VisualStudio.2022.BuildTools --override \"--wait --passive --add Microsoft.VisualStudio.Workload.VCTools --includeRecommended\"");
    }
    if !has_web_view {
        missing.push("  winget install Microsoft.EdgeWebView2Runtime");
    }
    if !has_perl {
        missing.push("  winget install StrawberryPerl.StrawberryPerl   (builds the database's cryptography)");
    }
    all_there(&missing)
}

fn macos() -> Result<(), Failure> {
    let has_tools = Tool::new("xcode-select").arg("-p").succeeds();
    all_there(if has_tools {
        &[]
    } else {
        &["  xcode-select --install"]
    })
}

fn all_there(missing: &[&str]) -> Result<(), Failure> {
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::Missing(missing.join("\n")))
}

fn other_linux() -> Result<(), Failure> {
    if Tool::new("pkg-config")
        .args("--exists webkit2gtk-4.1 librsvg-2.0 openssl")
        .succeeds()
    {
        return Ok(());
    }
    Err(Failure::Missing(OTHER_LINUX.to_owned()))
}

fn debian(purpose: Purpose, yes: bool) -> Result<(), Failure> {
    let wanted = match purpose {
        Purpose::Build => DEBIAN_BUILD.to_vec(),
        Purpose::Test => [DEBIAN_BUILD, DEBIAN_TEST].concat(),
    };
    let missing: Vec<_> = wanted
        .into_iter()
        .filter(|package| !is_installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let sudo = if is_root() { "" } else { "sudo " };
    let by_hand = format!(
        "{sudo}apt-get update && {sudo}apt-get install {}",
        missing.join(" ")
    );
    println!(
        "Frontdesk needs these packages, which are not installed:\n  {}",
        missing.join(" ")
    );
    if !yes && !agreed(&format!("Install them now with `{sudo}apt-get install`? [y/N] ")) {
        return Err(Failure::Declined(by_hand));
    }
    apt("update -qq", &[])?;
    apt("install -y -qq --no-install-recommends", &missing)
}

fn is_installed(package: &str) -> bool {
    Tool::new("dpkg-query")
        .args("--show --showformat=${db:Status-Status}")
        .arg(package)
        .quiet_answer()
        .is_ok_and(|(_, status)| status == "installed")
}

fn is_root() -> bool {
    Tool::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|id| id.trim() == "0")
}

fn apt(what: &str, packages: &[&str]) -> Result<(), Failure> {
    let tool = if is_root() {
        Tool::new("env")
    } else {
        Tool::new("sudo").arg("env")
    };
    tool.args("DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300")
        .args(what)
        .args(&packages.join(" "))
        .run()
}

/// Asks; where nobody can answer, the answer is no.
fn agreed(question: &str) -> bool {
    if !io::stdin().is_terminal() {
        println!("{question}\nNobody is at the terminal; `--yes` agrees beforehand.");
        return false;
    }
    print!("{question}");
    let mut answer = String::new();
    let asked = io::stdout()
        .flush()
        .and_then(|()| io::stdin().read_line(&mut answer));
    asked.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes")
}
