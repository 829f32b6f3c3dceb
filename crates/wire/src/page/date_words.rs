//! What the words beside a date, and the names of the elements around it, say that it is the date of.

use std::sync::LazyLock;

/// What a date is the date of, by the words or names around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Said {
    /// Nothing is said.
    #[default]
    Nothing,
    /// That it is a date.
    Date,
    /// That it is the publication.
    Published,
    /// That it is a change.
    Updated,
    /// That it is a right, an event, a birth, a visit.
    Other,
}

const FILE: &str = include_str!("date_words.txt");
/// Parts of names of elements that hold a date of publication.
const PUBLISHED: &[&str] = &[
    "publish",
    "pubdate",
    "pub-date",
    "pub_date",
    "pubtime",
    "posted",
    "post-date",
    "postdate",
    "post_date",
    "entry-date",
    "entry_date",
    "created",
    "article-date",
    "article_date",
    "articledate",
    "veroeff",
    "issued",
    "publication",
    "fecha-pub",
    "news-date",
    "news-list-date",
    "newsdatum",
    "newsdate",
    "date-header",
    "release-date",
    "submitted",
];
/// Of a change.
const UPDATED: &[&str] =
    &["update", "modif", "lastmod", "last-mod", "aktualis", "last-edit", "lastedit", "changed", "revision"];
/// Of some date.
const DATE: &[&str] = &[
    "date",
    "datum",
    "fecha",
    "timestamp",
    "posttime",
    "post-time",
    "time-",
    "-time",
    "byline",
    "postmeta",
    "post-meta",
    "post_meta",
    "entry-meta",
    "entrymeta",
    "article-meta",
    "articlemeta",
    "article-info",
    "article__meta",
    "post-info",
    "postinfo",
    "dateline",
    "riqi",
    "shijian",
    "authored",
    "article-header-meta",
    "content-meta",
];
/// Whole words of names of elements that hold some date.
const DATE_WORDS: &[&str] = &["time", "data", "dato", "meta", "dt", "day", "posted", "info", "stamp"];
/// Of another date: today's, an event's, a person's.
const OTHER: &[&str] = &[
    "current",
    "today",
    "now",
    "clock",
    "weather",
    "event",
    "termin",
    "birth",
    "calendar",
    "kalender",
    "copyright",
    "expire",
    "deadline",
    "candidate",
    "validate",
    "joined",
    "register",
    "countdown",
    "comment-count",
    "updater",
    "datepicker",
];

/// What the class, id or property of an element says of the date in it.
pub(super) fn said_by_names(names: &str) -> Said {
    if names.trim().is_empty() {
        return Said::Nothing;
    }
    let has = |parts: &[&str]| parts.iter().any(|part| names.contains(part));
    let holds = parts_in(names);
    let words = || names.split(|c: char| !c.is_alphanumeric());
    if holds.contains(&Said::Other) {
        return Said::Other;
    }
    if holds.contains(&Said::Published) {
        return Said::Published;
    }
    // hAtom's "updated" stands on dates of publication too, then beside a name that says date.
    let is_date = if holds.contains(&Said::Updated) {
        let without = names.replace("update", "").replace("updated", "");
        DATE.iter().any(|part| without.contains(part))
    } else {
        holds.contains(&Said::Date)
    };
    if is_date && !has(&["modif", "lastmod", "last-mod", "last-update", "lastupdate", "date-update", "update-date"]) {
        return Said::Date;
    }
    if holds.contains(&Said::Updated) {
        return Said::Updated;
    }
    if words().any(|word| DATE_WORDS.contains(&word)) { Said::Date } else { Said::Nothing }
}

/// Of which lists parts stand in the names: `Nothing` for a list that has none there.
fn parts_in(names: &str) -> [Said; 4] {
    let mut found = [Said::Nothing; 4];
    let bytes = names.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let of_byte = PARTS.get(usize::from(*byte)).map(Vec::as_slice).unwrap_or_default();
        for (part, list) in of_byte {
            if bytes[at..].starts_with(part.as_bytes()) {
                found[*list] = PART_LISTS[*list].0;
            }
        }
    }
    found
}

const PART_LISTS: [(Said, &[&str]); 4] =
    [(Said::Other, OTHER), (Said::Published, PUBLISHED), (Said::Updated, UPDATED), (Said::Date, DATE)];

/// The parts of names by their first byte, each with the index of its list.
static PARTS: LazyLock<Vec<Vec<(&'static str, usize)>>> = LazyLock::new(|| {
    let mut parts: Vec<Vec<(&str, usize)>> = vec![Vec::new(); 256];
    for (list, (_, of_list)) in PART_LISTS.iter().enumerate() {
        for part in *of_list {
            parts[usize::from(part.as_bytes()[0])].push((part, list));
        }
    }
    parts
});

/// What the text in front of a date says, its last word counting; else the text behind.
pub(super) fn said_by_text(before: &str, behind: &str) -> Said {
    // The last word that begins in the text; of those that begin at one place the first of the file.
    let last_of = |text: &str, wanted: &dyn Fn(Said) -> bool| {
        (0..text.len()).rev().find_map(|at| {
            let (of_byte, rest) = (WORDS.get(usize::from(text.as_bytes()[at]))?, &text.as_bytes()[at..]);
            let is_whole = |word: &Word| {
                let ends = || !text[at + word.text.len()..].starts_with(char::is_alphabetic);
                begins_word(text, at, word.text) && (!word.ends || ends())
            };
            let found = of_byte
                .iter()
                .find(|word| wanted(word.said) && rest.starts_with(word.text.as_bytes()) && is_whole(word));
            found.map(|word| word.said)
        })
    };
    // "Date of publication": that it is a date says the least.
    let last = |text: &str| {
        let text = text.to_lowercase();
        last_of(&text, &|said| said != Said::Date).or_else(|| last_of(&text, &|said| said == Said::Date))
    };
    // What stands behind a stroke or a point speaks of something else.
    let behind =
        behind.split(['|', '/', '·', '⋅', '•', '—', '–', '(']).next().and_then(|part| part.split(" - ").next());
    last(before).or_else(|| behind.and_then(last)).unwrap_or_default()
}

/// Words of scripts without spaces may stand anywhere.
fn begins_word(text: &str, at: usize, word: &str) -> bool {
    let is_spaced = word.chars().next().is_some_and(|c| (c as u32) < 0x2e80);
    !is_spaced || !text[..at].chars().next_back().is_some_and(char::is_alphabetic)
}

/// A word of the file.
struct Word {
    text: &'static str,
    said: Said,
    /// Whether no letter may follow.
    ends: bool,
}

/// The words in the file's order, by their first byte.
static WORDS: LazyLock<Vec<Vec<Word>>> = LazyLock::new(|| {
    let mut said = Said::Nothing;
    let mut words: Vec<Vec<Word>> = std::iter::repeat_with(Vec::new).take(256).collect();
    for line in FILE.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line {
            "[published]" => said = Said::Published,
            "[date]" => said = Said::Date,
            "[updated]" => said = Said::Updated,
            "[other]" => said = Said::Other,
            word => {
                let (text, ends) = word.strip_suffix('$').map_or((word, false), |word| (word, true));
                let first = text.bytes().next().map(usize::from);
                if let Some(of_byte) = first.and_then(|first| words.get_mut(first)) {
                    of_byte.push(Word { text, said, ends });
                }
            }
        }
    }
    words
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_in_front_of_a_date_says_what_it_is() {
        for (before, behind, said) in [
            ("Published ", "", Said::Published),
            ("Published 3 May, last updated ", "", Said::Updated),
            ("Dieser Beitrag wurde am ", " um 14:48 veröffentlicht", Said::Published),
            ("Zuletzt geändert am ", "", Said::Updated),
            ("发布时间：", "", Said::Published),
            ("最后更新：", "", Said::Updated),
            ("© ", "", Said::Other),
            ("By Jane Roe | ", "", Said::Nothing),
            ("Sinclair ", "", Said::Nothing),
            ("", " | Seite drucken", Said::Nothing),
            ("", " / 12:25 PM / Updated 8 hours ago", Said::Nothing),
            ("Datum: ", "", Said::Date),
        ] {
            assert_eq!(said_by_text(before, behind), said, "{before}…{behind}");
        }
    }

    #[test]
    fn names_of_elements_say_what_their_date_is() {
        for (names, said) in [
            ("entry-date published updated", Said::Published),
            ("post-date updated", Said::Published),
            ("entry-meta-date updated", Said::Date),
            ("updated", Said::Updated),
            ("last-update-date", Said::Updated),
            ("newsdatum", Said::Published),
            ("current-date", Said::Other),
            ("candidate", Said::Other),
            ("article_meta", Said::Date),
            ("headline", Said::Nothing),
        ] {
            assert_eq!(said_by_names(names), said, "{names}");
        }
    }
}
