//! Campaigns: draft, pre-flight, run, per-recipient ledger, retry, suppression.
