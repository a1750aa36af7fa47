//! How long one licence check takes: reading the block (armour, key, signature, payload) and deciding the state.
//!
//! `cargo run --release -p sellify-licensing --features dev-key --example license_check`
#![expect(clippy::print_stdout, reason = "the figures are the program's answer")]

use std::hint::black_box;
use std::time::Instant;

use sellify_domain::Timestamp;
use sellify_licensing::{
    ClockState, Crl, KeyTable, LicenseError, LicenseFacts, LicenseState, MachineComponents, assess,
    read_license,
};

const LICENSE: &str = include_str!("../tests/golden/license-v1.txt");
const ROUNDS: u32 = 2_000;
/// A month after the golden licence was issued.
const NOW: Timestamp = Timestamp::from_millis(1_797_897_600_000);

fn main() -> Result<(), LicenseError> {
    let keys = KeyTable::development();
    let machine = MachineComponents {
        os: "windows".into(),
        os_id: Some("3f8a1c52-9b4e-4d07-a6b1-52c0f9e8d713".into()),
        ..MachineComponents::default()
    };
    let revocations = Crl::default();
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let signed = read_license(black_box(LICENSE), &keys)?;
        let found = assess(&LicenseFacts {
            license: Some(&signed.license),
            machine: &machine,
            revocations: &revocations,
            tombstones: &[],
            trial_started: None,
            clock: ClockState::steady(NOW),
        });
        times.push(start.elapsed());
        assert_eq!(found.state, LicenseState::Valid, "the measured licence is in order");
    }
    times.sort();
    let at = |part: usize| times.get(times.len() * part / 100).map_or(0, std::time::Duration::as_micros);
    println!("licence check, {ROUNDS} rounds: median {} µs, 99 % {} µs", at(50), at(99));
    Ok(())
}
