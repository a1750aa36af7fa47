//! The computer's parts, as far as the system tells them without special rights. Only a licence looks at them: the
//! vault's own slot never does, so that a repair costs nobody the data.

use std::path::Path;

/// Serial numbers of parts; what is missing, a placeholder, or may not be read is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hardware {
    /// The identity that the firmware gives to the computer.
    pub smbios: Option<String>,
    /// The serial number of the first fixed disk.
    pub disk: Option<String>,
    /// The serial number of the main board.
    pub board: Option<String>,
}

/// What firmware makers leave in place, in lower case and without punctuation.
const PLACEHOLDERS: [&str; 24] = [
    "tobefilledbyoem",
    "tobefilledbyo",
    "defaultstring",
    "systemserialnumber",
    "baseboardserialnumber",
    "serialnumber",
    "notspecified",
    "notapplicable",
    "notavailable",
    "notsettable",
    "unknown",
    "none",
    "null",
    "invalid",
    "empty",
    "oem",
    "na",
    "0123456789",
    "123456789",
    "1234567890",
    "03000200040005000006000700080009",
    "00020003000400050006000700080009",
    "12345678123456789012345678901234",
    "4c4c454400002010802080c04f202020",
];

/// The value in one spelling; none when it tells no computers apart.
pub(crate) fn usable(text: &str) -> Option<String> {
    let value = text.trim().trim_matches('\0').trim().to_ascii_lowercase();
    let bare: String = value.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let mut letters = bare.chars();
    let first = letters.next()?;
    let same = letters.all(|letter| letter == first);
    (bare.len() >= 4 && bare.len() <= 128 && !same && !PLACEHOLDERS.contains(&bare.as_str())).then_some(value)
}

impl Hardware {
    /// Reads this computer.
    pub(crate) fn of_this_computer() -> Self {
        system::read()
    }
}

/// Parts below `/sys`, or below a folder that looks like it.
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux has /sys"))]
fn read_sys(sys: &Path) -> Hardware {
    let file = |path: &Path| std::fs::read_to_string(path).ok().and_then(|text| usable(&text));
    let dmi = sys.join("class/dmi/id");
    Hardware {
        // Usually for root only: then they are absent, and the licence goes by the system's identity alone.
        smbios: file(&dmi.join("product_uuid")),
        board: file(&dmi.join("board_serial")),
        disk: first_disk(&sys.join("block"), file),
    }
}

/// The first fixed disk, by name, whose serial number can be read.
fn first_disk(block: &Path, file: impl Fn(&Path) -> Option<String>) -> Option<String> {
    let mut names: Vec<_> = std::fs::read_dir(block).ok()?.flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    names.into_iter().filter(|name| is_disk(&name.to_string_lossy())).find_map(|name| {
        let disk = block.join(name);
        let removable = std::fs::read_to_string(disk.join("removable")).ok()?;
        if removable.trim() != "0" {
            return None;
        }
        file(&disk.join("device/serial")).or_else(|| file(&disk.join("serial")))
    })
}

/// Loops, memory disks and mapped volumes are no parts of a computer.
fn is_disk(name: &str) -> bool {
    ["nvme", "sd", "hd", "vd", "xvd", "mmcblk"].iter().any(|kind| name.starts_with(kind))
}

#[cfg(target_os = "linux")]
mod system {
    use super::{Hardware, Path, read_sys};

    pub(super) fn read() -> Hardware {
        read_sys(Path::new("/sys"))
    }
}

/// Written after Apple's and Microsoft's documentation; not tried on such a computer yet.
#[cfg(not(target_os = "linux"))]
mod system {
    use std::process::Command;

    use super::{Hardware, usable};

    /// `ioreg` prints `"IOPlatformSerialNumber" = "…"`; the platform's UUID is already the system's identity.
    #[cfg(target_os = "macos")]
    pub(super) fn read() -> Hardware {
        let text = output(Command::new("/usr/sbin/ioreg").args(["-rd1", "-c", "IOPlatformExpertDevice"]));
        let value = |name: &str| {
            let line = text.lines().find(|line| line.contains(name))?;
            usable(line.rsplit('"').nth(1)?)
        };
        Hardware { smbios: None, disk: None, board: value("IOPlatformSerialNumber") }
    }

    /// The registry keeps an identity made from the firmware's; serial numbers would need special rights.
    #[cfg(target_os = "windows")]
    pub(super) fn read() -> Hardware {
        use std::os::windows::process::CommandExt;
        /// `CREATE_NO_WINDOW`: no black window flashes up.
        const NO_WINDOW: u32 = 0x0800_0000;
        const KEY: &str = r"HKLM\SYSTEM\CurrentControlSet\Control\SystemInformation";
        let system = std::env::var_os("SystemRoot").unwrap_or_else(|| r"C:\Windows".into());
        let mut reg = Command::new(std::path::Path::new(&system).join(r"System32\reg.exe"));
        let text = output(reg.args(["query", KEY, "/v", "ComputerHardwareId"]).creation_flags(NO_WINDOW));
        let value = text.split_whitespace().next_back().filter(|value| value.starts_with('{'));
        Hardware { smbios: value.and_then(usable), disk: None, board: None }
    }

    #[cfg(not(any(target_os = "macos", target_os = "windows")))]
    pub(super) fn read() -> Hardware {
        Hardware::default()
    }

    #[cfg(any(target_os = "macos", target_os = "windows"))]
    fn output(command: &mut Command) -> String {
        let done = command.output().ok().filter(|done| done.status.success());
        done.map(|done| String::from_utf8_lossy(&done.stdout).into_owned()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    #[test]
    fn what_a_firmware_maker_left_in_place_counts_as_nothing() {
        for text in
            ["", " \n", "To Be Filled By O.E.M.", "Default string", "0000000000", "N/A", "None", "abc"]
        {
            assert_eq!(usable(text), None, "{text:?}");
        }
        assert_eq!(usable("03000200-0400-0500-0006-000700080009"), None);
        assert_eq!(usable(" S4EWNX0M123456 \n").as_deref(), Some("s4ewnx0m123456"));
    }

    #[test]
    fn parts_are_read_where_the_system_shows_them() {
        let sys = tempfile::tempdir().unwrap();
        write(sys.path(), "class/dmi/id/product_uuid", "4C4C4544-0035-3010-8048-B7C04F4A3232\n");
        write(sys.path(), "class/dmi/id/board_serial", "Default string\n");
        write(sys.path(), "block/loop0/removable", "0\n");
        write(sys.path(), "block/loop0/serial", "LOOP1234\n");
        write(sys.path(), "block/sda/removable", "1\n");
        write(sys.path(), "block/sda/serial", "STICK5678\n");
        write(sys.path(), "block/vda/removable", "0\n");
        write(sys.path(), "block/vda/serial", "DISK9012\n");
        let found = read_sys(sys.path());
        assert_eq!(found.smbios.as_deref(), Some("4c4c4544-0035-3010-8048-b7c04f4a3232"));
        assert_eq!(found.board, None, "a placeholder is the same on thousands of boards");
        assert_eq!(found.disk.as_deref(), Some("disk9012"), "neither a loop nor a stick is a part");
    }

    #[test]
    fn a_system_that_shows_nothing_gives_nothing() {
        let sys = tempfile::tempdir().unwrap();
        assert_eq!(read_sys(sys.path()), Hardware::default());
    }
}
