//! The part of a text that shows why it was found.

use news::text;

/// About two lines of a terminal.
const MAX_CHARS: usize = 160;
/// How much is shown before the first match in a sentence that must be cut.
const LEAD_CHARS: usize = 40;

/// The sentence that holds most of the terms, the first of several; cut around the match if it is long.
pub(crate) fn best(text: &str, terms: &[String]) -> String {
    let mut best = ("", 0);
    for span in text::sentences(text) {
        let sentence = span.of(text);
        let n = n_matches(sentence, terms);
        if n > best.1 || best.0.is_empty() {
            best = (sentence, n);
        }
    }
    cut(best.0, terms)
}

fn n_matches(sentence: &str, terms: &[String]) -> usize {
    let there = text::terms(sentence);
    terms.iter().filter(|term| there.contains(term) || is_single_han(term) && sentence.contains(term.as_str())).count()
}

fn is_single_han(term: &str) -> bool {
    term.chars().count() == 1 && term.chars().all(text::is_han)
}

fn cut(sentence: &str, terms: &[String]) -> String {
    let n = sentence.chars().count();
    if n <= MAX_CHARS {
        return sentence.to_owned();
    }
    let start = first_match(sentence, terms).saturating_sub(LEAD_CHARS).min(n - MAX_CHARS);
    let part: String = sentence.chars().skip(start).take(MAX_CHARS).collect();
    let head = if start > 0 { "…" } else { "" };
    let tail = if start + MAX_CHARS < n { "…" } else { "" };
    format!("{head}{}{tail}", part.trim())
}

/// At which character the first term stands. Folding keeps the number of characters but for a few letters that no
/// source in zh or en writes, and there the cut is only a little off.
fn first_match(sentence: &str, terms: &[String]) -> usize {
    let folded = text::fold(sentence);
    let at = terms.iter().filter_map(|term| folded.find(term.as_str())).min().unwrap_or(0);
    folded.get(..at).map_or(0, |before| before.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_with_the_match_is_shown() {
        let text = "It rained all day. The ferries stayed in port. Nobody complained.";
        assert_eq!(best(text, &text::terms("ferry port")), "The ferries stayed in port.");
        assert_eq!(best(text, &text::terms("nothing like it")), "It rained all day.");
        assert_eq!(best("", &text::terms("port")), "");
    }

    #[test]
    fn a_long_sentence_is_cut_around_the_match() {
        let text = format!("{}渡轮停航{}。", "很长的开头".repeat(40), "很长的结尾".repeat(40));
        let snippet = best(&text, &text::terms("渡轮"));
        assert!(snippet.contains("渡轮停航") && snippet.starts_with('…') && snippet.ends_with('…'), "{snippet}");
        assert_eq!(snippet.chars().count(), MAX_CHARS + 2);
    }
}
