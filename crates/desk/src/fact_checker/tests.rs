//! Tests of the fact-checker.

use super::*;
use crate::fixture::{self, context, item, port_story, story};
use news::{Language, Sentence};

fn draft(story: &Story) -> Draft {
    let (ctx, assignment) = (context(), fixture::assignment(story, Language::EN));
    crate::reporter::floor(&assignment, story, &crate::researcher::floor(&assignment, story, &ctx), &ctx).unwrap()
}

fn supports(draft: &Draft, story: &Story) -> Vec<Support> {
    floor(draft, story, &context()).findings.iter().map(|finding| finding.support).collect()
}

#[test]
fn what_the_floor_writes_is_supported() {
    let story = port_story();
    let check = floor(&draft(&story), &story, &context());
    assert!(
        check.findings.iter().chain([&check.headline]).all(|finding| finding.support == Support::Supported),
        "{check:?}"
    );
}

#[test]
fn a_changed_digit_is_not_supported() {
    let story = port_story();
    let mut draft = draft(&story);
    draft.sentences[1].text = draft.sentences[1].text.replace("3,200", "3,300");
    assert_eq!(supports(&draft, &story)[1], Support::NotFound);
}

#[test]
fn a_changed_name_is_not_supported() {
    let story = port_story();
    let mut draft = draft(&story);
    draft.sentences[2].text = draft.sentences[2].text.replace("Marr", "Lowell");
    assert_eq!(supports(&draft, &story)[2], Support::NotFound);
}

#[test]
fn a_citation_of_other_bytes_is_not_supported() {
    let story = port_story();
    let mut draft = draft(&story);
    draft.sentences[0].citations[0].start += 1;
    draft.sentences[1].citations.clear();
    assert_eq!(supports(&draft, &story)[..2], [Support::NotFound, Support::NotFound]);
}

#[test]
fn a_headline_of_another_matter_is_not_supported() {
    let story = port_story();
    let mut draft = draft(&story);
    draft.headline.text = "Bank of the North collapses after 300 million loss".into();
    assert_eq!(floor(&draft, &story, &context()).headline.support, Support::NotFound);
}

#[test]
fn a_number_that_another_owner_disputes_is_contradicted_unless_both_are_told() {
    let story = story(vec![
        item(
            "a",
            "Ferry sinks off Meridian Bay",
            "At least 12 people were killed when a ferry sank off Meridian Bay on Tuesday.",
        ),
        item("c", "Ferry sinks", "At least 15 people were killed when a ferry sank off Meridian Bay, police said."),
    ]);
    let mut draft = draft(&story);
    assert_eq!(supports(&draft, &story), [Support::Supported, Support::Supported]);
    draft.sentences.truncate(1);
    assert_eq!(supports(&draft, &story), [Support::Contradicted]);
}

#[test]
fn a_model_finds_more_faults_never_fewer() {
    let (ctx, story, author) = (context(), port_story(), fixture::model());
    let mut draft = draft(&story);
    draft.sentences = vec![
        draft.sentences[0].clone(),
        Sentence {
            text: "The port made 90 million dollars in a day.".into(),
            citations: draft.sentences[0].citations.clone(),
        },
    ];
    let input = Input { draft: &draft, story: &story, ctx: &ctx };
    let answer = |first: &str| {
        format!(
            r#"{{"findings":[{{"sentence":0,"support":"{first}","why":"As read."}},{{"sentence":1,"support":"supported","why":"As read."}}],"headline":{{"support":"supported","why":"As read."}}}}"#
        )
    };
    let found = |answer: &str| {
        check(answer, &input, &author).unwrap().findings.iter().map(|finding| finding.support).collect::<Vec<_>>()
    };
    assert_eq!(found(&answer("supported")), [Support::Supported, Support::NotFound]);
    assert_eq!(found(&answer("contradicted")), [Support::Contradicted, Support::NotFound]);
    assert!(check(r#"{"findings":[],"headline":{"support":"supported","why":"x"}}"#, &input, &author).is_err());
}
