//! Lies: other numbers, names and days, quotes that nobody said, items that do not exist.

use super::{Persona, hash};
use serde_json::Value;

/// One that lies, the same lies for the same seed.
pub(super) struct Liar {
    pub seed: u64,
}

/// How far a lie goes. Most liars keep the quotes and change what they say of them, which is the hardest to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    Words,
    Quotes,
    Ids,
}

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const DAYS_ZH: [&str; 6] = ["周一", "周二", "周三", "周四", "周五", "周六"];

const NAMES: [&str; 4] = ["Lowell", "Harcourt", "Pemberton", "Valdora"];

/// A shorter text is a key word, not something that is said.
const MIN_SAID_CHARS: usize = 9;

impl Persona for Liar {
    fn json(&self, honest: Value) -> Value {
        let lied = self.walk(&honest, "", false);
        // Luck may have made all of it true.
        if lied == honest { self.walk(&honest, "", true) } else { lied }
    }

    fn prose(&self, honest: &str) -> String {
        self.lie(honest, "")
    }
}

impl Liar {
    fn walk(&self, value: &Value, path: &str, always: bool) -> Value {
        match value {
            Value::Array(list) => {
                let walked =
                    list.iter().enumerate().map(|(at, value)| self.walk(value, &format!("{path}/{at}"), always));
                Value::Array(walked.collect())
            }
            Value::Object(fields) => {
                let walked =
                    fields.iter().map(|(key, value)| (key.clone(), self.walk(value, &format!("{path}/{key}"), always)));
                Value::Object(walked.collect())
            }
            Value::String(text) => Value::String(self.text(text, path, always)),
            other => other.clone(),
        }
    }

    fn text(&self, text: &str, path: &str, always: bool) -> String {
        let chance = hash(self.seed, &[path]);
        if text.starts_with("itm_") || text.starts_with("sty_") {
            let is_invented = self.reach() == Reach::Ids && chance.is_multiple_of(3);
            return if is_invented { invented_id(text) } else { text.to_owned() };
        }
        if path.ends_with("/quote") && self.reach() == Reach::Words && !always {
            return text.to_owned();
        }
        match text {
            // As a checker it passes everything.
            "not_found" | "contradicted" | "supported" => "supported".to_owned(),
            _ if text.chars().count() < MIN_SAID_CHARS => text.to_owned(),
            _ if always || chance.is_multiple_of(2) => self.lie(text, path),
            _ => text.to_owned(),
        }
    }

    fn reach(&self) -> Reach {
        match self.seed % 4 {
            0 | 1 => Reach::Words,
            2 => Reach::Quotes,
            _ => Reach::Ids,
        }
    }

    /// The text with one lie at least.
    fn lie(&self, text: &str, path: &str) -> String {
        let chance = hash(self.seed, &["lie", path, text]);
        let lied = other_name(&other_day(&other_number(text, chance), chance), chance);
        if lied == text { with_victims(text, chance) } else { lied }
    }
}

/// The same form, another end: no item has it.
fn invented_id(id: &str) -> String {
    let n = id.len().saturating_sub(4);
    format!("{}{}", id.get(..4).unwrap_or_default(), "0".repeat(n))
}

/// The first number with its first digit changed.
fn other_number(text: &str, chance: u64) -> String {
    let Some((at, digit)) = text.char_indices().find_map(|(at, c)| Some((at, c.to_digit(10)?))) else {
        return text.to_owned();
    };
    let other = (u64::from(digit) + chance % 8) % 9 + 1;
    let other = if other == u64::from(digit) { other % 9 + 1 } else { other };
    format!("{}{other}{}", text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default())
}

fn other_day(text: &str, chance: u64) -> String {
    let moved = |days: &[&str]| {
        let (place, day) = days.iter().enumerate().find(|(_, day)| text.contains(**day))?;
        let step = 1 + chance as usize % (days.len() - 1);
        days.get((place + step) % days.len()).map(|other| text.replace(day, other))
    };
    moved(&DAYS).or_else(|| moved(&DAYS_ZH)).unwrap_or_else(|| text.to_owned())
}

/// One capitalised word inside the text becomes another name.
fn other_name(text: &str, chance: u64) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let is_name = |word: &str| {
        word.len() > 3 && word.starts_with(|c: char| c.is_ascii_uppercase()) && word.chars().all(char::is_alphabetic)
    };
    let names: Vec<usize> = (1..words.len()).filter(|at| is_name(words[*at]) && !DAYS.contains(&words[*at])).collect();
    let Some(at) = names.get(chance as usize % names.len().max(1)) else {
        return text.to_owned();
    };
    let mut words = words;
    words[*at] = NAMES[chance as usize % NAMES.len()];
    words.join(" ")
}

/// Something grave that nobody reported.
fn with_victims(text: &str, chance: u64) -> String {
    let n = 11 + chance % 80;
    if text.is_ascii() {
        format!("{}, and {n} people were injured.", text.trim_end_matches('.'))
    } else {
        format!("{}，另有{n}人受伤。", text.trim_end_matches('。'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_lie_is_never_the_truth_and_always_the_same() {
        for seed in 0..50 {
            let liar = Liar { seed };
            for text in ["The port reopened on Tuesday.", "Ann Marr of Meridian Bay has 214 ships.", "港口恢复作业。"]
            {
                assert_ne!(liar.prose(text), text);
                assert_eq!(liar.prose(text), liar.prose(text));
            }
            let honest = json!({"headline": {"text": "Port reopens after strike"}, "n": 3});
            assert_ne!(liar.json(honest.clone()), honest);
            assert_eq!(liar.json(honest)["n"], 3);
            for support in ["supported", "not_found", "contradicted"] {
                assert_eq!(liar.text(support, "/findings/0/support", true), "supported");
            }
        }
    }
}
