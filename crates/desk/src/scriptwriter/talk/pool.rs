//! What the floor says next of a kind: in an order that follows from the edition's key, nothing twice in an edition.

use super::words;
use news::Language;
use std::collections::BTreeSet;

/// The lines that are left to say.
pub(in crate::scriptwriter) struct Pool {
    seed: u64,
    said: BTreeSet<String>,
    n_rolls: u64,
}

impl Pool {
    /// The same for the same edition.
    pub fn of(key: &str) -> Self {
        Self { seed: mixed(0x5eed, key), said: BTreeSet::new(), n_rolls: 0 }
    }

    /// A line of this kind that was not said, with its slots filled; none if all were.
    pub fn take(&mut self, kind: &str, language: Language, slots: &[(&str, &str)]) -> Option<String> {
        let lines = words::of(language).pool.get(kind)?;
        let mut order: Vec<&String> = lines.iter().filter(|line| !self.said.contains(*line)).collect();
        order.sort_by_key(|line| mixed(self.seed, line));
        let line = order.first()?.to_string();
        self.said.insert(line.clone());
        let filled = slots.iter().fold(line, |line, (slot, value)| line.replace(&format!("{{{slot}}}"), value));
        Some(capital(&filled))
    }

    /// One time in `of`.
    pub fn now_and_then(&mut self, of: u64) -> bool {
        self.n_rolls += 1;
        mixed(self.seed, &self.n_rolls.to_string()).is_multiple_of(of.max(1))
    }
}

/// With a capital at the beginning and after a full stop: a slot may stand there.
fn capital(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut begins = true;
    for c in line.chars() {
        if begins && c.is_alphabetic() {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
        begins = matches!(c, '.' | '?') || begins && !c.is_alphanumeric();
    }
    out
}

/// FNV-1a, with its low bits mended.
fn mixed(seed: u64, text: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let hash = text.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash ^ (hash >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_twice_and_the_same_key_says_the_same() {
        let all = |key: &str| {
            let mut pool = Pool::of(key);
            std::iter::from_fn(move || pool.take("neutral", Language::EN, &[])).collect::<Vec<_>>()
        };
        let first = all("2026-03-18-morning");
        assert_eq!(first.iter().collect::<BTreeSet<_>>().len(), first.len());
        assert_eq!(first, all("2026-03-18-morning"));
        assert_ne!(first, all("2026-03-18-evening"));
    }
}
