//! Judges a sentence that a host says in its own way: in the words of the copy's sentence, with nothing more and no less.

use super::talk::{self, words};
use crate::prose::{address, claims};
use crate::reply;
use crate::support;
use crate::words::Plain;
use news::{Item, Language, Sentence};

/// What is wrong with other words for a sentence; `None` if they say the same.
pub(super) fn fault(text: &str, sentence: &Sentence, language: Language, items: &[Item]) -> Option<String> {
    if let Err(rejected) = reply::refuse_foreign_matter(text) {
        return Some(rejected.why);
    }
    if text.chars().count() > sentence.text.chars().count() * 3 / 2 + 12 {
        return Some(format!("much longer than the sentence it tells: {text:?}"));
    }
    if text.contains(['?', '？', '!', '！']) && !sentence.text.contains(['?', '？', '!', '！']) {
        return Some(format!("it asks or calls out: {text:?}"));
    }
    let more = claims::missing_number(text, &sentence.text).or_else(|| claims::missing_name(text, &sentence.text));
    // What is not said of a sentence is not said at all.
    let less = || claims::missing_number(&sentence.text, text).or_else(|| claims::missing_name(&sentence.text, text));
    if let Some(why) = more.or_else(less) {
        return Some(format!("{why}: {text:?}"));
    }
    let quotes = sentence.citations.iter().map(|citation| citation.quote.as_str());
    let own: Vec<&str> = quotes.chain([sentence.text.as_str()]).collect();
    if let Some(word) = talk::added(text, &own.join(" "), language) {
        return Some(format!("{word:?} is not a word of the sentence: {text:?}"));
    }
    // A speaker, a doubt, a day that is left out is a sentence that was not said.
    if let Some(word) = talk::added(&sentence.text, text, language) {
        return Some(format!("{word:?} of the sentence is not said: {text:?}"));
    }
    if let Some(word) = opinion(text, sentence) {
        return Some(format!("{word:?} is the host's opinion, not the copy's: {text:?}"));
    }
    let told = Sentence { text: text.to_owned(), citations: sentence.citations.clone() };
    address::of_sentence(&told, false).or_else(|| {
        // Nobody reads what hosts say before it is said.
        support::judge_reworded(text, sentence, language, items).objection().map(|fault| fault.detail)
    })
}

/// A feeling or a verdict that the sentence has not.
fn opinion(text: &str, sentence: &Sentence) -> Option<&'static str> {
    let (said, own) = (Plain::of(text), Plain::of(&sentence.text));
    let list = &words::talk().opinion;
    list.iter()
        .filter(|word| {
            said.find(std::slice::from_ref(*word)).is_some() && own.find(std::slice::from_ref(*word)).is_none()
        })
        .map(String::as_str)
        .next()
}
