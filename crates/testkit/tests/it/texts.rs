//! The texts of the sample wire: how many there are, and whether they are fit to be read aloud.

use std::path::Path;

struct Text {
    place: String,
    language: String,
    title: String,
    text: String,
    is_trap: bool,
}

fn texts() -> Vec<Text> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample/wire");
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let outlet: toml::Table = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let language = outlet.get("language").map_or("en", |language| language.as_str().unwrap());
        let items = outlet.get("item").or(outlet.get("post")).unwrap().as_array().unwrap();
        texts.extend(items.iter().map(|item| Text {
            place: format!("{} {}", path.file_stem().unwrap().to_string_lossy(), item["title"].as_str().unwrap()),
            language: language.to_owned(),
            title: item["title"].as_str().unwrap().to_owned(),
            text: item["text"].as_str().unwrap().trim().to_owned(),
            is_trap: item.get("label").is_some() || item.get("page").is_some() || item.get("teaser").is_some(),
        }));
    }
    texts
}

fn faults(wrong: impl Fn(&Text) -> bool) -> Vec<String> {
    texts().into_iter().filter(|text| wrong(text)).map(|text| text.place).collect()
}

#[test]
fn there_are_enough_items_in_both_languages() {
    let texts = texts();
    let n_zh = texts.iter().filter(|text| text.language == "zh").count();
    assert!(texts.len() >= 95, "{}", texts.len());
    assert!(n_zh >= 45 && texts.len() - n_zh >= 45, "{n_zh} of {}", texts.len());
}

#[test]
fn every_report_has_three_paragraphs_or_more_and_each_is_whole() {
    let ends = ['.', '!', '?', '。', '！', '？', '”', '’'];
    let short = |text: &Text| !text.is_trap && text.text.lines().filter(|line| !line.trim().is_empty()).count() < 3;
    assert_eq!(faults(short), Vec::<String>::new());
    let broken = |text: &Text| text.text.lines().any(|line| !line.trim().is_empty() && !line.trim().ends_with(ends));
    assert_eq!(faults(broken), Vec::<String>::new());
}

#[test]
fn every_sentence_of_a_report_can_be_quoted_whole() {
    use news::text::{is_whole_sentence, sentences};
    let broken: Vec<String> = texts()
        .iter()
        .filter(|text| !text.is_trap)
        .flat_map(|text| sentences(&text.text).into_iter().map(|span| span.of(&text.text).to_owned()))
        .filter(|sentence| !is_whole_sentence(sentence))
        .collect();
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn the_language_of_every_text_is_plain() {
    let expected =
        |text: &Text| if text.title.starts_with("La capital") { "es" } else { text.language.as_str() }.to_owned();
    let wrong =
        |text: &Text| news::text::language_of(&format!("{} {}", text.title, text.text)).as_str() != expected(text);
    assert_eq!(faults(wrong), Vec::<String>::new());
}

#[test]
fn typography_is_that_of_a_newspaper() {
    let straight = |text: &Text| text.text.contains(['"', '\'']) || text.title.contains(['"', '\'']);
    assert_eq!(faults(straight), Vec::<String>::new());
    let doubled = |text: &Text| text.text.contains("  ") || text.title.contains("  ");
    assert_eq!(faults(doubled), Vec::<String>::new());
    let is_han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let half_width = |text: &Text| {
        let chars: Vec<char> = text.text.chars().collect();
        chars.windows(2).any(|pair| is_han(pair[0]) && matches!(pair[1], ',' | '.' | ';' | ':' | '?' | '!' | '('))
    };
    assert_eq!(faults(half_width), Vec::<String>::new());
    let open = |text: &Text| text.text.matches('“').count() != text.text.matches('”').count();
    assert_eq!(faults(open), Vec::<String>::new());
}

#[test]
fn headlines_fit() {
    let long = |text: &Text| {
        let n = text.title.chars().count();
        if text.language == "zh" { n > 40 } else { n > 110 }
    };
    assert_eq!(faults(long), Vec::<String>::new());
}
