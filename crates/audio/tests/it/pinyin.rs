//! Written Chinese against keys written by hand: `sentence => syllables`.

use audio::{Lexicon, pinyin};

/// Syllables in all, and those that are said wrong, with their sentence.
fn compared(keys: &str) -> (usize, Vec<String>) {
    let mut n_syllables = 0;
    let mut wrong = Vec::new();
    for (sentence, key) in keys.lines().filter_map(|line| line.split_once(" => ")) {
        let said = pinyin(sentence, &Lexicon::default());
        // The normaliser leaves out the 儿 that only colours a syllable.
        let counted = |syllables: &str| -> Vec<String> {
            syllables.split(' ').filter(|one| *one != "r5").map(String::from).collect()
        };
        let (said, key): (Vec<String>, Vec<String>) = (counted(&said), counted(key));
        assert_eq!(said.len(), key.len(), "{sentence}: {said:?}");
        n_syllables += key.len();
        let different = key.iter().zip(&said).filter(|(key, said)| !is_right(key, said));
        wrong.extend(different.map(|(key, said)| format!("{sentence} {key}, not {said}")));
    }
    (n_syllables, wrong)
}

/// `shang4|5`: either tone.
fn is_right(key: &str, said: &str) -> bool {
    let toneless = |syllable: &str| syllable.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let first = key.split('|').next().unwrap_or_default();
    key.split('|').any(|one| one == said || (one.len() == 1 && format!("{}{one}", toneless(first)) == said))
}

#[test]
fn the_sentences_that_the_rules_were_made_with_are_said_right() {
    let (n_syllables, wrong) = compared(include_str!("../data/pinyin/tuned.txt"));
    assert!(wrong.len() * 200 < n_syllables, "{} of {n_syllables}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn more_than_99_of_100_syllables_are_right_in_sentences_no_rule_was_made_with() {
    let (n_syllables, wrong) = compared(include_str!("../data/pinyin/blind.txt"));
    assert!(wrong.len() * 100 < n_syllables, "{} of {n_syllables} syllables", wrong.len());
}

/// Prints how every line of a file is said: `ZAOWAN_LINES=file.txt`.
#[test]
#[ignore = "a tool for reading over"]
fn print_the_pinyin_of_a_file() {
    let Ok(path) = std::env::var("ZAOWAN_LINES") else {
        println!("ZAOWAN_LINES is not set, so nothing is read");
        return;
    };
    for line in std::fs::read_to_string(path).unwrap().lines() {
        println!("{line} => {}", pinyin(line, &Lexicon::default()));
    }
}
