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

/// What a checker answers that judges each claim shown by these words, and quotes the first span.
fn answer(input: &Input<'_>, judge: &dyn Fn(&claims::Claim) -> (Support, Option<&'static str>)) -> String {
    let lines: Vec<_> = claims::shown(input)
        .iter()
        .enumerate()
        .map(|(number, claim)| {
            let (support, quote) = judge(claim);
            let span = claim.row(number)["spans"][0]["text"].as_str().unwrap().to_owned();
            serde_json::json!({"claim": number, "support": support, "quote": quote.map_or(span, str::to_owned), "why": "As read."})
        })
        .collect();
    serde_json::json!({ "findings": lines }).to_string()
}

fn of_truth(claim: &claims::Claim) -> (Support, Option<&'static str>) {
    if claim.is_false() { (Support::NotFound, Some("")) } else { (Support::Supported, None) }
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
    let ruled = floor(&draft, &story, &ctx);
    let input = Input { draft: &draft, story: &story, ctx: &ctx, ruled: &ruled, open: &[0, 1, 2] };
    let found = |answer: &str| {
        check(answer, &input, &author).unwrap().findings.iter().map(|finding| finding.support).collect::<Vec<_>>()
    };
    assert_eq!(found(&answer(&input, &of_truth)), [Support::Supported, Support::NotFound]);
    let doubts = |claim: &claims::Claim| match claim.place {
        Some(1) => (Support::Contradicted, None),
        _ => of_truth(claim),
    };
    assert_eq!(found(&answer(&input, &doubts)), [Support::Contradicted, Support::NotFound]);
    assert!(check(r#"{"findings":[]}"#, &input, &author).is_err());
}

#[test]
fn a_quote_that_no_span_holds_is_not_taken() {
    let (ctx, story, author) = (context(), port_story(), fixture::model());
    let draft = draft(&story);
    let ruled = floor(&draft, &story, &ctx);
    let input = Input { draft: &draft, story: &story, ctx: &ctx, ruled: &ruled, open: &[1, 2] };
    for quote in ["", "the", "The port of Meridian Bay reopened on Monday"] {
        let invents = |claim: &claims::Claim| match claim.place {
            Some(1) => (Support::Supported, Some(quote)),
            _ => of_truth(claim),
        };
        // The quote lives as long as the test's list of quotes.
        let lines = answer(&input, &invents);
        let why = check(&lines, &input, &author).unwrap_err().why;
        assert!(why.contains("letter for letter"), "{quote:?}: {why}");
    }
    let too_short = |claim: &claims::Claim| match claim.place {
        Some(1) => (Support::Supported, Some("The port")),
        _ => of_truth(claim),
    };
    let why = check(&answer(&input, &too_short), &input, &author).unwrap_err().why;
    assert!(why.contains("too short to prove"), "{why}");
    let found = check(&answer(&input, &of_truth), &input, &author).unwrap();
    assert!(found.findings[0].why.contains("[The port of Meridian Bay reopened"), "{found:?}");
}

#[test]
fn who_calls_everything_supported_is_not_heard() {
    let (ctx, author) = (context(), fixture::model());
    for story in [port_story(), fixture::zh_story()] {
        let language = story.items[0].language;
        let assignment = fixture::assignment(&story, language);
        let dossier = crate::researcher::floor(&assignment, &story, &ctx);
        let draft = crate::reporter::floor(&assignment, &story, &dossier, &ctx).unwrap();
        let ruled = floor(&draft, &story, &ctx);
        for open in [vec![0], vec![1], vec![0, 1, 2], vec![3]] {
            let input = Input { draft: &draft, story: &story, ctx: &ctx, ruled: &ruled, open: &open };
            assert_eq!(claims::shown(&input).iter().filter(|claim| claim.is_false()).count(), 1);
            let why = check(&answer(&input, &|_| (Support::Supported, None)), &input, &author).unwrap_err().why;
            assert!(why.contains("was called supported"), "{why}");
            assert!(check(&answer(&input, &of_truth), &input, &author).is_ok());
        }
    }
}

#[test]
fn a_writer_may_not_ask_the_reader_for_anything() {
    let story = port_story();
    let mut draft = draft(&story);
    draft.sentences[1].text = "Visit the port of Meridian Bay.".into();
    draft.sentences[2].text = "Forty ships waited, and you saw them outside the harbour.".into();
    draft.written_by = fixture::model();
    let found = floor(&draft, &story, &context());
    assert_eq!(found.findings[1].support, Support::NotFound);
    assert!(found.findings[2].why.contains("\"you\""), "{found:?}");
}
