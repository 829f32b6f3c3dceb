//! The phrases by which pages and pieces are told apart, in a file of their own that grows without code.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Lists under names in brackets, one phrase a line.
const FILE: &str = include_str!("phrases.txt");

/// The list of this name; empty if there is none.
pub(super) fn of(name: &str) -> &'static [&'static str] {
    static LISTS: OnceLock<HashMap<&'static str, Vec<&'static str>>> = OnceLock::new();
    let list = LISTS.get_or_init(read).get(name).map(Vec::as_slice);
    debug_assert!(list.is_some(), "phrases.txt has no list named {name}");
    list.unwrap_or_default()
}

fn read() -> HashMap<&'static str, Vec<&'static str>> {
    let mut lists: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
    let mut name = "";
    for line in FILE.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match heading(line) {
            Some(heading) => name = heading,
            None => lists.entry(name).or_default().push(line),
        }
    }
    lists
}

/// `[satire.says]`; phrases in brackets hold other characters or no point.
fn heading(line: &'static str) -> Option<&'static str> {
    let name = line.strip_prefix('[')?.strip_suffix(']')?;
    let is_name = name.contains('.') && name.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '.'));
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_phrases_in_lower_case_and_none_twice() {
        let lists = read();
        assert!(!lists.contains_key(""), "phrases stand before the first name");
        for (name, phrases) in &lists {
            let mut seen = std::collections::HashSet::new();
            for phrase in phrases {
                assert_eq!(*phrase, phrase.to_lowercase(), "{name}");
                assert!(seen.insert(phrase), "{name}: {phrase} stands twice");
            }
        }
    }
}
