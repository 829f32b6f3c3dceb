//! What a vendor says, before any dialect has put it into its own words.

/// Why an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finish {
    Stop,
    Length,
    Call,
    /// The vendor's filter ended it.
    Filtered,
    /// The vendor's own failure ended it.
    Failed,
}

/// One call of a tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    pub name: String,
    /// As text, since it may be broken.
    pub arguments: String,
}

/// Tokens as the vendor counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Usage {
    pub input: u64,
    /// Of the input.
    pub cached: u64,
    /// With the thoughts.
    pub output: u64,
    /// Of the output.
    pub thought: u64,
}

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// As the reply names it.
    pub model: String,
    pub thought: String,
    pub text: String,
    /// The text is null, not empty.
    pub has_null_text: bool,
    pub call: Option<Call>,
    pub finish: Finish,
    pub usage: Usage,
    /// The whole answer was refused: Gemini then sends no candidate at all.
    pub is_blocked: bool,
}

impl Answer {
    /// A text that ends well.
    pub fn of_text(model: &str, text: String, n_prompt_chars: usize) -> Self {
        let mut answer = Self {
            model: model.to_owned(),
            thought: String::new(),
            text,
            has_null_text: false,
            call: None,
            finish: Finish::Stop,
            usage: Usage { input: input_tokens(n_prompt_chars), ..Usage::default() },
            is_blocked: false,
        };
        answer.usage.cached = answer.usage.input / 2 / 64 * 64;
        answer.count();
        answer
    }

    /// Counts the output anew.
    pub fn count(&mut self) {
        let call = self.call.as_ref().map_or(0, |call| tokens(&call.arguments).count() as u64 + 1);
        self.usage.thought = tokens(&self.thought).count() as u64;
        self.usage.output = tokens(&self.text).count() as u64 + call + self.usage.thought;
    }
}

/// About four characters a token, and never none.
pub(super) fn input_tokens(n_chars: usize) -> u64 {
    (n_chars as u64 / 4).max(1)
}

/// A longer word is more than one token.
const MAX_TOKEN_CHARS: usize = 24;

/// A text's tokens: a word with the blank after it; what has no blanks comes in pieces.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '\n']).flat_map(pieces)
}

fn pieces(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        // Only a word of more bytes can have more characters.
        let cut = if rest.len() <= MAX_TOKEN_CHARS {
            rest.len()
        } else {
            rest.char_indices().nth(MAX_TOKEN_CHARS).map_or(rest.len(), |(at, _)| at)
        };
        let (piece, after) = rest.split_at(cut);
        rest = after;
        Some(piece)
    })
}

/// The first part of a text, in tokens.
pub(super) fn first_tokens(text: &str, n: usize) -> &str {
    let n_bytes = tokens(text).take(n).map(str::len).sum();
    text.get(..n_bytes).unwrap_or(text)
}

/// Two thirds of a text: what is left when it is cut off; 40 of the canonical 60 tokens.
pub(super) fn two_thirds(text: &str) -> &str {
    first_tokens(text, (tokens(text).count() * 2).div_ceil(3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vendors::{CANONICAL, CANONICAL_WIDE};

    #[test]
    fn the_canonical_answer_has_sixty_tokens() {
        assert_eq!(tokens(CANONICAL).count(), 60);
        assert!(two_thirds(CANONICAL).ends_with("clock until "));
        assert_eq!(tokens(CANONICAL).collect::<String>(), CANONICAL);
        assert!(CANONICAL_WIDE.starts_with(CANONICAL));
    }

    #[test]
    fn long_words_come_in_pieces_between_characters() {
        let text = "港口周二恢复作业，夜班周三恢复，堆场仍有四百个集装箱等待提货。";
        assert_eq!(tokens(text).collect::<String>(), text);
        assert_eq!(tokens(text).count(), 2);
        assert_eq!(tokens("").count(), 0);
    }
}
