//! English: figures, dates, money and abbreviations in words.

mod amounts;
mod dates;
mod names;
mod numbers;
mod pairs;
mod phones;
mod signs;
mod times;
mod words;

use super::rules::{Rule, Say, apply, rules};
use super::stretches::{han_stretches, say_by_language};
use super::text::Text;
use std::sync::LazyLock;
use words::{BEFORE_ROMAN, RULERS};

const MONTH: &str = r"(?i:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)";

const MULTIPLIER: &str =
    r"(?P<m>\s?(?:(?i:hundred|thousand|million|billion|trillion|lakh|crore)|mln|bln|trn|mn|bn|tn|[kKmMbBtT])\b)?";

const ZONE: &str = "(?i:est|edt|et|pst|pdt|pt|cst|cdt|ct|mst|mt|cet|cest|gmt|utc|bst|ist|jst|kst|msk|aest|aedt)";

const CURRENCY: &str = r"(?:US|AU|CA|HK|NT|NZ|MX|A|C|S|R)?\$|CN¥|JP¥|[€£¥₹₩₽₺₿₴₦₪₫฿₱]|(?:USD|EUR|GBP|CNY|RMB|JPY|HKD|AUD|CAD|SGD|NZD|TWD|KRW|CHF|INR|RUB|SEK|NOK|DKK|ZAR|AED|Rs\.?)\s?";

/// An English line in words; Han characters in it are said as Chinese.
pub(super) fn say_line(text: Text) -> Text {
    let stretches = han_stretches(text.said());
    say_by_language(text, &stretches, say, super::zh::say)
}

/// Figures, signs and abbreviations of an English stretch in words.
pub(super) fn say(text: &mut Text) {
    static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
        // In order: what is longer or surer comes first.
        let tables = [
            names::ADDRESSES,
            names::PLACES,
            times::RULES,
            names::ABBREVIATED,
            dates::RULES,
            pairs::EARLY,
            times::PLAIN,
            phones::RULES,
            amounts::RULES,
            pairs::RULES,
            names::RULES,
            signs::RULES,
        ];
        let filled: Vec<(String, Say)> = tables.concat().iter().map(|(pattern, say)| (fill(pattern), *say)).collect();
        let table: Vec<(&str, Say)> = filled.iter().map(|(pattern, say)| (pattern.as_str(), *say)).collect();
        rules(&table)
    });
    apply(&RULES, text);
}

fn fill(pattern: &str) -> String {
    pattern
        .replace("{month}", MONTH)
        .replace("{zone}", ZONE)
        .replace("{mult}", MULTIPLIER)
        .replace("{cur}", CURRENCY)
        .replace("{before_roman}", BEFORE_ROMAN)
        .replace("{rulers}", RULERS)
}

/// The last word of a text, without what is no letter after it.
fn last_word(before: &str) -> &str {
    before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("")
}

/// The first word of a text.
fn next_word(after: &str) -> &str {
    let after = after.trim_start();
    &after[..after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len())]
}

/// Whether a figure is followed by the things it counts: 1500 soldiers.
fn counts_things(after: &str) -> bool {
    let next = next_word(after);
    after.starts_with(' ') && next.len() > 3 && next.ends_with('s') && next.starts_with(|c: char| c.is_lowercase())
        || after.starts_with(' ') && matches!(next, "people" | "men" | "women" | "children" | "dead" | "more" | "feet")
}
