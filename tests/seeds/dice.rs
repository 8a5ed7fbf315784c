// SPDX-License-Identifier: EUPL-1.2
//! Chance that comes out the same way every time: `SplitMix64`.

/// A stream of chance. Streams of different names do not disturb each other.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Begins the stream of a seed and a name.
    pub fn new(seed: u64, name: &str) -> Self {
        let mixed = name.bytes().fold(seed ^ 0x5EED, |mixed, byte| Self(mixed ^ u64::from(byte)).draw());
        Self(mixed)
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `sides`.
    pub fn below(&mut self, sides: usize) -> usize {
        let sides = u64::try_from(sides.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.draw() % sides).unwrap_or(0)
    }

    /// A number of `from` to `to`, both included.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = u64::try_from(to - from + 1).unwrap_or(1).max(1);
        from + i64::try_from(self.draw() % span).unwrap_or(0)
    }

    /// Says yes so many times in a thousand.
    pub fn chance(&mut self, thousandths: u32) -> bool {
        self.draw() % 1_000 < u64::from(thousandths)
    }

    /// One of several.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}
