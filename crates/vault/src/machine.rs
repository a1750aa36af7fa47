//! This computer's identity as the operating system tells it. An identifier, never a secret.

use crate::{Hardware, HwidUnavailable};

/// Where the computer's identity comes from.
pub trait MachineId: Send + Sync + std::fmt::Debug {
    /// The 16 bytes, the same at every start.
    ///
    /// # Errors
    /// Why there is none that can be trusted.
    fn read(&self) -> Result<[u8; 16], HwidUnavailable>;

    /// The computer's name for people; empty when it has none.
    fn label(&self) -> String {
        String::new()
    }

    /// The computer's parts, for a licence only. A computer given by hand has none.
    fn hardware(&self) -> Hardware {
        Hardware::default()
    }
}

/// The operating system's own identity: `machine-id`, `MachineGuid` or `gethostuuid`.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsMachineId;

impl MachineId for OsMachineId {
    fn read(&self) -> Result<[u8; 16], HwidUnavailable> {
        let first = machine_uid::get().map_err(|_| HwidUnavailable::Unreadable).and_then(|text| parse(&text));
        // machine-uid looks at /etc only when the D-Bus copy cannot be read, not when it is empty or unset.
        #[cfg(target_os = "linux")]
        let first = first.or_else(|reason| {
            std::fs::read_to_string("/etc/machine-id").map_err(|_| reason).and_then(|text| parse(&text))
        });
        first
    }

    fn label(&self) -> String {
        host_name().trim().to_owned()
    }

    fn hardware(&self) -> Hardware {
        Hardware::of_this_computer()
    }
}

/// An identity given by hand, for tests and for trying a vault on "another computer".
#[derive(Debug, Clone, Copy)]
pub struct FixedMachineId(pub Result<[u8; 16], HwidUnavailable>);

impl FixedMachineId {
    /// A computer that is told from others by one number.
    #[must_use]
    pub fn numbered(number: u8) -> Self {
        Self(Ok([number; 16]))
    }
}

impl MachineId for FixedMachineId {
    fn read(&self) -> Result<[u8; 16], HwidUnavailable> {
        self.0
    }
}

#[cfg(target_os = "linux")]
fn host_name() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default()
}

#[cfg(not(target_os = "linux"))]
fn host_name() -> String {
    let name = std::env::var("COMPUTERNAME").or_else(|_| std::env::var("HOSTNAME"));
    name.unwrap_or_default()
}

/// Values that firmware makers leave in place on thousands of computers.
const PLACEHOLDERS: [&str; 8] = [
    "00000000000000000000000000000000",
    "ffffffffffffffffffffffffffffffff",
    "03000200040005000006000700080009",
    "00020003000400050006000700080009",
    "12345678123456789012345678901234",
    "123456781234567890abcddeefaabbcc",
    "4c4c454400002010802080c04f202020",
    "fefefefefefefefefefefefefefefefe",
];

fn parse(text: &str) -> Result<[u8; 16], HwidUnavailable> {
    let text = text.trim();
    if text.is_empty() {
        return Err(HwidUnavailable::Empty);
    }
    if text.eq_ignore_ascii_case("uninitialized") {
        return Err(HwidUnavailable::Uninitialized);
    }
    let digits = undashed(text).ok_or(HwidUnavailable::Malformed)?.to_ascii_lowercase();
    if PLACEHOLDERS.contains(&digits.as_str()) {
        return Err(HwidUnavailable::Placeholder);
    }
    let mut bytes = [0_u8; 16];
    for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        let pair = std::str::from_utf8(pair).map_err(|_| HwidUnavailable::Malformed)?;
        *byte = u8::from_str_radix(pair, 16).map_err(|_| HwidUnavailable::Malformed)?;
    }
    Ok(bytes)
}

/// The 32 digits of plain hexadecimal or of a UUID with its dashes in the right places.
fn undashed(text: &str) -> Option<String> {
    let dashes: Vec<usize> = text.match_indices('-').map(|(at, _)| at).collect();
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    let placed = dashes.is_empty() || dashes == [8, 13, 18, 23];
    (placed && digits.len() == 32 && digits.bytes().all(|b| b.is_ascii_hexdigit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_and_uuid_spellings_are_one_identity() {
        let plain = parse("d41d8cd98f00b204e9800998ecf8427e\n");
        assert!(plain.is_ok());
        assert_eq!(plain, parse("D41D8CD9-8F00-B204-E980-0998ECF8427E"));
    }

    #[test]
    fn what_cannot_tell_computers_apart_is_refused() {
        assert_eq!(parse(" \n"), Err(HwidUnavailable::Empty));
        assert_eq!(parse("uninitialized\n"), Err(HwidUnavailable::Uninitialized));
        for placeholder in [
            "00000000-0000-0000-0000-000000000000",
            "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
            "03000200-0400-0500-0006-000700080009",
            "4C4C4544-0000-2010-8020-80C04F202020",
        ] {
            assert_eq!(parse(placeholder), Err(HwidUnavailable::Placeholder), "{placeholder}");
        }
    }

    #[test]
    fn other_text_is_malformed() {
        for text in ["42", "d41d8cd98f00b204e9800998ecf8427", "d41d8cd98f00b204e9800998ecf8427é", "0x12"] {
            assert_eq!(parse(text), Err(HwidUnavailable::Malformed), "{text}");
        }
        assert_eq!(parse("d41d-8cd98f00b204e9800998ecf8427e"), Err(HwidUnavailable::Malformed));
    }
}
