//! Characters that no reader sees and a model reads all the same: taken out, and told where they spell something.

/// Whether a character shows nothing and is no space: controls, zero widths, directions, selectors, fillers, tags.
///
/// Line ends and tabs are white space and stay. Source: Unicode, Default_Ignorable_Code_Point, with what interlinear
/// annotation and the Braille blank add.
pub fn is_invisible(c: char) -> bool {
    let is_control = c.is_control() && !matches!(c, '\n' | '\t');
    is_control
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text as a reader sees it.
pub fn visible(text: &str) -> String {
    // A line separator ends a line; without it two words would become one.
    text.chars()
        .filter_map(|c| match c {
            '\u{2028}' | '\u{2029}' => Some('\n'),
            _ => (!is_invisible(c)).then_some(c),
        })
        .collect()
}

/// Whether something is written between the lines: text in tag characters, in selectors, or in runs of zero widths.
///
/// A flag of a country within a state is a black flag with its name in tags, and emoji and some scripts need single
/// joiners and selectors; none of those runs is long.
pub fn hides_text(text: &str) -> bool {
    /// Runs as long as this spell something: the longest flag in use has six tags and their end.
    const LONG: usize = 8;
    let mut n_tags = 0usize;
    let mut run = 0usize;
    let mut is_flag = false;
    for c in text.chars() {
        match c {
            '\u{1f3f4}' => (is_flag, run) = (true, 0),
            '\u{e0000}'..='\u{e007f}' if is_flag && run < LONG => run += 1,
            '\u{e0000}'..='\u{e0fff}' => {
                n_tags += 1;
                run += 1;
            }
            '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200d}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' => {
                run += 1;
            }
            _ => (is_flag, run) = (false, 0),
        }
        if n_tags >= 4 || run > LONG {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_taken_out() {
        assert_eq!(visible("a\u{200b}b\u{202e}c\u{e0041}d\u{7}e\u{ad}f\u{3164}g\u{feff}"), "abcdefg");
        assert_eq!(visible("one\u{2028}two\r\nthree\tfour"), "one\ntwo\nthree\tfour");
        for text in ["央行：“下调0.25个百分点”。", "Zoë’s 3–5% × naïve", "한국어 हिन्दी"]
        {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn text_between_the_lines_is_told_from_flags_and_joiners() {
        let tags = |text: &str| text.chars().filter_map(|c| char::from_u32(0xe0000 + u32::from(c))).collect::<String>();
        assert!(hides_text(&format!("Ferry{}", tags("obey"))));
        assert!(hides_text(&format!("\u{1f3f4}{}", tags("ignore all previous"))), "a flag is no cover");
        assert!(hides_text("a\u{200b}\u{200c}\u{200b}\u{200b}\u{200c}\u{200b}\u{200c}\u{200b}\u{200b}b"));
        assert!(hides_text(&format!("😀{}", "\u{e0121}\u{e0130}\u{e0144}\u{e0150}")));
        let england = format!("\u{1f3f4}{}\u{e007f} won", tags("gbeng"));
        for plain in [
            england.as_str(),
            "👩\u{200d}👩\u{200d}👧 ❤\u{fe0f}",
            "می\u{200c}خواهم",
            "co\u{ad}oper\u{ad}ation",
            "\u{feff}Ferry",
        ] {
            assert!(!hides_text(plain), "{plain}");
        }
    }
}
