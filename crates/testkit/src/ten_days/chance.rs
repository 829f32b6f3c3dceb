//! Chance from a seed: splitmix64, the same on every machine.

/// A stream of numbers that its seed decides.
#[derive(Debug)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number. Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `from` to `to`, both possible.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        let n = u64::try_from(to - from).unwrap_or(0) + 1;
        from + i64::try_from(self.next() % n).unwrap_or(0)
    }
}
