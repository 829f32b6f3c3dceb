//! Whether a sentence is its spans' own words: a whole sentence of theirs, or the clauses with which one begins.
//!
//! Nothing was changed in it, so nothing can be wrong with it. Signs between words may differ, those that make a number
//! may not, and what was cut off behind may take nothing back.

use crate::lexicon::Mark;
use crate::reading::Reading;
use crate::{Claim, Span};
use news::text::{fold, sentences};

/// A span holds the sentence, or begins a sentence with it.
pub(crate) fn are(claim: &Claim<'_>) -> bool {
    let said = bare(claim.text);
    let quotations = |text: &str| text.chars().filter(|c| matches!(c, '“' | '「' | '『' | '"')).count();
    let holds = |span: &Span<'_>| {
        quotations(claim.text) <= quotations(span.text)
            && (bare(span.text) == said
                || sentences(span.text).iter().any(|sentence| begins(sentence.of(span.text), &said)))
    };
    !said.is_empty() && claim.spans.iter().any(holds)
}

/// The sentence is these words, or these clauses and others that leave them as sure as they were.
fn begins(sentence: &str, said: &str) -> bool {
    let ends = sentence.char_indices().filter(|(_, c)| is_cut(*c)).map(|(at, _)| at);
    let is_there = |end: usize| bare(&sentence[..end]) == said && takes_nothing_back(&sentence[end..]);
    bare(sentence) == said || ends.filter(|end| !is_in_number(sentence, *end)).any(is_there)
}

fn is_cut(c: char) -> bool {
    matches!(c, ',' | '，' | ';' | '；')
}

/// `1,300`.
fn is_in_number(text: &str, at: usize) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    is_digit(text[..at].chars().next_back()) && is_digit(text[at..].chars().nth(1))
}

/// Nobody speaks in it, nothing is denied, doubted, planned or set as a condition.
fn takes_nothing_back(rest: &str) -> bool {
    const TURNS: [Mark; 9] = [
        Mark::Negator,
        Mark::Possible,
        Mark::Planned,
        Mark::Future,
        Mark::Says,
        Mark::Alleges,
        Mark::AtLeast,
        Mark::AtMost,
        Mark::Nearly,
    ];
    const CONDITIONS: [&str; 14] = [
        "but", "although", "though", "however", "except", "when", "once", "until", "while", "但", "但是", "不过",
        "然而", "除",
    ];
    let tokens = Reading::of(rest).tokens;
    !tokens.iter().any(|token| token.has_any(&TURNS) || CONDITIONS.contains(&token.text.as_str()))
}

/// Letters and digits, and the signs that make another number of them.
fn bare(text: &str) -> String {
    let chars: Vec<char> = fold(text).chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let thousands = |at: usize| (1..=3).all(|away| digit(Some(at + away))) && !digit(Some(at + 4));
    let keeps = |at: usize, c: char| match c {
        '.' | ':' | '/' | '·' | '-' | '–' | '~' | '～' => digit(at.checked_sub(1)) && digit(Some(at + 1)),
        ',' => digit(at.checked_sub(1)) && digit(Some(at + 1)) && !thousands(at),
        '−' => digit(Some(at + 1)),
        '+' | '%' | '‰' | '°' | '$' | '€' | '£' | '¥' | '₩' | '₹' | '<' | '>' => true,
        _ => c.is_alphanumeric(),
    };
    // A minus before a number, not the dash of a range or of a compound.
    let is_minus = |at: usize, c: char| {
        c == '-' && digit(Some(at + 1)) && !at.checked_sub(1).is_some_and(|before| chars[before].is_alphanumeric())
    };
    let kept = chars.iter().copied().enumerate().filter(|(at, c)| keeps(*at, *c) || is_minus(*at, *c));
    kept.map(|(_, c)| c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use news::Language;

    fn check(text: &str, span: &str) -> bool {
        let spans = [Span { text: span, language: Language::EN, published: None }];
        are(&Claim { text, language: Language::EN, spans: &spans })
    }

    #[test]
    fn a_sentence_of_a_span_is_its_own_words_whatever_its_signs() {
        assert!(check("The port reopened on Monday.", "Rain fell. The port reopened, on Monday."));
        assert!(check("港口周一重新开放。", "港口，周一重新开放。"));
        assert!(check("It pays 1,300 dockers.", "It pays 1300 dockers."));
    }

    #[test]
    fn a_sign_that_makes_another_number_is_no_sign_between_words() {
        assert!(!check("Prices rose 15 per cent.", "Prices rose 1.5 per cent."));
        assert!(!check("It was -5 degrees.", "It was 5 degrees."));
        assert!(!check("Rates rose to 4%.", "Rates rose to 4."));
        assert!(!check("It cost $40.", "It cost €40."));
    }

    #[test]
    fn words_in_quotation_marks_are_not_the_spans_own_where_nobody_is_quoted() {
        assert!(!check("He called it \"a scandal\".", "He called it a scandal."));
    }

    #[test]
    fn the_clauses_with_which_a_sentence_begins_are_its_own_words_if_nothing_is_taken_back_behind() {
        assert!(check("The port reopened on Monday.", "The port reopened on Monday, ending a week of queues."));
        assert!(!check("The port reopened on Monday.", "The port reopened on Monday, officials claimed."));
        assert!(!check("The port reopens on Monday.", "The port reopens on Monday, if the tide allows."));
        assert!(!check("Ending a week of queues.", "The port reopened on Monday, ending a week of queues."));
        assert!(check("港口周一重新开放。", "港口周一重新开放，结束了一周的排队。"));
        assert!(!check("港口周一重新开放。", "港口周一重新开放，官员称。"));
    }
}
