//! Tests of hosts who speak with each other: how it sounds, and that nothing gets in that the copy does not have.

use super::*;
use crate::Host;
use crate::fixture::{self, context, item, story};
use news::{ClearedStory, Format, Ruling, SpeechMark};

const SHIPS: &str = "The strike that has shut the port of Meridian Bay entered its ninth day on Tuesday with no date for a settlement.\n\
Ships are waiting outside the breakwater and cannot unload.\n\
By Tuesday 34 ships were at anchor, the port authority said.\n\
A state mediator, Ruth Calloway, said both sides will meet again on Thursday morning at a hotel near the harbor.\n\
The strike has cost exporters $90m.\n\
Volunteers served soup at the gates all day.";

const BRIDGE: &str = "The council of Meridian Bay approved a bridge across the harbour on Tuesday.\n\
The council said the bridge would cut journeys by 20 minutes.\n\
But the Residents’ Association said the noise study was incomplete and opposed the plan.\n\
The council said a second study would follow in May.";

const CUP: &str = "Northgate beat Harbour Rovers 2-1 on Tuesday night to reach the final of the Coastal Cup.\n\
Aisha Bello put Northgate ahead from a corner after nine minutes.\n\
Rovers pulled one back through Molly Keane after the break.\n\
Northgate will play Lakeside in the final on Sunday.";

const HOSPITALS: &str = "新西兰南岛的医院遭到勒索软件攻击后，护士用手写标签区分血样，急诊始终没有关门。\n\
卫生部门说，1300个预约被推迟，病人由救护车转送。\n攻击影响了11家医院。\n攻击者索要450万美元，政府表示不会支付。\n目前没有迹象表明病历已经外泄。\n首批系统有望在周四恢复。";

const BRIDGE_ZH: &str = "海湾市政府17日批准在海湾港修建跨海大桥。\n市政府说，新桥将把通勤时间缩短20分钟。\n居民协会则表示，噪声评估并不完整，他们反对动工。\n大桥预计明年动工。";

pub(super) fn told(format: Format) -> (Vec<(Story, Language)>, Context) {
    let of = |beat: &str, source: &str, title: &str, text: &str| Story {
        beat: beat.into(),
        owners: vec!["one".into(), "two".into()],
        ..story(vec![item(source, title, text)])
    };
    let stories = vec![
        (of("health", "z", "新西兰医院靠纸笔撑过一天", HOSPITALS), Language::ZH),
        (of("politics", "z", "海湾市批准跨海大桥", BRIDGE_ZH), Language::ZH),
        (of("business", "a", "Port strike enters ninth day", SHIPS), Language::EN),
        (of("politics", "c", "Council approves harbour bridge", BRIDGE), Language::EN),
        (of("sport", "a", "Northgate reach cup final", CUP), Language::EN),
    ];
    (stories, Context { format, length_seconds: 480, ..context() })
}

/// An edition of the fixture with what the roles before made of it.
pub(super) struct Made {
    pub rundown: Rundown,
    pub copies: BTreeMap<StoryId, FinalCopy>,
    pub stories: BTreeMap<StoryId, Story>,
    pub ctx: Context,
}

impl Made {
    pub fn of(format: Format) -> Self {
        let (told, ctx) = told(format);
        Self::with(&told, ctx)
    }

    pub fn with(told: &[(Story, Language)], ctx: Context) -> Self {
        let cleared: Vec<ClearedStory> = told
            .iter()
            .map(|(story, language)| ClearedStory::new(fixture::copy_of(story, *language), Ruling::Clear, 500).unwrap())
            .collect();
        let stories: BTreeMap<StoryId, Story> =
            told.iter().map(|(story, _)| (story.id.clone(), story.clone())).collect();
        let copies = cleared.iter().map(|story| (story.copy().story.clone(), story.copy().clone())).collect();
        Self { rundown: crate::producer::floor(&cleared, &stories, &ctx), copies, stories, ctx }
    }

    pub fn input(&self) -> Input<'_> {
        Input { rundown: &self.rundown, copies: &self.copies, stories: &self.stories, ctx: &self.ctx }
    }

    pub fn script(&self) -> Script {
        floor(&self.rundown, &self.copies, &self.stories, &self.ctx)
    }
}

fn shown(script: &Script) -> String {
    let line = |cue: &Cue| {
        let kind = match &cue.kind {
            CueKind::Body { .. } => "",
            CueKind::Talk { .. } => "~ ",
            CueKind::Retold { .. } => "= ",
            CueKind::Headline { .. } => "# ",
            _ => ". ",
        };
        let over = if cue.overlap_ms > 0 { format!(" [-{} ms]", cue.overlap_ms) } else { String::new() };
        let marks: String = cue.marks.iter().map(|mark| format!(" {mark:?}")).collect();
        format!("{:?} {kind}{}{over}{marks}\n", cue.anchor, cue.text)
    };
    script.cues.iter().map(line).collect()
}

#[test]
fn two_hosts_tell_the_news_to_each_other() {
    insta::assert_snapshot!("conversation", shown(&Made::of(Format::Conversation).script()));
}

#[test]
fn two_hosts_take_the_sides_that_the_sources_report() {
    insta::assert_snapshot!("debate", shown(&Made::of(Format::Debate).script()));
}

#[test]
fn a_brief_is_under_two_minutes() {
    let script = Made::of(Format::Brief).script();
    insta::assert_snapshot!("brief", shown(&script));
    assert!(!is_too_long(seconds(&script), Format::Brief));
}

#[test]
fn what_the_floor_writes_passes_the_last_look_for_many_keys() {
    for format in [Format::Bulletin, Format::Conversation, Format::Brief, Format::Debate] {
        for day in 1..=12 {
            let (told, ctx) = told(format);
            let key = news::EditionKey::parse(&format!("2026-03-{day:02}-morning")).unwrap();
            let made = Made::with(&told, Context { key, ..ctx });
            assert_eq!(fault(&made.script(), &made.input()), None, "{format:?}, day {day}");
        }
    }
}

#[test]
fn nobody_laughs_or_falls_in_where_people_suffer() {
    for day in 1..=28 {
        let (told, ctx) = told(Format::Conversation);
        let key = news::EditionKey::parse(&format!("2026-03-{day:02}-morning")).unwrap();
        let made = Made::with(&told, Context { key, ..ctx });
        let grave = &told[0].0.id;
        for cue in made.script().cues.iter().filter(|cue| cue.kind.story() == Some(grave)) {
            let laughs =
                cue.marks.iter().any(|mark| matches!(mark, SpeechMark::Laugh { .. } | SpeechMark::Sigh { .. }));
            assert!(!laughs && cue.overlap_ms == 0, "{cue:?}");
        }
    }
}

#[test]
fn a_calm_host_says_less_than_a_curious_one() {
    let n_talk = |character: &str| -> usize {
        let days = (1..=12).map(|day| {
            let (told, mut ctx) = told(Format::Conversation);
            ctx.key = news::EditionKey::parse(&format!("2026-03-{day:02}-morning")).unwrap();
            let host = |name: &str| Host { name: name.into(), character: character.into() };
            ctx.hosts = BTreeMap::from([(Anchor::A, host("Zao · 小早")), (Anchor::B, host("Wan · 小晚"))]);
            let cues = Made::with(&told, ctx).script().cues;
            cues.iter().filter(|cue| matches!(cue.kind, CueKind::Talk { .. })).count()
        });
        days.sum()
    };
    assert!(n_talk("沉稳") < n_talk("好奇"));
}

/// Rows of an answer, each `(cue, place, text)`.
fn answer(rows: &[(usize, &str, &str)]) -> String {
    let rows: Vec<serde_json::Value> = rows
        .iter()
        .map(|(cue, place, text)| json!({"cue": cue, "place": place, "text": text, "how": "over"}))
        .collect();
    json!({ "lines": rows }).to_string()
}

#[test]
fn a_model_asks_retells_and_leaves_out() {
    let made = Made::of(Format::Conversation);
    let own = made.script();
    let find = |text: &str| own.cues.iter().position(|cue| cue.text.starts_with(text)).unwrap();
    let soup = find("Volunteers");
    let price = find("The strike has cost");
    let dropped = find("Mm-hm");
    let rows = [
        (price, "before", "Okay. What are the figures?"),
        (soup, "instead", "All day, volunteers served soup at the gates."),
        (dropped, "instead", ""),
    ];
    let script = check(&answer(&rows), &made.input()).unwrap();
    let texts: Vec<&str> = script.cues.iter().map(|cue| cue.text.as_str()).collect();
    assert!(texts.contains(&"Okay. What are the figures?") && !texts.contains(&"Mm-hm."), "{texts:?}");
    let retold = script.cues.iter().find(|cue| matches!(cue.kind, CueKind::Retold { .. })).unwrap();
    assert_eq!(retold.text, "All day, volunteers served soup at the gates.");
}

#[test]
fn what_does_not_pass_leaves_the_floors_line() {
    let made = Made::of(Format::Conversation);
    let own = made.script();
    let talk = own.cues.iter().position(|cue| cue.text == "How many ships?").unwrap();
    let price = own.cues.iter().position(|cue| cue.text.starts_with("The strike has cost")).unwrap();
    let kept = [(talk, "instead", "So how many ships is that?"), (price, "before", "What are the figures?")];
    let bad = (price, "instead", "The strike has cost exporters $95m.");
    let script = check(&answer(&[kept[0], kept[1], bad]), &made.input());
    let script = script.unwrap();
    assert!(script.cues.iter().any(|cue| cue.text == "The strike has cost exporters $90m."));
    assert!(script.cues.iter().any(|cue| cue.text == "So how many ships is that?"));
    // Who is wrong more often than not is not heard at all.
    let worse = answer(&[bad, (talk, "instead", "40 ships, then."), kept[1]]);
    assert!(check(&worse, &made.input()).is_err());
}

#[test]
fn every_line_of_the_pools_may_be_said() {
    let made = Made::of(Format::Conversation);
    let names = inspect::names(&made.input());
    for language in [Language::ZH, Language::EN] {
        for line in talk::words::of(language).pool.values().flatten() {
            let (name, beat, thing, measure) = if language == Language::ZH {
                ("小早", "财经", "船", "艘")
            } else {
                ("Zao", "business", "ships", "")
            };
            let line = line.replace("{name}", name).replace("{beat}", beat);
            let line = line.replace("{thing}", thing).replace("{measure}", measure);
            let near = talk::Near { language, names: &names, beside: vec!["40艘船 40 ships"], own: None };
            assert_eq!(talk::fault(&line, &near), None);
        }
    }
}

/// What must never be heard: a true line with a number, a name, a "not", an opinion or a day put in.
struct Injector(u64);

impl Injector {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    /// A word between the hosts that says something.
    fn talk(&mut self, language: Language) -> String {
        let zh = [
            "有37人遇难。",
            "是王五干的吗？",
            "港口没有恢复。",
            "这真是好消息。",
            "嗯，周五见分晓。",
            "为什么政府撒谎？",
            "说得对，他们错了。",
            "幸好没有伤亡。",
            "接下来是财经，涨了三成。",
            "李四怎么说？",
            "那么，什么时候不再罢工？",
            "我觉得应该停工。",
        ];
        let en = [
            "That is 37 dead.",
            "What did Lowell say?",
            "So it is not over?",
            "Good news at last.",
            "Right, on Friday.",
            "Why did they lie?",
            "They are right.",
            "How terrible.",
            "Who else was killed?",
            "What happens on Monday?",
            "Next, business, up a third.",
            "I think so.",
            "Wan, is it true?",
            "How many of the 60 ships?",
        ];
        if language == Language::ZH { self.pick(&zh) } else { self.pick(&en) }.to_owned()
    }

    /// A sentence of the copy with something else in it; `None` if it gives no hold.
    fn sentence(&mut self, text: &str, language: Language) -> Option<String> {
        let zh = language == Language::ZH;
        let other = match self.below(8) {
            0 => {
                let digit = text.find(|c: char| c.is_ascii_digit())?;
                let old = text.as_bytes()[digit];
                let new = char::from(b'1' + (old - b'0' + 3) % 9);
                format!("{}{new}{}", &text[..digit], &text[digit + 1..])
            }
            1 if zh => format!("据王五说，{text}"),
            1 => format!("Lowell said {text}"),
            2 if zh => {
                let at = ["批准", "影响", "服务", "转送", "恢复", "说，"].iter().find(|word| text.contains(**word))?;
                text.replacen(at, &format!("没有{at}"), 1)
            }
            2 => {
                let at = [" was ", " is ", " has ", " have ", " were ", " will ", " are "]
                    .iter()
                    .find(|word| text.contains(**word))?;
                text.replacen(at, &format!("{at}not "), 1)
            }
            3 if zh => format!("{}{text}", self.pick(&["可惜，", "幸好，", "令人震惊的是，", "显然，", "果然，"])),
            3 => {
                format!("{}{text}", self.pick(&["Sadly, ", "Luckily, ", "Obviously, ", "Shockingly, ", "Of course, "]))
            }
            4 if zh => text.replacen("。", "，共有38人参加。", 1),
            4 => format!("{} after 38 people complained.", text.strip_suffix('.')?),
            5 if zh => text.replacen("。", "，这是历史上最糟糕的一次。", 1),
            5 => format!("{}, the worst in history.", text.strip_suffix('.')?),
            6 if zh => text.replacen("17日", "16日", 1),
            6 => text.replacen("Tuesday", "Monday", 1),
            _ if zh => text.replacen("。", "，外界批评政府无能。", 1),
            _ => format!("{}, critics of the government said.", text.strip_suffix('.')?),
        };
        (other != text).then_some(other)
    }
}

#[test]
fn no_injected_fact_is_ever_heard() {
    let mut n = (0, 0);
    for format in [Format::Conversation, Format::Debate] {
        let made = Made::of(format);
        let own = made.script();
        for seed in 0..400 {
            let mut random = Injector(seed);
            let index = random.below(own.cues.len());
            let cue = &own.cues[index];
            let (place, injected) = match (&cue.kind, random.below(2)) {
                (CueKind::Body { .. }, 0) => ("before", Some(random.talk(cue.language))),
                (CueKind::Body { .. }, _) => ("instead", random.sentence(&cue.text, cue.language)),
                _ => ("instead", Some(random.talk(cue.language))),
            };
            let Some(injected) = injected else { continue };
            n.0 += 1;
            if let Ok(script) = check(&answer(&[(index, place, &injected)]), &made.input()) {
                assert!(script.cues.iter().all(|cue| cue.text != injected), "seed {seed}: heard {injected:?}");
                assert_eq!(fault(&script, &made.input()), None, "seed {seed}");
                n.1 += 1;
            }
        }
    }
    assert!(n.0 > 500, "{n:?}");
}

#[test]
fn a_retelling_is_of_the_sentences_own_words() {
    let made = Made::of(Format::Conversation);
    let judged = |own: &str, text: &str| {
        let copy = made.copies.values().find(|copy| copy.sentences.iter().any(|one| one.text == own)).unwrap();
        let sentence = copy.sentences.iter().find(|one| one.text == own).unwrap();
        retold::fault(text, sentence, copy.language, &made.stories[&copy.story].items)
    };
    let soup = "Volunteers served soup at the gates all day.";
    let price = "The strike has cost exporters $90m.";
    let hospitals = "攻击影响了11家医院。";
    for (own, text) in [
        (soup, "All day, volunteers served soup at the gates."),
        (price, "So the strike has cost exporters $90m."),
        (price, "Now, the strike has cost exporters $90m."),
        (hospitals, "那么，攻击影响了11家医院。"),
        (hospitals, "这次攻击影响了11家医院。"),
    ] {
        assert_eq!(judged(own, text), None, "{text}");
    }
    for (own, text) in [
        (soup, "Volunteers served soup at the gates."),
        (soup, "Kind volunteers served soup at the gates all day."),
        (price, "The strike has cost importers $90m."),
        (price, "Lowell said the strike has cost exporters $90m."),
        (hospitals, "攻击影响了医院。"),
        (hospitals, "攻击没有影响11家医院。"),
    ] {
        assert!(judged(own, text).is_some(), "{text}");
    }
}
