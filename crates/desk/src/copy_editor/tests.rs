//! Tests of the copy editor.

use super::*;
use crate::fixture::{self, item, port_story, story};
use news::{Draft, Language};

fn edited(story: &Story, text: &str, language: Language) -> EditedDraft {
    let item = &story.items[0];
    let start = item.text.find(text).unwrap();
    let citation =
        Citation { item: item.id.clone(), in_title: false, start, end: start + text.len(), quote: text.into() };
    let title =
        Citation { item: item.id.clone(), in_title: true, start: 0, end: item.title.len(), quote: item.title.clone() };
    let draft = Draft {
        story: story.id.clone(),
        language,
        headline: Sentence { text: item.title.clone(), citations: vec![title] },
        sentences: vec![Sentence { text: text.into(), citations: vec![citation] }],
        written_by: Author::floor(Role::Reporter),
    };
    EditedDraft { draft, notes: Vec::new(), checked_by: Vec::new() }
}

#[test]
fn type_is_set_and_words_stay() {
    let text = "海湾港周二恢复作业,船只进港.";
    let story = story(vec![item("z", "海湾港恢复作业。", text)]);
    let copy = floor(edited(&story, text, Language::ZH), &story).unwrap();
    assert_eq!(copy.sentences[0].text, "海湾港周二恢复作业，船只进港。");
    assert_eq!(copy.sentences[0].citations[0].quote, text);
    assert_eq!(copy.headline.text, "海湾港恢复作业");
    assert_eq!(copy.summary, "海湾港周二恢复作业，船只进港。");
}

#[test]
fn a_sentence_that_is_not_its_citation_is_not_printed() {
    let text = "The port of Meridian Bay reopened on Tuesday.";
    let story = story(vec![item("a", "Port of Meridian Bay reopens", text)]);
    let mut edited = edited(&story, text, Language::EN);
    edited.draft.sentences[0].text = "The port of Meridian Bay reopened 4 days late.".into();
    assert_eq!(floor(edited, &story).unwrap_err().reason, SpikeReason::Unsupported);
}

#[test]
fn a_headline_that_is_too_long_gives_way_to_another_title() {
    let text = "The port of Meridian Bay reopened on Tuesday after a strike of nine days.";
    let long = format!("Port of Meridian Bay reopens {}", "after a very long strike of nine days ".repeat(4));
    let story = story(vec![item("a", &long, text), item("c", "Port of Meridian Bay reopens after strike", text)]);
    let copy = floor(edited(&story, text, Language::EN), &story).unwrap();
    assert_eq!(copy.headline.text, "Port of Meridian Bay reopens after strike");
    assert_eq!(copy.headline.citations[0].item, story.items[1].id);
}

#[test]
fn a_summary_is_one_or_two_sentences() {
    let copy = fixture::copy_of(&port_story(), Language::EN);
    let expected = format!("{} {}", copy.sentences[0].text, copy.sentences[1].text);
    assert_eq!(copy.summary, expected);
}

#[test]
fn a_model_may_reword_but_not_change_a_number_or_a_name() {
    let text = "The port of Meridian Bay reopened on Tuesday after a strike of 9 days by 3,200 dockers.";
    let story = story(vec![item("a", "Port of Meridian Bay reopens", text)]);
    let (edited, ctx, author) = (edited(&story, text, Language::EN), fixture::context(), fixture::model());
    let input = Input { edited: &edited, story: &story, ctx: &ctx };
    let answer = |sentence: &str| {
        format!(r#"{{"headline":"Port of Meridian Bay reopens","sentences":["{sentence}"],"notes":[]}}"#)
    };
    let copy = check(
        &answer("After a strike of 9 days by 3,200 dockers, the port of Meridian Bay reopened on Tuesday."),
        &input,
        &author,
    )
    .unwrap();
    assert_eq!(copy.checked_by, std::slice::from_ref(&author));
    for (sentence, why) in [
        ("The port of Meridian Bay reopened on Tuesday after a strike of 9 days by 3,300 dockers.", "3300"),
        ("The port of Port Lowell reopened on Tuesday after a strike of 9 days by 3,200 dockers.", "name"),
        ("The port of Meridian Bay reopened on Tuesday after a strike by 3,200 dockers.", "lost"),
        ("The port of Meridian Bay reopened on", "whole"),
    ] {
        let rejected = check(&answer(sentence), &input, &author).unwrap_err();
        assert!(rejected.why.contains(why), "{rejected}");
    }
}
