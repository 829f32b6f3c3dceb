//! The house rules at work: said to models, enforced on what they and the floors wrote.

use crate::Context;
use crate::house::{Ban, BanOf, Charter};
use crate::prose::quoted;
use crate::words::Plain;
use news::text::{fold, is_han};
use news::{FinalCopy, Item, Spike};
use std::fmt::Write;

/// What stands in the left-out list where a headline would name what is not published.
const WITHHELD: &str = "(withheld by the house rules · 依据编辑部守则不予显示)";

/// The rules as a part of a role's task; nothing without any.
pub(crate) fn told_to_models(charter: &Charter) -> String {
    let mut text = String::new();
    for style in &charter.style {
        let _ = writeln!(text, "- {style}");
    }
    for name in &charter.names {
        let _ = writeln!(text, "- Write the name {:?}, not {}.", name.write, list(&name.instead_of));
    }
    for word in &charter.avoid {
        let _ = writeln!(text, "- Outside quotations write {:?}, not {}.", word.write, list(&word.instead_of));
    }
    for ban in &charter.do_not_publish {
        let _ = writeln!(text, "- Nothing is published of this {}: {}.", ban.of.key(), list(&ban.words));
    }
    if text.is_empty() { text } else { format!("## House rules, set by the owner\n{text}") }
}

fn list(words: &[String]) -> String {
    words.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(" or ")
}

/// The copy in the words of the house: spellings and words to avoid are replaced outside quotations, with a note.
///
/// A sentence whose numbers would change stays as it is, and so does a word that is part of a name.
pub fn in_house_words(copy: FinalCopy, charter: &Charter) -> FinalCopy {
    if charter.names.is_empty() && charter.avoid.is_empty() {
        return copy;
    }
    let mut notes = Vec::new();
    let mut copy = copy;
    copy.headline.text = reworded(&copy.headline.text, charter, &mut notes);
    for sentence in &mut copy.sentences {
        sentence.text = reworded(&sentence.text, charter, &mut notes);
    }
    copy.summary = reworded(&copy.summary, charter, &mut Vec::new());
    copy.notes.extend(notes);
    copy
}

fn reworded(text: &str, charter: &Charter, notes: &mut Vec<String>) -> String {
    let names = charter.names.iter().map(|spelling| (spelling, true));
    let words = charter.avoid.iter().map(|spelling| (spelling, false));
    let mut text = text.to_owned();
    for (spelling, is_name) in names.chain(words) {
        for instead_of in &spelling.instead_of {
            let told = quoted::replace_outside(&text, instead_of, &spelling.write, is_name);
            if told != text && gates::values(&told) == gates::values(&text) {
                notes.push(format!("house rules: {:?} in the place of {instead_of:?}", spelling.write));
                text = told;
            }
        }
    }
    text
}

/// The first ban that words touch: a name or a topic that occurs in them.
pub(crate) fn banned_words<'a>(text: &str, charter: &'a Charter) -> Option<(&'a Ban, &'a str)> {
    let plain = Plain::of(text);
    let bans = charter.do_not_publish.iter().filter(|ban| ban.of != BanOf::Source);
    bans.into_iter().find_map(|ban| ban.words.iter().find(|word| holds(&plain, word)).map(|word| (ban, word.as_str())))
}

fn holds(plain: &Plain, word: &str) -> bool {
    let word = if word.chars().any(is_han) { fold(word) } else { Plain::of(word).as_str().trim().to_owned() };
    plain.find(&[word]).is_some()
}

/// The first ban of the outlet an item comes from.
pub(crate) fn banned_source<'a>(item: &Item, ctx: &'a Context) -> Option<(&'a Ban, &'a str)> {
    let bans = ctx.house.charter.do_not_publish.iter().filter(|ban| ban.of == BanOf::Source);
    let is_it = |word: &&String| {
        let names = [item.source.to_string(), ctx.outlet(item), ctx.owner(item), item.host()];
        names.iter().any(|name| fold(name) == fold(word))
    };
    bans.into_iter().find_map(|ban| ban.words.iter().find(is_it).map(|word| (ban, word.as_str())))
}

/// Which rule leaves something out, for the list of what was left out. A name is not repeated there.
pub(crate) fn detail(ban: &Ban, word: &str) -> String {
    let of = ban.of.key();
    let what = if ban.of == BanOf::Name { String::new() } else { format!(" {word:?}") };
    let why = if ban.why.is_empty() { String::new() } else { format!(": {}", ban.why) };
    format!("the house rules say do not publish ({of}{what}){why}")
}

/// What was left out, without the headlines and addresses that would publish what the house does not.
pub fn withheld(spiked: Vec<Spike>, charter: &Charter) -> Vec<Spike> {
    if charter.do_not_publish.is_empty() {
        return spiked;
    }
    let withhold = |spike: Spike| {
        let text = format!("{}\n{}", spike.headline, spike.detail);
        if banned_words(&text, charter).is_none_or(|(ban, _)| ban.of != BanOf::Name) {
            return spike;
        }
        let detail = if banned_words(&spike.detail, charter).is_some() { String::new() } else { spike.detail };
        Spike { headline: WITHHELD.to_owned(), urls: Vec::new(), detail, ..spike }
    };
    spiked.into_iter().map(withhold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{self, item, port_story, story};
    use crate::house::Spelling;
    use news::{Language, Ruling, SpikeReason};

    fn spelling(write: &str, instead_of: &[&str]) -> Spelling {
        Spelling { write: write.into(), instead_of: instead_of.iter().map(|word| (*word).to_owned()).collect() }
    }

    fn ban(of: BanOf, word: &str) -> Ban {
        Ban { of, words: vec![word.into()], why: "the owner's wish".into() }
    }

    #[test]
    fn words_to_avoid_go_outside_quotations_and_names_only() {
        let charter = Charter {
            names: vec![spelling("Meridian Harbour", &["Meridian Bay"])],
            avoid: vec![
                spelling("died", &["passed away"]),
                spelling("说", &["声称"]),
                spelling("collision", &["crash"]),
                spelling("two", &["a couple of"]),
            ],
            ..Charter::default()
        };
        let told = |text: &str| reworded(text, &charter, &mut Vec::new());
        assert_eq!(told("The singer passed away at home."), "The singer died at home.");
        assert_eq!(told("“He passed away,” she said."), "“He passed away,” she said.");
        assert_eq!(told("Crash on the ring road kills 3."), "Collision on the ring road kills 3.");
        assert_eq!(told("He sold Crash Records on Monday."), "He sold Crash Records on Monday.");
        assert_eq!(told("局长声称，港口“声称”开放。"), "局长说，港口“声称”开放。");
        assert_eq!(told("A couple of ships wait at Meridian Bay."), "A couple of ships wait at Meridian Harbour.");
    }

    #[test]
    fn what_is_not_published_is_spiked_with_the_rule_named_and_not_named_itself() {
        let story = port_story();
        let copy = fixture::copy_of(&story, Language::EN);
        let mut ctx = fixture::context();
        ctx.house.charter.do_not_publish = vec![ban(BanOf::Name, "Ann Marr")];
        let Ruling::Spike { reason, detail } = crate::standards_editor::floor(&copy, &story, &ctx) else { panic!() };
        assert_eq!(reason, SpikeReason::Unsafe);
        assert_eq!(detail, "the house rules say do not publish (name): the owner's wish");
        let spike =
            Spike { headline: "Ann Marr speaks".into(), urls: vec!["https://a.example/".into()], reason, detail };
        let shown = withheld(vec![spike], &ctx.house.charter);
        assert_eq!((shown[0].headline.as_str(), shown[0].urls.len()), (WITHHELD, 0));
    }

    #[test]
    fn a_banned_outlet_is_left_out_at_the_door_and_others_are_not() {
        let mut ctx = fixture::context();
        ctx.house.charter.do_not_publish = vec![ban(BanOf::Source, "Coast Group"), ban(BanOf::Topic, "horoscope")];
        let text = "The port of Meridian Bay reopened on Tuesday after a strike of nine days.";
        let triage = |source: &str, title: &str| {
            let one = story(vec![item(source, title, text)]);
            crate::wire_editor::floor(&one.items, &ctx)[0].why.clone()
        };
        assert_eq!(
            triage("a", "Port opens"),
            "the house rules say do not publish (source \"Coast Group\"): the owner's wish"
        );
        assert_eq!(
            triage("c", "Your horoscope"),
            "the house rules say do not publish (topic \"horoscope\"): the owner's wish"
        );
        assert!(!triage("c", "Port opens").contains("house rules"));
    }
}
