//! Tests of the desk editor.

use super::*;
use crate::fixture::{self, context, port_story};
use news::Language;

fn checked() -> (Draft, FactCheck, Assignment) {
    let (ctx, story) = (context(), port_story());
    let assignment = fixture::assignment(&story, Language::EN);
    let dossier = crate::researcher::floor(&assignment, &story, &ctx);
    let draft = crate::reporter::floor(&assignment, &story, &dossier, &ctx).unwrap();
    let fact_check = crate::fact_checker::floor(&draft, &story, &ctx);
    (draft, fact_check, assignment)
}

#[test]
fn an_unsupported_sentence_goes_and_what_leans_on_it_too() {
    let (draft, mut fact_check, assignment) = checked();
    fact_check.findings[2].support = Support::NotFound;
    let edited = floor(draft.clone(), &fact_check, &assignment).unwrap();
    let expected: Vec<Sentence> = [0, 1, 4].into_iter().map(|index| draft.sentences[index].clone()).collect();
    assert_eq!(edited.draft.sentences, expected);
    assert_eq!(edited.notes.len(), 2, "{:?}", edited.notes);
}

#[test]
fn a_story_without_its_lede_or_headline_is_spiked() {
    let (draft, fact_check, assignment) = checked();
    let mut no_lede = fact_check.clone();
    no_lede.findings[0].support = Support::Contradicted;
    assert_eq!(floor(draft.clone(), &no_lede, &assignment).unwrap_err().reason, SpikeReason::Unsupported);
    let mut no_headline = fact_check;
    no_headline.headline.support = Support::NotFound;
    assert_eq!(floor(draft, &no_headline, &assignment).unwrap_err().reason, SpikeReason::Unsupported);
}

#[test]
fn the_same_thing_is_not_said_twice() {
    let (mut draft, mut fact_check, assignment) = checked();
    draft.sentences.insert(1, draft.sentences[0].clone());
    fact_check.findings.insert(1, fact_check.findings[0].clone());
    let edited = floor(draft, &fact_check, &assignment).unwrap();
    assert!(edited.notes[0].contains("says again"), "{:?}", edited.notes);
    assert_ne!(edited.draft.sentences[0], edited.draft.sentences[1]);
}

#[test]
fn a_story_is_not_longer_than_assigned() {
    let (draft, fact_check, assignment) = checked();
    let short = Assignment { max_sentences: 2, ..assignment };
    assert_eq!(floor(draft, &fact_check, &short).unwrap().draft.sentences.len(), 2);
}

#[test]
fn a_model_keeps_only_what_is_supported() {
    let (draft, mut fact_check, assignment) = checked();
    fact_check.findings[1].support = Support::NotFound;
    let (ctx, author) = (fixture::context(), fixture::model());
    let input = Input { draft: &draft, fact_check: &fact_check, assignment: &assignment, ctx: &ctx };
    let edited = check(r#"{"keep":[0,2],"notes":["The pay rise is not in the quote."]}"#, &input, &author).unwrap();
    assert_eq!(edited.draft.sentences, [draft.sentences[0].clone(), draft.sentences[2].clone()]);
    for (answer, why) in [
        (r#"{"keep":[0,1],"notes":[]}"#, "not supported"),
        (r#"{"keep":[0,0],"notes":[]}"#, "twice"),
        (r#"{"keep":[0,99],"notes":[]}"#, "no sentence 99"),
        (r#"{"keep":[3,0],"notes":[]}"#, "leans"),
        (r#"{"keep":[],"notes":[]}"#, "keep 1 to"),
    ] {
        let rejected = check(answer, &input, &author).unwrap_err();
        assert!(rejected.why.contains(why), "{rejected}");
    }
}
