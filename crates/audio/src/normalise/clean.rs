//! What every language needs first: width, emoji, invisible characters, figures in rings, groups of thousands, addresses.

use super::text::{Edit, Text};
use regex::Regex;
use std::sync::LazyLock;

/// Characters for private use have no sound, and the readings need them as marks.
pub(super) fn drop_private(text: &mut Text) {
    text.edit_chars(|_, _, c| {
        let is_private = matches!(c, '\u{e000}'..='\u{f8ff}') || super::readings::is_mark(c) || c as u32 >= 0x10_0000;
        is_private.then(String::new)
    });
}

/// Full-width letters and figures made narrow, pictures and invisible characters dropped, addresses shortened.
pub(super) fn clean(text: &mut Text) {
    text.edit_chars(|_, _, c| narrow(c));
    text.edit_chars(|_, _, c| if is_picture(c) { Some(" ".into()) } else { is_invisible(c).then(String::new) });
    let grouped = groups(text.said());
    text.edit(grouped);
    let shortened = addresses(text.said());
    text.edit(shortened);
    let parted = run_on(text.said());
    text.edit(parted);
}

/// `it ended.He left`: where a page lost the space behind a sentence, the point is no part of a name and is not said.
fn run_on(said: &str) -> Vec<Edit> {
    /// What follows the point in names that are written with a capital.
    const NAMES: [&str; 10] = ["com", "org", "net", "io", "ai", "js", "cn", "co", "gov", "tv"];
    static RUN_ON: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[a-z0-9]{2}([.!?])([A-Z][a-z]+)").ok());
    let Some(run_on) = RUN_ON.as_ref() else { return Vec::new() };
    let edit = |found: regex::Captures<'_>| {
        let (point, next) = (found.get(1)?, found.get(2)?.as_str().to_lowercase());
        (!NAMES.contains(&next.as_str())).then(|| Edit { at: point.range(), said: format!("{} ", point.as_str()) })
    };
    run_on.captures_iter(said).filter_map(edit).collect()
}

/// Runs of white space as one space, none at the ends and none before a comma or a stop.
pub(super) fn space_singly(text: &mut Text) {
    static SPACES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\s+").ok());
    let Some(spaces) = SPACES.as_ref() else { return };
    let said = text.said();
    let edit = |at: regex::Match<'_>| {
        let is_edge = at.start() == 0 || at.end() == said.len();
        let is_needless = is_edge || said[at.end()..].starts_with([',', ';', '.']) && !starts_figure(&said[at.end()..]);
        Edit { at: at.range(), said: if is_needless { String::new() } else { " ".into() } }
    };
    let edits = spaces.find_iter(said).map(edit).collect();
    text.edit(edits);
}

fn starts_figure(text: &str) -> bool {
    text[1..].starts_with(|c: char| c.is_ascii_digit())
}

fn narrow(c: char) -> Option<String> {
    Some(match c {
        // Letters and figures only: punctuation keeps its width until the language decides.
        '\u{ff10}'..='\u{ff19}'
        | '\u{ff21}'..='\u{ff3a}'
        | '\u{ff41}'..='\u{ff5a}'
        | '％'
        | '＋'
        | '－'
        | '．'
        | '／'
        | '＠'
        | '＆'
        | '＃'
        | '＝'
        | '＜'
        | '＞'
        | '＄' => char::from_u32(c as u32 - 0xfee0).map_or_else(String::new, String::from),
        '￥' => "¥".into(),
        '￡' => "£".into(),
        '\u{3000}' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2007}' => " ".into(),
        '\u{2011}' | '\u{2212}' | '\u{2010}' => "-".into(),
        '’' | '‘' | 'ʼ' => "'".into(),
        '㎡' => "m²".into(),
        '㎞' => "km".into(),
        '㎏' => "kg".into(),
        '㎝' => "cm".into(),
        '㎜' => "mm".into(),
        // Figures in rings number the points of a list; small ones below stand in formulas.
        '\u{2460}'..='\u{2473}' => format!("{} ", c as u32 - 0x245f),
        '\u{2080}'..='\u{2089}' => (c as u32 - 0x2080).to_string(),
        '\u{2160}'..='\u{216b}' => ROMAN[(c as u32 - 0x2160) as usize].into(),
        _ => return None,
    })
}

/// The Roman numerals that are characters of their own, as letters.
const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{00ad}' | '\u{20e3}' | '\u{e0000}'..='\u{e007f}')
}

fn is_picture(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{2775}' | '\u{2794}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1f0ff}'
        | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f200}'..='\u{1faff}'
        | '®' | '™' | '©' | '■' | '●' | '▲' | '▼' | '◆' | '→' | '←' | '•' | '◎' | '○')
}

/// `2 000 000` and `10 000`: a space between groups of three is said as little as a comma. With other figures a single
/// space may as well stand between two numbers.
fn groups(said: &str) -> Vec<Edit> {
    static GROUPS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"[0-9]{1,3}(?:(?: [0-9]{3}){2,}|(?: 000)+)").ok());
    let Some(groups) = GROUPS.as_ref() else { return Vec::new() };
    let is_alone = |found: &regex::Match<'_>| {
        let joins = |c: char| c.is_ascii_alphanumeric() || ".,-+()".contains(c);
        let before = said[..found.start()].trim_end_matches(' ');
        !said[..found.start()].ends_with(joins)
            && !said[found.end()..].starts_with(|c: char| c.is_ascii_alphanumeric())
            && !before.ends_with(|c: char| c.is_ascii_digit())
            && !said[found.end()..].trim_start().starts_with(|c: char| c.is_ascii_digit())
    };
    let found = groups.find_iter(said).filter(is_alone);
    found.map(|found| Edit { at: found.range(), said: found.as_str().replace(' ', ",") }).collect()
}

/// Of a URL only the host is said, without `www.`; its dots are said by the language.
fn addresses(said: &str) -> Vec<Edit> {
    static ADDRESS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?:https?://(?:www\.)?|www\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'*+;=%]+").ok());
    let Some(address) = ADDRESS.as_ref() else { return Vec::new() };
    let edit = |found: regex::Match<'_>| {
        let trimmed = found.as_str().trim_end_matches(['.', '!', '?', ';', ':', '\'', ']']);
        let host = trimmed.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
        let host = host.split(['/', '?', '#', ':']).next().unwrap_or("");
        let is_host = host.contains(|c: char| c.is_ascii_alphanumeric());
        is_host.then(|| Edit { at: found.start()..found.start() + trimmed.len(), said: host.to_owned() })
    };
    address.find_iter(said).filter_map(edit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(written: &str) -> String {
        let mut text = Text::new(written);
        clean(&mut text);
        space_singly(&mut text);
        text.said().to_owned()
    }

    #[test]
    fn of_an_address_only_the_host_is_left() {
        let cases = [
            ("See https://www.example.com/a/b?c=1.", "See example.com."),
            ("详见http://news.example.cn/1.html。", "详见news.example.cn。"),
            ("www.example.org, too", "example.org, too"),
            ("http://", "http://"),
        ];
        for (text, expected) in cases {
            assert_eq!(cleaned(text), expected);
        }
    }

    #[test]
    fn pictures_and_invisible_characters_are_dropped() {
        assert_eq!(cleaned("Go 🚀 now\u{200b}!  ５Ｇ ✅ 1\u{fe0f}\u{20e3}"), "Go now! 5G 1");
    }

    #[test]
    fn groups_of_thousands_may_be_parted_by_spaces() {
        let cases = [
            ("2 000 000 people", "2,000,000 people"),
            ("10\u{202f}000 m", "10,000 m"),
            ("+86 138 000 000", "+86 138 000 000"),
            ("12 100 runners", "12 100 runners"),
        ];
        for (text, expected) in cases {
            assert_eq!(cleaned(text), expected);
        }
    }
}
