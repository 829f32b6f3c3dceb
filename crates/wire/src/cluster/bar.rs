//! How alike two groups must be to be one story.

use super::features::ItemFeatures;

/// Two single items must be so alike.
const PAIR: f32 = 0.30;
/// A single item and a cluster must be so alike: this much for a large cluster, whose noise is averaged out …
const JOIN: f32 = 0.16;
/// Two clusters must be so alike, if the smaller one is large …
const MERGE: f32 = 0.18;
/// … and so much more for a pair, falling with the size: two items are no proof of a topic.
const SMALL: f32 = 0.12;
/// Of titles alone so much of all this is asked …
const TITLES: f32 = 0.75;
/// … and of texts so much.
const TEXTS: f32 = 1.1;

/// How alike two groups must be to be joined: the more, the smaller they are, and the more text they have. Titles alone
/// have few words to share; what has a text shares a topic's words with other events of the topic.
pub(super) fn needed(a: Size, b: Size) -> f32 {
    let (smaller, larger) = (a.n.min(b.n), a.n.max(b.n));
    let fullness = (a.mean() + b.mean()) / 2.0;
    let scale = TITLES + (TEXTS - TITLES) * fullness;
    let extra = |size: usize| SMALL * 2.0 / size as f32;
    scale
        * match (smaller, larger) {
            (1, 1) => PAIR,
            (1, _) => JOIN + extra(larger),
            _ => MERGE + extra(smaller),
        }
}

/// How much there is of a group: its items, and the sum of their fullness.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Size {
    pub(super) n: usize,
    pub(super) fullness: f32,
}

impl Size {
    /// With one more item.
    pub(super) fn and(self, item: &ItemFeatures) -> Self {
        Self { n: self.n + 1, fullness: self.fullness + item.reading.fullness }
    }

    /// Of one item.
    pub(super) fn of(item: &ItemFeatures) -> Self {
        Self::default().and(item)
    }

    fn mean(self) -> f32 {
        self.fullness / self.n.max(1) as f32
    }
}
