//! The sentences of an item that may be read to people, each with its place.

use super::junk;
use super::lead_in;
use super::start::{self, Start};
use news::text::{Span, is_whole_sentence, paragraphs, sentences};
use news::{Citation, Item, Language};

/// One whole sentence of an item, without dateline or connective that hangs in the air.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unit {
    /// What is read, as bytes of the item's text.
    pub span: Span,
    /// Its number among all pieces of the text, fit or not: neighbours have neighbouring numbers.
    pub ordinal: usize,
    /// Whether it can only be understood after the piece before it.
    pub dependent: bool,
}

impl Unit {
    /// The words, as they stand in the item.
    pub fn text<'a>(&self, item: &'a Item) -> &'a str {
        self.span.of(&item.text)
    }

    /// The citation of the whole unit.
    pub fn citation(&self, item: &Item) -> Citation {
        Citation {
            item: item.id.clone(),
            in_title: false,
            start: self.span.start,
            end: self.span.end,
            quote: self.text(item).to_owned(),
        }
    }
}

/// The most pieces of one item that are looked at; what comes later is background of background.
const MAX_PIECES: usize = 160;

/// The fit sentences of an item, in their order.
pub(crate) fn units(item: &Item) -> Vec<Unit> {
    let text = item.text.as_str();
    pieces(text)
        .into_iter()
        .take(MAX_PIECES)
        .enumerate()
        .filter_map(|(ordinal, piece)| unit(text, piece, ordinal, item.language))
        .collect()
}

fn unit(text: &str, piece: Piece, ordinal: usize, language: Language) -> Option<Unit> {
    if piece.in_junk_paragraph {
        return None;
    }
    let (mut span, mut dependent) = after_lead_in(text, piece.span, language);
    match start::of(span.of(text), language) {
        Start::Clean => {}
        Start::Connective { n_bytes } => span.start += n_bytes,
        Start::Dependent => dependent = true,
    }
    let sentence = span.of(text);
    let fit = is_whole_sentence(sentence)
        && !junk::is_junk_sentence(sentence, language)
        && !has_lost_line_end(sentence, text);
    fit.then_some(Unit { span, ordinal, dependent })
}

fn after_lead_in(text: &str, span: Span, language: Language) -> (Span, bool) {
    let n_bytes = lead_in::n_bytes(span.of(text), language);
    (Span { start: span.start + n_bytes, end: span.end }, false)
}

struct Piece {
    span: Span,
    in_junk_paragraph: bool,
}

/// All sentences of the text, with those that some feed has glued together taken apart.
fn pieces(text: &str) -> Vec<Piece> {
    let paragraphs = paragraphs(text);
    let junk: Vec<bool> = paragraphs.iter().map(|span| junk::is_junk_paragraph(span.of(text))).collect();
    let mut paragraph = 0;
    let mut pieces = Vec::new();
    for sentence in sentences(text) {
        while paragraphs.get(paragraph).is_some_and(|span| span.end <= sentence.start) {
            paragraph += 1;
        }
        let in_junk_paragraph = junk.get(paragraph).copied().unwrap_or(false);
        for span in unglued(text, sentence) {
            pieces.push(Piece { span, in_junk_paragraph });
        }
    }
    pieces
}

/// Words that begin a sentence so often that a small letter right before them is a lost line end.
const STARTERS: &[&str] = &[
    "The ", "This ", "In ", "A ", "An ", "Follow ", "Get ", "Sign ", "Warning", "It ", "But ", "For ", "On ", "At ",
    "After ", "As ", "When ", "With ", "While ", "By ", "Read ", "Watch ", "Photo", "He ", "She ", "They ", "I ",
];

fn unglued(text: &str, span: Span) -> Vec<Span> {
    let sentence = span.of(text);
    let chars: Vec<(usize, char)> = sentence.char_indices().collect();
    let mut cuts: Vec<usize> =
        (1..chars.len()).filter(|i| is_seam(sentence, &chars, *i)).map(|i| span.start + chars[i].0).collect();
    cuts.push(span.end);
    let mut spans = Vec::new();
    let mut start = span.start;
    for end in cuts {
        spans.push(trimmed(text, Span { start, end }));
        start = end;
    }
    spans
}

/// Whether a new sentence begins at character `i` although no blank stands before it.
fn is_seam(sentence: &str, chars: &[(usize, char)], i: usize) -> bool {
    let (at, c) = chars[i];
    if !begins_sentence(chars, i) {
        return false;
    }
    let before = chars[i - 1].1;
    let rest = sentence.get(at..).unwrap_or_default();
    let head = sentence.get(..at).unwrap_or_default();
    let starts = STARTERS.iter().any(|starter| rest.starts_with(starter));
    let after_stop = matches!(before, '.' | '!' | '?') && (starts || ends_like_prose(head));
    let after_closer = matches!(before, '”' | '’')
        && c.is_uppercase()
        && head.trim_end_matches(['”', '’']).ends_with(|c: char| c.is_lowercase() || ".!?,".contains(c))
        && (before == '”' || head.contains('‘'));
    let small_then_starter = before.is_lowercase() && starts;
    after_stop || after_closer || small_then_starter || before.is_lowercase() && word_is_small_and_long(head)
}

/// A capital that goes on in small letters or is a word of its own, or an opening quotation.
fn begins_sentence(chars: &[(usize, char)], i: usize) -> bool {
    let next = chars.get(i + 1).map(|(_, c)| *c);
    match chars[i].1 {
        '“' => next.is_some_and(char::is_uppercase),
        '"' => {
            next.is_some_and(char::is_uppercase)
                && chars.iter().take(i).filter(|(_, c)| *c == '"').count().is_multiple_of(2)
        }
        c if c.is_uppercase() => next.is_some_and(|next| next.is_lowercase() || matches!(next, ' ' | '-' | '.')),
        _ => false,
    }
}

/// `agenda.` or `Day 6.` ends a sentence; `U.S.` and `A.` do not.
fn ends_like_prose(head: &str) -> bool {
    let word = head.trim_end_matches(['.', '!', '?']).rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let is_number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
    is_number || letters >= 3 && !word.contains('.') && word.ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
}

/// A word such as `PatriotsBad`: two lines ran together where no rule could part them. A name with a capital
/// inside (`YouTube`) is known by its being said again elsewhere in the text, or by being well known.
fn has_lost_line_end(sentence: &str, text: &str) -> bool {
    const KNOWN: [&str; 24] = [
        "YouTube",
        "LinkedIn",
        "DeepMind",
        "DeepSeek",
        "PlayStation",
        "WhatsApp",
        "PayPal",
        "BlackRock",
        "SoftBank",
        "ByteDance",
        "AstraZeneca",
        "ExxonMobil",
        "CrowdStrike",
        "WeChat",
        "MacBook",
        "AirPods",
        "BuzzFeed",
        "GitHub",
        "WordPress",
        "UnitedHealth",
        "HarperCollins",
        "MasterCard",
        "BioNTech",
        "FaceTime",
    ];
    sentence
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| has_inner_capital(word))
        .any(|word| !KNOWN.iter().any(|known| word.starts_with(known)) && text.matches(word).count() < 2)
}

/// Four small letters, then a capital and a small one; or a short name, then a longer one.
fn has_inner_capital(word: &str) -> bool {
    let chars: Vec<char> = word.chars().collect();
    let is_seam = |window: &[char]| {
        window[..4].iter().all(|c| c.is_lowercase()) && window[4].is_uppercase() && window[5].is_lowercase()
    };
    // `MaxRussia`: a short name and the next line's first word.
    let is_short_seam = |window: &[char]| {
        window[0].is_uppercase()
            && window[1..3].iter().all(|c| c.is_lowercase())
            && window[3].is_uppercase()
            && window[4..].iter().all(|c| c.is_lowercase())
    };
    chars.windows(6).any(is_seam) || chars.windows(8).any(is_short_seam)
}

/// The word that ends here began small and is long: `updates|Get`, not `i|Phone` or `Deep|Mind`.
fn word_is_small_and_long(head: &str) -> bool {
    let word = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    word.chars().count() >= 4 && word.chars().all(char::is_lowercase)
}

fn trimmed(text: &str, span: Span) -> Span {
    let slice = span.of(text);
    let left = slice.len() - slice.trim_start().len();
    let right = slice.len() - slice.trim_end().len();
    if left == slice.len() {
        Span { start: span.start, end: span.start }
    } else {
        Span { start: span.start + left, end: span.end - right }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    fn fit(text: &str) -> Vec<String> {
        let item = fixture::item("a", "Title", text);
        units(&item).iter().map(|unit| unit.text(&item).to_owned()).collect()
    }

    #[test]
    fn glued_sentences_are_taken_apart() {
        assert_eq!(
            fit(
                "She has backed his agenda in the chamber.“I have always worked across the aisle,” Ms Okoro said on Tuesday.As she seeks a sixth term, she faces outrage over the plan."
            ),
            [
                "She has backed his agenda in the chamber.",
                "“I have always worked across the aisle,” Ms Okoro said on Tuesday.",
                "As she seeks a sixth term, she faces outrage over the plan.",
            ]
        );
    }

    #[test]
    fn a_seam_behind_a_number_or_an_abbreviation_is_seen() {
        assert_eq!(
            fit(
                "The games went on in the rain on Day 6.Later in the week the sun came out.The rule bound all troops to refuse such orders.U.S. District Judge Ann Marr said so."
            ),
            [
                "The games went on in the rain on Day 6.",
                "Later in the week the sun came out.",
                "The rule bound all troops to refuse such orders.",
                "District Judge Ann Marr said so.",
            ]
        );
    }

    #[test]
    fn a_lost_line_end_does_not_join_two_half_sentences() {
        assert_eq!(
            fit(
                "Police actions were ‘wildly out of place’Follow our live blog for latest updatesGet our free news email todayThe premier of the state, Ann Marr, has defended the police at the rally."
            ),
            ["The premier of the state, Ann Marr, has defended the police at the rally."]
        );
    }

    #[test]
    fn a_sentence_with_two_lines_run_together_is_not_told() {
        let text = "The tally is not expected until the end of play for the MarinersAnn Marr’s show is set for a new record.\nThe league said on Monday that it would wait for the count.";
        assert_eq!(fit(text), ["The league said on Monday that it would wait for the count."]);
    }

    #[test]
    fn names_with_a_capital_inside_are_left_alone() {
        let text = "The owners of YouTube and McDonald’s met DeepMind and eBay staff in O’Fallon on Monday.";
        assert_eq!(fit(text), [text]);
    }

    #[test]
    fn two_lines_that_ran_together_are_left_out() {
        let text = "The move is a step back, the spokesman says of BayHarbour has attempted to block the port.";
        assert_eq!(fit(text), Vec::<String>::new());
    }

    #[test]
    fn cut_off_sentences_are_not_units() {
        assert_eq!(
            fit("The strike in the port of Meridian Bay went on for a ninth day and the unions"),
            Vec::<String>::new()
        );
        assert_eq!(
            fit(
                "The strike in the port went on for a ninth day […]\nThe port authority asked the unions to come back to the table."
            ),
            ["The port authority asked the unions to come back to the table."]
        );
    }
}
