//! Tests of the reporter.

use super::*;
use crate::fixture::{self, context, item, port_story, story};
use news::Language;

fn write(story: &Story, language: Language) -> Result<Draft, Spike> {
    write_in(story, language, &context())
}

fn write_in(story: &Story, language: Language, ctx: &Context) -> Result<Draft, Spike> {
    let assignment = fixture::assignment(story, language);
    floor(&assignment, story, &researcher::floor(&assignment, story, ctx), ctx)
}

fn texts(draft: &Draft) -> Vec<&str> {
    draft.sentences.iter().map(|sentence| sentence.text.as_str()).collect()
}

#[test]
fn a_story_is_whole_sentences_in_their_order() {
    let draft = write(&port_story(), Language::EN).unwrap();
    assert_eq!(draft.headline.text, "Meridian Bay port reopens after nine-day strike");
    assert_eq!(
        texts(&draft),
        [
            "The port of Meridian Bay reopened on Tuesday after a nine-day strike, the port authority said.",
            "Unions and operators agreed on a pay rise of 4.5 per cent for 3,200 dockers.",
            "Forty ships were waiting outside the harbour, the authority's director, Ann Marr, told reporters.",
            "“We will work around the clock,” she said.",
            "The port of Meridian Bay reopened after a strike that cost exporters 90 million dollars, the trade chamber said on Tuesday.",
        ]
    );
}

#[test]
fn a_chinese_story_loses_dateline_and_credits() {
    let draft = write(&fixture::zh_story(), Language::ZH).unwrap();
    assert_eq!(draft.headline.text, "海湾港恢复作业 九天罢工结束");
    assert_eq!(
        texts(&draft),
        [
            "海湾港17日恢复作业，为期九天的罢工结束。",
            "工会与运营方商定，为3200名码头工人加薪4.5%。",
            "港务局说，港外有40艘船等待进港。"
        ]
    );
}

#[test]
fn another_owner_who_only_says_when_it_happened_adds_nothing() {
    let same = "海湾港3月17日21时5分恢复作业，九天罢工结束，3200名码头工人加薪4.5%。";
    let more = "海湾港恢复作业，九天罢工结束，3200名码头工人加薪4.5%，每年多花6100万元。";
    let told_with = |text: &str| {
        let mut story = fixture::zh_story();
        story.items.push(item("y", "九天罢工之后海湾港恢复作业", &format!("据报道，海湾港已恢复作业。\n{text}")));
        let draft = write(&story, Language::ZH).unwrap();
        texts(&draft).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let alone = texts(&write(&fixture::zh_story(), Language::ZH).unwrap()).len();
    assert_eq!(told_with(same).len(), alone);
    assert!(told_with(more).iter().any(|sentence| sentence.ends_with(more)), "{:?}", told_with(more));
}

#[test]
fn every_sentence_is_cited_by_its_bytes() {
    let story = port_story();
    let draft = write(&story, Language::EN).unwrap();
    for sentence in draft.sentences.iter().chain([&draft.headline]) {
        let citation = &sentence.citations[0];
        let item = story.items.iter().find(|item| item.id == citation.item).unwrap();
        let field = if citation.in_title { &item.title } else { &item.text };
        assert_eq!(&field[citation.start..citation.end], citation.quote);
        assert_eq!(citation.quote, sentence.text);
    }
}

#[test]
fn a_quotation_or_a_question_never_opens() {
    let story = story(vec![item(
        "a",
        "Port of Meridian Bay reopens",
        "“This is the best day of my life at sea,” said Ann Marr.\nWho would have thought so a week ago in the town?\nThe port of Meridian Bay reopened on Tuesday.",
    )]);
    assert_eq!(texts(&write(&story, Language::EN).unwrap())[0], "The port of Meridian Bay reopened on Tuesday.");
}

#[test]
fn a_sentence_that_leans_on_one_left_out_is_left_out() {
    let story = story(vec![item(
        "a",
        "Port of Meridian Bay reopens",
        "The port of Meridian Bay reopened on Tuesday.\nSign up for our newsletter on ports and the sea.\nHe said that it had been a long week for everyone.\nForty ships wait outside the harbour.",
    )]);
    assert_eq!(
        texts(&write(&story, Language::EN).unwrap()),
        ["The port of Meridian Bay reopened on Tuesday.", "Forty ships wait outside the harbour."]
    );
}

#[test]
fn a_dropped_connective_is_not_cited() {
    let story = story(vec![item(
        "a",
        "Port of Meridian Bay reopens",
        "The port of Meridian Bay reopened on Tuesday.\nRead more about the strike of the dockers here.\nHowever, Forty Winds, a shipping line, sent its boats elsewhere.",
    )]);
    let draft = write(&story, Language::EN).unwrap();
    assert_eq!(draft.sentences[1].citations[0].quote, "Forty Winds, a shipping line, sent its boats elsewhere.");
}

#[test]
fn yesterdays_today_is_not_told() {
    let yesterday = Item {
        dating: fixture::dated(20),
        ..item("z", "今天海湾港恢复作业", "海湾港今天恢复作业，船只陆续进港。\n港务局说，港外有40艘船等待进港。")
    };
    let draft = write(&story(vec![yesterday]), Language::ZH).unwrap();
    assert_eq!(texts(&draft), ["港务局说，港外有40艘船等待进港。"]);
    assert_eq!(draft.headline.text, "港务局说，港外有40艘船等待进港");
}

#[test]
fn numbers_that_disagree_are_told_as_each_outlets_own() {
    let story = story(vec![
        item(
            "a",
            "Ferry sinks off Meridian Bay",
            "At least 12 people were killed when a ferry sank off Meridian Bay on Tuesday.",
        ),
        item("c", "Ferry sinks", "At least 15 people were killed when a ferry sank off Meridian Bay, police said."),
    ]);
    assert_eq!(
        texts(&write(&story, Language::EN).unwrap()),
        [
            "Coast Courier reports: At least 12 people were killed when a ferry sank off Meridian Bay on Tuesday.",
            "Harbour Post reports: At least 15 people were killed when a ferry sank off Meridian Bay, police said.",
        ]
    );
}

#[test]
fn a_number_that_disagrees_further_down_is_told_too() {
    let told = |first: &str, second: &str, other: &str, language: Language| {
        let (one, two) = if language == Language::ZH { ("z", "y") } else { ("a", "c") };
        let (title, rival) = if language == Language::ZH {
            ("海湾市渡轮周二沉没", "渡轮沉没事故通报")
        } else {
            ("Ferry sinks off Meridian Bay", "Ferry sinking off the bay")
        };
        let rival_lede = if language == Language::ZH {
            "海湾市渡轮周二沉没，原因正在调查。"
        } else {
            "The ferry that sank off Meridian Bay on Tuesday left at noon."
        };
        let items =
            vec![item(one, title, &format!("{first}\n{second}")), item(two, rival, &format!("{rival_lede}\n{other}"))];
        write(&story(items), language).unwrap().sentences.into_iter().map(|sentence| sentence.text).collect::<Vec<_>>()
    };
    assert_eq!(
        told(
            "A ferry sank off Meridian Bay on Tuesday, the coast guard said.",
            "At least 12 people were killed when the ferry sank off the bay.",
            "At least 15 people were killed when the ferry sank off the bay.",
            Language::EN,
        )[1..],
        [
            "Coast Courier reports: At least 12 people were killed when the ferry sank off the bay.",
            "Harbour Post reports: At least 15 people were killed when the ferry sank off the bay.",
        ]
    );
    assert_eq!(
        told(
            "海湾市一艘渡轮周二沉没，海警正在搜救。",
            "渡轮沉没事故已造成12人遇难。",
            "渡轮沉没事故已造成15人遇难。",
            Language::ZH,
        )[1..],
        ["据海湾日报报道，渡轮沉没事故已造成12人遇难。", "据岛屿新闻网报道，渡轮沉没事故已造成15人遇难。",]
    );
}

#[test]
fn half_sentences_make_no_story() {
    let story = story(vec![item(
        "a",
        "Port reopens after strike",
        "The port of Meridian Bay reopened and\nmore than forty ships",
    )]);
    assert_eq!(write(&story, Language::EN).unwrap_err().reason, SpikeReason::Truncated);
}

#[test]
fn a_models_draft_needs_quotes_that_stand_there() {
    let (ctx, story, author) = (context(), port_story(), fixture::model());
    let assignment = fixture::assignment(&story, Language::EN);
    let dossier = researcher::floor(&assignment, &story, &ctx);
    let input = Input { assignment: &assignment, story: &story, dossier: &dossier, ctx: &ctx };
    let answer = |text: &str, quote: &str| {
        let cited = format!(r#"[{{"item":"{}","quote":"{quote}"}}]"#, story.items[0].id);
        format!(
            r#"{{"headline":{{"text":"Port of Meridian Bay reopens","citations":{cited}}},"sentences":[{{"text":"{text}","citations":{cited}}}]}}"#
        )
    };
    let quote = "The port of Meridian Bay reopened on Tuesday";
    let draft = check(&answer("The port of Meridian Bay opened again on Tuesday.", quote), &input, &author).unwrap();
    assert_eq!((draft.sentences.len(), draft.written_by.vendor.as_str()), (1, "vendor"));
    for (text, quote, why) in [
        ("The port opened again on", quote, "not a whole sentence"),
        ("The port opened again, see https://a.example/.", quote, "may not contain"),
        ("The port opened again on Tuesday.", "The port opened on Monday", "does not contain"),
        ("港口周二恢复作业，船只陆续进港，码头工人开始上班，市民表示欢迎。", quote, "written in zh"),
    ] {
        let rejected = check(&answer(text, quote), &input, &author).unwrap_err();
        assert!(rejected.why.contains(why), "{rejected}");
    }
}

#[test]
fn a_lede_belongs_to_its_headline() {
    let story = story(vec![item(
        "a",
        "Port of Meridian Bay reopens | Harbour Hour with Ann Marr 03/17/2026",
        "Harbour Hour with Ann Marr, a daily news program, gives viewers the complete picture.\nPrices of fish rose in many towns this spring.\nThe port of Meridian Bay reopened on Tuesday.",
    )]);
    let draft = write(&story, Language::EN).unwrap();
    assert_eq!(draft.headline.text, "Port of Meridian Bay reopens");
    assert_eq!(draft.sentences[0].text, "The port of Meridian Bay reopened on Tuesday.");
}

#[test]
fn another_items_lede_comes_before_one_of_another_time() {
    let story = story(vec![
        item(
            "a",
            "Port opens its gates",
            "The port faced a backlash late last year when it closed its gates for weeks.",
        ),
        item("c", "Port opens gates", "The port of Meridian Bay opened its gates to forty ships on Tuesday."),
    ]);
    let draft = write(&story, Language::EN).unwrap();
    assert_eq!(draft.sentences[0].text, "The port of Meridian Bay opened its gates to forty ships on Tuesday.");
}

#[test]
fn what_came_after_the_last_telling_leads_and_nothing_is_told_twice() {
    let old = "The port of Meridian Bay closed on Monday after dockers walked out.";
    let new = "The port of Meridian Bay reopened on Tuesday with a pay rise of 4.5 per cent.";
    let told = news::Told {
        edition: "2026-03-17-evening".into(),
        at: fixture::hours_ago(12),
        headline: "Port of Meridian Bay closes".into(),
        sentences: vec![old.into()],
    };
    let before = Item { dating: fixture::dated(20), ..item("a", "Port of Meridian Bay closes", old) };
    let after = item("c", "Port of Meridian Bay reopens", &format!("{old}\n{new}"));
    let again = Story { told: vec![told], ..story(vec![before.clone(), after]) };
    let draft = write(&again, Language::EN).unwrap();
    assert_eq!((draft.headline.text.as_str(), texts(&draft)), ("Port of Meridian Bay reopens", vec![new]));
    let nothing_new = Story { items: vec![before], ..again };
    assert_eq!(write(&nothing_new, Language::EN).unwrap_err().reason, SpikeReason::Repeat);
}

#[test]
fn what_another_owner_adds_is_its_own_word() {
    let story = story(vec![
        item("a", "Port of Meridian Bay reopens", "The port of Meridian Bay reopened on Tuesday."),
        item(
            "c",
            "Port of Meridian Bay reopens",
            "The strike in the port of Meridian Bay cost 3,200 dockers a month of pay.",
        ),
    ]);
    let draft = write(&story, Language::EN).unwrap();
    assert_eq!(
        draft.sentences[1].text,
        "Harbour Post reports: The strike in the port of Meridian Bay cost 3,200 dockers a month of pay."
    );
}

#[test]
fn a_lede_its_printable_title_knows_nothing_of_is_no_headline() {
    let story = story(vec![item(
        "a",
        "Ann Marr, pilot of Meridian Bay, dies aged 77",
        "The veteran sailor was seen in more than 80 harbours and towns.",
    )]);
    assert_eq!(write(&story, Language::EN).unwrap_err().reason, SpikeReason::Unsupported);
}
