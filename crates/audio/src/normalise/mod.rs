//! Writes a text as it is said: numbers, dates, money, units and names in words. Captions keep what was written.
//!
//! Each language is a table of rules, applied in order; what a rule has put into words no later rule sees as figures.
//! Chinese and English have tables; other languages are cleaned and left to espeak-ng, which reads their figures.

mod acronyms;
mod clean;
mod en;
mod en_numbers;
mod en_tables;
mod rules;
mod zh;
mod zh_dates;
mod zh_numbers;
mod zh_tables;

pub(crate) use acronyms::spelled;

use news::Language;

/// The text as it is said in the main language of the line.
pub fn spoken(text: &str, language: Language) -> String {
    let clean = clean::clean(text);
    let said = match language {
        Language::ZH => zh::spoken(&clean),
        Language::EN => en::spoken(&clean),
        _ => clean,
    };
    clean::single_spaced(&said)
}

#[cfg(test)]
mod tests;
