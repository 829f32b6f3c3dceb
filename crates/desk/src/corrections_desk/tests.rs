//! Tests of the corrections desk.

use super::*;
use expect_test::{Expect, expect};
use news::edition::{PublishedCitation, PublishedDating, PublishedSentence};
use news::{Author, Confidence, ItemId, Language, Precision, Role, Score, StoryId, ThreadId};

const QUOTE: &str = "At least 12 people were killed when a ferry sank off Meridian Bay on Monday.";
const ZH_QUOTE: &str = "海湾港一艘渡轮周一沉没，造成12人遇难。";

fn source(name: &str, title: &str) -> PublishedSource {
    let url = format!("https://{name}.example/ferry");
    let item = ItemId::of(&url);
    PublishedSource { item, name: name.into(), owner: name.into(), url, title: title.into(), published_at: None }
}

fn story(sources: Vec<PublishedSource>, quotes: &[(usize, &str)]) -> PublishedStory {
    let sentence = |(nth, quote): &(usize, &str)| PublishedSentence {
        text: (*quote).into(),
        citations: vec![PublishedCitation {
            item: sources[*nth].item.clone(),
            url: sources[*nth].url.clone(),
            quote: (*quote).into(),
            bytes: None,
        }],
    };
    let value = crate::fixture::at();
    PublishedStory {
        id: StoryId::of("ferry"),
        thread: ThreadId::of("ferry"),
        headline: "Ferry sinks".into(),
        summary: String::new(),
        language: Language::EN,
        beat: "world".into(),
        dated_at: value,
        dating: PublishedDating {
            value,
            precision: Precision::Minute,
            confidence: Confidence::High,
            evidence: Vec::new(),
        },
        sentences: quotes.iter().map(sentence).collect(),
        written_by: Author::floor(Role::Reporter),
        checked_by: Vec::new(),
        corroboration: sources.len() as u32,
        score: Score { corroboration: 0.5, ..crate::fixture::score() },
        reasons: Vec::new(),
        spoken_sentences: 1,
        previously: Vec::new(),
        notes: Vec::new(),
        development: None,
        translations: Vec::new(),
        minutes: Vec::new(),
        sources,
    }
}

fn check(story: &PublishedStory, now: Now<'_>, expected: Expect) {
    let input = Input { story, source: &story.sources[0], text_then: None, now };
    let say = |finding: &Finding| {
        let language = news::text::language_of(&story.sentences[0].text);
        let withdraws = if finding.withdraws { " withdraws" } else { "" };
        format!("{:?}{withdraws}: {}\n", finding.kind, text_of(finding, &story.sources[0].name, language))
    };
    expected.assert_eq(&examine(&input).iter().map(say).collect::<String>());
}

fn one() -> PublishedStory {
    story(vec![source("courier", "Ferry sinks off Meridian Bay")], &[(0, QUOTE)])
}

fn two() -> PublishedStory {
    let sources = vec![source("courier", "Ferry sinks off Meridian Bay"), source("post", "Ferry lost")];
    story(sources, &[(0, QUOTE), (1, "The ferry had left Port Lowell.")])
}

fn says<'a>(title: &'a str, text: &'a str) -> Now<'a> {
    Now::Says { title, text }
}

#[test]
fn a_number_that_changed_in_words_we_cited_is_a_correction() {
    let risen = QUOTE.replace("12", "15");
    check(
        &one(),
        says("Ferry sinks off Meridian Bay", &format!("{risen}\nDivers searched the wreck.")),
        expect![[r#"
            Corrected: courier said “At least 12 people were killed when a ferry sank off Meridian Bay on Monday” and now says “At least 15 people were killed when a ferry sank off Meridian Bay on Monday”.
        "#]],
    );
    let zh = story(vec![source("海湾日报", "渡轮沉没")], &[(0, ZH_QUOTE)]);
    check(
        &zh,
        says("渡轮沉没", &ZH_QUOTE.replace("12", "15")),
        expect![[r#"
            Corrected: 海湾日报的报道原为“海湾港一艘渡轮周一沉没，造成12人遇难”，现为“海湾港一艘渡轮周一沉没，造成15人遇难”。
        "#]],
    );
}

#[test]
fn polish_and_other_numbers_are_no_correction() {
    let same = "Ferry sinks off Meridian Bay";
    check(&one(), says(same, &format!("{QUOTE}\nForty people were pulled from the water.")), expect![""]);
    check(&one(), says(same, "A ferry that sank off Meridian Bay killed at least 12 people."), expect![""]);
    check(&one(), says(same, "The orchestra sold 15 tickets to people on Monday."), expect![""]);
    // It stood there before, beside what we cited.
    let story = one();
    let beside = "At least 15 people were killed when another ferry sank off Meridian Bay on Monday.";
    let input = Input { story: &story, source: &story.sources[0], text_then: Some(beside), now: says(same, beside) };
    assert_eq!(examine(&input), []);
}

#[test]
fn a_page_that_takes_its_report_back_takes_the_story_that_rests_on_it() {
    for title in ["RETRACTED: Ferry sinks off Meridian Bay", "Ferry sinks (withdrawn)", "【撤稿】渡轮沉没"] {
        check(
            &one(),
            says(title, QUOTE),
            expect![[r#"
                Retracted withdraws: We have withdrawn this story: courier has withdrawn the report it rests on.
            "#]],
        );
    }
    check(
        &two(),
        says("Ferry", "This article has been retracted because its source was not what he said he was."),
        expect![[r#"
            Retracted: courier, one of the sources, has withdrawn its report.
        "#]],
    );
    check(
        &story(vec![source("海湾日报", "渡轮沉没")], &[(0, ZH_QUOTE)]),
        says("渡轮沉没", "本文已撤回。"),
        expect![[r#"
            Retracted withdraws: 本篇已撤回：所依据的海湾日报报道已被该媒体撤回。
        "#]],
    );
}

#[test]
fn a_report_about_a_retraction_is_not_one() {
    for title in ["Journal retracted study on ferries, editors say", "Correction officer charged in Meridian Bay"] {
        check(&one(), says(title, QUOTE), expect![""]);
    }
    let story = story(vec![source("courier", "Retracted: how a study fell")], &[(0, QUOTE)]);
    check(&story, says("Retracted: how a study fell", QUOTE), expect![""]);
}

#[test]
fn a_page_that_says_it_was_corrected_is_told() {
    check(
        &one(),
        says("Ferry sinks", &format!("{QUOTE}\nCorrection (18 March): the ferry was built in 1998, not in 1989.")),
        expect![[r#"
            Corrected: courier has corrected its report: “Correction (18 March): the ferry was built in 1998, not in 1989”.
        "#]],
    );
    check(
        &one(),
        says("Ferry sinks", &format!("{QUOTE}\n更正：渡轮建于1998年。")),
        expect![[r#"
            Corrected: courier has corrected its report: “更正：渡轮建于1998年”.
        "#]],
    );
}

#[test]
fn a_page_that_is_gone_takes_the_story_only_where_nobody_else_told_it() {
    check(
        &one(),
        Now::Gone,
        expect![[r#"
            Dead withdraws: We have withdrawn this story: the page of courier, its only source, is gone.
        "#]],
    );
    check(
        &two(),
        Now::Gone,
        expect![[r#"
            Dead: The page of courier, one of the sources, is gone.
        "#]],
    );
}

#[test]
fn what_the_owner_did_is_told_in_the_owners_words() {
    assert_eq!(
        by_owner(CorrectionKind::Killed, "it was a hoax.", Language::EN),
        "This story was withdrawn by the newsroom: it was a hoax."
    );
    assert_eq!(by_owner(CorrectionKind::Killed, "消息不实", Language::ZH), "本篇由编辑部撤回：消息不实。");
    assert_eq!(by_owner(CorrectionKind::Corrected, "15 people died, not 12", Language::EN), "15 people died, not 12.");
}
