//! How alike two titles are, and whether they say the same: for titles too short to be weighed by words.

use news::text::fold;
use std::collections::BTreeSet;

/// Two letters within so many of each other are a pair, whatever stands between them.
const REACH: usize = 6;
/// That one of two titles denies and the other does not speaks a little against their matter being one …
const OTHER_TONE: f32 = 0.2 / 3.0;
/// … and strongly against their saying the same.
const OTHER_STANCE: f32 = 0.45 / 3.0;
/// What a title says that denies, zh (simplified) and en.
const DENIALS: &[&str] = &[
    "谣",
    "假的",
    "假消息",
    "不实",
    "纯属",
    "虚假",
    "误传",
    "误读",
    "传言",
    "真相",
    "别信",
    "骗局",
    "不可信",
    "没有科学",
    "官方回应",
    "澄清",
    "hoax",
    "fake",
    "debunk",
    "false claim",
    "myth",
    "rumor",
    "rumour",
    "not true",
    "denies",
    "denied",
];

/// How much two titles are of one matter, in [0, 1]: by their letters, the pairs of letters near each other, and the
/// longest run of letters that both have in one order. Traditional and simplified characters are the same.
pub fn likeness(a: &str, b: &str) -> f32 {
    let (a, b) = (Title::of(a), Title::of(b));
    (a.alike(&b) - if a.denies == b.denies { 0.0 } else { OTHER_TONE }).max(0.0)
}

/// How much two titles say the same of one matter, in [0, 1]: a report and its denial are of one matter and do not agree.
pub fn agreement(a: &str, b: &str) -> f32 {
    let (a, b) = (Title::of(a), Title::of(b));
    (a.alike(&b) - if a.denies == b.denies { 0.0 } else { OTHER_STANCE }).max(0.0)
}

struct Title {
    letters: Vec<char>,
    denies: bool,
}

impl Title {
    fn of(title: &str) -> Self {
        let folded = fold(title);
        let denies = DENIALS.iter().any(|denial| folded.contains(denial));
        Self { letters: folded.chars().filter(|c| c.is_alphanumeric()).collect(), denies }
    }

    fn alike(&self, other: &Self) -> f32 {
        let letters = |title: &Self| title.letters.iter().copied().collect::<BTreeSet<char>>();
        let same_letters = jaccard(&letters(self), &letters(other));
        let same_pairs = jaccard(&self.pairs(), &other.pairs());
        (same_letters + same_pairs + self.in_one_order(other)) / 3.0
    }

    fn pairs(&self) -> BTreeSet<(char, char)> {
        let near = |i: usize| self.letters.iter().skip(i + 1).take(REACH - 1);
        self.letters.iter().enumerate().flat_map(|(i, a)| near(i).map(move |b| (*a, *b))).collect()
    }

    /// The longest common subsequence, as a share of both.
    fn in_one_order(&self, other: &Self) -> f32 {
        let mut row = vec![0u32; other.letters.len() + 1];
        for a in &self.letters {
            let mut diagonal = 0;
            for (j, b) in other.letters.iter().enumerate() {
                let above = row[j + 1];
                row[j + 1] = if a == b { diagonal + 1 } else { above.max(row[j]) };
                diagonal = above;
            }
        }
        let both = self.letters.len() + other.letters.len();
        if both == 0 { 0.0 } else { 2.0 * row.last().copied().unwrap_or(0) as f32 / both as f32 }
    }
}

fn jaccard<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> f32 {
    let common = a.intersection(b).count();
    let all = a.len() + b.len() - common;
    if all == 0 { 0.0 } else { common as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_title_in_both_scripts_is_alike() {
        assert!((likeness("港城渡輪罷工", "港城渡轮罢工") - 1.0).abs() < 1e-6);
        assert_eq!(likeness("", "港城渡轮罢工"), 0.0);
    }

    #[test]
    fn a_denial_is_of_the_matter_and_does_not_agree() {
        let (claim, same, denial, other) =
            ("港城渡轮将停航一年", "渡轮停航一年 港城要停了", "港城渡轮将停航一年？谣言", "面包师赢得黑麦奖");
        assert!(likeness(claim, denial) > 0.7, "{}", likeness(claim, denial));
        assert!(agreement(claim, denial) < likeness(claim, denial));
        assert!(likeness(claim, same) > likeness(claim, other));
        assert_eq!(agreement(claim, same), likeness(claim, same));
    }
}
