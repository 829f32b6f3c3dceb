//! The tables under `data/`: words of one meaning in both languages, names, opposites, and words that mark a claim.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// What kind of thing a meaning is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Class {
    Meaning,
    Place,
    Organisation,
    Person,
    Month,
    Weekday,
    Office,
    Currency,
    Unit,
    /// Counted from the day of writing: yesterday, last year.
    Relative,
    Profession,
}

/// One line of a table.
pub(crate) type Id = u16;

/// What a word does to the claim it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Mark {
    Negator,
    Possible,
    Planned,
    Future,
    Certain,
    Says,
    Alleges,
    AtLeast,
    AtMost,
    Nearly,
    About,
    Passive,
    Pronoun,
    Light,
}

/// All tables, read once.
pub(crate) struct Lexicon {
    classes: Vec<Class>,
    /// English phrases by their first word; the longest is first.
    english: HashMap<String, Vec<(Vec<String>, Id)>>,
    han: HashMap<String, Vec<Id>>,
    english_marks: HashMap<String, Vec<(Vec<String>, Mark)>>,
    han_marks: HashMap<String, Vec<Mark>>,
    opposites: HashMap<Id, HashSet<Id>>,
    strict: HashSet<Id>,
    within: HashMap<Id, Id>,
    verbs: HashSet<&'static str>,
}

const NAMES: [(&str, Class); 10] = [
    ("places", Class::Place),
    ("organisations", Class::Organisation),
    ("people", Class::Person),
    ("months", Class::Month),
    ("weekdays", Class::Weekday),
    ("offices", Class::Office),
    ("currencies", Class::Currency),
    ("units", Class::Unit),
    ("relatives", Class::Relative),
    ("professions", Class::Profession),
];

const MARKS: [(&str, Mark); 14] = [
    ("negators", Mark::Negator),
    ("possible", Mark::Possible),
    ("planned", Mark::Planned),
    ("future", Mark::Future),
    ("certain", Mark::Certain),
    ("says", Mark::Says),
    ("alleges", Mark::Alleges),
    ("at_least", Mark::AtLeast),
    ("at_most", Mark::AtMost),
    ("nearly", Mark::Nearly),
    ("about", Mark::About),
    ("passives", Mark::Passive),
    ("pronouns", Mark::Pronoun),
    ("light", Mark::Light),
];

type Tables = HashMap<String, String>;

/// The tables of this room.
pub(crate) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let read = |text: &str| toml::from_str::<Tables>(text).unwrap_or_default();
        Lexicon::new(
            &joined([read(include_str!("../data/words.toml")), read(include_str!("../data/words-more.toml"))]),
            &joined([read(include_str!("../data/names.toml")), read(include_str!("../data/names-more.toml"))]),
            &read(include_str!("../data/marks.toml")),
        )
    })
}

impl Lexicon {
    fn new(words: &Tables, names: &Tables, marks: &Tables) -> Self {
        let mut lexicon = Self {
            classes: Vec::new(),
            english: HashMap::new(),
            han: HashMap::new(),
            english_marks: HashMap::new(),
            han_marks: HashMap::new(),
            opposites: HashMap::new(),
            strict: HashSet::new(),
            within: HashMap::new(),
            verbs: include_str!("../data/verbs.txt").split_whitespace().collect(),
        };
        let mut parents = Vec::new();
        for line in lines(words, "meanings") {
            lexicon.add(line, Class::Meaning, &mut parents);
        }
        let heads = lexicon.heads();
        for line in lines(words, "opposites") {
            lexicon.oppose(line, &heads);
        }
        lexicon.strict = lines(words, "strict").filter_map(|line| heads.get(line).copied()).collect();
        for (table, class) in NAMES {
            for line in lines(names, table) {
                lexicon.add(line, class, &mut parents);
            }
        }
        for (child, parent) in parents {
            if let Some(parent) = lexicon.first_place(&parent) {
                lexicon.within.insert(child, parent);
            }
        }
        for (table, mark) in MARKS {
            for line in lines(marks, table) {
                lexicon.add_marks(line, mark);
            }
        }
        for phrases in lexicon.english.values_mut() {
            phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
        lexicon
    }

    fn add(&mut self, line: &str, class: Class, parents: &mut Vec<(Id, String)>) {
        let id = self.classes.len() as Id;
        self.classes.push(class);
        let (line, parent) = line.split_once('<').map_or((line, None), |(line, parent)| (line, Some(parent)));
        let (english, han) = line.split_once('=').unwrap_or((line, ""));
        for phrase in english.split(',') {
            let phrase = split(phrase);
            if let Some(first) = phrase.first() {
                self.english.entry(first.clone()).or_default().push((phrase, id));
            }
        }
        for word in han.split_whitespace() {
            self.han.entry(word.to_lowercase()).or_default().push(id);
        }
        if let Some(parent) = parent {
            parents.push((id, parent.trim().to_owned()));
        }
    }

    /// The first word of each line of meanings, by which the other tables speak of it.
    fn heads(&self) -> HashMap<String, Id> {
        let mut heads: HashMap<String, Id> = HashMap::new();
        for (phrase, id) in self.english.values().flatten().filter(|(phrase, _)| phrase.len() == 1) {
            let first = heads.entry(phrase[0].clone()).or_insert(*id);
            *first = (*first).min(*id);
        }
        heads
    }

    fn oppose(&mut self, line: &str, heads: &HashMap<String, Id>) {
        if let Some((a, b)) = line.split_once('|')
            && let (Some(a), Some(b)) = (heads.get(a.trim()), heads.get(b.trim()))
        {
            self.opposites.entry(*a).or_default().insert(*b);
            self.opposites.entry(*b).or_default().insert(*a);
        }
    }

    fn first_place(&self, name: &str) -> Option<Id> {
        let phrase = split(name);
        let known = self.english.get(phrase.first()?)?;
        known.iter().find(|(other, id)| *other == phrase && self.class(*id) == Class::Place).map(|(_, id)| *id)
    }

    fn add_marks(&mut self, line: &str, mark: Mark) {
        let (english, han) = line.split_once('=').unwrap_or((line, ""));
        for phrase in english.split(',') {
            let phrase = split(phrase);
            if let Some(first) = phrase.first() {
                self.english_marks.entry(first.clone()).or_default().push((phrase, mark));
            }
        }
        for word in han.split_whitespace() {
            self.han_marks.entry(word.to_owned()).or_default().push(mark);
        }
    }

    /// Which line of its class this is, from 1: January is 1, Monday is 1.
    pub fn ordinal(&self, id: Id) -> usize {
        let class = self.class(id);
        self.classes.iter().take(usize::from(id) + 1).filter(|other| **other == class).count()
    }

    pub fn class(&self, id: Id) -> Class {
        self.classes.get(usize::from(id)).copied().unwrap_or(Class::Meaning)
    }

    /// English phrases that begin with this word, the longest first.
    pub fn phrases(&self, first: &str) -> &[(Vec<String>, Id)] {
        self.english.get(first).map_or(&[], Vec::as_slice)
    }

    /// Marks that begin with this word.
    pub fn marked_phrases(&self, first: &str) -> &[(Vec<String>, Mark)] {
        self.english_marks.get(first).map_or(&[], Vec::as_slice)
    }

    /// The meanings of a Chinese word.
    pub fn han(&self, word: &str) -> &[Id] {
        self.han.get(word).map_or(&[], Vec::as_slice)
    }

    pub fn han_marks(&self, word: &str) -> &[Mark] {
        self.han_marks.get(word).map_or(&[], Vec::as_slice)
    }

    pub fn is_han_word(&self, word: &str) -> bool {
        self.han.contains_key(word) || self.han_marks.contains_key(word)
    }

    /// All Chinese words of the tables, which the cutter must know.
    pub fn han_words(&self) -> impl Iterator<Item = &str> {
        self.han.keys().chain(self.han_marks.keys()).map(String::as_str)
    }

    pub fn are_opposite(&self, a: Id, b: Id) -> bool {
        self.opposites.get(&a).is_some_and(|others| others.contains(&b))
    }

    pub fn has_opposite(&self, a: Id) -> bool {
        self.opposites.contains_key(&a)
    }

    /// Whether a word of this meaning must be found in the source.
    pub fn is_strict(&self, id: Id) -> bool {
        self.strict.contains(&id)
    }

    /// Whether it is the base form of a common English verb.
    pub fn is_verb(&self, base: &str) -> bool {
        self.verbs.contains(base)
    }

    /// The place in which this place lies.
    pub fn parent(&self, id: Id) -> Option<Id> {
        self.within.get(&id).copied()
    }
}

/// Two files of one kind: the tables of one name follow one another.
fn joined([mut first, more]: [Tables; 2]) -> Tables {
    for (name, lines) in more {
        first.entry(name).or_default().push_str(&lines);
    }
    first
}

fn lines<'a>(tables: &'a Tables, name: &str) -> impl Iterator<Item = &'a str> {
    tables.get(name).map_or("", String::as_str).lines().map(str::trim).filter(|line| !line.is_empty())
}

/// A phrase as the reader cuts it: hyphens part words.
fn split(phrase: &str) -> Vec<String> {
    let parts = phrase.trim().split([' ', '-']);
    parts.filter(|part| !part.is_empty()).map(|part| part.to_lowercase()).collect()
}
