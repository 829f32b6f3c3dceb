//! Reads a profile in plain words: "more chips, less football; I run a bakery chain in Chengdu", "多看芯片，少来足球".
//!
//! Sentence by sentence, clause by clause. A clause begins (in Chinese it may also end) with a word that says what is
//! wanted; one without such a word goes on with the wish before it, or tells something of the reader.

use super::{Kind, Subject, Wish, places, topics};
use crate::words::Plain;
use news::text::{fold, is_han};
use serde::Deserialize;
use std::sync::OnceLock;

const WRITTEN: &str = include_str!("../../../words/wishes.toml");

/// The words that say what is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Markers {
    more: Vec<String>,
    less: Vec<String>,
    no: Vec<String>,
    only: Vec<String>,
    about: Vec<String>,
    after: After,
    filler: Vec<String>,
    before_subject: Vec<String>,
    after_subject: Vec<String>,
    between: Vec<String>,
    plain: Vec<String>,
}

/// Those that stand behind their subject.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct After {
    more: Vec<String>,
    less: Vec<String>,
    no: Vec<String>,
    only: Vec<String>,
}

/// The wishes of a profile in its own order.
pub(super) fn parse(profile: &str) -> Vec<Wish> {
    let mut wishes: Vec<Wish> = Vec::new();
    // The one abbreviation with full stops that readers write.
    let profile = fold(profile).replace("u.s.a.", "america").replace("u.s.", "america");
    for sentence in profile.split(['.', '。', ';', '；', '!', '！', '\n']) {
        let mut going_on = None;
        for clause in clauses(sentence) {
            let (kind, rest) = read(&clause, going_on);
            going_on = Some(kind);
            for subject in subjects(kind, &rest) {
                let wish = Wish { kind, subject };
                if !wishes.contains(&wish) {
                    wishes.push(wish);
                }
            }
        }
    }
    wishes
}

/// Clauses of a sentence, each as words with single blanks.
fn clauses(sentence: &str) -> Vec<String> {
    let mut text = sentence.to_owned();
    for word in &markers().between {
        let is_latin = !word.chars().any(is_han);
        let sought = if is_latin { format!(" {word} ") } else { word.clone() };
        text = text.replace(&sought, ",");
    }
    let clauses = text.split([',', '，', '、', '/', ':', '：', '&']);
    let plain = clauses.map(|clause| Plain::of(clause).as_str().trim().to_owned());
    plain.filter(|clause| !clause.is_empty()).collect()
}

/// What a clause wants, and of what.
fn read(clause: &str, going_on: Option<Kind>) -> (Kind, String) {
    let markers = markers();
    let mut rest = clause;
    while let Some(shorter) = without(rest, &markers.filler) {
        // A filler may itself begin a longer marker: "我" and "我不想看".
        if leading(rest).is_some() {
            break;
        }
        rest = shorter;
    }
    if let Some((kind, subject)) = trailing(rest) {
        return (kind, subject.to_owned());
    }
    if let Some((kind, subject)) = leading(rest) {
        return (kind, subject.to_owned());
    }
    (going_on.unwrap_or(Kind::More), rest.to_owned())
}

/// The longest marker at the beginning, and what stands behind it.
fn leading(clause: &str) -> Option<(Kind, &str)> {
    let markers = markers();
    let lists = [
        (Kind::No, &markers.no),
        (Kind::Less, &markers.less),
        (Kind::Only, &markers.only),
        (Kind::More, &markers.more),
        (Kind::About, &markers.about),
    ];
    let found = lists.iter().flat_map(|(kind, list)| list.iter().map(move |marker| (*kind, marker)));
    let fitting = found.filter_map(|(kind, marker)| Some((kind, marker, after(clause, marker)?)));
    fitting.max_by_key(|(_, marker, _)| marker.chars().count()).map(|(kind, _, rest)| (kind, rest))
}

/// The longest marker at the end, and what stands before it.
fn trailing(clause: &str) -> Option<(Kind, &str)> {
    let after = &markers().after;
    let lists =
        [(Kind::No, &after.no), (Kind::Less, &after.less), (Kind::Only, &after.only), (Kind::More, &after.more)];
    let found = lists.iter().flat_map(|(kind, list)| list.iter().map(move |marker| (*kind, marker)));
    let fitting = found.filter_map(|(kind, marker)| Some((kind, marker, before(clause, marker)?)));
    let (kind, _, rest) = fitting.max_by_key(|(_, marker, _)| marker.chars().count())?;
    (!rest.is_empty()).then_some((kind, rest))
}

/// What stands behind a word at the beginning; a Latin one must end there.
fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(word)?;
    let is_whole = word.ends_with(is_han) || rest.is_empty() || rest.starts_with([' ']) || rest.starts_with(is_han);
    is_whole.then(|| rest.trim_start())
}

fn before<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = text.strip_suffix(word)?;
    let is_whole = word.starts_with(is_han) || rest.ends_with([' ']) || rest.ends_with(is_han);
    is_whole.then(|| rest.trim_end())
}

fn without<'a>(text: &'a str, words: &[String]) -> Option<&'a str> {
    words.iter().filter_map(|word| after(text, word)).min_by_key(|rest| rest.len())
}

/// What a clause is about: topics and places of the tables, else the reader's own words.
fn subjects(kind: Kind, text: &str) -> Vec<Subject> {
    let plain = Plain::of(text);
    let mut found = topics::in_text(&plain);
    // "No football from England" wants no football; it does not want England gone.
    if found.is_empty() || matches!(kind, Kind::More | Kind::About) {
        found.extend(places::in_text(&plain));
    }
    if found.is_empty() && kind != Kind::About {
        found.extend(own_words(text));
    }
    found
}

fn own_words(text: &str) -> Option<Subject> {
    let markers = markers();
    let mut words = text;
    while let Some(shorter) = without(words, &markers.before_subject) {
        words = shorter;
    }
    while let Some(shorter) =
        markers.after_subject.iter().filter_map(|word| before(words, word)).min_by_key(|rest| rest.len())
    {
        words = shorter;
    }
    let words = words.trim();
    if words.chars().count() < 2 || markers.plain.iter().any(|plain| plain == words) {
        return None;
    }
    Some(Subject { en: words.into(), zh: words.into(), beat: None, terms: numbers_of(words) })
}

/// An English word in the singular and the plural.
fn numbers_of(words: &str) -> Vec<String> {
    if words.ends_with(is_han) {
        return vec![words.to_owned()];
    }
    let mut forms = vec![words.to_owned(), format!("{words}s")];
    forms.extend(words.strip_suffix('s').filter(|one| one.chars().count() > 2).map(str::to_owned));
    forms
}

/// Read once. A test holds that they can be read.
fn markers() -> &'static Markers {
    static MARKERS: OnceLock<Markers> = OnceLock::new();
    MARKERS.get_or_init(|| {
        toml::from_str(WRITTEN).unwrap_or_else(|error| {
            debug_assert!(false, "words/wishes.toml: {error}");
            Markers::default()
        })
    })
}
