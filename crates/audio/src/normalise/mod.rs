//! Writes a text as it is said: numbers, dates, money, units and names in words, with a map back to what is written.
//!
//! Each language is a table of rules, applied in order; what a rule has put into words no later rule sees as figures.
//! Chinese and English have tables, and each takes over where it stands inside a line of the other; other languages are
//! cleaned and left to the voice, which reads their figures. Begin with [`mapped`].

mod acronyms;
mod clean;
mod en;
mod map;
mod readings;
mod roman;
mod rules;
mod stretches;
mod text;
mod words;
mod zh;

pub use acronyms::spelled;
pub use map::Spoken;
pub use readings::Readings;

use news::Language;
use text::Text;

/// The text as it is said in the main language of the line.
pub fn spoken(text: &str, language: Language) -> String {
    mapped(text, language, &Readings::default()).into_text()
}

/// The text as it is said, with the owner's readings, and where each part of it is written.
pub fn mapped(written: &str, language: Language, readings: &Readings) -> Spoken {
    let mut text = Text::new(written);
    clean::drop_private(&mut text);
    readings.mark(&mut text, language);
    clean::clean(&mut text);
    let mut text = match language {
        Language::ZH => zh::say_line(text),
        Language::EN => en::say_line(text),
        _ => text,
    };
    readings.say(&mut text);
    if language == Language::ZH {
        zh::join_han(&mut text);
    }
    clean::space_singly(&mut text);
    text.finish(written)
}

#[cfg(test)]
mod tests;
