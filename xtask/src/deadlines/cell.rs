//! What a run of the matrix meets.

use std::time::Duration;

/// What a healthy model takes to answer: a fortieth of ten seconds, as the deadline is a fortieth of some minutes.
const HEALTHY: Duration = Duration::from_millis(250);

/// How slow the models are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Latency {
    Times(u32),
    Endless,
}

impl Latency {
    pub const ALL: [Self; 4] = [Self::Times(1), Self::Times(3), Self::Times(10), Self::Endless];

    /// What an answer takes; none comes if none.
    pub fn of_answer(self) -> Option<Duration> {
        match self {
            Self::Times(n) => Some(HEALTHY * n),
            Self::Endless => None,
        }
    }

    pub fn name(self) -> String {
        match self {
            Self::Times(n) => format!("{n}x"),
            Self::Endless => "endless".into(),
        }
    }
}

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    pub latency: Latency,
    pub n_dead_vendors: usize,
    /// Of a hundred sources that usually answer.
    pub percent_dead_sources: usize,
}

impl Cell {
    /// Every combination.
    pub fn all() -> Vec<Self> {
        let mut cells = Vec::new();
        for latency in Latency::ALL {
            for n_dead_vendors in 0..=2 {
                for percent_dead_sources in [10, 90] {
                    cells.push(Self { latency, n_dead_vendors, percent_dead_sources });
                }
            }
        }
        cells
    }
}

/// Chance from a seed: splitmix64.
pub struct Chance(pub u64);

impl Chance {
    /// A number below this one. Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}
