//! Finds in a text the places, people, organisations and things that both languages have a word for.

use news::text::fold;
use std::collections::HashMap;
use std::sync::OnceLock;

/// One concept a row: kind, English forms, Chinese forms, the concept it is part of. See the head of the file.
const TABLE: &str = include_str!("concepts.tsv");
/// English forms have at most so many words.
const MAX_WORDS: usize = 5;

/// What a concept is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A country, region, city, sea.
    Place,
    /// Somebody in the news.
    Person,
    /// A company, authority, party, club, alliance.
    Organisation,
    /// What happens, and what it happens to.
    Thing,
    /// The same, in so many stories that it says little about which: president, report, court.
    Common,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Concept {
    /// The first English form, in lower case; unique.
    pub(crate) name: &'static str,
    /// What it is.
    pub(crate) kind: Kind,
    /// What it is part of: the country of a city.
    pub(crate) whole: Option<&'static str>,
}

impl Concept {
    /// Its name and those of all that it is part of: the city, its country.
    pub(crate) fn with_wholes(&self) -> Vec<&'static str> {
        let mut names = vec![self.name];
        let mut whole = self.whole;
        while let Some(name) = whole.filter(|name| !names.contains(name)) {
            names.push(name);
            whole = concept(name).and_then(|concept| concept.whole);
        }
        names
    }
}

/// The concepts named in a text, each once, in order of first naming.
pub(crate) fn concepts_in(text: &str) -> Vec<&'static Concept> {
    let table = table();
    let mut found: Vec<usize> = Vec::new();
    let mut note = |row: usize| {
        if !found.contains(&row) {
            found.push(row);
        }
    };
    latin(text, table, &mut note);
    chinese(&fold(text), table, &mut note);
    found.into_iter().map(|row| &table.rows[row]).collect()
}

/// The concept of this name.
pub(crate) fn concept(name: &str) -> Option<&'static Concept> {
    let table = table();
    table.by_name.get(name).map(|row| &table.rows[*row])
}

struct Table {
    rows: Vec<Concept>,
    by_name: HashMap<&'static str, usize>,
    /// Words joined by spaces, folded; or as written for forms in capitals (US, WHO, IT).
    latin: HashMap<String, usize>,
    /// By first character, longer forms first.
    chinese: HashMap<char, Vec<(String, usize)>>,
}

fn table() -> &'static Table {
    static TABLE_ONCE: OnceLock<Table> = OnceLock::new();
    TABLE_ONCE.get_or_init(|| {
        let mut table =
            Table { rows: Vec::new(), by_name: HashMap::new(), latin: HashMap::new(), chinese: HashMap::new() };
        for line in TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            table.add(line);
        }
        for forms in table.chinese.values_mut() {
            forms.sort_by_key(|(form, row)| (usize::MAX - form.len(), *row));
        }
        table
    })
}

impl Table {
    fn add(&mut self, line: &'static str) {
        let mut fields = line.split('\t');
        let kind = match fields.next() {
            Some("place") => Kind::Place,
            Some("person") => Kind::Person,
            Some("org") => Kind::Organisation,
            Some("common") => Kind::Common,
            _ => Kind::Thing,
        };
        let (english, chinese) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
        let Some(name) = english.split('|').next().filter(|name| !name.is_empty()) else {
            return;
        };
        let row = self.rows.len();
        self.by_name.insert(name, row);
        self.rows.push(Concept { name, kind, whole: fields.next().filter(|whole| !whole.is_empty()) });
        for form in english.split('|') {
            self.latin.entry(latin_key(form)).or_insert(row);
        }
        for form in chinese.split('|').filter(|form| !form.is_empty()) {
            if let Some(first) = form.chars().next() {
                self.chinese.entry(first).or_default().push((form.to_owned(), row));
            }
        }
    }
}

/// Forms in capitals are kept: US is not us, IT is not it. Plurals and possessives are folded away.
fn latin_key(form: &str) -> String {
    form.split(' ').map(word_key).collect::<Vec<_>>().join(" ")
}

fn word_key(word: &str) -> String {
    let is_capitals = word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    if is_capitals { word.to_owned() } else { singular(&word.to_lowercase()) }
}

fn singular(word: &str) -> String {
    match word.strip_suffix("ies") {
        Some(stem) if stem.len() > 2 => format!("{stem}y"),
        _ if word.len() > 3
            && word.ends_with('s')
            && !word.ends_with("ss")
            && !word.ends_with("us")
            && !word.ends_with("is") =>
        {
            word[..word.len() - 1].to_owned()
        }
        _ => word.to_owned(),
    }
}

fn latin(text: &str, table: &Table, note: &mut impl FnMut(usize)) {
    let words: Vec<&str> = words(text);
    let keys: Vec<String> = words.iter().map(|word| word_key(word)).collect();
    let lower: Vec<String> = words.iter().map(|word| singular(&word.to_lowercase())).collect();
    let mut at = 0;
    while at < keys.len() {
        // The longest form wins: New York Times is no New York.
        let longest = (1..=MAX_WORDS.min(keys.len() - at)).rev().find_map(|n| {
            let exact = table.latin.get(&keys[at..at + n].join(" "));
            let row = exact.or_else(|| table.latin.get(&lower[at..at + n].join(" ")))?;
            Some((n, *row))
        });
        match longest {
            Some((n, row)) => {
                note(row);
                at += n;
            }
            None => at += 1,
        }
    }
}

/// Words of Latin letters and digits; `U.S.` is US, `Trump's` is Trump.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '.' || c == '\'' || c == '’') || news::text::is_han(c))
        .map(|word| {
            let word = word.trim_matches(['.', '\'', '’']);
            word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
        })
        .map(|word| match word {
            "U.S" => "US",
            "U.K" => "UK",
            "U.N" => "UN",
            "E.U" => "EU",
            "U.A.E" => "UAE",
            _ => word,
        })
        .filter(|word| !word.is_empty())
        .collect()
}

fn chinese(text: &str, table: &Table, note: &mut impl FnMut(usize)) {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let longest = table
            .chinese
            .get(&c)
            .and_then(|forms| forms.iter().find(|(form, _)| text[at..].starts_with(form.as_str())));
        match longest {
            Some((form, row)) => {
                note(*row);
                at += form.len();
            }
            None => at += c.len_utf8(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&'static str> {
        concepts_in(text).into_iter().map(|concept| concept.name).collect()
    }

    #[test]
    fn both_languages_name_the_same_concepts() {
        for (zh, en) in [
            ("日本发生地震", "Earthquakes hit Japan"),
            ("美国提高关税", "U.S. tariff raised"),
            ("渡輪罷工", "Ferry workers' strike"),
            ("美联储利率", "Fed's interest rates"),
        ] {
            let (mut zh, mut en) = (names(zh), names(en));
            zh.sort_unstable();
            en.sort_unstable();
            for name in &zh {
                assert!(en.contains(name), "{zh:?} {en:?}");
            }
            assert!(zh.len() >= 2, "{zh:?}");
        }
    }

    #[test]
    fn capitals_tell_names_from_words() {
        assert_eq!(names("It told us who it was"), Vec::<&str>::new());
        assert!(names("The US told the WHO").len() >= 2);
    }

    #[test]
    fn the_table_is_well_formed() {
        let mut seen = std::collections::HashSet::new();
        for (number, line) in TABLE.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert!((3..=4).contains(&fields.len()), "line {}: {line}", number + 1);
            assert!(["place", "person", "org", "thing", "common"].contains(&fields[0]), "line {}: {line}", number + 1);
            assert!(
                seen.insert(fields[1].split('|').next().unwrap().to_owned()),
                "line {}: named twice: {line}",
                number + 1
            );
            assert!(
                fields[1].split('|').all(|form| form.split(' ').count() <= MAX_WORDS),
                "line {}: {line}",
                number + 1
            );
            if let Some(whole) = fields.get(3) {
                assert!(concept(whole).is_some(), "line {}: no such whole: {line}", number + 1);
            }
        }
        assert!(seen.len() >= 600, "{} concepts", seen.len());
    }
}
