//! Tests of the scriptwriter.

use super::*;
use crate::fixture::{self, context, item, port_story, story, zh_story};
use expect_test::{Expect, expect};
use news::{ClearedStory, Ruling};

fn script_of(told: &[(Story, Language)], ctx: &Context) -> Script {
    let cleared: Vec<ClearedStory> = told
        .iter()
        .map(|(story, language)| ClearedStory::new(fixture::copy_of(story, *language), Ruling::Clear, 500).unwrap())
        .collect();
    let stories = told.iter().map(|(story, _)| (story.id.clone(), story.clone())).collect();
    let copies = cleared.iter().map(|story| (story.copy().story.clone(), story.copy().clone())).collect();
    floor(&crate::producer::floor(&cleared, &stories, ctx), &copies, &stories, ctx)
}

fn check_script(told: &[(Story, Language)], ctx: &Context, expected: &Expect) {
    let line = |cue: &Cue| {
        let kind = match &cue.kind {
            CueKind::Label => "label",
            CueKind::Opening => "opening",
            CueKind::Transition { .. } => "transition",
            CueKind::Headline { .. } => "headline",
            CueKind::Body { .. } => "body",
            CueKind::Recall { .. } => "recall",
            CueKind::Witness { .. } => "witness",
            CueKind::Retold { .. } => "retold",
            CueKind::Talk { .. } => "talk",
            CueKind::Correction => "correction",
            CueKind::Closing => "closing",
        };
        format!("{:?} {} {kind} {}: {}\n", cue.anchor, cue.language, cue.pause_ms, cue.text)
    };
    expected.assert_eq(&script_of(told, ctx).cues.iter().map(line).collect::<String>());
}

#[test]
fn a_bilingual_bulletin_is_labelled_in_each_language() {
    check_script(
        &[(port_story(), Language::EN), (zh_story(), Language::ZH)],
        &context(),
        &expect![[r#"
        A zh label 400: 本节目由人工智能生成。
        A zh opening 400: 早上好，今天是2026年3月18日，星期三，欢迎收听《早晚》早间新闻。
        A zh opening 700: 本次节目共有两条新闻。
        A zh transition 300: 首先来看头条新闻。据海湾日报报道：
        A zh body 350: 海湾港17日恢复作业，为期九天的罢工结束。
        A zh body 350: 工会与运营方商定，为3200名码头工人加薪4.5%。
        A zh body 700: 港务局说，港外有40艘船等待进港。
        A zh opening 400: 以下是英文新闻。
        A en label 400: This programme is made by AI.
        A en opening 700: And now the news in English.
        B en transition 300: Our first story.
        B en body 350: The port of Meridian Bay reopened on Tuesday after a nine-day strike, the port authority said.
        B en body 350: Unions and operators agreed on a pay rise of 4.5 per cent for 3,200 dockers.
        B en body 350: Forty ships were waiting outside the harbour, the authority’s director, Ann Marr, told reporters.
        B en body 350: “We will work around the clock,” she said.
        B en body 700: The port of Meridian Bay reopened after a strike that cost exporters 90 million dollars, the trade chamber said on Tuesday.
        A en closing 400: That is all for this edition.
        A en closing 400: Thank you for listening to Zaowan. Goodbye.
        A zh closing 400: 感谢收听《早晚》，我们下次节目再会。
    "#]],
    );
}

#[test]
fn a_sample_says_that_it_is_one() {
    let ctx = Context { sample: true, anchors: 1, ..context() };
    check_script(
        &[(port_story(), Language::EN)],
        &ctx,
        &expect![[r#"
        A en label 400: This programme is made by AI.
        A en opening 400: Good morning. It is Wednesday, 18 March, 2026, and this is the morning edition of Zaowan.
        A en opening 400: Please note that this is a sample: its news and its outlets are invented.
        A en opening 700: There is one story in this edition.
        A en transition 300: Our first story.
        A en body 350: The port of Meridian Bay reopened on Tuesday after a nine-day strike, the port authority said.
        A en body 350: Unions and operators agreed on a pay rise of 4.5 per cent for 3,200 dockers.
        A en body 350: Forty ships were waiting outside the harbour, the authority’s director, Ann Marr, told reporters.
        A en body 350: “We will work around the clock,” she said.
        A en body 700: The port of Meridian Bay reopened after a strike that cost exporters 90 million dollars, the trade chamber said on Tuesday.
        A en closing 400: That is all for this edition.
        A en closing 400: Thank you for listening to Zaowan. Goodbye.
    "#]],
    );
}

#[test]
fn a_headline_that_says_more_than_the_lede_is_said() {
    let told = story(vec![item(
        "a",
        "Bay harbour at work again",
        "The port of Meridian Bay reopened on Tuesday after a strike of nine days.",
    )]);
    let kinds: Vec<bool> = script_of(&[(told, Language::EN)], &context())
        .cues
        .iter()
        .map(|cue| matches!(cue.kind, CueKind::Headline { .. }))
        .collect();
    assert_eq!(kinds.iter().filter(|is_headline| **is_headline).count(), 1);
}

#[test]
fn two_anchors_take_turns_by_story() {
    let other = story(vec![item(
        "c",
        "Museum opens on the island",
        "The island museum opened on Tuesday after six years of work.",
    )]);
    let script = script_of(&[(port_story(), Language::EN), (other, Language::EN)], &context());
    let mut by_story: Vec<(StoryId, Anchor)> =
        script.cues.iter().filter_map(|cue| Some((cue.kind.story()?.clone(), cue.anchor))).collect();
    by_story.dedup();
    let anchors: Vec<Anchor> = by_story.into_iter().map(|(_, anchor)| anchor).collect();
    assert_eq!(anchors, [Anchor::A, Anchor::B]);
}

#[test]
fn only_the_last_story_of_the_programme_is_called_the_last() {
    let of = |source: &str, title: &str, text: &str| story(vec![item(source, title, text)]);
    let zh = ["海湾港恢复作业", "岛上学校开学", "新桥六月动工"]
        .map(|title| (of("z", title, &format!("{title}的消息17日由当地部门公布，共涉及3200人。")), Language::ZH));
    let en = ["Port reopens after strike", "Schools open on the island", "Bridge work begins in June"]
        .map(|title| (of("a", title, &format!("{title}, the council of Meridian Bay said on Tuesday.")), Language::EN));
    let told: Vec<_> = zh.into_iter().chain(en).collect();
    let script = script_of(&told, &context());
    let says = |words: &str| script.cues.iter().filter(|cue| cue.text.contains(words)).count();
    assert_eq!((says("最后一条消息"), says("And finally")), (0, 1));
}

#[test]
fn nothing_to_tell_is_no_script() {
    assert_eq!(script_of(&[], &context()).cues, []);
}

#[test]
fn the_greeting_follows_slot_and_hour() {
    let at = |slot: &str, hour: i64| {
        let mut ctx = context();
        ctx.key.slot = slot.into();
        // The fixture's moment is 06:30 in the newsroom's zone.
        ctx.as_of += jiff::SignedDuration::from_hours(hour - 6);
        phrases::greeting(Language::ZH, &ctx)
    };
    assert_eq!(at("morning", 6), "早上好，今天是2026年3月18日，星期三，欢迎收听《早晚》早间新闻。");
    assert_eq!(at("evening", 18), "晚上好，今天是2026年3月18日，星期三，欢迎收听《早晚》晚间新闻。");
    assert_eq!(at("noon", 12), "中午好，今天是2026年3月18日，星期三，欢迎收听《早晚》新闻节目。");
    assert_eq!(at("tea", 15), "下午好，今天是2026年3月18日，星期三，欢迎收听《早晚》新闻节目。");
}

#[test]
fn a_model_changes_words_between_stories_only() {
    let ctx = context();
    let story = zh_story();
    let copy = fixture::copy_of(&story, Language::ZH);
    let cleared = [ClearedStory::new(copy.clone(), Ruling::Clear, 500).unwrap()];
    let stories = BTreeMap::from([(story.id.clone(), story)]);
    let copies = BTreeMap::from([(copy.story.clone(), copy)]);
    let rundown = crate::producer::floor(&cleared, &stories, &ctx);
    let input = Input { rundown: &rundown, copies: &copies, stories: &stories, ctx: &ctx };
    let cues = floor(&rundown, &copies, &stories, &ctx).cues;
    let transition = cues.iter().position(|cue| matches!(cue.kind, CueKind::Transition { .. })).unwrap();
    let body = cues.iter().position(|cue| matches!(cue.kind, CueKind::Body { .. })).unwrap();
    let answer = |cue: usize, text: &str| format!(r#"{{"cues":[{{"cue":{cue},"text":"{text}"}}]}}"#);
    let made = check(&answer(transition, "先说头条。据海湾日报报道："), &input).unwrap();
    assert_eq!(made.cues[transition].text, "先说头条。据海湾日报报道：");
    assert!(check(&answer(body, "港口没有恢复作业。"), &input).unwrap_err().why.contains("cannot be rewritten"));
    assert!(check(&answer(0, "没有标签。"), &input).unwrap_err().why.contains("cannot be rewritten"));
    let claim = check(&answer(transition, "港口没有恢复作业。据海湾日报报道："), &input).unwrap_err();
    assert!(claim.why.contains("may not say"), "{claim}");
    assert!(check(&answer(transition, "首先来看500人参加的活动。"), &input).unwrap_err().why.contains("500"));
}

#[test]
fn a_development_says_at_its_end_when_we_reported_what() {
    let told = news::Told {
        edition: "2026-03-16-morning".into(),
        at: fixture::hours_ago(48),
        headline: "Port strike enters second week".into(),
        sentences: vec!["Dockers struck.".into()],
    };
    let story = Story { told: vec![told], ..port_story() };
    let script = script_of(&[(story, Language::EN)], &Context { anchors: 1, ..context() });
    let last = script.cues.iter().rposition(|cue| cue.kind.story().is_some()).unwrap();
    assert!(matches!(script.cues[last].kind, CueKind::Recall { .. }));
    assert_eq!(script.cues[last].text, "On Monday we reported: Port strike enters second week.");
    assert!(matches!(script.cues[last - 1].kind, CueKind::Body { .. }));
}

#[test]
fn corrections_to_earlier_editions_are_said_before_the_news() {
    let correction = |kind, withdrawn, language: Language, headline: &str, text: &str| news::edition::Corrected {
        edition: "2026-03-17-evening".into(),
        headline: headline.into(),
        language,
        correction: news::Correction {
            at: fixture::hours_ago(2),
            story: StoryId::of("x"),
            text: text.into(),
            kind,
            withdrawn,
            before: None,
            after: None,
            why: String::new(),
            url: None,
            by: String::new(),
        },
    };
    let mut ctx = Context { anchors: 1, ..context() };
    use news::CorrectionKind::{Corrected, Killed};
    ctx.house.corrects = vec![
        correction(Corrected, false, Language::EN, "Ferry sinks", "15 people died, not 12."),
        correction(Killed, true, Language::EN, "Mr Roe did it", "withdrawn"),
        correction(Corrected, false, Language::ZH, "渡轮沉没", "遇难者为15人，不是12人。"),
    ];
    let said = |told: &[(Story, Language)]| -> Vec<String> {
        let cues = script_of(told, &ctx).cues;
        cues.iter().filter(|cue| cue.kind == CueKind::Correction).map(|cue| cue.text.clone()).collect()
    };
    let english = [
        "A correction to Tuesday, 17 March\u{2019}s evening edition, \u{201c}Ferry sinks\u{201d}: 15 people died, not 12.",
        "A correction to a story of Tuesday, 17 March\u{2019}s evening edition: we have withdrawn this story.",
    ];
    let chinese = "更正：3月17日晚间节目播报的《渡轮沉没》，遇难者为15人，不是12人。";
    assert_eq!(said(&[(zh_story(), Language::ZH), (port_story(), Language::EN)]), [chinese, english[0], english[1]]);
    let other = "A correction to a story of Tuesday, 17 March\u{2019}s evening edition: see the page of this edition.";
    assert_eq!(said(&[(port_story(), Language::EN)]), [english[0], english[1], other]);
}
