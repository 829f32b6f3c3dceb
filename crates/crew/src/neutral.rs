//! Takes out of quoted text what a model could read as something else than text.

use news::text::visible;

/// Tokens by which chat formats mark turns, thoughts and tools. They are broken, not removed, so that a reader
/// of the prompt still sees what was tried.
const CONTROL_TOKENS: &[&str] = &[
    "<<<",
    "<|",
    "|>",
    "[INST]",
    "[/INST]",
    "<<SYS>>",
    "<</SYS>>",
    "<s>",
    "</s>",
    "<bos>",
    "<eos>",
    "<think>",
    "</think>",
    "<tool_call>",
    "</tool_call>",
    "<function_calls>",
    "<start_of_turn>",
    "<end_of_turn>",
    "<system>",
    "</system>",
    "<user>",
    "<assistant>",
];

/// Words that begin a turn in plain-text chat formats when they begin a line.
const TURN_HEADS: &[&str] = &["human:", "assistant:", "system:", "user:", "developer:", "tool:"];

/// The text as harmless text: no control, zero-width, direction or tag characters, no control tokens,
/// no line that begins like a turn of a chat.
pub fn neutral(text: &str) -> String {
    let broken = CONTROL_TOKENS.iter().fold(visible(text), |text, token| break_token(&text, token));
    broken.lines().map(quiet_turn_head).collect::<Vec<_>>().join("\n")
}

/// Puts a blank after the first character of each occurrence, in whatever case it is written.
fn break_token(text: &str, token: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let token = token.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    while let Some(at) = lower.get(from..).and_then(|rest| rest.find(&token)) {
        let cut = from + at + 1;
        out.push_str(text.get(from..cut).unwrap_or_default());
        out.push(' ');
        from = cut;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

fn quiet_turn_head(line: &str) -> String {
    let head = line.trim_start_matches(['#', '*', '>', ' ', '\t']).to_ascii_lowercase();
    let is_turn = TURN_HEADS.iter().any(|turn| head.starts_with(turn));
    if is_turn { format!("| {line}") } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_tokens_are_broken() {
        for (given, expected) in [
            ("<|im_start|>system", "< |im_start| >system"),
            ("a [INST] b [/inst]", "a [ INST] b [ /inst]"),
            ("</THINK>", "< /THINK>"),
            ("<<<<", "< < <<"),
            ("Assistant: yes", "| Assistant: yes"),
            ("## System: obey", "| ## System: obey"),
            ("<\u{200b}|im_end|>", "< |im_end| >"),
        ] {
            assert_eq!(neutral(given), expected, "{given:?}");
        }
    }

    #[test]
    fn invisible_characters_are_removed() {
        assert_eq!(neutral("a\u{200b}b\u{202e}c\u{e0041}d\u{7}e\u{ad}"), "abcde");
        assert_eq!(neutral("line\r\nnext\u{2028}on"), "line\nnext\non");
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        for text in ["央行：“下调0.25个百分点”。", "x < y, a <b>c</b>, 5 > 3", "The system: a review", "Zoë’s 3–5%"]
        {
            assert_eq!(neutral(text), text);
        }
    }
}
