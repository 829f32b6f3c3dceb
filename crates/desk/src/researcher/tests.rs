//! Tests of the researcher.

use super::*;
use crate::fixture::{self, context, item, marked, port_story, story};
use news::Language;

#[test]
fn facts_are_whole_sentences_with_their_bytes() {
    let story = port_story();
    let dossier = floor(&fixture::assignment(&story, Language::EN), &story, &context());
    for fact in &dossier.facts {
        let item = story.items.iter().find(|item| item.id == fact.citation.item).unwrap();
        assert_eq!(&item.text[fact.citation.start..fact.citation.end], fact.text);
        assert!(news::text::is_whole_sentence(&fact.text), "{}", fact.text);
    }
    let texts: Vec<&str> = dossier.facts.iter().map(|fact| fact.text.as_str()).collect();
    assert!(
        texts.contains(
            &"The port of Meridian Bay reopened on Tuesday after a nine-day strike, the port authority said."
        ),
        "{texts:?}"
    );
    assert!(!texts.iter().any(|text| text.contains("newsletter") || text.contains("Coast Wire")), "{texts:?}");
}

#[test]
fn facts_come_most_central_first() {
    let story = port_story();
    let dossier = floor(&fixture::assignment(&story, Language::EN), &story, &context());
    assert!(dossier.facts.is_sorted_by(|a, b| a.weight >= b.weight));
    assert!(dossier.facts[0].text.contains("Meridian Bay"));
}

#[test]
fn cut_off_copied_and_stale_items_give_no_facts() {
    let text = "The port of Meridian Bay reopened on Tuesday.";
    let copied = item("d", "Port reopens", text);
    let mut story = story(vec![
        marked(Mark::Teaser, item("a", "Port", text)),
        copied.clone(),
        Item { dating: fixture::dated(900), ..item("b", "Port then", text) },
    ]);
    story.duplicates = vec![copied.id];
    assert_eq!(floor(&fixture::assignment(&story, Language::EN), &story, &context()).facts, []);
}

#[test]
fn a_lone_owner_and_a_disagreement_are_gaps() {
    let alone = fixture::zh_story();
    let gaps = floor(&fixture::assignment(&alone, Language::ZH), &alone, &context()).gaps;
    assert_eq!(gaps, ["only one owner reports it"]);
    let disputed = story(vec![
        item("a", "Ferry sinks", "At least 12 people were killed when a ferry sank off Meridian Bay on Tuesday."),
        item(
            "c",
            "Ferry sinks off bay",
            "At least 15 people were killed when a ferry sank off Meridian Bay, police said.",
        ),
    ]);
    let gaps = floor(&fixture::assignment(&disputed, Language::EN), &disputed, &context()).gaps;
    assert_eq!(gaps.len(), 1);
    assert!(gaps[0].contains("disagree: ") && gaps[0].contains("12") && gaps[0].contains("15"), "{gaps:?}");
}

#[test]
fn a_models_fact_must_stand_in_an_item() {
    let (ctx, story) = (context(), port_story());
    let assignment = fixture::assignment(&story, Language::EN);
    let input = Input { assignment: &assignment, story: &story, ctx: &ctx };
    let answer = |quote: &str| {
        format!(r#"{{"facts":[{{"item":"{}","quote":"{quote}","weight":900}}],"gaps":[]}}"#, story.items[0].id)
    };
    let dossier =
        check(&answer("Unions and operators agreed on a pay rise of 4.5 per cent for 3,200 dockers."), &input).unwrap();
    assert_eq!(dossier.facts[0].citation.quote, dossier.facts[0].text);
    assert!(check(&answer("Unions and operators agreed on a pay rise of 5 per cent."), &input).is_err());
}
