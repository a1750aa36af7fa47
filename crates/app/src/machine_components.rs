//! What this computer tells of itself for a licence: read once at opening, hashed by the engine, never written down.

use sellify_licensing::MachineComponents;
use sellify_vault::MachineId;

/// Reads this computer. What the system does not tell, or what many computers share, is absent.
pub(crate) fn read(machine: &dyn MachineId) -> MachineComponents {
    let hardware = machine.hardware();
    // A placeholder or unset identity is refused by the reader itself.
    let os_id = machine.read().ok().map(|id| id.iter().map(|byte| format!("{byte:02x}")).collect());
    MachineComponents {
        os: std::env::consts::OS.to_owned(),
        os_id,
        smbios: hardware.smbios,
        disk: hardware.disk,
        board: hardware.board,
    }
}
