//! A sentence that stands in its span word for word is supported, whatever it says.

#![expect(clippy::unwrap_used, reason = "a test stops where its data cannot be read")]

use gates::{Claim, Judgement, Span, check};
use news::text::{is_whole_sentence, language_of, sentences};

/// All text files of the sample wire.
fn texts() -> Vec<String> {
    let mut folders = vec![std::path::PathBuf::from("../testkit/sample/wire")];
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                texts.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    texts
}

#[test]
fn no_sentence_of_the_sample_wire_is_refused_beside_itself() {
    let mut n_checked = 0;
    for text in texts() {
        for span in sentences(&text) {
            let sentence = span.of(&text);
            if !is_whole_sentence(sentence) {
                continue;
            }
            let language = language_of(sentence);
            let spans = [Span { text: sentence, language, published: None }];
            let judgement = check(&Claim { text: sentence, language, spans: &spans });
            assert_eq!(judgement, Judgement::Supported, "{sentence}");
            n_checked += 1;
        }
    }
    assert!(n_checked > 100, "{n_checked}");
}
