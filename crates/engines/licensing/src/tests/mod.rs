//! Tests of the licences.
