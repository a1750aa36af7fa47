//! Repeatable chance: the same seed gives the same moments.

/// A small generator (xorshift64*); nothing secret depends on it.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// From 0 to one below the bound; 0 for a bound of 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or(0).checked_rem(bound).unwrap_or(0)
    }

    /// From 0 to 1.
    pub(super) fn fraction(&mut self) -> f64 {
        self.below(10_000) as f64 / 10_000.0
    }
}
