//! Tests of the translator.

use super::*;
use crate::fixture;

fn input_copy() -> FinalCopy {
    fixture::copy_of(&fixture::zh_story(), Language::ZH)
}

fn answer(second: &str) -> String {
    format!(
        r#"{{"headline":"Bay port reopens as nine-day strike ends","sentences":["The port of the bay reopened on the 17th, ending a strike of nine days.","{second}","Forty ships are waiting outside the port, the port authority said."]}}"#
    )
}

#[test]
fn without_a_model_there_is_no_translation() {
    let (copy, ctx) = (input_copy(), fixture::context());
    assert_eq!(floor(&Input { copy: &copy, into: Language::EN, ctx: &ctx }), None);
}

#[test]
fn a_translation_keeps_numbers_and_citations() {
    let (copy, ctx, author) = (input_copy(), fixture::context(), fixture::model());
    let input = Input { copy: &copy, into: Language::EN, ctx: &ctx };
    let made =
        check(&answer("Unions and operators agreed on a rise of 4.5 per cent for 3,200 dockers."), &input, &author)
            .unwrap();
    assert_eq!((made.language, made.sentences.len()), (Language::EN, 3));
    let citations =
        |copy: &FinalCopy| copy.sentences.iter().map(|sentence| sentence.citations.clone()).collect::<Vec<_>>();
    assert_eq!(citations(&made), citations(&copy));
    let wrong =
        check(&answer("Unions and operators agreed on a rise of 5.4 per cent for 3,200 dockers."), &input, &author)
            .unwrap_err();
    assert!(wrong.why.contains("numbers"), "{wrong}");
}

#[test]
fn an_answer_in_the_old_language_is_rejected() {
    let (copy, ctx, author) = (input_copy(), fixture::context(), fixture::model());
    let input = Input { copy: &copy, into: Language::EN, ctx: &ctx };
    let same = r#"{"headline":"海湾港恢复作业 九天罢工结束","sentences":["海湾港17日恢复作业，为期九天的罢工结束。","为3200名码头工人加薪4.5%。","港外有40艘船等待进港。"]}"#;
    assert!(check(same, &input, &author).is_err());
}

#[test]
fn months_are_figures_in_one_language_and_names_in_the_other() {
    assert_eq!(values("12月17日，214名乘客"), values("On December 17, 214 passengers"));
    assert_eq!(values("3.5亿元"), values("350 million yuan"));
}

#[test]
fn a_sentence_that_says_something_else_is_found_alone() {
    let (copy, ctx, author) = (input_copy(), fixture::context(), fixture::model());
    let input = Input { copy: &copy, into: Language::EN, ctx: &ctx };
    let made = |second: &str| {
        let made = check(&answer(second), &input, &author).unwrap();
        let (story, written_by) = (made.story.clone(), author.clone());
        Draft { story, language: made.language, headline: made.headline, sentences: made.sentences, written_by }
    };
    let second = |draft: &Draft| findings(draft, &copy).into_iter().find(|(claim, _)| *claim == 2).unwrap().1.support;
    let right = made("Unions and operators agreed on a rise of 4.5 per cent for 3,200 dockers.");
    assert_eq!(second(&right), Support::Doubtful);
    let wrong = made("Unions and operators did not agree on a rise of 4.5 per cent for 3,200 dockers.");
    assert_eq!(second(&wrong), Support::NotFound);
    let hollow = made("The report told of this matter with the figures 4.5% and 3200.");
    assert_eq!(second(&hollow), Support::NotFound);
}
