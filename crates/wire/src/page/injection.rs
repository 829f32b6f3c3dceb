//! Text that gives orders to models: found, so that it is never handed on as news.

use super::marks::{contains_phrase, fold, has};
use super::phrases;

/// Text that gives orders to models.
///
/// A report about the matter quotes such orders; a piece that gives them speaks to the model. Control tokens of chat
/// formats count anywhere. Phrases count outside quotation marks, and twice as much in the title or the first lines;
/// the strong ones alone suffice, the weak ones only together.
pub(super) fn is_injection(title: &str, text: &str) -> bool {
    let tokens = phrases::of("injection.tokens");
    let strong = phrases::of("injection.strong");
    let weak = phrases::of("injection.weak");
    let both = fold(&format!("{title}\n{text}"));
    if tokens.iter().any(|token| both.contains(token)) {
        return true;
    }
    let unquoted = without_quotations(&both);
    let strong = strong.iter().filter(|phrase| contains_phrase(&unquoted, phrase)).count();
    // Weak ones alone never suffice.
    if strong == 0 {
        return false;
    }
    let weak = weak.iter().filter(|phrase| contains_phrase(&unquoted, phrase)).count();
    let is_about_it = has(
        &both,
        &[
            "prompt injection",
            "prompt injections",
            "jailbreak",
            "jailbreaks",
            "提示注入",
            "提示词注入",
            "越狱",
            "researchers",
            "researcher",
            "研究人员",
            "attackers",
            "attacker",
            "攻击者",
        ],
    );
    let needed = if is_about_it { 3 } else { 2 };
    strong * 2 + weak.min(2) > needed || !is_about_it
}

/// What stands in quotation marks is said by somebody else.
fn without_quotations(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let n_quotes = line.matches('"').count();
        let mut inside = false;
        let mut depth = 0usize;
        for c in line.chars() {
            match c {
                '"' if n_quotes.is_multiple_of(2) => inside = !inside,
                '「' | '『' | '《' => depth += 1,
                '」' | '』' | '》' => depth = depth.saturating_sub(1),
                _ if !inside && depth == 0 => out.push(c),
                _ => {}
            }
        }
        out.push('\n');
    }
    out
}
