//! Capitals: said letter by letter, unless they have become a word.

/// Said as words.
const WORDS: &[&str] = &[
    "NASA", "NATO", "UNESCO", "UNICEF", "OPEC", "ASEAN", "APEC", "AIDS", "COVID", "SARS", "MERS", "BRICS", "RAM",
    "LAN", "PIN", "SIM", "GIF", "FIFA", "UEFA", "NAFTA", "INTERPOL", "FEMA", "OSHA", "NICE", "SWAT", "MAGA", "NASDAQ",
    "LASER", "RADAR", "SONAR", "SCOTUS", "POTUS", "AWACS", "THAAD", "START", "TASS", "ANSA", "CERN", "JAXA", "SALT",
    "IKEA", "ASICS", "LEGO", "VISA", "EUROPOL", "MERCOSUR", "DRAM", "NAND", "CAPTCHA", "ROM", "SOHO", "UNIFIL",
];

/// Said letter by letter even where everything is in capitals.
const INITIALS: &[&str] =
    &["AI", "CEO", "CIA", "EU", "FBI", "GDP", "IMF", "IPO", "NBA", "NFL", "TV", "UAE", "UK", "UN", "US", "USA", "WHO"];

/// Words that stand in capitals for loudness, not as initials, are longer than this.
const LONGEST_SPELLED: usize = 5;

/// English words as espeak-ng is to read them: initials apart, word-like acronyms as words.
pub fn spelled(text: &str) -> String {
    let is_shouted = is_shouted(text);
    let mut said = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !is_word_char(c)).unwrap_or(rest.len());
        if end == 0 {
            let c = rest.chars().next().unwrap_or(' ');
            said.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            said.push_str(&word(&rest[..end], is_shouted));
            rest = &rest[end..];
        }
    }
    said
}

fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// A line in capitals is loud, not full of initials.
fn is_shouted(text: &str) -> bool {
    let n_small = text.chars().filter(char::is_ascii_lowercase).count();
    let n_large = text.chars().filter(char::is_ascii_uppercase).count();
    n_large > 16 && n_large > n_small * 4
}

fn word(word: &str, is_shouted: bool) -> String {
    let (stem, plural) = match word.strip_suffix('s') {
        Some(stem) if stem.len() > 1 && is_capitals(stem) => (stem, "s"),
        _ => (word, ""),
    };
    if !is_capitals(stem) || stem.len() < 2 {
        return word.to_owned();
    }
    if WORDS.contains(&stem) {
        return format!("{}{}{plural}", &stem[..1], stem[1..].to_ascii_lowercase());
    }
    if stem.len() > LONGEST_SPELLED || (is_shouted && !INITIALS.contains(&stem)) {
        return word.to_ascii_lowercase();
    }
    let letters: Vec<String> = stem.chars().map(String::from).collect();
    if plural.is_empty() { letters.join(" ") } else { format!("{}'s", letters.join(" ")) }
}

fn is_capitals(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_spelled_and_acronyms_that_are_words_are_not() {
        let cases = [
            ("The FBI and NASA told the EU.", "The F B I and Nasa told the E U."),
            ("OPEC, UNESCO", "Opec, Unesco"),
            ("GDP rose; CEOs met at MIT", "G D P rose; C E O's met at M I T"),
            ("A BREAKING story, I say", "A breaking story, I say"),
            ("OpenAI iPhone", "OpenAI iPhone"),
            ("SENATE PASSES NEW BILL, US SAYS", "senate passes new bill, U S says"),
        ];
        for (written, said) in cases {
            assert_eq!(spelled(written), said);
        }
    }
}
