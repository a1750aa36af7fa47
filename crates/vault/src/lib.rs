//! The vault's keys: slots, keystore file, machine identity, recovery code, sealed cells.
