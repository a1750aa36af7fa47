//! System packages: which are missing, and the command that installs them.
//!
//! Installed here only on Debian and its children; elsewhere the command is printed, because a wrong
//! guess about somebody's package manager is worse than a line to copy.

use crate::process::{answer, on_path, show};
use anyhow::{Context, Result, bail};
use std::io::Write;
use std::process::{Command, Stdio};

/// What the build needs.
const TO_BUILD: &[&str] = &[
    "build-essential",
    "ca-certificates",
    "curl",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
    "libssl-dev",
    "libwebkit2gtk-4.1-dev",
    "pkg-config",
];

/// What only the tests need: the stock `age` tool, a display, a bus, browsers and their drivers, an SMTP server.
const TO_TEST: &[&str] =
    &["age", "chromium", "dbus", "fonts-dejavu-core", "postfix", "webkit2gtk-driver", "xauth", "xvfb"];

/// The names a usable Chromium goes by.
pub(crate) const BROWSERS: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const FEDORA: &str = "sudo dnf install gcc gcc-c++ make curl openssl-devel webkit2gtk4.1-devel librsvg2-devel \
libappindicator-gtk3-devel nodejs npm chromium xorg-x11-server-Xvfb dbus-daemon";
const ARCH: &str = "sudo pacman -S --needed base-devel curl openssl webkit2gtk-4.1 librsvg libappindicator-gtk3 \
nodejs npm chromium xorg-server-xvfb dbus";
const MACOS: &str = "xcode-select --install; brew install node";
const WINDOWS: &str = "winget install OpenJS.NodeJS.LTS Microsoft.EdgeWebView2Runtime StrawberryPerl.StrawberryPerl \
Microsoft.VisualStudio.2022.BuildTools";

/// How much of the list a command needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Build,
    Test,
}

/// Installs what is missing, or says how to.
pub(crate) fn ensure(need: Need) -> Result<()> {
    if !on_path("apt-get") {
        return advise();
    }
    let missing = missing(need);
    if missing.is_empty() {
        return Ok(());
    }
    let command = format!("sudo apt-get install -y {}", missing.join(" "));
    let Some(become_root) = way_to_root() else {
        bail!("these packages are missing, and installing them needs root. Please run:\n    {command}");
    };
    println!("Installing {}", missing.join(", "));
    apt(become_root, &["update", "-q"]).context("apt-get update")?;
    preseed_postfix(become_root)?;
    let mut arguments = vec!["install", "-y", "-q", "--no-install-recommends"];
    arguments.extend(&missing);
    apt(become_root, &arguments).with_context(|| format!("please try by hand: {command}"))
}

/// The packages of the list that dpkg does not know as installed.
fn missing(need: Need) -> Vec<&'static str> {
    let wanted = TO_BUILD.iter().chain(if need == Need::Test { TO_TEST } else { &[] });
    wanted.copied().filter(|name| !is_present(name)).collect()
}

fn is_present(package: &str) -> bool {
    // Ubuntu's "chromium" is a snap that no container can start: a browser found by name is enough.
    if package == "chromium" && BROWSERS.iter().any(|name| on_path(name)) {
        return true;
    }
    answer("dpkg-query", &["-W", "-f", "${Status}", package])
        .is_some_and(|status| status.ends_with(" installed"))
}

/// The prefix that makes a command run as root, when there is one that asks nothing.
fn way_to_root() -> Option<&'static [&'static str]> {
    if answer("id", &["-u"]).as_deref() == Some("0") {
        return Some(&[]);
    }
    answer("sudo", &["-n", "true"]).map(|_| &["sudo", "-n"][..])
}

fn apt(become_root: &[&str], arguments: &[&str]) -> Result<()> {
    show(as_root(become_root, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(arguments))
}

fn as_root(become_root: &[&str], words: &[&str]) -> Command {
    let words: Vec<_> = become_root.iter().chain(words).collect();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).stdin(Stdio::null());
    command
}

/// Only `smtp-sink` is wanted of postfix: without a configuration its daemon has nothing to start.
fn preseed_postfix(become_root: &[&str]) -> Result<()> {
    if !on_path("debconf-set-selections") {
        return Ok(());
    }
    let mut command = as_root(become_root, &["debconf-set-selections"]);
    let mut child = command.stdin(Stdio::piped()).spawn().context("debconf-set-selections")?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(b"postfix postfix/main_mailer_type select No configuration\n")?;
    }
    child.wait()?;
    Ok(())
}

/// Off Debian: nothing is installed, the command is printed when a part is visibly missing.
fn advise() -> Result<()> {
    if cfg!(target_os = "linux") && answer("pkg-config", &["--exists", "webkit2gtk-4.1"]).is_none() {
        let command = if on_path("dnf") {
            FEDORA
        } else if on_path("pacman") {
            ARCH
        } else {
            bail!(
                "WebKitGTK 4.1 with its headers is missing, and this system's package manager is not known here"
            );
        };
        bail!("WebKitGTK 4.1 with its headers is missing. Please run:\n    {command}");
    }
    if !on_path("node") {
        bail!("Node.js is missing. Please run:\n    {}", if cfg!(windows) { WINDOWS } else { MACOS });
    }
    Ok(())
}
