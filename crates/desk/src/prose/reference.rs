//! Whether a sentence speaks of a person by surname who was introduced where the reader has not been.

/// Whether a surname stands alone here that `before` (the text up to this sentence) gives with a first name,
/// while `known` (what the reader has read so far) does not have it.
pub(crate) fn speaks_of_a_stranger(sentence: &str, before: &str, known: &str) -> bool {
    lone_names(sentence).into_iter().any(|name| !holds_word(known, name) && is_introduced(before, name))
        || owner_at_the_start(sentence).is_some_and(|name| !holds_word(known, name) && holds_word(before, name))
}

/// `John` of `John’s tip helped …`: whoever he is, he came up before.
fn owner_at_the_start(sentence: &str) -> Option<&str> {
    let first = sentence.split_whitespace().next()?;
    let name = first.strip_suffix("’s").or_else(|| first.strip_suffix("'s"))?;
    (name.chars().count() >= 3 && name.starts_with(char::is_uppercase)).then_some(name)
}

/// Capitalised words of four letters or more with no capitalised neighbour.
fn lone_names(sentence: &str) -> Vec<&str> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let is_capital = |i: usize| words.get(i).is_some_and(|word| core(word).starts_with(char::is_uppercase));
    (0..words.len())
        .filter(|i| is_capital(*i) && !is_capital(i + 1) && (*i == 0 || !is_capital(i - 1)))
        .map(|i| core(words[i]))
        .filter(|name| name.chars().count() >= 4)
        .collect()
}

/// The word without quotation marks, stops and a possessive ending.
fn core(word: &str) -> &str {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    bare.strip_suffix("’s").or_else(|| bare.strip_suffix("'s")).unwrap_or(bare)
}

/// Whether the text has `First Name` with this name: a capitalised word of small letters right before it.
fn is_introduced(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let first =
            before.strip_suffix(' ').and_then(|before| before.split_whitespace().next_back()).unwrap_or_default();
        let is_first_name = first.chars().count() >= 3
            && first.starts_with(char::is_uppercase)
            && first.chars().skip(1).all(char::is_lowercase);
        is_first_name && !STARTERS.contains(&first) && !continues(text, at + name.len())
    })
}

/// Words that begin sentences and look like first names.
const STARTERS: &[&str] = &[
    "The", "But", "And", "For", "When", "While", "After", "Before", "Since", "With", "Under", "From", "Both", "Many",
    "Some", "Most",
];

fn continues(text: &str, end: usize) -> bool {
    text.get(end..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric)
}

fn holds_word(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| !continues(text, at + name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "The pilot, Ann Marr, lives in Meridian Bay. The port reopened on Tuesday.";

    #[test]
    fn a_surname_introduced_out_of_sight_is_a_stranger() {
        assert!(speaks_of_a_stranger("The boat was on its way to Marr’s house.", BEFORE, "The port reopened."));
        let john = "A homeless man known as John called. The police thanked him.";
        assert!(speaks_of_a_stranger("John’s tip helped find the boat.", john, "The port reopened."));
        assert!(speaks_of_a_stranger("Marr told reporters so.", BEFORE, "The port reopened."));
    }

    #[test]
    fn a_full_name_or_one_that_was_read_is_no_stranger() {
        assert!(!speaks_of_a_stranger("Ann Marr told reporters so.", BEFORE, "The port reopened."));
        assert!(!speaks_of_a_stranger("Marr told reporters so.", BEFORE, "Ann Marr piloted the boat."));
        assert!(!speaks_of_a_stranger("Everyone was glad on Tuesday.", BEFORE, "The port reopened."));
    }
}
