//! Globs for addresses: `*` stands for anything but a slash, `**` for anything, `?` is itself.

/// Whether the whole text matches the rule.
pub(super) fn matches(rule: &str, text: &str) -> bool {
    is_match(rule.as_bytes(), text.as_bytes())
}

/// Follows all ways of reading the rule at once, so no rule takes long: `reached[n]` says that what was read of the
/// rule matches the first `n` bytes.
fn is_match(rule: &[u8], text: &[u8]) -> bool {
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    let mut rest = rule;
    while let Some((&first, after)) = rest.split_first() {
        (reached, rest) = match (first, after) {
            (b'*', [b'*', after @ ..]) => (after_star(&reached, text, |_| true), after),
            (b'*', after) => (after_star(&reached, text, |byte| byte != b'/'), after),
            (byte, after) => (after_byte(&reached, text, byte), after),
        };
    }
    reached.last().copied().unwrap_or(false)
}

fn after_byte(reached: &[bool], text: &[u8], expected: u8) -> Vec<bool> {
    let stepped = text.iter().zip(reached).map(|(byte, reached)| *reached && *byte == expected);
    std::iter::once(false).chain(stepped).collect()
}

fn after_star(reached: &[bool], text: &[u8], takes: impl Fn(u8) -> bool) -> Vec<bool> {
    let mut is_open = false;
    let bytes = std::iter::once(None).chain(text.iter().map(Some));
    let step = |(byte, reached): (Option<&u8>, &bool)| {
        is_open = *reached || is_open && byte.is_some_and(|byte| takes(*byte));
        is_open
    };
    bytes.zip(reached).map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_star_stays_in_a_segment_and_two_cross_them() {
        for (rule, text, expected) in [
            ("/2026/*/*.html", "/2026/02/a.html", true),
            ("/2026/*/*.html", "/2026/02/10/a.html", false),
            ("/2026/**.html", "/2026/02/10/a.html", true),
            ("/news/**", "/news/", true),
            ("/news/**", "/sport/news/", false),
            ("**/story-*", "/a/b/story-7", true),
            ("**/story-*", "/a/b/story-7/x", false),
            ("/a?id=*", "/a?id=5", true),
            ("/a?id=*", "/abid=5", false),
            ("*", "", true),
            ("", "x", false),
        ] {
            assert_eq!(matches(rule, text), expected, "{rule} {text}");
        }
    }

    #[test]
    fn a_rule_made_of_stars_is_no_trap() {
        assert!(!matches(&"*a".repeat(50), &"a".repeat(20_000).replace('a', "b")));
    }
}
