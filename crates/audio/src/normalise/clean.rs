//! What every language needs first: width, emoji, invisible characters, addresses.

/// Full-width letters and figures made narrow, pictures and invisible characters dropped, addresses shortened.
pub(super) fn clean(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_dropped(*c)).map(narrow).collect();
    visible.split(' ').map(shorten_address).collect::<Vec<_>>().join(" ")
}

/// Runs of white space as one space, none at the ends and none before a comma or a stop.
pub(super) fn single_spaced(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.replace(" ,", ",").replace(" ;", ";").replace(" .", ".")
}

fn narrow(c: char) -> char {
    match c {
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
        | '＄' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '￥' => '¥',
        '\u{3000}' | '\u{a0}' | '\u{2009}' | '\u{202f}' => ' ',
        '\u{2011}' | '\u{2212}' | '\u{2010}' => '-',
        '’' | '‘' | 'ʼ' => '\'',
        _ => c,
    }
}

fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{00ad}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{e0000}'..='\u{e007f}'
        | '®' | '™' | '©' | '■' | '●' | '▲' | '▼' | '◆' | '→' | '←' | '•' | '◎' | '○')
}

/// Of a URL only the host is said, without `www.`; its dots are said by the language.
fn shorten_address(word: &str) -> String {
    let Some(start) = word.find("https://").or_else(|| word.find("http://")).or_else(|| word.find("www.")) else {
        return word.to_owned();
    };
    let (before, address) = word.split_at(start);
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'*+;=%".contains(c);
    let end = address.find(|c| !is_part(c)).unwrap_or(address.len());
    let (address, after) = address.split_at(end);
    let trimmed = address.trim_end_matches(['.', '!', '?', ';', ':', '\'']);
    let tail = &address[trimmed.len()..];
    let host = trimmed.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or("");
    format!("{before}{host}{tail}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_address_only_the_host_is_left() {
        let cases = [
            ("See https://www.example.com/a/b?c=1.", "See example.com."),
            ("详见http://news.example.cn/1.html。", "详见news.example.cn。"),
            ("www.example.org, too", "example.org, too"),
        ];
        for (text, expected) in cases {
            assert_eq!(clean(text), expected);
        }
    }

    #[test]
    fn pictures_and_invisible_characters_are_dropped() {
        assert_eq!(single_spaced(&clean("Go 🚀 now\u{200b}!  ５Ｇ ✅")), "Go now! 5G");
    }
}
