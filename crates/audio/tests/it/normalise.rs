//! What is written and how it is said: the table of news cases, the map over all of it, and random characters.

use audio::normalise::{Readings, Spoken, mapped, spelled, spoken};
use news::Language;
use std::collections::BTreeSet;

const CASES: &str = include_str!("../data/news-speech.txt");

struct Case {
    language: Language,
    is_spelled: bool,
    written: &'static str,
    said: &'static str,
}

fn cases() -> Vec<Case> {
    let (mut language, mut is_spelled) = (Language::ZH, false);
    let mut cases = Vec::new();
    for line in CASES.lines() {
        match line {
            "[zh]" => (language, is_spelled) = (Language::ZH, false),
            "[en]" => (language, is_spelled) = (Language::EN, false),
            "[letters]" => (language, is_spelled) = (Language::EN, true),
            line => {
                let pair = line.split_once(" => ").filter(|_| !line.starts_with("# "));
                cases.extend(pair.map(|(written, said)| Case { language, is_spelled, written, said }));
            }
        }
    }
    cases
}

#[test]
fn news_is_said_as_a_newsreader_says_it() {
    let cases = cases();
    let distinct: BTreeSet<&str> = cases.iter().map(|case| case.written).collect();
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let said = spoken(case.written, case.language);
            let said = if case.is_spelled { spelled(&said) } else { said };
            (said != case.said).then(|| format!("{}\n  expected {}\n  got      {said}", case.written, case.said))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(distinct.len() >= 300, "{}", distinct.len());
}

/// The map is whole and in order on both sides, cuts no character, and leaves no letter and no figure unsaid.
fn check_map(written: &str, spoken: &Spoken) {
    let (mut spoken_end, mut written_end) = (0, 0);
    for (said, at) in spoken.spans() {
        assert_eq!((said.start, at.start), (spoken_end, written_end), "{written:?}: {:?}", spoken.spans());
        assert!(at.end > at.start, "{written:?}: nothing is written at {at:?}");
        (spoken_end, written_end) = (said.end, at.end);
        let has_word = |text: &str| text.contains(char::is_alphanumeric);
        let (said, at) = (&spoken.text()[said.clone()], &written[at.clone()]);
        // A sound of hesitation is left out on purpose.
        let is_hesitation = at.chars().all(|c| "呃啊嗯".contains(c));
        assert!(
            !has_word(at) || has_word(said) || is_hesitation,
            "{written:?}: {at:?} is said as {said:?} in {:?}",
            spoken.text()
        );
    }
    assert_eq!((spoken_end, written_end), (spoken.text().len(), written.len()), "{written:?}");
    let rewritten: String = spoken.spans().iter().map(|(_, at)| &written[at.clone()]).collect();
    assert_eq!(rewritten, written);
}

#[test]
fn every_part_of_the_spoken_form_belongs_to_a_part_of_the_written() {
    let readings = Readings::from_pairs([(Language::ZH, "OpenAI", "欧本爱"), (Language::EN, "NASA", "nassa")]).unwrap();
    for case in cases() {
        for language in [Language::ZH, Language::EN, Language::parse("es").unwrap()] {
            check_map(case.written, &mapped(case.written, language, &Readings::default()));
            check_map(case.written, &mapped(case.written, language, &readings));
        }
    }
}

/// The development data lies beside the repository on the builders' machines; elsewhere this test only says so.
#[test]
fn the_map_is_whole_over_the_development_data() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/speech");
    for (name, language) in [("chinese", Language::ZH), ("english", Language::EN)] {
        let Ok(files) = std::fs::read_dir(format!("{folder}/{name}")) else {
            println!("skipped: no development data for {name}");
            continue;
        };
        for file in files {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            for (written, _) in text.lines().filter_map(|line| line.split_once("=>")) {
                check_map(written, &mapped(written, language, &Readings::default()));
            }
        }
    }
}

#[test]
fn a_range_and_back_again_is_the_same_range_or_a_wider_one() {
    for case in cases() {
        let spoken = mapped(case.written, case.language, &Readings::default());
        for (said, at) in spoken.spans().iter().filter(|(said, _)| !said.is_empty()) {
            assert_eq!((&spoken.written_of(said.clone()), &spoken.spoken_of(at.clone())), (at, said));
        }
    }
}

/// Not of cryptographic quality, but the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

#[test]
fn random_characters_neither_panic_nor_vanish() {
    const PIECES: [&str; 96] = [
        "0", "1", "2", "5", "9", "10", "26", "100", "2026", "00", "07", "3.5", ".5", "1,000", "12306", "５", "①", "½",
        "²", "Ⅳ", "a", "m", "s", "x", "z", "A", "B", "G", "I", "V", "X", "é", "ß", "ё", "km", "kg", "bn", "am", "p.m.",
        "GPT", "NASA", "US", "USD", "No.", "St.", "Feb.", "May", "to", "of", "GMT", "中", "国", "年", "月", "日", "点",
        "分", "秒", "亿", "万", "元", "个", "第", "比", "儿", "这儿", "億", "の", "안", "-", "–", "~", ":", "/", ".",
        ",", "%", "$", "€", "¥", "°C", "@", "#", "&", "+", "=", "(", ")", "，", "。", "：", "“", " ", "\u{a0}", "🎉",
        "\u{200b}",
    ];
    let seed = std::env::var("ZAOWAN_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_260_210);
    println!("ZAOWAN_SEED={seed}");
    let mut random = Random(seed);
    for n in 0..3000 {
        let n_pieces = 1 + random.below(24);
        let mut written = String::new();
        for _ in 0..n_pieces {
            // Now and then any character at all, also what is for private use or unassigned.
            match char::from_u32(random.below(0x11_0000) as u32).filter(|_| random.0.is_multiple_of(11)) {
                Some(c) => written.push(c),
                None => written.push_str(PIECES[random.below(PIECES.len())]),
            }
        }
        let language = if n % 2 == 0 { Language::ZH } else { Language::EN };
        let spoken = mapped(&written, language, &Readings::default());
        check_map(&written, &spoken);
        assert!(!spoken.text().contains(|c: char| c.is_ascii_digit()), "{written:?} is said as {:?}", spoken.text());
    }
}
