//! Cuts a line that is longer than a vendor takes: at ends of sentences, else at commas and blanks.

use super::line::{Line, Piece};

/// What a mark or the spelling of a reading may add to the text of a request.
const PER_MARK: usize = 40;

/// The parts of a line, each no longer than `longest` characters, marks included; each knows what is said around it.
pub(super) fn cut(line: &Line, longest: usize) -> Vec<Line> {
    let mut parts: Vec<Vec<Piece>> = Vec::new();
    let mut length = 0;
    for piece in line.pieces.iter().flat_map(|piece| small(piece, longest)) {
        let more = weight(&piece);
        match parts.last_mut() {
            Some(part) if length + more <= longest => {
                length += more;
                part.push(piece);
            }
            _ => {
                length = more;
                parts.push(vec![piece]);
            }
        }
    }
    let mut lines: Vec<Line> = parts.into_iter().map(|part| Line { pieces: joined(part), ..line.clone() }).collect();
    lines.retain(|part| !part.plain().trim().is_empty());
    let said: Vec<String> = lines.iter().map(Line::plain).collect();
    for (nth, part) in lines.iter_mut().enumerate() {
        if let Some(before) = nth.checked_sub(1).and_then(|at| said.get(at)) {
            part.before.clone_from(before);
        }
        if let Some(after) = said.get(nth + 1) {
            part.after.clone_from(after);
        }
    }
    lines
}

fn weight(piece: &Piece) -> usize {
    match piece {
        Piece::Words(text) => text.chars().count(),
        Piece::Emphasis(text) => text.chars().count() + PER_MARK,
        Piece::Sounded { written, .. } => written.chars().count() + PER_MARK,
        Piece::Pause(_) | Piece::Laugh | Piece::Sigh => PER_MARK,
    }
}

/// Words in pieces that may be parted; what is marked stays whole.
fn small(piece: &Piece, longest: usize) -> Vec<Piece> {
    let Piece::Words(text) = piece else { return vec![piece.clone()] };
    let mut sentences = Vec::new();
    for sentence in split_after(text, ends_sentence) {
        if sentence.chars().count() <= longest {
            sentences.push(sentence.to_owned());
        } else {
            sentences.extend(hard(sentence, longest));
        }
    }
    sentences.into_iter().map(Piece::Words).collect()
}

/// A sentence that is too long by itself: at commas and blanks, and in the middle of a word only if there are none.
fn hard(sentence: &str, longest: usize) -> Vec<String> {
    let breaks = |c: char, _: Option<char>| matches!(c, ',' | '，' | '、' | ';' | '；' | ':' | '：' | ' ');
    let mut parts: Vec<String> = Vec::new();
    for clause in split_after(sentence, breaks) {
        let n = clause.chars().count();
        match parts.last_mut() {
            Some(part) if part.chars().count() + n <= longest => part.push_str(clause),
            _ if n <= longest => parts.push(clause.to_owned()),
            _ => {
                let letters: Vec<char> = clause.chars().collect();
                parts.extend(letters.chunks(longest.max(1)).map(|chunk| chunk.iter().collect::<String>()));
            }
        }
    }
    parts
}

/// A full stop between digits or letters ends nothing.
fn ends_sentence(c: char, next: Option<char>) -> bool {
    match c {
        '。' | '！' | '？' | '\n' => true,
        '.' | '!' | '?' => next.is_none_or(char::is_whitespace),
        _ => false,
    }
}

fn split_after(text: &str, ends: impl Fn(char, Option<char>) -> bool) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((_, c)) = letters.next() {
        let next = letters.peek().map(|(_, c)| *c);
        // Closing marks and blanks belong to what they close.
        let goes_on = next.is_some_and(|c| matches!(c, '”' | '’' | '"' | '」' | '）' | ')' | ' '));
        let to = letters.peek().map_or(text.len(), |(at, _)| *at);
        let so_far = text.get(from..to).unwrap_or_default();
        let ended = ends(c, next) || is_closing(c) && so_far.trim_end_matches(is_closing).ends_with(is_end);
        if ended && !goes_on && to > from {
            parts.push(so_far);
            from = to;
        }
    }
    if from < text.len() {
        parts.push(text.get(from..).unwrap_or_default());
    }
    parts
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '"' | '」' | '）' | ')' | ' ')
}

fn is_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '.' | '!' | '?')
}

/// Neighbouring words become one piece again.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (out.last_mut(), piece) {
            (Some(Piece::Words(before)), Piece::Words(text)) => before.push_str(&text),
            (_, piece) => out.push(piece),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_words(text: &str, longest: usize) -> Vec<String> {
        cut(&Line::words(text, "zh"), longest).iter().map(Line::plain).collect()
    }

    #[test]
    fn a_line_is_cut_at_ends_of_sentences_and_nothing_of_it_is_lost() {
        assert_eq!(cut_words("港口开了。船进来了！人们欢呼。", 9), ["港口开了。", "船进来了！", "人们欢呼。"]);
        assert_eq!(
            cut_words("It cost 5.3 million. He said “Stop.” Then he left.", 30),
            ["It cost 5.3 million. ", "He said “Stop.” Then he left.",]
        );
        let long = "一，二，三，四，五，六，七。".repeat(30);
        let parts = cut_words(&long, 25);
        assert_eq!(parts.concat(), long);
        assert!(parts.iter().all(|part| part.chars().count() <= 25), "{parts:?}");
    }

    #[test]
    fn a_word_without_end_is_cut_anywhere() {
        let parts = cut_words(&"x".repeat(50), 20);
        assert_eq!(parts.iter().map(String::len).collect::<Vec<_>>(), [20, 20, 10]);
    }

    #[test]
    fn a_part_knows_what_is_said_around_it_and_marks_stay_where_they_were() {
        let mut line = Line::words("第一句。", "zh");
        line.pieces.extend([Piece::Pause(300), Piece::Words("第二句。".into())]);
        line.before = "开头。".into();
        let parts = cut(&line, 45);
        assert_eq!(parts.len(), 2);
        assert_eq!((parts[0].before.as_str(), parts[0].after.as_str()), ("开头。", "第二句。"));
        assert_eq!((parts[1].before.as_str(), parts[1].after.as_str()), ("第一句。", ""));
        assert_eq!(parts[0].pieces, [Piece::Words("第一句。".into()), Piece::Pause(300)]);
    }
}
